"""A goal's readings and pace as a chart in the reader's language.

    goal, rival = ChartedGoal(...), Rival(name, ghost)  # the rival only where there is one
    chart = await drawing.prepare(partial(chart_of, goal, pace, readings, say, rival))
    content = await drawing.draw("goal", chart)  # a PNG; `chart.alt` says it in words

Everything is cut to the plot here, so that no number, however large, reaches the painter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from bot.i18n.say import Say
from bot.streaming.chart import (
    Area,
    Chart,
    Flag,
    Layer,
    Line,
    Mark,
    Place,
    Places,
    Point,
    Style,
    Tick,
    Weight,
)
from bot.streaming.chart_frame import Frame, between, foreseen, frame, reached, thinned, within
from bot.streaming.chart_words import Words, alt_text
from bot.streaming.charted import ChartedGoal, Rival
from bot.streaming.curve import DAY, Curve, Reading
from bot.streaming.pace import Pace, Status
from bot.streaming.ticks import roundest, times, totals

_LABELS_APART, _MILESTONES_APART = 0.08, 0.06
_BEYOND = 2.0  # to the right of the plot
_HOURS_COUNT = 3 * DAY  # in what is shorter, days alone say too little


def chart_of(
    goal: ChartedGoal, pace: Pace, readings: Iterable[Reading], say: Say, rival: Rival | None = None
) -> Chart:
    """Make a goal's chart; readings after the pace's last one are left out."""
    last = pace.last
    known = [reading for reading in readings if last is not None and reading.at <= last.at]
    curve = Curve(known) if known else None
    shown = frame(goal, pace, curve)
    scene = _Scene(goal, pace, curve, rival, Words(say, goal.zone), shown, tuple(_marks(goal, shown)))
    labels = scene.totals()
    layers = tuple(scene.layers(labels))
    span, instants = times(shown.begin, shown.end, goal.zone)
    return Chart(
        locale=say.tag,
        accent=goal.accent,
        totals=labels,
        times=tuple(Tick(shown.x(at), scene.words.tick(at, span)) for at in instants),
        target=scene.target(),
        flags=tuple(scene.flags()),
        layers=layers,
        legend=tuple(scene.legend({one.style for one in layers if not isinstance(one, Point)})),
        alt=alt_text(goal, pace, curve.first if curve else None, rival, scene.words),
    )


@dataclass(frozen=True, slots=True)
class _Scene:
    """What there is to show, and in which frame."""

    goal: ChartedGoal
    pace: Pace
    curve: Curve | None
    rival: Rival | None
    words: Words
    frame: Frame
    marks: tuple[int, ...]
    """The milestones that are shown."""

    def layers(self, labels: Iterable[Tick]) -> Iterator[Layer]:
        """From the lowest to the topmost: the forecast below all, what was read above all."""
        low, likely, high = self._band()
        read = self._read()
        milestones = list(self._milestones([*read, *likely]))
        forecast = between(low, high)
        if forecast:
            yield Area(Style.FORECAST, Places.of(forecast))
        yield from self._guides([tick.at for tick in labels if tick.weight is Weight.TICK], milestones)
        yield from _line(Style.GHOST, self._ghost())
        yield from _line(Style.NEEDED, self._needed())
        yield from _line(Style.LIKELY, within(likely))
        yield from _line(Style.READ, within(read))
        yield from self._points(milestones)

    def totals(self) -> tuple[Tick, ...]:
        """The labels at the side: the target, milestones, and round totals where there is room."""
        shown, aim = self.frame, self.goal.aim
        rounds = totals(int(shown.low), int(shown.high))
        wanted = [Tick(shown.y(aim.target), self.words.total(aim.target), Weight.TARGET)]
        wanted += [Tick(shown.y(mark), self.words.total(mark), Weight.MILESTONE) for mark in self.marks]
        wanted += [
            Tick(shown.y(total), label) for total, label in zip(rounds, self.words.scale(rounds), strict=True)
        ]
        kept: list[Tick] = []
        for tick in wanted:
            if 0 <= tick.at <= 1 and all(abs(tick.at - other.at) >= _LABELS_APART for other in kept):
                kept.append(tick)
        return tuple(sorted(kept, key=lambda tick: tick.at))

    def target(self) -> Tick:
        at, say = self.frame.y(self.goal.aim.target), self.words.say
        if at <= 1:
            return Tick(at, say.plain("Target"), Weight.TARGET)
        far = say.plain("Target {target}, far above", target=self.words.total(self.goal.aim.target))
        return Tick(1.0, far, Weight.TARGET)

    def flags(self) -> Iterator[Flag]:
        say, deadline, arrival = self.words.say, self.goal.aim.deadline, self.pace.arrival
        if deadline is not None:
            label = say.plain("Deadline {day}", day=self._when(deadline))
            yield Flag(self.frame.x(deadline), label, Style.DEADLINE)
        if self.pace.reached_at is not None:
            label = say.plain("Reached {day}", day=self._when(self.pace.reached_at))
            yield Flag(max(0.0, self.frame.x(self.pace.reached_at)), label, Style.FLAG)
        elif arrival is not None and arrival.likely is not None:
            at, day = self.frame.x(arrival.likely), self._when(arrival.likely)
            label = say.plain("Likely {day}", day=day) if at <= 1 else say.plain("Likely {day} →", day=day)
            yield Flag(min(1.0, at), label, Style.FLAG)

    def legend(self, styles: AbstractSet[Style]) -> Iterator[tuple[Style, str]]:
        """The names of the styles that are drawn and have one."""
        say = self.words.say
        if self.curve is not None:
            yield Style.READ, say.plain("Counted until {day}", day=self._when(self._last.at))
        if Style.FORECAST in styles:
            yield Style.FORECAST, say.plain("Forecast, 4 of 5 cases")
        if Style.NEEDED in styles:
            amount = self.words.rate(self._needed_per_day)
            yield Style.NEEDED, say.plain("Needed: {amount} a day", amount=amount)
        if Style.GHOST in styles and self.rival is not None:
            yield Style.GHOST, say.plain("{name}, same age", name=self.rival.name)
        if Style.MILESTONE in styles:
            yield Style.MILESTONE, say.plain("Milestones")

    @property
    def _last(self) -> Reading:
        """The last reading; the start where there is none."""
        begun = Reading(self.goal.begun_at, self.goal.aim.start)
        return begun if self.curve is None else self.curve.last

    @property
    def _needed_per_day(self) -> float:
        """What it takes each day from the last reading, or the start, on; 0 where that is no question."""
        deadline, last = self.goal.aim.deadline, self._last
        if self.curve is not None or deadline is None or self.pace.status is Status.OVER:
            return self.pace.needed_per_day or 0.0
        return max(0.0, self.pace.remaining / max(1.0, (deadline - last.at) / DAY))

    def _needed(self) -> tuple[Place, ...]:
        deadline = self.goal.aim.deadline
        if deadline is None or not self._needed_per_day or deadline <= self._last.at:
            return ()
        aimed = Reading(deadline, self.goal.aim.target)
        return within([self.frame.place(self._last), self.frame.place(aimed)])

    def _read(self) -> list[Place]:
        if self.curve is None:
            return []
        return thinned(self.curve.instants, self.curve.totals, self.frame)

    def _ghost(self) -> tuple[Place, ...]:
        points = self.rival.ghost.points if self.rival else ()
        return within(thinned([one.at for one in points], [one.total for one in points], self.frame))

    def _guides(self, heights: Iterable[float], milestones: Iterable[Place]) -> Iterator[Line]:
        """Straight lines that tell heights and times."""
        shown, deadline, arrival = self.frame, self.goal.aim.deadline, self._arrival()
        for y in heights:
            yield _straight(Style.GRID, (0.0, y), (1.0, y))
        for x, y in milestones:
            yield _straight(Style.MILESTONE, (0.0, y), (min(1.0, x), y))
        target = shown.y(self.goal.aim.target)
        if target <= 1:
            yield _straight(Style.TARGET, (0.0, target), (1.0, target))
        if deadline is not None:
            yield _straight(Style.DEADLINE, (shown.x(deadline), 0.0), (shown.x(deadline), 1.0))
        if arrival is not None:
            yield _straight(Style.FLAG, arrival, (arrival[0], 1.0))

    def _points(self, milestones: Iterable[Place]) -> Iterator[Point]:
        arrival, stands = self._arrival(), self.frame.y(self._last.total)
        for x, y in milestones:
            if x <= 1:
                yield Point(Mark.MILESTONE if y <= stands else Mark.AHEAD, (x, y))
        if arrival is not None:
            yield Point(Mark.ARRIVAL, arrival)
        if self.curve is not None:
            yield Point(Mark.LAST, self.frame.place(self._last))

    def _band(self) -> tuple[list[Place], list[Place], list[Place]]:
        """The forecast's lower edge, middle and upper edge."""
        shown, band = self.frame, foreseen(self.pace)
        return (
            [(shown.x(one.at), shown.y(one.low)) for one in band],
            [(shown.x(one.at), shown.y(one.likely)) for one in band],
            [(shown.x(one.at), shown.y(one.high)) for one in band],
        )

    def _arrival(self) -> Place | None:
        arrival = self.pace.arrival
        at = self.pace.reached_at or (arrival.likely if arrival else None)
        if at is None or not 0 <= self.frame.x(at) <= 1:
            return None
        return self.frame.x(at), self.frame.y(self.goal.aim.target)

    def _milestones(self, way: Sequence[Place]) -> Iterator[Place]:
        """Where the way comes to each of them; beyond the plot where it does not."""
        for mark in sorted(self.marks):
            y = self.frame.y(mark)
            x = reached(way, y)
            yield (_BEYOND if x is None else max(0.0, x)), y

    def _when(self, at: datetime) -> str:
        shown = self.frame
        return self.words.instant(at, self._last.at, hours=shown.end - shown.begin < _HOURS_COUNT)


def _marks(goal: ChartedGoal, shown: Frame) -> list[int]:
    """The milestones that are shown."""
    target = goal.aim.target
    seen = [mark for mark in goal.marks if shown.low < mark < shown.high and mark != target]
    return roundest(seen, target, _MILESTONES_APART * (shown.high - shown.low))


def _line(style: Style, places: tuple[Place, ...]) -> Iterator[Line]:
    if len(places) > 1:
        yield Line(style, Places.of(places))


def _straight(style: Style, begin: Place, end: Place) -> Line:
    return Line(style, Places.of((begin, end)))
