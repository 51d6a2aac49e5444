"""Moving a goal's dates: what it would do, then doing it as one Change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.dates import parse_date_phrase
from planner.domain.errors import Infeasible, InThePast, NotMet, WrongUsage
from planner.domain.moving import Move, move_goal, staying
from planner.domain.plan import Edit, Goal, Plan
from planner.domain.text import shown
from planner.services.context import Context, find_goal
from planner.services.results import Done

if TYPE_CHECKING:
    from datetime import date

    from planner.domain.build import Way


class Moving:
    """The acts; a ref is an id, a unique prefix of it, or a unique beginning of the title."""

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
    ) -> Done:
        """Give a goal another start or target; its soft, open dates follow, or stay if it moves `alone`.

        Raises InThePast unless `way` says which way out to take, and Infeasible, unless forced, when something
        would come before what it follows.
        """
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            goal = find_goal(plan, ref)
            ids[:] = [goal.id]
            move = self._move(plan, goal, start, target, way)
            name = f"Move “{goal.title}”"
            if alone:
                kept = staying(move, self._context.template_of(plan, goal), plan.members(goal.id))
                return Edit(name, (move.goal, *kept))
            refuse_unasked(move, way, force=force, today=self._context.today())
            return Edit(name, (move.goal, *(each.after for each in move.moved)))

        return Done(change=self._context.commit(act), ids=tuple(ids))

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
        phrase = parse_date_phrase(words, self._context.today())
        if phrase.at is not None:
            raise WrongUsage(f"“{shown(words)}” has a time; only its day counts here.", f"Write {phrase.day}.")
        return phrase.day


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
