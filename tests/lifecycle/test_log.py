"""The log, and what never stands in it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest

from bot.log import set_up_logging

SECRET = "MTIzNDU2Nzg5.secret-token"  # noqa: S105  # nobody's


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, discord_level = root.handlers[:], root.level, logging.getLogger("discord").level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("discord").setLevel(discord_level)


@pytest.mark.parametrize("style", ["text", "json"])
def test_the_token_stands_nowhere_not_even_in_a_traceback(
    capsys: pytest.CaptureFixture[str], style: Literal["text", "json"]
) -> None:
    set_up_logging("DEBUG", style, [SECRET])
    log = logging.getLogger("bot.test")

    log.info("it is %s", SECRET)
    try:
        raise ValueError(SECRET)
    except ValueError:
        log.exception("failed with %r", {"token": SECRET})

    written = capsys.readouterr().err
    assert SECRET not in written
    assert written.count("[secret]") >= 3


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", "json")

    logging.getLogger("bot.test").info("hello %s", "there")
    logging.getLogger("bot.test").debug("not at this level")

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["levelname"], line["name"], line["message"]) for line in lines] == [
        ("INFO", "bot.test", "hello there")
    ]
