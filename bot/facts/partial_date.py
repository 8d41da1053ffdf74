"""Dates as precisely as they are known. Pure."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

_PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


class PartialDate(str):
    """A date as precisely as it is known: `2020-08-21`, `2020-08` or `2020`.

    Instances are ISO text, so they sort by time: a year before its months, a month before its days.
    """

    __slots__ = ()

    @property
    def year(self) -> int:
        return int(self[:4])

    @property
    def month(self) -> int | None:
        return int(self[5:7]) if len(self) >= len("2020-08") else None

    @property
    def day(self) -> int | None:
        return int(self[8:10]) if len(self) == len("2020-08-21") else None

    def first_day(self) -> date:
        """The first day this date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ISO text.

        Raises:
            ValueError: the text is no year, month or day of the calendar.
        """
        parsed = cls(text)
        if parsed.month is not None and parsed.day is not None:
            last = calendar.monthrange(parsed.year, parsed.month)[1]
            if parsed.day > last:
                raise ValueError(f"{text} is not a day of the calendar: that month has {last} days")
        return parsed

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls.parse, core_schema.str_schema(pattern=_PARTIAL_DATE)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "pattern": _PARTIAL_DATE}
