"""What Discord does not answer is a finding, and stops no other look."""

from __future__ import annotations

import aiohttp
import discord
import pytest

from bot.doctor.discords import answered
from bot.doctor.model import Finding, Grade


@pytest.mark.parametrize(
    "failure", [discord.RateLimited(61.0), aiohttp.ClientError("cut"), OSError("unplugged")]
)
async def test_a_look_without_an_answer_is_a_finding(failure: Exception) -> None:
    async def look() -> list[Finding]:
        raise failure

    (found,) = await answered("commands", look())
    assert (found.area, found.grade) == ("commands", Grade.PROBLEM)
    assert str(failure) in found.told
