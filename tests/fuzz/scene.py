"""Two servers in the middle of things: goals, rounds, reports, drafts, changed settings.

What belongs to one server alone carries a word that must never be read in the other; what only moderators
may read carries another.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import discord

from bot.streaming.goals import LONGEST_NAME
from bot.trivia.round import LOBBY
from demo.forms import Impossible
from demo.people import Person, Reply
from demo.server import Server
from demo.world import World
from tests.fuzz.attempts import CANARY, GHOST, PIECES
from tests.fuzz.wire import GLANCE

PNG = b"\x89PNG\r\n\x1a\n" + b"made-up"
ALLOWED = (
    "view_channel",
    "send_messages",
    "read_message_history",
    "attach_files",
    "create_public_threads",
    "send_messages_in_threads",
    "pin_messages",
    "manage_roles",
)
PATIENCE = 60.0
"""Seconds of real time that what one interaction sets off may take, on a busy machine."""
CROWD = (
    f"**{CANARY}** @everyone",
    f"<@{GHOST}>[x](https://canary.invalid)",
    "Hana",
    "Iseul",
    "Jia",
    "Kyung",
    "Luna",
    "Mina",
    "Nari",
    "Oda",
)
"""More than a page of a leaderboard shows."""
_ROUND = timedelta(seconds=40)


@dataclass(frozen=True, slots=True)
class Side:
    """One server, and who is in it."""

    server: Server
    secret: str
    """Stands in what only this server knows."""
    moderator: Person
    members: Sequence[Person]
    visitors: Sequence[Person] = ()
    """Members without any role here: a moderator of another server."""
    host: Person | None = None
    """Whoever hosts the bot, an administrator of this server."""

    @property
    def whispered(self) -> str:
        """Stands in what only this server's moderators may read."""
        return f"{self.secret}zzz"

    @property
    def id(self) -> int:
        return self.server.id

    def people(self) -> list[Person]:
        """Moderators as often as members, so that much of what is tried is allowed."""
        members = [*self.members, *self.visitors]
        hosts = [] if self.host is None else [self.host]
        return [*(one for member in members for one in (self.moderator, member)), *hosts]

    def channels(self) -> list[int]:
        return [channel.id for channel in self.server.handle.channels.values()]


@dataclass(frozen=True, slots=True)
class Scene:
    """The world when the hostile people arrive."""

    world: World
    here: Side
    there: Side
    hidden: str
    """The id of a fact that the first server hid."""

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.here, self.there

    def side(self, guild_id: int | None) -> Side | None:
        return next((side for side in self.sides if side.id == guild_id), None)


@asynccontextmanager
async def opened(state_dir: Path) -> AsyncIterator[Scene]:
    """A world with the two servers in it."""
    async with World.open(state_dir=state_dir) as world:
        world.env.settle_timeout = PATIENCE
        settle = partial(world.env._settle_internal, idle=GLANCE)
        setattr(world.env, "_settle_internal", settle)  # noqa: B010  # no such setting
        other = world.another_server("Amber Room", "ko")
        await world.env.settle()
        there = Side(
            other,
            "beryllium",
            world.person("Ara", "Moderators", discord.Permissions(manage_guild=True), server=other),
            [world.person(name, server=other) for name in ("Bora", "Chae", "Dana")],
        )
        world.server.handle.add_member(there.moderator.in_server.user)
        await world.restart(operator_guild_id=world.server.id)
        setattr(world.bot.app.drawing._easel, "_limit", PATIENCE)  # noqa: B010  # real time, as above
        members = [world.member, *(world.person(name) for name in CROWD)]
        host = world.person("Sol", "Hosts", discord.Permissions(administrator=True))
        here = Side(world.server, "amethyst", world.moderator, members, [there.moderator], host)
        hidden = ""
        for side in (here, there):
            await _settle_in(world, side)
            hidden = hidden or await _report(world, side)
            await _goals(side)
        for _ in range(2):
            await world.travel(timedelta(days=1))
            for side in (here, there):
                await _count(side)
        for side in (here, there):
            await _play(world, side)
            await _leaf(side)
        yield Scene(world, here, there, hidden)


async def _settle_in(world: World, side: Side) -> None:
    """Channels and settings, changed a few times."""
    server = side.server
    for name in ("mod-room", "news", "boards", "quiet", "arcade"):
        server.text_channel(name)
    server.handle.create_role("Fans")
    if server is world.server:
        await server.let_bot(*ALLOWED)
    await _configure(world, side)
    panel = await side.moderator.slash("/settings")
    await side.moderator.press("Export", on=panel)
    await side.moderator.press("Import", on=panel)


async def _configure(world: World, side: Side) -> None:
    server, moderator = side.server, side.moderator
    rooms, roles = server.handle.channels, server.handle.roles
    await moderator.slash(
        "/configure general", notice_channel=rooms["mod-room"], quiet_channels=rooms["quiet"]
    )
    await moderator.slash("/configure daily", channel=server.general, ping_role=roles["Fans"], time="21:00")
    await moderator.slash("/configure goals", announcements=rooms["news"])
    if server is not world.server:  # there the bot may not attach pictures, which take long to draw
        await moderator.slash("/configure goals", boards=rooms["boards"])
    await moderator.slash("/configure trivia", season_channel=rooms["news"], questions=3)
    for number in range(8):
        await moderator.slash("/configure goals", cap=100 + number)


async def _report(world: World, side: Side) -> str:
    """Reports of several people; one fact becomes hidden. Its id."""
    for member, query in zip(side.members, ("dynamite", "butter", "permission to dance"), strict=False):
        found = await member.slash("/fact search", query=query)
        form = await member.press("Something wrong?", on=found)
        await member.submit(form, {"What is wrong?": f"{side.whispered} {PIECES[len(query) % len(PIECES)]}"})
    queue = await side.moderator.slash("/review")
    await side.moderator.press("Hide it here", on=queue)
    return next(iter(world.bot.app.curation.hidden(side.id)), "")


async def _goals(side: Side) -> None:
    """Goals of both kinds, one closed, one in a draft; logs with proofs, some of which wait."""
    moderator, secret = side.moderator, side.secret
    for name, kind in (("Butter", "official"), ("Dynamite", "community"), ("Fire", "community")):
        preview = await moderator.slash(
            "/goal create",
            what=f"{secret} {name}",
            target="1000",
            unit="streams",
            kind=kind,
            milestones="every 100",
            deadline="2026-12-31 18:00",
        )
        await moderator.press("Create", on=preview)
    for piece in PIECES:
        name = f"{secret} {piece}"[:LONGEST_NAME]
        preview = await moderator.slash(
            "/goal create", what=name, target="1000", unit="streams", kind="community"
        )
        await _press(moderator, preview, "Create")
    await moderator.slash("/goal create", what=f"{secret} draft", target="90", unit="streams")
    await moderator.slash("/goal close", goal=f"{secret} Fire")
    for mode in ("reviewed", "open"):
        await moderator.slash("/configure goals", mode=mode)
        preview = await moderator.slash(
            "/goal create", what=f"{secret} {mode}", target="1000", unit="streams", kind="community"
        )
        await _press(moderator, preview, "Create")
    for member in side.members:
        for name in ("Dynamite", "reviewed"):
            await member.slash("/goal log", goal=f"{secret} {name}", amount="30", proof=("shot.png", PNG))


async def _count(side: Side) -> None:
    """Readings and logs of another day."""
    for total in range(8):
        await side.moderator.slash("/goal reading", goal=f"{side.secret} Butter", total=str(10 + total))
    for member in side.members[:3]:
        for amount in range(6):
            await member.slash("/goal log", goal=f"{side.secret} Dynamite", amount=str(amount + 1))


async def _play(world: World, side: Side) -> None:
    """A round that is over in each of two channels, and one that goes on in one of them."""
    rooms = side.server.handle.channels
    for name in (names := ("arcade", "general")):
        side.moderator.go_to(name)
        await side.moderator.slash("/trivia start", questions=5)
    await world.travel(LOBBY)
    for _ in range(6):
        for name in names:
            card = world.posted(rooms[name])[-1]
            for member in side.members if card.buttons else ():
                await member.press(card.buttons[0].label, on=card)
        await world.travel(_ROUND)
    await side.moderator.slash("/trivia start", questions=5, seconds=60)
    await world.travel(LOBBY)


async def _leaf(side: Side) -> None:
    """Look at everything there is to leaf through and press."""
    moderator = side.moderator
    for command in (
        "/settings",
        "/review",
        "/help",
        "/goal list",
        "/goal leaderboard",
        "/trivia leaderboard",
    ):
        await moderator.slash(command)
    shown = await moderator.slash("/goal show", goal=f"{side.secret} Dynamite")
    desk = await moderator.press(shown.buttons[-1].label, on=shown)  # in the server's language
    await moderator.press("Counting", on=desk)
    await moderator.press("Logs", on=desk)
    await moderator.slash("/fact about", subject="rm")
    await moderator.slash("/fact timeline")
    await moderator.slash("/anniversaries upcoming", days=90)
    await moderator.slash("/onthisday", date="13 June")
    form = await moderator.press("Time zone", on=await moderator.slash("/settings"))
    await moderator.submit(form, {"Time zone": "United States"})
    entered = await moderator.slash("/goal reading", goal=f"{side.secret} Butter", total="40", recount=True)
    await _press(moderator, entered, "Correct")
    await _press(moderator, await moderator.slash("/review"), "Decline")
    await _press(moderator, await moderator.slash("/privacy delete", about="server"), "Delete all of this…")


async def go_on(scene: Scene) -> None:
    """Let the people of both servers go on with what they do, as far as it is still possible.

    A round of theirs is over well before they do so again.
    """
    for side in scene.sides:
        moderator, member, secret = side.moderator, side.members[0], side.secret
        if not scene.world.bot.app.goals.book.of(side.id):  # somebody erased the server
            with suppress(Impossible):
                await _configure(scene.world, side)
                await _goals(side)
        with suppress(Impossible):
            await moderator.slash("/trivia start", questions=5, seconds=20)
        for name, kind in ((f"{secret} again", "community"), (f"{secret} anew", "official")):
            with suppress(Impossible):
                preview = await moderator.slash(
                    "/goal create", what=name, target="1000", unit="streams", kind=kind
                )
                await _press(moderator, preview, "Create")
        with suppress(Impossible):
            await moderator.slash("/goal create", what=f"{secret} draft", target="90", unit="streams")
        for goal in (f"{secret} again", f"{secret} Dynamite", f"{secret} reviewed"):
            with suppress(Impossible):
                await member.slash("/goal log", goal=goal, amount="5")
        with suppress(Impossible):
            await _leaf(side)


async def _press(person: Person, on: Reply, label: str) -> None:
    """Press a button, where it is there."""
    if on.buttons_called(label):
        await person.press(label, on=on)
