"""Changing a goal: what is to be reached, and how it is counted."""

from __future__ import annotations

import discord

from demo.people import Reply
from demo.world import World
from tests.journeys.goals import begin_goal


async def _count(world: World, **values: str) -> Reply:
    """A moderator changes how a goal is counted."""
    desk = await world.moderator.slash("/goal edit", goal="Butter")
    form = await world.moderator.press("Counting", on=desk)
    return await world.moderator.submit(form, values)


async def test_everything_of_a_goal_can_be_changed_before_anything_is_entered(world: World) -> None:
    await begin_goal(world)
    changed = await _count(
        world,
        unit="Views",
        kind="Official: a counter that somebody reads off",
        mode="Everything waits for you in the queue",
        start="250",
        length="3:19",
    )
    assert changed.private
    assert "From 250 to 1,000 views" in changed.text
    assert "Official: a counter that somebody reads off" in changed.text
    assert "Song length: 3:19" in changed.text
    assert "What members log: Everything waits for you in the queue" in changed.text

    form = await world.moderator.press("Edit", on=changed)
    moved = await world.moderator.submit(form, {"Platform": "YouTube", "Target": "2000"})
    assert "From 250 to 2,000 views" in moved.text
    assert "Views on YouTube" in moved.text
    await world.restart()
    waits = await world.member.slash("/goal log", goal="Butter", amount="5")
    assert "5 views for “Butter”: this waits for moderators." in waits.text
    form = await world.moderator.press("Counting", on=moved)
    assert "3:19" in form.text
    emptied = await world.moderator.submit(form, {"Song length": ""})
    assert "Song length" not in emptied.text


async def test_a_preview_is_changed_in_both_ways(world: World) -> None:
    preview = await world.moderator.slash(
        "/goal create", what="Butter", target="1000", unit="streams", kind="community"
    )
    form = await world.moderator.press("Counting", on=preview)
    preview = await world.moderator.submit(form, {"unit": "Votes", "start": "10"})
    assert preview.edited
    assert "From 10 to 1,000 votes" in preview.text
    wrong = await world.moderator.submit(
        await world.moderator.press("Counting", on=preview), {"start": "5000"}
    )
    assert wrong.text.startswith("The target must be more than the start, 5,000")
    await world.moderator.press("Create", on=preview)
    assert "10 of 1,000 votes" in (await world.member.slash("/goal show")).text


async def test_two_who_edit_at_once_change_what_each_of_them_touched(world: World) -> None:
    await begin_goal(world, deadline="2026-12-31 18:00")
    other = world.person("Sol", "Stewards", discord.Permissions(manage_guild=True))
    mine = await world.moderator.press("Edit", on=await world.moderator.slash("/goal edit", goal="Butter"))
    theirs = await other.press("Edit", on=await other.slash("/goal edit", goal="Butter"))
    counting = await other.press("Counting", on=await other.slash("/goal edit", goal="Butter"))
    also = await world.moderator.press(
        "Counting", on=await world.moderator.slash("/goal edit", goal="Butter")
    )

    await world.moderator.submit(mine, {"Target": "2000", "Deadline": "2027-01-31 18:00"})
    await other.submit(theirs, {"Platform": "YouTube", "Milestones": "every 500"})
    await world.moderator.submit(also, {"unit": "Views", "length": "3:19"})
    seen = await other.submit(counting, {"mode": "Everything waits for you in the queue"})

    assert "From 0 to 2,000 views" in seen.text
    assert "Views on YouTube" in seen.text
    assert "Deadline: 2027-01-31 18:00" in seen.text
    assert "Milestones: 500, 1,000, and 1,500" in seen.text
    assert "Song length: 3:19" in seen.text
    assert "What members log: Everything waits for you in the queue" in seen.text


async def test_what_would_change_the_meaning_of_entries_is_refused(world: World) -> None:
    await begin_goal(world)
    await world.member.slash("/goal log", goal="Butter", amount="30")
    refused = await _count(world, unit="Views")
    assert refused.private
    assert refused.text.startswith("“Butter” has readings or logs already")
    refused = await _count(world, kind="Official: a counter that somebody reads off")
    assert refused.text.startswith("Where “Butter” stands comes from what members have logged")
    assert "30 of 1,000 streams" in (await world.member.slash("/goal show")).text


async def test_a_start_above_a_reading_is_refused(world: World) -> None:
    await begin_goal(world, kind="official")
    await world.moderator.slash("/goal reading", goal="Butter", total="300")
    refused = await _count(world, start="301")
    assert refused.text.startswith("The counter stood at 300, ")
    assert "so the start can be 300 at most." in refused.text
    refused = await _count(world, kind="Community: what members log here")
    assert refused.text.startswith("Where “Butter” stands comes from its readings")
    assert "From 300 to 1,000 streams" in (await _count(world, start="300")).text
