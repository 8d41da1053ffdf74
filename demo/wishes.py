"""What can be wished for in the demo: the world's clock, its members, its mishaps, the bot's own restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.i18n.marking import gettext_noop
from demo.breaking import Fault
from demo.driver import Driver
from demo.members import Mood

_BREATH = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Jump:
    """Let it be later at once."""

    to: datetime

    async def grant(self, driver: Driver) -> None:
        # a breath later: what is due at that moment is to be seen when it is reached
        await driver.reach(max(self.to, driver.world.now()) + _BREATH)


@dataclass(frozen=True, slots=True)
class Be:
    """Let simulated members be as busy as this."""

    mood: Mood

    async def grant(self, driver: Driver) -> None:
        driver.members.be(self.mood)


@dataclass(frozen=True, slots=True)
class Break:
    """Let something be broken for a minute."""

    fault: Fault
    channel_id: int
    locale: str

    async def grant(self, driver: Driver) -> None:
        await driver.break_(self.fault, self.channel_id, self.locale)


@dataclass(frozen=True, slots=True)
class Restart:
    """Let the bot end and start anew, while the world stays."""

    channel_id: int
    locale: str

    async def grant(self, driver: Driver) -> None:
        await driver.world.restart()
        await driver.tell(self.channel_id, self.locale, gettext_noop("The bot has started anew."))
