"""What a soak came to: what is flat, what is lost or doubled, what nothing explains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from bot.backups.service import FIRST
from tests.campaign import daily_judge, goals_judge, rounds_judge
from tests.campaign.tally import Tally
from tests.soak.comings import RELOADED
from tests.soak.course import Soak
from tests.soak.flat import FEWEST, Bound, is_flat, rise
from tests.soak.log import unexplained
from tests.soak.samples import BOUNDS, MEGABYTE, Sample
from tests.soak.visitors import EVERYWHERE, IN_A_SERVER, TYPED

SHOWN = 5
"""How much of what is wrong in one way is told."""


@dataclass(frozen=True, slots=True)
class Check:
    """One promise, and what is wrong about it."""

    name: str
    wrong: list[str]
    figure: str = ""

    @property
    def holds(self) -> bool:
        return not self.wrong


async def checks(soak: Soak) -> list[Check]:
    """Every promise, judged after the end."""
    found = [Check("it ended in an orderly way", _ended(soak)), Check("all went on meanwhile", soak.wrong)]
    if len(soak.samples) >= FEWEST:
        found += [_flat(bound, soak.samples) for bound in BOUNDS]
    small, played, record = soak.discord, soak.players.played, soak.people.record
    rounds, goals = Tally(tried=1), Tally(tried=1)
    await rounds_judge.judge(small, played, rounds)
    await goals_judge.judge(small, record, goals)
    daily = Tally()
    for server in soak.town.servers:
        await daily_judge.judge(small, [server.daily], server.dates(), daily)
    violations = await small.do("violations")
    found += [
        *_judged("answers in rounds", rounds, violations, len(played.presses)),
        *_judged("goals", goals, violations, len(record.acts)),
        *_judged("daily posts", daily, violations, sum(len(one.dates()) for one in soak.town.servers)),
        Check("reports, and who is gone", soak.reports.wrong(soak.folder), str(len(soak.reports.reported))),
        Check("reloads", _reloads(soak), str(soak.comings.reloads)),
        Check("backups", await _backups(soak), str(len(soak.comings.backups))),
        Check("everything was done", list(_idle(soak))),
        Check("silence that no fault explains", _silences(soak), _heard(soak)),
        Check("Discord's contract", violations),
        Check("the log", list(unexplained(soak.log)), f"{soak.log.count(chr(10)):,} lines"),
    ]
    return found


def _flat(bound: Bound, samples: list[Sample]) -> Check:
    values = [getattr(sample, bound.figure) for sample in samples]
    grown = rise(values)
    told = f"{shown(grown, bound.unit)} of at most {shown(bound.most, bound.unit)}"
    wrong = [] if is_flat(values, bound) else [f"rose by {told} over the second half"]
    return Check(f"{bound.figure} flat", wrong, told)


def _judged(name: str, tally: Tally, violations: list[str], count: int) -> Iterator[Check]:
    wrong = [one for one in tally.wrong if one not in violations]
    for what, found in (("lost", tally.lost), ("doubled", tally.doubled), ("otherwise wrong", wrong)):
        yield Check(f"{name}: {what}", found, f"{len(found)} of {count:,}")


def _ended(soak: Soak) -> list[str]:
    return [] if soak.exit_code == 0 else [f"the exit code is {soak.exit_code}"]


def _reloads(soak: Soak) -> list[str]:
    told = soak.log.count(RELOADED)
    return [] if told == soak.comings.reloads > 0 else [f"{soak.comings.reloads} asked for, {told} done"]


async def _backups(soak: Soak) -> list[str]:
    by_hand = len(soak.comings.backups)
    wrong = await soak.comings.look_at_backups(soak.folder)
    by_the_day = len(soak.comings.backups) - by_hand
    if not by_hand:
        wrong.append("none was made by hand")
    if not by_the_day and soak.plan.lasts > FIRST:
        wrong.append("none was made by the bot itself")
    return wrong


def _idle(soak: Soak) -> Iterator[str]:
    """What should have been done and was not: a soak of nothing is no soak."""
    wanted = [f"/{one}" for one in (*EVERYWHERE, *IN_A_SERVER)] + [f"/{one} (typing)" for one in TYPED]
    for one in wanted:
        if not soak.talk.answered[one]:
            yield f"nobody was answered {one}"
    if not soak.comings.joined:
        yield "no server came"
    if not sum(soak.weather.done.values()):
        yield "nothing went wrong"


def _silences(soak: Soak) -> list[str]:
    return [
        f"{one.what} was not answered"
        for one in soak.talk.silences
        if not one.struck and not soak.weather.explains(one.at)
    ]


def _heard(soak: Soak) -> str:
    silences = soak.talk.silences
    struck = sum(one.struck for one in silences)
    return f"{len(silences)} silences; struck {struck}, away {len(silences) - struck}"


def table(samples: list[Sample]) -> Iterator[str]:
    """How each figure went, by quarters."""
    quarters = [samples[n * len(samples) // 4 : (n + 1) * len(samples) // 4] for n in range(4)]
    yield f"{'median of each quarter':>24}" + "".join(f"{name:>12}" for name in ("1", "2", "3", "4"))
    units = {bound.figure: bound.unit for bound in BOUNDS} | {"database": "MB"}
    for name in Sample.names():
        unit = units[name]
        medians = [median(getattr(one, name) for one in of) for of in quarters if of]
        yield f"{name:>24}" + "".join(f"{shown(one, unit):>12}" for one in medians)


def shown(number: float, unit: str) -> str:
    return f"{number / MEGABYTE:.2f} MB" if unit == "MB" else f"{number:.1f} {unit}".rstrip()
