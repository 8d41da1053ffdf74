"""The demo in the terminal, line by line."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from discord import ChannelType, app_commands

from bot.facts.cards import ON_A_PAGE
from bot.kit.answers import respond
from bot.kit.blocks import Attached, Option, Text
from bot.kit.cards import Card
from bot.kit.feature import Feature, on_submit
from bot.kit.fields import ChannelField, FileField, RoleField, SomeOfField, TextField
from bot.kit.host import Interaction
from bot.kit.items import Action
from bot.kit.modals import Submission, ask
from bot.kit.paginator import Page
from demo.breaking import DAILY
from demo.driver import Driver
from demo.stage import on_stage
from demo.terminal import Terminal
from demo.world import World
from tests.conftest import ROOT, OpenWorld


async def _typed(world: World, *lines: str, driver: Driver | None = None) -> tuple[str, bool]:
    async def typing() -> AsyncIterator[str]:
        for line in lines:
            yield line

    out = io.StringIO()
    went_well = await Terminal(world, out, driver).run(typing(), echo=False)
    return out.getvalue(), went_well


SIGN_UP = Action("club", "sign-up")
DAYS = (Option("Saturday", "sat"), Option("Sunday", "sun"))


class Club(Feature):
    """A form with one field of each kind that people fill in differently."""

    @app_commands.command(name="join", description="opens a form")
    async def join(self, interaction: Interaction) -> None:
        text = ChannelType.text.value
        await ask(
            interaction,
            SIGN_UP.at(),
            "Join",
            TextField("motto", "Motto"),
            ChannelField("where", "Channel", (text,)),
            RoleField("who", "Role"),
            SomeOfField("days", "Days", DAYS),
            FileField("song", "Song"),
        )

    @on_submit(SIGN_UP)
    async def joined(self, interaction: Interaction, submission: Submission) -> None:
        (song,) = submission.files["song"]
        told = f"{submission.texts['motto']} {submission.chosen['days']} {await song.read()!r}"
        file = Attached(song.filename, await song.read())
        await respond(interaction, lambda say: Card(Text(say("{told}", told=told)), file))


async def test_a_round_is_played_line_by_line(world: World) -> None:
    told, went_well = await _typed(
        world,
        "/trivia start questions:1",
        "time +20s",
        "click B",
        "look",
        "time +21s",
        "time +9s",
        "time +1s",
    )

    assert went_well
    assert "Question 1 of 1" in told
    assert "Locked in: B." in told
    assert "1 has answered" in told
    assert told.count("The results come in a moment.") == 1
    assert told.count("That was the last question.") == 1, "what has not changed is not told again"


async def test_a_form_is_filled_in_line_by_line(world: World, tmp_path: Path) -> None:
    song = tmp_path / "song.txt"
    song.write_text("la la", encoding="utf-8")
    await world.add(Club(world.bot.handlers))

    told, went_well = await _typed(
        world,
        "/join",
        "fill Motto: so: what",
        "fill channel: #general",
        "fill Role: @Moderators",
        "fill Days: Saturday, Sunday",
        f"fill song: {song}",
        "submit",
    )

    assert went_well, told
    assert "│ Join\n│ Motto: ____\n│ Channel: ____\n│ Role: ____\n" in told
    assert "│ Days: [ ] Saturday [ ] Sunday\n│ Song: 📎 ____\n" in told
    assert "│ so: what ('sat', 'sun') b'la la'\n│ 📎 song.txt\n" in told


async def test_a_form_that_discord_does_not_take_stays_open(world: World, tmp_path: Path) -> None:
    await world.add(Club(world.bot.handlers))
    (tmp_path / "song.txt").touch()

    told, went_well = await _typed(
        world,
        "/join",
        "fill Motto: here",
        f"fill Song: {tmp_path}/none.txt",
        "submit",
        f"fill Song: {tmp_path}/song.txt",
        "submit",
        "submit",
    )

    assert not went_well
    assert told.count("! ") == 3
    assert f"! there is no file '{tmp_path}/none.txt'" in told
    assert "! Discord wants 'Song' filled in" in told
    assert "│ here () b''" in told
    assert told.endswith("! there is no form to send\n")


class Breaking(Feature):
    """A command that fails unforeseen."""

    @app_commands.command(name="break", description="fails")
    async def breaks(self, _: Interaction) -> None:
        raise ArithmeticError


async def test_an_error_of_the_bot_fails_the_run(open_world: OpenWorld) -> None:
    async with open_world() as world:
        await world.add(Breaking(world.bot.handlers))

        told, went_well = await _typed(world, "/break")

        assert "something went wrong on my side" in told
        assert "! the bot reported an error: /break (" in told
        assert not went_well


async def test_a_visit_from_the_first_command_to_the_last(world: World) -> None:
    told, went_well = await _typed(
        world,
        "# a comment, and an empty line",
        "",
        "/fact search query:dynamite",
        "complete /fact search query:dyn",
        "click Source",
        "choose Dynamite gave BTS",
        "/fact timeline year:2021 subject:dynamite",
        "click Open",
        "/fact about subject:bts",
        f"click page 1 of {_pages(world)}",
        "fill Page number: 3",
        "submit",
        "as moderator",
        "in dm",
        "in #general",
        "speak ko",
        "/help",
        "time +1d",
        "time 2026-06-14T09:00+09:00",
        "restart",
        "/about",
        "help",
        "quit",
        "/fact search query:never typed",
    )

    assert went_well, told
    for expected in (
        "Borahae · 20:55\n│ Dynamite\n",
        "  Dynamite · Song\n",
        "only you can see this\n│ Where this comes from",
        "20:55 · edited\n│ Dynamite\n│ Dynamite gave BTS their first number one",
        "Timeline · Dynamite · 2021",
        "Page 3 of",
        "you are Haru, the moderator",
        "무엇을 해 볼까요?",
        "it is Saturday 2026-06-13 20:55 in Seoul",
        "it is Sunday 2026-06-14 09:00 in Seoul",
        "the bot is back",
    ):
        assert expected in told
    assert "never typed" not in told


def _pages(world: World) -> int:
    facts = world.bot.app.facts
    return Page.cut(facts.about(facts.subject("bts")), ON_A_PAGE, 1).of


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("dance", "I do not know 'dance'; `help` lists what can be typed"),
        ("/fact sing", "there is no such command here; there are /about, /anniversaries"),
        ("/fact search", "/fact search needs query:…"),
        ("/fact search dynamite", "I cannot read 'dynamite'; options are written name:value"),
        ("/fact timeline year:soon", "year takes a whole number, not 'soon'"),
        ("/fact timeline year:1", "must be ≥ 1900, got 1"),
        ("/fact random category:cats", "category is one of Release, Music"),
        ("/goal create what:Our year", "/goal create needs target:…, unit:…"),
        ("complete /fact search", "say which option: complete /fact search query:dyn"),
        ("complete /fact timeline year:2", "does not enable autocomplete"),
        ("click Source", "there is no message yet; run a command first"),
        ("fill Page number: 3", "open a form first"),
        ("submit", "there is no form to send"),
        ("as owner", "there is no 'owner'; there are member, moderator, stranger"),
        ("in #secret", "there is no #secret; there are #general and dm"),
        ("look away", "say how many messages, not 'away': look 3"),
        ("/configure daily channel:#secret", "there is no #secret; there are #general"),
        ("/configure daily ping_role:@Nobody", "there is no @Nobody; there are "),
        ("/configure daily thread:perhaps", "thread takes True or False, not 'perhaps'"),
        ("speak klingon", "Discord does not come in 'klingon'; try ko or en-US"),
        ("time yesterday", "'yesterday' is no time; write +20s, +2h, +1d or 2026-06-13T09:00+09:00"),
        ("time 2026-06-01", "time goes forward only; it is 2026-06-12T20:55+0900 already"),
    ],
)
async def test_a_line_that_cannot_be_done_says_why(world: World, line: str, complaint: str) -> None:
    told, went_well = await _typed(world, "as moderator", line)

    assert not went_well
    assert told.startswith("  you are Haru, the moderator\n! ")
    assert complaint in told


async def test_what_discord_does_not_offer_somebody_cannot_be_typed(world: World) -> None:
    told, went_well = await _typed(world, "/settings")

    assert not went_well
    assert told == "! Discord does not offer /settings to Minji here\n"


async def test_a_choice_is_typed_as_it_is_listed(world: World) -> None:
    told, went_well = await _typed(
        world, "as moderator", "/configure daily channel:#general", "/configure daily reset:Channel"
    )

    assert went_well
    assert "Channel: None – the daily post is off.  [Undo]" in told


async def test_what_was_posted_meanwhile_is_seen_by_looking(world: World) -> None:
    told, went_well = await _typed(
        world,
        "look",
        "as moderator",
        "/configure daily channel:#general time:7:30 thread:True ping_role:@Moderators",
        "look",
        "time 2026-06-15T09:00+09:00",
        "look 5",
        "as stranger",
        "click Sources",
    )

    assert went_well, told
    assert told.count("  (nothing)\n") == 2
    saturday, sunday, monday = (
        "Borahae · 2026-06-13 07:30\n│ @Moderators\n│ June 13",
        "Borahae · 2026-06-14 07:30\n│ @Moderators\n│ June 14",
        "Borahae · 07:30\n│ @Moderators\n│ June 15",
    )
    assert told.index(saturday) < told.index(sunday) < told.index(monday)
    assert "you are Sora, the stranger" in told


async def test_the_demos_own_commands_come_true_after_their_line(world: World) -> None:
    world.server.text_channel(DAILY)
    driver = Driver(world, voice=world.person("Demo"))
    await world.furnish(on_stage(driver))

    told, went_well = await _typed(
        world,
        "as moderator",
        "/configure daily channel:#daily time:7:00",
        "/demo time to:post",
        "in #daily",
        "look",
        "/demo break what:silenced",
        "time +59s",
        "time +1s",
        "/demo restart",
        driver=driver,
    )

    assert went_well, told
    moved, posted = (
        told.index("it is Saturday 2026-06-13 07:00 in Seoul"),
        told.index("│ June 13 · On this day"),
    )
    broken, mended = (told.index(f"send messages in #daily {word}") for word in ("any more.", "again."))
    assert moved < posted < broken < mended
    assert told.index("it is Saturday 2026-06-13 07:01 in Seoul") < mended
    assert told.endswith("  The bot has started anew.\n")


async def test_a_list_is_chosen_from_by_either_word(world: World) -> None:
    search = "/fact search query:dynamite"

    chosen, selected = [await _typed(world, search, f"{word} Dynamite gave") for word in ("choose", "select")]

    assert chosen == selected
    assert "edited\n│ Dynamite\n│ Dynamite gave BTS their first number one" in chosen[0]


async def test_the_stranger_gets_a_copy_of_what_others_asked_for(world: World) -> None:
    told, went_well = await _typed(world, "/fact timeline year:2013", "as stranger", "click Next →")

    assert went_well, told
    assert "only you can see this\n│ Timeline · 2013" in told


async def test_a_button_that_is_not_there_names_those_that_are(world: World) -> None:
    told, _ = await _typed(world, "/fact search query:dynamite", "click Sauce", "click Source #2")

    assert told.count("! there is no button") == 2
    assert "buttons: [Source], [More about Dynamite]" in told


async def test_a_colon_inside_a_value_stays_there(world: World) -> None:
    told, _ = await _typed(world, "/fact search query:00:00")

    assert "│ 00:00 (Zero O'Clock)" in told


def _run(typed: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "demo", "--terminal"]
    return subprocess.run(  # noqa: S603  # our own program
        command, input=typed, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )


def test_the_transcript_is_what_really_happens() -> None:
    page = (ROOT / "docs" / "demo.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- transcript -->\n```text\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    typed = "\n".join(line[2:] for line in shown[1].splitlines() if line.startswith("> "))

    run = _run(typed)

    assert run.stdout == shown[1]
    assert run.stderr == ""
    assert run.returncode == 0


def test_a_failing_line_fails_the_run_but_not_the_lines_after_it() -> None:
    run = _run("dance\n/about\n")

    assert run.returncode == 1
    assert "A companion for ARMY." in run.stdout
