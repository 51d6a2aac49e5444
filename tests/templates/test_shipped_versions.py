"""Every shipped template: a goal of it follows a next version of it without a loss."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from planner.domain.build import GoalRequest, draft
from planner.domain.plan import Plan, TemplateRef
from planner.domain.template_diff import diff
from planner.domain.template_diff_words import diff_words
from planner.domain.upgrade import upgrade
from planner.domain.upgrade_merge import Decisions
from planner.library.conversion import from_json
from tests.domain.making import NOW, TODAY, counting_ids

FOLDER = Path(__file__).resolve().parents[2] / "templates"
FILES = {path.stem: path for path in sorted(FOLDER.glob("*.json")) if path.name != "template.schema.json"}
REF = TemplateRef(id="x", version="2099.1", digest="1" * 64)


def next_version(random: Random, document: dict[str, Any]) -> dict[str, Any]:
    """Some steps are worded anew, one comes, and one that nothing counts from or follows goes."""
    new: dict[str, Any] = json.loads(json.dumps(document)) | {"version": "2099.1"}
    steps = new["milestones"]
    for step in random.sample(steps, len(steps) // 3):
        step |= {"title": f"{step['title'][:80]} anew", "effort": "PT9H"}
    named = json.dumps([{key: value for key, value in each.items() if key != "key"} for each in steps])
    named += json.dumps(new.get("questions", []))
    free = [step for step in steps if step["key"] not in named]
    if free:
        steps.remove(random.choice(free))
    steps.append({"key": "new_step", "title": "New", "kind": "check", "when": "start+P1W", "evidence": "A note"})
    return new


@pytest.mark.thorough
@pytest.mark.parametrize("name", FILES)
def test_a_goal_follows_the_next_version_and_the_one_after_changes_nothing(name: str) -> None:
    document = json.loads(FILES[name].read_text("utf-8"))
    old = from_json(json.dumps(document))
    for seed in range(8):
        random = Random(seed)
        new = from_json(json.dumps(next_version(random, document)))
        start = TODAY + timedelta(days=random.randint(0, 400))
        answers = {"earned": start.isoformat()} if old.plan_from == "earned" else {}
        request = GoalRequest(template=old.id, start=start, answers=answers, past="late")
        made = draft(old, request, digest="0" * 64, today=TODAY, now=NOW, new_id=counting_ids())
        plan = Plan(goals={made.goal.id: made.goal}, milestones={each.id: each for each in made.milestones})
        found = upgrade(
            made.goal, old, new, plan, ref=REF, decisions=Decisions(), misfits="anyway", today=TODAY, now=NOW,
            new_id=counting_ids(1000),
        )  # fmt: skip
        gone = {each.id for each in found.gone}
        there = {each.id: each for each in (*made.milestones, *found.put) if each.id not in gone}
        assert found.conflicts == () == found.alone
        assert {each.key for each in there.values()} <= set(new.steps)
        assert not found.redated
        again = upgrade(
            found.goal, new, new, Plan(goals={found.goal.id: found.goal}, milestones=there), ref=REF,
            misfits="anyway", today=TODAY, now=NOW, new_id=counting_ids(2000),
        )  # fmt: skip
        assert (again.put, again.gone, again.comes) == ((), (), ())
        assert diff_words(diff(old, new))
