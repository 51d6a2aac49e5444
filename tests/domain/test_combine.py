"""Several templates in one go: what they have in common exists once, and what follows it follows the one that stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.build import Draft, GoalRequest, draft
from planner.domain.combine import combined, identity
from planner.domain.dependencies import find_loop
from planner.domain.durations import LAST_DAY
from planner.domain.layout import DraftLine
from planner.domain.moving import move_goal
from planner.domain.plan import Goal, Milestone, Plan, TemplateRef
from planner.domain.repeat import projected
from planner.domain.template import StepRepeat, Template
from tests.domain.making import NOW, START, TODAY, counting_ids, goal, merged, milestone, plan, step, template

IDS = counting_ids(1000)


def laid(made: Template, **request: object) -> Draft:
    wanted = GoalRequest(template=made.id, **{"start": START, **request})  # type: ignore[arg-type]  # of a test
    return draft(made, wanted, digest="0" * 64, today=TODAY, now=NOW, new_id=IDS)


def names_of(templates: Sequence[Template]) -> Mapping[str, str | None]:
    return {f"{each.id}/{one.key}": one.same_as for each in templates for one in each.milestones}


def together(
    *templates: Template, known: Sequence[Template] = (), there: Plan | None = None, anew: Mapping[str, set[str]] = {}
) -> tuple[Draft, ...]:
    same_as = names_of([*templates, *known])
    return combined(
        [laid(each) for each in templates],
        there or Plan(),
        lambda name: identity(name, same_as.get),
        anew=[anew.get(each.id, set()) for each in templates],
        today=TODAY,
    )


def line_of(made: Draft, key: str) -> DraftLine:
    return next(line for line in made.lines if line.step.key == key)


PMP = template(step("log", "start+P1W"), step("exam", "start+P8W", after=("log",)), id="one")
NET = template(
    step("list", "start+P2W", same_as="one/log"), step("call", "start+P3W", after=("list",)), id="two", title="Two"
)


@pytest.mark.parametrize("templates", [(PMP, NET), (NET, PMP)], ids=["it says so", "the other says so"])
def test_a_step_that_both_have_exists_once_in_the_first_goal(templates: tuple[Template, Template]) -> None:
    first, second = together(*templates)
    own, other = templates[0].milestones[0].key, templates[1].milestones[0].key
    stays, dropped = line_of(first, own), line_of(second, other)
    assert stays.ticked
    assert not dropped.ticked
    assert dropped.shared is not None
    assert (dropped.shared.milestone, dropped.shared.planned) == (stays.milestone.id, False)
    assert second.goal.without == (other,)
    follower = second.milestones[0]
    assert follower.after == (stays.milestone.id,)


def test_it_holds_over_a_template_that_is_not_planned() -> None:
    between = template(step("x", "start", same_as="one/log"), id="between")
    far = template(step("y", "start", same_as="between/x"), step("z", "start+P2W", after=("y",)), id="far")
    first, second = together(PMP, far, known=[between])
    assert [each.key for each in second.milestones] == ["z"]
    assert second.milestones[0].after == (line_of(first, "log").milestone.id,)


def test_what_is_left_out_of_the_first_stays_in_the_second() -> None:
    same_as = names_of([PMP, NET])
    drafts = [laid(PMP, without=("log",)), laid(NET)]
    first, second = combined(drafts, Plan(), lambda name: identity(name, same_as.get), anew=[set(), set()], today=TODAY)
    assert not line_of(first, "log").ticked
    assert line_of(second, "list").ticked


def test_what_the_person_wants_anew_is_made_anew() -> None:
    _, second = together(PMP, NET, anew={"two": {"list"}})
    assert line_of(second, "list").ticked
    assert line_of(second, "list").shared is None


def of_plan(**fields: object) -> Plan:
    mine = replace(goal(1, title="The PMP"), template=TemplateRef(id="one", version="1", digest="d"))
    return plan(mine, milestone(1, goal=mine.id, key="log", due=date(2026, 12, 1), **fields))


@pytest.mark.parametrize("status", ["todo", "done"])
def test_a_goal_of_the_plan_that_has_the_step_keeps_it(status: str) -> None:
    (second,) = together(NET, known=[PMP], there=of_plan(status=status, done_on=date(2026, 11, 2)))
    shared = line_of(second, "list").shared
    assert shared is not None
    assert (shared.goal, shared.planned, shared.done) == ("The PMP", True, status == "done")
    assert second.milestones[0].after == (f"{1:032x}",)


def test_what_was_skipped_there_or_belongs_to_a_dropped_goal_is_made_anew() -> None:
    (second,) = together(NET, known=[PMP], there=of_plan(status="skipped"))
    assert line_of(second, "list").ticked
    there = of_plan()
    dropped = replace(there, goals={key: replace(each, status="dropped") for key, each in there.goals.items()})
    (second,) = together(NET, known=[PMP], there=dropped)
    assert line_of(second, "list").ticked


def test_the_same_template_planned_again_shares_nothing_with_the_first_time() -> None:
    (second,) = together(PMP, there=of_plan())
    assert all(line.ticked for line in second.lines)


def test_an_order_that_does_not_fit_across_goals_is_said_and_refuses_nothing() -> None:
    late = template(step("log", "start+P9W"), id="one", title="One")
    _, second = together(late, NET)
    assert second.problems == ()
    assert second.remarks == (
        "“Step call” (2027-01-25) stands before “Step log” (2027-03-08) of “One”, which it follows.",
    )


def test_a_series_goes_on_after_the_series_that_stays_and_stands_alone_after_a_single_step() -> None:
    series = StepRepeat(every="P1W", count=3)
    weekly = template(step("meet", "start", repeat=series, same_as="one/log"), step("note", "meet+P1D"), id="two")
    single, repeating = PMP, template(step("log", "start", repeat=series), id="one")
    first, second = together(repeating, weekly)
    note = second.milestones[0]
    assert note.repeat is not None
    assert note.repeat.each == line_of(first, "log").milestone.id
    once = replace(
        weekly, milestones=(replace(weekly.milestones[0], repeat=replace(series, count=1)), *weekly.milestones[1:])
    )
    _, second = together(single, once)
    assert second.milestones[0].repeat is None


# -- series of which both have a part


def weekly(name: str, times: int, **fields: Any) -> Template:
    talk = step("talk", "start+P1W", repeat=StepRepeat(every="P1W", count=times), effort="PT1H", **fields)
    return template(talk, step("note", "talk+P1D"), step("end", "target", after=("talk",)), id=name, duration="P52W")


def talks(made: Draft) -> list[date]:
    one = line_of(made, "talk").milestone
    assert one.due is not None
    return [one.due, *projected(one, one.due, LAST_DAY)] if line_of(made, "talk").ticked else []


@pytest.mark.parametrize("planned", [False, True])
def test_a_longer_series_goes_on_where_the_one_that_stands_for_it_ends(planned: bool) -> None:
    short, long = weekly("one", 12), weekly("two", 40, same_as="one/talk")
    usual = talks(laid(long))
    if planned:
        first = laid(short)
        there = plan(replace(first.goal, template=TemplateRef(id="one", version="1", digest="0")), *first.milestones)
        (second,) = together(long, known=(short,), there=there)
    else:
        first, second = together(short, long)
    assert talks(first) + talks(second) == usual
    series = line_of(second, "talk")
    assert (series.count, series.shared) == (28, None)
    assert line_of(second, "note").milestone.due == usual[12] + timedelta(days=1)
    assert second.minutes == 28 * 60
    assert second.remarks == (f"“Step talk” comes the first 12 times in “A sample”; here it goes on from {usual[12]}.",)
    goal, members = second.goal, list(second.milestones)
    later = {each.id: each for each in shifted_by_a_move(long, goal, members)}
    assert later[series.milestone.id].due == usual[12] + timedelta(weeks=1)


def shifted_by_a_move(made: Template, goal: Goal, members: list[Milestone]) -> list[Milestone]:
    assert goal.start is not None
    move = move_goal(goal, made, members, start=goal.start + timedelta(weeks=1), today=TODAY, now=NOW)
    return merged(members, tuple(each.after for each in move.moved))


def test_a_shorter_series_is_there_once() -> None:
    first, second = together(weekly("one", 12), weekly("two", 10, same_as="one/talk"))
    assert (len(talks(first)), talks(second)) == (12, [])
    assert line_of(second, "talk").shared is not None


def test_a_series_that_comes_more_rarely_stands_for_nothing() -> None:
    monthly = StepRepeat(every="P1M")
    rare = template(step("talk", "start", repeat=monthly), id="one", duration="P52W")
    _, second = together(rare, weekly("two", 10, same_as="one/talk"))
    assert len(talks(second)) == 10
    _, second = together(
        replace(weekly("two", 10), id="two"),
        replace(rare, milestones=(replace(rare.milestones[0], same_as="two/talk"),)),
    )
    assert len(talks(second)) == 12 - 3


def test_a_series_that_was_over_before_stands_for_nothing() -> None:
    done = milestone(1, goal=goal().id, key="talk", status="done", done_on=START - timedelta(days=30), due=TODAY)
    there = plan(goal(template=TemplateRef(id="one", version="1", digest="0")), done)
    long = weekly("two", 40, same_as="one/talk")
    (second,) = together(long, known=(weekly("one", 12),), there=there)
    assert len(talks(second)) == 40
    assert second.remarks == ()


# -- properties

KEYS = ("a", "b", "c")


@st.composite
def libraries(draw: st.DrawFn) -> tuple[Template, ...]:
    """Four templates of three steps in a row, some of which are the same as steps of others, or as none there is."""
    names = ["t0", "t1", "t2", "t3"]
    addresses = [f"{name}/{key}" for name in [*names, "gone"] for key in KEYS]
    made = []
    for name in names:
        steps = []
        for number, key in enumerate(KEYS):
            others = [each for each in addresses if not each.startswith(name)]
            after = draw(st.sets(st.sampled_from(KEYS[:number]))) if number else set()
            same = draw(st.none() | st.sampled_from(others))
            weeks = draw(st.integers(number, number + 3))
            steps.append(step(key, f"start+P{weeks}W", after=tuple(sorted(after)), same_as=same))
        made.append(template(*steps, id=name, title=name))
    return tuple(made)


def groups_of(same_as: Mapping[str, str | None]) -> Mapping[str, set[str]]:
    """By address all it is joined to, found by joining sets."""
    found = {name: {name} for name in {*same_as, *filter(None, same_as.values())}}
    for name, other in same_as.items():
        if other is not None:
            union = found[name] | found[other]
            for each in union:
                found[each] = union
    return found


@given(libraries())
def test_two_addresses_have_one_name_exactly_when_they_are_joined(templates: tuple[Template, ...]) -> None:
    same_as = names_of(templates)
    groups = groups_of(same_as)
    for one in groups:
        for other in groups:
            assert (identity(one, same_as.get) == identity(other, same_as.get)) == (other in groups[one])


@given(libraries(), st.permutations(range(4)), st.integers(1, 4))
def test_nothing_is_there_twice_nothing_is_lost_and_nothing_goes_round(
    templates: tuple[Template, ...], order: list[int], many: int
) -> None:
    chosen = [templates[number] for number in order[:many]]
    drafts = together(*chosen, known=templates)
    groups = groups_of(names_of(templates))
    kept = {f"{made.template.id}/{each.key}": each for made in drafts for each in made.milestones}
    by_id = {each.id: each for each in kept.values()}
    for one in kept:
        others = {each for each in groups[one] if each in kept and each.split("/")[0] != one.split("/")[0]}
        assert not others
    for made in chosen:
        for each in made.milestones:
            assert groups[f"{made.id}/{each.key}"] & kept.keys()
    for each_draft in drafts:
        assert set(each_draft.goal.without) == {line.step.key for line in each_draft.lines if not line.ticked}
        for line in each_draft.lines:
            if line.ticked:
                for before, key in zip(line.milestone.after, line.step.after, strict=False):
                    assert f"{each_draft.template.id}/{key}" in groups[_name_of(kept, before)]
            assert all(before in by_id for before in line.milestone.after if line.ticked)
    assert all(find_loop(each, by_id) is None for each in by_id)


def _name_of(kept: Mapping[str, object], milestone_id: str) -> str:
    return next(name for name, each in kept.items() if getattr(each, "id", "") == milestone_id)


@given(libraries())
def test_without_anything_in_common_each_draft_stays_as_it_is(templates: tuple[Template, ...]) -> None:
    apart = [
        replace(each, milestones=tuple(replace(one, same_as=None) for one in each.milestones)) for each in templates
    ]
    drafts = [laid(each) for each in apart]
    assert combined(drafts, Plan(), lambda name: name, anew=[()] * 4, today=TODAY) == tuple(drafts)
