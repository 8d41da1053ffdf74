"""Every sentence is in every catalog, in a form Discord takes."""

from __future__ import annotations

import ast

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.i18n.catalogs import LOCALES, Catalogs
from bot.i18n.translator import NAME_CONTEXT
from tools import catalogs

TEMPLATE = catalogs.collect()


def _korean() -> Catalog:
    with (LOCALES / "ko" / "LC_MESSAGES" / "bot.po").open("rb") as lines:
        return read_po(lines, locale=Locale("ko"))


def test_english_and_korean_are_spoken() -> None:
    assert Catalogs().tags == ("en", "ko")


def test_the_template_holds_every_sentence_of_the_source() -> None:
    assert catalogs.TEMPLATE.read_bytes() == catalogs.written(TEMPLATE)


def test_no_sentence_holds_a_sign_that_some_screens_draw_as_a_picture() -> None:
    """Unicode has these twice, as a sign and as an emoji, and each font decides for itself."""
    ambiguous = set("◀▶◼◻▪▫↔↕↖↗↘↙↩↪⬅⬆⬇⤴⤵✔✖☑☎✉✏✂")

    assert [str(message.id) for message in TEMPLATE if ambiguous & set(str(message.id))] == []
    assert [str(message.string) for message in _korean() if ambiguous & set(str(message.string))] == []


def test_no_sentence_is_said_that_was_not_collected() -> None:
    """As one inside an f-string would be: those are not looked into."""
    said = {
        (str(file.relative_to(catalogs.ROOT)), node.args[0].value)
        for folder in catalogs.FOLDERS
        for file in (catalogs.ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _is_said(node.func) and node.args
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }

    assert len(said) > 100
    assert {(file, sentence) for file, sentence in said if TEMPLATE.get(sentence) is None} == set()


def _is_said(called: ast.expr) -> bool:
    if isinstance(called, ast.Attribute) and called.attr in {"plain", "count"}:
        called = called.value
    return isinstance(called, ast.Name) and called.id == "say"


def test_korean_is_complete() -> None:
    assert list(catalogs.problems_of(_korean(), TEMPLATE)) == []


def test_korean_glues_no_particle_to_a_placeholder() -> None:
    particles = ("은", "는", "이", "가", "을", "를", "와", "과", "로", "으로", "에", "도")
    glued = [
        text
        for message in _korean()
        for text in ([message.string] if isinstance(message.string, str) else message.string or ())
        for particle in particles
        if f"}}{particle} " in text or text.endswith(f"}}{particle}")
    ]

    assert glued == []


BROKEN = {
    "not translated": ("Source", None, ""),
    "other placeholders": ("I read that as {title}.", None, "{titel}!"),
    "not a name Discord takes": ("fact", NAME_CONTEXT, "X" * 33),
}


@pytest.mark.parametrize(("problem", "message"), BROKEN.items(), ids=BROKEN.keys())
def test_a_broken_translation_is_found(problem: str, message: tuple[str, str | None, str]) -> None:
    korean = _korean()
    text, context, translation = message
    korean.delete(text, context)
    korean.add(text, string=translation, context=context)

    assert [found.split(":")[0] for found in catalogs.problems_of(korean, TEMPLATE)][:1] == [
        problem if problem != "other placeholders" else "other placeholders than the original"
    ]


def test_a_sentence_nobody_says_any_more_is_found() -> None:
    korean = _korean()
    korean.add("Good morning", string="좋은 아침이에요")
    korean.update(TEMPLATE, no_fuzzy_matching=True)

    assert list(catalogs.problems_of(korean, TEMPLATE)) == ["no longer said: 'Good morning'"]
