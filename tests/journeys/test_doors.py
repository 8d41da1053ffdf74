"""Whatever goes wrong, a person gets one polite answer."""

from __future__ import annotations

import pytest
from discord import app_commands

from bot.i18n.markup import Markup
from bot.kit.answers import respond
from bot.kit.blocks import Button, Row, Text
from bot.kit.cards import Card
from bot.kit.feature import Feature, on_press
from bot.kit.host import Interaction
from bot.kit.items import Action, Press
from bot.kit.options import Choice, SuggestingOption
from demo.world import World
from tests.conftest import OpenWorld

BREAK = Action("trouble", "break")
REFUSE = Action("trouble", "refuse")


class Broken(Exception):
    """What no one foresaw."""


class _Stumbling(SuggestingOption):
    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice]:
        raise Broken

    async def transform(self, interaction: Interaction, value: str, /) -> str:
        if value == "unreadable":
            raise app_commands.TransformerError(value, self.type, self)
        return value


class Trouble(Feature):
    """Commands that fail in every way there is."""

    @app_commands.command(description="fails")
    async def trouble(self, interaction: Interaction, kind: app_commands.Transform[str, _Stumbling]) -> None:
        if kind == "after answering":
            await respond(interaction, lambda _: Card(Text(Markup("So far, so good."))))
        if kind == "after deferring":
            await interaction.response.defer()
        errors: dict[str, Exception] = {
            "cooldown": app_commands.CommandOnCooldown(app_commands.Cooldown(1, 60), 30),
            "permission": app_commands.MissingPermissions(["manage_guild", "manage_messages"]),
            "my permission": app_commands.BotMissingPermissions(["attach_files", "create_expressions"]),
            "server only": app_commands.NoPrivateMessage(),
            "check": app_commands.CheckFailure(),
        }
        raise errors.get(kind, Broken())

    @app_commands.command(description="shows buttons that fail")
    async def buttons(self, interaction: Interaction) -> None:
        row = Row(Button("Break", BREAK.at()), Button("Refuse", REFUSE.at()))
        await respond(interaction, lambda _: Card(row))

    @on_press(BREAK)
    async def broken(self, interaction: Interaction, press: Press) -> None:
        raise Broken

    @on_press(REFUSE)
    async def refused(self, interaction: Interaction, press: Press) -> None:
        raise app_commands.MissingPermissions(["manage_guild"])


SENTENCES = {
    "permission": "You need Manage Server and Manage Messages for that.",
    "my permission": "I need Attach Files and Create Expressions in this channel for that.",
    "server only": "That works in servers only.",
    "check": "You cannot do that here.",
    "unreadable": "I could not read that option. Pick one from the list, or type it anew.",
}


@pytest.mark.parametrize(("kind", "sentence"), SENTENCES.items(), ids=SENTENCES.keys())
async def test_a_foreseen_refusal_says_what_is_missing_and_is_no_error(
    world: World, kind: str, sentence: str
) -> None:
    await world.add(Trouble(world.bot.handlers))

    reply = await world.member.slash("/trouble", kind=kind)

    assert reply.private
    assert reply.text == sentence


async def test_a_cooldown_says_when(world: World) -> None:
    await world.add(Trouble(world.bot.handlers))

    assert (await world.member.slash("/trouble", kind="cooldown")).text.startswith(
        "That was quick! Try again"
    )


@pytest.mark.parametrize("kind", ["at once", "after answering", "after deferring"])
async def test_what_nobody_foresaw_becomes_an_apology_and_a_log_entry(
    open_world: OpenWorld, kind: str
) -> None:
    async with open_world(foreseen=True) as world:
        await world.add(Trouble(world.bot.handlers))

        reply = await world.member.slash("/trouble", kind=kind)

        assert "something went wrong on my side" in reply.text
        reference = reply.text.rstrip(".").split()[-1]
        (record,) = world.mishaps.records
        cause = record.exc_info
        mishap = world.mishaps.take() or ""
        assert "/trouble" in mishap
        assert reference in mishap
        assert kind not in mishap  # what a person typed is not the log's business
        assert cause is not None
        assert cause[0] is Broken
        assert reply.private or kind == "after deferring"  # Discord shows it where the deferral was shown


async def test_a_failing_button_apologises_too(open_world: OpenWorld) -> None:
    async with open_world(foreseen=True) as world:
        await world.add(Trouble(world.bot.handlers))
        shown = await world.member.slash("/buttons")

        reply = await world.member.press("Break", on=shown)

        assert reply.private
        assert "something went wrong on my side" in reply.text


async def test_a_refusing_button_says_why(world: World) -> None:
    await world.add(Trouble(world.bot.handlers))
    shown = await world.member.slash("/buttons")

    assert (await world.member.press("Refuse", on=shown)).text == "You need Manage Server for that."


async def test_failing_autocomplete_lists_nothing(open_world: OpenWorld) -> None:
    async with open_world(foreseen=True) as world:
        await world.add(Trouble(world.bot.handlers))

        assert await world.member.complete("/trouble", "kind", "x") == []
        assert world.requests("POST", "/callback")[-1] == {"type": 8, "data": {"choices": []}}
        assert "autocomplete failed" in (world.mishaps.take() or "")


@pytest.mark.parametrize(
    "custom_id", ["fact:v0:source:dynamite", "quiz:v1:answer:1", "something else", "fact:v1:nothing"]
)
async def test_a_button_of_an_older_version_answers_politely(world: World, custom_id: str) -> None:
    old = world.server.message_of_the_past(custom_id)

    reply = await world.member.press("Press me", on=old)

    assert reply.private
    assert reply.text == "That is from before my last update and no longer works. Please ask again."


@pytest.mark.parametrize("custom_id", ["fact:v1:source:gone", "fact:v1:more:gone", "fact:v1:about:gone:1"])
async def test_a_button_for_a_fact_that_is_gone_says_so(world: World, custom_id: str) -> None:
    reply = await world.member.press("Press me", on=world.server.message_of_the_past(custom_id))

    assert reply.private
    assert reply.text.startswith("That has been taken out of the fact base since.")


@pytest.mark.parametrize(
    "custom_id",
    ["fact:v1:about:dynamite:two", "fact:v1:timeline:x:-:1", "fact:v1:about:bts", "fact:v1:source"],
)
async def test_a_button_with_ids_of_another_shape_answers_politely(world: World, custom_id: str) -> None:
    reply = await world.member.press("Press me", on=world.server.message_of_the_past(custom_id))

    assert reply.private
    assert reply.text.startswith("That is from before my last update")


async def test_what_belonged_to_a_feature_that_is_gone_answers_politely(world: World) -> None:
    page = await world.member.slash("/fact about", subject="dynamite")
    form = await world.member.press(page.buttons[-2].label, on=page)

    await world.bot.unload_extension("cogs.facts")

    outdated = "That is from before my last update and no longer works. Please ask again."
    assert (await world.member.press("Next →", on=page)).text == outdated
    assert (await world.member.submit(form, {"Page number": "2"})).text == outdated
    assert (await world.member.slash("/fact search", query="dynamite")).text == outdated
    assert await world.member.complete("/fact search", "query", "dyn") == []


async def test_a_feature_that_comes_back_answers_again(world: World) -> None:
    page = await world.member.slash("/fact about", subject="dynamite")

    await world.bot.reload_extension("cogs.facts")

    assert (await world.member.press("Next →", on=page)).edited
