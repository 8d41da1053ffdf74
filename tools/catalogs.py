"""Collect every sentence into `bot.pot` and the translators' catalogs; `--check` only looks.

    python -m tools.catalogs [--check]

English is the language of the source, so the template is the English catalog. What tables hold, and how long,
is told to people as the migrations declare it. Names of commands and
options come from the command tree, under a context of their own: Discord is stricter with them.
"""

from __future__ import annotations

import argparse
import asyncio
import string
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from discord import app_commands

from bot.database.tables import declared_tables
from bot.i18n.catalogs import LOCALES
from bot.i18n.translator import NAME_CONTEXT
from bot.kit import limits
from demo.stage import Stage
from tools.offline import offline_bot

ROOT = Path(__file__).parents[1]
TEMPLATE = LOCALES / "bot.pot"
FOLDERS = ("bot", "cogs", "demo")
KEYWORDS = {"say": None, "plain": None, "gettext_noop": None, "_": None, "count": (1, 2)}
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # a date of the day would change the file without a change


def collect() -> Catalog:
    """Every sentence and name of the source."""
    catalog = _empty(None)
    for folder in FOLDERS:
        for file, _, message, comments, context in extract_from_dir(ROOT / folder, keywords=KEYWORDS):
            place = f"{folder}/{file}"
            catalog.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    for table in declared_tables().values():
        kept_of_servers = [table.holds] if table.in_server is not None else []
        kept_of_people = [table.retention] if table.members else []
        told = (member.told for member in table.members.values())
        for sentence in (*kept_of_servers, *kept_of_people, *told):
            catalog.add(sentence, locations=[("bot/database/migrations", 0)])
    for name in sorted(asyncio.run(_names())):
        catalog.add(name, context=NAME_CONTEXT)
    return catalog


def problems_of(catalog: Catalog, template: Catalog) -> Iterator[str]:
    """What is wrong with a translation, one line each."""
    for message in template:
        if not message.id:
            continue
        translated = catalog.get(message.id, message.context)
        if translated is None or not translated.string or not all(_texts(translated.string)):
            yield f"not translated: {message.id!r}"
        elif translated.fuzzy:
            yield f"marked fuzzy: {message.id!r}"
        else:
            yield from _wrong_form(message, translated)
    yield from (f"no longer said: {name!r}" for name in catalog.obsolete)


def main() -> int:
    """Write the catalogs, or with `--check` say what is missing and exit with 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when something is missing")
    check = parser.parse_args().check
    template = collect()
    problems = []
    if check and TEMPLATE.read_bytes() != written(template):
        problems.append(f"{TEMPLATE.relative_to(ROOT)} is out of date: run `make catalogs`")
    if not check:
        TEMPLATE.write_bytes(written(template))
    for file in sorted(LOCALES.glob("*/LC_MESSAGES/bot.po")):
        tag = file.parents[1].name
        with file.open("rb") as lines:
            catalog = read_po(lines, locale=Locale.parse(tag, sep="-"))
        if not check:
            catalog.update(template, no_fuzzy_matching=True)
            catalog.creation_date = catalog.revision_date = _NO_DATE
            file.write_bytes(written(catalog))
        problems.extend(f"{tag}: {problem}" for problem in problems_of(catalog, template))
    print("\n".join(problems) or f"{len(template)} sentences, complete in every language")
    return 1 if problems and check else 0


async def _names() -> set[str]:
    async with offline_bot() as bot:
        commands = [*bot.tree.walk_commands(), Stage.demo, *Stage.demo.walk_commands()]
        options = (command.parameters for command in commands if isinstance(command, app_commands.Command))
        return {entry.name for entry in chain(commands, *options)}


def _wrong_form(message: Message, translated: Message) -> Iterator[str]:
    wanted = set.union(*(_placeholders(text) for text in _texts(message.id)))
    for text in _texts(translated.string):
        if _placeholders(text) != wanted:
            yield f"other placeholders than the original: {text!r}"
        if message.context == NAME_CONTEXT and (len(text) > limits.COMMAND_NAME or text != text.lower()):
            yield f"not a name Discord takes: {text!r}"


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _texts(message: str | Iterable[str] | None) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message or ())


def _empty(locale: Locale | None) -> Catalog:
    return Catalog(
        locale=locale,
        project="Borahae",
        version="1",
        header_comment="# Borahae's sentences. Collected by `make catalogs`; English is the source.",
        msgid_bugs_address="the issue tracker",
        last_translator="The Borahae maintainers",
        language_team="The Borahae maintainers",
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
        fuzzy=False,
    )


def written(catalog: Catalog) -> bytes:
    made = BytesIO()
    write_po(made, catalog, width=100, sort_output=True, no_location=False, include_lineno=False)
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main())
