"""Rounds on a real database, in any order of presses, skips, stops, crashes and failing Discords.

Whatever happens: a channel has one open round at most, what was acknowledged stands in the database with the
points that were told, a result is the sum over its answers, and every round comes to an end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.caller import Caller
from bot.database.interface import Reader
from bot.errors import UserError
from bot.trivia import store
from bot.trivia.round import LOBBY
from bot.trivia.scoring import Answer, scores
from bot.trivia.service import RoundRunning, Wish
from tests.by_hand import GUILD
from tests.trivia.table import Table

T = TypeVar("T")
CHANNELS, PEOPLE = (21, 22), (1, 2, 3)
MODERATOR = Caller(9, GUILD, manages_server=True)
LONG_ENOUGH = timedelta(minutes=30)


class Evening(RuleBasedStateMachine):
    """Two channels and three people."""

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._folder = TemporaryDirectory(prefix="borahae-trivia-")
        self.table = Table(Path(self._folder.name))
        self.told: dict[tuple[int, int, int], tuple[int, int]] = {}
        """What people were told of their answers: (round, question, person) -> (choice, points)."""
        self.rounds: list[int] = []
        self._do(self.table.open())

    def teardown(self) -> None:
        self.table.board.unreachable = False
        self._do(self.table.pass_time(LONG_ENOUGH))
        try:
            for round_id in self.rounds:
                assert not self._do(self.table.get(round_id)).is_open, "a round does not end"
            for channel_id in CHANNELS:
                self._do(self.table.start(channel_id=channel_id))
            self.everything_adds_up()
        finally:
            self._do(self.table.close())
            self._runner.close()
            self._folder.cleanup()

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    @initialize()
    def begin(self) -> None:
        self.start_in(CHANNELS[0], 3)

    @rule(channel=st.sampled_from(CHANNELS), questions=st.integers(1, 4))
    def start(self, channel: int, questions: int) -> None:
        self.start_in(channel, questions)

    def start_in(self, channel: int, questions: int) -> None:
        try:
            begun = self._do(self.table.start(channel_id=channel, wish=Wish(questions)))
        except RoundRunning:
            return
        self.rounds.append(begun.round_id)
        self._do(self.table.pass_time(LOBBY))

    @rule(channel=st.sampled_from(CHANNELS))
    def call_off(self, channel: int) -> None:
        with suppress(RoundRunning):
            self.rounds.append(self._do(self.table.start(channel_id=channel)).round_id)
        self.stop(channel)

    @rule(people=st.permutations(PEOPLE), choice=st.integers(0, 3), back=st.sampled_from([0, 0, 0, 1, 2]))
    def press(self, people: list[int], choice: int, back: int) -> None:
        """On the latest round, or an older one whose message is still there."""
        round_id = self.rounds[max(0, len(self.rounds) - 1 - back)]
        number = max(1, self._do(self.table.get(round_id)).number)
        for person in people[: choice + 1]:
            self.press_once(round_id, number, person, choice)

    def press_once(self, round_id: int, number: int, person: int, choice: int) -> None:
        try:
            locked_in = self._do(self.table.press(round_id, number, person, choice))
        except UserError:
            return
        at = (round_id, number, person)
        assert at not in self.told, "somebody was locked in twice"
        self.told[at] = (locked_in.choice, locked_in.points)

    @rule(seconds=st.sampled_from([1, 3, 9, 20, 22, 40, 130]))
    def wait(self, seconds: int) -> None:
        self._do(self.table.pass_time(timedelta(seconds=seconds)))

    @rule(channel=st.sampled_from(CHANNELS))
    def skip(self, channel: int) -> None:
        self._politely(self.table.app.trivia.hurry(MODERATOR, channel))

    @rule(channel=st.sampled_from(CHANNELS), really=st.sampled_from([False, False, False, True]))
    def think_of_stopping(self, channel: int, really: bool) -> None:
        if really:
            self.stop(channel)

    def stop(self, channel: int) -> None:
        self._politely(self.table.app.trivia.stop(MODERATOR, channel))

    @rule(minutes=st.sampled_from([0, 0, 1, 9, 11]))
    def crash(self, minutes: int) -> None:
        self._do(self.table.restart(timedelta(minutes=minutes)))

    @rule(seconds=st.sampled_from([1, 30, 130]))
    def discord_falters(self, seconds: int) -> None:
        self.table.board.unreachable = True
        self.wait(seconds)
        self.table.board.unreachable = False

    @rule()
    def somebody_deletes_the_message(self) -> None:
        self.table.board.gone.add(self.rounds[-1])

    @invariant()
    def everything_adds_up(self) -> None:
        self._do(self.table.app.database.read(self._compare))

    def _politely(self, work: Coroutine[Any, Any, Any]) -> None:
        with suppress(UserError):
            self._do(work)

    async def _compare(self, on: Reader) -> None:
        running = [played.channel_id for played in await store.running(on)]
        assert len(running) == len(set(running)), "a channel has two open rounds"
        kept: dict[tuple[int, int, int], tuple[int, int]] = {}
        for round_id in self.rounds:
            answers = await store.answers(on, round_id)
            kept |= {(round_id, one.number, one.user_id): (one.choice, one.points) for one in answers}
            await self._compare_results(on, round_id, answers)
        assert kept == self.told

    async def _compare_results(self, on: Reader, round_id: int, answers: list[Answer]) -> None:
        played = await store.get(on, round_id)
        assert played is not None
        right = [one.asked.right for one in await store.all_drawn(on, round_id)]
        expected = {} if played.is_open else {one.user_id: one.points for one in scores(answers, right)}
        rows = await on.fetch_all("SELECT * FROM trivia_results WHERE round_id = :id", id=round_id)
        assert {row["user_id"]: row["points"] for row in rows} == expected


Evening.TestCase.settings = settings(
    max_examples=25, stateful_step_count=30, suppress_health_check=[HealthCheck.too_slow]
)
TestEvening = Evening.TestCase
