"""A round in a channel, as the people in it see it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.kit.cards import walk
from bot.trivia.round import LOBBY, REVEAL
from demo.people import Reply
from demo.world import World
from tests.conftest import OpenWorld
from tests.journeys.rounds import (
    SECONDS,
    card,
    first_question,
    press,
    right_answer,
    right_letters,
    wrong_answer,
)


async def test_a_round_from_the_lobby_to_the_podium(world: World) -> None:
    lobby = await world.moderator.slash("/trivia start", questions=2, difficulty=2)
    assert not lobby.private
    assert "It begins in 20 seconds. Everybody can play." in lobby.text
    assert "2 questions · 20 seconds for each · Medium" in lobby.text

    await world.travel(LOBBY)
    assert "Question 1 of 2 · Medium · 200 points" in card(world).text
    assert [label[:4] for label in _labels(card(world))] == ["A · ", "B · ", "C · ", "D · "]
    assert "Time is up in 20 seconds · 0 have answered" in card(world).text

    right, wrong = await right_answer(world), await wrong_answer(world)
    told = await press(world, world.member, right)
    assert told.private
    assert told.text == f"Locked in: {right[0]}. If it is right, it is worth 250 points."
    await world.travel(timedelta(seconds=11))
    slower = await press(world, world.moderator, right)
    assert "worth 225 points" in slower.text
    late = world.person("Sora")
    await press(world, late, wrong)
    assert "3 have answered" in card(world).text

    await world.travel(timedelta(seconds=10))
    reveal = card(world)
    assert f"✅ {right} · right · 2 people" in reveal.text
    assert f"{wrong} · 1 person" in reveal.text
    assert "Right: Minji and Haru" in reveal.text
    assert "Fastest: Minji (0 s) and Haru (11 s)" in reveal.text
    assert "The next question comes in 9 seconds." in reveal.text
    assert re.search(r"^\w+ \d+, \d{4}$", reveal.text, re.MULTILINE)  # the fact's date, below the fact
    source = await late.press("Source", on=reveal)
    assert source.private
    assert "Where this comes from" in source.text

    await world.travel(REVEAL)
    await press(world, late, await right_answer(world))
    await world.travel(SECONDS)
    assert "The results come in a moment." in card(world).text
    await world.travel(REVEAL)

    podium = card(world)
    assert "That was the last question." in podium.text
    lines = [line for line in podium.text.splitlines() if re.match(r"\d\. ", line)]
    assert lines == [
        "1. Minji · 250 points · 1 of 2 right",
        "1. Sora · 250 points · 1 of 2 right",
        "3. Haru · 225 points · 1 of 2 right",
    ]
    assert len(world.posted(world.general)) == 1, "a round is one message"


def _labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


async def test_the_first_press_counts_and_nobody_else_sees_it(world: World) -> None:
    await first_question(world)
    a, b, *_ = _labels(card(world))

    assert (await press(world, world.member, a)).private
    again = await press(world, world.member, b)

    assert again.private
    assert again.text == "You are locked in already: A. The first answer counts."
    assert "1 has answered" in card(world).text
    assert "Minji" not in card(world).text


async def test_an_old_question_takes_no_answers(world: World) -> None:
    question = await first_question(world)
    await world.travel(SECONDS)
    # a client that has not heard of the reveal yet
    behind = world.server.message_of_the_past(str(question.buttons[0].custom_id))

    late = await world.member.press("Press me", on=behind)
    assert late.text == "Time is up for that question."

    await world.moderator.slash("/trivia stop")
    over = await world.member.press("Press me", on=behind)
    assert over.text == "That round is over."


async def test_what_i_missed_is_told_to_me_alone(world: World) -> None:
    await first_question(world, questions=2)
    right, wrong = await right_answer(world), await wrong_answer(world)
    await press(world, world.member, wrong)
    await press(world, world.moderator, right)
    await world.travel(SECONDS + REVEAL + SECONDS + REVEAL)

    missed = await world.member.press("What I missed", on=card(world))

    assert missed.private
    assert f"Right: {right}" in missed.text
    assert f"You: {wrong}" in missed.text
    assert "You did not answer." in missed.text
    mine = await world.moderator.press("What I missed", on=card(world))
    assert mine.private, "also for whoever started the round"
    assert mine.text.count("Right: ") == 1
    assert "Play again" in card(world).text


async def test_a_channel_has_one_round_at_a_time(world: World) -> None:
    await world.moderator.slash("/trivia start")

    second = await world.member.slash("/trivia start")
    assert second.private
    assert "A round is already running in this channel" in second.text
    refused = await world.member.slash("/trivia stop")
    assert "Only @Haru and moderators can do that" in refused.text

    stopped = await world.moderator.press("Call it off", on=card(world))
    assert not stopped.private  # the card tells it, and no message more
    assert "The round was called off." in card(world).text
    assert not (await world.member.slash("/trivia start")).private


async def test_begin_now_and_skip_go_on_at_once(world: World) -> None:
    await world.member.slash("/trivia start")

    begun = await world.member.press("Begin now", on=card(world))
    assert not begun.private  # the card tells it, and no message more
    assert "Question 1 of 10" in card(world).text
    await world.moderator.slash("/trivia skip")
    assert "Nobody answered." in card(world).text
    await world.member.slash("/trivia skip")
    assert "Question 2 of 10" in card(world).text
    sora = world.person("Sora")
    assert "Only @Minji and moderators" in (await sora.slash("/trivia skip")).text
    await world.moderator.slash("/trivia stop")
    assert "The round was ended early." in card(world).text
    assert "There is no round in this channel." in (await world.member.slash("/trivia skip")).text


async def test_two_questions_nobody_answers_end_the_round(world: World) -> None:
    await first_question(world)

    await world.travel(2 * (SECONDS + REVEAL))

    assert "Nobody answered any more, so the round ends here." in card(world).text
    assert _labels(card(world)) == ["Play again"]


async def test_play_again_begins_the_like_in_a_new_message(world: World) -> None:
    await world.member.slash("/trivia start", questions=3, difficulty=1)
    await world.member.slash("/trivia stop")

    lobby = await world.member.press("Play again", on=card(world))

    assert not lobby.private
    assert "3 questions · 20 seconds for each · Easy" in lobby.text
    assert len(world.posted(world.general)) == 2


async def test_a_restart_shows_the_question_again_and_keeps_what_was_told(world: World) -> None:
    await first_question(world, questions=1)
    right = await right_answer(world)
    told = await press(world, world.member, right)
    await world.travel(timedelta(seconds=15))

    await world.restart(after=timedelta(minutes=2))
    await world.env.settle()

    assert "Time is up in 20 seconds · 1 has answered" in card(world).text
    assert "locked in already" in (await press(world, world.member, right)).text
    assert "worth" in (await press(world, world.moderator, right)).text
    await world.travel(SECONDS + REVEAL)
    points = re.search(r"(\d+) points", told.text)
    assert points is not None
    assert f"Minji · {points[1]} points" in card(world).text


async def test_after_a_long_time_away_the_round_closes_with_a_word(world: World) -> None:
    await first_question(world)

    await world.restart(after=timedelta(minutes=12))
    await world.env.settle()

    assert "I was away for too long, so the round ends here. Sorry!" in card(world).text
    assert not (await world.member.slash("/trivia start")).private


async def test_a_round_outlives_the_fifteen_minutes_of_its_interaction(world: World) -> None:
    await first_question(world, questions=30, seconds=60)
    for _ in range(15):
        await press(world, world.member, _labels(card(world))[0])
        await world.travel(timedelta(seconds=61) + REVEAL)

    assert "Question 16 of 30" in card(world).text
    answered = await press(world, world.member, _labels(card(world))[0])
    assert "Locked in" in answered.text


@pytest.mark.parametrize("code", [10003, 10008, 50001])
async def test_when_its_message_cannot_be_changed_the_channel_is_free(
    open_world: OpenWorld, code: int
) -> None:
    async with open_world() as world:
        await first_question(world)
        world.fail("PATCH", "/channels/*/messages/*", status=404, code=code)

        await world.travel(SECONDS)

        assert not (await world.member.slash("/trivia start")).private


async def test_a_deleted_channel_ends_the_round(world: World) -> None:
    channel = world.server.text_channel("games")
    world.member.here = channel
    await world.member.slash("/trivia start")
    await world.server.delete_channel(channel)

    await world.travel(timedelta(minutes=1))

    assert await right_letters(world) == []


async def test_a_failing_discord_is_waited_for(world: World) -> None:
    await first_question(world)
    await press(world, world.member, await right_answer(world))
    world.fail("PATCH", "/channels/*/messages/*", status=503, times=8)

    await world.travel(timedelta(minutes=5))

    podium = card(world)
    assert re.search(r"1\. Minji · \d+ points · 1 of \d right", podium.text)


async def test_a_name_cannot_format_or_ping(world: World) -> None:
    loud = world.person("**@everyone** <@1>")
    await first_question(world, questions=1)
    await press(world, loud, await right_answer(world))

    await world.travel(SECONDS)

    shown = card(world).message
    assert shown is not None
    sent = world.requests("PATCH", f"/messages/{shown.id}")[-1]
    told = "\n".join(part.get("content", "") for part in walk(sent["components"]))
    assert "Right: \\*\\*@\u200beveryone\\*\\* \\<@\u200b1>" in told


async def test_in_korean_everything_is_in_korean(open_world: OpenWorld) -> None:
    async with open_world(server_locale="ko") as world:
        world.member.locale = "ko"
        lobby = await world.member.slash("/trivia start", questions=3)
        await world.travel(LOBBY)
        question = card(world)
        told = await press(world, world.member, _labels(question)[1])
        await world.travel(SECONDS)
        reveal = card(world)
        await world.travel(2 * SECONDS + 3 * REVEAL)

        for shown in (lobby, question, told, reveal, card(world)):
            sentences = [line for line in shown.text.splitlines() if not line.startswith("[")]
            assert any("가" <= letter <= "힣" for letter in sentences[0]), shown.text
            for english in ("Question", "answered", "Right", "Locked", "round", "point", "right"):
                assert english not in shown.text.replace("Rounds", ""), shown.text
