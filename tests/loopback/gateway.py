"""The gateway: sessions, shards, heartbeats, RESUME, and what breaks a connection.

Discord's documentation, Gateway: op 7 asks for a reconnect, op 9 invalidates a session, identifies are
limited per `max_concurrency`, a resumed session is told what it missed.
"""

from __future__ import annotations

import asyncio
import time
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import discord
import orjson
import zstandard
from aiohttp import WSMsgType, web

from tests.loopback import gateway_payloads
from tests.loopback.faults import Faults
from tests.loopback.store import Guild, Store

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = (
    0,
    1,
    2,
    6,
    7,
    9,
    10,
    11,
)
HEARTBEAT_INTERVAL = 41_250  # milliseconds
AUTHENTICATION_FAILED, INVALID_SHARD, DISALLOWED_INTENTS = 4004, 4010, 4014
_MISSED_EVENTS_KEPT = 2000
_PRIVILEGED = discord.Intents(members=True, presences=True, message_content=True).value
_MESSAGE_CONTENT = discord.Intents(message_content=True).value
_PRESENCES = discord.Intents(presences=True).value
_NEEDED_INTENT = {
    "GUILD_CREATE": discord.Intents(guilds=True).value,
    "GUILD_DELETE": discord.Intents(guilds=True).value,
    "MESSAGE_CREATE": discord.Intents(guild_messages=True).value,
    "MESSAGE_UPDATE": discord.Intents(guild_messages=True).value,
    "MESSAGE_DELETE": discord.Intents(guild_messages=True).value,
}

Compress = Callable[[bytes], bytes]


@dataclass(slots=True)
class Connection:
    """One socket, with the compression it asked for."""

    socket: web.WebSocketResponse
    compress: Compress | None
    waiting: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)

    def send(self, raw: bytes) -> None:
        self.waiting.put_nowait(self.compress(raw) if self.compress else raw)

    speaks: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared, it is a connection that is dead and does not know it."""

    async def write(self) -> None:
        """Send what waits, in order, until the socket closes."""
        self.speaks.set()
        while True:
            data = await self.waiting.get()
            await self.speaks.wait()
            if self.compress:
                await self.socket.send_bytes(data)
            else:
                await self.socket.send_str(data.decode())


@dataclass(slots=True)
class Session:
    id: str
    shard: tuple[int, int]
    intents: int
    connection: Connection | None
    sequence: int = 0
    sent: deque[tuple[int, bytes]] = field(default_factory=lambda: deque(maxlen=_MISSED_EVENTS_KEPT))

    def dispatch(self, event: str, payload: Any) -> None:
        """Send an event; while no one is connected it is kept for a RESUME."""
        needed = _NEEDED_INTENT.get(event, 0)
        if needed and not self.intents & needed:
            return
        if event == "MESSAGE_CREATE" and not self.intents & _MESSAGE_CONTENT and not payload["author"]["bot"]:
            payload = {**payload, "content": ""}
        self.sequence += 1
        raw = orjson.dumps({"op": DISPATCH, "t": event, "s": self.sequence, "d": payload})
        self.sent.append((self.sequence, raw))
        if self.connection is not None:
            self.connection.send(raw)

    def control(self, op: int, payload: Any = None) -> None:
        if self.connection is not None:
            self.connection.send(orjson.dumps({"op": op, "d": payload}))


class Gateway:
    """All sessions of the bot."""

    def __init__(
        self,
        store: Store,
        faults: Faults,
        *,
        max_concurrency: int,
        identify_window: float,
        privileged: bool = False,
        heartbeat: float = HEARTBEAT_INTERVAL,
    ) -> None:
        self._store, self._faults, self._privileged = store, faults, privileged
        self.max_concurrency = max_concurrency
        self._identify_window = identify_window
        self._heartbeat = round(heartbeat)
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.log: list[str] = []
        """READY and RESUMED as they were sent, for tests to wait on: `READY 0`, `RESUMED 0`."""
        self._identified: dict[int, float] = {}

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from hello to its end."""
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(socket, _compression(request.query.get("compress")))
        writing = asyncio.create_task(connection.write())
        connection.send(orjson.dumps({"op": HELLO, "d": {"heartbeat_interval": self._heartbeat}}))
        session: Session | None = None
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    session = await self._hear(connection, session, orjson.loads(frame.data))
        finally:
            writing.cancel()
            if session is not None and session.connection is connection:
                session.connection = None
        return socket

    def dispatch(self, event: str, payload: Any, guild_id: int | None) -> None:
        """Tell the shard that a guild belongs to, or shard 0 for direct messages."""
        if self._faults.takes_event(event):
            return
        for session in self.sessions.values():
            if _belongs(guild_id, session.shard):
                session.dispatch(event, payload)

    def tell_of(self, guild: Guild) -> None:
        """Tell its shard of a guild."""
        if self._faults.takes_event("GUILD_CREATE"):
            return
        for session in self.sessions.values():
            if _belongs(guild.id, session.shard):
                self._tell(session, guild)

    def guilds_of(self, shard: tuple[int, int]) -> list[Guild]:
        return [guild for guild in self._store.guilds.values() if _belongs(guild.id, shard)]

    def of_shard(self, shard_id: int) -> Session:
        """The newest session of a shard."""
        return [session for session in self.sessions.values() if session.shard[0] == shard_id][-1]

    async def drop(self, shard_id: int) -> None:
        """Cut the connection as a failing network does: no close frame, no goodbye."""
        connection = self.of_shard(shard_id).connection
        if connection is not None and connection.socket._req is not None:  # no public way to cut
            transport = connection.socket._req.transport
            if transport is not None:
                transport.abort()

    def fall_silent(self, shard_id: int) -> None:
        """Neither tell nor acknowledge anything, as a connection does that is dead and stays open."""
        connection = self.of_shard(shard_id).connection
        if connection is None:
            raise LookupError(f"shard {shard_id} is not connected")
        connection.speaks.clear()

    def ask_to_reconnect(self, shard_id: int) -> None:
        self.of_shard(shard_id).control(RECONNECT)

    def invalidate(self, shard_id: int, *, resumable: bool) -> None:
        session = self.of_shard(shard_id)
        session.control(INVALID_SESSION, resumable)
        if not resumable:
            del self.sessions[session.id]

    async def _hear(self, connection: Connection, session: Session | None, said: Any) -> Session | None:
        if said["op"] == HEARTBEAT:
            connection.send(orjson.dumps({"op": HEARTBEAT_ACK}))
        elif said["op"] == IDENTIFY:
            return await self._identify(connection, said["d"])
        elif said["op"] == RESUME:
            return self._resume(connection, said["d"])
        return session

    async def _identify(self, connection: Connection, said: Any) -> Session | None:
        shard_id, shard_count = said.get("shard", (0, 1))
        refusal = self._refusal(said, shard_id, shard_count)
        if refusal is not None:
            await connection.socket.close(code=refusal)
            return None
        bucket, now = shard_id % self.max_concurrency, time.monotonic()
        if now - self._identified.get(bucket, -self._identify_window) < self._identify_window:
            connection.send(orjson.dumps({"op": INVALID_SESSION, "d": False}))
            return None
        self._identified[bucket] = now
        shard = (shard_id, shard_count)
        session = Session(f"session-{self._store.snowflake()}", shard, said["intents"], connection)
        self.sessions = {known.id: known for known in self.sessions.values() if known.shard != shard}
        self.sessions[session.id] = session
        guilds = self.guilds_of(shard)
        session.dispatch("READY", gateway_payloads.ready(self._store, shard, session.id, self.url, guilds))
        self.log.append(f"READY {shard_id}")
        for guild in guilds:
            if not guild.outage:
                self._tell(session, guild)
        return session

    def _tell(self, session: Session, guild: Guild) -> None:
        """With the presence intent all members of a small guild come along (Discord, Guild Create)."""
        everybody = bool(session.intents & _PRESENCES)
        told = gateway_payloads.guild_create(self._store, guild, everybody=everybody)
        session.dispatch("GUILD_CREATE", told)

    def _refusal(self, said: Any, shard_id: int, shard_count: int) -> int | None:
        if said["token"] != self._store.token:
            return AUTHENTICATION_FAILED
        if not 0 <= shard_id < shard_count:
            return INVALID_SHARD
        refused = said["intents"] & _PRIVILEGED and not self._privileged
        return DISALLOWED_INTENTS if refused else None

    def _resume(self, connection: Connection, said: Any) -> Session | None:
        session = self.sessions.get(said["session_id"])
        kept_from = session.sent[0][0] if session and session.sent else 1
        if session is None or said["token"] != self._store.token or said["seq"] + 1 < kept_from:
            connection.send(orjson.dumps({"op": INVALID_SESSION, "d": False}))
            return None
        for sequence, raw in session.sent:
            if sequence > said["seq"]:
                connection.send(raw)
        session.connection = connection
        session.dispatch("RESUMED", {})
        self.log.append(f"RESUMED {session.shard[0]}")
        return session


def _belongs(guild_id: int | None, shard: tuple[int, int]) -> bool:
    return (0 if guild_id is None else (guild_id >> 22) % shard[1]) == shard[0]


def _compression(asked: str | None) -> Compress | None:
    if asked == "zstd-stream":
        packer = zstandard.ZstdCompressor(level=1).compressobj()
        return lambda raw: packer.compress(raw) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    if asked == "zlib-stream":
        deflater = zlib.compressobj(level=1)
        return lambda raw: deflater.compress(raw) + deflater.flush(zlib.Z_SYNC_FLUSH)
    return None
