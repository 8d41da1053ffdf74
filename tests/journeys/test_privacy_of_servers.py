"""What is kept of a server: who manages it takes it along and deletes it, and it can start anew."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.trivia.round import LOBBY
from demo.world import World
from tests.journeys.goals import begin_goal, in_mod_room, open_mod_room, total
from tests.journeys.kept import cells, tells_of
from tests.journeys.panel import daily_page, set_to
from tests.journeys.rounds import card, first_question, press, right_answer


async def test_only_who_manages_a_server_takes_or_erases_it(world: World) -> None:
    await world.moderator.slash("/configure general", moderator_role=world.server.handle.roles["Moderators"])
    helper = world.person("Sora", "Helpers")
    await world.moderator.slash("/configure general", moderator_role=world.server.handle.roles["Helpers"])
    for person in (world.member, helper):
        for command in ("/privacy export", "/privacy delete"):
            refused = await person.slash(command, about="server")
            assert refused.private
            assert refused.text.startswith("That is for people with Manage Server")
    confirm = await world.moderator.slash("/privacy delete", about="server")
    form = await world.moderator.press("Delete all of this…", on=confirm)
    typo = await world.moderator.submit(form, {"Type “delete”": "no"})
    assert typo.text == "Nothing was deleted: you typed something else than “delete”."
    world.moderator.go_to("dm")
    refused = await world.moderator.slash("/privacy export", about="server")
    assert refused.text == "That works in servers I am a member of."


async def test_a_servers_file_names_nobody(world: World) -> None:
    await begin_goal(world, target="10000")
    await set_to(world.moderator, "Private answers", "Yes")
    await world.member.slash("/goal log", goal="Butter", amount="30")

    exported = await world.moderator.slash("/privacy export", about="server")
    assert exported.private
    content = await world.moderator.download("borahae-this-server.json", on=exported)
    told = json.loads(content)
    assert told["server"] == str(world.server.id)
    assert {"goals", "goal_logs", "settings"} <= {sheet["table"] for sheet in told["kept"]}
    for person in (world.member, world.moderator):
        assert str(person.id) not in content.decode()
        assert person.name not in content.decode()


async def test_an_erased_server_starts_anew(world: World) -> None:
    boards, daily = world.server.text_channel("boards"), world.server.text_channel("daily")
    await open_mod_room(world)
    await world.server.let_bot("view_channel", "send_messages", "read_message_history", "pin_messages")
    await world.moderator.slash("/configure goals", boards=boards)
    await world.moderator.slash("/configure daily", channel=daily, time="07:00")
    await set_to(world.moderator, "Private answers", "No")
    await begin_goal(world, target="10000")
    await world.member.slash("/goal log", goal="Butter", amount="30")
    await first_question(world)
    await press(world, world.member, await right_answer(world))
    await world.travel(timedelta(minutes=1))

    confirm = await world.moderator.slash("/privacy delete", about="server")
    assert (
        "Streaming goals of a server: what is counted, from where to where, until when. 1 entry"
        in confirm.text
    )
    form = await world.moderator.press("Delete all of this…", on=confirm)
    done = await world.moderator.submit(form, {"Type “delete”": " Delete "})
    assert done.text.startswith("Done. What I kept of this server is gone")
    assert world.server.id not in list(cells(world))
    assert not tells_of(world, world.member)
    (notice, *_) = in_mod_room(world)[::-1]
    assert (
        notice.text
        == f"@{world.moderator.name} had me delete everything I kept of this server, its settings too."
    )

    seen = len(world.posted(boards)), len(world.posted(daily))
    stale = await press(world, world.member, card(world).buttons[0].label)
    assert stale.text == "That round is over."
    await world.travel(timedelta(days=3))
    assert (len(world.posted(boards)), len(world.posted(daily))) == seen == (1, 0)
    panel = await world.moderator.slash("/settings")
    assert "Nothing has been changed yet." in (await world.moderator.press("History", on=panel)).text
    assert "There is no goal in this server yet" in (await world.member.slash("/goal show")).text

    await begin_goal(world, target="10000")
    await world.member.slash("/goal log", goal="Butter", amount="7")
    assert (await total(world)).startswith("7 of 10,000")
    assert "begins in 20 seconds" in (await world.member.slash("/trivia start")).text
    await world.travel(LOBBY)
    assert (await press(world, world.member, await right_answer(world))).private
    nothing = await world.moderator.slash("/privacy delete", about="server")
    assert "Delete everything I keep of this server?" in nothing.text


async def test_whatever_comes_first_after_a_server_was_erased_is_kept_again(world: World) -> None:
    await begin_goal(world, target="10000")
    await world.moderator.slash("/configure daily", channel=world.general, time="07:00")
    week = await daily_page(world.moderator, "Next seven days")
    board = await world.member.slash("/goal leaderboard")
    profile = await world.member.slash("/trivia profile")

    for person, on, label in (
        (world.member, board, "Leave the leaderboards"),
        (world.member, profile, "Leave the leaderboards"),
        (world.moderator, week, "Leave this one out"),
    ):
        confirm = await world.moderator.slash("/privacy delete", about="server")
        form = await world.moderator.press("Delete all of this…", on=confirm)
        await world.moderator.submit(form, {"Type “delete”": "delete"})
        assert world.server.id not in list(cells(world))

        await person.press(label, on=on)

        assert world.server.id in list(cells(world))
