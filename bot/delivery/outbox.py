"""Posting exactly once: an intent is kept, sent, its message recorded, and what follows is done.

An intent and the due work that posts it are one transaction. What a crash left under way is looked for
before it is sent again; what cannot be found out is not sent again.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.clock import Clock
from bot.database.interface import Database, Transaction
from bot.delivery import store
from bot.delivery.due import DueWork, NotYet
from bot.delivery.due_store import Address, Due
from bot.delivery.follow_ups import FollowUps
from bot.delivery.model import (
    GIVE_UP_LOOKING,
    RECHECK,
    Intent,
    Key,
    Outcome,
    Post,
    Trouble,
    instant_of,
    outcome_at,
)
from bot.delivery.post_kind import PostKind
from bot.delivery.sender import Refused, Rejected, Sender, Unreachable

log = logging.getLogger(__name__)

POST, FOLLOW_UP = "post", "follow-up"
"""The kinds of due work that post, and that do what follows a post."""

Tell = Callable[[Post, Outcome, Trouble | None], Awaitable[None]]
"""Tells a server's moderators of a post that is paused, or unknown."""


class Outbox:
    """All posts that nobody asked for in an interaction."""

    def __init__(self, database: Database, due: DueWork, clock: Clock) -> None:
        self._database, self._due, self._clock = database, due, clock
        self._kinds: dict[str, PostKind] = {}
        self._fresh: dict[Key, Post] = {}
        """Posts of this process no request was made for: those need be neither read nor looked for."""
        self._paused_in: set[int] = set()
        """Servers in which something was paused since the start, or is."""
        self._sender: Sender
        self._tell: Tell
        self._follow_ups: FollowUps
        self.on_outcome: Callable[[Outcome], None] = _nobody
        """Told what became of each post, once that is durable."""
        due.register(POST, self._work)
        due.register(FOLLOW_UP, self._work, behind=POST)

    def register(self, kind: str, how: PostKind) -> None:
        """Let posts of a kind be made so, those of `kind/anything` among them.

        What is pinned takes the place of what was pinned before of the whole kind, all of it.
        """
        if " " in kind or "/" in kind:
            raise ValueError(f"the kind {kind!r} holds a space or a slash")
        self._kinds[kind] = how

    def _how(self, kind: str) -> PostKind | None:
        return self._kinds.get(kind.partition("/")[0])

    async def put(self, tx: Transaction, intent: Intent) -> bool:
        """Keep an intent, to be posted as soon as this is durable; False when there was one of its key."""
        if self._how(intent.at.kind) is None:
            raise ValueError(f"nobody has registered posts of the kind {intent.at.kind!r}")
        now = self._clock.now()
        if not await store.add(tx, intent, now):
            return False
        await self._due.put(tx, _address(intent.at), intent.due_at)
        tx.on_commit(lambda: self._fresh.__setitem__(intent.at, Post.of(intent, now)))
        return True

    async def start(self, sender: Sender, tell: Tell) -> None:
        """Take up where posts go, and who tells moderators. Before the due work is started."""
        self._sender, self._tell = sender, tell
        self._follow_ups = FollowUps(self._database, self._clock, sender)
        self._paused_in = await self._database.read(store.guilds_with_pauses)

    async def look_again(self, guild_id: int) -> None:
        """Something about a server's channels or permissions has changed: go on with what can."""
        if guild_id not in self._paused_in:
            return

        async def wake(tx: Transaction) -> None:
            for at in await store.paused(tx, guild_id):
                post = await store.get(tx, at)
                if post is not None and self._sender.sees(guild_id, post.intent.channel_id):
                    await self._due.put(tx, _address(at), self._clock.now())

        await self._database.write(wake)

    async def move(self, tx: Transaction, guild_id: int, kind: str, channel_id: int) -> None:
        """Let what is paused go to another channel, where it certainly does not stand in the old one.

        What may have been posted to a channel that was deleted since went with it.
        """
        for at in await store.paused(tx, guild_id):
            post = await store.get(tx, at)
            if at.kind == kind and post is not None and _stands_nowhere(post.reason, in_doubt=post.in_doubt):
                await store.readdress(tx, at, channel_id)
                await self._due.put(tx, _address(at), self._clock.now())

    async def let_go_of_server(self, tx: Transaction, guild_id: int) -> None:
        """A server is erased, with the work that was due there."""
        tx.on_commit(lambda: self._forget(guild_id))

    def _forget(self, guild_id: int) -> None:
        self._fresh = {at: post for at, post in self._fresh.items() if at.guild_id != guild_id}
        self._paused_in.discard(guild_id)

    async def recent(self, guild_id: int, kind: str, most: int) -> list[Post]:
        """A server's latest posts of a kind with their outcomes, the newest first."""
        return await self._database.read(lambda on: store.recent(on, guild_id, kind, most))

    async def find(self, at: Key) -> Post | None:
        """What has come of a post; None when there is none of that key."""
        return await self._database.read(lambda on: store.get(on, at))

    async def _work(self, due: Due) -> None:
        kind, _, key = due.at.key.partition(" ")
        at = Key(due.at.guild_id, kind, key)
        fresh = self._fresh.pop(at, None)
        post = fresh or await self._database.read(lambda on: store.get(on, at))
        if post is None:
            return
        how = self._how(kind)
        if how is None:
            raise NotYet(f"nobody has registered posts of the kind {kind!r}")
        if post.settled_at is not None:
            await self._follow_ups.do(post, how)
        elif fresh is not None or not post.in_doubt or await self._is_not_there(post, how):
            await self._post(post, how)

    async def _is_not_there(self, post: Post, how: PostKind) -> bool:
        """Look for a post in doubt; False when what became of it is known now, or never will be."""
        over = self._clock.now() >= post.intent.ends_at
        try:
            look = await self._sender.look(post)
        except Refused as refusal:
            if over:
                await self._lose(post, refusal.trouble)
            else:
                await self._pause(post, how, refusal.trouble, in_doubt=True)
            return False
        except Unreachable as error:
            if self._clock.now() >= post.intent.ends_at + GIVE_UP_LOOKING:
                await self._lose(post, None)
                return False
            raise NotYet(str(error)) from error
        if look.message_id is not None:
            await self._posted(post, how, look.message_id, instant_of(look.message_id))
            return False
        if not look.sure:
            await self._lose(post, Trouble.NO_HISTORY)
            return False
        return True

    async def _post(self, post: Post, how: PostKind) -> None:
        """Make a post that certainly is not there."""
        if self._clock.now() >= post.intent.ends_at:
            await self._settle(post, Outcome.MISSED, post.reason)
            return
        trouble = self._sender.trouble(post.at.guild_id, post.intent.channel_id)
        if trouble is not None:
            await self._pause(post, how, trouble, in_doubt=False)
            return
        try:
            render = await how.render(post)
        except Exception:
            log.exception("the post %s could not be made", post.at)
            await self._settle(post, Outcome.FAILED, "it could not be made")
            return
        if not post.in_doubt:
            await self._database.write(lambda tx: store.begin(tx, post.at))
        try:
            message_id = await self._sender.post(post, render, how.priority)
        except Refused as refusal:
            await self._pause(post, how, refusal.trouble, in_doubt=False)
        except Rejected as error:
            log.error("Discord does not take the post %s: %s", post.at, error)  # noqa: TRY400  # it says it all
            await self._settle(post, Outcome.FAILED, str(error))
        except Unreachable as error:
            raise NotYet(str(error)) from error
        else:
            await self._posted(post, how, message_id, self._clock.now())

    async def _posted(self, post: Post, how: PostKind, message_id: int, posted_at: datetime) -> None:
        outcome = outcome_at(post.intent, posted_at)

        async def record(tx: Transaction) -> None:
            now = self._clock.now()
            await store.record(tx, post.at, outcome, message_id, now)
            if how.posted is not None:
                await how.posted(tx, post, message_id)
            if post.at.guild_id in self._paused_in:
                await store.resume(tx, post.at)
            await self._due.drop(tx, _address(post.at))
            if post.open_steps:
                await self._due.put(tx, _address(post.at, FOLLOW_UP), now)
            tx.on_commit(lambda: self.on_outcome(outcome))

        await self._database.write(record)

    async def _pause(self, post: Post, how: PostKind, trouble: Trouble, *, in_doubt: bool) -> None:
        """Wait until it can be posted, or go at once where such posts are wanted since."""

        async def record(tx: Transaction) -> bool:
            now = self._clock.now()
            await store.refuse(tx, post.at, Outcome.PAUSED, trouble.value, in_doubt=in_doubt)
            wanted_in = how.goes_to(post.at.guild_id) if how.goes_to is not None else None
            moved = wanted_in not in {None, post.intent.channel_id}
            if wanted_in is not None and moved and _stands_nowhere(trouble, in_doubt=in_doubt):
                await store.readdress(tx, post.at, wanted_in)
                await self._due.put(tx, _address(post.at), now)
                return False
            await self._due.put(tx, _address(post.at), min(now + RECHECK, post.intent.ends_at))
            tx.on_commit(lambda: self.on_outcome(Outcome.PAUSED))
            return await store.pause(tx, post, trouble, now)

        self._paused_in.add(post.at.guild_id)
        if await self._database.write(record):
            await self._told(post, Outcome.PAUSED, trouble)

    async def _lose(self, post: Post, trouble: Trouble | None) -> None:
        await self._settle(post, Outcome.UNKNOWN, trouble.value if trouble is not None else "no answer")
        await self._told(post, Outcome.UNKNOWN, trouble)

    async def _settle(self, post: Post, outcome: Outcome, reason: str | None) -> None:
        async def record(tx: Transaction) -> None:
            await store.settle(tx, post.at, outcome, reason, self._clock.now())
            await store.end_steps(tx, post.at, "it was not posted")
            await self._due.drop(tx, _address(post.at))
            tx.on_commit(lambda: self.on_outcome(outcome))

        await self._database.write(record)
        log.info("the post %s: %s (%s)", post.at, outcome, reason)

    async def _told(self, post: Post, outcome: Outcome, trouble: Trouble | None) -> None:
        try:
            await self._tell(post, outcome, trouble)
        except Exception:
            log.exception("moderators of %d could not be told of a post", post.at.guild_id)


def _stands_nowhere(reason: str | None, *, in_doubt: bool) -> bool:
    """Whether a post that was refused stands in its channel for certain no more, or never did."""
    return not in_doubt or reason == Trouble.CHANNEL_GONE


def _nobody(_: Outcome) -> None:
    """Nobody watches."""


def _address(at: Key, kind: str = POST) -> Address:
    return Address(kind, at.guild_id, f"{at.kind} {at.key}")
