"""What servers set: read from memory, changed in the database, told and undone from the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from bot.caller import Caller
from bot.clock import Clock
from bot.database.erasing import Person
from bot.database.interface import Database, Reader, Transaction
from bot.errors import UserError
from bot.guilds import store
from bot.guilds.general import MODERATOR_ROLE
from bot.guilds.records import read_changes, read_settings, written
from bot.guilds.settings import NOTHING_SET, AnySetting, Change, Declarations, GuildSettings, Setting, T
from bot.guilds.store import StoredChange, StoredValue
from bot.i18n.marking import gettext_noop
from bot.server import Server

Recompute = Callable[[Transaction, int, GuildSettings], Awaitable[None]]
"""Works out anew what depends on a server's settings, within the transaction that changed them."""
HISTORY_SHOWN = 200
"""How many times something was changed; what was changed at once counts as one."""


class NotAModerator(UserError):
    message = gettext_noop(
        "That is for this server's moderators: people with Manage Server, or with the moderator role if"
        " there is one."
    )


class OnlyManageServer(UserError):
    message = gettext_noop("Only people with Manage Server can change {setting}.")


class SetTwice(UserError):
    message = gettext_noop("That gives {setting} two values at once. Choose one of them.")


class NothingToUndo(UserError):
    message = gettext_noop("There is nothing to undo: it is as it was already.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants a setting to be."""

    setting: AnySetting
    value: Any
    seen: int | None = None
    """The change that made the value they saw (0: the default); None: they replace whatever holds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a wish."""

    changes: tuple[Change, ...]
    overtaken: tuple[Change, ...] = ()
    """What somebody else had set since the person looked, and was replaced or added to."""


class SettingsService:
    """The settings of every server the bot is in; those at their default cost nothing."""

    def __init__(self, database: Database, declarations: Declarations, clock: Clock) -> None:
        self.declarations = declarations
        self._database, self._clock = database, clock
        self._recomputes: dict[str, Recompute] = {}
        self._also: defaultdict[str, list[str]] = defaultdict(list)
        """What else is worked out anew with a setting, by its key."""
        self._settings: dict[int, GuildSettings] = {}

    def recompute(self, name: str, how: Recompute, *with_others: AnySetting) -> None:
        """Take over from a feature how something is worked out anew.

        `with_others` are settings it depends on that belong to the whole server, and so cannot name it.
        """
        self._recomputes[name] = how
        for setting in with_others:
            self._also[setting.key].append(name)

    async def load(self) -> None:
        """Read what all servers have set.

        Raises:
            ValueError: a setting names something to recompute that nobody knows how to.
        """
        named = {name for setting in self.declarations for name in setting.recomputes}
        if unknown := named - set(self._recomputes):
            raise ValueError(f"nobody recomputes {', '.join(sorted(unknown))}")
        rows: defaultdict[int, list[StoredValue]] = defaultdict(list)
        for row in await self._database.read(store.all_values):
            rows[row.guild_id].append(row)
        self._settings = {
            guild_id: read_settings(of_guild, self.declarations) for guild_id, of_guild in rows.items()
        }

    def of(self, guild_id: int | None) -> GuildSettings:
        """What a server has set, from memory; nothing, where there is no server."""
        return self._settings.get(guild_id, NOTHING_SET) if guild_id is not None else NOTHING_SET

    def configured(self) -> list[int]:
        """The ids of all servers that have set something, in order."""
        return sorted(self._settings)

    def is_moderator(self, caller: Caller) -> bool:
        """Whether a person may change settings and decide reports."""
        if caller.guild_id is None:
            return False
        return caller.manages_server or self.of(caller.guild_id)[MODERATOR_ROLE] in caller.role_ids

    def expect_moderator(self, caller: Caller) -> None:
        """Refuse everybody else.

        Raises:
            ServersOnly: there is no server here.
            NotAModerator: they are none.
        """
        if not (caller.guild and self.is_moderator(caller)):
            raise NotAModerator

    def expect_allowed(self, caller: Caller, settings: Iterable[AnySetting]) -> None:
        """Refuse whoever may not change these settings.

        Raises:
            ServersOnly: there is no server here.
            NotAModerator: they are none.
            OnlyManageServer: a moderator role is not enough for one of them.
        """
        self.expect_moderator(caller)
        for setting in settings:
            if setting.only_manage_server and not caller.manages_server:
                raise OnlyManageServer(setting=setting.phrase)

    async def change(
        self, caller: Caller, server: Server, wishes: Sequence[Wish], *, change_id: int, way: str = "set"
    ) -> Outcome:
        """Give settings other values, all of them or none.

        Where somebody else changed a setting since it was looked at, a list gets what this person added
        and loses what they took away; a single value is replaced, and the outcome tells what it was.

        Raises:
            NotAModerator, OnlyManageServer: this person may not.
            SetTwice: two of the wishes are about one setting.
            UserError: a value does not fit this server; its sentence says what to do.
        """
        self.expect_allowed(caller, [wish.setting for wish in wishes])
        _expect_one_each(wishes)
        for wish in wishes:
            wish.setting.kind.check(wish.value, server)
        now = self._clock.now()

        async def apply(tx: Transaction) -> Outcome:
            await store.join(tx, caller.guild, now)
            before = await self.current(tx, caller.guild)
            changes: list[Change] = []
            overtaken: list[Change] = []
            for wish in wishes:
                setting, old, new = wish.setting, before[wish.setting], wish.value
                if wish.seen is not None and wish.seen != before.change_id(setting):
                    new = await self._merged(tx, server, wish, old)
                    latest = await self._latest(tx, caller.guild, setting)
                    overtaken += [change for change in latest if change.change_id != wish.seen]
                if new != old:
                    changes.append(Change(change_id, setting.key, old, new, way, caller.user_id, now))
            for change in changes:
                await store.put(tx, caller.guild, written(change, self.declarations))
            await self._follow(tx, server, [self.declarations.setting(change.key) for change in changes])
            return Outcome(tuple(changes), tuple(overtaken))

        return await self._database.write(apply)

    async def _follow(self, tx: Transaction, server: Server, changed: Sequence[AnySetting]) -> None:
        """What comes with a change: a look at the whole, what depends on it, and memory."""
        after = await self.current(tx, server.id)
        for area in dict.fromkeys(setting.area for setting in changed):
            check = self.declarations.area(area).check
            if check is not None:
                check(after, server)
        named = (name for setting in changed for name in (*setting.recomputes, *self._also[setting.key]))
        for name in dict.fromkeys(named):
            await self._recomputes[name](tx, server.id, after)
        tx.on_commit(lambda: self._settings.__setitem__(server.id, after))

    async def current(self, on: Reader, guild_id: int) -> GuildSettings:
        """A server's settings as the database has them, for what is written by them at the same moment."""
        return read_settings(await store.values(on, guild_id), self.declarations)

    async def lately(self, on: Reader, guild_id: int, setting: Setting[T]) -> tuple[T, ...]:
        """What a setting is, and then what it was before, each value once."""
        changes = self._changes_of(await store.latest_of(on, guild_id, setting.key, HISTORY_SHOWN))
        current = (await self.current(on, guild_id))[setting]
        return tuple(dict.fromkeys((current, *(value for one in changes for value in (one.new, one.old)))))

    async def history(self, caller: Caller) -> tuple[tuple[Change, ...], ...]:
        """A server's changes, the latest first; those that were made at once, together.

        Raises:
            NotAModerator: this person may not see them.
        """
        self.expect_moderator(caller)
        rows = await self._database.read(lambda on: store.history(on, caller.guild, HISTORY_SHOWN))
        return tuple(tuple(made) for _, made in groupby(self._changes_of(rows), attrgetter("change_id")))

    async def latest_change(self, caller: Caller) -> int | None:
        """The id of what was changed last in a server; None when nothing was.

        Raises:
            NotAModerator: this person may not know.
        """
        self.expect_moderator(caller)
        return await self._database.read(lambda on: store.latest_change(on, caller.guild))

    async def undo(self, caller: Caller, server: Server, undone: int, *, change_id: int) -> Outcome:
        """Put back what settings were before a change; itself a change.

        Raises:
            NothingToUndo: there is no such change, or nothing left of it.
            NotAModerator, OnlyManageServer: this person may not.
            UserError: what it was does not fit this server any more.
        """
        self.expect_moderator(caller)
        rows = await self._database.read(lambda on: store.changes(on, caller.guild, undone))
        made_at_once = self._changes_of(rows)
        wishes = [
            Wish(setting, setting.kind.still_here(change.old, server), seen=change.change_id)
            for change in made_at_once
            for setting in (self.declarations.setting(change.key),)
        ]
        outcome = await self.change(caller, server, wishes, change_id=change_id, way="undo")
        if not outcome.changes:
            raise NothingToUndo
        return outcome

    async def let_go_of(self, tx: Transaction, person: Person) -> None:
        """Somebody is erased: what they set holds without them."""
        tx.on_commit(lambda: self._unname(person))

    async def let_go_of_server(self, tx: Transaction, guild_id: int) -> None:
        """A server is erased."""
        tx.on_commit(partial(self._forget, guild_id))

    def _forget(self, guild_id: int) -> None:
        self._settings.pop(guild_id, None)

    def _unname(self, person: Person) -> None:
        known = self._settings if person.guild_id is None else {person.guild_id} & self._settings.keys()
        for guild_id in known:
            held = self._settings[guild_id].held
            if any(one.set_by == person.user_id for one in held.values()):
                self._settings[guild_id] = GuildSettings(
                    {
                        key: replace(one, set_by=None) if one.set_by == person.user_id else one
                        for key, one in held.items()
                    }
                )

    def _changes_of(self, rows: Iterable[StoredChange]) -> tuple[Change, ...]:
        return read_changes(rows, self.declarations)

    async def _merged(self, tx: Transaction, server: Server, wish: Wish, current: Any) -> Any:
        """What a wish comes to where somebody else has changed the setting since.

        What is gone from the server meanwhile is left out and stands in nobody's way.
        """
        kind = wish.setting.kind
        seen = await self._value_of(tx, server.id, wish.setting, wish.seen or 0)
        merged = kind.still_here(kind.merge(seen, wish.value, current), server)
        kind.check(merged, server)
        return merged

    async def _latest(self, tx: Transaction, guild_id: int, setting: AnySetting) -> tuple[Change, ...]:
        """A setting's latest change, if it is known."""
        return self._changes_of(await store.latest_of(tx, guild_id, setting.key))

    async def _value_of(self, tx: Transaction, guild_id: int, setting: AnySetting, change_id: int) -> Any:
        """What a setting became by a change; its default for 0, and where nobody knows any more."""
        for change in self._changes_of(await store.changes(tx, guild_id, change_id)):
            if change.key == setting.key:
                return change.new
        return setting.default


def _expect_one_each(wishes: Iterable[Wish]) -> None:
    settings: set[str] = set()
    for wish in wishes:
        if wish.setting.key in settings:
            raise SetTwice(setting=wish.setting.phrase)
        settings.add(wish.setting.key)
