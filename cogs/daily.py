"""The daily post: how it is made, what its buttons do, and the moderators' pages about it."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

import discord

from bot.anniversaries import daily_cards as cards
from bot.anniversaries.daily import KIND, DailyIsOff
from bot.anniversaries.settings import CHANNEL, DAILY, PING_ROLE
from bot.client import FanBot, Status
from bot.delivery.model import Post
from bot.delivery.outbound import Priority
from bot.delivery.post_kind import PostKind
from bot.delivery.sender import Naming, Refused, Rejected, Unreachable
from bot.errors import UserError
from bot.facts.cards import cited
from bot.i18n.marking import gettext_noop
from bot.i18n.markup import channel_mention
from bot.i18n.say import Say
from bot.kit.answers import Render, respond, update
from bot.kit.blocks import Picture
from bot.kit.cards import Card
from bot.kit.feature import Feature, on_page, on_press
from bot.kit.host import Interaction
from bot.kit.items import Ids, Press
from bot.kit.paginator import Page, as_number
from bot.kit.server import caller_of, may_attach, server_of
from cogs.anniversaries import as_day, drawn_month

log = logging.getLogger(__name__)

BETWEEN_TESTS, BETWEEN_TOGGLES = timedelta(seconds=30), timedelta(seconds=5)


class NoRole(UserError):
    message = gettext_noop("There is no role to notify any more. Ask a moderator to choose one.")


class RoleOutOfReach(UserError):
    message = gettext_noop(
        "I cannot hand out that role. Moderators: give me Manage Roles, and move my role above it in the"
        " server's settings."
    )


class TestNotPosted(UserError):
    message = gettext_noop("I could not post there. Health on the settings' page says what is missing.")


class Daily(Feature):
    """The daily post's doors."""

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._bot, self._app, self._daily = bot, bot.app, bot.app.daily
        bot.app.outbox.register(KIND, PostKind(self._render, self._thread_name, goes_to=self._channel))
        bot.area_status[DAILY.key] = self._status

    def _channel(self, guild_id: int) -> int | None:
        return self._app.settings.of(guild_id)[CHANNEL]

    async def _status(self, guild_id: int) -> Status:
        return partial(cards.next_post, await self._daily.next_post(guild_id))

    async def _render(self, post: Post) -> Render:
        content, role_id = self._daily.content(post), post.intent.ping_role_id
        return partial(cards.post, content, role_id, post.at.mark, await self._picture(post))

    async def _picture(self, post: Post) -> Picture | None:
        """The new month's calendar page, on its first day, where the bot may attach files."""
        first, guild_id = as_day(post.at.key), post.at.guild_id
        if first.day != 1 or not may_attach(self._bot.get_guild(guild_id), post.intent.channel_id):
            return None
        return await drawn_month(self._app, first, guild_id, self._bot.voice_of(guild_id))

    def _thread_name(self, post: Post) -> Naming:
        day = as_day(post.at.key)
        return lambda say: say.day(day)

    @on_press(cards.NOTIFY)
    async def notify(self, interaction: Interaction, press: Press) -> None:
        caller, server = caller_of(interaction), server_of(interaction)
        role_id = self._app.settings.of(server.id)[PING_ROLE]
        role = server.role(role_id) if role_id is not None else None
        if role is None or not isinstance(interaction.user, discord.Member):
            raise NoRole
        if not role.within_reach:
            raise RoleOutOfReach
        await self._app.limits.start(caller, "notify", BETWEEN_TOGGLES)
        await interaction.response.defer(ephemeral=True, thinking=True)
        on = role.id not in caller.role_ids
        change = interaction.user.add_roles if on else interaction.user.remove_roles
        try:
            await change(discord.Object(role.id), reason="Notify me, below the daily post")
        except discord.Forbidden:
            raise RoleOutOfReach from None
        await respond(interaction, partial(cards.notified, role.id, on), private=True)

    @on_press(cards.ANOTHER)
    async def another(self, interaction: Interaction, press: Press) -> None:
        occasion = self._app.anniversaries.still_told(as_day(press.ids[0]), caller_of(interaction).guild)
        render = partial(cards.another, occasion, as_number(press.ids[1]))
        if interaction.message is not None and interaction.message.flags.ephemeral:
            await update(interaction, render)
        else:
            await respond(interaction, render, private=True)

    @on_press(cards.SOURCES)
    async def sources(self, interaction: Interaction, press: Press) -> None:
        (day, fact_id, _), guild_id = press.ids, caller_of(interaction).guild
        if fact_id is not None:
            sheets = [self._app.facts.sheet(fact_id, guild_id)]
        else:
            told_of = self._app.anniversaries.still_told(as_day(day), guild_id)
            sheets = [one.sheet for one in told_of.remembered[: cards.TOLD]]

        def told(say: Say) -> Card:
            return cards.sources(sheets, [cited(sheet, say) for sheet in sheets], say)

        await respond(interaction, told, private=True)

    @on_press(cards.PREVIEW)
    async def preview(self, interaction: Interaction, press: Press) -> None:
        content = await self._daily.preview(caller_of(interaction))
        role_id = self._app.settings.of(interaction.guild_id)[PING_ROLE]
        await respond(interaction, partial(cards.marked, content, role_id, cards.PREVIEW_NOTE), private=True)

    @on_press(cards.TEST)
    async def test(self, interaction: Interaction, press: Press) -> None:
        caller = caller_of(interaction)
        settings = self._app.settings.of(caller.guild)
        content, channel_id = await self._daily.preview(caller), settings[CHANNEL]
        if channel_id is None:
            raise DailyIsOff
        await self._app.limits.start(caller, "test-post", BETWEEN_TESTS)
        await interaction.response.defer(ephemeral=True, thinking=True)
        render = partial(cards.marked, content, settings[PING_ROLE], cards.TEST_NOTE)
        try:
            await self._bot.sender.send(Priority.FOLLOW_UP, caller.guild, channel_id, render)
        except (Refused, Rejected, Unreachable) as error:
            log.info("a test of the daily post could not be posted: %s", error)
            raise TestNotPosted from error
        await respond(interaction, partial(cards.tested, channel_mention(channel_id)), private=True)

    @on_page(cards.WEEK)
    async def week(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        return partial(cards.week, await self._daily.week(caller_of(interaction)))

    @on_press(cards.LEAVE_OUT)
    async def leave_out(self, interaction: Interaction, press: Press) -> None:
        await self._mark(interaction, press, out=True)

    @on_press(cards.TAKE_BACK)
    async def take_back(self, interaction: Interaction, press: Press) -> None:
        await self._mark(interaction, press, out=False)

    @on_page(cards.RECENT)
    async def recent(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        posts = await self._daily.recent(caller_of(interaction))
        return partial(cards.recent, Page.cut(posts, cards.POSTS_ON_A_PAGE, number))

    async def _mark(self, interaction: Interaction, press: Press, *, out: bool) -> None:
        caller = caller_of(interaction)
        await self._daily.leave_out(caller, as_day(press.ids[0]), out=out)
        await update(interaction, partial(cards.week, await self._daily.week(caller)))


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Daily(bot))
