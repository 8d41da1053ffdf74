"""The ledger of official readings keeps all, and says what holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.streaming.amounts import MOST
from bot.streaming.curve import Curve, Reading
from bot.streaming.readings import (
    NothingToCorrect,
    OfficialReading,
    ReadingAhead,
    ReadingTooOld,
    TotalAboveLater,
    TotalFell,
    TotalOutOfBounds,
    check,
    holding,
)

NOW = datetime(2026, 6, 13, 9, tzinfo=UTC)


def _entry(entry_id: int, day: int, total: int) -> OfficialReading:
    """A counter read so many days ago."""
    return OfficialReading(entry_id, Reading(NOW - timedelta(days=day), total), 7, NOW)


LEDGER = (_entry(1, 9, 100), _entry(2, 3, 300), _entry(3, 6, 200))


def test_readings_hold_in_the_order_of_their_moments() -> None:
    assert [entry.id for entry in holding(LEDGER)] == [1, 3, 2]
    assert holding([]) == ()


def test_what_was_withdrawn_or_corrected_no_longer_holds() -> None:
    correction = replace(_entry(4, 3, 250), corrects=2)
    again = replace(_entry(5, 3, 260), corrects=4)
    withdrawn = replace(again, withdrawn_at=NOW)

    assert holding([*LEDGER, correction])[-1] == correction
    assert holding([*LEDGER, correction, again])[-1] == again
    assert [entry.id for entry in holding([*LEDGER, correction, withdrawn])] == [1, 3]


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (_entry(4, -1, 400), ReadingAhead),
        (_entry(4, 27 * 365, 50), ReadingTooOld),
        (_entry(4, 0, -1), TotalOutOfBounds),
        (_entry(4, 0, MOST + 1), TotalOutOfBounds),
        (_entry(4, 0, 299), TotalFell),
        (_entry(4, 5, 199), TotalFell),
        (_entry(4, 5, 301), TotalAboveLater),
        (_entry(4, 20, 101), TotalAboveLater),
        (_entry(4, 3, 299), TotalFell),
        (replace(_entry(4, 3, 250), corrects=9), NothingToCorrect),
        (replace(_entry(4, 3, 150), corrects=2), TotalFell),
    ],
)
def test_a_reading_that_does_not_fit_is_refused(new: OfficialReading, refusal: type[UserError]) -> None:
    with pytest.raises(refusal):
        check(new, LEDGER, NOW)


@pytest.mark.parametrize(
    "new",
    [
        _entry(4, 0, 300),
        _entry(4, 5, 200),
        _entry(4, 20, 0),
        _entry(4, 3, 300),
        replace(_entry(4, 0, 250), recount=True),
        replace(_entry(4, 3, 250), corrects=2),
        replace(_entry(4, 9, 150), corrects=1),
    ],
)
def test_a_reading_that_fits_is_taken(new: OfficialReading) -> None:
    check(new, LEDGER, NOW)


def test_what_was_corrected_is_corrected_no_more() -> None:
    correction = replace(_entry(4, 3, 250), corrects=2)

    with pytest.raises(NothingToCorrect):
        check(replace(_entry(5, 3, 260), corrects=2), [*LEDGER, correction], NOW)
    check(replace(_entry(5, 3, 260), corrects=4), [*LEDGER, correction], NOW)


def test_a_refusal_names_the_reading_it_stumbles_over() -> None:
    with pytest.raises(TotalFell) as fell:
        check(_entry(4, 5, 150), LEDGER, NOW)
    with pytest.raises(TotalAboveLater) as above:
        check(_entry(4, 5, 350), LEDGER, NOW)

    assert fell.value.values == {"total": 200, "when": NOW - timedelta(days=6)}
    assert above.value.values == {"total": 300, "when": NOW - timedelta(days=3)}


def test_before_a_recount_the_counter_may_have_stood_higher() -> None:
    recounted = (*LEDGER, replace(_entry(4, 0, 50), recount=True))

    check(_entry(5, 1, 310), recounted, NOW)
    with pytest.raises(TotalFell):
        check(_entry(6, 0, 40), recounted, NOW)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 1000)), max_size=30))
def test_what_was_taken_never_falls(entered: list[tuple[int, int]]) -> None:
    """Entered in any order: the curve of what holds rises, and ends where the ledger says it stands."""
    ledger: list[OfficialReading] = []
    for number, (day, total) in enumerate(entered):
        new = _entry(number, day, total)
        try:
            check(new, ledger, NOW)
        except UserError:
            continue
        ledger.append(new)

    totals = [entry.reading.total for entry in holding(ledger)]
    assert totals == sorted(totals)
    if totals:
        latest = holding(ledger)[-1]
        assert Curve(entry.reading for entry in holding(ledger)).last == latest.reading
