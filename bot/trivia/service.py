"""What people do with a round: begin it, go on, stop. How it goes by itself: `course.py`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Conflict, Database, Transaction
from bot.errors import UserError
from bot.guilds.service import SettingsService
from bot.guilds.store import join as know_guild
from bot.i18n.marking import gettext_noop
from bot.i18n.markup import Markup, channel_mention, message_link, role_mention, user_mention
from bot.trivia import store
from bot.trivia.answers import RoundOver
from bot.trivia.course import Course
from bot.trivia.pool import DealtElsewhere, Hand, QuestionPool
from bot.trivia.round import Ending, Place, Plan, Round, hurried, opened
from bot.trivia.settings import CHANNELS, QUESTIONS, STARTERS, seconds_of


class NotHere(UserError):
    message = gettext_noop("Rounds are played in other channels here: {channels}.")


class NotAStarter(UserError):
    message = gettext_noop("In this server {role} and moderators start rounds.")


class RoundRunning(UserError):
    message = gettext_noop(
        "A round is already running in this channel: {link}. Whoever started it, or a moderator, can end it"
        " with {command}."
    )


class NoRound(UserError):
    message = gettext_noop("There is no round in this channel.")


class NobodysRound(UserError):
    message = gettext_noop("Only moderators can do that in this round.")


class NotYourRound(UserError):
    message = gettext_noop("Only {starter} and moderators can do that in this round.")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a round is to be about: one of them, or neither."""

    subject_id: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for; what they leave open is as the server has it."""

    questions: int | None = None
    seconds: int | None = None
    """Before extra time."""
    topic: Topic = Topic()
    difficulty: int | None = None


class TriviaService:
    """Rounds, as people meet them."""

    def __init__(
        self, database: Database, settings: SettingsService, pool: QuestionPool, course: Course, clock: Clock
    ) -> None:
        self._database, self._settings, self._clock = database, settings, clock
        self._pool, self._course = pool, course

    def is_starter(self, caller: Caller) -> bool:
        """Whether a person may start rounds."""
        role_id = self._settings.of(caller.guild_id)[STARTERS]
        return role_id is None or role_id in caller.role_ids or self._settings.is_moderator(caller)

    async def start(
        self, caller: Caller, places: frozenset[int], channel_id: int, wish: Wish, round_id: int
    ) -> Round:
        """Open a round's lobby in a channel; `places` are that channel and what holds it.

        Raises:
            ServersOnly: there is no server here.
            NotHere, NotAStarter: the server does not want it here, or from this person.
            TooFewQuestions: hardly anything fits.
            RoundRunning: there is one in this channel.
        """
        settings, now = self._settings.of(caller.guild), self._clock.now()
        allowed, role_id = settings[CHANNELS], settings[STARTERS]
        if allowed and not places.intersection(allowed):
            raise NotHere(channels=[channel_mention(one) for one in allowed])
        if role_id is not None and not self.is_starter(caller):
            raise NotAStarter(role=role_mention(role_id))
        plan = Plan(
            wish.questions or settings[QUESTIONS],
            seconds_of(settings, wish.seconds),
            wish.topic.subject_id,
            wish.topic.category,
            wish.difficulty,
        )
        hand = await self._pool.prepare(caller.guild, plan)
        plan = replace(plan, questions=min(plan.questions, len(hand.fitting)))
        begun = opened(round_id, Place(caller.guild, channel_id), caller.user_id, plan, now)

        while not await self._begin(begun, hand):
            pass  # another round of the server took one of its questions
        return begun

    async def _begin(self, begun: Round, hand: Hand) -> bool:
        """Write a round down with its questions; False when one of them is asked elsewhere by now."""
        dealt = await self._pool.deal(begun.guild_id, hand, begun.plan.questions)

        async def begin(tx: Transaction) -> None:
            await know_guild(tx, begun.guild_id, begun.started_at)
            await store.add(tx, begun, [one.drawn for one in dealt])
            await self._pool.mark(tx, begun.guild_id, dealt)
            await self._course.begin(tx, begun)

        try:
            await self._database.write(begin)
        except DealtElsewhere:
            return False
        except Conflict:
            running = await self._database.read(lambda on: store.running_in(on, begun.channel_id))
            if running is None:
                raise
            raise RoundRunning(link=link(running), command=Markup("`/trivia stop`")) from None
        return True

    async def seat(self, round_id: int, message_id: int | None) -> None:
        """Remember which message a round is played in; without one it is over."""
        if message_id is None:
            await self._course.end(round_id, Ending.CUT_OFF)
        else:
            await self._database.write(lambda tx: store.put_message(tx, round_id, message_id))

    async def hurry(self, caller: Caller, channel_id: int, message_id: int | None = None) -> Round:
        """Let the present scene be over now; `message_id` is the message whose button says so, if one does.

        Somebody may be so quick that the round does not know its message yet.

        Raises:
            NoRound: nothing is played here.
            NotYourRound, NobodysRound: it is not this person's to decide.
        """
        played = await self._own_round(caller, channel_id)
        after = hurried(played, self._clock.now())

        async def go_on(tx: Transaction) -> None:
            if played.message_id is None and message_id is not None:
                await store.put_message(tx, played.round_id, message_id)
            if await store.change(tx, played, after):
                await self._course.put(tx, after)

        await self._database.write(go_on)
        return played

    async def stop(self, caller: Caller, channel_id: int) -> Round:
        """End the round of a channel.

        Raises:
            NoRound: nothing is played here.
            NotYourRound, NobodysRound: it is not this person's to decide.
        """
        played = await self._own_round(caller, channel_id)
        await self._course.end(played.round_id, Ending.STOPPED)
        return played

    async def wish_of(self, caller: Caller, round_id: int) -> Wish:
        """What was played in a round of this server, to play the like again.

        Raises:
            RoundOver: nobody remembers.
        """
        played = await self._database.read(lambda on: store.get(on, round_id))
        if played is None or played.guild_id != caller.guild_id:
            raise RoundOver
        plan = played.plan
        return Wish(plan.questions, None, Topic(plan.subject_id, plan.category), plan.difficulty)

    async def _own_round(self, caller: Caller, channel_id: int) -> Round:
        played = await self._database.read(lambda on: store.running_in(on, channel_id))
        if played is None or played.guild_id != caller.guild:
            raise NoRound
        if played.starter_id != caller.user_id and not self._settings.is_moderator(caller):
            if played.starter_id is None:
                raise NobodysRound
            raise NotYourRound(starter=user_mention(played.starter_id))
        return played


def link(played: Round) -> Markup:
    """A link to a round's message, or its channel while that is not known."""
    if played.message_id is None:
        return channel_mention(played.channel_id)
    return message_link(played.guild_id, played.channel_id, played.message_id)
