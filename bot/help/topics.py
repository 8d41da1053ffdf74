"""The commands by what a person wants to do. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.i18n.marking import gettext_noop


@dataclass(frozen=True, slots=True)
class Topic:
    """Something a person may want to do."""

    title: str
    commands: tuple[str, ...]
    """Full names, in the order they are told."""


TOPICS = (
    Topic(gettext_noop("Look something up"), ("fact search", "fact about")),
    Topic(gettext_noop("Browse and be surprised"), ("fact random", "fact timeline")),
    Topic(
        gettext_noop("Remember the day"),
        ("onthisday", "anniversaries upcoming", "anniversaries month", "anniversaries export"),
    ),
    Topic(
        gettext_noop("Play together"),
        ("trivia start", "trivia skip", "trivia stop", "trivia leaderboard", "trivia profile"),
    ),
    Topic(
        gettext_noop("Reach something together"),
        ("goal show", "goal log", "goal undo", "goal list", "goal leaderboard", "goal export"),
    ),
    Topic(
        gettext_noop("Look after goals"),
        ("goal create", "goal reading", "goal edit", "goal close", "goal reopen"),
    ),
    Topic(
        gettext_noop("Look after this server"),
        (
            "settings",
            "configure general",
            "configure daily",
            "configure trivia",
            "configure goals",
            "configure facts",
            "review",
        ),
    ),
    Topic(gettext_noop("See what I keep about you"), ("privacy view", "privacy export", "privacy delete")),
    Topic(gettext_noop("Find your way"), ("help", "about")),
)
