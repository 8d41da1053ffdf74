"""What Discord takes as a message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.contract import MESSAGE_CONTENT
from tests.loopback import errors

COMPONENTS_V2 = 1 << 15
_TEXT_DISPLAY = 10
_ONLY_V2 = {9, 10, 11, 12, 13, 14, 17}
_MOST_COMPONENTS, _MOST_TEXT = 40, 4000


def check_message(body: dict[str, Any]) -> None:
    """Refuse what Discord refuses.

    Raises:
        ApiError: 50006 for an empty message, 50035 with the field otherwise.
    """
    content, components = body.get("content") or "", body.get("components") or []
    if len(content) > MESSAGE_CONTENT:
        raise errors.invalid_form("content", f"Must be {MESSAGE_CONTENT} or fewer in length.")
    if not content and not components and not body.get("embeds") and not body.get("attachments"):
        raise errors.ApiError(400, 50006, "Cannot send an empty message")
    every = list(walk(components))
    custom_ids = [component["custom_id"] for component in every if component.get("custom_id")]
    if len(set(custom_ids)) < len(custom_ids):
        raise errors.invalid_form("components", "Component custom id cannot be duplicated")
    if (body.get("flags") or 0) & COMPONENTS_V2:
        _check_v2(content, every)
    elif any(component["type"] in _ONLY_V2 for component in every):
        raise errors.invalid_form("components", "The specified component type is invalid in this context")


def _check_v2(content: str, every: list[dict[str, Any]]) -> None:
    if content:
        raise errors.invalid_form(
            "content", "The 'content' field cannot be used with MessageFlags.IS_COMPONENTS_V2"
        )
    if len(every) > _MOST_COMPONENTS:
        raise errors.invalid_form("components", f"Must be {_MOST_COMPONENTS} or fewer in total.")
    text = sum(len(component["content"]) for component in every if component["type"] == _TEXT_DISPLAY)
    if text > _MOST_TEXT:
        raise errors.invalid_form("components", f"Displayable text size cannot exceed {_MOST_TEXT}.")


def walk(components: Any) -> Iterator[dict[str, Any]]:
    """Every component of a message."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        if component.get("accessory"):
            yield component["accessory"]


def pressable(body: dict[str, Any], address: str) -> list[str]:
    """The custom_ids in a message that begin so, in order."""
    every = (component.get("custom_id") or "" for component in walk(body.get("components") or ()))
    return [custom_id for custom_id in every if custom_id.startswith(address)]
