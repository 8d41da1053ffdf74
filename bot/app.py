"""The composition root: from settings to services, in the order they stand on each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from bot.clock import Clock
from bot.config import Config
from bot.facts.service import FactService
from bot.i18n.catalogs import Catalogs


@dataclass(frozen=True, slots=True)
class App:
    """Everything the commands work with; nothing in it knows of Discord."""

    config: Config
    clock: Clock
    catalogs: Catalogs
    facts: FactService
    started_at: datetime
    """When this process began, in UTC."""


def build(config: Config, clock: Clock, rng: Random) -> App:
    """Put the services together.

    Raises:
        FactsInvalid: the fact base has faults; all of them are listed.
    """
    return App(
        config=config,
        clock=clock,
        catalogs=Catalogs(),
        facts=FactService(config.facts_file, rng),
        started_at=clock.now(),
    )
