"""The bot with everything, and defects that `DEFECTS` names: what a campaign is there to find.

`doubles`: it posts once more where no answer came. `forgets`: of a member's logs it keeps every other one,
and says thank you for all.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from bot.delivery.posting import DiscordSender
from bot.delivery.sender import Unreachable
from bot.streaming.ledger import LedgerService, Logged
from tests.loopback.bot_with_everything import run


def doubles() -> None:
    """Sends what was not answered at once again, as another message."""
    post = DiscordSender.post

    async def posted(self: DiscordSender, what: Any, render: Any, priority: Any) -> int:
        try:
            return await post(self, what, render, priority)
        except Unreachable:
            return await self.send(priority, what.at.guild_id, what.intent.channel_id, render)

    setattr(DiscordSender, "post", posted)  # noqa: B010  # the type checker allows no other way


def forgets() -> None:
    """Takes every other log out again."""
    log = LedgerService.log

    async def logged(self: LedgerService, caller: Any, wish: Any) -> Logged:
        kept = await log(self, caller, wish)
        if wish.amount % 2:
            await self.database.write(
                lambda tx: tx.execute("DELETE FROM goal_logs WHERE log_id = :log_id", log_id=wish.log_id)
            )
        return kept

    setattr(LedgerService, "log", logged)  # noqa: B010  # as above


if __name__ == "__main__":
    for defect in os.environ["DEFECTS"].split():
        {"doubles": doubles, "forgets": forgets}[defect]()
    run()
    sys.exit(0)
