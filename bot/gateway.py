"""What is read of what Discord's gateway tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from discord.state import AutoShardedConnectionState

_COMPONENT, _BUTTON = 3, 2  # types of an interaction, and of what was pressed


class Witness(Protocol):
    """Somebody who sees interactions come, and hears which of them did not go as asked."""

    def arrived(self, data: Mapping[str, Any], /) -> None: ...

    def went(self, interaction_id: int, data: Mapping[str, Any], outcome: str, /) -> None: ...


class GatewayState(AutoShardedConnectionState[Any]):
    """discord.py's, without the components of a message whose button is pressed.

    The press tells the button's custom_id, which is all that is needed; to build the rest took a sixth of the
    time an answer takes. Of a pressed select they are kept: its options are read from its message.
    """

    def parse_interaction_create(self, data: Any) -> None:
        witness: Witness | None = self._get_client().witness
        if witness is not None:
            witness.arrived(data)
        if data["type"] == _COMPONENT and data["data"]["component_type"] == _BUTTON:
            data["message"]["components"] = []
        super().parse_interaction_create(data)
