"""The panel and its pages hold Discord's limits in every language, with everything set at its longest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

import pytest

from bot.app import AREAS
from bot.guilds import cards
from bot.guilds.cards import Desk, Moment
from bot.guilds.forms import SeveralZones
from bot.guilds.health import CANNOT_SEE, COMMANDS, Override, findings
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
from bot.guilds.options import annotation
from bot.guilds.service import Outcome
from bot.guilds.settings import Area, Change, Declarations, GuildSettings, Held, Setting
from bot.guilds.transfer import Lacking, Plan, Planned
from bot.guilds.values import field
from bot.i18n.catalogs import Catalogs
from bot.i18n.markup import Markup
from bot.i18n.say import Say
from bot.kit import limits
from bot.kit.blocks import Text
from bot.kit.cards import Card
from bot.kit.paginator import Page
from bot.server import Channel, ChannelType, Role
from tests.guilds.areas import CHANNEL, ROLE, SAMPLE
from tests.guilds.test_zones import NOW

SAYS = [Catalogs().say(tag) for tag in Catalogs().tags]
ALL_AREAS = (*AREAS, SAMPLE)
_SNOWFLAKE = 10**18
_USER = 2 * 10**18


@dataclass(frozen=True)
class Place:
    """A server in which everything is there, and the bot may do nothing."""

    id: int = _SNOWFLAKE
    preferred_locale: str = "en-US"
    mentions_everyone: bool = False
    empty: bool = False

    def channel(self, channel_id: int) -> Channel | None:
        return None if self.empty else Channel(channel_id, "c" * 100, ChannelType.TEXT)

    def role(self, role_id: int) -> Role | None:
        return (
            None
            if self.empty
            else Role(role_id, "r" * 100, mentionable=False, manages_server=False, within_reach=False)
        )

    def channels_named(self, name: str) -> Sequence[Channel]:
        return []

    def roles_named(self, name: str) -> Sequence[Role]:
        return []

    def missing(self, channel_id: int, needed: Iterable[str]) -> tuple[str, ...]:
        return tuple(needed)


def _fullest(setting: Setting[Any]) -> Any:
    """A value as long as one can be."""
    match setting.kind:
        case YesNo():
            return not setting.default
        case OneOf() as kind:
            return max(kind.options, key=lambda label: len(label.text)).value
        case SomeOf() as kind:
            return tuple(label.value for label in kind.options)
        case OneChannel() | OneRole():
            return _SNOWFLAKE
        case SomeChannels() as kind:
            return tuple(_SNOWFLAKE + number for number in range(kind.most))
        case Zone():
            return "America/Argentina/Buenos_Aires"
        case ClockTime():
            return time(23, 59)
        case Number() as kind:
            return kind.most - 1
        case _:
            raise TypeError(setting.kind)


def _change(setting: Setting[Any], change_id: int = 1) -> Change:
    return Change(change_id, setting.key, _fullest(setting), _fullest(setting), "import", _USER, NOW)


def _desk(place: Place | None = None) -> Desk:
    declarations = Declarations(*ALL_AREAS)
    held = {one.key: Held(_fullest(one), _SNOWFLAKE, _USER, NOW) for one in declarations}
    return Desk(declarations, GuildSettings(held), place or Place(), NOW)


def _walk(components: Any) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from _walk(component.get("components", ()))
        if "accessory" in component:
            yield component["accessory"]


def _hold(card: Card) -> None:
    """Discord's limits; that of components and characters raises by itself."""
    shown = list(_walk(card.view(0x123456).to_components()))
    ids = [component["custom_id"] for component in shown if "custom_id" in component]
    assert len(ids) == len(set(ids))
    for component in shown:
        if component["type"] == 3:
            assert 1 <= len(component["options"]) <= limits.SELECT_OPTIONS
        if component["type"] == 1:
            assert 1 <= len(component["components"]) <= limits.BUTTONS_IN_A_ROW
        if component["type"] == 10:
            assert component["content"]


@pytest.mark.parametrize("say", SAYS, ids=lambda say: say.tag)
@pytest.mark.parametrize("area", ALL_AREAS, ids=lambda area: area.key)
async def test_every_page_fits_at_full_values(area: Area, say: Say) -> None:
    desk = _desk()
    changes = tuple(_change(setting) for setting in desk.declarations)
    outcome = Outcome(changes, changes[:1])

    _hold(cards.panel(desk, area, Moment(None), say))
    _hold(cards.panel(desk, area, Moment(1, cards.done(desk, Outcome(changes[:2], changes[:2]), say)), say))
    _hold(cards.panel(desk, area, Moment(_SNOWFLAKE, cards.done(desk, outcome, say)), say))


@pytest.mark.parametrize("say", SAYS, ids=lambda say: say.tag)
async def test_history_health_and_import_fit_at_full_values(say: Say) -> None:
    desk = _desk()
    one = tuple(_change(setting) for setting in desk.declarations)
    entries = [tuple(_change(setting, number) for setting in desk.declarations) for number in range(9)]
    lacking = 9 * tuple(Lacking(one_setting, ("n" * 100,) * 25) for one_setting in (CHANNEL, ROLE))
    planned = 3 * tuple(
        Planned(desk.declarations.setting(change.key), change.old, change.new) for change in one
    )
    overrides: dict[str, tuple[Override, ...]] = dict.fromkeys(COMMANDS, ())
    found = findings(desk.declarations, desk.settings, desk.server, overrides, {})
    zones = SeveralZones(("America/Argentina/Buenos_Aires",) * 25, fitting=True)

    assert found
    _hold(cards.history(desk, Page.cut(entries, cards.CHANGES_ON_A_PAGE, 1), say))
    _hold(cards.history(desk, Page.cut([], cards.CHANGES_ON_A_PAGE, 1), say))
    _hold(cards.health(found * 20, lambda name: Markup(f"</{name}:{_SNOWFLAKE}>"), desk, say))
    _hold(cards.import_plan(desk, Plan(planned, lacking), _SNOWFLAKE, say, anew=True))
    _hold(cards.import_plan(desk, Plan((), lacking), _SNOWFLAKE, say))
    assert len(cards.zones(CHANNEL, _SNOWFLAKE, zones, NOW, say).blocks) == 4


@pytest.mark.parametrize("say", SAYS, ids=lambda say: say.tag)
@pytest.mark.parametrize("setting", list(Declarations(*ALL_AREAS)), ids=lambda setting: setting.key)
async def test_every_setting_has_a_field_an_option_and_a_name_discord_takes(
    setting: Setting[Any], say: Say
) -> None:
    asked = field(setting, _fullest(setting), say, Place(), NOW).component

    assert asked["component"]["custom_id"] == "value"
    assert len(say.plain(setting.label)) <= limits.FIELD_LABEL
    assert len(say.plain(setting.help)) <= limits.COMMAND_DESCRIPTION
    assert len(setting.name) <= limits.COMMAND_NAME
    assert annotation(setting) is not None
    assert len(cards.FORM.at(setting.key, _SNOWFLAKE)) <= limits.CUSTOM_ID


def test_what_is_gone_is_told_and_can_be_chosen_anew() -> None:
    desk, say = _desk(Place(empty=True)), SAYS[0]
    told = {
        finding.setting.key for finding in findings(desk.declarations, desk.settings, desk.server, {}, {})
    }

    assert {"sample.channel", "sample.channels", "sample.role", "general.notice_channel"} <= told
    panel = cards.panel(desk, SAMPLE, Moment(None), say)
    lines = [block.text for block in panel.blocks if isinstance(block, Text)]
    assert any("a channel that is gone" in line for line in lines)
    assert "default_values" not in field(CHANNEL, _SNOWFLAKE, say, desk.server, NOW).component["component"]


@pytest.mark.parametrize(
    ("overrides", "sees"),
    [
        ((), False),
        ((Override(_SNOWFLAKE + 5, is_role=True, allowed=True),), True),
        ((Override(_SNOWFLAKE + 5, is_role=False, allowed=True),), False),
        ((Override(_SNOWFLAKE, is_role=True, allowed=True),), True),
        (
            (
                Override(_SNOWFLAKE, is_role=True, allowed=True),
                Override(_SNOWFLAKE + 5, is_role=True, allowed=False),
            ),
            False,
        ),
    ],
    ids=["nothing", "the role", "a person of that id", "everyone", "everyone but the role"],
)
def test_whether_a_moderator_role_sees_the_settings(overrides: tuple[Override, ...], sees: bool) -> None:
    declarations = Declarations(*AREAS)
    held = {"general.moderator_role": Held(_SNOWFLAKE + 5, 1, _USER, NOW)}

    found = findings(declarations, GuildSettings(held), Place(), {"configure": overrides}, {})

    assert (CANNOT_SEE not in [finding.message for finding in found]) is sees
