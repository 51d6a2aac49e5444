"""Several templates in one go: a step that two of them have exists once, in the first, and also where a goal of the
plan has it already; what follows it in the other goal follows the one that stays. Of two series the one that stays
stands for the other as long as it lasts: what the other has beyond that goes on there.

Which steps are the same is said by `same_as`, in either direction and over any number of templates in between.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from planner.domain.build import Draft, problems
from planner.domain.durations import LAST_DAY, Days, Moment, parse_moment
from planner.domain.layout import DraftLine, Shared
from planner.domain.plan import Goal, Milestone, Plan
from planner.domain.repeat import followed, has_end, projected, remaining

Identity = Callable[[str], str]
"""Gives all addresses (`template/step`) of one and the same step one name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _There:
    """A step that is there: of which template, as what milestone, and how it is told."""

    template: str
    milestone: Milestone
    shared: Shared


def address(template_id: str, key: str) -> str:
    """How `same_as` names a step: `manager-ready/sbi`."""
    return f"{template_id}/{key}"


def identity(name: str, same_as: Callable[[str], str | None]) -> str:
    """One name for all addresses that are joined by `same_as`, which gives what an address says it is the same as.

    Each names at most one other, so two are joined exactly when both lead to the same end, or into the same ring.
    """
    chain = [name]
    places = {name: 0}
    while (following := same_as(chain[-1])) is not None:
        if following in places:
            return min(chain[places[following] :])
        places[following] = len(chain)
        chain.append(following)
    return chain[-1]


def combined(
    drafts: Sequence[Draft], plan: Plan, same: Identity, *, anew: Sequence[Collection[str]], today: date
) -> tuple[Draft, ...]:
    """The drafts with what they have in common once, in the first of them or where the plan has it.

    `anew` are by draft the keys of steps that the person wants all the same. Two goals of one template share nothing:
    who plans it again does it again.
    """
    there = _planned(plan, same)
    found = []
    for made, wanted in zip(drafts, anew, strict=True):
        shared, later = {}, {}
        for line in made.lines:
            others = there.get(same(address(made.template.id, line.step.key)), ())
            other = next((each for each in others if each.template != made.template.id), None)
            if not line.ticked or other is None or line.step.key in wanted:
                continue
            stands_for = how_many(other.milestone, line.milestone)
            if stands_for is None:
                shared[line.step.key] = other
            elif stands_for:
                later[line.step.key] = (other, stands_for)
        joined = _joined(_going_on(made, later, today), shared, today) if shared or later else made
        if made.past and not joined.past:
            joined = replace(joined, ways=(), goal=replace(joined.goal, late_start=False))
        for line in joined.lines:
            if line.ticked:
                there.setdefault(same(address(made.template.id, line.step.key)), []).append(_coming(joined, line))
        found.append(joined)
    return tuple(found)


def _planned(plan: Plan, same: Identity) -> dict[str, list[_There]]:
    """What goals of the plan have open or done, by identity: open ones first, then those that were done last."""
    found: dict[str, list[_There]] = {}
    goals = [goal for goal in plan.goals.values() if goal.status != "dropped" and goal.template is not None]
    for goal in sorted(goals, key=lambda goal: (goal.order, goal.id)):
        assert goal.template is not None
        for milestone in plan.members(goal.id):
            if milestone.key is None or milestone.status == "skipped":
                continue
            if not milestone.is_open or goal.status != "achieved":
                name = same(address(goal.template.id, milestone.key))
                found.setdefault(name, []).append(_of_plan(goal, goal.template.id, milestone))
    for these in found.values():
        these.sort(key=lambda each: (not each.milestone.is_open, -(each.milestone.done_on or date.min).toordinal()))
    return found


def _of_plan(goal: Goal, template: str, milestone: Milestone) -> _There:
    shared = Shared(
        milestone=milestone.id,
        title=milestone.title,
        goal=goal.title,
        due=milestone.done_on or milestone.due,
        done=not milestone.is_open,
        planned=True,
    )
    return _There(template=template, milestone=milestone, shared=shared)


def _coming(made: Draft, line: DraftLine) -> _There:
    one = line.milestone
    shared = Shared(milestone=one.id, title=one.title, goal=made.goal.title, due=one.due)
    return _There(template=made.template.id, milestone=one, shared=shared)


def how_many(other: Milestone, milestone: Milestone) -> int | None:
    """For how many occurrences of a series another milestone stands: those up to its own last day, no more than it has
    itself; for none if it comes more rarely. None: for all of them, and for a single step, or where days are missing
    to tell."""
    repeat = milestone.repeat
    if repeat is None or repeat.each is not None or milestone.due is None:
        return None
    day = other.done_on or other.due
    if day is None:
        return None
    if other.repeat is not None and _gap(other) * 5 > _gap(milestone) * 6:  # months are not all of one length
        return 0
    if other.is_open and not has_end(other):
        return None
    days = [day, *projected(other, day, LAST_DAY)]
    ours = enumerate(_days(milestone))
    return next((number for number, each in ours if each > days[-1] or number == len(days)), None)


def _gap(milestone: Milestone) -> int:
    """Days between the first two that are still to come; 0 where there is only one."""
    found = list(islice(_days(milestone), 2)) if milestone.due is not None else []
    return (found[1] - found[0]).days if len(found) > 1 else 0


def _days(milestone: Milestone) -> Iterator[date]:
    assert milestone.due is not None
    yield milestone.due
    yield from projected(milestone, milestone.due, LAST_DAY)


def _going_on(made: Draft, later: Mapping[str, tuple[_There, int]], today: date) -> Draft:
    """The draft with these series beginning where the one that stands for their first occurrences ends."""
    begun, told = {}, []
    for line in made.lines:
        if line.step.key in later:
            other, number = later[line.step.key]
            begun[line.milestone.id] = one = _begun_later(line.milestone, number)
            times = f"the first {number} times" if number > 1 else "the first time"
            told.append(f"“{one.title}” comes {times} in “{other.shared.goal}”; here it goes on from {one.due}.")
    lines = []
    for line in made.lines:
        one = begun.get(line.milestone.id, line.milestone)
        source = begun.get(one.repeat.each or "") if one.repeat is not None else None
        if source is not None and one.moment is not None:
            one = followed(one, source, parse_moment(one.moment).offset, at=one.dated_at, moving=True)
        if one is not line.milestone:
            past = line.past and one.due is not None and one.due < today
            line = replace(line, milestone=one, count=remaining(one, source) or 0, past=past)  # noqa: PLW2901  as it begins
        lines.append(line)
    return replace(made, lines=tuple(lines), remarks=(*made.remarks, *told))


def _begun_later(milestone: Milestone, number: int) -> Milestone:
    """The series without its first `number` occurrences, of which it has more."""
    repeat, first = milestone.repeat, milestone.due
    assert repeat is not None
    assert first is not None
    day = next(islice(_days(milestone), number, None))
    count = None if repeat.count is None else repeat.count - number
    moment = None
    if milestone.moment is not None:
        counted = parse_moment(milestone.moment)
        base = (-counted.offset).added_to(first)
        if counted.offset.added_to(base) == first:
            moment = str(Moment(counted.anchor, Days(days=(day - base).days)))
    return replace(
        milestone,
        moment=moment,
        earliest=None,
        latest=None,
        due=day,
        scheduled=day,
        repeat=replace(repeat, first=day, count=count),
    )


def _joined(made: Draft, shared: Mapping[str, _There], today: date) -> Draft:
    """The draft without the steps that are there already, and linked to those."""
    by_key = {line.step.key: line.milestone.id for line in made.lines}
    kept = {by_key[key]: other.milestone for key, other in shared.items()}
    lines = tuple(
        replace(line, ticked=False, past=False, shared=shared[line.step.key].shared)
        if line.step.key in shared
        else replace(line, milestone=_linked(line.milestone, kept))
        for line in made.lines
    )
    goal = replace(
        made.goal,
        without=tuple(step.key for step in made.template.milestones if step.key in {*made.goal.without, *shared}),
    )
    titles = {other.milestone.id: other.shared.goal for other in shared.values()}
    stays = {milestone.id: milestone for milestone in kept.values()}
    return replace(
        made,
        goal=goal,
        lines=lines,
        problems=problems(lines, made.shortest, today),
        remarks=(*made.remarks, *_out_of_order(lines, stays, titles)),
    )


def _linked(milestone: Milestone, kept: Mapping[str, Milestone]) -> Milestone:
    """With those that stay in place of those that were dropped; a series follows only what is a series itself."""
    after = tuple(dict.fromkeys(kept[each].id if each in kept else each for each in milestone.after))
    repeat = milestone.repeat
    if repeat is not None and repeat.each in kept:
        stays = kept[repeat.each or ""]
        goes_on = stays.is_open and stays.repeat is not None and stays.repeat.each is None
        repeat = replace(repeat, each=stays.id) if goes_on else None
    scheduled = milestone.scheduled if repeat is not None else None
    return replace(milestone, after=after, repeat=repeat, scheduled=scheduled)


def _out_of_order(
    lines: Sequence[DraftLine], stays: Mapping[str, Milestone], goals: Mapping[str, str]
) -> tuple[str, ...]:
    return tuple(
        f"“{one.title}” ({one.due.isoformat()}) stands before “{first.title}” ({first.due.isoformat()}) of "
        f"“{goals[first.id]}”, which it follows."
        for one in (line.milestone for line in lines if line.ticked)
        for first in (stays[each] for each in one.after if each in stays)
        if first.is_open and first.due is not None and one.due is not None and first.due > one.due
    )
