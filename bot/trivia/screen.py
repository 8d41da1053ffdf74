"""Rounds shown in their messages, through the one paced sender."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.delivery.outbound import Priority
from bot.delivery.sender import Editor, Message, MessageGone, Render
from bot.trivia import cards
from bot.trivia.round import Round
from bot.trivia.stage import Scene, Urgency

BETWEEN_COUNTS = 3.0
"""Seconds between two counts of answers in a channel: Discord slows down who edits more often."""
_PRIORITIES = {
    Urgency.QUESTION: Priority.QUESTION,
    Urgency.REVEAL: Priority.REVEAL,
    Urgency.COUNT: Priority.BOARD,
}


class MessageStage:
    """Implements `Stage`: each round edits one message, with the bot's own token, for as long as it takes."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    async def show(
        self, played: Round, scene: Callable[[], Scene | None], urgency: Urgency
    ) -> datetime | None:
        if played.message_id is None:
            raise MessageGone

        def render() -> Render | None:
            shown = scene()
            return partial(cards.scene, shown) if shown is not None else None

        at = Message(played.guild_id, played.channel_id, played.message_id)
        spacing = BETWEEN_COUNTS if urgency is Urgency.COUNT else 0.0
        return await self._editor.edit(_PRIORITIES[urgency], at, render, spacing=spacing)
