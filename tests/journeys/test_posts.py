"""What is posted unasked: once, on time, with what belongs to it, whatever moderators do meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from bot.app import App
from bot.delivery.model import Outcome, Step
from demo.world import World
from tests.conftest import OpenWorld
from tests.delivery.probe import KIND, Probe

EVERYTHING = (
    "view_channel",
    "send_messages",
    "read_message_history",
    "create_public_threads",
    "manage_messages",
    "pin_messages",
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def _with(*steps: Step) -> Callable[[App], None]:
    return lambda app: Probe(app, steps).install()


async def _begin(world: World, channel_id: int | None = None) -> None:
    """Let it post every day, an hour from now on."""
    probe = Probe(world.bot.app)
    await probe.begin(world.server.id, channel_id or world.general.id, world.now() + HOUR)


async def _outcomes(world: World) -> list[Outcome | None]:
    """Of the posts so far, the oldest first."""
    posts = await world.bot.app.outbox.recent(world.server.id, KIND, 10)
    return [post.outcome for post in reversed(posts)]


def _texts(world: World) -> list[str]:
    shown = (reply.text for reply in world.posted(world.general))
    return [text for text in shown if text.startswith("Probe")]


@pytest.fixture
async def world(open_world: OpenWorld) -> AsyncIterator[World]:
    async with open_world(extend=_with()) as opened:
        yield opened


async def test_what_is_due_is_posted_once_a_day(world: World) -> None:
    await _begin(world)
    await world.travel(HOUR - timedelta(seconds=1))
    assert _texts(world) == []

    await world.travel(timedelta(seconds=1))
    assert len(_texts(world)) == 1
    await world.travel(2 * DAY)

    assert len(_texts(world)) == len(set(_texts(world))) == 3
    assert await _outcomes(world) == [Outcome.SENT] * 3


async def test_a_restart_between_posts_neither_loses_nor_doubles_one(world: World) -> None:
    await _begin(world)
    await world.travel(HOUR)
    await world.restart()
    assert len(_texts(world)) == 1

    await world.travel(DAY)

    assert len(set(_texts(world))) == len(_texts(world)) == 2


async def test_a_deleted_channel_pauses_it_and_moderators_are_told_once(world: World) -> None:
    lost, notices = world.server.text_channel("lost"), world.server.text_channel("notices")
    await world.moderator.slash("/configure general", notice_channel=notices)
    await _begin(world, lost.id)
    await world.server.delete_channel(lost)

    await world.travel(HOUR)
    await world.restart()
    await world.travel(3 * HOUR)

    assert await _outcomes(world) == [Outcome.PAUSED]
    told = [reply.text for reply in world.posted(notices) if "going to post" in reply.text]
    assert len(told) == 1
    assert "the channel is gone" in told[0]

    app = world.bot.app
    await app.database.write(lambda tx: app.outbox.move(tx, world.server.id, KIND, world.general.id))
    await world.env.settle()
    assert len(_texts(world)) == 1
    assert await _outcomes(world) == [Outcome.LATE]


async def test_a_permission_taken_pauses_it_and_given_back_it_goes_on_by_itself(world: World) -> None:
    notices = world.server.text_channel("notices")
    await world.moderator.slash("/configure general", notice_channel=notices)
    await _begin(world)
    await world.server.silence_bot_in(world.general)
    await world.travel(HOUR)
    assert (_texts(world), await _outcomes(world)) == ([], [Outcome.PAUSED])

    await world.server.let_bot_speak_in(world.general)

    assert len(_texts(world)) == 1
    assert await _outcomes(world) == [Outcome.SENT]
    assert sum("may not write there" in reply.text for reply in world.posted(notices)) == 1


async def test_what_could_not_be_posted_in_its_window_is_missed(world: World) -> None:
    await _begin(world)
    await world.server.silence_bot_in(world.general)
    await world.travel(DAY - HOUR)

    await world.server.let_bot_speak_in(world.general)

    assert (_texts(world), await _outcomes(world)) == ([], [Outcome.MISSED])


async def test_a_failing_discord_is_asked_again(world: World) -> None:
    await _begin(world)
    world.fail("POST", "/channels/*/messages", status=503, times=3)

    await world.travel(HOUR + timedelta(minutes=2))

    assert len(_texts(world)) == 1


async def test_what_may_be_posted_and_cannot_be_looked_for_is_not_posted_again(world: World) -> None:
    notices = world.server.text_channel("notices")
    await world.moderator.slash("/configure general", notice_channel=notices)
    await world.server.let_bot("view_channel", "send_messages")
    await world.server.hide_history_in(world.general)
    await _begin(world)
    world.fail("POST", "/channels/*/messages", status=503)

    await world.travel(HOUR + timedelta(minutes=2))

    assert (_texts(world), await _outcomes(world)) == ([], [Outcome.UNKNOWN])
    assert sum("cannot tell whether" in reply.text for reply in world.posted(notices)) == 1


async def test_what_discord_does_not_take_is_a_fault_of_the_bot(open_world: OpenWorld) -> None:
    async with open_world(extend=_with(), foreseen=True) as world:
        await _begin(world)
        world.fail("POST", "/channels/*/messages", status=400, code=50035)

        await world.travel(DAY)

        assert await _outcomes(world) == [Outcome.FAILED]
        assert "Discord does not take the post" in str(world.mishaps.take())


async def test_it_gets_a_thread_and_takes_the_pin_of_the_one_before(open_world: OpenWorld) -> None:
    async with open_world(extend=_with(Step.THREAD, Step.PIN)) as world:
        await world.server.let_bot(*EVERYTHING)
        await _begin(world)

        await world.travel(HOUR + DAY)

        assert len(world.server.threads(world.general)) == 2
        newest = (await world.bot.app.outbox.recent(world.server.id, KIND, 1))[0]
        assert world.server.pinned(world.general) == [newest.message_id]
        assert world.server.notices(world.general) == []


async def test_a_step_that_is_not_allowed_takes_nothing_from_the_post(open_world: OpenWorld) -> None:
    async with open_world(extend=_with(Step.PIN)) as world:
        await _begin(world)

        await world.travel(HOUR)

        assert await _outcomes(world) == [Outcome.SENT]
        assert world.server.pinned(world.general) == []


async def test_in_an_announcement_channel_it_is_published(open_world: OpenWorld) -> None:
    async with open_world(extend=_with(Step.PUBLISH)) as world:
        news = world.server.announcement_channel("news")
        await _begin(world, news.id)

        await world.travel(HOUR)

        assert len(world.posted(news)) == len(world.server.published(news)) == 1


async def test_after_three_days_down_there_is_no_flood(world: World) -> None:
    await _begin(world)
    await world.travel(HOUR)
    await world.restart(after=3 * DAY)

    assert len(_texts(world)) <= 2
    assert await _outcomes(world) in ([Outcome.SENT, Outcome.MISSED], [Outcome.SENT, Outcome.LATE])
    await world.travel(DAY)
    assert (await _outcomes(world))[-1] is Outcome.SENT
