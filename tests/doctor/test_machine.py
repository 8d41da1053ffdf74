"""What a machine has to give, in tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

import pytest

from bot.doctor import machine
from bot.doctor.model import Grade, fine, is_well, note, problem

NOW = datetime(2026, 11, 22, 12, 0, 30, 400_000, tzinfo=UTC)
DATE = "Sun, 22 Nov 2026 12:00:30 GMT"
MB = 1024**2


@pytest.mark.parametrize(
    ("free", "size", "grade"),
    [
        (500 * MB, 10 * MB, Grade.FINE),
        (130 * MB, 10 * MB, Grade.FINE),
        (129 * MB, 10 * MB, Grade.NOTE),
        (10 * MB, 0, Grade.NOTE),
        (10 * MB - 1, 0, Grade.PROBLEM),
    ],
)
def test_room_for_the_database_and_its_copies(free: int, size: int, grade: Grade) -> None:
    assert machine.disk(free, size, Path("/state")).grade is grade


@pytest.mark.parametrize(
    ("folder", "mounts", "in_container", "grade"),
    [
        ("/state", {"/state"}, True, Grade.FINE),
        ("/data/borahae", {"/", "/data"}, True, Grade.FINE),
        ("/state", {"/", "/proc", "/statement"}, True, Grade.NOTE),
        ("/state", set(), False, Grade.FINE),
    ],
)
def test_a_folder_in_a_container_is_a_volume(
    folder: str, mounts: set[str], in_container: bool, grade: Grade
) -> None:
    found = machine.folder_that_stays(PurePosixPath(folder), frozenset(mounts), in_container=in_container)
    assert found.grade is grade


@pytest.mark.parametrize(
    ("ahead", "grade", "told"),
    [
        (0.0, Grade.FINE, "agrees"),
        (4.0, Grade.FINE, "agrees"),
        (-4.0, Grade.FINE, "agrees"),
        (8.0, Grade.NOTE, "7 s ahead"),
        (-30.0, Grade.NOTE, "30 s behind"),
        (-3600.0, Grade.PROBLEM, "3600 s behind"),
        (7200.0, Grade.PROBLEM, "7199 s ahead"),
    ],
)
def test_the_clock_is_set_against_discords(ahead: float, grade: Grade, told: str) -> None:
    shown = NOW + timedelta(seconds=ahead)
    found = machine.clock(DATE, shown, shown + timedelta(milliseconds=80))
    assert found.grade is grade
    assert told in found.told


def test_an_answer_without_a_date_is_noted() -> None:
    assert machine.clock(None, NOW, NOW).grade is Grade.NOTE


@pytest.mark.parametrize(
    ("version", "grade"),
    [("2026.2", Grade.FINE), ("2025.1", Grade.NOTE), ("x", Grade.NOTE), (None, Grade.PROBLEM)],
)
def test_zone_data_is_of_our_time(version: str | None, grade: Grade) -> None:
    assert machine.zones(version, NOW).grade is grade


def test_zone_data_of_the_system_says_of_when_it_is(tmp_path: Path) -> None:
    assert machine.zones_version(tmp_path) is None
    assert machine.zones(None, NOW, tmp_path).grade is Grade.FINE

    (tmp_path / "tzdata.zi").write_text("# version 2019c\n# This zic input file\n", encoding="utf-8")

    assert machine.zones_version(tmp_path) == "2019c"
    found = machine.zones("2019c", NOW, tmp_path)
    assert (found.grade, found.remedy) == (Grade.NOTE, "Update this system's package tzdata.")
    assert str(tmp_path) in found.told


def test_where_something_is_mounted() -> None:
    lines = "36 35 98:0 / / rw - ext4 /dev/a rw\n40 36 0:5 /x /my\\040state rw master:1 - ext4 /dev/b rw\n"
    assert machine.mounted(lines) == {"/", "/my state"}


def test_only_a_problem_is_not_well() -> None:
    assert is_well([fine("a", "b"), note("a", "b")])
    assert not is_well([fine("a", "b"), problem("a", "b")])
