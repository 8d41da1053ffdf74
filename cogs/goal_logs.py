"""What members press about their own logs."""

from __future__ import annotations

from functools import partial

from bot.client import FanBot
from bot.kit.answers import Render, respond, update
from bot.kit.feature import Feature, on_page, on_press
from bot.kit.host import Interaction
from bot.kit.items import Ids, Press
from bot.kit.paginator import Page, as_number
from bot.kit.server import caller_of
from bot.streaming import own_cards


class GoalLogs(Feature):
    """A member's logs, to that member alone."""

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._goals = bot.app.goals

    @on_press(own_cards.MINE)
    async def mine(self, interaction: Interaction, press: Press) -> None:
        await respond(interaction, await self._own(interaction, 1), private=True)

    @on_press(own_cards.UNDO_LOG)
    async def undo(self, interaction: Interaction, press: Press) -> None:
        log_id, number = (as_number(one) for one in press.ids)
        await self._goals.ledger.undo(caller_of(interaction), log_id)
        await update(interaction, await self._own(interaction, number))

    @on_page(own_cards.OWN)
    async def page(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        return await self._own(interaction, number)

    async def _own(self, interaction: Interaction, number: int) -> Render:
        logs = await self._goals.own.latest(caller_of(interaction))
        return partial(own_cards.own, Page.cut(logs, own_cards.LOGS_ON_A_PAGE, number))


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(GoalLogs(bot))
