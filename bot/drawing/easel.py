"""The worker process, seen from the bot: started when something is drawn, and anew when it has ended."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Event, Lock, Timer
from typing import IO

from bot.drawing.wire import Request, receive, send

IDLE = 60.0  # seconds without a picture, after which the worker ends by itself
LIMIT = 10.0  # seconds for one picture; a slow machine needs one for the first
_ROOT = Path(__file__).parents[2]
_WORKER = ("-m", "bot.drawing.worker")


class DrawingFailed(Exception):
    """A picture could not be drawn; the text says why, for the log."""


class _Ended(Exception):
    """The worker ended in the middle of a picture."""


class Easel:
    """One worker, drawing one picture at a time. Both methods block: they belong into threads."""

    def __init__(self, idle: float = IDLE, limit: float = LIMIT) -> None:
        self._idle, self._limit = idle, limit
        self._drawing = Lock()  # held for a whole picture
        self._starting = Lock()  # so that no worker is started once this is closed
        self._worker: subprocess.Popen[bytes] | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The worker's process id; None while there is none."""
        return self._worker.pid if self._worker is not None and self._worker.poll() is None else None

    def draw(self, painter: str, arguments: object) -> bytes:
        """Have a picture drawn. A worker that dies of it is started once more.

        Raises:
            DrawingFailed: the painter raised, took too long, or killed the worker twice.
        """
        with self._drawing:
            for _ in range(2):
                try:
                    return self._drawn(Request(painter, arguments))
                except _Ended:
                    continue
        raise DrawingFailed(f"{painter}: the worker ended twice")

    def close(self) -> None:
        """End the worker at once, and for good; who waits for a picture is told that it failed."""
        with self._starting:
            self._closed = True
            if self._worker is not None:
                self._worker.kill()
        with self._drawing:
            self._end()

    def _drawn(self, request: Request) -> bytes:
        worker, to_worker, from_worker = self._running()
        late = Event()

        def stop() -> None:
            late.set()
            worker.kill()

        timer = Timer(self._limit, stop)
        timer.start()
        try:
            send(to_worker, request)
            answer = receive(from_worker)
        except (OSError, EOFError) as error:
            worker.wait()
            if late.is_set():
                raise DrawingFailed(f"{request.painter}: not drawn within {self._limit:g} s") from error
            raise _Ended from error
        finally:
            timer.cancel()
        if isinstance(answer, bytes):
            return answer
        raise DrawingFailed(f"{request.painter}: {answer}")

    def _running(self) -> tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]:
        with self._starting:
            if self._closed:
                raise DrawingFailed("nothing is drawn any more: the bot is ending")
            if self._worker is None or self._worker.poll() is not None:
                self._end()
                self._worker = self._started()
            worker = self._worker
            assert worker.stdin is not None  # noqa: S101  # both are pipes
            assert worker.stdout is not None  # noqa: S101
            return worker, worker.stdin, worker.stdout

    def _started(self) -> subprocess.Popen[bytes]:
        # Nothing of the bot's environment: the token is none of the worker's business.
        environment = {"PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, sys.path)])}
        if "SYSTEMROOT" in os.environ:
            environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]  # Windows starts nothing without it
        return subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable, *_WORKER, str(self._idle)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )

    def _end(self) -> None:
        if self._worker is None:
            return
        self._worker.kill()
        self._worker.wait()
        for pipe in (self._worker.stdin, self._worker.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                pass  # what it had not read is lost with it
        self._worker = None
