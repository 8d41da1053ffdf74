"""What people can do with rounds, each rule by its service, on a real database."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.caller import Caller
from bot.guilds.service import Wish as SettingWish
from bot.guilds.settings import AnySetting
from bot.trivia import store
from bot.trivia.answers import AlreadyLockedIn, LockedIn, QuestionOver, RoundOver
from bot.trivia.round import Phase, Plan
from bot.trivia.service import NoRound, NotAStarter, NotHere, NotYourRound, RoundRunning, Wish
from bot.trivia.settings import CHANNELS, EXTRA_TIME, QUESTIONS, STARTERS, TIME
from tests.by_hand import GUILD
from tests.guilds.town import Town, text_channels
from tests.trivia.table import MODERATOR, STARTER, Table

MEMBER = Caller(2, GUILD)
TOWN = Town(id=GUILD, channels=text_channels(2, 21))
HELPERS = TOWN.roles[0].id


async def _set(table: Table, setting: AnySetting, value: object) -> None:
    await table.app.settings.change(MODERATOR, TOWN, [SettingWish(setting, value)], change_id=1)


async def test_of_two_presses_at_once_one_counts(table: Table) -> None:
    played = await table.first_question()

    pressed = [table.press(played.round_id, 1, 2, choice) for choice in (0, 1, 2)]
    came_of_it = await asyncio.gather(*pressed, return_exceptions=True)

    (locked_in,) = [one for one in came_of_it if isinstance(one, LockedIn)]
    assert sum(isinstance(one, AlreadyLockedIn) for one in came_of_it) == 2
    answers = await table.app.database.read(lambda on: store.answers(on, played.round_id))
    assert [(one.choice, one.points) for one in answers] == [(locked_in.choice, locked_in.points)]


async def test_who_plays_time_and_again_keeps_their_name(table: Table) -> None:
    for days in (0, 400, 400):
        table.clock.move(timedelta(days=days))
        played = await table.first_question()
        players = (2,) if days else (2, 3)
        for user_id in players:
            await table.press(played.round_id, 1, user_id, 0)
        await table.pass_time(timedelta(hours=1))
    await table.app.sweep()

    named = await table.app.database.read(lambda on: on.fetch_all("SELECT name FROM trivia_players"))
    assert [row["name"] for row in named] == ["Player 2"]


async def test_a_press_in_time_counts_and_one_too_late_does_not(table: Table) -> None:
    played = await table.first_question(Wish(seconds=20))
    await table.pass_time(timedelta(seconds=20))
    in_time = await table.press(played.round_id, 1, 2, 0)
    assert in_time.points % 100 == 0, "at the last moment there is no bonus left"

    await table.pass_time(timedelta(milliseconds=500))  # the question is still open, for what is on its way
    with pytest.raises(QuestionOver):
        await table.press(played.round_id, 1, 3, 0)
    await table.pass_time(timedelta(seconds=1))
    assert (await table.get(played.round_id)).phase is Phase.REVEAL
    with pytest.raises(QuestionOver):
        await table.press(played.round_id, 1, 4, 0)


async def test_a_channel_has_one_round_and_says_where(table: Table) -> None:
    begun = await table.start()

    with pytest.raises(RoundRunning) as told:
        await table.start(user_id=2)
    assert str(begun.round_id + 500) in told.value.values["link"]
    assert (await table.start(channel_id=22)).channel_id == 22


async def test_only_the_starter_and_moderators_skip_and_stop(table: Table) -> None:
    played = await table.first_question()
    for attempt in (table.app.trivia.hurry(MEMBER, 21), table.app.trivia.stop(MEMBER, 21)):
        with pytest.raises(NotYourRound):
            await attempt
    with pytest.raises(NoRound):
        await table.app.trivia.stop(Caller(1, GUILD + 1, manages_server=True), 21)

    await table.app.trivia.hurry(STARTER, 21)
    await table.work()
    assert (await table.get(played.round_id)).scene == (Phase.REVEAL, 1)
    await table.app.trivia.hurry(MODERATOR, 21)
    await table.work()
    assert (await table.get(played.round_id)).scene == (Phase.QUESTION, 2)
    await table.app.trivia.stop(STARTER, 21)
    with pytest.raises(NoRound):
        await table.app.trivia.stop(STARTER, 21)
    with pytest.raises(RoundOver):
        await table.press(played.round_id, 2, 3, 0)


async def test_who_begins_before_the_round_knows_its_message_is_heard(table: Table) -> None:
    begun = await table.app.trivia.start(STARTER, frozenset({21}), 21, Wish(), 900)

    await table.app.trivia.hurry(STARTER, 21, 555)
    await table.work()

    played = await table.get(begun.round_id)
    assert (played.scene, played.message_id) == ((Phase.QUESTION, 1), 555)


async def test_the_server_says_how_many_and_how_long(table: Table) -> None:
    for setting, value in ((QUESTIONS, 4), (TIME, 30), (EXTRA_TIME, "half")):
        await _set(table, setting, value)

    assert (await table.start()).plan == Plan(4, 45)
    assert (await table.start(channel_id=22, wish=Wish(questions=2, seconds=10))).plan == Plan(2, 15)


async def test_the_server_says_where_and_who(table: Table) -> None:
    await _set(table, CHANNELS, (22,))
    with pytest.raises(NotHere):
        await table.start(channel_id=21)
    thread = await table.app.trivia.start(STARTER, frozenset({99, 22}), 99, Wish(), 5)
    assert thread.channel_id == 99

    await _set(table, STARTERS, HELPERS)
    with pytest.raises(NotAStarter):
        await table.start(channel_id=22)
    helper = replace(STARTER, role_ids=frozenset({HELPERS}))
    for number, caller in enumerate((helper, MODERATOR), 7):
        await table.app.trivia.start(caller, frozenset({22}), 22, Wish(), number)
        await table.app.trivia.stop(caller, 22)


async def test_a_round_is_answered_and_played_again_in_its_own_server_alone(table: Table) -> None:
    played = await table.first_question(Wish(seconds=20))

    with pytest.raises(RoundOver):
        await table.press(played.round_id, 1, user_id=7, choice=0, guild_id=GUILD + 1)
    with pytest.raises(RoundOver):
        await table.app.trivia.wish_of(Caller(7, GUILD + 1), played.round_id)

    assert (await table.press(played.round_id, 1, user_id=7, choice=0)).choice == 0
    assert (await table.app.trivia.wish_of(Caller(7, GUILD), played.round_id)).questions
