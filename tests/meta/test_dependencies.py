"""What the bot stands on: pinned by hash, licensed, and used."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT
from tools.licences import DEV_LOCK, ELSEWHERE, LOCK, page, pinned

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NOT_IMPORTED = {"tzdata", "justmytype-intl-cjk"}
"""Data that others read: zones by the standard library, fonts as resources."""


def _asked(extra: str | None = None) -> set[str]:
    told = PROJECT["dependencies"] if extra is None else PROJECT["optional-dependencies"][extra]
    return {str(canonicalize_name(Requirement(line).name)) for line in told} - {"borahae"}


@pytest.mark.parametrize("lock", [LOCK, DEV_LOCK], ids=lambda path: path.name)
def test_each_line_of_a_lock_is_pinned_with_hashes_and_names_no_address(lock: Path) -> None:
    text = re.sub(r"#.*", "", lock.read_text(encoding="utf-8"))
    requirements = text.replace("\\\n", " ").split("\n")
    for line in filter(None, map(str.strip, requirements)):
        assert re.match(r"[a-z0-9.-]+==[^ ]+ ", line), line
        assert re.findall(r"--hash=sha256:[0-9a-f]{64}(?= |$)", line), line
    assert not re.search(r"https?:|file:|--index|--extra-index|--find-links|@ ", text)


def test_the_locks_hold_what_is_asked_for_and_agree() -> None:
    needed, everything = set(pinned(LOCK)), set(pinned(DEV_LOCK))
    assert needed <= everything
    assert _asked() <= {one.name for one in needed}
    assert _asked("demo") | _asked("test") <= {one.name for one in everything}
    assert len({one.name for one in everything}) == len(everything)


def test_what_is_installed_is_what_is_pinned() -> None:
    for one in pinned(DEV_LOCK):
        try:
            assert version(one.name) == one.version
        except PackageNotFoundError:
            assert one.name in ELSEWHERE, f"{one.name} is pinned, and not here: make venv"


def test_the_page_of_licences_is_that_of_the_metadata() -> None:
    """To renew it: `make licences`."""
    assert (ROOT / "docs" / "licences.md").read_text(encoding="utf-8") == page()


def test_nothing_that_is_asked_for_is_unused() -> None:
    by_module = packages_distributions()
    imported = {
        name.split(".")[0]
        for folder in ("bot", "cogs")
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in _imported(node)
    }
    used = {canonicalize_name(one) for module in imported for one in by_module.get(module, [])}

    assert _asked() - used == NOT_IMPORTED


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
