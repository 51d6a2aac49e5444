"""The steps of a template from the milestones of a goal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from planner.domain.anchors import Anchors
from planner.domain.durations import parse_lead, parse_moment
from planner.domain.errors import NotMet, WrongUsage
from planner.domain.plan import Milestone, PlanFrom, Repeat
from planner.domain.template import PLAIN_ANCHORS, Step, StepRepeat, Template
from planner.domain.text import clean

_LINE = 90
_OWN_EVIDENCE = "A note or a file that shows it is done."
_LINK = re.compile(r"\S*(?:://|www\.)\S*|\S+@\S+\.\S+")
_PLAIN = frozenset(PLAIN_ANCHORS)


def line(text: str) -> str:
    """Text that fits one line of a template: no links, at most 90 characters."""
    kept = clean(_LINK.sub("", text)) or "Step"
    return kept if len(kept) <= _LINE else kept[: _LINE - 1].rstrip() + "…"


def span(days: int) -> str:
    """A number of days, at least 0, as a duration. Raises NotMet beyond what the format can say."""
    if days <= 9999:
        return f"P{days}D"
    weeks = min(999, days // 7)
    if days - weeks * 7 > 9999:
        raise NotMet("The goal spans more than 46 years; a template cannot.", "Leave out what lies far away.")
    return f"P{weeks}W{days - weeks * 7}D"


def anchor_of(moment: str | None) -> str | None:
    """What a moment counts from, if it is one."""
    try:
        return parse_moment(moment).anchor if moment else None
    except WrongUsage:
        return None


def moments_of(step: Step) -> set[str]:
    """All that a step's moments count from."""
    until = step.repeat.until if step.repeat else None
    anchors = (anchor_of(moment) for moment in (step.when, step.earliest, step.latest, until))
    return {anchor for anchor in anchors if anchor is not None}


@dataclass(slots=True, kw_only=True)
class Export:
    """Collects the steps; `left` are titles of what stays by reason, `changed` of what leaves in another wording."""

    template: Template | None
    start: date | None
    target: date | None
    plan_from: PlanFrom
    anchors: Anchors
    steps: list[Step] = field(default_factory=list)
    left: dict[str, list[str]] = field(default_factory=dict)
    changed: dict[str, list[str]] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _all: dict[str, Milestone] = field(default_factory=dict)
    _days: dict[str, date | None] = field(default_factory=dict)

    def take(self, milestones: Sequence[Milestone]) -> None:
        """Make the steps, in the order of the goal."""
        self._all = {milestone.id: milestone for milestone in milestones}
        self._days = {milestone.id: first_day(milestone) for milestone in milestones}
        kept = [milestone for milestone in milestones if self._stays(milestone) is None]
        for milestone in kept:
            self._keys[milestone.id] = self._key(milestone)
        # What counts from a step that stays here has lost its anchor; then it may lose its own place, and so on.
        while lost := [each for each in kept if self._when(each) is None]:
            for milestone in lost:
                self._leave_out("without a date", milestone)
                del self._keys[milestone.id]
            kept = [milestone for milestone in kept if milestone.id in self._keys]
        steps = [self._step(milestone) for milestone in kept]
        self.steps = without_circles(self._without_double_series(steps, kept))

    def _without_double_series(self, steps: Sequence[Step], milestones: Sequence[Milestone]) -> list[Step]:
        """A series that counts from a step which is one itself has its own day, or else no rhythm of its own."""
        series = {step.key for step in steps if step.repeat}
        while more := {step.key for step in steps if anchor_of(step.when) in series} - series:
            series |= more
        # What followed each occurrence of a series that is none any more comes on another day than it did.
        loose = {
            step.key
            for step, milestone in zip(steps, milestones, strict=True)
            if milestone.repeat is not None and milestone.repeat.each is not None and step.key not in series
        }
        steps = [replace(step, after=tuple(key for key in step.after if key not in loose)) for step in steps]
        found = []
        for step, milestone in zip(steps, milestones, strict=True):
            day = self._days[milestone.id]
            if step.repeat is None or anchor_of(step.when) not in series:
                found.append(step)
            elif day is None:
                found.append(replace(step, repeat=None))
            else:
                when = self._counted(day, self._from_target(milestone))
                found.append(replace(step, when=when, earliest=None, latest=None))
        return found

    def _stays(self, milestone: Milestone) -> str | None:
        """Why a milestone does not leave, noted; None when it does."""
        why = None
        if milestone.status == "skipped" and milestone.repeat is None:
            why = "skipped"
        elif milestone.cycle and any(
            other.key == milestone.key and other.cycle > milestone.cycle for other in self._all.values()
        ):
            why = "an earlier cycle"
        if why is not None:
            self._leave_out(why, milestone)
        return why

    def _leave_out(self, why: str, milestone: Milestone) -> None:
        self.left.setdefault(why, []).append(milestone.title)

    def _key(self, milestone: Milestone) -> str:
        taken = set(self._keys.values()) | _PLAIN
        if self.template is not None:
            taken |= set(self.template.asked)
        if milestone.key is not None and milestone.key not in taken:
            return milestone.key
        reserved = taken | {other.key for other in self._all.values() if other.key is not None}
        plain = unicodedata.normalize("NFKD", milestone.title).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:34].strip("_")
        slug = slug if slug[:1].isalpha() else f"step_{slug}".rstrip("_")
        numbers = (slug if n == 1 else f"{slug}_{n}" for n in range(1, len(reserved) + 3))
        return next(name for name in numbers if name not in reserved)

    def _original(self, milestone: Milestone) -> Step | None:
        if self.template is None or milestone.key is None or self._keys.get(milestone.id) != milestone.key:
            return None
        return self.template.steps.get(milestone.key)

    def _is_open_ended(self, milestone: Milestone) -> bool:
        """Whether its day is not its own: it waits, is only expected, comes in cycles, or follows a series."""
        each = milestone.repeat is not None and milestone.repeat.each is not None
        return self._days[milestone.id] is None or self._is_expected(milestone) or bool(milestone.cycle) or each

    def _is_expected(self, milestone: Milestone) -> bool:
        """Whether its day is only expected, and is still the one that its moment says."""
        if not milestone.expected or milestone.moment is None:
            return False
        known = self.anchors.moment(milestone.moment, milestone.cycle)
        return known.expected and known.day == self._days[milestone.id]

    def _when(self, milestone: Milestone) -> str | None:
        """The moment of a step, or None when there is nothing to count it from."""
        if milestone.cycle and (own := self._in_cycle(milestone)) is not None:
            return own
        if self._is_open_ended(milestone) and milestone.moment and self._is_known(anchor_of(milestone.moment)):
            return milestone.moment
        day = self._days[milestone.id]
        return None if day is None or milestone.cycle else self._counted(day, self._from_target(milestone))

    def _in_cycle(self, milestone: Milestone) -> str | None:
        """Where a step of a cycle really was in it; None: where its moment says, or nobody knows when the cycle is."""
        day = self._days[milestone.id]
        if day is None or (milestone.repeat is not None and milestone.repeat.each is not None):
            return None
        if milestone.moment and self.anchors.moment(milestone.moment, milestone.cycle).day == day:
            return None
        name = "cycle_start" if (milestone.moment or "").startswith("cycle_start") else "cycle_end"
        base = self.anchors.anchor(name, milestone.cycle).day
        if base is None:
            return None
        return _counted(name, day, base)

    def _is_known(self, anchor: str | None) -> bool:
        if anchor is None:
            return False
        in_plan = anchor in {"start", "target"} and getattr(self, anchor) is not None
        asked = self.template is not None and (anchor in self.template.asked or anchor in _PLAIN - {"start", "target"})
        return in_plan or asked or anchor in self._keys.values()

    def _from_target(self, milestone: Milestone) -> bool:
        """Whether a day belongs to the target: by the moment it had, or because the target is nearer."""
        if self.start is None or self.target is None:
            return self.start is None
        anchor, seen = anchor_of(milestone.moment), set[str]()
        while anchor is not None and anchor not in _PLAIN and anchor not in seen and self.template is not None:
            seen.add(anchor)
            step, question = self.template.steps.get(anchor), self.template.asked.get(anchor)
            anchor = anchor_of(step.when if step else question.expect if question else None)
        if anchor in {"start", "target"}:
            return anchor == "target"
        day = self._days[milestone.id]
        return day is not None and abs((self.target - day).days) < abs((day - self.start).days)

    def _counted(self, day: date, from_target: bool) -> str:
        name, base = ("target", self.target) if from_target else ("start", self.start)
        assert base is not None
        return _counted(name, day, base)

    def _step(self, milestone: Milestone) -> Step:
        original = self._original(milestone)
        when = self._when(milestone)
        assert when is not None
        title = line(milestone.title)
        if title != milestone.title:
            self.changed.setdefault("Shortened, or without their links", []).append(title)
        waits = self._is_open_ended(milestone) and when == milestone.moment
        placed = original is not None and when == original.when  # else its window is another step's
        repeat = self._repeat(milestone)
        effort = _effort(milestone.effort)
        step = Step(
            key=self._keys[milestone.id],
            title=title,
            kind=milestone.kind,
            when=when,
            evidence=original.evidence if original else _OWN_EVIDENCE,
            earliest=self._bound(milestone.earliest) if waits and placed else None,
            latest=self._bound(milestone.latest) if waits and placed else None,
            fixed=milestone.fixed,
            repeat=repeat,
            after=self._after(milestone),
            if_=original.if_ if original and waits and self._days[milestone.id] is None else (),
            optional=milestone.optional and waits,
            asks=original.asks if original else (),
            offers=original.offers if original else None,
            effort=effort,
            earns=original.earns if original else (),
            balance=milestone.balance,
            skills=self._skills(milestone),
            remind=_leads(milestone),
            checklist=tuple(line(item.title) for item in milestone.checklist[:50]),
            why=original.why if original else "",
            notes=original.notes if original else "",
            sources=original.sources if original else (),
            same_as=original.same_as if original else None,
        )
        return step if original is None else _with_sourced(step, original)

    def _bound(self, moment: str | None) -> str | None:
        return moment if self._is_known(anchor_of(moment)) else None

    def _skills(self, milestone: Milestone) -> tuple[str, ...]:
        known = {skill.key for skill in self.template.skills} if self.template else set()
        return tuple(dict.fromkeys(key for key in milestone.skills if key in known))[:10]

    def _after(self, milestone: Milestone) -> tuple[str, ...]:
        """The steps it follows; what stays here passes its own on. A link that the days contradict stays."""
        found: dict[str, None] = {}
        todo, seen = list(milestone.after), {milestone.id}
        while todo:
            before = todo.pop(0)
            if before in seen or before not in self._all:
                continue
            seen.add(before)
            if before not in self._keys:
                todo.extend(self._all[before].after)
            elif not self._is_later(before, milestone.id):
                found[self._keys[before]] = None
        return tuple(found)[:50]

    def _is_later(self, before: str, after: str) -> bool:
        first, second = self._days[before], self._days[after]
        return first is not None and second is not None and first > second

    def _repeat(self, milestone: Milestone) -> StepRepeat | None:
        rule = milestone.repeat
        if rule is None or rule.each is not None or rule.count == 1 or not (rule.every or rule.rrule):
            return None
        if self._is_past_its_end(milestone, rule):
            return None
        until = rule.moment if milestone.cycle or not rule.until else None
        if until is None and rule.until is not None:
            until = self._counted(rule.until, self._from_target(milestone))
        count = rule.count if rule.count is None or rule.count <= 400 else 400
        until = until if self._is_known(anchor_of(until)) else None
        return StepRepeat(every=rule.every, rrule=rule.rrule, count=count, until=until, mode=rule.mode)

    def _is_past_its_end(self, milestone: Milestone, rule: Repeat) -> bool:
        """Whether a series was moved behind its own end: then its one open occurrence is all there is of it."""
        cycle_end = self.anchors.anchor("cycle_end", milestone.cycle).day if milestone.cycle else None
        ends = [rule.until, cycle_end]
        if rule.until is None and rule.count is None and not milestone.cycle:
            ends.append(self.target)
        day = self._days[milestone.id]
        return day is not None and any(end is not None and end < day for end in ends)


def _counted(name: str, day: date, base: date) -> str:
    days = (day - base).days
    return name if days == 0 else f"{name}{'+' if days > 0 else '-'}{span(abs(days))}"


def without_circles(steps: Sequence[Step]) -> list[Step]:
    """The steps without those links of the person's own that would lead round in a circle."""
    links = {step.key: dict.fromkeys(step.after) for step in steps}
    counted: dict[str, set[str]] = {step.key: set() for step in steps}
    for step in steps:
        moment = parse_moment(step.when)
        if moment.anchor in counted:
            back = moment.offset.months < 0 or moment.offset.days < 0
            before, after = (step.key, moment.anchor) if back else (moment.anchor, step.key)
            counted[after].add(before)
    while circle := _circle({key: {*links[key], *counted[key]} for key in links}):
        pairs = [(before, after) for before, after in pairwise(circle) if before in links[after]]
        for before, after in pairs[:1]:
            del links[after][before]
        if not pairs:
            break  # the template's own moments; its check names them
    return [replace(step, after=tuple(links[step.key])) for step in steps]


def _circle(follows: Mapping[str, set[str]]) -> Sequence[str]:
    """Keys each of which comes before the next, the first again at the end; empty when there is no circle."""
    try:
        TopologicalSorter(follows).prepare()
    except CycleError as error:
        found: Sequence[str] = error.args[1]
        return found
    return ()


def first_day(milestone: Milestone) -> date | None:
    """The day a step really had: of a series its first one, else the day it was done, else its due."""
    if milestone.repeat is not None and milestone.repeat.each is None:
        past = milestone.occurrences[0].scheduled if milestone.occurrences else None
        return milestone.repeat.first or past or milestone.scheduled or milestone.due
    return milestone.done_on or milestone.due


def _effort(minutes: int | None) -> str | None:
    if not minutes or minutes < 0 or minutes >= 10_000 * 60:
        return None
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")


def _leads(milestone: Milestone) -> tuple[str, ...] | None:
    if milestone.leads is None:
        return None
    good = []
    for lead in dict.fromkeys(milestone.leads):
        try:
            parse_lead(lead)
        except WrongUsage:
            continue
        good.append(lead)
    return tuple(good[:10])


def _with_sourced(step: Step, original: Step) -> Step:
    """Of what the sources say, what is still so."""
    same = {
        "when": step.when == original.when,
        "effort": step.effort == original.effort,
        "repeat": step.repeat == original.repeat,
        "earliest": step.earliest == original.earliest,
        "latest": step.latest == original.latest,
    }
    there = [name for name in original.sourced if same[name] and getattr(step, name) is not None]
    return replace(step, sourced=tuple(there))
