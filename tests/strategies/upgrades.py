"""Goals that people have lived with, and newer versions of the templates they were built from.

Small templates whose steps lie close together and hang on each other, so that what can meet does meet. All is drawn
from one seed: a plan of five steps with a life of its own would take hypothesis hundreds of draws.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from planner.domain.build import GoalRequest, draft
from planner.domain.dependencies import find_loop
from planner.domain.living import anchors_of, dated_by_hand, keyed
from planner.domain.plan import CheckItem, Goal, Milestone, Plan, Repeat, TemplateRef
from planner.domain.repeat import close
from planner.domain.rhythm import repeating
from planner.domain.template import Template
from planner.domain.template_check import semantic_flaws
from planner.library.conversion import to_template
from tests.domain.making import NOW, TODAY, counting_ids

Document = dict[str, Any]
NEW_REF = TemplateRef(id="sample", version="2027.1", digest="1" * 64)


@dataclass(frozen=True, kw_only=True)
class Lived:
    """A goal with what the person did to it. `touched` are ids of milestones with the fields they changed; `today` is
    the day on which the newer version is looked at."""

    template: Template
    newer: Template
    goal: Goal
    milestones: tuple[Milestone, ...]
    touched: dict[str, frozenset[str]]
    today: date

    @property
    def plan(self) -> Plan:
        """A plan of this goal alone."""
        return Plan(goals={self.goal.id: self.goal}, milestones={each.id: each for each in self.milestones})

    @property
    def now(self) -> datetime:
        """In the morning of `today`."""
        return NOW + (self.today - TODAY)


def lived(*, same: bool = False) -> st.SearchStrategy[Lived]:
    """A goal, some weeks on; `same`: the newer version is the one it was built from."""
    return st.integers(0, 2**32).map(lambda seed: life(Random(seed), same=same))


def life(random: Random, *, same: bool = False) -> Lived:
    """A goal and what became of it and of its template."""
    document = old_version(random)
    template = to_template(document)
    newer = template if same else to_template(new_version(random, document))
    start = TODAY + timedelta(weeks=random.randint(-6, 6))
    answers = {"earned": (start - timedelta(weeks=30)).isoformat()} if "earned" in template.asked else {}
    if random.random() < 0.5:
        answers["way"] = random.choice(["left", "right"])
    if random.random() < 0.5:
        answers["known"] = (start + timedelta(weeks=random.randint(0, 9))).isoformat()
    request = GoalRequest(template="sample", start=start, answers=answers, past="late")
    made = draft(template, request, digest="0" * 64, today=TODAY, now=NOW, new_id=counting_ids())
    milestones = list(made.milestones)
    goal, touched = made.goal, dict[str, frozenset[str]]()
    today = TODAY + timedelta(weeks=random.randint(0, 6))
    for number in range(len(milestones)):
        for _ in range(random.choice([0, 0, 1, 2])):
            before = milestones[number]
            one, fields = _touch(random, goal, template, milestones, one=before, today=today)
            milestones[number] = one
            if one.n > before.n:  # the next occurrence has a day of its own
                touched[one.id] = touched.get(one.id, frozenset()) - {"due"}
            if fields:
                touched[one.id] = touched.get(one.id, frozenset()) | fields
    if milestones and random.random() < 0.2:
        gone = milestones.pop(random.randrange(len(milestones)))
        milestones = [replace(each, after=tuple(a for a in each.after if a != gone.id)) for each in milestones]
        each_gone = [each for each in milestones if each.repeat and each.repeat.each == gone.id]
        milestones = [replace(each, repeat=None) if each in each_gone else each for each in milestones]
        goal = replace(goal, without=(*goal.without, gone.key or ""))
    if random.random() < 0.4:
        after = tuple(each.id for each in milestones if random.random() < 0.3)
        milestones.append(
            Milestone(id="e" * 32, title="By hand", created=NOW, dated_at=NOW, goal=goal.id, after=after, order=99)
        )
    return Lived(
        template=template, newer=newer, goal=goal, milestones=tuple(milestones), touched=touched, today=today
    )  # fmt: skip


# -- templates


def old_version(random: Random) -> Document:
    """A sound template."""
    document: Document = {
        "format": 1, "id": "sample", "version": "2026.1", "title": "Sample", "summary": "For tests.",
        "category": "craft", "stages": ["mid"], "plan_from": "start", "duration": "P10W",
        "questions": [
            {"key": "way", "ask": "choice", "title": "Way", "question": "Which?", "options": [
                {"key": "left", "title": "Left"}, {"key": "right", "title": "Right"}]},
            {"key": "known", "ask": "date", "title": "Known", "question": "When?"},
            {"key": "people", "ask": "number", "title": "People", "question": "How many?", "default": 2},
        ],
        "milestones": [],
    }  # fmt: skip
    if random.random() < 0.5:
        document["questions"][1]["expect"] = f"start+P{random.randint(1, 8)}W"
    if random.random() < 0.4:
        document["questions"].append({"key": "earned", "ask": "date", "title": "Earned", "question": "When?"})
        document["credentials"] = [
            {"id": "it", "name": "It", "issuer": "Us", "cycle": {"ends": "anniversary", "length": "P1Y"}}
        ]
    elif random.random() < 0.5:
        document["cycle"] = "P1Y"
    for number in range(random.randint(1, 6)):
        document["milestones"].append(_step(random, document, f"m{number}"))
    assert is_sound(document)
    return document


def is_sound(document: Document) -> bool:
    """Whether its names, moments and chains would pass the check."""
    return next(semantic_flaws(document), None) is None


def new_version(random: Random, document: Document) -> Document:
    """The document as its author might have changed it."""
    new = copy.deepcopy(document)
    new["version"] = "2027.1"
    for key in [step["key"] for step in new["milestones"]]:
        chance = random.random()
        if chance < 0.15 and len(new["milestones"]) > 1:
            _remove(new, key)
        elif chance < 0.25:
            _rename(new, key, f"{key}x")
        elif chance < 0.75:
            _change(random, new, next(step for step in new["milestones"] if step["key"] == key))
    for number in range(random.choice([0, 1, 1, 2])):
        step = _step(random, new, f"new{number}")
        new["milestones"].append(step)
    if random.random() < 0.3:
        new["questions"][1]["expect"] = f"start+P{random.randint(1, 8)}W"
    if random.random() < 0.2:
        options = new["questions"][0]["options"]
        keys = {key for owner in new["milestones"] for key in owner.get("if", ())}
        if "left" not in keys:
            options[0] = {"key": "straight", "title": "Straight on"}
    if random.random() < 0.3 and all("after" not in step for step in new["milestones"]):
        random.shuffle(new["milestones"])
    # a step that was taken away or moved may leave a chain that no author could publish
    return new if is_sound(new) else document | {"version": "2027.1"}


def _step(random: Random, document: Document, key: str) -> Document:
    earlier = [step["key"] for step in document["milestones"]]
    step: Document = {"key": key, "title": f"Step {key}", "kind": "learn", "evidence": "A note"}
    step["when"] = _when(random, document, earlier)
    if earlier and random.random() < 0.5:
        step["after"] = random.sample(earlier, random.randint(1, min(2, len(earlier))))
    repeating_ones = {each["key"] for each in document["milestones"] if "repeat" in each or each.get("x")}
    if random.random() < 0.3 and not _anchor(step["when"]) & set(earlier) and key not in repeating_ones:
        step["repeat"] = {"every": "P1W"} | ({"count": random.randint(2, 6)} if random.random() < 0.7 else {})
    _dress(random, step)
    return step


def _anchor(when: str) -> set[str]:
    return {when.partition("+")[0].partition("-")[0]}


def _when(random: Random, document: Document, earlier: list[str]) -> str:
    anchors = ["start", "start", "target", "target", "known", *earlier]
    if "cycle" in document or "credentials" in document:
        anchors += ["cycle_end", "cycle_end"]
    anchor = random.choice(anchors)
    forward = anchor in earlier or anchor in {"start", "known"}
    return f"{anchor}{'+' if forward else '-'}P{random.randint(1, 9)}W"


def _dress(random: Random, step: Document) -> None:
    if random.random() < 0.3:
        step["effort"] = random.choice(["PT1H", "PT3H"])
        if random.random() < 0.3:
            step["per"] = "people"
    if random.random() < 0.15:
        step["fixed"] = True
    if random.random() < 0.2:
        step["optional"] = True
    if random.random() < 0.2:
        step["if"] = [random.choice(["left", "right"])]
    if random.random() < 0.3:
        step["checklist"] = random.sample(["One", "Two", "Three"], 2)
    if random.random() < 0.2:
        step["notes"] = random.choice(["Of the author", "By the author"])


def _change(random: Random, document: Document, step: Document) -> None:
    if random.random() < 0.4:
        step["title"] = f"{step['title']} anew"
    if random.random() < 0.4:
        anchor = next(iter(_anchor(step["when"])))
        step["when"] = f"{anchor}{'-' if '-' in step['when'] else '+'}P{random.randint(1, 9)}W"
    if random.random() < 0.2:
        earlier = [each["key"] for each in document["milestones"]]
        step["after"] = [key for key in earlier[: earlier.index(step["key"])] if random.random() < 0.5]
    if "repeat" in step and random.random() < 0.5:
        step["repeat"] |= random.choice([{"every": "P2W"}, {"count": random.randint(1, 8)}, {"mode": "after"}])
    _dress(random, step)
    if random.random() < 0.2:
        for name in ("fixed", "optional", "if", "repeat"):
            step.pop(name, None)
    if "effort" not in step:
        step.pop("per", None)


def _named(document: Document) -> Iterable[str]:
    for owner in [*document["milestones"], *document["questions"]]:
        for name in ("when", "expect"):
            yield from _anchor(owner.get(name, ""))


def _remove(document: Document, key: str) -> None:
    if key in _named(document):
        return
    document["milestones"] = [step for step in document["milestones"] if step["key"] != key]
    for step in document["milestones"]:
        step["after"] = [each for each in step.get("after", ()) if each != key]


def _rename(document: Document, key: str, new: str) -> None:
    for step in document["milestones"]:
        if step["key"] == key:
            step |= {"key": new, "same_as": f"sample/{key}"}
        if _anchor(step["when"]) == {key}:
            step["when"] = new + step["when"].removeprefix(key)
        step["after"] = [new if each == key else each for each in step.get("after", ())]


# -- what people do


def _touch(
    random: Random, goal: Goal, template: Template, milestones: list[Milestone], *, one: Milestone, today: date
) -> tuple[Milestone, frozenset[str]]:
    """One act on a milestone, and the fields it was about."""
    if not one.is_open:
        return one, frozenset()
    act = random.choice(["title", "date", "date", "done", "done", "effort", "link", "fixed", "notes", "tick", "repeat"])
    follows = one.repeat is not None and one.repeat.each is not None
    day = today + timedelta(days=random.randint(-20, 60))
    if act == "date" and one.due not in {None, day}:
        return dated_by_hand(one, anchors_of(goal, template, keyed(milestones)), day), frozenset({"due"})
    if act == "done" and not follows:
        closed = close(one, "done", at=NOW, on=today)
        return closed, frozenset({"status", "title", "due", "effort", "done_on"} if not closed.is_open else ())
    if act == "link":
        other = random.choice(milestones)
        linked = replace(one, after=tuple(dict.fromkeys((*one.after, other.id))))
        there = {each.id: each for each in milestones} | {one.id: linked}
        return (linked if find_loop(one.id, there) is None else one), frozenset()
    if act == "repeat" and one.due is not None and not follows:
        return repeating(one, Repeat(every="P3W", count=4)), frozenset({"repeat"})
    simple: dict[str, dict[str, Any]] = {
        "title": {"title": "My own words"},
        "effort": {"effort": 7},
        "notes": {"notes": f"{one.notes}\n\nMine".strip()},
        "fixed": {"fixed": True, "moment": None},
        "tick": {"checklist": tuple(CheckItem(title=item.title, done=True) for item in one.checklist)},
    }
    fields = {"fixed": frozenset({"fixed", "due"}), "tick": frozenset[str]()}.get(act, frozenset({act}))
    return (replace(one, **simple[act]), fields) if act in simple else (one, frozenset())
