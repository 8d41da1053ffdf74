"""Daily posts: what stands in their channels, against the days that were due."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from tests.campaign.tally import Tally
from tests.loopback.harness import Discord


async def judge(small: Discord, channels: Sequence[int], dates: Mapping[str, str], tally: Tally) -> set[int]:
    """Compare what stands with the days that were due: once each, with its thread, the last one pinned.

    `dates` are content dates by the mark of their post, in order. They went to one channel after another, the
    last one now. Returns the numbers of the days whose posts are lost or doubled.
    """
    standing = [await small.do("messages", channel=channel) for channel in channels]
    messages = [message for channel in standing for message in channel]
    stand = dict.fromkeys(dates.values(), 0)
    for message in messages:
        told = json.dumps(message["components"])
        for mark, date in dates.items():
            stand[date] += mark in told
    tally.lost += [f"the post of {date}" for date, number in stand.items() if number == 0]
    tally.doubled += [
        f"the post of {date} stands {number} times" for date, number in stand.items() if number > 1
    ]
    threads = [one for channel in channels for one in await small.do("threads", channel=channel)]
    if len(threads) != len(dates):
        tally.wrong.append(f"{len(threads)} threads for {len(dates)} posts")
    pinned = [message for message in standing[-1] if message["pinned"]]
    if len(pinned) != 1 or list(dates)[-1] not in json.dumps(pinned[0]["components"]):
        tally.wrong.append(f"{len(pinned)} posts are pinned, not the last one alone")
    notices = [message for message in messages if message["type"] == 6]
    if notices:
        tally.wrong.append(f"{len(notices)} notices of pins were left")
    tally.wrong += await small.do("violations")
    return {number for number, stands in enumerate(stand.values()) if stands != 1}
