"""Looking up: what is found for a query is kept, as long as it is still right."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App
from bot.database.interface import Transaction
from bot.facts.lookup import Answer
from bot.facts.search import FactSearch, Found
from tests.conftest import unopened_app

HERE, ELSEWHERE = 1, 2


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    async with unopened_app(tmp_path) as opened:
        for guild_id in (HERE, ELSEWHERE):
            await opened.presence.joined(guild_id)
        yield opened


async def _hide(app: App, fact_id: str) -> None:
    async def hide(tx: Transaction) -> None:
        await app.curation.hide(tx, HERE, fact_id, 7)

    await app.database.write(hide)


async def test_the_same_query_is_searched_for_once(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []
    find = FactSearch.find

    def counting(self: FactSearch, typed: str, most: int = 10) -> Found:
        searched.append(typed)
        return find(self, typed, most)

    monkeypatch.setattr(FactSearch, "find", counting)

    answers = [app.facts.search("dynamte", guild_id) for guild_id in (HERE, ELSEWHERE, None)]

    assert searched == ["dynamte"]
    assert answers[0] is answers[1] is answers[2]


async def test_what_a_server_has_hidden_since_is_not_found_there_any_more(app: App) -> None:
    before = app.facts.search("dynamite", HERE)
    assert isinstance(before, Answer)

    await _hide(app, before.sheet.fact.id)

    after = app.facts.search("dynamite", HERE)
    assert isinstance(after, Answer)
    assert before.sheet not in after.matches
    assert app.facts.search("dynamite", ELSEWHERE) is before
