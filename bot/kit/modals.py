"""Modals that outlive a restart: sent as data, submitted by custom_id.

discord.py keeps a sent modal in memory until it is submitted, and one that is dismissed for good. A
modal here is finished from the start, so nothing is kept; its submission arrives in the client's
`on_interaction` and is routed by custom_id, like a press.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import discord
from discord import ui

from bot.kit import limits
from bot.kit.blocks import Component
from bot.kit.doors import Outdated
from bot.kit.fields import Field
from bot.kit.host import Interaction
from bot.kit.items import Action, Ids, read_custom_id
from bot.kit.limits import shorten

_TEXT_INPUT, _FILE_UPLOAD, _RADIO_GROUP = 4, 19, 21


class FormTooLarge(ValueError):
    """A form has more fields than Discord shows; its feature has to split it."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What was filled in, by field name."""

    action: Action
    ids: Ids
    texts: Mapping[str, str]
    """What was typed."""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The values of what was chosen: of options as they are, of channels and roles their ids."""
    files: Mapping[str, tuple[discord.Attachment, ...]] = field(default_factory=dict)
    """What was uploaded; read it at once, Discord deletes it soon."""

    def text(self, name: str) -> str:
        """What was typed into a field.

        Raises:
            Outdated: the form had no such field, so it is not one of today's.
        """
        if name not in self.texts:
            raise Outdated
        return self.texts[name]

    def file(self, name: str) -> discord.Attachment:
        """The one file that was uploaded.

        Raises:
            Outdated: none was, or several: the form is not one of today's.
        """
        uploaded = self.files.get(name, ())
        if len(uploaded) != 1:
            raise Outdated
        return uploaded[0]


SubmissionHandler = Callable[[Interaction, Submission], Awaitable[None]]


class SealedModal(ui.Modal):
    """A modal that discord.py sends and forgets: finished from the start, so nothing is stored for it."""

    def __init__(self, custom_id: str, title: str, components: list[Component]) -> None:
        super().__init__(title=title, custom_id=custom_id, timeout=None)
        self._components = components
        self.stop()

    def to_components(self) -> list[Component]:
        """What is sent, with title and custom_id."""
        return self._components


async def ask(interaction: Interaction, custom_id: str, title: str, *fields: Field | None) -> None:
    """Answer with a form of these fields; `None` stands for one that is not there.

    Raises:
        FormTooLarge: more than five fields, or none.
    """
    components = [field.component for field in fields if field is not None]
    if not 1 <= len(components) <= limits.FORM_FIELDS:
        raise FormTooLarge(f"{len(components)} fields of {limits.FORM_FIELDS}")
    modal = SealedModal(custom_id, shorten(title, limits.MODAL_TITLE), components)
    await interaction.response.send_modal(modal)


def read_submission(interaction: Interaction) -> Submission | None:
    """What a submitted modal says; None when it is not one of ours."""
    data: Mapping[str, Any] = interaction.data or {}
    addressed = read_custom_id(str(data.get("custom_id", "")))
    if addressed is None:
        return None
    uploaded = data.get("resolved", {}).get("attachments", {})
    texts: dict[str, str] = {}
    chosen: dict[str, tuple[str, ...]] = {}
    files: dict[str, tuple[discord.Attachment, ...]] = {}
    for filled in _filled(data.get("components", ())):
        name, kind = filled["custom_id"], filled["type"]
        if kind == _TEXT_INPUT:
            texts[name] = filled["value"]
        elif kind == _RADIO_GROUP:
            chosen[name] = () if filled.get("value") is None else (filled["value"],)
        elif kind == _FILE_UPLOAD:
            files[name] = tuple(_attachment(uploaded[file_id], interaction) for file_id in filled["values"])
        else:
            chosen[name] = tuple(filled["values"])
    return Submission(*addressed, texts, chosen, files)


def _filled(components: Any) -> Iterator[Mapping[str, Any]]:
    for component in components:
        if "custom_id" in component:
            yield component
        yield from _filled(component.get("components", ()))
        if inner := component.get("component"):
            yield from _filled((inner,))


def _attachment(told: Any, interaction: Interaction) -> discord.Attachment:
    # as discord.py's own modals make it; there is no public way to one
    return discord.Attachment(data=told, state=interaction._state)  # noqa: SLF001
