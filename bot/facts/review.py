"""Reported facts: what moderators can decide about them."""

from __future__ import annotations

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Transaction
from bot.facts import store
from bot.facts.curation import Curation
from bot.facts.service import FactService
from bot.facts.store import Correction
from bot.i18n.marking import gettext_noop
from bot.review.model import Item, ReviewKind, Verb

FACT = "fact"


def kind(facts: FactService, curation: Curation, clock: Clock) -> ReviewKind:
    """The kind of things that `Something wrong?` below a fact reports."""

    def told(fact_id: str, reader: str) -> str | None:
        fact = facts.base.facts.get(fact_id)
        return fact.text_in(reader) if fact is not None else None

    async def hide(tx: Transaction, item: Item, caller: Caller) -> None:
        await curation.hide(tx, item.at.guild_id, item.at.item_id, caller.user_id)

    async def hand_on(tx: Transaction, item: Item, caller: Caller) -> None:
        text = told(item.at.item_id, "") or ""
        correction = Correction(item.at.item_id, text, item.remarks, clock.now())
        await store.put_correction(tx, item.at.guild_id, caller.user_id, correction)

    async def hide_and_hand_on(tx: Transaction, item: Item, caller: Caller) -> None:
        await hide(tx, item, caller)
        await hand_on(tx, item, caller)

    return ReviewKind(
        key=FACT,
        label=gettext_noop("Reported fact"),
        told=told,
        verbs=(
            Verb(
                "hide",
                gettext_noop("Hide it here"),
                gettext_noop("Hidden: this server does not see that fact any more."),
                hide,
            ),
            Verb(
                "hand-on",
                gettext_noop("Send to the editors"),
                gettext_noop("Sent: whoever keeps my facts will see what was said."),
                hand_on,
            ),
            Verb(
                "hide-and-hand-on",
                gettext_noop("Hide and send"),
                gettext_noop("Hidden here, and sent: whoever keeps my facts will see what was said."),
                hide_and_hand_on,
            ),
        ),
        expect_reportable=lambda guild_id, fact_id: facts.expect_seen(fact_id, guild_id),
    )
