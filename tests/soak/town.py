"""The servers of a soak: their zones, when they have their daily post, what is set up before it begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import SystemRandom
from zoneinfo import ZoneInfo

import discord
from pydantic import SecretStr

from bot.anniversaries.daily import KIND
from bot.anniversaries.settings import CALENDAR, CHANNEL, HOME, PIN, THREAD, TIME
from bot.app import App, build
from bot.caller import Caller
from bot.config import Config
from bot.delivery.model import Key
from bot.guilds.general import ZONE
from bot.guilds.service import Wish
from bot.streaming.goals import Mode
from bot.streaming.settings import ANNOUNCEMENTS, BOARDS, CAP, MODE
from tests.campaign.goals_people import DAY_HOLDS
from tests.loopback.harness import TOKEN, Discord
from tests.loopback.server_before import ServerBefore
from tests.loopback.world_time import WorldTime

PERMISSIONS = discord.Permissions(
    send_messages=True, read_message_history=True, create_public_threads=True, pin_messages=True
).value
WHOLE = timedelta(hours=2)
"""What the plans below are made for; a shorter soak has them sooner."""
FANDOM_HOME = ZoneInfo("Asia/Seoul")
MEMBERS, PLAYERS = 60, 5


@dataclass(frozen=True, slots=True)
class Plan:
    """A server's daily post: in which minute of the soak, and whether it is moved to another after it."""

    zone: str
    calendar: str | None
    first: int
    then: int | None = None


PLANS = (
    Plan("Atlantic/Reykjavik", None, 15, 95),  # over midnight there: another day, another post
    Plan("Asia/Seoul", None, 25, 60),  # the same day: no other post
    Plan("America/Los_Angeles", HOME, 35),
    Plan("Asia/Kolkata", None, 45),
    Plan("Europe/Lisbon", None, 5, 40),  # over midnight
    Plan("Pacific/Auckland", None, 55, 75),
    Plan("America/Sao_Paulo", HOME, 70, 100),
    Plan("Asia/Kathmandu", None, 85),
)


@dataclass(slots=True)
class Server:
    """A server that stays."""

    guild: int
    owner: int
    member: int
    daily: int
    """The channel of its post."""
    hall: int
    """The channel people type in."""
    zone: str
    calendar: str | None
    posts: list[datetime]
    """When its post is set to, in order."""

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    def dates(self) -> dict[str, str]:
        """The content dates that have a post, by its mark: each once."""
        zone = FANDOM_HOME if self.calendar == HOME else ZoneInfo(self.zone)
        days: dict[date, None] = {at.astimezone(zone).date(): None for at in self.posts}
        return {Key(self.guild, KIND, str(day)).mark: str(day) for day in days}


@dataclass(slots=True)
class Town:
    """All of them; the first has goals and rounds as well."""

    servers: list[Server]
    news: int
    boards: int
    stages: list[int]
    """The channels that rounds are played in."""
    members: list[int]
    """Who log for goals."""
    players: list[int]
    begins: datetime
    lasts: timedelta

    @property
    def ends(self) -> datetime:
        return self.begins + self.lasts

    @classmethod
    async def founded(cls, small: Discord, begins: datetime, lasts: timedelta) -> Town:
        """Make the servers in a Discord without a bot."""
        servers, stages = list[Server](), list[int]()
        for number, plan in enumerate(PLANS):
            made = await small.do("add_guild", channels=2 if number else 7, permissions=PERMISSIONS)
            daily, hall, *stages_and_more = made["channels"]
            stages = stages or stages_and_more
            posts = [begins + _minutes(at, lasts) for at in (plan.first, plan.then) if at is not None]
            servers.append(
                Server(
                    made["guild"], made["owner"], made["member"], daily, hall, plan.zone, plan.calendar, posts
                )
            )
        news, boards, *stages = stages
        members = await small.do("add_members", guild=servers[0].guild, count=MEMBERS)
        players = await small.do("add_members", guild=servers[0].guild, count=PLAYERS)
        return cls(servers, news, boards, stages, members, players, begins, lasts)

    async def set_up(self, small: Discord, config: Config) -> None:
        """Set everything as moderators would, before the bot starts."""
        async with build(config, WorldTime(small.time_file), SystemRandom()) as app:
            for server in self.servers:
                wishes = [
                    Wish(ZONE, server.zone),
                    Wish(TIME, server.local(server.posts[0]).time()),
                    Wish(CALENDAR, server.calendar),
                    Wish(THREAD, value=True),
                    Wish(PIN, value=True),
                    Wish(CHANNEL, server.daily),
                ]
                await _change(app, server.guild, wishes)
            await _change(
                app,
                self.servers[0].guild,
                [
                    Wish(MODE, Mode.OPEN.value),
                    Wish(CAP, DAY_HOLDS),
                    Wish(ANNOUNCEMENTS, self.news),
                    Wish(BOARDS, self.boards),
                ],
            )


async def _change(app: App, guild: int, wishes: list[Wish]) -> None:
    change_id = guild + len(wishes)
    await app.settings.change(
        Caller(1, guild, manages_server=True), ServerBefore(guild), wishes, change_id=change_id
    )


def _minutes(at: int, lasts: timedelta) -> timedelta:
    """A minute of the whole soak, in one that lasts so long: a whole one, for posts are set by the minute."""
    return timedelta(minutes=max(1, round(at * (lasts / WHOLE))))


async def at_a_start(small: Discord) -> datetime:
    """Let the world's time be where a soak begins: 12 June, 22:50 UTC, before midnights and a birthday."""
    now = datetime.fromisoformat(await small.do("move_time", seconds=0))
    begins = now.replace(month=6, day=12, hour=22, minute=50, second=0, microsecond=0)
    if begins < now:
        begins = begins.replace(year=begins.year + 1)
    await small.do("move_time", seconds=(begins - now).total_seconds())
    return begins


def settings(folder: str) -> Config:
    """The bot's settings, to prepare its database with."""
    return Config.model_validate({"discord_token": SecretStr(TOKEN), "state_dir": folder})
