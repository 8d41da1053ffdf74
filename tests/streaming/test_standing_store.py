"""What is worked out in SQL equals what the rules make of the same ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.database.interface import Reader, Transaction
from bot.database.sqlite import SqliteDatabase
from bot.streaming import log_store, standing_store, store
from bot.streaming.log_store import Settlement
from bot.streaming.logs import MAY_BECOME, Log, State, settled
from bot.streaming.offsets import number, numbered, offsets
from bot.streaming.standing_store import EVER, Calendar
from bot.streaming.standings import Period
from tests.streaming import oracle
from tests.streaming.ledger import BEGIN, GOAL, GUILD, LOGS, ZONES, asked, begin

MOMENTS = st.integers(0, 45 * 24).map(lambda hours: BEGIN + timedelta(hours=hours))
EVERY_ZONE = ("Asia/Seoul", "America/New_York", "Pacific/Apia", "Asia/Beirut", "Australia/Lord_Howe", "UTC")


@given(st.sampled_from(EVERY_ZONE).map(ZoneInfo), st.integers(0, 4 * 365 * 24 * 60))
def test_offsets_are_the_zones(zone: ZoneInfo, minutes: int) -> None:
    at = BEGIN + timedelta(minutes=minutes)
    known = offsets(zone, BEGIN.date(), date(2030, 3, 1))
    ahead = next(one.ahead for one in known if one.until is None or at < one.until)

    assert ahead == at.astimezone(zone).utcoffset()
    assert numbered(number(at.date())) == at.date()


@settings(max_examples=40)
@given(LOGS, ZONES, MOMENTS, st.sampled_from(Period))
def test_a_leaderboard_is_what_the_rules_make_of_the_ledger(
    logs: list[Log], zone: ZoneInfo, now: datetime, period: Period
) -> None:
    logs = [log for log in logs if log.logged_at <= now]
    calendar = Calendar(zone, BEGIN, now)

    async def ask(on: Reader) -> tuple[list[standing_store.Standing], dict[int, int | None]]:
        board = await standing_store.leaderboard(on, GOAL, period, calendar)
        own = {one: await standing_store.standing_of(on, GOAL, period, calendar, one) for one in range(1, 7)}
        return board, {one: standing.rank if standing else None for one, standing in own.items()}

    board, own = asked(logs, ask)
    expected = oracle.leaderboard(logs, period, now.astimezone(zone).date(), zone)
    assert [(one.rank, one.user_id, one.amount) for one in board] == [
        (place.rank, place.user_id, place.amount) for place in expected
    ]
    assert {one: rank for one, rank in own.items() if rank} == {one.user_id: one.rank for one in expected}


@settings(max_examples=40)
@given(LOGS, ZONES, MOMENTS)
def test_days_members_and_sums_are_what_the_rules_make_of_the_ledger(
    logs: list[Log], zone: ZoneInfo, now: datetime
) -> None:
    logs = [log for log in logs if log.logged_at <= now]
    calendar = Calendar(zone, BEGIN, now)

    async def ask(on: Reader) -> None:
        assert await standing_store.by_day(on, GOAL, calendar) == oracle.by_day(logs, zone)
        active = oracle.active_members(logs, calendar.today, zone)
        assert await standing_store.active_members(on, GOAL, calendar) == active
        assert await store.logged(on, GOAL.id) == oracle.total(logs)
        for one in range(1, 7):
            days = oracle.days_of(logs, one, zone)
            assert await standing_store.days_of(on, GUILD, one, calendar, EVER) == days
            first = calendar.today - timedelta(days=9)
            assert await standing_store.days_of(on, GUILD, one, calendar, first) == {
                day for day in days if day >= first
            }
            for ago in range(9):
                new = Log(0, GOAL.id, one, 1, calendar.now, ago)
                lately = await standing_store.lately(on, GOAL, new, calendar, first)
                assert lately is not None
                assert lately.goal == GOAL
                assert lately.done == {day for day in days if day >= first}
                day = calendar.today - timedelta(days=ago)
                assert lately.amount == oracle.logged_for(logs, one, day, zone)
            own = _days(logs, one, zone, {calendar.today})
            latest = await standing_store.own_days(on, GOAL, one, calendar.today, calendar)
            assert latest == [own[day] for day in sorted(own, reverse=True)[:15]]
        anybody = [
            amount for one in range(1, 7) for amount in _days(logs, one, zone, {calendar.today}).values()
        ]
        known = await standing_store.anybodys_days(on, GOAL, calendar.today, calendar)
        assert sorted(known) == sorted(anybody)

    asked(logs, ask)


def _days(logs: list[Log], user_id: int, zone: ZoneInfo, without: AbstractSet[date]) -> dict[date, int]:
    days: Counter[date] = Counter()
    for log in logs:
        if log.user_id == user_id and log.state is State.COUNTED and log.day(zone) not in without:
            days[log.day(zone)] += log.amount
    return days


def test_who_stays_out_takes_nobodys_rank_and_still_sees_their_own() -> None:
    logs = [Log(one, 1, one, 10 * one, BEGIN) for one in (1, 2, 3)]
    apart = replace(GOAL, organiser_id=3, plan=replace(GOAL.plan, organiser_listed=False))
    calendar = Calendar(ZoneInfo("UTC"), BEGIN, BEGIN)

    async def ask(on: Reader) -> None:
        board = await standing_store.leaderboard(on, apart, Period.ALL, calendar)
        assert [(one.rank, one.user_id) for one in board] == [(1, 2), (2, 1)]
        own = await standing_store.standing_of(on, apart, Period.ALL, calendar, 3)
        assert own is not None
        assert (own.rank, own.amount) == (1, 30)

    asked(logs, ask, apart)


async def test_who_opted_out_is_on_no_leaderboard_until_they_come_back(tmp_path: Path) -> None:
    calendar = Calendar(ZoneInfo("UTC"), BEGIN, BEGIN)

    async def listed(on: Reader) -> list[int]:
        return [one.user_id for one in await standing_store.leaderboard(on, GOAL, Period.ALL, calendar)]

    async with SqliteDatabase(tmp_path / "logs.sqlite3") as database:
        await begin(database, [Log(one, 1, one, 10 * one, BEGIN) for one in (1, 2)])
        await database.write(lambda tx: standing_store.unlist(tx, GUILD, 2, BEGIN))
        assert await database.read(listed) == [1]
        await database.write(lambda tx: standing_store.list_again(tx, GUILD, 2))
        assert await database.read(listed) == [2, 1]


@settings(max_examples=40)
@given(LOGS.filter(len), st.lists(st.tuples(st.integers(0, 39), st.sampled_from(State)), max_size=40))
def test_the_sum_follows_whatever_becomes_of_logs(logs: list[Log], turns: list[tuple[int, State]]) -> None:
    kept = {log.id: log for log in logs}

    async def turn(tx: Transaction) -> None:
        for log_id, state in turns:
            log = kept[log_id % len(kept) + 1]
            if state in MAY_BECOME[log.state]:
                after = settled(log, state)
                assert await log_store.settle(tx, log, after, Settlement(9, BEGIN))
                assert not await log_store.settle(tx, log, after, Settlement(9, BEGIN))
                kept[log.id] = after
        assert await store.logged(tx, GOAL.id) == oracle.total(kept.values())

    asked(logs, turn)


def test_an_interaction_counts_once() -> None:
    log = Log(1, 1, 5, 40, BEGIN)

    async def twice(tx: Transaction) -> None:
        assert not await log_store.add(tx, log, None)
        assert await store.logged(tx, GOAL.id) == 40

    asked([log], twice)
