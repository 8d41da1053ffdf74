"""Another fandom brings its own base, and the whole bot is theirs."""

from __future__ import annotations

from demo.world import World
from tests.conftest import EXAMPLE, OpenWorld


async def _search(world: World, query: str) -> str:
    return (await world.member.slash("/fact search", query=query)).text


async def test_everything_speaks_of_them(open_world: OpenWorld) -> None:
    async with open_world(facts_file=EXAMPLE) as world:
        assert (await _search(world, "kichen radio")).startswith("I read that as Kitchen Radio.")
        assert "I found nothing for that." in await _search(world, "dynamite")
        assert "A companion for Lanterns." in (await world.member.slash("/about")).text
        assert "an invented group" in (await world.member.slash("/fact about", subject="aurora lane")).text
        page = await world.member.slash("/fact timeline")
        assert (await world.member.press("Next →", on=page)).edited
        listed = await world.member.complete("/fact search", "query", "tid")
        assert listed[0][0] == "Tideline Chart · Chart"


async def test_cards_wear_their_colour(open_world: OpenWorld) -> None:
    async with open_world(facts_file=EXAMPLE) as world:
        (container,) = (await world.member.slash("/fact random")).components

        assert container["accent_color"] == 0x0E9F8E


async def test_their_language_is_used_where_they_translated(open_world: OpenWorld) -> None:
    async with open_world(facts_file=EXAMPLE, server_locale="pt-BR") as world:
        base = world.bot.app.facts.base
        translated = next(fact for fact in base.facts.values() if "pt-BR" in fact.translations)

        assert translated.translations["pt-BR"] in await _search(world, translated.id)
