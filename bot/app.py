"""The composition root: from settings to services, in the order they stand on each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Self

from bot.anniversaries.daily import KIND as DAILY_POST
from bot.anniversaries.daily import DailyService
from bot.anniversaries.service import AnniversaryService
from bot.anniversaries.settings import DAILY, SCHEDULE
from bot.backups.service import BackupService, Plan
from bot.clock import Clock
from bot.config import Config
from bot.database.erasures import Ledger
from bot.database.interface import Transaction
from bot.database.retention import drop_expired
from bot.database.sqlite import SqliteDatabase
from bot.delivery.due import DueWork
from bot.delivery.due_store import Address
from bot.delivery.outbox import Outbox, Tell
from bot.delivery.sender import Delivery
from bot.drawing.service import DrawingService
from bot.facts import review as fact_review
from bot.facts.curation import Curation
from bot.facts.service import FactService
from bot.facts.settings import FACTS
from bot.guilds.general import GENERAL, ZONE
from bot.guilds.imports import ImportService
from bot.guilds.presence import PresenceService
from bot.guilds.service import SettingsService
from bot.guilds.settings import Area, Declarations
from bot.i18n.catalogs import Catalogs
from bot.limits.service import LimitService
from bot.privacy.last_names import LastNames
from bot.privacy.names import NameChoices
from bot.privacy.service import PrivacyService
from bot.review.service import ReviewService
from bot.streaming.parts import Goals, Ground
from bot.streaming.parts import assembled as goals_assembled
from bot.streaming.settings import GOALS
from bot.trivia import review as trivia_review
from bot.trivia.answers import AnswerService
from bot.trivia.boards import BoardService
from bot.trivia.course import Course
from bot.trivia.openings import OpenQuestions
from bot.trivia.pool import QuestionPool
from bot.trivia.screen import MessageStage
from bot.trivia.seasons import KIND as SEASON_END
from bot.trivia.seasons import SeasonService
from bot.trivia.service import TriviaService
from bot.trivia.settings import SEASON, TRIVIA

AREAS = (GENERAL, DAILY, TRIVIA, GOALS, FACTS)
"""Every feature's settings, in the order of the panel."""
PAINTERS = {
    "month": "bot.anniversaries.month_picture:paint",
    "goal": "bot.streaming.chart_picture:paint",
}
"""What can be drawn, by name; the process that draws imports it."""
SWEEP = Address("sweep", 0, "")
BETWEEN_SWEEPS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class App:
    """Everything the commands work with; nothing in it knows of Discord. Used by `async with`."""

    config: Config
    clock: Clock
    catalogs: Catalogs
    database: SqliteDatabase
    due: DueWork
    outbox: Outbox
    settings: SettingsService
    imports: ImportService
    presence: PresenceService
    limits: LimitService
    privacy: PrivacyService
    review: ReviewService
    curation: Curation
    facts: FactService
    questions: QuestionPool
    anniversaries: AnniversaryService
    daily: DailyService
    opened: OpenQuestions
    course: Course
    answers: AnswerService
    trivia: TriviaService
    boards: BoardService
    seasons: SeasonService
    goals: Goals
    drawing: DrawingService
    backups: BackupService
    started_at: datetime
    """When this process began, in UTC."""

    async def open(self) -> None:
        """Open the database, and read what is kept in memory.

        Raises:
            DatabaseUnusable: the database cannot be used; the sentence says why.
        """
        await self.database.open()
        try:
            await self.privacy.catch_up()
            await self.privacy.names.load()
            await self.settings.load()
            await self.curation.load()
            await self.limits.load()
            await self.questions.load()
            await self.goals.load()
        except BaseException:
            await self.close()
            raise

    async def meet(self, guild_ids: Iterable[int]) -> None:
        """All servers the bot is in are known now, those in an outage among them.

        Only now can be told which of them are gone: one that took the bot back while it was down keeps all.
        """
        await self.presence.reconcile(guild_ids)
        await self.sweep()
        await self.backups.schedule()

    async def start_delivery(self, sender: Delivery, tell: Tell, serves: Callable[[int], bool]) -> None:
        """Begin to do what is due, in the servers this process serves now; begun already, look again."""
        await self.outbox.start(sender, tell)
        await self.course.resume(MessageStage(sender))
        self.goals.start(sender)
        self.due.start(serves)

    async def close(self) -> None:
        """Finish what is in work, or leave it to the next start; let go of the database."""
        await self.due.stop()
        await self.opened.stop()
        await self.drawing.close()
        await self.database.close()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def sweep(self) -> None:
        """Delete what has been kept for as long as it is promised to be."""
        from bot.database.tables import declared_tables  # noqa: PLC0415  # the start does not wait for it

        tables, now = declared_tables(), self.clock.now()
        await self.database.write(lambda tx: drop_expired(tx, tables, now))
        await self.limits.sweep()
        await self.presence.sweep(self.privacy.drop_server)
        next_sweep = now + BETWEEN_SWEEPS

        async def again(tx: Transaction) -> None:
            await self.due.put(tx, SWEEP, next_sweep)

        await self.database.write(again)


def build(config: Config, clock: Clock, rng: Random, areas: tuple[Area, ...] = AREAS) -> App:
    """Put the services together.

    Raises:
        FactsInvalid: the fact base has faults; all of them are listed.
    """
    database = SqliteDatabase(config.database_file)
    settings = SettingsService(database, Declarations(*areas), clock)
    limits = LimitService(database, clock)
    names = NameChoices(database, clock)
    due = DueWork(database, clock, rng)
    curation = Curation(database, settings, clock)
    facts = FactService(config.facts_file, database, curation, clock, rng)
    review = ReviewService(database, settings, limits, clock)
    outbox = Outbox(database, due, clock)
    days = AnniversaryService(facts, settings, clock)
    daily = DailyService(database, days, facts, settings, due, outbox, clock, rng)
    settings.recompute(SCHEDULE, daily.recompute, ZONE)
    due.register(DAILY_POST, daily.come_due)
    catalogs = Catalogs()
    questions = QuestionPool(database, facts, clock, rng)
    opened = OpenQuestions(questions, clock)
    course = Course(database, questions, opened, due, clock)
    seasons = SeasonService(database, settings, facts, due, outbox, clock)
    settings.recompute(SEASON, seasons.recompute, ZONE)
    due.register(SEASON_END, seasons.come_due)
    goals = goals_assembled(Ground(database, settings, facts, due, outbox, catalogs, names, clock))
    review.declare([fact_review.kind(facts, curation, clock), trivia_review.kind(questions, catalogs, clock)])
    review.declare([goals.held.kind(goals.ledger.become)])
    app = App(
        config=config,
        clock=clock,
        catalogs=catalogs,
        database=database,
        due=due,
        outbox=outbox,
        settings=settings,
        imports=ImportService(database, settings, limits, clock),
        presence=PresenceService(database, clock),
        limits=limits,
        privacy=PrivacyService(database, Ledger(database.path), names, limits, clock),
        review=review,
        curation=curation,
        facts=facts,
        questions=questions,
        anniversaries=days,
        daily=daily,
        opened=opened,
        course=course,
        answers=AnswerService(database, opened, LastNames(names, clock), clock),
        trivia=TriviaService(database, settings, questions, course, clock),
        boards=BoardService(database, settings, facts, clock),
        seasons=seasons,
        goals=goals,
        drawing=DrawingService(PAINTERS),
        backups=BackupService(
            database, due, clock, Plan(config.database_file, config.backup_folder, config.backup_keep)
        ),
        started_at=clock.now(),
    )
    due.register(SWEEP.kind, lambda _: app.sweep())
    _let_memory_follow_erasures(app)
    return app


def _let_memory_follow_erasures(app: App) -> None:
    """Whatever keeps a person, a name or a server in memory lets go when they are erased."""
    privacy, leaving = app.privacy, app.goals.leaving
    privacy.when_somebody_leaves(
        app.settings.let_go_of, leaving.let_go_of, app.answers.let_go_of, privacy.names.let_go_of
    )
    privacy.when_a_name_goes(leaving.let_go_of_name, app.answers.let_go_of_name)
    privacy.when_a_server_leaves(
        app.settings.let_go_of_server,
        app.curation.let_go_of_server,
        app.outbox.let_go_of_server,
        app.course.let_go_of_server,
        app.answers.let_go_of_server,
        leaving.let_go_of_server,
    )
