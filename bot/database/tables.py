"""What each table holds, of whom, and how it is handed over and taken away.

Declared in `migrations/NNNN_name.toml`, beside the step that makes the table or changes it; a later
declaration of the same table replaces the earlier one. Export (`handing_over`), erasure (`erasing`) and
retention follow these, table by table, so that no feature can forget one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.database.migrate import Migration, shipped_migrations

Sentence = Annotated[str, Field(min_length=8)]


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Guild(_Declared):
    """What happens to rows when the server in this column goes for good."""

    goes: Literal["cascade", "delete"]
    """`cascade`: with its row in `guilds`, by a foreign key. `delete`: by the condition."""
    export: tuple[str, ...]
    """The columns handed over to those who manage the server. They name no person."""
    kept_back: Sentence | None = None
    """Why nothing is handed over."""
    where: str | None = None
    """For `delete`, which rows, about `:guild_id`; unset: those with the server in this column."""
    why: Sentence | None = None
    """Why it does not cascade."""

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.goes == "delete" and self.why is None:
            raise ValueError("say why the rows do not cascade")
        if self.goes == "cascade" and self.where is not None:
            raise ValueError("a cascade has no condition")
        if not self.export and self.kept_back is None:
            raise ValueError("say why nothing is handed over to the server")
        return self


class Under(_Declared):
    """Where the server of a row stands that does not name it: in another table's row, which it goes with."""

    table: str
    column: str
    """Called the same in both tables."""
    export: tuple[str, ...]
    """As `Guild.export`."""
    kept_back: Sentence | None = None

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if not self.export and self.kept_back is None:
            raise ValueError("say why nothing is handed over to the server")
        return self


class Member(_Declared):
    """What happens to rows that name a person in this column, when the person asks."""

    told: Sentence
    """What these rows are, said to the person; a sentence of the catalogs."""
    export: tuple[str, ...]
    """The columns handed over: what is about this person, and nobody else."""
    erase: Literal["delete", "anonymise"]
    """`delete`: the row goes. `anonymise`: it stays, and what tells of the person becomes NULL."""
    where: str | None = None
    """For `delete`, which rows, about `:user_id`; unset: those with the person in this column."""
    clears: tuple[str, ...] = ()
    """For `anonymise`, what becomes NULL besides the column itself, such as a name."""
    why: Sentence | None = None
    """Why the row stays, or nothing of it is handed over."""

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.erase == "delete" and self.clears:
            raise ValueError("a row that goes clears nothing")
        if self.erase == "anonymise" and self.where is not None:
            raise ValueError("only what is deleted has a condition")
        if (self.erase == "anonymise" or not self.export) and self.why is None:
            raise ValueError("say why the row stays, or is not handed over")
        if self.where is not None and self.why is None:
            raise ValueError("say why some rows stay")
        return self


class Table(_Declared):
    """One table."""

    holds: Sentence
    """What it holds, in words for `/privacy`."""
    rows_of: Literal["guild", "member", "nobody"]
    """Whose rows they are."""
    retention: Sentence
    """How long rows stay, in words."""
    keep_days: Annotated[int, Field(ge=1)] | None = None
    """After how many days they go; unset: not by age."""
    keep_since: str | None = None
    """The instant the days count from."""
    guilds: dict[str, Guild] = Field(default_factory=dict)
    """By column, the servers a row refers to."""
    under: Under | None = None
    """For rows of a server that do not name it themselves."""
    members: dict[str, Member] = Field(default_factory=dict)
    """By column, the persons a row names."""
    names: bool = False
    """Whether all it holds is what people are called."""

    @property
    def in_server(self) -> str | None:
        """The condition for rows of the server `:guild_id`; None for a table that is of no server."""
        if self.guilds:
            return " OR ".join(f"{column} = :guild_id" for column in self.guilds)
        if self.under is None:
            return None
        column, parent = self.under.column, self.under.table
        return f"{column} IN (SELECT {column} FROM {parent} WHERE guild_id = :guild_id)"  # noqa: S608  # declared

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.guilds and self.under is not None:
            raise ValueError("a row that names its server is found by that")
        if self.names and not self.members:
            raise ValueError("names are somebody's")
        if (self.keep_days is None) != (self.keep_since is None):
            raise ValueError("keep_days and keep_since come together")
        if self.rows_of == "guild" and not self.guilds:
            raise ValueError("a server's rows have a column with the server")
        if self.rows_of == "member" and not self.members:
            raise ValueError("a member's rows have a column with the member")
        return self


class _File(_Declared):
    tables: dict[str, Table] = Field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    """Tables this step takes away."""


def declared_tables(migrations: Sequence[Migration] | None = None) -> dict[str, Table]:
    """Every table after the last step, by name, in the order they were made.

    Raises:
        pydantic.ValidationError: a declaration says too little, or something unknown.
        tomllib.TOMLDecodeError: one cannot be read.
    """
    tables: dict[str, Table] = {}
    for step in shipped_migrations() if migrations is None else migrations:
        file = _File.model_validate(tomllib.loads(step.declarations))
        tables |= file.tables
        for name in file.dropped:
            del tables[name]
    return tables
