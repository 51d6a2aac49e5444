"""Plans that are not made yet, shown; and what is said of those that are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.cli import machine
from planner.cli.narrate import count
from planner.cli.output import Cell, Column
from planner.domain.durations import show_effort
from planner.domain.errors import Infeasible

if TYPE_CHECKING:
    from planner.cli.machine import Shape
    from planner.cli.session import Session
    from planner.domain.build import Draft
    from planner.domain.layout import DraftLine
    from planner.domain.plan import Plan
    from planner.services.results import Done


def draft_shape(made: Draft) -> Shape:
    """One goal of `goal new --dry-run`, with what is worth a look and what is there already."""
    return machine.draft(made) | {
        "remarks": list(made.remarks),
        "shared": [
            {
                "key": line.step.key,
                "title": line.step.title,
                "milestone": line.shared.milestone if line.shared.planned else None,
                "goal_title": line.shared.goal,
                "planned": line.shared.planned,
                "done": line.shared.done,
            }
            for line in made.lines
            if line.shared is not None
        ],
    }


def show_drafts(session: Session, drafts: Sequence[Draft]) -> None:
    """One goal after the other. Raises Infeasible, after all are shown, where something does not fit."""
    if session.as_json:
        shapes = [draft_shape(each) for each in drafts]
        session.out.json(shapes[0] if len(shapes) == 1 else shapes)
        return
    for number, draft in enumerate(drafts):
        if number:
            session.out.line("")
        _show(session, draft, prefix=f"{draft.template.id}." if len(drafts) > 1 else "")
    problems = [problem for draft in drafts for problem in draft.problems]
    if problems:
        raise Infeasible(" ".join(problems), "Give it more time, or leave steps out with --without KEY.")
    past = [draft for draft in drafts if draft.past and not draft.goal.late_start]
    if past:
        from planner.services.combining import past_hint, past_sentence

        for draft in past:
            session.out.say(past_sentence(draft, session.planner.queries.today()))
        session.out.say(past_hint(*past))


def _show(session: Session, draft: Draft, *, prefix: str) -> None:
    out = session.out
    chosen = [each for each in draft.lines if each.ticked]
    first, last = (day.isoformat() if day else "…" for day in (draft.first, draft.last))
    out.line(Cell(draft.goal.title, "strong"))
    out.line(Cell(f"{count(len(chosen), 'milestone')} · {first} to {last} · {show_effort(draft.minutes)}", "dim"))
    columns = (Column(), Column(least=28, wraps=3), Column(right=True), Column(folds=1), Column(folds=2))
    rows = [
        (
            (machine.due(each.milestone.due, each.milestone.at) or "no date").replace("T", " "),
            each.milestone.title,
            show_effort(each.milestone.effort) if each.milestone.effort else "",
            Cell(each.step.key, "dim"),
            Cell(_notes(each), "warn" if each.past else "dim"),
        )
        for each in chosen
    ]
    out.table(columns, rows)
    for each in draft.lines:
        if each.shared is not None:
            there = "is done" if each.shared.done else "is there already" if each.shared.planned else "comes"
            out.say(
                f"Once only: “{each.step.title}” {there} in “{each.shared.goal}” and is linked "
                f"(--with {prefix}{each.step.key} makes it anew)"
            )
    say_remarks(session, (draft,))
    left_out = [f"{prefix}{each.step.key}" for each in draft.lines if not each.ticked and each.shared is None]
    if left_out:
        out.say(f"Left out: {', '.join(left_out)} (--with KEY takes one in)")
    for question in (each for each in draft.questions if each.key not in draft.goal.answers):
        out.say(f"{question.question} --set {prefix}{question.key}=…")


def say_remarks(session: Session, drafts: Sequence[Draft]) -> None:
    """What stands in nothing's way and is still to be known; of several goals with the goal it is about."""
    for draft in drafts:
        about = f"{draft.goal.title}: " if len(drafts) > 1 else ""
        for remark in draft.remarks:
            session.out.say(Cell(f"Worth a look: {about}{remark}", "warn"))


def _notes(line: DraftLine) -> str:
    one = line.milestone
    words = [
        "in the past" if line.past else "",
        "fixed" if one.fixed else "",
        "expected" if one.expected else "",
        f"{line.count} times" if line.count > 1 else "",
        f"waits for: {line.undated_until}" if line.undated_until else "",
    ]
    return " · ".join(word for word in words if word)


def tell_made(session: Session, done: Done, drafts: Sequence[Draft]) -> None:
    """What was planned, of these drafts; for programs the Change and the ids, of several goals also an object for
    each."""
    plan = session.planner.queries.plan()
    if session.as_json:
        shape = machine.written(done.change.id if done.change else None, done.ids)
        several = len(drafts) > 1
        session.out.json(shape | {"goals": [_made(plan, each) for each in done.ids]} if several else shape)
        return
    ids = session.planner.queries.short_ids()
    for goal_id, draft in zip(done.ids, drafts, strict=True):
        goal = plan.goals[goal_id]
        until = f", until {goal.target.isoformat()}" if goal.target else ""
        made = count(len(plan.members(goal_id)), "milestone")
        undo = " (undo: planner undo)" if goal_id == done.ids[-1] else ""
        session.out.say(f"Planned “{goal.title}”: {made}{until}{undo}")
        for shared in (each.shared for each in draft.lines if each.shared is not None):
            session.out.say(f"  “{shared.title}” of “{shared.goal}” stands for its own step.")
    shows = f"planner goal show {ids[done.ids[0]]}"
    session.out.say(f"{shows} shows it, planner next what to do first.")


def _made(plan: Plan, goal_id: str) -> Shape:
    goal = plan.goals[goal_id]
    return {
        "id": goal_id,
        "title": goal.title,
        "template": goal.template.id if goal.template else None,
        "start": goal.start.isoformat() if goal.start else None,
        "target": goal.target.isoformat() if goal.target else None,
        "milestones": len(plan.members(goal_id)),
        "follows": list(_linked(plan, goal_id)),
    }


def _linked(plan: Plan, goal_id: str) -> Sequence[str]:
    """Ids of milestones of other goals that those of this one follow."""
    before = dict.fromkeys(each for one in plan.members(goal_id) for each in one.after)
    others = [plan.milestones[each] for each in before if each in plan.milestones]
    return [each.id for each in others if each.goal is not None and each.goal != goal_id]
