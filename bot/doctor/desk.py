"""The operator's desk: what `python -m bot doctor` looks at, and how it prints it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError

from bot.clock import Clock
from bot.config import Config, load_config, load_state_config
from bot.database.interface import DatabaseUnusable
from bot.doctor import machine, storage
from bot.doctor.model import Finding, Grade, fine, is_well, note, problem
from bot.errors import OperatorError
from bot.facts.base import FactBase
from bot.facts.faults import FactsInvalid
from bot.log import set_up_logging

_SIGNS = {Grade.FINE: "ok     ", Grade.NOTE: "note   ", Grade.PROBLEM: "PROBLEM"}


async def examine(clock: Clock) -> list[Finding]:
    """Everything, one after another; what one look cannot do is a finding and stops no other."""
    found = [_zones(clock.now())]
    config: Config | None = None
    try:
        config = load_config()
    except OperatorError as error:
        remedy = "Set it in the file .env of the folder the bot is started in, or in its environment."
        found.append(problem("settings", str(error), remedy))
    else:
        set_up_logging("ERROR", "text", [config.discord_token.get_secret_value()])
        found.append(fine("settings", "They can be read."))
    try:
        kept = config or load_state_config()
        found += storage.look(kept.database_file)
        found.append(storage.look_at_backups(kept.backup_folder, kept.backup_keep, clock.now()))
    except OperatorError:
        found.append(note("database", "It was not looked at: first the settings above."))
    if config is None:
        return [*found, note("facts", "They were not looked at: first the settings above."), _not_asked()]
    found.append(_facts(config.facts_file))
    broken = any(one.grade is Grade.PROBLEM and one.area in {"database", "facts"} for one in found)
    return found + ([_not_asked()] if broken else await _trial(config, clock))


def _facts(file: Path) -> Finding:
    try:
        return fine("facts", f"{file} is sound: {len(FactBase.load(file).facts):,} facts.")
    except FactsInvalid as error:
        return problem("facts", str(error), f"Mend the file, then: python -m bot facts check {file}")


async def _trial(config: Config, clock: Clock) -> list[Finding]:
    # discord.py takes half a second, which is not needed to say that the settings are wrong
    from bot.doctor import discords  # noqa: PLC0415
    from bot.doctor.trial import trial_start  # noqa: PLC0415

    try:
        async with trial_start(config, clock) as app:
            return await discords.look(config, app)
    except DatabaseUnusable as error:
        return [problem("database", f"A start on a copy of it fails: {error}"), _not_asked()]


def _zones(now: datetime) -> Finding:
    """Python takes the system's data where there is some, else the package's (PEP 615)."""
    for folder in map(Path, TZPATH):
        if (folder / "Asia" / "Seoul").is_file():
            return machine.zones(machine.zones_version(folder), now, folder)
    try:
        ZoneInfo("Asia/Seoul")
        return machine.zones(version("tzdata"), now)
    except (PackageNotFoundError, ZoneInfoNotFoundError):
        return machine.zones(None, now)


def _not_asked() -> Finding:
    return note("Discord", "It was not asked: first the problems above.")


def printed(findings: Sequence[Finding], *, as_json: bool) -> str:
    """The findings for people, or as one JSON object."""
    if as_json:
        listed = [
            {"area": one.area, "grade": one.grade.value, "told": one.told, "remedy": one.remedy}
            for one in findings
        ]
        return json.dumps({"well": is_well(findings), "findings": listed}, indent=2, ensure_ascii=False)
    lines = []
    for one in findings:
        lines.append(f"{_SIGNS[one.grade]} {one.area}: {one.told}")
        if one.remedy is not None:
            lines.append(f"        -> {one.remedy}")
    problems = sum(one.grade is Grade.PROBLEM for one in findings)
    lines.append("All is well." if not problems else f"{problems} to put right.")
    return "\n".join(lines)
