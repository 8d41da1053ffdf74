"""Components read as a person would read them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from demo import reading

NOW = datetime(2026, 6, 13, 12, tzinfo=UTC)
READER = reading.Reader(NOW, UTC, {"<#1>": "#general", "<@2>": "@Minji"})
STAMP = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("## Title", "Title"),
        ("-# small\n-# print", "small\nprint"),
        ("**bold** and `code`", "bold and code"),
        (r"\*not bold\* 2 \< 3", "*not bold* 2 < 3"),
        ("</fact search:12>", "/fact search"),
        ("[here](<https://example.org>)", "here (https://example.org)"),
        (f"<t:{STAMP}:F>", "2026-06-13 12:00"),
        (f"<t:{STAMP}:D>", "2026-06-13"),
        (f"<t:{STAMP + 7200}:R>", "in 2 hours"),
        (f"<t:{STAMP - 86400}:R>", "1 day ago"),
        (f"<t:{STAMP}:R>", "now"),
        (rf"\<t:{STAMP}:R>", f"<t:{STAMP}:R>"),
        ("@\u200beveryone", "@everyone"),
    ],
)
def test_markup_becomes_plain_text(markup: str, plain: str) -> None:
    assert reading.unmarked(markup, READER) == plain


def test_components_are_flattened_with_buttons_in_brackets() -> None:
    link = {"type": 2, "style": 5, "label": "Page", "url": "https://example.org"}
    components = [
        {
            "type": 17,
            "components": [
                {"type": 10, "content": "## Hello"},
                {"type": 14},
                {
                    "type": 9,
                    "components": [{"type": 10, "content": "one\ntwo"}],
                    "accessory": {"type": 2, "label": "Open", "custom_id": "a"},
                },
                {
                    "type": 1,
                    "components": [{"type": 2, "label": "Back", "custom_id": "b", "disabled": True}, link],
                },
                {
                    "type": 1,
                    "components": [
                        {
                            "type": 3,
                            "custom_id": "c",
                            "placeholder": "Pick",
                            "options": [
                                {"label": "x", "value": "1"},
                                {"label": "y", "value": "2", "default": True},
                            ],
                        }
                    ],
                },
            ],
        }
    ]

    assert reading.lines(components, READER) == [
        "Hello",
        "─" * 40,
        "one",
        "two  [Open]",
        "(Back) [Page] https://example.org",
        "▾ Pick",
        "  ○ x",
        "  ● y",
    ]
    assert [face.label for face in reading.buttons(components)] == ["Open", "Back", "Page"]
    assert reading.selects(components)[0].chosen == ("y",)


def test_files_and_lists_of_several_are_told_apart() -> None:
    options = [{"label": "x", "value": "1", "default": True}, {"label": "y", "value": "2"}]
    several = {"type": 3, "custom_id": "c", "placeholder": "Pick", "max_values": 2, "options": options}
    components = [
        {"type": 13, "file": {"url": "attachment://settings.json"}},
        {"type": 13, "file": {"url": "https://cdn.example.org/1"}, "name": "mine.json"},
        {"type": 1, "components": [several]},
    ]

    assert reading.lines(components, READER) == [
        "📎 settings.json",
        "📎 mine.json",
        "▾ Pick",
        "  [x] x",
        "  [ ] y",
    ]


def test_room_without_a_line_is_an_empty_line() -> None:
    one, other = {"type": 10, "content": "one"}, {"type": 10, "content": "other"}

    assert reading.lines([one, {"type": 14, "divider": False}, other], READER) == ["one", "", "other"]
