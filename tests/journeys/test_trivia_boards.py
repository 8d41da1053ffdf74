"""Leaderboards, profiles, seasons; and what moderators do about rounds and questions."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.trivia.pool import QUARANTINED_FROM
from bot.trivia.round import REVEAL
from demo.people import Person, Reply
from demo.world import HOME, World
from tests.journeys.panel import set_to, setting_line
from tests.journeys.rounds import SECONDS, card, first_question, press, right_answer, wrong_answer

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def won_by(world: World, *winners: Person, losers: tuple[Person, ...] = ()) -> None:
    """A round of one question that these had right, the first one first."""
    await first_question(world, questions=1, difficulty=1)
    for person in losers:
        await press(world, person, await wrong_answer(world))
    for person in winners:
        await press(world, person, await right_answer(world))
        await world.travel(timedelta(seconds=5))
    await world.travel(SECONDS + REVEAL)


def _lines(reply: Reply) -> list[str]:
    return [line for line in reply.text.splitlines() if line[:1].isdigit() and ". " in line]


async def test_the_leaderboard_counts_weeks_seasons_and_all_time(world: World) -> None:
    sora = world.person("Sora")
    await won_by(world, world.member, sora)  # Friday, 12 June
    await world.travel(3 * DAY)
    await won_by(world, sora)

    season = await world.member.slash("/trivia leaderboard")
    assert not season.private
    assert "Trivia · June 2026" in season.text
    assert [line.split(" · ")[0] for line in _lines(season)] == ["1. Sora", "2. Minji"]
    assert "You: place 2 · 150 points" in season.text
    week = await world.member.press("Week", on=season)
    assert week.edited
    assert "Trivia · Week from June 15, 2026" in week.text
    assert [line.split(" · ")[0] for line in _lines(week)] == ["1. Sora"]
    assert "You have no points here yet." in week.text

    await world.travel_to(datetime(2026, 7, 1, tzinfo=HOME))
    assert "Nobody has points yet." in (await world.member.slash("/trivia leaderboard")).text
    ever = await sora.slash("/trivia leaderboard", period="all")
    assert [line.split(" · ")[0] for line in _lines(ever)] == ["1. Sora", "2. Minji"]


async def test_weeks_and_seasons_follow_the_servers_clock(world: World) -> None:
    await world.moderator.slash("/configure general", zone="Los Angeles")
    await world.travel_to(datetime(2026, 7, 1, 9, tzinfo=HOME))
    await won_by(world, world.member)  # it is still the 30th of June there

    assert "Trivia · June 2026" in (await world.member.slash("/trivia leaderboard")).text
    await world.moderator.slash("/configure general", reset="general.zone")
    at_home = await world.member.slash("/trivia leaderboard")
    assert "Trivia · July 2026" in at_home.text
    assert "1. Minji" in at_home.text


async def test_a_long_leaderboard_has_pages_and_tells_ones_own_place(world: World) -> None:
    crowd = [world.person(f"Fan {number:02}") for number in range(12)]
    await won_by(world, *crowd[:4], losers=())
    for person in crowd[4:]:
        await won_by(world, person)
    late = crowd[3]

    board = await late.slash("/trivia leaderboard")

    assert "12 players" in board.text
    assert len(_lines(board)) == 10
    assert "You: place 12 ·" in board.text
    second = await late.press("Next →", on=board)
    assert len(_lines(second)) == 2
    assert "Fan 03" in second.text
    assert "You: place 12 ·" in second.text


async def test_who_leaves_the_leaderboards_is_seen_by_nobody_else(world: World) -> None:
    sora = world.person("Sora")
    await won_by(world, sora, world.member)

    left = await sora.press("Leave the leaderboards", on=await sora.slash("/trivia profile"))

    assert left.private
    board = await world.member.slash("/trivia leaderboard")
    assert [line.split(" · ")[0] for line in _lines(board)] == ["1. Minji"]
    looked_up = await world.member.slash("/trivia profile", member=sora.in_server)
    assert looked_up.private
    assert "would rather not be" in looked_up.text
    own = await sora.slash("/trivia leaderboard")
    assert "You: place 1 ·" in own.text
    back = await sora.press("Be on the leaderboards", on=await sora.slash("/trivia profile"))
    assert "again" in back.text
    assert "1. Sora" in (await world.member.slash("/trivia leaderboard")).text


async def test_a_profile_tells_how_somebody_plays(world: World) -> None:
    assert "No rounds in this server yet." in (await world.member.slash("/trivia profile")).text
    await won_by(world, world.member)
    await won_by(world, world.moderator, losers=(world.member,))

    profile = await world.moderator.slash("/trivia profile", member=world.member.in_server)

    assert profile.text.splitlines()[0] == "Minji"
    assert "This week: place 1 · 150 points" in profile.text
    assert "2 rounds · 1 of 2 right (50 %) · best round 150 · 1 in a row" in profile.text
    assert "Leave the leaderboards" not in profile.text


async def test_the_seasons_results_are_posted_once_when_it_is_over(world: World) -> None:
    arena = world.server.text_channel("arena")
    await world.moderator.slash("/configure trivia", season_channel=arena)
    await won_by(world, world.member)

    await world.travel_to(datetime(2026, 6, 30, 23, 59, 59, tzinfo=HOME))
    assert world.posted(arena) == []
    await world.travel(timedelta(seconds=1))
    (results,) = world.posted(arena)
    assert "Trivia season · June 2026" in results.text
    assert "1. Minji · 150 points" in results.text
    opened = await world.moderator.press("Leaderboard", on=results)
    assert opened.private

    await world.restart()
    await world.travel(45 * DAY)
    assert len(world.posted(arena)) == 1, "nobody played in July: there is nothing to tell"


async def test_moderators_say_where_and_by_whom_rounds_are_played(world: World) -> None:
    arena = world.server.text_channel("arena")
    panel = await world.moderator.slash("/configure trivia", channels=arena, questions=3, extra_time="half")
    assert "Channels for rounds: #arena" in setting_line(panel, "Channels for rounds")

    elsewhere = await world.member.slash("/trivia start")
    assert elsewhere.private
    assert "Rounds are played in other channels here: #arena." in elsewhere.text
    world.member.here = arena
    lobby = await world.member.slash("/trivia start")
    assert "3 questions · 30 seconds for each" in lobby.text
    await world.member.slash("/trivia stop")

    await set_to(world.moderator, "Who may start a round", "Moderators", panel)
    refused = await world.member.slash("/trivia start")
    assert "In this server @Moderators and moderators start rounds." in refused.text


async def test_where_the_bot_is_quiet_there_are_no_rounds(world: World) -> None:
    await world.moderator.slash("/configure general", private_answers=True)

    refused = await world.member.slash("/trivia start")

    assert refused.private
    assert "I only answer privately here" in refused.text


async def test_a_topic_is_typed_or_chosen(world: World) -> None:
    lines = await world.member.complete("/trivia start", "topic", "award")
    assert "Awards" in [name for name, _ in lines]
    assert len(await world.member.complete("/trivia start", "topic", "")) > 5
    lobby = await world.member.slash("/trivia start", topic="Jungkook", questions=3)
    assert lobby.text.startswith("Trivia · Jung Kook")
    await world.member.slash("/trivia stop")
    awards = await world.member.slash("/trivia start", topic="awards", questions=3)
    assert awards.text.startswith("Trivia · Awards")
    await world.member.slash("/trivia stop")

    unknown = await world.member.slash("/trivia start", topic="qqqqqqqq")
    assert unknown.private
    assert "I do not know that one." in unknown.text


async def test_what_members_report_goes_to_moderators_and_rests_meanwhile(world: World) -> None:
    await first_question(world, questions=1)
    await world.travel(SECONDS)
    reveal = card(world)
    for number in range(QUARANTINED_FROM):
        member = world.person(f"Fan {number}")
        form = await member.press("Something wrong?", on=reveal)
        assert form.title == "Something wrong?"
        thanks = await member.submit(form, {"What is wrong?": f"It was another year {number}"})
        assert "Thank you!" in thanks.text

    queue = await world.moderator.slash("/review")
    assert "Reported question · reported by 3 people" in queue.text
    assert "It was another year 2" in queue.text
    done = await world.moderator.press("Hide it here", on=queue)
    assert "Hidden: this server is not asked that question any more." in done.text
