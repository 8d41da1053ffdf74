"""Requests to Discord as they go over the wire.

Those that answer interactions are seen where their responses begin, all others through aiohttp's tracing.

Imports little: the client is made with it, long before anything is measured.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple
from urllib.parse import unquote

from aiohttp import (
    ClientResponse,
    ClientSession,
    DummyCookieJar,
    TCPConnector,
    TraceConfig,
    TraceRequestEndParams,
    TraceRequestExceptionParams,
)
from aiohttp.connector import Connection
from yarl import URL

_ID = re.compile(r"/\d{5,}(?=/|$)")
_TOKEN = re.compile(r"^/(?P<of>interactions|webhooks)/(?P<id>\d+)/[^/]+")
_REACTION = re.compile(r"/reactions/[^/]+")
_CALLBACK = re.compile(r"^/interactions/(?P<id>\d+)/[^/]+/callback$")
_ANSWER = "/interactions/{id}/{token}/callback"
"""The route of nearly all requests."""


class Request(NamedTuple):
    """A request that is over."""

    method: str
    route: str
    """Its path, without ids and tokens."""
    status: int | None
    """None where no answer came."""
    retry_after: float
    """Seconds Discord told us to wait; 0 where it told nothing."""
    interaction_id: int | None = None
    """Whose first answer it was, if it was one."""

    @classmethod
    def to(cls, method: str, path: str, status: int | None, retry_after: float = 0.0) -> Request:
        """One to a path below the API's address, which may hold ids and tokens."""
        answer = _CALLBACK.match(path)
        if answer is None:
            return cls(method, route_of(path), status, retry_after)
        return cls(method, _ANSWER, status, retry_after, int(answer["id"]))


class Wire:
    """Tells of each request that is over, as soon as somebody listens."""

    def __init__(self, api: URL) -> None:
        self._base = api.path.rstrip("/")
        self.on_request: Callable[[Request], None] | None = None

    def session(self) -> ClientSession:
        """A session for answers to interactions, to be closed: nearly all requests are such.

        It is not traced: aiohttp makes nine calls for each request, which cost more than all else that is
        measured. `failed` is to be told of those without a response.
        """
        begun = self._begun

        class Seen(ClientResponse):
            async def start(self, connection: Connection) -> ClientResponse:
                started = await super().start(connection)
                begun(self)
                return started

        return ClientSession(
            connector=TCPConnector(limit=0), cookie_jar=DummyCookieJar(), response_class=Seen
        )

    def failed(self, method: str, url: str) -> None:
        """A request for an answer got no response."""
        if self.on_request is not None:
            self.on_request(Request.to(method, self._path(URL(url)), None))

    @property
    def trace(self) -> TraceConfig:
        """For the session that makes the other requests."""
        trace = TraceConfig()
        trace.on_request_end.append(self._ended)
        trace.on_request_exception.append(self._failed)
        return trace

    async def _ended(self, _: ClientSession, __: SimpleNamespace, seen: TraceRequestEndParams) -> None:
        self._begun(seen.response)

    def _begun(self, response: ClientResponse) -> None:
        if self.on_request is not None:
            told = response.headers.get("Retry-After")
            wait = _seconds(told) if told is not None else 0.0
            self.on_request(Request.to(response.method, self._path(response.url), response.status, wait))

    async def _failed(self, _: ClientSession, __: SimpleNamespace, seen: TraceRequestExceptionParams) -> None:
        if self.on_request is not None:
            self.on_request(Request.to(seen.method, self._path(seen.url), None))

    def _path(self, url: URL) -> str:
        return url.path.removeprefix(self._base)


def route_of(path: str) -> str:
    """A path without ids and tokens: as few routes as Discord has, and nothing secret."""
    bare = _TOKEN.sub(r"/\g<of>/{id}/{token}", unquote(path))
    return _ID.sub("/{id}", _REACTION.sub("/reactions/{emoji}", bare))


def _seconds(told: str) -> float:
    try:
        return max(0.0, float(told))
    except ValueError:
        return 0.0
