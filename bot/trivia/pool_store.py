"""What decides which questions a server can be asked: `trivia_shown`, `trivia_hidden`, `trivia_tallies`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.database.interface import Reader, Transaction, to_millis
from bot.trivia.scoring import Tally


async def shown(on: Reader, guild_id: int) -> Mapping[str, int]:
    """The turn in which a server was asked each question last, of those it was."""
    rows = await on.fetch_all(
        "SELECT question_id, turn FROM trivia_shown WHERE guild_id = :guild_id", guild_id=guild_id
    )
    return {row["question_id"]: row["turn"] for row in rows}


async def put_shown(tx: Transaction, guild_id: int, question_id: str, turn: int, at: datetime) -> bool:
    """Remember that a question is asked; False when it was already in that turn, or a later one."""
    return (
        await tx.execute(
            "INSERT INTO trivia_shown (guild_id, question_id, turn, shown_at) "
            "VALUES (:guild_id, :question_id, :turn, :at) ON CONFLICT (guild_id, question_id) DO UPDATE "
            "SET turn = excluded.turn, shown_at = excluded.shown_at WHERE trivia_shown.turn < excluded.turn",
            guild_id=guild_id,
            question_id=question_id,
            turn=turn,
            at=to_millis(at),
        )
        > 0
    )


async def put_back(tx: Transaction, guild_id: int, question_ids: Iterable[str]) -> None:
    """Questions that were drawn and not asked after all come first again."""
    for question_id in question_ids:
        tx.later(
            "DELETE FROM trivia_shown WHERE guild_id = :guild_id AND question_id = :question_id",
            guild_id=guild_id,
            question_id=question_id,
        )


async def hidden(on: Reader, guild_id: int) -> frozenset[str]:
    """The questions a server's moderators do not want."""
    rows = await on.fetch_all(
        "SELECT question_id FROM trivia_hidden WHERE guild_id = :guild_id", guild_id=guild_id
    )
    return frozenset(row["question_id"] for row in rows)


async def hide(tx: Transaction, guild_id: int, question_id: str, user_id: int, at: datetime) -> None:
    tx.later(
        "INSERT INTO trivia_hidden (guild_id, question_id, hidden_by_user_id, hidden_at) "
        "VALUES (:guild_id, :question_id, :user_id, :at) ON CONFLICT (guild_id, question_id) DO NOTHING",
        guild_id=guild_id,
        question_id=question_id,
        user_id=user_id,
        at=to_millis(at),
    )


async def tallies(on: Reader) -> dict[str, Tally]:
    """How every question has fared."""
    rows = await on.fetch_all("SELECT * FROM trivia_tallies")
    return {row["question_id"]: Tally(row["answered"], row["correct"]) for row in rows}


async def count(tx: Transaction, question_id: str, answered: int, correct: int) -> None:
    """Add what people answered to a question's tally."""
    tx.later(
        "INSERT INTO trivia_tallies (question_id, answered, correct) "
        "VALUES (:question_id, :answered, :correct) "
        "ON CONFLICT (question_id) DO UPDATE SET answered = trivia_tallies.answered + excluded.answered, "
        "correct = trivia_tallies.correct + excluded.correct",
        question_id=question_id,
        answered=answered,
        correct=correct,
    )
