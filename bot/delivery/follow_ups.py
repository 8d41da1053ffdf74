"""What is done to a post once it stands: each a step of its own, tried again and recorded."""

from __future__ import annotations

import logging

from bot.clock import Clock
from bot.database.interface import Database
from bot.delivery import store
from bot.delivery.due import NotYet
from bot.delivery.model import FOLLOW_UPS_FOR, Post, Step
from bot.delivery.post_kind import PostKind
from bot.delivery.sender import MessageGone, Refused, Rejected, Sender, Unreachable

log = logging.getLogger(__name__)


class FollowUps:
    """Publishes, opens threads, pins. Every step may be done twice without harm: an answer may be lost."""

    def __init__(self, database: Database, clock: Clock, sender: Sender) -> None:
        self._database, self._clock, self._sender = database, clock, sender

    async def do(self, post: Post, how: PostKind) -> None:
        """Do what is still to be done.

        Raises:
            NotYet: Discord did not answer; the steps done so far are recorded.
        """
        for step in await self._database.read(lambda on: store.open_steps(on, post.at)):
            try:
                await self._do(step, post, how)
            except MessageGone:
                await self._database.write(lambda tx: store.end_steps(tx, post.at, "the message is gone"))
                return
            except (Refused, Rejected) as error:
                log.warning("%s of the post %s failed: %s", step, post.at, error)
                await self._record(post, step, "failed", str(error))
                if step is Step.PIN:
                    await self._database.write(lambda tx: store.end_steps(tx, post.at, "it is not pinned"))
                    return
            except Unreachable as error:
                if post.settled_at is None or self._clock.now() < post.settled_at + FOLLOW_UPS_FOR:
                    raise NotYet(str(error)) from error
                await self._record(post, step, "failed", str(error))
            else:
                await self._record(post, step, "done")

    async def _do(self, step: Step, post: Post, how: PostKind) -> None:
        match step:
            case Step.PUBLISH:
                await self._sender.publish(post)
            case Step.THREAD:
                if how.thread_name is None:
                    raise Rejected(f"posts of the kind {post.at.kind!r} have no name for a thread")
                await self._sender.open_thread(post, how.thread_name(post))
            case Step.PIN:
                await self._sender.pin(post)
            case Step.UNPIN:
                await self._unpin_others(post)
            case Step.NOTICE:
                await self._sender.remove_notice(post)

    async def _unpin_others(self, post: Post) -> None:
        for other in await self._database.read(lambda on: store.pinned_before(on, post.at)):
            try:
                await self._sender.unpin(other)
            except (MessageGone, Refused) as error:  # its channel may be gone, and with it the pin
                log.info("the post %s could not be unpinned: %s", other.at, error)
            await self._record(other, Step.PIN, "undone")

    async def _record(self, post: Post, step: Step, outcome: str, reason: str | None = None) -> None:
        await self._database.write(lambda tx: store.end_step(tx, post.at, step, outcome, reason))
