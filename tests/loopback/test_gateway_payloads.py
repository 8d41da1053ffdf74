"""What is sent to the bot is shaped as Discord's.

The type checker holds gateway events against discord.py's TypedDicts.

`make check` runs it over this file: were a wrong event not caught, its `type: ignore` would be unused, and
that is an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.loopback.gateway_payloads import submitted, unavailable_guild
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


RADIO = {"type": 21, "options": [{"value": "a"}, {"value": "b", "default": True}]}
CHANNELS = {"type": 8, "default_values": [{"id": "7", "type": "channel"}]}


@pytest.mark.parametrize(
    ("field", "filled", "sent"),
    [
        ({"type": 4, "value": "Purple"}, None, {"value": "Purple"}),
        ({"type": 4, "value": "Purple"}, "", {"value": ""}),
        (RADIO, None, {"value": "b"}),
        (RADIO, ["a"], {"value": "a"}),
        (RADIO, [], {"value": None}),
        (CHANNELS, None, {"values": ["7"]}),
        (CHANNELS, [], {"values": []}),
        ({"type": 22, "options": RADIO["options"]}, ["a", "b"], {"values": ["a", "b"]}),
    ],
)
def test_a_field_comes_back_as_filled_in_or_as_it_stood(
    field: dict[str, Any], filled: str | list[str] | None, sent: dict[str, Any]
) -> None:
    named = {**field, "custom_id": "n"}

    assert submitted(named, filled) == {"type": field["type"], "id": 2, "custom_id": "n", **sent}
