"""What moderators handed on, for the editor of the fact base: `python -m bot facts corrections`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.facts.model import Fact
from bot.facts.store import Correction


@dataclass(frozen=True, slots=True)
class ToMend:
    """One fact, with what was said about it in all servers."""

    fact: Fact
    remarks: tuple[str, ...]
    servers: int
    since: datetime


def to_mend(corrections: Sequence[Correction], facts: Mapping[str, Fact]) -> list[ToMend]:
    """The facts that still read as they did when they were handed on, most often handed on first."""
    by_fact: dict[str, list[Correction]] = {}
    for correction in corrections:
        fact = facts.get(correction.fact_id)
        if fact is not None and fact.text == correction.fact_text:
            by_fact.setdefault(correction.fact_id, []).append(correction)
    waiting = [
        ToMend(
            facts[fact_id],
            tuple(dict.fromkeys(remark for one in handed_on for remark in one.remarks)),
            len(handed_on),
            min(one.forwarded_at for one in handed_on),
        )
        for fact_id, handed_on in by_fact.items()
    ]
    return sorted(waiting, key=lambda one: (-one.servers, one.since))
