"""Where goals are shown live: `goal_boards`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.database.interface import Reader, Row, Transaction


@dataclass(frozen=True, slots=True)
class LiveBoard:
    """A goal's message in a channel, edited as the goal goes on."""

    goal_id: int
    channel_id: int
    number: int
    """How many messages were made for it."""
    message_id: int | None
    """None until it is posted."""


async def get(on: Reader, goal_id: int) -> LiveBoard | None:
    row = await on.fetch_one("SELECT * FROM goal_boards WHERE goal_id = :goal_id", goal_id=goal_id)
    return None if row is None else _board(row)


async def of_guild(on: Reader, guild_id: int) -> list[LiveBoard]:
    """A server's boards."""
    rows = await on.fetch_all(
        "SELECT * FROM goal_boards WHERE goal_id IN (SELECT goal_id FROM goals WHERE guild_id = :guild_id) "
        "ORDER BY goal_id",
        guild_id=guild_id,
    )
    return [_board(row) for row in rows]


async def put(tx: Transaction, board: LiveBoard) -> None:
    """Keep a board as it is now."""
    await tx.execute(
        "INSERT INTO goal_boards (goal_id, channel_id, number, message_id) "
        "VALUES (:goal_id, :channel_id, :number, :message_id) "
        "ON CONFLICT (goal_id) DO UPDATE SET channel_id = excluded.channel_id, "
        "number = excluded.number, message_id = excluded.message_id",
        goal_id=board.goal_id,
        channel_id=board.channel_id,
        number=board.number,
        message_id=board.message_id,
    )


async def drop(tx: Transaction, goal_id: int) -> None:
    await tx.execute("DELETE FROM goal_boards WHERE goal_id = :goal_id", goal_id=goal_id)


def _board(row: Row) -> LiveBoard:
    return LiveBoard(row["goal_id"], row["channel_id"], row["number"], row["message_id"])
