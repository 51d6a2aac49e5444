"""Moving one milestone to another day: what goes with it, what it would break, and what would lie in the past.

With it go the soft, open dates that count from it, directly or through others, and the soft, open milestones that
follow it and would otherwise come before it: these are pushed just enough to keep the room they take, or had. Done,
skipped and fixed dates stay. Moved alone, whatever counts from it stands where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from planner.domain.anchors import Anchors, counted_from, rewritten
from planner.domain.dependencies import comes_late
from planner.domain.durations import Days
from planner.domain.living import Members, anchors_of, dated_by_hand, keyed, placed, stays
from planner.domain.moving import Moved, out_of_order
from planner.domain.plan import Goal, Milestone, Plan
from planner.domain.progress import days_of
from planner.domain.values import replace

if TYPE_CHECKING:
    from planner.domain.template import Template

SWEEPS = 24
"""So often what follows is gone through where dates push each other round in a circle; else once is enough."""

TemplateOf = Callable[[Goal | None], "Template | None"]
At = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What moving one milestone would do; nothing is stored.

    `moved` is what goes with it, in the order of the days, of these `pushed` the ids of those that do not count from
    it but would come before what they follow. `kept` is what counts from it with offsets that give the days it has,
    for the milestone that moves alone. `past` are ids of those that would lie before today and did not, or not that
    far. `problems` are sentences about what would newly come before something it follows, or after the target;
    `broken` are the ids of the fixed ones among these, `beyond` of those after their goal's target. `alone` are the
    problems there would be if nothing went with it. `note` says of a step that is the target of its goal that the rest
    goes along with the goal only; "" of any other.
    """

    milestone: Moved
    moved: tuple[Moved, ...] = ()
    pushed: tuple[str, ...] = ()
    kept: tuple[Milestone, ...] = ()
    past: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the milestone itself is touched, and nothing is to be told."""
        return not (self.moved or self.problems or self.past or self.note)


def shift(plan: Plan, moved: Milestone, *, template_of: TemplateOf, today: date, now: datetime) -> Shift:
    """Put `moved`, which holds its new day already, into the plan. Raises WrongUsage where a date leaves 1970 to 2199.

    Takes time in proportion to what is reached from it.
    """
    before = plan.milestones[moved.id]
    itself = Moved(before=before, after=moved)
    if before.due == moved.due:
        return Shift(milestone=itself)
    flow = _Flow(plan, moved, template_of, now)
    flow.run()
    changed = flow.changed()
    following = sorted(
        (Moved(before=plan.milestones[each], after=new) for each, new in changed.items() if each != moved.id),
        key=lambda each: (each.after.due or date.max, each.after.order, each.after.id),
    )
    problems, broken, beyond = _broken_by(plan, changed)
    return Shift(
        milestone=itself,
        moved=tuple(following),
        pushed=tuple(each.after.id for each in following if each.after.id in flow.pushed),
        kept=flow.kept(),
        past=tuple(each.after.id for each in (itself, *following) if _falls_into_past(each, today)),
        problems=problems,
        broken=broken,
        beyond=beyond,
        alone=_broken_by(plan, {moved.id: moved})[0],
        note=flow.note(),
    )


class _House:
    """A goal with its milestones as they would stand; `counting` says who counts directly from whom."""

    def __init__(self, goal: Goal, template: Template | None, milestones: Iterable[Milestone]) -> None:
        self.goal = goal
        self.template = template
        self.before = keyed(milestones)
        self.now = dict(self.before)
        self.at = {milestone.id: at for at, milestone in self.before.items()}
        self.sources: dict[At, set[At]] = {}
        self.counting: dict[At, list[At]] = {}
        anchors = self.anchors(self.before)
        for at, milestone in self.before.items():
            texts = {milestone.moment, milestone.earliest, milestone.latest} - {None}
            found = {source for text in texts for source in anchors.steps_behind(text, milestone.cycle)}
            each = milestone.repeat.each if milestone.repeat else None
            if each in self.at:
                found.add(self.at[each])
            self.sources[at] = found - {at}
            for source in self.sources[at]:
                self.counting.setdefault(source, []).append(at)

    def anchors(self, members: Members, fresh: Iterable[At] = ()) -> Anchors:
        return anchors_of(self.goal, self.template, members, fresh=frozenset(fresh))

    def has_moved(self, at: At) -> bool:
        """Whether something that it counts from stands elsewhere now."""
        return any(self.now[source] is not self.before[source] for source in self.sources[at])


class _Flow:
    """What goes with the milestone that moves, worked out from those that come first to those that follow."""

    def __init__(self, plan: Plan, moved: Milestone, template_of: TemplateOf, now: datetime) -> None:
        self._plan = plan
        self._moved = moved
        self._template_of = template_of
        self._now = now
        self._new: dict[str, Milestone] = {}
        self._bases: dict[str, Milestone] = {}
        self._houses: dict[str, _House] = {}
        self._members: dict[str | None, list[Milestone]] = {}
        self.pushed: set[str] = set()

    def run(self) -> None:
        self._put(self._moved.id, self._moved)
        self._settle(self._order(), self._after(self._moved.id))

    def _settle(self, order: Sequence[str], first: Iterable[str]) -> None:
        """Find where all of `order` come to stand, when those of `first` come directly after what moves.

        What counts from something goes along before anything is pushed: where dates lead round in a circle, what
        moves earlier would be held up by what is yet to move.
        """
        self._sweep(order, set(first), push=False)
        self._sweep(order, set(order), push=True)

    def _sweep(self, order: Sequence[str], waiting: set[str], *, push: bool) -> None:
        for _ in range(SWEEPS):
            if not waiting:
                return
            for each in order:
                if each in waiting:
                    waiting.discard(each)
                    new = self._worked_out(each, push=push)
                    if _day(new) != _day(self._current(each)):
                        self._put(each, new)
                        waiting.update(self._after(each))
            waiting.intersection_update(order)

    def changed(self) -> dict[str, Milestone]:
        """The milestone and what goes with it, by id, as they would be stored."""
        found = {self._moved.id: self._moved}
        for each, new in self._new.items():
            if each == self._moved.id or self._stands(each, new):
                continue
            if each in self.pushed and new.repeat is None:
                house = self._house(new)
                by_hand = dated_by_hand(self._base(each), house.anchors(house.now) if house else None, new.due)
                found[each] = replace(by_hand, expected=new.expected, dated_at=self._now)
            else:
                found[each] = new
        return found

    def _stands(self, each: str, new: Milestone) -> bool:
        """Whether it stands where it stood: what it follows may hold up what would have gone along."""
        return _day(new) == _day(self._plan.milestones[each])

    def kept(self) -> tuple[Milestone, ...]:
        """What counts directly from the milestone, on the days it has, counted anew from where that one stands."""
        house = self._house(self._moved)
        if house is None:
            return ()
        own = house.at[self._moved.id]
        anchors = house.anchors({**house.before, own: self._moved})
        found = []
        for at in house.counting.get(own, ()):
            each = house.before[at]
            if not each.is_open or each.due is None or each.fixed or each.expected or each.moment is None:
                continue
            if each.repeat is None:
                new = dated_by_hand(each, anchors, each.due)
            elif each.repeat.each is None and each.repeat.first is not None:
                moment = rewritten(anchors, each.moment, each.cycle, each.repeat.first)
                new = replace(each, moment=moment, earliest=None, latest=None)
            else:
                continue
            if new != each:
                found.append(new)
        return tuple(found)

    def note(self) -> str:
        """See `Shift`."""
        before, after = self._plan.milestones[self._moved.id], self._moved
        house = self._house(before)
        if house is None or before.moment != "target" or before.due != house.goal.target or after.due == before.due:
            return ""
        soft = (each for each in house.before.values() if each.is_open and each.due is not None and not each.fixed)
        number = sum(1 for each in soft if each.id != before.id and counted_from(each.moment) == "target")
        if not number:
            return ""
        steps = f"{number:,} steps count back from it and go" if number > 1 else "One step counts back from it and goes"
        return f"“{before.title}” is the target of “{house.goal.title}”. {steps} along when the goal is moved instead."

    # -- who comes after whom

    def _after(self, each: str) -> Iterator[str]:
        """What may have to move when this one does."""
        follow = list(self._plan.successors.get(each, ()))
        house = self._house(self._plan.milestones[each])
        if house is not None:
            follow += [house.before[at].id for at in house.counting.get(house.at[each], ())]
        return (other for other in follow if other != self._moved.id and self._may_move(self._plan.milestones[other]))

    def _may_move(self, milestone: Milestone) -> bool:
        if not milestone.is_open or (milestone.fixed and milestone.due is not None and not milestone.expected):
            return False
        goal = self._plan.goals.get(milestone.goal or "")
        return goal is None or goal.status in {"active", "paused"}

    def _order(self) -> list[str]:
        """All that can be reached, each after what it depends on as far as that does not go round in a circle."""
        seen = {self._moved.id}
        done: list[str] = []
        path = [(self._moved.id, iter(self._after(self._moved.id)))]
        while path:
            here, rest = path[-1]
            following = next((each for each in rest if each not in seen), None)
            if following is None:
                path.pop()
                done.append(here)
            else:
                seen.add(following)
                path.append((following, iter(self._after(following))))
        return done[-2::-1]

    # -- where one stands

    def _worked_out(self, each: str, *, push: bool) -> Milestone:
        """The milestone where those it counts from put it as they stand now, and those it follows if they may."""
        base = self._base(each)
        found = base
        house = self._house(base)
        if house is not None and house.has_moved(house.at[each]) and not stays(base):
            at = house.at[each]
            standing, house.now[at] = house.now[at], base
            found = placed(base, at, house.anchors(house.now, fresh=(at,)), self._now)
            house.now[at] = standing
            if found.due is None and base.due is not None:
                found = base
        day = self._pushed_to(base, found) if push else None
        if day is None:
            self.pushed.discard(each)
            return found
        self.pushed.add(each)
        return replace(found, due=day, dated_at=self._now)

    def _pushed_to(self, base: Milestone, found: Milestone) -> date | None:
        """The first day that leaves it its room after all it would newly come before; None: it comes before nothing."""
        if found.repeat is not None and found.repeat.each is not None:
            return None
        days = []
        for before in found.after:
            old = self._plan.milestones.get(before)
            if old is None:
                continue
            first = self._current(before)
            if not comes_late(first, found) or comes_late(old, base) or first.due is None:
                continue
            room = days_of(found.effort, self._pace(found))
            if old.due is not None and base.due is not None:
                room = max(0, min(room, (base.due - old.due).days))
            days.append(Days(0, room).added_to(first.due))
        return max(days, default=None)

    def _pace(self, milestone: Milestone) -> str:
        goal = self._plan.goals.get(milestone.goal or "")
        return (goal.hours_per_week if goal else None) or self._plan.profile.hours_per_week

    def _base(self, each: str) -> Milestone:
        """The milestone as it stands, with an offset that says so: a day on which it was left behind keeps its
        distance from now on."""
        if each not in self._bases:
            milestone = self._plan.milestones[each]
            house = self._house(milestone)
            if house is not None and house.sources[house.at[each]] and _is_plain_date(milestone):
                at = house.at[each]
                day = house.anchors(house.before, fresh=(at,)).place(*at).day
                if day is not None and day != milestone.due:
                    anchors = house.anchors(house.before)
                    milestone = replace(dated_by_hand(milestone, anchors, milestone.due), earliest=None, latest=None)
            self._bases[each] = milestone
        return self._bases[each]

    def _current(self, each: str) -> Milestone:
        return self._new.get(each) or self._plan.milestones[each]

    def _put(self, each: str, milestone: Milestone) -> None:
        self._new[each] = milestone
        house = self._house(self._plan.milestones[each])
        if house is not None:
            house.now[house.at[each]] = milestone

    def _house(self, milestone: Milestone) -> _House | None:
        goal = self._plan.goals.get(milestone.goal or "")
        if goal is None:
            return None
        if goal.id not in self._houses:
            self._houses[goal.id] = _House(goal, self._template_of(goal), self._of_goal(goal.id))
        house = self._houses[goal.id]
        return house if milestone.id in house.at else None  # of two of one key nothing counts from the first

    def _of_goal(self, goal: str) -> list[Milestone]:
        if not self._houses:
            return [milestone for milestone in self._plan.milestones.values() if milestone.goal == goal]
        if not self._members:
            for milestone in self._plan.milestones.values():
                self._members.setdefault(milestone.goal, []).append(milestone)
        return self._members.get(goal, [])


def _day(milestone: Milestone) -> tuple[object, ...]:
    return milestone.due, milestone.scheduled, milestone.expected, milestone.repeat


def _is_plain_date(milestone: Milestone) -> bool:
    """Whether it is a soft step that comes once, on a day that holds, counted from somewhere."""
    plain = milestone.repeat is None and not milestone.fixed and not milestone.expected
    return plain and milestone.due is not None and counted_from(milestone.moment) is not None


def _falls_into_past(moved: Moved, today: date) -> bool:
    day, was = moved.after.due, moved.before.due
    if day is None or day >= today or moved.after.expected or not moved.after.is_open:
        return False
    return was is None or moved.before.expected or day < was


def _broken_by(
    plan: Plan, changed: Mapping[str, Milestone]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Sentences about what these days newly break, the ids of the fixed ones, and of those after their target."""
    said, broken, beyond = [], [], []
    for first, milestone in _pairs(plan, changed):
        new_first, new = changed.get(first.id, first), changed.get(milestone.id, milestone)
        if comes_late(new_first, new) and not comes_late(first, milestone):
            said.append(out_of_order(new_first, new))
            broken += [each.id for each in (new_first, new) if each.fixed]
    for each in sorted(changed.values(), key=lambda one: (one.due or date.max, one.order, one.id)):
        goal, was = plan.goals.get(each.goal or ""), plan.milestones[each.id]
        if goal is None or goal.target is None or each.due is None or each.expected or each.due <= goal.target:
            continue
        if was.due is None or was.expected or was.due <= goal.target:
            said.append(
                f"“{each.title}” ({each.due.isoformat()}) would come after the target of “{goal.title}”, "
                f"{goal.target.isoformat()}."
            )
            beyond.append(each.id)
    return tuple(said), tuple(dict.fromkeys(broken)), tuple(beyond)


def _pairs(plan: Plan, changed: Mapping[str, Milestone]) -> Iterator[tuple[Milestone, Milestone]]:
    """What comes first and what follows it, of all pairs in which one changes, each once and as they were."""
    for each, new in changed.items():
        for before in dict.fromkeys(new.after):
            if before in plan.milestones:
                yield plan.milestones[before], plan.milestones[each]
        for after in plan.successors.get(each, ()):
            follower = plan.milestones[after]
            goal = plan.goals.get(follower.goal or "")
            if after not in changed and (goal is None or goal.status in {"active", "paused"}):
                yield plan.milestones[each], follower
