"""What people see of help and about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from discord.app_commands import locale_str

from bot.facts.model import Fandom
from bot.guilds.cards import OPEN as SET_UP
from bot.help.topics import Topic
from bot.i18n.markup import Markup, bold, joined
from bot.i18n.say import Say
from bot.i18n.translator import described
from bot.kit.blocks import Block, Button, Divider, Link, Row, Small, Text, Title, apart
from bot.kit.cards import Card
from bot.kit.limits import shorten

_LONGEST_PURPOSE = 64
"""Characters of a command's description, so that all commands fit one card."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A command a person may run."""

    mention: Markup
    description: locale_str


@dataclass(frozen=True, slots=True)
class Introduction:
    """What there is to tell about this bot."""

    version: str
    fandom: Fandom
    facts: int
    """How many facts it knows."""
    started_at: datetime
    """When it was started, aware."""
    data: Markup
    """The command that tells people what is kept about them."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where to have this bot, and where to read more about it."""

    add_to_server: str
    add_to_account: str
    source: str | None
    """Where the source can be read, if the operator says so."""
    privacy: str | None
    """Likewise the data policy."""
    terms: str | None
    """Likewise the terms of service."""


def guide(topics: Sequence[Topic], offers: Mapping[str, Offer], say: Say) -> Card:
    """The commands one may run here, by what one wants to do."""
    sections: list[Block] = [
        Text(joined("\n", (bold(say(topic.title)), *lines)))
        for topic in topics
        if (lines := [_line(offers[name], say) for name in topic.commands if name in offers])
    ]
    return Card(
        Title(say("What would you like to do?")),
        *apart(sections),
        Divider(),
        Small(say("Tap a command to start it, or type / and pick one.")),
    )


def introduction(told: Introduction, links: Links, say: Say) -> Card:
    """What this bot is, and how to have it elsewhere."""
    known = say(
        "I know {facts}, each with its source.",
        facts=say.count("{number} fact", "{number} facts", told.facts),
    )
    buttons = [
        Link(say.plain("Add to a server"), links.add_to_server),
        Link(say.plain("Add to my account"), links.add_to_account),
    ]
    if links.source:
        buttons.append(Link(say.plain("Source code"), links.source))
    if links.privacy:
        buttons.append(Link(say.plain("Privacy"), links.privacy))
    if links.terms:
        buttons.append(Link(say.plain("Terms"), links.terms))
    return Card(
        Title(say("Borahae {emoji}", emoji=told.fandom.emoji)),
        Text(say("A companion for {fans}.", fans=told.fandom.in_language(say.reader).fans)),
        Text(known),
        Text(say("{command} shows what I keep about you, and deletes it if you like.", command=told.data)),
        Small(say("Version {version}, started {when:R}.", version=told.version, when=told.started_at)),
        Row(*buttons),
    )


def welcome(fandom: Fandom, command: Markup, say: Say) -> Card:
    """The one message when the bot joins a server."""
    return Card(
        Text(
            say(
                "Hello! I know a lot about what {fans} love: facts with sources, in English and Korean."
                " Try {command}.",
                fans=fandom.in_language(say.reader).fans,
                command=command,
            )
        ),
        Small(say("Moderators: everything works as it is; a minute of setting up makes me yours.")),
        Row(Button(say.plain("Set up"), SET_UP.at())),
    )


def _line(offer: Offer, say: Say) -> Markup:
    purpose = Markup(shorten(described(offer.description, say), _LONGEST_PURPOSE))
    return say("{command}: {purpose}", command=offer.mention, purpose=purpose)
