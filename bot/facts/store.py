"""The tables of shown facts, hidden facts and corrections."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.caller import Caller
from bot.database.interface import Reader, Transaction, from_millis, to_millis


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact that moderators of a server want mended."""

    fact_id: str
    fact_text: str
    """How the fact read when it was handed on."""
    remarks: tuple[str, ...]
    """What members said is wrong."""
    forwarded_at: datetime


async def shown(on: Reader, caller: Caller) -> tuple[Mapping[str, int], str | None]:
    """In which turn each fact was shown, and which was shown last: to a server, or to a person alone."""
    if caller.guild_id is not None:
        rows = await on.fetch_all(
            "SELECT fact_id, turn FROM facts_shown_in_guilds WHERE guild_id = :guild_id "
            "ORDER BY shown_at DESC",
            guild_id=caller.guild_id,
        )
    else:
        rows = await on.fetch_all(
            "SELECT fact_id, turn FROM facts_shown_to_users WHERE user_id = :user_id ORDER BY shown_at DESC",
            user_id=caller.user_id,
        )
    turns = {row["fact_id"]: row["turn"] for row in rows}
    return turns, next(iter(turns), None)


async def put_shown(tx: Transaction, caller: Caller, fact_id: str, turn: int, at: datetime) -> None:
    """Remember that a fact was shown."""
    if caller.guild_id is not None:
        tx.later(
            "INSERT INTO facts_shown_in_guilds (guild_id, fact_id, turn, shown_at) "
            "VALUES (:guild_id, :fact_id, :turn, :at) "
            "ON CONFLICT (guild_id, fact_id) DO UPDATE SET turn = excluded.turn, "
            "shown_at = excluded.shown_at",
            guild_id=caller.guild_id,
            fact_id=fact_id,
            turn=turn,
            at=to_millis(at),
        )
    else:
        tx.later(
            "INSERT INTO facts_shown_to_users (user_id, fact_id, turn, shown_at) "
            "VALUES (:user_id, :fact_id, :turn, :at) "
            "ON CONFLICT (user_id, fact_id) DO UPDATE SET turn = excluded.turn, "
            "shown_at = excluded.shown_at",
            user_id=caller.user_id,
            fact_id=fact_id,
            turn=turn,
            at=to_millis(at),
        )


async def all_hidden(on: Reader) -> list[tuple[int, str]]:
    """Every server's hidden facts, the latest hidden last."""
    rows = await on.fetch_all("SELECT guild_id, fact_id FROM hidden_facts ORDER BY hidden_at, fact_id")
    return [(row["guild_id"], row["fact_id"]) for row in rows]


async def hidden(on: Reader, guild_id: int) -> tuple[str, ...]:
    """A server's hidden facts, the latest hidden last."""
    rows = await on.fetch_all(
        "SELECT fact_id FROM hidden_facts WHERE guild_id = :guild_id ORDER BY hidden_at, fact_id",
        guild_id=guild_id,
    )
    return tuple(row["fact_id"] for row in rows)


async def hide(tx: Transaction, guild_id: int, fact_id: str, user_id: int, at: datetime) -> None:
    tx.later(
        "INSERT INTO hidden_facts (guild_id, fact_id, hidden_by_user_id, hidden_at) "
        "VALUES (:guild_id, :fact_id, :user_id, :at) ON CONFLICT (guild_id, fact_id) DO NOTHING",
        guild_id=guild_id,
        fact_id=fact_id,
        user_id=user_id,
        at=to_millis(at),
    )


async def show_again(tx: Transaction, guild_id: int, fact_id: str) -> None:
    tx.later(
        "DELETE FROM hidden_facts WHERE guild_id = :guild_id AND fact_id = :fact_id",
        guild_id=guild_id,
        fact_id=fact_id,
    )


async def put_correction(tx: Transaction, guild_id: int, user_id: int, correction: Correction) -> None:
    """Hand a fact on to the editors; what members said before about it stays with it."""
    row = await tx.fetch_one(
        "SELECT remarks FROM fact_corrections WHERE guild_id = :guild_id AND fact_id = :fact_id",
        guild_id=guild_id,
        fact_id=correction.fact_id,
    )
    before: Sequence[str] = [] if row is None else json.loads(row["remarks"])
    remarks = list(dict.fromkeys([*before, *correction.remarks]))
    tx.later(
        "INSERT INTO fact_corrections "
        "(guild_id, fact_id, fact_text, remarks, forwarded_by_user_id, forwarded_at) "
        "VALUES (:guild_id, :fact_id, :fact_text, :remarks, :user_id, :at) "
        "ON CONFLICT (guild_id, fact_id) DO UPDATE SET fact_text = excluded.fact_text, "
        "remarks = excluded.remarks, forwarded_by_user_id = excluded.forwarded_by_user_id, "
        "forwarded_at = excluded.forwarded_at",
        guild_id=guild_id,
        fact_id=correction.fact_id,
        fact_text=correction.fact_text,
        remarks=json.dumps(remarks, ensure_ascii=False),
        user_id=user_id,
        at=to_millis(correction.forwarded_at),
    )


async def corrections(on: Reader) -> list[Correction]:
    """What all servers' moderators handed on, the oldest first."""
    rows = await on.fetch_all("SELECT * FROM fact_corrections ORDER BY forwarded_at, fact_id")
    return [
        Correction(
            row["fact_id"],
            row["fact_text"],
            tuple(json.loads(row["remarks"])),
            from_millis(row["forwarded_at"]),
        )
        for row in rows
    ]
