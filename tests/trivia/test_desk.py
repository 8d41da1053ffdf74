"""`python -m bot trivia`."""

from __future__ import annotations

import pytest

from bot.cli import FAILED, OK, main
from tests.conftest import EXAMPLE


def test_a_sample_can_be_read_without_the_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trivia", "sample", "--seed", "7", "--count", "12"]) == OK
    questions, _, answers = capsys.readouterr().out.partition("=" * 72)

    assert questions.count("\n   A  ") == questions.count("\n   D  ") == 12
    assert "difficulty" not in questions
    assert answers.count("difficulty") == 12
    assert all(f"\n{number}. " in answers for number in range(1, 13))


def test_a_seed_prints_the_same_sample(capsys: pytest.CaptureFixture[str]) -> None:
    printed = []
    for seed in ("1", "1", "2"):
        main(["trivia", "sample", str(EXAMPLE), "--seed", seed, "--locale", "ko"])
        printed.append(capsys.readouterr().out)

    assert printed[0] == printed[1] != printed[2]


def test_questions_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trivia", "stats"]) == OK
    printed = capsys.readouterr().out

    assert "distinct by fact and template" in printed
    assert "which" in printed


def test_a_file_with_faults_is_said_so(
    capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    broken = tmp_path_factory.mktemp("broken") / "facts.json"
    broken.write_text("{", encoding="utf-8")

    assert main(["trivia", "stats", str(broken)]) == FAILED
    assert "not JSON" in capsys.readouterr().out
