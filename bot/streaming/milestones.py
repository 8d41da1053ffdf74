"""The totals on the way that are celebrated, each once. Pure."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.errors import UserError
from bot.i18n.marking import gettext_noop

MOST_MILESTONES = 100


class StepTooSmall(UserError):
    message = gettext_noop("That would be more than {most} milestones. Choose a step of {least} or more.")


class TooManyMilestones(UserError):
    message = gettext_noop("Those are too many milestones: {most} at most.")


class MilestoneOffTheWay(UserError):
    message = gettext_noop("The milestone {milestone} does not lie between the start and the target.")


@dataclass(frozen=True, slots=True)
class Milestones:
    """Totals named one by one, every multiple of a step, or both. The target always is one."""

    named: tuple[int, ...] = ()
    step: int | None = None

    def check(self, start: int, target: int) -> None:
        """Make sure that they lie on the way, and are not too many.

        Raises:
            UserError: with what to do about it.
        """
        if self.step is not None:
            least = max(1, -(-(target - start) // MOST_MILESTONES))
            if self.step < least:
                raise StepTooSmall(most=MOST_MILESTONES, least=least)
        if len(self.named) > MOST_MILESTONES:
            raise TooManyMilestones(most=MOST_MILESTONES)
        for milestone in self.named:
            if not start < milestone <= target:
                raise MilestoneOffTheWay(milestone=milestone)

    def between(self, start: int, target: int) -> tuple[int, ...]:
        """All of them after the start, in order, the target last."""
        marks = {target, *(one for one in self.named if start < one < target)}
        if self.step is not None:
            marks.update(range((start // self.step + 1) * self.step, target, self.step))
        return tuple(sorted(marks))


def passed(marks: tuple[int, ...], total: int) -> frozenset[int]:
    """Those that a total has come to.

    A goal that is created or edited with some of them behind it has these marked as celebrated at once.
    """
    return frozenset(mark for mark in marks if mark <= total)


def crossed(marks: tuple[int, ...], total: int, celebrated: AbstractSet[int]) -> tuple[int, ...]:
    """Those to celebrate now, in order.

    `celebrated` holds all that ever were. They stay in it when a total is corrected downwards, so that none
    comes twice.
    """
    return tuple(sorted(passed(marks, total) - celebrated))
