"""Daily posts: what stands in a channel, against the days that had one."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tests.campaign.tally import Tally
from tests.loopback.harness import Discord


async def judge(small: Discord, channel: int, dates: Mapping[str, str], tally: Tally) -> Mapping[str, int]:
    """Compare a channel with the days it had a post: once each, with its thread, the last one pinned.

    `dates` are content dates by the mark of their post, in order. Returns how often each stands.
    """
    messages = await small.do("messages", channel=channel)
    stand = dict.fromkeys(dates.values(), 0)
    for message in messages:
        told = json.dumps(message["components"])
        for mark, date in dates.items():
            stand[date] += mark in told
    tally.lost += [date for date, number in stand.items() if number == 0]
    tally.doubled += [date for date, number in stand.items() if number > 1]
    threads = await small.do("threads", channel=channel)
    if len(threads) != len(dates):
        tally.wrong.append(f"{len(threads)} threads for {len(dates)} posts")
    pinned = [message for message in messages if message["pinned"]]
    if len(pinned) != 1 or list(dates)[-1] not in json.dumps(pinned[0]["components"]):
        tally.wrong.append(f"{len(pinned)} posts are pinned, not the last one alone")
    notices = [message for message in messages if message["type"] == 6]
    if notices:
        tally.wrong.append(f"{len(notices)} notices of pins were left")
    return stand
