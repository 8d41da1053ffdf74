"""What moderators see of the settings: the panel and its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.guilds.forms import SeveralZones
from bot.guilds.health import Finding
from bot.guilds.service import Outcome
from bot.guilds.settings import AnySetting, Area, Change, Declarations, GuildSettings
from bot.guilds.transfer import Plan
from bot.guilds.values import person, shown, zone_text
from bot.i18n.markup import Markup, bold, channel_mention, joined, role_mention
from bot.i18n.say import Say
from bot.kit.blocks import (
    Aside,
    Attached,
    Block,
    Button,
    Divider,
    Gap,
    Option,
    Row,
    Select,
    Small,
    Text,
    Title,
    rows,
)
from bot.kit.cards import Card
from bot.kit.items import Action
from bot.kit.limits import shorten
from bot.kit.paginator import Book, Page
from bot.server import Server

OPEN = Action("settings", "open")
AREA = Action("settings", "area")
CHANGE = Action("settings", "change", version=2, carries=1)
"""A button, since a form can be dismissed: of what is chosen in a list already, Discord tells nobody again
(discord-api-docs, issue 4801)."""
FORM = Action("settings", "form", carries=2)
PICK = Action("settings", "pick", carries=2)
UNDO = Action("settings", "undo", carries=1)
UNDO_LATEST = Action("settings", "undo-latest", carries=1)
"""The same, of what was the latest change when the page was shown: pressed twice it undoes once."""
HEALTH = Action("settings", "health")
EXPORT = Action("settings", "export")
IMPORT = Action("settings", "import")
IMPORT_FORM = Action("settings", "import-form")
APPLY = Action("settings", "apply", carries=1)
BACK = Action("settings", "back", carries=1)
HISTORY = Book("settings", "history")

CHANGES_ON_A_PAGE = 4  # each with an Undo button, and up to three old and new values
_CHANGES_OF_AN_ENTRY = 3
_PLANNED, _LACKING, _NAMES, _LONGEST_NAME = 10, 4, 3, 40  # of an import
_FINDINGS = 24  # of all areas
_LONGEST_VALUE = 120  # characters of a value in the history, where twenty-four stand on a page


@dataclass(frozen=True, slots=True)
class Desk:
    """What the settings' cards are made of."""

    declarations: Declarations
    settings: GuildSettings
    server: Server
    now: datetime

    def shown(self, setting: AnySetting, say: Say) -> Markup:
        """The value that holds, as people read it."""
        return shown(setting, self.settings[setting], say, self.server, self.now)


@dataclass(frozen=True, slots=True)
class Moment:
    """What an area's page tells besides the settings."""

    latest: int | None
    """The change made last, which can be undone."""
    note: Block | None = None
    """What was just done."""
    status: Markup | None = None
    """What happens next."""


def panel(desk: Desk, area: Area, moment: Moment, say: Say) -> Card:
    """One area's page."""
    areas = tuple(
        Option(say.plain(one.label), one.key, say.plain(one.intro), default=one is area)
        for one in desk.declarations.areas.values()
    )
    changes = [Button(say.plain(one.label), CHANGE.at(one.key)) for one in area.settings]
    return Card(
        Title(say("Settings · {area}", area=say(area.label))),
        Small(say(area.intro)),
        Divider(),
        moment.note,
        Text(moment.status) if moment.status else None,
        Gap() if moment.note or moment.status else None,
        Text(joined("\n", [_line(desk, setting, say) for setting in area.settings])),
        _defaults(desk, area, say),
        Divider(),
        Small(say("Change a setting:")),
        *rows(changes),
        Select(AREA.at(), say.plain("Other settings"), areas),
        Row(*(Button(say.plain(door.label), door.custom_id) for door in area.doors)) if area.doors else None,
        Row(
            Button(say.plain("History"), HISTORY.turn.at(1)),
            Button(
                say.plain("Undo the latest"), UNDO_LATEST.at(moment.latest), enabled=moment.latest is not None
            ),
            Button(say.plain("Health"), HEALTH.at()),
            Button(say.plain("Export"), EXPORT.at()),
            Button(say.plain("Import"), IMPORT.at()),
        ),
    )


def done(desk: Desk, outcome: Outcome, say: Say) -> Block:
    """The note that tells what was changed, with a way back."""
    told = [
        say(
            "{setting}: {value}.",
            setting=bold(say(setting.label)),
            value=shown(setting, change.new, say, desk.server, desk.now),
        )
        for change in outcome.changes[:CHANGES_ON_A_PAGE]
        for setting in (desk.declarations.setting(change.key),)
    ]
    if not told:
        return Text(say("Nothing to change: it is like that already."))
    told = _capped(told, len(outcome.changes), say)
    told += [
        say(
            "Since then it had been changed to {value} by {person}, {when:R}.",
            person=person(change.changed_by, say),
            when=change.changed_at,
            value=shown(desk.declarations.setting(change.key), change.new, say, desk.server, desk.now),
        )
        for change in outcome.overtaken
    ]
    undo = Button(say.plain("Undo"), UNDO.at(outcome.changes[0].change_id))
    return Aside(joined("\n", (say("Done."), *told)), undo)


def zones(setting: AnySetting, seen: int, found: SeveralZones, now: datetime, say: Say) -> Card:
    """Several zones to choose from, for what somebody typed."""
    lead = (
        say("Several zones fit. Which one do you mean?")
        if found.fitting
        else say("I know no such place. The nearest names I know:")
    )
    options = tuple(Option(zone_text(key, now, say), key, key) for key in found.keys)
    return Card(
        Title(say(setting.label)),
        Text(lead),
        Select(PICK.at(setting.key, seen), say.plain("Choose a zone"), options),
        Row(back(setting.area, say)),
    )


def history(desk: Desk, page: Page[tuple[Change, ...]], say: Say) -> Card:
    """Who changed what, when; each entry is what was changed at once."""
    return Card(
        Title(say("History")),
        None if page.items else Text(say("Nothing has been changed yet.")),
        *(_entry(desk, changes, say) for changes in page.items),
        HISTORY.controls(page, say),
        Row(back(None, say)),
    )


def health(findings: Sequence[Finding], mention: Callable[[str], Markup], desk: Desk, say: Say) -> Card:
    """What keeps settings from working, area by area, and what to do about it; `mention` names a command."""
    blocks: list[Block] = []
    most = _FINDINGS // len(desk.declarations.areas)
    for area in desk.declarations.areas.values():
        of_area = [finding for finding in findings if finding.setting.area == area.key]
        told = [_finding(finding, mention, say) for finding in of_area[:most]]
        told = _capped(told, len(of_area), say) or [say("All is well.")]
        blocks.append(Text(joined("\n", (bold(say(area.label)), *told))))
    return Card(Title(say("Health")), *blocks, Row(back(None, say)))


def export(content: bytes, name: str, say: Say) -> Card:
    """The settings as a file."""
    return Card(
        Text(say("Here is everything this server has set. Import it in another server, or keep it.")),
        Attached(name, content),
    )


def import_plan(desk: Desk, plan: Plan, draft_id: int, say: Say, *, anew: bool = False) -> Card:
    """What an import would change, before it does; `anew`: something else than at the look before."""
    changes = [
        _from_to(desk, change.setting, change.old, change.new, say) for change in plan.changes[:_PLANNED]
    ]
    lacking = [
        say(
            "{setting} names {names}, which this server does not have. Choose it afterwards.",
            setting=one.setting.phrase,
            names=[shorten(name, _LONGEST_NAME) for name in one.names[:_NAMES]],
        )
        for one in plan.lacking[:_LACKING]
    ]
    apply = Button(say.plain("Apply"), APPLY.at(draft_id), enabled=bool(plan.changes))
    return Card(
        Title(say("Import")),
        Text(say("Things have changed here since you looked, so nothing is imported yet.")) if anew else None,
        Small(_would_change(len(plan.changes), say)),
        *(Text(line) for line in _capped(changes, len(plan.changes), say)),
        *(Small(line) for line in _capped(lacking, len(plan.lacking), say)),
        Small(say("What the file does not name stays as it is.")),
        Row(apply, back(None, say)),
    )


def _line(desk: Desk, setting: AnySetting, say: Say) -> Markup:
    held = desk.settings.held.get(setting.key)
    told = say("{label}: {value}", label=bold(say(setting.label)), value=desk.shown(setting, say))
    if held is None:
        return told
    then = say(setting.set) if setting.set else None
    source = say("Set by {person} {when:R}.", person=person(held.set_by, say), when=held.set_at)
    return joined("\n", (joined(" · ", (told, then)), Markup(f"-# {source}")))


def _defaults(desk: Desk, area: Area, say: Say) -> Small | None:
    """How defaults are known, said once: a word on each line wraps most of them on a phone."""
    held = sum(setting.key in desk.settings.held for setting in area.settings)
    if held == len(area.settings):
        return None
    return Small(
        say("What nobody has set shows its default.")
        if held
        else say("Nobody has set anything here yet: these are the defaults.")
    )


def _entry(desk: Desk, changes: Sequence[Change], say: Say) -> Aside:
    first, ways = changes[0], {"set": None, "undo": say("by undo"), "import": say("by import")}
    told = [
        _from_to(desk, desk.declarations.setting(change.key), change.old, change.new, say)
        for change in changes[:_CHANGES_OF_AN_ENTRY]
    ]
    told = _capped(told, len(changes), say)
    who = say("{person}, {when:R}", person=person(first.changed_by, say), when=first.changed_at)
    small = Markup(f"-# {joined(' · ', (who, ways[first.way]))}")
    return Aside(joined("\n", (*told, small)), Button(say.plain("Undo"), UNDO.at(first.change_id)))


def _from_to(desk: Desk, setting: AnySetting, old: object, new: object, say: Say) -> Markup:
    return say(
        "{setting}: {old} → {new}",
        setting=bold(say(setting.label)),
        old=_brief(setting, old, desk, say),
        new=_brief(setting, new, desk, say),
    )


def _capped(told: Sequence[Markup], of: int, say: Say) -> list[Markup]:
    """What is told, and how many more there are."""
    more = of - len(told)
    return [*told, say.count("And {number} more.", "And {number} more.", more)] if more > 0 else list(told)


def _would_change(number: int, say: Say) -> Markup:
    if not number:
        return say("Nothing would change, because this server lacks what the file names.")
    return say.count("{number} setting would change.", "{number} settings would change.", number)


def _brief(setting: AnySetting, value: object, desk: Desk, say: Say) -> Markup:
    """A value for a list of several: one that is long says how many."""
    told = shown(setting, value, say, desk.server, desk.now)
    if len(told) <= _LONGEST_VALUE or not isinstance(value, tuple):
        return told
    return say.count("{number} of them", "{number} of them", len(value))


def _finding(finding: Finding, mention: Callable[[str], Markup], say: Say) -> Markup:
    values = dict(finding.values)
    if finding.channel_id is not None:
        values["channel"] = channel_mention(finding.channel_id)
    if finding.role_id is not None:
        values["role"] = role_mention(finding.role_id)
    if finding.commands:
        values["commands"] = [mention(name) for name in finding.commands]
    told = say(finding.message, **values)
    return say("{setting}: {finding}", setting=finding.setting.phrase, finding=told)


def back(area: str | None, say: Say) -> Button:
    """The way back to an area's page, or to the first one."""
    return Button(say.plain("← Settings"), BACK.at(area))
