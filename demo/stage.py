"""/demo: what only the demo can do. Loaded by the demo alone; what it does is wished for, see `driver.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from discord import app_commands
from discord.app_commands import locale_str as _

from bot.client import FanBot
from bot.errors import UserError
from bot.i18n.marking import gettext_noop
from bot.kit.answers import respond
from bot.kit.blocks import Small, Text
from bot.kit.cards import Card
from bot.kit.checks import MEMBER, SERVERS
from bot.kit.feature import Feature
from bot.kit.host import Interaction
from bot.kit.server import caller_of
from demo import tour
from demo.breaking import BREAKAGES, Fault
from demo.driver import Driver
from demo.members import Mood
from demo.wishes import Be, Break, Jump, Restart

NEXT_POST = "post"
STEPS = {
    "1m": (timedelta(minutes=1), gettext_noop("a minute from now")),
    "1h": (timedelta(hours=1), gettext_noop("an hour from now")),
    "1d": (timedelta(days=1), gettext_noop("a day from now")),
    "1w": (timedelta(weeks=1), gettext_noop("a week from now")),
}
MOODS = {
    Mood.CALM: gettext_noop("They play along, and log streams now and then"),
    Mood.BUSY: gettext_noop("They play along, and log streams every minute"),
    Mood.AWAY: gettext_noop("They are away"),
}


def _choices(labels: dict[str, str]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=_(label), value=value) for value, label in labels.items()]


class NoPostToCome(UserError):
    message = gettext_noop("The daily post is off here. A moderator can turn it on with {command}.")


class BrokenAlready(UserError):
    message = gettext_noop("That is broken already. It mends by itself within a minute.")


class Stage(Feature):
    """The commands of the demo."""

    demo = app_commands.Group(
        name="demo",
        description=_("What only this demo can do: no part of the bot"),
        allowed_contexts=SERVERS,
        allowed_installs=MEMBER,
    )

    def __init__(self, bot: FanBot, driver: Driver) -> None:
        super().__init__(bot.handlers)
        self._bot, self._driver = bot, driver

    @demo.command(description=_("Five things to try"))
    async def tour(self, interaction: Interaction) -> None:
        await respond(interaction, tour.card, private=True)

    @demo.command(description=_("Move the clock of this world"))
    @app_commands.describe(to=_("Until when"))
    @app_commands.choices(
        to=[
            *_choices({NEXT_POST: gettext_noop("the next daily post")}),
            *_choices({step: label for step, (_by, label) in STEPS.items()}),
        ]
    )
    async def time(self, interaction: Interaction, to: str) -> None:
        now = self._bot.app.clock.now()
        if to == NEXT_POST:
            moment = await self._bot.app.daily.next_post(caller_of(interaction).guild)
            if moment is None:
                raise NoPostToCome(command=self._bot.command_book.mention("configure daily"))
        else:
            moment = now + STEPS[to][0]
        self._driver.wish(Jump(moment))
        await respond(
            interaction,
            lambda say: Card(Text(say("In a moment it is {when:F}.", when=moment))),
            private=True,
        )

    @demo.command(description=_("How busy the simulated members are"))
    @app_commands.describe(mood=_("How they are from now on"))
    @app_commands.choices(mood=_choices({mood.value: label for mood, label in MOODS.items()}))
    async def members(self, interaction: Interaction, mood: str) -> None:
        self._driver.wish(Be(Mood(mood)))
        label = MOODS[Mood(mood)]
        await respond(interaction, lambda say: Card(Text(say(label))), private=True)

    @demo.command(name="break", description=_("Break something; it mends by itself after a minute"))
    @app_commands.describe(what=_("What is broken"))
    @app_commands.choices(what=_choices({fault: one.label for fault, one in BREAKAGES.items()}))
    async def break_(self, interaction: Interaction, what: str) -> None:
        fault = Fault(what)
        if self._driver.is_broken(fault):
            raise BrokenAlready
        self._driver.wish(Break(fault, interaction.channel_id or 0, interaction.locale.value))
        broken = BREAKAGES[fault].broken
        await respond(
            interaction,
            lambda say: Card(
                Text(say(broken)),
                Small(
                    say("It mends by itself after a minute of your time. The clock can be moved meanwhile.")
                ),
            ),
            private=True,
        )

    @demo.command(description=_("End the bot and start it anew, while Discord stays as it is"))
    async def restart(self, interaction: Interaction) -> None:
        self._driver.wish(Restart(interaction.channel_id or 0, interaction.locale.value))
        await respond(
            interaction,
            lambda say: Card(Text(say("I start anew. Buttons that stand here work afterwards as well."))),
            private=True,
        )


def on_stage(driver: Driver) -> Callable[[FanBot], Any]:
    """Makes the cog for each bot that is started."""
    return lambda bot: Stage(bot, driver)
