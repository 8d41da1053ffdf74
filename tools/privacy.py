"""Write the lists of docs/privacy.md from what the migrations declare: `make privacy`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.database.tables import Table, declared_tables

PAGE = Path(__file__).parents[1] / "docs" / "privacy.md"
BEGIN, END = "<!-- from the registry: make privacy -->\n", "<!-- end -->\n"


def renewed(page: str) -> str:
    """The page with its lists as they are declared now.

    Raises:
        ValueError: the page has no place for them.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE.name} lacks {BEGIN.strip()!r} or {END.strip()!r}")
    return before + begin + "\n".join(_lists(declared_tables())) + "\n" + end + after


def _lists(tables: dict[str, Table]) -> Iterator[str]:
    yield from ("", "### About you", "")
    yield from ("| what | how long | when you delete it | table |", "| --- | --- | --- | --- |")
    for name, table in tables.items():
        for member in table.members.values():
            fate = "goes" if member.erase == "delete" else "stays, without you"
            if member.where is not None:
                fate += " in part"
            if member.why is not None:
                fate += f" – {member.why}"
            yield f"| {member.told} | {table.retention} | {fate} | `{name}` |"
    yield from ("", "### Of a server", "")
    yield from ("| what | how long | in the server's file | table |", "| --- | --- | --- | --- |")
    for name, table in tables.items():
        under = (table.under,) if table.under is not None else ()
        for one in (*table.guilds.values(), *under):
            handed = "yes" if one.export else f"no – {one.kept_back}"
            yield f"| {table.holds} | {table.retention} | {handed} | `{name}` |"
    yield from ("", "### Of nobody", "")
    yield from ("| what | how long | table |", "| --- | --- | --- |")
    for name, table in tables.items():
        if table.in_server is None and not table.members:
            yield f"| {table.holds} | {table.retention} | `{name}` |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
