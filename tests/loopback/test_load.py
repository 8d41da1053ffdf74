"""Arrivals at a rate: on schedule, whatever becomes of the answers."""

from __future__ import annotations

import asyncio

from tests.loopback.harness import Discord, shard_of

PING = {"kind": "slash", "data": {"id": "1", "name": "ping", "type": 1, "options": []}}


async def test_arrivals_never_wait_for_answers_and_each_is_timed_from_when_it_was_due(small: Discord) -> None:
    made = await small.do("add_guild")
    shard = await shard_of(small, small.browser)
    await shard.identify()
    await shard.hear()
    await shard.hear()
    arriving = asyncio.create_task(
        small.load(
            "arrive",
            steps=[PING],
            channel=made["channels"][0],
            users=[made["member"]],
            per_second=200,
            count=40,
        )
    )

    heard = [(await shard.hear())["d"] for _ in range(40)]  # all of them, before any is answered
    for told in heard:
        await small.call(
            "POST",
            f"/interactions/{told['id']}/{told['token']}/callback",
            {"type": 4, "data": {"content": "pong"}},
        )
    arrived = await arriving

    assert [one["interaction"] for one in arrived] == [int(told["id"]) for told in heard]
    for number, one in enumerate(arrived):
        due_before_the_last = (39 - number) * 5
        assert one["milliseconds"] >= due_before_the_last
        assert one["late"] >= 0


async def test_what_nobody_answers_is_told_as_such(small: Discord) -> None:
    made = await small.do("add_guild")
    members = await small.do("add_members", guild=made["guild"], count=3)

    arrived = await small.load(
        "arrive",
        steps=[PING],
        channel=made["channels"][0],
        users=members,
        per_second=1_000,
        count=7,
        patience=0.05,
    )

    assert [one["milliseconds"] for one in arrived] == [None] * 7
    assert [one["user"] for one in arrived] == [members[number % 3] for number in range(7)]


async def test_a_rate_beyond_reach_is_told_by_how_late_its_arrivals_were_and_given_up(small: Discord) -> None:
    made = await small.do("add_guild")

    arrived = await small.load(
        "arrive",
        steps=[PING],
        channel=made["channels"][0],
        users=[made["member"]],
        per_second=1_000_000,
        count=200_000,
        patience=0.05,
    )

    assert 1 < arrived[-1]["late"] <= 1_000
    assert len(arrived) < 200_000
