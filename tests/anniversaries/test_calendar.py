"""What is remembered on a day, and what never is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.anniversaries.calendar import Anniversary, AnniversaryKind, FactCalendar, LeapRule
from bot.facts.base import FactBase
from bot.facts.model import Fact, Subject
from bot.facts.vocabulary import Status

DAYS = st.dates(date(2012, 1, 1), date(2035, 12, 31))
RULES = st.sampled_from(LeapRule)


@dataclass
class Base:
    facts: dict[str, Fact] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)


def _calendar(*facts: Fact, subjects: tuple[Subject, ...] = ()) -> FactCalendar:
    return FactCalendar(
        Base({fact.id: fact for fact in facts}, {subject.id: subject for subject in subjects})
    )


def _fact(fact_id: str, day: str | None, kind: str = "release", **more: Any) -> Fact:
    return Fact.model_validate(
        {
            "id": fact_id,
            "text": f"About {fact_id}.",
            "category": "release",
            "date": day and {"value": day, "kind": kind},
            "sources": [{"source": "book"}],
            **more,
        }
    )


def _subject(subject_id: str, kind: str, day: str | None = None) -> Subject:
    return Subject.model_validate({"id": subject_id, "name": subject_id, "kind": kind, "date": day})


def _ids(calendar: FactCalendar, day: str, leap: LeapRule = LeapRule.FEBRUARY_28, **more: Any) -> list[str]:
    return [one.fact_id for one in calendar.of_day(date.fromisoformat(day), leap, **more).anniversaries]


def test_a_day_remembers_what_happened_on_it_and_how_long_ago() -> None:
    calendar = _calendar(
        _fact("song", "2020-08-21", subjects=["dynamite", "bts"]), _fact("born", "1997-08-21", "birthday")
    )

    assert calendar.of_day(date(2026, 8, 21), LeapRule.MARCH_1).anniversaries == (
        Anniversary(AnniversaryKind.BIRTHDAY, "born", None, date(1997, 8, 21), 29, 2),
        Anniversary(AnniversaryKind.YEARS, "song", "dynamite", date(2020, 8, 21), 6, 2),
    )
    assert _ids(calendar, "2020-08-21") == ["born", "song"]
    assert _ids(calendar, "2019-08-21") == ["born"]
    assert _ids(calendar, "2026-08-20") == _ids(calendar, "2026-07-21") == []


@pytest.mark.parametrize(
    "fact",
    [
        _fact("undated", None),
        _fact("a-month", "2020-08"),
        _fact("a-year", "2020"),
        _fact("not-every-year", "2020-08-01", recurs=False),
        _fact("disputed", "2020-08-01", status="disputed", note="No."),
        _fact("superseded", "2020-08-01", status="superseded", note="No longer."),
    ],
    ids=lambda fact: fact.id,
)
def test_what_has_no_day_of_its_own_is_remembered_on_none(fact: Fact) -> None:
    calendar = _calendar(fact)

    assert calendar.upcoming(date(2025, 1, 1), 730, LeapRule.FEBRUARY_28) == ()
    assert calendar.recurring() == ()
    is_told = fact.status not in (Status.DISPUTED, Status.SUPERSEDED)
    assert calendar.for_quiet_days() == ((fact.id,) if is_told else ())


def test_what_is_only_reported_has_its_day() -> None:
    assert _ids(
        _calendar(_fact("said", "2020-08-21", status="reported", note="One paper.")), "2026-08-21"
    ) == ["said"]


def test_the_most_prominent_comes_first_then_birthdays_great_years_and_the_oldest() -> None:
    calendar = _calendar(
        _fact("minor-birthday", "1990-03-09", "birthday", prominence=1),
        _fact("younger", "2019-03-09"),
        _fact("older", "2015-03-09"),
        _fact("ten-years", "2016-03-09"),
        _fact("birthday", "1993-03-09", "birthday"),
        _fact("great", "2018-03-09", prominence=3),
    )

    assert _ids(calendar, "2026-03-09") == [
        "great",
        "birthday",
        "ten-years",
        "older",
        "younger",
        "minor-birthday",
    ]


@pytest.mark.parametrize(
    ("kind", "number", "great"),
    [("years", 1, True), ("years", 2, False), ("years", 5, True), ("years", 10, True), ("birthday", 30, True),
     ("years", 13, False), ("days", 1000, True), ("days", 2000, False), ("days", 5000, True)],
)  # fmt: skip
def test_some_numbers_stand_out(kind: str, number: int, great: bool) -> None:
    assert Anniversary(AnniversaryKind(kind), "f", None, date(2000, 1, 1), number, 2).is_great is great


@pytest.mark.parametrize(
    ("leap", "days_2025", "days_2028"),
    [
        (LeapRule.FEBRUARY_28, ["02-28"], ["02-29"]),
        (LeapRule.MARCH_1, ["03-01"], ["02-29"]),
        (LeapRule.LEAP_YEARS, [], ["02-29"]),
    ],
)
def test_the_29th_of_february_follows_the_servers_rule(
    leap: LeapRule, days_2025: list[str], days_2028: list[str]
) -> None:
    calendar = _calendar(_fact("leaps", "2016-02-29"))

    for year, days in ((2025, days_2025), (2028, days_2028)):
        found = calendar.upcoming(date(year, 1, 1), 365, leap)
        assert [f"{day.day:%m-%d}" for day in found] == days


DEBUT = _fact("debut", "2013-06-13", "debut", subjects=["bts", "no-more-dream"], prominence=3)
BTS = _subject("bts", "group", "2013-06-13")
SONG = _subject("no-more-dream", "song", "2013-06-12")


def _day_counts(calendar: FactCalendar, **more: Any) -> dict[str, tuple[int, str | None, str]]:
    days = calendar.upcoming(date(2013, 1, 1), 5100, LeapRule.FEBRUARY_28, **more)
    return {
        f"{day.day}": (one.number, one.subject_id, one.fact_id)
        for day in days
        for one in day.anniversaries
        if one.kind is AnniversaryKind.DAYS
    }


def test_every_thousandth_day_since_the_debut_is_one() -> None:
    counted = _day_counts(_calendar(DEBUT, subjects=(BTS, SONG)))

    assert counted == {
        f"{date(2013, 6, 13) + timedelta(days=number)}": (number, "bts", "debut")
        for number in (1000, 2000, 3000, 4000)
    }


def test_the_debut_itself_tells_of_its_day_count() -> None:
    louder = _fact("louder", "2013-06-13", "chart", subjects=["bts"], prominence=3)
    calendar = _calendar(louder, DEBUT.model_copy(update={"prominence": 1}), subjects=(BTS,))

    assert set(_day_counts(calendar).values()) == {(n, "bts", "debut") for n in (1000, 2000, 3000, 4000)}


def test_what_goes_on_is_counted_from_its_beginning_and_a_work_is_not() -> None:
    army = _subject("army", "fandom", "2013-07-09")
    calendar = _calendar(
        _fact("named", "2013-07-09", "announcement", subjects=["army", "no-more-dream"], prominence=1),
        _fact("army-grew", None, subjects=["army"], prominence=3),
        subjects=(army, SONG, _subject("vague", "group", "2013"), _subject("untold", "group", "2013-08-01")),
    )

    assert _day_counts(calendar)["2016-04-04"] == (1000, "army", "named")
    assert _day_counts(calendar, unseen={"named"}) == {}
    assert {subject for _, subject, _ in _day_counts(calendar).values()} == {"army"}


def test_a_beginning_that_no_dated_fact_tells_of_is_told_by_the_best_that_is_seen() -> None:
    calendar = _calendar(
        _fact("minor", None, subjects=["army"], prominence=1),
        _fact("major", None, subjects=["army"], prominence=3),
        subjects=(_subject("army", "fandom", "2013-07-09"),),
    )

    assert _day_counts(calendar)["2016-04-04"] == (1000, "army", "major")
    assert _day_counts(calendar, unseen={"major"})["2016-04-04"] == (1000, "army", "minor")
    assert [(one.fact_id, one.number) for one in calendar.day_counts()] == [("major", 1000)]


@given(DAYS, RULES, st.data())
def test_what_a_server_does_not_see_is_never_remembered(
    base: FactBase, day: date, leap: LeapRule, data: st.DataObject
) -> None:
    calendar = _shipped(base)
    whole = calendar.of_day(day, leap)
    unseen = data.draw(st.frozensets(st.sampled_from(sorted(base.facts)), max_size=5))
    unseen |= data.draw(
        st.frozensets(st.sampled_from([*(one.fact_id for one in whole.anniversaries), "none"]))
    )

    seen = calendar.of_day(day, leap, unseen)

    assert seen.anniversaries == tuple(one for one in whole.anniversaries if one.fact_id not in unseen)
    assert not unseen & set(calendar.for_quiet_days(unseen))


@given(st.integers(2013, 2030), RULES)
def test_a_year_remembers_each_fact_once(base: FactBase, year: int, leap: LeapRule) -> None:
    calendar = _shipped(base)
    days = [day for month in range(1, 13) for day in calendar.of_month(year, month, leap)]

    yearly = [one for day in days for one in day.anniversaries if one.kind is not AnniversaryKind.DAYS]
    assert sorted(one.fact_id for one in yearly) == sorted(
        one.fact_id for one in calendar.recurring() if one.since <= date(year, one.since.month, one.since.day)
    )
    assert all(day.anniversaries for day in days)
    assert days == sorted(days, key=lambda day: day.day)


def test_upcoming_ones_can_be_asked_of_one_subject(base: FactBase) -> None:
    days = _shipped(base).upcoming(date(2026, 1, 1), 365, LeapRule.FEBRUARY_28, subject="jin")

    told = [base.facts[one.fact_id] for day in days for one in day.anniversaries]
    assert any(fact.id == "jin-birthday" for fact in told)
    assert all("jin" in fact.subjects for fact in told)


def test_a_quiet_day_has_the_facts_without_a_day_first() -> None:
    with_day, without = _fact("with", "2020-08-21"), _fact("without", None)

    assert _calendar(with_day, without).for_quiet_days() == ("without",)
    assert _calendar(with_day, without).for_quiet_days({"without"}) == ("with",)
    assert _calendar(with_day).for_quiet_days() == ("with",)


_CALENDARS: dict[int, FactCalendar] = {}


def _shipped(base: FactBase) -> FactCalendar:
    return _CALENDARS.setdefault(id(base), FactCalendar(base))
