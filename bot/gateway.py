"""What is read of what Discord tells: its gateway, and its answers to ours."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any, Protocol

from aiohttp import ClientConnectionError, ClientError, ClientSession
from discord import Interaction
from discord.errors import HTTPException
from discord.http import MultipartParameters, Route
from discord.state import AutoShardedConnectionState
from discord.webhook.async_ import AsyncWebhookAdapter
from yarl import URL

_COMPONENT, _BUTTON = 3, 2  # types of an interaction, and of what was pressed
_ANSWERED = 40060  # Discord's code: the interaction has been acknowledged already
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character."""
_REMEMBERED = 10_000
"""How many interactions are known again: some minutes of a busy bot, a megabyte."""


class Witness(Protocol):
    """Somebody who sees interactions come, and hears which of them did not go as asked."""

    def arrived(self, data: Mapping[str, Any], /) -> None: ...

    def went(self, interaction_id: int, data: Mapping[str, Any], outcome: str, /) -> None: ...


class GatewayState(AutoShardedConnectionState[Any]):
    """discord.py's, which hears every interaction once, and a press without the components of its message.

    A session that is resumed is told again what it may have missed: what a person did once is done once.
    A new session is told nothing of what an old one was.

    The press tells the button's custom_id, which is all that is needed; to build the rest took a sixth of the
    time an answer takes. Of a pressed select they are kept: its options are read from its message.
    """

    def __init__(self, *of: Any, **more: Any) -> None:
        super().__init__(*of, **more)
        self._heard = OrderedDict[str, None]()

    def parse_interaction_create(self, data: Any) -> None:
        if data["id"] in self._heard:
            return
        self._heard[data["id"]] = None
        if len(self._heard) > _REMEMBERED:
            self._heard.popitem(last=False)
        if _has_halves(data["data"]):
            data["data"] = _encodable(data["data"])
        witness: Witness | None = self._get_client().witness
        if witness is not None:
            witness.arrived(data)
        if data["type"] == _COMPONENT and data["data"]["component_type"] == _BUTTON:
            data["message"]["components"] = []
        super().parse_interaction_create(data)


def let_go(interaction: Interaction[Any]) -> None:
    """Part an interaction that is over from what answers it.

    Each holds the other: thousands would wait until the interpreter looks for cycles, and each new one
    would be made in memory that is far from the processor. That is a tenth of what an answer costs.
    """
    del interaction.response._parent  # noqa: SLF001


message_wanted = ContextVar("message_wanted", default=False)
"""Whether whoever answers an interaction needs to know the message's id."""


class AnswerAdapter(AsyncWebhookAdapter):
    """discord.py's, to which Discord tells of an answer's message only what is `message_wanted`: its id.

    To build the message anew, with all its components, took longer than to make it. Addresses need not be
    read and quoted anew either: discord.py has quoted what is in them. Where the connection
    breaks the answer is given once more: who was to be told that something is done would hear an apology
    instead. Discord takes only one of each interaction, so that a second one it refuses was given before.
    """

    def __init__(
        self, session: ClientSession | None = None, on_failure: Callable[[str, str], None] | None = None
    ) -> None:
        """Take a session for the requests (else discord.py's), and who hears of those without a response.

        It hears of their method and URL.
        """
        super().__init__()  # type: ignore[no-untyped-call]
        self._session, self._on_failure = session, on_failure

    async def request(self, route: Route, session: ClientSession, **more: Any) -> Any:
        address = route.url
        route.url = URL(address, encoded=True)  # type: ignore[assignment]
        try:
            return await super().request(route, self._session or session, **more)
        except (ClientError, OSError):
            if self._on_failure is not None:
                self._on_failure(route.method, address)
            raise

    async def create_interaction_response(
        self, interaction_id: int, token: str, *, params: MultipartParameters, **session: Any
    ) -> Any:
        try:
            return await self._answer(interaction_id, token, params=params, **session)
        except ClientConnectionError:
            for file in params.files or ():
                file.reset(seek=True)
        try:
            return await self._answer(interaction_id, token, params=params, **session)
        except HTTPException as refused:
            if refused.code != _ANSWERED:
                raise
            return _untold(interaction_id)  # the first has arrived, and what Discord said of it is lost

    async def _answer(
        self, interaction_id: int, token: str, *, params: MultipartParameters, **session: Any
    ) -> Any:
        if message_wanted.get():
            told = await super().create_interaction_response(interaction_id, token, params=params, **session)
            told.pop("resource", None)
            return told
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=interaction_id,
            webhook_token=token,
        )
        if params.files:
            await self.request(route, files=params.files, multipart=params.multipart, **session)
        else:
            await self.request(route, payload=params.payload, **session)
        return _untold(interaction_id)


def _untold(interaction_id: int) -> dict[str, Any]:
    """What is known of an answer of which Discord tells nothing."""
    return {"interaction": {"id": interaction_id}}


def _has_halves(node: Any) -> bool:
    """Whether a text holds half of a character, which JSON can carry."""
    if isinstance(node, str):
        return not node.isascii() and _HALF.search(node) is not None
    if isinstance(node, dict):
        return any(map(_has_halves, node.values()))
    return isinstance(node, list) and any(map(_has_halves, node))


def _encodable(node: Any) -> Any:
    """The same without halves of characters, which neither UTF-8 nor a database can hold."""
    if isinstance(node, str):
        return node if node.isascii() else node.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(node, dict):
        return {key: _encodable(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_encodable(value) for value in node]
    return node
