"""The process that draws: `python -m bot.drawing.worker <seconds>`, after which it ends when idle.

It ends with the bot too, however that ends: its standard input ends then.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from importlib import import_module
from threading import Timer
from typing import Any

from bot.drawing.wire import Request, receive, send


def main(idle: float) -> None:
    """Draw what is asked for until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the bot, which then ends this
    if hasattr(os, "nice"):
        os.nice(10)  # answers come before pictures
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    while True:
        tired = Timer(idle, os._exit, (0,))
        tired.daemon = True
        tired.start()
        try:
            request = receive(sys.stdin.buffer)
        except EOFError:
            return
        finally:
            tired.cancel()
        send(answers, _drawn(request))


def _drawn(request: Request) -> Any:
    """The picture, or what went wrong as text."""
    module, _, function = request.painter.partition(":")
    try:
        return getattr(import_module(module), function)(request.arguments)
    except Exception:  # noqa: BLE001  # told to the bot, which logs it
        return traceback.format_exc()


if __name__ == "__main__":
    main(float(sys.argv[1]))
