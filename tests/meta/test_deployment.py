"""The files that deploy the bot, as far as they can be tried without a Docker engine."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.client import LAST_ANSWERS
from bot.delivery.due import LAST_WORK
from tests.conftest import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
UNIT = ROOT / "deploy" / "borahae.service"


def _instructions(stage: int) -> list[tuple[str, str]]:
    """The instructions of one stage, continued lines joined."""
    lines = re.sub(r"\\\n\s*", "", DOCKERFILE).splitlines()
    told = [line.partition(" ") for line in lines if line and not line.startswith("#")]
    begun = [number for number, (name, _, _) in enumerate(told) if name == "FROM"]
    of_stage = told[begun[stage] : (begun[stage + 1] if stage + 1 < len(begun) else None)]
    return [(name, rest) for name, _, rest in of_stage]


def test_the_image_runs_as_nobody_and_keeps_its_state_on_a_volume() -> None:
    last = _instructions(1)

    (user,) = [rest for name, rest in last if name == "USER"]
    (made,) = [rest for name, rest in last if name == "RUN"]
    assert re.search(rf"useradd --no-create-home --uid [1-9]\d+ .* {user} +&&", made)
    assert ("VOLUME", "/state") in last
    assert any(name == "ENV" and "STATE_DIR=/state" in rest for name, rest in last)
    assert "read_only: true" in COMPOSE
    assert "- state:/state" in COMPOSE


def test_whoever_stops_it_waits_for_the_last_answers() -> None:
    (seconds,) = re.findall(r"stop_grace_period: (\d+)s", COMPOSE)
    (systemds,) = re.findall(r"TimeoutStopSec=(\d+)", UNIT.read_text(encoding="utf-8"))

    assert min(int(seconds), int(systemds)) >= 10 > LAST_ANSWERS + LAST_WORK


def test_the_image_copies_all_a_wheel_needs_and_no_secret() -> None:
    listed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line.removeprefix("!") for line in listed if line.startswith("!")}
    copied = {
        source
        for stage in (0, 1)
        for name, rest in _instructions(stage)
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    }

    assert copied == allowed
    assert ".env" not in copied


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_the_unit_is_one_systemd_understands(tmp_path: Path) -> None:
    tried = tmp_path / UNIT.name
    tried.write_text(UNIT.read_text(encoding="utf-8").replace("/opt/borahae/bin/python", sys.executable))

    told = subprocess.run(["systemd-analyze", "verify", tried], capture_output=True, text=True, check=False)  # noqa: S603, S607

    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.full
def test_what_the_image_holds_runs_from_anywhere(tmp_path: Path) -> None:
    installed, app = tmp_path / "opt", tmp_path / "app"
    for name, rest in _instructions(0):
        if name == "RUN":
            python, *arguments = shlex.split(rest.replace("/opt/borahae", str(installed)))
            subprocess.run(  # noqa: S603
                [sys.executable if python == "python" else python, *arguments], cwd=ROOT, check=True
            )
    for name, rest in _instructions(1):
        if name == "COPY" and not rest.startswith("--from"):
            source, target = rest.split()
            shutil.copytree(ROOT / source, Path(target.replace("/app", str(app))))
    environment = {"STATE_DIR": str(tmp_path / "state"), "PATH": os.environ["PATH"], "PYTHONPATH": str(app)}

    def bot(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(installed / "bin" / "python"), "-m", "bot", *arguments]
        return subprocess.run(  # noqa: S603
            command, cwd="/", env=environment, capture_output=True, text=True, check=False
        )

    checked = bot("facts", "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "DISCORD_TOKEN is not set" in bot("doctor").stdout
