"""What values settings take, and what two people meant who changed one at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.guilds.forms import Chosen, NotANumber, SeveralZones, read_form
from bot.guilds.kinds import (
    ClockTime,
    Label,
    Number,
    OneChannel,
    OneOf,
    OneRole,
    SomeChannels,
    SomeOf,
    ValueNotTaken,
    YesNo,
    Zone,
)
from bot.guilds.settings import Setting
from tests.guilds.areas import NUMBER, SAMPLE, TIME, ZONE
from tests.guilds.test_zones import NOW

FEW = SomeOf((Label("a", "A"), Label("b", "B"), Label("c", "C")))
GOOD: list[tuple[Any, Any]] = [
    (YesNo(), True),
    (OneOf((Label("a", "A"),)), "a"),
    (OneOf((Label("a", "A"),)), None),
    (FEW, ["a", "c"]),
    (OneChannel(), "123"),
    (OneChannel(), None),
    (SomeChannels(), ["1", "2"]),
    (OneRole(), "9"),
    (Zone(), "Asia/Manila"),
    (ClockTime(), "09:05"),
    (Number(1, 9), 9),
]
BAD: list[tuple[Any, Any]] = [
    (YesNo(), 1),
    (YesNo(), "yes"),
    (OneOf((Label("a", "A"),)), "b"),
    (FEW, "abc"),
    (FEW, ["a", "z"]),
    (OneChannel(), "general"),
    (OneChannel(), True),
    (OneChannel(), "9" * 21),
    (SomeChannels(), "123"),
    (SomeChannels(), [None]),
    (OneRole(), -1),
    (OneRole(), True),
    (SomeChannels(), [True]),
    (OneChannel(), 1.0),
    (OneChannel(), "١٢"),
    (Zone(), "Mars/Base"),
    (Zone(), "../etc/passwd"),
    (Zone(), 9),
    (ClockTime(), "25:00"),
    (ClockTime(), 9),
    (Number(1, 9), 10),
    (Number(1, 9), 0),
    (Number(1, 9), True),
    (Number(1, 9), "5"),
]


@pytest.mark.parametrize(("kind", "raw"), GOOD, ids=str)
def test_a_value_survives_its_way_through_json(kind: Any, raw: Any) -> None:
    assert json.loads(json.dumps(kind.dump(kind.read(raw)))) == raw


@pytest.mark.parametrize(("kind", "raw"), BAD, ids=str)
def test_what_is_no_value_is_refused(kind: Any, raw: Any) -> None:
    with pytest.raises(UserError):
        kind.read(raw)


KINDS = [
    YesNo(), OneOf((Label("a", "A"),)), FEW, OneChannel(), SomeChannels(), OneRole(), Zone(), ClockTime(),
    Number(1, 9),
]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["a", "12", "9pm"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
@given(raw=JSON)
@example(raw=[])
@example(raw=[["x"]])
@example(raw=[{}])
@example(raw={})
@example(raw="\ud800")
@example(raw="\0")
def test_any_json_is_a_value_or_refused(kind: Any, raw: Any) -> None:
    try:
        value = kind.read(raw)
    except UserError:
        return
    assert kind.read(json.loads(json.dumps(kind.dump(value)))) == value


def test_options_keep_the_order_they_are_declared_in() -> None:
    assert FEW.read(["c", "a"]) == ("a", "c")


SETS = st.frozensets(st.integers(1, 9)).map(lambda chosen: tuple(sorted(chosen)))


@given(SETS, SETS, SETS)
def test_what_was_added_is_there_and_what_was_taken_away_is_not(
    base: tuple[int, ...], wanted: tuple[int, ...], current: tuple[int, ...]
) -> None:
    merged = set(SomeChannels().merge(base, wanted, current))

    assert merged >= set(wanted) - set(base)
    assert not merged & (set(base) - set(wanted))
    assert merged >= set(current) - set(base)


@given(SETS, SETS)
def test_where_nobody_else_changed_anything_the_wish_is_what_becomes(
    base: tuple[int, ...], wanted: tuple[int, ...]
) -> None:
    assert SomeChannels().merge(base, wanted, base) == wanted


@pytest.mark.parametrize("setting", SAMPLE.settings, ids=lambda setting: setting.name)
def test_an_empty_form_means_the_default(setting: Setting[Any]) -> None:
    assert read_form(setting, Chosen("", ()), NOW, "en-US") == setting.default


@pytest.mark.parametrize("typed", ["0", "481", "-3", "9.5", "many", "9" * 60])
def test_a_number_out_of_range_says_which_ones_go(typed: str) -> None:
    with pytest.raises(NotANumber) as refusal:
        read_form(NUMBER, Chosen(typed, ()), NOW, "en-US")

    assert refusal.value.values == {"least": 1, "most": 480}


def test_what_was_typed_becomes_a_value() -> None:
    assert read_form(NUMBER, Chosen(" 12 ", ()), NOW, "en-US") == 12
    assert read_form(ZONE, Chosen("manila", ()), NOW, "en-US") == "Asia/Manila"
    assert f"{read_form(TIME, Chosen('9pm', ()), NOW, 'en-US'):%H:%M}" == "21:00"


def test_a_place_in_several_zones_asks_which() -> None:
    several = read_form(ZONE, Chosen("Australia", ()), NOW, "en-US")

    assert isinstance(several, SeveralZones)
    assert several.fitting
    assert "Australia/Sydney" in several.keys


def test_a_channel_without_counterpart_is_dropped_on_the_way_to_another_server() -> None:
    assert SomeChannels().moved((1, 2), {1: 11}) == (11,)
    assert OneChannel().moved(1, {}) is None
    assert OneRole().moved(1, {1: 7}) == 7
    with pytest.raises(ValueNotTaken):
        OneChannel().read([])
