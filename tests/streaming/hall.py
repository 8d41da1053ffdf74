"""A server that streams, with a wall on which what is posted and edited can be read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.caller import Caller
from bot.delivery.model import Outcome, Post, Trouble
from bot.delivery.outbound import Priority
from bot.delivery.outbox import FOLLOW_UP, POST
from bot.delivery.post_kind import PostKind
from bot.delivery.sender import Look, Message, MessageGone, Naming, Refused, Render, Unreachable
from bot.guilds.service import Wish as SettingWish
from bot.guilds.settings import Setting
from bot.i18n.catalogs import Catalogs
from bot.streaming.counter import Entered
from bot.streaming.counter import Wish as ReadingWish
from bot.streaming.goals import Goal, Kind, Mode, Plan, Unit
from bot.streaming.ledger import Logged
from bot.streaming.ledger import Wish as LogWish
from bot.streaming.live import KIND as BOARD
from bot.streaming.live import LEFT
from bot.streaming.parts import Goals
from bot.streaming.progress import MILESTONE, NOTICE, RECAP
from bot.streaming.service import KIND as COUNTDOWN
from bot.streaming.settings import ANNOUNCEMENTS
from bot.streaming.shown_proofs import KIND as PROOF
from tests.by_hand import GUILD, ByHand
from tests.clocks import HandClock
from tests.conftest import EXAMPLE
from tests.guilds.town import Town, text_channels

NEWS, BOARDS_IN = 21, 22
GONE = "its member is erased"
"""What stands in a proof's place then."""
VOICE = Catalogs().say("en")
MODERATOR = Caller(9, GUILD, manages_server=True)
TOWN = Town(GUILD, channels=text_channels(3, NEWS))


def member(user_id: int, *role_ids: int) -> Caller:
    return Caller(user_id, GUILD, role_ids=frozenset(role_ids))


def become(wanted: Plan) -> Callable[[Plan], Plan]:
    """An edit that leaves nothing of what was."""
    return lambda _: wanted


@dataclass
class Wall:
    """Implements `Sender`: what stands in channels, as (kind of post, what it tells)."""

    clock: HandClock
    posts: list[Post] = field(default_factory=list)
    messages: dict[int, object] = field(default_factory=dict)
    """By message, what it shows."""
    edits: list[tuple[datetime, int]] = field(default_factory=list)
    pinned: set[int] = field(default_factory=set)
    refuses: bool = False
    deleted: set[int] = field(default_factory=set)
    """Channels that are gone."""
    unanswered: set[str] = field(default_factory=set)
    """What is not answered once."""
    asked: int = 0
    """How many edits were asked for."""
    meanwhile: Callable[[], Awaitable[object]] | None = None
    """What happens once while a post or an edit is on its way."""

    def trouble(self, guild_id: int, channel_id: int) -> Trouble | None:
        return Trouble.NO_PERMISSION if self.refuses else None

    def sees(self, guild_id: int, channel_id: int) -> bool:
        return not self.refuses

    async def edit(
        self,
        priority: Priority,
        message: Message,
        render: Callable[[], Render | None],
        *,
        spacing: float = 0.0,
    ) -> datetime | None:
        self.asked += 1
        if message.channel_id in self.deleted:
            raise Refused(Trouble.CHANNEL_GONE)
        if self.refuses:
            raise Refused(Trouble.NO_PERMISSION)
        if message.message_id not in self.messages:
            raise MessageGone("it was deleted")
        assert (priority, spacing) in {(Priority.BOARD, 60.0), (Priority.FOLLOW_UP, 0.0)}
        shown = render()
        assert shown is not None
        self.messages[message.message_id] = shown(VOICE)
        await self._on_its_way()
        self.edits.append((self.clock.now(), message.message_id))
        return self.clock.now()

    async def post(self, post: Post, render: Render, priority: Priority) -> int:
        self._silent("post")
        if post.intent.channel_id in self.deleted:
            raise Refused(Trouble.CHANNEL_GONE)
        self.posts.append(post)
        message_id = 1000 + len(self.posts)
        self.messages[message_id] = render(VOICE)
        await self._on_its_way()
        return message_id

    async def _on_its_way(self) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()

    def _silent(self, what: str) -> None:
        if what in self.unanswered:
            self.unanswered.remove(what)
            raise Unreachable(f"{what} was not answered")

    async def look(self, post: Post) -> Look:
        if post.intent.channel_id in self.deleted:
            raise Refused(Trouble.CHANNEL_GONE)
        return Look(None)

    async def publish(self, post: Post) -> None:
        raise AssertionError("nothing of goals is published")

    async def open_thread(self, post: Post, name: Naming) -> None:
        raise AssertionError("nothing of goals has a thread")

    async def pin(self, post: Post) -> None:
        assert post.message_id is not None
        self.pinned.add(post.message_id)

    async def unpin(self, post: Post) -> None:
        self._silent("unpin")
        if post.message_id not in self.messages:
            raise MessageGone("it was deleted")
        self.pinned.discard(post.message_id)

    async def remove_notice(self, post: Post) -> None:
        pass

    def told(self, kind: str) -> list[Post]:
        """What was posted of a kind, in order."""
        return [post for post in self.posts if post.at.kind.partition("/")[0] == kind]


def plan(
    name: str = "Butter",
    kind: Kind = Kind.COMMUNITY,
    target: int = 1000,
    mode: Mode = Mode.CAPPED,
    deadline: datetime | None = None,
) -> Plan:
    return Plan(name, Unit.STREAMS, kind, 0, target, deadline, mode=mode)


class Hall(ByHand):
    """One server, its goals, and everybody who streams."""

    kinds = (POST, FOLLOW_UP, BOARD, LEFT, COUNTDOWN, PROOF)

    def __init__(self, folder: Path, facts_file: Path = EXAMPLE) -> None:
        super().__init__(folder, facts_file)
        self.wall = Wall(self.clock)
        self._ids = 5000

    @property
    def goals(self) -> Goals:
        return self.app.goals

    async def _begin(self) -> None:
        for kind in (MILESTONE, NOTICE, RECAP):
            self.app.outbox.register(kind, PostKind(_shown, goes_to=self._news_channel))
        self.app.outbox.register(BOARD, PostKind(_shown, posted=self.app.goals.boards.posted))
        self.app.goals.boards.draw_by(self._drawn)
        self.app.goals.left.tell_by(lambda _, channel_id: lambda _: f"moved to {channel_id}")
        self.app.goals.proofs.draw_by(lambda _, logged: lambda _: logged.state, lambda _: GONE)
        await self.app.start_delivery(self.wall, _tell, lambda _: True)

    def _news_channel(self, guild_id: int) -> int | None:
        return self.app.settings.of(guild_id)[ANNOUNCEMENTS]

    def next_id(self) -> int:
        """An interaction's id."""
        self._ids += 1
        return self._ids

    async def set(self, setting: Setting[Any], value: Any) -> None:
        """A moderator changes a setting."""
        wish = SettingWish(setting, value)
        await self.app.settings.change(MODERATOR, TOWN, [wish], change_id=self.next_id())

    async def begin(self, wanted: Plan) -> Goal:
        """A moderator previews a goal and creates it."""
        draft = await self.goals.service.preview(MODERATOR, wanted, self.next_id())
        return await self.goals.service.create(MODERATOR, draft.id)

    async def log(self, goal: Goal, user_id: int, amount: int, days_ago: int = 0) -> Logged:
        """A member logs something for a day."""
        day = self.goals.book.calendar(goal).today - timedelta(days=days_ago)
        wish = LogWish(self.next_id(), goal.id, amount, f"Member {user_id}", day)
        return await self.goals.ledger.log(member(user_id), wish)

    async def read(self, goal: Goal, total: int, **more: Any) -> Entered:
        """A moderator enters what the counter shows."""
        return await self.goals.counter.enter(MODERATOR, ReadingWish(self.next_id(), goal.id, total, **more))

    async def total(self, goal: Goal) -> int:
        """Where a goal stands."""
        return (await self.goals.overview.view(self.goals.book.get(GUILD, goal.id))).total

    async def _drawn(self, goal: Goal, mark: str) -> Render:
        view = await self.goals.overview.view(goal)
        return lambda _: (view.total, goal.is_open(), mark)


async def _shown(post: Post) -> Render:
    return lambda _: post.intent.arguments


async def _tell(post: Post, outcome: Outcome, trouble: Trouble | None) -> None:
    """Moderators are told elsewhere."""
