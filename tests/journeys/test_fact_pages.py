"""A member reads everything about a subject, and leafs through the timeline."""

from __future__ import annotations

import re

import pytest

from demo.forms import Impossible
from demo.people import Reply
from demo.world import World


def _position(reply: Reply) -> str:
    """The button that says where one is, such as `Page 1 of 3`."""
    return next(face.label for face in reply.buttons if face.label.startswith("Page "))


def _pages(reply: Reply) -> int:
    return int(_position(reply).rsplit(" ", 1)[1])


async def test_everything_about_a_subject_comes_in_pages(world: World) -> None:
    first = await world.member.slash("/fact about", subject="dynamite")
    assert first.text.startswith("Dynamite\nSong · August 21, 2020 · ")
    assert _position(first).startswith("Page 1 of ")

    second = await world.member.press("Next →", on=first)
    assert second.edited
    assert _position(second) == f"Page 2 of {_pages(first)}"

    back = await world.member.press("← Back", on=second)
    assert back.text == first.text


async def test_no_page_lies_before_the_first_or_after_the_last(world: World) -> None:
    first = await world.member.slash("/fact about", subject="dynamite")
    with pytest.raises(Impossible, match="greyed out"):
        await world.member.press("← Back", on=first)

    form = await world.member.press(_position(first), on=first)
    last = await world.member.submit(form, {"Page number": "999"})

    assert _position(last) == f"Page {_pages(first)} of {_pages(first)}"
    with pytest.raises(Impossible, match="greyed out"):
        await world.member.press("Next →", on=last)


@pytest.mark.parametrize("typed", ["two", "-1", "1.5", "②", " "])
async def test_what_is_no_page_number_is_said_so(world: World, typed: str) -> None:
    first = await world.member.slash("/fact about", subject="dynamite")
    form = await world.member.press(_position(first), on=first)

    refusal = await world.member.submit(form, {"Page number": typed})

    assert refusal.private
    assert refusal.text == "That is not a page number. Type one such as 2."


async def test_a_form_that_was_open_during_a_restart_still_arrives(world: World) -> None:
    first = await world.member.slash("/fact timeline")
    form = await world.member.press(_position(first), on=first)

    await world.restart()

    assert "Page 3 of" in (await world.member.submit(form, {"Page number": "3"})).text


async def test_a_stranger_leafs_in_a_copy_of_their_own(world: World) -> None:
    first = await world.member.slash("/fact timeline")

    copy = await world.moderator.press("Next →", on=first)
    assert copy.private
    further = await world.moderator.press("Next →", on=copy)

    assert further.private
    assert further.edited
    assert "Page 3 of" in further.text
    assert "Page 2 of" in (await world.member.press("Next →", on=first)).text


async def test_each_fact_of_a_page_opens_privately(world: World) -> None:
    page = await world.member.slash("/fact timeline", year=2013)

    opened = await world.moderator.press("Open", on=page, number=2)

    assert opened.private
    assert [button.label for button in opened.buttons][:1] == ["Source"]


async def test_a_subject_may_be_typed_with_a_slip_or_in_hangul(world: World) -> None:
    assert (await world.member.slash("/fact about", subject="jungkok")).text.startswith("Jung Kook\n")
    assert (await world.member.slash("/fact about", subject="봄날")).text.startswith("Spring Day\n")


async def test_a_subject_nobody_knows_names_the_closest(world: World) -> None:
    refusal = await world.member.slash("/fact about", subject="qwrtzpl")

    assert refusal.private
    assert refusal.text.startswith("I do not know that one. The closest I know: ")


async def test_the_timeline_goes_by_year_and_by_subject(world: World) -> None:
    year = await world.member.slash("/fact timeline", year=2013)
    assert re.match(r"Timeline · 2013\n\d+ dated facts\n", year.text)
    assert set(re.findall(r"^\w+ \d+, (\d{4})$", year.text, re.MULTILINE)) == {"2013"}

    both = await world.member.slash("/fact timeline", year=2020, subject="dynamite")
    assert re.match(r"Timeline · Dynamite · 2020\n\d+ dated facts?\n", both.text)
    assert "August 21, 2020" in both.text

    theirs = await world.member.slash("/fact timeline", subject="jimin")
    further = await world.member.press("Next →", on=theirs)
    assert further.text.startswith("Timeline · Jimin\n")


async def test_a_year_without_anything_says_where_the_timeline_runs(world: World) -> None:
    refusal = await world.member.slash("/fact timeline", year=1950)

    assert refusal.private
    assert re.fullmatch(
        r"I have nothing dated like that\. What I have runs from 1992 to \d{4}\.", refusal.text
    )
    theirs = await world.member.slash("/fact timeline", year=1950, subject="dynamite")
    assert "What I have runs from 2020 to " in theirs.text


async def test_a_subject_option_lists_subjects_only(world: World) -> None:
    listed = await world.member.complete("/fact about", "subject", "love yourself")

    assert listed
    assert all(" · " in name for name, _ in listed)
    assert {value for _, value in listed} <= set(world.bot.app.facts.base.subjects)
