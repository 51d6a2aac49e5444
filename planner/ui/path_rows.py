"""The critical path and the room of steps as rows for a detail pane. Keys: `milestone:<id>`, `warning:<id>`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from textual.content import Content

from planner.domain.critical import Timing
from planner.domain.critical_words import room_words
from planner.domain.dates import show_day
from planner.services.critical import PathDetail, PathStep
from planner.ui import present
from planner.ui.present import fill, line, literal, wrap
from planner.ui.widgets.lines import Row

WHEN = 12


def path_rows(detail: PathDetail, cells: int, today: date) -> list[Row[Content]]:
    """The chain from its first step to what it runs up to, and what presses."""
    rows = [Row("", each) for each in wrap(literal(detail.goal.title, "bold"), cells)]
    if not detail.steps:
        rows += [Row("", Content(""))]
        rows += [Row("", each) for each in wrap(literal(detail.problem), cells)]
    else:
        steps = f"Critical path: {present.count(len(detail.steps), 'step')}"
        said = (steps, detail.room) if detail.critical else (detail.room.capitalize(), "the tightest chain:")
        rows += [Row("", each) for each in wrap(literal(" · ".join(filter(None, said)), "$muted"), cells)]
        rows += [Row("", Content(""))]
        for each in detail.steps:
            rows += _step(each, cells, today)
        up_to = f"up to {detail.end_words}" + (f", {show_day(detail.end, today)}" if detail.end else "")
        rows += [Row("", each) for each in wrap(line(("▸ ", "$accent"), up_to), cells)]
    rows += warning_rows(detail, cells)
    return rows


def _step(step: PathStep, cells: int, today: date) -> Iterator[Row[Content]]:
    shown = step.line
    mark, word = present.symbol(shown.milestone, blocked=bool(shown.blocked_by), snoozed=shown.snoozed)
    title = fill(shown.milestone.title, max(4, cells - 4 - WHEN))
    when = fill(present.when_words(shown, today), WHEN)
    head = line((f"{mark} ", present.symbol_style(mark)), title, "  ", (when, "$danger" if shown.overdue else "$muted"))
    yield Row(f"milestone:{shown.milestone.id}", head)
    room = room_words(step.timing, shown=lambda day: show_day(day, today))
    facts = " · ".join(each for each in (word if word in {"blocked", "waiting", "doing"} else "", room) if each)
    style = "$danger" if presses(step.timing) else "$muted"
    for number, each in enumerate(wrap(literal(facts, style), cells - 2)):
        sign = ("! " if presses(step.timing) else "│ ") if number == 0 else "│ "
        yield Row("", line((sign, "$danger" if sign == "! " else "$rule"), each))
    yield Row("", line(("│", "$rule")))


def presses(timing: Timing | None) -> bool:
    """Whether its latest start has passed, its slack is negative, or it goes round in a circle."""
    return timing is not None and bool(timing.overrun or timing.in_circle or (timing.slack or 0) < 0)


def warning_rows(detail: PathDetail, cells: int) -> Iterator[Row[Content]]:
    """What presses in a goal, each line opening the step it is about."""
    for each in detail.warnings:
        yield Row("", Content(""))
        for number, part in enumerate(wrap(line(("! ", "$danger"), (each.text, "$danger")), cells)):
            yield Row(f"warning:{each.milestone}" if number == 0 else "", part)
