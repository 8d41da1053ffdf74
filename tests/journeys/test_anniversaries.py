"""What happened on a day: looked up, looked forward to, drawn, taken home."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from demo.world import World
from tests.conftest import OpenWorld


async def test_today_is_told_most_prominent_first(world: World) -> None:
    await world.travel_to(world.now().replace(day=13, hour=9))

    reply = await world.member.slash("/onthisday")

    assert not reply.private
    assert reply.text.splitlines()[:3] == ["June 13", "On this day", "13 years ago · BTS · Debut"]
    assert "★ 5 years ago" in reply.text
    turned = await world.member.press("Next →", on=reply)
    assert "Page 2 of 2" in turned.text
    opened = await world.member.press("Open", on=turned)
    assert opened.private


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("13 June", "June 13"),
        ("june 13", "June 13"),
        ("06-13", "June 13"),
        ("2013-06-13", "June 13"),
        ("6월 13일", "June 13"),
        ("tomorrow", "June 13"),
        ("29 Feb", "February 29"),
    ],
)
async def test_a_day_is_understood_as_people_type_it(world: World, typed: str, day: str) -> None:
    assert (await world.member.slash("/onthisday", date=typed)).text.startswith(f"{day}\n")


@pytest.mark.parametrize("typed", ["soon", "31 June", "2026-13-40", "9" * 90])
async def test_what_is_no_day_is_said(world: World, typed: str) -> None:
    reply = await world.member.slash("/onthisday", date=typed)

    assert reply.private
    assert reply.text == "I cannot read that as a day. Type one such as 06-13."
    assert await world.member.complete("/onthisday", "date", typed) == []


async def test_days_to_come_are_offered_before_anything_is_typed(world: World) -> None:
    lines = await world.member.complete("/onthisday", "date", "")

    assert lines[0] == ("June 13, 2026 · BTS", "2026-06-13")
    assert len(lines) == 10


async def test_the_servers_own_zone_decides_what_day_it_is(world: World) -> None:
    await world.moderator.slash("/configure general", zone="Pacific/Kiritimati")  # 01:55 on the 13th there

    assert (await world.member.slash("/onthisday")).text.startswith("June 13\n")
    world.member.go_to("dm")
    assert (await world.member.slash("/onthisday")).text.startswith("June 12\n")


async def test_what_is_coming_has_a_countdown_and_can_be_about_one_subject(world: World) -> None:
    everything = await world.member.slash("/anniversaries upcoming")
    assert "June 13, 2026 · tomorrow" in everything.text
    assert "June 14, 2026 · in 2 days" in everything.text

    jimin = await world.member.slash("/anniversaries upcoming", days=366, subject="jimin")

    assert jimin.text.startswith("Coming up · Jimin")
    turned = await world.member.press("Next →", on=jimin)
    assert turned.text.startswith("Coming up · Jimin")
    assert "October 13, 2026" in jimin.text + turned.text


async def test_a_month_is_a_picture_with_words_for_it_and_a_list(world: World) -> None:
    reply = await world.member.slash("/anniversaries month")

    assert reply.text.startswith("June 2026\n")
    assert "June 13 · BTS · 13 years ago · +5" in reply.text
    gallery = next(part for block in reply.components for part in block["components"] if part["type"] == 12)
    assert gallery["items"][0]["description"].startswith("Calendar page of June 2026.")
    picture = await world.member.download("calendar-2026-06.png", on=reply)
    assert picture.startswith(b"\x89PNG")
    turned = await world.member.press("Month after →", on=reply)
    assert turned.text.startswith("July 2026\n")
    assert (await world.member.slash("/anniversaries month", month="december")).text.startswith(
        "December 2026"
    )


@pytest.mark.parametrize("typed", ["smarch", "2026-13", "0"])
async def test_what_is_no_month_is_said(world: World, typed: str) -> None:
    reply = await world.member.slash("/anniversaries month", month=typed)

    assert reply.text == "I cannot read that as a month. Type one such as 2026-06."


async def test_the_file_leaves_out_what_the_server_does_not_see(world: World) -> None:
    await world.moderator.slash("/configure facts", left_out="release")

    reply = await world.member.slash("/anniversaries export")

    assert reply.private
    calendar = Calendar.from_ical((await world.member.download("anniversaries.ics", on=reply)).decode())
    told = {str(event["description"]) for event in calendar.walk("VEVENT")}
    facts = world.bot.app.facts.base.facts.values()
    assert told
    assert not told & {fact.text for fact in facts if fact.category == "release"}
    assert (await world.member.slash("/anniversaries export")).text.startswith("That was quick!")


async def test_all_of_it_works_in_direct_messages_and_where_it_was_brought_along(
    open_world: OpenWorld,
) -> None:
    async with open_world(joined=False) as world:
        for command in ("/onthisday", "/anniversaries upcoming", "/anniversaries month"):
            in_server = await world.member.slash(command)
            world.member.go_to("dm")
            assert (await world.member.slash(command)).text == in_server.text
            world.member.go_to("general")


async def test_in_korean_it_is_korean(world: World) -> None:
    world.member.speak("ko")
    world.member.go_to("dm")

    assert "데뷔" in (await world.member.slash("/onthisday", date="6월 13일")).text
    assert (await world.member.slash("/anniversaries month")).text.startswith("2026년 6월")
