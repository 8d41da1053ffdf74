"""What a campaign tells: one table, and what is wrong with the command that tries it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.campaign.batch import Result

COLUMNS = ("tried", "met", "survived", "lost", "doubled", "wrong", "seconds")
"""Met: died amid its work, ran into the fault, got past every refusal."""
_LINES_OF_A_FAULT, _FAULTS_OF_A_BATCH = 12, 20


def rows(results: Mapping[str, Result]) -> Iterator[tuple[str, ...]]:
    """The table, a row a kind."""
    for kind, result in results.items():
        tally = result.tally
        numbers = (
            tally.tried,
            tally.met,
            tally.survived,
            len(tally.lost),
            len(tally.doubled),
            len(tally.wrong),
            round(result.seconds),
        )
        yield (kind, *map(str, numbers))


def shown(results: Mapping[str, Result]) -> Iterator[str]:
    """The table's lines, and what was not tried."""
    table = [("", *COLUMNS), *rows(results)]
    for first, *others in table:
        yield f"{first:<10}" + "".join(f"{one:>10}" for one in others)
    for kind, result in results.items():
        unmet = result.tally.unmet
        if unmet:
            most = ", ".join(f"{name} ({times})" for name, times in unmet.most_common(8))
            yield f"{kind}: {unmet.total()} were not met and not tried, among them {most}"
        if result.hostile is not None:
            refused = result.hostile.refused
            yield f"{kind}: {len(result.hostile.doors)} doors; {refused} were refused politely"


def unseen(result: Result) -> list[str]:
    """Of what is hostile, what nobody came to in the whole campaign."""
    hostile = result.hostile
    if hostile is None:
        return []
    return [f"never reached: {name}" for name in (*hostile.unreached, *hostile.unfilled, *hostile.one_sided)]


def wrong(result: Result, again: str) -> Iterator[str]:
    """What is wrong with a batch, each with the command that tries it again."""
    tally = result.tally
    told = [
        *(f"lost: {what}" for what in tally.lost),
        *(f"doubled: {what}" for what in tally.doubled),
        *tally.wrong,
    ]
    for what in told[:_FAULTS_OF_A_BATCH]:
        first, *others = what.strip().splitlines()
        yield from (f"wrong: {first}", *others[-_LINES_OF_A_FAULT:], f"    again: {again}")
    if len(told) > _FAULTS_OF_A_BATCH:
        yield f"wrong: {len(told) - _FAULTS_OF_A_BATCH} more\n    again: {again}"


def counted(results: Mapping[str, Result], unseen_ones: int = 0) -> tuple[int, int]:
    """How many passed, how many failed."""
    tallies = [result.tally for result in results.values()]
    return sum(tally.survived for tally in tallies), sum(tally.failed for tally in tallies) + unseen_ones
