"""Tables open in spreadsheets, and cannot make them calculate."""

from __future__ import annotations

import csv
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.streaming.sheet import BYTE_ORDER_MARK, cell, table


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\t", "'\t"),
        ("\0=1", "'\0=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("Minji", "Minji"),
        ("﹦1", "'﹦1"),
        ("−1", "'−1"),
        ("\u3000=1", "'\u3000=1"),
        ("\u2060\xad=1", "'\u2060\xad=1"),
        ("\u202e=1", "'\u202e=1"),
        ("Sol;=1", "Sol;'=1"),
        ("Sol| @SUM(A1)", "Sol|' @SUM(A1)"),
        ('Sol",=1', "Sol\",'=1"),
        ("a=b", "a=b"),
        ("a; b, c", "a; b, c"),
        (None, ""),
        ("", ""),
        (1500, "1500"),
    ],
)
def test_a_cell_is_never_a_formula(value: object, shown: str) -> None:
    assert cell(value) == shown


def test_a_table_opens_in_spreadsheets() -> None:
    made = table(("name", "amount"), [('=HYPERLINK("x")', 5), ("a, b", 7)]).decode()
    assert made == BYTE_ORDER_MARK + 'name,amount\r\n"\'=HYPERLINK(""x"")",5\r\n"a, b",7\r\n'


@given(
    st.text(alphabet=st.sampled_from('=+-@＝a;,|"\t\n \u3000\u200b'), max_size=8), st.sampled_from(",;\t|")
)
def test_however_a_table_is_parted_no_cell_of_it_is_a_formula(text: str, sign: str) -> None:
    made = table(("name", "amount"), [(text, 5)]).decode().removeprefix(BYTE_ORDER_MARK)
    for read in (csv.reader(made.splitlines(), delimiter=sign), [re.split('[;,|\t"\n]', made)]):
        for row in read:
            for one in row:
                assert unicodedata.normalize("NFKC", one).strip(" \u200b\r\n")[:1] not in set("=+-@")
