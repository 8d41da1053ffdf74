"""What the database of a journey's world keeps, and of whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from demo.people import Person
from demo.world import World
from tests.database.filled import rows


def cells(world: World) -> Iterator[Any]:
    """Every value in every table."""
    found = rows(world.bot.app.config.database_file)
    return (cell for of_table in found.values() for row in of_table for cell in row.values())


def tells_of(world: World, person: Person) -> bool:
    """Whether the database says a person's id or name in any cell."""
    kept = list(cells(world))
    return person.id in kept or any(person.name in cell for cell in kept if isinstance(cell, str))
