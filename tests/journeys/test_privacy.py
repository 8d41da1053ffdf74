"""What is kept about a person: they see it, take it along, delete it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.trivia.round import REVEAL
from demo.people import Person, Reply
from demo.world import World
from tests.conftest import OpenWorld
from tests.journeys.goals import PNG, begin_goal, in_mod_room, open_mod_room, total
from tests.journeys.kept import cells, tells_of
from tests.journeys.panel import set_to
from tests.journeys.rounds import SECONDS, card, first_question, press, right_answer

LEDGER = "borahae.erasures.jsonl"


async def _delete(person: Person, where: str | None = None) -> Reply:
    """Ask to be deleted, look at what goes, and say yes."""
    asked = await person.slash("/privacy delete")
    confirm = asked if where is None else await person.press(where, on=asked)
    return await person.press("Delete all of this", on=confirm)


async def _file(reply: Reply, person: Person, name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(await person.download(name, on=reply))
    return told


async def _play(world: World, person: Person) -> None:
    """A round of one question, which a person answers."""
    await first_question(world, questions=1)
    await press(world, person, await right_answer(world))
    await world.travel(SECONDS + REVEAL)


async def test_who_did_nothing_has_nothing_kept(world: World) -> None:
    view = await world.member.slash("/privacy view")
    assert view.private
    assert "What I keep about you\nNothing." in view.text
    assert "I read no messages" in view.text
    assert [button.label for button in view.buttons] == ["All of it as a file", "Keep no name of mine"]

    asked = await world.member.slash("/privacy delete")
    assert (await world.member.press("Everywhere", on=asked)).text.startswith("There is nothing to delete")
    assert not (world.bot.app.config.state_dir / LEDGER).exists()


async def test_it_is_told_in_plain_words_and_handed_over_as_one_file(world: World) -> None:
    await begin_goal(world, target="10000")
    await world.member.slash("/goal log", goal="Butter", amount="30")
    await _play(world, world.member)

    view = await world.member.slash("/privacy view")
    assert "What you logged for goals: 1 entry. Kept: As long as the goal." in view.text
    assert (
        "Your answers in trivia rounds, and how fast they were: 1 entry. Kept: As long as its round."
        in view.text
    )
    assert "Facts you hid" not in view.text
    exported = await world.member.press("All of it as a file", on=view)
    assert exported.private

    told = await _file(exported, world.member, "borahae-about-me.json")
    assert told["format"] == "borahae-privacy"
    assert told["person"] == str(world.member.id)
    assert told["exported_at"].endswith("Z")
    by_table = {sheet["table"]: sheet for sheet in told["kept"]}
    (log,) = by_table["goal_logs"]["rows"]
    assert (log["amount"], log["guild_id"]) == (30, str(world.server.id))
    assert log["logged_at"] == "2026-06-12T11:55:00.000Z"
    assert by_table["goal_members"]["rows"][0]["name"] == world.member.name
    text = json.dumps(told)
    assert world.moderator.name not in text
    assert str(world.moderator.id) not in text
    again = await world.member.slash("/privacy export")
    assert again.text.startswith("That was quick!")


async def test_deleting_says_what_goes_and_leaves_what_all_did_together(world: World) -> None:
    await begin_goal(world, target="10000")
    await world.member.slash("/goal log", goal="Butter", amount="30")
    await world.moderator.slash("/goal log", goal="Butter", amount="12")
    assert tells_of(world, world.member)

    where = await world.member.slash("/privacy delete")
    assert where.private
    confirm = await world.member.press("In this server", on=where)
    assert confirm.edited
    assert "This goes:\n- Your name, as it was when you last logged something: 1 entry" in confirm.text
    assert "This stays for the server, without you:\n- What you logged for goals: 1 entry" in confirm.text
    assert "What everybody has done together stays what it is" in confirm.text
    kept = await world.member.press("Keep it", on=confirm)
    assert kept.text == "Nothing was deleted."
    assert tells_of(world, world.member)

    done = await _delete(world.member, "In this server")
    assert done.text == "Done. What I kept about you in this server is gone."
    assert not tells_of(world, world.member)
    assert (await total(world)).startswith("42 of 10,000")
    board = await world.moderator.slash("/goal leaderboard")
    assert world.member.name not in board.text
    assert f"1. {world.moderator.name} · 12 streams" in board.text
    assert "Nothing." in (await world.member.slash("/privacy view")).text
    assert (world.bot.app.config.state_dir / LEDGER).read_text(encoding="utf-8").count("\n") == 1

    await world.member.slash("/goal log", goal="Butter", amount="5")
    assert world.member.name in (await world.moderator.slash("/goal leaderboard")).text


async def test_from_a_direct_message_one_is_deleted_in_every_server(world: World) -> None:
    await begin_goal(world, target="10000")
    await world.member.slash("/goal log", goal="Butter", amount="30")
    world.member.go_to("dm")
    view = await world.member.slash("/privacy view")
    assert "What you logged for goals: 1 entry" in view.text
    confirm = await world.member.press("Delete…", on=view)
    assert confirm.text.startswith("Delete what I keep about you everywhere?")
    second = await world.member.slash("/privacy delete")
    done = await world.member.press("Delete all of this", on=confirm)

    assert done.text == "Done. What I kept about you is gone, in every server."
    assert not tells_of(world, world.member)
    again = await world.member.press("Delete all of this", on=second)
    assert again.text.startswith("There is nothing to delete")


async def test_where_one_brought_the_bot_along_it_works_as_in_direct_messages(open_world: OpenWorld) -> None:
    async with open_world(joined=False) as world:
        await world.member.slash("/fact random")
        view = await world.member.slash("/privacy view")
        assert "Facts you were shown at random outside of servers: 1 entry" in view.text
        confirm = await world.member.slash("/privacy delete")
        await world.member.press("Delete all of this", on=confirm)
        assert not tells_of(world, world.member)
        refused = await world.moderator.slash("/privacy delete", about="server")
        assert refused.text == "That works in servers I am a member of."


async def test_amid_a_round_answers_go_and_everybody_else_plays_on(world: World) -> None:
    await first_question(world, questions=2)
    right = await right_answer(world)
    await press(world, world.member, right)
    await press(world, world.moderator, right)
    assert "2 have answered" in card(world).text

    await _delete(world.member, "In this server")
    await _delete(world.moderator, "In this server")
    assert not tells_of(world, world.member)
    await world.travel(timedelta(seconds=1))
    assert "0 have answered" in card(world).text
    refused = await world.member.slash("/trivia stop")
    assert refused.text == "Only moderators can do that in this round."

    await press(world, world.moderator, right)
    await world.travel(SECONDS)
    assert "Right: Haru" in card(world).text
    assert world.member.name not in card(world).text
    await world.travel(REVEAL)
    await press(world, world.moderator, await right_answer(world))
    await world.travel(SECONDS + REVEAL)
    assert "1. Haru · " in card(world).text
    assert "2 of 2 right" in card(world).text
    assert "2." not in card(world).text.partition("1. Haru")[2]


async def test_a_log_that_waits_and_its_picture_are_nobodys(world: World) -> None:
    await open_mod_room(world)
    await begin_goal(world, target="10000", mode="reviewed")
    await world.member.slash("/goal log", goal="Butter", amount="30", proof=("shot.png", PNG))
    (proof,) = in_mod_room(world)
    assert world.member.name in proof.text

    await _delete(world.member, "Everywhere")
    await world.travel(timedelta(minutes=1))

    (proof,) = in_mod_room(world)
    assert proof.text.startswith("A proof stood here.")
    assert proof.message is not None
    assert not proof.message.attachments
    queue = await world.moderator.slash("/review")
    assert "somebody: 30 streams for “Butter”" in queue.text
    await world.moderator.press("Accept", on=queue)
    assert (await total(world)).startswith("30 of 10,000")
    assert not tells_of(world, world.member)


async def test_a_proof_of_who_wants_no_name_kept_has_none(world: World) -> None:
    await open_mod_room(world)
    await begin_goal(world, target="10000")
    await world.member.press("Keep no name of mine", on=await world.member.slash("/privacy view"))

    await world.member.slash("/goal log", goal="Butter", amount="30", proof=("shot.png", PNG))

    (proof,) = in_mod_room(world)
    assert "Somebody logged 30 streams for “Butter”, June 12, 2026." in proof.text
    assert world.member.name not in proof.text
    assert (await world.moderator.press("Accept", on=proof)).text.startswith("Accepted: 30 streams")


@pytest.mark.parametrize("now", ["other-room", None])
async def test_a_picture_goes_from_where_notices_went_before_as_well(world: World, now: str | None) -> None:
    await open_mod_room(world)
    await begin_goal(world, target="10000", mode="reviewed")
    for amount in ("30", "40"):
        await world.member.slash("/goal log", goal="Butter", amount=amount, proof=("shot.png", PNG))
    if now is not None:
        world.server.text_channel(now)
        await set_to(world.moderator, "Notices for moderators", now)
    else:
        await world.moderator.slash("/configure general", reset="general.notice_channel")
    await world.moderator.press("Accept", on=await world.moderator.slash("/review"))
    await world.travel(timedelta(minutes=1))
    room = in_mod_room(world)
    assert ["Accepted" in post.text for post in room] == [True, False]

    await _delete(world.member, "Everywhere")
    await world.travel(timedelta(minutes=1))

    for post in in_mod_room(world):
        assert post.message is not None
        assert not post.message.attachments


async def test_what_was_reported_waits_on_and_says_why_without_a_word(world: World) -> None:
    found = await world.member.slash("/fact search", query="dynamite-release")
    form = await world.member.press("Something wrong?", on=found)
    await world.member.submit(form, {"What is wrong?": "the date, said Minji"})

    await _delete(world.member, "Everywhere")

    queue = await world.moderator.slash("/review")
    assert "1 report waits." in queue.text
    assert "Reported fact · waits since now" in queue.text
    assert "Whoever reported it has deleted what they said." in queue.text
    assert "Minji" not in queue.text
    await world.moderator.press("Dismiss", on=queue)
    assert "Nothing waits" in (await world.moderator.slash("/review")).text


async def test_a_live_board_follows(world: World) -> None:
    boards = world.server.text_channel("boards")
    await world.server.let_bot("view_channel", "send_messages", "read_message_history", "pin_messages")
    await world.moderator.slash("/configure goals", boards=boards)
    await begin_goal(world, target="10000")
    await world.member.slash("/goal log", goal="Butter", amount="30")
    await world.travel(timedelta(minutes=2))
    assert world.member.name in world.posted(boards)[0].text

    await _delete(world.member, "In this server")
    await world.travel(timedelta(minutes=2))

    (board,) = world.posted(boards)
    assert world.member.name not in board.text
    assert "30 of 10,000 streams" in board.text


async def test_what_a_moderator_set_holds_without_them(world: World) -> None:
    await set_to(world.moderator, "Private answers", "Yes")
    confirm = await world.moderator.press("In this server", on=await world.moderator.slash("/privacy delete"))
    assert "without you:\n- Settings you changed, as they hold now: 1 entry" in confirm.text
    await world.moderator.press("Delete all of this", on=confirm)

    assert not tells_of(world, world.moderator)
    assert (await world.member.slash("/fact random")).private
    panel = await world.moderator.slash("/settings")
    history = await world.moderator.press("History", on=panel)
    assert world.moderator.name not in history.text
    assert "Private answers" in history.text


async def test_who_wants_no_name_kept_is_somebody_on_leaderboards(world: World) -> None:
    await begin_goal(world, target="10000")
    await world.member.slash("/goal log", goal="Butter", amount="30")
    view = await world.member.slash("/privacy view")
    off = await world.member.press("Keep no name of mine", on=view)
    assert off.text.startswith("I have forgotten your name in every server")
    await world.member.slash("/goal log", goal="Butter", amount="5")
    await _play(world, world.member)

    assert world.member.name not in [cell for cell in cells(world) if isinstance(cell, str)]
    assert "1. somebody · 35 streams" in (await world.moderator.slash("/goal leaderboard")).text
    assert "1. somebody" in card(world).text
    view = await world.member.slash("/privacy view")
    assert "leaderboards call you somebody" in view.text
    await world.restart()
    await world.member.slash("/goal log", goal="Butter", amount="1")
    assert "somebody · 36" in (await world.moderator.slash("/goal leaderboard")).text

    await world.member.press("Keep my name again", on=view)
    await world.member.slash("/goal log", goal="Butter", amount="1")
    assert f"{world.member.name} · 37" in (await world.moderator.slash("/goal leaderboard")).text


async def test_after_a_restart_nothing_comes_back(world: World) -> None:
    await begin_goal(world, target="10000")
    await world.member.slash("/goal log", goal="Butter", amount="30")
    await _delete(world.member, "Everywhere")

    await world.restart()

    assert "Nothing." in (await world.member.slash("/privacy view")).text
    assert (await total(world)).startswith("30 of 10,000")


async def test_of_nothing_it_is_not_said_how_it_is_kept(world: World) -> None:
    newcomer = world.person("Nari")
    seen = await newcomer.slash("/privacy view")
    assert "Nothing." in seen.text
    assert "It is kept by" not in seen.text
