"""The tables of the plan as TinyDB sees them: its own operations, run against a buffer and written once.

TinyDB rewrites the file at every operation on a table. Here its storage holds the documents of the running
transaction, encoded one by one, and the store writes the file when the transaction is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from planner.store.records import Piece, Pieces


class Buffer(Storage):
    """What a transaction has made of the tables so far. The tables it was given are left as they are."""

    def __init__(self, pieces: Pieces) -> None:
        self.tables: dict[str, Any] = dict(pieces)

    def read(self) -> dict[str, dict[str, Any]]:
        """All tables by name; a table is replaced by TinyDB, never changed in place."""
        return dict(self.tables)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Take the tables; nothing reaches the disk."""
        self.tables = data


class Records(Table):
    """A table with record ids as they are, in their order, and without TinyDB's cache of queries.

    That cache hands out what it holds and knows nothing of other processes.
    """

    document_id_class = str  # type: ignore[assignment]  # TinyDB calls it with the key and asks no more of it

    def __init__(self, storage: Storage, name: str) -> None:
        super().__init__(storage, name, cache_size=0)

    def put(self, pieces: Mapping[str, Piece]) -> None:
        """Insert or replace these documents; ids ascend afterwards, so that equal tables are equal files."""

        def updater(table: dict[Any, Any]) -> None:
            new = any(key not in table for key in pieces)
            table.update(pieces)
            if new:
                ordered = sorted(table.items())
                table.clear()
                table.update(ordered)

        self._update_table(updater)

    def _update_table(self, updater: Callable[[dict[Any, Any]], None]) -> None:
        # TinyDB turns every key into an id and back, twice the whole table at each operation; ours are strings already.
        tables = self._storage.read() or {}
        table = dict(tables.get(self.name, {}))
        updater(table)
        self._storage.write({**tables, self.name: table})


class Tables(TinyDB):
    """TinyDB over a buffer."""

    def records(self, name: str) -> Records:
        """The table of this name."""
        return Records(self.storage, name)


def applied(pieces: Pieces, changes: Sequence[tuple[str, str, Piece | None]]) -> dict[str, dict[str, Piece]]:
    """The tables after `changes`: (table, id, the document, or None where it goes)."""
    with Tables(pieces, storage=Buffer) as tables:
        for name in dict.fromkeys(table for table, _, _ in changes):
            table = tables.records(name)
            gone: list[Any] = [key for each, key, piece in changes if each == name and piece is None]
            if gone:
                table.remove(doc_ids=gone)
            put = {key: piece for each, key, piece in changes if each == name and piece is not None}
            if put:
                table.put(put)
        return dict(tables.storage.read() or {})
