"""Fields keep Discord's limits, whatever they are given."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.kit import limits
from bot.kit.blocks import Attached, Component, Option
from bot.kit.cards import Card
from bot.kit.fields import (
    ChannelField,
    Field,
    FileField,
    OneOfField,
    RoleField,
    SomeOfField,
    TextField,
    TooManyOptions,
)

LONG = "x" * 300
FIELDS: tuple[Callable[[], Field], ...] = (
    lambda: TextField("n", LONG, LONG, value=LONG, description=LONG),
    lambda: ChannelField("n", LONG, (0, 5), (1, 2), description=LONG),
    lambda: RoleField("n", LONG, (1, 2), description=LONG),
    lambda: OneOfField("n", LONG, _options(2), "0", LONG),
    lambda: SomeOfField("n", LONG, _options(1), ("0",), LONG),
    lambda: FileField("n", LONG, description=LONG),
)


def _options(number: int) -> tuple[Option, ...]:
    return tuple(Option(LONG, str(value), LONG) for value in range(number))


def _inner(field: Field) -> Component:
    inner: Component = field.component["component"]
    return inner


@pytest.mark.parametrize("make", FIELDS)
def test_what_is_shown_is_shortened(make: Callable[[], Field]) -> None:
    shown, inner = make().component, _inner(make())

    assert len(shown["label"]) == limits.FIELD_LABEL
    assert len(shown["description"]) == limits.FIELD_DESCRIPTION
    assert len(inner.get("placeholder", "")) in {0, limits.FIELD_PLACEHOLDER}
    assert len(inner.get("value", "")) in {0, inner.get("max_length")}
    assert len(inner.get("default_values", ())) <= 1
    for option in inner.get("options", ()):
        assert len(option["label"]) == len(option["description"]) == limits.OPTION_TEXT


@pytest.mark.parametrize(
    ("number", "one", "some"), [(1, 3, 22), (2, 21, 22), (10, 21, 22), (11, 3, 3), (25, 3, 3)]
)
def test_up_to_ten_options_are_shown_at_once_and_more_in_a_list(number: int, one: int, some: int) -> None:
    last = str(number - 1)
    single = _inner(OneOfField("n", "l", _options(number), last))
    several = _inner(SomeOfField("n", "l", _options(number), (last, "gone")))

    assert (single["type"], several["type"]) == (one, some)
    assert several["max_values"] == number
    assert several["min_values"] == 0
    for inner in (single, several):
        assert [option["value"] for option in inner["options"] if option.get("default")] == [last]


def test_the_field_alone_says_what_is_chosen() -> None:
    field = OneOfField("n", "l", (Option("a", "a", default=True), Option("b", "b")), "b")

    assert [option.get("default") for option in _inner(field)["options"]] == [None, True]


@pytest.mark.parametrize("number", [0, 26])
def test_a_choice_that_cannot_be_shown_whole_is_refused(number: int) -> None:
    with pytest.raises(TooManyOptions):
        OneOfField("n", "l", _options(number)).component  # noqa: B018  # making it is what fails
    with pytest.raises(TooManyOptions):
        SomeOfField("n", "l", _options(number)).component  # noqa: B018


@pytest.mark.parametrize("name", ["a b.json", "", "é.json", "a/b"])
def test_a_file_whose_name_discord_would_change_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="would change"):
        Attached(name, b"")


def test_a_file_is_made_anew_for_each_sending() -> None:
    card = Card(Attached("a.json", b"{}"))

    assert [card.files()[0].fp.read() for _ in range(2)] == [b"{}", b"{}"]
