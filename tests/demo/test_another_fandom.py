"""The demo of another fandom, by its own fact file."""

from __future__ import annotations

import json
from pathlib import Path

from demo.lounge import Lounge
from demo.world import START
from tests.conftest import EXAMPLE


async def test_a_fandom_of_one_fact_has_a_lived_in_server_too(tmp_path: Path) -> None:
    example = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    subjects = {name for fact in example["facts"][:1] for name in fact["subjects"]}
    example["facts"], example["questions"] = example["facts"][:1], []
    example["subjects"] = [one for one in example["subjects"] if one["id"] in subjects]
    file = tmp_path / "my.json"
    file.write_text(json.dumps(example), encoding="utf-8")

    async with Lounge.open(facts_file=file) as lounge:
        assert lounge.world.now() == START
