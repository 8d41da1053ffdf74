"""Someone new finds out what there is."""

from __future__ import annotations

import discord

from demo.people import Person
from demo.world import World
from tests.conftest import OpenWorld
from tests.journeys.panel import give_settings, set_to

# Discord offers these to all, for a moderator role may be set, and one for those who enter readings
FOR_MODERATORS = {"review", "goal create", "goal reading", "goal edit", "goal close", "goal reopen"}


async def _told(person: Person) -> set[str]:
    """The names of the commands that /help tells of."""
    lines = (await person.slash("/help")).text.splitlines()
    return {line.partition(": ")[0].removeprefix("/") for line in lines if line.startswith("/")}


async def test_help_lists_every_command_to_tap_on(world: World) -> None:
    reply = await world.member.slash("/help")

    assert reply.private
    sent = str(world.requests("POST", "/callback")[-1])
    for command in world.member.available_commands():
        for_moderators = command in FOR_MODERATORS
        assert (f"/{command}: " in reply.text) is not for_moderators
        assert (f"</{command}:" in sent) is not for_moderators


async def test_help_tells_moderators_of_what_is_theirs(world: World) -> None:
    reply = await world.moderator.slash("/help")

    for command in world.moderator.available_commands():
        assert f"/{command}: " in reply.text
    assert "/settings: " in reply.text


async def test_help_tells_of_readings_whoever_may_enter_them(world: World) -> None:
    reader = world.person("Bora", "Readers")
    assert "goal reading" not in await _told(reader)

    goals = await world.moderator.slash("/configure goals")
    await set_to(world.moderator, "Who enters readings", "Readers", goals)

    assert "goal reading" in await _told(reader)
    assert not (FOR_MODERATORS - {"goal reading"}) & await _told(reader)
    assert "goal reading" not in await _told(world.member)


async def test_help_tells_of_rounds_whoever_may_start_them(world: World) -> None:
    host = world.person("Bora", "Quizmasters")
    assert "trivia start" in await _told(world.member)

    trivia = await world.moderator.slash("/configure trivia")
    await set_to(world.moderator, "Who may start a round", "Quizmasters", trivia)

    assert "trivia start" in await _told(host)
    assert "trivia start" in await _told(world.moderator)
    assert "trivia start" not in await _told(world.member)


async def test_help_tells_a_moderator_by_role_of_what_discord_offers_them(world: World) -> None:
    helper = world.person("Sol", "Helpers", discord.Permissions.none())
    await set_to(world.moderator, "Moderator role", "Helpers")
    told = await _told(helper)
    assert told >= FOR_MODERATORS
    assert not {"settings", "configure daily"} & told

    give_settings(world, "Helpers")

    assert {"settings", "configure daily"} <= await _told(helper)


async def test_help_says_in_korean_what_each_command_does(world: World) -> None:
    world.moderator.speak("ko")

    told = (await world.moderator.slash("/help")).text

    assert "/configure general: " in told
    assert not [line for line in told.splitlines() if line.startswith("/") and line.isascii()]


async def test_help_in_a_direct_message_lists_what_works_there(world: World) -> None:
    world.member.go_to("dm")

    reply = await world.member.slash("/help")

    assert not {"settings", "configure general", "review"} & set(world.member.available_commands())
    for command in world.member.available_commands():
        assert f"/{command}: " in reply.text


async def test_about_says_what_this_is_and_how_to_have_it(world: World) -> None:
    reply = await world.member.slash("/about")

    assert reply.private
    assert "A companion for ARMY." in reply.text
    addresses = {button.label: button.url or "" for button in reply.buttons}
    assert addresses.keys() == {"Add to a server", "Add to my account"}
    assert "permissions=68608" in addresses["Add to a server"]
    assert "integration_type=1" in addresses["Add to my account"]


async def test_everything_works_in_a_direct_message(world: World) -> None:
    world.member.go_to("dm")

    reply = await world.member.slash("/fact search", query="dynamite")
    assert reply.text.startswith("Dynamite\n")
    assert (await world.member.press("Source", on=reply)).private
    page = await world.member.slash("/fact about", subject="bts")
    assert (await world.member.press("Next →", on=page)).edited
    assert (await world.member.complete("/fact search", "query", "but"))[0][0].startswith("Butter")


async def test_everything_works_where_a_person_brought_the_bot_along(open_world: OpenWorld) -> None:
    async with open_world(joined=False) as world:
        assert world.bot.get_guild(world.server.id) is None

        page = await world.member.slash("/fact timeline")
        turned = await world.member.press("Next →", on=page)

        assert turned.edited
        assert "/fact search: " in (await world.member.slash("/help")).text


async def test_a_member_without_the_right_to_use_commands_sees_none(world: World) -> None:
    world.server.forbid_commands()

    assert world.member.available_commands() == ()
