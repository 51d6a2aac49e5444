"""What a plan becomes that has less time than it is meant to take: its moments in proportion, its series shorter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from planner.domain.anchors import Spelled
from planner.domain.durations import Days, parse_days, parse_moment, show_effort

if TYPE_CHECKING:
    from planner.domain.layout import DraftLine
    from planner.domain.template import Step, Template


def compressed(template: Template, start: date, target: date, today: date) -> dict[str, Spelled]:
    """Moments counted from start or target, shrunk in proportion so that all between them fits after today.

    What follows the target, counts from another step, or is a sourced duration keeps its distance.
    """
    span, left = (target - start).days, (target - today).days
    spelled = {}
    for step in template.milestones:
        moment = parse_moment(step.when)
        if moment.anchor not in {"start", "target"} or "when" in step.sourced:
            continue
        base = start if moment.anchor == "start" else target
        place = (moment.offset.added_to(base) - start).days
        if place > span:
            continue
        day = place * left // span
        until = None
        if step.repeat is not None and step.repeat.every is not None and step.repeat.until is None:
            count = (step.repeat.count or 1) - 1
            every = parse_days(step.repeat.every)
            last = (Days(every.months * count, every.days * count).added_to(moment.offset.added_to(base)) - start).days
            until = _moment("target", min(last, span) * left // span - left)
        from_start = moment.anchor == "start" or (until is not None and _follows_the_start_alone(step, template))
        spelled[step.key] = Spelled(
            when=_moment("start", day) if from_start else _moment("target", day - left),
            earliest=step.earliest,
            latest=step.latest,
            until=until,
        )
    return spelled


def _moment(anchor: str, days: int) -> str:
    return f"{anchor}{'+' if days > 0 else '-'}P{abs(days)}D" if days else anchor


def _follows_the_start_alone(step: Step, template: Template) -> bool:
    """Whether a series may begin where it is and only end with the target: when the target comes later after all,
    the occurrences that were squeezed out come back."""
    return all(parse_moment(template.steps[key].when).anchor == "start" for key in step.after if key in template.steps)


def left_out(lines: Iterable[DraftLine], usual: Mapping[str, DraftLine]) -> tuple[str, ...]:
    """Which series come less often than in a plan of the usual length, and how much work that leaves out, as a
    sentence; none where nothing is left out."""
    fewer = [
        (line, other.count - line.count)
        for line in lines
        if line.ticked and (other := usual.get(line.step.key)) is not None and 0 < line.count < other.count
        if line.milestone.due is not None and other.milestone.due is not None
    ]
    if not fewer:
        return ()
    minutes = sum(missing * (line.milestone.effort or 0) for line, missing in fewer)
    work = f", {show_effort(minutes)} less work" if minutes else ""
    own = [each for each in fewer if each[0].step.repeat is not None]
    said = [f"“{line.milestone.title}” {_times(line.count)} instead of {line.count + less}" for line, less in own[:2]]
    more = f", and {len(own) - 2} more" if len(own) > 2 else ""
    return (f"There is less time than usual{work}: {', '.join(said)}{more}.",)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
