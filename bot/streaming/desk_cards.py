"""What moderators see of goals: previews, the ledgers, what waits, proofs."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.guilds.values import person
from bot.i18n.markup import Markup, bold, escape, joined
from bot.i18n.say import Say
from bot.kit.blocks import Aside, Block, Button, Picture, Row, Small, Text, Title
from bot.kit.cards import Card
from bot.kit.items import Action
from bot.kit.paginator import Book, Page
from bot.review.cards import QUEUE
from bot.streaming.amounts import length_written
from bot.streaming.counter import Entered, ReadingLedger
from bot.streaming.goals import Goal, Kind, Plan
from bot.streaming.labels import KINDS, STATES, UNITS, counted
from bot.streaming.ledger import LOGS_SHOWN, Logged
from bot.streaming.logs import Log, State
from bot.streaming.readings import OfficialReading
from bot.streaming.settings import MODES

CREATE = Action("goals", "create", carries=1)
EDIT_DRAFT = Action("goals", "edit-draft", carries=1)
DRAFT_FORM = Action("goals", "draft-form", version=2, carries=2)
DRAFT_COUNTING = Action("goals", "draft-counting", carries=1)
DRAFT_COUNTING_FORM = Action("goals", "draft-counting-form", version=2, carries=2)
ORGANISER = Action("goals", "organiser", carries=1)
EDIT = Action("goals", "edit", carries=1)
GOAL_FORM = Action("goals", "goal-form", version=2, carries=2)
COUNTING = Action("goals", "counting", carries=1)
COUNTING_FORM = Action("goals", "counting-form", version=2, carries=2)
CLOSE = Action("goals", "close", carries=1)
CORRECT = Action("goals", "correct", carries=2)
CORRECT_FORM = Action("goals", "correct-form", carries=2)
WITHDRAW = Action("goals", "withdraw", carries=3)
READINGS = Book("goals", "readings", carries=1)
LOGS = Book("goals", "logs", carries=1)
VOID = Action("goals", "void", carries=1)
VOID_FORM = Action("goals", "void-form", carries=1)
PROOF = Action("goals", "proof", carries=2)
PROOF_FORM = Action("goals", "proof-form", carries=1)

READINGS_ON_A_PAGE, LOGS_ON_A_PAGE = 5, 6
ACCEPT, DECLINE = "accept", "decline"
_MILESTONES_SHOWN = 5


def preview(plan: Plan, draft_id: int, say: Say) -> Card:
    """A goal as it would be, before it begins."""
    out = (
        say.plain("Stay out of its leaderboard")
        if plan.organiser_listed
        else say.plain("Be on its leaderboard")
    )
    return Card(
        Title(escape(plan.name)),
        Text(joined("\n", _plan(plan, say))),
        Small(say("Nobody sees this yet.")),
        Row(
            Button(say.plain("Create"), CREATE.at(draft_id)),
            Button(say.plain("Edit"), EDIT_DRAFT.at(draft_id)),
            Button(say.plain("Counting"), DRAFT_COUNTING.at(draft_id)),
            Button(out, ORGANISER.at(draft_id)),
        ),
    )


def created(goal: Goal, say: Say) -> Card:
    """A goal has begun."""
    enter, log = Markup("`/goal reading`"), Markup("`/goal log`")
    following = (
        say("{enter} enters what the counter shows, {log} what members did.", enter=enter, log=log)
        if goal.plan.kind is Kind.OFFICIAL
        else say("It counts what members log with {log}.", log=log)
    )
    return Card(Text(say("“{goal}” has begun.", goal=goal.plan.name)), Small(following))


def changed(goal: Goal, say: Say) -> Card:
    """A goal is otherwise now."""
    return Card(
        Text(say("“{goal}” is changed.", goal=goal.plan.name)),
        Text(joined("\n", _plan(goal.plan, say))),
        Row(*_edits(goal, say)),
    )


def closed(goal: Goal, say: Say) -> Card:
    return Card(
        Text(say("“{goal}” is closed.", goal=goal.plan.name)),
        Small(say("{command} lets it go on.", command=Markup("`/goal reopen`"))),
    )


def reopened(goal: Goal, say: Say) -> Card:
    return Card(Text(say("“{goal}” goes on.", goal=goal.plan.name)))


def desk(goal: Goal, say: Say) -> Card:
    """What moderators can do with a goal."""
    official = goal.plan.kind is Kind.OFFICIAL
    return Card(
        Title(escape(goal.plan.name)),
        Text(joined("\n", _plan(goal.plan, say))),
        Row(
            Button(say.plain("Readings"), READINGS.turn.at(goal.id, 1), enabled=official),
            Button(say.plain("Logs"), LOGS.turn.at(goal.id, 1)),
            *_edits(goal, say),
            Button(say.plain("Close"), CLOSE.at(goal.id), enabled=goal.is_open()),
        ),
    )


def entered(done: Entered, say: Say) -> Card:
    """A reading holds now."""
    goal, reading = done.goal, done.entry.reading
    more = None
    if done.before is not None and reading.total >= done.before.total:
        gain = say.number(reading.total - done.before.total)
        more = say("+{number} since {when:R}", number=gain, when=done.before.at)
    passed = [say.number(mark) for mark in done.marks]
    return Card(
        Text(
            say(
                "“{goal}”: {amount}, {when:f}.",
                goal=goal.plan.name,
                amount=bold(counted(goal.plan.unit, reading.total, say)),
                when=reading.at,
            )
        ),
        Text(say("Passed: {totals}", totals=passed)) if passed else None,
        Small(more) if more else None,
        Row(
            Button(say.plain("Correct"), CORRECT.at(goal.id, done.entry.id)),
            Button(say.plain("Readings"), READINGS.turn.at(goal.id, 1)),
        ),
    )


def readings(ledger: ReadingLedger, page: Page[OfficialReading], say: Say) -> Card:
    """A page of a goal's readings, what no longer holds among them."""
    goal = ledger.goal
    blocks: list[Block] = []
    for entry in page.items:
        blocks.append(Text(_entry(entry, ledger, say)))
        if entry.id in ledger.holding:
            blocks.append(
                Row(
                    Button(say.plain("Correct"), CORRECT.at(goal.id, entry.id)),
                    Button(say.plain("Withdraw"), WITHDRAW.at(goal.id, entry.id, page.number)),
                )
            )
    return Card(
        Title(joined(" · ", (escape(goal.plan.name), say("Readings")))),
        None if page.items else Text(say("Nobody has entered anything yet.")),
        *blocks,
        READINGS.controls(page, say, goal.id),
    )


def logs(goal: Goal, page: Page[Log], names: Mapping[int, str], zone: ZoneInfo, say: Say) -> Card:
    """A page of what members logged for a goal."""
    lines: list[Block] = []
    for log in page.items:
        told = say(
            "{member}: {amount}, {day:long} · {state}",
            member=names.get(log.user_id or 0) or say("somebody"),
            amount=bold(counted(goal.plan.unit, log.amount, say)),
            day=log.day(zone),
            state=say(STATES[log.state]),
        )
        void = Button(say.plain("Void"), VOID.at(log.id), enabled=log.state is State.COUNTED)
        lines.append(Aside(told, void))
    return Card(
        Title(joined(" · ", (escape(goal.plan.name), say("Logs")))),
        None if page.items else Text(say("Nobody has logged anything yet.")),
        *lines,
        Small(say("The latest {number} are shown.", number=LOGS_SHOWN)) if page.total >= LOGS_SHOWN else None,
        LOGS.controls(page, say, goal.id),
    )


def voided(goal: Goal, log: Log, say: Say) -> Card:
    amount = counted(goal.plan.unit, log.amount, say)
    return Card(
        Text(say("Voided: {amount} for “{goal}” no longer counts.", amount=amount, goal=goal.plan.name))
    )


def held(done: Logged, command: Markup, say: Say) -> Card:
    """What moderators are told when a log waits, and none did before."""
    amount = counted(done.goal.plan.unit, done.log.amount, say)
    return Card(
        Text(say("A log waits: {amount} for “{goal}”.", amount=amount, goal=done.goal.plan.name)),
        Small(say("{command} shows everything that waits.", command=command)),
        Row(Button(say.plain("Open the queue"), QUEUE.turn.at(1))),
    )


def proof_gone(say: Say) -> Card:
    """In place of the proof of a member who is erased."""
    return Card(
        Text(say("A proof stood here. Its member has deleted what I kept about them.")),
        Small(say("If their log waits, it is still in the queue.")),
    )


def proof(done: Logged, member: str | None, filename: str, content: bytes, say: Say) -> Card:
    """A proof, for moderators; `member` is None where they want no name kept."""
    amount, goal = bold(counted(done.goal.plan.unit, done.log.amount, say)), done.goal.plan.name
    if member is None:
        told = say(
            "Somebody logged {amount} for “{goal}”, {day:long}.", amount=amount, goal=goal, day=done.day
        )
        alt = say.plain("What somebody attached to a log")
    else:
        told = say(
            "{member} logged {amount} for “{goal}”, {day:long}.",
            member=member,
            amount=amount,
            goal=goal,
            day=done.day,
        )
        alt = say.plain("What {member} attached to a log", member=member)
    waits = say("It waits for you.") if done.verdict.hold is not None else say("It counts already.")
    return Card(
        Text(told),
        Picture(filename, content, alt),
        Small(waits),
        Row(
            Button(say.plain("Accept"), PROOF.at(done.log.id, ACCEPT)),
            Button(say.plain("Decline"), PROOF.at(done.log.id, DECLINE)),
        ),
    )


def decided(goal: Goal, log: Log, accepted: bool, say: Say) -> Card:
    """What became of a proof."""
    amount = counted(goal.plan.unit, log.amount, say)
    if accepted:
        return Card(Text(say("Accepted: {amount} for “{goal}” counts.", amount=amount, goal=goal.plan.name)))
    return Card(
        Text(say("Declined: {amount} for “{goal}” does not count.", amount=amount, goal=goal.plan.name))
    )


def became(goal: Goal, log: Log, say: Say) -> Card:
    """What stands where a log's proof stood."""
    if log.state is State.UNDONE:
        amount = counted(goal.plan.unit, log.amount, say)
        return Card(Text(say("Taken back: {amount} for “{goal}”.", amount=amount, goal=goal.plan.name)))
    return decided(goal, log, log.state is State.COUNTED, say)


def _edits(goal: Goal, say: Say) -> tuple[Button, Button]:
    return (
        Button(say.plain("Edit"), EDIT.at(goal.id)),
        Button(say.plain("Counting"), COUNTING.at(goal.id)),
    )


def _plan(plan: Plan, say: Say) -> list[Markup | None]:
    marks = plan.marks[:-1]
    shown = [say.number(mark) for mark in marks[:_MILESTONES_SHOWN]]
    more = len(marks) - len(shown)
    return [
        say(KINDS[plan.kind]),
        say("From {start} to {target}", start=plan.start, target=counted(plan.unit, plan.target, say)),
        say("{unit} on {platform}", unit=say(UNITS[plan.unit]), platform=plan.platform)
        if plan.platform
        else None,
        say("Deadline: {when:f} ({when:R})", when=plan.deadline) if plan.deadline is not None else None,
        say("Milestones: {totals}", totals=shown) if shown else None,
        say.count("And {number} more.", "And {number} more.", more) if more > 0 else None,
        say("Song length: {length}", length=length_written(plan.song_length))
        if plan.song_length is not None
        else None,
        say("What members log: {how}", how=say(MODES[plan.mode])),
        None if plan.organiser_listed else say("Whoever began it stays out of its leaderboard."),
    ]


def _entry(entry: OfficialReading, ledger: ReadingLedger, say: Say) -> Markup:
    total = bold(counted(ledger.goal.plan.unit, entry.reading.total, say))
    state = None
    if entry.id not in ledger.holding:
        state = say("withdrawn") if entry.withdrawn_at is not None else say("corrected")
    head = joined(" · ", (say("{amount}, {when:f}", amount=total, when=entry.reading.at), state))
    by = say("entered by {person}", person=person(entry.user_id, say))
    small = joined(" · ", (by, escape(entry.note) if entry.note else None))
    return joined("\n", (head, Markup(f"-# {small}")))
