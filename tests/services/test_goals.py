from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.build import GoalRequest
from planner.domain.errors import Ambiguous, Infeasible, InThePast, NotFound, NotMet, PlannerError, WrongUsage
from planner.domain.plan import Edit, Plan
from planner.domain.template import StepRepeat
from planner.services.goal_edits import GoalEdit
from planner.wiring import Planner
from tests.domain.making import choice, credential, date_question, step, template
from tests.services.people import TODAY, a_planner, built, clock_of, keyed, only_goal, plan_of

EXAM = template(
    step("check", "start"),
    step("apply", "start+P2W", after=("check",)),
    step("book", "target-P4W", after=("apply",)),
    step("exam", "target", fixed=True, after=("book",), asks=("result",)),
    step("again", "exam+P1W", if_=("failed",)),
    step("file", "exam+P1W", if_=("passed",), asks=("earned",)),
    step("keep", "cycle_end-P1Y"),
    plan_from="target",
    questions=(
        date_question("target"),
        choice("result", "passed", "failed"),
        date_question("earned", expect="exam", if_=("passed",)),
    ),
    credentials=(credential(),),
)
FAR = date(2027, 6, 1)


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    return a_planner(tmp_path, EXAM)


class TestBuilding:
    def test_a_preview_stores_nothing(self, planner: Planner) -> None:
        draft = planner.goals.preview(GoalRequest(template="sample", target=FAR))
        assert [line.step.key for line in draft.lines][:2] == ["check", "apply"]
        assert plan_of(planner) == Plan()

    def test_a_goal_its_milestones_and_the_templates_text_are_one_change(self, planner: Planner) -> None:
        built(planner, target=FAR, title="My exam")
        assert len(planner.history.list()) == 1
        goal = only_goal(planner)
        assert goal.title == "My exam"
        assert goal.template is not None
        (copy,) = plan_of(planner).templates.values()
        assert copy.id == goal.template.digest
        assert json.loads(copy.text)["id"] == "sample"
        built(planner, target=FAR)
        assert len(plan_of(planner).templates) == 1

    def test_dates_that_do_not_fit_are_refused_with_both_names_and_the_window(self, planner: Planner) -> None:
        with pytest.raises(Infeasible, match=r"“Step book” .* would come before “Step apply” .* 6 weeks"):
            built(planner, start=TODAY, target=TODAY + timedelta(weeks=5))
        assert plan_of(planner) == Plan()

    def test_what_would_begin_in_the_past_asks_and_names_the_three_ways(self, planner: Planner) -> None:
        soon = TODAY + timedelta(weeks=7)
        with pytest.raises(InThePast) as error:
            built(planner, target=soon)
        assert "“Step check”" in error.value.message
        for way in ("--past earliest", "--past compress", "--past late"):
            assert way in error.value.hint
        built(planner, target=soon, past="compress")
        assert keyed(planner, "check").due == TODAY
        planner.history.undo()
        built(planner, target=soon, past="earliest")
        assert only_goal(planner).target == soon
        planner.history.undo()
        built(planner, target=TODAY + timedelta(weeks=2), past="earliest")
        assert only_goal(planner).target == TODAY + timedelta(weeks=6)
        planner.history.undo()
        built(planner, target=soon, past="late")
        assert only_goal(planner).late_start
        assert keyed(planner, "check").due == soon - timedelta(weeks=10)

    def test_a_target_that_is_over_cannot_be_compressed_to(self, planner: Planner) -> None:
        for way in ("ask", "compress"):
            with pytest.raises(InThePast) as error:
                built(planner, target=TODAY - timedelta(days=1), past=way)
            assert "--past compress" not in error.value.hint
            assert "--past late" in error.value.hint

    @pytest.mark.parametrize(
        ("request_", "error"),
        [
            (GoalRequest(template="sample", without=("nothing",)), NotFound),
            (GoalRequest(template="sample", answers={"nothing": "1"}), NotFound),
            (GoalRequest(template="sample", answers={"result": "perhaps"}), WrongUsage),
            (GoalRequest(template="sample", answers={"earned": "soonish"}), WrongUsage),
            (GoalRequest(template="sample", title="x" * 201), WrongUsage),
        ],
    )
    def test_what_the_template_does_not_know_is_refused(
        self, planner: Planner, request_: GoalRequest, error: type[PlannerError]
    ) -> None:
        with pytest.raises(error):
            planner.goals.create(request_)
        assert plan_of(planner) == Plan()


class TestAnswers:
    def test_a_choice_brings_its_steps_and_takes_the_others_and_undo_restores(self, planner: Planner) -> None:
        goal = built(planner, target=FAR)
        before = plan_of(planner)
        planner.goals.answer(goal, {"result": "Passed"})
        assert keyed(planner, "file").due == FAR + timedelta(days=7)
        assert "again" not in {each.key for each in plan_of(planner).milestones.values()}
        planner.history.undo()
        assert plan_of(planner).milestones == before.milestones

    def test_the_day_it_was_earned_dates_the_cycle(self, planner: Planner) -> None:
        goal = built(planner, target=FAR)
        assert keyed(planner, "keep").expected
        planner.goals.answer(goal, {"result": "passed", "earned": "2027-06-10"})
        assert (keyed(planner, "keep").due, keyed(planner, "keep").expected) == (date(2029, 6, 9), False)

    def test_the_month_of_birth_is_asked_where_a_cycle_ends_with_it_and_dates_its_steps(self, tmp_path: Path) -> None:
        rule = credential(ends="birth_month", length="P3Y")
        made = template(step("keep", "cycle_end"), plan_from="earned", duration=None, credentials=(rule,))
        planner = a_planner(tmp_path, made)
        goal = built(planner, answers={"earned": "2027-02-10"})
        assert [each.key for each in planner.queries.goal(goal).questions] == ["birth_month"]
        planner.goals.answer(goal, {"birth_month": "9"})
        assert keyed(planner, "keep").due == date(2030, 9, 30)
        assert planner.queries.goal(goal).questions == ()

    def test_a_new_exam_date_moves_the_exam_and_what_counts_from_it(self, planner: Planner) -> None:
        goal = built(planner, target=FAR)
        planner.goals.answer(goal, {"target": "2027-07-01"})
        assert keyed(planner, "exam").due == date(2027, 7, 1)
        assert keyed(planner, "book").due == date(2027, 6, 3)
        assert keyed(planner, "apply").due == FAR - timedelta(weeks=8)

    def test_what_follows_a_step_that_goes_and_moves_at_once_points_at_nothing_gone(self, tmp_path: Path) -> None:
        made = template(
            step("maybe", "start", if_=("yes",)),
            step("then", "known", after=("maybe",)),
            questions=(choice("well", "yes", "no"), date_question("known")),
        )
        planner = a_planner(tmp_path, made)
        goal = built(planner, start=TODAY)
        planner.goals.answer(goal, {"well": "no", "known": "2027-01-01"})
        then = keyed(planner, "then")
        assert (then.due, then.after) == (date(2027, 1, 1), ())

    def test_an_answer_can_be_taken_back(self, planner: Planner) -> None:
        goal = built(planner, target=FAR)
        planner.goals.answer(goal, {"result": "passed"})
        planner.goals.answer(goal, {"result": ""})
        assert only_goal(planner).answers == {}
        assert {"again", "file"} <= {each.key for each in plan_of(planner).milestones.values()}

    def test_each_change_says_in_its_name_what_was_answered(self, planner: Planner) -> None:
        goal = built(planner, target=FAR)
        for answers, name in (
            ({"result": "passed"}, "Answer “Choice result” of “A sample”"),
            ({"result": ""}, "Take back “Choice result” of “A sample”"),
            ({"start": "2027-01-11"}, "Answer the start of “A sample”"),
            ({"birth_month": "5"}, "Answer the month of birth of “A sample”"),
            ({"result": "passed", "earned": "2027-06-10"}, "Answer 2 questions of “A sample”"),
        ):
            done = planner.goals.answer(goal, answers)
            assert done.change is not None
            assert done.change.name == name

    @pytest.mark.parametrize("month", ["0", "13", "1.5", "May", "-1", "²"])
    def test_a_month_of_birth_is_a_number_from_1_to_12(self, planner: Planner, month: str) -> None:
        goal = built(planner, target=FAR)
        with pytest.raises(WrongUsage, match="no month of birth"):
            planner.goals.answer(goal, {"birth_month": month})

    def test_a_template_copy_that_cannot_be_read_hides_nothing_but_its_questions(self, planner: Planner) -> None:
        goal = built(planner, target=FAR)
        (copy,) = plan_of(planner).templates.values()
        planner.store.commit(lambda _plan: Edit("Spoil", (replace(copy, text="{}"),)))
        fresh = a_planner(planner.paths.data, EXAM, store=planner.store)
        before = {each.id: each.due for each in plan_of(fresh).milestones.values()}
        assert len(fresh.queries.today_view().undated) == 0
        assert len(fresh.queries.goal(goal).lines) == 7
        fresh.milestones.complete([keyed(fresh, "check").id], on=TODAY + timedelta(days=3))
        fresh.milestones.shift_after(keyed(fresh, "check").id)
        fresh.goals.pause(goal)
        clock_of(fresh).pass_days(10)
        fresh.goals.resume(goal, shift=True)
        after = {each.id: each.due for each in plan_of(fresh).milestones.values()}
        assert after[keyed(fresh, "apply").id] == (before[keyed(fresh, "apply").id] or FAR) + timedelta(days=10)
        assert after[keyed(fresh, "keep").id] == before[keyed(fresh, "keep").id]
        with pytest.raises(NotMet, match="cannot be read any more"):
            fresh.goals.answer(goal, {"result": "passed"})

    def test_what_it_does_not_ask_is_refused(self, planner: Planner) -> None:
        goal = built(planner, target=FAR)
        with pytest.raises(NotFound, match="no question"):
            planner.goals.answer(goal, {"nothing": "1"})

    def test_what_only_left_out_steps_ask_is_no_open_question(self, planner: Planner) -> None:
        asked = built(planner, target=FAR)
        assert [each.key for each in planner.queries.goal(asked).questions] == ["result"]
        unasked = built(planner, target=FAR, without=("exam",), title="Without the exam")
        assert planner.queries.goal(unasked).questions == ()


class TestStatus:
    def test_a_paused_goal_is_out_of_next_and_resuming_shifts_when_asked(self, planner: Planner) -> None:
        goal = built(planner, target=FAR)
        due = keyed(planner, "book").due
        assert due is not None
        planner.goals.pause(goal)
        assert planner.queries.next() == []
        assert planner.queries.goal(goal).line.health is None
        clock_of(planner).pass_days(10)
        planner.goals.resume(goal, shift=True)
        assert keyed(planner, "book").due == due + timedelta(days=10)
        assert keyed(planner, "exam").due == FAR
        planner.goals.pause(goal)
        planner.goals.resume(goal, shift=False)
        assert keyed(planner, "book").due == due + timedelta(days=10)

    def test_achieving_names_what_is_open_and_skips_it_after_asking(self, planner: Planner) -> None:
        goal = built(planner, target=FAR)
        with pytest.raises(NotMet, match="open milestones"):
            planner.goals.achieve(goal)
        planner.goals.achieve(goal, force=True)
        assert only_goal(planner).status == "achieved"
        assert {each.status for each in plan_of(planner).milestones.values()} == {"skipped"}

    def test_dropping_hides_and_keeps(self, planner: Planner) -> None:
        goal = built(planner, target=FAR)
        planner.goals.drop(goal)
        assert planner.queries.goals() == []
        assert len(planner.queries.goals(everything=True)) == 1
        assert [each.goal.id for each in planner.queries.goals_where(lambda one: one.id == goal, 8)] == [goal]
        assert planner.queries.goals_where(lambda _: True, 0) == planner.queries.goals_where(lambda _: False, 8) == []
        assert plan_of(planner).milestones
        planner.goals.resume(goal, shift=False)
        assert only_goal(planner).status == "active"

    def test_deleting_takes_milestones_and_template_and_leaves_what_pointed_at_them(self, planner: Planner) -> None:
        goal = built(planner, target=FAR)
        planner.milestones.add("Celebrate")
        (party,) = [each.id for each in plan_of(planner).milestones.values() if each.goal is None]
        exam = keyed(planner, "exam").id
        from planner.services.edits import MilestoneEdit

        planner.milestones.edit(party, MilestoneEdit(after=(exam,)))
        planner.goals.delete(goal)
        left = plan_of(planner)
        assert (left.goals, left.templates, list(left.milestones)) == ({}, {}, [party])
        assert left.milestones[party].after == ()

    def test_deleting_keeps_the_template_that_another_goal_was_built_from(self, planner: Planner) -> None:
        first, second = built(planner, target=FAR), built(planner, target=FAR)
        planner.goals.delete(first)
        assert len(plan_of(planner).templates) == 1
        planner.goals.answer(second, {"result": "passed"})

    def test_achieving_ends_a_series_with_its_open_occurrence(self, tmp_path: Path) -> None:
        planner = a_planner(tmp_path, template(step("s", "start", repeat=StepRepeat(every="P1W", count=5))))
        goal = built(planner, start=TODAY)
        planner.milestones.complete([keyed(planner, "s").id])
        planner.goals.achieve(goal, force=True)
        series = keyed(planner, "s")
        assert (series.status, series.n, series.repeat is None) == ("skipped", 2, False)
        line = planner.queries.goal(goal).line
        assert (line.done, line.total) == (2, 2)

    def test_a_status_it_has_already_is_told(self, planner: Planner) -> None:
        goal = built(planner, target=FAR)
        with pytest.raises(NotMet, match="active already"):
            planner.goals.resume(goal, shift=False)
        planner.goals.drop(goal)
        with pytest.raises(NotMet, match="dropped already"):
            planner.goals.drop(goal)
        with pytest.raises(NotMet, match="not active"):
            planner.goals.pause(goal)

    def test_editing_writes_what_is_given(self, planner: Planner) -> None:
        goal = built(planner, target=FAR)
        planner.goals.edit(goal, GoalEdit(title="Mine", leads=("P1D",)))
        assert (only_goal(planner).title, only_goal(planner).leads, only_goal(planner).notes) == ("Mine", ("P1D",), "")
        planner.goals.edit(goal, GoalEdit(leads=None))
        assert only_goal(planner).leads is None


def test_a_goal_is_found_by_its_id_its_prefix_or_the_beginning_of_its_title(planner: Planner) -> None:
    first = built(planner, target=FAR, title="Earn the exam")
    second = built(planner, target=FAR, title="Earn more")
    assert planner.queries.resolve_goal(first) == first
    assert planner.queries.resolve_goal(second[:12]) == second
    assert planner.queries.resolve_goal("earn the") == first
    with pytest.raises(Ambiguous, match="Earn"):
        planner.queries.resolve_goal("Earn")
    with pytest.raises(NotFound):
        planner.queries.resolve_goal("Nobody")


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["add", "complete", "skip", "reopen", "snooze", "delete", "answer", "pause", "resume", "note"]),
        st.integers(0, 20),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60)
@given(ACTS)
def test_an_undo_after_any_change_restores_everything_and_redo_makes_it_again(
    acts: list[tuple[str, int]],
) -> None:
    made = template(
        step("a", "start"),
        step("s", "start+P1W", repeat=StepRepeat(every="P1W", count=3)),
        step("then", "s+P1D"),
        step("b", "known+P1W", if_=("yes",)),
        questions=(date_question("known"), choice("well", "yes", "no")),
    )
    planner = a_planner(Path("/nowhere"), made)
    goal = built(planner, start=TODAY)
    for act, number in acts:
        before = plan_of(planner)
        ids = sorted(before.milestones)
        target = ids[number % len(ids)] if ids else ""
        try:
            match act:
                case "add":
                    planner.milestones.add(f"Line {number} tomorrow #x")
                case "complete":
                    planner.milestones.complete([target], force=True)
                case "skip":
                    planner.milestones.skip([target])
                case "reopen":
                    planner.milestones.reopen([target])
                case "snooze":
                    planner.milestones.snooze([target], "tomorrow")
                case "delete":
                    planner.milestones.delete([target])
                case "answer":
                    planner.goals.answer(goal, {"well": ("yes", "no", "")[number % 3], "known": "2027-01-01"})
                case "pause":
                    planner.goals.pause(goal)
                case "resume":
                    planner.goals.resume(goal, shift=True)
                case _:
                    planner.milestones.note(target, "a note")
        except (NotMet, NotFound):
            continue
        after = plan_of(planner)
        if after == before:
            continue
        planner.history.undo()
        restored = plan_of(planner)
        assert (restored.goals, restored.milestones) == (before.goals, before.milestones)
        planner.history.redo()
        again = plan_of(planner)
        assert (again.goals, again.milestones) == (after.goals, after.milestones)
        dangling = {each for m in again.milestones.values() for each in m.after} - set(again.milestones)
        assert not dangling


def test_a_goal_of_ones_own_begins_with_nothing_in_it(planner: Planner) -> None:
    done = planner.goals.begin("Lead the guild", target="1 dec 2027", notes="A year of it.")
    goal = plan_of(planner).goals[done.ids[0]]
    assert (goal.title, goal.target, goal.template) == ("Lead the guild", date(2027, 12, 1), None)
    planner.milestones.add("Write the aim tomorrow", goal="Lead")
    assert planner.queries.goal(goal.id).line.total == 1
    with pytest.raises(Infeasible, match="would come after the target"):
        planner.goals.begin("Wrong way round", start="2027-02-01", target="2027-01-01")
    with pytest.raises(WrongUsage):
        planner.goals.begin("  ")


def test_a_copied_goal_is_one_change_and_keeps_its_title_within_the_limit(planner: Planner) -> None:
    planner.goals.begin("G" * 200)
    done = planner.goals.duplicate("GGG")
    copy = plan_of(planner).goals[done.ids[0]]
    assert copy.title.endswith(" (copy)")
    assert len(copy.title) == 200
    planner.history.undo()
    assert len(plan_of(planner).goals) == 1
    again = planner.goals.duplicate("GGG", title="Another")
    assert plan_of(planner).goals[again.ids[0]].title == "Another"


def test_a_copied_goal_begins_today_unless_its_days_are_kept(planner: Planner) -> None:
    planner.goals.begin("Once more", start="1 nov 2026", target="1 feb 2027")
    planner.milestones.add("Ask around 5 nov 2026", goal="Once more")
    planner.milestones.add("Settle it 5 dec 2026", goal="Once more")

    assert planner.goals.began("Once more") == date(2026, 11, 5)
    planner.goals.begin("Ahead")
    planner.milestones.add("Write the aim tomorrow", goal="Ahead")
    assert planner.goals.began("Ahead") is None

    def days(start: date | Literal["as it is"] | None) -> list[date | None]:
        (copy,) = planner.goals.duplicate("Once more", title="Copy", start=start).ids
        kept = plan_of(planner)
        in_the_past = start == "as it is" or (isinstance(start, date) and start < planner.queries.today())
        assert kept.goals[copy].late_start == in_the_past
        planner.history.undo()
        return [kept.goals[copy].start, *(each.due for each in kept.members(copy)), kept.goals[copy].target]

    today = planner.queries.today()
    old = [date(2026, 11, 1), date(2026, 11, 5), date(2026, 12, 5), date(2027, 2, 1)]
    assert days("as it is") == old
    assert days(None) == [each + (today - old[1]) for each in old]
    for begins in (date(2027, 1, 4), date(2026, 11, 10)):
        assert days(begins) == [each + (begins - old[1]) for each in old]
