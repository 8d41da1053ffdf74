"""What hostile people have seen of the bot: buttons, selects and forms, which they press and send again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simcord.backend.models import Interaction as Record

from bot.kit.items import read_custom_id
from demo.reading import walk
from demo.world import World

_KEPT = 24  # of one kind and server: the latest
_PRIVATE = 64


@dataclass(frozen=True, slots=True)
class Sighting:
    """A component of a message, or a form."""

    custom_id: str
    component: Mapping[str, Any]
    guild_id: int | None
    channel_id: int
    message_id: int | None
    owner_id: int | None
    """Who alone sees it."""


class Sightings:
    """Everything seen so far, by what it is."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.pressed: dict[str, list[Sighting]] = defaultdict(list)
        """By address."""
        self.forms: dict[str, list[Sighting]] = defaultdict(list)
        self.suggested: dict[tuple[str, int | None], list[str]] = defaultdict(list)
        """By command and option, and by server, the values that were offered."""
        self.parts: dict[int | None, list[str]] = defaultdict(list)
        """By server, what custom_ids carried."""
        self._known: set[tuple[str, int | None]] = set()

    def look_around(self) -> None:
        """Look at all messages."""
        backend = self._world.env.backend
        asked = {record.message_id: record.user_id for record in backend.interactions.values()}
        for channel_id in list(backend.messages):
            for message in list(backend.messages[channel_id].values()):
                self._see_message(channel_id, message, asked.get(message.id))
        for record in backend.interactions.values():
            self._see_form(record)

    def look(self, record: Record) -> None:
        """Look at what came of an interaction."""
        for message_id in (record.message_id, *record.followup_ids):
            message = self._world.env.backend.messages[record.channel_id].get(message_id or 0)
            if message is not None:
                self._see_message(record.channel_id, message, record.user_id)
        self._see_form(record)

    def of(self, seen: Mapping[str, list[Sighting]], address: str, guild_id: int | None) -> list[Sighting]:
        """What of it is there still in a server, the latest last; in direct messages without one."""
        return [one for one in seen[address] if one.guild_id == guild_id and self._is_there(one)]

    def elsewhere(
        self, seen: Mapping[str, list[Sighting]], address: str, guild_id: int | None
    ) -> list[Sighting]:
        """The same, of other servers."""
        return [one for one in seen[address] if one.guild_id != guild_id and self._is_there(one)]

    def _is_there(self, sighting: Sighting) -> bool:
        if sighting.message_id is None:
            return True
        return sighting.message_id in self._world.env.backend.messages[sighting.channel_id]

    def _see_message(self, channel_id: int, message: Any, asked_by: int | None) -> None:
        guild_id = self._world.env.backend.channels[channel_id].guild_id
        owner = asked_by if message.flags & _PRIVATE else None
        for component in walk(message.components):
            if custom_id := component.get("custom_id"):
                sighting = Sighting(custom_id, component, guild_id, channel_id, message.id, owner)
                self._keep(self.pressed, sighting)

    def _see_form(self, record: Record) -> None:
        if record.modal is not None:
            custom_id, source = record.modal["custom_id"], record.source_message_id
            sighting = Sighting(
                custom_id, record.modal, record.guild_id, record.channel_id, source, record.user_id
            )
            self._keep(self.forms, sighting)

    def _keep(self, seen: Mapping[str, list[Sighting]], sighting: Sighting) -> None:
        read = read_custom_id(sighting.custom_id)
        if read is None:
            return
        action, ids = read
        at = sighting.custom_id, sighting.message_id
        if at in self._known:
            return
        self._known.add(at)
        kept = seen[action.address]
        kept.append(sighting)
        _forget(kept)
        known = self.parts[sighting.guild_id]
        known += [part for part in ids if part and part not in known]
        del known[:-200]

    def suggestions(self, option: str, guild_id: int | None, values: Iterable[str]) -> None:
        """Remember what an option offered."""
        known = self.suggested[option, guild_id]
        known += [value for value in values if value not in known]
        del known[:-40]


def _forget(kept: list[Sighting]) -> None:
    """Drop the oldest of a server that has too many."""
    latest = kept[-1].guild_id
    same = [index for index, one in enumerate(kept) if one.guild_id == latest]
    if len(same) > _KEPT:
        del kept[same[0]]
