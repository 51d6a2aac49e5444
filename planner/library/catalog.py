"""The templates that can be picked: those that are shipped and those in the person's library folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.errors import NotFound, NotMet, Problem, TemplateInvalid
from planner.domain.text import shown
from planner.library.places import shipped_files

# The types of templates and the checks take a third of the command line's start: they are imported where a template
# is really read.
if TYPE_CHECKING:
    from planner.domain.template import Template
    from planner.ports import TemplateEntry

Write = Callable[[Path, bytes], None]
_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Found:
    """What one file holds: a template, or why it holds none."""

    path: Path
    source: str
    stamp: _Stamp
    template: Template | None = None
    error: TemplateInvalid | None = None


class Catalog:
    """Shipped templates were checked when they were made and are only typed; those in the library come from
    strangers, or were changed there by hand, and are checked each time they are new.

    `library` is the person's folder (need not exist; None: there is none). `write(path, data)` stores a file durably,
    0600, and makes its folder.
    """

    def __init__(self, library: Path | None, *, write: Write | None = None) -> None:
        self._library = library
        self._write = write
        self._cache: dict[Path, _Found] = {}

    def list(self) -> Sequence[TemplateEntry]:
        """All readable ones, by title; one per id, the newest version, the library before the shipped ones."""
        best = self._best().values()
        entries = [_entry(found.template, found.source) for found in best if found.template is not None]
        return sorted(entries, key=lambda entry: (entry.title.casefold(), entry.id))

    def problems(self) -> Sequence[TemplateInvalid]:
        """The files of the library that cannot be used, with everything that is wrong in them; by name."""
        return [found.error for found in self._files() if found.error is not None]

    def get(self, template_id: str) -> Template:
        """Raises NotFound (with near names in the hint), or TemplateInvalid when only a broken file has this name."""
        from difflib import get_close_matches

        best = self._best()
        if (found := best.get(template_id)) is not None and found.template is not None:
            return found.template
        for broken in self._files():
            if broken.error is not None and _is_named(broken.path, template_id):
                raise broken.error
        titles = {found.template.title.casefold(): key for key, found in best.items() if found.template is not None}
        wanted = template_id.strip().casefold()
        near = get_close_matches(wanted[:80], [*best, *titles], n=3, cutoff=0.5)
        names = dict.fromkeys(titles.get(name, name) for name in near)
        hint = f"Did you mean {' or '.join(names)}?" if names else "The list of templates shows what there is."
        raise NotFound(f"There is no template “{shown(template_id)}”.", hint)

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

    def install(self, path: Path) -> Template:
        """Check a file and copy it, byte for byte, into the library as `<id>-<version>.json`; older versions stay.

        A template that is there already is left as it is. Raises TemplateInvalid; NotMet when another template of
        the same id and version is there, or there is no library.
        """
        from planner.domain.template import version_key
        from planner.library.checking import check_bytes
        from planner.library.conversion import canonical
        from planner.library.reading import read_bytes

        data = read_bytes(path)
        template = check_bytes(data, str(path))
        if self._library is None or self._write is None:
            raise NotMet("There is no library to bring templates into.", "Choose a data folder.")
        name = f"{template.id} {template.version}"
        for found in self._files():
            other = found.template
            if other is None or (other.id, version_key(other.version)) != (template.id, version_key(template.version)):
                continue
            if canonical(other) == canonical(template):
                return template
            where = "in your library" if found.source == "library" else "among the shipped ones"
            raise NotMet(
                f"“{template.title}” ({name}) differs from “{other.title}” ({other.id} {other.version}) {where}.",
                "Two templates cannot share an id and a version: give the new one a higher version, or another id.",
            )
        target = self._library / f"{template.id}-{template.version}.json"
        # Both parts were checked to hold letters, digits, hyphens and points only; nothing else may ever name a path.
        if target.parent != self._library or target.name.startswith("."):
            raise NotMet(f"“{shown(name)}” cannot name a file.")  # pragma: no cover: the schema refuses such names
        if target.exists() or target.is_symlink():
            raise NotMet(
                f"{target.name} is in your library already and cannot be read as {name}.",
                "Look at that file and move it away first; nothing was overwritten.",
            )
        self._write(target, data)
        return template

    def _best(self) -> dict[str, _Found]:
        best: dict[str, _Found] = {}
        for found in self._files():
            template = found.template
            if template is None:
                continue
            other = best.get(template.id)
            if other is None or other.template is None or _rank(found) > _rank(other):
                best[template.id] = found
        return best

    def _files(self) -> Iterator[_Found]:
        for path in shipped_files():
            yield self._read(path, "shipped")
        if self._library is None:
            return
        try:
            names = sorted(path.name for path in self._library.iterdir())
        except FileNotFoundError:
            return
        except OSError as error:
            yield _unseen(self._library, error)
            return
        for name in names:
            if name.endswith(".json") and not name.startswith("."):
                yield self._read(self._library / name, "library")

    def _read(self, path: Path, source: str) -> _Found:
        """What the file holds now; read again only when it changed."""
        try:
            status = path.lstat()
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        except OSError as error:
            return _unseen(path, error)
        known = self._cache.get(path)
        if known is not None and known.stamp == stamp:
            return known
        try:
            template = _typed(path.read_bytes(), str(path)) if source == "shipped" else self.check(path)
            found = _Found(path, source, stamp, template=template)
        except TemplateInvalid as error:
            found = _Found(path, source, stamp, error=error)
        self._cache[path] = found
        return found


def _unseen(path: Path, error: OSError) -> _Found:
    problem = Problem("", f"cannot be looked at: {(error.strerror or 'no reason given').lower()}")
    return _Found(path, "library", (0, 0, 0), error=TemplateInvalid(str(path), [problem]))


def _typed(text: str | bytes, source: str) -> Template:
    """Only typed, not checked: for what was checked before it came to us. Raises TemplateInvalid."""
    from planner.library.conversion import from_json

    try:
        return from_json(text)
    except (ValueError, ArithmeticError, RecursionError) as error:  # msgspec.ValidationError is a ValueError
        problem = Problem("", f"is damaged: {shown(str(error))}")
        raise TemplateInvalid(source, [problem]) from error


def _rank(found: _Found) -> tuple[tuple[int, ...], bool]:
    from planner.domain.template import version_key

    assert found.template is not None
    return version_key(found.template.version), found.source == "library"


def _is_named(path: Path, template_id: str) -> bool:
    name, _, version = path.stem.rpartition("-")
    return path.stem == template_id or (name == template_id and version[:1].isdigit())


def _entry(template: Template, source: str) -> TemplateEntry:
    from planner.domain.template_effort import template_effort
    from planner.ports import TemplateEntry

    return TemplateEntry(
        id=template.id,
        title=template.title,
        summary=template.summary,
        category=template.category,
        version=template.version,
        source=source,
        milestones=len(template.milestones),
        stages=tuple(template.stages),
        effort=template_effort(template),
        duration=template.duration,
        plan_from=template.plan_from,
    )
