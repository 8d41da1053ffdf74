"""Starts Red-DiscordBot as its own command does, at another Discord; runs in Red's own virtual environment.

Of Red nothing is imported here but by its command itself. Whatever it looks for elsewhere, as the newest
version of itself, it is told at once that there is no such host.
"""

from __future__ import annotations

import os
import runpy
from typing import NoReturn

import aiohttp
from discord.http import Route

_STANDARD_OUTPUT, _STANDARD_ERROR = 1, 2


async def _no_host(_: object, host: str, *__: object, **___: object) -> NoReturn:
    raise OSError(f"{host}: only the loopback is reached here")


if __name__ == "__main__":
    os.dup2(_STANDARD_ERROR, _STANDARD_OUTPUT)
    Route.BASE = os.environ["DISCORD_API_BASE"]
    setattr(aiohttp.ThreadedResolver, "resolve", _no_host)  # noqa: B010  # a checker cannot know it is replaced
    runpy.run_module("redbot", run_name="__main__", alter_sys=True)
