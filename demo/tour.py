"""Five things to try in the demo, as a message and as a card."""

from __future__ import annotations

from bot.i18n.markup import Markup, bold, joined, linked
from bot.i18n.say import Say
from bot.kit.blocks import Small, Text, Title
from bot.kit.cards import Card
from demo.goal import GOAL


def typed(command: str) -> Markup:
    """A command as it is typed."""
    return Markup(f"`{command}`")


def steps(say: Say) -> list[Markup]:
    """What to try, in order."""
    return [
        say("Look something up: {command}, then press Source.", command=typed("/fact search query:dynamite")),
        say("See what happened on this day: {command}.", command=typed("/onthisday")),
        say(
            "Play a round: {command}. Two simulated members play along.",
            command=typed("/trivia start questions:3"),
        ),
        say(
            "See how a goal stands after a year of readings: {command}.",
            command=typed(f"/goal show goal:{GOAL}"),
        ),
        say(
            "As Haru, the moderator: {settings} sets the daily post up, {command} moves it to seven in the"
            " morning. Then {jump}, and look into #daily.",
            settings=typed("/settings"),
            command=typed("/configure daily time:7:00"),
            jump=typed("/demo time to:the next daily post"),
        ),
    ]


def welcome(say: Say, address: str | None = None) -> Markup:
    """What stands in #general; `address` leads to the other channels."""
    more = [
        say("This server and its numbers are made up for the demo; the bot and its facts are real."),
        say("{command} breaks something, and it mends by itself.", command=typed("/demo break")),
    ]
    if address is not None:
        back = linked(say("Other channels, other people, another language"), address)
        more.append(back)
    parts = [
        bold(say("Welcome! Five things to try in two minutes:")),
        Markup(f"{_numbered(say)}\n"),
        Markup("\n".join(more)),
    ]
    return joined("\n", parts)


def _numbered(say: Say) -> Markup:
    """One text: a list that is taken apart begins anew with each part."""
    return joined("\n", (Markup(f"{number}. {step}") for number, step in enumerate(steps(say), 1)))


def card(say: Say) -> Card:
    """The same as a card."""
    return Card(
        Title(say("Five things to try")),
        Text(_numbered(say)),
        Small(say("This server and its numbers are made up for the demo; the bot and its facts are real.")),
    )
