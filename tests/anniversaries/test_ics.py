"""The calendar file, read back by another library than the one that wrote it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import vobject

from bot.anniversaries import ics
from bot.anniversaries.calendar import FactCalendar, LeapRule
from bot.anniversaries.ics import CalendarFile, Exported
from bot.facts.base import FactBase
from bot.facts.model import FactFile
from bot.i18n.catalogs import Catalogs

STAMP = datetime(2026, 6, 13, 3, tzinfo=UTC)
CATALOGS = Catalogs()


def _export(base: FactBase, language: str = "en", leap: LeapRule = LeapRule.MARCH_1, **more: Any) -> Exported:
    return CalendarFile(base, FactCalendar(base), CATALOGS.say(language)).export(leap, STAMP, **more)


def _events(exported: Exported) -> list[Any]:
    return list(vobject.readOne(exported.content.decode()).contents["vevent"])


def _small(text: str, day: str, kind: str = "release") -> FactBase:
    return FactBase(
        FactFile.model_validate(
            {
                "fandom": {
                    "name": "A, B; C",
                    "fans": "D",
                    "colour": "#8B5CF6",
                    "emoji": "💜",
                    "home_zone": "Asia/Seoul",
                },
                "sources": [{"id": "book", "title": "Book", "kind": "reference", "where": "shelf"}],
                "subjects": [{"id": "moon", "name": "Moon, the; 달\\", "kind": "song"}],
                "facts": [
                    {
                        "id": "one",
                        "text": text,
                        "category": "release",
                        "subjects": ["moon"],
                        "date": {"value": day, "kind": kind},
                        "sources": [{"source": "book"}],
                    }
                ],
            }
        )
    )


@pytest.mark.parametrize("language", ["en", "ko"])
def test_another_library_reads_every_event_back(base: FactBase, language: str) -> None:
    exported = _export(base, language)
    events = _events(exported)
    days = FactCalendar(base)
    known = {one.since: one for one in days.recurring()}

    assert len(events) == exported.events == len(days.recurring()) + len(days.day_counts())
    assert exported.left_out == 0
    assert len({event.uid.value for event in events}) == len(events)
    for event in events:
        assert type(event.dtstart.value) is date
        assert (event.dtend.value - event.dtstart.value).days == 1
        assert event.dtstamp.value == STAMP
        assert event.summary.value
        if event.rrule.value == "FREQ=YEARLY":
            assert event.dtstart.value in known
            second = event.getrruleset()[1]
            assert (second.year, second.month, second.day) == (
                event.dtstart.value.year + 1, event.dtstart.value.month, event.dtstart.value.day
            )  # fmt: skip
        else:
            assert event.rrule.value == "FREQ=DAILY;INTERVAL=1000"
    texts = {fact.text_in(language) for fact in base.facts.values()}
    assert {event.description.value for event in events} <= texts


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_line_is_folded_and_ends_as_the_standard_wants(base: FactBase, language: str) -> None:
    content = _export(base, language).content

    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert max(len(line) for line in lines) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()  # no letter is cut in two
    assert len(content) < 1_000_000


def test_commas_semicolons_backslashes_new_lines_and_hangul_come_back_as_they_were() -> None:
    text = "Out, at last; 마침내 \\ and\nagain: " + "달빛이 " * 40
    exported = _export(_small(text.strip(), "2020-08-21"))
    (event,) = _events(exported)

    assert event.description.value == text.strip()
    assert event.summary.value == "Moon, the; 달\\ · Release (2020)"
    assert "Days of A\\, B\\; C" in exported.content.decode().replace("\r\n ", "")


def test_the_readers_language_is_written_and_the_ids_stay() -> None:
    base = _small("Out.", "2020-08-21", "birthday")
    (english,), (korean,) = _events(_export(base)), _events(_export(base, "ko"))

    assert english.summary.value == "Moon, the; 달\\’s birthday"
    assert korean.summary.value == "Moon, the; 달\\ 생일"
    assert english.uid.value == korean.uid.value
    assert list(korean.categories.value) == ["생일"]


@pytest.mark.parametrize(
    ("leap", "following"),
    [
        (LeapRule.FEBRUARY_28, ["2016-02-29", "2017-02-28", "2018-02-28", "2019-02-28", "2020-02-29"]),
        (LeapRule.MARCH_1, ["2016-02-29", "2017-03-01", "2018-03-01", "2019-03-01", "2020-02-29"]),
        (LeapRule.LEAP_YEARS, ["2016-02-29", "2020-02-29", "2024-02-29", "2028-02-29", "2032-02-29"]),
    ],
)
def test_the_29th_of_february_recurs_by_the_servers_rule(leap: LeapRule, following: list[str]) -> None:
    (event,) = _events(_export(_small("Leaps.", "2016-02-29"), leap=leap))

    assert [f"{day:%Y-%m-%d}" for day in event.getrruleset()[:5]] == following


def test_day_counts_begin_with_the_thousandth_day(base: FactBase) -> None:
    debut = next(
        event for event in _events(_export(base)) if event.summary.value == "BTS: another 1,000 days (2013)"
    )

    assert [f"{day:%Y-%m-%d}" for day in debut.getrruleset()[:2]] == ["2016-03-09", "2018-12-04"]


def test_what_a_server_does_not_see_is_not_in_it(base: FactBase) -> None:
    whole, some = _events(_export(base)), _events(_export(base, unseen={"jin-birthday"}))

    gone = {event.summary.value for event in whole} - {event.summary.value for event in some}
    assert gone == {"Jin’s birthday"}


def test_a_file_too_large_for_discord_leaves_the_least_prominent_out(
    base: FactBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ics, "MOST_BYTES", 20_000)
    exported = _export(base)

    assert 10_000 < len(exported.content) <= 20_000
    assert exported.events + exported.left_out == len(FactCalendar(base).recurring()) + 3
    prominent = {fact.text for fact in base.facts.values() if fact.prominence == 3}
    assert {event.description.value for event in _events(exported)} <= prominent
