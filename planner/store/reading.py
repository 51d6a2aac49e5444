"""The plan file from bytes to the plan: what it says of itself, and the records in it.

A file whose checksum fits is as a planner wrote it. Python's own JSON reads it, which needs nothing that the command
line has not loaded anyway. Where it holds anything that is not just as we write it, this way gives up, and
`records.read_strictly` decides about it, with the reason if it is refused: msgspec alone takes longer to load than
all of `planner next` otherwise.
"""

from __future__ import annotations

import gc
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import cache, lru_cache
from types import MappingProxyType, NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, Union, get_args, get_origin

from planner.domain import plan as words
from planner.domain.errors import NewerFormat, Unreadable
from planner.domain.plan import TABLES, Plan, Profile
from planner.domain.values import dataclass, maker

if TYPE_CHECKING:
    from planner.store.records import Migration

FORMAT = "planner"
KINDS: Mapping[str, type] = {table: kind for kind, table in TABLES.items()}
"""The class of the records of each table."""
WALL_TIMES = frozenset({"snoozed_until"})
"""The fields with a day and a time that have no zone; in all others it is an instant."""

_Reader: TypeAlias = "frozenset[type] | Callable[[Any], Any]"
"""How a value is read: the types it may be as it is, or what makes it of its JSON; raises what `_ODD` holds."""
_Readers: TypeAlias = Mapping[str, tuple[str, "frozenset[type] | Callable[[Any], Any]"]]
_ODD = (TypeError, ValueError, LookupError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The document of the table `meta`: what the file is. `check` is the CRC-32 of all after the first line, in hex."""

    format: str
    schema: int
    generation: int
    check: str | None = None


@contextmanager
def uncollected() -> Iterator[None]:
    """Making 10,000 records sets off many collections that find nothing: they cost a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def verified(data: bytes, newest: int) -> Header:
    """What a plan file says of itself, once format, schema and checksum are right. Raises Unreadable, NewerFormat."""
    if not data.strip():
        raise Unreadable("it is empty")
    header = _header(data)
    if header.format != FORMAT or header.schema < 1:
        raise Unreadable("it is not a plan")
    if header.schema > newest:
        raise NewerFormat(f"it has format {header.schema}, and this planner knows formats up to {newest}")
    if header.check is not None:
        with memoryview(data) as view:
            check = zlib.crc32(view[data.find(b"\n") + 1 :])
        if header.check != f"{check:08x}":
            raise Unreadable("its content does not fit its checksum")
    return header


def read_plan(header: Header, data: bytes, newest: int, migrations: Mapping[int, Migration]) -> Plan:
    """The plan of a verified file. One of an older schema is migrated on the way, the file is left alone.

    Raises Unreadable.
    """
    if header.schema == newest and header.check is not None and (plan := as_written(header.generation, data)):
        return plan
    from planner.store.records import read_strictly

    return read_strictly(header, data, newest, migrations)


def as_written(generation: int, data: bytes) -> Plan | None:
    """The plan of a file in the newest schema that is just as we write it; None where anything in it is not."""
    # As we write them, texts hold no escaped half of a character; JSON alone would let it pass.
    if b"\\" in data and (b"\\ud" in data or b"\\uD" in data):
        return None
    for kind in KINDS.values():
        _readers(kind)  # here, where nothing is swallowed
    try:
        with uncollected():
            tables = json.loads(data.decode())
            if set(tables.pop("meta")) != {"plan"} or set(tables) != set(KINDS):
                return None
            return plan_of_tables(generation, {table: _records(kind, tables[table]) for table, kind in KINDS.items()})
    except _ODD:
        return None


def plan_of_tables(generation: int, tables: Mapping[str, Mapping[str, Any]]) -> Plan:
    """The plan of its records by table and id."""
    profile = tables["profile"].get(Profile().id, Profile())
    return Plan(
        generation=generation,
        profile=profile,
        **{table: MappingProxyType(tables[table]) for table in KINDS if table != "profile"},
    )


def _header(data: bytes) -> Header:
    line, _, _ = data.partition(b"\n")
    try:
        # As we write it, the first line is the whole table `meta`: no need to go through megabytes.
        return _header_of(json.loads(line.rstrip(b", ").decode() + "}"))
    except _ODD:
        pass  # somebody else may have written it: another order, another spacing
    try:
        document = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"it is not a plan: {error}") from error
    try:
        return _header_of(document)
    except _ODD as error:
        raise Unreadable("it does not say which format it has") from error


def _header_of(document: dict[str, Any]) -> Header:
    """Raises what `_ODD` holds."""
    said = document["meta"]["plan"]
    header = Header(
        format=said["format"], schema=said["schema"], generation=said["generation"], check=said.get("check")
    )
    kinds = tuple(map(type, (header.format, header.schema, header.generation)))
    if kinds != (str, int, int) or header.generation < 0 or type(header.check) not in {str, NoneType}:
        raise ValueError("a header with other values than those we write")
    return header


def _records(kind: type, documents: dict[str, dict[str, Any]]) -> dict[str, Any]:
    readers, make = _readers(kind), _maker(kind)
    found = {key: _made(make, readers, document) for key, document in documents.items()}
    if any(key != record.id for key, record in found.items()):
        raise ValueError(f"a {kind.__name__} stands under another id than its own")
    return found if list(found) == sorted(found) else dict(sorted(found.items()))


def _made(make: Callable[..., Any], readers: _Readers, document: dict[str, Any]) -> Any:
    given = {}
    for name, value in document.items():
        known, reader = readers[name]
        if not isinstance(reader, frozenset):
            given[known] = reader(value)
        elif type(value) in reader:
            given[known] = value
        else:
            raise ValueError(name)
    return make(**given)


_maker = cache(maker)


@cache
def _readers(kind: type) -> _Readers:
    # With the name as it stands in the program: a call finds its arguments by identity first, half a time sooner.
    return {
        name: (name, _wall_or_none if name in WALL_TIMES else _reader(spelled))
        for name, spelled in kind.__annotations__.items()
    }


@cache
def _reader(spelled: str) -> _Reader:
    # Our own classes' annotations, as typing.get_type_hints would; each spelling once, because it takes its time.
    return _reader_of(eval(spelled, vars(words)))  # noqa: S307


def _reader_of(hint: Any) -> _Reader:
    if hint in {str, int, bool, NoneType}:
        return frozenset({hint})
    if hint in _BY_TYPE:
        return _BY_TYPE[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _one_of(frozenset(arguments))
    if origin in {Union, UnionType}:
        return _either([_reader_of(each) for each in arguments])
    if origin is tuple:
        return _many(_reader_of(arguments[0]))
    if origin is Mapping:
        return _mapping(_reader_of(arguments[1]))
    readers, make = _readers(hint), _maker(hint)
    return lambda value: _made(make, readers, value)


def _read(reader: _Reader, value: Any) -> Any:
    if not isinstance(reader, frozenset):
        return reader(value)
    if type(value) not in reader:
        raise ValueError(value)
    return value


def _either(readers: list[_Reader]) -> _Reader:
    plain = frozenset().union(*(each for each in readers if isinstance(each, frozenset)))
    others = [each for each in readers if not isinstance(each, frozenset)]
    if not others:
        return plain
    (other,) = others
    return lambda value: value if type(value) in plain else other(value)


def _one_of(allowed: frozenset[str]) -> _Reader:
    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(value)
        return value

    return read


def _many(reader: _Reader) -> _Reader:
    def read(values: list[Any]) -> tuple[Any, ...]:
        if type(values) is not list:
            raise ValueError(values)
        return tuple(_read(reader, each) for each in values)

    return read


def _mapping(reader: _Reader) -> _Reader:
    return lambda values: {key: _read(reader, each) for key, each in values.items()}


# Whatever is not spelled as we spell it would be read by Python in more ways than by msgspec. Many records are of the
# same day and were made at the same instant.

_KNOWN = 1 << 14


@lru_cache(_KNOWN)
def _day(text: str) -> date:
    read = date.fromisoformat(text)
    if read.isoformat() != text:
        raise ValueError(text)
    return read


@lru_cache(_KNOWN)
def _wall_time(text: str) -> time:
    read = time.fromisoformat(text)
    if read.tzinfo is not None or read.isoformat() != text:
        raise ValueError(text)
    return read


@lru_cache(_KNOWN)
def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    if read.tzinfo is None or read.isoformat().replace("+00:00", "Z") != text:
        raise ValueError(text)
    return read


@lru_cache(_KNOWN)
def _wall(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    if read.tzinfo is not None or read.isoformat() != text:
        raise ValueError(text)
    return read


def _wall_or_none(text: str | None) -> datetime | None:
    return None if text is None else _wall(text)


_BY_TYPE: Mapping[object, Callable[[Any], Any]] = {date: _day, time: _wall_time, datetime: _instant}
