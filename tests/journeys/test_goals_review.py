"""Proofs, logs that wait, voids: what moderators see of what members log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiohttp import ClientError

from bot.streaming.proofs import LARGEST
from demo.world import World
from tests.journeys.goals import PNG, WITH_FILES, begin_goal, in_mod_room, open_mod_room, total
from tests.journeys.panel import set_to


async def test_a_proof_goes_to_moderators_alone_who_accept_it(world: World) -> None:
    await open_mod_room(world)
    await begin_goal(world, target="10000", mode="reviewed")
    logged = await world.member.slash("/goal log", goal="Butter", amount="30", proof=("shot.png", PNG))
    assert logged.private
    assert "30 streams for “Butter”: this waits for moderators." in logged.text
    assert "Moderators see your picture." in logged.text

    (proof,) = in_mod_room(world)
    assert f"{world.member.name} logged 30 streams for “Butter”, June 12, 2026." in proof.text
    assert await world.moderator.download("proof.png", on=proof) == PNG
    refusal = await world.member.press("Accept", on=proof)
    assert refusal.text.startswith("That is for this server's moderators")
    accepted = await world.moderator.press("Accept", on=proof)
    assert accepted.text == "Accepted: 30 streams for “Butter” counts."
    assert (await total(world)).startswith("30 of 10,000")

    (after,) = in_mod_room(world)
    assert after.text == accepted.text
    assert after.message is not None
    assert not after.message.attachments  # the picture is gone with the decision
    assert "Nothing waits for a decision." in (await world.moderator.slash("/review")).text


async def test_a_declined_proof_takes_what_counted_back(world: World) -> None:
    await open_mod_room(world)
    await begin_goal(world, target="10000")
    await world.member.slash("/goal log", goal="Butter", amount="30", proof=("shot.png", PNG))
    assert (await total(world)).startswith("30 of 10,000")
    (proof,) = in_mod_room(world)
    assert "It counts already." in proof.text
    refusal = await world.member.press("Decline", on=proof)
    assert refusal.text.startswith("That is for this server's moderators")
    form = await world.moderator.press("Decline", on=proof)
    declined = await world.moderator.submit(form, {"Why does it not count?": "another song"})
    assert declined.text == "Declined: 30 streams for “Butter” does not count."
    assert (await total(world)).startswith("0 of 10,000")
    (after,) = in_mod_room(world)
    assert after.text == declined.text


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        ("queue", "Accepted: 30 streams for “Butter” counts."),
        ("undo", "Taken back: 30 streams for “Butter”."),
        ("void", "Declined: 30 streams for “Butter” does not count."),
    ],
)
async def test_wherever_it_is_decided_the_picture_goes(world: World, ending: str, told: str) -> None:
    await open_mod_room(world)
    await begin_goal(world, target="10000", mode="open" if ending == "void" else "reviewed")
    logged = await world.member.slash("/goal log", goal="Butter", amount="30", proof=("shot.png", PNG))
    match ending:
        case "queue":
            await world.moderator.press("Accept", on=await world.moderator.slash("/review"))
        case "undo":
            await world.member.press("Undo", on=logged)
        case _:
            desk = await world.moderator.press("For moderators", on=await world.moderator.slash("/goal show"))
            form = await world.moderator.press("Void", on=await world.moderator.press("Logs", on=desk))
            await world.moderator.submit(form, {"Why does it not count?": "played on mute"})
    await world.travel(timedelta(minutes=1))
    (after,) = in_mod_room(world)
    assert after.text == told
    assert after.message is not None
    assert not after.message.attachments


@pytest.mark.parametrize(
    ("file", "refusal"),
    [
        (("notes.txt", b"I did it"), "That proof is no picture I can show."),
        (("fake.png", b"MZ this is a program"), "That proof is no picture I can show."),
        (("big.png", PNG + bytes(LARGEST)), "That picture is too large: 8 MB at most."),
    ],
    ids=["text", "fake", "big"],
)
async def test_what_is_no_picture_is_refused_and_nothing_is_logged(
    world: World, file: tuple[str, bytes], refusal: str
) -> None:
    await open_mod_room(world)
    await begin_goal(world, target="10000")
    answer = await world.member.slash("/goal log", goal="Butter", amount="30", proof=file)
    assert answer.private
    assert answer.text.startswith(refusal)
    assert (await total(world)).startswith("0 of 10,000")


@pytest.mark.parametrize("fault", [None, TimeoutError("Discord is slow"), ClientError("cut off")], ids=str)
async def test_a_picture_that_discord_does_not_hand_over_can_be_sent_again(
    world: World, fault: Exception | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_mod_room(world)
    await begin_goal(world, target="10000")

    def get(_: str) -> None:  # None: its address has expired
        if fault is not None:
            raise fault

    monkeypatch.setattr(world.env.backend.cdn, "get", get)
    answer = await world.member.slash("/goal log", goal="Butter", amount="30", proof=("shot.png", PNG))
    assert answer.text == "I could not fetch that file. Send it again."
    assert (await total(world)).startswith("0 of 10,000")


async def test_without_a_room_for_moderators_a_proof_is_refused(world: World) -> None:
    await begin_goal(world, target="10000")
    answer = await world.member.slash("/goal log", goal="Butter", amount="30", proof=("shot.png", PNG))
    assert answer.text.startswith("This server has no channel for its moderators' notices")


async def test_a_proof_that_cannot_be_posted_stops_no_log(world: World) -> None:
    await open_mod_room(world)
    await begin_goal(world, target="10000")
    await world.server.silence_bot_in(world.server.handle.channels["mod-room"])
    answer = await world.member.slash("/goal log", goal="Butter", amount="30", proof=("shot.png", PNG))
    assert "Your picture could not be shown to moderators." in answer.text
    assert (await total(world)).startswith("30 of 10,000")


async def test_where_no_files_may_be_attached_the_log_stands_and_it_is_said(world: World) -> None:
    await open_mod_room(world)
    await world.server.forbid_files_in(world.server.handle.channels["mod-room"])
    await begin_goal(world, target="10000")
    answer = await world.member.slash("/goal log", goal="Butter", amount="30", proof=("shot.png", PNG))
    assert "Your picture could not be shown to moderators." in answer.text
    assert (await total(world)).startswith("30 of 10,000")


async def test_what_is_out_of_the_ordinary_waits_in_the_queue_with_a_word_to_both(world: World) -> None:
    await open_mod_room(world)
    await begin_goal(world, target="10000", mode="open")
    logged = await world.member.slash("/goal log", goal="Butter", amount="900")
    assert "That is more than a day can hold, so moderators look at it first." in logged.text
    await world.member.slash("/goal log", goal="Butter", amount="800")
    (notice,) = in_mod_room(world)
    assert notice.text.startswith("A log waits: 900 streams for “Butter”.")

    queue = await world.moderator.press("Open the queue", on=notice)
    assert "Log that waits · waits since now" in queue.text
    assert (
        f"{world.member.name}: 900 streams for “Butter”, June 12, 2026 – more than a day can hold"
        in queue.text
    )
    assert "[Dismiss]" not in queue.text
    queue = await world.moderator.press("Accept", on=queue)
    assert "Accepted: it counts now." in queue.text
    queue = await world.moderator.submit(await world.moderator.press("Decline", on=queue), {})
    assert "Declined: it does not count." in queue.text
    assert (await total(world)).startswith("900 of 10,000")


async def test_moderators_void_a_log_with_a_reason(world: World) -> None:
    await begin_goal(world, target="10000")
    await world.member.slash("/goal log", goal="Butter", amount="30")
    shown = await world.moderator.slash("/goal show")
    refusal = await world.member.press("For moderators", on=shown)
    assert refusal.text.startswith("That is for this server's moderators")
    desk = await world.moderator.press("For moderators", on=shown)
    logs = await world.moderator.press("Logs", on=desk)
    assert f"{world.member.name}: 30 streams, June 12, 2026 · counts" in logs.text
    form = await world.moderator.press("Void", on=logs)
    voided = await world.moderator.submit(form, {"Why does it not count?": "played on mute"})
    assert voided.text == "Voided: 30 streams for “Butter” no longer counts."
    assert (await total(world)).startswith("0 of 10,000")


async def test_a_former_moderators_list_voids_nothing(world: World) -> None:
    await begin_goal(world, target="10000")
    await world.member.slash("/goal log", goal="Butter", amount="30")
    desk = await world.moderator.press("For moderators", on=await world.moderator.slash("/goal show"))
    logs = await world.moderator.press("Logs", on=desk)
    form = await world.moderator.press("Void", on=logs)
    await world.server.take_permissions("Moderators")

    refusal = await world.moderator.press("Void", on=logs)
    assert refusal.text.startswith("That is for this server's moderators")
    late = await world.moderator.submit(form, {"Why does it not count?": "I still can"})
    assert late.text.startswith("That is for this server's moderators")
    assert (await total(world)).startswith("30 of 10,000")


async def test_health_tells_that_proofs_cannot_be_shown(world: World) -> None:
    world.server.text_channel("mod-room")
    panel = await set_to(world.moderator, "Notices for moderators", "mod-room")
    lacking = "Notices for moderators: I lack Attach Files in #mod-room."
    assert lacking not in (await world.moderator.press("Health", on=panel)).text

    await begin_goal(world, target="10000")
    assert (
        lacking in (await world.moderator.press("Health", on=await world.moderator.slash("/settings"))).text
    )

    await world.server.let_bot(*WITH_FILES)
    assert (
        lacking
        not in (await world.moderator.press("Health", on=await world.moderator.slash("/settings"))).text
    )
