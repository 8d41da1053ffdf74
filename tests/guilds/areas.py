"""An area with a setting of every kind, at its limits; what a feature to come may declare."""

from __future__ import annotations

from datetime import time

from bot.guilds.kinds import (
    ClockTime,
    Label,
    Number,
    OneChannel,
    OneOf,
    OneRole,
    SomeChannels,
    SomeOf,
    YesNo,
    Zone,
)
from bot.guilds.settings import Area, Setting

YES_NO: Setting[bool] = Setting("sample.yes", YesNo(), False, "Yes or no", "Whether", "No")
ONE_OF: Setting[str | None] = Setting(
    "sample.one", OneOf((Label("a", "Alpha"), Label("b", "Beta"))), None, "One of", "Which", "Neither"
)
SOME_OF: Setting[tuple[str, ...]] = Setting(
    "sample.some",
    SomeOf(tuple(Label(f"o{number}", f"Option {number}") for number in range(25))),
    (),
    "Some of",
    "Which ones",
    "None",
)
CHANNEL: Setting[int | None] = Setting(
    "sample.channel",
    OneChannel(),
    None,
    "Channel",
    "Where",
    "Nowhere",
    needs=("view_channel", "send_messages", "pin_messages"),
)
CHANNELS: Setting[tuple[int, ...]] = Setting(
    "sample.channels", SomeChannels(), (), "Channels", "Where to", "Nowhere"
)
ROLE: Setting[int | None] = Setting("sample.role", OneRole(), None, "Role", "Whom", "Nobody", pings=True)
ZONE: Setting[str | None] = Setting("sample.zone", Zone(), None, "Zone", "Which clock", "UTC")
TIME: Setting[time] = Setting("sample.time", ClockTime(), time(0), "Time", "When", "At midnight")
NUMBER: Setting[int] = Setting(
    "sample.number", Number(1, 480), 480, "Number", "How many", "480", recomputes=("totals",)
)
SAMPLE = Area(
    "sample",
    "Sample",
    "One of each kind.",
    (YES_NO, ONE_OF, SOME_OF, CHANNEL, CHANNELS, ROLE, ZONE, TIME, NUMBER),
)
