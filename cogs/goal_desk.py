"""What moderators press about goals: previews, forms, the ledgers, proofs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from bot.client import FanBot
from bot.delivery.outbound import Priority
from bot.delivery.sender import Message, MessageGone, Refused, Rejected, Unreachable
from bot.guilds.service import SettingsService
from bot.i18n.say import Say
from bot.kit.answers import Render, respond, update
from bot.kit.feature import Feature, on_page, on_press, on_submit
from bot.kit.fields import TextField
from bot.kit.host import Interaction, say_to
from bot.kit.items import Ids, Press
from bot.kit.modals import Submission, ask
from bot.kit.paginator import Page, as_number
from bot.kit.server import caller_of
from bot.streaming import cards, desk_cards
from bot.streaming.amounts import read_amount, written
from bot.streaming.book import GoalBook
from bot.streaming.counter import LONGEST_NOTE, Ledger, Wish
from bot.streaming.goals import LONGEST_NAME, LONGEST_PLATFORM, Goal, Plan
from bot.streaming.ledger import LONGEST_REASON
from bot.streaming.readings import NothingToCorrect
from bot.streaming.typed import read_deadline, read_milestones

NAME, TARGET, DEADLINE, MILESTONES, PLATFORM = "name", "target", "deadline", "milestones", "platform"
TOTAL, NOTE, REASON = "total", "note", "reason"
_LONGEST_MILESTONES = 4000
"""Characters, the most that Discord takes: as many milestones as there can be, none of them cut off."""


class GoalDesk(Feature):
    """Looking after goals."""

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._bot, self._goals, self._settings = bot, bot.app.goals, bot.app.settings

    @on_press(desk_cards.CREATE)
    async def create(self, interaction: Interaction, press: Press) -> None:
        goal = await self._goals.service.create(caller_of(interaction), as_number(press.ids[0]))
        await update(interaction, partial(desk_cards.created, goal))

    @on_press(desk_cards.EDIT_DRAFT)
    async def edit_draft(self, interaction: Interaction, press: Press) -> None:
        draft = await self._goals.service.draft(caller_of(interaction), as_number(press.ids[0]))
        zone = self._goals.book.zone(draft.guild_id)
        await _ask(interaction, desk_cards.DRAFT_FORM.at(draft.id), draft.plan, zone)

    @on_submit(desk_cards.DRAFT_FORM)
    async def draft_filled(self, interaction: Interaction, form: Submission) -> None:
        caller = caller_of(interaction)
        draft = await self._goals.service.draft(caller, as_number(form.ids[0]))
        plan = _filled(interaction, draft.plan, form, self._goals.book.zone(draft.guild_id))
        await self._goals.service.preview(caller, plan, draft.id)
        await update(interaction, partial(desk_cards.preview, plan, draft.id))

    @on_press(desk_cards.ORGANISER)
    async def organiser(self, interaction: Interaction, press: Press) -> None:
        caller = caller_of(interaction)
        draft = await self._goals.service.draft(caller, as_number(press.ids[0]))
        plan = replace(draft.plan, organiser_listed=not draft.plan.organiser_listed)
        await self._goals.service.preview(caller, plan, draft.id)
        await update(interaction, partial(desk_cards.preview, plan, draft.id))

    @on_press(cards.DESK)
    async def desk(self, interaction: Interaction, press: Press) -> None:
        self._settings.expect_moderator(caller_of(interaction))
        goal = self._goal(interaction, press.ids[0])
        await respond(interaction, partial(desk_cards.desk, goal), private=True)

    @on_press(desk_cards.EDIT)
    async def edit(self, interaction: Interaction, press: Press) -> None:
        await ask_for_goal(interaction, self._goal(interaction, press.ids[0]), self._settings)

    @on_submit(desk_cards.GOAL_FORM)
    async def goal_filled(self, interaction: Interaction, form: Submission) -> None:
        goal = self._goal(interaction, form.ids[0])
        plan = _filled(interaction, goal.plan, form, self._goals.book.zone(goal.guild_id))
        changed = await self._goals.service.edit(caller_of(interaction), goal.id, plan)
        await respond(interaction, partial(desk_cards.changed, changed), private=True)

    @on_press(desk_cards.CLOSE)
    async def close(self, interaction: Interaction, press: Press) -> None:
        closed = await self._goals.service.close(caller_of(interaction), as_number(press.ids[0]))
        await update(interaction, partial(desk_cards.closed, closed))

    @on_page(desk_cards.READINGS)
    async def readings(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        ledger = await self._goals.counter.entries(caller_of(interaction), as_number(ids[0]))
        return _readings(ledger, number)

    @on_press(desk_cards.CORRECT)
    async def correct(self, interaction: Interaction, press: Press) -> None:
        goal_id, entry_id = (as_number(one) for one in press.ids)
        ledger = await self._goals.counter.entries(caller_of(interaction), goal_id)
        entry = next((one for one in ledger.entries if one.id == entry_id), None)
        if entry is None or entry_id not in ledger.holding:
            raise NothingToCorrect
        say = say_to(interaction)
        total = TextField(
            TOTAL,
            say.plain("What the counter showed"),
            most=40,
            value=written(entry.reading.total, interaction.locale.value),
        )
        note = TextField(NOTE, say.plain("Note"), most=LONGEST_NOTE, required=False, value=entry.note)
        form = desk_cards.CORRECT_FORM.at(goal_id, entry_id)
        await ask(interaction, form, say.plain("Correct a reading"), total, note)

    @on_submit(desk_cards.CORRECT_FORM)
    async def corrected(self, interaction: Interaction, form: Submission) -> None:
        goal_id, entry_id = (as_number(one) for one in form.ids)
        caller = caller_of(interaction)
        ledger = await self._goals.counter.entries(caller, goal_id)
        entry = next((one for one in ledger.entries if one.id == entry_id), None)
        if entry is None:
            raise NothingToCorrect
        total = read_amount(form.texts[TOTAL], interaction.locale.value, 0)
        wish = Wish(
            interaction.id,
            goal_id,
            total,
            entry.reading.at,
            form.texts.get(NOTE, ""),
            entry.recount,
            corrects=entry_id,
        )
        entered = await self._goals.counter.enter(caller, wish)
        await respond(interaction, partial(desk_cards.entered, entered), private=True)

    @on_press(desk_cards.WITHDRAW)
    async def withdraw(self, interaction: Interaction, press: Press) -> None:
        goal_id, entry_id, number = (as_number(one) for one in press.ids)
        ledger = await self._goals.counter.withdraw(caller_of(interaction), goal_id, entry_id)
        await update(interaction, _readings(ledger, number))

    @on_page(desk_cards.LOGS)
    async def logs(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        goal, logs, names = await self._goals.ledger.logs(caller_of(interaction), as_number(ids[0]))
        page = Page.cut(logs, desk_cards.LOGS_ON_A_PAGE, number)
        return partial(desk_cards.logs, goal, page, names, self._goals.book.zone(goal.guild_id))

    @on_press(desk_cards.VOID)
    async def void(self, interaction: Interaction, press: Press) -> None:
        self._settings.expect_moderator(caller_of(interaction))
        say = say_to(interaction)
        why = TextField(REASON, say.plain("Why does it not count?"), most=LONGEST_REASON)
        await ask(interaction, desk_cards.VOID_FORM.at(press.ids[0]), say.plain("Void a log"), why)

    @on_submit(desk_cards.VOID_FORM)
    async def voided(self, interaction: Interaction, form: Submission) -> None:
        caller, log_id = caller_of(interaction), as_number(form.ids[0])
        goal, log = await self._goals.ledger.void(caller, log_id, form.texts[REASON])
        await respond(interaction, partial(desk_cards.voided, goal, log), private=True)

    @on_press(desk_cards.PROOF)
    async def proof(self, interaction: Interaction, press: Press) -> None:
        caller, log_id, accept = (
            caller_of(interaction),
            as_number(press.ids[0]),
            press.ids[1] == desk_cards.ACCEPT,
        )
        reason = say_to(interaction).plain("its proof was declined")
        goal, log = await self._goals.ledger.decide_proof(caller, log_id, reason, accept=accept)
        decided = partial(desk_cards.decided, goal, log, accept)
        await respond(interaction, decided, private=True)
        if interaction.message is not None:
            await self._replace(goal, interaction.channel_id or 0, interaction.message.id, decided)

    async def _replace(self, goal: Goal, channel_id: int, message_id: int, decided: Render) -> None:
        """Let a proof's message tell the decision; its picture goes with it."""
        message = Message(goal.guild_id, channel_id, message_id)
        try:
            await self._bot.sender.edit(Priority.FOLLOW_UP, message, lambda: decided)
        except (MessageGone, Refused, Rejected, Unreachable):
            return

    def _goal(self, interaction: Interaction, goal_id: str | None) -> Goal:
        return self._goals.book.get(caller_of(interaction).guild, as_number(goal_id))


async def ask_for_goal(interaction: Interaction, goal: Goal, settings: SettingsService) -> None:
    """Answer with a form that says how a goal is, to be changed."""
    settings.expect_moderator(caller_of(interaction))
    book: GoalBook = interaction.client.app.goals.book
    await _ask(interaction, desk_cards.GOAL_FORM.at(goal.id), goal.plan, book.zone(goal.guild_id))


async def _ask(interaction: Interaction, form: str, plan: Plan, zone: ZoneInfo) -> None:
    say = say_to(interaction)
    shown = _shown(plan, zone, say, interaction.locale.value)
    await ask(
        interaction,
        form,
        say.plain("Change a goal"),
        TextField(NAME, say.plain("Name"), most=LONGEST_NAME, value=shown[NAME]),
        TextField(TARGET, say.plain("Target"), most=40, value=shown[TARGET]),
        TextField(
            DEADLINE,
            say.plain("Deadline"),
            most=30,
            required=False,
            value=shown[DEADLINE],
            placeholder="2026-12-31 18:00",
            description=say.plain("By this server's clock. Empty: none."),
        ),
        TextField(
            MILESTONES,
            say.plain("Milestones"),
            most=_LONGEST_MILESTONES,
            required=False,
            value=shown[MILESTONES],
            description=say.plain("Totals with semicolons between, or a step: every 100M."),
        ),
        TextField(
            PLATFORM, say.plain("Platform"), most=LONGEST_PLATFORM, required=False, value=shown[PLATFORM]
        ),
    )


def _shown(plan: Plan, zone: ZoneInfo, say: Say, locale: str) -> dict[str, str]:
    """A plan as it stands in a form, numbers as they are read there."""
    marks = plan.milestones
    step = say.plain("every {step}", step=str(marks.step)) if marks.step is not None else ""
    return {
        NAME: plan.name,
        TARGET: written(plan.target, locale),
        DEADLINE: f"{plan.deadline.astimezone(zone):%Y-%m-%d %H:%M}" if plan.deadline is not None else "",
        MILESTONES: step or "; ".join(str(one) for one in marks.named),
        PLATFORM: plan.platform,
    }


def _filled(interaction: Interaction, plan: Plan, form: Submission, zone: ZoneInfo) -> Plan:
    """A plan as it was changed in a form; what nobody touched stays to the second."""
    locale = interaction.locale.value
    shown = _shown(plan, zone, say_to(interaction), locale)
    typed = {name: form.texts.get(name, "").strip() for name in shown}
    return replace(
        plan,
        name=" ".join(typed[NAME].split()),
        target=read_amount(typed[TARGET], locale),
        deadline=plan.deadline
        if typed[DEADLINE] == shown[DEADLINE]
        else read_deadline(typed[DEADLINE], zone),
        milestones=plan.milestones
        if typed[MILESTONES] == shown[MILESTONES]
        else read_milestones(typed[MILESTONES], locale),
        platform=typed[PLATFORM],
    )


def _readings(ledger: Ledger, number: int) -> Render:
    page = Page.cut(ledger.entries, desk_cards.READINGS_ON_A_PAGE, number)
    return partial(desk_cards.readings, ledger, page)


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(GoalDesk(bot))
