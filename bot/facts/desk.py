"""The editor's desk: what `python -m bot facts` prints."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot.database.sqlite import reading
from bot.errors import OperatorError
from bot.facts import store
from bot.facts.base import content_of, schema
from bot.facts.corrections import to_mend
from bot.facts.faults import FactsInvalid, read
from bot.facts.model import FactFile
from bot.facts.proofreading import proofread
from bot.facts.statistics import count


def check(path: Path, folder: Path | None) -> bool:
    """Print every fault, then what to look at again; whether the file is sound.

    `folder` holds the cited documents as text files.
    """
    file = _sound(path)
    if file is None:
        return False
    documents = None
    if folder is not None:
        documents = {text.name: text.read_text(encoding="utf-8") for text in folder.glob("*.txt")}
        if missing := {source.file for source in file.sources if source.file} - set(documents):
            print(f"{folder} lacks {', '.join(sorted(missing))}", file=sys.stderr)
            return False
    remarks = proofread(file, documents)
    for remark in remarks:
        print(f"  - {remark}")
    looked_at = f"{len(remarks)} to look at again" if remarks else "nothing to look at again"
    print(
        f"{path} is sound: {_counted(len(file.facts), 'fact')}, "
        f"{_counted(len(file.subjects), 'subject')}; {looked_at}."
    )
    return True


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def stats(path: Path) -> bool:
    """Print what a file holds, in numbers; whether it is sound."""
    file = _sound(path)
    if file is None:
        return False
    counted = count(file)
    gap, before = counted.longest_gap
    print(f"{counted.facts} facts, {counted.subjects} subjects, {counted.questions} questions")
    print(f"anniversaries on {counted.anniversary_days} days of the year, {counted.great_days} of them great")
    print(f"longest gap: {gap} days after {before}")
    for title, numbers in (
        ("category", counted.by_category),
        ("status", counted.by_status),
        ("prominence", counted.by_prominence),
        ("source", counted.by_source),
        ("year", counted.by_year),
    ):
        print(f"by {title}:")
        ordered = sorted(numbers.items()) if title in {"year", "prominence"} else numbers.most_common()
        for name, number in ordered:
            print(f"  {number:5} {name}")
    return True


async def corrections(path: Path, database: Path) -> None:
    """Print what moderators handed on and is not mended in the file yet, as JSON for its editor.

    Raises:
        DatabaseUnusable: the bot's database cannot be read.
        OperatorError: the fact file is not sound.
    """
    try:
        facts = {fact.id: fact for fact in read(str(path), content_of(path)).facts}
    except FactsInvalid as error:
        raise OperatorError(str(error)) from error
    async with reading(database) as snapshot:
        waiting = to_mend(await store.corrections(snapshot), facts)
    told = [
        {
            "fact": one.fact.id,
            "text": one.fact.text,
            "remarks": one.remarks,
            "servers": one.servers,
            "since": one.since.isoformat(timespec="seconds"),
        }
        for one in waiting
    ]
    print(json.dumps(told, indent=2, ensure_ascii=False))


def print_schema() -> None:
    """Print the JSON Schema of a fact file."""
    print(schema(), end="")


def _sound(path: Path) -> FactFile | None:
    try:
        return read(str(path), content_of(path))
    except FactsInvalid as error:
        print(error)
        return None
