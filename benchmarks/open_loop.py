"""Arrivals that never wait for answers, at rising rates, until the knee; ours and the bare bot in turn."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.contest import Side
from benchmarks.figures import Figure, reported
from benchmarks.knee import RATES, Climb, Step, Verdict
from benchmarks.lengths import Lengths
from benchmarks.steps import LOOKUPS, PING
from benchmarks.steps import Step as Sent
from tests.loopback.harness import Refused

FEWEST = 400
"""Arrivals of a step: p99 of fewer is one of them."""
_CALM = 20  # tries until a bot has worked off what waits
_BETWEEN = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who does what where: people and steps take turns."""

    steps: Sequence[Sent]
    channel: int
    users: Sequence[int]


@dataclass(slots=True)
class Arriving:
    """What arrives at one side."""

    side: Side
    crowd: Callable[[int], Awaitable[Crowd]]
    """Makes ready for so many arrivals."""
    calming: Sent
    """What it is asked, after a step, until it answers again."""
    climb: Climb
    arrived: list[dict[str, Any]] = field(default_factory=list)
    """Every arrival, as the loopback tells of it."""

    async def step(self, per_second: int, seconds: float) -> None:
        """One try of a rate."""
        count = max(FEWEST, round(per_second * seconds))
        crowd = await self.crowd(count)
        arrived = await self.side.discord.load(
            "arrive",
            steps=crowd.steps,
            channel=crowd.channel,
            users=crowd.users,
            per_second=per_second,
            count=count,
        )
        self.arrived += arrived
        self.climb.add(Step.of(per_second, count, arrived))
        await self._calm()

    @property
    def answered(self) -> list[dict[str, Any]]:
        """Those of all arrivals that were."""
        return [one for one in self.arrived if one["milliseconds"] is not None]

    async def _calm(self) -> None:
        for _ in range(_CALM):
            try:
                await self.side.discord.load(
                    "run",
                    steps=[self.calming],
                    channel=self.side.channel,
                    users=[self.side.member],
                    people=1,
                    seconds=0.1,
                )
            except Refused:  # it is still at what came before
                await asyncio.sleep(_BETWEEN)
            else:
                return
        raise RuntimeError(f"{self.side.program[-1]} answers nothing any more")


def arriving(
    side: Side, crowd: Crowd | Callable[[int], Awaitable[Crowd]], lengths: Lengths, calming: Sent = LOOKUPS[0]
) -> Arriving:
    """What arrives at our bot: always the same, or what is made ready for each step."""

    async def same(_: int) -> Crowd:
        if not isinstance(crowd, Crowd):
            raise TypeError(crowd)
        return crowd

    return Arriving(
        side, same if isinstance(crowd, Crowd) else crowd, calming, Climb(3 if lengths.full else 2)
    )


def pongs(side: Side, lengths: Lengths) -> Arriving:
    """The yardstick: pings to the bare bot."""
    return arriving(side, Crowd([PING], side.channel, [side.member]), lengths, PING)


async def climb(sides: Sequence[Arriving], lengths: Lengths, rates: Sequence[int] = RATES) -> None:
    """Take the sides up, in turn at each rate, until each is past its knee."""
    for per_second in rates:
        for one in sides:
            if one.climb.ended:
                continue
            await one.step(per_second, lengths.arriving)
            while one.climb.tries_again:
                await one.step(per_second, lengths.arriving)


def figures(name: str, ours: Climb, bare: Climb | None = None) -> list[Figure]:
    """The knee, and what answers took at each rate on the way."""
    note = f"ours: {ours.told}" + (f"; bare: {bare.told}" if bare else "")
    knees = reported(
        f"{name}, open loop: the most a second before the knee",
        "/s",
        ours.knee,
        bare.knee if bare else None,
        note=note,
    )
    return [knees, *(_of_rate(name, ours, step, bare) for step in ours.steps)]


def _of_rate(name: str, ours: Climb, step: Step, bare: Climb | None) -> Figure:
    """A step beside the bare bot's; no point of the curve where it tells of the sender."""
    other, verdict = bare.at(step.per_second) if bare else None, ours.verdict(step)
    told = [f"median {step.median:.1f} ms, sent {step.late:.1f} ms late at p99"]
    if verdict is not Verdict.HOLDS:
        told.insert(0, verdict.value)
    if other and not other.measurable:
        told.append(f"bare not measurable, p99 {other.p99:.0f} ms")
    figure = reported(
        f"{name}, {step.per_second:,} a second in the open loop: p99",
        "ms",
        step.p99,
        other.p99 if other and other.measurable else None,
        note="; ".join(told),
    )
    return figure.on(f"{name}: p99 by rate", step.per_second) if step.measurable else figure
