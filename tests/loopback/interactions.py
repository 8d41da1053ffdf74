"""An interaction's life: sent, answered once within three seconds, followed up for fifteen minutes.

Discord's documentation, Receiving and Responding: 40060 for a second answer, 10062 for one that comes
too late, 50027 for a token that has run out. Both spans are protocol time.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from tests.loopback import errors, gateway_payloads, rest_payloads
from tests.loopback.gateway import Gateway
from tests.loopback.messages import check_message
from tests.loopback.store import Channel, Message, Store

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, SHOW_MODAL = 4, 5, 6, 7, 8, 9
TO_ANSWER, TO_FOLLOW_UP = 3.0, 900.0  # seconds
LOADING = 1 << 7


@dataclass(slots=True)
class Interaction:
    id: int
    token: str
    kind: int
    channel: Channel
    user_id: int
    sent_at: float
    """Monotonic seconds."""
    payload: dict[str, Any] = field(default_factory=dict)
    """As the gateway tells of it."""
    pressed: Message | None = None
    answered: int | None = None
    """The type of the answer."""
    original: Message | None = None
    seen: list[dict[str, Any]] = field(default_factory=list)
    """What the person saw, in order: answers, edits, follow-ups."""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def age(self) -> float:
        """Seconds since it was sent."""
        return time.monotonic() - self.sent_at

    def show(self, kind: str, **seen: Any) -> None:
        self.seen.append({"kind": kind, **seen})
        self.changed.set()


class Interactions:
    """All interactions of this Discord."""

    def __init__(self, store: Store, gateway: Gateway) -> None:
        self._store, self._gateway = store, gateway
        self.by_token: dict[str, Interaction] = {}
        self.by_id: dict[int, Interaction] = {}

    def send(
        self, kind: int, channel: Channel, user_id: int, data: Any, pressed: Message | None = None
    ) -> Interaction:
        """Let a person do something; the bot hears of it through the gateway."""
        token, now = secrets.token_hex(16), time.monotonic()
        sent = Interaction(self._store.snowflake(), token, kind, channel, user_id, now, pressed=pressed)
        self.by_token[sent.token] = self.by_id[sent.id] = sent
        payload: dict[str, Any] = dict(
            gateway_payloads.interaction(
                self._store,
                interaction_id=sent.id,
                token=sent.token,
                channel=channel,
                user_id=user_id,
                kind=kind,
                data=data,
            )
        )
        if pressed is not None:
            payload["message"] = rest_payloads.message(self._store, pressed)
        sent.payload = payload
        self.tell(sent)
        return sent

    def tell(self, of: Interaction) -> None:
        """Let the bot hear of an interaction; again, where it has already."""
        self._gateway.dispatch("INTERACTION_CREATE", of.payload, of.channel.guild_id)

    def form_shown(self, user_id: int, message_id: int, custom_id: str) -> dict[str, Any]:
        """The newest form of that custom_id that a press of this person on a message opened.

        Raises:
            LookupError: there is none.
        """
        for asked in reversed(self.by_id.values()):
            at = (asked.user_id, asked.pressed.id if asked.pressed else None, asked.answered)
            if at == (user_id, message_id, SHOW_MODAL) and asked.seen[0]["data"]["custom_id"] == custom_id:
                form: dict[str, Any] = asked.seen[0]["data"]
                return form
        raise LookupError(f"no form with {custom_id} was shown to {user_id}")

    def forget(self, done: Interaction) -> None:
        """Let go of an interaction, as a load of many must."""
        del self.by_token[done.token], self.by_id[done.id]

    def answer(self, interaction_id: int, token: str, body: Any) -> dict[str, Any]:
        """The one answer.

        Raises:
            ApiError: it is unknown, too late, a second one, or malformed.
        """
        asked = self.by_id.get(interaction_id)
        if asked is None or asked.token != token or asked.age > TO_ANSWER:
            raise errors.unknown_interaction()
        if asked.answered is not None:
            raise errors.already_acknowledged()
        kind, data = body["type"], body.get("data") or {}
        message: Message | None = None
        if kind in {MESSAGE, DEFER}:
            if kind == DEFER:
                data = {"flags": (data.get("flags") or 0) | LOADING}
            else:
                check_message(data)
            message = asked.original = self._write(asked, data)
        elif kind in {UPDATE, DEFER_UPDATE}:
            if asked.pressed is None:
                raise errors.invalid_form("type", "there is no message to update")
            if kind == UPDATE:
                check_message({**asked.pressed.body, **data})
                self._edit(asked.pressed, data)
            message = asked.original = asked.pressed
        elif kind == CHOICES and asked.kind == AUTOCOMPLETE:
            _check_choices(data.get("choices"))
        elif kind != SHOW_MODAL or asked.kind not in {COMMAND, COMPONENT}:
            raise errors.invalid_form("type", f"{kind} cannot answer an interaction of type {asked.kind}")
        asked.answered = kind
        told = rest_payloads.message(self._store, message) if message else None
        asked.show("answer", type=kind, data=data, message=told)
        return self._callback(asked, kind, message)

    def follow_up(self, token: str, body: Any) -> Message:
        """A further message; for a deferred answer, the answer itself."""
        asked = self._alive(token)
        if asked.answered is None:
            raise errors.unknown_webhook()
        check_message(body)
        if asked.answered == DEFER and asked.original is not None and _loading(asked.original):
            return self.edit_original(token, body)
        message = self._write(asked, body)
        asked.show("follow-up", message=rest_payloads.message(self._store, message))
        return message

    def edit_original(self, token: str, body: Any) -> Message:
        """Change the answer."""
        asked = self._alive(token)
        if asked.original is None:
            raise errors.unknown_message()
        check_message({**asked.original.body, **body})
        self._edit(asked.original, body)
        asked.original.body["flags"] = (asked.original.body.get("flags") or 0) & ~LOADING
        asked.show("edit", message=rest_payloads.message(self._store, asked.original))
        return asked.original

    def original(self, token: str) -> Message:
        asked = self._alive(token)
        if asked.original is None:
            raise errors.unknown_message()
        return asked.original

    def _alive(self, token: str) -> Interaction:
        asked = self.by_token.get(token)
        if asked is None:
            raise errors.unknown_webhook()
        if asked.age > TO_FOLLOW_UP:
            raise errors.invalid_token()
        return asked

    def _write(self, asked: Interaction, body: Any) -> Message:
        private = bool((body.get("flags") or 0) & rest_payloads.EPHEMERAL)
        return self._store.post(
            asked.channel,
            self._store.bot.id,
            dict(body),
            only_for=asked.user_id if private else None,
            asked=self._metadata(asked),
        )

    def _metadata(self, asked: Interaction) -> dict[str, Any]:
        """Who asked for a message, as the message tells ever after."""
        told = {
            "id": str(asked.id),
            "type": asked.kind,
            "user": rest_payloads.account(self._store.users[asked.user_id]),
            "authorizing_integration_owners": {"0": str(asked.channel.guild_id or 0)},
        }
        pressed = {"interacted_message_id": str(asked.pressed.id)} if asked.pressed else {}
        if asked.kind == MODAL:
            return {**told, "triggering_interaction_metadata": {**told, "type": COMPONENT, **pressed}}
        return {**told, **pressed} if asked.kind == COMPONENT else told

    def _edit(self, message: Message, body: Any) -> None:
        message.body = {**message.body, **body}
        message.edited_at = self._store.time.now()

    def _callback(self, asked: Interaction, kind: int, message: Message | None) -> dict[str, Any]:
        private = message is not None and message.only_for is not None
        told: dict[str, Any] = {
            "interaction": {
                "id": str(asked.id),
                "type": asked.kind,
                "response_message_loading": kind == DEFER,
                "response_message_ephemeral": private,
            }
        }
        if message is not None:
            told["interaction"]["response_message_id"] = str(message.id)
        if message is not None and kind in {MESSAGE, UPDATE}:
            told["resource"] = {"type": kind, "message": rest_payloads.message(self._store, message)}
        return told


def _loading(message: Message) -> bool:
    return bool((message.body.get("flags") or 0) & LOADING)


def _check_choices(choices: Any) -> None:
    if not isinstance(choices, list) or len(choices) > 25:
        raise errors.invalid_form("data.choices", "Must be 25 or fewer in length.")
