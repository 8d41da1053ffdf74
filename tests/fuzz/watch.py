"""What must hold after every interaction, whoever sent what."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from simcord.backend.models import Interaction as Record
from simcord.backend.models.interaction import ResponseKind
from simcord.types import HttpLogEntry

from bot.guilds.general import MODERATOR_ROLE
from bot.kit import doors
from demo.people import Person
from tests.contract import Contract
from tests.fuzz.attempts import CANARY, Life
from tests.fuzz.forging import Made
from tests.fuzz.messages import pings, typed
from tests.fuzz.row_watch import RowWatch, act_of
from tests.fuzz.scene import Scene, Side
from tests.fuzz.surface import Door, Way

CONTRACT = Contract.load()
_CHANNEL = re.compile(r"/channels/(\d+)(?:/|$)")
_PRIVATE = 64
_TOKEN = "simulated"  # noqa: S105  # the world's own
_INTERACTION_TOKEN = "simcord_interaction_"  # noqa: S105  # SimCord's begin so
PUBLIC = frozenset(
    {
        "fact search",
        "fact about",
        "fact random",
        "fact timeline",
        "anniversaries upcoming",
        "anniversaries month",
        "onthisday",
        "trivia start",
        "trivia leaderboard",
        "trivia profile",
        "goal show",
        "goal list",
        "goal leaderboard",
        "help",
        "about",
        "trivia:v1:again",
    }
)
"""The doors that may answer for everybody to read. All others answer privately, new ones as well."""


class Heard(logging.Handler):
    """Everything the bot logs."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def take(self) -> list[tuple[int, str]]:
        """Levels and texts since the last look, tracebacks included."""
        form = logging.Formatter("%(name)s: %(message)s")
        taken = [(record.levelno, form.format(record)) for record in self.records]
        self.records.clear()
        return taken


@dataclass(slots=True)
class Watch:
    """Looks at the bot from outside: its requests, its log, its database."""

    scene: Scene
    rows: RowWatch
    measures: Callable[[], str]
    """The page that whoever watches the bot reads."""
    heard: Heard = field(default_factory=Heard)
    refused: list[BaseException] = field(default_factory=list)
    """Why the door of errors answered, since the last look."""
    asked: dict[int, int] = field(default_factory=dict)
    """By message, who asked for it."""
    _requests: int = 0
    _was_moderator: bool = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to the log, and at the door of errors."""
        root, level, foreseen = logging.getLogger(), logging.getLogger().level, doors._foreseen

        def told(cause: BaseException) -> Any:
            self.refused.append(cause)
            return foreseen(cause)

        root.addHandler(self.heard)
        root.setLevel(logging.INFO)
        doors._foreseen = told
        try:
            yield
        finally:
            doors._foreseen = foreseen
            root.setLevel(level)
            root.removeHandler(self.heard)

    def begin(self, made: Made) -> None:
        """Remember how everything is before an interaction."""
        self._was_moderator = made.side is not None and self._moderates(made.person, made.side)
        self.heard.take()
        self.refused.clear()
        self._requests = len(self.scene.world.env.backend.http_requests)
        self.rows.begin()

    def pause(self) -> None:
        """Remember how everything is before the bot is left to itself."""
        self.heard.take()
        self._requests = len(self.scene.world.env.backend.http_requests)

    def meanwhile(self) -> list[str]:
        """What should not have happened since `pause`: while it did what was due, and in its measures."""
        requests = self.scene.world.env.backend.http_requests[self._requests :]
        return [*self._logged(), *self._posted(requests), *self._measured()]

    def faults(self, door: Door, made: Made, life: Life) -> list[str]:
        """What should not have happened since `begin`."""
        requests = self.scene.world.env.backend.http_requests[self._requests :]
        return [
            *self._logged(),
            *self._answered(made.sent.record, requests, life),
            *self.rows.faults(door, made, moderated=self._was_moderator, refused=bool(self.refused)),
            *self._let_in(door, made),
            *self._requested(requests, made),
            *self._public(door, made.sent.record, requests),
        ]

    @property
    def was_moderator(self) -> bool:
        """Whether whoever came had a say there."""
        return self._was_moderator

    def _logged(self) -> Iterator[str]:
        for level, line in self.heard.take():
            if level >= logging.ERROR:
                yield f"error in the log: {line}"
            for secret in (_TOKEN, _INTERACTION_TOKEN, CANARY):
                if secret in line:
                    yield f"{secret!r} in the log: {line}"

    def _posted(self, requests: Sequence[HttpLogEntry]) -> Iterator[str]:
        """Requests that no interaction asked for."""
        channels = self.scene.world.env.backend.channels
        for request in requests:
            yield from self._wherever(request)
            to = _CHANNEL.match(request.path)
            guild_id = channels[int(to[1])].guild_id if to is not None and int(to[1]) in channels else None
            told = json.dumps(request.json, ensure_ascii=False)
            for side in self.rows.sides:
                if guild_id not in {None, side.id} and (side.secret in told or _names(side, told)):
                    yield f"{side.secret} is posted elsewhere: {request.path} {told[:1500]}"

    def _measured(self) -> Iterator[str]:
        page = self.measures()
        for secret in (_TOKEN, _INTERACTION_TOKEN, CANARY, *(side.secret for side in self.rows.sides)):
            if secret in page:
                at = page.index(secret)
                yield f"{secret!r} among the measures: {page[max(0, at - 200) : at + 200]}"

    def _wherever(self, request: HttpLogEntry) -> Iterator[str]:
        """What holds of each request, whatever it is for."""
        if CONTRACT is not None:
            yield from CONTRACT.request_faults(request.method, request.path, request.json)
        if _TOKEN in json.dumps([request.path, request.json], ensure_ascii=False).replace("Token", ""):
            yield f"the token in {request.method} {request.path}"
        yield from pings(request, self._pinged())
        yield from typed(request)

    def _answered(self, record: Record, requests: Sequence[HttpLogEntry], life: Life) -> Iterator[str]:
        answers = [one for one in requests if one.path.startswith(f"/interactions/{record.id}/")]
        if life is Life.ONCE and len(answers) != 1:
            yield f"answered {len(answers)} times"
        if life is not Life.EXPIRED and not record.responded:
            yield "not answered"
        if record.loading:
            yield "left thinking"

    def _requested(self, requests: Sequence[HttpLogEntry], made: Made) -> Iterator[str]:
        moderates = made.side is not None and self._moderates(made.person, made.side)
        for request in requests:
            yield from self._wherever(request)
            told = json.dumps([request.path, request.json], ensure_ascii=False)
            for side in self.rows.sides:
                if side is made.side or self._takes_own_proof(request, made, side):
                    continue
                if side.secret in told or _names(side, told):
                    yield f"{side.secret} is told elsewhere: {request.path} {told[:1500]}"
            answer = request.path.startswith(("/interactions", "/webhooks"))
            if made.side is not None and answer and not moderates and made.side.whispered in told:
                yield f"what moderators alone may read is told to {made.person.name}: {told[:1500]}"
            if answer and not moderates and made.side is self.scene.here and self._shows_hidden(told):
                yield f"a hidden fact is told to {made.person.name}: {told[:1500]}"

    def _takes_own_proof(self, request: HttpLogEntry, made: Made, side: Side) -> bool:
        """Whether a picture goes from another server with the person who sent it, without a word of it."""
        act = act_of(made)
        if act is None or not act.reaches(side.id) or request.method != "PATCH":
            return False
        shown = act.proofs(self.rows.before(side))
        told = json.dumps(request.json, ensure_ascii=False)
        return request.path.rpartition("/")[2] in shown and side.secret not in told and not _names(side, told)

    def _moderates(self, person: Person, side: Side) -> bool:
        """Whether somebody has a say here, as settings are now: any role can be made the moderators'."""
        held = self.scene.world.env.backend.guilds[side.id].members[person.id].role_ids
        chosen = self.scene.world.bot.app.settings.of(side.id)[MODERATOR_ROLE]
        return person in (side.moderator, side.host) or chosen in (side.id, *held)

    def _let_in(self, door: Door, made: Made) -> Iterator[str]:
        """A command that is a moderator's, open to others."""
        if made.side is None or self._was_moderator:
            return
        if door.way is Way.COMMAND and door.moderated and not self.refused:
            yield f"{made.person.name}, no moderator, was let into /{door.name}"

    def _shows_hidden(self, told: str) -> bool:
        hidden = self.scene.hidden in self.scene.world.bot.app.curation.hidden(self.scene.here.id)
        fact = self.scene.world.bot.app.facts.base.facts[self.scene.hidden]
        return hidden and (f'"{fact.id}"' in told or fact.text in told)

    def _pinged(self) -> set[str]:
        """The roles that may be notified: those a server chose."""
        settings = self.scene.world.bot.app.settings
        pinging = [
            setting
            for area in settings.declarations.areas.values()
            for setting in area.settings
            if setting.pings
        ]
        return {str(settings.of(side.id)[setting]) for side in self.rows.sides for setting in pinging}

    def _public(self, door: Door, record: Record, requests: Sequence[HttpLogEntry]) -> Iterator[str]:
        backend = self.scene.world.env.backend
        for message_id in (record.message_id, *record.followup_ids):
            message = backend.messages[record.channel_id].get(message_id or 0)
            if message is None or message.flags & _PRIVATE:
                continue
            if message.id != record.source_message_id:
                self.asked[message.id] = record.user_id
                if self.refused or door.name not in PUBLIC:
                    yield f"answered for everybody to read: {json.dumps(message.components)[:1500]}"
            elif self.asked.setdefault(message.id, record.user_id) != record.user_id and _changed(
                record, requests
            ):
                yield f"somebody else's message was changed by {record.user_id}"


def _changed(record: Record, requests: Sequence[HttpLogEntry]) -> bool:
    """Whether the message that was pressed was changed by the answer, and not only acknowledged."""
    edited = any(
        request.method == "PATCH" and record.token in request.path and request.path.endswith("@original")
        for request in requests
    )
    return edited or record.response_kind is ResponseKind.UPDATE


def _names(side: Side, told: str) -> bool:
    """Whether a channel of a server is named."""
    return any(str(channel_id) in told for channel_id in side.channels())
