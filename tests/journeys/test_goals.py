"""Members and moderators with a goal: from its preview to its end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from demo.world import World
from tests.conftest import OpenWorld
from tests.journeys.goals import begin_goal
from tests.journeys.panel import set_to

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def test_from_a_preview_to_a_leaderboard(world: World) -> None:
    found = await world.moderator.complete("/goal create", "what", "다이너마이트")
    assert "dynamite" in {value for _, value in found}
    preview = await world.moderator.slash(
        "/goal create",
        what="dynamite",
        target="1.5M",
        unit="streams",
        kind="community",
        platform="Spotify",
        deadline="2026-12-31 18:00",
        milestones="500K; 1M",
        song_length="3:19",
    )
    assert preview.private
    assert "From 0 to 1,500,000 streams" in preview.text
    assert "Milestones: 500,000 and 1,000,000" in preview.text
    edited = await world.moderator.submit(
        await world.moderator.press("Edit", on=preview), {"Name": "Dynamite all summer", "Target": "2M"}
    )
    assert edited.edited
    assert "From 0 to 2,000,000 streams" in edited.text
    assert await world.member.complete("/goal show", "goal", "") == []

    created = await world.moderator.press("Create", on=edited)
    assert "“Dynamite all summer” has begun." in created.text

    logged = await world.member.slash("/goal log", goal="Dynamite all summer", amount="25")
    assert logged.private
    assert logged.text.startswith("Thank you! 25 streams for “Dynamite all summer”.")
    assert "1 day in a row" in logged.text
    shown = await world.member.slash("/goal show")
    assert not shown.private
    assert "25 of 2,000,000 streams" in shown.text
    board = await world.moderator.press("Leaderboard", on=shown)
    assert f"1. {world.member.name} · 25 streams" in board.text
    assert "You have logged nothing here yet." in board.text


async def test_an_official_goal_goes_by_its_readings(world: World) -> None:
    await begin_goal(world, kind="official", target="2,000,000", deadline="2026-09-01")
    refusal = await world.member.slash("/goal reading", goal="Butter", total="1M")
    assert refusal.text == "In this server moderators enter what official counters show."
    for total in ("1,000,000", "1,010,000", "1,020,500", "1,030,000"):
        entered = await world.moderator.slash("/goal reading", goal="Butter", total=total)
        assert entered.private
        await world.travel(DAY)

    shown = await world.member.slash("/goal show", goal="Butter")
    assert "1,030,000 of 2,000,000 streams" in shown.text
    assert "+9,500 in 24 hours" in shown.text
    assert "Behind by about" in shown.text
    assert "Likely reached between" in shown.text
    assert "a day are needed" in shown.text
    assert "more a day would" in shown.text


async def test_where_a_counter_is_entered_only_official_goals_are_suggested(world: World) -> None:
    await begin_goal(world, kind="official")
    await begin_goal(world, what="Dynamite", kind="community")

    for_readings = await world.moderator.complete("/goal reading", "goal", "")
    assert [name for name, _ in for_readings] == ["Butter"]
    for_logs = await world.moderator.complete("/goal log", "goal", "")
    assert {name for name, _ in for_logs} == {"Butter", "Dynamite"}
    refused = await world.moderator.slash("/goal reading", goal="Dynamite", total="25")
    assert "counts what members log" in refused.text, "its name can still be typed"


async def test_forms_show_numbers_as_they_are_read_in_a_language_without_a_catalog(world: World) -> None:
    world.moderator.speak("de")
    await begin_goal(world, kind="official", target="1.500")
    entered = await world.moderator.slash("/goal reading", goal="Butter", total="1.200")
    form = await world.moderator.press("Correct", on=entered)
    corrected = await world.moderator.submit(form, {"Note": "kworb"})
    assert corrected.text.startswith("“Butter”: 1,200 streams")
    desk = await world.moderator.slash("/goal edit", goal="Butter")
    form = await world.moderator.press("Edit", on=desk)
    changed = await world.moderator.submit(form, {"Name": "Butter all summer"})
    assert "From 0 to 1,500 streams" in changed.text


async def test_a_form_loses_no_milestone_of_many(world: World) -> None:
    many = "; ".join(str(900_000_000_000_000 + number) for number in range(99))
    await begin_goal(world, target="1" + "0" * 15, milestones=many)
    desk = await world.moderator.slash("/goal edit", goal="Butter")
    form = await world.moderator.press("Edit", on=desk)
    changed = await world.moderator.submit(form, {"Name": "Butter all summer"})
    assert "And 94 more." in changed.text


async def test_a_slip_of_the_year_is_refused(world: World) -> None:
    await begin_goal(world, kind="official")
    for slip in ("0026-06-10", "1926-06-10", "<t:-62135596800>"):
        refusal = await world.moderator.slash("/goal reading", goal="Butter", total="100", when=slip)
        assert refusal.text.startswith("No counter is that old:")
    await world.moderator.slash("/goal reading", goal="Butter", total="100", when="2013-06-13")
    assert "100 of 1,000 streams" in (await world.member.slash("/goal show")).text


async def test_a_reading_is_corrected_and_withdrawn(world: World) -> None:
    await begin_goal(world, kind="official")
    await world.moderator.slash("/goal reading", goal="Butter", total="100")
    entered = await world.moderator.slash("/goal reading", goal="Butter", total="900", note="kworb")
    form = await world.moderator.press("Correct", on=entered)
    corrected = await world.moderator.submit(form, {"What the counter showed": "190"})
    assert "“Butter”: 190 streams" in corrected.text
    fell = await world.moderator.slash("/goal reading", goal="Butter", total="180")
    assert fell.text.startswith("The counter stood at 190 already")

    ledger = await world.moderator.press("Readings", on=corrected)
    assert "corrected" in ledger.text
    withdrawn = await world.moderator.press("Withdraw", on=ledger)
    assert "withdrawn" in withdrawn.text
    assert "100 of 1,000 streams" in (await world.member.slash("/goal show")).text


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"target": "-5"}, "Type a number from 1 to"),
        ({"target": "0"}, "Type a number from 1 to"),
        ({"target": "1" + "0" * 30}, "Type a number from 1 to"),
        ({"target": "NaN"}, "I cannot read that as a number. Type one such as 1,500 or 1.5M."),
        ({"target": "100x"}, "I cannot read that as a number."),
        ({"target": "1,5"}, "I need a whole number here."),
        ({"target": "100", "start": "200"}, "The target must be more than the start, 200"),
        ({"deadline": "2020-01-01"}, "That deadline has passed already"),
        ({"deadline": "2326-01-01"}, "That deadline is too far off."),
        ({"deadline": "soon"}, "I cannot read that date. Type one such as 2026-12-31"),
        ({"milestones": "5000"}, "The milestone 5,000 does not lie between the start and the target."),
        ({"milestones": "every 1"}, "That would be more than 100 milestones."),
        ({"song_length": "3:99"}, "I cannot read that song length."),
        ({"song_length": "5"}, "A song can last from 30 to 7,200 seconds here."),
        ({"what": "butter"}, "There is a goal named “Butter” already."),
    ],
)
async def test_what_cannot_be_a_goal_is_refused_with_what_to_do(
    world: World, options: dict[str, str], refusal: str
) -> None:
    await begin_goal(world)
    answer = await world.moderator.slash(
        "/goal create", **({"what": "Another", "target": "1000", "unit": "streams"} | options)
    )
    assert answer.private
    assert answer.text.startswith(refusal)


@pytest.mark.parametrize(
    ("typed", "locale", "told"),
    [
        ("１００", "ja", "Thank you! 100 streams for “Butter”."),
        ("٢٥", "en-US", "Thank you! 25 streams for “Butter”."),
        ("1.5K", "en-US", "A day holds 480 at most."),
        ("1천", "ko", "하루 최대 480까지 기록할 수 있어요."),
    ],
)
async def test_numbers_are_read_as_people_write_them(
    world: World, typed: str, locale: str, told: str
) -> None:
    await begin_goal(world)
    world.member.speak(locale)
    answer = await world.member.slash("/goal log", goal="Butter", amount=typed)
    assert answer.text.startswith(told)


async def test_a_day_can_be_chosen_and_others_are_refused(world: World) -> None:
    await begin_goal(world)
    await world.travel(3 * DAY)
    days = await world.member.complete("/goal log", "day", "")
    assert [label for label, _ in days] == ["Today", "Yesterday", "June 13, 2026", "June 12, 2026"]
    logged = await world.member.slash("/goal log", goal="Butter", amount="5", day=days[3][1])
    assert logged.text.startswith("Thank you! 5 streams")
    too_early = await world.member.slash("/goal log", goal="Butter", amount="5", day="2026-06-11")
    assert too_early.text.startswith("The goal began on")
    ahead = await world.member.slash("/goal log", goal="Butter", amount="5", day="2026-12-31")
    assert ahead.text.startswith("That day is still to come.")
    nonsense = await world.member.slash("/goal log", goal="Butter", amount="5", day="someday")
    assert nonsense.text.startswith("I cannot read that day.")


async def test_the_days_that_are_offered_are_those_of_the_goal(world: World) -> None:
    await begin_goal(world)
    await world.travel(3 * DAY)
    await begin_goal(world, what="Dynamite", deadline="2026-06-17 00:00")
    await world.travel(2 * DAY)

    async def offered(**filled: str) -> list[str]:
        return [day for _, day in await world.member.complete("/goal log", "day", "2026", **filled)]

    assert await offered(goal="Dynamite") == ["2026-06-16", "2026-06-15"]
    assert await offered(goal="Butter") == [f"2026-06-{day}" for day in range(17, 11, -1)]
    assert await offered() == await offered(goal="Butter")
    assert await offered(goal="But") == await offered(goal="Butter")
    assert await offered(goal="Nothing of the kind") == []


async def test_a_button_logs_as_well_and_undo_takes_back(world: World) -> None:
    await begin_goal(world)
    shown = await world.member.slash("/goal show")
    form = await world.member.press("Log mine", on=shown)
    logged = await world.member.submit(form, {"How much?": "30"})
    assert logged.text.startswith("Thank you! 30 streams")
    await world.member.slash("/goal log", goal="Butter", amount="7")
    undone = await world.member.press("Undo", on=logged)
    assert undone.text.startswith("Taken back: 30 streams for “Butter”.")
    twice = await world.member.press("Undo", on=logged)
    assert twice.text.startswith("There is nothing of yours here")
    assert "7 of 1,000 streams" in (await world.member.slash("/goal show")).text
    undone = await world.member.slash("/goal undo")
    assert undone.text.startswith("Taken back: 7 streams for “Butter”.")
    assert (await world.member.slash("/goal undo")).text.startswith("There is nothing of yours here")
    assert "0 of 1,000 streams" in (await world.member.slash("/goal show")).text


async def test_a_goal_is_changed_closed_and_goes_on(world: World) -> None:
    await begin_goal(world, deadline="2026-08-01 18:00")
    refusal = await world.member.slash("/goal edit", goal="Butter")
    assert refusal.text.startswith("That is for this server's moderators")
    desk = await world.moderator.slash("/goal edit", goal="Butter")
    assert desk.private
    form = await world.moderator.press("Edit", on=desk)
    assert "2026-08-01 18:00" in form.text
    changed = await world.moderator.submit(form, {"Target": "3M", "Deadline": "", "Milestones": "every 1M"})
    assert "From 0 to 3,000,000 streams" in changed.text
    assert "Deadline" not in changed.text
    assert await world.moderator.complete("/goal reopen", "goal", "") == []
    closed = await world.moderator.slash("/goal close", goal="Butter")
    assert await world.moderator.complete("/goal close", "goal", "") == []
    assert [label for label, _ in await world.moderator.complete("/goal reopen", "goal", "")] == ["Butter"]
    assert closed.text.startswith("“Butter” is closed.")
    late = await world.member.slash("/goal log", goal="Butter", amount="5")
    assert late.text == "The goal “Butter” is closed, so nothing more can be logged for it."
    assert "3,000,000 short of the target" in (await world.member.slash("/goal show")).text
    assert (await world.moderator.slash("/goal reopen", goal="Butter")).text == "“Butter” goes on."
    await world.restart()
    assert (await world.member.slash("/goal log", goal="Butter", amount="5")).text.startswith("Thank you!")


async def test_several_goals_are_listed_and_named(world: World) -> None:
    for name in ("Butter", "*Dynamite* @everyone"):
        await begin_goal(world, name)
    listed = await world.member.slash("/goal show")
    assert "0 of 1,000 streams · 0%" in listed.text
    assert "*Dynamite* @everyone" in listed.text.splitlines()  # letter by letter, and nobody is pinged
    unclear = await world.member.slash("/goal leaderboard")
    assert unclear.text.startswith("There are several goals here:")
    unknown = await world.member.slash("/goal log", goal="ON", amount="5")
    assert unknown.text.startswith("I do not know a goal of that name here.")
    endless = await world.member.slash("/goal log", goal="9" * 5000, amount="5")
    assert endless.text.startswith("I do not know a goal of that name here.")
    shown = await world.member.press("Butter", on=listed)
    assert shown.private
    assert "0 of 1,000 streams" in shown.text


async def test_without_a_goal_one_is_told_how_to_begin(world: World) -> None:
    answer = await world.member.slash("/goal show")
    assert answer.text == "There is no goal in this server yet. Moderators begin one with /goal create."


async def test_the_leaderboard_can_be_left_and_the_organiser_stays_out(world: World) -> None:
    preview = await world.moderator.slash(
        "/goal create", what="Butter", target="1000", unit="streams", kind="community"
    )
    preview = await world.moderator.press("Stay out of its leaderboard", on=preview)
    assert "Whoever began it stays out of its leaderboard." in preview.text
    await world.moderator.press("Create", on=preview)
    for person, amount in ((world.moderator, "90"), (world.member, "20"), (world.person("Sol"), "30")):
        await person.slash("/goal log", goal="Butter", amount=amount)
    board = await world.member.slash("/goal leaderboard")
    assert "1. Sol · 30 streams" in board.text
    assert f"2. {world.member.name} · 20 streams" in board.text
    assert "You: place 2" in board.text
    left = await world.member.press("Leave the leaderboards", on=board)
    assert left.text.startswith("You are off the leaderboards")
    assert world.member.name not in (await world.moderator.slash("/goal leaderboard")).text
    assert "140 of 1,000 streams" in (await world.member.slash("/goal show")).text


async def test_a_table_opens_without_calculating(world: World) -> None:
    await begin_goal(world)
    sly = world.person("=HYPERLINK(1)")
    await sly.slash("/goal log", goal="Butter", amount="20")
    mine = await world.member.slash("/goal export", goal="Butter")
    assert mine.private
    assert "HYPERLINK" not in (await world.member.download("logs.csv", on=mine)).decode()
    everybodys = await world.moderator.slash("/goal export", goal="Butter")
    table = (await world.moderator.download("logs.csv", on=everybodys)).decode()
    assert ",'=HYPERLINK(1),20,counted" in table
    curve = (await world.moderator.download("goal.csv", on=everybodys)).decode()
    assert curve.splitlines()[0] == "\ufeffat (UTC),total"


async def test_korean_members_read_korean(open_world: OpenWorld) -> None:
    async with open_world(server_locale="ko") as world:
        for person in (world.member, world.moderator):
            person.speak("ko")
        preview = await world.moderator.slash(
            "/goal create", what="dynamite", target="1.5억", unit="streams", kind="community"
        )
        created = await world.moderator.press("만들기", on=preview)
        assert "Dynamite" in created.text
        logged = await world.member.slash("/goal log", goal="Dynamite", amount="25", day="어제")
        assert logged.private
        shown = await world.member.slash("/goal show")
        assert "150,000,000" in shown.text
        assert "streams" not in shown.text


async def test_settings_say_who_reads_and_how_much_a_day_holds(world: World) -> None:
    world.person("Reader", role="Readers")
    await set_to(world.moderator, "Moderator role", "Readers")
    answer = await world.moderator.slash("/configure goals", cap=50, rest_days=0)
    assert "50" in answer.text
    await begin_goal(world)
    full = await world.member.slash("/goal log", goal="Butter", amount="51")
    assert full.text.startswith("A day holds 50 at most.")
