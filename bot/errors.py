"""Errors that people can understand and put right."""

from __future__ import annotations

from typing import Any, ClassVar


class UserError(Exception):
    """Something a person can put right. It carries its own sentence, translated where it is shown.

    A subclass sets `message` to a full English sentence with named placeholders; the values for them
    are given when it is raised.
    """

    message: ClassVar[str]

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__(self.message)


class OperatorError(Exception):
    """Something only the operator can put right; its text is the one line they are shown."""


class SettingRefused(OperatorError):
    """A setting is wrong: to start again changes nothing before the operator has changed it."""
