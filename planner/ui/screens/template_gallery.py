"""What the gallery lists, in which order, and how a line of it looks. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget

from planner.domain import template_words as words
from planner.domain.errors import TemplateInvalid
from planner.domain.plan import Stage
from planner.domain.stages import STAGE_WORDS, offered
from planner.domain.suggestions import Suggestion
from planner.ports import TemplateEntry
from planner.ui.present import cut, fill, line, literal, right
from planner.ui.widgets.lines import Row, Section

CATEGORIES: dict[str, str] = {
    "craft": "craft",
    "certification": "certificate",
    "degree": "degree",
    "people-management": "people",
    "leadership": "leadership",
    "soft-skill": "soft skill",
    "networking": "network",
    "mentoring": "mentoring",
    "evidence": "evidence",
    "review": "review",
}
"""A word for each category that fits its column, in the order in which they are offered to choose from."""
_MARK, _CATEGORY, _STAGE, _HOURS, _SPAN, _STEPS, _FROM = 2, 11, 5, 5, 6, 5, 9
_ROOM_FOR_STEPS = 96
"""Cells from which the number of steps has its column; else only the pane tells it."""
NEWER = "↑ newer"


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryView:
    """The templates that can be picked, by title; the person's stage; what is suggested; the ids of templates that are
    newer than what a goal under way was built from; the files that cannot be read, and what in the settings cannot."""

    entries: tuple[TemplateEntry, ...]
    stage: Stage | None
    problems: tuple[TemplateInvalid, ...]
    settings: tuple[str, ...] = ()
    suggested: tuple[Suggestion, ...] = ()
    newer: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: words, a category and a stage; "" = any."""

    text: str = ""
    category: str = ""
    stage: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.text.strip() or self.category or self.stage)

    @property
    def said(self) -> str:
        """The category and the stage in words: `certificate · stage mid`."""
        parts = [CATEGORIES[self.category] if self.category else "", f"stage {self.stage}" if self.stage else ""]
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryRow:
    """A line: a template; or, without one, only the reason for the suggestion above it."""

    entry: TemplateEntry | None = None
    reason: str = ""
    newer: bool = False
    marked: bool = False
    tells_origin: bool = False
    """Whether the list has a column that says where templates come from."""


def best_first(entries: Iterable[TemplateEntry], text: str) -> list[TemplateEntry]:
    """Those that have every word somewhere: in the title first, then in id, summary, category and skills; else in the
    order they are in."""
    wanted = text.casefold().split()
    ranked = [(rank, entry) for entry in entries if (rank := _rank(entry, wanted)) is not None]
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]


def _rank(entry: TemplateEntry, wanted: Sequence[str]) -> int | None:
    """The worst place in which one of the words is found first; None where one is nowhere."""
    category = f"{entry.category} {words.category_words(entry.category)} {CATEGORIES.get(entry.category, '')}"
    places = [each.casefold() for each in (entry.title, entry.id, entry.summary, category, " ".join(entry.skills))]
    found = [next((number for number, place in enumerate(places) if word in place), None) for word in wanted]
    return None if None in found else max((each for each in found if each is not None), default=0)


def sections_of(view: GalleryView, wanted: Wanted, marked: Collection[str] = ()) -> list[Section[GalleryRow]]:
    """What is suggested, then what fits the person's stage, then the rest; of all only what is looked for."""
    entries = [
        entry
        for entry in view.entries
        if wanted.category in {"", entry.category} and (not wanted.stage or wanted.stage in entry.stages)
    ]
    found = best_first(offered(entries, view.stage), wanted.text)
    by_id = {entry.id: entry for entry in view.entries}
    suggested = [] if wanted.is_set else [each for each in view.suggested if each.template in by_id]
    first = {each.template for each in suggested}
    tells = any(entry.source != "shipped" or entry.id in view.newer for entry in view.entries)

    def row(entry: TemplateEntry) -> Row[GalleryRow]:
        newer, chosen = entry.id in view.newer, entry.id in marked
        return Row(entry.id, GalleryRow(entry=entry, newer=newer, marked=chosen, tells_origin=tells))

    sections = []
    if suggested:
        rows = [
            each
            for one in suggested
            for each in (row(by_id[one.template]), Row("", GalleryRow(reason=one.reason, tells_origin=tells)))
        ]
        sections.append(Section(key="next", title="SUGGESTED NEXT", rows=rows))
    rest = [entry for entry in found if entry.id not in first]
    fits = [entry for entry in rest if view.stage in entry.stages]
    if view.stage is None or not fits:
        title = "ALL" if suggested and rest else ""
        return [*sections, Section(key="all", title=title, rows=[row(entry) for entry in rest])]
    sections.append(Section(key="fits", title="FITS YOUR STAGE", rows=[row(entry) for entry in fits], note=view.stage))
    others = [row(entry) for entry in rest if entry not in fits]
    return [*sections, *([Section(key="rest", title="OTHERS", rows=others)] if others else [])]


def origin_words(entry: TemplateEntry) -> str:
    """Where a template comes from: `yours`, the name of a shared folder, "" for a shipped one."""
    return {"library": "yours", "folder": entry.origin}.get(entry.source, "")


def stage_letters(stages: Sequence[str]) -> str:
    """`E M S`, a dot in place of what it is not meant for."""
    return " ".join(key[0].upper() if key in stages else "·" for key in STAGE_WORDS)


def _columns(mark: str, title: str, others: Sequence[str], cells: int, *, tells_origin: bool) -> tuple[str, ...]:
    category, stage, hours, span, steps, origin = others
    parts = [
        " " + fill(category, _CATEGORY),
        " " + fill(stage, _STAGE),
        " " + right(hours, _HOURS),
        " " + right(span, _SPAN),
    ]
    if cells >= _ROOM_FOR_STEPS:
        parts.append(" " + right(steps, _STEPS))
    if tells_origin:
        parts.append(" " + fill(origin, _FROM))
    room = cells - _MARK - sum(1 + size for size in (_CATEGORY, _STAGE, _HOURS, _SPAN))
    room -= (1 + _STEPS if cells >= _ROOM_FOR_STEPS else 0) + (1 + _FROM if tells_origin else 0)
    return (fill(mark, _MARK), fill(title, max(12, room)), *parts)


def paint_row(row: GalleryRow, cells: int) -> Content:
    """A line of the gallery."""
    entry = row.entry
    if entry is None:
        return line(" " * _MARK, ("→ ", "$accent"), (cut(row.reason, cells - _MARK - 2), "$muted"))
    others = (
        CATEGORIES.get(entry.category, entry.category),
        stage_letters(entry.stages),
        f"{(entry.effort + 30) // 60:,}" if entry.effort else "",
        words.short_words(words.duration_words(entry.duration)),
        str(entry.milestones),
        NEWER if row.newer else origin_words(entry),
    )
    mark = "☑" if row.marked else ""
    first, title, *rest = _columns(mark, entry.title, others, cells, tells_origin=row.tells_origin)
    return line((first, "$accent"), title, *((text, "$muted") for text in rest))


class Heads(Widget):
    """The heads of the columns, over rows that leave room for the list's mark, its margin and its scroll bar."""

    tells_origin = False

    def tell(self, *, tells_origin: bool) -> None:
        """With the column for where templates come from, or without."""
        self.tells_origin = tells_origin
        self.refresh()

    def render(self) -> Content:
        """For the width there is."""
        names = ("Category", "Stage", "Hours", "Span", "Steps", "From")
        columns = _columns("", "Title", names, self.size.width - 4, tells_origin=self.tells_origin)
        return line("  ", *((text, "$muted") for text in columns))


def legend(*, newer: bool, marked: int) -> Content:
    """What the letters and marks mean."""
    parts = [literal("E early  M mid  S senior", "$muted")]
    if newer:
        parts.append(literal("↑ newer than what your goal was built from", "$muted"))
    if marked:
        parts.append(literal(f"☑ {marked} marked: p plans {'them together' if marked > 1 else 'it'}", "$accent"))
    return Content("   ").join(parts)
