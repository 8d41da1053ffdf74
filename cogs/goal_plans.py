"""What a goal is to be: previews, and the forms that change it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.client import FanBot
from bot.kit.answers import respond, update
from bot.kit.feature import Feature, on_press, on_submit
from bot.kit.host import Interaction, say_to
from bot.kit.items import Action, Press
from bot.kit.modals import Submission, ask
from bot.kit.paginator import as_number
from bot.kit.server import caller_of
from bot.streaming import desk_cards, forms
from bot.streaming.forms import Asked, Change
from bot.streaming.goals import Goal, Plan
from bot.streaming.store import Draft


class GoalPlans(Feature):
    """Beginning goals, and changing them."""

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._goals, self._settings = bot.app.goals, bot.app.settings

    @on_press(desk_cards.CREATE)
    async def create(self, interaction: Interaction, press: Press) -> None:
        goal = await self._goals.service.create(caller_of(interaction), as_number(press.ids[0]))
        await update(interaction, partial(desk_cards.created, goal))

    @on_press(desk_cards.EDIT_DRAFT)
    async def edit_draft(self, interaction: Interaction, press: Press) -> None:
        draft = await self._draft(interaction, press.ids[0])
        await self._ask_aim(interaction, desk_cards.DRAFT_FORM, draft.id, draft.plan)

    @on_submit(desk_cards.DRAFT_FORM)
    async def draft_filled(self, interaction: Interaction, form: Submission) -> None:
        draft = await self._draft(interaction, form.ids[0])
        await self._preview(interaction, draft, self._aim(interaction, form)(draft.plan))

    @on_press(desk_cards.DRAFT_COUNTING)
    async def count_draft(self, interaction: Interaction, press: Press) -> None:
        draft = await self._draft(interaction, press.ids[0])
        await _ask_counting(interaction, desk_cards.DRAFT_COUNTING_FORM, draft.id, draft.plan)

    @on_submit(desk_cards.DRAFT_COUNTING_FORM)
    async def draft_counting_filled(self, interaction: Interaction, form: Submission) -> None:
        draft = await self._draft(interaction, form.ids[0])
        await self._preview(interaction, draft, _counting(interaction, form)(draft.plan))

    @on_press(desk_cards.ORGANISER)
    async def organiser(self, interaction: Interaction, press: Press) -> None:
        draft = await self._draft(interaction, press.ids[0])
        plan = replace(draft.plan, organiser_listed=not draft.plan.organiser_listed)
        await self._preview(interaction, draft, plan)

    @on_press(desk_cards.EDIT)
    async def edit(self, interaction: Interaction, press: Press) -> None:
        goal = self._goal(interaction, press.ids[0])
        await self._ask_aim(interaction, desk_cards.GOAL_FORM, goal.id, goal.plan)

    @on_submit(desk_cards.GOAL_FORM)
    async def filled(self, interaction: Interaction, form: Submission) -> None:
        goal = self._goal(interaction, form.ids[0])
        await self._change(interaction, goal, self._aim(interaction, form))

    @on_press(desk_cards.COUNTING)
    async def counting(self, interaction: Interaction, press: Press) -> None:
        goal = self._goal(interaction, press.ids[0])
        await _ask_counting(interaction, desk_cards.COUNTING_FORM, goal.id, goal.plan)

    @on_submit(desk_cards.COUNTING_FORM)
    async def counting_filled(self, interaction: Interaction, form: Submission) -> None:
        goal = self._goal(interaction, form.ids[0])
        await self._change(interaction, goal, _counting(interaction, form))

    async def _draft(self, interaction: Interaction, draft_id: str | None) -> Draft:
        return await self._goals.service.draft(caller_of(interaction), as_number(draft_id))

    async def _preview(self, interaction: Interaction, draft: Draft, plan: Plan) -> None:
        await self._goals.service.preview(caller_of(interaction), plan, draft.id)
        await update(interaction, partial(desk_cards.preview, plan, draft.id))

    def _goal(self, interaction: Interaction, goal_id: str | None) -> Goal:
        """A goal that whoever asks may change."""
        caller = caller_of(interaction)
        self._settings.expect_moderator(caller)
        return self._goals.book.get(caller.guild, as_number(goal_id))

    async def _change(self, interaction: Interaction, goal: Goal, change: Change) -> None:
        changed = await self._goals.service.edit(caller_of(interaction), goal.id, change)
        await respond(interaction, partial(desk_cards.changed, changed), private=True)

    async def _ask_aim(self, interaction: Interaction, form: Action, of: int, plan: Plan) -> None:
        zone = self._goals.book.zone(caller_of(interaction).guild)
        await _ask(
            interaction, form, of, forms.ask_aim(plan, zone, say_to(interaction), interaction.locale.value)
        )

    def _aim(self, interaction: Interaction, form: Submission) -> Change:
        zone = self._goals.book.zone(caller_of(interaction).guild)
        return forms.read_aim(form, form.ids[1], zone, interaction.locale.value)


async def _ask_counting(interaction: Interaction, form: Action, of: int, plan: Plan) -> None:
    asked = forms.ask_counting(plan, say_to(interaction), interaction.locale.value)
    await _ask(interaction, form, of, asked)


def _counting(interaction: Interaction, form: Submission) -> Change:
    return forms.read_counting(form, form.ids[1], interaction.locale.value)


async def _ask(interaction: Interaction, form: Action, of: int, asked: Asked) -> None:
    await ask(interaction, form.at(of, asked.seen), say_to(interaction).plain("Change a goal"), *asked.fields)


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(GoalPlans(bot))
