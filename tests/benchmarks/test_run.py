"""A run of several parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks.figures import Figure, reported
from benchmarks.lengths import SHORT, Lengths
from benchmarks.report import read

SEEN = reported("memory", "MB", 120)


async def test_a_part_that_breaks_off_fails_and_the_others_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def seen(_folder: Path, _lengths: Lengths) -> list[Figure]:
        return [SEEN]

    def broken(_folder: Path, _lengths: Lengths) -> list[Figure]:
        raise TimeoutError("no answer")

    monkeypatch.setattr(bench, "PARTS", {"one": broken, "other": seen})

    figures = await bench.run(["one", "other"], SHORT, tmp_path / "bench.json", [])

    assert [(figure.name, figure.holds) for figure in figures] == [
        ("one: broken off", False),
        ("memory", True),
    ]
    assert [(kept.part, kept.figure) for kept in read(tmp_path / "bench.json")] == [
        ("one", figures[0]),
        ("other", SEEN),
    ]
    assert "no answer" in capsys.readouterr().err
