"""What was set outlives the process, whatever ends it; what cannot be used is said in one line."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from tests.lifecycle.conftest import Place
from tests.loopback.harness import Bot, bot_running

SEED = 20261121
KILLS = 5


class Panel:
    """The owner at the panel: chooses the language, over and over."""

    def __init__(self, place: Place) -> None:
        self._place, self._discord = place, place.discord

    async def open(self) -> None:
        self._shown = await self._ask(
            "slash", channel=self._place.channel, user=self._place.owner, command="settings"
        )

    async def choose(self, language: str) -> int:
        """Ask for the language to be changed; the interaction, which nobody has waited for."""
        message = int(self._shown["message"]["id"])
        form = await self._ask(
            "press",
            message=message,
            user=self._place.owner,
            custom_id="settings:v2:change:general.language",
        )
        sent: int = await self._discord.do(
            "submit",
            message=message,
            user=self._place.owner,
            custom_id=form["data"]["custom_id"],
            value=[language],
        )
        return sent

    async def _ask(self, verb: str, **arguments: Any) -> dict[str, Any]:
        (seen,) = await self._discord.ask(verb, **arguments)
        return seen


def _kept(place: Place) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The language that holds, and its history, the oldest first."""
    with closing(sqlite3.connect(place.folder / "state" / "borahae.sqlite3")) as database:
        database.row_factory = sqlite3.Row
        (held,) = database.execute("SELECT * FROM settings").fetchall()
        history = database.execute("SELECT * FROM setting_changes ORDER BY change_id").fetchall()
    return dict(held), [dict(change) for change in history]


async def _killed_after(bot: Bot, panel: Panel, acknowledged: int, place: Place) -> list[int]:
    """So many changes, and one that nobody waits for before the kill; those that were acknowledged."""
    await panel.open()
    sent: list[int] = []
    for number in range(acknowledged):
        change = await panel.choose(("ko", "en")[number % 2])
        (answer,) = await place.discord.do("seen", interaction=change)
        if "Done." in str(answer):  # else it was like that already
            sent.append(change)
    await panel.choose(("ko", "en")[acknowledged % 2])
    bot.kill()
    await bot.ended()
    return sent


async def test_killed_in_mid_change_what_was_acknowledged_holds_and_nothing_is_half_done(
    place: Place,
) -> None:
    rng, panel = Random(SEED), Panel(place)
    acknowledged: list[int] = []
    for kill in range(1, KILLS + 1):
        async with place.bot(connections=kill) as bot:
            acknowledged += await _killed_after(bot, panel, rng.randint(1, 3), place)

        held, history = _kept(place)
        assert acknowledged
        assert {change["change_id"] for change in history} >= set(acknowledged)
        assert len(history) <= len(acknowledged) + kill
        assert (held["change_id"], held["value"]) == (history[-1]["change_id"], history[-1]["new_value"])
        told = [change["new_value"] for change in history]
        assert [change["old_value"] for change in history[1:]] == told[:-1]


async def test_a_second_bot_on_the_same_state_is_told_so(place: Place) -> None:
    async with place.bot(), bot_running(place.discord, place.folder) as second:
        assert await second.ended() == 1
        (line,) = [line for line in second.log.splitlines() if "in use" in line]
        assert "borahae.sqlite3" in line


async def test_a_damaged_database_is_one_readable_line(place: Place) -> None:
    state = place.folder / "state"
    state.mkdir()
    (state / "borahae.sqlite3").write_bytes(b"not a database at all" * 500)

    async with bot_running(place.discord, place.folder, LOG_LEVEL="ERROR") as bot:
        assert await bot.ended() == 1

        (line,) = bot.log.splitlines()
        assert re.search(r"borahae\.sqlite3 is damaged, or no database at all", line)
        assert "python -m bot restore" in line
    assert await place.discord.do("requests") == []


async def test_a_state_folder_that_is_a_file_is_one_readable_line(place: Place, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way", encoding="utf-8")

    async with bot_running(place.discord, place.folder, LOG_LEVEL="ERROR") as bot:
        assert await bot.ended() == 1
        assert len(bot.log.splitlines()) == 1
        assert "STATE_DIR" in bot.log
