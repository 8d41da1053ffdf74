"""A race against an earlier song's own curve."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.streaming.curve import DAY, Reading
from bot.streaming.ghost import ghost

BEGIN, EARLIER = datetime(2026, 3, 6, 4, tzinfo=UTC), datetime(2020, 8, 21, 4, tzinfo=UTC)


def _read(begin: datetime, *totals: tuple[float, int]) -> list[Reading]:
    return [Reading(begin + day * DAY, total) for day, total in totals]


def test_a_song_two_days_ahead_of_an_earlier_one() -> None:
    other = _read(EARLIER, (0, 0), (10, 100), (20, 200))
    race = ghost(_read(BEGIN, (0, 0), (8, 100)), BEGIN, other, EARLIER)

    assert race is not None
    assert (race.total, race.lead) == (80, 20)
    assert [(point.at - BEGIN, point.total) for point in race.points] == [
        (0 * DAY, 0),
        (10 * DAY, 100),
        (20 * DAY, 200),
    ]


def test_a_song_behind_has_a_negative_lead() -> None:
    other = _read(EARLIER, (0, 0), (10, 100))
    race = ghost(_read(BEGIN, (0, 0), (8, 50)), BEGIN, other, EARLIER)

    assert race is not None
    assert race.lead == -30


@pytest.mark.parametrize(
    "own",
    [
        (12, 300),  # older than the other's last reading, and higher
        (12, 50),
        (1, 5),  # younger than the other's first reading, and lower
        (1, 90),
    ],
)
def test_what_the_other_songs_readings_do_not_tell_is_not_told(own: tuple[float, int]) -> None:
    race = ghost(_read(BEGIN, own), BEGIN, _read(EARLIER, (2, 20), (10, 100)), EARLIER)

    assert race is not None
    assert (race.total, race.lead) == (None, None)


def test_readings_from_before_a_begin_do_not_run() -> None:
    other = _read(EARLIER, (-3, 7), (0, 10), (4, 20))
    race = ghost(_read(BEGIN, (-5, 3), (2, 15)), BEGIN, other, EARLIER)

    assert race is not None
    assert [point.total for point in race.points] == [10, 20]
    assert race.lead == 0
    assert ghost(_read(BEGIN, (-5, 3)), BEGIN, other, EARLIER) is None
    assert ghost(_read(BEGIN, (2, 3)), BEGIN, other, EARLIER + 9 * DAY) is None
