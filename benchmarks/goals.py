"""Goals with a million logs behind: logging against the bare bot's pong and at a fixed rate; looking at one.

Two thousand members log in turn, for an official goal and for one of their own, each log a durable insert.
After the bot was killed, every log that was acknowledged is looked up in the database, and every goal's sum
is counted anew.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import aiosqlite
from pydantic import SecretStr

from benchmarks.contest import BARE, OURS, side
from benchmarks.figures import Figure, at_least, at_most, reported, within
from benchmarks.interactions import PING, STRING, Step
from benchmarks.ledgers import DAYS, LOGS, OFFICIAL, write_ledgers
from bot.app import build
from bot.clock import SystemClock
from bot.config import Config
from bot.database.interface import to_millis
from bot.streaming.goals import Goal, Kind
from bot.streaming.overview import TOP, View
from bot.streaming.standings import ACTIVE_DAYS

ROUNDS, SECONDS, PEOPLE = 5, 1.5, 50
MEMBERS, AMOUNT = 2000, 7
PER_SECOND, ARRIVALS = 300, 3000
LOOKS = 25

Row = tuple[Any, ...]
_DAY = timedelta(days=1)


async def measure(folder: Path) -> list[Figure]:
    """All figures of goals."""
    async with side(folder / "ours", OURS) as ours, side(folder / "bare", BARE) as bare:
        members = await ours.discord.do("add_members", guild=ours.guild, count=MEMBERS)
        file = ours.folder / "state" / "borahae.sqlite3"
        goals = await write_ledgers(file, ours.guild, members)
        logs = [_log(goals[0]), _log(goals[-1])]
        acknowledged: list[int] = []
        pairs = []
        async with ours.running(), bare.running():
            for turn in range(-1, ROUNDS):
                mine = await ours.load(logs, people=PEOPLE, seconds=SECONDS, users=members)
                other = await bare.load([PING], people=PEOPLE, seconds=SECONDS)
                acknowledged += mine.interactions
                if turn >= 0:  # the first is to warm up
                    pairs.append((mine.per_second, other.per_second))
            arrived = await ours.discord.load(
                "arrive",
                commands=[one["data"] for one in logs],
                channel=ours.channel,
                users=members,
                per_second=PER_SECOND,
                count=ARRIVALS,
            )
    acknowledged += [one["interaction"] for one in arrived if one["milliseconds"] is not None]
    unanswered = [one["interaction"] for one in arrived if one["milliseconds"] is None]
    return [
        at_least(f"/goal log, {LOGS:,} logs behind", "/s", pairs, 0.4),
        *_of_arrivals(arrived),
        *_kept(file, acknowledged, unanswered),
        *await _looks(file, goals),
    ]


def _log(goal: Goal) -> Step:
    given = {"goal": str(goal.id), "amount": str(AMOUNT)}
    options = [{"name": name, "type": STRING, "value": value} for name, value in given.items()]
    log = {"name": "log", "type": 1, "options": options}
    return {"kind": "slash", "data": {"id": "1", "name": "goal", "type": 1, "options": [log]}}


def _of_arrivals(arrived: Sequence[dict[str, Any]]) -> list[Figure]:
    waits = sorted(one["milliseconds"] for one in arrived if one["milliseconds"] is not None)
    late = sorted(one["late"] for one in arrived)
    name = f"/goal log, {PER_SECOND} a second, open loop"
    return [
        within(f"{name}: p99", "ms", _p99(waits), 1000, waits[len(waits) // 2]),
        within(f"{name}: not acknowledged", "", len(arrived) - len(waits), 0, len(arrived)),
        reported(f"{name}: sent late, p99", "ms", _p99(late), late[len(late) // 2]),
    ]


def _p99(ordered: Sequence[float]) -> float:
    return ordered[int(len(ordered) * 0.99)]


def _kept(file: Path, acknowledged: Sequence[int], unanswered: Sequence[int]) -> list[Figure]:
    """What became of the logs, read by SQLite alone after the bot was killed."""
    with closing(sqlite3.connect(file)) as raw:
        kept = raw.execute("SELECT log_id, amount, state FROM goal_logs WHERE log_id > ?", (LOGS,)).fetchall()
        sums = raw.execute("SELECT goal_id, logged FROM goals").fetchall()
        counted = raw.execute(
            "SELECT goal_id, SUM(amount) FROM goal_logs WHERE state = 'counted' GROUP BY goal_id"
        ).fetchall()
    wrong = set(acknowledged) - {
        log_id for log_id, amount, state in kept if (amount, state) == (AMOUNT, "counted")
    }
    made = {*acknowledged, *unanswered}
    more = sum(log_id not in made for log_id, _, _ in kept) + len(acknowledged) - len(set(acknowledged))
    return [
        within("logs acknowledged but not kept as they were", "", len(wrong), 0, len(acknowledged)),
        within("logs kept twice, or that nobody made", "", more, 0, None),
        within("goals whose sum is not that of their logs", "", len(set(sums) ^ set(counted)), 0, len(sums)),
    ]


async def _looks(file: Path, goals: Sequence[Goal]) -> list[Figure]:
    """What `/goal show` is made of, beside aiosqlite alone asking for as much."""
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
            f"how a community goal stands, {LOGS // len(goals):,} logs, to its SQL alone", "ms", community, 3
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
