"""Every day and month of a leap year and of another fits one message, in every language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.anniversaries import cards, daily_cards
from bot.anniversaries.calendar import Anniversary, AnniversaryKind
from bot.anniversaries.daily import Content, Plan, Planned
from bot.anniversaries.schedule import Due
from bot.anniversaries.service import Occasion, Remembered
from bot.delivery.model import Intent, Key, Outcome, Post
from bot.i18n.catalogs import Catalogs
from bot.i18n.say import Say
from bot.kit.blocks import Picture
from bot.kit.cards import Card
from bot.kit.paginator import Page
from tests.conftest import unopened_app

APP = unopened_app()
DAYS = APP.anniversaries
SAYS = [Catalogs().say(tag) for tag in Catalogs().tags]
NOW = datetime(2028, 2, 1, tzinfo=UTC)
PICTURE = Picture("calendar.png", b"png", "alt " * 500)
YEAR = [date(2028, 1, 1) + timedelta(days=number) for number in range(366)]


def _holds(card: Card) -> None:
    card.view(0x123456)  # raises when Discord would not show it


@pytest.mark.parametrize("say", SAYS, ids=lambda say: say.tag)
async def test_every_day_fits_as_a_list_and_as_a_post(say: Say) -> None:
    for day in YEAR:
        occasion = DAYS.of_day(day, None)
        for number in range(1, -(-len(occasion.remembered) // cards.ON_A_PAGE) + 1):
            _holds(cards.on_this_day(day, Page.cut(occasion.remembered, cards.ON_A_PAGE, number), say))
        _holds(daily_cards.post(Content(occasion, None), 10**18, "m" * 24, PICTURE, say))
        for number in range(len(occasion.remembered)):
            _holds(daily_cards.another(occasion, number, say))


@pytest.mark.parametrize("say", SAYS, ids=lambda say: say.tag)
async def test_every_fact_of_the_day_fits(say: Say) -> None:
    quiet = DAYS.of_day(date(2026, 6, 18), None)
    assert not quiet.remembered
    for fact_id in DAYS.calendar.for_quiet_days():
        sheet = APP.facts.sheet(fact_id)
        _holds(daily_cards.post(Content(quiet, sheet), 10**18, "m" * 24, None, say))
        _holds(daily_cards.marked(Content(quiet, sheet), 10**18, daily_cards.TEST_NOTE, say))


@pytest.mark.parametrize("say", SAYS, ids=lambda say: say.tag)
async def test_every_month_and_what_is_coming_fit(say: Say) -> None:
    for month in range(1, 13):
        first = date(2028, month, 1)
        occasions = DAYS.of_month(first, None)
        _holds(cards.month(cards.MonthShown(first, occasions, PICTURE), say))
        page = Page.cut(occasions, cards.DAYS_ON_A_PAGE, 1)
        _holds(cards.upcoming(page, date(2028, 1, 1), (366, None), say))


@pytest.mark.parametrize("say", SAYS, ids=lambda say: say.tag)
async def test_the_moderators_pages_fit(say: Say) -> None:
    week = [
        Planned(Due(day, NOW), plan, DAYS.of_day(day, None))
        for day, plan in zip(YEAR[43:50], [*Plan, *Plan][:7], strict=True)
        if plan is not Plan.POST or DAYS.of_day(day, None).remembered
    ]
    _holds(daily_cards.week(week, say))
    posts = [
        Post(
            Intent(Key(10**18, "daily", day.isoformat()), 10**18, NOW, NOW),
            NOW, in_doubt=False, outcome=outcome, reason=None,
            message_id=10**18 if outcome in {Outcome.SENT, Outcome.LATE} else None, settled_at=NOW,
        )
        for day, outcome in zip(YEAR, [*Outcome, None], strict=False)
    ]  # fmt: skip
    _holds(daily_cards.recent(Page.cut(posts, daily_cards.POSTS_ON_A_PAGE, 1), say))
    assert daily_cards.next_post(None, say) != daily_cards.next_post(NOW, say)


def test_what_a_day_tells_is_worded_by_how_long_ago_it_was() -> None:
    say = SAYS[0]
    debut = DAYS.of_day(date(2026, 6, 13), None).remembered[0]
    told = {
        day: cards.when(one, say, on_the_day=True)
        for day in (date(2013, 6, 13), date(2014, 6, 13), date(2026, 6, 13), date(2028, 6, 13))
        for one in DAYS.of_day(day, None).remembered
        if one.sheet is debut.sheet
    }

    assert list(told.values()) == ["Today", "★ 1 year ago", "13 years ago", "★ 15 years ago"]


def test_a_day_of_this_year_is_today_to_nobody_who_reads_it_on_another() -> None:
    (debut, *_) = DAYS.of_day(date(2013, 6, 13), None).remembered

    assert cards.when(debut, SAYS[0]) == "this year"
    assert cards.when(debut, SAYS[1]) == "올해"


def test_thousands_of_days_are_counted() -> None:
    thousandth = date(2013, 6, 13) + timedelta(days=5000)

    counted = [cards.when(one, SAYS[0]) for one in DAYS.of_day(thousandth, None).remembered]

    assert "★ Day 5,000" in counted


def test_a_day_about_nobody_is_told_in_the_readers_language() -> None:
    sheet = APP.facts.sheet("dynamite-release")
    since = date(2020, 8, 21)
    anniversary = Anniversary(AnniversaryKind.YEARS, sheet.fact.id, None, since, 8, 3)
    occasion = Occasion(date(2028, 8, 21), (Remembered(anniversary, sheet, None),))
    planned = Planned(Due(occasion.day, NOW), Plan.POST, occasion)
    korean = Catalogs().say("ko")
    assert sheet.fact.text_in("ko") != sheet.fact.text
    assert sheet.fact.text_in("ko")[:20] in str(daily_cards.week([planned], korean))
