"""The words a fact base may use for kinds and states; `labels` says what people read for them. Pure."""

from __future__ import annotations

from enum import StrEnum


class SourceKind(StrEnum):
    DOCUMENT = "document"
    REFERENCE = "reference"


class SubjectKind(StrEnum):
    PERSON = "person"
    GROUP = "group"
    FANDOM = "fandom"
    ALBUM = "album"
    SONG = "song"
    VIDEO = "video"
    FILM = "film"
    SHOW = "show"
    AWARD = "award"
    CHART = "chart"
    RECORD = "record"
    EVENT = "event"
    TOUR = "tour"
    CAMPAIGN = "campaign"
    PLACE = "place"
    PLATFORM = "platform"
    ORGANISATION = "organisation"
    GENRE = "genre"


class Category(StrEnum):
    """What a fact is about; members filter by it and servers leave categories out."""

    RELEASE = "release"
    MUSIC = "music"
    CHART = "chart"
    RECORD = "record"
    AWARD = "award"
    CONCERT = "concert"
    BROADCAST = "broadcast"
    PEOPLE = "people"
    FANDOM = "fandom"
    SOCIAL_MEDIA = "social-media"
    CHARITY = "charity"
    DIPLOMACY = "diplomacy"
    INDUSTRY = "industry"
    CULTURE = "culture"


class DateKind(StrEnum):
    """What happened on a fact's date."""

    RELEASE = "release"
    BIRTHDAY = "birthday"
    DEBUT = "debut"
    AWARD = "award"
    CHART = "chart"
    RECORD = "record"
    CONCERT = "concert"
    BROADCAST = "broadcast"
    ANNOUNCEMENT = "announcement"
    EVENT = "event"


class Status(StrEnum):
    """How far a fact is to be trusted."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    DISPUTED = "disputed"
    SUPERSEDED = "superseded"


class Check(StrEnum):
    """What proofreading looks for."""

    NEAR_DUPLICATE = "near-duplicate"
    TWO_DATES = "two-dates"
    UNUSED_SUBJECT = "unused-subject"
    NO_SUBJECT = "no-subject"
    AGEING = "ageing"
    NUMBER = "number"
    COPIED = "copied"
