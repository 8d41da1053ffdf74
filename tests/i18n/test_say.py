"""How sentences are said, and that nothing a person typed is read as markup."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.catalogs import Catalogs
from bot.i18n.markup import Markup, escape, joined, linked

CATALOGS = Catalogs()
EN, KO = CATALOGS.say("en-US"), CATALOGS.say("ko")


def test_numbers_dates_lists_and_moments_are_said_as_the_language_does() -> None:
    values = {"n": 1234567, "day": date(2020, 8, 21), "names": ["a", "b", "c"]}
    assert EN("{n} {day:long} {names}", **values) == "1,234,567 August 21, 2020 a, b, and c"
    assert KO("{n} {day:long} {names}", **values) == "1,234,567 2020년 8월 21일 a, b, c"
    assert EN("{at:R}", at=datetime(2026, 6, 13, tzinfo=UTC)) == "<t:1781308800:R>"
    assert (KO.month(date(2020, 8, 1)), KO.year(date(2020, 1, 1))) == ("2020년 8월", "2020년")


def test_a_time_of_day_is_said_with_the_languages_own_halves() -> None:
    assert EN.time(time(20, 56)) == "8:56\u202fPM"
    assert KO.time(time(20, 56)) == "오후 8:56"


def test_one_and_many() -> None:
    assert EN.count("{number} fact", "{number} facts", 1) == "1 fact"
    assert EN.count("{number} fact", "{number} facts", 1200) == "1,200 facts"
    assert KO.count("{number} fact", "{number} facts", 1) == "이야기 1개"


def test_what_no_placeholder_can_hold_is_an_error() -> None:
    with pytest.raises(TypeError, match="a placeholder cannot hold object"):
        EN("{x}", x=object())


@pytest.mark.parametrize(
    ("tag", "spoken"), [("ko", "ko"), ("en-GB", "en"), ("fr", "en"), (None, "en"), ("zz", "en")]
)
def test_a_language_without_a_catalog_is_english(tag: str | None, spoken: str) -> None:
    assert CATALOGS.say(tag).tag == spoken


HARMFUL = [
    "**b**", "__u__", "~~s~~", "||h||", "`c`", "# h", "> q", "- l", "[t](https://x.org)", "<@1>", "<@&1>",
    "<#1>", "<t:1:R>", "</a b:1>", "<:e:1>", "@everyone", "@here", "https://x.org",
]  # fmt: skip


@pytest.mark.parametrize("text", HARMFUL)
def test_what_discord_would_read_is_shown_as_typed(text: str) -> None:
    shown = escape(text)

    assert not re.search(r"(?<!\\)[*_~|`<]", shown)
    assert "@everyone" not in shown
    assert "@here" not in shown
    assert "://" not in shown
    assert not re.match(r"[#>-]", shown)
    assert not re.search(r"(?<!\\)\[", shown)


@given(st.text())
def test_no_mention_and_no_formatting_survives_any_text(text: str) -> None:
    shown = EN("{typed}", typed=text)

    assert not re.search(r"(?<!\\)(?:\\\\)*[*~|`<]", shown)
    assert not re.search(r"@(?:everyone|here|[!&]?\d)", shown)


def test_markup_of_our_own_is_left_as_it_is() -> None:
    assert EN("{x}", x=Markup("**b**")) == "**b**"
    assert joined(" · ", (Markup("a"), None, Markup("b"))) == "a · b"
    assert linked(escape("a_b"), "https://x.org/") == "[a\\_b](<https://x.org/>)"


def test_a_label_is_not_escaped() -> None:
    assert EN.plain("More about {name}", name="Forg_tful") == "More about Forg_tful"
