"""What is typed into the terminal, read as what Discord would send. Pure but for files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from discord import app_commands

from demo.forms import File
from demo.world import HOME


class Unreadable(Exception):
    """A line the terminal cannot make sense of."""


def as_options(text: str, names: Iterable[str]) -> dict[str, str]:
    """`query:spring day year:2017` as a mapping; a colon inside a value stays there."""
    known = "|".join(re.escape(name) for name in names) or r"(?!)"
    parts = re.split(rf"(?:^|\s)({known}):", text)
    if parts[0].strip():
        raise Unreadable(f"I cannot read {parts[0].strip()!r}; options are written name:value")
    return {name: value.strip() for name, value in zip(parts[1::2], parts[2::2], strict=True)}


def as_choice(choices: Iterable[app_commands.Choice[Any]], name: str, text: str) -> Any:
    """What Discord sends for a choice, typed as it is listed or as it is sent."""
    for choice in choices:
        if text.casefold() in {choice.name.casefold(), str(choice.value).casefold()}:
            return choice.value
    raise Unreadable(f"{name} is one of {', '.join(choice.name for choice in choices)}")


def as_files(text: str) -> list[File]:
    """Files by their paths, with commas between."""
    paths = [Path(part.strip()) for part in text.split(",") if part.strip()]
    for path in paths:
        if not path.is_file():
            raise Unreadable(f"there is no file {str(path)!r}")
    return [(path.name, path.read_bytes()) for path in paths]


def as_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"{text!r} is no time; write +20s, +2h, +1d or 2026-06-13T09:00+09:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=HOME)
