"""Goals that people have lived with, and newer versions of the templates they were built from."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from planner.domain.build import GoalRequest, draft
from planner.domain.dependencies import find_loop
from planner.domain.durations import parse_moment
from planner.domain.errors import PlannerError
from planner.domain.living import anchors_of, dated_by_hand, keyed
from planner.domain.plan import Goal, Milestone, Plan, TemplateRef
from planner.domain.repeat import close
from planner.domain.template import Template
from planner.library.conversion import to_template
from tests.domain.making import NOW, TODAY, counting_ids
from tests.strategies.templates import DURATION, EFFORT, LINE, TEXT, documents, flip

Document = dict[str, Any]
NEW_REF = TemplateRef(id="sample", version="9999.1", digest="1" * 64)


@dataclass(frozen=True)
class Lived:
    """A goal with what the person did to it: `touched` are ids of milestones with the fields they changed."""

    template: Template
    newer: Template
    goal: Goal
    milestones: tuple[Milestone, ...]
    touched: dict[str, frozenset[str]]

    @property
    def plan(self) -> Plan:
        """A plan of this goal alone."""
        return Plan(goals={self.goal.id: self.goal}, milestones={each.id: each for each in self.milestones})


@st.composite
def newer_versions(draw: st.DrawFn, document: Document) -> Document:
    """The document as its author might have changed it: sound where the old one was."""
    new = copy.deepcopy(document)
    new["version"] = "9999.1"
    for step in list(new["milestones"]):
        if draw(st.integers(0, 4)) == 0 and len(new["milestones"]) > 1:
            _remove(new, step["key"])
        elif flip(draw):
            _change(draw, step)
    for number in range(draw(st.integers(0, 2))):
        _add(draw, new, f"new{number}")
    return new


def _remove(document: Document, key: str) -> None:
    needed = {
        parse_moment(text).anchor
        for owner in [*document["milestones"], *document.get("questions", ())]
        for name in ("when", "earliest", "latest", "expect")
        if (text := owner.get(name))
    }
    if key in needed:
        return
    document["milestones"] = [step for step in document["milestones"] if step["key"] != key]
    for step in document["milestones"]:
        if "after" in step:
            step["after"] = [each for each in step["after"] if each != key]


def _change(draw: st.DrawFn, step: Document) -> None:
    if flip(draw):
        step["title"] = draw(LINE)
    if flip(draw):
        step["evidence"] = draw(TEXT)
    if flip(draw):
        step["effort"] = draw(EFFORT)
    if flip(draw) and "earliest" not in step:
        sign = "+" if "+" in step["when"] else draw(st.sampled_from("+-"))
        anchor = parse_moment(step["when"]).anchor
        # From another step it stays forward: it may follow that one.
        step["when"] = f"{anchor}{'+' if anchor.startswith('m') else sign}{draw(DURATION)}"
    if "repeat" in step and flip(draw):
        step["repeat"]["count"] = draw(st.integers(1, 15))
    elif "repeat" in step and "every" in step["repeat"] and flip(draw):
        step["repeat"]["every"] = draw(st.sampled_from(["P1W", "P2W", "P1M"]))
    if flip(draw):
        step["checklist"] = [draw(LINE)]


def _add(draw: st.DrawFn, document: Document, key: str) -> None:
    steps = [step["key"] for step in document["milestones"]]
    anchors = ["start", "target", *steps]
    anchor = draw(st.sampled_from(anchors))
    sign = "+" if anchor in steps else draw(st.sampled_from("+-"))
    step = {
        "key": key, "title": draw(LINE), "kind": "learn", "evidence": "A note",
        "when": draw(st.sampled_from([anchor, f"{anchor}{sign}{draw(DURATION)}"])),
    }  # fmt: skip
    if flip(draw):
        step["after"] = [draw(st.sampled_from(steps))]
    if flip(draw):
        step["optional"] = True
    at = draw(st.integers(0, len(document["milestones"])))
    document["milestones"].insert(at, step)


@st.composite
def lived(draw: st.DrawFn, *, same: bool = False) -> Lived:
    """A goal, some weeks on; `same`: the newer version is the one it was built from."""
    document = draw(documents())
    template = to_template(document)
    newer = template if same else to_template(draw(newer_versions(document)))
    start = TODAY + timedelta(days=draw(st.integers(-60, 400)))
    answers = {"earned": (start - timedelta(days=10)).isoformat()} if template.plan_from == "earned" else {}
    for question in template.questions:
        if question.ask == "choice" and flip(draw):
            answers[question.key] = draw(st.sampled_from(question.options)).key
    request = GoalRequest(template=template.id, start=start, answers=answers, past="late")
    try:
        made = draft(template, request, digest="0" * 64, today=TODAY, now=NOW, new_id=counting_ids())
    except PlannerError:  # a date leaves the calendar
        made = draft(
            template, replace(request, start=TODAY, answers={}), digest="0" * 64, today=TODAY, now=NOW,
            new_id=counting_ids(),
        )  # fmt: skip
    goal, milestones = made.goal, list(made.milestones)
    touched: dict[str, frozenset[str]] = {}
    for number, milestone in enumerate(milestones):
        milestones[number] = _touched(draw, goal, template, milestones, number, touched)
        assert milestones[number].id == milestone.id
    return Lived(template=template, newer=newer, goal=goal, milestones=tuple(milestones), touched=touched)


def _touched(
    draw: st.DrawFn,
    goal: Goal,
    template: Template,
    milestones: list[Milestone],
    number: int,
    touched: dict[str, frozenset[str]],
) -> Milestone:
    one = milestones[number]
    fields: set[str] = set()
    match draw(st.sampled_from(["", "", "title", "date", "done", "effort", "link", "fixed", "notes", "tick"])):
        case "title":
            one, fields = replace(one, title="My own words"), {"title"}
        case "effort":
            one, fields = replace(one, effort=7), {"effort"}
        case "notes":
            one, fields = replace(one, notes=f"{one.notes}\n\nMine".strip()), {"notes"}
        case "date" if one.due is not None:
            one = dated_by_hand(one, anchors_of(goal, template, keyed(milestones)), _day(draw))
            fields = {"due"}
        case "fixed":
            one, fields = replace(one, fixed=True, moment=None), {"fixed", "due"}
        case "done" if one.repeat is None or one.repeat.each is None:
            one = close(one, "done", at=NOW, on=TODAY)
            fields = {"status", "title", "due", "effort", "notes", "evidence"} if not one.is_open else set()
        case "tick" if one.checklist:
            one = replace(one, checklist=tuple(replace(item, done=True) for item in one.checklist))
        case "link":
            other = draw(st.sampled_from(milestones))
            linked = replace(one, after=tuple(dict.fromkeys((*one.after, other.id))))
            there = {each.id: each for each in milestones} | {one.id: linked}
            if other.id != one.id and find_loop(one.id, there) is None:
                one = linked
    if fields:
        touched[one.id] = frozenset(fields)
    return one


def _day(draw: st.DrawFn) -> date:
    return TODAY + timedelta(days=draw(st.integers(0, 400)))


MOMENT: datetime = NOW + timedelta(days=1)
"""When the newer version is looked at."""
