"""What a milestone has from its step, field by field, so that three versions of it can be compared.

Moments and rules are compared by what they say, not by how they are spelled: `target-P12W` is `target-P84D`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from planner.domain.anchors import is_cyclic
from planner.domain.durations import Days, Moment, parse_days, show_effort
from planner.domain.layout import effort_of
from planner.domain.plan import CheckItem, Goal, Milestone, Repeat
from planner.domain.spoken import days_words, plural
from planner.domain.template import Step, Template
from planner.domain.template_diff import moment_of

FIELDS = (
    "title", "when", "repeat", "kind", "fixed", "optional", "effort", "balance", "skills", "checklist", "evidence",
    "why", "notes",
)  # fmt: skip
"""What is merged one by one; `when` is the moment with its window, which a person moves together."""
_PLAIN = ("title", "kind", "fixed", "optional", "balance", "skills", "evidence", "why", "notes")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A moment and the window it must lie in."""

    when: Moment | None
    earliest: Moment | None
    latest: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How a series goes on; `follows` is the key of the series it comes after; `until` is a moment or, by
    hand, a day."""

    every: Days | None = None
    rrule: str | None = None
    count: int | None = None
    until: Moment | date | None = None
    mode: str = "fixed"
    follows: str | None = None


Values = Mapping[str, Any]
"""By field of FIELDS, its value."""


def of_step(step: Step, template: Template, goal: Goal) -> Values:
    """What the builder gives to the milestone of a step."""
    return {name: getattr(step, name) for name in _PLAIN} | {
        "when": When(when=moment_of(step.when), earliest=moment_of(step.earliest), latest=moment_of(step.latest)),
        "repeat": _rule_of(step, template),
        "effort": effort_of(step, template, goal.answers),
        "checklist": step.checklist,
    }


def of_milestone(milestone: Milestone, keys: Mapping[str, str]) -> Values:
    """What the milestone has now; `keys` are those of the goal's milestones by id."""
    return {name: getattr(milestone, name) for name in _PLAIN} | {
        "when": When(
            when=moment_of(milestone.moment),
            earliest=moment_of(milestone.earliest),
            latest=moment_of(milestone.latest),
        ),
        "repeat": _rule_now(milestone.repeat, keys),
        "effort": milestone.effort,
        "checklist": tuple(item.title for item in milestone.checklist),
    }


def series_before(step: Step, template: Template) -> str | None:
    """The key of the step that this one counts from, if that one repeats or follows one that does."""
    source = moment_of(step.when)
    before = template.steps.get(source.anchor) if source else None
    if before is None:
        return None
    return before.key if before.repeat is not None or series_before(before, template) is not None else None


def until_of(step: Step, template: Template) -> str | None:
    """The moment at which the series of a step ends."""
    rule = step.repeat
    if rule is None or rule.until is not None:
        return rule.until if rule else None
    if is_cyclic(step.key, template):
        return "cycle_end"
    return "target" if rule.count is None else None


def _rule_of(step: Step, template: Template) -> Rule | None:
    rule = step.repeat
    if rule is None:
        source = series_before(step, template)
        return Rule(follows=source) if source is not None else None
    return Rule(
        every=parse_days(rule.every) if rule.every else None,
        rrule=rule.rrule,
        count=rule.count,
        until=moment_of(until_of(step, template)),
        mode=rule.mode,
    )


def _rule_now(repeat: Repeat | None, keys: Mapping[str, str]) -> Rule | None:
    if repeat is None:
        return None
    if repeat.each is not None:
        return Rule(follows=keys.get(repeat.each, repeat.each))
    return Rule(
        every=parse_days(repeat.every) if repeat.every else None,
        rrule=repeat.rrule,
        count=repeat.count,
        until=moment_of(repeat.moment) or repeat.until,
        mode=repeat.mode,
    )


def is_same(field: str, base: Any, mine: Any, *, cycle: int) -> bool:
    """Whether the milestone still has what it was given. A series begun in a running cycle may have been given fewer
    times than its step says."""
    if base == mine:
        return True
    if field != "repeat" or not cycle or base is None or mine is None or base.count is None or mine.count is None:
        return False
    return bool(mine.count <= base.count and replace(mine, count=base.count) == base)


def with_plain(milestone: Milestone, field: str, values: Values) -> Milestone:
    """The milestone with one field as the new version has it; `when` and `repeat` are the business of dates."""
    if field == "checklist":
        return replace(milestone, checklist=merged_checklist(milestone.checklist, values[field]))
    return replace(milestone, **{field: values[field]})


def merged_checklist(mine: tuple[CheckItem, ...], titles: tuple[str, ...]) -> tuple[CheckItem, ...]:
    """The new lines with the ticks of the old ones; a line that was ticked stays although it is gone."""
    done = {item.title for item in mine if item.done}
    gone = tuple(item for item in mine if item.done and item.title not in titles)
    return (*(CheckItem(title=title, done=title in done) for title in titles), *gone)


# -- in words


def words(field: str, value: Any, day: date | None = None) -> str:
    """A value in a line or two: `1 Mar 2027 (target-P3W)`, `every 2 weeks, 9 times`, the text itself; "" = nothing."""
    if field == "when":
        return _when_words(value, day)
    if value in (None, "", ()):
        return "once" if field == "repeat" else "nothing"
    if field == "repeat":
        return rule_words(value)
    if field == "effort":
        return show_effort(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _when_words(value: When, day: date | None) -> str:
    parts = [str(value.when) if value.when else "by hand"]
    parts += [f"not before {value.earliest}"] if value.earliest else []
    parts += [f"not after {value.latest}"] if value.latest else []
    told = ", ".join(parts)
    return f"{day.isoformat()} ({told})" if day else told


def rule_words(rule: Rule) -> str:
    """`every 2 weeks, 9 times, until target`."""
    if rule.follows is not None:
        return f"after each “{rule.follows}”"
    parts = [f"every {days_words(rule.every)}" if rule.every else f"by {rule.rrule}"]
    parts += ["counted from the day it was done"] if rule.mode == "after" else []
    parts += [plural(rule.count, "time")] if rule.count else []
    parts += [f"until {rule.until}"] if rule.until else []
    return ", ".join(parts)


LABELS: Mapping[str, str] = {
    "title": "Title", "when": "Date", "repeat": "Repetition", "kind": "Kind", "fixed": "Fixed date",
    "optional": "Optional", "effort": "Effort", "balance": "Balance", "skills": "Skills", "checklist": "Checklist",
    "evidence": "Proof", "why": "Reason", "notes": "Notes", "step": "The step itself", "after": "Follows",
}  # fmt: skip
"""How a field is called before a person."""
