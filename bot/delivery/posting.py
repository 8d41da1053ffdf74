"""Discord as posts know it, over discord.py: each request after its turn, each answer in our own words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar

import discord
from discord.http import handle_message_parameters

from bot.delivery.model import CLOCKS_DIFFER, Post, Trouble, instant_of, snowflake_at
from bot.delivery.outbound import Outbound, Priority
from bot.delivery.sender import Look, Message, MessageGone, Naming, Refused, Rejected, Unreachable
from bot.i18n.say import Say
from bot.kit.answers import Render
from bot.kit.cards import Card, walk
from bot.kit.failures import NO_ANSWER
from bot.kit.limits import THREAD_NAME, shorten

_T = TypeVar("_T")
_PAGE = 100
_ARCHIVE_AFTER = 1440  # minutes without a message
_PINNED = 6  # the type of Discord's own message that something was pinned
_ALREADY = {40033, 160004}
"""Published already; has a thread already: an answer was lost."""
_GONE, _NO_ACCESS, _NO_PERMISSION = {10003}, {10004, 50001, 50083}, {50013}
_NO_MESSAGE = 10008


class Host(Protocol):
    """The client, as far as sending knows it."""

    http: Any

    @property
    def user(self) -> discord.ClientUser | None: ...

    @property
    def allowed_mentions(self) -> discord.AllowedMentions | None: ...

    @property
    def accent(self) -> int: ...

    def get_guild(self, guild_id: int, /) -> discord.Guild | None: ...

    def voice_of(self, guild_id: int) -> Say:
        """The language everybody in a server reads."""
        ...


class DiscordSender:
    """Implements `Sender` and `Editor`; also what else is sent unasked."""

    def __init__(self, host: Host, outbound: Outbound) -> None:
        self._host, self._outbound = host, outbound

    async def send(self, priority: Priority, guild_id: int, channel_id: int, render: Render) -> int:
        """Send a card that need not arrive exactly once; its message's id. Raises as `Sender` does."""
        return await self._create(priority, guild_id, channel_id, render(self._host.voice_of(guild_id)))

    async def edit(
        self,
        priority: Priority,
        message: Message,
        render: Callable[[], Render | None],
        *,
        spacing: float = 0.0,
    ) -> datetime | None:
        guild_id, channel_id, message_id = message
        turn = self._outbound.edit_turn(priority, guild_id, channel_id, message_id, spacing=spacing)
        async with turn as taken:
            shown = render() if taken else None
            if shown is None:
                return None
            card = shown(self._host.voice_of(guild_id))
            # files of the card before go with it: Discord keeps those that an edit says nothing of
            with handle_message_parameters(
                view=card.view(self._host.accent), attachments=card.files()
            ) as params:
                edited = await _told(self._host.http.edit_message(channel_id, message_id, params=params))
        return datetime.fromisoformat(edited["edited_timestamp"])

    def trouble(self, guild_id: int, channel_id: int) -> Trouble | None:
        held = self._held(guild_id, channel_id)
        if held is None:
            return None  # an archived thread is not known either: only Discord can tell
        if not held.view_channel:
            return Trouble.NO_ACCESS
        return None if held.send_messages else Trouble.NO_PERMISSION

    def sees(self, guild_id: int, channel_id: int) -> bool:
        return self._held(guild_id, channel_id) is not None and self.trouble(guild_id, channel_id) is None

    async def post(self, post: Post, render: Render, priority: Priority) -> int:
        guild_id = post.at.guild_id
        card = render(self._host.voice_of(guild_id))
        if not _carries(card.view(self._host.accent).to_components(), post.at.mark):
            raise Rejected(f"no custom_id of the card holds {post.at.mark}")
        return await self._create(priority, guild_id, post.intent.channel_id, card, post)

    async def look(self, post: Post) -> Look:
        held = self._held(post.at.guild_id, post.intent.channel_id)
        if held is not None and not held.read_message_history:
            return Look(None, sure=False)  # Discord would answer with an empty list
        latest = await self._latest(post)  # before its channel is read: what comes meanwhile is no riddle
        seen: set[int] = set()
        async for message in self._messages(post, snowflake_at(post.made_at - CLOCKS_DIFFER)):
            seen.add(int(message["id"]))
            if self._is_own(message) and _carries(message["components"], post.at.mark):
                return Look(int(message["id"]))
        # the latest message is told of even when it was deleted: that may have been the post
        deleted = latest is not None and latest not in seen and instant_of(latest) >= post.made_at
        return Look(None, sure=not deleted and (bool(seen) or held is not None or latest is None))

    async def publish(self, post: Post) -> None:
        await self._do(post, lambda http, at: http.publish_message(*at))

    async def open_thread(self, post: Post, name: Naming) -> None:
        named = shorten(name(self._host.voice_of(post.at.guild_id)), THREAD_NAME)
        await self._do(
            post,
            lambda http, at: http.start_thread_with_message(
                *at, name=named, auto_archive_duration=_ARCHIVE_AFTER
            ),
        )

    async def pin(self, post: Post) -> None:
        await self._do(post, lambda http, at: http.pin_message(*at))

    async def unpin(self, post: Post) -> None:
        await self._do(post, lambda http, at: http.unpin_message(*at))

    async def remove_notice(self, post: Post) -> None:
        channel_id, message_id = post.intent.channel_id, post.message_id
        async for message in self._messages(post, message_id or 0):
            about = (message.get("message_reference") or {}).get("message_id")
            if message["type"] == _PINNED and self._is_own(message) and about == str(message_id):
                try:
                    await self._ask(post, self._host.http.delete_message, channel_id, int(message["id"]))
                except MessageGone:
                    return

    async def _create(
        self, priority: Priority, guild_id: int, channel_id: int, card: Card, post: Post | None = None
    ) -> int:
        role_id = post.intent.ping_role_id if post is not None else None
        pinged = discord.AllowedMentions(roles=[discord.Object(role_id)]) if role_id is not None else None
        with handle_message_parameters(
            view=card.view(self._host.accent),
            files=card.files() or discord.utils.MISSING,
            nonce=post.at.mark if post is not None else None,
            allowed_mentions=pinged,
            previous_allowed_mentions=self._host.allowed_mentions,
        ) as params:
            async with self._outbound.turn(priority, guild_id):
                sent = await _told(self._host.http.send_message(channel_id, params=params))
        return int(sent["id"])

    async def _messages(self, post: Post, since: int) -> AsyncIterator[dict[str, Any]]:
        """The channel's messages after an id, the latest first, page by page."""
        before: int | None = None
        while True:
            page = await self._ask(
                post, self._host.http.logs_from, post.intent.channel_id, _PAGE, before=before
            )
            for message in page:
                before = int(message["id"])
                if before <= since:
                    return
                yield message
            if len(page) < _PAGE:
                return

    async def _latest(self, post: Post) -> int | None:
        channel = await self._ask(post, self._host.http.get_channel, post.intent.channel_id)
        latest = channel.get("last_message_id")
        return int(latest) if latest is not None else None

    async def _do(self, post: Post, request: Callable[[Any, tuple[int, int | None]], Awaitable[Any]]) -> None:
        """Something to a post's message; done already is done."""
        at = (post.intent.channel_id, post.message_id)
        try:
            async with self._outbound.turn(Priority.FOLLOW_UP, post.at.guild_id):
                await _told(request(self._host.http, at))
        except Rejected as error:
            if getattr(error.__cause__, "code", None) not in _ALREADY:
                raise

    async def _ask(self, post: Post, request: Callable[..., Awaitable[_T]], *of: Any, **more: Any) -> _T:
        # a look is part of posting, what is done to a message is not
        priority = Priority.POST if post.message_id is None else Priority.FOLLOW_UP
        async with self._outbound.turn(priority, post.at.guild_id):
            return await _told(request(*of, **more))

    def _held(self, guild_id: int, channel_id: int) -> discord.Permissions | None:
        """What the bot may do in a channel; None when the channel is not known."""
        guild = self._host.get_guild(guild_id)
        channel = guild.get_channel_or_thread(channel_id) if guild is not None else None
        if guild is None or channel is None:
            return None
        held = channel.permissions_for(guild.me)
        if isinstance(channel, discord.Thread):
            held.send_messages = held.send_messages_in_threads
        return held

    def _is_own(self, message: dict[str, Any]) -> bool:
        own = self._host.user
        return own is not None and message["author"]["id"] == str(own.id)


def _carries(components: Any, mark: str) -> bool:
    return any(mark in component.get("custom_id", "") for component in walk(components))


async def _told(request: Awaitable[_T]) -> _T:
    """A request's answer, or what it means that there is none."""
    try:
        return await request
    except discord.HTTPException as error:
        raise _meaning(error) from error
    except NO_ANSWER as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error


def _meaning(error: discord.HTTPException) -> Exception:
    if error.code == _NO_MESSAGE:
        return MessageGone(str(error))
    if error.code in _GONE:
        return Refused(Trouble.CHANNEL_GONE)
    if error.code in _NO_ACCESS:
        return Refused(Trouble.NO_ACCESS)
    if error.code in _NO_PERMISSION or (error.status == 403 and error.code):
        return Refused(Trouble.NO_PERMISSION)
    return Rejected(str(error)) if error.status == 400 else Unreachable(str(error))
