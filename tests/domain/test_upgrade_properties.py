from __future__ import annotations

from dataclasses import replace
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.dependencies import comes_late, find_loop
from planner.domain.errors import WrongUsage
from planner.domain.plan import Milestone
from planner.domain.upgrade import Misfits, Upgrade, upgrade
from planner.domain.upgrade_merge import Decisions
from tests.domain.making import counting_ids
from tests.strategies.upgrades import NEW_REF, Lived, lived

MINE = Decisions(rest="mine")
WAYS = st.sampled_from(get_args(Misfits))
DECISIONS = st.sampled_from([MINE, Decisions(rest="theirs"), Decisions()])


def upgraded(one: Lived, decisions: Decisions = MINE, misfits: Misfits = "ask") -> Upgrade | None:
    try:
        return upgrade(
            one.goal, one.template, one.newer, one.plan, ref=NEW_REF, decisions=decisions, misfits=misfits,
            today=one.today, now=one.now, new_id=counting_ids(1000),
        )  # fmt: skip
    except WrongUsage:  # a date leaves the calendar
        return None


def after(one: Lived, found: Upgrade) -> dict[str, Milestone]:
    gone = {each.id for each in found.gone}
    return {each.id: each for each in (*one.milestones, *found.put) if each.id not in gone}


def told(milestone: Milestone, field: str) -> object:
    """A field; of a series the rule itself, since its first day moves with the plan."""
    repeat = milestone.repeat
    return replace(repeat, first=None) if field == "repeat" and repeat else getattr(milestone, field)


@settings(max_examples=50)
@given(lived(same=True), DECISIONS, WAYS)
def test_upgrading_to_the_same_version_changes_nothing(one: Lived, decisions: Decisions, misfits: Misfits) -> None:
    found = upgraded(one, decisions, misfits)
    assert found is not None
    assert (found.put, found.gone, found.comes, found.updates, found.conflicts) == ((), (), (), (), ())
    assert (found.past, found.problems, found.remarks, found.asks, found.left_out) == ((), (), (), (), ())


@settings(max_examples=50)
@given(lived(), WAYS)
def test_what_the_person_touched_stays_as_it_is_unless_they_take_theirs(one: Lived, misfits: Misfits) -> None:
    found = upgraded(one, MINE, misfits)
    if found is None:
        return
    now = after(one, found)
    for each in one.milestones:
        for field in one.touched.get(each.id, ()):
            assert told(now[each.id], field) == told(each, field), field


@settings(max_examples=50)
@given(lived(), DECISIONS, st.sampled_from(["leave", "later"]))
def test_nothing_comes_before_what_it_follows_unless_it_was_so_or_it_is_said(
    one: Lived, decisions: Decisions, misfits: Misfits
) -> None:
    found = upgraded(one, decisions, misfits)
    if found is None:
        return
    old, now = {each.id: each for each in one.milestones}, after(one, found)
    for each in now.values():
        for first in (now[before] for before in each.after if before in now):
            if not comes_late(first, each) or (first.cycle and first.repeat):
                continue
            was = each.id in old and first.id in old[each.id].after and comes_late(old[first.id], old[each.id])
            assert was or found.problems
    if misfits == "leave":
        assert found.fits


@settings(max_examples=50)
@given(lived(), DECISIONS, WAYS)
def test_it_is_deterministic_and_links_what_is_there_in_no_circle(
    one: Lived, decisions: Decisions, misfits: Misfits
) -> None:
    found = upgraded(one, decisions, misfits)
    assert found == upgraded(one, decisions, misfits)
    if found is None:
        return
    now = after(one, found)
    for each in now.values():
        assert set(each.after) <= set(now)
        assert each.repeat is None or each.repeat.each is None or each.repeat.each in now
        assert find_loop(each.id, now) is None
        assert each.key is None or each.key in found.after.steps


@settings(max_examples=50)
@given(lived(), DECISIONS)
def test_once_upgraded_the_same_version_asks_and_changes_nothing_more(one: Lived, decisions: Decisions) -> None:
    found = upgraded(one, decisions, "anyway")
    if found is None or found.undecided:
        return
    again = replace(one, template=one.newer, goal=found.goal, milestones=tuple(after(one, found).values()), touched={})
    second = upgraded(again, decisions, "anyway")
    assert second is not None
    assert (second.put, second.gone, second.comes, second.conflicts) == ((), (), (), ())
