"""Modals that outlive a restart: sent as data, submitted by custom_id.

discord.py keeps a sent modal in memory until it is submitted, and one that is dismissed for good. A
modal here is stopped before it is sent, so nothing is kept; its submission arrives in the client's
`on_interaction` and is routed by custom_id, like a press.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.kit import limits
from bot.kit.host import Interaction
from bot.kit.items import Action, Ids, read_custom_id
from bot.kit.limits import shorten


@dataclass(frozen=True, slots=True)
class TextField:
    """A line to type into."""

    name: str
    label: str
    placeholder: str = ""
    most: int = 100
    """How many characters may be typed."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What was filled in."""

    action: Action
    ids: Ids
    texts: Mapping[str, str]
    """The typed texts by field name."""


SubmissionHandler = Callable[[Interaction, Submission], Awaitable[None]]


async def ask(interaction: Interaction, custom_id: str, title: str, *fields: TextField) -> None:
    """Answer with a modal of these fields."""
    modal = ui.Modal(title=shorten(title, limits.MODAL_TITLE), custom_id=custom_id)
    for field in fields:
        line: ui.TextInput[Any] = ui.TextInput(
            custom_id=field.name, placeholder=field.placeholder or None, max_length=field.most
        )
        modal.add_item(ui.Label(text=shorten(field.label, limits.FIELD_LABEL), component=line))
    modal.stop()
    await interaction.response.send_modal(modal)


def read_submission(interaction: Interaction) -> Submission | None:
    """What a submitted modal says; None when it is not one of ours."""
    data: Mapping[str, Any] = interaction.data or {}
    addressed = read_custom_id(str(data.get("custom_id", "")))
    if addressed is None:
        return None
    fields = _fields(data.get("components", ()))
    texts = {field["custom_id"]: field["value"] for field in fields if "value" in field}
    return Submission(*addressed, texts)


def _fields(components: Any) -> Iterator[Mapping[str, Any]]:
    for component in components:
        if "custom_id" in component:
            yield component
        yield from _fields(component.get("components", ()))
        if inner := component.get("component"):
            yield from _fields((inner,))
