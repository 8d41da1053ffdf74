"""Reported questions: what moderators can decide about them."""

from __future__ import annotations

from random import Random

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Transaction
from bot.errors import UserError
from bot.facts import store as fact_store
from bot.facts.review import verbs
from bot.facts.store import Correction
from bot.i18n.catalogs import Catalogs
from bot.i18n.marking import gettext_noop
from bot.review.model import Item, ReviewKind
from bot.trivia import pool_store
from bot.trivia.cards import Unsayable, in_words
from bot.trivia.pool import QUESTION, QuestionPool


class QuestionGone(UserError):
    message = gettext_noop("That question has been taken out since, so there is nothing to report.")


def kind(pool: QuestionPool, catalogs: Catalogs, clock: Clock) -> ReviewKind:
    """The kind of things that `Something wrong?` below an answer reports."""

    def told(question_id: str, reader: str) -> str | None:
        deck = pool.deck_at_once()
        if question_id not in deck.entries:
            return None
        try:
            return in_words(pool.base, deck.ask(question_id, Random(0)), catalogs.say(reader)).plain
        except Unsayable:
            return None

    def expect_reportable(_: int, question_id: str) -> None:
        if question_id not in pool.deck_at_once().entries:
            raise QuestionGone

    async def hide(tx: Transaction, item: Item, caller: Caller) -> None:
        await pool_store.hide(tx, item.at.guild_id, item.at.item_id, caller.user_id, clock.now())

    async def hand_on(tx: Transaction, item: Item, caller: Caller) -> None:
        fact_id = pool.deck_at_once().entries[item.at.item_id].fact_id
        remarks = tuple(f"{item.at.item_id}: {remark}" for remark in item.remarks)
        correction = Correction(fact_id, pool.base.facts[fact_id].text, remarks, clock.now())
        await fact_store.put_correction(tx, item.at.guild_id, caller.user_id, correction)

    return ReviewKind(
        key=QUESTION,
        label=gettext_noop("Reported question"),
        told=told,
        verbs=verbs(
            hide,
            hand_on,
            hidden=gettext_noop("Hidden: this server is not asked that question any more."),
            both=gettext_noop("Not asked here any more, and sent to whoever keeps my facts."),
        ),
        expect_reportable=expect_reportable,
    )
