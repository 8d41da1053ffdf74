"""Asking for pictures. This process never imports what draws them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from bot.drawing.easel import Easel

MOST_KEPT = 4_000_000  # bytes of pictures that stay in memory; a month's page has a tenth of a million

Key = tuple[str, Hashable]
T = TypeVar("T")


class DrawingService:
    """Draws by name, one picture at a time, and remembers the latest.

    A painter is a function `paint(arguments) -> bytes` that makes a PNG of its arguments alone. It is
    given as `module:function` and imported by the worker only; so are the arguments, frozen and of a
    module that imports little.
    """

    def __init__(self, painters: Mapping[str, str], easel: Easel | None = None) -> None:
        self._painters = dict(painters)
        self._easel = easel or Easel()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")
        self._preparing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="preparing")
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._size = 0
        self._under_way: dict[Key, asyncio.Future[bytes]] = {}

    async def prepare(self, make: Callable[[], T]) -> T:
        """Make what takes some milliseconds, such as a picture's arguments, beside the event loop.

        One is made at a time: many at once would hold the loop up, and so would many threads.
        """
        return await asyncio.get_running_loop().run_in_executor(self._preparing, make)

    async def draw(self, name: str, arguments: Hashable) -> bytes:
        """A picture as PNG.

        Raises:
            DrawingFailed: it could not be drawn, or not in time; an answer can do without a picture.
            KeyError: there is no painter of that name.
        """
        painter, key = self._painters[name], (name, arguments)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._under_way:
            loop = asyncio.get_running_loop()
            drawing = loop.run_in_executor(self._thread, self._easel.draw, painter, arguments)
            drawing.add_done_callback(partial(self._done, key))
            self._under_way[key] = drawing
        # Whoever stops waiting does not stop the picture: others may wait for the same one.
        return await asyncio.shield(self._under_way[key])

    async def close(self) -> None:
        """Stop drawing, and end the worker; who still waits is told that it failed."""
        await asyncio.to_thread(self._easel.close)
        await asyncio.to_thread(self._thread.shutdown)
        await asyncio.to_thread(self._preparing.shutdown)

    def _done(self, key: Key, drawing: asyncio.Future[bytes]) -> None:
        del self._under_way[key]
        if drawing.cancelled() or drawing.exception() is not None:
            return
        self._kept[key] = drawing.result()
        self._size += len(drawing.result())
        while self._size > MOST_KEPT:
            self._size -= len(self._kept.popitem(last=False)[1])
