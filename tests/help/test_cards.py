"""What the cards of help and about show, beyond what a journey sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.facts.base import FactBase
from bot.help.cards import Introduction, Links, introduction
from bot.i18n.catalogs import Catalogs
from bot.i18n.markup import Markup

DATA = Markup("</privacy view:1>")
ADD = Links(
    "https://add.example/server", "https://add.example/account", source=None, privacy=None, terms=None
)


def _addresses(base: FactBase, links: Links) -> list[str]:
    told = Introduction("1.0", base.fandom, 12, datetime(2026, 6, 12, tzinfo=UTC), DATA)
    row = introduction(told, links, Catalogs().say("en-US")).blocks[-1].component
    return [button["url"] for button in row["components"]]


def test_where_the_source_is_shown_only_if_the_operator_says_so(base: FactBase) -> None:
    source = "https://code.example/ours"

    assert _addresses(base, ADD) == [ADD.add_to_server, ADD.add_to_account]
    told = _addresses(base, replace(ADD, source=source))
    assert told == [ADD.add_to_server, ADD.add_to_account, source]


def test_policy_and_terms_are_linked_if_the_operator_says_where_they_are(base: FactBase) -> None:
    told = _addresses(base, replace(ADD, privacy="https://a.example", terms="https://b.example"))

    assert told[2:] == ["https://a.example", "https://b.example"]
