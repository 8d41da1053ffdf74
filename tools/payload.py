"""Print what Discord is told about the commands: `make commands`."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tools.offline import offline_bot


async def payload() -> list[dict[str, Any]]:
    """The bulk request's body."""
    async with offline_bot() as bot:
        return await bot.command_book.payload()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(payload()), indent=2, ensure_ascii=False))
