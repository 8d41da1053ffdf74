"""The post every morning: set up, posted once, left out, paused, moved, found again."""

from __future__ import annotations

from datetime import datetime, timedelta

from demo.world import HOME, World
from tests.conftest import OpenWorld
from tests.journeys.daily import DAY, HOUR, QUIET, days, turn_on
from tests.journeys.panel import daily_page, set_to


async def test_every_morning_there_is_one_post(world: World) -> None:
    channel = await turn_on(world, time="7:30")
    await world.travel_to(datetime(2026, 6, 13, 7, 29, 59, tzinfo=HOME))
    assert days(world, channel) == []

    await world.travel(timedelta(seconds=1))
    assert days(world, channel) == ["June 13"]
    await world.travel(2 * DAY)
    await world.restart()
    await world.travel(2 * DAY)

    assert days(world, channel) == [f"June {day}" for day in range(13, 18)]
    debut = world.posted(channel)[0]
    assert "13 years ago · BTS · Debut" in debut.text
    assert "And 2 more." in debut.text


async def test_a_time_already_past_today_begins_tomorrow_and_the_panel_says_so(world: World) -> None:
    channel = world.server.text_channel("daily")

    panel = await world.moderator.slash("/configure daily", channel=channel, time="20:00")

    assert "The next post comes 2026-06-13 20:00, in 23 hours." in panel.text
    await world.travel(DAY)
    assert days(world, channel) == ["June 13"]


async def test_zones_changed_in_between_repeat_no_day_and_skip_none_still_to_come(world: World) -> None:
    channel = await turn_on(world, time="12:00")
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "America/Los_Angeles"):
        await world.travel(DAY + timedelta(hours=7))
        await world.moderator.slash("/configure general", zone=zone)
    await world.travel(2 * DAY)

    # when Kathmandu was chosen, noon of the 16th had passed there: as with a time that has, tomorrow begins
    assert days(world, channel) == ["June 13", "June 14", "June 15", "June 17", "June 18"]


async def test_a_zone_changed_moves_the_very_next_post(world: World) -> None:
    channel = await turn_on(world, time="12:00")

    await world.moderator.slash("/configure general", zone="America/Los_Angeles")  # it is 4:55 there

    panel = await world.moderator.slash("/configure daily")
    assert "The next post comes 2026-06-13 04:00, in 7 hours." in panel.text
    await world.travel(timedelta(hours=7, minutes=5))
    assert days(world, channel) == ["June 12"]


async def test_with_the_fandoms_calendar_it_is_the_date_there_that_counts(world: World) -> None:
    await world.moderator.slash("/configure general", zone="America/Los_Angeles")
    channel = await turn_on(world, time="9:00", calendar="home")

    await world.travel(DAY)

    assert days(world, channel) == ["June 13"]  # 9:00 of the 12th in Los Angeles, 1:00 of the 13th in Seoul


async def test_a_day_can_be_left_out_and_taken_back(world: World) -> None:
    channel = await turn_on(world)
    week = await daily_page(world.moderator, "Next seven days")
    assert week.text.count("Leave this one out") == 7

    week = await world.moderator.press("Leave this one out", on=week)
    week = await world.moderator.press("Leave this one out", on=week)  # the next one that is not left out
    assert week.text.count("left out") == 2
    week = await world.moderator.press("Post it after all", on=week, number=2)
    await world.travel(2 * DAY)

    assert days(world, channel) == ["June 14"]


async def test_the_next_post_is_one_that_comes(world: World) -> None:
    await turn_on(world, quiet_days="silence")
    await world.travel_to(datetime(2026, 6, 16, 12, tzinfo=HOME))

    week = await daily_page(world.moderator, "Next seven days")
    await world.moderator.press("Leave this one out", on=week)  # the 17th; the 18th is quiet

    panel = await world.moderator.slash("/configure daily")
    assert "The next post comes 2026-06-19 09:00" in panel.text
    assert "June 19 · On this day" in (await world.moderator.press("Preview", on=panel)).text


async def test_a_day_that_has_come_cannot_be_left_out_any_more(world: World) -> None:
    await turn_on(world)
    week = await daily_page(world.moderator, "Next seven days")

    await world.travel(DAY)

    refusal = await world.moderator.press("Leave this one out", on=week)
    assert refusal.text == "That day's time has come already."


async def test_a_quiet_day_has_a_fact_that_does_not_repeat(world: World) -> None:
    channel = await turn_on(world)
    await world.travel_to(datetime(QUIET.year, QUIET.month, QUIET.day, 10, tzinfo=HOME))

    post = world.posted(channel)[-1]
    assert "June 18 · Fact of the day" in post.text
    assert [button.label for button in post.buttons] == ["Sources"]
    sources = await world.member.press("Sources", on=post)
    assert sources.private
    assert post.text.splitlines()[-2] in sources.text


async def test_or_silence_where_a_server_wants_that(world: World) -> None:
    channel = await turn_on(world, quiet_days="silence")
    assert "a quiet day, so nothing" in (await daily_page(world.moderator, "Next seven days")).text

    await world.travel_to(datetime(QUIET.year, QUIET.month, QUIET.day, 10, tzinfo=HOME))

    assert days(world, channel)[-1] == "June 17"


async def test_what_is_left_out_of_the_post_is_not_told_in_it(world: World) -> None:
    channel = await turn_on(world)
    await world.moderator.slash("/configure daily", left_out="concert")

    await world.travel(DAY)

    (post,) = world.posted(channel)
    assert "Concert" not in post.text
    assert "Concert" in (await world.member.slash("/onthisday")).text


async def test_thread_pin_and_publish_follow_the_post(world: World) -> None:
    await world.server.let_bot(
        "view_channel", "send_messages", "read_message_history", "pin_messages",
        "manage_messages",  # SimCord still asks for it to pin

        "create_public_threads", "send_messages_in_threads",
    )  # fmt: skip
    news = world.server.announcement_channel("news")
    await world.moderator.slash("/configure daily", channel=news, publish=True, pin=True, thread=True)

    await world.travel(2 * DAY)

    first, second = [post.message.id for post in world.posted(news) if post.message is not None]
    assert world.server.published(news) == [first, second]
    assert world.server.pinned(news) == [second]
    assert world.server.notices(news) == []
    assert world.server.threads(news) == ["June 13, 2026", "June 14, 2026"]


async def test_a_deleted_channel_pauses_it_until_another_is_chosen(world: World) -> None:
    room = world.server.text_channel("mod-room")
    await set_to(world.moderator, "Notices for moderators", "mod-room")
    channel = await turn_on(world)
    await world.server.delete_channel(channel)

    await world.travel(13 * HOUR)
    (notice,) = world.posted(room)
    assert "the channel is gone" in notice.text
    assert "paused" in (await daily_page(world.moderator, "Latest posts")).text

    anew = world.server.text_channel("daily-2")
    await world.moderator.slash("/configure daily", channel=anew)
    await world.travel(HOUR)
    assert days(world, anew) == ["June 13"]
    await world.travel(DAY)
    assert days(world, anew) == ["June 13", "June 14"]
    assert len(world.posted(room)) == 1


async def test_after_three_days_down_there_is_one_post_and_no_flood(world: World) -> None:
    channel = await turn_on(world)
    await world.travel(DAY)

    await world.restart(after=3 * DAY - 10 * HOUR)  # at 10:55, two hours late
    await world.travel(HOUR)

    assert days(world, channel) == ["June 13", "June 16"]
    recent = (await daily_page(world.moderator, "Latest posts")).text
    assert recent.count("missed") == 2
    assert "posted late" in recent


async def test_the_first_of_a_month_brings_its_calendar_page_where_files_are_welcome(world: World) -> None:
    await world.server.let_bot("view_channel", "send_messages", "read_message_history", "attach_files")
    channel = await turn_on(world)
    await world.travel_to(datetime(2026, 7, 1, 10, tzinfo=HOME))

    *_, before, first = world.posted(channel)

    assert [part["type"] for part in first.components[0]["components"]].count(12) == 1
    assert (await world.member.download("calendar-2026-07.png", on=first)).startswith(b"\x89PNG")
    assert [part["type"] for part in before.components[0]["components"]].count(12) == 0


async def test_turned_off_it_is_silent(world: World) -> None:
    channel = await turn_on(world)
    panel = await world.moderator.slash("/configure daily", reset="daily.channel")
    assert "The daily post is off." in panel.text

    await world.travel(3 * DAY)

    assert world.posted(channel) == []
    assert (await daily_page(world.moderator, "Next seven days")).text.startswith("The daily post is off.")


async def test_in_a_korean_server_the_post_is_korean(open_world: OpenWorld) -> None:
    async with open_world(server_locale="ko") as world:
        channel = await turn_on(world)

        await world.travel(DAY)

        (post,) = world.posted(channel)
        assert post.text.startswith("6월 13일 · 오늘 있었던 일")
        assert post.buttons[0].label == "출처"
