"""Write the page of all settings from their declarations: `make reference`."""

from __future__ import annotations

from bot.app import AREAS
from bot.guilds.kinds import (
    ClockTime,
    Number,
    OneChannel,
    OneOf,
    OneRole,
    SomeChannels,
    SomeOf,
    YesNo,
    Zone,
)
from bot.guilds.settings import AnySetting, Area
from bot.permissions import NAMES

_HEAD = """# Settings

What moderators can set, page by page of `/settings`. Everything can be set by `/configure` as well, by the
name in the second column; without a value, `/configure <page>` shows the page. This page is made from the
declarations (`make reference`); a test holds the two together.
"""
_FOOT = """
Each page has **History** (who changed what, when, with *Undo* for each), **Undo the latest**, **Health**
(what keeps a setting from working, and what to do), **Export** (a file with everything that is set) and
**Import** (shows what a file would change, then changes all of it or nothing). In another server the file's
channels and roles are found by name; what is missing there is named and left out.

Moderators are people with Manage Server, and those with the moderator role. Discord shows `/settings` and
`/configure` to Manage Server alone: to let a moderator role see them, choose the bot in Server Settings,
Integrations. *Health* says so when it is missing.
"""


def page() -> str:
    """The page, in Markdown."""
    return _HEAD + "".join(_area(area) for area in AREAS) + _FOOT


def _area(area: Area) -> str:
    rows = [
        "",
        f"## {area.label}",
        "",
        area.intro,
        "",
        f"| setting | `/configure {area.key}` | what it does | takes | while nobody sets it |",
        "| --- | --- | --- | --- | --- |",
        *(_row(setting) for setting in area.settings),
        "",
    ]
    return "\n".join(rows)


def _row(setting: AnySetting) -> str:
    notes = [setting.help + "."]
    if setting.pings:
        notes.append("The bot needs Manage Roles, and a role of its own above that one.")
    if setting.needs:
        notes.append(f"The bot needs {', '.join(NAMES[name] for name in setting.needs)} there.")
    if setting.only_manage_server:
        notes.append("Only people with Manage Server can change it.")
    cells = (setting.label, f"`{setting.name}`", " ".join(notes), _taken(setting), setting.unset)
    return f"| {' | '.join(cells)} |"


def _taken(setting: AnySetting) -> str:  # noqa: PLR0911  # a table of kinds
    match setting.kind:
        case YesNo():
            return "yes or no"
        case OneOf() as kind:
            return "one of " + ", ".join(label.text for label in kind.options)
        case SomeOf() as kind:
            return "any of " + ", ".join(label.text for label in kind.options)
        case OneChannel():
            return "a channel"
        case SomeChannels() as kind:
            return f"up to {kind.most} channels"
        case OneRole():
            return "a role"
        case Zone():
            return "a city, a country, an abbreviation such as KST, or an IANA name"
        case ClockTime():
            return "a time such as 21:30 or 9pm"
        case Number() as kind:
            return f"a number from {kind.least} to {kind.most}"
        case _:
            raise TypeError(f"nobody knows what a {type(setting.kind).__name__} takes")


if __name__ == "__main__":
    print(page(), end="")
