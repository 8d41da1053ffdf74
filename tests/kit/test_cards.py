"""Cards become what Discord shows, within its limits, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from discord.app_commands import locale_str

from bot.facts import cards
from bot.facts.base import FactBase
from bot.facts.lookup import Answer, NoAnswer
from bot.help import cards as help_cards
from bot.help.topics import TOPICS
from bot.i18n.catalogs import Catalogs
from bot.i18n.markup import Markup
from bot.i18n.say import Say
from bot.kit import limits
from bot.kit.blocks import Button, Gap, Option, Row, Select, Text, apart
from bot.kit.cards import Card, CardTooLarge
from bot.kit.paginator import Page
from tests.conftest import unopened_app

SAYS = [Catalogs().say(tag) for tag in Catalogs().tags]
SERVICE = unopened_app().facts
BASE: FactBase = SERVICE.base


def _components(payload: Any) -> Iterator[dict[str, Any]]:
    for component in payload:
        yield component
        yield from _components(component.get("components", ()))
        if "accessory" in component:
            yield component["accessory"]


async def _hold(card: Card) -> None:
    """Discord's limits on one message."""
    shown = list(_components(card.view(0x123456).to_components()))
    custom_ids = [component["custom_id"] for component in shown if "custom_id" in component]

    assert len(shown) <= limits.CARD_COMPONENTS
    assert len(set(custom_ids)) == len(custom_ids)
    assert all(len(custom_id) <= limits.CUSTOM_ID for custom_id in custom_ids)
    for component in shown:
        if component["type"] == 2:
            assert 1 <= len(component["label"]) <= limits.BUTTON_LABEL
        if component["type"] == 3:
            assert 1 <= len(component["options"]) <= limits.SELECT_OPTIONS
            assert len({option["value"] for option in component["options"]}) == len(component["options"])


@pytest.mark.parametrize("say", SAYS, ids=lambda say: say.tag)
async def test_every_fact_and_its_sources_fit(say: Say) -> None:
    for fact_id in BASE.facts:
        sheet = SERVICE.sheet(fact_id)
        await _hold(cards.fact(sheet, say))
        await _hold(cards.sources(sheet, say))
        await _hold(cards.drawn(sheet, ("x" * 40, "social-media"), say))


@pytest.mark.parametrize("say", SAYS, ids=lambda say: say.tag)
async def test_every_page_fits(say: Say) -> None:
    for subject in BASE.subjects.values():
        sheets = SERVICE.about(subject)
        for number in range(1, Page.cut(sheets, cards.ON_A_PAGE, 1).of + 1):
            await _hold(cards.about(subject, Page.cut(sheets, cards.ON_A_PAGE, number), say))
    chronicle = SERVICE.timeline(None, None)
    for number in range(1, Page.cut(chronicle.sheets, cards.ON_A_PAGE, 1).of + 1):
        await _hold(cards.timeline(chronicle, Page.cut(chronicle.sheets, cards.ON_A_PAGE, number), say))


@pytest.mark.parametrize("say", SAYS, ids=lambda say: say.tag)
async def test_answers_and_introductions_fit(say: Say) -> None:
    found = SERVICE.search("bts")
    nothing = SERVICE.search("qwrtzpl")
    assert isinstance(found, Answer)
    assert isinstance(nothing, NoAnswer)
    await _hold(cards.found(found, say))
    await _hold(cards.found(nothing, say))
    offers = {
        name: help_cards.Offer(Markup(f"</{name}:{'9' * 19}>"), locale_str("x" * 100))
        for topic in TOPICS
        for name in topic.commands
    }
    await _hold(help_cards.guide(TOPICS, offers, say))
    told = help_cards.Introduction(
        "9.9.9", BASE.fandom, 10**6, datetime(2026, 1, 1, tzinfo=UTC), Markup("</a b:9>")
    )
    links = help_cards.Links("https://example.org/" * 5, *["https://example.org"] * 4)
    await _hold(help_cards.introduction(told, links, say))


async def test_labels_too_long_for_discord_are_shortened() -> None:
    card = Card(
        Row(Button("b" * 200, "x")),
        Select("y", "p" * 300, tuple(Option("o" * 300, str(n), "d" * 300) for n in range(40))),
    )

    await _hold(card)


@pytest.mark.parametrize(
    "card", [Card(*[Text(Markup("x"))] * 41), Card(Text(Markup("x" * 2001)), Text(Markup("x" * 2000)))]
)
async def test_a_card_too_large_is_refused_here_and_not_by_discord(card: Card) -> None:
    with pytest.raises(CardTooLarge):
        card.view(0)


async def test_a_view_is_stopped_so_that_nothing_is_kept() -> None:
    assert Card(Row(Button("b", "x"))).view(0).is_finished()


def test_blocks_stand_apart_with_room_between_them_and_none_around() -> None:
    one, other = Text(Markup("one")), Text(Markup("other"))

    assert apart([one, other]) == [one, Gap(), other]
    assert apart([one]) == [one]
    assert apart([]) == []
