"""Goals with many logs behind: logging against the bare bot's pong and at rising rates; looking at one.

Two thousand members log in turn, for an official goal and for one of their own, each log a durable insert.
After the bot was killed, every log that was acknowledged is looked up in the database, and every goal's sum
is counted anew.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import aiosqlite
from pydantic import SecretStr

from benchmarks import open_loop
from benchmarks.contest import BARE, OURS, Load, Side, side
from benchmarks.figures import Figure, at_least, at_most, reported, within
from benchmarks.knee import TIME_TO_ANSWER
from benchmarks.knee import Step as Taken
from benchmarks.lengths import Lengths
from benchmarks.made_up.ledgers import DAYS, OFFICIAL, write_ledgers
from benchmarks.steps import PING, Step, log
from bot.app import build
from bot.clock import SystemClock
from bot.config import Config
from bot.database.interface import to_millis
from bot.streaming.goals import Goal, Kind
from bot.streaming.overview import TOP, View
from bot.streaming.standings import ACTIVE_DAYS

PEOPLE = 50
MEMBERS, AMOUNT = 2000, 2
"""So little that no day comes to half of what one may hold, beyond which the unusual waits for moderators."""
BUSY = 300
"""Logs a second that are to be borne, p99 within a second."""
LOOKS = 25

Row = tuple[Any, ...]
_DAY = timedelta(days=1)


async def measure(folder: Path, lengths: Lengths) -> list[Figure]:
    """All figures of goals."""
    *smaller, most = lengths.logs
    figures = []
    for behind in smaller:
        async with _ledgers(folder / str(behind), behind) as at, at.ours.running(), at.bare.running():
            figures.append(await _one_by_one(at, lengths))
    async with _ledgers(folder / str(most), most) as at:
        async with at.ours.running(), at.bare.running():
            figures.append(await _one_by_one(at, lengths))
            figures += await _logged(at, lengths)
        figures += _kept(at)
        figures += await _looks(at)
    return figures


@dataclass(slots=True)
class _Ledgers:
    """Both bots, ours with ledgers behind it, and what was made of them since."""

    ours: Side
    bare: Side
    behind: int
    """Logs that were there."""
    goals: list[Goal]
    members: list[int]
    acknowledged: list[int] = field(default_factory=list)
    """Ids of interactions."""
    unanswered: list[int] = field(default_factory=list)

    @property
    def file(self) -> Path:
        return self.ours.folder / "state" / "borahae.sqlite3"

    @property
    def logs(self) -> list[Step]:
        return [log(goal.id, AMOUNT) for goal in (self.goals[0], self.goals[-1])]

    async def log(self, people: int, seconds: float) -> Load:
        """Logs in a closed loop."""
        done = await self.ours.load(self.logs, people=people, seconds=seconds, users=self.members)
        self.acknowledged += done.interactions
        return done


@asynccontextmanager
async def _ledgers(folder: Path, behind: int) -> AsyncIterator[_Ledgers]:
    async with side(folder / "ours", OURS) as ours, side(folder / "bare", BARE) as bare:
        members = await ours.discord.do("add_members", guild=ours.guild, count=MEMBERS)
        file = ours.folder / "state" / "borahae.sqlite3"
        yield _Ledgers(ours, bare, behind, await write_ledgers(file, ours.guild, members, behind), members)


async def _one_by_one(at: _Ledgers, lengths: Lengths) -> Figure:
    """What a log takes when nobody else is about."""
    await at.log(people=PEOPLE, seconds=lengths.seconds)  # to warm up
    mine = await at.log(people=1, seconds=lengths.seconds)
    other = await at.bare.load([PING], people=1, seconds=lengths.seconds)
    name = f"a log with {at.behind:,} behind, one at a time, median"
    return reported(name, "ms", mine.median_ms, other.median_ms).on("log by logs behind", at.behind)


async def _logged(at: _Ledgers, lengths: Lengths) -> list[Figure]:
    """Logs in a closed loop, in turn with pings to the bare bot; then at rising rates."""
    pairs = []
    for _ in range(lengths.rounds):
        mine = await at.log(people=PEOPLE, seconds=lengths.seconds)
        other = await at.bare.load([PING], people=PEOPLE, seconds=lengths.seconds)
        pairs.append((mine.per_second, other.per_second))
    logs = open_loop.arriving(at.ours, open_loop.Crowd(at.logs, at.ours.channel, at.members), lengths)
    pongs = open_loop.pongs(at.bare, lengths)
    await open_loop.climb((logs, pongs), lengths)
    at.acknowledged += [one["interaction"] for one in logs.answered]
    at.unanswered += [one["interaction"] for one in logs.arrived if one["milliseconds"] is None]
    return [
        at_least(f"/goal log, {at.behind:,} logs behind", "/s", pairs, 0.5),
        *_while_busy(logs.climb.at(BUSY)),
        *open_loop.figures("logs", logs.climb, pongs.climb),
    ]


def _while_busy(step: Taken | None) -> list[Figure]:
    """The bars at a rate; a climb that did not come so far misses them."""
    name = f"/goal log, {BUSY} a second, open loop"
    took, left = (step.p99, step.unanswered) if step else (TIME_TO_ANSWER, BUSY)
    return [
        within(f"{name}: p99", "ms", took, 1000, step.median if step else None),
        within(f"{name}: not acknowledged", "", left, 0, step.arrivals if step else None),
    ]


def _kept(at: _Ledgers) -> list[Figure]:
    """What became of the logs, read by SQLite alone after the bot was killed."""
    acknowledged = at.acknowledged
    with closing(sqlite3.connect(at.file)) as raw:
        kept = raw.execute(
            "SELECT log_id, amount, state FROM goal_logs WHERE log_id > ?", (at.behind,)
        ).fetchall()
        sums = raw.execute("SELECT goal_id, logged FROM goals").fetchall()
        counted = raw.execute(
            "SELECT goal_id, SUM(amount) FROM goal_logs WHERE state = 'counted' GROUP BY goal_id"
        ).fetchall()
    wrong = set(acknowledged) - {
        log_id for log_id, amount, state in kept if (amount, state) == (AMOUNT, "counted")
    }
    made = {*acknowledged, *at.unanswered}
    more = sum(log_id not in made for log_id, _, _ in kept) + len(acknowledged) - len(set(acknowledged))
    return [
        within("logs acknowledged but not kept as they were", "", len(wrong), 0, len(acknowledged)),
        within("logs kept twice, or that nobody made", "", more, 0, None),
        within("goals whose sum is not that of their logs", "", len(set(sums) ^ set(counted)), 0, len(sums)),
    ]


async def _looks(at: _Ledgers) -> list[Figure]:
    """What `/goal show` is made of, beside aiosqlite alone asking for as much."""
    goals, file = at.goals, at.file
    config = Config(discord_token=SecretStr("none"), state_dir=file.parent)
    official: list[tuple[float, float]] = []
    community: list[tuple[float, float]] = []
    async with build(config, SystemClock(), Random(1)) as app, aiosqlite.connect(file) as raw:
        for look in range(-1, LOOKS):
            for goal, pairs in ((goals[look % OFFICIAL], official), (goals[-1], community)):
                begun = time.perf_counter()
                view = await app.goals.overview.view(goal)
                seen_at = time.perf_counter()
                rows = await _asked(raw, goal, view)
                took = (seen_at - begun, time.perf_counter() - seen_at)
                _expect_the_same(view, rows)
                if look >= 0:  # the first is to warm up
                    pairs.append((1000 * took[0], 1000 * took[1]))
    return [
        at_most(f"how an official goal stands, {DAYS:,} readings, to its SQL alone", "ms", official, 3),
        at_most(
            f"how a community goal stands, {at.behind // len(goals):,} logs, to its SQL alone",
            "ms",
            community,
            3,
        ),
    ]


async def _asked(raw: aiosqlite.Connection, goal: Goal, view: View) -> list[list[Row]]:
    """The rows that a view needs: the curve, who was active, what was logged, who did most."""
    today = view.now.astimezone(view.zone)
    ahead = (today.utcoffset() or timedelta()) // timedelta(milliseconds=1)  # the same all these years
    day = f"((logged_at + {ahead}) / 86400000 - days_back)"
    of_goal = "FROM goal_logs WHERE goal_id = :goal AND state = 'counted'"
    curve = (
        "SELECT read_at, total FROM goal_readings AS r WHERE goal_id = :goal AND withdrawn_at IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM goal_readings AS c WHERE c.corrects_id = r.reading_id) "
        "ORDER BY read_at"
    )
    if goal.plan.kind is Kind.COMMUNITY:
        curve = f"SELECT {day}, SUM(amount) {of_goal} GROUP BY 1"
    values = {
        "goal": goal.id,
        "guild": goal.guild_id,
        "first": today.date().toordinal() - date(1970, 1, 1).toordinal() - ACTIVE_DAYS + 1,
        "since": to_millis(view.now - (ACTIVE_DAYS + 1) * _DAY),
        "top": TOP,
    }
    active = f"SELECT COUNT(DISTINCT user_id) {of_goal} AND logged_at >= :since AND {day} >= :first"
    logged = "SELECT logged FROM goals WHERE goal_id = :goal"
    first = f"SELECT user_id, SUM(amount) AS amount {of_goal} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :top"
    named = (
        f"SELECT t.user_id, t.amount, m.name FROM ({first}) AS t LEFT JOIN goal_members AS m "  # noqa: S608
        "ON m.guild_id = :guild AND m.user_id = t.user_id ORDER BY 2 DESC, 1"
    )
    await raw.execute("BEGIN")
    rows: list[list[Row]] = [
        [tuple(row) for row in await raw.execute_fetchall(sql, values)]
        for sql in (curve, active, logged, named)
    ]
    await raw.rollback()
    return rows


def _expect_the_same(view: View, rows: list[list[Row]]) -> None:
    """Make sure that aiosqlite alone was asked for what the view tells."""
    curve: list[Row] = [(to_millis(one.at), one.total) for one in view.readings]
    if view.goal.plan.kind is Kind.COMMUNITY:
        curve = [(sum(amount for _, amount in rows[0]),)]
        rows = [[(view.total,)], *rows[1:]]
    top = [(one.user_id, one.amount, one.name) for one in view.top]
    if rows != [curve, [(view.active,)], [(view.logged,)], top]:
        raise RuntimeError(f"{view.goal.plan.name}: aiosqlite alone sees something else")
