"""What happens to the bot's connection to the gateway, and how it is known to be back."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.loopback.harness import Bot, Discord

BLOWS: dict[str, tuple[str, dict[str, Any]]] = {
    "dropped": ("drop", {}),
    "asked to reconnect": ("ask_to_reconnect", {}),
    "invalid": ("invalidate", {}),
    "invalid, to be resumed": ("invalidate", {"resumable": True}),
    "silent": ("fall_silent", {}),
}
"""By name, how the loopback is told. Silent: it stays open, and neither tells nor acknowledges anything."""
_POLL = 0.03


async def strike(small: Discord, bot: Bot, what: str, seconds: float) -> None:
    """Let something happen to the connection; back when it is, or when the bot has ended.

    Raises:
        Refused: it was not connected.
        TimeoutError: it did not connect again in so many real seconds.
    """
    before = len(await small.do("connections"))
    verb, told = BLOWS[what]
    await small.do(verb, **told)
    for _ in range(int(seconds / _POLL)):
        if len(await small.do("connections")) > before or bot.exit_code is not None:
            return
        await asyncio.sleep(_POLL)
    raise TimeoutError(f"{what}: it did not connect again\n{bot.log[-5000:]}")
