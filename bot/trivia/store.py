"""The tables of rounds: `trivia_rounds`, `trivia_questions` and `trivia_answers`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.database.interface import Reader, Row, Statement, Transaction, from_millis, to_millis
from bot.trivia.question import Asked
from bot.trivia.round import Ending, Phase, Plan, Round
from bot.trivia.scoring import Answer


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question of a round."""

    number: int
    asked: Asked
    difficulty: int


async def add(tx: Transaction, begun: Round, drawn: Sequence[Drawn]) -> None:
    """Keep a round that begins.

    Raises:
        Conflict: there is one in that channel.
    """
    plan = begun.plan
    await tx.execute(
        "INSERT INTO trivia_rounds (round_id, guild_id, channel_id, started_by_user_id, questions, seconds, "
        "subject_id, category, difficulty, phase, number, empty, turns_at, started_at) VALUES (:round_id, "
        ":guild_id, :channel_id, :starter_id, :questions, :seconds, :subject_id, :category, :difficulty, "
        ":phase, :number, :empty, :turns_at, :started_at)",
        round_id=begun.round_id,
        guild_id=begun.guild_id,
        channel_id=begun.channel_id,
        starter_id=begun.starter_id,
        questions=plan.questions,
        seconds=plan.seconds,
        subject_id=plan.subject_id,
        category=plan.category,
        difficulty=plan.difficulty,
        phase=begun.phase.value,
        number=begun.number,
        empty=begun.empty,
        turns_at=to_millis(begun.turns_at),
        started_at=to_millis(begun.started_at),
    )
    for one in drawn:
        tx.later(
            "INSERT INTO trivia_questions "
            "(round_id, number, question_id, fact_id, choices, correct, difficulty) "
            "VALUES (:round_id, :number, :question_id, :fact_id, :choices, :correct, :difficulty)",
            round_id=begun.round_id,
            number=one.number,
            question_id=one.asked.id,
            fact_id=one.asked.fact_id,
            choices=json.dumps(one.asked.choices, ensure_ascii=False),
            correct=one.asked.right,
            difficulty=one.difficulty,
        )


async def get(on: Reader, round_id: int) -> Round | None:
    row = await on.fetch_one("SELECT * FROM trivia_rounds WHERE round_id = :round_id", round_id=round_id)
    return None if row is None else _round(row)


async def running_in(on: Reader, channel_id: int) -> Round | None:
    """The round of a channel that is not over."""
    row = await on.fetch_one(
        "SELECT * FROM trivia_rounds WHERE channel_id = :channel_id AND phase <> 'closed'",
        channel_id=channel_id,
    )
    return None if row is None else _round(row)


async def running(on: Reader) -> list[Round]:
    """All rounds that are not over."""
    rows = await on.fetch_all("SELECT * FROM trivia_rounds WHERE phase <> 'closed'")
    return [_round(row) for row in rows]


async def change(tx: Transaction, before: Round, after: Round) -> bool:
    """Put a round into another state; False when it is not in the one it was thought to be in."""
    changed = await tx.execute(
        "UPDATE trivia_rounds SET phase = :phase, number = :number, empty = :empty, shown_at = :shown_at, "
        "turns_at = :turns_at, ending = :ending, closed_at = :closed_at WHERE round_id = :round_id "
        "AND phase = :old_phase AND number = :old_number",
        round_id=after.round_id,
        phase=after.phase.value,
        number=after.number,
        empty=after.empty,
        shown_at=_millis(after.shown_at),
        turns_at=to_millis(after.turns_at),
        ending=after.ending.value if after.ending is not None else None,
        closed_at=_millis(after.closed_at),
        old_phase=before.phase.value,
        old_number=before.number,
    )
    return changed > 0


async def put_message(tx: Transaction, round_id: int, message_id: int) -> None:
    """Remember which message a round is played in."""
    await tx.execute(
        "UPDATE trivia_rounds SET message_id = :message_id WHERE round_id = :round_id",
        round_id=round_id,
        message_id=message_id,
    )


async def drawn(on: Reader, round_id: int, number: int) -> Drawn | None:
    """A question of a round, by its number."""
    row = await on.fetch_one(
        "SELECT * FROM trivia_questions WHERE round_id = :round_id AND number = :number",
        round_id=round_id,
        number=number,
    )
    return None if row is None else _drawn(row)


async def all_drawn(on: Reader, round_id: int) -> list[Drawn]:
    """The questions of a round, in order; those not asked yet among them."""
    rows = await on.fetch_all(
        "SELECT * FROM trivia_questions WHERE round_id = :round_id ORDER BY number", round_id=round_id
    )
    return [_drawn(row) for row in rows]


def locking_in(round_id: int, answer: Answer) -> Statement:
    """Keep somebody's first answer while the question is open; no row when it does not count."""
    return (
        (
            "INSERT INTO trivia_answers (round_id, number, user_id, choice, taken_millis, points) "
            "SELECT :round_id, :number, :user_id, :choice, :taken_millis, :points WHERE EXISTS (SELECT 1 "
            "FROM trivia_rounds WHERE round_id = :round_id AND phase = 'question' AND number = :number) "
            "ON CONFLICT (round_id, number, user_id) DO NOTHING"
        ),
        {
            "round_id": round_id,
            "number": answer.number,
            "user_id": answer.user_id,
            "choice": answer.choice,
            "taken_millis": answer.taken_millis,
            "points": answer.points,
        },
    )


async def answer_of(on: Reader, round_id: int, number: int, user_id: int) -> Answer | None:
    """What somebody locked in."""
    row = await on.fetch_one(
        "SELECT * FROM trivia_answers WHERE round_id = :round_id AND number = :number AND user_id = :user_id",
        round_id=round_id,
        number=number,
        user_id=user_id,
    )
    return None if row is None else _answer(row)


async def answers(on: Reader, round_id: int, number: int | None = None) -> list[Answer]:
    """The answers of a round, or of one of its questions."""
    rows = await on.fetch_all(
        "SELECT * FROM trivia_answers WHERE round_id = :round_id AND :number IN (0, number)",
        round_id=round_id,
        number=number or 0,
    )
    return [_answer(row) for row in rows]


def _millis(instant: datetime | None) -> int | None:
    return to_millis(instant) if instant is not None else None


def _instant(millis: Any) -> datetime | None:
    return from_millis(millis) if millis is not None else None


def _round(row: Row) -> Round:
    plan = Plan(row["questions"], row["seconds"], row["subject_id"], row["category"], row["difficulty"])
    return Round(
        row["round_id"],
        row["guild_id"],
        row["channel_id"],
        row["message_id"],
        row["started_by_user_id"],
        plan,
        Phase(row["phase"]),
        row["number"],
        row["empty"],
        _instant(row["shown_at"]),
        from_millis(row["turns_at"]),
        from_millis(row["started_at"]),
        Ending(row["ending"]) if row["ending"] is not None else None,
        _instant(row["closed_at"]),
    )


def _drawn(row: Row) -> Drawn:
    asked = Asked(row["question_id"], row["fact_id"], tuple(json.loads(row["choices"])), row["correct"])
    return Drawn(row["number"], asked, row["difficulty"])


def _answer(row: Row) -> Answer:
    return Answer(row["number"], row["user_id"], row["choice"], row["taken_millis"], row["points"])
