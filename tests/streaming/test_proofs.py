"""Proofs: what is a picture, and that a picture goes once it is decided on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.guilds.general import NOTICE_CHANNEL
from bot.streaming import log_store
from bot.streaming.goals import Mode
from bot.streaming.logs import Log, State
from bot.streaming.proofs import LARGEST, NoPicture, PictureTooLarge, expect_picture, suffix_of
from bot.streaming.shown_proofs import LOOK_AGAIN
from tests.by_hand import GUILD
from tests.streaming.hall import GONE, MODERATOR, NEWS, Hall, member, plan

MINUTE = timedelta(minutes=1)
PROOF = 1900
"""A message."""


@pytest.mark.parametrize(
    "content_type", ["image/png", "IMAGE/JPEG", "image/webp; charset=binary", "image/gif"]
)
def test_pictures_are_taken(content_type: str) -> None:
    expect_picture(content_type, LARGEST)


@pytest.mark.parametrize(
    ("content_type", "size", "refusal"),
    [
        (None, 10, NoPicture),
        ("", 10, NoPicture),
        ("image/svg+xml", 10, NoPicture),
        ("text/html; image/png", 10, NoPicture),
        ("image/png", LARGEST + 1, PictureTooLarge),
    ],
)
def test_what_is_none_is_refused_before_it_is_fetched(
    content_type: str | None, size: int, refusal: type[UserError]
) -> None:
    with pytest.raises(refusal):
        expect_picture(content_type, size)


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"\x89PNG\r\n\x1a\nrest", "png"),
        (b"\xff\xd8\xff\xe0rest", "jpg"),
        (b"GIF87arest", "gif"),
        (b"GIF89arest", "gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "webp"),
    ],
)
def test_a_picture_is_known_by_what_is_in_it(content: bytes, suffix: str) -> None:
    assert suffix_of(content) == suffix


@pytest.mark.parametrize("content", [b"", b"MZ", b"<svg/>", b"RIFF\x10\0\0\0WAVEfmt ", b" \x89PNG\r\n\x1a\n"])
def test_what_only_looks_like_one_is_refused(content: bytes) -> None:
    with pytest.raises(NoPicture):
        suffix_of(content)


def test_what_turns_out_larger_than_it_was_said_to_be_is_refused() -> None:
    with pytest.raises(PictureTooLarge):
        suffix_of(b"GIF89a" + bytes(LARGEST))


async def _with_proof(hall: Hall) -> Log:
    """A log that waits, with a proof that moderators see."""
    await hall.set(NOTICE_CHANNEL, NEWS)
    goal = await hall.begin(plan(mode=Mode.REVIEWED))
    logged = (await hall.log(goal, 1, 10)).log
    hall.wall.messages[PROOF] = "picture"
    await hall.goals.proofs.shown(GUILD, logged, PROOF)
    await hall.pass_time(MINUTE)
    assert hall.wall.messages[PROOF] == "picture"
    return logged


async def _kept(hall: Hall, logged: Log) -> int | None:
    return await hall.app.database.read(lambda on: log_store.proof_of(on, logged.id))


@pytest.mark.parametrize("accept", [True, False])
async def test_a_decision_takes_a_picture_away_even_through_a_restart(hall: Hall, accept: bool) -> None:
    logged = await _with_proof(hall)
    await hall.goals.ledger.decide_proof(MODERATOR, logged.id, "no", accept=accept)
    await hall.restart()
    await hall.pass_time(MINUTE)
    assert hall.wall.messages[PROOF] is (State.COUNTED if accept else State.DECLINED)
    assert await _kept(hall, logged) is None


async def test_one_that_counted_at_once_goes_when_it_is_accepted(hall: Hall) -> None:
    await hall.set(NOTICE_CHANNEL, NEWS)
    logged = (await hall.log(await hall.begin(plan()), 1, 10)).log
    hall.wall.messages[PROOF] = "picture"
    await hall.goals.proofs.shown(GUILD, logged, PROOF)
    await hall.goals.ledger.decide_proof(MODERATOR, logged.id, "no", accept=True)
    await hall.pass_time(MINUTE)
    assert hall.wall.messages[PROOF] is State.COUNTED


async def test_what_was_decided_before_its_picture_arrived_takes_it_away_as_well(hall: Hall) -> None:
    await hall.set(NOTICE_CHANNEL, NEWS)
    logged = (await hall.log(await hall.begin(plan()), 1, 10)).log
    await hall.goals.ledger.undo(member(1))
    hall.wall.messages[PROOF] = "picture"
    await hall.goals.proofs.shown(GUILD, logged, PROOF)
    await hall.pass_time(MINUTE)
    assert hall.wall.messages[PROOF] is State.UNDONE


async def test_a_channel_that_takes_no_edits_is_tried_again_and_a_deleted_proof_is_not(
    hall: Hall,
) -> None:
    logged = await _with_proof(hall)
    hall.wall.refuses = True
    await hall.goals.ledger.undo(member(1))
    await hall.pass_time(MINUTE)
    assert await _kept(hall, logged) == PROOF
    hall.wall.refuses = False
    await hall.pass_time(LOOK_AGAIN)
    assert hall.wall.messages[PROOF] is State.UNDONE

    other = (await hall.log(hall.goals.book.only(GUILD), 2, 10)).log
    await hall.goals.proofs.shown(GUILD, other, PROOF + 1)
    await hall.goals.ledger.undo(member(2))
    await hall.pass_time(MINUTE)
    assert await _kept(hall, other) is None


@pytest.mark.parametrize("decided", [False, True])
async def test_the_picture_of_nobody_is_tried_again_until_it_is_gone(hall: Hall, decided: bool) -> None:
    await _with_proof(hall)
    hall.wall.refuses = True
    if decided:
        await hall.goals.ledger.undo(member(1))
    await hall.app.privacy.erase(member(1), here=False)
    await hall.pass_time(MINUTE)
    assert hall.wall.messages[PROOF] == "picture"
    await hall.restart()
    hall.wall.refuses = False
    await hall.pass_time(LOOK_AGAIN)
    assert hall.wall.messages[PROOF] == GONE


async def test_in_a_deleted_channel_there_is_no_picture_to_take_away(hall: Hall) -> None:
    await _with_proof(hall)
    hall.wall.deleted.add(NEWS)
    await hall.app.privacy.erase(member(1), here=False)
    await hall.pass_time(3 * LOOK_AGAIN)
    assert hall.wall.asked == 1
