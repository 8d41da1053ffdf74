"""What whoever hosts the bot sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.i18n.markup import Markup, escape
from bot.i18n.say import Say
from bot.kit.blocks import Small, Text, Title
from bot.kit.cards import Card

_LONGEST_FAULTS = 1500  # characters


@dataclass(frozen=True, slots=True)
class Status:
    """How the bot is doing."""

    version: str
    started_at: datetime
    servers: int
    unavailable: int
    """How many of the servers Discord cannot reach at the moment."""
    shards: int
    slowest: float | None
    """The longest a shard's heartbeat took, in seconds; None before the first one."""
    facts: int
    database_bytes: int
    blocked: int
    """How many people and servers are shut out."""


def status(told: Status, say: Say) -> Card:
    """How the bot is doing."""
    lines = [
        say("Started {when:R}", when=told.started_at),
        _servers(told, say),
        say("Shards: {shards}", shards=told.shards),
        say("Facts: {facts}", facts=told.facts),
        say("Database: {size} kB", size=told.database_bytes // 1024),
        say("Shut out: {blocked}", blocked=told.blocked),
    ]
    if told.slowest is not None:
        lines.insert(3, say("Slowest heartbeat: {number} ms", number=round(told.slowest * 1000)))
    return Card(Title(say("Version {version}", version=told.version)), Text(Markup("\n".join(lines))))


def _servers(told: Status, say: Say) -> Markup:
    if not told.unavailable:
        return say("Servers: {servers}", servers=told.servers)
    return say(
        "Servers: {servers}, of which Discord cannot reach {away}",
        servers=told.servers,
        away=told.unavailable,
    )


def reloaded(facts: int, say: Say) -> Card:
    """The fact base was read again."""
    return Card(Text(say.count("Read again: {number} fact.", "Read again: {number} facts.", facts)))


def not_reloaded(faults: str, say: Say) -> Card:
    """The fact base has faults, so the old one stays."""
    return Card(Text(say("The fact base stays as it was.")), Small(escape(faults[:_LONGEST_FAULTS])))


def blocked(target_id: str, say: Say) -> Card:
    """A person or a server is shut out."""
    return Card(
        Text(say("{id} is shut out: I refuse every command and button but those of /privacy.", id=target_id))
    )


def unblocked(target_id: str, changed: bool, say: Say) -> Card:
    """They are let in again; `changed`, whether they were shut out."""
    if changed:
        return Card(Text(say("{id} may use me again.", id=target_id)))
    return Card(Text(say("{id} was not shut out.", id=target_id)))
