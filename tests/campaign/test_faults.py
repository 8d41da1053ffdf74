"""Faults in the world around the bot: it bears them, and a bot that does not is found out."""

from __future__ import annotations

from pathlib import Path

from tests.campaign import faults
from tests.campaign.mishaps import A_TURN, GATEWAY, LOSSES, PLACES, ROUTES, Mishap, Turn, request, turns

SEED, FAULTS = 7, 2 * A_TURN
DEFECTIVE = ("-m", "tests.loopback.bot_with_a_defect")


async def test_whatever_goes_wrong_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    tally = await faults.run(tmp_path, faults.points(FAULTS, SEED), SEED)

    assert (tally.lost, tally.doubled, tally.wrong) == ([], [], [])
    assert tally.survived == tally.tried == FAULTS - tally.unmet.total()
    assert tally.tried >= FAULTS // 2


async def test_a_bot_that_doubles_posts_and_forgets_logs_is_found_out(tmp_path: Path) -> None:
    lost_answers = Turn(
        (request("sends", "lost answer"), request("sends", "lost answer")), day=True, closes=False
    )

    tally = await faults.run(tmp_path, [lost_answers], SEED, program=DEFECTIVE, DEFECTS="doubles forgets")

    assert tally.tried == 2
    assert tally.survived == 0
    assert [what for what in tally.doubled if " stands 2 times" in what]
    assert [what for what in tally.lost if "Thank you" in what]


def test_every_mishap_is_drawn() -> None:
    drawn = {str(mishap) for turn in turns(20_000, SEED) for mishap in turn.mishaps}
    kinds = ("500", "502", "503", "504", "rate limit", "reset", "lost answer", "held", "no answer")
    everything = {str(Mishap(route, kind)) for route in ROUTES for kind in kinds}
    everything |= {str(Mishap("gateway", what)) for what in GATEWAY}
    everything |= {str(Mishap(place, what)) for place in PLACES for what in LOSSES}

    assert drawn == everything - {"round: may not write"}  # nothing is written there, but edited


def test_the_same_seed_draws_the_same() -> None:
    assert list(turns(100, SEED)) == list(turns(100, SEED)) != list(turns(100, SEED + 1))
    assert sum(len(turn.mishaps) for turn in turns(101, SEED)) == 101
