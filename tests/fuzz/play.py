"""A batch of hostile interactions in one world: seeded, so that it goes the same way again."""

from __future__ import annotations

import json
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tests.fuzz.attempts import Attempt, Ids, Life, Shape, Typed, Where, draw
from tests.fuzz.forging import Forge, Made
from tests.fuzz.measured import Measured
from tests.fuzz.row_watch import RowWatch
from tests.fuzz.rows import Tables
from tests.fuzz.scene import Scene, go_on, opened
from tests.fuzz.sightings import Sightings
from tests.fuzz.surface import Door, Way, doors_of
from tests.fuzz.watch import Watch

PAUSE = timedelta(seconds=31)
"""What passes now and then: cooldowns end, questions are over."""
EVERY = 12
"""Interactions between two pauses."""
REVIVED = 96
"""Interactions until the people of the servers do something themselves again."""


@dataclass(slots=True)
class Outcome:
    """What came of a batch, or of several."""

    tried: int = 0
    refused: int = 0
    """How many were answered politely that they cannot be."""
    faults: list[str] = field(default_factory=list)
    failed: int = 0
    """How many interactions had faults."""
    entered: Counter[str] = field(default_factory=Counter)
    """By door, how often somebody got past every refusal."""
    doors: set[str] = field(default_factory=set)
    """Every door there is."""
    knocked: dict[bool, set[str]] = field(default_factory=lambda: {True: set(), False: set()})
    """The doors somebody tried, by whether they moderate where they tried it."""
    options: set[str] = field(default_factory=set)
    """Every option there is, by command."""
    filled: set[str] = field(default_factory=set)
    """The options and fields that were filled in."""
    reasons: Counter[str] = field(default_factory=Counter)
    """By door, why people were refused."""
    seconds: float = 0.0

    def add(self, other: Outcome) -> None:
        """Count another's as well."""
        self.tried += other.tried
        self.refused += other.refused
        self.faults += other.faults
        self.failed += other.failed
        self.entered += other.entered
        self.doors |= other.doors
        for moderates, doors in other.knocked.items():
            self.knocked[moderates] |= doors
        self.options |= other.options
        self.filled |= other.filled
        self.reasons += other.reasons
        self.seconds += other.seconds

    @property
    def unreached(self) -> list[str]:
        """The doors nobody got past."""
        return sorted(self.doors - set(self.entered))

    @property
    def one_sided(self) -> list[str]:
        """The doors that nobody tried who moderates, or nobody who does not."""
        return sorted(self.doors - (self.knocked[True] & self.knocked[False]))

    @property
    def unfilled(self) -> list[str]:
        """The options nobody filled in."""
        return sorted(self.options - self.filled)


async def play(folder: Path, number: int, count: int) -> Outcome:
    """Try as many interactions as were asked for, every door in turn; the same again for the same number."""
    outcome = Outcome()
    begun = time.perf_counter()
    async with opened(folder) as scene:
        file = scene.world.bot.app.config.database_file
        measured = Measured(scene.world)
        with Tables.watched(file) as tables:
            watch = Watch(scene, RowWatch(tables, scene.sides), measured.page)
            with watch.listening():
                await _Batch(scene, watch, number, outcome).run(draw(count, number))
    outcome.seconds = time.perf_counter() - begun
    return outcome


class _Batch:
    def __init__(self, scene: Scene, watch: Watch, number: int, outcome: Outcome) -> None:
        self._scene, self._watch, self._number, self._outcome = scene, watch, number, outcome
        self._sightings = Sightings(scene.world)
        self._sightings.look_around()
        self._forge = Forge(scene, self._sightings)
        self._doors = doors_of(scene.world)
        outcome.doors = {str(door) for door in self._doors}
        outcome.options = {
            f"{door} {option['name']}"
            for door in self._doors
            if door.way is Way.COMMAND
            for option in door.options
        }

    async def run(self, attempts: list[Attempt]) -> None:
        for index, (door, attempt) in enumerate(zip(self._turns(), attempts, strict=False)):
            if index % EVERY == 0:
                await self._pause(index)
            wanted = attempt if str(door) in self._outcome.entered else _plainly(attempt)
            await self._one(index, door, wanted)

    async def _pause(self, index: int) -> None:
        """Let some time pass, in which the bot does what is due; now and then people go on as well."""
        self._watch.pause()
        if index % REVIVED == 0:
            await go_on(self._scene)
        await self._scene.world.travel(PAUSE)
        self._sightings.look_around()
        if faults := self._watch.meanwhile():
            self._outcome.failed += 1
            where = f"batch {self._number}, before interaction {index}"
            self._outcome.faults += [f"{where}\n    {fault}" for fault in faults]

    def _turns(self) -> Iterator[Door]:
        """Every door in turn, what nobody has seen yet of it at the end of each turn."""
        while True:
            waiting: deque[Door] = deque(self._doors)
            passed = 0
            while waiting:
                door = waiting.popleft()
                if not self._is_seen(door) and passed < len(waiting):
                    waiting.append(door)
                    passed += 1
                    continue
                passed = 0
                yield door

    def _is_seen(self, door: Door) -> bool:
        if door.way is Way.PRESS:
            return bool(self._sightings.pressed[door.name])
        return door.way is not Way.FORM or bool(self._sightings.forms[door.name])

    async def _one(self, index: int, door: Door, attempt: Attempt) -> None:
        made = self._forge.make(door, attempt)
        self._watch.begin(made)
        faults: list[str] = []
        try:
            await self._forge.wire.tell(made.sent)
            if attempt.life is Life.REPLAYED:
                await self._forge.wire.tell(made.sent)
        except Exception as error:  # noqa: BLE001  # whatever the bot let through is a finding
            faults.append(f"raised {error!r}")
        faults += self._watch.faults(door, made, attempt.life)
        self._count(door, made, attempt, faults, index)
        self._learn(door, made)
        await self._let_all_in_again()

    def _count(self, door: Door, made: Made, attempt: Attempt, faults: list[str], index: int) -> None:
        outcome = self._outcome
        outcome.tried += 1
        outcome.knocked[self._watch.was_moderator].add(str(door))
        if self._watch.refused:
            outcome.refused += 1
            outcome.reasons[f"{door}: {type(self._watch.refused[-1]).__name__}"] += 1
        elif attempt.life is Life.ONCE:
            outcome.entered[str(door)] += 1
        outcome.filled |= {f"{door} {name}" for name in made.filled}
        if faults:
            outcome.failed += 1
            told = json.dumps(made.sent.payload["data"])[:1500]
            where = f"batch {self._number}, interaction {index}: {door} by {made.person.name}; {attempt}"
            outcome.faults += [f"{where}\n    {fault}\n    {told}" for fault in faults]

    def _learn(self, door: Door, made: Made) -> None:
        record = made.sent.record
        self._sightings.look(record)
        if door.way is Way.TYPING and record.autocomplete_choices:
            offered = [choice["value"] for choice in record.autocomplete_choices]
            self._sightings.suggestions(door.name, None if made.side is None else made.side.id, offered)

    async def _let_all_in_again(self) -> None:
        """Undo what the operator's block did: the campaign would be over with it."""
        limits = self._scene.world.bot.app.limits
        if limits.blocked_count:
            for side in self._scene.sides:
                await limits.unblock(guild_id=side.id)
            for user_id in self._scene.world.env.backend.users:
                await limits.unblock(user_id=user_id)


def _plainly(attempt: Attempt) -> Attempt:
    """The attempt without malice, by a moderator or a member: what has not let anybody in yet."""
    return Attempt(
        who=0 if attempt.who % 2 else 1,
        where=Where.THERE if attempt.pick % 3 == 0 else Where.HERE,
        korean=attempt.korean,
        ids=Ids.TRUE,
        shape=Shape.TRUE,
        life=Life.ONCE,
        pick=attempt.pick,
        fill=attempt.fill,
        parts=attempt.parts,
        typed=tuple(Typed(True, "25", one.number) for one in attempt.typed),
        plain=True,
        stranger=attempt.stranger and attempt.pick % 3 == 0,
    )
