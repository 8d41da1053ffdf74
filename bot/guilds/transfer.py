"""Settings as a file: written for one server, read and planned for another. Pure.

A file names channels and roles by id and by name: in the server it came from the ids hold; in another one
of the same name takes their place, and what has none is named as missing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.errors import UserError
from bot.guilds.settings import AnySetting, Declarations, GuildSettings
from bot.i18n.marking import gettext_noop
from bot.server import Channel, Role, Server

FILE_NAME = "borahae-settings.json"
FORMAT, VERSION = "borahae-settings", 1
LARGEST_FILE = 64 * 1024
"""Bytes; a server that has set everything needs a tenth."""
_SHOWN = 40  # characters of a key from a file that are repeated


class FileTooLarge(UserError):
    message = gettext_noop("That file is too large for settings: {most} kB at most. Is it the right one?")


class FileUnreadable(UserError):
    message = gettext_noop("I cannot read that as settings. Send me a file as Export writes it.")


class FileFromFuture(UserError):
    message = gettext_noop("That file was written by a newer version of me. Update me first.")


class FileWithUnknown(UserError):
    message = gettext_noop("The file names settings I do not have: {keys}. Nothing was changed.")


class FileWithBadValue(UserError):
    message = gettext_noop("The file's value for {setting} does not fit. Nothing was changed.")


class NothingToImport(UserError):
    message = gettext_noop("Everything in that file is set like that here already.")


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    format: str
    version: int
    settings: dict[str, Any]
    names: dict[str, str] = {}
    """Names of channels and roles by id."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One setting an import would change."""

    setting: AnySetting
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Lacking:
    """A setting of the file that names channels or roles this server does not have."""

    setting: AnySetting
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do."""

    changes: tuple[Planned, ...]
    lacking: tuple[Lacking, ...]

    @property
    def fingerprint(self) -> str:
        """The same for the same plan, also in another process."""
        told = [
            [one.setting.key, one.setting.kind.dump(one.old), one.setting.kind.dump(one.new)]
            for one in self.changes
        ]
        lacking = [[one.setting.key, *one.names] for one in self.lacking]
        return sha256(json.dumps([told, lacking]).encode()).hexdigest()


def exported(declarations: Declarations, settings: GuildSettings, server: Server) -> bytes:
    """A server's settings as a file; what is at its default is not in it."""
    held = [setting for setting in declarations if setting.key in settings.held]
    ids = {
        one.id: one.name
        for setting in held
        for one in _named_in(setting, settings[setting], server)
        if one is not None
    }
    file = _File(
        format=FORMAT,
        version=VERSION,
        settings={setting.key: setting.kind.dump(settings[setting]) for setting in held},
        names={str(one): name for one, name in ids.items()},
    )
    return (json.dumps(file.model_dump(), indent=2, ensure_ascii=False) + "\n").encode()


def decoded(content: bytes) -> str:
    """A file's text, as it is kept until it is applied.

    Raises:
        FileTooLarge, FileUnreadable: it is no use.
    """
    check_size(len(content))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnreadable from error


def plan(content: str, declarations: Declarations, settings: GuildSettings, server: Server) -> Plan:
    """What a file would change in a server.

    Raises:
        FileUnreadable, FileFromFuture, FileWithUnknown, FileWithBadValue: it is no use.
        NothingToImport: it would change nothing, and lacks nothing.
    """
    file = _read(content, declarations)
    changes, lacking = [], []
    for key, raw in file.settings.items():
        setting = declarations.setting(key)
        try:
            value = setting.kind.read(raw)
            counterparts, missing = _counterparts(setting, value, file.names, server)
            wanted = setting.kind.moved(value, counterparts)
            setting.kind.check(wanted, server)
        except UserError as error:
            raise FileWithBadValue(setting=setting.phrase) from error
        if missing:
            lacking.append(Lacking(setting, missing))
        wholly_missing = missing and not counterparts
        if not wholly_missing and wanted != settings[setting]:
            changes.append(Planned(setting, settings[setting], wanted))
    if not changes and not lacking:
        raise NothingToImport
    return Plan(tuple(changes), tuple(lacking))


def check_size(size: int) -> None:
    """Refuse a file by its size in bytes, before it is fetched.

    Raises:
        FileTooLarge: it is larger than any settings are.
    """
    if size > LARGEST_FILE:
        raise FileTooLarge(most=LARGEST_FILE // 1024)


def _read(content: str, declarations: Declarations) -> _File:
    try:
        told = json.loads(content)
        json.dumps(told, ensure_ascii=False).encode()  # half a surrogate pair can be neither kept nor sent
        if isinstance(told, dict) and told.get("format") == FORMAT and _newer(told.get("version")):
            raise FileFromFuture
        file = _File.model_validate(told)
    except (ValueError, RecursionError) as error:
        raise FileUnreadable from error
    if (file.format, file.version) != (FORMAT, VERSION):
        raise FileUnreadable
    known = declarations.known(file.settings)
    if unknown := [_one_line(key)[:_SHOWN] for key in file.settings if key not in known]:
        raise FileWithUnknown(keys=unknown[:3])
    return file


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _newer(version: Any) -> bool:
    return isinstance(version, int) and version > VERSION


def _named_in(setting: AnySetting, value: Any, server: Server) -> Sequence[Channel | Role | None]:
    channels = [server.channel(channel_id) for channel_id in setting.kind.channel_ids(value)]
    return [*channels, *(server.role(role_id) for role_id in setting.kind.role_ids(value))]


def _counterparts(
    setting: AnySetting, value: Any, names: Mapping[str, str], server: Server
) -> tuple[dict[int, int], tuple[str, ...]]:
    """The ids here that stand for those in the file, and the names of what is missing."""
    found: dict[int, int] = {}
    missing: list[str] = []
    wanted: list[tuple[int, Channel | Role | None, Callable[[str], Sequence[Channel | Role]]]] = [
        *((one, server.channel(one), server.channels_named) for one in setting.kind.channel_ids(value)),
        *((one, server.role(one), server.roles_named) for one in setting.kind.role_ids(value)),
    ]
    for one, here, named in wanted:
        name = names.get(str(one), "")
        same_name = [one for one in named(name) if setting.kind.takes(one)] if name else []
        if here is not None:
            found[one] = one
        elif len(same_name) == 1:
            found[one] = same_name[0].id
        else:
            missing.append(_one_line(name) or str(one))
    return found, tuple(missing)
