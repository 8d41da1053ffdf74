"""What happens in the simulated Discord, as people who look at it notice. Knows SimCord's gateway feed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from simcord.env import Env

from bot.kit.items import Ids, read_custom_id
from bot.trivia.cards import AGAIN, ANSWER, BEGIN
from demo import reading

NEAR = timedelta(hours=1)
"""A moment so close is told in minutes or seconds, which change."""
_COUNTDOWN = re.compile(r"<t:(\d+):R>")
_SHOWN = 10
"""So many of a channel's last messages are looked at for countdowns: more do not fit a screen."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of trivia, as somebody sees it come up."""

    channel_id: int
    message_id: int
    round_id: int
    number: int
    choices: int


class Watch:
    """Listens to everything Discord tells of a world."""

    def __init__(self, env: Env) -> None:
        self._env = env
        self.moment = 0
        """Counts what was heard."""
        self.asked: list[Asked] = []
        """The questions that came up and nobody has taken out of here."""
        self.playing: dict[int, datetime] = {}
        """Where a round is being played, and when its message last changed."""
        self._changed: set[int] = set()
        self._counted: dict[int, tuple[datetime, ...]] = {}
        self._shapes: dict[int, tuple[str, ...]] = {}
        self._reshaped: dict[int, int] = defaultdict(int)
        env.backend.subscribers.append(self._hear)

    def take_changed(self, channel_id: int) -> bool:
        """Whether a channel has changed since this was asked last."""
        changed = channel_id in self._changed
        self._changed.discard(channel_id)
        return changed

    def counts_down(self, channel_id: int) -> bool:
        """Whether a channel shows a moment that is near."""
        if channel_id not in self._counted:
            newest = list(self._env.backend.messages.get(channel_id, {}).values())[-_SHOWN:]
            texts = (part.get("content", "") for one in newest for part in reading.walk(one.components))
            moments = {int(found) for text in texts for found in _COUNTDOWN.findall(text)}
            self._counted[channel_id] = tuple(datetime.fromtimestamp(at, UTC) for at in moments)
        now = self._env.now()
        return any(abs(at - now) < NEAR for at in self._counted[channel_id])

    def reshaped_since(self, message_id: int, moment: int) -> bool:
        """Whether what can be pressed in a message has changed since a moment."""
        return self._reshaped[message_id] > moment

    def _hear(self, event: str, payload: Mapping[str, Any]) -> None:
        self.moment += 1
        if event.startswith("MESSAGE_"):
            channel_id = int(payload["channel_id"])
            self._changed.add(channel_id)
            self._counted.pop(channel_id, None)
            if "components" in payload:
                self._look_at(channel_id, int(payload["id"]), payload["components"])
        elif event.startswith(("CHANNEL_", "GUILD_", "THREAD_")):
            self._changed.update(self._env.backend.channels)

    def _look_at(self, channel_id: int, message_id: int, components: Any) -> None:
        shape = tuple(str(part["custom_id"]) for part in reading.walk(components) if part.get("custom_id"))
        if shape == self._shapes.get(message_id):
            return
        self._shapes[message_id] = shape
        self._reshaped[message_id] = self.moment
        read = [found for custom_id in shape if (found := read_custom_id(custom_id)) is not None]
        actions = {action for action, _ in read}
        answers: list[Ids] = [ids for action, ids in read if action == ANSWER]
        if answers:
            round_id, number, _ = (int(one or 0) for one in answers[0])
            self.asked.append(Asked(channel_id, message_id, round_id, number, len(answers)))
        if AGAIN in actions:
            self.playing.pop(channel_id, None)
        elif answers or BEGIN in actions:
            self.playing[channel_id] = self._env.now()
