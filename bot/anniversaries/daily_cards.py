"""What people see of the daily post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.anniversaries import cards
from bot.anniversaries.daily import Content, Plan, Planned
from bot.anniversaries.service import Occasion
from bot.delivery.model import Outcome, Post
from bot.facts.base import FactSheet
from bot.guilds.cards import back
from bot.i18n.marking import gettext_noop
from bot.i18n.markup import Markup, bold, channel_mention, escape, joined, message_link, role_mention
from bot.i18n.say import Say
from bot.kit.blocks import Aside, Block, Button, Divider, Picture, Row, Small, Text, Title
from bot.kit.cards import Card
from bot.kit.items import Action
from bot.kit.paginator import Book, Page

NOTIFY = Action("daily", "notify")
ANOTHER = Action("daily", "another", carries=2)
SOURCES = Action("daily", "sources", carries=3)
PREVIEW = Action("daily", "preview")
TEST = Action("daily", "test")
WEEK = Book("daily", "week")
RECENT = Book("daily", "recent")
LEAVE_OUT = Action("daily", "leave-out", carries=1)
TAKE_BACK = Action("daily", "take-back", carries=1)

AREA = "daily"
TOLD = 4  # what stands out of a day; the others are a button away
POSTS_ON_A_PAGE = 7

_OUTCOMES = {
    Outcome.SENT: gettext_noop("posted"),
    Outcome.LATE: gettext_noop("posted late"),
    Outcome.MISSED: gettext_noop("missed: it was too late when I could post again"),
    Outcome.PAUSED: gettext_noop("paused: I go on as soon as I can post there"),
    Outcome.UNKNOWN: gettext_noop("unknown: I was interrupted, and did not post it again"),
    Outcome.FAILED: gettext_noop("failed: Discord did not take it; whoever hosts me can see why"),
}
_PLANS = {
    Plan.FACT: gettext_noop("a quiet day, so a fact of the day"),
    Plan.SILENCE: gettext_noop("a quiet day, so nothing"),
    Plan.LEFT_OUT: gettext_noop("left out"),
}


def post(
    content: Content, ping_role_id: int | None, mark: str | None, picture: Picture | None, say: Say
) -> Card:
    """The post of a day. One of its buttons carries `mark`, by which the bot knows its own post again."""
    return Card(
        Text(role_mention(ping_role_id)) if ping_role_id is not None else None,
        *_told(content, say),
        picture,
        _buttons(content, ping_role_id, mark, say),
    )


def marked(content: Content, ping_role_id: int | None, note: str, say: Say) -> Card:
    """A preview or a test: what a post would be, marked as what it is; it mentions nobody."""
    mention = role_mention(ping_role_id) if ping_role_id is not None else None
    return Card(
        Small(joined(" · ", (say(note), mention))),
        *_told(content, say),
        _buttons(content, ping_role_id, None, say),
    )


PREVIEW_NOTE = gettext_noop("A preview, for you alone. Nothing is used up by it.")
TEST_NOTE = gettext_noop("A test by a moderator. The real post comes at its time.")


def tested(channel: Markup, say: Say) -> Card:
    """A test post was sent."""
    return Card(Text(say("The test stands in {channel}.", channel=channel)))


def another(occasion: Occasion, number: int, say: Say) -> Card:
    """Another year of the same day: one anniversary at a time, round and round."""
    one = occasion.remembered[number % len(occasion.remembered)]
    single = Occasion(occasion.day, (one,))
    following = ANOTHER.at(occasion.day.isoformat(), (number + 1) % len(occasion.remembered))
    return Card(
        Title(say.day_of_year(occasion.day)),
        *cards.told(single, 1, say),
        Row(Button(say.plain("Another year"), following)) if len(occasion.remembered) > 1 else None,
    )


def sources(sheets: Sequence[FactSheet], cited: Sequence[Markup], say: Say) -> Card:
    """Where everything in a post comes from."""
    lines = [
        Text(joined("\n", (escape(sheet.fact.text_in(say.reader)), source)))
        for sheet, source in zip(sheets, cited, strict=True)
    ]
    return Card(Title(say("Where this comes from")), *lines)


def week(planned: Sequence[Planned], say: Say) -> Card:
    """The next seven days, each of which can be left out."""
    return Card(
        Title(say("Next seven days")),
        *(_planned(one, say) for one in planned),
        Row(back(AREA, say)),
    )


def recent(page: Page[Post], say: Say) -> Card:
    """The latest posts with what came of them."""
    return Card(
        Title(say("Latest posts")),
        *(Text(_outcome(one, say)) for one in page.items),
        None if page.items else Text(say("Nothing has been posted yet.")),
        RECENT.controls(page, say),
        Row(back(AREA, say)),
    )


def next_post(at: datetime | None, say: Say) -> Markup:
    """What the panel says is going to happen."""
    if at is None:
        return say("The daily post is off. Choose a channel, and it is on.")
    return say("The next post comes {when:F}, {relative:R}.", when=at, relative=at)


def notified(role_id: int, on: bool, say: Say) -> Card:
    """Somebody took the role to notify (`on`), or gave it back."""
    role = role_mention(role_id)
    if on:
        return Card(Text(say("You have {role} now: the daily post tells you.", role=role)))
    return Card(Text(say("{role} is off you: the daily post tells you no more.", role=role)))


def _told(content: Content, say: Say) -> list[Block]:
    day = content.occasion.day
    if content.occasion.remembered:
        lead = joined(" · ", (say.day_of_year(day), say("On this day")))
        return [Title(lead), Divider(), *cards.told(content.occasion, TOLD, say)]
    if content.fact is None:
        return [Title(say.day_of_year(day)), Text(say("A quiet day: nothing to remember."))]
    fact = content.fact.fact
    main = content.fact.main(None)
    return [
        Title(joined(" · ", (say.day_of_year(day), say("Fact of the day")))),
        Divider(),
        Text(joined("\n", (bold(escape(main.name)) if main else None, escape(fact.text_in(say.reader))))),
    ]


def _buttons(content: Content, ping_role_id: int | None, mark: str | None, say: Say) -> Row:
    day, fact = content.occasion.day.isoformat(), content.fact.fact.id if content.fact else None
    buttons = [Button(say.plain("Sources"), SOURCES.at(day, fact, mark))]
    if len(content.occasion.remembered) > 1:
        buttons.append(Button(say.plain("Another year"), ANOTHER.at(day, TOLD)))
    if ping_role_id is not None:
        buttons.append(Button(say.plain("Notify me"), NOTIFY.at()))
    return Row(*buttons)


def _planned(one: Planned, say: Say) -> Block:
    day = one.due.content_date
    if one.plan is Plan.POST:
        what: Markup = say.count(
            "{number} anniversary", "{number} anniversaries", len(one.occasion.remembered)
        )
        what = joined(": ", (what, escape(one.occasion.remembered[0].title(say.reader))))
    else:
        what = say(_PLANS[one.plan])
    text = joined("\n", (bold(say.day(day)), joined(" · ", (say.moment(one.due.due_at, "t"), what))))
    if one.plan is Plan.LEFT_OUT:
        return Aside(text, Button(say.plain("Post it after all"), TAKE_BACK.at(day.isoformat())))
    return Aside(text, Button(say.plain("Leave this one out"), LEAVE_OUT.at(day.isoformat())))


def _outcome(one: Post, say: Say) -> Markup:
    day = say.day(date.fromisoformat(one.at.key))
    became = say(_OUTCOMES[one.outcome]) if one.outcome is not None else say("under way")
    channel_id, message_id = one.intent.channel_id, one.message_id
    place = channel_mention(channel_id)
    if message_id is not None:
        place = message_link(one.at.guild_id, channel_id, message_id)
    return joined("\n", (bold(day), joined(" · ", (became, place))))
