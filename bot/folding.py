"""How text is compared: blind to case, diacritics, spacing and punctuation, in any script. Pure."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BLANK = "\u115f\u1160\u2800"
"""Hangul's fillers and the empty Braille cell: by their category letters and a symbol."""
_PARENTHESES = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")


class _Kept(dict[int, int | str | None]):
    """What becomes of each character, worked out when it is first met, as `str.translate` asks."""

    def __missing__(self, codepoint: int) -> int | str | None:
        category = unicodedata.category(chr(codepoint))
        kept = None if category in {"Mn", "Cf"} else " " if category == "Cc" else codepoint
        self[codepoint] = kept
        return kept


_KEPT = _Kept()


def fold(text: str) -> str:
    """Lower case without diacritics, control or invisible characters, single spaces; `1,000` as `1000`.

    Hangul falls apart into its letters (Unicode NFKD), so that a syllable still being typed is a
    prefix of the finished one and a typing slip costs one letter instead of a syllable.
    """
    if "," in text:
        text = _GROUPED.sub("", text)
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(decomposed.translate(_KEPT).casefold().split())


def words(text: str) -> list[str]:
    """The runs of letters and digits of a text, folded."""
    return _WORD.findall(fold(text))


def key(text: str) -> str:
    """What two spellings of one title share: `Black Swan`, `black-swan` and `BLACKSWAN` are one.

    A title without letters or digits is its own key: `?` stays `?`.
    """
    folded = fold(text)
    return "".join(_WORD.findall(folded)) or folded.replace(" ", "")


def can_be_seen(text: str) -> bool:
    """Whether there is anything but characters that show nothing."""
    return bool(key(text).strip(_BLANK))


def spellings(title: str) -> list[str]:
    """The ways a title is written out: as it stands, with `and` for `&`, without what stands in brackets."""
    written = [title]
    if "&" in title:
        written.append(title.replace("&", " and "))
    if bare := _PARENTHESES.sub(" ", title).strip():
        written.append(bare)
    return list(dict.fromkeys(written))
