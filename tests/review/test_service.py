"""Reporting and deciding, waiting and being shut out: the rules, each by its service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.caller import Caller
from bot.database.interface import Transaction
from bot.facts.review import FACT
from bot.facts.service import FactGone, FactHidden
from bot.facts.settings import LEFT_OUT
from bot.facts.store import corrections
from bot.guilds.service import NotAModerator, Wish
from bot.i18n.catalogs import Catalogs
from bot.kit.blocks import Text
from bot.kit.paginator import Page
from bot.limits.service import TooSoon
from bot.review import cards, store
from bot.review.model import Address, Item
from bot.review.service import AlreadyDecided, ItemGone, NothingSaid
from tests.conftest import unopened_app
from tests.guilds.town import Town

HARU = Caller(7, 1, manages_server=True)
MEMBER = Caller(9, 1)
TOWN = Town()


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    async with unopened_app(tmp_path) as opened:
        yield opened


def _facts(app: App, category: str) -> list[str]:
    return [fact.id for fact in app.facts.base.facts.values() if fact.category == category]


async def _hide(app: App, fact_id: str, guild_id: int = 1) -> None:
    await app.review.report(Caller(hash(fact_id) % 1000 + 100, guild_id), FACT, fact_id, "wrong")
    await app.review.decide(Caller(7, guild_id, manages_server=True), FACT, fact_id, "hide")


async def test_nobody_but_moderators_sees_the_queue_decides_or_shows_again(app: App) -> None:
    fact_id, other = _facts(app, "chart")[:2]
    await _hide(app, other)
    await app.review.report(MEMBER, FACT, fact_id, "wrong")

    for attempt in (
        app.review.queue(MEMBER),
        app.review.decide(MEMBER, FACT, fact_id, "hide"),
        app.curation.show_again(MEMBER, other),
    ):
        with pytest.raises(NotAModerator):
            await attempt
    for look in (app.curation.hidden_for, app.facts.hidden):
        with pytest.raises(NotAModerator):
            look(MEMBER)

    assert app.curation.hidden(1) == (other,)
    assert len(await app.review.queue(HARU)) == 1


async def test_what_is_hidden_or_gone_or_of_no_kind_cannot_be_reported(app: App) -> None:
    fact_id = _facts(app, "chart")[0]
    await _hide(app, fact_id)

    for kind, item_id, refusal in (
        (FACT, fact_id, FactHidden),
        (FACT, "gone", FactGone),
        ("x", "y", ItemGone),
    ):
        with pytest.raises(refusal):
            await app.review.expect_report(MEMBER, kind, item_id)
        with pytest.raises(refusal):
            await app.review.report(MEMBER, kind, item_id, "wrong")
    with pytest.raises(ItemGone):
        await app.review.decide(HARU, FACT, fact_id, "explode")

    assert await app.review.queue(HARU) == ()
    await app.review.report(Caller(9, 2), FACT, fact_id, "another server sees it")


@pytest.mark.parametrize("remark", ["", " \n", "\u200b\u2060", "\u3164", "\u2800 \ufe0f", "\x00"])
async def test_what_nobody_can_see_is_no_remark(app: App, remark: str) -> None:
    with pytest.raises(NothingSaid):
        await app.review.report(MEMBER, FACT, _facts(app, "chart")[0], remark)


@pytest.mark.parametrize("remark", ["?", "💜", "아니에요", "ㅠ"])
async def test_little_is_enough(app: App, remark: str) -> None:
    assert await app.review.report(MEMBER, FACT, _facts(app, "chart")[0], f" {remark} ")

    (item,) = await app.review.queue(HARU)
    assert item.remarks == (remark,)


async def test_a_remark_is_cut_to_what_the_form_takes(app: App) -> None:
    await app.review.report(MEMBER, FACT, _facts(app, "chart")[0], "x" * 900)

    assert [len(remark) for item in await app.review.queue(HARU) for remark in item.remarks] == [300]


async def test_kinds_of_features_that_are_gone_are_left_out(app: App) -> None:
    async def put(tx: Transaction) -> None:
        await store.open_item(tx, Address(1, "gone", "1"), app.clock.now())

    await app.review.report(MEMBER, FACT, _facts(app, "chart")[0], "wrong")
    await app.database.write(put)

    assert [item.at.kind for item in await app.review.queue(HARU)] == [FACT]


async def test_a_decision_is_about_one_thing_in_one_server(app: App) -> None:
    one, two = _facts(app, "chart")[:2]
    await app.review.report(MEMBER, FACT, one, "first")
    await app.review.report(Caller(10, 1), FACT, two, "second")
    await app.review.report(Caller(10, 2), FACT, one, "elsewhere")

    await app.review.decide(HARU, FACT, one, "hide-and-hand-on")

    assert [item.remarks for item in await app.review.queue(HARU)] == [("second",)]
    assert len(await app.review.queue(Caller(7, 2, manages_server=True))) == 1
    assert (app.curation.hidden(1), app.curation.hidden(2)) == ((one,), ())
    handed_on = await app.database.read(corrections)
    assert [(told.fact_id, told.remarks) for told in handed_on] == [(one, ("first",))]
    with pytest.raises(AlreadyDecided):
        await app.review.decide(HARU, FACT, one, "dismiss")


async def test_hidden_facts_and_categories_left_out_add_up(app: App) -> None:
    hidden = _facts(app, "award")[0]
    await _hide(app, hidden)
    await app.settings.change(HARU, TOWN, [Wish(LEFT_OUT, ("chart",))], change_id=1)

    unseen = app.facts.unseen(1)

    assert unseen == {hidden, *_facts(app, "chart")}
    assert app.facts.unseen(2) == app.facts.unseen(None) == frozenset()


async def test_what_is_forgotten_is_seen_again(app: App) -> None:
    fact_id = _facts(app, "chart")[0]
    await _hide(app, fact_id)

    await app.database.write(lambda tx: app.curation.let_go_of_server(tx, 1))

    assert app.curation.hidden(1) == ()
    assert app.facts.unseen(1) == frozenset()


async def test_everybody_waits_for_themselves_in_each_server_and_for_each_command(app: App) -> None:
    minute = timedelta(minutes=1)
    await app.limits.start(MEMBER, "report", minute)

    await app.limits.start(Caller(9, 2), "report", minute)
    await app.limits.start(Caller(10, 1), "report", minute)
    await app.limits.start(MEMBER, "export", minute)
    await app.limits.expect_over(MEMBER, "picture")
    for attempt in (app.limits.start(MEMBER, "report", minute), app.limits.expect_over(MEMBER, "report")):
        with pytest.raises(TooSoon):
            await attempt


async def test_a_sweep_keeps_what_runs_and_who_is_shut_out(app: App) -> None:
    await app.limits.start(MEMBER, "over", timedelta(0))
    await app.limits.start(MEMBER, "running", timedelta(minutes=1))
    await app.limits.block(user_id=5)

    await app.limits.sweep()

    rows = await app.database.read(lambda on: on.fetch_all("SELECT command FROM limits ORDER BY command"))
    assert [row["command"] for row in rows] == ["*", "running"]


async def test_a_decision_that_could_not_be_written_is_not_believed(app: App) -> None:
    async def fail(tx: Transaction) -> None:
        await tx.execute("CREATE TRIGGER stop BEFORE DELETE ON limits BEGIN SELECT RAISE(ABORT, 'full'); END")

    await app.limits.block(user_id=5)
    await app.database.write(fail)
    with pytest.raises(Exception, match="full"):
        await app.limits.unblock(user_id=5)

    assert app.limits.is_blocked(5, None)
    assert not app.limits.is_blocked(None, 5)


def test_what_was_said_is_shown_letter_by_letter_in_one_line(app: App) -> None:
    said = ("**no**\n# @everyone", "x" * 300)
    item = Item(Address(1, FACT, "gone"), app.clock.now(), said)

    card = cards.queue(Page.cut([item], 4, 1), [app.review.kind(FACT)], None, (), Catalogs().say("en"))

    told = "\n".join(block.text for block in card.blocks if isinstance(block, Text))
    first, second = [line for line in told.splitlines() if line.startswith("> ")]
    assert first.startswith("> \\*\\*no\\*\\* ")
    assert first.endswith("@\u200beveryone")
    assert len(second) < 130
