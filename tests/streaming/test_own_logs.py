"""What members see of their own logs, and hear of decisions: each once, and nothing of others'."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.database.interface import Transaction
from bot.errors import UserError
from bot.streaming.goals import Mode
from bot.streaming.ledger import Logged
from bot.streaming.logs import UNDO_WITHIN, Hold, NothingToUndo, State
from bot.streaming.own_logs import OwnLog
from bot.streaming.review import LOG
from tests.by_hand import GUILD
from tests.streaming.hall import MODERATOR, Hall, member, plan


async def _decide(hall: Hall, logged: Logged, verb: str, said: str = "") -> None:
    await hall.app.review.decide(MODERATOR, LOG, str(logged.log.id), verb, said)


async def _news(hall: Hall, user_id: int) -> list[tuple[int, State, str | None]]:
    return _told(await hall.goals.own.news(member(user_id)))


def _told(logs: Sequence[OwnLog]) -> list[tuple[int, State, str | None]]:
    return [(one.log.amount, one.log.state, one.reason) for one in logs]


async def test_a_decision_is_told_once_also_after_a_restart(hall: Hall) -> None:
    goal = await hall.begin(plan(mode=Mode.OPEN))
    accepted, declined = await hall.log(goal, 1, 900), await hall.log(goal, 1, 800)
    await hall.log(goal, 2, 700)
    assert await _news(hall, 1) == []
    await _decide(hall, accepted, "accept")
    await _decide(hall, declined, "decline", " screenshots, please ")
    await hall.restart()

    assert await _news(hall, 2) == []
    assert await _news(hall, 1) == [
        (800, State.DECLINED, "screenshots, please"),
        (900, State.COUNTED, None),
    ]
    assert await _news(hall, 1) == []
    await hall.restart()
    assert await _news(hall, 1) == []


async def test_a_void_is_told_with_its_reason_and_anew_after_an_acceptance(hall: Hall) -> None:
    goal = await hall.begin(plan(mode=Mode.REVIEWED))
    logged = await hall.log(goal, 1, 30)
    await _decide(hall, logged, "accept")
    assert await _news(hall, 1) == [(30, State.COUNTED, None)]
    await hall.goals.ledger.void(MODERATOR, logged.log.id, "played on mute")
    assert await _news(hall, 1) == [(30, State.VOIDED, "played on mute")]


async def test_what_was_decided_twice_is_told_as_it_is_now(hall: Hall) -> None:
    goal = await hall.begin(plan(mode=Mode.REVIEWED))
    logged = await hall.log(goal, 1, 30)
    await _decide(hall, logged, "accept")
    await hall.goals.ledger.decide_proof(MODERATOR, logged.log.id, accept=False)
    assert await _news(hall, 1) == [(30, State.VOIDED, None)]


async def test_what_somebody_did_themselves_is_no_news_to_them(hall: Hall) -> None:
    goal = await hall.begin(plan(mode=Mode.OPEN))
    await hall.log(goal, 1, 20)
    taken = await hall.log(goal, 1, 900)
    await _decide(hall, taken, "accept")
    await hall.goals.ledger.undo(member(1))
    own = await hall.log(goal, MODERATOR.user_id, 900)
    await _decide(hall, own, "accept")

    assert await _news(hall, 1) == []
    assert await _news(hall, MODERATOR.user_id) == []


async def test_who_looks_at_their_logs_is_told_by_that(hall: Hall) -> None:
    goal = await hall.begin(plan(mode=Mode.OPEN))
    await hall.log(goal, 1, 20, days_ago=0)
    logged = await hall.log(goal, 1, 900)
    await hall.log(goal, 2, 5)
    own = await hall.goals.own.latest(member(1))
    assert _told(own) == [(900, State.HELD, None), (20, State.COUNTED, None)]
    assert [(one.hold, one.may_undo) for one in own] == [(Hold.BEYOND_A_DAY, True), (None, True)]

    await _decide(hall, logged, "decline", "too many")
    assert _told(await hall.goals.own.latest(member(1)))[0] == (900, State.DECLINED, "too many")
    assert await _news(hall, 1) == []
    await hall.pass_time(UNDO_WITHIN - timedelta(seconds=1))
    assert [one.may_undo for one in await hall.goals.own.latest(member(1))] == [False, True]
    await hall.pass_time(timedelta(seconds=1))
    assert [one.may_undo for one in await hall.goals.own.latest(member(1))] == [False, False]


async def test_one_of_several_logs_can_be_taken_back(hall: Hall) -> None:
    goal = await hall.begin(plan())
    first = await hall.log(goal, 1, 20)
    await hall.log(goal, 1, 30)
    _, undone = await hall.goals.ledger.undo(member(1), first.log.id)
    assert undone.id == first.log.id
    for user_id in (1, 2):
        with pytest.raises(NothingToUndo):
            await hall.goals.ledger.undo(member(user_id), first.log.id)
    assert await hall.total(goal) == 30


async def test_who_is_forgotten_is_told_nothing(hall: Hall) -> None:
    goal = await hall.begin(plan(mode=Mode.OPEN))
    logged, other = await hall.log(goal, 1, 900), await hall.log(goal, 1, 800)
    await _decide(hall, logged, "accept")

    async def forget(tx: Transaction) -> None:
        await tx.execute("UPDATE goal_logs SET user_id = NULL WHERE user_id = 1")
        await tx.execute("DELETE FROM goal_decisions WHERE user_id = 1")

    await hall.app.database.write(forget)
    await _decide(hall, other, "accept")
    assert await hall.app.database.read(lambda on: on.fetch_all("SELECT * FROM goal_decisions")) == []
    assert await _news(hall, 1) == []


async def test_servers_that_go_leave_nothing_to_tell(hall: Hall) -> None:
    goal = await hall.begin(plan(mode=Mode.OPEN))
    await _decide(hall, await hall.log(goal, 1, 900), "accept")
    hall.goals.own.forget(GUILD)
    assert await _news(hall, 1) == []


DOINGS = st.lists(
    st.tuples(st.sampled_from(["log", "undo", "accept", "decline", "void", "hear", "look", "restart"]),
              st.integers(1, 2), st.sampled_from([5, 900])),
    min_size=5,
    max_size=25,
)  # fmt: skip


@settings(max_examples=20)
@given(DOINGS)
def test_each_decision_is_heard_once_whatever_happens(doings: list[tuple[str, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_live_through(Path(folder), doings))


async def _live_through(folder: Path, doings: list[tuple[str, int, int]]) -> None:
    async with Hall.opened(folder) as hall:
        goal = await hall.begin(plan(mode=Mode.OPEN))
        whose: dict[int, int] = {}
        untold: dict[int, State] = {}
        for doing, user_id, amount in doings:
            match doing:
                case "log":
                    log_id = (await hall.log(goal, user_id, amount)).log.id
                    whose[log_id] = user_id
                case "undo":
                    with suppress(UserError):
                        _, log = await hall.goals.ledger.undo(member(user_id))
                        untold.pop(log.id, None)
                case "void":
                    for log_id in list(whose)[:1]:
                        with suppress(UserError):
                            await hall.goals.ledger.void(MODERATOR, log_id, "because")
                            untold[log_id] = State.VOIDED
                case "hear" | "look":
                    heard = await hall.goals.own.news(member(user_id)) if doing == "hear" else ()
                    if doing == "look":
                        await hall.goals.own.latest(member(user_id))
                    else:
                        expected = {one: state for one, state in untold.items() if whose[one] == user_id}
                        assert {one.log.id: one.log.state for one in heard} == expected
                    untold = {one: state for one, state in untold.items() if whose[one] != user_id}
                case "restart":
                    await hall.restart()
                case _:
                    for item in (await hall.app.review.queue(MODERATOR))[:1]:
                        await hall.app.review.decide(MODERATOR, LOG, item.at.item_id, doing)
                        state = State.COUNTED if doing == "accept" else State.DECLINED
                        untold[int(item.at.item_id)] = state
