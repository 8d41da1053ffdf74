"""What a server can set: how a feature declares it, and what one server has set. Pure.

A setting is declared once. From the declaration come its place on the panel, its form, its option of
`/configure`, its validation, its line in the history, its field in an export and its row on the docs page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from bot.errors import UserError
from bot.guilds.kinds import Kind
from bot.i18n.marking import Phrase, gettext_noop
from bot.server import Server

T = TypeVar("T")


class UnknownSetting(UserError):
    """A message or a file names a setting that is not there (any more)."""

    message = gettext_noop("I do not have that setting any more. Open the settings anew.")


@dataclass(frozen=True, eq=False)
class Setting(Generic[T]):
    """One thing a server can set."""

    key: str
    """`<area>.<name>`; kept in databases and exports for years, so it never changes its meaning."""
    kind: Kind[T]
    default: T
    label: str
    """What it is called, as a catalog sentence without a full stop."""
    help: str
    """What it does, in at most 100 characters: Discord shows it below the form's field."""
    unset: str
    """What holds while it is at its default, as a catalog sentence without a full stop."""
    set: str | None = None
    """What happens once it is set, where the value alone does not tell."""
    needs: tuple[str, ...] = ()
    """Permissions (discord.py's names) the bot needs in the channels it names, once it is set."""
    needed_in: Setting[Any] | None = None
    """The setting whose channels they are needed in, where this one names none."""
    pings: bool = False
    """Whether the bot mentions the role it names."""
    only_manage_server: bool = False
    """Whether a moderator role is not enough to change it."""
    recomputes: tuple[str, ...] = ()
    """What is worked out anew in the transaction that changes it; `SettingsService` knows how by name."""

    @property
    def area(self) -> str:
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        """Its name within the area, and the name of its option of `/configure`."""
        return self.key.partition(".")[2]

    @property
    def phrase(self) -> Phrase:
        """Its label, for a placeholder."""
        return Phrase(self.label)


AnySetting = Setting[Any]


@dataclass(frozen=True, eq=False)
class Door:
    """A button on an area's page that leads to more of the feature."""

    label: str
    custom_id: str


Check = Callable[["GuildSettings", Server], None]
"""Refuses, with a `UserError`, settings that cannot be together in a server."""


@dataclass(frozen=True, eq=False)
class Area:
    """The settings of one feature, a page of the panel."""

    key: str
    label: str
    intro: str
    """One sentence about it."""
    settings: tuple[AnySetting, ...]
    check: Check | None = None
    doors: tuple[Door, ...] = ()
    """At most five."""


class Declarations:
    """All areas of this bot."""

    def __init__(self, *areas: Area) -> None:
        self.areas: Mapping[str, Area] = {area.key: area for area in areas}
        self._settings = {setting.key: setting for area in areas for setting in area.settings}

    def __iter__(self) -> Iterator[AnySetting]:
        return iter(self._settings.values())

    def setting(self, key: str) -> AnySetting:
        """The setting of a key.

        Raises:
            UnknownSetting: there is none.
        """
        if key not in self._settings:
            raise UnknownSetting
        return self._settings[key]

    def area(self, key: str) -> Area:
        """The area of a key.

        Raises:
            UnknownSetting: there is none.
        """
        if key not in self.areas:
            raise UnknownSetting
        return self.areas[key]

    def known(self, keys: Iterable[str]) -> list[str]:
        """Those of the keys that a setting has."""
        return [key for key in keys if key in self._settings]


@dataclass(frozen=True, slots=True)
class Held:
    """A value a server has set."""

    value: Any
    change_id: int
    set_by: int | None
    """Who set it; None once they had what is known of them erased."""
    set_at: datetime


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What one server has set. Never changed: a change makes another."""

    held: Mapping[str, Held] = field(default_factory=dict)

    def __getitem__(self, setting: Setting[T]) -> T:
        """The value that holds: the server's, or the default."""
        held = self.held.get(setting.key)
        value: T = held.value if held is not None else setting.default
        return value

    def change_id(self, setting: AnySetting) -> int:
        """The change that gave the setting its value; 0 while it is at its default."""
        held = self.held.get(setting.key)
        return held.change_id if held is not None else 0


NOTHING_SET = GuildSettings()


@dataclass(frozen=True, slots=True)
class Change:
    """One setting's change, as the history keeps it."""

    change_id: int
    """The interaction that made it; the changes of an import share one."""
    key: str
    old: Any
    new: Any
    way: str
    """`set`, `undo` or `import`."""
    changed_by: int | None
    changed_at: datetime
