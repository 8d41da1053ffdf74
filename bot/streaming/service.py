"""What moderators do with goals: preview, create, edit, close, reopen; and the countdown to deadlines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Conflict, Database, Reader, Transaction
from bot.delivery.due import LONGEST_PAUSE, DueWork
from bot.delivery.due_store import Address, Due
from bot.errors import UserError
from bot.guilds.service import SettingsService
from bot.guilds.store import join as know_guild
from bot.i18n.marking import gettext_noop
from bot.streaming import goals, log_store, reading_store, store
from bot.streaming.book import GoalBook
from bot.streaming.changes import Ledgers, check_change
from bot.streaming.countdown import Coming, Turn, coming, passed, worth_until
from bot.streaming.goals import Goal, Plan
from bot.streaming.live import LiveBoards
from bot.streaming.logs import State
from bot.streaming.overview import total_of
from bot.streaming.progress import NEWS_FOR, NOTICE, RECAP, News, Progress
from bot.streaming.store import Draft

KIND = "goal-countdown"
MOST_OPEN, MOST_GOALS = 25, 500


class TooManyGoals(UserError):
    message = gettext_noop("There are {most} open goals here, and that is the most. Close one first.")


class TooManyGoalsEver(UserError):
    message = gettext_noop("This server has had {most} goals, and I can keep no more.")


class DraftGone(UserError):
    message = gettext_noop("That preview is over: the goal is created already, or a day has passed.")


class NotYourDraft(UserError):
    message = gettext_noop("Only whoever began this goal can go on with it.")


class ClosedAlready(UserError):
    message = gettext_noop("The goal “{name}” is closed already.")


class OpenAlready(UserError):
    message = gettext_noop("The goal “{name}” is open, so there is nothing to reopen.")


@dataclass(frozen=True, slots=True)
class GoalService:
    """Goals, as moderators look after them."""

    database: Database
    settings: SettingsService
    book: GoalBook
    progress: Progress
    boards: LiveBoards
    due: DueWork
    clock: Clock

    async def preview(self, caller: Caller, plan: Plan, draft_id: int) -> Draft:
        """Keep a goal that somebody wants to begin, to be looked at and created.

        Raises:
            NotAModerator: this person may not.
            UserError: it cannot be so.
        """
        self.settings.expect_moderator(caller)
        known = self.book.of(caller.guild)
        _expect_room_for_another(known)
        goals.check(plan, self.clock.now(), known)
        now, draft = self.clock.now(), Draft(draft_id, caller.guild, caller.user_id, plan)

        async def keep(tx: Transaction) -> None:
            await know_guild(tx, caller.guild, now)
            await store.put_draft(tx, draft, now)

        await self.database.write(keep)
        return draft

    async def draft(self, caller: Caller, draft_id: int) -> Draft:
        """A preview that this person made.

        Raises:
            NotAModerator, NotYourDraft, DraftGone: there is none that is theirs to go on with.
        """
        self.settings.expect_moderator(caller)
        draft = await self.database.read(lambda on: store.draft(on, draft_id))
        if draft is None or draft.guild_id != caller.guild:
            raise DraftGone
        if draft.user_id != caller.user_id:
            raise NotYourDraft
        return draft

    async def create(self, caller: Caller, draft_id: int) -> Goal:
        """Begin a goal as it was previewed; pressed twice, it begins once.

        Raises:
            NotAModerator, NotYourDraft, DraftGone: there is none that is theirs to go on with.
            UserError: it cannot be so any more.
        """
        draft = await self.draft(caller, draft_id)
        now = self.clock.now()
        goal = Goal(draft.id, draft.guild_id, draft.plan, now, organiser_id=caller.user_id)

        async def begin(tx: Transaction) -> None:
            known = await store.of_guild(tx, caller.guild)
            _expect_room_for_another(known)
            goals.check(draft.plan, now, known)
            await store.add(tx, goal)
            await store.drop_draft(tx, draft_id)
            await self._take_up(tx, goal)

        try:
            await self.database.write(begin)
        except Conflict:
            raise DraftGone from None
        return goal

    async def edit(self, caller: Caller, goal_id: int, change: Callable[[Plan], Plan]) -> Goal:
        """Let a goal be otherwise: `change` makes what it shall be of what it is by then.

        Milestones behind it are not announced any more.

        Raises:
            NotAModerator: this person may not.
            GoalGone: it is not there.
            UserError: it cannot be so, or what stands in its ledgers would mean something else.
        """
        self.settings.expect_moderator(caller)
        goal = self.book.get(caller.guild, goal_id)

        async def edit(tx: Transaction) -> Goal:
            before = await self.book.current(tx, goal)
            plan = change(before.plan)
            goals.check(plan, self.clock.now(), await _others(tx, before), before.plan)
            check_change(before.plan, plan, await _ledgers(tx, goal_id))
            after = replace(before, plan=plan)
            await store.change(tx, after)
            await self._take_up(tx, after)
            return after

        return await self.database.write(edit)

    async def close(self, caller: Caller, goal_id: int) -> Goal:
        """End a goal: nothing more is logged for it, and how it ended is told.

        Raises:
            NotAModerator: this person may not.
            GoalGone, ClosedAlready: there is nothing to close.
        """
        self.settings.expect_moderator(caller)
        goal = self.book.get(caller.guild, goal_id)

        async def end(tx: Transaction) -> Goal:
            current = await self.book.current(tx, goal)
            if not current.is_open():
                raise ClosedAlready(name=current.plan.name)
            return await self._close(tx, current)

        return await self.database.write(end)

    async def reopen(self, caller: Caller, goal_id: int) -> Goal:
        """Let a closed goal go on.

        Raises:
            NotAModerator: this person may not.
            GoalGone, OpenAlready: there is nothing to reopen.
            UserError: it cannot go on, beside the goals there are.
        """
        self.settings.expect_moderator(caller)
        goal = self.book.get(caller.guild, goal_id)

        async def go_on(tx: Transaction) -> Goal:
            closed = await self.book.current(tx, goal)
            if closed.is_open():
                raise OpenAlready(name=closed.plan.name)
            others = await _others(tx, closed)
            _expect_room(others)
            goals.check(closed.plan, self.clock.now(), others, closed.plan)
            opened = replace(closed, closed_at=None)
            await store.change(tx, opened)
            await self._take_up(tx, opened)
            return opened

        return await self.database.write(go_on)

    async def come_due(self, due: Due) -> None:
        """Count down to a deadline; a day after it, close the goal."""
        now = self.clock.now()

        async def turn(tx: Transaction) -> None:
            goal = await store.get(tx, int(due.at.key))
            deadline = goal.plan.deadline if goal is not None and goal.is_open() else None
            if goal is None or deadline is None:
                await self.due.drop(tx, due.at)
                return
            # what was tried before was put off: its turn lies before the time it was put off to
            for one in passed(deadline, due.due_at - due.failures * LONGEST_PAUSE, now):
                if one.turn is Turn.OVER:
                    await self._close(tx, goal)
                else:
                    await self._count_down(tx, goal, deadline, one)
            following = coming(deadline, now)
            if following is not None:
                await self.due.put(tx, due.at, following.at)
            else:
                await self.due.drop(tx, due.at)

        await self.database.write(turn)

    async def _count_down(self, tx: Transaction, goal: Goal, deadline: datetime, turn: Coming) -> None:
        if await total_of(tx, goal) >= goal.plan.target:
            return
        key = f"{goal.id}-{turn.turn}-{int(deadline.timestamp())}"
        ends_at = worth_until(deadline, turn.turn)
        await self.progress.announce(tx, goal, News(NOTICE, key, turn.at, ends_at, {"turn": turn.turn.value}))

    async def _take_up(self, tx: Transaction, goal: Goal) -> None:
        """What a goal that begins, changes or goes on brings about."""
        self.book.follow(tx, goal)
        await self.progress.overlook(tx, goal)
        if goal.is_open():
            await self.boards.begin(tx, goal)
        at, deadline = _address(goal), goal.plan.deadline
        following = coming(deadline, self.clock.now()) if deadline is not None and goal.is_open() else None
        if following is not None:
            await self.due.put(tx, at, following.at)
        else:
            await self.due.drop(tx, at)

    async def _close(self, tx: Transaction, goal: Goal) -> Goal:
        now = self.clock.now()
        closed = replace(goal, closed_at=now)
        await store.change(tx, closed)
        self.book.follow(tx, closed)
        await self.boards.touch(tx, closed)
        await self.due.drop(tx, _address(closed))
        key = f"{goal.id}-{int(now.timestamp())}"
        await self.progress.announce(tx, closed, News(RECAP, key, now, now + NEWS_FOR))
        return closed


async def _others(tx: Transaction, goal: Goal) -> list[Goal]:
    """The other goals of its server."""
    return [other for other in await store.of_guild(tx, goal.guild_id) if other.id != goal.id]


def _expect_room(known: Sequence[Goal]) -> None:
    """Refuse one more open goal.

    Raises:
        TooManyGoals: there are as many as can be.
    """
    if sum(goal.is_open() for goal in known) >= MOST_OPEN:
        raise TooManyGoals(most=MOST_OPEN)


def _expect_room_for_another(known: Sequence[Goal]) -> None:
    """Refuse one more goal at all.

    Raises:
        TooManyGoals, TooManyGoalsEver: there are as many as can be.
    """
    _expect_room(known)
    if len(known) >= MOST_GOALS:
        raise TooManyGoalsEver(most=MOST_GOALS)


async def _ledgers(on: Reader, goal_id: int) -> Ledgers:
    """What stands in a goal's ledgers."""
    return Ledgers(
        await reading_store.holding(on, goal_id),
        counts=await log_store.has_any(on, goal_id, State.COUNTED),
        waits=await log_store.has_any(on, goal_id, State.HELD),
    )


def _address(goal: Goal) -> Address:
    return Address(KIND, goal.guild_id, str(goal.id))
