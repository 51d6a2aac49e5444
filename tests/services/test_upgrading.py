from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.build import GoalRequest
from planner.domain.errors import Infeasible, InThePast, NotFound, NotMet, WrongUsage
from planner.domain.plan import Edit, TemplateCopy, TemplateRef
from planner.domain.template import Step, Template
from planner.domain.upgrade_merge import Decisions
from planner.services.edits import MilestoneEdit
from planner.store.tiny import TinyStore
from planner.wiring import Planner
from tests.domain.making import step, template
from tests.services.people import HashedIds, SetClock, keyed, only_goal, plan_of
from tests.services.versions import Versions, a_planner_with
from tests.strategies.upgrades import life

OLD = template(
    step("read", "start", title="Read"),
    step("mock", "target-P2W", title="Mock exam", after=("read",)),
    step("exam", "target", title="Exam", kind="exam", fixed=True, after=("mock",)),
)
BOOK = step("book", "target-P3W", title="Book the room", after=("read",))


def with_steps(*changes: Step, version: str = "2027.1", more: tuple[Step, ...] = ()) -> Template:
    by_key = {each.key: each for each in changes}
    return replace(OLD, version=version, milestones=(*(by_key.get(each.key, each) for each in OLD.milestones), *more))


NEW = with_steps(step("mock", "target-P3W", title="Mock exam", after=("read",)), more=(BOOK,))


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    """A goal of OLD, and NEW beside it."""
    made = a_planner_with(tmp_path, OLD)
    made.goals.create(GoalRequest(template="sample", start=date(2027, 1, 4)))
    shelf(made).every.append(NEW)
    return made


def shelf(planner: Planner) -> Versions:
    found = planner.catalog
    assert isinstance(found, Versions)
    return found


def test_a_goal_learns_of_a_newer_version_and_follows_it(planner: Planner) -> None:
    assert planner.upgrading.newer("A sample") == "2027.1"
    done = planner.upgrading.upgrade("A sample")
    assert done.change is not None
    assert done.change.name == "Upgrade “A sample” to 2027.1"
    assert done.ids == (only_goal(planner).id,)
    assert keyed(planner, "mock").due == date(2027, 2, 22)
    assert keyed(planner, "book").due == date(2027, 2, 22)
    assert planner.upgrading.newer("A sample") is None


def test_goal_and_copy_are_those_of_the_new_version_and_the_old_copy_goes(planner: Planner) -> None:
    planner.upgrading.upgrade("A sample")
    ref = only_goal(planner).template
    assert ref is not None
    assert ref.version == "2027.1"
    assert list(plan_of(planner).templates) == [ref.digest]
    assert planner.catalog.parse(plan_of(planner).templates[ref.digest].text) == NEW


def test_the_old_copy_stays_while_another_goal_uses_it(planner: Planner) -> None:
    planner.goals.duplicate("A sample", title="Another")
    planner.upgrading.upgrade("A sample")
    assert len(plan_of(planner).templates) == 2
    planner.upgrading.upgrade("Another")
    assert len(plan_of(planner).templates) == 1


def test_one_undo_takes_all_of_it_back(planner: Planner) -> None:
    before = plan_of(planner)
    planner.upgrading.upgrade("A sample")
    planner.history.undo()
    after = plan_of(planner)
    assert (after.goals, after.milestones, after.templates) == (before.goals, before.milestones, before.templates)


def test_what_both_changed_is_refused_with_the_names_that_decide(planner: Planner) -> None:
    planner.milestones.edit(keyed(planner, "mock").id, MilestoneEdit(due="2027-03-02"))
    before = plan_of(planner)
    with pytest.raises(NotMet, match=r"“Mock exam” \(mock\.when\)") as refused:
        planner.upgrading.upgrade("A sample")
    assert "--keep mock.when" in refused.value.hint
    assert plan_of(planner) == before
    planner.upgrading.upgrade("A sample", decisions=Decisions(keep=frozenset({"mock.when"})))
    assert keyed(planner, "mock").due == date(2027, 3, 2)


def test_dates_that_do_not_fit_are_refused_until_somebody_says_what_to_do(planner: Planner) -> None:
    shelf(planner).every.append(with_steps(version="2028.1", more=(step("early", "start-P20W", title="Early"),)))
    with pytest.raises(InThePast, match=r"“Early” \(2026-08-17\) would lie before today") as refused:
        planner.upgrading.upgrade("A sample")
    assert "--misfits later" in refused.value.hint
    shelf(planner).every.append(with_steps(step("read", "target-P1D", title="Read"), version="2029.1"))
    with pytest.raises(Infeasible, match="would come before “Read”"):
        planner.upgrading.upgrade("A sample")
    planner.upgrading.upgrade("A sample", misfits="leave")
    assert keyed(planner, "read").due == date(2027, 1, 4)


def test_another_version_can_be_named_also_an_older_one(planner: Planner) -> None:
    shelf(planner).every.append(with_steps(version="2030.1"))
    planner.upgrading.upgrade("A sample", to="2027.1")
    assert {each.key for each in plan_of(planner).milestones.values()} == {"read", "mock", "exam", "book"}
    planner.upgrading.upgrade("A sample", to="2026.1")
    assert {each.key for each in plan_of(planner).milestones.values()} == {"read", "mock", "exam"}
    with pytest.raises(NotFound):
        planner.upgrading.upgrade("A sample", to="1.0")


def test_the_version_it_has_changes_nothing(planner: Planner) -> None:
    assert planner.upgrading.upgrade("A sample", to="2026.1").change is None


def test_where_only_older_versions_are_left_it_says_so(planner: Planner) -> None:
    planner.upgrading.upgrade("A sample")
    shelf(planner).every.remove(NEW)
    with pytest.raises(NotMet, match=r"the newest here is 2026\.1"):
        planner.upgrading.preview("A sample")


def test_goals_that_cannot_follow_say_why(planner: Planner) -> None:
    planner.goals.begin("My own")
    with pytest.raises(NotMet, match="was not made from a template"):
        planner.upgrading.preview("My own")
    planner.goals.drop("A sample")
    with pytest.raises(NotMet, match="is dropped"):
        planner.upgrading.preview("A sample")


def test_a_copy_that_cannot_be_read_is_told_and_nothing_is_changed(planner: Planner) -> None:
    goal = only_goal(planner)
    copy = TemplateCopy(id="0" * 64, template="sample", version="2026.1", text="{")
    ref = TemplateRef(id="sample", version="2026.1", digest=copy.id)
    planner.store.commit(lambda _plan: Edit("Damage", (replace(goal, template=ref), copy)))
    with pytest.raises(NotMet, match="cannot be read any more"):
        planner.upgrading.upgrade("A sample")


@pytest.mark.parametrize("name", ["nothing", "mock.colour", "mock.", "../mock"])
def test_a_decision_about_nothing_is_refused(planner: Planner, name: str) -> None:
    with pytest.raises(NotFound, match="nothing called"):
        planner.upgrading.preview("A sample", decisions=Decisions(take=frozenset({name})))


def test_what_is_both_taken_and_kept_is_refused(planner: Planner) -> None:
    both = Decisions(take=frozenset({"mock"}), keep=frozenset({"mock"}))
    with pytest.raises(WrongUsage, match="both taken and kept"):
        planner.upgrading.preview("A sample", decisions=both)


def test_a_new_step_that_another_goal_has_is_left_out(planner: Planner) -> None:
    other = template(step("room", "start", title="Room", same_as="sample/book"), id="other", title="Other")
    shelf(planner).every.append(other)
    planner.goals.create(GoalRequest(template="other", start=date(2027, 1, 4)))
    found = planner.upgrading.preview("A sample")
    assert (found.comes, found.remarks) == ((), ("“Book the room” is in “Other” already and is left out.",))


def test_templates_are_compared_by_id_version_file_and_goal(planner: Planner, tmp_path: Path) -> None:
    def pair(*refs: str) -> tuple[str, str]:
        found = planner.upgrading.diff(*refs)
        return found.before.version, found.after.version

    goal = only_goal(planner).id
    file = tmp_path / "mine.json"
    file.write_text(planner.catalog.canonical(replace(NEW, version="2031.1")), encoding="utf-8")
    assert pair(goal) == pair("A sample") == ("2026.1", "2027.1")
    assert pair("sample@2026.1", "sample") == ("2026.1", "2027.1")
    assert pair("sample@2027.1", str(file)) == ("2027.1", "2031.1")
    assert pair("sample", goal) == ("2027.1", "2026.1")
    for wrong in (("sample@9", "sample"), ("nothing", "sample"), ("nothing",)):
        with pytest.raises(NotFound):
            planner.upgrading.diff(*wrong)


def tables(folder: Path) -> str:
    """The file without what counts its writings."""
    document: dict[str, Any] = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    return json.dumps({name: table for name, table in document.items() if name != "meta"})


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), misfits=st.sampled_from(["anyway", "leave", "later"]))
def test_an_upgrade_that_is_undone_leaves_the_file_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, seed: int, misfits: Any
) -> None:
    one = life(Random(seed))
    home = tmp_path_factory.mktemp("home")
    clock, ids = SetClock(one.now), HashedIds()
    planner = a_planner_with(
        home, one.template, one.newer, clock=clock, ids=ids, store=TinyStore(home, clock, ids, "test")
    )  # fmt: skip
    text = planner.catalog.canonical(one.template)
    copy = TemplateCopy(id="0" * 64, template="sample", version="2026.1", text=text)
    planner.store.commit(lambda _plan: Edit("Live", (one.goal, copy, *one.milestones)))
    before = tables(home)
    try:
        done = planner.upgrading.upgrade(one.goal.id, decisions=Decisions(rest="theirs"), misfits=misfits)
    except (Infeasible, InThePast):
        assert tables(home) == before
        return
    assert done.change is not None
    planner.history.undo()
    assert tables(home) == before
