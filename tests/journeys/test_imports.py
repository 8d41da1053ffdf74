"""Settings as a file: kept, taken to another server, looked at before they are applied."""

from __future__ import annotations

import json
from datetime import timedelta

import discord
import pytest

from bot.guilds.transfer import FILE_NAME, LARGEST_FILE
from demo.forms import Impossible
from demo.people import Person, Reply
from demo.world import World
from tests.journeys.panel import is_default, set_to, setting_line


async def _exported(person: Person) -> bytes:
    reply = await person.press("Export", on=await person.slash("/settings"))
    return await person.download(FILE_NAME, on=reply)


async def _import(person: Person, content: bytes, name: str = FILE_NAME) -> Reply:
    form = await person.press("Import", on=await person.slash("/settings"))
    return await person.submit(form, {form.fields[0].label: (name, content)})


async def test_an_export_comes_back_as_it_was(world: World) -> None:
    panel = await set_to(world.moderator, "Language", "한국어")
    await set_to(world.moderator, "Time zone", "Manila", panel)
    exported = await _exported(world.moderator)
    panel = await world.moderator.slash("/settings")
    panel = await world.moderator.press("Undo the latest", on=panel)
    await set_to(world.moderator, "Language", "English", panel)

    plan = await _import(world.moderator, exported)
    assert "2 settings would change." in plan.text
    assert "Language: English → 한국어" in plan.text
    panel = await world.moderator.press("Apply", on=plan)

    assert setting_line(panel, "Language") == "Language: 한국어"
    assert "Manila" in setting_line(panel, "Time zone")
    assert "by import" in (await world.moderator.press("History", on=panel)).text


async def test_exports_in_a_row_have_to_wait(world: World) -> None:
    panel = await world.moderator.slash("/settings")
    await world.moderator.press("Export", on=panel)

    again = await world.moderator.press("Export", on=panel)

    assert again.text == "That was quick! Try again in 10 seconds."


async def test_settings_travel_to_another_server_by_the_names_of_channels(world: World) -> None:
    world.server.text_channel("mods")
    foreign = {
        "format": "borahae-settings",
        "version": 1,
        "settings": {
            "general.notice_channel": "111",
            "general.quiet_channels": ["222"],
            "general.moderator_role": "333",
        },
        "names": {"111": "mods", "222": "elsewhere", "333": "Moderators"},
    }

    plan = await _import(world.moderator, json.dumps(foreign).encode())
    assert "Quiet channels names elsewhere, which this server does not have." in plan.text
    panel = await world.moderator.press("Apply", on=plan)

    assert "#mods" in setting_line(panel, "Notices for moderators")
    assert "@Moderators" in setting_line(panel, "Moderator role")
    assert is_default(panel, "Quiet channels")


async def test_an_import_is_applied_once(world: World) -> None:
    await set_to(world.moderator, "Language", "한국어")
    exported = await _exported(world.moderator)
    await set_to(world.moderator, "Language", "English")
    plan = await _import(world.moderator, exported)

    again = world.server.message_of_the_past(plan.button("Apply").custom_id or "")
    await world.moderator.press("Apply", on=plan)

    assert "That import is over" in (await world.moderator.press("Press me", on=again)).text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG", "I cannot read that as settings."),
        (b"[]", "I cannot read that as settings."),
        (b"[" * 5000, "I cannot read that as settings."),
        (b" " * (LARGEST_FILE + 1), "That file is too large for settings: 64 kB at most."),
        (b'{"format": "borahae-settings", "version": 2, "future": {}}', "written by a newer version"),
        (
            b'{"format": "borahae-settings", "version": 1, "settings": {"general.colour": "red"}}',
            "names settings I do not have: general.colour.",
        ),
        (
            b'{"format": "borahae-settings", "version": 1, "settings": {"general.zone": "Mars/Base"}}',
            "The file's value for Time zone does not fit.",
        ),
    ],
    ids=["picture", "list", "deep", "large", "future", "unknown", "bad value"],
)
async def test_a_file_that_is_no_use_says_why_and_changes_nothing(
    world: World, content: bytes, said: str
) -> None:
    reply = await _import(world.moderator, content)

    assert said in reply.text
    assert not reply.buttons
    assert is_default(await world.moderator.slash("/settings"), "Language")


async def test_a_file_changes_nothing_before_it_is_applied(world: World) -> None:
    file = {"format": "borahae-settings", "version": 1, "settings": {"general.language": "en"}}

    plan = await _import(world.moderator, json.dumps(file).encode())

    assert "1 setting would change." in plan.text
    assert is_default(await world.moderator.slash("/settings"), "Language")


async def test_an_import_with_one_bad_value_changes_nothing(world: World) -> None:
    file = {
        "format": "borahae-settings",
        "version": 1,
        "settings": {"general.language": "ko", "general.private_answers": "perhaps"},
    }

    assert "Private answers" in (await _import(world.moderator, json.dumps(file).encode())).text
    assert is_default(await world.moderator.slash("/settings"), "Language")


@pytest.mark.parametrize("content", [b'{"format": "borahae-settings"}'.decode().encode("utf-16"), "lost"])
async def test_a_file_that_cannot_be_read_or_fetched_says_so(
    world: World, content: bytes | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content == "lost":
        monkeypatch.setattr(world.env.backend.cdn, "get", lambda _: None)  # Discord has lost it

    reply = await _import(world.moderator, content if isinstance(content, bytes) else b"{}")

    said = "I could not fetch that file. Send it again." if content == "lost" else "I cannot read that"
    assert reply.text.startswith(said)


async def test_an_import_that_would_do_something_else_by_now_is_shown_again(world: World) -> None:
    other = world.person("Sol", "Stewards", discord.Permissions(manage_guild=True))
    file = {"format": "borahae-settings", "version": 1, "settings": {"general.language": "ko"}}
    plan = await _import(world.moderator, json.dumps(file).encode())
    await set_to(other, "Language", "English")

    again = await world.moderator.press("Apply", on=plan)
    assert "Things have changed here since you looked, so nothing is imported yet." in again.text
    assert "Language: English → 한국어" in again.text

    panel = await world.moderator.press("Apply", on=again)
    assert setting_line(panel, "Language") == "Language: 한국어"


async def test_a_file_waits_a_day_to_be_applied(world: World) -> None:
    file = {"format": "borahae-settings", "version": 1, "settings": {"general.language": "ko"}}
    plan = await _import(world.moderator, json.dumps(file).encode())

    await world.travel(timedelta(days=2))

    assert "That import is over" in (await world.moderator.press("Apply", on=plan)).text


async def test_a_file_that_names_only_what_is_missing_says_why_nothing_would_change(world: World) -> None:
    file = {"format": "borahae-settings", "version": 1, "settings": {"general.notice_channel": "111"}}

    plan = await _import(world.moderator, json.dumps(file).encode())

    assert "Nothing would change, because this server lacks what the file names." in plan.text
    with pytest.raises(Impossible):
        await world.moderator.press("Apply", on=plan)
