"""What pictures are taken of."""

from __future__ import annotations

import pytest

from demo import __main__
from demo.lounge import Lounge
from demo.pictures import ON_THE_PAGE, sights


@pytest.mark.asyncio(loop_scope="module")
async def test_each_main_card_is_in_the_channel_when_it_is_looked_at(lounge: Lounge) -> None:
    first_lines: dict[str, str] = {}
    async for sight in sights(lounge):
        assert sight.message_id
        first_lines[sight.name] = sight.card.text.splitlines()[0]

    assert first_lines == {
        "help": "What would you like to do?",
        "fact": "Dynamite",
        "about": "Jung Kook",
        "on-this-day": "June 13",
        "month": "June 2026",
        "lobby": "Trivia",
        "question": "Question 1 of 3 · Hard · 300 points",
        "reveal": "Question 1 of 3 · Hard · 300 points",
        "podium": "Trivia",
        "leaderboard": "Trivia · June 2026",
        "goals": "Goals",
        "goal": "Dynamite (made up)",
        "my-logs": "Your logs",
        "privacy": "What I keep about you",
        "settings": "Settings · Daily post",
        "daily": "June 13 · On this day",
    }
    assert set(ON_THE_PAGE) <= set(first_lines)


def test_without_a_browser_the_line_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.argv", ["demo", "--screenshots", "nowhere"])

    assert __main__.main() == __main__.NO_START
    assert "`make browser` installs it" in capsys.readouterr().err
