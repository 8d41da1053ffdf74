"""Who did how well: `trivia_results`, `trivia_players` and `trivia_unlisted`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.database.interface import Reader, Row, Statement, Transaction, to_millis
from bot.trivia.periods import Span
from bot.trivia.round import Round
from bot.trivia.scoring import Score


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a leaderboard."""

    user_id: int
    name: str | None
    """What they were called last; None once that is forgotten."""
    place: int
    """From 1; who has the same points has the same place."""
    points: int
    correct: int
    answered: int
    rounds: int


@dataclass(frozen=True, slots=True)
class Totals:
    """All that somebody has played in a server."""

    rounds: int = 0
    correct: int = 0
    answered: int = 0
    best_round: int = 0
    """The most points in a round."""
    streak: int = 0
    """The most questions answered right in a row, in one round."""


async def put_results(tx: Transaction, over: Round, scored: Iterable[Score]) -> None:
    """Keep how people did in a round that is over."""
    for score in scored:
        tx.later(
            "INSERT INTO trivia_results (guild_id, round_id, user_id, points, correct, answered, streak, "
            "closed_at) VALUES (:guild_id, :round_id, :user_id, :points, :correct, :answered, :streak, :at) "
            "ON CONFLICT (guild_id, round_id, user_id) DO NOTHING",
            guild_id=over.guild_id,
            round_id=over.round_id,
            user_id=score.user_id,
            points=score.points,
            correct=score.correct,
            answered=score.answered,
            streak=score.streak,
            at=to_millis(over.closed_at or over.turns_at),
        )


def naming(guild_id: int, user_id: int, name: str, at: datetime) -> Statement:
    """Remember what somebody is called in a server."""
    return (
        (
            "INSERT INTO trivia_players (guild_id, user_id, name, seen_at) "
            "VALUES (:guild_id, :user_id, :name, :at) "
            "ON CONFLICT (guild_id, user_id) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at"
        ),
        {"guild_id": guild_id, "user_id": user_id, "name": name, "at": to_millis(at)},
    )


async def names_in_round(on: Reader, guild_id: int, round_id: int) -> dict[int, str]:
    """What the players of a round are called, by id."""
    rows = await on.fetch_all(
        "SELECT p.user_id, p.name FROM trivia_players AS p WHERE p.guild_id = :guild_id AND p.user_id IN "
        "(SELECT a.user_id FROM trivia_answers AS a WHERE a.round_id = :round_id)",
        guild_id=guild_id,
        round_id=round_id,
    )
    return {row["user_id"]: row["name"] for row in rows}


_BOARD = (
    "WITH totals AS (SELECT user_id, SUM(points) AS points, SUM(correct) AS correct, "
    "SUM(answered) AS answered, COUNT(*) AS rounds FROM trivia_results "
    "WHERE guild_id = :guild_id AND closed_at >= :since AND closed_at < :until GROUP BY user_id), "
    "listed AS (SELECT t.*, RANK() OVER (ORDER BY t.points DESC) AS place FROM totals AS t "
    "WHERE t.points > 0 AND (t.user_id = :own_id OR NOT EXISTS (SELECT 1 FROM trivia_unlisted AS u "
    "WHERE u.guild_id = :guild_id AND u.user_id = t.user_id))) "
    "SELECT l.*, p.name FROM listed AS l LEFT JOIN trivia_players AS p "
    "ON p.guild_id = :guild_id AND p.user_id = l.user_id "
)
NOBODY = 0


async def board(on: Reader, guild_id: int, counted: Span, most: int | None = None) -> list[Standing]:
    """A server's leaderboard, the best first, without those who do not want to be on it."""
    rows = await on.fetch_all(
        _BOARD + "ORDER BY l.place, l.correct DESC, l.user_id LIMIT :most",
        guild_id=guild_id,
        own_id=NOBODY,
        since=to_millis(counted.since),
        until=to_millis(counted.until),
        most=most if most is not None else 1 << 31,
    )
    return [_standing(row) for row in rows]


async def standing_of(on: Reader, guild_id: int, counted: Span, user_id: int) -> Standing | None:
    """Where somebody stands, also when they are not listed; None when they have no points."""
    row = await on.fetch_one(
        _BOARD + "WHERE l.user_id = :own_id",
        guild_id=guild_id,
        own_id=user_id,
        since=to_millis(counted.since),
        until=to_millis(counted.until),
    )
    return None if row is None else _standing(row)


async def totals_of(on: Reader, guild_id: int, user_id: int) -> Totals:
    """All that somebody has played, with points or without."""
    row = await on.fetch_one(
        "SELECT COUNT(*) AS rounds, COALESCE(SUM(correct), 0) AS correct, "
        "COALESCE(SUM(answered), 0) AS answered, COALESCE(MAX(points), 0) AS best_round, "
        "COALESCE(MAX(streak), 0) AS streak FROM trivia_results "
        "WHERE guild_id = :guild_id AND user_id = :user_id",
        guild_id=guild_id,
        user_id=user_id,
    )
    return Totals(**row) if row is not None else Totals()


async def is_listed(on: Reader, guild_id: int, user_id: int) -> bool:
    """Whether somebody may be on the leaderboards."""
    row = await on.fetch_one(
        "SELECT 1 FROM trivia_unlisted WHERE guild_id = :guild_id AND user_id = :user_id",
        guild_id=guild_id,
        user_id=user_id,
    )
    return row is None


async def list_again(tx: Transaction, guild_id: int, user_id: int) -> None:
    await tx.execute(
        "DELETE FROM trivia_unlisted WHERE guild_id = :guild_id AND user_id = :user_id",
        guild_id=guild_id,
        user_id=user_id,
    )


async def unlist(tx: Transaction, guild_id: int, user_id: int, at: datetime) -> None:
    await tx.execute(
        "INSERT INTO trivia_unlisted (guild_id, user_id, unlisted_at) VALUES (:guild_id, :user_id, :at) "
        "ON CONFLICT (guild_id, user_id) DO NOTHING",
        guild_id=guild_id,
        user_id=user_id,
        at=to_millis(at),
    )


def _standing(row: Row) -> Standing:
    return Standing(
        row["user_id"],
        row["name"],
        row["place"],
        row["points"],
        row["correct"],
        row["answered"],
        row["rounds"],
    )
