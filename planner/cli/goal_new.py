"""goal new: from a template and a date to a plan, with a look before it is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from planner.cli.goal_drafts import say_remarks, show_drafts, tell_made
from planner.cli.goal_requests import requests_of, say_begins_today, with_dates
from planner.cli.session import Session, example, json_option, pairs, pass_session
from planner.domain.errors import InThePast, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planner.domain.build import GoalRequest, Way
    from planner.domain.template import Template

WAYS = ("earliest", "compress", "late")
"""The ways out when a plan would begin in the past."""
_SET = "Answer a question, of one of several templates as TEMPLATE.KEY=VALUE; may be repeated."


@click.command(
    epilog=example(
        "planner goal new pmp --target 2027-03-01 --dry-run",
        "planner goal new find-mentor --start monday --without agreement",
        "planner goal new pmp --target 2027-01-10 --past compress",
        "planner goal new pmp networking --target 2027-06-01 --past earliest",
    )
)
@click.argument("templates", metavar="TEMPLATE…", nargs=-1, required=True)
@click.option("--target", metavar="DATE", help="The day you aim for, such as the exam.")
@click.option("--start", metavar="DATE", help="The day you begin.")
@click.option("--title", metavar="T", help="What to call it; the template's title if not given.")
@click.option("--set", "answers", metavar="KEY=VALUE", multiple=True, help=_SET)
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
    templates: tuple[str, ...],
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
    """Make a goal from a template and a date, or several goals in one go.

    Of start and target the one not given follows from the template; with neither, a plan begins today. What keeps a
    certificate asks for the day it was earned: --set earned=DATE. Several templates share the dates, and a step
    that two of them have comes once; it is linked, too, where a goal of yours has it already (--with KEY makes it
    anew). What belongs to one of them is written TEMPLATE.KEY.
    """
    first = session.day(start) if start else None
    last = session.day(target) if target else None
    found = [session.planner.templates.get(each) for each in templates]
    if len(found) > 1 and title:
        raise click.UsageError(f"Several goals need a title each: --set {found[0].id}.title=…")
    requests = requests_of(session, found, pairs(answers), without=without, also=also, past=_way(past))
    if len(found) == 1:
        one = replace(requests[0], start=requests[0].start or first, target=requests[0].target or last)
        one = replace(one, title=title or one.title)
        requests, first, last = (_with_first_date(session, found[0], one),), None, None
    else:
        requests, last = with_dates(session, found, requests, start=first, target=last)
    if dry_run:
        show_drafts(session, session.planner.combining.preview(requests, start=first, target=last))
    else:
        _create(session, requests, first, last)
    if not (first or last or session.as_json):
        say_begins_today(session, found, requests)


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
    if request.answers.get("earned") or (first != "earned" and (request.start or request.target)):
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


def _create(session: Session, requests: Sequence[GoalRequest], start: date | None, target: date | None) -> None:
    try:
        _make(session, requests, start, target)
    except InThePast as error:
        if not session.asks():
            raise
        session.out.say(error.message)
        session.out.say(error.hint)
        offered = [way for way in WAYS if f"--past {way}" in error.hint]
        way = _way(session.choose(f"Which one, {' or '.join(offered)}?", {each: each for each in offered}))
        _make(session, [replace(each, past=way) for each in requests], start, target)


def _make(session: Session, requests: Sequence[GoalRequest], start: date | None, target: date | None) -> None:
    combining = session.planner.combining
    prepared = combining.prepare(requests, start=start, target=target)
    done = combining.make(prepared)
    if not session.as_json:
        say_remarks(session, prepared.drafts)
    tell_made(session, done, prepared.drafts)
