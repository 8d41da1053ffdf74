"""What a chart says to who does not see it."""

from __future__ import annotations

import pytest

from tests.streaming.charts import CASES


def test_the_words_tell_the_numbers() -> None:
    assert CASES["on the way"].alt == (
        "Chart of “Dynamite”: 53,750,000 of 100,000,000 streams (53%), read on October 21, 2026. "
        "The curve begins on September 1, 2026 at 0. Next milestone: 75,000,000. "
        "The deadline is November 30, 2026. It takes 1.16M a day from the last reading on. "
        "It is likely reached on December 3, 2026, in four of five cases between December 1, 2026 and "
        "December 6, 2026. Butter stood at 107,500,000 at the same age."
    )


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("no readings", "no readings yet, the target is 50,000,000 streams. The deadline is"),
        ("one reading", "There are too few readings for a forecast yet."),
        ("reached", "The target was reached on October 18, 2026."),
        ("hopeless", "At this pace the target is more than ten years away."),
        ("Korean", "“봄날 (Spring Day)” 그래프: streams 1,000,000,000 중 591,250,000 (59%)"),
    ],
)
def test_every_state_has_words(case: str, words: str) -> None:
    assert words in CASES[case].alt
