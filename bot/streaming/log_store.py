"""The ledger of member logs: `goal_logs`. What counts is kept in step with `goals.logged`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.database.interface import Reader, Row, Transaction, from_millis, to_millis
from bot.streaming.logs import Hold, Log, State

_COUNTED = "UPDATE goals SET logged = logged + :more WHERE goal_id = :goal_id"
_STATES = {State.COUNTED: 1}  # how often a log of a state is in its goal's sum


@dataclass(frozen=True, slots=True)
class HeldLog:
    """A log that waits for a moderator, and what they read of it."""

    log: Log
    guild_id: int
    hold: Hold
    name: str | None
    """What its member was called last."""


@dataclass(frozen=True, slots=True)
class KeptLog:
    """A log with all that is kept of what became of it."""

    log: Log
    hold: Hold | None
    """Why it had to wait, if it had."""
    reason: str | None
    """What moderators said with their decision."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """Who decided on a log, when and why."""

    user_id: int
    at: datetime
    reason: str | None = None


async def add(tx: Transaction, log: Log, hold: Hold | None) -> bool:
    """Keep a log; False, and nothing is done, when it is kept already."""
    added = await tx.execute(
        "INSERT INTO goal_logs (log_id, goal_id, user_id, amount, logged_at, days_back, state, hold) "
        "VALUES (:log_id, :goal_id, :user_id, :amount, :logged_at, :days_back, :state, :hold) "
        "ON CONFLICT (log_id) DO NOTHING",
        log_id=log.id,
        goal_id=log.goal_id,
        user_id=log.user_id,
        amount=log.amount,
        logged_at=to_millis(log.logged_at),
        days_back=log.days_back,
        state=log.state.value,
        hold=hold.value if hold is not None else None,
    )
    more = log.amount * _STATES.get(log.state, 0)
    if added and more:
        tx.later(_COUNTED, goal_id=log.goal_id, more=more)
    return added > 0


async def settle(tx: Transaction, before: Log, after: Log, by: Settlement) -> bool:
    """Keep what has become of a log; False when it is not what it was thought to be."""
    changed = await tx.execute(
        "UPDATE goal_logs SET state = :state, settled_at = :now, settled_by_user_id = :user_id, "
        "reason = :reason WHERE log_id = :log_id AND state = :old_state",
        log_id=before.id,
        state=after.state.value,
        old_state=before.state.value,
        user_id=by.user_id,
        reason=by.reason,
        now=to_millis(by.at),
    )
    more = before.amount * (_STATES.get(after.state, 0) - _STATES.get(before.state, 0))
    if changed and more:
        tx.later(_COUNTED, goal_id=before.goal_id, more=more)
    return changed > 0


async def put_proof(tx: Transaction, log_id: int, message_id: int | None) -> None:
    """Remember which message shows a log's proof; None: none does any more."""
    await tx.execute(
        "UPDATE goal_logs SET proof_message_id = :message_id WHERE log_id = :log_id",
        log_id=log_id,
        message_id=message_id,
    )


async def proof_of(on: Reader, log_id: int) -> int | None:
    """The message that shows a log's proof."""
    row = await on.fetch_one("SELECT proof_message_id FROM goal_logs WHERE log_id = :log_id", log_id=log_id)
    message_id: int | None = row["proof_message_id"] if row is not None else None
    return message_id


async def get(on: Reader, guild_id: int, log_id: int) -> Log | None:
    """A log of a server's goals."""
    row = await on.fetch_one(
        "SELECT l.* FROM goal_logs AS l JOIN goals AS g ON g.goal_id = l.goal_id "
        "WHERE l.log_id = :log_id AND g.guild_id = :guild_id",
        log_id=log_id,
        guild_id=guild_id,
    )
    return None if row is None else _log(row)


async def since(on: Reader, guild_id: int, user_id: int, begin: datetime) -> list[Log]:
    """What a member has logged in a server since an instant."""
    rows = await on.fetch_all(
        "SELECT * FROM goal_logs WHERE user_id = :user_id AND logged_at >= :begin "
        "AND goal_id IN (SELECT goal_id FROM goals WHERE guild_id = :guild_id)",
        user_id=user_id,
        guild_id=guild_id,
        begin=to_millis(begin),
    )
    return read(rows)


async def latest(on: Reader, goal_id: int, most: int, user_id: int | None = None) -> list[Log]:
    """A goal's logs, or a member's for it, the newest first."""
    return read(await latest_rows(on, goal_id, most, user_id))


async def latest_rows(on: Reader, goal_id: int, most: int, user_id: int | None = None) -> list[Row]:
    """The same as they stand in the table, to be `read` elsewhere: beside the event loop, say."""
    of_goal, of_member = "goal_id = :goal_id ", "AND :user_id IS NULL "
    if user_id is not None:  # found by the member, who has far fewer than the goal
        of_goal, of_member = "goal_id + 0 = :goal_id ", "AND user_id = :user_id "
    return await on.fetch_all(
        f"SELECT * FROM goal_logs WHERE {of_goal}{of_member}"  # noqa: S608  # one of two texts
        "ORDER BY logged_at DESC, log_id DESC LIMIT :most",
        goal_id=goal_id,
        user_id=user_id,
        most=most,
    )


def read(rows: Iterable[Row]) -> list[Log]:
    """Rows of the table as logs."""
    return [_log(row) for row in rows]


async def has_any(on: Reader, goal_id: int, state: State) -> bool:
    """Whether a goal has a log of a state."""
    row = await on.fetch_one(
        "SELECT 1 FROM goal_logs WHERE goal_id = :goal_id AND state = :state LIMIT 1",
        goal_id=goal_id,
        state=state.value,
    )
    return row is not None


async def of_member(on: Reader, guild_id: int, user_id: int, most: int) -> list[KeptLog]:
    """What a member has logged in a server, the newest first."""
    rows = await on.fetch_all(
        "SELECT * FROM goal_logs WHERE user_id = :user_id "
        "AND goal_id IN (SELECT goal_id FROM goals WHERE guild_id = :guild_id) "
        "ORDER BY logged_at DESC, log_id DESC LIMIT :most",
        user_id=user_id,
        guild_id=guild_id,
        most=most,
    )
    return [_kept(row) for row in rows]


async def kept(on: Reader, log_ids: Iterable[int]) -> list[KeptLog]:
    """These logs, the newest first."""
    rows = [
        await on.fetch_one("SELECT * FROM goal_logs WHERE log_id = :log_id", log_id=log_id)
        for log_id in sorted(log_ids, reverse=True)
    ]
    return [_kept(row) for row in rows if row is not None]


async def goals_of(on: Reader, user_id: int) -> list[int]:
    """The goals, of all servers, that somebody has logged something for."""
    rows = await on.fetch_all(
        "SELECT DISTINCT goal_id FROM goal_logs WHERE user_id = :user_id", user_id=user_id
    )
    return [row["goal_id"] for row in rows]


async def proofs_of(on: Reader, user_id: int) -> list[tuple[int, int]]:
    """The messages that show somebody's proofs, each with its server."""
    rows = await on.fetch_all(
        "SELECT g.guild_id, l.proof_message_id FROM goal_logs AS l JOIN goals AS g ON g.goal_id = l.goal_id "
        "WHERE l.user_id = :user_id AND l.proof_message_id IS NOT NULL",
        user_id=user_id,
    )
    return [(row["guild_id"], row["proof_message_id"]) for row in rows]


async def held(on: Reader) -> list[HeldLog]:
    """All that wait for a moderator, in every server."""
    rows = await on.fetch_all(
        "SELECT l.*, g.guild_id, m.name FROM goal_logs AS l JOIN goals AS g ON g.goal_id = l.goal_id "
        "LEFT JOIN goal_members AS m ON m.guild_id = g.guild_id AND m.user_id = l.user_id "
        "WHERE l.state = 'held'"
    )
    return [HeldLog(_log(row), row["guild_id"], Hold(row["hold"]), row["name"]) for row in rows]


def _kept(row: Row) -> KeptLog:
    hold = row["hold"]
    return KeptLog(_log(row), Hold(hold) if hold is not None else None, row["reason"])


def _log(row: Row) -> Log:
    return Log(
        row["log_id"],
        row["goal_id"],
        row["user_id"],
        row["amount"],
        from_millis(row["logged_at"]),
        row["days_back"],
        State(row["state"]),
    )
