"""The merge itself: each milestone between its old step and its new one; dates are in `upgrade_dates`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from planner.domain.anchors import Anchors, counted_from, is_cyclic, is_met, rewritten
from planner.domain.copies import loose
from planner.domain.layout import followed_by
from planner.domain.living import anchors_of, keyed
from planner.domain.plan import Goal, Milestone, Plan, Repeat
from planner.domain.repeat import is_untouched
from planner.domain.rhythm import as_before, repeating
from planner.domain.template import PLAIN_ANCHORS
from planner.domain.template_diff import renamed_moment
from planner.domain.upgrade_fields import (
    FIELDS,
    Rule,
    Values,
    is_same,
    of_milestone,
    of_step,
    series_before,
    until_of,
    with_plain,
    words,
)

if TYPE_CHECKING:
    from planner.domain.template import Step, Template

Side = Literal["mine", "theirs"]
At = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What the person decided. Names are keys of steps (`exam`) or of one field of a step (`exam.when`).

    `take`: as the new version has it. `keep`: as it is in the plan; of a new step: it does not come. `rest` is what
    becomes of conflicts that neither names. `left` is what the merge leaves as it is so that dates fit.
    """

    take: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    rest: Literal["ask", "mine", "theirs"] = "ask"
    left: frozenset[str] = frozenset()

    def of(self, key: str, name: str) -> Side | None:
        """What was said about a field of a step (or `step`: the step itself); None = nothing."""
        whole = f"{key}.{name}"
        if whole in self.left:
            return "mine"
        for names in ((whole,), (key,)):
            if any(each in self.keep for each in names):
                return "mine"
            if any(each in self.take for each in names):
                return "theirs"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A field that follows the new version, in words."""

    milestone: str
    key: str
    title: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field that both sides changed: what it was, what it is in the plan, what it is in the new version, in words.

    `name` is what decides about it (`exam.when`); `decided` is None until somebody has.
    """

    milestone: str
    key: str
    title: str
    field: str
    base: str
    mine: str
    theirs: str
    decided: Side | None = None

    @property
    def name(self) -> str:
        """How it is called in a decision."""
        return f"{self.key}.{self.field}"


@dataclass(kw_only=True)
class Merge:
    """One merge under way. `mine` are the goal's milestones, under the keys of the new version."""

    goal: Goal
    new_goal: Goal
    base: Template
    theirs: Template
    mine: Sequence[Milestone]
    plan: Plan
    decisions: Decisions
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """By key of a step that another goal has already, that goal's title."""
    members: list[Milestone] = field(default_factory=list)
    """What stays, merged but for its dates."""
    gone: list[Milestone] = field(default_factory=list)
    alone: list[Milestone] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    dated: set[str] = field(default_factory=set)
    """Ids of those that get another moment."""
    held: set[str] = field(default_factory=set)
    """Ids of those whose day the person chose: it stays, whatever they count from."""

    def run(self) -> None:
        """Merge each milestone."""
        self._keys = {milestone.id: milestone.key for milestone in self.mine if milestone.key is not None}
        self._then = anchors_of(self.goal, self.base, keyed(self.mine))
        self._now = anchors_of(self.new_goal, self.theirs, keyed(self.mine))
        for milestone in self.mine:
            merged = self._one(milestone)
            if merged is None:
                self.gone.append(milestone)
            else:
                self.members.append(merged)

    def before(self, milestone_id: str) -> Milestone:
        """A milestone as it was."""
        return next(each for each in self.mine if each.id == milestone_id)

    def _one(self, milestone: Milestone) -> Milestone | None:
        key = milestone.key
        base = self.base.steps.get(key) if key is not None else None
        if key is None or base is None:
            return milestone
        theirs = self.theirs.steps.get(key)
        if theirs is None or self._is_decided_against(base, theirs):
            if self._is_untouched(milestone, base) and self.decisions.of(key, "step") != "mine":
                return None
            if theirs is not None:
                self.held.add(milestone.id)
                return milestone
            self.alone.append(milestone)
            return standing_alone(milestone, self.theirs)
        return self._merged(milestone, base, theirs) if milestone.is_open else milestone

    def _is_decided_against(self, base: Step, theirs: Step) -> bool:
        """Whether an answer that is there already takes the step away in the new version only."""
        lost = is_met(theirs.if_, self.theirs, self.new_goal.answers) is False
        return lost and is_met(base.if_, self.base, self.goal.answers) is not False

    def _is_untouched(self, milestone: Milestone, base: Step) -> bool:
        """Whether nothing was done to it, with it, or because of it."""
        plain = (milestone.tags, milestone.leads, milestone.at, milestone.zone) == ((), None, None, None)
        if not plain or not is_untouched(milestone) or milestone.occurrences:
            return False
        was, now = of_step(base, self.base, self.goal), of_milestone(milestone, self._keys)
        if not all(is_same(name, was[name], now[name], cycle=milestone.cycle) for name in FIELDS):
            return False
        if milestone.fixed and milestone.due is not None and not milestone.expected:
            fresh = anchors_of(self.goal, self.base, keyed(self.mine), fresh={(base.key, milestone.cycle)})
            if fresh.place(base.key, milestone.cycle).day != milestone.due:
                return False
        if set(milestone.after) != set(self._ids_of(followed_by(base, self.base, base.when), milestone.cycle)):
            return False
        return all(self._follows_by_template(each, milestone) for each in self.plan.successors.get(milestone.id, ()))

    def _follows_by_template(self, follower_id: str, milestone: Milestone) -> bool:
        follower = next((each for each in self.mine if each.id == follower_id), None)
        step = self.base.steps.get(follower.key or "") if follower else None
        return step is not None and milestone.key in followed_by(step, self.base, step.when)

    def _ids_of(self, keys: Sequence[str], cycle: int) -> list[str]:
        return [each.id for each in self.mine if each.key in keys and each.cycle in {0, cycle}]

    # -- one milestone that is open, on both sides

    def _merged(self, milestone: Milestone, base: Step, theirs: Step) -> Milestone:
        key = theirs.key
        was = of_step(base, self.base, self.goal)
        comes = of_step(theirs, self.theirs, self.new_goal)
        has = of_milestone(milestone, self._keys)
        merged = milestone
        for name in FIELDS:
            touched = not is_same(name, was[name], has[name], cycle=milestone.cycle)
            if name == "fixed":
                touched = touched or (milestone.fixed and milestone.moment is None)  # cut loose by hand
            elif name == "when":
                touched = touched or self._is_set(milestone)
                if touched or self.decisions.of(key, "when") == "mine":
                    self.held.add(milestone.id)
            if comes[name] in (was[name], has[name]):
                continue
            side = self.decisions.of(key, name)
            if touched:
                side = side or (self.decisions.rest if self.decisions.rest != "ask" else None)
                self.conflicts.append(self._conflict(milestone, theirs, name, (was, has, comes), side))
            else:
                side = side or "theirs"
            if side == "theirs":
                merged = self._applied(merged, base, theirs, name, comes)
                self.updates.append(self._update(milestone, theirs, name, has, comes))
        if base.if_ != theirs.if_ and milestone.id not in self.held:
            self.dated.add(milestone.id)
        return merged

    @staticmethod
    def _is_set(milestone: Milestone) -> bool:
        """A day that nothing moves but the person: a fixed one that is known, or that of this occurrence only."""
        if milestone.scheduled is not None and milestone.due != milestone.scheduled:
            return True  # also where the series it was one of is gone meanwhile
        return milestone.fixed and milestone.due is not None and not milestone.expected

    def _applied(self, milestone: Milestone, base: Step, theirs: Step, name: str, values: Values) -> Milestone:
        if name == "repeat":
            return self._repeating(milestone, base, theirs)
        if name != "when":
            return with_plain(milestone, name, values)
        self.dated.add(milestone.id)
        self.held.discard(milestone.id)
        cyclic = is_cyclic(theirs.key, self.theirs)
        moved = replace(milestone, moment=theirs.when, earliest=theirs.earliest, latest=theirs.latest)
        if cyclic != bool(milestone.cycle):
            moved = replace(moved, cycle=self.new_goal.cycle if cyclic else 0)
        return moved

    def _repeating(self, milestone: Milestone, base: Step, theirs: Step) -> Milestone:
        """With the new version's rule: the open occurrence keeps its number and, until the dates are worked out, its
        day."""
        rule, now = theirs.repeat, milestone.repeat
        if rule is None:
            source = series_before(theirs, self.theirs)
            each = next((one.id for one in self.mine if one.key == source and one.cycle == milestone.cycle), None)
            if source is None or each is None:
                return repeating(milestone, None)
            self.dated.add(milestone.id)
            return replace(milestone, repeat=Repeat(each=each), scheduled=milestone.scheduled or milestone.due)
        until = until_of(theirs, self.theirs)
        count = rule.count
        if count is not None and milestone.cycle and base.repeat and base.repeat.count and now and now.count:
            count = max(1, count - (base.repeat.count - now.count))  # those that lay before the plan was made
        new = Repeat(
            every=rule.every,
            rrule=rule.rrule,
            mode=rule.mode,
            count=count,
            until=self._now.moment(until, milestone.cycle).day,
            moment=until,
            first=now.first if now is not None and now.each is None else milestone.due,
        )
        if now is not None and (now.every, now.rrule) == (new.every, new.rrule):
            return replace(milestone, repeat=replace(as_before(new, now), passed=now.passed))
        begun = repeating(milestone, new)
        if milestone.n == 1 or begun.repeat is None or begun.repeat.first is None:
            return begun
        if rule.rrule is not None:  # no first day would give the open one its day
            return replace(begun, moment=None)
        return replace(begun, moment=rewritten(self._then, begun.moment, begun.cycle, begun.repeat.first))

    # -- in words

    def _conflict(
        self, milestone: Milestone, step: Step, name: str, values: tuple[Values, Values, Values], side: Side | None
    ) -> Conflict:
        was, has, comes = (each[name] for each in values)
        days: tuple[date | None, ...] = (None, None, None)
        if name == "when":
            old = self.base.steps[step.key]
            days = (
                self._day(self._then, old, milestone.cycle),
                milestone.due,
                self._day(self._now, step, milestone.cycle),
            )
        told = [self._words(name, value, day) for value, day in zip((was, has, comes), days, strict=True)]
        return Conflict(
            milestone=milestone.id,
            key=step.key,
            title=milestone.title,
            field=name,
            base=told[0],
            mine=told[1],
            theirs=told[2],
            decided=side,
        )

    @staticmethod
    def _day(anchors: Anchors, step: Step, cycle: int) -> date | None:
        known = anchors.moment(step.when, cycle)
        return anchors.held(known.day, step.earliest, step.latest, cycle) if known.day else None

    def _words(self, name: str, value: Any, day: date | None = None) -> str:
        if isinstance(value, Rule) and value.follows in self.theirs.steps:
            value = replace(value, follows=self.theirs.steps[value.follows or ""].title)
        return words(name, value, day)

    def _update(self, milestone: Milestone, step: Step, name: str, has: Values, comes: Values) -> Update:
        return Update(
            milestone=milestone.id,
            key=step.key,
            title=milestone.title,
            field=name,
            before=self._words(name, has[name]),
            after=self._words(name, comes[name]),
        )


def standing_alone(milestone: Milestone, theirs: Template) -> Milestone:
    """One of the person's own. What is closed keeps how it repeated; a day that was only expected does not become one
    that binds: it stays expected, or goes where the new version does not know what it counts from."""
    own = loose(milestone)
    if not milestone.is_open:
        return replace(own, repeat=replace(milestone.repeat, moment=None) if milestone.repeat else None)
    if not milestone.expected:
        return own
    if not milestone.cycle and is_known(milestone.moment, theirs):
        return replace(own, moment=milestone.moment, expected=True)
    return replace(own, due=None, scheduled=None)


def is_known(text: str | None, theirs: Template) -> bool:
    """Whether the new version has what a moment counts from."""
    anchor = counted_from(text)
    return anchor is None or anchor in {*PLAIN_ANCHORS, *theirs.steps, *theirs.asked}


def renamed(milestone: Milestone, keys: Mapping[str, str]) -> Milestone:
    """The milestone under the keys of the new version."""
    if not keys or milestone.key is None:
        return milestone
    repeat = milestone.repeat
    names: Callable[[str | None], str | None] = lambda text: renamed_moment(text, dict(keys))  # noqa: E731  three uses
    return replace(
        milestone,
        key=keys.get(milestone.key, milestone.key),
        moment=names(milestone.moment),
        earliest=names(milestone.earliest),
        latest=names(milestone.latest),
        repeat=replace(repeat, moment=names(repeat.moment)) if repeat is not None else None,
    )
