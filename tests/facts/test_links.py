"""Where a fact comes from is what the fact base says: an address becomes a link, and nothing else does."""

from __future__ import annotations

import pytest

from bot.facts.base import Cited
from bot.facts.cards import _cited
from bot.facts.model import Source
from bot.i18n.catalogs import Catalogs

SAY = Catalogs().say("en")


def _told(where: str) -> str:
    source = Source.model_validate({"id": "a", "title": "A page", "kind": "reference", "where": where})
    return _cited(Cited(source, ()), SAY)


def test_an_address_becomes_a_link() -> None:
    assert "[open the page](<https://example.org/a_b?c=(d)>)" in _told("https://example.org/a_b?c=(d)")


@pytest.mark.parametrize(
    "where",
    [
        "https://example.org/>) [look here](<https://bad.example/",
        "https://example.org/ and @everyone",
        "javascript:alert(1)",
        "a drawer <@1>",
    ],
)
def test_anything_else_is_text(where: str) -> None:
    told = _told(where)
    assert "](<" not in told
    assert "://" not in told
    assert "@everyone" not in told
    assert "<@1>" not in told.replace("\\<", "")
