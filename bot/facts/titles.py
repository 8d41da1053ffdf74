"""Which subjects a typed title can mean. Pure, in memory, built once for a fact base."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

from bot.facts.grams import GramIndex, Near
from bot.facts.model import Subject
from bot.folding import key, spellings, words

_AFTER_ALL = "\U0010ffff"
_SHORT = 3  # so few typed letters begin so many titles that the best are picked beforehand
_BEST_OF_SHORT = 60


class Strength(IntEnum):
    """How surely a typed text means a title."""

    NEAR = 1
    """Within a few typing slips."""
    INSIDE = 2
    """A later word of the title begins so."""
    START = 3
    """The title begins so."""
    EXACT = 4
    """The title, blind to case, diacritics, spacing and punctuation."""


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A subject that a typed text can mean, and by which of its titles."""

    subject_id: str
    title: str
    """The name or alias that matched, as the fact base writes it."""
    strength: Strength


@dataclass(frozen=True, slots=True, order=True)
class _Title:
    key: str
    text: str
    subject: int
    as_written: bool
    """Whether the key is of the whole title, not of a part left when what stands in brackets is dropped."""


@dataclass(frozen=True, slots=True, order=True)
class _Start:
    key: str
    whole: bool
    title: _Title


class TitleIndex:
    """Every name and alias of every subject.

    `weights` says how much is known of each subject id; among equal matches the weightier comes first.
    """

    def __init__(self, subjects: Sequence[Subject], weights: Mapping[str, int]) -> None:
        ranked = sorted(subjects, key=lambda subject: (-weights.get(subject.id, 0), subject.id))
        self._ids = [subject.id for subject in ranked]
        self._names = [subject.name for subject in ranked]
        self._titles = [
            title for position, subject in enumerate(ranked) for title in _titles_of(subject, position)
        ]
        exact: defaultdict[str, list[_Title]] = defaultdict(list)
        for title in self._titles:
            exact[title.key].append(title)
        self._exact = dict(exact)
        starts = sorted(
            _Start(start, order == 0, title)
            for title in self._titles
            for order, start in enumerate(_word_starts(title))
        )
        self._starts = starts
        self._start_keys = [start.key for start in starts]
        self._short = _best_of_short(starts)
        self._grams = GramIndex([title.key for title in self._titles])

    def weightiest(self, most: int) -> list[TitleMatch]:
        """The subjects most is known of."""
        return [
            TitleMatch(subject_id, name, Strength.INSIDE)
            for subject_id, name in islice(zip(self._ids, self._names, strict=True), most)
        ]

    def exact(self, typed: str) -> list[TitleMatch]:
        """The subjects of exactly this title."""
        titles = self._exact.get(key(typed), ())
        whole = [title for title in titles if title.as_written]
        return self._matches((title, Strength.EXACT) for title in whole or titles)

    def without_brackets(self, typed: str) -> list[TitleMatch]:
        """The subjects of this title when what was typed in brackets is dropped: `Spring Day (2017)`."""
        _, *others = spellings(typed)
        return next((found for other in others if (found := self.exact(other))), [])

    def starting(self, typed: str, most: int) -> list[TitleMatch]:
        """The subjects whose title, or a later word of it, begins like this: whole titles first."""
        typed_key = key(typed)
        if not typed_key:
            return []
        found: Iterable[_Start]
        if len(typed_key) <= _SHORT:
            found = self._short.get(typed_key, ())
        else:
            low = bisect_left(self._start_keys, typed_key)
            high = bisect_left(self._start_keys, typed_key + _AFTER_ALL, low)
            found = self._starts[low:high]
        return self._matches(
            (start.title, Strength.START if start.whole else Strength.INSIDE) for start in found
        )[:most]

    def near(self, typed: str) -> list[TitleMatch]:
        """The subjects whose title is this but for a few slips, closest first."""
        return self._from_nears(self._grams.near(key(typed)))

    def near_start(self, typed: str) -> list[TitleMatch]:
        """The subjects whose title begins like this but for a slip or two, closest first."""
        return self._from_nears(self._grams.near_start(key(typed)))

    def closest(self, typed: str, most: int) -> list[TitleMatch]:
        """The subjects with the most similar titles, however far off; the weightiest fill up."""
        alike = [self._titles[position] for position in self._grams.closest(key(typed), most * 4)]
        found = [TitleMatch(self._ids[title.subject], title.text, Strength.NEAR) for title in alike]
        return first_of_each([*found, *self.weightiest(most)])[:most]

    def _matches(self, found: Iterable[tuple[_Title, Strength]]) -> list[TitleMatch]:
        """The stronger first, then the weightier; a title that another only continues comes before it."""
        families: dict[tuple[Strength, str], list[_Title]] = {}
        root = ""
        for title, strength in sorted(found, key=lambda match: (match[1], match[0])):
            if (strength, root) not in families or not root or not title.key.startswith(root):
                root = title.key
            families.setdefault((strength, root), []).append(title)
        ranked = sorted(
            families.items(), key=lambda family: (-family[0][0], min(title.subject for title in family[1]))
        )
        return first_of_each(
            TitleMatch(self._ids[title.subject], title.text, strength)
            for (strength, _), titles in ranked
            for title in sorted(titles, key=_plainest)
        )

    def _from_nears(self, nears: Iterable[Near]) -> list[TitleMatch]:
        ranked = sorted(
            ((near.slips, self._titles[near.position]) for near in nears),
            key=lambda pair: (pair[0], not pair[1].as_written, pair[1].subject, pair[1].text),
        )
        return first_of_each(
            TitleMatch(self._ids[title.subject], title.text, Strength.NEAR) for _, title in ranked
        )


def _plainest(title: _Title) -> tuple[int, bool, int, str]:
    """Orders titles of one family: the shortest first, a whole one before one cut short."""
    return len(title.key), not title.as_written, title.subject, title.text


def _titles_of(subject: Subject, position: int) -> list[_Title]:
    titles: dict[str, _Title] = {}
    for text in (subject.name, *subject.aliases):
        whole = key(text)
        for spelling in spellings(text):
            bare = key(spelling)
            as_written = len(bare) >= len(whole)
            if bare and (bare not in titles or (as_written and not titles[bare].as_written)):
                titles[bare] = _Title(bare, text, position, as_written)
    return list(titles.values())


def _best_of_short(starts: Iterable[_Start]) -> dict[str, list[_Start]]:
    best: defaultdict[str, list[_Start]] = defaultdict(list)
    for start in sorted(starts, key=lambda start: (not start.whole, start.title.subject, start.key)):
        for length in range(1, _SHORT + 1):
            if len(start.key) >= length and len(kept := best[start.key[:length]]) < _BEST_OF_SHORT:
                kept.append(start)
    return dict(best)


def _word_starts(title: _Title) -> list[str]:
    parts = words(title.text)
    if "".join(parts) != title.key:
        return [title.key]
    return ["".join(parts[first:]) for first in range(len(parts))]


def first_of_each(matches: Iterable[TitleMatch]) -> list[TitleMatch]:
    """Each subject once, at its first and so best match."""
    first: dict[str, TitleMatch] = {}
    for match in matches:
        first.setdefault(match.subject_id, match)
    return list(first.values())
