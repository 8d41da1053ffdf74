"""Finding a time zone by what a moderator types: a city, a country, an abbreviation, an offset. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.folding import key, words
from bot.guilds.cities import ABBREVIATIONS, CITIES, COUNTRIES

MOST = 25
NEAREST = 3
_LONGEST = 60  # characters; no name of a zone, city or country has more
_LANGUAGES = ("en", "ko")
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−])\s*(\d{1,2})(?:[:.]?(\d{2}))?", re.IGNORECASE)
_HANGUL = re.compile(r"[가-힣]")


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone at a moment."""

    key: str
    """Its IANA name."""
    city: str
    """What it is known by, in the language asked for."""
    local: datetime
    """The moment there, aware."""

    @property
    def offset(self) -> timedelta:
        """How far it is from UTC at that moment."""
        return self.local.utcoffset() or timedelta()


@dataclass(frozen=True, slots=True)
class ZoneMatches:
    """What was found."""

    exact: tuple[Zone, ...]
    """What goes by that name, or else what begins so; at most 25, best known first."""
    closest: tuple[Zone, ...]
    """What else begins so; where nothing does, the three nearest."""


def find_zones(typed: str, now: datetime, language: str) -> ZoneMatches:
    """The zones that a typed text stands for.

    `now` is aware: it decides which zones have an offset. `language` is what cities are called in, such
    as `ko`; names are understood in English and Korean alike.
    """
    index = _index()
    typed = typed.strip()[:_LONGEST]
    if match := _OFFSET.fullmatch(typed):
        exact, closest = index.at_offset(_offset(match), now)
    else:
        exact, closest = index.named(key(typed), now)
    return ZoneMatches(_shown(exact[:MOST], now, language), _shown(closest[:MOST], now, language))


def warm() -> None:
    """Build the index; about a tenth of a second, so off the event loop."""
    _index()


def well_known_zones(now: datetime, language: str) -> tuple[Zone, ...]:
    """What to offer before anything is typed: 25 zones, best known first."""
    return _shown(list(_index().ranks)[:MOST], now, language)


def zone_at(zone_key: str, now: datetime, language: str) -> Zone | None:
    """One zone by its key; None when there is no such zone (any more)."""
    return None if known_zone(zone_key) is None else _shown([zone_key], now, language)[0]


def known_zone(zone_key: str) -> ZoneInfo | None:
    """The zone of a key that a server has set; None when a newer tzdata has dropped it."""
    try:
        return ZoneInfo(zone_key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_of(zone_key: str | None, home_zone: str) -> ZoneInfo:
    """The zone a server lives by; the fandom's home where it set none, or one nobody knows now."""
    return (known_zone(zone_key) if zone_key is not None else None) or ZoneInfo(home_zone)


@dataclass(slots=True)
class _Index:
    zones: dict[str, ZoneInfo]
    """All that are offered. Held here: zoneinfo keeps the latest few and reads the others anew."""
    ranks: dict[str, int]
    """How well a zone is known, 0 best."""
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Zones by the key of a whole name."""
    beginnings: list[tuple[str, str]] = field(default_factory=list)
    """Keys of names, and of what follows their first words, in order; each with its whole name's key."""
    countries: set[str] = field(default_factory=set)
    """Which keys of names are countries'."""

    def named(self, typed: str, now: datetime) -> tuple[list[str], list[str]]:
        """What has that name or else begins so; with what else begins so, or what is nearest."""
        if not typed:
            return [], []
        exact = self._ranked(self._of(typed, now))
        begins = self._ranked(zone for name in self._beginning(typed) for zone in self._of(name, now))
        if exact:
            return exact, [zone for zone in begins if zone not in exact]
        return (begins, []) if begins else ([], self._nearest(typed))

    def at_offset(self, offset: timedelta, now: datetime) -> tuple[list[str], list[str]]:
        """The zones that far from UTC now; where there are none, the nearest."""
        apart = {zone: abs(_clock(of, now) - offset) for zone, of in self.zones.items()}
        if exact := self._ranked(zone for zone, far in apart.items() if not far):
            return exact, []
        return [], sorted(apart, key=lambda zone: (apart[zone], self.ranks[zone]))[:NEAREST]

    def _nearest(self, typed: str) -> list[str]:
        from rapidfuzz import fuzz, process  # noqa: PLC0415  # a start need not wait for what slips need

        near = process.extract(typed, self.names.keys(), scorer=fuzz.ratio, limit=4 * NEAREST)
        near.sort(key=lambda match: (-match[1], match[0]))
        best = [zone for name, _, _ in near for zone in self._ranked(self.names[name])[:1]]
        return list(dict.fromkeys(best))[:NEAREST]

    def _ranked(self, found: Iterable[str]) -> list[str]:
        return sorted(set(found) & self.ranks.keys(), key=self.ranks.__getitem__)

    def _of(self, name: str, now: datetime) -> Iterable[str]:
        """The zones of a name; of a country's, the best known of those whose clocks agree all year."""
        zones = self.names.get(name, ())
        if name not in self.countries:
            return zones
        kept: dict[tuple[timedelta, ...], str] = {}
        for zone in self._ranked(zones):
            kept.setdefault(_clocks(zone, now.year), zone)
        return kept.values()

    def _beginning(self, typed: str) -> Iterator[str]:
        """The names that begin so, or have a later word that does."""
        for start, name in self.beginnings[bisect_left(self.beginnings, (typed, "")) :]:
            if not start.startswith(typed):
                return
            yield name


@cache
def _index() -> _Index:
    """Everything by its names; tens of milliseconds to build, once."""
    links: dict[str, str] = {**get_global("zone_aliases"), "Etc/UTC": "UTC"}
    offered = {name for name in available_timezones() if _is_offered(name, links)}
    by_rank = dict.fromkeys([zone for zone, _ in CITIES if zone in offered] + sorted(offered))
    ranks = {zone: rank for rank, zone in enumerate(by_rank)}
    index = _Index({zone: ZoneInfo(zone) for zone in by_rank}, ranks)
    starts: set[tuple[str, str]] = set()
    countries = list(_names_of_countries())
    index.countries.update(key(name) for name, _ in countries)
    for name, zones in (*_names_of_zones(ranks, links), *countries, *_names_of_times(ranks, links)):
        parts, whole = words(name), key(name)
        index.names[whole].update(zones)
        starts.update(("".join(parts[first:]) or whole, whole) for first in range(max(1, len(parts))))
    index.beginnings = sorted(starts)
    return index


def _is_offered(name: str, links: dict[str, str]) -> bool:
    """Whether a zone is one of today's, and not another name of one, an offset or a remnant."""
    known = name in get_global("zone_territories") or name not in links
    return name == "UTC" or ("/" in name and not name.startswith("Etc/") and known)


def _names_of_zones(ranks: dict[str, int], links: dict[str, str]) -> Iterator[tuple[str, Iterable[str]]]:
    for zone in ranks:
        yield zone, [zone]
        for language in _LANGUAGES:
            yield _city(zone, language), [zone]
    regions = {zone.partition("/")[0] for zone in ranks} - {"Australia"}
    meant = {name for short in ABBREVIATIONS for name in short.split()}
    for link, zone in links.items():
        if link in meant:
            continue  # EST links to Panama, but who types it means New York
        yield link, [zone]
        region, _, place = link.rpartition("/")
        if region in regions:  # US/Central and Australia/North name no place
            yield place.replace("_", " "), [zone]
    for zone, cities in CITIES:
        for city in cities.split(", "):
            yield from ((name, [zone]) for name in _halves(city) if name)


def _names_of_countries() -> Iterator[tuple[str, Iterable[str]]]:
    zones: Mapping[str, list[str]] = get_global("territory_zones")
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in zones:
                yield name, zones[code]
    for code, names in COUNTRIES.items():
        for name in names.split(", "):
            yield name, zones[code]


def _names_of_times(ranks: dict[str, int], links: dict[str, str]) -> Iterator[tuple[str, Iterable[str]]]:
    """Names such as Pacific Time and KST: each stands for the zone best known by it."""
    for short, zones in ABBREVIATIONS.items():
        for name in short.split():
            yield name, zones.split()
    best: dict[str, str] = {}
    for zone, meta in get_global("meta_zones").items():
        today = links.get(zone, zone)  # CLDR calls zones by the first names they had
        if today in ranks and ranks[today] < ranks.get(best.get(meta, ""), len(ranks)):
            best[meta] = today
    for language in _LANGUAGES:
        for meta, told in Locale(language).meta_zones.items():
            if meta in best:
                for name in told.get("long", {}).values():
                    yield name, [best[meta]]


@cache
def _city(zone: str, language: str) -> str:
    try:
        told: Mapping[str, Any] = Locale.parse(language, sep="-").time_zones
    except (UnknownLocaleError, ValueError):
        told = {}
    if city := told.get(zone, {}).get("city"):
        return str(city)
    if language == "ko" and zone in _korean():
        return _korean()[zone]  # where CLDR has a name that Korea has left behind
    links = (link for link, today in get_global("zone_aliases").items() if today == zone)
    cities = (told.get(link, {}).get("city") for link in links)
    return str(next(filter(None, cities), zone.rpartition("/")[2].replace("_", " ")))


@cache
def _korean() -> dict[str, str]:
    """Zones by the Korean name of the first city of each."""
    return {zone: _halves(cities.partition(", ")[0])[1] for zone, cities in CITIES}


def _halves(city: str) -> tuple[str, str]:
    """A city's Latin name and its Korean one, which may be missing."""
    hangul = _HANGUL.search(city)
    at = hangul.start() if hangul else len(city)
    return city[:at].strip(), city[at:]


@cache
def _clocks(zone: str, year: int) -> tuple[timedelta, ...]:
    """How far a zone is from UTC at the beginning of each quarter of a year."""
    there = _index().zones[zone]
    return tuple(_clock(there, datetime(year, month, 1, tzinfo=UTC)) for month in (1, 4, 7, 10))


def _clock(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _offset(match: re.Match[str]) -> timedelta:
    size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return size if match[1] == "+" else -size


def _shown(keys: Iterable[str], now: datetime, language: str) -> tuple[Zone, ...]:
    zones = _index().zones
    return tuple(
        Zone(key, _city(key, language), now.astimezone(zones.get(key) or ZoneInfo(key))) for key in keys
    )
