"""/fact: look up what the fandom knows."""

from __future__ import annotations

from functools import partial

from discord import app_commands
from discord.app_commands import locale_str as _

from bot.client import FanBot
from bot.facts import cards, options
from bot.facts.model import Subject
from bot.facts.options import CATEGORY_CHOICES, Query, SubjectOption
from bot.facts.vocabulary import Category
from bot.kit.answers import Render, respond, update
from bot.kit.blocks import Button
from bot.kit.feature import Feature, on_page, on_press
from bot.kit.host import Interaction, say_to
from bot.kit.items import Ids, Press
from bot.kit.paginator import Page, as_choice, as_number
from bot.kit.server import caller_of, guild_id_of
from bot.review import cards as review_cards

OLDEST_YEAR, LATEST_YEAR = 1900, 2100


class Facts(Feature):
    """The commands and buttons of the fact base."""

    fact = app_commands.Group(name="fact", description=_("Look up what the fandom knows"))

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._facts, self._curation = bot.app.facts, bot.app.curation
        self._facts.on_reload += [cards.forget, options.forget]

    @fact.command(description=_("Find facts by a title, a name or a few words"))
    @app_commands.describe(query=_("A title, a name or a few words"))
    async def search(self, interaction: Interaction, query: Query) -> None:
        await respond(interaction, partial(cards.found, self._facts.search(query, guild_id_of(interaction))))

    @fact.command(description=_("Everything known about a person, a song, an album, an award"))
    @app_commands.describe(subject=_("Whom or what it is about"))
    async def about(self, interaction: Interaction, subject: SubjectOption) -> None:
        await respond(interaction, self._about(interaction, subject, 1))

    @fact.command(description=_("A fact you have not seen here yet"))
    @app_commands.describe(subject=_("Whom or what it is about"), category=_("What kind of fact"))
    @app_commands.choices(category=CATEGORY_CHOICES)
    async def random(
        self, interaction: Interaction, subject: SubjectOption | None = None, category: str | None = None
    ) -> None:
        await respond(interaction, await self._drawn(interaction, subject, category))

    @fact.command(description=_("What happened when, in order"))
    @app_commands.describe(year=_("One year only"), subject=_("Whom or what it is about"))
    async def timeline(
        self,
        interaction: Interaction,
        year: app_commands.Range[int, OLDEST_YEAR, LATEST_YEAR] | None = None,
        subject: SubjectOption | None = None,
    ) -> None:
        await respond(interaction, self._timeline(interaction, year, subject, 1))

    @on_press(cards.PICK)
    async def pick(self, interaction: Interaction, press: Press) -> None:
        picked = self._facts.pick(press.choice, press.options, guild_id_of(interaction))
        await update(interaction, partial(cards.found, picked))

    @on_press(cards.OPEN)
    async def open(self, interaction: Interaction, press: Press) -> None:
        sheet = self._facts.sheet(str(press.ids[0]), guild_id_of(interaction))
        await respond(interaction, partial(cards.fact, sheet), private=True)

    @on_press(cards.SOURCE)
    async def source(self, interaction: Interaction, press: Press) -> None:
        sheet = self._facts.sheet(str(press.ids[0]), guild_id_of(interaction))
        await respond(interaction, partial(cards.sources, sheet), private=True)

    @on_press(cards.MORE)
    async def more(self, interaction: Interaction, press: Press) -> None:
        subject = self._facts.subject_by_id(str(press.ids[0]))
        await respond(interaction, self._about(interaction, subject, 1), private=True)

    @on_press(cards.ANOTHER)
    async def another(self, interaction: Interaction, press: Press) -> None:
        subject_id, category = press.ids
        subject = self._facts.subject_by_id(subject_id) if subject_id else None
        await update(interaction, await self._drawn(interaction, subject, category))

    @on_press(cards.SHOW_AGAIN)
    async def show_again(self, interaction: Interaction, press: Press) -> None:
        await self._curation.show_again(caller_of(interaction), str(press.ids[0]))
        await update(interaction, self._hidden(interaction, 1))

    @on_page(cards.HIDDEN)
    async def hidden_page(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        return self._hidden(interaction, number)

    @on_page(cards.ABOUT)
    async def about_page(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        return self._about(interaction, self._facts.subject_by_id(str(ids[0])), number)

    @on_page(cards.TIMELINE)
    async def timeline_page(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        year, subject_id = ids
        subject = self._facts.subject_by_id(subject_id) if subject_id else None
        return self._timeline(interaction, as_number(year) if year else None, subject, number)

    def _about(self, interaction: Interaction, subject: Subject, number: int) -> Render:
        known = self._facts.about(subject, guild_id_of(interaction))
        return partial(cards.about, subject, Page.cut(known, cards.ON_A_PAGE, number))

    def _hidden(self, interaction: Interaction, number: int) -> Render:
        sheets = self._facts.hidden(caller_of(interaction))
        queue = Button(say_to(interaction).plain("← Review"), review_cards.QUEUE.turn.at(1))
        return partial(cards.hidden, Page.cut(sheets, cards.ON_A_PAGE, number), queue)

    async def _drawn(self, interaction: Interaction, subject: Subject | None, category: str | None) -> Render:
        wanted = as_choice(Category, category) if category else None
        sheet = await self._facts.random(caller_of(interaction), subject, wanted)
        return partial(cards.drawn, sheet, (subject.id if subject else None, category))

    def _timeline(
        self, interaction: Interaction, year: int | None, subject: Subject | None, number: int
    ) -> Render:
        chronicle = self._facts.timeline(year, subject, guild_id_of(interaction))
        page = Page.cut(chronicle.sheets, cards.ON_A_PAGE, number)
        return partial(cards.timeline, chronicle, page)


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Facts(bot))
