"""The dated steps of a plan that is not made yet, as lines: when, what, how long, and what still waits for a date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from planner.domain import template_words as words
from planner.domain.build import Draft
from planner.domain.durations import show_effort
from planner.domain.layout import DraftLine
from planner.domain.template import Template
from planner.ui.present import count, cut, fill, line, literal, right, width
from planner.ui.widgets.lines import Lines, Row, Section

_DAY_CELLS = 10
_SERIES = "↻"
_PAST = "BEFORE TODAY"
_SHARED = "THERE ALREADY"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A line of the preview; `changed` says that the person gave it another title or date."""

    line: DraftLine
    changed: bool


def sections_of(draft: Draft, changed: Iterable[str]) -> list[Section[PreviewRow]]:
    """By day: before today, then year by year, then what has no date yet."""
    touched = set(changed)
    fresh = [each for each in draft.lines if each.shared is None]
    dated = [each for each in fresh if each.milestone.due is not None]
    dated.sort(key=lambda each: (each.milestone.due, each.milestone.order))
    groups: dict[str, list[DraftLine]] = {}
    for each in dated:
        assert each.milestone.due is not None
        groups.setdefault(_PAST if each.past else str(each.milestone.due.year), []).append(each)
    waiting = [each for each in fresh if each.milestone.due is None]
    if waiting:
        groups["NO DATE YET"] = waiting
    if shared := [each for each in draft.lines if each.shared is not None]:
        groups[_SHARED] = shared
    return [
        Section(
            key=title,
            title=title,
            rows=[Row(each.step.key, PreviewRow(each, each.step.key in touched)) for each in lines],
            tone="bold $danger" if title == _PAST else "bold",
            note=f"from {words.full_day(lines[0].milestone.due)}" if title == _PAST and lines[0].milestone.due else "",
        )
        for title, lines in groups.items()
    ]


def sections_together(drafts: Sequence[Draft], changed: Sequence[Iterable[str]]) -> list[Section[PreviewRow]]:
    """Several plans, goal by goal: by day, then what has no date yet, then what is there already.

    The key of a row is the number of its plan and the key of its step.
    """
    found = []
    for number, (draft, touched) in enumerate(zip(drafts, changed, strict=True)):
        rows = [row for section in sections_of(draft, touched) for row in section.rows]
        found.append(
            Section(
                key=str(number),
                title=draft.goal.title,
                rows=[Row(f"{number} {row.key}", row.data) for row in rows],
                note=_span(draft),
            )
        )
    return found


def totals_together(drafts: Sequence[Draft]) -> Content:
    """`3 goals · 49 milestones · 266 h · 3 Dec 2026 – 22 Nov 2027`."""
    days = [day for draft in drafts for day in (draft.first, draft.last) if day is not None]
    parts = [count(sum(len(draft.milestones) for draft in drafts), "milestone")]
    if minutes := sum(draft.minutes for draft in drafts):
        parts.append(words.hours_words(minutes))
    if days:
        parts.append(f"{words.full_day(min(days))} – {words.full_day(max(days))}")
    return line((count(len(drafts), "goal"), "bold"), (" · ".join(["", *parts]), "$muted"))


def doubts(drafts: Sequence[Draft], today: date) -> Content:
    """What does not fit, what would lie before today, and what is worth a look, each with its goal."""
    said = []
    for draft in drafts:
        name = f"{draft.goal.title}: "
        if draft.problems:
            more = f" And {count(len(draft.problems) - 1, 'more')}." if len(draft.problems) > 1 else ""
            said.append(line(("! ", "bold $danger"), literal(f"{name}{draft.problems[0]}{more}")))
        elif draft.past:
            before = f"{count(len(draft.past), 'milestone')} would lie before today, {words.full_day(today)}."
            said.append(line(("! ", "bold $danger"), literal(name + before)))
        said += [line(("≈ ", "$accent"), literal(name + each, "$muted")) for each in draft.remarks[:1]]
    return Content("\n").join(said)


def paint_line(row: PreviewRow, cells: int) -> Content:
    """`☑ ◆ Thu 22 Apr  PMP exam                exam   5 h`."""
    each, milestone = row.line, row.line.milestone
    tick = ("☑ ", "$accent") if each.ticked else ("☐ ", "$muted")
    tone = "" if each.ticked else "$muted"
    mark, mark_tone = _mark(row)
    tail = _tail(row)
    tail_cells = width(tail)
    if milestone.due is None or each.shared is not None:
        waits = f"waits for: {each.undated_until}" if each.undated_until else "waits for a date"
        if each.shared is not None:
            waits = f"{'done' if each.shared.done else 'once'}, in: {each.shared.goal}"
        waits_cells = min(width(waits), max(cells // 2 - 4, 12))
        title_cells = cells - 4 - waits_cells - tail_cells - 1
        return line(
            tick,
            "  ",
            (fill(milestone.title, title_cells), tone),
            (tail, "$muted"),
            " ",
            (cut(waits, waits_cells), "$muted"),
        )
    kind_cells = 9 if cells >= 64 else 0
    title_cells = cells - 4 - _DAY_CELLS - 2 - tail_cells - kind_cells - 8
    return line(
        tick,
        (f"{mark} ", mark_tone),
        (words.day_column(milestone.due), "$danger" if each.past and each.ticked else tone),
        "  ",
        (fill(milestone.title, max(title_cells, 8)), tone),
        (tail, "$muted"),
        (" " + fill(milestone.kind, kind_cells - 1) if kind_cells else "", "$muted"),
        (right(show_effort(milestone.effort) if milestone.effort else "", 8), "$muted"),
    )


def _mark(row: PreviewRow) -> tuple[str, str]:
    milestone = row.line.milestone
    if row.line.past and row.line.ticked:
        return "!", "bold $danger"
    if milestone.fixed:
        return "◆", "$accent"
    if milestone.expected:
        return "≈", "$accent"
    return " ", ""


def _tail(row: PreviewRow) -> str:
    tail = " ✎" if row.changed else ""
    if row.line.milestone.repeat is not None:
        tail += f" {_SERIES}" + (f"×{row.line.count}" if row.line.count else "")
    return tail


_LEGEND: tuple[tuple[str, str, Callable[[PreviewRow], bool]], ...] = (
    ("!", "before today", lambda row: row.line.past and row.line.ticked),
    ("◆", "fixed date", lambda row: row.line.milestone.fixed),
    ("≈", "expected", lambda row: row.line.milestone.expected and not row.line.milestone.fixed),
    (_SERIES, "repeats", lambda row: row.line.milestone.repeat is not None),
    ("✎", "changed", lambda row: row.changed),
)


def legend(sections: Iterable[Section[PreviewRow]]) -> Content:
    """What the marks that are on screen mean."""
    rows = [row.data for section in sections for row in section.rows]
    shown = [(sign, word) for sign, word, holds in _LEGEND if any(holds(row) for row in rows)]
    return line(*(part for sign, word in shown for part in ((f"{sign} ", "$accent"), (f"{word}   ", "$muted"))))


def totals(draft: Draft) -> Content:
    """`24 of 26 milestones · 163 h · 3 Dec 2026 – 22 Apr 2027`."""
    ticked = sum(each.ticked for each in draft.lines)
    every = len(draft.lines)
    parts = [count(every, "milestone") if ticked == every else f"{ticked} of {count(every, 'milestone')}"]
    if draft.minutes:
        parts.append(words.hours_words(draft.minutes))
    if draft.first and draft.last:
        parts.append(f"{words.full_day(draft.first)} – {words.full_day(draft.last)}")
    return line((parts[0], "bold"), (" · ".join(["", *parts[1:]]), "$muted"))


def _span(draft: Draft) -> str:
    return f"{words.full_day(draft.first)} – {words.full_day(draft.last)}" if draft.first and draft.last else ""


def told(template: Template, each: DraftLine) -> Content:
    """One step in a sentence or two: its date in words, its rhythm, its proof."""
    step = each.step
    facts = [words.moment_words(template, step.when)]
    if step.repeat:
        facts.append(words.repeat_words(template, step.repeat))
    if step.optional:
        facts.append("optional")
    if each.shared is not None:
        facts = [f"made once: it is in “{each.shared.goal}”", "space makes it anew"]
    elif step.after:
        titles = [template.steps[key].title for key in step.after if key in template.steps]
        facts.append("after " + ", ".join(f"“{title}”" for title in titles))
    return Content("\n").join(
        (
            literal(each.milestone.title, "bold"),
            literal(" · ".join(facts), "$muted"),
            line(("proof: ", "$muted"), literal(step.evidence)),
        )
    )


class Told(VerticalScroll, can_focus=False):
    """What the step under the cursor says of itself, whole: it grows with it, and scrolls where there is no room."""

    DEFAULT_CSS = """
    Told { height: auto; min-height: 3; max-height: 40%; padding: 0 2; margin-top: 1; scrollbar-size-vertical: 1; }
    Told > Static { height: auto; }
    """

    def compose(self) -> ComposeResult:
        """The words."""
        yield Static(markup=False)

    def say(self, words: Content | str) -> None:
        """Show this from its beginning."""
        self.query_one(Static).update(words)
        self.scroll_home(animate=False)


class Preview(Lines[PreviewRow]):
    """The dated steps; a click on the box in front of one ticks it."""

    class Ticked(Message):
        """The box in front of the row under the cursor was clicked."""

    def on_click(self, event: events.Click) -> None:
        """The row is chosen by the list itself; here only the box is looked at."""
        at = event.get_content_offset(self)
        if at is not None and at.x <= 3 and event.chain == 1:
            self.call_after_refresh(self.post_message, self.Ticked())
