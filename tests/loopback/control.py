"""What a test may do to this Discord: POST /control/<verb> with JSON, answered with JSON."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from fnmatch import fnmatch
from typing import Any

import orjson
from aiohttp import web

from tests.loopback import gateway_payloads, rest_payloads
from tests.loopback.faults import Fault, Faults
from tests.loopback.gateway import Gateway
from tests.loopback.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interactions
from tests.loopback.messages import pressable, walk
from tests.loopback.permissions import held
from tests.loopback.rest import Log
from tests.loopback.store import Overwrite, Store

_POLL = 0.005  # seconds between looks at a condition
_BUTTON, _STRING_SELECT = 2, 3


class Control:
    """The verbs. Each takes keyword arguments and returns what JSON can hold."""

    def __init__(
        self, store: Store, gateway: Gateway, interactions: Interactions, faults: Faults, log: Log
    ) -> None:
        self._store, self._gateway, self._interactions = store, gateway, interactions
        self._faults, self._log = faults, log

    async def serve(self, request: web.Request) -> web.Response:
        """One verb."""
        verb: Callable[..., Awaitable[Any]] = getattr(self, f"do_{request.match_info['verb']}")
        raw = await request.read()
        try:
            told = await verb(**(orjson.loads(raw) if raw else {}))
        except (LookupError, TimeoutError) as error:
            return web.Response(status=409, text=f"{type(error).__name__}: {error}")
        return web.Response(
            body=orjson.dumps(told, option=orjson.OPT_NON_STR_KEYS), content_type="application/json"
        )

    # the world

    async def do_add_guild(
        self, channels: int = 1, roles: int = 0, permissions: int = 0, shard: int | None = None, kind: int = 0
    ) -> dict[str, Any]:
        """A guild with channels, a member, and the bot with exactly these permissions on its own role."""
        place = (shard, self._store.shards) if shard is not None else None
        guild = self._store.add_guild("Server", shard=place, bot_permissions=permissions)
        made = [self._store.add_channel(guild.id, f"channel-{number}", kind) for number in range(channels)]
        for number in range(roles):
            self._store.add_role(guild.id, f"role-{number}", 0)
        member = self._store.add_user("Minji")
        guild.members[member.id] = set()
        self._gateway.tell_of(guild)
        return {
            "guild": guild.id,
            "channels": [channel.id for channel in made],
            "member": member.id,
            "owner": guild.owner_id,
        }

    async def do_add_guilds(self, count: int, channels: int, roles: int) -> int:
        """Many guilds of one size."""
        for _ in range(count):
            await self.do_add_guild(channels=channels, roles=roles)
        return len(self._store.guilds)

    async def do_add_member(self, guild: int, name: str) -> int:
        user = self._store.add_user(name)
        self._store.guilds[guild].members[user.id] = set()
        return user.id

    async def do_add_members(self, guild: int, count: int) -> list[int]:
        """Many members of one guild."""
        return [await self.do_add_member(guild, f"Member {number}") for number in range(1, count + 1)]

    async def do_direct_channel(self) -> int:
        return self._store.add_channel(None, "").id

    async def do_overwrite(self, channel: int, target: int, kind: int, allow: int = 0, deny: int = 0) -> None:
        entries = self._store.channels[channel].overwrites
        entries[:] = [entry for entry in entries if entry.id != target]
        entries.append(Overwrite(target, kind, allow, deny))

    async def do_tell_of_channel(self, channel: int) -> None:
        """The gateway tells how a channel is now, or that it is gone."""
        of = self._store.channels[channel]
        event = "CHANNEL_DELETE" if of.gone else "CHANNEL_UPDATE"
        self._gateway.dispatch(event, gateway_payloads.text_channel(of), of.guild_id)

    async def do_add_channel(self, guild: int, kind: int = 0) -> int:
        """A channel more; the gateway tells of it."""
        made = self._store.add_channel(guild, f"channel-{len(self._store.channels)}", kind)
        self._gateway.dispatch("CHANNEL_CREATE", gateway_payloads.text_channel(made), guild)
        return made.id

    async def do_outage(self, guild: int, begins: bool) -> None:
        """A guild becomes unavailable, or comes back."""
        of = self._store.guilds[guild]
        of.outage = begins
        if begins:
            self._gateway.dispatch("GUILD_DELETE", gateway_payloads.guild_delete(of, outage=True), guild)
        else:
            self._gateway.tell_of(of)

    async def do_remove_guild(self, guild: int) -> None:
        """The bot is removed from a guild."""
        of = self._store.guilds.pop(guild)
        self._gateway.dispatch("GUILD_DELETE", gateway_payloads.guild_delete(of, outage=False), guild)

    async def do_delete_channel(self, channel: int) -> None:
        of = self._store.channels[channel]
        of.gone = True
        if of.guild_id is not None:
            self._store.guilds[of.guild_id].channel_ids.remove(channel)

    async def do_move_time(self, seconds: float) -> str:
        self._store.time.move(timedelta(seconds=seconds))
        return self._store.time.now().isoformat()

    # what people do

    async def do_slash(self, channel: int, user: int, command: str, **options: Any) -> int:
        return self._typed(COMMAND, channel, user, command, _options(options))

    async def do_configure(self, channel: int, user: int, area: str, option: str, to: int) -> int:
        """Set an option of an area to a channel."""
        chosen = self._store.channels[to]
        told = {"id": str(to), "name": chosen.name, "type": chosen.type, "permissions": "0"}
        options = [{"name": option, "type": 7, "value": str(to)}]
        resolved = {"channels": {str(to): told}}
        return self._typed(COMMAND, channel, user, f"configure {area}", options, resolved=resolved)

    async def do_type(self, channel: int, user: int, command: str, **typed: str) -> int:
        """Type into one option."""
        ((option, text),) = typed.items()
        focused = {"name": option, "type": 3, "value": text, "focused": True}
        return self._typed(AUTOCOMPLETE, channel, user, command, [focused])

    async def do_press(self, message: int, user: int, custom_id: str, values: list[str] | None = None) -> int:
        """Press a button, or choose in a select."""
        pressed = self._store.message(message)
        if custom_id not in {part.get("custom_id") for part in walk(pressed.body.get("components") or ())}:
            raise LookupError(f"the message shows nothing with {custom_id}")
        data: dict[str, Any] = {"custom_id": custom_id, "component_type": _BUTTON, "id": 1}
        if values is not None:
            data |= {"component_type": _STRING_SELECT, "values": values}
        channel = self._store.channels[pressed.channel_id]
        return self._interactions.send(COMPONENT, channel, user, data, pressed).id

    async def do_submit(self, message: int, user: int, custom_id: str, **filled: str | list[str]) -> int:
        """Send the fields of a form that a press on a message opened: texts, or values that are chosen."""
        form = self._interactions.form_shown(user, message, custom_id)
        fields = {
            told["component"]["custom_id"]: told["component"]
            for told in form["components"]
            if "component" in told
        }
        if unknown := filled.keys() - fields.keys():
            raise LookupError(f"the form has no {', '.join(unknown)}")
        components = [
            {"type": 18, "id": 1, "component": gateway_payloads.submitted(field, filled.get(name))}
            for name, field in fields.items()
        ]
        data = {"custom_id": custom_id, "components": components}
        pressed = self._store.message(message)
        return self._interactions.send(
            MODAL, self._store.channels[pressed.channel_id], user, data, pressed
        ).id

    async def do_redeliver(self, interaction: int) -> None:
        """The gateway tells of an interaction once more."""
        self._interactions.tell(self._interactions.by_id[interaction])

    async def do_seen(self, interaction: int, count: int = 1, seconds: float = 10.0) -> list[dict[str, Any]]:
        """What the person saw, once there is as much of it."""
        asked = self._interactions.by_id[interaction]
        async with asyncio.timeout(seconds):
            while len(asked.seen) < count:
                asked.changed.clear()
                await asked.changed.wait()
        return asked.seen

    async def do_age(self, interaction: int, seconds: float) -> None:
        """Let an interaction grow old."""
        self._interactions.by_id[interaction].sent_at -= seconds

    async def do_let_go(self, interactions: list[int]) -> None:
        """Forget what is over: interactions, what one person alone saw of them, and all requests so far."""
        for interaction in interactions:
            done = self._interactions.by_id[interaction]
            if done.original is not None and done.original.only_for is not None:
                done.channel.messages.pop(done.original.id, None)
            self._interactions.forget(done)
        self._log.requests.clear()

    async def do_token(self, interaction: int) -> str:
        return self._interactions.by_id[interaction].token

    async def do_permissions(self, channel: int, user: int) -> int:
        of = self._store.channels[channel]
        return held(self._store.guilds[of.guild_id or 0], user, of).value

    # what goes wrong

    async def do_fail(self, **fault: Any) -> None:
        self._faults.add(Fault(**fault))

    async def do_lose_event(self, event: str, times: int = 1) -> None:
        self._faults.lose(event, times)

    async def do_met(self) -> dict[str, int]:
        """By name, how many requests ran into a fault so far."""
        return Counter(name for name, _ in self._faults.met)

    async def do_mend(self) -> None:
        self._faults.clear()

    async def do_drop(self, shard: int = 0) -> None:
        await self._gateway.drop(shard)

    async def do_fall_silent(self, shard: int = 0) -> None:
        self._gateway.fall_silent(shard)

    async def do_ask_to_reconnect(self, shard: int = 0) -> None:
        self._gateway.ask_to_reconnect(shard)

    async def do_invalidate(self, shard: int = 0, resumable: bool = False) -> None:
        self._gateway.invalidate(shard, resumable=resumable)

    async def do_struck(self, interaction: int) -> bool:
        """Whether an answer to an interaction ran into a fault."""
        of = self._interactions.by_id[interaction]
        return any(f"/{of.id}/" in path or f"/{of.token}" in path for _, path in self._faults.met)

    # what happened

    async def do_until(self, entry: str, times: int = 1, seconds: float = 20.0) -> None:
        """Wait for `READY 0`, `RESUMED 0` and the like."""
        async with asyncio.timeout(seconds):
            while self._gateway.log.count(entry) < times:  # noqa: ASYNC110  # anything may change it
                await asyncio.sleep(_POLL)

    async def do_connections(self) -> list[str]:
        """Each READY and RESUMED so far."""
        return self._gateway.log

    async def do_requests(self, method: str = "*", path: str = "*") -> list[dict[str, Any]]:
        return [
            request
            for request in self._log.requests
            if fnmatch(request["method"], method) and fnmatch(request["path"], path)
        ]

    async def do_until_requests(self, count: int, method: str, path: str, seconds: float = 20.0) -> None:
        async with asyncio.timeout(seconds):
            while len(await self.do_requests(method, path)) < count:  # noqa: ASYNC110  # as above
                await asyncio.sleep(_POLL)

    async def do_until_messages(self, channel: int, count: int, seconds: float = 1.0) -> list[dict[str, Any]]:
        async with asyncio.timeout(seconds):
            while len(self._store.channels[channel].messages) < count:  # noqa: ASYNC110  # as above
                await asyncio.sleep(_POLL)
        return await self.do_messages(channel)

    async def do_until_shown(self, message: int, custom_id: str, seconds: float = 20.0) -> list[str]:
        """The custom_ids of a message that begin so, once it shows any."""
        async with asyncio.timeout(seconds):
            while not (shown := pressable(self._store.message(message).body, custom_id)):  # noqa: ASYNC110  # as above
                await asyncio.sleep(_POLL)
        return shown

    async def do_pressable(self, channel: int, custom_id: str) -> dict[int, list[str]]:
        """By message of a channel that everybody sees, the custom_ids that begin so."""
        standing = self._store.channels[channel].messages.values()
        shown = {of.id: pressable(of.body, custom_id) for of in standing if of.only_for is None}
        return {message: custom_ids for message, custom_ids in shown.items() if custom_ids}

    async def do_refused(self, channel: int) -> int:
        """How many requests were refused in a channel."""
        return self._store.channels[channel].refused

    async def do_threads(self, channel: int) -> list[str]:
        """The names of a channel's threads."""
        return [of.name for of in self._store.channels.values() if of.parent_id == channel]

    async def do_delete_message(self, channel: int, message: int) -> None:
        """A moderator deletes a message."""
        del self._store.channels[channel].messages[message]

    async def do_paced(self, since: int = 0) -> list[tuple[float, str, str]]:
        """What counted for the global limit, without the first: when (monotonic seconds), method, path."""
        return self._log.paced[since:]

    async def do_limited(self) -> int:
        """How often the bot asked too soon."""
        return self._log.limited

    async def do_violations(self) -> list[str]:
        return self._log.violations

    async def do_messages(self, channel: int) -> list[dict[str, Any]]:
        return [
            rest_payloads.message(self._store, message)
            for message in self._store.channels[channel].messages.values()
        ]

    def _typed(
        self,
        kind: int,
        channel: int,
        user: int,
        command: str,
        options: list[dict[str, Any]],
        **more: Any,
    ) -> int:
        name, *nested = command.removeprefix("/").split()
        root = next((known for known in self._store.commands if known["name"] == name), None)
        if root is None:
            raise LookupError(f"the bot has told Discord of no command {name}")
        for part in reversed(nested):
            options = [{"name": part, "type": 1, "options": options}]
        data = {"id": root["id"], "name": name, "type": 1, "options": options, **more}
        return self._interactions.send(kind, self._store.channels[channel], user, data).id


def _options(values: dict[str, Any]) -> list[dict[str, Any]]:
    kinds = {int: 4, str: 3, bool: 5}
    return [{"name": name, "type": kinds[type(value)], "value": value} for name, value in values.items()]
