"""What journeys do in a round of trivia."""

from __future__ import annotations

from datetime import timedelta

from bot.database.interface import Reader
from bot.trivia.round import LOBBY
from demo.people import Person, Reply
from demo.world import World

SECONDS = timedelta(seconds=21)
"""A question's twenty seconds, and one more for what is on its way."""


def card(world: World) -> Reply:
    """The round's message, as it stands now."""
    return world.posted(world.general)[-1]


async def first_question(world: World, **options: object) -> Reply:
    """The moderator starts a round, and its first question is asked."""
    await world.moderator.slash("/trivia start", **options)
    await world.travel(LOBBY)
    return card(world)


async def right_letters(world: World) -> list[str]:
    """Of each question that is asked now, the letter of its right answer."""

    async def look(on: Reader) -> list[str]:
        rows = await on.fetch_all(
            "SELECT q.correct FROM trivia_questions AS q JOIN trivia_rounds AS r "
            "ON r.round_id = q.round_id AND r.number = q.number WHERE r.phase = 'question'"
        )
        return ["ABCD"[row["correct"]] for row in rows]

    return await world.bot.app.database.read(look)


async def right_answer(world: World) -> str:
    """The label of the right answer to what is asked now."""
    (letter,) = await right_letters(world)
    return next(str(button.label) for button in card(world).buttons if button.label.startswith(letter))


async def wrong_answer(world: World) -> str:
    """The label of the first wrong answer to what is asked now."""
    right = await right_answer(world)
    return next(button.label for button in card(world).buttons if button.label != right)


async def press(world: World, person: Person, label: str) -> Reply:
    """Somebody presses a button of the round's message."""
    return await person.press(label, on=card(world))
