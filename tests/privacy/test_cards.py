"""What people see of what is kept about them."""

from __future__ import annotations

import pytest

from bot.database.erasing import KeptOfPerson, KeptOfServer
from bot.database.tables import declared_tables
from bot.i18n.catalogs import Catalogs
from bot.privacy import cards
from bot.privacy.service import Told


@pytest.mark.parametrize("locale", ["en-US", "ko"])
def test_however_much_there_is_it_fits_a_message(locale: str) -> None:
    """Everything the registry can name of a person and of a server, at once."""
    tables = declared_tables().values()
    kept = tuple(
        KeptOfPerson(table, member, 10**6, staying=0) for table in tables for member in table.members.values()
    )
    of_server = tuple(KeptOfServer(table, 10**6) for table in tables if table.in_server is not None)
    say = Catalogs().say(locale)
    for shown in (
        cards.told(Told(kept, named=True), say),
        cards.confirm(kept, cards.EVERYWHERE, say),
        cards.confirm_server(of_server, say),
    ):
        shown.view(0)  # raises when it is too large
