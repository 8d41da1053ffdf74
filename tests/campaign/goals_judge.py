"""Goals after all kills: what stands in the channels and is kept, against what people were told."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import discord

from tests.campaign.evidence import custom_ids, parts, rows
from tests.campaign.goals_record import CLOSES_AFTER, NOTICES, GoalRow, Record, Verb, instant
from tests.campaign.tally import Tally
from tests.loopback.harness import Discord


async def judge(small: Discord, record: Record, tally: Tally) -> set[int]:
    """Compare what stands and is kept with what was told; the points in which something is amiss."""
    case = _Case(record, tally)
    case.logs()
    case.undone()
    case.decisions()
    case.readings()
    news = [message for channel in record.news for message in await small.do("messages", channel=channel)]
    case.milestones(news)
    case.turns(news)
    *left, now = [await small.do("messages", channel=channel) for channel in record.boards]
    case.boards(now, [message for channel in left for message in channel])
    if missing := {Verb.LOG, Verb.UNDO, Verb.READ} - case.acknowledged:
        tally.wrong.append(f"nobody was told that it worked to {', '.join(missing)}")
    tally.wrong += [*record.stale, *await small.do("violations")]
    return case.spoiled


async def stale_boards(small: Discord, record: Record) -> list[str]:
    """Boards of open goals that say something else than the ledgers; all is quiet."""
    found: list[str] = []
    totals, messages = record.totals(), await small.do("messages", channel=record.boards[-1])
    for goal in record.goals():
        for message in _boards_of(goal, messages):
            shown = _STANDS_AT.search("\n".join(parts(message)))
            total = _number(shown[1]) if shown is not None else None
            if goal.open and total != totals[goal.id]:
                found.append(f"{goal} stands at {totals[goal.id]}, its board says {total}")
    return found


def in_order(folder: Path, now: datetime) -> bool:
    """Whether all posts, notices and boards that were due are done."""
    try:
        ((left,),) = rows(folder, _LEFT, *(int(one.timestamp() * 1000) for one in (now, now + NEWS)))
    except sqlite3.OperationalError:  # busy
        return False
    return not left


NEWS = timedelta(seconds=10)
"""A board that is due sooner has something new to show."""
RACE = timedelta(minutes=1)
"""What a moderator closes so shortly after a turn may have been closed before it was told of."""
_LEFT = (
    "SELECT (SELECT COUNT(*) FROM posts WHERE settled_at IS NULL) "
    "+ (SELECT COUNT(*) FROM post_steps WHERE outcome IS NULL) "
    "+ (SELECT COUNT(*) FROM due_work WHERE kind IN ('post', 'follow-up') "
    "OR kind = 'goal-countdown' AND due_at <= ? OR kind = 'goal-board' AND due_at <= ?)"
)
_MORE = re.compile(r"And (\d+) more\.")


class _Case:
    """One look at everything."""

    def __init__(self, record: Record, tally: Tally) -> None:
        self._record, self._tally = record, tally
        self._goals = record.goals()
        self._logs = record.logs()
        self.spoiled = set[int]()
        self.acknowledged = set[Verb]()

    def _lost(self, point: int, what: str) -> None:
        self._tally.lost.append(what)
        self.spoiled.add(point)

    def _doubled(self, point: int, what: str) -> None:
        self._tally.doubled.append(what)
        self.spoiled.add(point)

    def _once(self, at: datetime, what: str, stands: int, *, at_least: int = 1) -> None:
        if stands > 1:
            self._doubled(self._record.point(at), f"{what} stands {stands} times")
        elif stands < at_least:
            self._lost(self._record.point(at), f"{what} does not stand")

    def logs(self) -> None:
        """What people were told that they logged is kept; sums are those of what counts."""
        for act, told in self._record.of(Verb.LOG):
            counts, waits = "Thank you!" in told, "this waits for moderators" in told
            if not (counts or waits):
                continue
            self.acknowledged.add(Verb.LOG)
            kept = self._logs.get(act.interaction)
            if kept is None or kept[:3] != (act.goal, act.user, act.amount) or waits != bool(kept.hold):
                self._lost(act.point, f"{act} was told {told!r}, kept is {kept}")
        for goal in self._goals:
            counted = sum(log.amount for log in self._logs.values() if log.counts(goal.id))
            if goal.logged != counted:
                self._tally.wrong.append(f"{goal} says {goal.logged}, its logs come to {counted}")

    def undone(self) -> None:
        """What people were told that they took back counts no more, and nothing else was taken back."""
        own = {(log.user, log.amount): log for log in self._logs.values()}
        told_of, unanswered = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
        for act, told in self._record.of(Verb.UNDO):
            if (taken := _TAKEN_BACK.search(told)) is not None:
                self.acknowledged.add(Verb.UNDO)
                at = act.user, _number(taken[1])
                told_of[at] += 1
                if own[at].state != "undone":
                    self._lost(act.point, f"{act} was told {told!r}, kept is {own[at]}")
                if told_of[at] > 1:
                    self._doubled(act.point, f"{act} was told {told!r} for the second time")
            else:
                unanswered[act.user, act.point] += not told or _APOLOGY in told
        silently = Counter(
            (log.user, self._record.point(instant(log.settled)))
            for at, log in own.items()
            if log.state == "undone" and log.settled is not None and at not in told_of
        )
        for (user, point), number in (silently - unanswered).items():
            self._doubled(point, f"{number} logs of {user} were taken back that nobody asked for")

    def decisions(self) -> None:
        """What moderators decided stands; what waits is in the queue, and nothing else."""
        decided = dict[int, Verb]()
        asked = {(act.log, act.verb) for act, _ in self._record.of(Verb.ACCEPT, Verb.DECLINE)}
        for act, told in self._record.of(Verb.ACCEPT, Verb.DECLINE):
            if _DECIDED[act.verb][0] not in told:
                continue
            self.acknowledged.add(act.verb)
            if act.log in decided:
                self._doubled(act.point, f"{act} was decided to {decided[act.log]} before")
            decided[act.log] = act.verb
            if self._logs[act.log].state not in _DECIDED[act.verb][1]:
                self._lost(act.point, f"{act} was told {told!r}, kept is {self._logs[act.log]}")
        for one, log in self._logs.items():
            verb = {"counted": Verb.ACCEPT, "declined": Verb.DECLINE}.get(log.state)
            if log.hold and verb is not None and (one, verb) not in asked:
                self._tally.wrong.append(f"the log {one} is {log.state}, and no moderator said so")
        waiting = {one for one, log in self._logs.items() if log.state == "held"}
        queued = self._record.queued()
        if waiting != queued:
            self._tally.wrong.append(f"{waiting} wait, in the queue are {queued}")

    def readings(self) -> None:
        """What people were told that they entered is kept."""
        kept = {entry.id: (entry.goal, entry.total) for entry in self._record.readings()}
        for act, told in self._record.of(Verb.READ):
            if _ENTERED.search(told) is None:
                continue
            self.acknowledged.add(Verb.READ)
            if kept.get(act.interaction) != (act.goal, act.amount):
                self._lost(act.point, f"{act} was told {told!r}, kept is {kept.get(act.interaction)}")
        closed = {goal.id for goal in self._goals if not goal.open}
        for act, told in self._record.of(Verb.CLOSE):
            if " is closed." in told:
                self.acknowledged.add(Verb.CLOSE)
                if act.goal not in closed:
                    self._lost(act.point, f"{act} was told {told!r}, and the goal is open")

    def milestones(self, news: list[dict[str, Any]]) -> None:
        """Every milestone that was passed was announced once, and no other."""
        passed = self._record.passed()
        announced = Counter[tuple[int, int]]()
        for message in news:
            goal = self._told_of(message)
            announced.update((goal, mark) for mark in self._marks_in(parts(message), goal))
        for at, passed_at in passed.items():
            self._once(passed_at, f"the milestone {at}", announced[at])
        if others := announced.keys() - passed.keys():
            self._tally.wrong.append(f"nobody passed {others}")
        goals, last = {goal.id: goal for goal in self._goals}, len(self._record.begun) - 1
        read = [
            (entry.goal, entry.total, self._record.point(instant(entry.entered)))
            for entry in self._record.readings()
            if _comes_before(entry.entered, goals[entry.goal].closed)
        ]
        logged = [
            (one.id, self._logged_until_closed(one), last) for one in self._goals if one.kind == "community"
        ]
        for goal, total, point in [*read, *logged]:
            for mark in goals[goal].marks(total):
                if (goal, mark) not in passed:
                    self._lost(point, f"{goal} came to {total}, its milestone {mark} is not kept")

    def _marks_in(self, told: list[str], goal: int) -> list[int]:
        """The milestones a message is about; of a long way it tells how many more lie below."""
        named = {
            _number(one)
            for part in told
            if "– passed!" in part or "On the way:" in part
            for one in re.findall(r"\d[\d,]*", _MORE.sub("", part))
        }
        more = sum(int(count) for part in told for count in _MORE.findall(part))
        step = next(one.step for one in self._goals if one.id == goal)
        return [*named, *(min(named) - step * below for below in range(1, more + 1))] if named else []

    def turns(self, news: list[dict[str, Any]]) -> None:
        """Every notice was given once where its time came, and every goal that ended has its recap."""
        stand = defaultdict[int, Counter[str]](Counter)
        for message in news:
            whole = "\n".join(parts(message))
            what = next((one for one in (*NOTICES, "is over") if one in whole), None)
            if what is not None:
                stand[self._told_of(message)][what] += 1
        now = max(_made_at(message) for message in news)
        for goal in self._goals:
            for notice, before in NOTICES.items():
                at, until = goal.deadline - before, goal.closed or now
                if at <= goal.begun or at > until:
                    self._once(at, f"{notice} of {goal}", 1 + stand[goal.id][notice])
                else:
                    sure = until - at > RACE
                    self._once(at, f"{notice} of {goal}", stand[goal.id][notice], at_least=sure)
            if goal.closed is not None:
                self._once(goal.closed, f"the recap of {goal}", stand[goal.id]["is over"])
            elif stand[goal.id]["is over"] or goal.deadline + CLOSES_AFTER + RACE < now:
                self._tally.wrong.append(f"{goal} is over, and open")

    def boards(self, messages: list[dict[str, Any]], left: list[dict[str, Any]]) -> None:
        """Every goal has one board, pinned as long as it is open; or it ended where boards stood before."""
        for goal in self._goals:
            own = _boards_of(goal, messages)
            ended = 0 if own or goal.open else min(1, len(_boards_of(goal, left)))
            self._once(goal.begun, f"the board of {goal}", len(own) + ended)
            for message in own:
                if message["pinned"] != goal.open:
                    self._tally.wrong.append(f"pinned is {message['pinned']} of the board of {goal}")
        notices = [message for message in messages if message["type"] == 6]
        if notices:
            self._tally.wrong.append(f"{len(notices)} notices of pins were left")

    def _logged_until_closed(self, goal: GoalRow) -> int:
        """What was logged for a goal, less what was accepted when it was over."""
        return sum(
            log.amount
            for log in self._logs.values()
            if log.counts(goal.id) and (not log.settled or _comes_before(log.settled, goal.closed))
        )

    def _told_of(self, message: dict[str, Any]) -> int:
        """The goal that a message is about."""
        (custom_id,) = custom_ids(message, "goals:v1:live:")
        return int(custom_id.split(":")[3])


def _comes_before(millis: int, closed: datetime | None) -> bool:
    """Whether something was written while its goal was open."""
    return closed is None or instant(millis) < closed


def _boards_of(goal: GoalRow, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in messages if custom_ids(one, f"goals:v1:live:{goal.id}:")]


def _number(shown: str) -> int:
    return int(shown.replace(",", ""))


def _made_at(message: dict[str, Any]) -> datetime:
    return discord.utils.snowflake_time(int(message["id"]))


_APOLOGY = "went wrong"  # an answer did not get through, after it was done
_TAKEN_BACK = re.compile(r"Taken back: ([\d,]+) streams? for")
_ENTERED = re.compile(r"”: \*\*[\d,]+ streams?\*\*, <t:")
_STANDS_AT = re.compile(r"\*\*([\d,]+)\*\* of [\d,]+ streams")
_DECIDED = {
    Verb.ACCEPT: ("Accepted: it counts now.", {"counted", "undone"}),
    Verb.DECLINE: ("Declined: it does not count.", {"declined"}),
}
