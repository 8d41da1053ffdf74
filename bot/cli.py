"""The command line: `python -m bot run`, `facts …`, `trivia …`, `doctor`, `backup`, `restore`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from bot import __version__
from bot.clock import Clock, SystemClock
from bot.config import load_config, load_state_config
from bot.errors import OperatorError, SettingRefused
from bot.facts.base import shipped_facts
from bot.facts.faults import FactsInvalid
from bot.log import set_up_logging

OK, FAILED, BAD_SETTINGS = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 when all went well, 1 for a failure, 2 for bad settings."""
    command: Callable[[argparse.Namespace], int]
    options = _parser().parse_args(arguments)
    command = options.command
    return command(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Borahae, a bot for fan communities.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="command")
    run = commands.add_parser("run", help="connect to Discord; settings come from the environment or .env")
    run.add_argument("--sync", action="store_true", help="tell Discord the commands even if it knows them")
    run.set_defaults(command=_run)
    _parse_facts(commands.add_parser("facts", help="work on a fact base"))
    _parse_trivia(commands.add_parser("trivia", help="look at the questions a fact base makes"))
    doctor = commands.add_parser("doctor", help="look at everything the bot needs; changes nothing")
    doctor.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    doctor.set_defaults(command=_doctor)
    backup = commands.add_parser("backup", help="copy the database, also while the bot runs")
    backup.add_argument("file", nargs="?", type=Path, help="default: beside the database, with date and time")
    backup.set_defaults(command=_backup)
    _parse_restore(
        commands.add_parser("restore", help="put a backup in the database's place; the bot must be stopped")
    )
    return parser


def _parse_facts(facts: argparse.ArgumentParser) -> None:
    commands = facts.add_subparsers(required=True, metavar="command")
    check = commands.add_parser("check", help="list every fault of a fact base, then what to look at again")
    _takes_a_fact_base(check)
    check.add_argument(
        "--documents",
        type=Path,
        metavar="DIR",
        help="the cited documents, to hold figures and wording against",
    )
    check.set_defaults(command=_facts, then="check")
    stats = commands.add_parser("stats", help="count what a fact base holds")
    _takes_a_fact_base(stats)
    stats.set_defaults(command=_facts, then="stats")
    mend = commands.add_parser("corrections", help="what moderators handed on: facts to mend, as JSON")
    _takes_a_fact_base(mend)
    mend.set_defaults(command=_corrections)
    printed = commands.add_parser("schema", help="print the JSON Schema that editors complete with")
    printed.set_defaults(command=_facts, then="schema")


def _parse_trivia(trivia: argparse.ArgumentParser) -> None:
    commands = trivia.add_subparsers(required=True, metavar="command")
    sample = commands.add_parser("sample", help="print some questions, and apart from them the answers")
    _takes_a_fact_base(sample)
    sample.add_argument("--seed", type=int, default=1, help="the same seed prints the same questions")
    sample.add_argument("--count", type=int, default=200, help="how many; default: 200")
    sample.add_argument("--locale", default="en", help="in which language; default: en")
    sample.set_defaults(command=_trivia, then="sample")
    counted = commands.add_parser("stats", help="count questions by template and difficulty")
    _takes_a_fact_base(counted)
    counted.set_defaults(command=_trivia, then="stats")


def _parse_restore(restore: argparse.ArgumentParser) -> None:
    restore.add_argument("file", type=Path, help="the backup")
    restore.add_argument(
        "--erasures",
        type=Path,
        metavar="FILE",
        help="the ledger of erasures of another machine, besides the one that lies beside the database",
    )
    restore.add_argument("--dry-run", action="store_true", help="check it and say what would happen")
    restore.set_defaults(command=_restore)


def _takes_a_fact_base(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", type=Path, default=shipped_facts(), help="default: the shipped one"
    )


def _run(options: argparse.Namespace) -> int:
    return run_bot(SystemClock(), sync=options.sync)


def run_bot(clock: Clock, *, sync: bool = False) -> int:
    """Run the bot until a signal stops it, with the settings of the environment."""
    try:
        config = load_config()
    except OperatorError as error:
        print(error, file=sys.stderr)
        return BAD_SETTINGS
    set_up_logging(config.log_level, config.log_format, [config.discord_token.get_secret_value()])
    from bot.run import run  # noqa: PLC0415  # discord.py takes half a second that other commands do not need

    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(run(config, clock, sync=sync))
    except (OperatorError, FactsInvalid) as error:
        print(error, file=sys.stderr)
        return BAD_SETTINGS if isinstance(error, FactsInvalid | SettingRefused) else FAILED
    return OK


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # noqa: PLC0415  # not there on Windows
    except ImportError:
        return None
    return uvloop.new_event_loop


def _facts(options: argparse.Namespace) -> int:
    from bot.facts import desk  # noqa: PLC0415  # what it needs to compare texts a running bot does not

    if options.then == "check":
        return FAILED if not desk.check(options.file, options.documents) else OK
    if options.then == "stats":
        return FAILED if not desk.stats(options.file) else OK
    desk.print_schema()
    return OK


def _trivia(options: argparse.Namespace) -> int:
    from bot.trivia import desk  # noqa: PLC0415  # as above

    try:
        if options.then == "sample":
            desk.sample(options.file, options.seed, options.count, options.locale)
        else:
            desk.stats(options.file)
    except FactsInvalid as error:
        print(error)
        return FAILED
    return OK


def _corrections(options: argparse.Namespace) -> int:
    from bot.facts import desk  # noqa: PLC0415  # as above

    return _at_database(lambda database, _: asyncio.run(desk.corrections(options.file, database)))


def _backup(options: argparse.Namespace) -> int:
    from bot.database import desk  # noqa: PLC0415  # as above

    return _at_database(lambda file, now: desk.backup(file, options.file, now))


def _restore(options: argparse.Namespace) -> int:
    from bot.database import desk  # noqa: PLC0415  # as above

    return _at_database(
        lambda file, now: desk.restore(file, options.file, now, options.erasures, dry_run=options.dry_run)
    )


def _doctor(options: argparse.Namespace) -> int:
    from bot.doctor import desk  # noqa: PLC0415  # as above
    from bot.doctor.model import is_well  # noqa: PLC0415

    set_up_logging("ERROR", "text")
    findings = asyncio.run(desk.examine(SystemClock()))
    print(desk.printed(findings, as_json=options.json))
    return OK if is_well(findings) else FAILED


def _at_database(work: Callable[[Path, datetime], None]) -> int:
    try:
        file = load_state_config().database_file
    except OperatorError as error:
        print(error, file=sys.stderr)
        return BAD_SETTINGS
    try:
        work(file, SystemClock().now())
    except OperatorError as error:
        print(error, file=sys.stderr)
        return FAILED
    return OK
