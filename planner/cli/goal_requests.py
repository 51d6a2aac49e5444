"""What a person asks of one or several templates: options that belong to one of them are written TEMPLATE.KEY."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.domain.errors import NotFound, WrongUsage
from planner.domain.text import shown

if TYPE_CHECKING:
    from datetime import date

    from planner.cli.session import Session
    from planner.domain.build import GoalRequest, Way
    from planner.domain.template import Template

_OWN = ("start", "target", "title")
"""What can be set for one of several templates beside the answers to its questions."""


def requests_of(
    session: Session,
    templates: Sequence[Template],
    answers: Mapping[str, str],
    *,
    without: Sequence[str],
    also: Sequence[str],
    past: Way,
) -> tuple[GoalRequest, ...]:
    """A request for each template. Raises NotFound, WrongUsage."""
    from planner.domain.build import GoalRequest

    found = {each.id: GoalRequest(template=each.id, past=past) for each in templates}
    for name, value in answers.items():
        owner, key = _of(templates, name, _asks, "question")
        request, template = found[owner], next(each for each in templates if each.id == owner)
        if "." in name and key in _OWN and (key != "title" or key not in template.asked):
            day = value if key == "title" else session.day(value)
            found[owner] = replace(request, **{key: day})  # type: ignore[arg-type]  # of the three, each by its name
        else:
            found[owner] = replace(request, answers={**request.answers, key: value})
    for name in without:
        owner, key = _of(templates, name, _has_step, "step")
        found[owner] = replace(found[owner], without=(*found[owner].without, key))
    for name in also:
        owner, key = _of(templates, name, _has_step, "step")
        found[owner] = replace(found[owner], also=(*found[owner].also, key))
    # A template that is named twice stays so, to be refused in its own words.
    return tuple(found[each.id] for each in templates)


def with_dates(
    session: Session,
    templates: Sequence[Template],
    requests: Sequence[GoalRequest],
    *,
    start: date | None,
    target: date | None,
) -> tuple[tuple[GoalRequest, ...], date | None]:
    """The requests with the day on which something was earned, and the target that they share, asked where a person
    can be asked. Raises WrongUsage where nobody can guess."""
    found = []
    for template, request in zip(templates, requests, strict=True):
        if template.plan_from == "earned" and not request.answers.get("earned"):
            question = template.asked["earned"].question if "earned" in template.asked else "Which day was it earned?"
            if not session.asks():
                raise WrongUsage(f"{template.title}: {question}", f"Say it with --set {template.id}.earned=DATE.")
            day = session.day(session.prompt(f"{template.title}: {question}"))
            request = replace(request, answers={**request.answers, "earned": day.isoformat()})  # noqa: PLW2901  as meant
        found.append(request)
    dated = all(each.start or each.target or "earned" in each.answers for each in found)
    if not (start or target or dated) and session.asks():
        typed = session.prompt("By which day do you want to be there? (enter: begin today)")
        target = session.day(typed) if typed else None
    return tuple(found), target


def say_begins_today(session: Session, templates: Sequence[Template], requests: Sequence[GoalRequest]) -> None:
    """That a plan for which no date was given begins today."""
    for template, request in zip(templates, requests, strict=True):
        if request.start or request.target or request.answers.get("earned"):
            continue
        today = session.planner.queries.today().isoformat()
        session.out.say(f"No date was given: “{request.title or template.title}” begins today, {today}.")


def _asks(template: Template, key: str) -> bool:
    if key == "earned":
        return key in template.asked or template.plan_from == "earned"
    if key == "birth_month":
        return any(rule.cycle.ends == "birth_month" for rule in template.credentials)
    return key in template.asked


def _has_step(template: Template, key: str) -> bool:
    return key in template.steps


def _of(templates: Sequence[Template], name: str, has: Callable[[Template, str], bool], what: str) -> tuple[str, str]:
    """The template that a word belongs to, and the key in it."""
    prefix, dot, key = name.partition(".")
    if dot:
        if prefix not in {each.id for each in templates}:
            raise NotFound(f"“{shown(prefix)}” is none of the templates named.", f"They are: {_named(templates)}.")
        return prefix, key
    if len(templates) == 1:
        return templates[0].id, name
    owners = list(dict.fromkeys(each.id for each in templates if has(each, name)))
    if not owners:
        raise NotFound(f"None of the templates has a {what} “{shown(name)}”.", f"They are: {_named(templates)}.")
    if len(owners) > 1:
        ways = " or ".join(f"{each}.{name}" for each in owners)
        raise WrongUsage(f"Several of the templates have a {what} “{shown(name)}”.", f"Write {ways}.")
    return owners[0], name


def _named(templates: Sequence[Template]) -> str:
    return ", ".join(dict.fromkeys(each.id for each in templates))
