"""Print the page of what the bot stands on, and under which licences: `make licences`.

What is not installed here, because another Python or system needs it, is known by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
ELSEWHERE = {"audioop-lts": "PSF-2.0", "colorama": "BSD-3-Clause"}
"""Of Python 3.13 and later; of Windows."""
_BESIDES = {"justmytype-intl-cjk": "; its fonts, Noto: OFL-1.1"}
"""What the metadata does not say."""
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
_CLASSIFIER = "License :: "


@dataclass(frozen=True, slots=True)
class Pinned:
    """One package of a lock."""

    name: str
    version: str


def pinned(lock: Path) -> list[Pinned]:
    """What a lock pins, in its order."""
    return [Pinned(*found) for found in _PINNED.findall(lock.read_text(encoding="utf-8"))]


def licence_of(name: str) -> str:
    """What a package says of its licence.

    Raises:
        LookupError: it says nothing.
    """
    try:
        told = distribution(name)
    except PackageNotFoundError:
        return ELSEWHERE[name]
    found = _said(told)
    if found is None:
        raise LookupError(f"{name} says nothing of its licence")
    return found + _BESIDES.get(name, "")


def page() -> str:
    """The page, in Markdown."""
    needed = pinned(LOCK)
    others = [one for one in pinned(DEV_LOCK) if one not in needed]
    return "\n".join(
        [
            "# Licences",
            "",
            "Borahae itself is under the [MIT licence](../LICENSE). What it stands on, by the metadata of",
            "what is installed (`make licences`; a test holds the two together).",
            "",
            "## What the bot needs",
            "",
            *_table(needed),
            "",
            "## What the demo, the tests and the build need besides",
            "",
            *_table(others),
            "",
        ]
    )


def _table(packages: list[Pinned]) -> Iterator[str]:
    yield from ("| package | version | licence |", "| --- | --- | --- |")
    for one in packages:
        yield f"| {one.name} | {one.version} | {licence_of(one.name)} |"


def _said(told: Distribution) -> str | None:
    """By the newest of the ways to say it there are; a whole licence's text is none."""
    metadata = told.metadata
    if "License-Expression" in metadata:
        return str(metadata["License-Expression"])
    classifiers = [
        line.removeprefix(_CLASSIFIER).removeprefix("OSI Approved :: ")
        for line in metadata.get_all("Classifier") or []
        if line.startswith(_CLASSIFIER) and line != "License :: OSI Approved"
    ]
    written = str(metadata["License"] or "").strip() if "License" in metadata else ""
    if written and "\n" not in written and len(written) < 60:
        return written
    return ", ".join(classifiers) or None


if __name__ == "__main__":
    print(page(), end="")
