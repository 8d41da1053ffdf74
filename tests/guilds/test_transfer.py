"""Settings from a file: read whatever it holds, planned for this server, applied as shown."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.caller import Caller
from bot.clock import SystemClock
from bot.database.sqlite import SqliteDatabase
from bot.guilds.general import GENERAL, LANGUAGE, MODERATOR_ROLE, NOTICE_CHANNEL, QUIET_CHANNELS
from bot.guilds.imports import DraftGone, ImportService
from bot.guilds.service import NotAModerator, OnlyManageServer, Outcome, SettingsService, Wish
from bot.guilds.settings import NOTHING_SET, Declarations, GuildSettings, Held
from bot.guilds.transfer import (
    LARGEST_FILE,
    FileTooLarge,
    FileUnreadable,
    Plan,
    decoded,
    plan,
)
from bot.limits.service import LimitService, TooSoon
from bot.server import Channel, ChannelType
from tests.guilds.town import Town

DECLARATIONS = Declarations(GENERAL)
HARU = Caller(7, 1, manages_server=True)
HELPER = Caller(8, 1, role_ids=frozenset({50}))
MEMBER = Caller(9, 1)


def _file(settings: dict[str, Any], names: dict[str, str] | None = None, **more: Any) -> str:
    return json.dumps(
        {"format": "borahae-settings", "version": 1, "settings": settings, "names": names or {}, **more}
    )


def _planned(text: str, town: Town) -> Plan:
    return plan(text, DECLARATIONS, NOTHING_SET, town)


def _town(*channels: tuple[int, str, ChannelType]) -> Town:
    return Town(channels=tuple(Channel(*one) for one in channels))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "cp949"])
def test_what_is_no_utf_8_is_refused(encoding: str) -> None:
    with pytest.raises(FileUnreadable):
        _planned(
            decoded(_file({"general.language": "ko"}, {"1": "한"}).replace("\\ud55c", "한").encode(encoding)),
            Town(),
        )


def test_a_byte_order_mark_is_no_harm() -> None:
    content = _file({"general.language": "ko"}).encode("utf-8-sig")

    assert [one.new for one in _planned(decoded(content), Town()).changes] == ["ko"]


@pytest.mark.parametrize(
    "text",
    [
        _file({"general.notice_channel": "9"}, {"9": "\ud800"}),
        _file({"\udfff": 1}),
        _file({"general.language": "ko"}, colour="red"),
        _file({"general.language": "ko"}).replace('"version": 1', '"version": "one"'),
        "NaN",
    ],
    ids=["half a pair in a name", "in a key", "a field more", "a version in words", "no object"],
)
def test_what_is_not_as_an_export_is_refused(text: str) -> None:
    with pytest.raises(FileUnreadable):
        _planned(text, Town())


def test_what_is_too_large_is_refused_whoever_fetched_it() -> None:
    decoded(b" " * LARGEST_FILE)
    with pytest.raises(FileTooLarge):
        decoded(b" " * (LARGEST_FILE + 1))


def test_a_name_stands_for_a_channel_of_a_type_the_setting_takes() -> None:
    town = _town((11, "mods", ChannelType.CATEGORY), (12, "mods", ChannelType.TEXT))
    text = _file({"general.notice_channel": "9", "general.quiet_channels": ["9"]}, {"9": "mods"})

    assert [one.new for one in _planned(text, town).changes] == [12, (12,)]


def test_of_two_channels_of_one_name_none_is_guessed() -> None:
    town = _town((11, "mods", ChannelType.TEXT), (12, "mods", ChannelType.TEXT))

    planned = _planned(_file({"general.notice_channel": "9"}, {"9": "mods\n\nhere"}), town)
    doubled = _planned(_file({"general.notice_channel": "9"}, {"9": "mods"}), town)

    assert planned.changes == doubled.changes == ()
    assert [one.names for one in planned.lacking] == [("mods here",)]
    assert [(one.setting, one.names) for one in doubled.lacking] == [(NOTICE_CHANNEL, ("mods",))]


def test_what_is_missing_altogether_changes_nothing_and_in_part_the_rest() -> None:
    town = _town((11, "here", ChannelType.TEXT))
    names = {"8": "here", "9": "gone"}

    wholly = _planned(_file({"general.quiet_channels": ["9"]}, names), town)
    partly = _planned(_file({"general.quiet_channels": ["8", "9"]}, names), town)

    held = GuildSettings({QUIET_CHANNELS.key: Held((11,), 1, 7, datetime.now(UTC))})
    kept = plan(_file({"general.quiet_channels": ["9"]}, names), DECLARATIONS, held, town)
    assert wholly.changes == kept.changes == ()
    assert [(one.setting, one.new) for one in partly.changes] == [(QUIET_CHANNELS, (11,))]
    assert [one.names for one in (*wholly.lacking, *partly.lacking)] == [("gone",), ("gone",)]


class Desk:
    """Settings and imports over one database."""

    def __init__(self, database: SqliteDatabase) -> None:
        clock = SystemClock()
        self.settings = SettingsService(database, DECLARATIONS, clock)
        limits = LimitService(database, clock)
        self.imports = ImportService(database, self.settings, limits, clock)

    async def set(self, change_id: int, *wishes: Wish) -> None:
        await self.settings.change(HARU, Town(), wishes, change_id=change_id)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with SqliteDatabase(tmp_path / "settings.sqlite3") as database:
        yield Desk(database)


KOREAN = _file({"general.language": "ko"}).encode()


async def test_nobody_but_moderators_exports_looks_or_applies(desk: Desk) -> None:
    await desk.imports.look(HARU, Town(), KOREAN, 1)

    for attempt in (
        desk.imports.export(MEMBER, Town()),
        desk.imports.look(MEMBER, Town(), KOREAN, 2),
        desk.imports.apply(MEMBER, Town(), 1, change_id=3),
    ):
        with pytest.raises(NotAModerator):
            await attempt


async def test_a_file_with_the_moderator_role_is_refused_at_the_look(desk: Desk) -> None:
    await desk.set(1, Wish(MODERATOR_ROLE, 50))
    file = _file({"general.language": "ko", "general.moderator_role": None}).encode()

    with pytest.raises(OnlyManageServer) as refusal:
        await desk.imports.look(HELPER, Town(), file, 2)
    assert refusal.value.values == {"setting": "Moderator role"}
    await desk.imports.look(HARU, Town(), file, 3)
    with pytest.raises(OnlyManageServer):
        await desk.imports.apply(HELPER, Town(), 3, change_id=4)


async def test_the_next_file_has_to_wait(desk: Desk) -> None:
    await desk.imports.look(HARU, Town(), KOREAN, 1)

    with pytest.raises(TooSoon):
        await desk.imports.look(HARU, Town(), KOREAN, 2)


async def test_another_servers_file_cannot_be_applied(desk: Desk) -> None:
    await desk.imports.look(HARU, Town(), KOREAN, 1)

    with pytest.raises(DraftGone):
        await desk.imports.apply(Caller(7, 2, manages_server=True), Town(id=2), 1, change_id=2)


async def test_what_would_now_do_something_else_is_shown_again_first(desk: Desk) -> None:
    file = _file({"general.language": "ko", "general.private_answers": True}).encode()
    await desk.imports.look(HARU, Town(), file, 1)
    await desk.set(2, Wish(LANGUAGE, "en"))

    shown = await desk.imports.apply(HARU, Town(), 1, change_id=3)
    assert isinstance(shown, Plan)
    assert [(one.old, one.new) for one in shown.changes] == [("en", "ko"), (False, True)]
    assert desk.settings.of(1)[LANGUAGE] == "en"

    applied = await desk.imports.apply(HARU, Town(), 1, change_id=4)
    assert isinstance(applied, Outcome)
    assert desk.settings.of(1)[LANGUAGE] == "ko"
