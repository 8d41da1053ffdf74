"""The program as an operator runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import cli
from tests.conftest import ROOT
from tests.loopback.harness import WARNINGS

TOKEN = "MTIzNDU2Nzg5.secret-token"  # noqa: S105  # nobody's


def _bot(*arguments: str, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(cwd), **settings}
    command = [sys.executable, *WARNINGS, "-m", "bot", *arguments]
    return subprocess.run(  # noqa: S603  # our own program
        command, capture_output=True, text=True, cwd=cwd, env=environment, timeout=60, check=False
    )


def test_bad_settings_are_told_all_at_once_without_the_token(tmp_path: Path) -> None:
    run = _bot(
        "run",
        cwd=tmp_path,
        DISCORD_TOKEN=f'"{TOKEN}"',
        LOG_LEVEL="loud",
        LOG_FORMAT="xml",
        SHARD_COUNT="0",
        DISCORD_API_BASE="discord",
        SOURCE_URL="ftp://example.org",
    )

    assert run.returncode == 2
    assert run.stdout == ""
    assert TOKEN not in run.stderr
    assert "Traceback" not in run.stderr
    for problem in (
        "DISCORD_TOKEN is not a token: paste it alone, without spaces, quotes or `Bot `",
        "LOG_LEVEL must be one of 'DEBUG', 'INFO', 'WARNING' or 'ERROR'",
        "LOG_FORMAT must be one of 'text' or 'json'",
        "SHARD_COUNT must be at least 1",
        "DISCORD_API_BASE must be an address such as https://example.org",
        "SOURCE_URL must begin with http:// or https://",
    ):
        assert f"  - {problem}\n" in f"{run.stderr}\n"


def test_no_settings_at_all_name_the_token(tmp_path: Path) -> None:
    run = _bot("run", cwd=tmp_path)

    assert run.returncode == 2
    assert "  - DISCORD_TOKEN is not set" in run.stderr


def test_settings_come_from_a_file_beside_the_program(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\nFACTS_FILE=none.json\n", encoding="utf-8")

    run = _bot("run", cwd=tmp_path)

    assert run.returncode == 2
    assert "none.json has 1 fault:\n  - the file: cannot be read: No such file or directory" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_faulty_fact_base_stops_the_start_with_all_its_faults(tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text('{"fandom": {}, "sources": [], "facts": 7}', encoding="utf-8")

    run = _bot("run", cwd=tmp_path, DISCORD_TOKEN=TOKEN, FACTS_FILE="facts.json")

    assert run.returncode == 2
    assert "  - subjects: is missing" in run.stderr
    assert "  - facts: must be a list in [ ]" in run.stderr


def test_a_discord_out_of_reach_is_one_readable_line(tmp_path: Path) -> None:
    run = _bot(
        "run", cwd=tmp_path, DISCORD_TOKEN=TOKEN, DISCORD_API_BASE="http://127.0.0.1:9", LOG_LEVEL="ERROR"
    )

    assert run.returncode == 1
    assert run.stderr.startswith("Discord could not be reached: ")
    assert TOKEN not in run.stderr


def test_checking_a_fact_base(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["facts", "check"]) == 0
    assert " is sound: " in capsys.readouterr().out

    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    assert cli.main(["facts", "check", str(broken)]) == 1
    assert "broken.json has 1 fault:\n  - line 1, column 2: this is not JSON" in capsys.readouterr().out


def test_remarks_come_after_faults_and_documents_have_to_be_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["facts", "check", "--documents", str(tmp_path)]) == 1
    assert "lacks 000_e871e85e44176a83.txt" in capsys.readouterr().err


def test_what_a_base_holds_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["facts", "stats"]) == 0

    told = capsys.readouterr().out
    assert "anniversaries on " in told
    assert "longest gap: " in told
    assert "by category:\n" in told


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["facts", "schema"]) == 0

    assert capsys.readouterr().out == (ROOT / "data" / "facts.schema.json").read_text(encoding="utf-8")
