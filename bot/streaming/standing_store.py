"""Who did how much, in SQL: leaderboards, days, names.

A log's day is worked out by the server's zone, as a table of its offsets: so it follows a change of zone, and
nothing has to be counted anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.database.interface import Reader, Row, Transaction, to_millis
from bot.streaming.goals import Goal
from bot.streaming.logs import ANY_DAYS, DAYS_BACK, OWN_DAYS, Log
from bot.streaming.offsets import Offset, number, numbered, offsets
from bot.streaming.standings import ACTIVE_DAYS, Period
from bot.streaming.store import goal_of

NOBODY = 0
_DAY, _MILLISECOND = timedelta(days=1), timedelta(milliseconds=1)
_OWN_DAYS_SEEN, _LOGS_SEEN = 3 * OWN_DAYS, 20 * ANY_DAYS
EVER, _LAST = date(1970, 1, 2), date(9999, 1, 1)
"""Days before and after all others."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a leaderboard."""

    rank: int
    user_id: int
    amount: int
    name: str | None
    """What they were called last; None once that is forgotten."""


class Lately(NamedTuple):
    """What a member did lately, beside the log that asks, and the goal as it is now."""

    goal: Goal
    done: frozenset[date]
    """The days on which something counts, for any goal of the server; with the log, if it was kept before."""
    amount: int
    """For the log's goal and day, what waits included; without the log."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A server's days, while a goal runs."""

    zone: ZoneInfo
    begun_at: datetime
    now: datetime
    today: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "today", self.now.astimezone(self.zone).date())

    def sql(self, text: str) -> str:
        """A statement about `goal_logs`, with what stands for a row's day.

        `{day}` is its number since 1970 began; `{within}`, whether it is one of those given to `bounds`.
        """
        return _about_days(text, offsets(self.zone, self.begun_at.date(), self.now.date()))

    def bounds(self, days: tuple[date, date] | None) -> dict[str, int]:
        """The values that `{within}` needs: a first and a last day; None: all."""
        first, last = days if days is not None else (EVER, _LAST)
        around = _DAY // _MILLISECOND
        return {
            "first": number(first),
            "last": number(last),
            "since": (number(first) - 1) * around,
            "until": (number(last) + DAYS_BACK + 2) * around,
        }


@lru_cache(maxsize=1024)
def _about_days(text: str, known: tuple[Offset, ...]) -> str:
    """A statement with what stands for a row's day written out."""
    *changes, last = known
    ahead = str(last.ahead // _MILLISECOND)
    if changes:
        cases = " ".join(
            f"WHEN logged_at < {to_millis(one.until)} THEN {one.ahead // _MILLISECOND}"
            for one in changes
            if one.until is not None
        )
        ahead = f"CASE {cases} ELSE {ahead} END"
    day = f"((logged_at + {ahead}) / {_DAY // _MILLISECOND} - days_back)"
    return text.replace("{within}", _WITHIN).replace("{day}", day)


_WITHIN = "logged_at >= :since AND logged_at < :until AND {day} BETWEEN :first AND :last"


async def leaderboard(
    on: Reader, goal: Goal, period: Period, calendar: Calendar, most: int | None = None
) -> list[Standing]:
    """Who did something for a goal in the period that runs now, most first; without who is left out."""
    rows = await on.fetch_all(
        calendar.sql(_BOARD) + "ORDER BY b.rank, b.user_id LIMIT :most",
        most=most if most is not None else 1 << 31,
        **_of(goal, period, calendar, NOBODY),
    )
    return [_standing(row) for row in rows]


async def standing_of(
    on: Reader, goal: Goal, period: Period, calendar: Calendar, user_id: int
) -> Standing | None:
    """Where a member stands, also when they are left out; None when they did nothing."""
    row = await on.fetch_one(
        calendar.sql(_BOARD) + "WHERE b.user_id = :own_id", **_of(goal, period, calendar, user_id)
    )
    return None if row is None else _standing(row)


async def by_day(on: Reader, goal: Goal, calendar: Calendar) -> Mapping[date, int]:
    """What all members have done for each day with any."""
    rows = await on.fetch_all(
        calendar.sql(
            "SELECT {day} AS day, SUM(amount) AS amount FROM goal_logs "
            "WHERE goal_id = :goal_id AND state = 'counted' GROUP BY 1"
        ),
        goal_id=goal.id,
    )
    return {numbered(row["day"]): row["amount"] for row in rows}


async def active_members(on: Reader, goal: Goal, calendar: Calendar) -> int:
    """How many logged something lately."""
    lately = calendar.bounds((calendar.today - (ACTIVE_DAYS - 1) * _DAY, _LAST))
    row = await on.fetch_one(
        calendar.sql(
            "SELECT COUNT(DISTINCT user_id) AS members FROM goal_logs WHERE goal_id = :goal_id "
            "AND state = 'counted' AND {within}"
        ),
        goal_id=goal.id,
        **lately,
    )
    return row["members"] if row is not None else 0


async def days_of(
    on: Reader, guild_id: int, user_id: int, calendar: Calendar, first: date
) -> frozenset[date]:
    """The days from `first` on that a member did something for any goal of a server, for streaks."""
    rows = await on.fetch_all(
        calendar.sql(
            "SELECT DISTINCT {day} AS day FROM goal_logs WHERE user_id = :user_id "
            "AND state = 'counted' AND goal_id IN (SELECT goal_id FROM goals WHERE guild_id = :guild_id) "
            "AND {within}"
        ),
        user_id=user_id,
        guild_id=guild_id,
        **calendar.bounds((first, _LAST)),
    )
    return frozenset(numbered(row["day"]) for row in rows)


async def lately(on: Reader, goal: Goal, log: Log, calendar: Calendar, first: date) -> Lately | None:
    """All that a log hangs on; `first` is 62 days ago at most. None where its goal is not there any more.

    In one row: each statement, and each row of it, would wait for the thread's turn by itself.
    """
    row = await on.fetch_one(
        calendar.sql(
            "SELECT goals.*, lately.done, lately.amount FROM goals CROSS JOIN ("
            "SELECT COALESCE(SUM(done << (day - :first)), 0) AS done, COALESCE(SUM(amount), 0) AS amount "
            "FROM (SELECT {day} AS day, "
            "CAST(MAX(CASE WHEN state = 'counted' THEN 1 ELSE 0 END) AS BIGINT) AS done, "
            "SUM(CASE WHEN goal_id = :goal_id AND log_id <> :log_id AND {day} = :day THEN amount ELSE 0 END) "
            "AS amount FROM goal_logs WHERE user_id = :user_id AND state IN ('counted', 'held') "
            # not IN: a server's goals would be gathered each time, and looked through one by one
            "AND (SELECT guild_id FROM goals WHERE goals.goal_id = goal_logs.goal_id) = :guild_id "
            "AND {within} GROUP BY 1) AS days) AS lately WHERE goals.goal_id = :goal_id"
        ),
        user_id=log.user_id,
        goal_id=goal.id,
        log_id=log.id,
        day=number(log.day(calendar.zone)),
        guild_id=goal.guild_id,
        **calendar.bounds((first, calendar.today)),
    )
    if row is None:
        return None
    done = row["done"]
    return Lately(
        goal_of(row),
        frozenset(first + day * _DAY for day in range(done.bit_length()) if done >> day & 1),
        row["amount"],
    )


async def own_days(on: Reader, goal: Goal, user_id: int, without: date, calendar: Calendar) -> list[int]:
    """What a member's latest days brought that counts, another day left out."""
    rows = await on.fetch_all(
        calendar.sql(
            "SELECT {day} AS day, SUM(amount) AS amount FROM goal_logs WHERE user_id = :user_id "
            "AND goal_id = :goal_id AND state = 'counted' GROUP BY 1 "
            "HAVING {day} <> :without ORDER BY 1 DESC LIMIT :most"
        ),
        user_id=user_id,
        goal_id=goal.id,
        without=number(without),
        most=_OWN_DAYS_SEEN,
    )
    return [row["amount"] for row in rows]


async def anybodys_days(on: Reader, goal: Goal, without: date, calendar: Calendar) -> list[int]:
    """What days of members brought, out of the goal's latest logs that count; a day left out."""
    rows = await on.fetch_all(
        calendar.sql(
            "SELECT SUM(amount) AS amount FROM (SELECT user_id, amount, {day} AS day FROM goal_logs "
            "WHERE goal_id = :goal_id AND state = 'counted' ORDER BY logged_at DESC LIMIT :most) AS lately "
            "WHERE user_id IS NOT NULL AND day <> :without GROUP BY user_id, day"
        ),
        goal_id=goal.id,
        without=number(without),
        most=_LOGS_SEEN,
    )
    return [row["amount"] for row in rows]


def put_name(tx: Transaction, guild_id: int, user_id: int, name: str, at: datetime) -> None:
    """Remember what somebody is called in a server."""
    tx.later(
        "INSERT INTO goal_members (guild_id, user_id, name, seen_at) "
        "VALUES (:guild_id, :user_id, :name, :at) "
        "ON CONFLICT (guild_id, user_id) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at",
        guild_id=guild_id,
        user_id=user_id,
        name=name,
        at=to_millis(at),
    )


async def names(on: Reader, guild_id: int) -> dict[int, str]:
    """What everybody was called last in a server, by id."""
    rows = await on.fetch_all(
        "SELECT user_id, name FROM goal_members WHERE guild_id = :guild_id", guild_id=guild_id
    )
    return {row["user_id"]: row["name"] for row in rows}


async def is_listed(on: Reader, guild_id: int, user_id: int) -> bool:
    """Whether somebody may be on the leaderboards."""
    row = await on.fetch_one(
        "SELECT 1 FROM goal_unlisted WHERE guild_id = :guild_id AND user_id = :user_id",
        guild_id=guild_id,
        user_id=user_id,
    )
    return row is None


async def list_again(tx: Transaction, guild_id: int, user_id: int) -> None:
    await tx.execute(
        "DELETE FROM goal_unlisted WHERE guild_id = :guild_id AND user_id = :user_id",
        guild_id=guild_id,
        user_id=user_id,
    )


async def unlist(tx: Transaction, guild_id: int, user_id: int, at: datetime) -> None:
    await tx.execute(
        "INSERT INTO goal_unlisted (guild_id, user_id, unlisted_at) VALUES (:guild_id, :user_id, :at) "
        "ON CONFLICT (guild_id, user_id) DO NOTHING",
        guild_id=guild_id,
        user_id=user_id,
        at=to_millis(at),
    )


_BOARD = (
    "WITH totals AS (SELECT user_id, SUM(amount) AS amount FROM goal_logs "
    "WHERE goal_id = :goal_id AND state = 'counted' AND user_id IS NOT NULL AND {within} GROUP BY user_id), "
    "board AS (SELECT t.*, RANK() OVER (ORDER BY t.amount DESC) AS rank FROM totals AS t "
    "WHERE t.user_id = :own_id OR (t.user_id <> :organiser_id AND NOT EXISTS "
    "(SELECT 1 FROM goal_unlisted AS u WHERE u.guild_id = :guild_id AND u.user_id = t.user_id))) "
    "SELECT b.*, m.name FROM board AS b LEFT JOIN goal_members AS m "
    "ON m.guild_id = :guild_id AND m.user_id = b.user_id "
)


def _of(goal: Goal, period: Period, calendar: Calendar, own_id: int) -> dict[str, int]:
    left_out = goal.organiser_id if not goal.plan.organiser_listed else None
    return {
        "goal_id": goal.id,
        "guild_id": goal.guild_id,
        "own_id": own_id,
        "organiser_id": left_out or NOBODY,
        **calendar.bounds(period.days(calendar.today)),
    }


def _standing(row: Row) -> Standing:
    return Standing(row["rank"], row["user_id"], row["amount"], row["name"])
