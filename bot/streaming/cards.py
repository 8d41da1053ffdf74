"""What people see of a goal: how it stands, what they logged, who did how much."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.i18n.marking import gettext_noop
from bot.i18n.markup import Markup, bold, channel_mention, escape, joined
from bot.i18n.say import Say
from bot.kit.blocks import Attached, Button, Picture, Row, Small, Text, Title, rows
from bot.kit.cards import Card
from bot.kit.items import Action
from bot.kit.paginator import Book, Page
from bot.streaming import own_cards, pace_lines
from bot.streaming.export import Export
from bot.streaming.goals import Goal
from bot.streaming.labels import PERIODS, counted
from bot.streaming.ledger import Logged
from bot.streaming.logs import Hold, Log
from bot.streaming.overview import Board, Line, View
from bot.streaming.own_logs import OwnLog
from bot.streaming.standing_store import Standing
from bot.streaming.standings import Period

LOG = Action("goals", "log", carries=1)
LOG_FORM = Action("goals", "log-form", carries=1)
SHOW = Action("goals", "show", carries=1)
LIVE = Action("goals", "live", carries=2)
DESK = Action("goals", "desk", carries=1)
UNDO = Action("goals", "undo", carries=1)
LISTING = Action("goals", "listing")
STANDINGS = Book("goals", "standings", carries=2)
LIST = Book("goals", "list")

ON_A_PAGE, GOALS_ON_A_PAGE = 10, 8
_SHORT = {
    Period.DAY: gettext_noop("Day"),
    Period.WEEK: gettext_noop("Week"),
    Period.ALL: gettext_noop("All time"),
}
_WAITS = {
    Hold.REVIEWED: gettext_noop(
        "Moderators look at everything that is logged for this goal. It counts once they accept it."
    ),
    Hold.BEYOND_A_DAY: gettext_noop(
        "That is more than a day can hold, so moderators look at it first. It counts once they accept it."
    ),
    Hold.UNUSUAL: gettext_noop(
        "That is far more than is usual here, so moderators look at it first. It counts once they accept it."
    ),
}


def goal(view: View, picture: Picture | None, say: Say) -> Card:
    """How a goal stands; `picture` is its chart."""
    return _goal(view, picture, _leaderboard(view.goal.id, say), say)


def live(view: View, picture: Picture | None, mark: str, say: Say) -> Card:
    """A goal's live board; `mark` is what its message is known by."""
    return _goal(view, picture, Button(say.plain("Leaderboard"), LIVE.at(view.goal.id, mark)), say)


def left(shown: Goal, channel_id: int | None, say: Say) -> Card:
    """A message that was a goal's live board, given the channel of the one that is."""
    return Card(
        Title(escape(shown.plan.name)),
        Text(say("This board has moved to {channel}.", channel=channel_mention(channel_id)))
        if channel_id is not None
        else Text(say("This board is no longer kept up to date.")),
        Row(Button(say.plain("Show the goal"), SHOW.at(shown.id))),
    )


def _goal(view: View, picture: Picture | None, leaderboard: Button, say: Say) -> Card:
    plan, shown = view.goal.plan, view.goal
    log = Button(say.plain("Log mine"), LOG.at(shown.id), enabled=shown.is_open())
    desk = Button(say.plain("For moderators"), DESK.at(shown.id))
    under = joined(" · ", (escape(plan.platform) if plan.platform else None, _closed(shown, say)))
    return Card(
        Title(escape(plan.name)),
        Small(under) if under else None,
        Text(pace_lines.standing(view, say)),
        picture,
        _text(pace_lines.outlook(view, say)),
        _text(_together(view, say)),
        _text(pace_lines.race(view.race, say)) if view.race is not None else None,
        Row(log, own_cards.button(say), leaderboard, desk),
    )


def goals(page: Page[Line], say: Say) -> Card:
    """A server's goals."""
    return Card(
        Title(say("Goals")),
        None if page.items else Text(say("There is no goal here yet.")),
        *(Text(_line(line, say)) for line in page.items),
        LIST.controls(page, say),
        *rows([Button(line.goal.plan.name, SHOW.at(line.goal.id)) for line in page.items]),
    )


def logged(done: Logged, proof: bool | None, news: Sequence[OwnLog], say: Say) -> Card:
    """What became of a log; `proof`, whether one that came with it reached moderators.

    `news` is what they decided about earlier ones.
    """
    unit, hold = done.goal.plan.unit, done.verdict.hold
    amount = counted(unit, done.log.amount, say)
    told = say("Thank you! {amount} for “{goal}”.", amount=amount, goal=done.goal.plan.name)
    if hold is not None:
        told = say(
            "{amount} for “{goal}”: this waits for moderators.", amount=amount, goal=done.goal.plan.name
        )
    day = say(
        "{day:long}: {amount} of yours", day=done.day, amount=counted(unit, done.verdict.day_total, say)
    )
    return Card(
        Text(told),
        Text(say(_WAITS[hold])) if hold is not None else None,
        _proof(proof, say),
        Small(joined(" · ", (day, _streak(done.streak, say)))),
        own_cards.news(news, say),
        Row(
            Button(say.plain("Undo"), UNDO.at(done.log.id)),
            own_cards.button(say),
            _leaderboard(done.goal.id, say),
        ),
    )


def undone(shown: Goal, log: Log, news: Sequence[OwnLog], say: Say) -> Card:
    """A log was taken back; `news` is what moderators decided about others."""
    amount = counted(shown.plan.unit, log.amount, say)
    return Card(
        Text(say("Taken back: {amount} for “{goal}”.", amount=amount, goal=shown.plan.name)),
        own_cards.news(news, say),
        Row(own_cards.button(say)),
    )


def leaderboard(board: Board, number: int, say: Say) -> Card:
    """A page of a goal's leaderboard, with where the reader stands."""
    page = Page.cut(board.standings, ON_A_PAGE, number)
    goal_id = board.goal.id
    nowhere = page.of + 2  # a message has no custom_id twice, and the first page is what ◀ may lead to
    periods = [
        Button(
            say.plain(_SHORT[period]),
            STANDINGS.turn.at(goal_id, period.value, nowhere if period is board.period else 1),
            enabled=period is not board.period,
        )
        for period in Period
    ]
    listing = say.plain("Leave the leaderboards") if board.listed else say.plain("Be on the leaderboards")
    return Card(
        Title(joined(" · ", (escape(board.goal.plan.name), say(PERIODS[board.period])))),
        Small(say.count("{number} member", "{number} members", page.total)) if page.total else None,
        Text(joined("\n", [_place(one, board, say) for one in page.items]))
        if page.items
        else Text(say("Nobody has logged anything yet. {command} begins it.", command=Markup("`/goal log`"))),
        Small(_own(board, say)),
        STANDINGS.controls(page, say, goal_id, board.period.value),
        Row(*periods, Button(listing, LISTING.at())),
    )


def listed(on: bool, say: Say) -> Card:
    """Whether somebody is on the leaderboards now."""
    if on:
        return Card(Text(say("You are on the leaderboards of this server's goals again.")))
    return Card(
        Text(say("You are off the leaderboards of this server's goals.")),
        Small(say("What you log still counts for everybody's total. The same button brings you back.")),
    )


def exported(export: Export, say: Say) -> Card:
    """A goal's tables."""
    whose = say("what everybody has logged") if export.everybody else say("what you have logged")
    return Card(
        Text(say("“{goal}”: its curve, and {whose}.", goal=export.goal.plan.name, whose=whose)),
        Small(say("There are more logs; these are the latest {number}.", number=export.latest))
        if export.latest is not None
        else None,
        Small(say("Text that a spreadsheet could take for a formula begins with an apostrophe.")),
        Attached("goal.csv", export.curve),
        Attached("logs.csv", export.logs),
    )


def _text(text: Markup) -> Text | None:
    return Text(text) if text else None


def _closed(shown: Goal, say: Say) -> Markup | None:
    return say("closed {when:R}", when=shown.closed_at) if shown.closed_at is not None else None


def _together(view: View, say: Say) -> Markup:
    """What members have done."""
    if not view.logged:
        return Markup("")
    unit = view.goal.plan.unit
    active = say.count("{number} active member", "{number} active members", view.active)
    here = say("Logged here: {amount}", amount=counted(unit, view.logged, say))
    top = [
        say(
            "{rank}. {member}: {amount}",
            rank=one.rank,
            member=_name(one, say),
            amount=counted(unit, one.amount, say),
        )
        for one in view.top
    ]
    return joined("\n", (joined(" · ", (bold(here), active)), *top))


def _line(line: Line, say: Say) -> Markup:
    plan = line.goal.plan
    progress = say(
        "{total} of {target} · {percent}%",
        total=line.total,
        target=counted(plan.unit, plan.target, say),
        percent=pace_lines.percent(line.total, plan.start, plan.target),
    )
    until = say("until {when:D}", when=plan.deadline) if plan.deadline is not None else None
    last = _closed(line.goal, say) or until
    return joined("\n", (bold(escape(plan.name)), joined(" · ", (progress, last))))


def _place(standing: Standing, board: Board, say: Say) -> Markup:
    amount = counted(board.goal.plan.unit, standing.amount, say)
    return Markup(f"**{standing.rank}.** {bold(_name(standing, say))} · {amount}")


def _own(board: Board, say: Say) -> Markup:
    if board.own is None:
        return joined(" · ", (say("You have logged nothing here yet."), _streak(board.streak, say)))
    amount = counted(board.goal.plan.unit, board.own.amount, say)
    own = say("You: place {place} · {amount}", place=board.own.rank, amount=amount)
    return joined(" · ", (own, _streak(board.streak, say)))


def _name(standing: Standing, say: Say) -> Markup:
    return escape(standing.name) if standing.name is not None else say("somebody")


@lru_cache(maxsize=256)
def _streak(days: int, say: Say) -> Markup | None:
    """Days in a row; nothing is said of a streak that ended."""
    if not days:
        return None
    return say.count("{number} day in a row", "{number} days in a row", days)


def _proof(reached: bool | None, say: Say) -> Small | None:
    if reached is None:
        return None
    if reached:
        return Small(say("Moderators see your picture."))
    return Small(say("Your picture could not be shown to moderators. Your log stands all the same."))


@lru_cache(maxsize=256)
def _leaderboard(goal_id: int, say: Say) -> Button:
    return Button(say.plain("Leaderboard"), STANDINGS.turn.at(goal_id, Period.ALL.value, 1))
