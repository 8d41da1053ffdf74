"""/review: the moderators' queue."""

from __future__ import annotations

from functools import partial

from discord import app_commands
from discord.app_commands import locale_str as _

from bot.client import FanBot
from bot.facts.cards import HIDDEN
from bot.kit.answers import Render, respond, update
from bot.kit.blocks import Button
from bot.kit.checks import ONLY_FOR, Audience
from bot.kit.feature import Feature, on_page, on_press, on_submit
from bot.kit.fields import TextField
from bot.kit.host import Interaction, say_to
from bot.kit.items import Ids, Press
from bot.kit.modals import Submission, ask
from bot.kit.paginator import Page, as_number
from bot.kit.server import caller_of, guild_of
from bot.review import cards
from bot.review.service import LONGEST_REMARK

REMARK, SAID = "remark", "said"


class Review(Feature):
    """The queue and its decisions."""

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._bot, self._review, self._curation = bot, bot.app.review, bot.app.curation

    @app_commands.command(
        description=_("What members have reported here"), extras={ONLY_FOR: Audience.MODERATORS}
    )
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def review(self, interaction: Interaction) -> None:
        await respond(interaction, await self._queue(interaction, 1), private=True)

    @on_press(cards.REPORT)
    async def report(self, interaction: Interaction, press: Press) -> None:
        say, (kind, item_id) = say_to(interaction), (str(one) for one in press.ids)
        await self._review.expect_report(caller_of(interaction), kind, item_id)
        line = TextField(
            REMARK,
            say.plain("What is wrong?"),
            most=LONGEST_REMARK,
            paragraph=True,
            description=say.plain("This server's moderators read it. A source helps."),
        )
        await ask(interaction, cards.REPORT_FORM.at(kind, item_id), say.plain("Something wrong?"), line)

    @on_submit(cards.REPORT_FORM)
    async def reported(self, interaction: Interaction, form: Submission) -> None:
        key, item_id = (str(one) for one in form.ids)
        new = await self._review.report(caller_of(interaction), key, item_id, form.text(REMARK))
        await respond(interaction, cards.thanks, private=True)
        guild = guild_of(interaction)
        if new and guild is not None:
            kind, command = self._review.kind(key), self._bot.command_book.mention("review")
            await self._bot.tell_moderators(guild, partial(cards.notice, kind, item_id, command))

    @on_page(cards.QUEUE)
    async def page(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        return await self._queue(interaction, number)

    @on_press(cards.DECIDE)
    async def decide(self, interaction: Interaction, press: Press) -> None:
        kind, item_id, verb_key, _ = (str(one) for one in press.ids)
        verb, say = self._review.verb(caller_of(interaction), kind, item_id, verb_key), say_to(interaction)
        if verb.asks is None:
            await self._decide(interaction, press.ids)
            return
        line = TextField(
            SAID,
            say.plain(verb.asks),
            most=LONGEST_REMARK,
            required=False,
            description=say.plain("The member reads it. You may leave it empty."),
        )
        await ask(interaction, cards.DECIDE_FORM.at(*press.ids), say.plain(verb.label), line)

    @on_submit(cards.DECIDE_FORM)
    async def decided(self, interaction: Interaction, form: Submission) -> None:
        await self._decide(interaction, form.ids, form.texts.get(SAID, ""))

    async def _decide(self, interaction: Interaction, ids: Ids, said: str = "") -> None:
        kind, item_id, verb_key, number = (str(one) for one in ids)
        verb = await self._review.decide(caller_of(interaction), kind, item_id, verb_key, said)
        await update(interaction, await self._queue(interaction, as_number(number), verb.done))

    async def _queue(self, interaction: Interaction, number: int, done: str | None = None) -> Render:
        caller = caller_of(interaction)
        page = Page.cut(await self._review.queue(caller), cards.ON_A_PAGE, number)
        kinds = [self._review.kind(item.at.kind) for item in page.items]
        hidden = self._curation.hidden(caller.guild)
        others = [Button(say_to(interaction).plain("Hidden facts"), HIDDEN.turn.at(1))] if hidden else []
        return partial(cards.queue, page, kinds, done, others)


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Review(bot))
