"""The file of a run, its tables, and the page they stand on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.figures import Figure, at_least, reported, within
from benchmarks.page import BEGIN, END, PAGE, renewed, section
from benchmarks.report import KEPT, KEPT_FULL, Kept, Run, keep, page_table, read, table, this_run
from benchmarks.report import renewed as with_part

RUN = Run("A machine, 2 cores, 4 GB", "3.11.7", "abc1234", "2026-11-22 07:00 UTC", 0.2)
MISSED = at_least("lookups", "/s", [(1_690, 2_500)], 0.7)
HELD = within("posts missing or twice", "", 0, 0, None)
SEEN = reported("memory", "MB", 120.4, 70.2, note="of | one")


def _kept(part: str, *figures: Figure, run: Run = RUN) -> list[Kept]:
    return [Kept(part, figure, run) for figure in figures]


def test_a_file_reads_back_as_it_was_written(tmp_path: Path) -> None:
    kept = [*_kept("interactions", MISSED), *_kept("guilds", SEEN.on("memory by servers", 1_000), HELD)]

    keep(tmp_path / "build" / "bench.json", kept)

    assert read(tmp_path / "build" / "bench.json") == kept
    assert read(tmp_path / "nothing.json") == []


def test_the_file_is_a_list_of_figures_that_others_can_read(tmp_path: Path) -> None:
    keep(tmp_path / "bench.json", _kept("interactions", MISSED, SEEN))

    missed, seen = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))

    told = {key: missed[key] for key in ("name", "unit", "ours", "bare", "ratio", "target", "holds")}
    assert told == {
        "name": "lookups",
        "unit": "/s",
        "ours": 1_690,
        "bare": 2_500,
        "ratio": 0.676,
        "target": ">= 0.7",
        "holds": False,
    }
    assert (seen["target"], seen["holds"]) == (None, True)
    assert set(missed["run"]) == {"machine", "python", "commit", "date", "load"}


def test_a_part_measured_again_takes_its_own_place_alone() -> None:
    before = [*_kept("interactions", MISSED, SEEN), *_kept("delivery", HELD), *_kept("goals", SEEN)]
    later = Run("A machine", "3.11.7", "def5678", "2026-11-23 07:00 UTC", 10.5)

    after = with_part(before, "delivery", [MISSED, HELD], later)

    assert after == [*before[:2], *_kept("delivery", MISSED, HELD, run=later), before[3]]
    assert with_part(before, "chart", [HELD], RUN) == [*before, *_kept("chart", HELD)]


def test_this_run_says_of_which_commit_it_is() -> None:
    run = this_run()

    assert all((run.machine, run.python, run.commit, run.date))
    assert "cores" in run.machine


def test_the_table_shows_what_fails() -> None:
    head, missed, held, seen = table([MISSED, HELD, SEEN]).splitlines()

    assert head.split() == ["figure", "ours", "bare", "/", "yardstick", "ratio", "target"]
    assert missed.split() == ["lookups", "1,690", "/s", "2,500", "/s", "0.676", ">=", "0.7", "FAILS"]
    assert held.endswith("holds")
    assert "reported" in seen
    assert "holds" not in seen


def test_a_page_table_has_as_many_cells_in_each_row() -> None:
    rows = page_table([MISSED, HELD, SEEN]).splitlines()

    assert [row.count("|") for row in rows] == [7] * 5
    assert rows[2] == "| lookups | 1,690 /s | 2,500 /s | 0.676 | >= 0.7 | **fails** |"


def test_the_section_counts_targets_and_names_every_run() -> None:
    other = Run("Another", "3.12.1", "def5678", "2026-11-23 07:00 UTC", 1.0)

    told = section([*_kept("interactions", MISSED, SEEN), *_kept("delivery", HELD, run=other)])

    assert told.startswith(
        "2 targets, 1 missed. A machine, 2 cores, 4 GB, Python 3.11.7, 2026-11-22 07:00 UTC, commit abc1234; "
        "load average before, by others: 0.2; Another, Python 3.12.1, 2026-11-23 07:00 UTC, commit def5678; "
    )
    assert "memory" not in told


def test_parts_measured_on_one_machine_are_told_of_together() -> None:
    later = replace(RUN, commit="def5678", date="2026-11-23 07:00 UTC", load=10.5)

    told = section([*_kept("interactions", MISSED, run=later), *_kept("delivery", HELD)])

    assert told.startswith(
        "2 targets, 1 missed. A machine, 2 cores, 4 GB, Python 3.11.7, "
        "2026-11-22 07:00 UTC to 2026-11-23 07:00 UTC, commit def5678, abc1234; "
        "load average before, by others: 0.2 to 10.5.\n"
    )


def test_a_page_is_renewed_between_its_marks_alone() -> None:
    mark = BEGIN.format("build/bench.json")
    page = f"before\n{mark}old\n{END}between\n{BEGIN.format('build/other.json')}kept\n{END}after\n"

    new = renewed(page, "build/bench.json", _kept("interactions", MISSED))

    assert new.startswith(f"before\n{mark}\n1 targets, 1 missed.")
    assert new.endswith(f"{END}between\n{BEGIN.format('build/other.json')}kept\n{END}after\n")
    assert "old" not in new
    assert renewed(new, "build/bench.json", _kept("interactions", MISSED)) == new


def test_a_page_without_a_place_is_not_renewed() -> None:
    with pytest.raises(ValueError, match="lacks"):
        renewed("nothing here", "build/bench.json", _kept("interactions", MISSED))


@pytest.mark.parametrize("file", [KEPT, KEPT_FULL])
def test_the_page_of_performance_has_its_places(file: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert "| lookups |" in renewed(page, f"{file.parent.name}/{file.name}", _kept("interactions", MISSED))
