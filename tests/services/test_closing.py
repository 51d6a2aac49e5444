from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from planner.domain.template import StepRepeat
from planner.services.edits import MilestoneEdit
from planner.wiring import Planner
from tests.domain.making import choice, credential, date_question, step, template
from tests.services.people import TODAY, a_planner, built, clock_of, keyed, only_goal, plan_of


def done(planner: Planner, key: str, on: date | None = None) -> None:
    planner.milestones.complete([keyed(planner, key).id], force=True, on=on)


class TestWhatWaits:
    def test_what_counts_from_a_step_that_had_no_day_is_dated_when_that_one_is_done(self, tmp_path: Path) -> None:
        made = template(step("a", "known"), step("b", "a+P1W"), step("c", "b+P1W"), questions=(date_question("known"),))
        planner = a_planner(tmp_path, made)
        built(planner)
        assert planner.queries.line(keyed(planner, "c")).undated_until == "Day of known"
        done(planner, "a")
        assert keyed(planner, "b").due == TODAY + timedelta(weeks=1)
        assert keyed(planner, "c").due == TODAY + timedelta(weeks=2)
        planner.history.undo()
        assert keyed(planner, "b").due is None

    def test_an_expected_day_binds_once_the_step_it_counts_from_is_closed(self, tmp_path: Path) -> None:
        made = template(
            step("a", "hope"),
            step("b", "a+P1W"),
            step("soft", "start+P1W", latest="a+P9W"),
            questions=(date_question("hope", expect="start+P2W"),),
        )
        planner = a_planner(tmp_path, made)
        built(planner)
        assert keyed(planner, "b").expected
        before = keyed(planner, "soft")
        done(planner, "a", TODAY + timedelta(days=3))
        assert (keyed(planner, "b").due, keyed(planner, "b").expected) == (TODAY + timedelta(days=10), False)
        assert keyed(planner, "soft") == before

    def test_what_is_expected_from_a_step_follows_the_day_it_was_done(self, tmp_path: Path) -> None:
        made = template(
            step("exam", "target", fixed=True),
            step("keep", "cycle_end"),
            questions=(date_question("earned", expect="exam"),),
            credentials=(credential(),),
        )
        planner = a_planner(tmp_path, made)
        built(planner, target=date(2027, 3, 1))
        done(planner, "exam", date(2027, 3, 5))
        assert (keyed(planner, "keep").due, keyed(planner, "keep").expected) == (date(2030, 3, 4), True)

    def test_a_question_that_the_answers_rule_out_is_not_put(self, tmp_path: Path) -> None:
        made = template(
            step("exam", "target", asks=("result", "printed")),
            questions=(choice("result", "passed", "failed"), date_question("printed", if_=("passed",))),
        )
        planner = a_planner(tmp_path, made)
        goal = built(planner, answers={"result": "failed"})
        asks = planner.milestones.complete([keyed(planner, "exam").id]).asks
        assert [ask.question.key for ask in asks] == ["result"]
        planner.history.undo()
        planner.goals.answer(goal, {"result": "passed"})
        asks = planner.milestones.complete([keyed(planner, "exam").id]).asks
        assert [ask.question.key for ask in asks] == ["result", "printed"]

    def test_a_second_attempt_is_asked_for_its_result_with_the_first_one_at_hand(self, tmp_path: Path) -> None:
        made = template(
            step("exam", "target", asks=("result",), kind="exam"),
            step("rebook", "exam+P1W", if_=("failed",)),
            step("file", "exam+P1W", if_=("passed",)),
            questions=(choice("result", "passed", "failed"),),
        )
        planner = a_planner(tmp_path, made)
        goal = built(planner)
        exam = keyed(planner, "exam").id
        assert planner.milestones.complete([exam]).asks[0].answer == ""
        planner.goals.answer(goal, {"result": "failed"})
        planner.milestones.complete([keyed(planner, "rebook").id])
        planner.milestones.reopen([exam])
        (ask,) = planner.milestones.complete([exam]).asks
        assert (ask.question.key, ask.answer) == ("result", "failed")
        planner.goals.answer(goal, {"result": "passed"})
        assert keyed(planner, "file").due is not None
        assert keyed(planner, "rebook").status == "done"

    def test_the_second_cycle_is_asked_how_to_renew_and_may_go_another_way(self, tmp_path: Path) -> None:
        made = template(
            step("choose", "cycle_end-P6M", asks=("route",)),
            step("credits", "cycle_end-P3M", if_=("by_credits",)),
            step("sit", "cycle_end-P3M", if_=("by_exam",)),
            plan_from="earned",
            duration=None,
            questions=(choice("route", "by_credits", "by_exam"),),
            credentials=(credential(length="P1Y"),),
        )
        planner = a_planner(tmp_path, made)
        goal = built(planner, answers={"earned": "2026-11-01", "route": "by_credits"})
        for key in ("choose", "credits"):
            planner.milestones.complete([keyed(planner, key).id])
        cycle = [each for each in plan_of(planner).milestones.values() if each.cycle == 2]
        assert {each.key for each in cycle} == {"choose", "credits"}
        chosen = next(each.id for each in cycle if each.key == "choose")
        (ask,) = planner.milestones.complete([chosen]).asks
        assert ask.answer == "by_credits"
        planner.goals.answer(goal, {"route": "by_exam"})
        there = {(each.key, each.cycle) for each in plan_of(planner).milestones.values()}
        assert there == {("choose", 1), ("credits", 1), ("choose", 2), ("sit", 2)}

    def test_what_another_goal_under_way_was_built_from_is_not_offered(self, tmp_path: Path) -> None:
        first, more = template(step("last", "start", offers="more")), template(step("one", "start"), id="more")
        planner = a_planner(tmp_path, first, more)
        built(planner)
        other = built(planner, "more")
        assert planner.milestones.complete([keyed(planner, "last").id]).offers == ()
        planner.history.undo()
        planner.goals.drop(other)
        assert [each.template for each in planner.milestones.complete([keyed(planner, "last").id]).offers] == ["more"]


class TestCycles:
    made = template(
        step("claim", "cycle_end-P1M"),
        step("renew", "cycle_end"),
        step("log", "cycle_end-P11M", repeat=StepRepeat(every="P3M")),
        plan_from="earned",
        duration=None,
        credentials=(credential(length="P1Y"),),
    )

    def planner(self, home: Path) -> Planner:
        planner = a_planner(home, self.made)
        built(planner, answers={"earned": "2026-05-01"})
        return planner

    def test_nine_years_of_cycles_have_each_step_once_and_count_from_the_day_it_was_earned(
        self, tmp_path: Path
    ) -> None:
        planner = self.planner(tmp_path)
        clock = clock_of(planner)
        for year in range(2027, 2036):
            while running := [m for m in plan_of(planner).milestones.values() if m.is_open and m.cycle == year - 2026]:
                first = min(running, key=lambda m: (m.due or date.max, m.id))
                clock.pass_days(max(0, ((first.due or TODAY) - clock.now().date()).days))
                planner.milestones.complete([first.id])
        members = sorted(plan_of(planner).milestones.values(), key=lambda m: m.cycle)
        assert len({(m.key, m.cycle) for m in members}) == len(members) == 30
        assert [m.due for m in members if m.key == "renew"] == [date(2026 + n, 4, 30) for n in range(1, 11)]
        assert all(m.due and m.due.day == 30 for m in members if m.key == "claim")
        # In the first cycle the occurrences before the day the goal was made are not asked for.
        logs = [len(m.occurrences) + 1 for m in members if m.key == "log" and not m.is_open]
        assert logs == [2, *[4] * 8]

    def test_a_cycle_that_counts_from_its_renewal_begins_on_the_day_of_the_exam(self, tmp_path: Path) -> None:
        made = template(
            step("exam", "cycle_end-P3M", kind="exam"),
            step("see", "exam+P2W", kind="renew"),
            plan_from="earned",
            duration=None,
            credentials=(credential(length="P2Y", mode="after"),),
        )
        planner = a_planner(tmp_path, made)
        built(planner, answers={"earned": "2026-12-01"})
        clock_of(planner).pass_days((date(2028, 8, 20) - TODAY).days)
        planner.milestones.complete([keyed(planner, "exam").id])
        clock_of(planner).pass_days(10)
        planner.milestones.complete([keyed(planner, "see").id])
        following = [m for m in plan_of(planner).milestones.values() if m.cycle == 2]
        assert {m.key: m.due for m in following} == {"exam": date(2030, 5, 19), "see": date(2030, 6, 2)}

    def test_deleting_or_moving_the_last_open_step_begins_the_next_cycle_too(self, tmp_path: Path) -> None:
        for leave in (self._delete, self._move):
            planner = self.planner(tmp_path)
            done(planner, "renew")
            planner.milestones.skip([keyed(planner, "claim").id])
            leave(planner, keyed(planner, "log").id)
            goal = only_goal(planner)
            assert (goal.cycle, goal.without) == (2, ("log",))
            assert {m.key for m in plan_of(planner).milestones.values() if m.cycle == 2} == {"claim", "renew"}
            planner.history.undo()
            assert only_goal(planner).cycle == 1

    @staticmethod
    def _delete(planner: Planner, milestone: str) -> None:
        planner.milestones.delete([milestone])

    @staticmethod
    def _move(planner: Planner, milestone: str) -> None:
        planner.milestones.move(milestone, None)

    def test_an_achieved_goal_begins_no_further_cycle(self, tmp_path: Path) -> None:
        planner = self.planner(tmp_path)
        planner.goals.achieve(only_goal(planner).id, force=True)
        planner.milestones.delete([keyed(planner, "claim").id])
        planner.milestones.reopen([keyed(planner, "renew").id])
        done(planner, "renew")
        assert only_goal(planner).cycle == 1

    def test_reopening_the_last_step_of_a_cycle_and_closing_it_again_makes_no_second_next(self, tmp_path: Path) -> None:
        planner = self.planner(tmp_path)
        for key in ("renew", "claim"):
            planner.milestones.skip([keyed(planner, key).id])
        while (log := next(m for m in plan_of(planner).milestones.values() if (m.key, m.cycle) == ("log", 1))).is_open:
            planner.milestones.complete([log.id])
        assert only_goal(planner).cycle == 2
        count = len(plan_of(planner).milestones)
        planner.milestones.reopen([log.id])
        planner.milestones.complete([log.id])
        assert (only_goal(planner).cycle, len(plan_of(planner).milestones)) == (2, count)


class TestFollowingSeries:
    made = template(step("s", "start", repeat=StepRepeat(every="P1W", count=3)), step("then", "s+P1D"))

    def test_a_day_chosen_for_its_open_occurrence_stays_when_the_series_before_moves(self, tmp_path: Path) -> None:
        planner = a_planner(tmp_path, self.made)
        built(planner)
        chosen = TODAY + timedelta(days=4)
        planner.milestones.edit(keyed(planner, "then").id, MilestoneEdit(due=chosen.isoformat()))
        done(planner, "s", TODAY + timedelta(days=2))
        assert keyed(planner, "then").due == chosen
        done(planner, "then")
        assert keyed(planner, "then").due == TODAY + timedelta(days=8)

    def test_it_ends_with_its_open_occurrence_when_that_series_is_deleted(self, tmp_path: Path) -> None:
        planner = a_planner(tmp_path, self.made)
        built(planner)
        done(planner, "s")
        done(planner, "then")
        planner.milestones.delete([keyed(planner, "s").id])
        then = keyed(planner, "then")
        assert (then.after, then.repeat, then.n) == ((), None, 2)
        assert planner.queries.goal(only_goal(planner).id).line.total == 2
        done(planner, "then")
        assert keyed(planner, "then").status == "done"
        planner.milestones.reopen([then.id])
        assert keyed(planner, "then").n == 2

    def test_it_stops_following_when_the_person_takes_it_off_that_series(self, tmp_path: Path) -> None:
        planner = a_planner(tmp_path, self.made)
        built(planner)
        planner.milestones.edit(keyed(planner, "then").id, MilestoneEdit(after=()))
        assert keyed(planner, "then").repeat is None
        done(planner, "then")
        assert keyed(planner, "then").status == "done"
