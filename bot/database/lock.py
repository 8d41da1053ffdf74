"""One process owns a database: a lock file beside it, which the system frees even after SIGKILL."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from bot.database.faults import told_of_system
from bot.database.interface import DatabaseInUse


class Lock:
    """The lock of one database file."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._lock = FileLock(database.with_name(f"{database.name}.lock"), thread_local=False)

    def acquire(self) -> None:
        """Take it, or fail at once.

        Raises:
            DatabaseInUse: another process has it.
            DatabaseUnusable: the lock file cannot be made.
        """
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            raise DatabaseInUse(
                f"{self._database} is in use by another process. Stop that bot, or choose another STATE_DIR."
            ) from None
        except OSError as error:
            raise told_of_system(error, self._database) from error

    def release(self) -> None:
        self._lock.release()

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()
