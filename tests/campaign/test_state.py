"""A campaign that is killed goes on where it ended, and tells in the end what it would have told anyway."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.campaign.batch import Result
from tests.campaign.state import OfAnother, State, code
from tests.campaign.table import counted, shown, wrong
from tests.campaign.tally import Tally
from tests.loopback.harness import ROOT

CAMPAIGN = ("--of", "posts", "--points", "2", "--size", "1", "--at-once", "1", "--seed", "4")
ABOUT = {"seed": "1", "code": "c0ffee"}


async def _begun(*options: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.campaign", *CAMPAIGN, *options),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )


async def _told(process: asyncio.subprocess.Process) -> list[str]:
    """What it printed, without how long things took."""
    told, _ = await process.communicate()
    return [
        re.sub(r"\d+ s;|\s*\d+$", "", line) if "failed" not in line else line
        for line in told.decode().splitlines()
    ]


def _batches(told: list[str]) -> list[str]:
    return [found[0] for line in told if (found := re.match(r"  posts \d+", line))]


async def test_a_campaign_that_is_killed_goes_on_and_tells_the_same_table(tmp_path: Path) -> None:
    unbroken = await _begun("--state", str(tmp_path / "unbroken"))
    broken = await _begun("--state", str(tmp_path / "broken"))
    assert broken.stdout is not None
    first = (await broken.stdout.readline()).decode()
    broken.kill()
    await broken.wait()

    told = await _told(await _begun("--state", str(tmp_path / "broken")))
    as_ever = await _told(unbroken)

    assert _batches([first]) == ["  posts 0"]
    assert _batches(told) == ["  posts 1"]
    assert "1 of 2 batches are done already" in told[0]
    assert _batches(as_ever) == ["  posts 0", "  posts 1"]
    assert told[-3:] == as_ever[-3:]
    assert told[-1] == "2 passed, 0 failed"


def test_another_campaign_is_not_gone_on_with(tmp_path: Path) -> None:
    file = tmp_path / "build" / "state"
    one = Result(Tally(tried=1, survived=1))
    begun = State.opened(file, ABOUT, anew=False)
    begun.keep("posts", 0, one)
    begun.close()

    with pytest.raises(OfAnother, match="code c0ffee, now abad1dea"):
        State.opened(file, {**ABOUT, "code": "abad1dea"}, anew=False)
    again = State.opened(file, ABOUT, anew=False)
    assert again.done() == {("posts", 0): one}
    again.close()
    anew = State.opened(file, {**ABOUT, "seed": "2"}, anew=True)
    assert anew.done() == {}
    anew.close()


def test_only_what_a_campaign_runs_makes_it_another(tmp_path: Path) -> None:
    def git(*asked: str) -> None:
        who = ("-c", "user.name=Minji", "-c", "user.email=minji@example.invalid")
        subprocess.run(["git", *who, *asked], cwd=tmp_path, check=True, capture_output=True)  # noqa: S603, S607

    def write(name: str, text: str) -> str:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
        return code(tmp_path)

    git("init")
    write("bot/app.py", "1")
    write("docs/page.md", "1")
    git("add", ".")
    git("commit", "-m", "Begin")
    begun = code(tmp_path)

    assert write("docs/page.md", "2") == begun
    git("commit", "-am", "Say it better")
    assert write("docs/other.md", "new") == begun
    seen = [
        begun,
        write("bot/app.py", "2"),
        write("tests/test_app.py", "new"),
        write("tests/test_app.py", ""),
    ]
    git("add", ".")
    git("commit", "-m", "Do it better")
    seen.append(code(tmp_path))
    assert len(set(seen)) == 4  # git tells nothing of what is in a file it does not know


def test_what_is_lost_makes_a_campaign_red_and_says_how_to_try_it_again() -> None:
    red = Result(Tally(tried=10, met=9, survived=9, lost=["the post of 2026-06-13"]), seconds=3.4)

    assert counted({"posts": red}) == (9, 1)
    assert list(wrong(red, "python -m it")) == [
        "wrong: lost: the post of 2026-06-13",
        "    again: python -m it",
    ]
    assert [line.split() for line in shown({"posts": red})] == [
        ["tried", "met", "survived", "lost", "doubled", "wrong", "seconds"],
        ["posts", "10", "9", "9", "1", "0", "0", "3"],
    ]
