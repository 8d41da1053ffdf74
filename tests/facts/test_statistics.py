"""What a fact base holds, in numbers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.model import FactFile
from bot.facts.statistics import count


def _on(*days: str, recurs: bool = True) -> FactFile:
    fandom = {"name": "B", "fans": "F", "colour": "#000000", "emoji": "x", "home_zone": "Asia/Seoul"}
    facts = [
        {
            "id": f"f{number}",
            "text": "Something happened.",
            "category": "concert",
            "recurs": recurs,
            "date": {"value": day, "kind": "concert"},
            "sources": [{"source": "s"}],
        }
        for number, day in enumerate(days)
    ]
    source = {"id": "s", "title": "S", "kind": "reference", "where": "here"}
    return FactFile.model_validate({"fandom": fandom, "sources": [source], "subjects": [], "facts": facts})


@pytest.mark.parametrize(
    ("days", "gap"),
    [
        (("2019-01-01", "2020-01-05"), (361, "01-05")),
        (("2019-12-31", "2020-01-01"), (364, "01-01")),
        (("2020-02-28", "2020-03-01", "2019-09-01"), (183, "03-01")),
        (("2019-06-13",), (365, "06-13")),
        (("2019", "2019-06"), (366, "-")),
    ],
)
def test_the_longest_gap_goes_around_the_turn_of_the_year(
    days: tuple[str, ...], gap: tuple[int, str]
) -> None:
    assert count(_on(*days)).longest_gap == gap


def test_what_does_not_recur_is_no_anniversary() -> None:
    assert count(_on("2019-06-13", recurs=False)).anniversary_days == 0


@given(st.sets(st.integers(0, 365), min_size=1, max_size=40))
def test_gap_and_days_fit_the_year(numbers: set[int]) -> None:
    days = [(date(2024, 1, 1) + timedelta(days=number)).isoformat() for number in numbers]

    counted = count(_on(*days))

    ordered = sorted(numbers)
    gaps = [
        after - before - 1 for before, after in zip(ordered, [*ordered[1:], ordered[0] + 366], strict=True)
    ]
    assert counted.anniversary_days == len(numbers)
    assert counted.longest_gap[0] == max(gaps)
