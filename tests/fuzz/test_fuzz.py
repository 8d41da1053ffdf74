"""The campaign's slice for every run of the tests, and that it sees what it is there to see."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.fuzz.play import Outcome, play

INTERACTIONS = 500
SEED = 1


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder: Path = tmp_path_factory.mktemp("fuzz")
    return asyncio.run(play(folder, SEED, INTERACTIONS))


def test_whatever_is_sent_is_answered_once_and_reaches_nobody_else(outcome: Outcome) -> None:
    assert outcome.tried == INTERACTIONS
    assert not outcome.faults, "\n".join(outcome.faults[:5])


def test_every_door_is_tried(outcome: Outcome) -> None:
    assert outcome.doors == outcome.knocked[True] | outcome.knocked[False]


def test_much_of_it_gets_past_every_refusal(outcome: Outcome) -> None:
    """Else nothing behind the first check would be tried; the campaign gets into every door."""
    assert len(outcome.unreached) < len(outcome.doors) // 5, outcome.unreached
