"""The shape of a fact base (`data/facts.json`). Pure: no Discord, no files, no clock.

Everything an editor can write stands here once, its words in `vocabulary`; the JSON Schema that completes it
in an editor is generated from these classes, and the field descriptions below are what that editor shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from bot.facts.partial_date import PartialDate
from bot.facts.vocabulary import Category, Check, DateKind, SourceKind, Status, SubjectKind

_T = TypeVar("_T")

TEXT_LIMIT = 280
CHOICE_LIMIT = 76  # with its letter, `A · …`, it fits a button's label of 80 characters
ID_LIMIT = 40  # two ids and a page number fit one custom_id of 100 characters

Id = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=ID_LIMIT),
]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_LIMIT, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
Choice = Annotated[str, StringConstraints(min_length=1, max_length=CHOICE_LIMIT, strip_whitespace=True)]
Prompt = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
LocaleTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]


def in_language(translations: Mapping[str, _T], locale: str) -> _T | None:
    """What stands for a locale: its own entry, or its language's."""
    return translations.get(locale) or translations.get(locale.split("-", maxsplit=1)[0])


class Record(BaseModel):
    """What every record of the file shares: no unknown fields, never changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FandomNames(Record):
    name: Line = Field(description="The artist's or work's name in this language.")
    fans: Line = Field(description="What the fans are called in this language.")


class Fandom(Record):
    name: Line = Field(description="Whom or what the community is about.")
    fans: Line = Field(description="What the fans call themselves.")
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")] = Field(
        description="The accent colour of every card, as #RRGGBB."
    )
    emoji: Annotated[str, StringConstraints(min_length=1, max_length=16)] = Field(
        description="One emoji that stands for the fandom."
    )
    home_zone: str = Field(description="The IANA zone the fandom's calendar lives in, such as Asia/Seoul.")
    translations: dict[LocaleTag, FandomNames] = Field(
        default={}, description="The names in other languages, by locale."
    )

    @field_validator("home_zone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            if not available_timezones():
                raise ValueError(
                    "this machine has no data of time zones; install the package tzdata"
                ) from error
            raise ValueError(f"{value} is not an IANA time zone; write one such as Asia/Seoul") from error
        return value

    def in_language(self, locale: str) -> FandomNames:
        """The names in a language, given as `ko` or `en-US`; the fandom's own where there are none."""
        return in_language(self.translations, locale) or FandomNames(name=self.name, fans=self.fans)

    @property
    def accent(self) -> int:
        """The accent colour as 0xRRGGBB."""
        return int(self.colour[1:], 16)


class Source(Record):
    id: Id = Field(description="The name facts cite this source by.")
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="The title a reader would look for."
    )
    kind: SourceKind = Field(
        description="`document`: a text whose paragraphs facts cite. `reference`: anything else."
    )
    file: str | None = Field(default=None, description="A document's file name.")
    where: str | None = Field(default=None, description="Where a reference can be found.")
    published: PartialDate | None = Field(default=None, description="When it was published, as far as known.")
    language: LocaleTag = Field(default="en", description="The language it is written in.")

    @model_validator(mode="after")
    def _says_where_it_is(self) -> Self:
        if self.kind is SourceKind.DOCUMENT and not self.file:
            raise ValueError("a document needs `file`, its file name")
        if self.kind is SourceKind.REFERENCE and not self.where:
            raise ValueError("a reference needs `where`, the place it can be found")
        return self


class Allowed(Record):
    """An answer to a remark of `facts check`: it stands, and why."""

    check: Check = Field(description="Which remark is answered.")
    reason: Annotated[str, StringConstraints(min_length=1, max_length=300)] = Field(
        description="Why it stands."
    )


class Subject(Record):
    id: Id = Field(description="A name that never changes; facts refer to it.")
    name: Line = Field(description="The name as the fandom writes it.")
    kind: SubjectKind = Field(description="What it is.")
    aliases: tuple[Line, ...] = Field(
        default=(), description="Other names people type, in any script: abbreviations, real names, Hangul."
    )
    called: dict[LocaleTag, Line] = Field(
        default={}, description="Which of its aliases it is called by in other languages, by locale."
    )
    date: PartialDate | None = Field(
        default=None, description="Its own date: a birthday, a release day, a founding."
    )
    allow: tuple[Allowed, ...] = Field(
        default=(), description="Remarks of `facts check` that were looked at."
    )

    @model_validator(mode="after")
    def _is_found_by_what_it_is_called(self) -> Self:
        for name in self.called.values():
            if name not in self.aliases:
                raise ValueError(f"`called`: {name} is no alias; add it, so that it can be searched for")
        return self

    def name_in(self, locale: str) -> str:
        """What it is called in a language, given as `ko` or `en-US`; its name where nothing else is told."""
        return in_language(self.called, locale) or self.name


class FactDate(Record):
    value: PartialDate = Field(
        description="`2020-08-21`, `2020-08` or `2020`: never more precise than the source."
    )
    kind: DateKind = Field(description="What happened then.")


class Citation(Record):
    source: Id = Field(description="The id of a source.")
    paragraphs: tuple[Annotated[int, Field(ge=1)], ...] = Field(
        default=(), description="The paragraphs of a document, counting its non-empty lines from 1."
    )


class Fact(Record):
    id: Id = Field(description="A name that never changes, even when the wording does.")
    text: Sentence = Field(description="One idea in one or two sentences, in our own words.")
    detail: Annotated[str, StringConstraints(min_length=1, max_length=1000)] | None = Field(
        default=None, description="More for those who open the card."
    )
    category: Category = Field(description="What it is about.")
    subjects: tuple[Id, ...] = Field(default=(), description="The subjects it is about, the main one first.")
    date: FactDate | None = Field(default=None, description="When it happened, where a source says so.")
    recurs: bool = Field(default=True, description="Whether its day is worth remembering every year.")
    prominence: Literal[1, 2, 3] = Field(
        default=2,
        description="3: a day the fandom celebrates. 2: worth knowing. 1: for those who look closely.",
    )
    as_of: PartialDate | None = Field(
        default=None, description="For what changes (counts, records, offices held): when this was so."
    )
    status: Status = Field(default=Status.CONFIRMED, description="How far it is to be trusted.")
    note: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = Field(
        default=None, description="Why it is not simply confirmed, and what is better known."
    )
    sources: tuple[Citation, ...] = Field(min_length=1, description="Where it comes from.")
    translations: dict[LocaleTag, Sentence] = Field(
        default={}, description="The text in other languages, by locale."
    )

    allow: tuple[Allowed, ...] = Field(
        default=(), description="Remarks of `facts check` that were looked at."
    )

    @model_validator(mode="after")
    def _explains_doubt(self) -> Self:
        if self.status is not Status.CONFIRMED and not self.note:
            raise ValueError(f"a fact that is {self.status} needs a `note` that says why")
        return self

    def text_in(self, locale: str) -> str:
        """The text in a language, given as `ko` or `en-US`; the original where there is none."""
        return in_language(self.translations, locale) or self.text


class QuestionText(Record):
    """A question in another language."""

    prompt: Prompt = Field(description="The question.")
    answer: Choice = Field(description="The right answer, as short as the wrong ones.")
    distractors: tuple[Choice, ...] = Field(
        min_length=3, max_length=3, description="The wrong answers, in the order of the original."
    )

    @property
    def answers(self) -> tuple[str, ...]:
        """The right answer, then the wrong ones."""
        return (self.answer, *self.distractors)


class Question(Record):
    id: Id = Field(description="A name that never changes.")
    fact: Id = Field(description="The fact that proves the answer.")
    prompt: Prompt = Field(description="The question.")
    answer: Choice = Field(description="The right answer, as short as the wrong ones.")
    distractors: tuple[Choice, ...] = Field(
        min_length=3, max_length=3, description="Three answers that are plausible and certainly wrong."
    )
    difficulty: Literal[1, 2, 3] = Field(default=2, description="1: every fan knows. 3: for experts.")
    translations: dict[LocaleTag, QuestionText] = Field(
        default={}, description="The question in other languages, by locale."
    )

    def text_in(self, locale: str) -> QuestionText:
        """The question in a language, given as `ko` or `en-US`; the original where there is none."""
        return in_language(self.translations, locale) or QuestionText(
            prompt=self.prompt, answer=self.answer, distractors=self.distractors
        )


class FactFile(Record):
    """A whole fact base."""

    model_config = ConfigDict(title="A Borahae fact base")

    json_schema: str | None = Field(
        default=None, alias="$schema", description="The schema that lets an editor complete this file."
    )
    fandom: Fandom = Field(description="Whose community this is.")
    sources: tuple[Source, ...] = Field(description="Everything that facts cite.")
    subjects: tuple[Subject, ...] = Field(description="The people, works and things that facts are about.")
    facts: tuple[Fact, ...] = Field(description="The facts.")
    questions: tuple[Question, ...] = Field(default=(), description="Trivia questions written by hand.")
