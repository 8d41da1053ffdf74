"""Proofs: pictures that members add to a log. Pure."""

from __future__ import annotations

from bot.errors import UserError
from bot.i18n.marking import gettext_noop

LARGEST = 8 * 1024 * 1024
"""Bytes; Discord takes ten megabytes of a bot."""
_SUFFIXES = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}
_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class NoPicture(UserError):
    message = gettext_noop(
        "That proof is no picture I can show. Attach a PNG, JPEG, WebP or GIF, such as a screenshot."
    )


class PictureTooLarge(UserError):
    message = gettext_noop(
        "That picture is too large: {most} MB at most. A screenshot of the screen is enough."
    )


class NowhereToShow(UserError):
    message = gettext_noop(
        "This server has no channel for its moderators' notices, so nobody could see your picture. "
        "Log without it."
    )


def expect_picture(content_type: str | None, size: int) -> None:
    """Refuse a file by what Discord says of it, before it is downloaded.

    Raises:
        NoPicture, PictureTooLarge: it cannot be a proof.
    """
    if (content_type or "").partition(";")[0].strip().casefold() not in _TYPES:
        raise NoPicture
    if size > LARGEST:
        raise PictureTooLarge(most=LARGEST // 1024**2)


def suffix_of(content: bytes) -> str:
    """How a picture's file name ends, by what is in it, whatever it was called.

    Raises:
        NoPicture, PictureTooLarge: it cannot be a proof.
    """
    if len(content) > LARGEST:
        raise PictureTooLarge(most=LARGEST // 1024**2)
    for begin, suffix in _SUFFIXES.items():
        if content.startswith(begin):
            return suffix
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    raise NoPicture
