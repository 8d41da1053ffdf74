"""`python -m bot run` with the world's clock instead of the machine's: `WORLD_TIME_FILE` says where it is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bot.cli import run_bot
from tests.loopback.world_time import WorldTime

if __name__ == "__main__":
    sys.exit(run_bot(WorldTime(Path(os.environ["WORLD_TIME_FILE"]))))
