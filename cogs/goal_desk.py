"""What moderators press about goals: the ledgers, proofs."""

from __future__ import annotations

from functools import partial

from bot.client import FanBot
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
from bot.streaming.counter import LONGEST_NOTE, ReadingLedger, Wish
from bot.streaming.goals import Goal
from bot.streaming.logs import LONGEST_REASON
from bot.streaming.readings import NothingToCorrect
from bot.streaming.review import WHY_NOT

TOTAL, NOTE, REASON = "total", "note", "reason"


class GoalDesk(Feature):
    """Looking after goals."""

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._goals, self._settings = bot.app.goals, bot.app.settings

    @on_press(cards.DESK)
    async def desk(self, interaction: Interaction, press: Press) -> None:
        self._settings.expect_moderator(caller_of(interaction))
        goal = self._goal(interaction, press.ids[0])
        await respond(interaction, partial(desk_cards.desk, goal), private=True)

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
        total = read_amount(form.text(TOTAL), interaction.locale.value, 0)
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
        title = say_to(interaction).plain("Void a log")
        await self._ask_why(interaction, desk_cards.VOID_FORM.at(press.ids[0]), title)

    @on_submit(desk_cards.VOID_FORM)
    async def voided(self, interaction: Interaction, form: Submission) -> None:
        caller, log_id = caller_of(interaction), as_number(form.ids[0])
        goal, log = await self._goals.ledger.void(caller, log_id, form.text(REASON))
        await respond(interaction, partial(desk_cards.voided, goal, log), private=True)

    @on_press(desk_cards.PROOF)
    async def proof(self, interaction: Interaction, press: Press) -> None:
        if press.ids[1] != desk_cards.ACCEPT:
            title = say_to(interaction).plain("Decline")
            await self._ask_why(interaction, desk_cards.PROOF_FORM.at(press.ids[0]), title, required=False)
            return
        caller, log_id = caller_of(interaction), as_number(press.ids[0])
        goal, log = await self._goals.ledger.decide_proof(caller, log_id, accept=True)
        await respond(interaction, partial(desk_cards.decided, goal, log, True), private=True)

    @on_submit(desk_cards.PROOF_FORM)
    async def proof_declined(self, interaction: Interaction, form: Submission) -> None:
        caller, log_id, reason = caller_of(interaction), as_number(form.ids[0]), form.texts.get(REASON, "")
        goal, log = await self._goals.ledger.decide_proof(caller, log_id, reason, accept=False)
        await respond(interaction, partial(desk_cards.decided, goal, log, False), private=True)

    async def _ask_why(
        self, interaction: Interaction, form: str, title: str, *, required: bool = True
    ) -> None:
        self._settings.expect_moderator(caller_of(interaction))
        say = say_to(interaction)
        told = (
            say.plain("The member reads it.")
            if required
            else say.plain("The member reads it. You may leave it empty.")
        )
        why = TextField(REASON, say.plain(WHY_NOT), most=LONGEST_REASON, required=required, description=told)
        await ask(interaction, form, title, why)

    def _goal(self, interaction: Interaction, goal_id: str | None) -> Goal:
        return self._goals.book.get(caller_of(interaction).guild, as_number(goal_id))


def _readings(ledger: ReadingLedger, number: int) -> Render:
    page = Page.cut(ledger.entries, desk_cards.READINGS_ON_A_PAGE, number)
    return partial(desk_cards.readings, ledger, page)


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(GoalDesk(bot))
