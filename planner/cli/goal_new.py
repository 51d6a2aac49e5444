"""goal new: from a template and a date to a plan, with a look before it is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from planner.cli import machine
from planner.cli.narrate import count
from planner.cli.output import Cell, Column
from planner.cli.session import Session, example, json_option, pairs, pass_session
from planner.domain.durations import show_effort
from planner.domain.errors import Infeasible, InThePast, WrongUsage

if TYPE_CHECKING:
    from planner.domain.build import Draft, GoalRequest, Way
    from planner.domain.layout import DraftLine
    from planner.domain.template import Template

WAYS = ("earliest", "compress", "late")
"""The ways out when a plan would begin in the past."""


@click.command(
    epilog=example(
        "planner goal new pmp --target 2027-03-01 --dry-run",
        "planner goal new find-mentor --start monday --without agreement",
        "planner goal new pmp --target 2027-01-10 --past compress",
    )
)
@click.argument("template", metavar="TEMPLATE")
@click.option("--target", metavar="DATE", help="The day you aim for, such as the exam.")
@click.option("--start", metavar="DATE", help="The day you begin.")
@click.option("--title", metavar="T", help="What to call it; the template's title if not given.")
@click.option("--set", "answers", metavar="KEY=VALUE", multiple=True, help="Answer a question; may be repeated.")
@click.option("--without", metavar="KEY", multiple=True, help="Leave a step out; may be repeated.")
@click.option("--with", "also", metavar="KEY", multiple=True, help="Take an optional step in; may be repeated.")
@click.option(
    "--past",
    type=click.Choice(WAYS),
    help="The way out if the plan would begin in the past: the earliest "
    "target that fits, everything in the time that is left, or the dates as they are.",
)
@click.option("--dry-run", is_flag=True, help="Only show the dates; nothing is stored.")
@json_option
@pass_session
def new(
    session: Session,
    template: str,
    *,
    target: str | None,
    start: str | None,
    title: str | None,
    answers: tuple[str, ...],
    without: tuple[str, ...],
    also: tuple[str, ...],
    past: str | None,
    dry_run: bool,
) -> None:
    """Make a goal from a template and a date.

    Of start and target the one not given follows from the template.
    """
    from planner.domain.build import GoalRequest

    found = session.planner.templates.get(template)
    request = GoalRequest(
        template=found.id,
        start=session.day(start) if start else None,
        target=session.day(target) if target else None,
        title=title,
        answers=pairs(answers),
        without=without,
        also=also,
        past=_way(past),
    )
    request = _with_first_date(session, found, request)
    if dry_run:
        _show_draft(session, session.planner.goals.preview(request))
    else:
        _create(session, request)


def _way(past: str | None) -> Way:
    match past:
        case "late" | "compress" | "earliest":
            return past
        case _:
            return "ask"


def _with_first_date(session: Session, template: Template, request: GoalRequest) -> GoalRequest:
    """The request with the date that the template asks for first. Without any, a plan begins today; but when
    something was earned nobody can guess."""
    first = template.plan_from
    if request.start or request.target or "earned" in request.answers:
        return request
    question = template.asked[first].question if first in template.asked else f"Which day is its {first}?"
    if not session.asks():
        if first == "earned":
            raise WrongUsage(question, "Say it with --set earned=DATE.")
        return request
    typed = session.prompt(question if first == "earned" else f"{question} (enter: begin today)")
    if not typed and first != "earned":
        return request
    day = session.day(typed)
    if first == "earned":
        return replace(request, answers={**request.answers, "earned": day.isoformat()})
    return replace(request, start=day) if first == "start" else replace(request, target=day)


def _create(session: Session, request: GoalRequest) -> None:
    goals = session.planner.goals
    try:
        done = goals.create(request)
    except InThePast as error:
        if not session.asks():
            raise
        session.out.say(error.message)
        session.out.say(error.hint)
        offered = [way for way in WAYS if f"--past {way}" in error.hint]
        way = session.choose(f"Which one, {' or '.join(offered)}?", {each: each for each in offered})
        done = goals.create(replace(request, past=_way(way)))
    if session.as_json:
        session.out.json(machine.written(done.change.id if done.change else None, done.ids))
        return
    goal_id = done.ids[0]
    goal = session.planner.queries.plan().goals[goal_id]
    ids = session.planner.queries.short_ids()
    until = f", until {goal.target.isoformat()}" if goal.target else ""
    made = count(len(session.planner.queries.plan().by_goal.get(goal_id, ())), "milestone")
    session.out.say(f"Planned “{goal.title}”: {made}{until} (undo: planner undo)")
    session.out.say(f"planner goal show {ids[goal_id]} shows it, planner next what to do first.")


def _show_draft(session: Session, draft: Draft) -> None:
    if session.as_json:
        session.out.json(machine.draft(draft))
        return
    out = session.out
    chosen = [each for each in draft.lines if each.ticked]
    first, last = (day.isoformat() if day else "…" for day in (draft.first, draft.last))
    out.line(Cell(draft.goal.title, "strong"))
    out.line(Cell(f"{count(len(chosen), 'milestone')} · {first} to {last} · {show_effort(draft.minutes)}", "dim"))
    columns = (Column(), Column(least=16), Column(right=True), Column(least=8), Column(least=8))
    rows = [
        (
            (machine.due(each.milestone.due, each.milestone.at) or "no date").replace("T", " "),
            each.milestone.title,
            show_effort(each.milestone.effort) if each.milestone.effort else "",
            Cell(each.step.key, "dim"),
            Cell(_remarks(each), "warn" if each.past else "dim"),
        )
        for each in chosen
    ]
    out.table(columns, rows)
    left_out = [each.step.key for each in draft.lines if not each.ticked]
    if left_out:
        out.say(f"Left out: {', '.join(left_out)} (--with KEY takes one in)")
    for question in (each for each in draft.questions if each.key not in draft.goal.answers):
        out.say(f"{question.question} --set {question.key}=…")
    if draft.problems:
        raise Infeasible(" ".join(draft.problems), "Give it more time, or leave steps out with --without KEY.")
    if draft.past and not draft.goal.late_start:
        from planner.services.combining import past_hint, past_sentence

        out.say(past_sentence(draft, session.planner.queries.today()))
        out.say(past_hint(draft))


def _remarks(line: DraftLine) -> str:
    one = line.milestone
    words = [
        "in the past" if line.past else "",
        "fixed" if one.fixed else "",
        "expected" if one.expected else "",
        f"{line.count} times" if line.count > 1 else "",
        f"waits for: {line.undated_until}" if line.undated_until else "",
    ]
    return " · ".join(word for word in words if word)
