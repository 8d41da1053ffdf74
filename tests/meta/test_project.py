"""What the project promises about itself."""

from __future__ import annotations

import ast
import json
import re
from io import StringIO
from pathlib import Path

import discord
import pytest
from dotenv import dotenv_values
from pydantic import SecretStr

from bot.app import AREAS
from bot.config import Config
from bot.facts.base import FactBase, schema
from bot.facts.faults import read
from bot.facts.proofreading import proofread
from bot.facts.statistics import count
from bot.facts.vocabulary import Status
from bot.guilds.general import LANGUAGE
from bot.guilds.kinds import OneOf
from bot.help.topics import TOPICS
from bot.i18n.catalogs import Catalogs
from bot.permissions import NAMES
from demo.world import World
from tests.conftest import EXAMPLE, ROOT
from tools import commands, privacy
from tools.reference import page

COMMANDS = Path(__file__).with_name("commands.json")
ENVIRONMENT = ROOT / ".env.example"


def test_the_schema_is_that_of_the_model() -> None:
    assert (ROOT / "data" / "facts.schema.json").read_text(encoding="utf-8") == schema()


def test_the_fact_base_names_its_schema(base: FactBase) -> None:
    shipped = json.loads((ROOT / "data" / "facts.json").read_text(encoding="utf-8"))

    assert shipped["$schema"] == "./facts.schema.json"
    assert len(base.facts) >= 60


def test_at_least_sixty_facts_are_drawn_from_the_five_documents(base: FactBase) -> None:
    documents = {source.id for source in base.sources.values() if source.kind == "document"}
    drawn = [fact for fact in base.facts.values() if {entry.source for entry in fact.sources} & documents]

    assert len(documents) == 5
    assert len(drawn) >= 60


@pytest.mark.parametrize(
    ("path", "documents"),
    [
        (ROOT / "data" / "facts.json", ROOT.parent / "shared" / "facts" / "documents"),
        (EXAMPLE, ROOT / "docs" / "example"),
    ],
    ids=["shipped", "example"],
)
def test_no_remark_on_a_base_is_left_unanswered(path: Path, documents: Path) -> None:
    texts = {text.name: text.read_text(encoding="utf-8") for text in documents.glob("*.txt")}

    assert proofread(read(str(path), path.read_bytes()), texts or None) == []


def test_the_calendar_has_something_true_for_most_days() -> None:
    path = ROOT / "data" / "facts.json"
    counted = count(read(str(path), path.read_bytes()))

    assert counted.facts >= 700
    assert counted.subjects >= 400
    assert counted.questions >= 250
    assert counted.anniversary_days >= 280
    assert counted.great_days >= 60
    assert counted.longest_gap[0] <= 7


def test_every_question_stands_on_a_fact_that_lasts(base: FactBase) -> None:
    path = ROOT / "data" / "facts.json"
    for question in read(str(path), path.read_bytes()).questions:
        fact = base.facts[question.fact]
        assert fact.status is Status.CONFIRMED, question.id
        assert fact.as_of is None, question.id
        given_away = re.search(rf"\b{re.escape(question.answer)}\b", question.prompt, re.IGNORECASE)
        assert not given_away, question.id


def test_the_example_settings_explain_every_setting_and_load(monkeypatch: pytest.MonkeyPatch) -> None:
    text = ENVIRONMENT.read_text(encoding="utf-8")
    named = set(re.findall(r"^#?\s?([A-Z_]+)=", text, re.MULTILINE))
    assert named == {name.upper() for name in Config.model_fields}

    everything = re.sub(r"^# ?([A-Z_]+=)", r"\1", text, flags=re.MULTILINE)
    for name, value in dotenv_values(stream=StringIO(everything)).items():
        monkeypatch.setenv(name, value or "")
    monkeypatch.setenv("DISCORD_TOKEN", "token")
    loaded = Config(_env_file=None)

    defaults = Config(_env_file=None, discord_token=SecretStr("token"))
    assert loaded.discord_api_base == defaults.discord_api_base


def test_the_page_of_settings_is_that_of_the_declarations() -> None:
    """To renew it: `make reference`."""
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == page()


async def test_the_page_of_commands_is_that_of_the_tree() -> None:
    """To renew it: `make commands`."""
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == await commands.page()


def test_the_page_of_privacy_is_that_of_the_registry() -> None:
    """To renew it: `make privacy`."""
    told = privacy.PAGE.read_text(encoding="utf-8")
    assert told == privacy.renewed(told)


def test_every_language_spoken_can_be_set() -> None:
    assert isinstance(LANGUAGE.kind, OneOf)
    assert tuple(option.value for option in LANGUAGE.kind.options) == Catalogs().tags


def test_every_permission_that_is_named_has_a_name_people_know() -> None:
    needed = {name for area in AREAS for setting in area.settings for name in setting.needs}

    assert needed <= set(NAMES)
    assert set(NAMES) <= set(discord.Permissions.VALID_FLAGS)


async def test_discord_is_told_exactly_this(world: World) -> None:
    """A change of commands shows here. To accept it: `make commands`."""
    told = world.requests("PUT", "/commands")[0]

    assert told == json.loads(COMMANDS.read_text(encoding="utf-8"))


async def test_the_readme_and_help_list_every_command(world: World) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    offered = {command.qualified_name for command in world.bot.command_book.offered()}

    assert {name for topic in TOPICS for name in topic.commands} == offered
    assert {name for name in offered if f"`/{name}" not in readme} == set()


def test_no_raw_button_select_or_modal_stands_outside_the_kit() -> None:
    strays = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for folder in ("bot", "cogs")
        for file in (ROOT / folder).rglob("*.py")
        if "kit" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute | ast.Name | ast.ImportFrom) and _names_discord_ui(node)
    ]

    assert strays == []


def _names_discord_ui(node: ast.Attribute | ast.Name | ast.ImportFrom) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "discord.ui" or (
            node.module == "discord" and any(name.name == "ui" for name in node.names)
        )
    return isinstance(node, ast.Attribute) and node.attr == "ui"
