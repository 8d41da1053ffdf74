"""Reported facts: what moderators can decide about them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

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


CarryOut = Callable[[Transaction, Item, Caller], Awaitable[None]]


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

    return ReviewKind(
        key=FACT,
        label=gettext_noop("Reported fact"),
        told=told,
        verbs=verbs(
            hide,
            hand_on,
            hidden=gettext_noop("Hidden: this server does not see that fact any more."),
            both=gettext_noop("Hidden here, and sent: whoever keeps my facts will see what was said."),
        ),
        expect_reportable=lambda guild_id, fact_id: facts.expect_seen(fact_id, guild_id),
    )


def verbs(hide: CarryOut, hand_on: CarryOut, *, hidden: str, both: str) -> tuple[Verb, ...]:
    """What can be decided about what comes from the fact base; `hidden` and `both` say what became of it."""

    async def hide_and_hand_on(tx: Transaction, item: Item, caller: Caller) -> None:
        await hide(tx, item, caller)
        await hand_on(tx, item, caller)

    sent = gettext_noop("Sent: whoever keeps my facts will see what was said.")
    return (
        Verb("hide", gettext_noop("Hide it here"), hidden, hide),
        Verb("hand-on", gettext_noop("Send to the editors"), sent, hand_on),
        Verb("hide-and-hand-on", gettext_noop("Hide and send"), both, hide_and_hand_on),
    )
