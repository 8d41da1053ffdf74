"""`python -m demo`: try the bot without a token; `--terminal` for scripts, `--screenshots` for pictures."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from pathlib import Path

OK, A_LINE_FAILED, NO_START = 0, 1, 2
EXTRA = {"simcord", "markdown_it", "linkify_it", "regex"}
"""What the extra `demo` brings along, by the names it is imported by."""


def main() -> int:
    """Run the demo; the exit code is 1 when a line of the terminal failed, 2 when it could not start."""
    parser = argparse.ArgumentParser(prog="python -m demo", description="Borahae in a simulated Discord.")
    parser.add_argument(
        "--terminal", action="store_true", help="read lines from standard input; `help` lists them"
    )
    parser.add_argument(
        "--screenshots",
        type=Path,
        metavar="DIR",
        help="write pictures of the cards and the page into a folder",
    )
    parser.add_argument(
        "--port", type=_port, help="the page's port, beside the next one; 0: any free ones; default: 8613"
    )
    options = parser.parse_args()
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        from demo import running  # noqa: PLC0415  # its packages may not be there
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in EXTRA:
            raise
        print("The demo's packages are missing; `make venv` installs them.", file=sys.stderr)
        return NO_START
    try:
        if options.terminal:
            return OK if asyncio.run(running.terminal()) else A_LINE_FAILED
        if options.screenshots:
            asyncio.run(running.pictures(options.screenshots))
        else:
            asyncio.run(running.page(options.port))
    except running.CannotStart as error:
        print(error, file=sys.stderr)
        return NO_START
    except (KeyboardInterrupt, asyncio.CancelledError):
        pass
    return OK


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) < 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to 65534, not {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
