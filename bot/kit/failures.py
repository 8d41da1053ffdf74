"""How a request of Discord can fail."""

from __future__ import annotations

import discord
from aiohttp import ClientError

NO_ANSWER = (discord.HTTPException, discord.RateLimited, ClientError, OSError)
"""It was refused, has to wait for longer than anybody would, or the connection broke.

discord.py counts a wait that is too long as no HTTP error (`RateLimited`), and aiohttp not all of its own as
errors of the system.
"""
