"""What comes and goes: servers that take the bot in and throw it out, outages, reloads, backups."""

from __future__ import annotations

import asyncio
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.campaign.rounds_judge import Played
from tests.campaign.rounds_people import QUESTIONS, SECONDS
from tests.loopback.harness import ROOT, Bot
from tests.soak.talk import Talk
from tests.soak.town import PERMISSIONS, Server
from tests.soak.visitors import Visitors

ZONES = ("Europe/London", "Asia/Tokyo", "America/Mexico_City", "Africa/Lagos", "Australia/Eucla")
STAYS = (1 / 40, 1 / 18)
"""For which part of a soak a server has the bot: of two hours, three to seven minutes."""
RELOADED = "read the fact base again"
_FORMS = ("general.language", "general.private_answers", "daily.time", "trivia.seconds")


@dataclass(slots=True)
class Comings:
    """Servers that do not stay, and what the operator does meanwhile."""

    talk: Talk
    visitors: Visitors
    played: Played
    pace: float
    rng: Random
    joined: int = 0
    reloads: int = 0
    backups: list[Path] = field(default_factory=list)

    async def guest(self) -> None:
        """A server takes the bot in, sets it up, plays a round, and throws it out, amid of it perhaps."""
        small = self.talk.discord
        made = await small.do("add_guild", channels=2, permissions=PERMISSIONS)
        self.joined += 1
        owner, hall = made["owner"], made["channels"][0]
        guest = Server(made["guild"], owner, made["member"], made["channels"][1], hall, "", None, [])
        if self.rng.random() < 0.3:
            await small.do("outage", guild=guest.guild, begins=True)
            await asyncio.sleep(self.rng.uniform(0.1, 1.0))
            await small.do("outage", guild=guest.guild, begins=False)
        lasts = self.visitors.town.lasts.total_seconds()
        leaves_after = self.rng.uniform(*STAYS) * lasts / self.pace
        try:
            async with asyncio.timeout(leaves_after):
                while True:
                    await self._live(guest)
                    await asyncio.sleep(0.2)
        except TimeoutError:
            self.played.left_servers.add(guest.guild)
            await small.do("remove_guild", guild=guest.guild)

    async def _live(self, guest: Server) -> None:
        """Set something, change one's mind, look around."""
        rng, hall, owner = self.rng, guest.hall, guest.owner
        zone, at = rng.choice(ZONES), f"{rng.randint(0, 23)}:{rng.randint(0, 59):02}"
        await self.talk.slash("configure general", hall, owner, zone=zone)
        await self.talk.slash("configure daily", hall, owner, time=at)
        panel = await self.talk.slash("settings", hall, owner)
        await self.visitors.look_around(panel, owner)
        if panel is not None:
            for setting in rng.sample(_FORMS, 2):
                custom_id = panel.custom_id(f"settings:v2:change:{setting}")
                form = await self.talk.press(panel, custom_id, owner, rng) if custom_id else None
                if form is not None:
                    await self.talk.submit(panel, form, owner)
        await self.talk.slash("trivia start", hall, guest.member, questions=QUESTIONS, seconds=SECONDS)
        goal = await self.talk.slash(
            "goal create", hall, owner, what="A song", target="1000", unit="streams", kind="community"
        )
        create = goal.custom_id("goals:v1:create:") if goal is not None else None
        if goal is not None and create is not None and rng.random() < 0.2:
            await self.visitors.look_around(goal, owner)

    async def reload(self, bot: Bot) -> None:
        """The operator has the fact base read again."""
        bot.send(signal.SIGHUP)
        self.reloads += 1

    async def back_up(self, folder: Path) -> str | None:
        """The operator makes a backup while the bot runs; what went wrong, if anything."""
        file = folder / f"by-hand-{len(self.backups)}.sqlite3"
        self.backups.append(file)
        return await _run(folder, "backup", str(file))

    async def look_at_backups(self, folder: Path) -> list[str]:
        """Try every backup, by hand and by the day, as somebody would who has to restore it."""
        self.backups += (folder / "state" / "backups").glob("*")  # nobody else waits
        tried = [
            await _run(folder, "restore", str(file), "--dry-run") for file in self.backups
        ]  # one at a time
        return [trouble for trouble in tried if trouble is not None]


async def _run(folder: Path, *command: str) -> str | None:
    """Run one of the program's commands; what it said, where that failed."""
    environment = {"STATE_DIR": str(folder / "state"), "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *command),
        env=environment,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    return None if process.returncode == 0 else f"{' '.join(command)} failed: {told.decode()}"
