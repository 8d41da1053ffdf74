"""What is found in the lived-in server."""

from __future__ import annotations

from demo.lounge import Lounge
from demo.people import Reply


def cards(lounge: Lounge, channel: str) -> list[Reply]:
    """What the bot has posted in a channel of the lived-in server."""
    return lounge.world.posted(lounge.world.server.handle.channels[channel])


def files(card: Reply) -> list[str]:
    """The names of the files on a card."""
    return [file.filename for file in card.message.attachments] if card.message is not None else []
