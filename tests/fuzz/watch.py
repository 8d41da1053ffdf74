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
from bot.privacy.cards import ERASE_FORM
from demo.people import Person
from demo.reading import walk
from tests.contract import Contract
from tests.fuzz.attempts import CANARY, GHOST, Life
from tests.fuzz.forging import Made
from tests.fuzz.own_data import DECLARED, OwnAct, of_others
from tests.fuzz.rows import Rows, Tables, changed
from tests.fuzz.scene import Scene, Side
from tests.fuzz.surface import Door, Way

CONTRACT = Contract.load()
_CHANNEL = re.compile(r"/channels/(\d+)(?:/|$)")
_TEXT = 10
_PRIVATE = 64
_TOKEN = "simulated"  # noqa: S105  # the world's own
_INTERACTION_TOKEN = "simcord_interaction_"  # noqa: S105  # SimCord's begin so
_UNESCAPED = {
    "a ping of everybody": re.compile(r"@(?:everyone|here)\b"),
    "a mention that was typed": re.compile(rf"(?<!\\)<[^\s<>]*{GHOST}>"),
    "a link that was typed": re.compile(r"://canary\.invalid"),
    "formatting that was typed": re.compile(rf"(?<!\\)(?:\*\*|__|~~|\|\||`){CANARY}"),
    "a heading that was typed": re.compile(rf"(?m)^(?:#{{1,3}}|-#|>|-) {CANARY}"),
}
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


MODERATED = frozenset(
    {
        "settings",
        "setting_changes",
        "import_drafts",
        "hidden_facts",
        "fact_corrections",
        "trivia_hidden",
        "daily_left_out",
        "goal_drafts",
    }
)
"""The tables that only moderators change."""

OWN = frozenset(
    {
        "reports",
        "trivia_answers",
        "trivia_players",
        "trivia_unlisted",
        "goal_logs",
        "goal_members",
        "goal_unlisted",
        "goal_decisions",
    }
)
"""The tables in which people who are no moderators change what is theirs, and nothing else."""
EVERYWHERE = frozenset(
    name for name, table in DECLARED.items() if table.members and not table.guilds and table.under is None
)
"""The tables with people's rows that are of no server."""


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
    tables: Tables
    measures: Callable[[], str]
    """The page that whoever watches the bot reads."""
    heard: Heard = field(default_factory=Heard)
    refused: list[BaseException] = field(default_factory=list)
    """Why the door of errors answered, since the last look."""
    asked: dict[int, int] = field(default_factory=dict)
    """By message, who asked for it."""
    _before: dict[int | None, Rows] = field(default_factory=dict)
    """By server, all rows; those of no server under None."""
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
        self._before = {guild_id: self.tables.of(guild_id) for guild_id in self._places}

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
            *self._elsewhere(door, made),
            *self._unauthorised(door, made),
            *self._of_others(door, made),
            *self._requested(requests, made),
            *self._public(door, made.sent.record, requests),
        ]

    @property
    def _sides(self) -> Sequence[Side]:
        return self.scene.here, self.scene.there

    @property
    def _places(self) -> tuple[int | None, ...]:
        return *(side.id for side in self._sides), None

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
            for side in self._sides:
                if guild_id not in {None, side.id} and (side.secret in told or _names(side, told)):
                    yield f"{side.secret} is posted elsewhere: {request.path} {told[:1500]}"

    def _measured(self) -> Iterator[str]:
        page = self.measures()
        for secret in (_TOKEN, _INTERACTION_TOKEN, CANARY, *(side.secret for side in self._sides)):
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

    def _elsewhere(self, door: Door, made: Made) -> Iterator[str]:
        act = act_of(made)
        for side in self._sides:
            before, after = self._before[side.id], self.tables.of(side.id)
            if act is not None and act.reaches(side.id):
                if tables := act.beyond(before, after):
                    yield f"an act about one's own data changed more of {side.secret}: {', '.join(tables)}"
                continue
            if made.side is side:
                continue
            tables = changed(before, after)
            if door.name == "operator block":  # whoever hosts the bot may shut out any server
                tables = [name for name in tables if name != "limits"]
            if tables:
                yield f"rows of {side.secret} changed from elsewhere: {', '.join(tables)}"

    def _requested(self, requests: Sequence[HttpLogEntry], made: Made) -> Iterator[str]:
        moderates = made.side is not None and self._moderates(made.person, made.side)
        for request in requests:
            yield from self._wherever(request)
            told = json.dumps([request.path, request.json], ensure_ascii=False)
            for side in self._sides:
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
        shown = act.proofs(self._before[side.id])
        told = json.dumps(request.json, ensure_ascii=False)
        return request.path.rpartition("/")[2] in shown and side.secret not in told and not _names(side, told)

    def _moderates(self, person: Person, side: Side) -> bool:
        """Whether somebody has a say here, as settings are now: any role can be made the moderators'."""
        held = self.scene.world.env.backend.guilds[side.id].members[person.id].role_ids
        chosen = self.scene.world.bot.app.settings.of(side.id)[MODERATOR_ROLE]
        return person in (side.moderator, side.host) or chosen in (side.id, *held)

    def _unauthorised(self, door: Door, made: Made) -> Iterator[str]:
        """What only moderators may do, done by others."""
        if made.side is None or self._was_moderator:
            return
        before, after = self._before[made.side.id], self.tables.of(made.side.id)
        if before is not after and act_of(made) is None:  # those are looked at row by row
            touched = [name for name in changed(before, after) if name in MODERATED]
            person_id = made.person.id
            touched += changed(*(of_others(person_id, rows, OWN) for rows in (before, after)))
            if touched:
                yield f"{made.person.name}, no moderator, changed {', '.join(sorted(touched))}"
        if door.way is Way.COMMAND and door.moderated and not self.refused:
            yield f"{made.person.name}, no moderator, was let into /{door.name}"

    def _of_others(self, door: Door, made: Made) -> Iterator[str]:
        """What is of no server: everybody's own, and the table of erasures."""
        before, after = self._before[None], self.tables.of(None)
        if before is after:
            return
        person_id, act = made.person.id, act_of(made)
        if tables := changed(*(of_others(person_id, rows, EVERYWHERE) for rows in (before, after))):
            yield f"{made.person.name} changed what is others': {', '.join(tables)}"
        erases = (act is not None and not act.names_alone) or door.name == ERASE_FORM.address
        entered = len(after["erasures"]) - len(before["erasures"])
        if entered not in {0, 1} or (entered and (not erases or self.refused)):
            yield f"{entered} erasures more"

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
        return {str(settings.of(side.id)[setting]) for side in self._sides for setting in pinging}

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


def act_of(made: Made) -> OwnAct | None:
    """What somebody does about their own data, if it is that."""
    custom_id = str(made.sent.payload["data"].get("custom_id", ""))
    return OwnAct.read(custom_id, made.person.id, made.side.id if made.side is not None else None)


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


def _message_of(request: HttpLogEntry) -> dict[str, Any]:
    body = request.json if isinstance(request.json, dict) else {}
    inner = body.get("data", body)
    return inner if isinstance(inner, dict) else {}


def pings(request: HttpLogEntry, roles: set[str]) -> Iterator[str]:
    """Whom a message may ping, besides these roles."""
    message = _message_of(request)
    creates = request.method == "POST" and ("components" in message or "content" in message)
    if not creates or "custom_id" in message:  # a form pings nobody
        return
    allowed = message.get("allowed_mentions")
    if allowed is None or allowed.get("parse") or allowed.get("users") or allowed.get("replied_user"):
        yield f"may ping: {allowed}"
    elif extra := {str(role) for role in allowed.get("roles", ())} - roles:
        yield f"may ping the roles {extra}"


def typed(request: HttpLogEntry) -> Iterator[str]:
    """What was typed and is repeated as markup, in the bot's own message."""
    message = _message_of(request)
    shown = [part["content"] for part in walk(message.get("components", ())) if part.get("type") == _TEXT]
    for text in (*shown, str(message.get("content") or "")):
        for what, pattern in _UNESCAPED.items():
            if pattern.search(text):
                yield f"{what}: {text[:600]!r}"
