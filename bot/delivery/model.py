"""Posts, what is done to them, and what can come of them. Pure."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

LATE_AFTER = timedelta(minutes=10)
"""A post that stands later than this after its time was late."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far this machine's clock may be off: one looks that much further back."""
RECHECK = timedelta(minutes=15)
"""How often a paused post looks whether it can go on, besides when Discord tells of a change."""
FOLLOW_UPS_FOR = timedelta(hours=6)
"""How long what is done to a post is tried for."""
GIVE_UP_LOOKING = timedelta(days=1)
"""How long after its window a post in doubt is looked for, while Discord does not answer."""


_DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


class Outcome(StrEnum):
    """What came of a post."""

    SENT = "sent"
    LATE = "late"
    MISSED = "missed"
    """Its window ended before it could be posted."""
    PAUSED = "paused"
    """It cannot be posted at present, for a reason a moderator can put right; tried until its window ends."""
    UNKNOWN = "unknown"
    """It may have been posted; that cannot be found out, so it is not posted again."""
    FAILED = "failed"
    """Discord does not take it, or it could not be made: a fault of the bot."""


class Trouble(StrEnum):
    """Why a channel cannot be posted to, or not be read."""

    CHANNEL_GONE = "channel gone"
    NO_ACCESS = "no access"
    NO_PERMISSION = "no permission"
    NO_HISTORY = "no history"


class Step(StrEnum):
    """What is done to a post once it stands, in this order."""

    PUBLISH = "publish"
    """To the channels that follow an announcement channel."""
    THREAD = "thread"
    PIN = "pin"
    UNPIN = "unpin"
    """The same kind's posts before it."""
    NOTICE = "notice"
    """Remove Discord's message that something was pinned."""


@dataclass(frozen=True, slots=True)
class Key:
    """Which post it is: there is one for each, ever."""

    guild_id: int
    kind: str
    """The feature's name for this kind of post; no spaces."""
    key: str
    """What it is about, such as the content date."""

    @property
    def mark(self) -> str:
        """What its message is known by: 24 characters, in a custom_id and as its nonce."""
        told = f"{self.guild_id}\n{self.kind}\n{self.key}".encode()
        return base64.b32encode(hashlib.blake2b(told, digest_size=15).digest()).decode().lower()


@dataclass(frozen=True, slots=True)
class Intent:
    """A post that is to be made."""

    at: Key
    channel_id: int
    due_at: datetime
    ends_at: datetime
    """The end of its window: it is not posted after."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """What its renderer needs, as JSON can hold it. Never what is sent."""
    ping_role_id: int | None = None
    """The one role it may mention."""
    steps: tuple[Step, ...] = ()
    """What is done to it afterwards. PIN brings UNPIN and NOTICE along."""


@dataclass(frozen=True, slots=True)
class Post:
    """An intent, and what has come of it."""

    intent: Intent
    made_at: datetime
    in_doubt: bool
    """Whether a request may have reached Discord without a recorded answer."""
    outcome: Outcome | None
    """None while it is under way."""
    reason: str | None
    message_id: int | None
    settled_at: datetime | None
    open_steps: int = 0
    """How much is still to be done to it; counted where one post is read."""

    @property
    def at(self) -> Key:
        return self.intent.at

    @classmethod
    def of(cls, intent: Intent, now: datetime) -> Post:
        """An intent as it is kept at first: nothing has come of it yet."""
        return cls(
            intent,
            now,
            in_doubt=True,
            outcome=None,
            reason=None,
            message_id=None,
            settled_at=None,
            open_steps=len(ordered(intent.steps)),
        )


def outcome_at(intent: Intent, posted_at: datetime) -> Outcome:
    """Whether a post that stands since then is in time."""
    return Outcome.LATE if posted_at > intent.due_at + LATE_AFTER else Outcome.SENT


def ordered(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps with those they bring along, in the order they are done."""
    wanted = set(steps)
    if Step.PIN in wanted:
        wanted |= {Step.UNPIN, Step.NOTICE}
    return tuple(step for step in Step if step in wanted)


def instant_of(snowflake: int) -> datetime:
    """When Discord made an id."""
    return _DISCORD_EPOCH + timedelta(milliseconds=snowflake >> 22)


def snowflake_at(instant: datetime) -> int:
    """The smallest id Discord makes at an instant."""
    return max(0, (instant - _DISCORD_EPOCH) // timedelta(milliseconds=1)) << 22
