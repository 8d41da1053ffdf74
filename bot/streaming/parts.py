"""The services of goals, put together."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.database.interface import Database
from bot.delivery.due import DueWork
from bot.delivery.outbox import Outbox
from bot.delivery.sender import Delivery
from bot.facts.service import FactService
from bot.guilds.general import NOTICE_CHANNEL
from bot.guilds.health import Needs
from bot.guilds.service import SettingsService
from bot.i18n.catalogs import Catalogs
from bot.privacy.last_names import LastNames
from bot.privacy.names import NameChoices
from bot.streaming.book import GoalBook
from bot.streaming.counter import CounterService
from bot.streaming.export import ExportService
from bot.streaming.leaving import Leaving
from bot.streaming.ledger import LedgerService
from bot.streaming.left_boards import LeftBoards
from bot.streaming.live import KIND as BOARD
from bot.streaming.live import LEFT, LiveBoards
from bot.streaming.overview import OverviewService
from bot.streaming.own_logs import OwnLogs
from bot.streaming.progress import Progress
from bot.streaming.review import HeldLogs
from bot.streaming.service import KIND as COUNTDOWN
from bot.streaming.service import GoalService
from bot.streaming.settings import ANNOUNCED, LIVE_BOARDS
from bot.streaming.shown_proofs import KIND as PROOF
from bot.streaming.shown_proofs import ShownProofs


@dataclass(frozen=True, slots=True)
class Ground:
    """What they stand on."""

    database: Database
    settings: SettingsService
    facts: FactService
    due: DueWork
    outbox: Outbox
    catalogs: Catalogs
    names: NameChoices
    clock: Clock


@dataclass(frozen=True, slots=True)
class Goals:
    """Everything about streaming goals."""

    book: GoalBook
    boards: LiveBoards
    left: LeftBoards
    service: GoalService
    counter: CounterService
    ledger: LedgerService
    overview: OverviewService
    export: ExportService
    held: HeldLogs
    own: OwnLogs
    proofs: ShownProofs
    leaving: Leaving

    def start(self, sender: Delivery) -> None:
        """Take up where goals are shown. Before the due work is started."""
        self.boards.start(sender)
        self.left.start(sender)
        self.proofs.start(sender)

    def needs(self, guild_id: int) -> Needs:
        """What a server's goals need of its settings' channels: pictures of what members log are shown."""
        return {NOTICE_CHANNEL.key: ("attach_files",)} if self.book.open_in(guild_id) else {}

    async def load(self) -> None:
        """Read what is kept in memory."""
        await self.book.load()
        await self.held.load()
        await self.own.load()


def assembled(on: Ground) -> Goals:
    """Put the services together; what is due and worked out anew is theirs from here on."""
    book = GoalBook(on.database, on.settings, on.facts, on.clock)
    boards = LiveBoards(on.database, on.settings, book, on.due, on.outbox, on.clock)
    left = LeftBoards(on.database, book, on.due, on.outbox, on.clock)
    progress = Progress(on.settings, on.outbox, boards, on.clock)
    overview = OverviewService(on.database, on.settings, book, on.clock)
    held = HeldLogs(on.database, book, on.catalogs, on.clock)
    own = OwnLogs(on.database, book, on.clock)
    proofs = ShownProofs(on.database, on.settings, on.due, on.clock)
    service = GoalService(on.database, on.settings, book, progress, boards, on.due, on.clock)
    on.settings.recompute(LIVE_BOARDS, boards.recompute)
    on.settings.recompute(ANNOUNCED, progress.recompute)
    on.due.register(BOARD, boards.come_due)
    on.due.register(LEFT, left.come_due)
    on.due.register(COUNTDOWN, service.come_due)
    on.due.register(PROOF, proofs.come_due)
    names = LastNames(on.names, on.clock)
    ledger = LedgerService(
        on.database, on.settings, book, progress, held, own, proofs, overview, on.names, names, on.clock
    )
    return Goals(
        book=book,
        boards=boards,
        left=left,
        service=service,
        counter=CounterService(on.database, on.settings, book, progress, on.clock),
        ledger=ledger,
        overview=overview,
        export=ExportService(on.database, on.settings, book, overview),
        held=held,
        own=own,
        proofs=proofs,
        leaving=Leaving(book, held, own, names, boards, proofs),
    )
