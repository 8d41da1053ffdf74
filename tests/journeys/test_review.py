"""Members say that something is wrong; moderators look at it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import discord
import pytest

from bot.review.service import BETWEEN_REPORTS
from demo.people import Person, Reply
from demo.world import World
from tests.conftest import ROOT, OpenWorld
from tests.journeys.panel import set_to

DYNAMITE = "Dynamite lit up the summer when it came out on 21 August 2020."


async def _report(person: Person, remark: str, query: str = "dynamite-release") -> Reply:
    found = await person.slash("/fact search", query=query)
    return await person.submit(await person.press("Something wrong?", on=found), {"What is wrong?": remark})


def _dynamite(world: World) -> str:
    return next(fact.id for fact in world.bot.app.facts.base.facts.values() if fact.text == DYNAMITE)


async def test_a_report_reaches_the_queue_with_who_said_what(world: World) -> None:
    fact_id = _dynamite(world)

    thanks = await _report(world.member, "It was *August* 20", fact_id)
    assert thanks.private
    other = world.person("Sol")
    await _report(other, "The date", fact_id)

    queue = await world.moderator.slash("/review")
    assert queue.private
    assert "1 report waits." in queue.text
    assert "Reported fact · reported by 2 people, now" in queue.text
    assert DYNAMITE in queue.text
    assert "> It was *August* 20" in queue.text
    assert "> The date" in queue.text


async def test_the_same_person_counts_once(world: World) -> None:
    await _report(world.member, "first")
    await world.travel(BETWEEN_REPORTS)
    await _report(world.member, "on second thought")

    queue = await world.moderator.slash("/review")
    assert "reported by 1 person" in queue.text
    assert "> on second thought" in queue.text
    assert "> first" not in queue.text


async def test_reports_in_a_row_have_to_wait(world: World) -> None:
    await _report(world.member, "one")

    found = await world.member.slash("/fact search", query="butter")
    refusal = await world.member.press("Something wrong?", on=found)  # before anything is typed
    assert refusal.text == "That was quick! Try again in 30 seconds."
    await world.travel(BETWEEN_REPORTS)
    assert (await _report(world.member, "two", "butter")).text.startswith("Thank you!")


@pytest.mark.parametrize("remark", ["   ", "\n\n"])
async def test_nothing_said_is_no_report(world: World, remark: str) -> None:
    assert (await _report(world.member, remark)).text.startswith("Tell me in a few words")
    assert "Nothing waits" in (await world.moderator.slash("/review")).text


async def test_moderators_are_told_in_their_channel_once(world: World) -> None:
    room = world.server.text_channel("mod-room")
    await set_to(world.moderator, "Notices for moderators", "mod-room")

    await _report(world.member, "wrong", _dynamite(world))
    await _report(world.person("Sol"), "wrong too", _dynamite(world))

    (notice,) = world.posted(room)
    assert DYNAMITE in notice.text
    queue = await world.moderator.press("Open the queue", on=notice)
    assert queue.private
    assert "reported by 2 people" in queue.text
    assert (await world.member.press("Open the queue", on=notice)).text.startswith(
        "That is for this server's"
    )


async def test_a_notice_that_cannot_be_posted_stops_nobody(world: World) -> None:
    room = world.server.text_channel("mod-room")
    await set_to(world.moderator, "Notices for moderators", "mod-room")
    await world.server.silence_bot_in(room)

    assert (await _report(world.member, "wrong")).text.startswith("Thank you!")
    assert world.posted(room) == []


async def test_a_hidden_fact_is_nowhere_to_be_seen_until_it_is_shown_again(world: World) -> None:
    fact_id = _dynamite(world)
    before = await world.member.slash("/fact search", query="dynamite")
    await _report(world.member, "wrong", fact_id)

    queue = await world.moderator.press("Hide it here", on=await world.moderator.slash("/review"))

    assert "Hidden: this server does not see that fact any more." in queue.text
    assert DYNAMITE not in (await world.member.slash("/fact search", query="dynamite")).text
    assert DYNAMITE not in (await world.member.slash("/fact about", subject="dynamite")).text
    assert DYNAMITE not in (await world.member.slash("/fact search", query=fact_id)).text
    lit_up = await world.member.complete("/fact search", "query", "lit up the summer")
    assert fact_id not in {value for _, value in lit_up}
    timeline = await world.member.slash("/fact timeline", year=2020, subject="dynamite")
    assert DYNAMITE not in timeline.text
    refusal = await world.member.press("Source", on=before)
    assert refusal.text == "This server's moderators have taken that fact out here."
    await world.restart()
    assert DYNAMITE not in (await world.member.slash("/fact search", query="dynamite")).text

    hidden = await world.moderator.press("Hidden facts", on=queue)
    assert DYNAMITE in hidden.text
    hidden = await world.moderator.press("Show again", on=hidden)
    assert "This server sees every fact." in hidden.text
    assert DYNAMITE in (await world.member.slash("/fact search", query="dynamite")).text


async def test_in_a_direct_message_nothing_is_hidden_and_nothing_can_be_reported(world: World) -> None:
    await _report(world.member, "wrong", _dynamite(world))
    await world.moderator.press("Hide it here", on=await world.moderator.slash("/review"))
    world.member.go_to("dm")

    found = await world.member.slash("/fact search", query="dynamite")

    assert DYNAMITE in found.text
    refusal = await world.member.press("Something wrong?", on=found)
    assert refusal.text == "That works in servers I am a member of."


async def test_where_the_bot_was_brought_along_no_servers_state_is_touched(open_world: OpenWorld) -> None:
    async with open_world(joined=False) as world:
        found = await world.member.slash("/fact search", query="dynamite")

        assert (await world.member.press("Something wrong?", on=found)).text.startswith("That works in")


async def test_a_random_draw_leaves_hidden_facts_out(world: World) -> None:
    about = world.bot.app.facts.base.search.about("spring-day")
    await _report(world.member, "wrong", about[0])
    await world.moderator.press("Hide it here", on=await world.moderator.slash("/review"))

    drawn = {(await world.member.slash("/fact random", subject="spring day")).text for _ in about[1:]}

    text = world.bot.app.facts.base.facts[about[0]].text
    assert len(drawn) == len(about) - 1
    assert not [one for one in drawn if text in one]


async def test_the_first_of_two_moderators_decides(world: World) -> None:
    other = world.person("Sol", "Stewards", discord.Permissions(manage_guild=True))
    await _report(world.member, "wrong")
    mine, theirs = await world.moderator.slash("/review"), await other.slash("/review")

    await world.moderator.press("Dismiss", on=mine)

    refusal = await other.press("Hide it here", on=theirs)
    assert refusal.text == "That is decided already."
    assert world.bot.app.curation.hidden(world.server.id) == ()


async def test_what_was_dismissed_can_be_reported_again(world: World) -> None:
    await _report(world.member, "wrong")
    queue = await world.moderator.press("Dismiss", on=await world.moderator.slash("/review"))
    assert "Dismissed: it stays as it is." in queue.text
    assert "Nothing waits for a decision." in queue.text

    await _report(world.person("Sol"), "still wrong")

    queue = await world.moderator.slash("/review")
    assert "reported by 1 person" in queue.text
    assert "> still wrong" in queue.text


async def test_a_long_queue_has_pages(world: World) -> None:
    for fact_id in list(world.bot.app.facts.base.facts)[:9]:
        await _report(world.member, "wrong", fact_id)
        await world.travel(BETWEEN_REPORTS)

    queue = await world.moderator.slash("/review")
    assert "9 reports wait." in queue.text
    turned = await world.moderator.press("Next →", on=queue)

    assert turned.edited
    assert "Page 2 of 3" in turned.text


async def test_what_was_handed_on_reaches_the_editor(open_world: OpenWorld, tmp_path: Path) -> None:
    async with open_world() as world:
        fact_id = _dynamite(world)
        await _report(world.member, "It was August 20", fact_id)
        queue = await world.moderator.press("Send to the editors", on=await world.moderator.slash("/review"))
        assert "Sent: whoever keeps my facts" in queue.text

        told = _corrections(tmp_path / "state")  # while the bot runs

    assert told == _corrections(tmp_path / "state")
    assert told == [
        {
            "fact": fact_id,
            "text": DYNAMITE,
            "remarks": ["It was August 20"],
            "servers": 1,
            "since": "2026-06-12T11:55:00+00:00",
        }
    ]


def _corrections(state: Path) -> object:
    environment = {"PATH": os.environ["PATH"], "STATE_DIR": str(state)}
    run = subprocess.run(
        [sys.executable, "-m", "bot", "facts", "corrections"],
        capture_output=True, cwd=ROOT, env=environment, text=True, check=True,
    )  # fmt: skip
    return json.loads(run.stdout)


async def test_a_decision_leaves_one_on_the_page(world: World) -> None:
    for fact_id in list(world.bot.app.facts.base.facts)[:9]:
        await _report(world.member, "wrong", fact_id)
        await world.travel(BETWEEN_REPORTS)
    second = await world.moderator.press("Next →", on=await world.moderator.slash("/review"))

    assert "Page 2 of 2" in (await world.moderator.press("Dismiss", on=second)).text


async def test_from_the_hidden_facts_a_way_leads_back(world: World) -> None:
    await _report(world.member, "wrong")
    queue = await world.moderator.press("Hide and send", on=await world.moderator.slash("/review"))
    hidden = await world.moderator.press("Hidden facts", on=queue)

    assert "Nothing waits" in (await world.moderator.press("← Review", on=hidden)).text


async def test_a_hidden_fact_is_not_reported_again_by_an_old_button_or_form(world: World) -> None:
    found = await world.member.slash("/fact search", query=_dynamite(world))
    form = await world.member.press("Something wrong?", on=found)
    await _report(world.person("Sol"), "wrong", _dynamite(world))
    await world.moderator.press("Hide it here", on=await world.moderator.slash("/review"))

    for refusal in (
        await world.member.press("Something wrong?", on=found),
        await world.member.submit(form, {"What is wrong?": "wrong"}),
    ):
        assert refusal.text == "This server's moderators have taken that fact out here."
    assert "Nothing waits" in (await world.moderator.slash("/review")).text


async def test_a_notice_speaks_the_servers_language(world: World) -> None:
    room = world.server.text_channel("mod-room")
    await set_to(world.moderator, "Notices for moderators", "mod-room")
    await set_to(world.moderator, "Language", "한국어")
    found = await world.member.slash("/fact search", query="dynamite")

    form = await world.member.press("잘못된 점이 있나요?", on=found)
    await world.member.submit(form, {"What is wrong?": "wrong"})

    (notice,) = world.posted(room)
    assert notice.text.startswith("신고된 팩트")


@pytest.mark.parametrize("status", [400, 404, 500])
async def test_a_notice_that_fails_spoils_no_answer(open_world: OpenWorld, status: int) -> None:
    async with open_world(foreseen=True) as world:
        world.server.text_channel("mod-room")
        await set_to(world.moderator, "Notices for moderators", "mod-room")
        world.fail("POST", "/channels/*/messages", status=status, times=9)

        assert (await _report(world.member, "wrong")).text.startswith("Thank you!")
