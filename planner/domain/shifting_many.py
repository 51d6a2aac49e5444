"""Moving many milestones at once: what goes with them, what it would break, and what would lie in the past.

It is as moving one (see `shifting`), but for those that move together: none of them pushes another, and each stands on
its own new day whatever it counts from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from planner.domain.dates import parse_date_phrase, parse_day
from planner.domain.durations import Days
from planner.domain.errors import WrongUsage
from planner.domain.living import dated_by_hand
from planner.domain.moving import Moved
from planner.domain.plan import Milestone, Plan
from planner.domain.shifting import TemplateOf, _broken_by, _falls_into_past, _Flow
from planner.domain.text import shown

MOST_DAYS = 36_600
_BY = re.compile(r"([+-]?)\s*(\d{1,9})\s*(d|days?|w|weeks?)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class By:
    """By so many days, later if positive; or all to one day. Exactly one is set."""

    days: int | None = None
    day: date | None = None

    def of(self, due: date) -> date:
        """Where a date goes. Raises WrongUsage where it leaves 1970 to 2199."""
        return self.day or Days(0, self.days or 0).added_to(due)


def read_by(text: str, today: date) -> By:
    """`+5`, `-3`, `2w`, or a day in the words of quick add. Raises WrongUsage."""
    match = _BY.fullmatch(text.strip())
    if match is not None:
        sign, number, unit = match.groups()
        days = int(number) * (7 if (unit or "").lower().startswith("w") else 1)
        if days > MOST_DAYS:
            raise WrongUsage(f"{days:,} days are more than a hundred years.", "Write +5, -3, 2w, or a date.")
        return By(days=-days if sign == "-" else days)
    try:
        parse_date_phrase(text, today)
    except WrongUsage as error:
        raise WrongUsage(
            f"“{shown(text)}” is no number of days and no date.", "Write +5, -3, 2w, or a date."
        ) from error
    return By(day=parse_day(text, today))


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyShift:
    """What moving these would do; nothing is stored.

    `marked` are those that are to move, in the order of their new days, `moved` what goes with them; of these `pushed`
    are the ids of those that would come before what they follow. `undated` are the ids of those without a day to move
    from. `past`, `problems`, `broken` and `beyond` are as in `Shift`, `alone` the problems if nothing went with them.
    """

    marked: tuple[Moved, ...]
    moved: tuple[Moved, ...] = ()
    pushed: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()


def shift_many(
    plan: Plan, days: Mapping[str, date], *, template_of: TemplateOf, today: date, now: datetime
) -> ManyShift:
    """Put these milestones on these days. Raises WrongUsage where a date leaves 1970 to 2199.

    Takes time in proportion to what is reached from them.
    """
    if not days:
        return ManyShift(marked=())
    flow = _ManyFlow(plan, days, template_of, now)
    flow.run()
    changed = flow.changed()
    every = [Moved(before=plan.milestones[each], after=new) for each, new in changed.items()]
    every.sort(key=lambda each: (each.after.due or date.max, each.after.order, each.after.id))
    problems, broken, beyond = _broken_by(plan, changed)
    return ManyShift(
        marked=tuple(each for each in every if each.after.id in days),
        moved=tuple(each for each in every if each.after.id not in days),
        pushed=tuple(each.after.id for each in every if each.after.id in flow.pushed),
        past=tuple(each.after.id for each in every if _falls_into_past(each, today)),
        problems=problems,
        broken=broken,
        beyond=beyond,
        alone=_broken_by(plan, {each: changed[each] for each in days if each in changed})[0],
    )


class _ManyFlow(_Flow):
    """As the flow from one, from many."""

    def __init__(self, plan: Plan, days: Mapping[str, date], template_of: TemplateOf, now: datetime) -> None:
        super().__init__(plan, plan.milestones[next(iter(days))], template_of, now)
        self._days = days

    def run(self) -> None:
        for each, day in self._days.items():
            self._put(each, replace(self._plan.milestones[each], due=day, expected=False))
        self._settle(self._order(), [other for each in self._days for other in self._after(each)])

    def changed(self) -> dict[str, Milestone]:
        """All that stand elsewhere, by id, as they would be stored: offsets are taken from where all stand then."""
        found: dict[str, Milestone] = {}
        for each, new in self._new.items():
            was = self._plan.milestones[each]
            if each in self._days:
                if new.due != was.due or was.expected:
                    found[each] = replace(self._by_hand(was, new.due), dated_at=self._now)
            elif self._stands(each, new):
                continue
            elif each in self.pushed and new.repeat is None:
                by_hand = self._by_hand(self._base(each), new.due)
                found[each] = replace(by_hand, expected=new.expected, dated_at=self._now)
            else:
                found[each] = new
        return found

    def _by_hand(self, milestone: Milestone, day: date | None) -> Milestone:
        house = self._house(milestone)
        return dated_by_hand(milestone, house.anchors(house.now) if house else None, day)

    def _after(self, each: str) -> Iterator[str]:
        follow = list(self._plan.successors.get(each, ()))
        house = self._house(self._plan.milestones[each])
        if house is not None:
            follow += [house.before[at].id for at in house.counting.get(house.at[each], ())]
        return (other for other in follow if other not in self._days and self._may_move(self._plan.milestones[other]))

    def _order(self) -> list[str]:
        seen = set(self._days)
        done: list[str] = []
        for root in self._days:
            path = [(root, self._after(root))]
            while path:
                here, rest = path[-1]
                following = next((each for each in rest if each not in seen), None)
                if following is not None:
                    seen.add(following)
                    path.append((following, self._after(following)))
                    continue
                path.pop()
                if here not in self._days:
                    done.append(here)
        return done[::-1]
