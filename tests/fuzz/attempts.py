"""What is tried: drawn by Hypothesis as plain data, and only then made into interactions.

An attempt says by number which person, message and value it means, so that it needs no world to be drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

CANARY = "kanari"
"""Stands in everything hostile that is typed: what is searched for in logs."""
GHOST = 987654321987654321
"""An id that is mentioned in what is typed, and nowhere else."""
LONGEST = 6000
"""Characters of an option, at most (Discord's documentation, Application Command Option)."""

PIECES = (
    f"**{CANARY}** __{CANARY}__ ~~{CANARY}~~ ||{CANARY}|| `{CANARY}` ```{CANARY}```",
    f"# {CANARY}\n> {CANARY}\n- {CANARY}\n-# {CANARY}",
    f"@everyone @here <@{GHOST}> <@!{GHOST}> <@&{GHOST}> <#{GHOST}> </{CANARY}:{GHOST}> <:{CANARY}:{GHOST}>",
    f"[{CANARY}](https://canary.invalid) https://canary.invalid <https://canary.invalid> discord.gg/{CANARY}",
    f"\\@everyone \\<@{GHOST}> @\u200beveryone <\u200b@{GHOST}>",
    f"\u202e{CANARY}\u202c\u200b\u200d\u2066{CANARY}\u2069\ufeff\u00ad",
    f"{CANARY}\ud800",
    f"\udfff{CANARY}\ud83d",
    f"{CANARY}\x00\x01\x07\x1b[31m\x7f\r\n\u2028\x85",
    f"'; DROP TABLE goals; -- {CANARY}",
    f"\" OR ''='{CANARY} % _ \\",
    f"{{0}} {{0.__class__}} {{name}} {{{CANARY}}} %s %(name)s {{ }} $" + "{x}",
    f"=cmd|' /C {CANARY}'!A0",
    f"<t:99999999999999:R> <t:-1> {CANARY}",
    f"{CANARY}:{CANARY}:-:v1",
    f"e\u0301\u0489{CANARY}" + "\u0300" * 60,
    f"\u3164{CANARY}\uffa0 \u115f",
)
NUMBERS = (
    "",
    " ",
    "0",
    "-1",
    "+5",
    "\u0661\u0662",
    "\u00b2",
    "1e309",
    "nan",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "0x10",
    "1_000",
    "9" * 90,
    "999:59",
    "0000-00-00",
    "9999-12-31 23:59",
    "0001-01-01",
    "24:00",
    "every 0",
    "<t:253402300800>",
    "<t:-62135596801>",
)
FITTING = (
    "25",
    "1,234",
    "1.5M",
    "2026-06-11",
    "2026-06-12 18:00",
    "2026-12-31 18:00",
    "3:19",
    "every 100",
    "100; 200; 300",
    "18:30",
    "Seoul",
    "Dynamite",
    "1",
    "2",
)
"""What some field or other takes, so that attempts get past the reading of what was typed."""
PARTS: tuple[str, ...] = (
    "",
    "-",
    "-1",
    "0",
    "1",
    "2",
    "7",
    "all",
    "week",
    "en",
    "fact",
    "x" * 70,
    f"{2**63 - 1}",
    f"{2**63}",
)
PARTS += (f"{2**64}", f"{2**64 + 1}", "9" * 60, "1.5", "\u0661", "\u00b2", " 1", "1 ", "NaN", "\ud800")
PARTS += ("\x00", "'--", "{0}", "**", f"<@{GHOST}>", "../..", "general.zone", "None", "accept", str(GHOST))


class Where(Enum):
    """Where somebody comes from."""

    HERE = "a server"
    THERE = "another server"
    DM = "direct messages"
    INSTALLED = "a server the bot is no member of"


class Ids(Enum):
    """What a custom_id carries."""

    TRUE = "its own"
    FOREIGN = "another server's"
    FORGED = "made up"
    SWAPPED = "another feature's"
    LENGTH = "too many or too few"
    ADDRESS = "another version, or nobody's"


class Shape(Enum):
    """What comes along."""

    TRUE = "as it is offered"
    NOT_OFFERED = "what was not offered"
    NOTHING = "nothing"
    OTHER = "another kind"


class Life(Enum):
    """How an interaction lives."""

    ONCE = "once"
    REPLAYED = "told twice"
    EXPIRED = "too late"


@dataclass(frozen=True, slots=True)
class Typed:
    """A value for a field: what fits, or what is hostile."""

    fitting: bool
    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One interaction; numbers choose among what is there when it is made."""

    who: int
    where: Where
    korean: bool
    ids: Ids
    shape: Shape
    life: Life
    pick: int
    fill: int
    """Bit by bit, which optional fields are filled in."""
    parts: tuple[str, ...]
    typed: tuple[Typed, ...]
    plain: bool = False
    """Whether only what is needed is filled in, with what fits."""
    stranger: bool = False
    """Whether what one person alone was shown comes back from another."""

    def __str__(self) -> str:
        return f"{self.where.value}, ids: {self.ids.value}, with: {self.shape.value}, {self.life.value}"


def _mostly(usual: object, *others: object) -> st.SearchStrategy[object]:
    """The usual half the time."""
    return st.sampled_from([*[usual] * len(others), *others])


_HOSTILE = st.one_of(
    st.sampled_from(PIECES),
    st.sampled_from(NUMBERS),
    st.builds(str.__add__, st.sampled_from(PIECES), st.sampled_from(PIECES)),
    st.builds(lambda piece: (piece * LONGEST)[:LONGEST], st.sampled_from(PIECES)),
    st.text(st.characters(), max_size=40).map(lambda text: text + CANARY),
)
_NUMBER = st.one_of(st.integers(0, 400), st.sampled_from((-1, 2**31, 2**53 - 1, -(2**53) + 1)))
_TYPED = st.one_of(
    st.builds(Typed, st.just(True), st.sampled_from(FITTING), _NUMBER),
    st.builds(Typed, st.just(True), st.sampled_from(FITTING), _NUMBER),
    st.builds(Typed, st.just(False), _HOSTILE, _NUMBER),
)
ATTEMPTS = st.builds(
    Attempt,
    who=st.integers(0, 63),
    where=st.sampled_from([Where.HERE, Where.HERE, Where.HERE, Where.THERE, Where.DM, Where.INSTALLED]),
    korean=st.booleans(),
    ids=_mostly(Ids.TRUE, *(kind for kind in Ids if kind is not Ids.TRUE)),
    shape=_mostly(Shape.TRUE, *(kind for kind in Shape if kind is not Shape.TRUE)),
    life=st.sampled_from([*[Life.ONCE] * 10, Life.REPLAYED, Life.EXPIRED]),
    pick=st.integers(0, 255),
    fill=st.integers(0, 2**12 - 1),
    parts=st.tuples(*[st.sampled_from(PARTS)] * 5),
    typed=st.tuples(*[_TYPED] * 12),
    stranger=st.sampled_from([False, False, True]),
)


def draw(count: int, number: int) -> list[Attempt]:
    """As many attempts, the same for the same number."""
    drawn: list[Attempt] = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(ATTEMPTS)
    def keep(attempt: Attempt) -> None:
        drawn.append(attempt)

    keep()
    return (drawn * (count // len(drawn) + 1))[:count]
