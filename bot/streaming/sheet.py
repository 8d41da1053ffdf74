"""A goal's ledgers as tables that spreadsheets open, and that cannot make them calculate. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
_FORMULAS = frozenset("=+-@\t\r\n＝＋－＠")
"""What a cell begins with that a spreadsheet takes for a formula (OWASP, CSV Injection)."""


def cell(value: Any) -> str:
    """A value as a cell: a text that a spreadsheet could take for a formula is set off by an apostrophe.

    Numbers stay what they are; those of goals are never negative.
    """
    if isinstance(value, int):
        return str(value)
    text = "" if value is None else str(value)
    begins = text.lstrip(" \u00a0\u200b\ufeff")[:1]
    return f"'{text}" if begins in _FORMULAS and begins else text


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table as a file: UTF-8, commas, every text in quotation marks where it needs them."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow([cell(one) for one in head])
    writer.writerows([[cell(one) for one in row] for row in rows])
    return (BYTE_ORDER_MARK + written.getvalue()).encode()
