"""What moderators handed on, gathered for the editor."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.facts.base import FactBase
from bot.facts.corrections import to_mend
from bot.facts.store import Correction

AT = datetime(2026, 6, 12, tzinfo=UTC)


def test_a_mended_or_vanished_fact_is_no_correction_any_more(base: FactBase) -> None:
    fact = next(iter(base.facts.values()))
    handed_on = [
        Correction(fact.id, fact.text, ("a", "b"), AT),
        Correction(fact.id, fact.text, ("b", "c"), AT + timedelta(days=1)),
        Correction(fact.id, "as it read before", ("d",), AT),
        Correction("gone", "gone", ("e",), AT),
    ]

    (waiting,) = to_mend(handed_on, base.facts)

    assert waiting.remarks == ("a", "b", "c")
    assert (waiting.servers, waiting.since) == (2, AT)


def test_what_most_servers_handed_on_comes_first(base: FactBase) -> None:
    once, twice = list(base.facts.values())[:2]
    handed_on = [
        Correction(once.id, once.text, ("a",), AT),
        Correction(twice.id, twice.text, ("b",), AT + timedelta(days=1)),
        Correction(twice.id, twice.text, ("c",), AT + timedelta(days=2)),
    ]

    assert [one.fact.id for one in to_mend(handed_on, base.facts)] == [twice.id, once.id]
