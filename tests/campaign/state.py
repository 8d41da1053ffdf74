"""What is done of a campaign, in a file: started again, it goes on where it ended."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.campaign.batch import Result
from tests.loopback.harness import ROOT

RUN = ("bot", "cogs", "data", "tests", "pyproject.toml", "requirements-dev.lock")
"""What a campaign runs: a change to anything else, documents say, does not end one of many hours."""


class OfAnother(Exception):
    """The file holds what is done of another campaign: another seed, other code, other numbers."""


@dataclass(slots=True)
class State:
    """The batches done, each written in a transaction of its own; without a file they are kept in memory."""

    _raw: sqlite3.Connection

    @classmethod
    def opened(cls, file: Path | None, about: dict[str, str], *, anew: bool) -> State:
        """What is done of a campaign.

        Raises:
            OfAnother: and what differs.
        """
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            if anew:
                file.unlink(missing_ok=True)
        raw = sqlite3.connect(file or ":memory:", isolation_level=None)
        raw.execute("CREATE TABLE IF NOT EXISTS about (what TEXT PRIMARY KEY, is_ TEXT NOT NULL)")
        raw.execute(
            "CREATE TABLE IF NOT EXISTS batches (kind TEXT, number INTEGER, result TEXT NOT NULL, "
            "PRIMARY KEY (kind, number))"
        )
        raw.execute("BEGIN IMMEDIATE")
        known = dict(raw.execute("SELECT what, is_ FROM about"))
        raw.executemany("INSERT OR IGNORE INTO about VALUES (?, ?)", about.items())
        raw.execute("COMMIT")
        if known and known != about:
            raw.close()
            differs = [
                f"{what} {known.get(what)}, now {is_}"
                for what, is_ in about.items()
                if known.get(what) != is_
            ]
            raise OfAnother("; ".join(differs))
        return cls(raw)

    def done(self) -> dict[tuple[str, int], Result]:
        """By kind and number, what came of the batches so far."""
        told = self._raw.execute("SELECT kind, number, result FROM batches ORDER BY kind, number")
        return {(kind, number): Result.unpacked(result) for kind, number, result in told}

    def keep(self, kind: str, number: int, result: Result) -> None:
        """A batch is done; there is none that is done twice."""
        self._raw.execute("INSERT INTO batches VALUES (?, ?, ?)", (kind, number, result.packed()))

    def close(self) -> None:
        self._raw.close()


def code(root: Path = ROOT) -> str:
    """Which code this is, by what lies in `RUN`, changes since the last commit among it.

    Empty where git cannot tell.
    """
    git = shutil.which("git")
    if git is None:
        return ""

    def told(*asked: str) -> bytes:
        asked = (git, *asked, "--", *RUN)
        return subprocess.run(asked, cwd=root, capture_output=True, check=False).stdout  # noqa: S603

    kept = told("ls-tree", "HEAD")
    changed = told("diff", "HEAD") + told("status", "--porcelain", "--untracked-files=all")
    return "+".join(hashlib.sha256(one).hexdigest()[:12] for one in (kept, changed) if one)
