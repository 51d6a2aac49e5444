from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.copies import copy_goal
from planner.domain.living import redated
from planner.domain.plan import Goal, Milestone
from planner.domain.repeat import close
from planner.domain.template import StepRepeat
from tests.domain.making import NOW, built, counting_ids, merged, step, template, with_key

MADE = template(
    step("a", "start", checklist=("one",)),
    step("s", "start+P1W", after=("a",), repeat=StepRepeat(every="P1W", count=3)),
    step("then", "s+P1D"),
    step("end", "target", fixed=True, after=("then",)),
)


def copied(goal: Goal, milestones: list[Milestone]) -> tuple[Goal, list[Milestone]]:
    copy, members = copy_goal(goal, milestones, title="Again", order=5, now=NOW, new_id=counting_ids(10_000))
    return copy, list(members)


@given(st.sets(st.sampled_from(["a", "s", "then", "end"])))
def test_a_copy_is_open_stands_on_the_same_days_and_points_only_at_itself(closed: set[str]) -> None:
    goal, milestones = built(MADE)
    for key in closed:
        one = with_key(milestones, key)
        source = with_key(milestones, "s") if key == "then" else None
        milestones = merged(milestones, (close(one, "done", at=NOW, on=one.due or NOW.date(), source=source),))
    copy, members = copied(goal, milestones)
    assert (copy.title, copy.status, copy.order, copy.template) == ("Again", "active", 5, goal.template)
    assert [each.key for each in members] == [each.key for each in milestones]
    assert {each.goal for each in members} == {copy.id}
    ids = {each.id for each in members}
    assert ids.isdisjoint({each.id for each in milestones} | {goal.id})
    for old, new in zip(milestones, members, strict=True):
        assert (new.status, new.n, new.occurrences, new.done_on) == ("todo", 1, (), None)
        assert new.due == old.due
        assert set(new.after) <= ids
        assert len(new.after) == len(old.after)
        assert new.repeat is None or new.repeat.each is None or new.repeat.each in ids


def test_a_copy_moves_with_its_own_dates() -> None:
    goal, milestones = built(MADE)
    copy, members = copied(goal, milestones)
    assert copy.target is not None
    later = replace(copy, target=copy.target + timedelta(days=9))
    moved = redated(later, MADE, members, {"target"}, now=NOW)
    assert [each.key for each in moved] == ["end"]
