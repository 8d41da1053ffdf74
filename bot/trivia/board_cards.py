"""What people see of leaderboards, profiles, seasons, and of what they missed."""

from __future__ import annotations

from datetime import date

from bot.facts.base import FactBase
from bot.i18n.marking import gettext_noop
from bot.i18n.markup import Markup, bold, escape, joined
from bot.i18n.say import Say
from bot.kit.blocks import Button, Row, Small, Text, Title
from bot.kit.cards import Card
from bot.kit.items import Action
from bot.kit.paginator import Book, Page
from bot.trivia.board_store import Standing
from bot.trivia.boards import Board, Missed, Profile
from bot.trivia.cards import Unsayable, behind, choice_text, in_words
from bot.trivia.labels import PERIODS
from bot.trivia.periods import Period
from bot.trivia.seasons import Season

STANDINGS = Book("trivia", "standings", carries=1)
MISSED_PAGES = Book("trivia", "missed-pages", carries=1)
PERIOD = Action("trivia", "period", carries=1)
LISTING = Action("trivia", "listing")
SEASON = Action("trivia", "season", carries=1)

ON_A_PAGE, MISSED_ON_A_PAGE = 10, 4

_SHORT = {
    Period.WEEK: gettext_noop("Week"),
    Period.MONTH: gettext_noop("Month"),
    Period.ALL: gettext_noop("All time"),
}


def leaderboard(board: Board, number: int, say: Say) -> Card:
    """A page of a leaderboard, with where the reader stands."""
    page = Page.cut(board.standings, ON_A_PAGE, number)
    players = say.count("{number} player", "{number} players", page.total)
    periods = [
        Button(say.plain(_SHORT[period]), PERIOD.at(period.value), enabled=period is not board.period)
        for period in Period
    ]
    return Card(
        Title(joined(" · ", (say("Trivia"), _when(board, say)))),
        Small(players)
        if page.total
        else Text(say("Nobody has points yet. {command} begins a round.", command=_START)),
        Text(joined("\n", [_line(one, say) for one in page.items])) if page.items else None,
        Small(_own(board.own, say)) if page.total else None,
        STANDINGS.controls(page, say, board.period.value),
        Row(*periods),
    )


def profile(told: Profile, say: Say) -> Card:
    """How somebody plays in a server."""
    totals = told.totals
    if not totals.rounds:
        return Card(
            Title(escape(told.name)),
            Text(say("No rounds in this server yet. {command} begins one.", command=_START)),
            _listing(told, say),
        )
    share = round(100 * totals.correct / totals.answered)
    lines = [
        _standing(say(PERIODS[period]), standing, say)
        for period, standing in (
            (Period.WEEK, told.week),
            (Period.MONTH, told.season),
            (Period.ALL, told.ever),
        )
    ]
    return Card(
        Title(escape(told.name)),
        Text(joined("\n", lines)),
        Small(
            joined(
                " · ",
                (
                    say.count("{number} round", "{number} rounds", totals.rounds),
                    say(
                        "{correct} of {answered} right ({share} %)",
                        correct=totals.correct,
                        answered=totals.answered,
                        share=share,
                    ),
                    say("best round {points}", points=totals.best_round),
                    say("{number} in a row", number=totals.streak),
                ),
            )
        ),
        _listing(told, say),
    )


def listed(on: bool, say: Say) -> Card:
    """The answer to whoever came back to the leaderboards (`on`), or left them."""
    if on:
        return Card(Text(say("You are on this server's leaderboards again.")))
    return Card(
        Text(say("You are not shown on this server's leaderboards any more.")),
        Small(say("You can go on playing. Your points come back when you do.")),
    )


def missed(round_id: int, page: Page[Missed], base: FactBase, say: Say) -> Card:
    """The questions somebody did not have right, with the answers."""
    return Card(
        Title(say("What you missed")),
        None if page.total else Text(say("Nothing: you had everything right!")),
        *(Text(_missed(one, base, say)) for one in page.items),
        MISSED_PAGES.controls(page, say, round_id),
    )


def season(told: Season, mark: str, say: Say) -> Card:
    """A season's results, posted at its end."""
    return Card(
        Title(joined(" · ", (say("Trivia season"), say.month(told.month)))),
        Text(joined("\n", [_line(one, say) for one in told.winners])),
        Small(
            joined(
                " · ",
                (
                    say.count("{number} player", "{number} players", told.players),
                    say("A new season has begun: everybody starts from nothing."),
                ),
            )
        ),
        Row(Button(say.plain("Leaderboard"), SEASON.at(mark))),
    )


_START = Markup("`/trivia start`")


def _when(board: Board, say: Say) -> Markup:
    match board.period:
        case Period.WEEK:
            return say("Week from {day}", day=say.day(board.begins))
        case Period.MONTH:
            return say.month(date(board.begins.year, board.begins.month, 1))
        case Period.ALL:
            return say(PERIODS[Period.ALL])


def _line(standing: Standing, say: Say) -> Markup:
    name = escape(standing.name) if standing.name is not None else say("somebody")
    return joined(
        " · ",
        (
            Markup(f"**{standing.place}.** {bold(name)}"),
            say.count("{number} point", "{number} points", standing.points),
            say("{correct} of {asked} right", correct=standing.correct, asked=standing.answered),
        ),
    )


def _own(own: Standing | None, say: Say) -> Markup:
    if own is None:
        return say("You have no points here yet.")
    points = say.count("{number} point", "{number} points", own.points)
    return say("You: place {place} · {points}", place=own.place, points=points)


def _standing(period: Markup, standing: Standing | None, say: Say) -> Markup:
    if standing is None:
        return say("{period}: no points yet", period=bold(period))
    points = say.count("{number} point", "{number} points", standing.points)
    return say("{period}: place {place} · {points}", period=bold(period), place=standing.place, points=points)


def _listing(told: Profile, say: Say) -> Row | None:
    if not told.own:
        return None
    label = say.plain("Leave the leaderboards") if told.listed else say.plain("Be on the leaderboards")
    return Row(Button(label, LISTING.at()))


def _missed(one: Missed, base: FactBase, say: Say) -> Markup:
    asked = one.drawn.asked
    try:
        words = in_words(base, asked, say)
    except Unsayable:
        return say("A question that is not there any more.")
    own = (
        say("You: {choice}", choice=choice_text(words, one.choice))
        if one.choice is not None
        else say("You did not answer.")
    )
    right = say("Right: {choice}", choice=bold(choice_text(words, asked.right)))
    told = behind(words, base.facts[asked.fact_id], say)
    return joined("\n", (words.prompt, right, own, Markup(f"-# {told}") if told else None))
