"""What is posted about goals: milestones, the countdown, how they ended, live boards, members' proofs."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import discord

from bot.app import App
from bot.client import FanBot
from bot.delivery.model import Post
from bot.delivery.outbound import Priority
from bot.delivery.post_kind import PostKind
from bot.delivery.sender import Refused, Rejected, Unreachable
from bot.drawing.easel import DrawingFailed
from bot.guilds.general import NOTICE_CHANNEL
from bot.i18n.say import Say
from bot.kit.answers import Render
from bot.kit.blocks import Picture
from bot.kit.cards import Card
from bot.kit.feature import Feature
from bot.kit.files import fetched
from bot.kit.host import Interaction
from bot.kit.server import caller_of, guild_of, may_attach
from bot.streaming import cards, desk_cards, news_cards
from bot.streaming.charted import ChartedGoal, Rival
from bot.streaming.countdown import Turn
from bot.streaming.goals import Goal
from bot.streaming.labels import UNITS
from bot.streaming.ledger import Logged
from bot.streaming.live import KIND as BOARD
from bot.streaming.overview import View
from bot.streaming.progress import MILESTONE, NOTICE, RECAP
from bot.streaming.proofs import NowhereToShow, expect_picture, suffix_of
from bot.streaming.settings import ANNOUNCEMENTS, BOARDS

if TYPE_CHECKING:
    from bot.streaming.chart import Chart

log = logging.getLogger(__name__)


async def chart_of(app: App, view: View, say: Say) -> Picture | None:
    """A goal's chart; None where it could not be drawn: the card tells the numbers without it."""
    goal, race = view.goal, view.race
    charted = ChartedGoal(
        goal.plan.name,
        say.plain(UNITS[goal.plan.unit]).lower(),
        goal.plan.aim,
        goal.plan.marks,
        goal.begun_at,
        view.zone,
        app.facts.base.fandom.accent,
    )
    rival = Rival(race.against.plan.name, race.ghost) if race is not None and race.ghost is not None else None

    def make() -> Chart:
        from bot.streaming import charting  # noqa: PLC0415  # the start does not wait for it

        return charting.chart_of(charted, view.pace, view.readings, say, rival)

    chart = await app.drawing.prepare(make)
    try:
        return Picture("goal.png", await app.drawing.draw("goal", chart), chart.alt)
    except DrawingFailed:
        log.exception("the chart of the goal %d could not be drawn", goal.id)
        return None


class GoalNews(Feature):
    """How posts about goals are made."""

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._bot, self._goals = bot, bot.app.goals
        outbox = bot.app.outbox
        outbox.register(MILESTONE, PostKind(self._milestone, goes_to=self._channel))
        outbox.register(NOTICE, PostKind(self._notice, goes_to=self._channel))
        outbox.register(RECAP, PostKind(self._recap, goes_to=self._channel))
        outbox.register(BOARD, PostKind(self._board, posted=self._goals.boards.posted))
        self._goals.boards.draw_by(self._drawn)
        self._goals.left.tell_by(partial(partial, cards.left))
        self._goals.proofs.draw_by(partial(partial, desk_cards.became), desk_cards.proof_gone)

    def _channel(self, guild_id: int) -> int | None:
        return self._bot.app.settings.of(guild_id)[ANNOUNCEMENTS]

    async def _view(self, post: Post) -> View:
        goal = self._goals.book.get(post.at.guild_id, int(post.intent.arguments["goal"]))
        return await self._goals.overview.view(goal)

    async def _milestone(self, post: Post) -> Render:
        marks = [int(mark) for mark in post.intent.arguments["marks"]]
        return partial(news_cards.milestone, await self._view(post), marks, post.at.mark)

    async def _notice(self, post: Post) -> Render:
        turn = Turn(post.intent.arguments["turn"])
        return partial(news_cards.notice, await self._view(post), turn, post.at.mark)

    async def _recap(self, post: Post) -> Render:
        return partial(news_cards.recap, await self._view(post), post.at.mark)

    async def _board(self, post: Post) -> Render:
        goal_id = int(post.at.kind.partition("/")[2])
        return await self._drawn(self._goals.book.get(post.at.guild_id, goal_id), post.at.mark)

    async def _drawn(self, goal: Goal, mark: str) -> Render:
        view = await self._goals.overview.view(goal)
        say, channel_id = self._bot.voice_of(goal.guild_id), self._bot.app.settings.of(goal.guild_id)[BOARDS]
        attached = may_attach(self._bot.get_guild(goal.guild_id), channel_id)
        picture = await chart_of(self._bot.app, view, say) if attached else None
        return partial(cards.live, view, picture, mark)


@dataclass(frozen=True, slots=True)
class Proof:
    """A picture on its way from a member to moderators."""

    bot: FanBot
    interaction: Interaction
    attachment: discord.Attachment
    channel_id: int

    async def read(self) -> bytes:
        """What is in it; the answer is deferred meanwhile.

        Raises:
            FileNotFetched, NoPicture, PictureTooLarge: it is no proof.
        """
        await self.interaction.response.defer(ephemeral=True, thinking=True)
        content = await fetched(self.attachment)
        suffix_of(content)
        return content

    async def post(self, logged: Logged, content: bytes) -> bool:
        """Show it to moderators; whether that worked. Of it nothing is kept but the message's id."""
        if not may_attach(self.bot.get_guild(logged.goal.guild_id), self.channel_id):
            return False
        name, user = f"proof.{suffix_of(content)}", self.interaction.user
        # the message stays, for years perhaps
        member = None if self.bot.app.privacy.names.withheld(user.id) else user.display_name

        def render(say: Say) -> Card:
            return desk_cards.proof(logged, member, name, content, say)

        try:
            message_id = await self.bot.sender.send(
                Priority.FOLLOW_UP, logged.goal.guild_id, self.channel_id, render
            )
        except (Refused, Rejected, Unreachable) as error:
            log.info("a proof could not be shown: %s", error)
            return False
        await self.bot.app.goals.proofs.shown(logged.goal.guild_id, logged.log, message_id)
        return True


def show_proof(bot: FanBot, interaction: Interaction, attachment: discord.Attachment) -> Proof:
    """A proof that can be shown to this server's moderators.

    Raises:
        NoPicture, PictureTooLarge, NowhereToShow: it cannot be.
    """
    expect_picture(attachment.content_type, attachment.size)
    channel_id = bot.app.settings.of(caller_of(interaction).guild)[NOTICE_CHANNEL]
    guild = guild_of(interaction)
    if channel_id is None or guild is None or guild.get_channel(channel_id) is None:
        raise NowhereToShow
    return Proof(bot, interaction, attachment, channel_id)


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(GoalNews(bot))
