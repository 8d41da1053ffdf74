"""Zones are found by what moderators type."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guilds.cities import ABBREVIATIONS, CITIES
from bot.guilds.labels import offset_label, zone_label
from bot.guilds.zones import find_zones, known_zone, well_known_zones, zone_at

NOW = datetime(2026, 6, 12, 12, tzinfo=UTC)
WINTER = datetime(2026, 12, 12, 12, tzinfo=UTC)


def _exact(typed: str, now: datetime = NOW) -> list[str]:
    return [zone.key for zone in find_zones(typed, now, "en").exact]


def _closest(typed: str) -> list[str]:
    return [zone.key for zone in find_zones(typed, NOW, "en").closest]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Manila", "Asia/Manila"),
        ("  mANILA ", "Asia/Manila"),
        ("Manil", "Asia/Manila"),
        ("York", "America/New_York"),
        ("são paulo", "America/Sao_Paulo"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("서울", "Asia/Seoul"),
        ("부산", "Asia/Seoul"),
        ("Busan", "Asia/Seoul"),
        ("new york", "America/New_York"),
        ("뉴욕", "America/New_York"),
        ("Washington", "America/New_York"),
        ("San Francisco", "America/Los_Angeles"),
        ("Rio", "America/Sao_Paulo"),
        ("Mumbai", "Asia/Kolkata"),
        ("Osaka", "Asia/Tokyo"),
        ("베이징", "Asia/Shanghai"),
        ("KST", "Asia/Seoul"),
        ("pst", "America/Los_Angeles"),
        ("CET", "Europe/Paris"),
        ("EST", "America/New_York"),
        ("Pacific Time", "America/Los_Angeles"),
        ("India Standard Time", "Asia/Kolkata"),
        ("한국 표준시", "Asia/Seoul"),
        ("Asia/Seoul", "Asia/Seoul"),
        ("asia/seoul", "Asia/Seoul"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("US/Pacific", "America/Los_Angeles"),
        ("Calcutta", "Asia/Kolkata"),
        ("EST5EDT", "America/New_York"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Philippines", "Asia/Manila"),
        ("필리핀", "Asia/Manila"),
        ("Korea", "Asia/Seoul"),
        ("South Korea", "Asia/Seoul"),
        ("대한민국", "Asia/Seoul"),
        ("Germany", "Europe/Berlin"),
        ("UK", "Europe/London"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("UTC+5:45", "Asia/Kathmandu"),
    ],
)
def test_one_zone_is_meant(typed: str, key: str) -> None:
    assert _exact(typed) == [key]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("IST", ["Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"]),
        ("san jose", ["America/Los_Angeles", "America/Costa_Rica"]),
        ("indonesia", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
        ("+05:30", ["Asia/Kolkata", "Asia/Colombo"]),
        ("−3:30", []),
        ("Singapore", ["Asia/Singapore"]),
        ("CST", ["America/Chicago", "Asia/Shanghai", "America/Havana"]),
        ("UTC−2:30", ["America/St_Johns"]),
    ],
)
def test_several_may_be_meant_the_best_known_first(typed: str, keys: list[str]) -> None:
    assert _exact(typed) == keys


@pytest.mark.parametrize("typed", ["UTC+9", "utc +9", "GMT+09:00", "+9", "+0900", "+09"])
def test_an_offset_stands_for_the_zones_that_have_it_now(typed: str) -> None:
    assert _exact(typed)[:2] == ["Asia/Seoul", "Asia/Tokyo"]


def test_which_zones_have_an_offset_depends_on_the_season() -> None:
    assert "Europe/London" in _exact("+1", NOW)
    assert "Europe/London" not in _exact("+1", WINTER)
    assert "Europe/London" in _exact("UTC+0", WINTER)


def test_a_country_shows_each_clock_once() -> None:
    found = _exact("USA")

    assert found[:5] == [
        "America/New_York",
        "America/Los_Angeles",
        "America/Chicago",
        "America/Denver",
        "America/Phoenix",
    ]
    assert "America/Detroit" not in found


@pytest.mark.parametrize(
    ("typed", "key"),
    [("Manilla", "Asia/Manila"), ("Melborne", "Australia/Melbourne"), ("Los Angels", "America/Los_Angeles")],
)
def test_a_slip_finds_the_nearest_three(typed: str, key: str) -> None:
    assert _exact(typed) == []
    assert _closest(typed)[0] == key
    assert len(_closest(typed)) == 3


@pytest.mark.parametrize("typed", ["+5:17", "UTC+20", "-99:99"])
def test_an_offset_that_no_zone_has_finds_the_nearest_three(typed: str) -> None:
    assert _exact(typed) == []
    assert len(_closest(typed)) == 3
    assert _closest("+5:17")[0] == "Asia/Kolkata"


def test_what_else_begins_so_is_told_beside_what_is_meant() -> None:
    assert _exact("La") == ["America/Los_Angeles"]
    assert "Africa/Lagos" in _closest("La")
    assert "America/Los_Angeles" not in _closest("La")


def test_a_quarter_of_the_compass_is_no_place() -> None:
    assert len(_exact("north")) > 1


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_finds_nothing(typed: str) -> None:
    assert _exact(typed) == _closest(typed) == []


@given(st.text(max_size=200))
def test_whatever_is_typed_each_zone_is_offered_once_and_is_a_real_one(typed: str) -> None:
    found = find_zones(typed, NOW, "ko")
    keys = [zone.key for zone in (*found.exact, *found.closest)]

    assert len(set(keys)) == len(keys)
    assert len(found.exact) <= 25
    assert all(zone.local == NOW and zone.local.tzinfo == ZoneInfo(zone.key) for zone in found.exact)
    assert find_zones(typed, NOW, "ko") == found


def test_no_other_name_of_a_zone_is_offered() -> None:
    offered = {key for letter in "abcdefghijklmnopqrstuvwxyz" for key in _exact(letter)}

    assert not offered & {"Asia/Calcutta", "Europe/Kiev", "Asia/Saigon", "US/Pacific", "GB", "EST5EDT"}
    assert [key for key in offered if "/" not in key or key.startswith("Etc/")] in ([], ["UTC"])


def test_the_tables_name_zones_that_are_offered() -> None:
    named = [zone for zone, _ in CITIES] + [key for keys in ABBREVIATIONS.values() for key in keys.split()]

    assert [key for key in named if key not in _exact(key)] == []
    assert len({zone for zone, _ in CITIES}) == len(CITIES)


def test_the_best_known_come_before_anything_is_typed() -> None:
    offered = well_known_zones(NOW, "ko")

    assert len(offered) == 25
    assert [zone.city for zone in offered[:2]] == ["서울", "도쿄"]


@pytest.mark.parametrize(
    ("key", "language", "label"),
    [
        ("Asia/Manila", "en", "Manila · 20:00 · UTC+8"),
        ("Asia/Manila", "ko", "마닐라 · 20:00 · UTC+8"),
        ("Europe/Kyiv", "ko", "키이우 · 15:00 · UTC+3"),
        ("Asia/Kolkata", "ko", "콜카타 · 17:30 · UTC+5:30"),
        ("Asia/Kathmandu", "ko", "카트만두 · 17:45 · UTC+5:45"),
        ("America/St_Johns", "en", "St. John’s · 09:30 · UTC−2:30"),
        ("America/Sao_Paulo", "pt-BR", "São Paulo · 09:00 · UTC−3"),
        ("America/New_York", "xx", "New York · 08:00 · UTC−4"),
        ("UTC", "en", "UTC · 12:00"),
    ],
)
def test_a_zone_reads_with_its_time(key: str, language: str, label: str) -> None:
    zone = zone_at(key, NOW, language)

    assert zone is not None
    assert zone_label(zone) == label


@given(st.integers(-14 * 60, 14 * 60))
def test_an_offset_that_is_shown_can_be_typed(minutes: int) -> None:
    offset = timedelta(minutes=minutes)
    label = offset_label(offset)
    typed = label if label != "UTC" else "UTC+0"

    found = find_zones(typed, NOW, "en")

    assert all(zone.offset == offset for zone in found.exact)
    assert found.exact or found.closest


@pytest.mark.parametrize(
    ("minutes", "label"), [(0, "UTC"), (65, "UTC+1:05"), (-210, "UTC−3:30"), (840, "UTC+14")]
)
def test_an_offset_reads_in_hours_and_minutes(minutes: int, label: str) -> None:
    assert offset_label(timedelta(minutes=minutes)) == label


@pytest.mark.parametrize("gone", ["Asia/Atlantis", "", "../../etc/passwd", "Asia", "/etc", "a\0b"])
def test_a_zone_that_is_gone_is_told_and_no_error(gone: str) -> None:
    assert known_zone(gone) is None
    assert zone_at(gone, NOW, "en") is None


@pytest.mark.parametrize("key", ["Asia/Seoul", "Asia/Calcutta", "UTC"])
def test_a_zone_that_was_set_stays_known_by_its_old_name(key: str) -> None:
    assert known_zone(key) == ZoneInfo(key)
