"""A feature of the smallest kind: a post a day, the same time each day. What tests of delivery post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app import App
from bot.database.interface import Transaction
from bot.delivery.due_store import Address, Due
from bot.delivery.model import Intent, Key, Post, Step
from bot.delivery.post_kind import PostKind
from bot.i18n.markup import Markup
from bot.i18n.say import Say
from bot.kit.answers import Render
from bot.kit.blocks import Button, Row, Text
from bot.kit.cards import Card
from bot.kit.items import Action

KIND = "probe"
MORE = Action("probe", "more", carries=1)
WINDOW = timedelta(hours=6)
DAY = timedelta(days=1)


def card(post: Post) -> Render:
    """What is posted: the day, and a button that carries the mark."""

    def render(_: Say) -> Card:
        return Card(Text(Markup(f"Probe of {post.at.key}")), Row(Button("More", MORE.at(post.at.mark))))

    return render


@dataclass(frozen=True, slots=True)
class Probe:
    """The feature, put into an app."""

    app: App
    steps: tuple[Step, ...] = ()

    def install(self) -> None:
        self.app.due.register(KIND, self.handle)

        async def render(post: Post) -> Render:
            return card(post)

        def name(post: Post) -> str:
            return f"Talk about {post.at.key}"

        self.app.outbox.register(KIND, PostKind(render, thread_name=lambda post: lambda _: name(post)))

    async def begin(self, guild_id: int, channel_id: int, first: datetime) -> None:
        """Post every day from then on; what was begun before goes on as it was."""
        at = Address(KIND, guild_id, str(channel_id))

        async def schedule(tx: Transaction) -> None:
            known = "SELECT due_at FROM due_work WHERE kind = :kind AND guild_id = :guild_id AND key = :key"
            if await tx.fetch_one(known, kind=at.kind, guild_id=at.guild_id, key=at.key) is None:
                await self.app.due.put(tx, at, first)

        await self.app.presence.joined(guild_id)
        await self.app.database.write(schedule)

    async def handle(self, due: Due) -> None:
        """One day's post, and the next day it is due on."""
        key = Key(due.at.guild_id, KIND, f"{due.at.key}-{due.due_at.date()}")
        ends_at = due.due_at + WINDOW
        intent = Intent(key, int(due.at.key), due.due_at, ends_at, steps=self.steps)
        days_gone = max(0, (self.app.clock.now() - due.due_at) // DAY)

        async def go_on(tx: Transaction) -> None:
            await self.app.outbox.put(tx, intent)
            await self.app.due.put(tx, due.at, due.due_at + (days_gone + 1) * DAY)

        await self.app.database.write(go_on)
