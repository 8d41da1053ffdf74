"""How rounds go by themselves: restarts, a Discord that falters, messages that are gone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.caller import Caller
from bot.delivery.model import Trouble
from bot.delivery.sender import Refused
from bot.trivia.answers import AlreadyLockedIn, ComingAgain, Pressed
from bot.trivia.periods import Period
from bot.trivia.round import LOBBY, REVEAL, Ending, Phase, Round
from bot.trivia.service import Wish
from bot.trivia.stage import Open, Over, Revealed, Scene, Urgency
from tests.by_hand import GUILD
from tests.trivia.table import MODERATOR, STARTER, Table

HERE = frozenset({21})


async def test_a_press_faster_than_discords_answer_is_timed_by_the_message_it_came_with(table: Table) -> None:
    begun = await table.start(wish=Wish(seconds=20))
    shown, show = asyncio.Event(), table.board.show
    asked = asyncio.Event()

    async def slow(played: Round, scene: Callable[[], Scene | None], urgency: Urgency) -> datetime | None:
        asked.set()
        await shown.wait()
        return await show(played, scene, urgency)

    table.board.show = slow  # type: ignore[method-assign]
    going = asyncio.create_task(table.pass_time(LOBBY))
    await asked.wait()
    edited_at = table.clock.now()

    def press(user_id: int, after: timedelta, told: bool) -> Pressed:
        at = edited_at + after
        return Pressed(begun.round_id, 1, 0, user_id, "Minji", at, edited_at if told else None, GUILD)

    quick = await table.app.answers.answer(press(2, timedelta(seconds=1), told=True))
    slower = await table.app.answers.answer(press(3, timedelta(seconds=11), told=True))
    with pytest.raises(ComingAgain):  # on the message of an earlier time
        await table.app.answers.answer(press(4, timedelta(minutes=2), told=True))
    assert (quick.points % 100, slower.points % 100) == (50, 25)

    shown.set()
    await going
    table.board.show = show  # type: ignore[method-assign]
    scene = table.board.shown[begun.round_id]
    assert isinstance(scene, Open)
    await table.app.opened.stop()


async def test_after_a_restart_answers_and_their_points_stand(table: Table) -> None:
    played = await table.first_question(Wish(seconds=20))
    first = await table.press(played.round_id, 1, 2, 3)
    await table.pass_time(timedelta(seconds=5))

    await table.restart(timedelta(minutes=1))
    with pytest.raises(ComingAgain):
        await table.press(played.round_id, 1, 3, 0)
    await table.work()

    with pytest.raises(AlreadyLockedIn) as told:
        await table.press(played.round_id, 1, 2, 0)
    assert told.value.values["letter"] == "D"
    again = await table.press(played.round_id, 1, 3, 3)
    assert again.points == first.points, "the question began anew"
    await table.pass_time(timedelta(seconds=21))
    scene = table.board.shown[played.round_id]
    assert isinstance(scene, Revealed)
    assert {answer.user_id: answer.points for answer in scene.answers} == {
        2: first.points,
        3: again.points,
    }


async def test_a_reveal_nobody_saw_is_shown_after_a_restart(table: Table) -> None:
    played = await table.first_question(Wish(seconds=20))
    table.board.unreachable = True
    await table.pass_time(timedelta(seconds=22))
    assert (await table.get(played.round_id)).scene == (Phase.REVEAL, 1)
    assert isinstance(table.board.shown[played.round_id], Open)

    table.board.unreachable = False
    await table.restart()
    await table.pass_time(timedelta(seconds=3))

    assert isinstance(table.board.shown[played.round_id], Revealed)
    assert (await table.get(played.round_id)).scene == (Phase.REVEAL, 1)


async def test_ended_while_it_is_being_shown_the_end_is_what_stands(table: Table) -> None:
    begun = await table.start()
    show = table.board.show

    async def and_stop(played: Round, scene: Callable[[], Scene | None], urgency: Urgency) -> datetime | None:
        at = await show(played, scene, urgency)
        if played.is_open:
            await table.app.trivia.stop(MODERATOR, 21)
        return at

    table.board.show = and_stop  # type: ignore[method-assign]
    await table.pass_time(LOBBY)

    assert isinstance(table.board.shown[begun.round_id], Over)
    assert (await table.get(begun.round_id)).ending is Ending.STOPPED


@pytest.mark.parametrize("way", ["gone", "refused", "unreachable"])
async def test_a_round_that_cannot_be_shown_ends_and_its_channel_is_free(table: Table, way: str) -> None:
    played = await table.first_question()
    await table.press(played.round_id, 1, 2, await table.right(played))
    if way == "gone":
        table.board.gone.add(played.round_id)
    elif way == "unreachable":
        table.board.unreachable = True
    else:

        async def refuse(*_: object) -> None:
            raise Refused(Trouble.CHANNEL_GONE)

        table.board.show = refuse  # type: ignore[assignment]

    await table.pass_time(timedelta(minutes=3))

    over = await table.get(played.round_id)
    assert over.ending is Ending.CUT_OFF
    await table.start()  # the channel is free
    board = await table.app.boards.board(Caller(2, GUILD), Period.ALL)
    assert board.own is not None
    assert board.own.points > 0, "what was answered counts"


async def test_after_a_long_time_away_a_round_closes_with_a_word(table: Table) -> None:
    played = await table.first_question()

    await table.restart(timedelta(minutes=11))
    await table.work()

    scene = table.board.shown[played.round_id]
    assert isinstance(scene, Over)
    assert scene.round.ending is Ending.AWAY


async def test_a_round_discord_never_answered_to_frees_its_channel(table: Table) -> None:
    begun = await table.app.trivia.start(STARTER, HERE, 21, Wish(), 77)
    await table.pass_time(LOBBY)

    assert (await table.get(begun.round_id)).ending is Ending.CUT_OFF
    another = await table.app.trivia.start(STARTER, HERE, 21, Wish(), 78)
    await table.app.trivia.seat(another.round_id, None)
    assert (await table.get(another.round_id)).ending is Ending.CUT_OFF


async def test_two_questions_without_an_answer_end_a_round(table: Table) -> None:
    played = await table.first_question(Wish(questions=5, seconds=20))
    await table.press(played.round_id, 1, 2, 0)

    await table.pass_time(3 * (timedelta(seconds=21) + REVEAL))

    over = await table.get(played.round_id)
    assert (over.ending, over.number) == (Ending.DESERTED, 3)
