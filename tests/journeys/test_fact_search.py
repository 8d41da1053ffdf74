"""A member looks something up."""

from __future__ import annotations

import pytest

from demo.forms import Impossible
from demo.world import World
from tests.conftest import OpenWorld


async def test_a_title_is_answered_for_all_to_read(world: World) -> None:
    reply = await world.member.slash("/fact search", query="dynamite")

    assert not reply.private
    assert reply.text.splitlines()[:2] == [
        "Dynamite",
        "Dynamite lit up the summer when it came out on 21 August 2020.",
    ]
    assert [button.label for button in reply.buttons] == ["Source", "More about Dynamite", "Something wrong?"]


async def test_what_is_picked_from_the_list_is_what_is_answered(world: World) -> None:
    listed = await world.member.complete("/fact search", "query", "정국")
    assert listed[0][0] == "Jung Kook · Person · 정국"

    reply = await world.member.slash("/fact search", query=listed[0][1])

    assert reply.text.startswith("Jung Kook\n")


async def test_the_list_offers_facts_for_a_few_words(world: World) -> None:
    listed = await world.member.complete("/fact search", "query", "billions club spotify")

    reply = await world.member.slash("/fact search", query=listed[0][1])

    assert "Billions Club" in reply.text


async def test_nothing_typed_yet_lists_what_most_is_known_of(world: World) -> None:
    listed = await world.member.complete("/fact search", "query", "")

    assert len(listed) == 25
    assert listed[0][0] == "BTS · Group"


async def test_a_slip_is_read_and_said_so(world: World) -> None:
    reply = await world.member.slash("/fact search", query="dynamiet")

    assert reply.text.startswith("I read that as Dynamite.\nDynamite\n")


async def test_an_exact_title_is_not_talked_about(world: World) -> None:
    reply = await world.member.slash("/fact search", query="BLACK swan!")

    assert "I read that as" not in reply.text
    assert reply.text.startswith("Black Swan\n")


async def test_nothing_found_names_the_three_closest_and_they_open(world: World) -> None:
    reply = await world.member.slash("/fact search", query="qwrtzpl")
    assert reply.text.startswith("I found nothing for that.")
    assert len(reply.buttons) == 3

    opened = await world.member.press(reply.buttons[0].label, on=reply)

    assert opened.private
    assert opened.text.startswith(reply.buttons[0].label)


async def test_another_match_takes_the_place_of_the_first(world: World) -> None:
    reply = await world.member.slash("/fact search", query="dynamite")

    changed = await world.member.choose("Dynamite gave BTS", on=reply)

    assert changed.edited
    assert changed.text.splitlines()[1].startswith("Dynamite gave BTS their first number one")
    assert changed.selects[0].options == reply.selects[0].options


async def test_a_stranger_who_chooses_gets_a_copy_and_the_message_stays(world: World) -> None:
    reply = await world.member.slash("/fact search", query="dynamite")

    copy = await world.moderator.choose("Dynamite gave BTS", on=reply)

    assert copy.private
    assert "Dynamite gave BTS" in copy.text.splitlines()[1]
    again = await world.member.choose("Dynamite lit up", on=reply)
    assert again.edited


async def test_the_source_names_document_and_paragraph_privately(world: World) -> None:
    reply = await world.member.slash("/fact search", query="dynamite")

    source = await world.moderator.press("Source", on=reply)

    assert source.private
    assert source.text.startswith("Where this comes from\n")
    assert "article, paragraph" in source.text


async def test_what_is_disputed_says_so_and_why(world: World) -> None:
    reply = await world.member.slash("/fact search", query="mots7-four-million-claim")

    assert "Disputed: " in reply.text
    assert "pre-order" in reply.text
    source = await world.member.press("Source", on=reply)
    assert "Disputed: " in source.text


HOSTILE = {
    "six thousand letters": "x" * 6000,
    "control characters": "\x00\x01\x1b[31m",
    "right-to-left marks": "\u202e\u200f\u2066",
    "a ping": "@everyone <@&1> <@1> <#1>",
    "markdown": "# **a** __b__ ||c|| ```d``` [e](https://example.org)",
    "emoji": "💜🎉🫰",
    "spaces": "     ",
    "a forged timestamp": "<t:0:R> </fact search:1>",
}


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE.keys())
async def test_whatever_is_typed_gets_a_clear_answer_and_is_not_repeated(world: World, query: str) -> None:
    reply = await world.member.slash("/fact search", query=query)

    assert reply.text
    assert query.strip()[:20] not in reply.text or not query.strip()
    sent = world.requests("POST", "/callback")[-1]["data"]
    assert sent["allowed_mentions"]["parse"] == []


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
async def test_whatever_is_typed_gets_a_list_of_at_most_25(world: World, typed: str) -> None:
    assert len(await world.member.complete("/fact search", "query", typed)) <= 25


async def test_an_error_of_discord_becomes_an_apology_with_a_reference(open_world: OpenWorld) -> None:
    async with open_world(foreseen=True) as world:
        world.fail("POST", "/interactions/*/*/callback", status=500)

        reply = await world.member.slash("/fact search", query="dynamite")

        assert reply.private
        assert "something went wrong on my side" in reply.text
        reference = reply.text.rstrip(".").split()[-1]
        assert reference in (world.mishaps.take() or "")


async def test_an_answer_that_came_too_late_is_no_error(world: World) -> None:
    world.fail("POST", "/interactions/*/*/callback", status=404, code=10062)

    with pytest.raises(Impossible, match="did not answer"):
        await world.member.slash("/fact search", query="dynamite")


async def test_buttons_of_before_a_restart_still_work(world: World) -> None:
    reply = await world.member.slash("/fact search", query="dynamite")

    await world.restart()

    assert (await world.member.press("Source", on=reply)).text.startswith("Where this comes from")
    assert (await world.member.choose("Dynamite gave BTS", on=reply)).edited


async def test_a_fact_that_ages_says_of_when_and_how_far_to_trust_it(world: World) -> None:
    reply = await world.member.slash("/fact search", query="twitter-33-million")
    assert "as of 2021" in reply.text
    assert "44,167,059 followers in February 2022" in reply.text

    source = await world.member.press("Source", on=reply)
    assert "This was so as of 2021." in source.text
    assert "44,167,059" in source.text


async def test_a_fact_with_more_to_it_tells_it(world: World) -> None:
    reply = await world.member.slash("/fact search", query="mots7-beat-persona")

    assert "Persona sold 2,130,480 copies in its first week" in reply.text
