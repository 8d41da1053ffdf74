"""What the fact base's own words are called when people read them."""

from __future__ import annotations

from bot.facts.vocabulary import Category, Status, SubjectKind
from bot.i18n.marking import gettext_noop

CATEGORIES = {
    Category.RELEASE: gettext_noop("Release"),
    Category.MUSIC: gettext_noop("Music"),
    Category.CHART: gettext_noop("Charts"),
    Category.RECORD: gettext_noop("Records"),
    Category.AWARD: gettext_noop("Awards"),
    Category.CONCERT: gettext_noop("Concerts"),
    Category.BROADCAST: gettext_noop("On screen"),
    Category.PEOPLE: gettext_noop("People"),
    Category.FANDOM: gettext_noop("Fandom"),
    Category.SOCIAL_MEDIA: gettext_noop("Social media"),
    Category.CHARITY: gettext_noop("Giving"),
    Category.DIPLOMACY: gettext_noop("On the world stage"),
    Category.INDUSTRY: gettext_noop("Music business"),
    Category.CULTURE: gettext_noop("Culture"),
}

STATUSES = {
    Status.CONFIRMED: gettext_noop("Confirmed"),
    Status.REPORTED: gettext_noop("Reported"),
    Status.DISPUTED: gettext_noop("Disputed"),
    Status.SUPERSEDED: gettext_noop("Out of date"),
}

SUBJECT_KINDS = {
    SubjectKind.PERSON: gettext_noop("Person"),
    SubjectKind.GROUP: gettext_noop("Group"),
    SubjectKind.FANDOM: gettext_noop("Fandom"),
    SubjectKind.ALBUM: gettext_noop("Album"),
    SubjectKind.SONG: gettext_noop("Song"),
    SubjectKind.VIDEO: gettext_noop("Video"),
    SubjectKind.FILM: gettext_noop("Film"),
    SubjectKind.SHOW: gettext_noop("Show"),
    SubjectKind.AWARD: gettext_noop("Award"),
    SubjectKind.CHART: gettext_noop("Chart"),
    SubjectKind.RECORD: gettext_noop("Record"),
    SubjectKind.EVENT: gettext_noop("Event"),
    SubjectKind.TOUR: gettext_noop("Tour"),
    SubjectKind.CAMPAIGN: gettext_noop("Campaign"),
    SubjectKind.PLACE: gettext_noop("Place"),
    SubjectKind.PLATFORM: gettext_noop("Platform"),
    SubjectKind.ORGANISATION: gettext_noop("Organisation"),
    SubjectKind.GENRE: gettext_noop("Genre"),
}
