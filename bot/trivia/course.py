"""How a round goes by itself: what comes due, what is shown then, and how it ends.

A scene is written down before it is shown. What comes due and was shown by this process turns into the
next scene; what was not is shown first, a question with a new start. Nobody else changes a round's message.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.database.interface import Database, Reader, Transaction
from bot.delivery.due import DueWork
from bot.delivery.due_store import Address, Due
from bot.delivery.sender import MessageGone, Refused, Rejected, Unreachable
from bot.trivia import board_store, pool_store, store
from bot.trivia.openings import OpenQuestion, OpenQuestions
from bot.trivia.pool import QuestionPool
from bot.trivia.round import (
    AWAY,
    BETWEEN_TRIES,
    REVEAL,
    Ending,
    Phase,
    Round,
    closed,
    goes_on,
    is_given_up,
    shown,
    skipped_over,
    turned,
)
from bot.trivia.scoring import scores
from bot.trivia.stage import Over, Revealed, Scene, Stage, Urgency

if TYPE_CHECKING:
    from bot.trivia.deck import Deck

log = logging.getLogger(__name__)

KIND = "trivia"


class Course:
    """Every round under way."""

    def __init__(
        self, database: Database, pool: QuestionPool, opened: OpenQuestions, due: DueWork, clock: Clock
    ) -> None:
        self._database, self._pool, self._due, self._clock = database, pool, due, clock
        self._opened = opened
        self._stage: Stage
        self._ours: dict[int, tuple[Phase, int] | None] = {}
        """The rounds this process plays, each with the scene it has shown; None while that is on its way."""
        due.register(KIND, self.come_due)

    async def resume(self, stage: Stage) -> None:
        """Take up where rounds are shown; what another process left open, or unseen, is shown again at once.

        Before the due work is started; called again, nothing happens to what this process plays.
        """
        self._stage = stage
        self._opened.resume(stage)
        left = await self._database.read(store.running)
        stale = [one for one in left if one.round_id not in self._ours and not self._has_stood(one)]

        async def show_again(tx: Transaction) -> None:
            for played in stale:
                await self._due.put(tx, _address(played), self._clock.now())

        if stale:
            await self._database.write(show_again)

    async def begin(self, tx: Transaction, played: Round) -> None:
        """Let a round that has just been opened go on when its lobby is over."""
        await self.put(tx, played)
        tx.on_commit(lambda: self._ours.update({played.round_id: None}))

    async def put(self, tx: Transaction, played: Round) -> None:
        """Let a round go on when its scene is over."""
        await self._due.put(tx, _address(played), played.turns_at)

    async def end(self, round_id: int, ending: Ending) -> None:
        """End a round, whatever it shows; its channel is free at once."""

        async def finish(tx: Transaction) -> None:
            played = await store.get(tx, round_id)
            if played is not None and played.is_open:
                await self._close(tx, played, closed(played, ending, self._clock.now()))

        await self._database.write(finish)

    async def let_go_of_server(self, tx: Transaction, guild_id: int) -> None:
        """A server is erased, amid rounds perhaps."""
        gone = [played.round_id for played in await store.running(tx) if played.guild_id == guild_id]

        def forget() -> None:
            for round_id in gone:
                self._forget(round_id)

        tx.on_commit(forget)

    async def come_due(self, due: Due) -> None:
        """A scene's time is over, or it has not been shown yet. Discord is asked again until it answers."""
        round_id, deck = int(due.at.key), await self._pool.deck()
        played = await self._database.write(lambda tx: self._turn(tx, round_id, deck))
        if played is None:
            return
        try:
            shown_at = await self._show(played)
        except (MessageGone, Refused, Rejected) as error:
            log.info("the round %d cannot be shown any more: %s", round_id, error)
            await self._cut_off(played)
        except Unreachable as error:
            log.info("the round %d is tried again: %s", round_id, error)
            again = self._clock.now() + BETWEEN_TRIES
            await self._database.write(lambda tx: self._due.put(tx, due.at, again))
        else:
            await self._database.write(lambda tx: self._stands(tx, played, shown_at))

    async def _turn(self, tx: Transaction, round_id: int, deck: Deck) -> Round | None:
        """The scene that is to be shown now, written down; None when nothing is."""
        played, now, ours = await store.get(tx, round_id), self._clock.now(), round_id in self._ours
        if played is None or (not played.is_open and ours and now - played.turns_at > AWAY):
            tx.on_commit(lambda: self._forget(round_id))
            return None
        if played.is_open and (played.message_id is None or is_given_up(played, now, ours=ours)):
            lost = ours or played.message_id is None
            return await self._close(tx, played, closed(played, Ending.CUT_OFF if lost else Ending.AWAY, now))
        if self._has_stood(played):
            if played.turns_at > now:
                await self._due.put(tx, _address(played), played.turns_at)
                return None
            return await self._go_on(tx, played, deck)
        again = played if ours else replace(played, shown_at=None, turns_at=now)
        await store.change(tx, played, again)
        await self._prepare(tx, again)
        return again

    def _has_stood(self, played: Round) -> bool:
        """Whether people have seen the scene. A question another process showed is shown again."""
        if self._ours.get(played.round_id) == played.scene or played.phase is Phase.LOBBY:
            return True
        return played.phase is Phase.REVEAL and played.shown_at is not None

    async def _go_on(self, tx: Transaction, played: Round, deck: Deck) -> Round:
        """The scene after one that is over."""
        answers, now = 0, self._clock.now()
        if played.phase is Phase.QUESTION:
            answers = await self._settle(tx, played)
        after = turned(played, now, answers=answers)
        while after.phase is Phase.QUESTION and not await _can_be_asked(tx, after, deck):
            after = skipped_over(after, now)
        if not after.is_open:
            return await self._close(tx, played, after)
        await store.change(tx, played, after)
        await self._prepare(tx, after)
        return after

    async def _settle(self, tx: Transaction, played: Round) -> int:
        """Count what a question was answered."""
        drawn = await store.drawn(tx, played.round_id, played.number)
        given = await store.answers(tx, played.round_id, played.number)
        if drawn is not None:
            right = sum(answer.choice == drawn.asked.right for answer in given)
            await self._pool.count(tx, drawn.asked.id, len(given), right)
        return len(given)

    async def _prepare(self, tx: Transaction, played: Round) -> None:
        """Let memory follow: a question takes presses as soon as it is to be shown, and none afterwards."""
        question = None
        if played.phase is Phase.QUESTION:
            drawn = await store.drawn(tx, played.round_id, played.number)
            given = await store.answers(tx, played.round_id, played.number)
            if drawn is not None:
                locked = {answer.user_id: answer.choice for answer in given}
                question = OpenQuestion(played, drawn, locked, len(locked))
        tx.on_commit(lambda: self._follow(played, question))

    def _follow(self, played: Round, question: OpenQuestion | None) -> None:
        self._ours[played.round_id] = None
        self._opened.follow(played.round_id, question)

    def _forget(self, round_id: int) -> None:
        self._ours.pop(round_id, None)
        self._opened.follow(round_id, None)

    async def _close(self, tx: Transaction, before: Round, over: Round) -> Round:
        """End a round: results are kept, what was not asked is put back, the end is told next."""
        if not await store.change(tx, before, over):
            return over
        drawn = await store.all_drawn(tx, over.round_id)
        asked = over.number if before.phase is not Phase.LOBBY else 0
        scored = scores(await store.answers(tx, over.round_id), [one.asked.right for one in drawn])
        await board_store.put_results(tx, over, scored)
        await pool_store.put_back(tx, over.guild_id, [one.asked.id for one in drawn if one.number > asked])
        await self._due.put(tx, _address(over), over.turns_at)
        await self._prepare(tx, over)
        return over

    async def _cut_off(self, played: Round) -> None:
        """A round whose message cannot be changed any more is over; one that is over is done with."""
        await self.end(played.round_id, Ending.CUT_OFF)
        await self._database.write(lambda tx: self._due.drop(tx, _address(played)))
        self._forget(played.round_id)

    async def _stands(self, tx: Transaction, played: Round, shown_at: datetime | None) -> None:
        """A scene stands: its time begins. Of a round that is over nothing is left to do."""
        if shown_at is not None and not played.is_open:
            await self._due.drop(tx, _address(played))
            tx.on_commit(lambda: self._forget(played.round_id))
            return
        now = self._clock.now()
        after = shown(played, shown_at or now, now)
        if shown_at is None or not await store.change(tx, played, after):
            await self._due.put(tx, _address(played), now)  # somebody ended it meanwhile
            return
        await self._due.put(tx, _address(after), after.turns_at)
        tx.on_commit(lambda: self._stood(after))

    def _stood(self, played: Round) -> None:
        self._ours[played.round_id] = played.scene
        self._opened.stood(played)

    async def _show(self, played: Round) -> datetime | None:
        """Change the round's message to its scene."""
        if played.phase is Phase.QUESTION:
            question = self._opened.get(played.round_id)
            if question is None:
                return None  # somebody ended it just now
            return await self._stage.show(played, lambda: self._opened.scene(question), Urgency.QUESTION)
        if played.message_id is None:
            raise MessageGone
        scene = await self._database.read(lambda on: self._scene(on, played))
        return await self._stage.show(played, lambda: self._timed(scene), Urgency.REVEAL)

    def _timed(self, scene: Scene) -> Scene:
        """A scene as it is shown now: what comes next counts from here."""
        if isinstance(scene, Revealed) and scene.goes_on_at is not None:
            return replace(scene, goes_on_at=self._clock.now() + REVEAL)
        return scene

    async def _scene(self, on: Reader, played: Round) -> Scene:
        """A reveal, or the end."""
        names = await board_store.names_in_round(on, played.guild_id, played.round_id)
        drawn = await store.all_drawn(on, played.round_id)
        if not played.is_open:
            right = [one.asked.right for one in drawn]
            scored = scores(await store.answers(on, played.round_id), right)
            return Over(played, self._pool.base, scored, names)
        given = await store.answers(on, played.round_id, played.number)
        goes_on_at = self._clock.now() if goes_on(played) else None
        shown_one = drawn[played.number - 1]
        return Revealed(played, shown_one, self._pool.base, tuple(given), names, goes_on_at)


async def _can_be_asked(on: Reader, played: Round, deck: Deck) -> bool:
    """Whether a round's question is still there: the fact base may have been read again meanwhile."""
    drawn = await store.drawn(on, played.round_id, played.number)
    return drawn is not None and drawn.asked.id in deck.entries


def _address(played: Round) -> Address:
    return Address(KIND, played.guild_id, str(played.round_id))
