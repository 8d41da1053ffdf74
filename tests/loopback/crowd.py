"""Every guild at once: events and interactions spread over all shards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from itertools import count, cycle
from typing import Any

import orjson
from aiohttp import web

from tests.loopback import gateway_payloads
from tests.loopback.gateway import Gateway
from tests.loopback.interactions import COMMAND, Interaction, Interactions
from tests.loopback.load import until_answered
from tests.loopback.rest import Rest
from tests.loopback.store import Guild, Store

_EVENTS_A_TURN = 20
"""How many events are told in one turn of the event loop."""
_TURN = 0.01  # seconds between turns of an even stream


class Crowd:
    """What many guilds do, as a bot of many shards hears it."""

    def __init__(self, store: Store, gateway: Gateway, interactions: Interactions, rest: Rest) -> None:
        self._store, self._gateway, self._interactions, self._rest = store, gateway, interactions, rest

    async def serve(self, request: web.Request) -> web.Response:
        """One verb."""
        verb: Callable[..., Awaitable[Any]] = getattr(self, f"do_{request.match_info['verb']}")
        told = await verb(**orjson.loads(await request.read()))
        return web.Response(body=orjson.dumps(told), content_type="application/json")

    async def do_guilds(self) -> list[dict[str, int]]:
        """Each guild with its first channel and its owner."""
        return [
            {"guild": guild.id, "channel": guild.channel_ids[0], "owner": guild.owner_id}
            for guild in self._store.guilds.values()
        ]

    async def do_flood(self, data: dict[str, Any], ahead: int, seconds: float) -> dict[str, Any]:
        """Every shard hears so many events and then a command, again as soon as that was answered.

        A shard hears in order: once the command is answered, the events before it were digested. Returns how
        many events that were, in how many seconds, and the milliseconds each command waited behind them.
        """
        stop_at, waited, told = time.perf_counter() + seconds, list[float](), [0]

        async def shard(own: list[Guild]) -> None:
            events, asking = self._events(own), cycle(own)
            while time.perf_counter() < stop_at:
                begun = time.perf_counter()
                for number in range(ahead):
                    self._gateway.dispatch(*next(events))
                    if number % _EVENTS_A_TURN == 0:
                        await asyncio.sleep(0)
                await self._asked(next(asking), data)
                waited.append((time.perf_counter() - begun) * 1000)
                told[0] += ahead

        begun = time.perf_counter()
        await asyncio.gather(*(shard(own) for own in self._by_shard()))
        return {"events": told[0], "seconds": time.perf_counter() - begun, "milliseconds": waited}

    async def do_bustle(
        self, data: dict[str, Any], events: float, commands: float, seconds: float
    ) -> dict[str, Any]:
        """An open loop: so many events and commands a second, evenly, each guild in turn.

        Returns how many of each were told, and of each command the milliseconds from when it should have been
        sent to its answer; None where none came.
        """
        guilds = list(self._store.guilds.values())
        stream, asking = self._events(guilds), cycle(guilds)
        arrivals: list[asyncio.Task[float | None]] = []
        begun, told = time.perf_counter(), 0
        while (now := time.perf_counter() - begun) < seconds:
            while told < now * events:
                self._gateway.dispatch(*next(stream))
                told += 1
            while len(arrivals) < now * commands:
                at = begun + len(arrivals) / commands
                arrivals.append(asyncio.create_task(self._arrived(next(asking), data, at)))
            await asyncio.sleep(_TURN)
        return {"events": told, "milliseconds": list(await asyncio.gather(*arrivals))}

    async def _arrived(self, guild: Guild, data: dict[str, Any], at: float) -> float | None:
        try:
            await self._asked(guild, data)
        except TimeoutError:
            return None
        return (time.perf_counter() - at) * 1000

    async def _asked(self, guild: Guild, data: dict[str, Any]) -> None:
        channel = self._store.channels[guild.channel_ids[0]]
        sent = self._interactions.send(COMMAND, channel, guild.owner_id, data)
        await until_answered(sent)
        self._let_go(sent)

    def _let_go(self, done: Interaction) -> None:
        if done.original is not None:
            done.channel.messages.pop(done.original.id, None)
        self._interactions.forget(done)
        self._rest.log.requests.clear()

    def _by_shard(self) -> list[list[Guild]]:
        shards = {session.shard for session in self._gateway.sessions.values()}
        return [own for shard in sorted(shards) if (own := self._gateway.guilds_of(shard))]

    def _events(self, guilds: list[Guild]) -> Iterator[tuple[str, Any, int]]:
        """What is heard with the intent for guilds: channels, roles, the guild, the own member; in turn."""
        store = self._store
        for turn in count():
            guild = guilds[turn % len(guilds)]
            kind = (turn + turn // len(guilds)) % 4
            if kind == 0:
                channel = store.channels[guild.channel_ids[turn % len(guild.channel_ids)]]
                yield "CHANNEL_UPDATE", gateway_payloads.text_channel(channel), guild.id
            elif kind == 1:
                role = gateway_payloads.role(next(iter(guild.roles.values())))
                yield "GUILD_ROLE_UPDATE", {"guild_id": str(guild.id), "role": role}, guild.id
            elif kind == 2:
                yield "GUILD_UPDATE", gateway_payloads.guild_update(store, guild), guild.id
            else:
                own = gateway_payloads.member(store, guild, store.bot.id)
                yield "GUILD_MEMBER_UPDATE", {**own, "guild_id": str(guild.id)}, guild.id
