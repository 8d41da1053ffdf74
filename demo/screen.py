"""A channel in the browser: SimCord's Preview, which does one thing at a time. Knows SimCord's Preview.

The page breaks when an action overlaps another operation, and refuses one that was pressed on what has been
republished since, though nothing about it changed. So every action waits for its turn, and is given the
page's present revision, except where the buttons it was pressed among are others now.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from simcord.actors import MemberActor
from simcord.backend.access import can_access_channel, can_access_message
from simcord.backend.errors import SetupError
from simcord.builders import ChannelHandle, UserHandle
from simcord.preview import Preview

from demo.driver import Driver
from demo.people import Person
from demo.world import HOME, World

HELLO = "Welcome! Type / in the box below and pick a command. Nothing is sent anywhere."
_REVISIONS_KEPT = 256


class PortTaken(Exception):
    """Something else listens there."""


def sees(world: World, person: Person, channel: ChannelHandle) -> bool:
    """Whether a person can look at a channel and what was said in it."""
    return can_access_channel(world.env, channel.id, _viewer(person, channel), history=True)


@asynccontextmanager
async def general(world: World) -> AsyncIterator[str]:
    """The address of #general in a plain world, in which nothing happens but what is done."""
    await world.moderator.write(HELLO)
    people = (world.member, world.moderator)
    opening = Screen.on(Driver(world), world.general, people, locale=world.server.locale, port=0)
    async with opening as screen:
        yield screen.address


class Screen:
    """One channel, as one of its people sees it first; the others can be chosen on the page."""

    def __init__(self, preview: Preview, channel: ChannelHandle, driver: Driver) -> None:
        self._preview, self._channel, self._driver = preview, channel, driver
        self._seen: dict[tuple[str, int], int] = {}
        self._newest: dict[str, int | None] = {}
        self._closed = False
        self._publish, self._act = preview._publish, preview._action  # noqa: SLF001  # Preview has no door for it
        preview._publish = self._published  # type: ignore[method-assign]  # noqa: SLF001
        preview._action = self._acted  # type: ignore[method-assign]  # noqa: SLF001

    @classmethod
    @asynccontextmanager
    async def on(
        cls,
        driver: Driver,
        channel: ChannelHandle,
        people: Sequence[Person],
        *,
        locale: str,
        port: int,
    ) -> AsyncIterator[Screen]:
        """Show a channel.

        Raises:
            PortTaken: something else listens there.
        """
        world = driver.world
        viewers = [_viewer(person, channel) for person in people if sees(world, person, channel)]
        if channel.guild is None:
            viewers = viewers[:1]
        async with driver.turn():
            preview = world.env.preview(
                channel, viewers=viewers, layout="channel", locale=locale, timezone=HOME.key, port=port
            )
            screen = cls(preview, channel, driver)
            try:
                await preview.__aenter__()
            except SetupError as error:
                if isinstance(error.__cause__, OSError):
                    raise PortTaken(str(port)) from error
                raise
        try:
            yield screen
        finally:
            screen._closed = True
            await preview.close()

    @property
    def address(self) -> str:
        """Where it is; a secret: whoever has it is in."""
        return self._preview.url

    @property
    def channel_id(self) -> int:
        return self._channel.id

    async def refresh(self) -> None:
        """Show what has happened. Only in one's turn; nothing happens to a screen that was closed."""
        if self._closed or self._preview._closed:  # noqa: SLF001  # its own menu can close it
            return
        await self._preview.refresh()

    def _follow(self, page: Any) -> None:
        """Let a page that shows the latest messages look at a newer one that came, as Discord does.

        Preview's own page stays where it is, and tells that there is more.
        """
        env, at_the_end = self._preview.env, page.window_end_id in {None, page.target_id}
        stored = reversed(env.backend.messages.get(page.channel_id, {}).values())
        newest = next(
            (one.id for one in stored if can_access_message(env, page.channel_id, one, page.viewer)), None
        )
        if newest != self._newest.get(page.id) and at_the_end and page.layout == "channel":
            page.target_id, page.window_end_id = newest, None
        self._newest[page.id] = newest

    def _published(self, page: Any, **options: Any) -> None:
        self._follow(page)
        self._publish(page, **options)
        self._seen[page.id, page.revision] = self._driver.watch.moment
        while len(self._seen) > _REVISIONS_KEPT:
            del self._seen[next(iter(self._seen))]

    async def _acted(self, context_id: str | None, body: Any) -> dict[str, Any]:
        async with self._driver.turn():
            if self._closed:
                raise SetupError("this channel is not shown any more")
            page = self._preview._get_page(context_id)  # noqa: SLF001
            if self._still_fits(page, body):
                body = {**body, "published_revision": page.revision}
            return await self._act(context_id, body)

    def _still_fits(self, page: Any, body: Any) -> bool:
        """Whether what was pressed is still what it was when the page showed it."""
        if not isinstance(body, Mapping):  # whatever was sent: Preview says what it thinks of it
            return False
        revision, target = body.get("published_revision"), body.get("target_id")
        if not isinstance(revision, int) or (page.id, revision) not in self._seen:
            return False
        if not isinstance(target, str) or not target.isdecimal():
            return target is None
        return not self._driver.watch.reshaped_since(int(target), self._seen[page.id, revision])


def _viewer(person: Person, channel: ChannelHandle) -> MemberActor | UserHandle:
    return person.in_server if channel.guild is not None else person.in_server.user
