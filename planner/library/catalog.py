"""The templates that can be picked: the shipped ones, those of shared folders, and those in the person's library."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.errors import NotFound, Problem, TemplateInvalid
from planner.domain.text import clean, shown
from planner.domain.values import dataclass
from planner.library.places import SCHEMA, shipped_files

# The types of templates and the checks take a third of the command line's start: they are imported where a template
# is really read.
if TYPE_CHECKING:
    from planner.domain.template import Template
    from planner.library.arrival import Arrivals, Files
    from planner.ports import Decided, Held, Incoming, Taken, TemplateEntry, TemplateSource

MOST_FILES = 1_000
"""In one folder; what lies beyond is not read, and told."""
OLDER = "older"
"""The folder in the library for what was replaced: it can be read by id and version, and is not listed."""

_Stamp = tuple[int, int, int]
_RANKS = {"older": 0, "shipped": 1, "folder": 2, "library": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one file holds: a template, or why it holds none. `origin` names the shared folder it lies in."""

    path: Path
    source: TemplateSource
    origin: str = ""
    stamp: _Stamp = (0, 0, 0)
    template: Template | None = None
    error: TemplateInvalid | None = None


class Catalog:
    """Shipped templates were checked when they were made and are only typed; all others come from strangers, or were
    changed there by hand, and are checked each time they are new.

    `library` is the person's folder (need not exist; None: there is none) and `files` gives what writes in it;
    `folders` gives the shared folders, asked each time they are looked at.
    """

    def __init__(
        self,
        library: Path | None,
        *,
        files: Callable[[], Files] | None = None,
        folders: Callable[[], Sequence[Path]] = tuple,
    ) -> None:
        self.library = library
        self._files_of = files
        self._folders = folders
        self._cache: dict[Path, Found] = {}

    def list(self) -> Sequence[TemplateEntry]:
        """All readable ones, by title; one per id, the newest version; of one version the library's before those of
        shared folders before the shipped one."""
        best = self._best().values()
        entries = [_entry(found.template, found) for found in best if found.template is not None]
        return sorted(entries, key=lambda entry: (entry.title.casefold(), entry.id))

    def problems(self) -> Sequence[TemplateInvalid]:
        """The files and folders that cannot be used, with everything that is wrong in them."""
        return [found.error for found in self.found() if found.error is not None]

    def get(self, template_id: str, version: str | None = None) -> Template:
        """The newest, or that version, also an older one that is kept.

        Raises NotFound (with near names in the hint), or TemplateInvalid when only a broken file has this name.
        """
        if version is not None:
            return self._of_version(template_id, version)
        best = self._best()
        if (found := best.get(template_id)) is not None and found.template is not None:
            return found.template
        for broken in self.found():
            if broken.error is not None and _is_named(broken.path, template_id):
                raise broken.error
        raise NotFound(f"There is no template “{shown(template_id)}”.", _near(template_id, best))

    def _of_version(self, template_id: str, version: str) -> Template:
        for found in self._ranked(template_id):
            if found.template is not None and found.template.version == version:
                return found.template
        there = ", ".join(dict.fromkeys(held.version for held in self.versions(template_id)))
        if not there:
            self.get(template_id)  # raises: there is no such template at all
        raise NotFound(f"There is no version {shown(version)} of “{shown(template_id)}”.", f"There is {there}.")

    def versions(self, template_id: str) -> Sequence[Held]:
        """Every version that can be read, newest first; of one version that which is picked first."""
        return [held_of(found) for found in self._ranked(template_id)]

    def _ranked(self, template_id: str) -> Sequence[Found]:
        every = [*self.found(template_id), *self.older()]
        return sorted(
            (each for each in every if each.template is not None and each.template.id == template_id),
            key=rank,
            reverse=True,
        )

    def parse(self, text: str) -> Template:
        """A stored canonical text back into a Template. Raises TemplateInvalid."""
        return _typed(text, "the stored template")

    def canonical(self, template: Template) -> str:
        """The template's canonical JSON: sorted keys, no spaces; equal templates give equal text."""
        from planner.library.conversion import canonical

        return canonical(template)

    def check(self, path: Path) -> Template:
        """Read and check a file of a stranger. Raises TemplateInvalid with every problem."""
        from planner.library.checking import check_file

        return check_file(path)

    # -- bringing in

    def install(self, path: Path) -> Template:
        """Check a file and copy it, byte for byte, into the library as `<id>-<version>.json`; an older one is kept.

        A template that is there already is left as it is. Raises TemplateInvalid; NotMet when another template of
        the same id and version is there, or there is no library.
        """
        from planner.ports import Decided

        (incoming,) = self.incoming([path])
        self.take_in([Decided(incoming=incoming)])
        return incoming.template

    def incoming(self, given: Sequence[Path | tuple[str, bytes]]) -> Sequence[Incoming]:
        """Check files, all templates of a folder, or texts with a name for them; nothing is stored.

        Raises TemplateInvalid with what is wrong in all of them; NotMet where there is nothing to bring in.
        """
        return self._arrivals().incoming(given)

    def take_in(self, decided: Sequence[Decided]) -> Sequence[Taken]:
        """Store what was looked at, all of it or nothing; what gives way is kept as an older version.

        Raises NotMet for a conflict that nobody decided, or when the library is another one than when it was looked
        at; SaveFailed, NotDurable, Busy.
        """
        return self._arrivals().take_in(decided)

    def _arrivals(self) -> Arrivals:
        from planner.library.arrival import Arrivals

        return Arrivals(self, self._files_of() if self._files_of else None)

    # -- what lies where

    def _best(self) -> dict[str, Found]:
        best: dict[str, Found] = {}
        for found in self.found():
            template = found.template
            if template is None:
                continue
            other = best.get(template.id)
            # of two that are alike the one found first: the shared folders come in the person's order
            if other is None or rank(found) > rank(other):
                best[template.id] = found
        return best

    def found(self, shipped: str = "") -> Iterator[Found]:
        """Every file that is listed or should be, broken ones too; of the shipped ones, which are called by their id,
        only `shipped` where it is given."""
        for path in shipped_files():
            if not shipped or path.stem == shipped:
                yield self._read(path, "shipped")
        for folder, origin in _named(self._folders()):
            yield from self._in_folder(folder, "folder", origin, must_exist=True)
        if self.library is not None:
            yield from self._in_folder(self.library, "library")

    def older(self) -> Iterator[Found]:
        """The versions that were replaced and kept."""
        if self.library is not None:
            yield from self._in_folder(self.library / OLDER, "older")

    def _in_folder(
        self, folder: Path, source: TemplateSource, origin: str = "", *, must_exist: bool = False
    ) -> Iterator[Found]:
        try:
            names = template_names(folder)
        except FileNotFoundError as error:
            if must_exist:
                yield _unseen(folder, error, source, origin)
            return
        except OSError as error:
            yield _unseen(folder, error, source, origin)
            return
        for name in names[:MOST_FILES]:
            yield self._read(folder / name, source, origin)
        if len(names) > MOST_FILES:
            problem = Problem("", f"holds {len(names):,} templates; the first {MOST_FILES:,} by name are read")
            yield Found(path=folder, source=source, origin=origin, error=TemplateInvalid(str(folder), [problem]))

    def _read(self, path: Path, source: TemplateSource, origin: str = "") -> Found:
        """What the file holds now; read again only when it changed."""
        try:
            status = path.lstat()
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        except OSError as error:
            return _unseen(path, error, source, origin)
        known = self._cache.get(path)
        if known is not None and (known.stamp, known.source, known.origin) == (stamp, source, origin):
            return known
        try:
            template = _typed(path.read_bytes(), str(path)) if source == "shipped" else self.check(path)
            found = Found(path=path, source=source, origin=origin, stamp=stamp, template=template)
        except TemplateInvalid as error:
            found = Found(path=path, source=source, origin=origin, stamp=stamp, error=error)
        self._cache[path] = found
        return found


def template_names(folder: Path) -> list[str]:
    """The names in `folder` that a template may have, in order: `.json`, not hidden, no schema. Raises OSError."""
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries]
    return sorted(
        name for name in names if name.endswith(".json") and not name.startswith(".") and not name.endswith(SCHEMA)
    )


def rank(found: Found) -> tuple[tuple[int, ...], int]:
    """The higher one is picked. Only for one that holds a template."""
    from planner.domain.template import version_key

    assert found.template is not None
    return version_key(found.template.version), _RANKS[found.source]


def held_of(found: Found) -> Held:
    """What it is, without its content. Only for one that holds a template."""
    from planner.ports import Held

    one = found.template
    assert one is not None
    return Held(
        id=one.id, version=one.version, title=one.title, source=found.source, origin=found.origin, path=found.path
    )


def _named(folders: Sequence[Path]) -> list[tuple[Path, str]]:
    """The folders with the names they are shown by: the last part, and its parent's where two are alike."""
    count = Counter(folder.name for folder in folders)
    names = [
        folder.name if folder.name and count[folder.name] == 1 else str(Path(*folder.parts[-2:])) for folder in folders
    ]
    return [(folder, clean(name)) for folder, name in zip(folders, names, strict=True)]


def _unseen(path: Path, error: OSError, source: TemplateSource, origin: str) -> Found:
    problem = Problem("", f"cannot be looked at: {(error.strerror or 'no reason given').lower()}")
    return Found(path=path, source=source, origin=origin, error=TemplateInvalid(str(path), [problem]))


def _typed(text: str | bytes, source: str) -> Template:
    """Only typed, not checked: for what was checked before it came to us. Raises TemplateInvalid."""
    from planner.library.conversion import from_json

    try:
        return from_json(text)
    except (ValueError, ArithmeticError, RecursionError) as error:  # msgspec.ValidationError is a ValueError
        problem = Problem("", f"is damaged: {shown(str(error))}")
        raise TemplateInvalid(source, [problem]) from error


def _near(template_id: str, best: dict[str, Found]) -> str:
    from difflib import get_close_matches

    titles = {found.template.title.casefold(): key for key, found in best.items() if found.template is not None}
    wanted = template_id.strip().casefold()
    near = get_close_matches(wanted[:80], [*best, *titles], n=3, cutoff=0.5)
    names = dict.fromkeys(titles.get(name, name) for name in near)
    return f"Did you mean {' or '.join(names)}?" if names else "planner template list shows what there is."


def _is_named(path: Path, template_id: str) -> bool:
    name, _, version = path.stem.rpartition("-")
    return path.stem == template_id or (name == template_id and version[:1].isdigit())


def _entry(template: Template, found: Found) -> TemplateEntry:
    from planner.domain.template_effort import template_efforts
    from planner.ports import TemplateEntry

    least, most = template_efforts(template)
    return TemplateEntry(
        id=template.id,
        title=template.title,
        summary=template.summary,
        category=template.category,
        version=template.version,
        source=found.source,
        milestones=len(template.milestones),
        stages=tuple(template.stages),
        effort=most,
        duration=template.duration,
        plan_from=template.plan_from,
        origin=found.origin,
        skills=tuple(skill.name for skill in template.skills),
        least=least,
    )
