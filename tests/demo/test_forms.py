"""A form read and filled in as a person would."""

from __future__ import annotations

from typing import Any

import pytest

from demo.forms import Field, Impossible, Pickers, pick, read

OPTIONS = (("Rap, and more", "1"), ("Rap", "2"), ("#general", "3"))


def _field(**component: Any) -> Field:
    labelled = {"type": 18, "label": "Name", "component": {"custom_id": "n", **component}}
    return read({"title": "Form", "components": [labelled]}, Pickers())[0]


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ("rap", ["2"]),
        ("Rap, and more", ["1"]),
        ("rap, a", ["1"]),
        ("rap, general", ["2", "3"]),
        (["Rap", "general"], ["2", "3"]),
        ("GEN", ["3"]),
        ("", []),
        ([], []),
    ],
)
def test_options_are_picked_by_what_they_read(given: str | list[str], values: list[str]) -> None:
    assert pick(OPTIONS, given) == values


@pytest.mark.parametrize("given", ["pop", "rap, pop", ["pop"]])
def test_what_is_not_offered_cannot_be_picked(given: str | list[str]) -> None:
    with pytest.raises(
        Impossible, match="there is no option 'pop' here; there are: Rap, and more, Rap, #gen"
    ):
        pick(OPTIONS, given)


def test_a_line_has_no_second_line() -> None:
    with pytest.raises(Impossible, match="'Name' has one line only"):
        _field(type=4, style=1).filled("one\ntwo")
    assert _field(type=4, style=2).filled("one\ntwo") == "one\ntwo"


def test_a_field_that_says_nothing_of_it_is_required() -> None:
    with pytest.raises(Impossible, match="wants 'Name' filled in"):
        _field(type=19).filled(None)
    assert _field(type=19, required=False).filled(None) == []


def test_a_paragraph_reads_line_by_line() -> None:
    assert _field(type=4, style=2, value="one\ntwo").lines() == ["Name: one", "  two"]
