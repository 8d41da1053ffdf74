"""The fact base is read again without a restart."""

from __future__ import annotations

import gc
import json
import shutil
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.facts.base import shipped_facts
from bot.facts.faults import FactsInvalid
from tests.conftest import OpenWorld


@pytest.fixture
def facts_file(tmp_path: Path) -> Path:
    return Path(shutil.copy(shipped_facts(), tmp_path / "facts.json"))


def _edit(file: Path, change: Callable[[dict[str, Any]], object]) -> None:
    raw = json.loads(file.read_text(encoding="utf-8"))
    change(raw)
    file.write_text(json.dumps(raw), encoding="utf-8")


async def test_a_new_fact_is_found_at_once(open_world: OpenWorld, facts_file: Path) -> None:
    async with open_world(facts_file=facts_file) as world:
        added = {
            "id": "night-of-the-comet",
            "text": "A comet was seen above the stadium.",
            "category": "concert",
            "sources": [{"source": "doc-seoul-to-world", "paragraphs": [10]}],
        }
        _edit(facts_file, lambda raw: raw["facts"].append(added))

        before = await world.member.slash("/fact search", query="comet stadium")
        assert "A comet" not in before.text

        await world.bot.app.facts.reload()

        reply = await world.member.slash("/fact search", query="comet stadium")
        assert "A comet was seen above the stadium." in reply.text


async def test_a_fault_keeps_the_old_base(open_world: OpenWorld, facts_file: Path) -> None:
    async with open_world(facts_file=facts_file) as world:
        _edit(facts_file, lambda raw: raw["facts"].clear() or raw.update(subjects=7))

        with pytest.raises(FactsInvalid):
            await world.bot.app.facts.reload()

        assert (await world.member.slash("/fact search", query="dynamite")).text.startswith("Dynamite\n")


async def test_messages_that_name_a_vanished_fact_answer_politely(
    open_world: OpenWorld, facts_file: Path
) -> None:
    async with open_world(facts_file=facts_file) as world:
        found = await world.member.slash("/fact search", query="dynamite")
        drawn = await world.member.slash("/fact random", subject="dynamite")
        page = await world.member.slash("/fact timeline", subject="dynamite")
        gone = {fact["id"] for fact in world_facts(facts_file) if "dynamite" in fact["subjects"]}
        _edit(
            facts_file,
            lambda raw: raw.update(facts=[f for f in raw["facts"] if f["id"] not in gone], questions=[]),
        )
        await world.bot.app.facts.reload()

        for pressed, on in (("Source", found), ("Source", drawn), ("Open", page)):
            assert (await world.member.press(pressed, on=on)).text.startswith("That has been taken out")
        assert (await world.member.choose("Dynamite gave BTS", on=found)).private


async def test_nothing_of_the_old_base_is_kept(open_world: OpenWorld, facts_file: Path) -> None:
    async with open_world(facts_file=facts_file) as world:
        old = weakref.ref(world.bot.app.facts.base)
        found = await world.member.slash("/fact search", query="dynamite")
        await world.member.press("Source", on=found)
        await world.member.slash("/fact timeline", subject="dynamite")
        await world.member.complete("/fact search", "query", "dyna")
        _edit(facts_file, lambda raw: raw["facts"][0].update(text="It is told anew."))
        await world.bot.app.facts.reload()
        await world.member.slash("/fact search", query="dynamite")

        gc.collect()
        assert old() is None


def world_facts(file: Path) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["facts"]
    return facts
