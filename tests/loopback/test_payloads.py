"""The type checker holds gateway events against discord.py's TypedDicts.

`make check` runs it over this file: were a wrong event not caught, its `type: ignore` would be unused, and
that is an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.loopback.payloads import unavailable_guild
from tests.loopback.store import Guild

if TYPE_CHECKING:
    from discord.types import gateway as events
    from discord.types import guild as guild_types

MISSPELT: guild_types.UnavailableGuild = {"id": "1", "unavailble": True}  # type: ignore[typeddict-unknown-key]
INCOMPLETE: events.ReadyEvent = {"v": 10}  # type: ignore[typeddict-item]
WRONG_TYPE: guild_types.UnavailableGuild = {"id": "1", "unavailable": "yes"}  # type: ignore[typeddict-item]


def test_a_right_event_is_typed() -> None:
    right: guild_types.UnavailableGuild = unavailable_guild(Guild(1, "g", 2, {}))

    assert right == {"id": "1", "unavailable": True}
