"""/trivia: rounds in a channel, and who knows most."""

from __future__ import annotations

from functools import partial

import discord
from discord import app_commands
from discord.app_commands import locale_str as _

from bot.client import FanBot
from bot.delivery.model import Post, instant_of
from bot.delivery.post_kind import PostKind
from bot.errors import UserError
from bot.i18n.marking import gettext_noop
from bot.kit.answers import Render, respond, respond_known, update
from bot.kit.checks import MEMBER, ONLY_FOR, SERVERS, Audience
from bot.kit.doors import Outdated
from bot.kit.feature import Feature, on_page, on_press
from bot.kit.host import Interaction
from bot.kit.items import Ids, Press
from bot.kit.paginator import Page, as_choice, as_number
from bot.kit.server import caller_of, guild_id_of
from bot.trivia import board_cards, cards
from bot.trivia.answers import LETTERS, Pressed
from bot.trivia.options import DIFFICULTY_CHOICES, PERIOD_CHOICES, TopicOption
from bot.trivia.periods import Period
from bot.trivia.round import MOST_QUESTIONS, SECONDS
from bot.trivia.seasons import KIND as SEASON_END
from bot.trivia.service import Topic, Wish
from bot.trivia.settings import LONGEST_SET, SEASON_CHANNEL
from bot.trivia.stage import Lobby


class QuietHere(UserError):
    message = gettext_noop("I only answer privately here, so nobody could play along. Try another channel.")


class CannotSee(UserError):
    message = gettext_noop(
        "I cannot see this channel, so I could not go on with a round. Moderators can change that."
    )


class Trivia(Feature):
    """The commands and buttons of rounds, leaderboards and profiles."""

    trivia = app_commands.Group(
        name="trivia",
        description=_("Play a round, and see who knows most"),
        allowed_contexts=SERVERS,
        allowed_installs=MEMBER,
    )

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._bot, self._trivia, self._boards = bot, bot.app.trivia, bot.app.boards
        self._answers = bot.app.answers
        bot.app.outbox.register(SEASON_END, PostKind(self._season, goes_to=self._season_channel))

    def _season_channel(self, guild_id: int) -> int | None:
        return self._bot.app.settings.of(guild_id)[SEASON_CHANNEL]

    @trivia.command(description=_("Start a round in this channel"), extras={ONLY_FOR: Audience.STARTERS})
    @app_commands.describe(
        questions=_("How many questions"),
        topic=_("What they are about"),
        difficulty=_("How hard they are"),
        seconds=_("How long one can answer"),
    )
    @app_commands.choices(difficulty=DIFFICULTY_CHOICES)
    async def start(
        self,
        interaction: Interaction,
        questions: app_commands.Range[int, 1, MOST_QUESTIONS] | None = None,
        topic: TopicOption | None = None,
        difficulty: int | None = None,
        seconds: app_commands.Range[int, SECONDS[0], LONGEST_SET] | None = None,
    ) -> None:
        await self._start(interaction, Wish(questions, seconds, topic or Topic(), difficulty))

    @trivia.command(description=_("End the round in this channel"))
    async def stop(self, interaction: Interaction) -> None:
        await self._trivia.stop(caller_of(interaction), interaction.channel_id or 0)
        await respond(interaction, cards.stopped, private=True)

    @trivia.command(description=_("Go on: reveal the answer now, or ask the next question"))
    async def skip(self, interaction: Interaction) -> None:
        await self._trivia.hurry(caller_of(interaction), interaction.channel_id or 0)
        await respond(interaction, cards.hurried, private=True)

    @trivia.command(description=_("Who has the most points"))
    @app_commands.describe(period=_("Since when points count"))
    @app_commands.choices(period=PERIOD_CHOICES)
    async def leaderboard(self, interaction: Interaction, period: str = Period.MONTH.value) -> None:
        await respond(interaction, await self._board(interaction, Period(period), 1))

    @trivia.command(description=_("How somebody plays"))
    @app_commands.describe(member=_("Who; you, if you choose nobody"))
    async def profile(self, interaction: Interaction, member: discord.Member | None = None) -> None:
        whom = member or interaction.user
        told = await self._boards.profile(caller_of(interaction), whom.id, whom.display_name)
        await respond(interaction, partial(board_cards.profile, told))

    @on_press(cards.ANSWER)
    async def answer(self, interaction: Interaction, press: Press) -> None:
        round_id, number, choice = (as_number(one) for one in press.ids)
        if choice >= len(LETTERS):
            raise Outdated
        pressed = Pressed(
            round_id,
            number,
            choice,
            interaction.user.id,
            interaction.user.display_name,
            instant_of(interaction.id),
            interaction.message.edited_at if interaction.message is not None else None,
            guild_id_of(interaction),
        )
        locked_in = await self._answers.answer(pressed)
        await respond(interaction, partial(cards.locked_in, locked_in), private=True)

    @on_press(cards.BEGIN)
    async def begin(self, interaction: Interaction, press: Press) -> None:
        lobby_id = interaction.message.id if interaction.message is not None else None
        await self._trivia.hurry(caller_of(interaction), interaction.channel_id or 0, lobby_id)
        await interaction.response.defer()  # the message itself tells it

    @on_press(cards.CALL_OFF)
    async def call_off(self, interaction: Interaction, press: Press) -> None:
        await self._trivia.stop(caller_of(interaction), interaction.channel_id or 0)
        await interaction.response.defer()  # the message itself tells it

    @on_press(cards.AGAIN)
    async def again(self, interaction: Interaction, press: Press) -> None:
        await self._start(
            interaction, await self._trivia.wish_of(caller_of(interaction), as_number(press.ids[0]))
        )

    @on_press(cards.MISSED)
    async def missed(self, interaction: Interaction, press: Press) -> None:
        await respond(interaction, await self._missed(interaction, as_number(press.ids[0]), 1), private=True)

    @on_page(board_cards.MISSED_PAGES)
    async def missed_page(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        return await self._missed(interaction, as_number(ids[0]), number)

    @on_press(cards.LEADERBOARD)
    async def open_leaderboard(self, interaction: Interaction, press: Press) -> None:
        await respond(interaction, await self._board(interaction, Period.MONTH, 1), private=True)

    @on_press(board_cards.SEASON)
    async def open_from_season(self, interaction: Interaction, press: Press) -> None:
        await respond(interaction, await self._board(interaction, Period.MONTH, 1), private=True)

    @on_page(board_cards.STANDINGS)
    async def standings(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        return await self._board(interaction, as_choice(Period, ids[0]), number)

    @on_press(board_cards.PERIOD)
    async def period(self, interaction: Interaction, press: Press) -> None:
        await update(interaction, await self._board(interaction, as_choice(Period, press.ids[0]), 1))

    @on_press(board_cards.LISTING)
    async def listing(self, interaction: Interaction, press: Press) -> None:
        listed = await self._boards.toggle_listing(caller_of(interaction))
        await respond(interaction, partial(board_cards.listed, listed), private=True)

    async def _start(self, interaction: Interaction, wish: Wish) -> None:
        caller, channel = caller_of(interaction), interaction.channel
        if self._bot.manners(interaction).private:
            raise QuietHere
        if not interaction.app_permissions.view_channel:
            raise CannotSee
        places = {interaction.channel_id, channel.parent_id if isinstance(channel, discord.Thread) else None}
        held_in = frozenset(place for place in places if place is not None)
        begun = await self._trivia.start(caller, held_in, interaction.channel_id or 0, wish, interaction.id)
        message_id = None
        try:
            message_id = await respond_known(
                interaction, partial(cards.lobby, Lobby(begun, self._bot.app.facts.base))
            )
        finally:
            await self._trivia.seat(begun.round_id, message_id)

    async def _board(self, interaction: Interaction, period: Period, number: int) -> Render:
        board = await self._boards.board(caller_of(interaction), period)
        return lambda say: board_cards.leaderboard(board, number, say)

    async def _missed(self, interaction: Interaction, round_id: int, number: int) -> Render:
        found = await self._boards.missed(caller_of(interaction), round_id)
        page = Page.cut(found, board_cards.MISSED_ON_A_PAGE, number)
        return partial(board_cards.missed, round_id, page, self._boards.base)

    async def _season(self, post: Post) -> Render:
        return partial(board_cards.season, await self._bot.app.seasons.season(post), post.at.mark)


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Trivia(bot))
