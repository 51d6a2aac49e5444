"""A milestone or a goal in full, as rows for a detail pane of any width.

Rows that can be acted on have keys: `check:0` (a line of the checklist), `milestone:<id>`, `goal:<id>`,
`question:<key>`, `warning:<id of the milestone>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from planner.domain.agenda import GoalLine, Line
from planner.domain.critical_words import room_words
from planner.domain.dates import humanize, relative, show_day
from planner.domain.repeat_words import ends_words, series_words, streak_words, strip_signs
from planner.domain.template import Source
from planner.services.queries import GoalDetail, MilestoneDetail
from planner.ui import present
from planner.ui.path_rows import presses, warning_rows
from planner.ui.present import Part, cut, line, literal
from planner.ui.rows import INBOX
from planner.ui.widgets.lines import Row

if TYPE_CHECKING:
    from planner.domain.forecast import Forecast

LABEL = 10
SOURCED = {
    "when": "date",
    "effort": "effort",
    "repeat": "repetition",
    "earliest": "earliest day",
    "latest": "latest day",
}
_BLANK = Row("", Content(""))


def _text(content: Content, cells: int, key: str = "") -> Iterator[Row[Content]]:
    for number, each in enumerate(present.wrap(content, cells)):
        yield Row(key if number == 0 else "", each)


def _labelled(label: str, content: Content, cells: int, key: str = "") -> Iterator[Row[Content]]:
    for number, each in enumerate(present.wrap(content, cells - LABEL)):
        name = label if number == 0 else ""
        yield Row(key if number == 0 else "", line((f"{name:<{LABEL}}", "$muted"), each))


def _paragraphs(label: str, text: str, cells: int) -> Iterator[Row[Content]]:
    for number, paragraph in enumerate(text.split("\n") if text else ()):
        if number == 0:
            yield _BLANK
        yield from _labelled(label if number == 0 else "", literal(paragraph), cells)


def _dotted(*words: str | None) -> str:
    return " · ".join(word for word in words if word)


def milestone_rows(detail: MilestoneDetail, cells: int, today: date) -> list[Row[Content]]:
    """Everything that is known about a milestone."""
    rows = list(_milestone_head(detail, cells, today))
    milestone = detail.line.milestone
    if milestone.checklist:
        rows.append(_BLANK)
        for number, item in enumerate(milestone.checklist):
            box = "☑" if item.done else "☐"
            text = literal(item.title, "$muted" if item.done else "")
            wrapped = present.wrap(text, cells - 2)
            rows.append(Row(f"check:{number}", line((f"{box} ", "$accent"), wrapped[0])))
            rows += [Row("", line("  ", more)) for more in wrapped[1:]]
    around = [*_around(detail, cells)]
    if around:
        rows += [_BLANK, *around]
    rows += _paragraphs("Why", milestone.why, cells)
    rows += _paragraphs("Notes", milestone.notes, cells)
    sources = [*_sources(detail, cells)]
    if sources:
        rows += [_BLANK, *sources]
    return rows


def _milestone_head(detail: MilestoneDetail, cells: int, today: date) -> Iterator[Row[Content]]:
    shown, milestone = detail.line, detail.line.milestone
    mark, word = present.symbol(milestone, blocked=bool(shown.blocked_by), snoozed=shown.snoozed)
    yield from _text(literal(milestone.title, "bold"), cells)
    owner = shown.goal.title if shown.goal else INBOX
    state: list[Part] = [(f"{mark} {word}", "$danger" if shown.overdue else present.symbol_style(mark))]
    rest = _dotted("", milestone.kind, "fixed date" if milestone.fixed and word != "fixed date" else None)
    state.append((f" · {rest}", "$muted"))
    yield from _text(line((_dotted(owner), "$muted")), cells, f"goal:{shown.goal.id}" if shown.goal else "")
    yield from _text(line(*state), cells)
    yield _BLANK
    due = present.due_words(shown, today)
    yield from _text(literal(due, "$danger" if shown.overdue else ""), cells)
    if milestone.is_open:
        reminds = f"{present.MUTED[0]} its goal is muted" if shown.goal and shown.goal.muted else ""
        reminds = "no reminder while it is paused" if milestone.is_paused else reminds
        reminds = reminds or present.lead_words(detail.leads, detail.lead_sets, timed=milestone.at is not None)
        facts = _dotted(present.effort_words(milestone.effort, 20), reminds)
    else:
        closed = milestone.done_on
        facts = _dotted(
            present.effort_words(milestone.effort, 20), f"{word} {humanize(closed, today)}" if closed else word
        )
    yield from _text(literal(facts, "$muted"), cells)
    room = room_words(detail.timing, critical=detail.critical, shown=lambda day: show_day(day, today))
    yield from _text(literal(room, "$danger" if presses(detail.timing) else "$muted"), cells) if room else ()
    if detail.warning:
        yield from _text(line(("! ", "$danger"), (detail.warning, "$danger")), cells)
    for extra in _extras(shown, today):
        yield from _text(literal(extra, "$muted"), cells)
    yield from _series(detail, cells, today)
    if milestone.tags:
        yield from _text(literal(" ".join(f"#{tag}" for tag in milestone.tags), "$muted"), cells)


def _extras(shown: Line, today: date) -> Iterator[str]:
    milestone = shown.milestone
    if milestone.waiting_on:
        yield f"waiting for {milestone.waiting_on}"
    if shown.snoozed and milestone.snoozed_until:
        yield f"snoozed until {show_day(milestone.snoozed_until.date(), today)} {milestone.snoozed_until:%H:%M}"


def _series(detail: MilestoneDetail, cells: int, today: date) -> Iterator[Row[Content]]:
    """The rhythm of a series, how it stands, and how steadily it is kept up."""
    milestone = detail.line.milestone
    repeat = milestone.repeat
    if repeat is None:
        return
    rhythm = ", ".join(filter(None, [present.repeat_words(repeat), ends_words(repeat, today)]))
    yield from _text(literal(f"↻ {rhythm} · number {milestone.n}", "$muted"), cells)
    for words in series_words(milestone, today, detail.missed):
        yield from _text(literal(words, "$muted"), cells)
    if detail.streak is not None and detail.streak.strip:
        strip = line((strip_signs(detail.streak), "$accent"), f"  {streak_words(detail.streak)}")
        yield from _labelled("Kept up", strip, cells)


def _around(detail: MilestoneDetail, cells: int) -> Iterator[Row[Content]]:
    if detail.line.milestone.evidence:
        yield from _labelled("Proof", literal(detail.line.milestone.evidence), cells)
    yield from _links("After", detail.before, cells)
    yield from _links("Then", detail.after, cells)


def _links(label: str, lines: Iterable[Line], cells: int) -> Iterator[Row[Content]]:
    for shown in lines:
        mark, word = present.symbol(shown.milestone, blocked=bool(shown.blocked_by))
        said = f"  {word}" if word in {"blocked", "waiting", "doing", "paused"} else ""
        title = cut(shown.milestone.title, max(4, cells - LABEL - 2 - len(said)))
        content = line((f"{mark} ", present.symbol_style(mark)), title, (said, "$muted"))
        yield from _labelled(label, content, cells, f"milestone:{shown.milestone.id}")
        label = ""


def _sources(detail: MilestoneDetail, cells: int) -> Iterator[Row[Content]]:
    label = "Sources"
    for source in detail.sources:
        yield from _labelled(label, literal(source_words(source)), cells)
        if source.url:
            yield from _labelled("", literal(source.url, "$muted"), cells)
        label = ""
    if detail.step is not None:
        named = [SOURCED[each] for each in detail.sourced]
        said = (
            f"sourced: {', '.join(named)}; the rest is the author’s default"
            if named
            else "date and effort are the author’s defaults"
        )
        yield from _labelled(label, literal(said, "$muted"), cells)


def source_words(source: Source) -> str:
    """`PMI handbook, as of 2026-07 (issuing body)`."""
    kinds = {"A": "issuing body or primary paper", "B": "secondary", "C": "blog or prep site"}
    as_of = f", {source.as_of_words}" if source.as_of else ""
    kind = f" ({kinds[source.class_]})" if source.class_ else ""
    return f"{source.title}{as_of}{kind}"


def goal_rows(detail: GoalDetail, cells: int, today: date, *, milestones: bool) -> list[Row[Content]]:
    """Everything that is known about a goal; with `milestones` they are listed too."""
    shown, goal = detail.line, detail.line.goal
    rows = [*_goal_head(shown, cells)]
    rows += [Row("", present.bar(shown.done, shown.total, min(cells, 40))), _BLANK]
    if shown.forecast is not None:
        rows += [*_forecast(shown.forecast, cells), _BLANK]
    for label, day in (
        ("Start", goal.start),
        ("Target", goal.target),
        ("Paused", goal.paused_on),
        ("Ended", goal.ended_on),
    ):
        if day:
            rows += _labelled(label, literal(f"{show_day(day, today)}, {relative(day, today)}"), cells)
    if shown.effort_left:
        rows += _labelled("Left", literal(present.effort_words(shown.effort_left, 20)), cells)
    if goal.template:
        rows += _labelled("Template", literal(f"{goal.template.id} {goal.template.version}", "$muted"), cells)
    if detail.path is not None and detail.path.steps:
        steps = present.count(len(detail.path.critical), "critical step") if detail.path.critical else ""
        pressing = present.count(len(detail.path.warnings), "warning") if detail.path.warnings else ""
        said = f"{', '.join(each for each in (steps, detail.path.room, pressing) if each)}: P shows the path"
        rows += _labelled("Path", literal(said), cells)
    if detail.newer_version:
        said = f"version {detail.newer_version} is newer: U looks at what it changes"
        rows += _labelled("", literal(said, "$accent"), cells)
    if goal.late_start:
        rows += _labelled("", literal("a late start: its first dates lay in the past", "$muted"), cells)
    if shown.next:
        rows += [_BLANK, *_links("Next", [shown.next], cells)]
    if not milestones and detail.path is not None:
        rows += warning_rows(detail.path, cells)
    rows += _questions(detail, cells, today)
    rows += _paragraphs("Notes", goal.notes, cells)
    if milestones:
        rows += _members(detail, cells, today)
    return rows


def _goal_head(shown: GoalLine, cells: int) -> Iterator[Row[Content]]:
    """What it is called, how it stands, and that it is muted."""
    goal = shown.goal
    sign, word, style = present.HEALTH[shown.health]
    yield from _text(literal(goal.title, "bold"), cells)
    state: list[Part] = [(f"{sign} {word}", style), f" · {goal.status}"] if shown.health else [goal.status]
    yield from _text(line(*state, (f" · {shown.done:,} of {shown.total:,} done", "$muted")), cells)
    if goal.muted:
        yield from _text(literal(f"{' '.join(present.MUTED)}: none of its reminders come", "$muted"), cells)


def _forecast(found: Forecast, cells: int) -> Iterator[Row[Content]]:
    """Why its health is what it is, and the numbers behind it."""
    from planner.domain.forecast_words import pace_words, range_words, reason, whole_pace_words  # Today does without

    yield from _text(literal(reason(found)), cells)
    if days := range_words(found):
        yield from _labelled("Expected", literal(days), cells)
    if found.pace is not None:
        yield from _labelled("Pace", literal(whole_pace_words(found.pace), "$muted"), cells)
    if found.needed is not None and found.left:
        yield from _labelled("Needed", literal(pace_words(found.needed, found.unit), "$muted"), cells)


def _members(detail: GoalDetail, cells: int, today: date) -> Iterator[Row[Content]]:
    yield from (_BLANK, Row("", line(("Milestones", "$muted"))))
    for each in detail.lines:
        mark, _ = present.symbol(each.milestone, blocked=bool(each.blocked_by), snoozed=each.snoozed)
        when = present.when_words(each, today)
        critical = detail.path is not None and each.milestone.id in detail.path.critical
        room = (f"  {'critical' if critical else '':<8}", "$accent") if cells >= 50 else ""
        title = present.fill(each.milestone.title, max(4, cells - 16 - (10 if room else 0)))
        content = line((f"{mark} ", present.symbol_style(mark)), title, room, "  ", (when, "$muted"))
        yield Row(f"milestone:{each.milestone.id}", content)
    if detail.path is not None:
        yield from warning_rows(detail.path, cells)


def _questions(detail: GoalDetail, cells: int, today: date) -> Iterator[Row[Content]]:
    if detail.questions:
        yield _BLANK
    label = "Asks"
    for question in detail.questions:
        yield from _labelled(label, literal(question.question), cells, f"question:{question.key}")
        label = ""
    asked = detail.template.asked if detail.template else {}
    answered = [(asked[key], value) for key, value in detail.line.goal.answers.items() if key in asked]
    if answered:
        yield _BLANK
    label = "Answers"
    for question, value in answered:
        titles = {option.key: option.title for option in question.options}
        told = _day_words(value, today) if question.ask == "date" else titles.get(value, value)
        said = f"{question.title}: {told}"
        yield from _labelled(label, literal(said), cells, f"question:{question.key}")
        label = ""


def _day_words(value: str, today: date) -> str:
    """A stored day in words; what is none as it stands."""
    try:
        return show_day(date.fromisoformat(value), today)
    except ValueError:
        return value
