"""A goal's ledgers as tables that spreadsheets open, and that cannot make them calculate. Pure."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
_FORMULAS = frozenset("=+-−@\t\r\n\0")
"""What a cell begins with that a spreadsheet takes for a formula (OWASP, CSV Injection; ASVS 1.2.10)."""
_PARTED = re.compile(r"([;|,\t\r\n\"])")
"""Where a cell can begin: where decimals are written with a comma, spreadsheets part cells by semicolons."""

_HARMLESS = re.compile(r"(?:[a-zA-Z0-9][\w .:-]*)?", re.ASCII)
"""Most of what is written; it needs no closer look."""


def cell(value: Any) -> str:
    """A value as a cell: what a spreadsheet could take for a formula is set off by an apostrophe.

    That is also done within a text, wherever another way to read the table could let a cell begin. Numbers
    stay what they are; those of goals are never negative.
    """
    if isinstance(value, int):
        return str(value)
    text = "" if value is None else str(value)
    if _HARMLESS.fullmatch(text):
        return text
    return "".join(f"'{part}" if _calculates(part) else part for part in _PARTED.split(text))


def _calculates(text: str) -> bool:
    """Whether a text, behind what shows nothing, begins as a formula does, in signs of any width."""
    for sign in text:
        if unicodedata.normalize("NFKC", sign)[:1] in _FORMULAS:
            return True
        if unicodedata.category(sign)[0] not in "ZC":  # spaces, and what shows nothing
            return False
    return False


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table as a file: UTF-8, commas, every text in quotation marks where it needs them."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow([cell(one) for one in head])
    writer.writerows([[cell(one) for one in row] for row in rows])
    return (BYTE_ORDER_MARK + written.getvalue()).encode()
