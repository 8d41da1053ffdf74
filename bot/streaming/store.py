"""The tables `goals`, `goal_drafts` and `goal_milestones`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from bot.database.interface import Reader, Row, Transaction, from_millis, to_millis
from bot.streaming.goals import Goal, Kind, Mode, Plan, Unit
from bot.streaming.milestones import Milestones

_COLUMNS = (
    "name",
    "unit",
    "kind",
    "platform",
    "start_total",
    "target_total",
    "deadline_at",
    "milestones",
    "milestone_step",
    "song_millis",
    "mode",
    "organiser_listed",
)
"""Of a plan."""
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """A goal between its preview and its creation."""

    id: int
    guild_id: int
    user_id: int
    plan: Plan


async def add(tx: Transaction, goal: Goal) -> None:
    """Keep a goal that begins.

    Raises:
        Conflict: there is one of that id.
    """
    await tx.execute(
        "INSERT INTO goals (goal_id, guild_id, name, unit, kind, platform, start_total, target_total, "
        "deadline_at, milestones, milestone_step, song_millis, mode, begun_at, created_by_user_id, "
        "organiser_listed) VALUES (:goal_id, :guild_id, :name, :unit, :kind, :platform, :start_total, "
        ":target_total, :deadline_at, :milestones, :milestone_step, :song_millis, :mode, :begun_at, "
        ":organiser_id, :organiser_listed)",
        goal_id=goal.id,
        guild_id=goal.guild_id,
        begun_at=to_millis(goal.begun_at),
        organiser_id=goal.organiser_id,
        **_values(goal.plan),
    )


async def change(tx: Transaction, goal: Goal) -> None:
    """Keep what a goal has become: its plan, and whether it is open."""
    await tx.execute(
        "UPDATE goals SET name = :name, unit = :unit, kind = :kind, platform = :platform, "
        "start_total = :start_total, target_total = :target_total, deadline_at = :deadline_at, "
        "milestones = :milestones, milestone_step = :milestone_step, song_millis = :song_millis, "
        "mode = :mode, organiser_listed = :organiser_listed, closed_at = :closed_at "
        "WHERE goal_id = :goal_id",
        goal_id=goal.id,
        closed_at=_millis(goal.closed_at),
        **_values(goal.plan),
    )


async def get(on: Reader, goal_id: int) -> Goal | None:
    row = await on.fetch_one("SELECT * FROM goals WHERE goal_id = :goal_id", goal_id=goal_id)
    return None if row is None else goal_of(row)


async def of_guild(on: Reader, guild_id: int) -> list[Goal]:
    """A server's goals, the oldest first."""
    rows = await on.fetch_all(
        "SELECT * FROM goals WHERE guild_id = :guild_id ORDER BY begun_at, goal_id", guild_id=guild_id
    )
    return [goal_of(row) for row in rows]


async def all_goals(on: Reader) -> list[Goal]:
    """Every server's goals, the oldest first."""
    return [goal_of(row) for row in await on.fetch_all("SELECT * FROM goals ORDER BY begun_at, goal_id")]


async def logged(on: Reader, goal_id: int) -> int:
    """What of a goal's logs counts, in sum; kept in step with them."""
    row = await on.fetch_one("SELECT logged FROM goals WHERE goal_id = :goal_id", goal_id=goal_id)
    return row["logged"] if row is not None else 0


async def put_draft(tx: Transaction, draft: Draft, now: datetime) -> None:
    """Keep a draft, in place of what it was."""
    await tx.execute(
        "INSERT INTO goal_drafts (draft_id, guild_id, user_id, plan, made_at) "
        "VALUES (:draft_id, :guild_id, :user_id, :plan, :now) "
        "ON CONFLICT (draft_id) DO UPDATE SET plan = excluded.plan",
        draft_id=draft.id,
        guild_id=draft.guild_id,
        user_id=draft.user_id,
        plan=json.dumps(_values(draft.plan), ensure_ascii=False),
        now=to_millis(now),
    )


async def draft(on: Reader, draft_id: int) -> Draft | None:
    row = await on.fetch_one("SELECT * FROM goal_drafts WHERE draft_id = :draft_id", draft_id=draft_id)
    if row is None:
        return None
    return Draft(draft_id, row["guild_id"], row["user_id"], _plan(json.loads(row["plan"])))


async def drop_draft(tx: Transaction, draft_id: int) -> None:
    await tx.execute("DELETE FROM goal_drafts WHERE draft_id = :draft_id", draft_id=draft_id)


async def celebrated(on: Reader, goal_id: int) -> frozenset[int]:
    """The milestones a goal has ever passed."""
    rows = await on.fetch_all("SELECT total FROM goal_milestones WHERE goal_id = :goal_id", goal_id=goal_id)
    return frozenset(row["total"] for row in rows)


async def celebrate(tx: Transaction, goal_id: int, totals: Iterable[int], now: datetime) -> None:
    """Remember milestones as passed."""
    for total in totals:
        tx.later(
            "INSERT INTO goal_milestones (goal_id, total, passed_at) VALUES (:goal_id, :total, :now) "
            "ON CONFLICT (goal_id, total) DO NOTHING",
            goal_id=goal_id,
            total=total,
            now=to_millis(now),
        )


def _values(plan: Plan) -> dict[str, Any]:
    """A plan as columns hold it."""
    song = plan.song_length
    return {
        "name": plan.name,
        "unit": plan.unit.value,
        "kind": plan.kind.value,
        "platform": plan.platform,
        "start_total": plan.start,
        "target_total": plan.target,
        "deadline_at": _millis(plan.deadline),
        "milestones": json.dumps(plan.milestones.named),
        "milestone_step": plan.milestones.step,
        "song_millis": song // _MILLISECOND if song is not None else None,
        "mode": plan.mode.value,
        "organiser_listed": int(plan.organiser_listed),
    }


def _plan(row: Row) -> Plan:
    return _read_plan(*(row[column] for column in _COLUMNS))


@lru_cache(maxsize=1024)  # each log of a goal reads it
def _read_plan(  # noqa: PLR0913, PLR0917  # each a column
    name: str,
    unit: str,
    kind: str,
    platform: str,
    start: int,
    target: int,
    deadline: int | None,
    milestones: str,
    step: int | None,
    song: int | None,
    mode: str,
    organiser_listed: int,
) -> Plan:
    return Plan(
        name=name,
        unit=Unit(unit),
        kind=Kind(kind),
        start=start,
        target=target,
        deadline=_instant(deadline),
        platform=platform,
        milestones=Milestones(tuple(json.loads(milestones)), step),
        song_length=song * _MILLISECOND if song is not None else None,
        mode=Mode(mode),
        organiser_listed=bool(organiser_listed),
    )


def goal_of(row: Row) -> Goal:
    """A goal, of its row."""
    return Goal(
        row["goal_id"],
        row["guild_id"],
        _plan(row),
        from_millis(row["begun_at"]),
        _instant(row["closed_at"]),
        row["created_by_user_id"],
    )


def _millis(instant: datetime | None) -> int | None:
    return to_millis(instant) if instant is not None else None


def _instant(millis: Any) -> datetime | None:
    return from_millis(millis) if millis is not None else None
