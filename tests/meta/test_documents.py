"""What the documents promise: links lead somewhere, paths are there, modules have their place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.facts.vocabulary import Category, DateKind, SubjectKind
from tests.conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
TREES = ("bot", "cogs", "data", "demo", "deploy", "docs", "tests", "tools", "benchmarks")
FOLDERS = [ROOT, *(ROOT / name for name in TREES)]
FOLDERS += [inner for name in TREES for inner in (ROOT / name).rglob("*") if inner.is_dir()]
_FENCED = re.compile(r"^```.*?^```\n", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
_PATH = re.compile(
    r"`((?:[\w.*-]+/)*(?:[\w.*-]+/|[\w.*-]+\.(?:py|md|json|toml|sql|html|po|pot|service|yaml|lock)))`"
)
_MADE = "build/"
"""The folder of what is not there before it is made."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_page_and_its_heading(page: Path) -> None:
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))

    for target, heading in _LINK.findall(text):
        led_to = (page.parent / target).resolve() if target else page
        assert led_to.exists(), target
        assert not heading or heading in _headings(led_to), f"{target}#{heading}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_is_named_is_there(page: Path) -> None:
    """Whole paths from the root, from `bot/` or from the page; a name alone may be anywhere."""
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))

    for path in _PATH.findall(text):
        pattern = path.replace("NNNN_name", "NNNN_*").replace("NNNN", "[0-9][0-9][0-9][0-9]").rstrip("/")
        places = (ROOT, ROOT / "bot", page.parent) if "/" in path else FOLDERS
        assert path.startswith(_MADE) or any(any(place.glob(pattern)) for place in places), path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_numbered_rules_and_steps_are_counted_through(page: Path) -> None:
    """Two versions of a rule side by side are what a bad merge leaves."""
    number = 0
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            number = 0
        elif counted := re.match(r"(\d+)\. ", line):
            assert int(counted[1]) == number + 1, line
            number += 1


def test_the_page_of_facts_names_every_kind_that_can_be_written() -> None:
    page = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")

    for kind in (*SubjectKind, *Category, *DateKind):
        assert re.search(rf"\b{kind.value}\b", page), kind


def test_every_module_of_the_bot_has_its_place_in_the_house() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    house = re.search(r"^```\n(bot/.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert house is not None
    entries = re.split(r"^ {0,2}(?=\w+/ )", house[1], flags=re.MULTILINE)
    named = {entry.partition("/")[0]: set(re.findall(r"\w+", entry.partition("/")[2])) for entry in entries}

    lacking = [
        str(file.relative_to(ROOT))
        for file in sorted((ROOT / "bot").rglob("*.py"))
        if file.stem != "__init__" and file.stem not in named.get(file.parent.name, set())
    ]

    assert lacking == []


def _headings(page: Path) -> set[str]:
    """As links name them: small letters, hyphens for spaces, no punctuation."""
    told = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in told}
