"""The editor's desk: what `python -m bot facts` prints."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.facts.base import content_of, schema
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
    print(f"{path} is sound: {len(file.facts)} facts, {len(file.subjects)} subjects; {looked_at}.")
    return True


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


def print_schema() -> None:
    """Print the JSON Schema of a fact file."""
    print(schema(), end="")


def _sound(path: Path) -> FactFile | None:
    try:
        return read(str(path), content_of(path))
    except FactsInvalid as error:
        print(error)
        return None
