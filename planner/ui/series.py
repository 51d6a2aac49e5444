"""Series in the app: what was missed of one is offered once, and a rest begins and ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from planner.domain.dates import show_day
from planner.domain.missed import Missed, missed
from planner.domain.repeat_words import missed_words
from planner.ui.modals.dialog import Choose, Option

if TYPE_CHECKING:
    from planner.domain.plan import Milestone
    from planner.ui.app import PlannerApp

Answer: TypeAlias = Literal["one", "last", "all", "but_last"]
"""What is closed: the open occurrence, as done the last that has come, all that were missed, all but the last."""


def offer_missed(app: PlannerApp, milestone: Milestone, *, completing: bool, then: Callable[[Answer], None]) -> None:
    """Ask what becomes of a series that was missed several times; of anything else it is the open occurrence."""
    late = missed(milestone, app.today)
    if late is None or not late.several:
        then("one")
        return
    options = {each.key: each for each in _options(late, app.today, completing=completing)}

    def answered(key: str | None) -> None:
        if key in options:
            then(key)  # type: ignore[arg-type]  # the keys are the answers

    say = f"{missed_words(late, app.today)}. What was missed stays on record as missed; u takes it back."
    app.push_screen(Choose(f"“{milestone.title}”", list(options.values()), say=say), answered)


def _options(late: Missed, today: date, *, completing: bool) -> list[Option]:
    first, last = show_day(late.days[0], today), show_day(late.last, today)
    following = f"next {show_day(late.next, today)}" if late.next is not None and late.next > late.last else ""
    still_due = late.last == late.next
    found = []
    if completing:
        found.append(Option("last", f"Done: it counts as the last one, {last}", following, "1"))
        found.append(Option("one", f"Done: only the one of {first}", "the others are still to do", "2"))
    skipped = (
        f"Skip to the next, {show_day(late.next, today)}" if late.next is not None else "Skip all: the series ends"
    )
    found.append(Option("all", skipped, "still to do" if still_due else "", str(len(found) + 1)))
    if not still_due and len(late.days) > 1:
        found.append(Option("but_last", f"Skip to the last one, {last}", "still to do", str(len(found) + 1)))
    if not completing:
        found.append(Option("one", f"Skip only the one of {first}", "", str(len(found) + 1)))
    return found


def pause_or_resume(app: PlannerApp, milestone: Milestone) -> None:
    """Let a series rest, or go on."""
    acts = app.planner.milestones
    if milestone.is_paused:
        app.act(lambda: acts.resume([milestone.id]))
    else:
        app.act(lambda: acts.pause([milestone.id]))
