"""The post every morning: set up, posted once, left out, paused, moved, found again."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import discord
import pytest
from simcord.builders import ChannelHandle

from demo.world import HOME, World
from tests.conftest import OpenWorld
from tests.journeys.panel import daily_page, is_default, set_to, setting_line

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
QUIET = date(2026, 6, 18)
"""A day on which the shipped base has nothing to remember."""
TITLE = re.compile(r"^(\w+ \d+) · (?:On this day|Fact of the day)$", re.MULTILINE)


async def _turn_on(world: World, **settings: object) -> ChannelHandle:
    channel = world.server.text_channel("daily")
    await world.moderator.slash("/configure daily", channel=channel, **settings)
    return channel


def _days(world: World, channel: ChannelHandle) -> list[str]:
    """The days that were posted about, such as `June 13`, in order."""
    return [found[1] for post in world.posted(channel) if (found := TITLE.search(post.text))]


async def test_every_morning_there_is_one_post(world: World) -> None:
    channel = await _turn_on(world, time="7:30")
    await world.travel_to(datetime(2026, 6, 13, 7, 29, 59, tzinfo=HOME))
    assert _days(world, channel) == []

    await world.travel(timedelta(seconds=1))
    assert _days(world, channel) == ["June 13"]
    await world.travel(2 * DAY)
    await world.restart()
    await world.travel(2 * DAY)

    assert _days(world, channel) == [f"June {day}" for day in range(13, 18)]
    debut = world.posted(channel)[0]
    assert "13 years ago · BTS · Debut" in debut.text
    assert "And 2 more." in debut.text


async def test_a_time_already_past_today_begins_tomorrow_and_the_panel_says_so(world: World) -> None:
    channel = world.server.text_channel("daily")

    panel = await world.moderator.slash("/configure daily", channel=channel, time="20:00")

    assert "The next post comes 2026-06-13 20:00, in 23 hours." in panel.text
    await world.travel(DAY)
    assert _days(world, channel) == ["June 13"]


async def test_zones_changed_in_between_repeat_no_day_and_skip_none_still_to_come(world: World) -> None:
    channel = await _turn_on(world, time="12:00")
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "America/Los_Angeles"):
        await world.travel(DAY + timedelta(hours=7))
        await world.moderator.slash("/configure general", zone=zone)
    await world.travel(2 * DAY)

    # when Kathmandu was chosen, noon of the 16th had passed there: as with a time that has, tomorrow begins
    assert _days(world, channel) == ["June 13", "June 14", "June 15", "June 17", "June 18"]


async def test_a_zone_changed_moves_the_very_next_post(world: World) -> None:
    channel = await _turn_on(world, time="12:00")

    await world.moderator.slash("/configure general", zone="America/Los_Angeles")  # it is 4:55 there

    panel = await world.moderator.slash("/configure daily")
    assert "The next post comes 2026-06-13 04:00, in 7 hours." in panel.text
    await world.travel(timedelta(hours=7, minutes=5))
    assert _days(world, channel) == ["June 12"]


async def test_with_the_fandoms_calendar_it_is_the_date_there_that_counts(world: World) -> None:
    await world.moderator.slash("/configure general", zone="America/Los_Angeles")
    channel = await _turn_on(world, time="9:00", calendar="home")

    await world.travel(DAY)

    assert _days(world, channel) == ["June 13"]  # 9:00 of the 12th in Los Angeles, 1:00 of the 13th in Seoul


async def test_a_day_can_be_left_out_and_taken_back(world: World) -> None:
    channel = await _turn_on(world)
    week = await daily_page(world.moderator, "Next seven days")
    assert week.text.count("Leave this one out") == 7

    week = await world.moderator.press("Leave this one out", on=week)
    week = await world.moderator.press("Leave this one out", on=week)  # the next one that is not left out
    assert week.text.count("left out") == 2
    week = await world.moderator.press("Post it after all", on=week, number=2)
    await world.travel(2 * DAY)

    assert _days(world, channel) == ["June 14"]


async def test_the_next_post_is_one_that_comes(world: World) -> None:
    await _turn_on(world, quiet_days="silence")
    await world.travel_to(datetime(2026, 6, 16, 12, tzinfo=HOME))

    week = await daily_page(world.moderator, "Next seven days")
    await world.moderator.press("Leave this one out", on=week)  # the 17th; the 18th is quiet

    panel = await world.moderator.slash("/configure daily")
    assert "The next post comes 2026-06-19 09:00" in panel.text
    assert "June 19 · On this day" in (await world.moderator.press("Preview", on=panel)).text


async def test_a_day_that_has_come_cannot_be_left_out_any_more(world: World) -> None:
    await _turn_on(world)
    week = await daily_page(world.moderator, "Next seven days")

    await world.travel(DAY)

    refusal = await world.moderator.press("Leave this one out", on=week)
    assert refusal.text == "That day's time has come already."


async def test_a_quiet_day_has_a_fact_that_does_not_repeat(world: World) -> None:
    channel = await _turn_on(world)
    await world.travel_to(datetime(QUIET.year, QUIET.month, QUIET.day, 10, tzinfo=HOME))

    post = world.posted(channel)[-1]
    assert "June 18 · Fact of the day" in post.text
    assert [button.label for button in post.buttons] == ["Sources"]
    sources = await world.member.press("Sources", on=post)
    assert sources.private
    assert post.text.splitlines()[-2] in sources.text


async def test_or_silence_where_a_server_wants_that(world: World) -> None:
    channel = await _turn_on(world, quiet_days="silence")
    assert "a quiet day, so nothing" in (await daily_page(world.moderator, "Next seven days")).text

    await world.travel_to(datetime(QUIET.year, QUIET.month, QUIET.day, 10, tzinfo=HOME))

    assert _days(world, channel)[-1] == "June 17"


async def test_what_is_left_out_of_the_post_is_not_told_in_it(world: World) -> None:
    channel = await _turn_on(world)
    await world.moderator.slash("/configure daily", left_out="concert")

    await world.travel(DAY)

    (post,) = world.posted(channel)
    assert "Concert" not in post.text
    assert "Concert" in (await world.member.slash("/onthisday")).text


async def test_preview_and_test_show_what_is_coming_and_use_nothing_up(world: World) -> None:
    channel = await _turn_on(world)
    preview = await daily_page(world.moderator, "Preview")
    assert preview.private
    assert preview.text.startswith("A preview, for you alone.")
    assert "June 13 · On this day" in preview.text

    assert (await daily_page(world.moderator, "Test post")).text == "The test stands in #daily."
    await world.travel(DAY)

    test, post = world.posted(channel)
    assert test.text.startswith("A test by a moderator.")
    assert test.text.splitlines()[1:] == post.text.splitlines()


async def test_a_test_that_cannot_be_posted_says_so_and_tells_the_log_why(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    channel = await _turn_on(world)
    page = await world.moderator.slash("/configure daily")
    await world.server.silence_bot_in(channel)
    caplog.set_level("INFO", "cogs.daily")

    refusal = await world.moderator.press("Test post", on=page)

    assert refusal.text.startswith("I could not post there.")
    assert [record.message for record in caplog.records if record.name == "cogs.daily"] == [
        "a test of the daily post could not be posted: no permission"
    ]
    assert not world.posted(channel)


async def test_another_year_leads_through_all_of_the_day(world: World) -> None:
    channel = await _turn_on(world)
    await world.travel(DAY)
    (post,) = world.posted(channel)
    await world.restart()

    seen = [await world.member.press("Another year", on=post)]
    for _ in range(5):
        seen.append(await world.member.press("Another year", on=seen[-1]))

    assert all(reply.private for reply in seen)
    assert len({reply.text for reply in seen}) == 6
    assert seen[0].text.startswith("June 13\n")


async def test_the_buttons_of_a_post_show_nothing_that_is_hidden_since(world: World) -> None:
    channel = await _turn_on(world)
    await world.travel_to(datetime(QUIET.year, QUIET.month, QUIET.day, 10, tzinfo=HOME))
    (debut, *_, quiet), facts = world.posted(channel), world.bot.app.facts.base.facts.values()
    hidden = "This server's moderators have taken that fact out here."
    day = world.bot.app.anniversaries.of_day(date(2026, 6, 13), None)

    for category in {one.sheet.fact.category.value for one in day.remembered}:
        await world.moderator.slash("/configure facts", left_out=category)
    assert (await world.member.press("Sources", on=debut)).text == hidden
    assert (await world.member.press("Another year", on=debut)).text == hidden

    told = next(fact for fact in facts if fact.text in quiet.text)
    if told.category.value not in {one.sheet.fact.category.value for one in day.remembered}:
        await world.moderator.slash("/configure facts", left_out=told.category.value)
    assert (await world.member.press("Sources", on=quiet)).text == hidden


async def test_what_is_only_left_out_of_the_post_is_still_behind_its_buttons(world: World) -> None:
    channel = await _turn_on(world)
    await world.travel(DAY)
    (post,) = world.posted(channel)
    day = world.bot.app.anniversaries.of_day(date(2026, 6, 13), None)

    for category in {one.sheet.fact.category.value for one in day.remembered}:
        await world.moderator.slash("/configure daily", left_out=category)

    assert (await world.member.press("Another year", on=post)).text.startswith("June 13\n")
    assert (await world.member.press("Sources", on=post)).text.startswith("Where this comes from\n")


async def test_who_wants_to_be_notified_takes_the_role_below_the_post(world: World) -> None:
    world.server.handle.create_role("Early birds")
    await world.server.let_bot("view_channel", "send_messages", "read_message_history", "manage_roles")
    role = world.server.handle.roles["Early birds"]
    channel = await _turn_on(world, ping_role=role)
    await world.travel(DAY)
    (post,) = world.posted(channel)
    assert post.text.startswith("@Early birds\nJune 13")
    sent = next(body for body in world.requests("POST", f"/channels/{channel.id}/messages") if body)
    assert sent["allowed_mentions"]["roles"] == [role.id]

    on = await world.member.press("Notify me", on=post)
    assert on.private
    assert "You have @Early birds now" in on.text
    assert role.name in world.member.roles()
    await world.travel(timedelta(seconds=10))
    off = await world.member.press("Notify me", on=post)
    assert "@Early birds is off you" in off.text
    assert role.name not in world.member.roles()


async def test_a_role_out_of_reach_is_said_to_whom_it_concerns(world: World) -> None:
    world.server.handle.create_role("Early birds")
    channel = await _turn_on(world, ping_role=world.server.handle.roles["Early birds"])
    health = await daily_page(world.moderator, "Health")
    assert "Role to notify: I cannot hand out @Early birds" in health.text
    assert "I cannot mention @Early birds" in health.text
    await world.travel(DAY)

    refusal = await world.member.press("Notify me", on=world.posted(channel)[0])

    assert "I cannot hand out that role." in refusal.text
    await world.server.let_bot("view_channel", "send_messages", "read_message_history", "manage_roles")
    assert "hand out" not in (await daily_page(world.moderator, "Health")).text


async def test_what_cannot_be_together_is_refused_when_it_is_set(world: World) -> None:
    await _turn_on(world)

    refusal = await world.moderator.slash("/configure daily", publish=True, pin=True)

    assert refusal.text.startswith("Only posts in an announcement channel can be published.")
    panel = await world.moderator.slash("/configure daily")
    assert is_default(panel, "Pin the post")


async def test_the_channel_cannot_become_one_in_which_it_does_not_work(world: World) -> None:
    news = world.server.announcement_channel("news")
    await world.moderator.slash("/configure daily", channel=news, publish=True)

    panel = await world.moderator.slash("/configure daily", channel=world.server.text_channel("chat"))

    assert panel.text.startswith("Only posts in an announcement channel")
    assert "#news" in setting_line(await world.moderator.slash("/configure daily"), "Channel")


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
    channel = await _turn_on(world)
    await world.server.delete_channel(channel)

    await world.travel(13 * HOUR)
    (notice,) = world.posted(room)
    assert "the channel is gone" in notice.text
    assert "paused" in (await daily_page(world.moderator, "Latest posts")).text

    anew = world.server.text_channel("daily-2")
    await world.moderator.slash("/configure daily", channel=anew)
    await world.travel(HOUR)
    assert _days(world, anew) == ["June 13"]
    await world.travel(DAY)
    assert _days(world, anew) == ["June 13", "June 14"]
    assert len(world.posted(room)) == 1


async def test_after_three_days_down_there_is_one_post_and_no_flood(world: World) -> None:
    channel = await _turn_on(world)
    await world.travel(DAY)

    await world.restart(after=3 * DAY - 10 * HOUR)  # at 10:55, two hours late
    await world.travel(HOUR)

    assert _days(world, channel) == ["June 13", "June 16"]
    recent = (await daily_page(world.moderator, "Latest posts")).text
    assert recent.count("missed") == 2
    assert "posted late" in recent


async def test_the_first_of_a_month_brings_its_calendar_page_where_files_are_welcome(world: World) -> None:
    await world.server.let_bot("view_channel", "send_messages", "read_message_history", "attach_files")
    channel = await _turn_on(world)
    await world.travel_to(datetime(2026, 7, 1, 10, tzinfo=HOME))

    *_, before, first = world.posted(channel)

    assert [part["type"] for part in first.components[0]["components"]].count(12) == 1
    assert (await world.member.download("calendar-2026-07.png", on=first)).startswith(b"\x89PNG")
    assert [part["type"] for part in before.components[0]["components"]].count(12) == 0


async def test_turned_off_it_is_silent(world: World) -> None:
    channel = await _turn_on(world)
    panel = await world.moderator.slash("/configure daily", reset="daily.channel")
    assert "The daily post is off." in panel.text

    await world.travel(3 * DAY)

    assert world.posted(channel) == []
    assert (await daily_page(world.moderator, "Next seven days")).text.startswith("The daily post is off.")


async def test_in_a_korean_server_the_post_is_korean(open_world: OpenWorld) -> None:
    async with open_world(server_locale="ko") as world:
        channel = await _turn_on(world)

        await world.travel(DAY)

        (post,) = world.posted(channel)
        assert post.text.startswith("6월 13일 · 오늘 있었던 일")
        assert post.buttons[0].label == "출처"


async def test_members_cannot_open_the_moderators_pages(world: World) -> None:
    await _turn_on(world)
    for address in ("preview", "test", "week:1", "recent:1", "leave-out:2026-06-14"):
        button = world.server.message_of_the_past(f"daily:v1:{address}")
        refusal = await world.member.press("Press me", on=button)
        assert refusal.text.startswith("That is for this server's moderators")


@pytest.mark.parametrize(
    "address", ["another:2026-99-99:1", "sources:x:-:-", "leave-out:today", "another:x:y"]
)
async def test_a_button_with_no_day_answers_politely(world: World, address: str) -> None:
    button = world.server.message_of_the_past(f"daily:v1:{address}")

    reply = await world.moderator.press("Press me", on=button)

    assert reply.text.startswith("That is from before my last update")


async def test_a_moderator_without_manage_server_sees_the_pages_too(world: World) -> None:
    helper = world.person("Sol", "Helpers", discord.Permissions.none())
    await _turn_on(world)
    await set_to(world.moderator, "Moderator role", "Helpers")

    button = world.server.message_of_the_past("daily:v1:week:1")

    assert "Next seven days" in (await helper.press("Press me", on=button)).text
