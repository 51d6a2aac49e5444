"""Moving dates of goals and milestones: what it would do, then doing it as one Change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.dates import parse_day
from planner.domain.durations import Days
from planner.domain.errors import Infeasible, InThePast, NotMet, WrongUsage
from planner.domain.moving import Move, move_goal, staying
from planner.domain.plan import Edit, Goal, Milestone, Plan
from planner.services.closing import following_series, refuse_closed
from planner.services.context import Context, find_goal, find_milestone
from planner.services.edits import MilestoneEdit, edited
from planner.services.goal_edits import GoalEdit, edited_goal
from planner.services.results import UNSET, Done

if TYPE_CHECKING:
    from datetime import date

    from planner.domain.build import Way
    from planner.domain.shifting import Shift
    from planner.domain.template import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudged:
    """What became of a nudge: where others would have been touched nothing was done, and `shift` says what would be."""

    done: Done
    shift: Shift


class Moving:
    """The acts; a ref is an id, a unique prefix of it, or of a goal a unique beginning of the title."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def preview_goal(self, ref: str, *, start: str = "", target: str = "", way: Way = "ask") -> Move:
        """What another start or target (dates in words) would do; nothing is stored. Raises NotFound, WrongUsage."""
        plan = self._context.store.load()
        return self._move(plan, find_goal(plan, ref), start, target, way)

    def move_goal(
        self,
        ref: str,
        *,
        start: str = "",
        target: str = "",
        way: Way = "ask",
        force: bool = False,
        alone: bool = False,
        changes: GoalEdit | None = None,
    ) -> Done:
        """Give a goal another start or target; its soft, open dates follow, or stay if it moves `alone`. `changes` are
        what else is changed about it in the same Change.

        Raises InThePast unless `way` says which way out to take, and Infeasible, unless forced, when something
        would come before what it follows; and as `edited_goal`.
        """
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            goal = find_goal(plan, ref)
            ids[:] = [goal.id]
            move = self._move(plan, goal, start, target, way)
            is_move = changes is None or changes.is_nothing
            name = f"{'Move' if is_move else 'Edit and move'} “{goal.title}”"
            moved = move.goal if changes is None else edited_goal(plan, move.goal, changes)
            if alone:
                kept = staying(move, self._context.template_of(plan, goal), plan.members(goal.id))
                return Edit(name, (moved, *kept))
            refuse_unasked(move, way, force=force, today=self._context.today())
            return Edit(name, (moved, *(each.after for each in move.moved)))

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def preview_milestone(self, ref: str, due: str) -> Shift:
        """What another day (in words, with or without a time) would do; nothing is stored. Raises NotFound, WrongUsage,
        and NotMet for what is done or skipped."""
        plan = self._context.store.load()
        milestone = find_milestone(plan, ref)
        refuse_closed(milestone)
        return self._shift(plan, edited(self._context, plan, milestone, MilestoneEdit(due=due)))

    def preview_edit(self, ref: str, changes: MilestoneEdit) -> Shift:
        """The same of an edit with a new date among what it changes."""
        plan = self._context.store.load()
        return self._shift(plan, edited(self._context, plan, find_milestone(plan, ref), changes))

    def move_milestone(self, ref: str, due: str, *, alone: bool = False) -> Done:
        """Give a milestone another day; what follows goes with it, or stands where it is if it moves `alone`.

        What the dates then break is not asked again: the preview says it. Raises as `preview_milestone`.
        """
        return self._moved(ref, MilestoneEdit(due=due), alone=alone, refuse=True)

    def edit(self, ref: str, changes: MilestoneEdit, *, alone: bool) -> Done:
        """An edit with a new date among what it changes, and what follows as in `move_milestone`, as one Change."""
        return self._moved(ref, changes, alone=alone, refuse=False)

    def _moved(self, ref: str, changes: MilestoneEdit, *, alone: bool, refuse: bool) -> Done:
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            milestone = find_milestone(plan, ref)
            ids[:] = [milestone.id]
            if refuse:
                refuse_closed(milestone)
            found = self._shift(plan, edited(self._context, plan, milestone, changes))
            more = any(getattr(changes, name) is not UNSET for name in MilestoneEdit.__slots__ if name != "due")
            return self._edit(plan, found, alone=alone, verb="Edit" if more else "Move")

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def nudge(self, ref: str, days: int) -> Nudged:
        """Move a milestone by so many days from where it stands now, if that touches nothing else.

        Raises NotMet where it has no date, or is done or skipped.
        """
        seen: list[Shift] = []

        def act(plan: Plan) -> Edit:
            milestone = find_milestone(plan, ref)
            refuse_closed(milestone)
            if milestone.due is None:
                raise NotMet(f"“{milestone.title}” has no date that could be moved.", "Give it one first.")
            due = Days(0, days).added_to(milestone.due)
            at = f" {milestone.at:%H:%M}" if milestone.at else ""
            moved = edited(self._context, plan, milestone, MilestoneEdit(due=f"{due.isoformat()}{at}"))
            seen[:] = [self._shift(plan, moved)]
            return self._edit(plan, seen[0], alone=False, verb="Move") if seen[0].is_plain else Edit("Move")

        change = self._context.commit(act)
        return Nudged(done=Done(change=change, ids=(seen[0].milestone.after.id,)), shift=seen[0])

    def _shift(self, plan: Plan, moved: Milestone) -> Shift:
        from planner.domain.shifting import shift  # goals need it not

        context = self._context

        def template_of(goal: Goal | None) -> Template | None:
            return context.template_of(plan, goal)

        return shift(plan, moved, template_of=template_of, today=context.today(), now=context.now())

    def _edit(self, plan: Plan, found: Shift, *, alone: bool, verb: str) -> Edit:
        others = found.kept if alone else tuple(each.after for each in found.moved)
        put = {each.id: each for each in (found.milestone.after, *others)}
        if not alone:
            put |= {each.id: each for each in following_series(self._context, plan, list(put.values()))}
        with_it = ""
        if found.moved:
            number = len(found.moved)
            with_it = ", alone" if alone else f", with {number} that {'follows' if number == 1 else 'follow'}"
        return Edit(f"{verb} “{found.milestone.before.title}”{_by(found, verb)}{with_it}", tuple(put.values()))

    def _move(self, plan: Plan, goal: Goal, start: str, target: str, way: Way) -> Move:
        if not start.strip() and not target.strip():
            raise WrongUsage("A goal moves to a date.", "Say its new target, or its new start.")
        if goal.status in {"achieved", "dropped"}:
            raise NotMet(f"“{goal.title}” is {goal.status}.", "Resume it first, then move it.")
        return move_goal(
            goal,
            self._context.template_of(plan, goal),
            plan.members(goal.id),
            start=self._day(start),
            target=self._day(target),
            today=self._context.today(),
            now=self._context.now(),
            way=way,
        )

    def _day(self, words: str) -> date | None:
        if not words.strip():
            return None
        return parse_day(words, self._context.today())


def _by(found: Shift, verb: str) -> str:
    """` by 5 days`, ` 5 days earlier`, ` to 2026-12-01`; "" where its day stays."""
    days, after = found.milestone.days, found.milestone.after
    if days == 0 or after.due == found.milestone.before.due:
        return ""
    moved = ", moved" if verb == "Edit" else ""
    if days is None:
        return f"{moved} to {after.due.isoformat()}" if after.due else f"{moved} to no date"
    number = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
    return f"{moved} by {number}" if days > 0 else f"{moved} {number} earlier"


def refuse_unasked(move: Move, way: Way, *, force: bool, today: date) -> None:
    """Raise what must be asked about a move first: Infeasible or InThePast."""
    if move.problems and not force:
        raise Infeasible(" ".join(move.problems), ways_out(move))
    if move.past and way != "late":
        first = next(each.after for each in move.moved if each.after.id == move.past[0])
        more = f" and {len(move.past) - 1} more" if len(move.past) > 1 else ""
        day = first.due.isoformat() if first.due else ""
        raise InThePast(f"“{first.title}” ({day}){more} would lie before today, {today.isoformat()}.", ways_out(move))


def ways_out(move: Move) -> str:
    """What can be done about a move that does not fit."""
    ways = []
    if move.earliest is not None:
        ways.append(f"the earliest date that fits, {move.earliest.isoformat()} (--past earliest)")
    if move.can_compress:
        ways.append("compress in proportion (--past compress)")
    if move.problems:
        ways.append("move it all the same (--force)")
    elif move.past:
        ways.append("keep the dates, marked as a late start (--past late)")
    return f"Choose: {'; or '.join(ways)}."
