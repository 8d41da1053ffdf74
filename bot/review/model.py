"""What can be reported and decided: declared by each feature, once a kind. Pure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.caller import Caller
from bot.database.interface import Transaction
from bot.i18n.marking import gettext_noop


@dataclass(frozen=True, slots=True)
class Address:
    """Which thing it is, in which server's queue."""

    guild_id: int
    kind: str
    item_id: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something that awaits a decision."""

    at: Address
    opened_at: datetime
    remarks: tuple[str, ...]
    """What was said about it, one from each person, the first first."""
    said: str = ""
    """What a moderator says with the decision, where it asks for that."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A decision a moderator can take."""

    key: str
    label: str
    """What its button reads."""
    done: str
    """What became of the item, as a catalog sentence."""
    carry_out: Callable[[Transaction, Item, Caller], Awaitable[None]]
    """What it changes, in the transaction that records it."""
    asks: str | None = None
    """What a moderator may say along with it, as a catalog sentence; None where nothing is asked."""


@dataclass(frozen=True, slots=True)
class ReviewKind:
    """A kind of things that are reported and decided."""

    key: str
    label: str
    told: Callable[[str, str], str | None]
    """What an item (by id) says to a reader (by locale); None once it is gone."""
    verbs: tuple[Verb, ...]
    expect_reportable: Callable[[int, str], None]
    """Refuses, with a `UserError`, to report what a server (by id) does not have or see."""
    dismissable: bool = True
    """Whether leaving things as they are is a decision."""

    def verb(self, key: str) -> Verb | None:
        return next((verb for verb in self.verbs if verb.key == key), None)


async def _nothing(tx: Transaction, item: Item, caller: Caller) -> None:
    """Dismissing changes nothing but the queue."""


DISMISS = Verb("dismiss", gettext_noop("Dismiss"), gettext_noop("Dismissed: it stays as it is."), _nothing)
"""The decision that a kind has besides its own, where it is dismissable."""
