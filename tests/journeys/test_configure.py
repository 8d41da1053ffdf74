"""Moderators who rather type: the same settings by /configure."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.caller import Caller
from bot.guilds.general import NOTICE_CHANNEL, QUIET_CHANNELS
from bot.guilds.kinds import ChannelElsewhere, ChannelOfWrongType
from bot.guilds.service import Outcome, Wish
from bot.kit.server import DiscordServer
from bot.server import Server
from demo.forms import Impossible
from demo.world import World
from tests.journeys.panel import is_default, set_to, setting_line


async def test_several_settings_at_once_are_one_change(world: World) -> None:
    panel = await world.moderator.slash(
        "/configure general", zone="Asia/Manila", language="ko", private_answers=True
    )

    assert panel.private
    assert setting_line(panel, "Language") == "Language: 한국어"
    assert setting_line(panel, "Private answers").startswith("Private answers: Yes")
    panel = await world.moderator.press("Undo the latest", on=panel)
    assert is_default(panel, "Language")
    assert is_default(panel, "Time zone")


async def test_without_an_option_it_shows_the_page(world: World) -> None:
    assert (await world.moderator.slash("/configure facts")).text.startswith("Settings · Facts")


async def test_a_zone_is_found_by_a_city_with_the_time_there(world: World) -> None:
    lines = await world.moderator.complete("/configure general", "zone", "manil")

    assert lines[0] == ("Manila · 19:55 · UTC+8", "Asia/Manila")
    panel = await world.moderator.slash("/configure general", zone=lines[0][1])
    assert "Manila" in setting_line(panel, "Time zone")


async def test_before_anything_is_typed_the_best_known_zones_are_offered(world: World) -> None:
    lines = await world.moderator.complete("/configure general", "zone", "")

    assert len(lines) == 25
    assert any(label.startswith("Seoul · 20:55") for label, _ in lines)


@pytest.mark.parametrize(("zone", "said"), [("Mars", "I am not sure which zone"), ("USA", "I am not sure")])
async def test_a_zone_that_is_not_clear_changes_nothing(world: World, zone: str, said: str) -> None:
    refusal = await world.moderator.slash("/configure general", zone=zone, private_answers=True)

    assert refusal.text.startswith(said)
    assert is_default(await world.moderator.slash("/settings"), "Private answers")


async def test_a_list_gains_and_loses_one_at_a_time(world: World) -> None:
    one, two = world.server.text_channel("one"), world.server.text_channel("two")

    await world.moderator.slash("/configure general", quiet_channels=one)
    panel = await world.moderator.slash("/configure general", quiet_channels=two)
    assert "#one and #two" in setting_line(panel, "Quiet channels")
    panel = await world.moderator.slash("/configure general", quiet_channels=one)

    assert "#one" not in setting_line(panel, "Quiet channels")
    assert "#two" in setting_line(panel, "Quiet channels")


async def test_what_somebody_else_adds_at_the_same_moment_is_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = world.server.text_channel("one"), world.server.text_channel("two")
    settings, other = world.bot.app.settings, world.person("Jiwoo")

    async def overtaken(caller: Caller, server: Server, wishes: Sequence[Wish], *, change_id: int) -> Outcome:
        monkeypatch.undo()
        at_once = Caller(other.id, world.server.id, manages_server=True)
        await settings.change(at_once, server, [Wish(QUIET_CHANNELS, (one.id,))], change_id=1)
        return await settings.change(caller, server, wishes, change_id=change_id)

    monkeypatch.setattr(settings, "change", overtaken)
    panel = await world.moderator.slash("/configure general", quiet_channels=two)

    assert "#one and #two" in setting_line(panel, "Quiet channels")
    assert "@Jiwoo" in panel.text


async def test_a_channel_that_is_gone_does_not_stand_in_the_way_of_another(world: World) -> None:
    one, two = world.server.text_channel("one"), world.server.text_channel("two")
    await world.moderator.slash("/configure general", quiet_channels=one)
    await world.server.delete_channel(one)

    panel = await world.moderator.slash("/configure general", quiet_channels=two)

    assert "#two" in setting_line(panel, "Quiet channels")
    assert "gone" not in setting_line(panel, "Quiet channels")


async def test_one_setting_goes_back_to_its_default(world: World) -> None:
    await set_to(world.moderator, "Language", "한국어")

    panel = await world.moderator.slash("/configure general", reset="general.language")

    assert is_default(panel, "Language")


async def test_the_servers_language_is_an_option_too(world: World) -> None:
    await set_to(world.moderator, "Language", "한국어")

    assert is_default(await world.moderator.slash("/configure general", language="unset"), "Language")


async def test_a_voice_channel_for_notices_is_not_offered(world: World) -> None:
    voice = world.server.handle.create_voice_channel("stage")

    with pytest.raises(Impossible):
        await world.moderator.slash("/configure general", notice_channel=voice)


async def test_a_forged_choice_is_refused_by_the_bot_itself(world: World) -> None:
    voice = world.server.handle.create_voice_channel("stage")
    settings, guild = world.bot.app.settings, world.bot.get_guild(world.server.id)
    assert guild is not None
    caller = Caller(world.moderator.id, guild.id, manages_server=True)

    for channel_id, refusal in ((voice.id, ChannelOfWrongType), (123456789, ChannelElsewhere)):
        with pytest.raises(refusal):
            await settings.change(
                caller, DiscordServer(guild), [Wish(NOTICE_CHANNEL, channel_id)], change_id=1
            )

    assert settings.of(guild.id).held == {}


async def test_in_korean_the_commands_are_korean(world: World) -> None:
    world.moderator.speak("ko")

    panel = await world.moderator.slash("/configure general", private_answers=True)

    assert panel.text.startswith("설정 · 일반\n")
    assert "바꿨어요.\n나만 보기 답변: 예" in panel.text


async def test_a_value_and_its_reset_at_once_are_refused(world: World) -> None:
    refusal = await world.moderator.slash("/configure general", language="en", reset="general.language")

    assert refusal.text == "That gives Language two values at once. Choose one of them."


async def test_the_options_say_what_they_do(world: World) -> None:
    payload = {command["name"]: command for command in await world.bot.command_book.payload()}
    general = next(page for page in payload["configure"]["options"] if page["name"] == "general")
    quiet = next(option for option in general["options"] if option["name"] == "quiet_channels")

    assert general["description"] == "Change settings, or see them: General"
    assert general["description_localizations"]["ko"] == "설정을 바꾸거나 확인해요: 일반"
    assert quiet["description"].startswith("Add or take away: Channels where")
    assert quiet["description_localizations"]["ko"].startswith("더하거나 빼요: ")
