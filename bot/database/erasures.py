"""The ledger of erasures: a file beside the database, so that no backup brings back who was erased.

One line an erasure, as JSON: when, of what scope, and instead of ids a salted hash. Lines are only ever
added. The order is: the line, synced; then the rows, in one transaction with the same entry in the table
`erasures`. So a database lacks an entry while it has not followed it, and following it twice does no harm.
Each backup has the table, and so the ledger of its time.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from typing import Any

from bot.database.copying import sync
from bot.database.erasing import Person, Tables, erase_person, erase_server
from bot.database.faults import told_of_system
from bot.database.interface import Reader, Transaction, from_millis, to_millis

log = logging.getLogger(__name__)

_SALT, _DIGEST = 16, 20  # bytes


class Scope(StrEnum):
    PERSON = "person"
    """Somebody, everywhere."""
    PERSON_IN_SERVER = "person-in-server"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Entry:
    """One erasure."""

    entry_id: str
    erased_at: datetime
    scope: Scope
    salt: str
    """As hexadecimal digits, like the digest. The entries of one installation share it."""
    digest: str
    """Of the ids it is about: a person; a server and a person; a server."""


def new_salt() -> str:
    """A salt for an installation that has none."""
    return secrets.token_hex(_SALT)


def entry_of(scope: Scope, ids: tuple[int, ...], now: datetime, salt: str) -> Entry:
    """An entry for an erasure that is about to be made."""
    at = from_millis(to_millis(now))
    return Entry(secrets.token_hex(8), at, scope, salt, _digest(salt, scope, ids))


class Ledger:
    """The file."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.stem}.erasures.jsonl")

    def read(self) -> list[Entry]:
        """All entries, in the order they were written; none where there is no file.

        Raises:
            DatabaseUnusable: the file cannot be read.
        """
        return read_ledger(self.path) if self.path.exists() else []

    def append(self, entries: Iterable[Entry]) -> None:
        """Add entries for good: they outlive a power cut when this returns.

        Raises:
            DatabaseUnusable: they could not be written; nothing may be erased then.
        """
        text = b"".join(json.dumps(_dumped(entry)).encode() + b"\n" for entry in entries)
        if not text:
            return
        try:
            with self.path.open("ab+") as file:
                if file.tell() and _last_byte(file) != b"\n":
                    text = b"\n" + text
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            sync(self.path.parent)
        except OSError as error:
            raise told_of_system(error, self.path) from error


def read_ledger(path: Path) -> list[Entry]:
    """All entries of a file. What cannot be read, such as a torn last line, is left out and logged.

    Raises:
        DatabaseUnusable: the file is not there, or cannot be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise told_of_system(error, path) from error
    entries = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entries.append(_read(json.loads(line)))
        except (ValueError, TypeError, KeyError):
            # torn while it was written: then nothing was erased yet, and whoever asked was told so
            log.warning("line %d of %s is no entry, and left out", number, path)
    return entries


async def followed(on: Reader) -> dict[str, Entry]:
    """The entries a database has followed, by id."""
    rows = await on.fetch_all("SELECT * FROM erasures ORDER BY erased_at, entry_id")
    entries = (_read(dict(row)) for row in rows)
    return {entry.entry_id: entry for entry in entries}


async def record(tx: Transaction, entry: Entry) -> None:
    """Note that the database follows an entry, in the transaction that does."""
    await tx.execute(
        "INSERT INTO erasures (entry_id, erased_at, scope, salt, digest) "
        "VALUES (:entry_id, :erased_at, :scope, :salt, :digest) ON CONFLICT (entry_id) DO NOTHING",
        **_dumped(entry),
    )


async def follow(tx: Transaction, tables: Tables, entries: Collection[Entry]) -> int:
    """Erase again whom entries are about, and note that; how many persons and servers were found.

    An entry names nobody, so all ids the database holds are tried against it.
    """
    ids: dict[Scope, list[tuple[int, ...]]] = {
        Scope.PERSON: [(one,) for one in await _people(tx, tables)],
        Scope.PERSON_IN_SERVER: await _pairs(tx, tables),
        Scope.SERVER: [(one,) for one in await _servers(tx, tables)],
    }
    digests: dict[tuple[str, Scope], dict[str, tuple[int, ...]]] = {}
    found = 0
    for entry in entries:
        same = (entry.salt, entry.scope)
        if same not in digests:
            digests[same] = {_digest(*same, one): one for one in ids[entry.scope]}
        about = digests[same].get(entry.digest)
        if about is not None:
            found += await _erased(tx, tables, entry.scope, about)
        await record(tx, entry)
    return found


async def _erased(tx: Transaction, tables: Tables, scope: Scope, about: tuple[int, ...]) -> bool:
    """Erase what an entry is about; whether there was anything."""
    if scope is Scope.SERVER:
        (guild_id,) = about
        return await erase_server(tx, tables, guild_id) > 0
    *here, user_id = about
    return await erase_person(tx, tables, Person(user_id, *here)) > 0


async def _people(on: Reader, tables: Tables) -> set[int]:
    return {
        row["id"]
        for name, table in tables.items()
        for column in table.members
        for row in await on.fetch_all(
            f"SELECT DISTINCT {column} AS id FROM {name} WHERE {column} IS NOT NULL"  # noqa: S608
        )
    }


async def _servers(on: Reader, tables: Tables) -> set[int]:
    return {
        row["id"]
        for name, table in tables.items()
        for column in table.guilds
        for row in await on.fetch_all(f"SELECT DISTINCT {column} AS id FROM {name}")  # noqa: S608
    }


async def _pairs(on: Reader, tables: Tables) -> list[tuple[int, ...]]:
    pairs: set[tuple[int, ...]] = set()
    for name, table in tables.items():
        joined = name
        if table.under is not None:
            joined = f"{name} JOIN {table.under.table} USING ({table.under.column})"
        servers = ("guild_id",) if table.under is not None else tuple(table.guilds)
        for server in servers:
            for column in table.members:
                sql = f"SELECT DISTINCT {server} AS guild_id, {column} AS user_id FROM {joined}"  # noqa: S608
                pairs |= {(row["guild_id"], row["user_id"]) for row in await on.fetch_all(sql)}
    return [pair for pair in pairs if None not in pair]


def _digest(salt: str, scope: Scope, ids: tuple[int, ...]) -> str:
    told = f"{scope} {' '.join(map(str, ids))}".encode()
    return blake2b(told, digest_size=_DIGEST, salt=bytes.fromhex(salt)).hexdigest()


def _dumped(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry), "scope": entry.scope.value, "erased_at": to_millis(entry.erased_at)}


def _read(told: Mapping[str, Any]) -> Entry:
    """An entry as it is kept.

    Raises:
        ValueError, TypeError, KeyError: it is none.
    """
    salt, digest = bytes.fromhex(told["salt"]), bytes.fromhex(told["digest"])
    if len(salt) != _SALT or len(digest) != _DIGEST:
        raise ValueError("no salt and digest of ours")
    return Entry(
        str(told["entry_id"]),
        from_millis(told["erased_at"]),
        Scope(told["scope"]),
        salt.hex(),
        digest.hex(),
    )


def _last_byte(file: Any) -> bytes:
    file.seek(-1, os.SEEK_END)
    last: bytes = file.read(1)
    return last
