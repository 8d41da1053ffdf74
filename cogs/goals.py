"""/goal: what is to be reached together, how far it is, what everybody did."""

from __future__ import annotations

from datetime import date
from functools import partial

import discord
from discord import app_commands
from discord.app_commands import locale_str as _

from bot.client import FanBot
from bot.kit.answers import Render, respond, voice
from bot.kit.checks import MEMBER, ONLY_FOR, SERVERS, Audience
from bot.kit.feature import Feature, on_page, on_press, on_submit
from bot.kit.fields import TextField
from bot.kit.host import Interaction, say_to
from bot.kit.items import Ids, Press
from bot.kit.modals import Submission, ask
from bot.kit.paginator import Page, as_choice, as_number
from bot.kit.server import caller_of
from bot.streaming import cards, desk_cards
from bot.streaming.amounts import read_amount
from bot.streaming.book import WhichGoal
from bot.streaming.counter import Wish as ReadingWish
from bot.streaming.goals import Goal, Kind, Plan, Unit
from bot.streaming.ledger import Wish
from bot.streaming.milestones import Milestones
from bot.streaming.options import (
    KIND_CHOICES,
    PERIOD_CHOICES,
    UNIT_CHOICES,
    Amount,
    AnyGoal,
    ClosedGoal,
    DayOption,
    Length,
    MilestonesOption,
    Moment,
    OfficialGoal,
    OpenGoal,
    PlatformOption,
    Total,
    WorkOption,
)
from bot.streaming.settings import mode_of
from bot.streaming.standings import Period
from bot.streaming.typed import read_day
from cogs.goal_news import chart_of, show_proof

AMOUNT, DAY = "amount", "day"


class Goals(Feature):
    """The commands of goals, and what members press."""

    goal = app_commands.Group(
        name="goal",
        description=_("What we want to reach together, and how far it is"),
        allowed_contexts=SERVERS,
        allowed_installs=MEMBER,
    )

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._bot, self._goals, self._settings = bot, bot.app.goals, bot.app.settings

    @goal.command(
        description=_("Begin a goal: you see it before anybody else does"),
        extras={ONLY_FOR: Audience.MODERATORS},
    )
    @app_commands.describe(
        what=_("A song or an album, or a name of your own"),
        target=_("The total to reach, such as 1.5M"),
        unit=_("What is counted"),
        kind=_("Whose count says where the goal stands"),
        platform=_("Where it is counted"),
        deadline=_("Until when, such as 2026-12-31 18:00, by this server's clock"),
        start=_("The total it starts from"),
        milestones=_("Totals to celebrate on the way, or every so many"),
        song_length=_("How long the song is, such as 3:19: it says how often a day can hold it"),
    )
    @app_commands.choices(unit=UNIT_CHOICES, kind=KIND_CHOICES)
    async def create(  # noqa: PLR0913, PLR0917  # each an option of the command
        self,
        interaction: Interaction,
        what: WorkOption,
        target: Amount,
        unit: str,
        kind: str = Kind.OFFICIAL.value,
        platform: PlatformOption | None = None,
        deadline: Moment | None = None,
        start: Total | None = None,
        milestones: MilestonesOption | None = None,
        song_length: Length | None = None,
    ) -> None:
        caller = caller_of(interaction)
        plan = Plan(
            name=what,
            unit=Unit(unit),
            kind=Kind(kind),
            start=start or 0,
            target=target,
            deadline=deadline,
            platform=platform or "",
            milestones=milestones or Milestones(),
            song_length=song_length,
            mode=mode_of(self._settings.of(caller.guild)),
        )
        draft = await self._goals.service.preview(caller, plan, interaction.id)
        await respond(interaction, partial(desk_cards.preview, draft.plan, draft.id), private=True)

    @goal.command(description=_("Enter what the official counter shows"), extras={ONLY_FOR: Audience.READERS})
    @app_commands.describe(
        goal=_("Which goal"),
        total=_("What the counter shows, such as 1,234,567"),
        when=_("When it showed that, such as 2026-12-31 18:00; now, if you leave it out"),
        note=_("Where you saw it"),
        recount=_("Whether the platform has counted anew, so that it may be less than before"),
    )
    async def reading(  # noqa: PLR0913, PLR0917  # each an option of the command
        self,
        interaction: Interaction,
        goal: OfficialGoal,
        total: Total,
        when: Moment | None = None,
        note: app_commands.Range[str, 1, 200] = "",
        recount: bool = False,
    ) -> None:
        wish = ReadingWish(interaction.id, goal.id, total, when, note, recount)
        entered = await self._goals.counter.enter(caller_of(interaction), wish)
        await respond(interaction, partial(desk_cards.entered, entered), private=True)

    @goal.command(description=_("Log what you did for a goal"))
    @app_commands.describe(
        goal=_("Which goal"),
        amount=_("How much, such as 25"),
        day=_("For which day; today, if you leave it out"),
        proof=_("A screenshot, for this server's moderators alone"),
    )
    async def log(
        self,
        interaction: Interaction,
        goal: OpenGoal,
        amount: Amount,
        day: DayOption | None = None,
        proof: discord.Attachment | None = None,
    ) -> None:
        await self._log(interaction, goal.id, amount, day, proof)

    @goal.command(description=_("Take back what you logged last, within 24 hours"))
    async def undo(self, interaction: Interaction) -> None:
        await self._undo(interaction, None)

    @goal.command(description=_("How a goal stands, and where it leads"))
    @app_commands.describe(
        goal=_("Which goal; the only one, if you leave it out"),
        versus=_("Another goal to run against, at the same age"),
    )
    async def show(
        self, interaction: Interaction, goal: AnyGoal | None = None, versus: AnyGoal | None = None
    ) -> None:
        try:
            shown = goal or self._goals.book.only(caller_of(interaction).guild)
        except WhichGoal:
            await respond(interaction, await self._list(interaction, 1))
            return
        await respond(interaction, await self._shown(interaction, shown, versus))

    @goal.command(name="list", description=_("All goals of this server"))
    async def list_goals(self, interaction: Interaction) -> None:
        await respond(interaction, await self._list(interaction, 1))

    @goal.command(description=_("Who did how much"))
    @app_commands.describe(
        period=_("Since when it counts"), goal=_("Which goal; the only one, if you leave it out")
    )
    @app_commands.choices(period=PERIOD_CHOICES)
    async def leaderboard(
        self, interaction: Interaction, period: str = Period.WEEK.value, goal: AnyGoal | None = None
    ) -> None:
        shown = goal or self._goals.book.only(caller_of(interaction).guild)
        await respond(interaction, await self._board(interaction, shown, Period(period), 1))

    @goal.command(description=_("A goal's curve and logs as tables for a spreadsheet"))
    @app_commands.describe(goal=_("Which goal; the only one, if you leave it out"))
    async def export(self, interaction: Interaction, goal: AnyGoal | None = None) -> None:
        caller = caller_of(interaction)
        export = await self._goals.export.export(caller, goal or self._goals.book.only(caller.guild))
        await respond(interaction, partial(cards.exported, export), private=True)

    @goal.command(description=_("Change a goal"), extras={ONLY_FOR: Audience.MODERATORS})
    @app_commands.describe(goal=_("Which goal"))
    async def edit(self, interaction: Interaction, goal: OpenGoal) -> None:
        self._settings.expect_moderator(caller_of(interaction))
        await respond(interaction, partial(desk_cards.desk, goal), private=True)

    @goal.command(
        description=_("Close a goal, and tell how it ended"), extras={ONLY_FOR: Audience.MODERATORS}
    )
    @app_commands.describe(goal=_("Which goal"))
    async def close(self, interaction: Interaction, goal: OpenGoal) -> None:
        closed = await self._goals.service.close(caller_of(interaction), goal.id)
        await respond(interaction, partial(desk_cards.closed, closed), private=True)

    @goal.command(description=_("Let a closed goal go on"), extras={ONLY_FOR: Audience.MODERATORS})
    @app_commands.describe(goal=_("Which goal"))
    async def reopen(self, interaction: Interaction, goal: ClosedGoal) -> None:
        opened = await self._goals.service.reopen(caller_of(interaction), goal.id)
        await respond(interaction, partial(desk_cards.reopened, opened), private=True)

    @on_press(cards.LOG)
    async def log_pressed(self, interaction: Interaction, press: Press) -> None:
        goal, say = self._goal(interaction, press.ids[0]), say_to(interaction)
        amount = TextField(
            AMOUNT, say.plain("How much?"), most=40, placeholder=say.plain("Such as {number}", number=25)
        )
        day = TextField(
            DAY,
            say.plain("For which day?"),
            most=20,
            required=False,
            placeholder=self._goals.book.calendar(goal).today.isoformat(),
            description=say.plain("Today, if you leave it empty."),
        )
        await ask(interaction, cards.LOG_FORM.at(goal.id), goal.plan.name, amount, day)

    @on_submit(cards.LOG_FORM)
    async def log_filled(self, interaction: Interaction, form: Submission) -> None:
        goal = self._goal(interaction, form.ids[0])
        amount = read_amount(form.text(AMOUNT), interaction.locale.value)
        typed, today = form.texts.get(DAY, "").strip(), self._goals.book.calendar(goal).today
        await self._log(interaction, goal.id, amount, read_day(typed, today) if typed else None, None)

    @on_press(cards.UNDO)
    async def undo_pressed(self, interaction: Interaction, press: Press) -> None:
        await self._undo(interaction, as_number(press.ids[0]))

    @on_press(cards.SHOW)
    async def show_pressed(self, interaction: Interaction, press: Press) -> None:
        shown = self._goal(interaction, press.ids[0])
        await respond(interaction, await self._shown(interaction, shown), private=True)

    @on_press(cards.LIVE)
    async def live_pressed(self, interaction: Interaction, press: Press) -> None:
        shown = self._goal(interaction, press.ids[0])
        await respond(interaction, await self._board(interaction, shown, Period.ALL, 1), private=True)

    @on_press(cards.LISTING)
    async def listing(self, interaction: Interaction, press: Press) -> None:
        listed = await self._goals.overview.toggle_listing(caller_of(interaction))
        await respond(interaction, partial(cards.listed, listed), private=True)

    @on_page(cards.STANDINGS)
    async def standings(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        shown = self._goal(interaction, ids[0])
        return await self._board(interaction, shown, as_choice(Period, ids[1]), number)

    @on_page(cards.LIST)
    async def list_page(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        return await self._list(interaction, number)

    def _goal(self, interaction: Interaction, goal_id: str | None) -> Goal:
        return self._goals.book.get(caller_of(interaction).guild, as_number(goal_id))

    async def _log(
        self,
        interaction: Interaction,
        goal_id: int,
        amount: int,
        day: date | None,
        proof: discord.Attachment | None,
    ) -> None:
        wish = Wish(interaction.id, goal_id, amount, interaction.user.display_name, day)
        shown = show_proof(self._bot, interaction, proof) if proof is not None else None
        picture = await shown.read() if shown is not None else None
        logged = await self._goals.ledger.log(caller_of(interaction), wish)
        reached = await shown.post(logged, picture) if shown is not None and picture is not None else None
        news = await self._goals.own.news(caller_of(interaction))
        await respond(interaction, partial(cards.logged, logged, reached, news), private=True)
        guild = self._bot.get_guild(logged.goal.guild_id)
        if logged.first_held and not reached and guild is not None:
            command = self._bot.command_book.mention("review")
            await self._bot.tell_moderators(guild, partial(desk_cards.held, logged, command))

    async def _undo(self, interaction: Interaction, log_id: int | None) -> None:
        goal, log = await self._goals.ledger.undo(caller_of(interaction), log_id)
        news = await self._goals.own.news(caller_of(interaction))
        await respond(interaction, partial(cards.undone, goal, log, news), private=True)

    async def _shown(self, interaction: Interaction, goal: Goal, versus: Goal | None = None) -> Render:
        view = await self._goals.overview.view(goal, versus)
        return partial(cards.goal, view, await chart_of(self._bot.app, view, voice(interaction)))

    async def _list(self, interaction: Interaction, number: int) -> Render:
        lines = await self._goals.overview.lines(caller_of(interaction).guild)
        return partial(cards.goals, Page.cut(lines, cards.GOALS_ON_A_PAGE, number))

    async def _board(self, interaction: Interaction, goal: Goal, period: Period, number: int) -> Render:
        board = await self._goals.overview.board(caller_of(interaction), goal, period)
        return partial(cards.leaderboard, board, number)


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Goals(bot))
