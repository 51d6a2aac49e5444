"""history.jsonl: one line a Change, oldest first, synced before the plan that it leads to is replaced.

The plan says which generation stands; a line of a later one belongs to a save that did not come to its end. Undo
needs the newest lines only, so all reading goes backwards from the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from planner.domain.change import Change, Document, RecordChange
from planner.domain.errors import Unreadable
from planner.store import durable
from planner.store.records import Migration

_BLOCK = 1 << 16


class _Record(msgspec.Struct, frozen=True):
    table: str
    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class _Line(msgspec.Struct, frozen=True):
    id: str
    parent: str | None
    generation: int
    schema: int
    name: str
    time: Annotated[datetime, msgspec.Meta(tz=True)]
    writer: str
    kind: Literal["do", "undo", "redo"]
    of: str | None
    records: list[_Record]


class _Tail(msgspec.Struct, frozen=True):
    """The end of the file as this process left it."""

    size: int
    id: str
    generation: int


class Damaged(Unreadable):
    """The file can be read, and a line of it makes no sense."""


class History:
    """The history beside a plan file. Whoever settles or appends holds the plan's lock."""

    def __init__(self, path: Path, schema: int, migrations: Mapping[int, Migration]) -> None:
        self.path = path
        self._schema = schema
        self._migrations = migrations
        self._tail: _Tail | None = None
        self._unended = False

    def newest_first(self, generation: int) -> Iterator[Change]:
        """The Changes that led to this generation of the plan. Raises Damaged at such a line, not before it."""
        expected = generation
        damaged: int | None = None
        for start, text in self._backwards():
            line = _parsed(text)
            if line is None:
                damaged = start
            elif line.generation <= expected:
                if damaged is not None and line.generation < expected:
                    raise self._damaged(damaged)
                damaged = None
                expected = line.generation - 1
                yield self._change(line)
        if damaged is not None and expected > 0:
            raise self._damaged(damaged)

    def settle(self, generation: int, aside: str) -> str | None:
        """Drop the lines beyond `generation`; gives the id of the last one left. Raises SaveFailed, Unreadable.

        A save that was interrupted leaves one line at most. If there are more, somebody put an older plan in place:
        then what is dropped is first kept in a file of the name `aside`.
        """
        if self._tail and self._tail.generation == generation and self._size() == self._tail.size:
            return self._tail.id
        self._tail = None
        last: _Line | None = None
        keep = end = self._size()
        dropped = damaged = 0
        for start, text in self._backwards():
            line = _parsed(text)
            if line is None:
                damaged += 1
            elif line.generation > generation:
                # What stands after a line that is beyond is beyond too; a damaged one before it may not be.
                dropped, damaged, keep = dropped + damaged + 1, 0, start
            else:
                last = line
                if damaged and line.generation == generation:
                    dropped, keep = dropped + damaged, start + len(text) + 1
                break
        if last is None and generation == 0:
            dropped, keep = dropped + damaged, 0
        if dropped:
            if dropped > 1:
                durable.keep_file(self.path.with_name(aside), self._part(keep, end))
            durable.truncate_file(self.path, keep)
        self._unended = keep > 0 and self._part(keep - 1, keep) != b"\n"
        return last.id if last else None

    def append(self, change: Change) -> None:
        """Add a Change and sync it. Raises SaveFailed; `settle` comes first."""
        self._tail = None
        data = b"\n" if self._unended else b""
        data += msgspec.json.encode(_line(change, self._schema)) + b"\n"
        durable.append_file(self.path, data)
        self._unended = False
        self._tail = _Tail(self._size(), change.id, change.generation)

    def last_generation(self) -> int:
        """Of the newest line that can be read; 0 if there is none. Raises Unreadable."""
        for _, text in self._backwards():
            if line := _parsed(text):
                return line.generation
        return 0

    def _change(self, line: _Line) -> Change:
        records = tuple(
            RecordChange(
                table=each.table,
                id=each.id,
                before=self._migrated(line.schema, each.table, each.before),
                after=self._migrated(line.schema, each.table, each.after),
            )
            for each in line.records
        )
        return Change(
            id=line.id,
            parent=line.parent,
            generation=line.generation,
            name=line.name,
            time=line.time,
            writer=line.writer,
            kind=line.kind,
            of=line.of,
            records=records,
        )

    def _migrated(self, schema: int, table: str, document: dict[str, Any] | None) -> Document | None:
        if document is None:
            return None
        for version in range(schema, self._schema):
            document = self._migrations[version](table, document)
        return document

    def _size(self) -> int:
        try:
            return durable.calls.stat(self.path).st_size
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise Unreadable(f"{self.path} cannot be read ({error.strerror}).", "Check the disk.") from error

    def _part(self, start: int, end: int) -> bytes:
        with durable.reading(self.path) as fd:
            return b"" if fd is None else durable.read_part(fd, start, end - start)

    def _backwards(self) -> Iterator[tuple[int, bytes]]:
        """Every line that is not blank with the offset of its start, the last one first. Raises Unreadable."""
        with durable.reading(self.path) as fd:
            if fd is not None:
                yield from _lines(fd)

    def _damaged(self, start: int) -> Damaged:
        return Damaged(
            f"{self.path} is damaged at byte {start}.",
            "Your plan itself is fine. To go on with a new history, move this file to another place.",
        )


@cache
def _decoder() -> msgspec.json.Decoder[_Line]:
    return msgspec.json.Decoder(_Line)


def _parsed(text: bytes) -> _Line | None:
    try:
        return _decoder().decode(text)
    except (ValueError, RecursionError):
        return None


def _line(change: Change, schema: int) -> _Line:
    records = [
        _Record(
            each.table,
            each.id,
            None if each.before is None else dict(each.before),
            None if each.after is None else dict(each.after),
        )
        for each in change.records
    ]
    return _Line(
        change.id,
        change.parent,
        change.generation,
        schema,
        change.name,
        change.time,
        change.writer,
        change.kind,
        change.of,
        records,
    )


def _lines(fd: int) -> Iterator[tuple[int, bytes]]:
    position = durable.calls.fstat(fd).st_size
    block = _BLOCK
    later: list[bytes] = []  # the parts of the line that reaches beyond this block, the last part first
    while position > 0:
        size = min(block, position)
        position -= size
        data = durable.read_part(fd, position, size)
        first, *rest = data.split(b"\n")
        if not rest:
            later.append(data)
            block *= 2  # so that a line of any length costs no more than its length
            continue
        offset = position + len(data)
        for index, text in enumerate(reversed(rest)):
            offset -= len(text)
            line = text if index else b"".join([text, *reversed(later)])
            if line.strip():
                yield offset, line
            offset -= 1
        later, block = [first], _BLOCK
    line = b"".join(reversed(later))
    if line.strip():
        yield 0, line
