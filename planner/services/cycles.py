"""From one cycle of a goal to the next: when it comes by itself, and when the person asks for the one that runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from planner.domain.agenda import goal_order
from planner.domain.answers import is_cycle_over, next_cycle
from planner.domain.errors import NotMet
from planner.domain.living import anchors_of, keyed
from planner.domain.plan import Edit, Goal, Milestone, Plan
from planner.domain.running import Behind, behind, missed_between, missed_words
from planner.services.context import Context, find_goal
from planner.services.results import Begun, Done

if TYPE_CHECKING:
    from planner.domain.template import Template


def goals_behind(context: Context, plan: Plan, goals: Iterable[Goal]) -> list[Behind]:
    """Those of the goals whose planned cycle is over while a later one runs, in their order."""
    today = context.today()
    found = (
        behind(goal, context.template_of(plan, goal), plan.members(goal.id), today)
        for goal in sorted(goals, key=goal_order)
    )
    return [one for one in found if one is not None]


def rolled_on(
    context: Context, plan: Plan, goal: Goal, members: Sequence[Milestone]
) -> tuple[Goal, tuple[Milestone, ...], Begun | None]:
    """The goal in its next cycle with that one's steps, when no step of the planned one is open among `members`, or
    when that one is over: then in the cycle that runs. None: it stays in its cycle."""
    template = context.template_of(plan, goal)
    if template is None or goal.status in {"achieved", "dropped"}:
        return goal, (), None
    if not (is_cycle_over(goal, members) or behind(goal, template, members, context.today())):
        return goal, (), None
    return _begun(context, goal, template, members)


def _begun(
    context: Context, goal: Goal, template: Template, members: Sequence[Milestone]
) -> tuple[Goal, tuple[Milestone, ...], Begun | None]:
    now, today = context.now(), context.today()
    rolled, added = next_cycle(goal, template, members, now=now, today=today, new_id=context.ids.new)
    if not added:
        return goal, (), None
    anchors = anchors_of(goal, template, keyed(members))
    last = anchors.anchor("cycle_end", rolled.cycle).day
    assert last is not None  # else there would be no next cycle
    begun = Begun(
        goal=goal.id,
        title=goal.title,
        last=last,
        milestones=len(added),
        past=sum(1 for each in added if each.due is not None and each.due < today),
        missed=missed_between(anchors, goal.cycle, rolled.cycle),
    )
    return rolled, added, begun


def begin_running(context: Context, ref: str, *, store: bool = True) -> Done:
    """Plan the cycle that runs, where the planned one is over, whatever of that is still open; without `store` only
    look. Raises NotFound, Ambiguous, and NotMet where there is nothing to plan."""
    ids: list[str] = []
    begun: list[Begun] = []

    def act(plan: Plan) -> Edit:
        goal = find_goal(plan, ref)
        members = plan.members(goal.id)
        ids[:], begun[:] = [goal.id], []
        template = context.template_of(plan, goal)
        _refuse_running(context, goal, template, members)
        assert template is not None  # else it would have been refused
        rolled, added, one = _begun(context, goal, template, members)
        if one is None:
            raise NotMet(
                f"The cycle of “{goal.title}” that runs has no steps of its own.",
                "planner add with --goal gives it some.",
            )
        begun.append(one)
        return Edit(f"Plan the running cycle of “{goal.title}”", (rolled, *added))

    if not store:
        act(context.store.load())
        return Done(change=None, ids=tuple(ids), begun=tuple(begun))
    change = context.commit(act)
    return Done(change=change, ids=tuple(ids), begun=tuple(begun))


def _refuse_running(context: Context, goal: Goal, template: Template | None, members: Sequence[Milestone]) -> None:
    if goal.status != "active":
        raise NotMet(f"“{goal.title}” is {goal.status}, not active.", "Resume it first: planner goal resume.")
    if behind(goal, template, members, context.today()) is not None:
        return
    if template is None or not any(each.cycle for each in members):
        raise NotMet(f"“{goal.title}” has no cycles.", "Only what is kept alive from year to year has them.")
    end = anchors_of(goal, template, keyed(members)).anchor("cycle_end", goal.cycle)
    if end.day is None:
        raise NotMet(
            f"The end of the cycle of “{goal.title}” is not known yet.", "planner goal show names what it waits for."
        )
    if end.day < context.today():
        raise NotMet(
            f"The cycle of “{goal.title}” ended on {end.day.isoformat()}, and when the next one ends is not known.",
            "A newer version of its template may say it: planner template upgrade.",
        )
    raise NotMet(
        f"“{goal.title}” is planned for the cycle until {end.day.isoformat()} already.",
        "The next one comes when all of its steps are closed, or when it is over.",
    )


def begun_words(begun: Begun) -> tuple[str, ...]:
    """Which cycle a goal went on to, those that went by, and what of it lies in the past, as sentences."""
    steps = f"{begun.milestones} milestone{'' if begun.milestones == 1 else 's'}"
    past = f"{begun.past} milestone{' of it lies' if begun.past == 1 else 's of it lie'} in the past."
    said = (
        f"“{begun.title}” goes on in the cycle until {begun.last.isoformat()}: {steps}.",
        missed_words(begun.missed),
        past if begun.past else "",
    )
    return tuple(filter(None, said))
