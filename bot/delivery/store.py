"""The tables `posts`, `post_steps` and `post_pauses`."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.database.interface import Reader, Row, Transaction, from_millis, to_millis
from bot.delivery.model import Intent, Key, Outcome, Post, Step, Trouble, ordered


async def add(tx: Transaction, intent: Intent, now: datetime) -> bool:
    """Keep an intent; False when there was one of its key."""
    added = await tx.execute(
        "INSERT INTO posts (guild_id, kind, key, channel_id, arguments, ping_role_id, made_at, due_at, "
        "ends_at) VALUES (:guild_id, :kind, :key, :channel_id, :arguments, :ping_role_id, :now, :due_at, "
        ":ends_at) ON CONFLICT (guild_id, kind, key) DO NOTHING",
        channel_id=intent.channel_id,
        arguments=json.dumps(dict(intent.arguments), ensure_ascii=False),
        ping_role_id=intent.ping_role_id,
        now=to_millis(now),
        due_at=to_millis(intent.due_at),
        ends_at=to_millis(intent.ends_at),
        **_values(intent.at),
    )
    if added:
        for step in ordered(intent.steps):
            tx.later(
                "INSERT INTO post_steps (guild_id, kind, key, step) VALUES (:guild_id, :kind, :key, :step)",
                step=step.value,
                **_values(intent.at),
            )
    return bool(added)


async def get(on: Reader, at: Key) -> Post | None:
    row = await on.fetch_one(
        "SELECT p.*, (SELECT COUNT(*) FROM post_steps AS s WHERE s.guild_id = p.guild_id "
        "AND s.kind = p.kind AND s.key = p.key AND s.outcome IS NULL) AS open_steps FROM posts AS p "
        "WHERE p.guild_id = :guild_id AND p.kind = :kind AND p.key = :key",
        **_values(at),
    )
    return None if row is None else _post(row)


async def recent(on: Reader, guild_id: int, kind: str, most: int) -> list[Post]:
    """A server's latest posts of a kind, the newest first."""
    rows = await on.fetch_all(
        "SELECT * FROM posts WHERE guild_id = :guild_id AND kind = :kind ORDER BY due_at DESC, key DESC "
        "LIMIT :most",
        guild_id=guild_id,
        kind=kind,
        most=most,
    )
    return [_post(row) for row in rows]


async def paused(on: Reader, guild_id: int) -> list[Key]:
    """What waits in a server until it can be posted again."""
    rows = await on.fetch_all(
        "SELECT guild_id, kind, key FROM posts WHERE guild_id = :guild_id AND outcome = 'paused'",
        guild_id=guild_id,
    )
    return [_key(row) for row in rows]


async def guilds_with_pauses(on: Reader) -> set[int]:
    """Where something is paused, or was and has not been posted since."""
    rows = await on.fetch_all(
        "SELECT guild_id FROM posts WHERE outcome = 'paused' UNION SELECT guild_id FROM post_pauses"
    )
    return {row["guild_id"] for row in rows}


async def begin(tx: Transaction, at: Key) -> None:
    """A request is about to be made."""
    tx.later(
        "UPDATE posts SET in_doubt = 1, outcome = NULL, reason = NULL "
        "WHERE guild_id = :guild_id AND kind = :kind AND key = :key",
        **_values(at),
    )


async def refuse(tx: Transaction, at: Key, outcome: Outcome, reason: str, *, in_doubt: bool) -> None:
    """It was not posted, for now; `in_doubt` unless that is certain of every request made so far."""
    tx.later(
        "UPDATE posts SET outcome = :outcome, reason = :reason, in_doubt = :in_doubt "
        "WHERE guild_id = :guild_id AND kind = :kind AND key = :key",
        outcome=outcome.value,
        reason=reason,
        in_doubt=int(in_doubt),
        **_values(at),
    )


async def record(tx: Transaction, at: Key, outcome: Outcome, message_id: int, now: datetime) -> None:
    """It stands: sent, or late."""
    tx.later(
        "UPDATE posts SET outcome = :outcome, reason = NULL, message_id = :message_id, in_doubt = 0, "
        "settled_at = :now WHERE guild_id = :guild_id AND kind = :kind AND key = :key",
        outcome=outcome.value,
        message_id=message_id,
        now=to_millis(now),
        **_values(at),
    )


async def settle(tx: Transaction, at: Key, outcome: Outcome, reason: str | None, now: datetime) -> None:
    """Nothing more is tried: missed, unknown or failed."""
    tx.later(
        "UPDATE posts SET outcome = :outcome, reason = :reason, in_doubt = 0, settled_at = :now "
        "WHERE guild_id = :guild_id AND kind = :kind AND key = :key",
        outcome=outcome.value,
        reason=reason,
        now=to_millis(now),
        **_values(at),
    )


async def open_steps(on: Reader, at: Key) -> list[Step]:
    """What is still to be done to a post, in order."""
    rows = await on.fetch_all(
        "SELECT step FROM post_steps "
        "WHERE guild_id = :guild_id AND kind = :kind AND key = :key AND outcome IS NULL",
        **_values(at),
    )
    return list(ordered(tuple(Step(row["step"]) for row in rows)))


async def end_step(tx: Transaction, at: Key, step: Step, outcome: str, reason: str | None = None) -> None:
    """What became of a step: `done`, `failed`, or `undone` once a pin was taken back."""
    await tx.execute(
        "UPDATE post_steps SET outcome = :outcome, reason = :reason "
        "WHERE guild_id = :guild_id AND kind = :kind AND key = :key AND step = :step",
        step=step.value,
        outcome=outcome,
        reason=reason,
        **_values(at),
    )


async def end_steps(tx: Transaction, at: Key, reason: str) -> None:
    """Nothing more is done to a post."""
    tx.later(
        "UPDATE post_steps SET outcome = 'failed', reason = :reason "
        "WHERE guild_id = :guild_id AND kind = :kind AND key = :key AND outcome IS NULL",
        reason=reason,
        **_values(at),
    )


async def readdress(tx: Transaction, at: Key, channel_id: int) -> None:
    """Let a post go to another channel."""
    await tx.execute(
        "UPDATE posts SET channel_id = :channel_id "
        "WHERE guild_id = :guild_id AND kind = :kind AND key = :key",
        channel_id=channel_id,
        **_values(at),
    )


async def pinned_before(on: Reader, at: Key) -> list[Post]:
    """The posts of the same kind that were pinned and still are."""
    rows = await on.fetch_all(
        "SELECT p.* FROM posts AS p JOIN post_steps AS s "
        "ON s.guild_id = p.guild_id AND s.kind = p.kind AND s.key = p.key "
        "WHERE p.guild_id = :guild_id AND p.kind = :kind AND p.key <> :key "
        "AND s.step = 'pin' AND s.outcome = 'done' "
        "AND p.due_at <= (SELECT due_at FROM posts "
        "WHERE guild_id = :guild_id AND kind = :kind AND key = :key)",
        **_values(at),
    )
    return [_post(row) for row in rows]


async def pause(tx: Transaction, post: Post, reason: Trouble, now: datetime) -> bool:
    """Remember why nothing of a kind can be posted; whether that is news."""
    changed = await tx.execute(
        "INSERT INTO post_pauses (guild_id, kind, channel_id, reason, paused_at) "
        "VALUES (:guild_id, :kind, :channel_id, :reason, :now) ON CONFLICT (guild_id, kind) DO UPDATE "
        "SET channel_id = excluded.channel_id, reason = excluded.reason, paused_at = excluded.paused_at "
        "WHERE post_pauses.channel_id <> excluded.channel_id OR post_pauses.reason <> excluded.reason",
        guild_id=post.at.guild_id,
        kind=post.at.kind,
        channel_id=post.intent.channel_id,
        reason=reason.value,
        now=to_millis(now),
    )
    return changed > 0


async def resume(tx: Transaction, at: Key) -> None:
    """It can be posted again."""
    await tx.execute(
        "DELETE FROM post_pauses WHERE guild_id = :guild_id AND kind = :kind",
        guild_id=at.guild_id,
        kind=at.kind,
    )


def _values(at: Key) -> dict[str, Any]:
    return {"guild_id": at.guild_id, "kind": at.kind, "key": at.key}


def _key(row: Row) -> Key:
    return Key(row["guild_id"], row["kind"], row["key"])


def _post(row: Row) -> Post:
    intent = Intent(
        _key(row),
        row["channel_id"],
        from_millis(row["due_at"]),
        from_millis(row["ends_at"]),
        json.loads(row["arguments"]),
        row["ping_role_id"],
    )
    return Post(
        intent,
        from_millis(row["made_at"]),
        bool(row["in_doubt"]),
        Outcome(row["outcome"]) if row["outcome"] is not None else None,
        row["reason"],
        row["message_id"],
        from_millis(row["settled_at"]) if row["settled_at"] is not None else None,
        row.get("open_steps", 0),
    )
