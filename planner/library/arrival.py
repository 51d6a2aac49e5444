"""Templates of others on their way into the person's library: read and checked, compared with what is there, stored.

Storing is all or nothing. A file is written before the one it replaces goes, and that one is first copied to where
older versions are kept; so at no moment, power loss included, is anything lost.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from planner.domain.errors import DataError, NotMet, Problem, TemplateInvalid, WrongUsage
from planner.domain.template import version_key
from planner.domain.text import shown
from planner.library.catalog import OLDER, Found, held_of, rank, template_names
from planner.library.checking import check_bytes
from planner.library.conversion import canonical
from planner.library.reading import read_bytes
from planner.ports import Decided, Incoming, IncomingState, Taken, TakenAction

if TYPE_CHECKING:
    from planner.domain.template import Template
    from planner.library.catalog import Catalog

MOST_FILES = 500
"""In one go."""
_LONGEST_ID = 64


class Files(Protocol):
    """What the library needs of the disk."""

    def write(self, path: Path, data: bytes) -> None:
        """Make `data` the content of `path`, durably, 0600, with its folder. Raises SaveFailed, NotDurable."""
        ...

    def remove(self, path: Path) -> None:
        """Remove a file if it is there. Raises SaveFailed."""
        ...

    def alone(self, folder: Path) -> AbstractContextManager[None]:
        """Hold the folder against other writers. Raises Busy, SaveFailed."""
        ...


@dataclass(slots=True)
class Arrivals:
    """See the module."""

    catalog: Catalog
    files: Files | None

    def incoming(self, given: Sequence[Path | tuple[str, bytes]]) -> Sequence[Incoming]:
        """Read and check everything, and say what each one meets; in the order given.

        Raises TemplateInvalid with what is wrong in all of them; NotMet for an empty folder, for more than 500 files,
        and for two that have one id and version and differ.
        """
        return self._assessed(_checked(_expanded(given)), list(self.catalog.found()))

    def take_in(self, decided: Sequence[Decided]) -> Sequence[Taken]:
        """Store all of them or none.

        Raises NotMet for an undecided conflict, for an id that cannot be used, and when what is there is no longer as
        it was looked at; SaveFailed, NotDurable, Busy.
        """
        if self.catalog.library is None or self.files is None:
            raise NotMet("There is no library to bring templates into.", "Choose a data folder.")
        for each in decided:
            if each.incoming.state == "conflict" and each.resolution == "ask":
                raise conflict(each.incoming)
        if not any(_is_written(each) for each in decided):
            return [_untouched(each) for each in decided]
        with self.files.alone(self.catalog.library):
            return self._take(decided, self.catalog.library, self.files)

    def _take(self, decided: Sequence[Decided], library: Path, files: Files) -> Sequence[Taken]:
        there = list(self.catalog.found())
        given = [(each.incoming.name, each.incoming.data, each.incoming.template) for each in decided]
        again = self._assessed(given, there)
        for before, now in zip(decided, again, strict=True):
            if (before.incoming.state, before.incoming.held) != (now.state, now.held):
                raise NotMet("The library was changed meanwhile; nothing was stored.", "Look at the templates again.")
        shelf = _Shelf(library, files, there, [each for each in self.catalog.older() if each.template is not None])
        try:
            # the newest of an id first: what is older then finds its place beside it
            order = sorted(
                range(len(decided)), key=lambda n: version_key(decided[n].incoming.template.version), reverse=True
            )
            taken = {n: shelf.take(decided[n]) for n in order}
        except BaseException:
            shelf.take_back()
            raise
        return [taken[n] for n in range(len(decided))]

    def _assessed(self, given: Sequence[tuple[str, bytes, Template]], there: Sequence[Found]) -> list[Incoming]:
        found = _assessed(given, there)
        older = list(self.catalog.older()) if any(each.state == "older" for each in found) else []
        return [_kept_already(each, older) for each in found]


def conflict(incoming: Incoming) -> NotMet:
    """The error for a conflict that nobody decided."""
    held = incoming.held
    assert held is not None
    where = {
        "library": "in your library", "older": "in your library", "shipped": "among the shipped ones",
        "folder": f"in the folder “{shown(held.origin)}”",
    }[held.source]  # fmt: skip
    one = incoming.template
    return NotMet(
        f"“{one.title}” ({one.id} {one.version}) differs from “{held.title}” ({held.id} {held.version}) {where}.",
        "Two templates cannot share an id and a version: keep yours, take theirs (yours is kept as an older one), "
        "or bring theirs in under another id.",
    )


# -- reading


def _expanded(given: Sequence[Path | tuple[str, bytes]]) -> list[Path | tuple[str, bytes]]:
    """Folders as the templates in them."""
    found: list[Path | tuple[str, bytes]] = []
    for each in given:
        if isinstance(each, tuple) or not os.path.isdir(each):  # noqa: PTH112  Path.is_dir raises where it may not look
            found.append(each)
            continue
        try:
            names = template_names(each)
        except OSError as error:
            problem = Problem("", f"cannot be looked at: {(error.strerror or 'no reason given').lower()}")
            raise TemplateInvalid(str(each), [problem]) from error
        if not names:
            raise NotMet(f"There is no template in {each}.", "Its files that end in .json are looked at, no folders.")
        found += [each / name for name in names]
    if len(found) > MOST_FILES:
        raise NotMet(f"These are {len(found):,} files; at most {MOST_FILES} are brought in at once.", "Take fewer.")
    return found


def _checked(given: Sequence[Path | tuple[str, bytes]]) -> list[tuple[str, bytes, Template]]:
    found, broken = [], []
    for each in given:
        name = each[0] if isinstance(each, tuple) else str(each)
        try:
            data = each[1] if isinstance(each, tuple) else read_bytes(each)
            found.append((name, data, check_bytes(data, name)))
        except TemplateInvalid as error:
            broken.append(error)
    if len(broken) == 1:
        raise broken[0]
    if broken:
        raise TemplateInvalid(
            f"{len(broken)} of {len(given)} files",
            [
                Problem(f"{error.source}{f', {problem.place}' if problem.place else ''}", problem.message)
                for error in broken
                for problem in error.problems
            ],
        )
    return found


# -- comparing


def _assessed(arrived: Sequence[tuple[str, bytes, Template]], there: Sequence[Found]) -> list[Incoming]:
    """What each one meets: of what is there, and of the newer ones that arrive with it."""
    readable = [each for each in there if each.template is not None]
    taken_ids = {each.template.id for each in readable if each.template} | {one.id for _, _, one in arrived}
    of_id: dict[str, list[Found]] = {}
    for each in sorted(readable, key=rank, reverse=True):
        assert each.template is not None
        of_id.setdefault(each.template.id, []).append(each)
    newest: dict[str, tuple[str, Template]] = {}
    found: dict[int, Incoming] = {}
    for n in sorted(range(len(arrived)), key=lambda n: version_key(arrived[n][2].version), reverse=True):
        name, data, one = arrived[n]
        state, held = _beside(one, of_id.get(one.id, ()))
        if one.id in newest:
            with_it = _beside_newer(name, one, *newest[one.id])
            state = with_it if state in {"new", "newer"} else state
        newest.setdefault(one.id, (name, one))
        free = next(name for name in _free_ids(one.id) if name not in taken_ids)
        found[n] = Incoming(
            name=name, data=data, template=one, state=state, held=held_of(held) if held else None, free_id=free
        )
    return [found[n] for n in range(len(arrived))]


def _beside(one: Template, there: Sequence[Found]) -> tuple[IncomingState, Found | None]:
    """`there` holds the templates of its id, what is picked first first."""
    if not there:
        return "new", None
    version, text = version_key(one.version), canonical(one)
    alike = [each for each in there if each.template and version_key(each.template.version) == version]
    for each in alike:
        if each.template and canonical(each.template) == text:
            return "same", each
    if alike:
        return "conflict", alike[0]
    best = there[0]
    return ("newer" if version > rank(best)[0] else "older"), best


def _beside_newer(name: str, one: Template, other_name: str, other: Template) -> IncomingState:
    if version_key(one.version) < version_key(other.version):
        return "older"
    if canonical(one) == canonical(other):
        return "same"
    raise NotMet(f"{other_name} and {name} are both {one.id} {one.version}, and differ.", "Bring in one of them.")


def _kept_already(incoming: Incoming, older: Sequence[Found]) -> Incoming:
    """An older version that is kept already is nothing new."""
    alike = [each for each in older if each.template == incoming.template]
    return replace(incoming, state="same", held=held_of(alike[0])) if incoming.state == "older" and alike else incoming


def _free_ids(template_id: str) -> Iterator[str]:
    return (f"{template_id[: _LONGEST_ID - 5].rstrip('-')}-{n}" for n in count(2))


# -- storing


def _is_written(each: Decided) -> bool:
    state = each.incoming.state
    return state != "same" and not (state == "conflict" and each.resolution == "keep")


def _untouched(each: Decided) -> Taken:
    action: TakenAction = "unchanged" if each.incoming.state == "same" else "declined"
    return Taken(incoming=each.incoming, action=action, id=each.incoming.template.id)


@dataclass(slots=True)
class _Shelf:
    """The library while something is brought in, and how to take each step back."""

    library: Path
    files: Files
    there: list[Found]
    older: list[Found]
    undo: list[Callable[[], None]] = field(default_factory=list)

    def take(self, each: Decided) -> Taken:
        """Store one."""
        if not _is_written(each):
            return _untouched(each)
        incoming, one = each.incoming, each.incoming.template
        if incoming.state == "conflict" and each.resolution == "rename":
            data, one = _renamed(incoming, each.new_id or incoming.free_id, self._ids())
            self._put(one, data)
            return Taken(incoming=incoming, action="renamed", id=one.id)
        if incoming.state == "older":
            self._keep(one, incoming.data)
            return Taken(incoming=incoming, action="kept_older", id=one.id)
        version = version_key(one.version)
        give_way = [
            found
            for found in self.there
            if found.source == "library" and found.template is not None and found.template.id == one.id
            and version_key(found.template.version) <= version
        ]  # fmt: skip
        for found in give_way:
            assert found.template is not None
            self._keep(found.template, read_bytes(found.path))
        target = self._put(one, incoming.data)
        for found in give_way:
            if found.path != target:
                self._remove(found.path)
        return Taken(incoming=incoming, action="replaced" if give_way else "stored", id=one.id)

    def take_back(self) -> None:
        """As it was before. Raises DataError when a step cannot be taken back; the others are."""
        failed: DataError | None = None
        for step in reversed(self.undo):
            try:
                step()
            except DataError as error:
                failed = failed or error
        if failed is not None:
            raise failed

    def _ids(self) -> set[str]:
        return {found.template.id for found in [*self.there, *self.older] if found.template is not None}

    def _put(self, one: Template, data: bytes) -> Path:
        target = _path(self.library, one, "")
        mine = [found for found in self.there if found.path == target]
        known = any(found.template is not None and found.template.id == one.id for found in mine)
        if not known and os.path.lexists(target):
            raise NotMet(
                f"{target.name} is in your library already and cannot be read as {one.id} {one.version}.",
                "Look at that file and move it away first; nothing was overwritten.",
            )
        self._write(target, data, read_bytes(target) if known else None)
        return target

    def _keep(self, one: Template, data: bytes) -> None:
        """Among the older ones, beside others of its version that differ."""
        folder = self.library / OLDER
        for number in range(1, 1000):
            target = _path(folder, one, "" if number == 1 else f"_{number}")
            if not os.path.lexists(target):
                self._write(target, data, None)
                return
            if any(found.path == target and found.template == one for found in self.older):
                return
        raise NotMet(f"{folder} holds very many of {one.id} {one.version}.", "Move some of them away.")

    def _write(self, target: Path, data: bytes, before: bytes | None) -> None:
        if before is None:
            self.undo.append(lambda: self.files.remove(target))
        else:
            self.undo.append(lambda: self.files.write(target, before))
        self.files.write(target, data)

    def _remove(self, path: Path) -> None:
        data = read_bytes(path)
        self.files.remove(path)
        self.undo.append(lambda: self.files.write(path, data))


def _path(folder: Path, one: Template, more: str) -> Path:
    target = folder / f"{one.id}-{one.version}{more}.json"
    # Both parts were checked to hold letters, digits, hyphens and points only; nothing else may ever name a path.
    if target.parent != folder or target.name.startswith("."):
        raise NotMet(f"“{shown(target.name)}” cannot name a file.")  # pragma: no cover: the schema refuses such names
    return target


def _renamed(incoming: Incoming, new_id: str, taken: set[str]) -> tuple[bytes, Template]:
    """The file with another id, all else as it stands there. Raises NotMet for one that is taken, WrongUsage for one
    that is none."""
    import msgspec  # writes numbers as they were read

    if new_id in taken:
        raise NotMet(f"There is a template “{shown(new_id)}” already.", "Choose another id.")
    document = json.loads(incoming.data, parse_float=Decimal)
    made_of = f"{incoming.template.id} {incoming.template.version}"
    document = {**document, "id": new_id, "x-renamed-from": made_of}
    data = msgspec.json.format(msgspec.json.Encoder(decimal_format="number").encode(document), indent=2) + b"\n"
    try:
        return data, check_bytes(data, incoming.name)
    except TemplateInvalid as error:
        raise WrongUsage(
            f"“{shown(new_id)}” cannot be an id.", "Small letters and digits, with single hyphens between, at most 64."
        ) from error
