"""Pictures come from a process that is there only while it is needed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from bot.drawing import service as drawing
from bot.drawing.easel import DrawingFailed, Easel
from bot.drawing.service import DrawingService
from tests.drawing import painters

PAINTERS = {
    name: f"tests.drawing.painters:{name}"
    for name, painter in vars(painters).items()
    if isinstance(painter, Callable) and painter.__module__ == painters.__name__  # type: ignore[arg-type]
}


@asynccontextmanager
async def _service(idle: float = 60, limit: float = 20) -> AsyncIterator[tuple[DrawingService, Easel]]:
    easel = Easel(idle, limit)
    service = DrawingService(PAINTERS, easel)
    try:
        yield service, easel
    finally:
        await service.close()
        assert easel.pid is None


async def test_one_worker_draws_all() -> None:
    async with _service() as (service, easel):
        assert easel.pid is None  # none before the first picture
        first, second = await service.draw("pid", 1), await service.draw("pid", 2)

        assert first == second == str(easel.pid).encode()
        assert easel.pid != os.getpid()


async def test_the_worker_has_no_token_and_what_it_prints_is_no_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    async with _service() as (service, _):
        assert b"TOKEN" not in await service.draw("environment", None)
        assert await service.draw("chatty", ("a", 1)) == b"('a', 1)"


async def test_the_same_picture_is_drawn_once_also_when_two_ask_at_a_time(tmp_path: Path) -> None:
    tally = str(tmp_path / "tally")
    async with _service() as (service, _):
        together = await asyncio.gather(service.draw("counted", tally), service.draw("counted", tally))
        again = await service.draw("counted", tally)

    assert [*together, again] == [b"drawn"] * 3
    assert Path(tally).read_text() == "."


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """What the painter `waiting` reads: it can be opened for writing as soon as that is under way."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


async def test_who_gives_up_waiting_takes_the_picture_from_nobody(pipe: Path) -> None:
    async with _service() as (service, _):
        impatient, patient = (asyncio.ensure_future(service.draw("waiting", str(pipe))) for _ in range(2))
        with await asyncio.to_thread(pipe.open, "wb") as writing:
            impatient.cancel()
            writing.write(b"drawn")
        assert await patient == b"drawn"
        assert impatient.cancelled()


async def test_only_so_many_bytes_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_KEPT", 7_000_000)
    async with _service() as (service, _):
        first, second = await service.draw("large", 1), await service.draw("large", 2)
        assert await service.draw("large", 1) is first
        await service.draw("large", 3)

        assert await service.draw("large", 1) is first
        assert await service.draw("large", 2) is not second


async def test_a_painter_that_fails_is_told_with_its_reason_and_tried_again_when_asked_again() -> None:
    async with _service() as (service, easel):
        before = await service.draw("pid", None)
        for _ in range(2):
            with pytest.raises(DrawingFailed, match="no such colour"):
                await service.draw("broken", None)
        assert str(easel.pid).encode() == before


async def test_a_worker_that_dies_is_started_once_more(tmp_path: Path) -> None:
    async with _service() as (service, _):
        assert await service.draw("deadly_once", str(tmp_path / "been-here")) == b"drawn"
        with pytest.raises(DrawingFailed, match="ended twice"):
            await service.draw("deadly", None)
        assert await service.draw("chatty", 1) == b"1"


async def test_a_picture_that_takes_too_long_is_given_up() -> None:
    async with _service(limit=1) as (service, easel):
        with pytest.raises(DrawingFailed, match="not drawn within 1 s"):
            await service.draw("slow", None)
        easel._limit = 60  # a busy machine takes its time to start another worker
        assert await service.draw("chatty", 1) == b"1"


async def test_a_worker_without_work_ends_and_the_next_picture_has_another() -> None:
    async with _service(idle=0.05) as (service, easel):
        first = await service.draw("pid", 1)
        worker = easel._worker
        assert worker is not None
        assert await asyncio.to_thread(worker.wait, 20) == 0

        assert await service.draw("pid", 2) != first


async def test_closing_ends_a_picture_under_way_and_those_behind_it(pipe: Path) -> None:
    async with _service() as (service, easel):
        under_way = asyncio.ensure_future(service.draw("waiting", str(pipe)))
        behind = asyncio.ensure_future(service.draw("chatty", 1))
        with await asyncio.to_thread(pipe.open, "wb"):
            await service.close()

        for drawn in (under_way, behind):
            with pytest.raises(DrawingFailed, match="ending"):
                await drawn
        assert easel.pid is None


async def test_an_unknown_painter_is_a_mistake_of_the_code() -> None:
    async with _service() as (service, _):
        with pytest.raises(KeyError):
            await service.draw("unknown", None)


def test_asking_for_pictures_imports_nothing_that_draws() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, bot.drawing.service; print('PIL' in sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "False"


async def test_arguments_are_made_one_at_a_time_beside_the_loop() -> None:
    at_work, most = 0, 0
    loop, begun, may_end = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def make(number: int) -> int:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        loop.call_soon_threadsafe(begun.set)
        assert may_end.wait(10)  # in the loop's own thread nobody could say so
        at_work -= 1
        return number

    async with _service() as (service, _):
        made = asyncio.gather(*(service.prepare(partial(make, number)) for number in range(3)))
        await begun.wait()
        may_end.set()
        assert await made == [0, 1, 2]

    assert most == 1


async def test_arguments_that_cannot_be_made_are_told_to_who_asked() -> None:
    async with _service() as (service, _):
        with pytest.raises(ZeroDivisionError):
            await service.prepare(lambda: 1 // 0)
