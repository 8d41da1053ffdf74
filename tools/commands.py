"""Print the page of all commands, made from the commands themselves: `make commands`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

import discord
from discord import AppCommandOptionType, app_commands

from bot.client import FanBot
from bot.help.topics import TOPICS
from bot.kit.checks import ONLY_FOR, AnyCommand, Audience
from tools.offline import offline_bot

_HEAD = """# Commands

Everything that can be typed, by who may use it. Options in brackets may be left out. What more there is to
do stands as buttons below the answers. This page is made from the commands themselves (`make commands`); a
test holds the two together.
"""
_HOST = 1  # the id of a server; any will do
_MOST_CHOICES = 8  # told one by one
_TAKEN = {
    AppCommandOptionType.string: "text",
    AppCommandOptionType.boolean: "yes or no",
    AppCommandOptionType.user: "a member",
    AppCommandOptionType.channel: "a channel",
    AppCommandOptionType.role: "a role",
    AppCommandOptionType.attachment: "a file",
}


class Who(Enum):
    """Who may use a command: a heading, and what it means."""

    ANYBODY = (
        "Everybody, everywhere",
        "In servers, in direct messages with the bot, and anywhere for those who added it to their account.",
    )
    MEMBERS = ("Members of a server", "In servers that have invited the bot.")
    MODERATORS = (
        "Moderators of a server",
        (
            "People with Manage Server, and those with the moderator role. Discord shows `/settings` and\n"
            "`/configure` to Manage Server alone, until a server allows them to the role (Server Settings,\n"
            "Integrations)."
        ),
    )
    HOST = ("Whoever hosts the bot", "Administrators of the server that `OPERATOR_GUILD_ID` names.")


_STARTER = "For whoever started the round, and moderators."
_MANAGER = "*This server* is for people with Manage Server."
_NARROWER = {
    "trivia start": (Who.MEMBERS, "A server can name a role, and the channels for rounds."),
    "trivia skip": (Who.MEMBERS, _STARTER),
    "trivia stop": (Who.MEMBERS, _STARTER),
    "goal reading": (Who.MODERATORS, "Also for the role that *Who enters readings* names."),
    "privacy export": (Who.ANYBODY, _MANAGER),
    "privacy delete": (Who.ANYBODY, _MANAGER),
}
"""What Discord is not told, because a service decides it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A command as the page tells it."""

    name: str
    description: str
    options: tuple[dict[str, Any], ...]
    """As Discord is told them."""
    who: Who
    note: str | None


async def page() -> str:
    """The page, in Markdown.

    Raises:
        ValueError: `_NARROWER` names a command that is not there.
    """
    async with offline_bot(operator_guild_id=_HOST) as bot:
        offered = {command.qualified_name: command for command in bot.command_book.offered()}
        entries = [_entry(bot, offered[name]) for topic in TOPICS for name in topic.commands]
        entries += [
            _entry(bot, command, Who.HOST)
            for command in bot.tree.walk_commands(guild=discord.Object(_HOST))
            if isinstance(command, app_commands.Command)
        ]
    if unknown := _NARROWER.keys() - {entry.name for entry in entries}:
        raise ValueError(f"there are no such commands: {', '.join(sorted(unknown))}")
    told = [line for who in Who for line in _group(who, [entry for entry in entries if entry.who is who])]
    return "\n".join([_HEAD.rstrip(), *told, ""])


def _entry(bot: FanBot, command: AnyCommand, who: Who | None = None) -> Entry:
    narrower, note = _NARROWER.get(command.qualified_name, (None, None))
    described = command.to_dict(bot.tree)
    options = tuple(described["options"])
    return Entry(
        command.qualified_name,
        described["description"],
        options,
        who or narrower or _who(bot, command),
        note,
    )


def _who(bot: FanBot, command: AnyCommand) -> Who:
    root = command.root_parent or command
    if command.extras.get(ONLY_FOR) is Audience.MODERATORS or root.default_permissions is not None:
        return Who.MODERATORS
    contexts = root.allowed_contexts or bot.tree.allowed_contexts
    return Who.ANYBODY if contexts.dm_channel else Who.MEMBERS


def _group(who: Who, entries: list[Entry]) -> Iterator[str]:
    title, meaning = who.value
    yield from ("", f"## {title}", "", meaning)
    for entry in entries:
        told = " ".join(f"[{one['name']}]" if not one["required"] else one["name"] for one in entry.options)
        yield from ("", f"### `/{entry.name}{' ' if told else ''}{told}`", "")
        yield f"{entry.description}.{' ' + entry.note if entry.note else ''}"
        if entry.options:
            yield ""
            yield from (f"- `{one['name']}`: {one['description']} ({_taken(one)})" for one in entry.options)


def _taken(option: dict[str, Any]) -> str:
    if choices := option.get("choices"):
        names = [choice["name"] for choice in choices]
        if len(names) > _MOST_CHOICES:
            return f"one of {len(names)} that Discord lists"
        return "one of: " + ", ".join(names)
    if "min_value" in option:
        return f"a number from {option['min_value']} to {option['max_value']}"
    taken = _TAKEN[AppCommandOptionType(option["type"])]
    return f"{taken}, with suggestions" if option.get("autocomplete") else taken


if __name__ == "__main__":
    print(asyncio.run(page()), end="")
