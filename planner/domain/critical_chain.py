"""Which steps of a goal are its critical path: the longest chain of those of which each has the least slack there is.

What stands on its own limit, a fixed date or the last day, has none by itself and tells nothing: what leads up to it
does. Where all of that can slip for longer than ROOM, nothing is critical.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Literal

from planner.domain.graph import components
from planner.domain.plan import Goal, Milestone, Plan
from planner.domain.values import dataclass

Limit = Literal["fixed", "target", "last", "next", "step", ""]
"""What sets a latest day: its own fixed date, the target, the last day of its goal, the day on which a series comes
next, a step that follows, or nothing."""
ROOM = 14
"""Days: what can slip for longer than that is not critical."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The latest due of a step, and what sets it; `by` is the step, where `limit` is `step`."""

    day: date | None = None
    limit: Limit = ""
    by: str = ""


class Chains:
    """The chains of a plan. `before` gives the ids of what a step waits for, `slack` its days up to the end."""

    def __init__(
        self,
        plan: Plan,
        *,
        before: Callable[[str], Sequence[str]],
        latest: Callable[[str], Latest],
        slack: Callable[[Milestone], int | None],
        length: Callable[[Milestone], int],
        circles: Collection[str],
    ) -> None:
        self._milestones = plan.milestones
        self._before, self._latest, self._slack, self._length = before, latest, slack, length
        self._circles = circles
        self._ahead: dict[str, tuple[int, str]] = {}

    def tightest(self, goal: Goal, members: Sequence[Milestone]) -> tuple[int, tuple[str, ...]] | None:
        """The least slack up to the target, after that where none is left until then, and the ids of the longest chain
        of steps that have no more, from its first to what it runs up to; None where nothing has to be done by a day.

        What stands on its limit counts only where there is nothing else, or where what else there is leads up to no
        such step and has some slack: then that step is what the end hangs on.
        """
        slacks = {each.id: self._slack(each) for each in members if not each.optional}
        able = [each for each in members if slacks.get(each.id) is not None]
        aims = [each for each in able if goal.target is not None and each.due is not None and each.due <= goal.target]
        able = [each for each in aims or able if not each.expected] or aims or able
        if not able:
            return None
        ends = [each for each in able if self._is_end(each)]
        inner = [each for each in able if not self._is_end(each)]
        least = min((slacks[each.id] or 0 for each in inner), default=0)
        leaders = [each for each in inner if slacks[each.id] == least]
        soft = [each for each in ends if _is_soft(each)]
        if not leaders or (0 < least <= ROOM and soft and not any(map(self._leads_up, leaders))):
            last = max(each.due or date.min for each in soft or ends)
            least, leaders = 0, [each for each in soft or ends if each.due == last]
        chain = self._longest(leaders, least)
        rooms = {each: self._slack(self._milestones[each]) for each in chain}
        inside = [rooms[each] for each in chain if not self._is_end(self._milestones[each])]
        # It may lead on over what is only expected, and that may have less: then it begins there.
        found = min([least, *(each for each in inside if each is not None)])
        first = 0
        for number, room in enumerate(rooms.values()):
            if room is not None and room <= max(found, 0):
                break
            first = first if room is None else number + 1
        return found, chain[first:]

    def _is_end(self, milestone: Milestone) -> bool:
        """Whether it stands on the day that limits it."""
        latest = self._latest(milestone.id)
        return latest.limit in {"fixed", "target", "last"} and latest.day == milestone.due

    def _leads_up(self, milestone: Milestone) -> bool:
        """Whether what sets its latest day is, in the end, a step that stands on its limit."""
        return self._is_end(self._milestones[self._to_the_end(milestone.id)[1]])

    def _to_the_end(self, milestone_id: str) -> tuple[int, str]:
        """The days of the step and of all that sets its latest day, and the last of these."""
        chain, here = [], milestone_id
        while here not in self._ahead and self._latest(here).limit == "step":
            chain.append(here)
            here = self._latest(here).by
        self._ahead.setdefault(here, (self._length(self._milestones[here]), here))
        for each in reversed(chain):
            days, last = self._ahead[self._latest(each).by]
            self._ahead[each] = days + self._length(self._milestones[each]), last
        return self._ahead[milestone_id]

    def _longest(self, leaders: Sequence[Milestone], slack: int) -> tuple[str, ...]:
        """Of the chains through one of these, of steps with no more slack, the one that takes the most days."""
        behind = self._behind([each.id for each in leaders], slack)

        def rank(each: Milestone) -> tuple[int, date, int, str]:
            days = behind[each.id][0] + self._to_the_end(each.id)[0] - self._length(each)
            return days, each.due or date.min, each.order, each.id

        lead = max(leaders, key=rank).id
        chain = [lead]
        while (before := behind[chain[-1]][1]) is not None:
            chain.append(before)
        chain.reverse()
        while self._latest(chain[-1]).limit == "step":
            chain.append(self._latest(chain[-1]).by)
        return tuple(each for each in chain if not self._milestones[each].optional)

    def _behind(self, roots: Iterable[str], slack: int) -> dict[str, tuple[int, str | None]]:
        """By id, the days of the longest chain up to it of steps with no more slack, and what comes before it there."""
        found: dict[str, tuple[int, str | None]] = {}

        def tight(milestone_id: str) -> list[str]:
            return [each for each in self._before(milestone_id) if self._is_tight(each, slack)]

        for (each,) in components(roots, tight, found):  # circles have no slack, so none is among them
            days, before = max(((found[other][0], other) for other in tight(each)), default=(0, None))
            found[each] = days + self._length(self._milestones[each]), before
        return found

    def _is_tight(self, milestone_id: str, slack: int) -> bool:
        milestone = self._milestones[milestone_id]
        room = self._slack(milestone)  # and whether it goes round in a circle is known
        if milestone.optional or milestone_id in self._circles:
            return False
        return milestone.due is None if room is None else room <= slack


def _is_soft(milestone: Milestone) -> bool:
    return not milestone.fixed or milestone.expected
