"""Around the post every morning: its pages for moderators, its buttons, the role it rings."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import discord
import pytest

from demo.world import HOME, World
from tests.journeys.daily import DAY, QUIET, turn_on
from tests.journeys.panel import daily_page, is_default, set_to, setting_line


async def test_preview_and_test_show_what_is_coming_and_use_nothing_up(world: World) -> None:
    channel = await turn_on(world)
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
    channel = await turn_on(world)
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
    channel = await turn_on(world)
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
    channel = await turn_on(world)
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
    channel = await turn_on(world)
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
    channel = await turn_on(world, ping_role=role)
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
    channel = await turn_on(world, ping_role=world.server.handle.roles["Early birds"])
    health = await daily_page(world.moderator, "Health")
    assert "Role to notify: I cannot hand out @Early birds" in health.text
    assert "I cannot mention @Early birds" in health.text
    await world.travel(DAY)

    refusal = await world.member.press("Notify me", on=world.posted(channel)[0])

    assert "I cannot hand out that role." in refusal.text
    await world.server.let_bot("view_channel", "send_messages", "read_message_history", "manage_roles")
    assert "hand out" not in (await daily_page(world.moderator, "Health")).text


async def test_what_cannot_be_together_is_refused_when_it_is_set(world: World) -> None:
    await turn_on(world)

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


async def test_members_cannot_open_the_moderators_pages(world: World) -> None:
    await turn_on(world)
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
    await turn_on(world)
    await set_to(world.moderator, "Moderator role", "Helpers")

    button = world.server.message_of_the_past("daily:v1:week:1")

    assert "Next seven days" in (await helper.press("Press me", on=button)).text
