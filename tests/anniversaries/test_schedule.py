"""Every content date is due once, whatever the zones do and whenever the rule changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.anniversaries.schedule import Due, Rule, due_at, next_due, settle, upcoming
from tests.anniversaries.oracle import due_by_the_minute

SEOUL = "Asia/Seoul"
FIRST, DAYS = date(2025, 1, 1), 3 * 365
ALL = sorted(available_timezones() - {"localtime"})
SAMPLE = sorted({*Random(20260613).sample(ALL, 24), "Africa/Casablanca", "Antarctica/Troll", "America/Nuuk"})
YEARS = pytest.mark.parametrize("zone", SAMPLE)

ZONES = st.sampled_from(ALL)
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
MOMENTS = st.integers(0, DAYS * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def _rule(at: str, zone: str, calendar: str | None = None) -> Rule:
    return Rule(time.fromisoformat(at), ZoneInfo(zone), ZoneInfo(calendar or zone))


def _due(rule: Rule, day: str) -> str | None:
    """The instant on the server's wall clock."""
    instant = due_at(date.fromisoformat(day), rule)
    return None if instant is None else f"{instant.astimezone(rule.zone):%Y-%m-%d %H:%M %z}"


@cache
def _changes(zone: str) -> tuple[datetime, ...]:
    """Around which hours of these years a zone's offset changes."""
    hours = [datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(24 * DAYS)]
    offsets = [hour.astimezone(ZoneInfo(zone)).utcoffset() for hour in hours]
    return tuple(hour for hour, (one, other) in zip(hours, pairwise(offsets), strict=False) if one != other)


CHANGING = [
    zone
    for zone in ALL
    if datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset()
    != datetime(2026, 7, 1, tzinfo=ZoneInfo(zone)).utcoffset()
]


@pytest.mark.parametrize(
    ("at", "zone", "day", "due"),
    [
        ("07:30", "Asia/Kathmandu", "2026-06-13", "2026-06-13 07:30 +0545"),
        ("00:00", "Pacific/Kiritimati", "2026-06-13", "2026-06-13 00:00 +1400"),
        ("23:59", "Pacific/Pago_Pago", "2026-06-13", "2026-06-13 23:59 -1100"),
        # set forward: the time does not exist, so the hour before the change counts on
        ("02:30", "America/Los_Angeles", "2026-03-08", "2026-03-08 03:30 -0700"),
        ("03:00", "America/Los_Angeles", "2026-03-08", "2026-03-08 03:00 -0700"),
        ("02:15", "Australia/Lord_Howe", "2026-10-04", "2026-10-04 02:45 +1100"),
        ("02:30", "Australia/Lord_Howe", "2026-10-04", "2026-10-04 02:30 +1100"),
        ("01:30", "Antarctica/Troll", "2026-03-29", "2026-03-29 03:30 +0200"),
        # at midnight
        ("00:00", "Africa/Cairo", "2026-04-24", "2026-04-24 01:00 +0300"),
        ("00:30", "Africa/Cairo", "2026-04-24", "2026-04-24 01:30 +0300"),
        ("00:30", "Asia/Beirut", "2026-03-29", "2026-03-29 01:30 +0300"),
        ("00:30", "America/Asuncion", "2023-10-01", "2023-10-01 01:30 -0300"),
        ("23:30", "America/Nuuk", "2026-03-28", "2026-03-29 00:30 -0100"),
        # set back: the time comes twice, and the first counts
        ("01:30", "America/Los_Angeles", "2026-11-01", "2026-11-01 01:30 -0700"),
        ("01:45", "Australia/Lord_Howe", "2026-04-05", "2026-04-05 01:45 +1100"),
        ("23:30", "Africa/Cairo", "2026-10-29", "2026-10-29 23:30 +0300"),
        ("02:30", "Africa/Casablanca", "2026-02-15", "2026-02-15 02:30 +0100"),
        ("02:30", "Africa/Casablanca", "2026-03-22", "2026-03-22 03:30 +0100"),
        # a date that comes back, and one that never was
        ("23:30", "America/St_Johns", "2010-11-06", "2010-11-06 23:30 -0230"),
        ("00:00", "America/St_Johns", "2010-11-07", "2010-11-07 00:00 -0230"),
        ("07:30", "Pacific/Apia", "2011-12-29", "2011-12-29 07:30 -1000"),
        ("07:30", "Pacific/Apia", "2011-12-30", None),
        ("07:30", "Pacific/Apia", "2011-12-31", "2011-12-31 07:30 +1400"),
    ],
)  # fmt: skip
def test_a_date_is_due_at_its_time(at: str, zone: str, day: str, due: str | None) -> None:
    assert _due(_rule(at, zone), day) == due
    assert due_at(date.fromisoformat(day), _rule(at, zone)) == due_by_the_minute(
        date.fromisoformat(day), _rule(at, zone)
    )


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-03-07", "2026-03-06 07:30 -0800"),
        ("2026-03-08", "2026-03-07 07:30 -0800"),  # the wall clock shows 07:30 twice on that date
        ("2026-03-09", "2026-03-09 07:30 -0700"),
        ("2026-10-31", "2026-10-31 07:30 -0700"),
        ("2026-11-01", "2026-11-01 06:30 -0800"),  # and never on this one
        ("2026-11-02", "2026-11-01 07:30 -0800"),
    ],
)
def test_seouls_dates_at_half_past_seven_in_los_angeles(day: str, due: str) -> None:
    assert _due(_rule("07:30", "America/Los_Angeles", SEOUL), day) == due


def test_a_home_that_sets_its_clocks_never_makes_two_dates_due_at_once() -> None:
    rule = _rule("16:30", SEOUL, "America/Los_Angeles")

    assert [_due(rule, f"2026-03-0{day}") for day in (7, 8, 9)] == [
        "2026-03-08 16:30 +0900",
        "2026-03-09 15:59 +0900",  # the last minute of the eighth in Los Angeles
        "2026-03-09 16:30 +0900",
    ]


def _assert_each_date_once(rule: Rule) -> None:
    dues = [due_at(FIRST + timedelta(days=day), rule) for day in range(DAYS)]

    instants = [instant for instant in dues if instant is not None]
    assert len(instants) == DAYS  # no zone skips a date in these years
    assert all(one < following for one, following in pairwise(instants))
    followed = [next_due(rule, instants[0] - timedelta(seconds=1), None)]
    while len(followed) < DAYS:
        followed.append(next_due(rule, followed[-1].due_at, followed[-1].content_date))
    assert [due.due_at for due in followed] == instants


def _times(zone: str) -> list[time]:
    """A morning, a midnight, and one in the middle of each change of that zone, on its old clock."""
    shown = {(change.astimezone(ZoneInfo(zone)) + timedelta(minutes=30)).time() for change in _changes(zone)}
    return [time(7, 30), time(0, 0), *sorted(shown)[:4]]


@YEARS
@pytest.mark.parametrize("own", [True, False], ids=["own", "home"])
def test_every_date_of_three_years_is_due_once(zone: str, own: bool) -> None:
    for at in _times(zone):
        _assert_each_date_once(Rule(at, ZoneInfo(zone), ZoneInfo(zone if own else SEOUL)))


@pytest.mark.full
@pytest.mark.parametrize("own", [True, False], ids=["own", "home"])
@pytest.mark.parametrize("zone", ALL)
def test_every_date_of_three_years_is_due_once_in_every_zone(zone: str, own: bool) -> None:
    test_every_date_of_three_years_is_due_once(zone, own)


@st.composite
def _rules_near_a_change(draw: st.DrawFn) -> tuple[Rule, date]:
    """A rule, and a date near a change of one of its two zones."""
    zone = draw(st.sampled_from(CHANGING))
    other = draw(st.one_of(st.just(zone), st.just(SEOUL), ZONES))
    zones = (zone, other) if draw(st.booleans()) else (other, zone)
    change = draw(st.sampled_from(_changes(zone)))
    at = draw(
        st.one_of(TIMES, st.just((change + timedelta(minutes=30)).astimezone(ZoneInfo(zones[0])).time()))
    )
    day = change.date() + timedelta(days=draw(st.integers(-1, 1)))
    return Rule(at, ZoneInfo(zones[0]), ZoneInfo(zones[1])), day


@given(_rules_near_a_change())
def test_near_a_change_the_minutes_say_the_same(case: tuple[Rule, date]) -> None:
    rule, day = case
    assert due_at(day, rule) == due_by_the_minute(day, rule)


@given(_rules_near_a_change())
def test_near_a_change_one_date_follows_another(case: tuple[Rule, date]) -> None:
    rule, day = case
    dues = [due_at(day + timedelta(days=days), rule) for days in range(-3, 4)]
    assert all(one is not None and other is not None and one < other for one, other in pairwise(dues))


@given(ZONES, ZONES, TIMES, st.dates(date(1975, 1, 1), date(2036, 12, 31)))
def test_any_day_of_sixty_years_the_minutes_say_the_same(
    zone: str, calendar: str, at: time, day: date
) -> None:
    rule = Rule(at, ZoneInfo(zone), ZoneInfo(calendar))
    assert due_at(day, rule) == due_by_the_minute(day, rule)


CHANGED = st.lists(
    st.tuples(
        MOMENTS, st.none() | st.builds(lambda at, zone, own: _rule(f"{at}", zone, None if own else SEOUL),
                                       TIMES, ZONES, st.booleans())
    ),
    min_size=1, max_size=5, unique_by=lambda change: change[0],
)  # fmt: skip


def _posted(changes: list[tuple[datetime, Rule | None]], end: datetime) -> list[Due]:
    """What is posted by a bot that waits for the next date and hears of each change; None turns it off."""
    posted: list[Due] = []
    for (since, rule), (until, _) in pairwise([*changes, (end, None)]):
        if rule is None:
            continue
        due = next_due(rule, since, posted[-1].content_date if posted else None)
        while due.due_at <= until:
            posted.append(due)
            due = next_due(rule, due.due_at, due.content_date)
    return posted


@given(CHANGED, st.integers(1, 40))
def test_a_changed_rule_repeats_no_date_and_skips_none_to_come(
    changes: list[tuple[datetime, Rule | None]], days: int
) -> None:
    changes = sorted(changes, key=lambda change: change[0])
    changes = [
        (changes[0][0] + (when - changes[0][0]) / 30, rule) for when, rule in changes
    ]  # weeks, not years
    end = changes[-1][0] + timedelta(days=days)

    posted = _posted(changes, end)

    assert all(one.content_date < other.content_date for one, other in pairwise(posted))
    assert all(one.due_at < other.due_at for one, other in pairwise(posted))
    expected: list[tuple[date, datetime]] = []
    for (since, rule), (until, _) in pairwise([*changes, (end, None)]):
        if rule is not None:
            first = since.date() - timedelta(days=3)
            for days_on in range((until - since).days + 7):
                day = first + timedelta(days=days_on)
                due = due_at(day, rule)
                is_new = not expected or day > expected[-1][0]
                if due is not None and since < due <= until and is_new:
                    expected.append((day, due))
    assert [(due.content_date, due.due_at) for due in posted] == expected


NOON = datetime(2026, 6, 12, 3, tzinfo=UTC)  # in Seoul


def test_turned_on_before_its_time_it_starts_today_and_after_it_tomorrow() -> None:
    assert next_due(_rule("12:01", SEOUL), NOON, None).content_date == date(2026, 6, 12)
    assert next_due(_rule("12:00", SEOUL), NOON, None).content_date == date(2026, 6, 13)


def test_a_date_that_is_due_after_its_own_end_is_still_waited_for() -> None:
    rule = _rule("23:30", "America/Nuuk")  # on the 28th the clocks go from 23:00 to 0:00
    past_midnight = datetime(2026, 3, 29, 0, 10, tzinfo=rule.zone)

    assert next_due(rule, past_midnight, None).content_date == date(2026, 3, 28)


def test_a_date_that_was_posted_does_not_come_again_at_a_later_time() -> None:
    assert next_due(_rule("18:00", SEOUL), NOON, date(2026, 6, 12)).content_date == date(2026, 6, 13)


def test_back_from_the_homes_dates_to_ones_own_no_date_comes_twice() -> None:
    ahead = next_due(_rule("20:00", "America/Los_Angeles"), NOON, date(2026, 6, 12))
    assert ahead == Due(date(2026, 6, 13), datetime(2026, 6, 14, 3, tzinfo=UTC))


def test_the_next_seven_days() -> None:
    assert [due.content_date.day for due in upcoming(_rule("09:00", SEOUL), NOON, 7)] == list(range(13, 20))
    assert upcoming(_rule("18:00", SEOUL), NOON, 1, date(2026, 6, 12))[0].content_date == date(2026, 6, 13)


@pytest.mark.parametrize(
    ("hours_later", "posted", "missed", "following"),
    [
        (-1, None, [], 12),
        (0, 12, [], 13),
        (6, 12, [], 13),  # a long suspend
        (6.01, None, [12], 13),
        (24, 13, [12], 14),
        (72, 15, [12, 13, 14], 16),  # three days down: one post, no flood
        (80, None, [12, 13, 14, 15], 16),
    ],
)
def test_late_within_the_window_is_posted_once_and_later_is_missed(
    hours_later: float, posted: int | None, missed: list[int], following: int
) -> None:
    rule = _rule("12:00", SEOUL)

    settled = settle(
        rule, Due(date(2026, 6, 12), NOON), NOON + timedelta(hours=hours_later), timedelta(hours=6)
    )

    assert (settled.post.content_date.day if settled.post else None) == posted
    assert [due.content_date.day for due in settled.missed] == missed
    assert settled.next.content_date.day == following


@given(ZONES, TIMES, MOMENTS, st.floats(0, 200), st.floats(0, 40))
def test_every_date_that_came_due_is_posted_or_missed(
    zone: str, at: time, since: datetime, hours_down: float, window: float
) -> None:
    rule, now = Rule(at, ZoneInfo(zone), ZoneInfo(SEOUL)), since + timedelta(hours=hours_down)

    settled = settle(rule, next_due(rule, since, None), now, timedelta(hours=window))

    told = [*settled.missed, *([settled.post] if settled.post else []), settled.next]
    assert told == list(upcoming(rule, since, len(told)))
    assert settled.next.due_at > now


@pytest.mark.parametrize("at", [time(7, 30, 1), time(7, 30, tzinfo=UTC)])
def test_a_time_is_of_whole_minutes_on_a_wall_clock(at: time) -> None:
    with pytest.raises(ValueError, match="whole minutes"):
        Rule(at, ZoneInfo(SEOUL), ZoneInfo(SEOUL))
