"""Moderators set the bot up, together, and change their minds."""

from __future__ import annotations

import discord
import pytest

from bot.app import AREAS
from demo.forms import Impossible
from demo.people import Person, Reply
from demo.world import World
from tests.conftest import OpenWorld
from tests.journeys.panel import give_settings, is_default, set_to, setting_line

AUTHORITY = "That is for this server's moderators"


async def _area(person: Person, label: str) -> Reply:
    return await person.choose(label, on=await person.slash("/settings"))


async def test_from_invitation_to_a_working_set_up(open_world: OpenWorld) -> None:
    async with open_world(joined=False) as world:
        world.server.welcome_in(world.general)
        notices = world.server.text_channel("mod-room")
        await world.server.join()

        (hello,) = world.posted(world.general)
        assert "Hello! I know a lot about what ARMY love" in hello.text
        panel = await world.moderator.press("Set up", on=hello)
        assert panel.private
        panel = await set_to(world.moderator, "Time zone", "Manila", panel)
        panel = await set_to(world.moderator, "Notices for moderators", "mod-room", panel)

        assert setting_line(panel, "Time zone").startswith("Time zone: Manila · ")
        assert "Set by @Haru now." in panel.text
        health = await world.moderator.press("Health", on=panel)
        assert health.text.count("All is well.") == len(AREAS)
        assert world.posted(notices) == []


async def test_without_a_system_channel_it_arrives_in_silence(open_world: OpenWorld) -> None:
    async with open_world(joined=False) as world:
        await world.server.join()

        assert world.posted(world.general) == []
        assert (await world.moderator.slash("/settings")).private


async def test_a_member_who_tries_is_told_who_may(world: World) -> None:
    with pytest.raises(Impossible):
        await world.member.slash("/settings")
    world.server.welcome_in(world.general)
    await world.server.leave()
    await world.server.join()
    (hello,) = world.posted(world.general)

    assert (await world.member.press("Set up", on=hello)).text.startswith(AUTHORITY)
    assert (await world.member.slash("/review")).text.startswith(AUTHORITY)


async def test_what_is_set_holds_after_a_restart_and_the_old_panel_still_works(world: World) -> None:
    panel = await set_to(world.moderator, "Private answers", "Yes")
    assert (await world.member.slash("/fact random")).private

    await world.restart()

    assert (await world.member.slash("/fact random")).private
    panel = await set_to(world.moderator, "Private answers", "No", panel)
    assert not (await world.member.slash("/fact random")).private
    assert is_default(panel, "Private answers")


async def test_a_form_that_was_open_during_a_restart_arrives(world: World) -> None:
    form = await world.moderator.press("Language", on=await world.moderator.slash("/settings"))

    await world.restart()

    assert "Language: 한국어" in (await world.moderator.submit(form, {"Language": "한국어"})).text


async def test_a_form_that_was_closed_or_mistyped_opens_again(world: World) -> None:
    panel = await _area(world.moderator, "Goals")
    assert (await world.moderator.press("Rest days", on=panel)).title == "Rest days"  # and closes it

    form = await world.moderator.press("Rest days", on=panel)
    assert "That is no number" in (await world.moderator.submit(form, {"Rest days": "some"})).text

    panel = await set_to(world.moderator, "Rest days", "2", panel)
    assert setting_line(panel, "Rest days").startswith("Rest days: 2")


async def test_the_servers_language_is_what_everybody_reads(world: World) -> None:
    await set_to(world.moderator, "Language", "한국어")

    assert "더 알아보기" not in (await world.member.slash("/help")).text
    assert (await world.member.slash("/fact random")).buttons[0].label == "출처"


async def test_in_a_quiet_channel_and_its_threads_answers_are_private(world: World) -> None:
    await set_to(world.moderator, "Quiet channels", "general")

    assert (await world.member.slash("/fact random")).private
    world.server.text_channel("loud")
    world.member.go_to("loud")
    assert not (await world.member.slash("/fact random")).private


async def test_a_category_left_out_is_nowhere_to_be_seen(world: World) -> None:
    panel = await _area(world.moderator, "Facts")
    base = world.bot.app.facts.base
    charts = {fact.text for fact in base.facts.values() if fact.category == "chart"}

    await set_to(world.moderator, "Categories left out", "Charts", panel)

    found = await world.member.slash("/fact search", query="dynamite")
    assert not [text for text in charts if text in found.text]
    assert "together" in (await world.member.slash("/fact random", category="chart")).text
    offered = {value for _, value in await world.member.complete("/fact search", "query", "hot 100")}
    assert not offered & {fact.id for fact in base.facts.values() if fact.category == "chart"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Manila", "Time zone: Manila"),
        ("KST", "Time zone: Seoul"),
        ("asia/tokyo", "Time zone: Tokyo"),
    ],
)
async def test_one_matching_zone_is_taken(world: World, typed: str, said: str) -> None:
    assert said in (await set_to(world.moderator, "Time zone", typed)).text


async def test_several_matching_zones_become_a_list(world: World) -> None:
    several = await set_to(world.moderator, "Time zone", "United States")

    assert "Several zones fit" in several.text
    panel = await world.moderator.choose("Chicago", on=several)
    assert setting_line(panel, "Time zone").startswith("Time zone: Chicago")


async def test_an_unknown_place_names_the_nearest(world: World) -> None:
    nearest = await set_to(world.moderator, "Time zone", "Manilla")

    assert "I know no such place" in nearest.text
    assert len(nearest.selects[0].options) == 3
    panel = await world.moderator.press("← Settings", on=nearest)
    assert is_default(panel, "Time zone")


async def test_two_moderators_at_once_lose_nothing(world: World) -> None:
    other = world.person("Sol", "Stewards", discord.Permissions(manage_guild=True))
    world.server.text_channel("one")
    world.server.text_channel("two")
    mine = await world.moderator.press("Quiet channels", on=await world.moderator.slash("/settings"))
    theirs = await other.press("Quiet channels", on=await other.slash("/settings"))

    await world.moderator.submit(mine, {"Quiet channels": "one"})
    panel = await other.submit(theirs, {"Quiet channels": "two"})

    assert "#one" in setting_line(panel, "Quiet channels")
    assert "#two" in setting_line(panel, "Quiet channels")
    assert "Since then it had been changed to #one by @Haru, now." in panel.text


async def test_a_value_somebody_else_set_meanwhile_is_told_and_can_be_had_back(world: World) -> None:
    other = world.person("Sol", "Stewards", discord.Permissions(manage_guild=True))
    mine = await world.moderator.press("Language", on=await world.moderator.slash("/settings"))
    theirs = await other.press("Language", on=await other.slash("/settings"))

    await world.moderator.submit(mine, {"Language": "한국어"})
    panel = await other.submit(theirs, {"Language": "English"})
    assert "Since then it had been changed to 한국어 by @Haru, now." in panel.text

    panel = await other.press("Undo", on=panel)
    assert setting_line(panel, "Language") == "Language: 한국어"


async def test_the_history_tells_who_and_undoes_what_was_chosen(world: World) -> None:
    await set_to(world.moderator, "Language", "한국어")
    panel = await set_to(world.moderator, "Private answers", "Yes")

    history = await world.moderator.press("History", on=panel)
    assert "Private answers: No – everybody in the channel reads along → Yes" in history.text
    assert history.text.count("@Haru, now") == 2
    panel = await world.moderator.press("Undo", on=history, number=2)

    assert is_default(panel, "Language")
    assert setting_line(panel, "Private answers").startswith("Private answers: Yes")
    history = await world.moderator.press("History", on=panel)
    assert "by undo" in history.text


async def test_undoing_twice_brings_it_back(world: World) -> None:
    panel = await set_to(world.moderator, "Language", "한국어")

    panel = await world.moderator.press("Undo the latest", on=panel)
    assert is_default(panel, "Language")
    panel = await world.moderator.press("Undo the latest", on=panel)

    assert setting_line(panel, "Language") == "Language: 한국어"


async def test_nothing_to_undo_is_said(world: World) -> None:
    panel = await world.moderator.slash("/settings")

    with pytest.raises(Impossible):
        await world.moderator.press("Undo the latest", on=panel)
    assert "Nothing has been changed yet." in (await world.moderator.press("History", on=panel)).text


async def test_the_moderator_role_serves_and_only_manage_server_gives_it(world: World) -> None:
    helper = world.person("Sol", "Helpers")
    panel = await set_to(world.moderator, "Moderator role", "Helpers")
    assert "@Helpers" in setting_line(panel, "Moderator role")
    health = await world.moderator.press("Health", on=panel)
    assert "People with @Helpers do not see /settings and /configure yet." in health.text

    give_settings(world, "Helpers")
    panel = await world.moderator.press("← Settings", on=health)
    assert "do not see" not in (await world.moderator.press("Health", on=panel)).text
    panel = await set_to(helper, "Language", "한국어")
    assert setting_line(panel, "Language") == "Language: 한국어"
    refusal = await helper.press("Moderator role", on=panel)  # nobody shall fill in a form in vain
    assert refusal.text == "Only people with Manage Server can change Moderator role."
    assert (await helper.slash("/review")).text.startswith("Review")


async def test_a_role_taken_away_ends_the_right_at_once(world: World) -> None:
    helper = world.person("Sol", "Helpers")
    await set_to(world.moderator, "Moderator role", "Helpers")
    give_settings(world, "Helpers")
    panel = await helper.slash("/settings")

    await set_to(world.moderator, "Moderator role", "")

    assert (await helper.choose("Facts", on=panel)).text.startswith(AUTHORITY)


async def test_everybody_is_no_moderator(world: World) -> None:
    refusal = await set_to(world.moderator, "Moderator role", "@everyone")

    assert refusal.text == "That would be everybody. Choose a role that only some people have."


async def test_a_channel_that_is_gone_is_kept_and_told(world: World) -> None:
    channel = world.server.text_channel("mod-room")
    panel = await set_to(world.moderator, "Notices for moderators", "mod-room")

    await world.server.delete_channel(channel)

    panel = await _area(world.moderator, "General")
    assert "a channel that is gone" in setting_line(panel, "Notices for moderators")
    health = await world.moderator.press("Health", on=panel)
    assert "Notices for moderators: The channel is gone. Choose another one." in health.text


async def test_a_role_that_is_gone_is_told(world: World) -> None:
    world.person("Sol", "Helpers")
    await set_to(world.moderator, "Moderator role", "Helpers")

    await world.server.delete_role("Helpers")

    panel = await world.moderator.slash("/settings")
    assert "a role that is gone" in setting_line(panel, "Moderator role")
    assert "The role is gone" in (await world.moderator.press("Health", on=panel)).text


async def test_a_missing_permission_is_told_in_words(world: World) -> None:
    channel = world.server.text_channel("mod-room")
    await world.server.silence_bot_in(channel)

    panel = await set_to(world.moderator, "Notices for moderators", "mod-room")
    health = await world.moderator.press("Health", on=panel)

    assert "I lack Send Messages in #mod-room. Allow it there, in the channel's settings." in health.text


async def test_health_says_what_it_can_when_discord_does_not_tell_the_overrides(world: World) -> None:
    world.person("Sol", "Helpers")
    panel = await set_to(world.moderator, "Moderator role", "Helpers")
    world.fail("GET", "*/commands/permissions", status=500)

    assert "All is well." in (await world.moderator.press("Health", on=panel)).text


async def test_undo_the_latest_pressed_twice_undoes_once(world: World) -> None:
    panel = await set_to(world.moderator, "Language", "한국어")
    twin = world.server.message_of_the_past(panel.button("Undo the latest").custom_id or "")

    await world.moderator.press("Undo the latest", on=panel)
    again = await world.moderator.press("Press me", on=twin)

    assert "nothing to undo" in again.text
    assert is_default(await world.moderator.slash("/settings"), "Language")


async def test_a_former_moderator_fills_in_no_form_in_vain(world: World) -> None:
    helper = world.person("Sol", "Helpers")
    await set_to(world.moderator, "Moderator role", "Helpers")
    give_settings(world, "Helpers")
    panel = await helper.slash("/settings")
    form = await helper.press("Time zone", on=panel)

    await set_to(world.moderator, "Moderator role", "")

    assert (await helper.press("Time zone", on=panel)).text.startswith(AUTHORITY)
    assert (await helper.submit(form, {"Time zone": "United States"})).text.startswith(AUTHORITY)


async def test_who_sees_every_command_of_the_bot_sees_these_too(world: World) -> None:
    world.person("Sol", "Helpers")
    panel = await set_to(world.moderator, "Moderator role", "Helpers")
    world.server.allow(world.bot.application_id or 0, "Helpers", allowed=True)

    assert "do not see" not in (await world.moderator.press("Health", on=panel)).text


async def test_a_command_that_was_forgotten_on_the_integrations_page_is_named(world: World) -> None:
    world.person("Sol", "Helpers")
    panel = await set_to(world.moderator, "Moderator role", "Helpers")
    command_id = world.bot.command_book.id_of("settings")
    world.server.allow(command_id or 0, "Helpers", allowed=True)

    health = await world.moderator.press("Health", on=panel)

    assert "People with @Helpers do not see /configure yet." in health.text


async def test_a_thread_of_a_quiet_channel_is_quiet(world: World) -> None:
    await world.server.let_bot("view_channel", "send_messages", "create_public_threads")
    channel = world.bot.get_channel(world.general.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="comeback", type=discord.ChannelType.public_thread)
    (world.member.here,) = world.general.threads
    assert not (await world.member.slash("/fact random")).private

    await set_to(world.moderator, "Quiet channels", "general")

    assert (await world.member.slash("/fact random")).private


async def test_a_page_says_once_that_what_nobody_set_is_the_default(world: World) -> None:
    untouched = await world.moderator.slash("/settings")
    changed = await set_to(world.moderator, "Private answers", "Yes")

    assert untouched.text.count("default") == 1
    assert "Nobody has set anything here yet" in untouched.text
    assert changed.text.count("default") == 1
    assert not is_default(changed, "Private answers")
    assert is_default(changed, "Language")
