"""Discord's numbers, each the stricter of its documentation and its API description."""

from __future__ import annotations

CARD_COMPONENTS = 40
CARD_CHARACTERS = 4000
BUTTONS_IN_A_ROW = 5
BUTTON_LABEL = 80
SELECT_OPTIONS = 25
OPTION_TEXT = 100
PLACEHOLDER = 150
CHOICES = 25
CHOICE_NAME = 100
CUSTOM_ID = 100
ALT_TEXT = 1024
MODAL_TITLE = 45
FORM_FIELDS = 5
FIELD_LABEL = 45
FIELD_DESCRIPTION = 100
FIELD_PLACEHOLDER = 100
RADIO_OPTIONS = range(2, 11)
CHECKBOX_OPTIONS = 10
THREAD_NAME = 100
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100


def shorten(text: str, most: int) -> str:
    """Text of at most `most` characters, with an ellipsis where something is left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
