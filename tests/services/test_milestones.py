from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from planner.domain.errors import Ambiguous, Blocked, NotFound, NotMet, WrongUsage
from planner.domain.plan import CheckItem, Repeat
from planner.domain.template import StepRepeat
from planner.services.edits import MilestoneEdit
from planner.services.results import Offer
from planner.wiring import Planner
from tests.domain.making import choice, credential, date_question, step, template
from tests.services.people import TODAY, a_planner, built, clock_of, keyed, named, only_goal, plan_of

CHAIN = template(
    step("a", "start"),
    step("b", "a+P1W"),
    step("c", "start+P3W", after=("b",)),
    step("exam", "target", asks=("result",), offers="next-one"),
    questions=(choice("result", "passed", "failed"), date_question("earned", if_=("passed",))),
)


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    return a_planner(tmp_path, CHAIN)


class TestAdding:
    def test_a_line_is_read_as_quick_add(self, planner: Planner) -> None:
        planner.milestones.add("Attend the dinner tomorrow 18:00 #networking ~2h")
        added = named(planner, "Attend the dinner")
        assert (added.due, added.at, added.tags, added.effort) == (date(2026, 11, 22), time(18), ("networking",), 120)
        assert added.goal is None

    def test_what_is_given_beside_the_line_wins(self, planner: Planner) -> None:
        goal = built(planner)
        planner.milestones.add("Read it tomorrow", goal="A sam", due="2027-01-01", leads=("P1D", "P1W"))
        added = named(planner, "Read it tomorrow")
        assert (added.goal, added.due, added.leads) == (goal, date(2027, 1, 1), ("P1W", "P1D"))

    def test_what_cannot_be_read_stores_nothing(self, planner: Planner) -> None:
        with pytest.raises(WrongUsage):
            planner.milestones.add("Dinner 3/4")
        assert plan_of(planner).milestones == {}


class TestClosing:
    def test_completing_names_the_change_and_keeps_the_day(self, planner: Planner) -> None:
        planner.milestones.add("Write it down")
        done = planner.milestones.complete([named(planner, "Write it down").id[:6]])
        assert done.change is not None
        assert done.change.name == "Complete “Write it down”"
        closed = named(planner, "Write it down")
        assert (closed.status, closed.done_on, closed.closed_at) == ("done", TODAY, planner.clock.now())

    def test_a_blocked_one_asks_and_can_be_forced(self, planner: Planner) -> None:
        built(planner)
        with pytest.raises(Blocked, match="“Step b” follows “Step a”, still open"):
            planner.milestones.complete([keyed(planner, "b").id])
        planner.milestones.complete([keyed(planner, "b").id], force=True)
        assert keyed(planner, "b").status == "done"

    def test_skipping_satisfies_what_follows(self, planner: Planner) -> None:
        built(planner)
        planner.milestones.skip([keyed(planner, "a").id])
        planner.milestones.complete([keyed(planner, "b").id])
        assert keyed(planner, "b").status == "done"

    def test_several_at_once_may_follow_each_other_and_are_all_or_nothing(self, planner: Planner) -> None:
        built(planner)
        ids = [keyed(planner, key).id for key in ("a", "b", "c")]
        before = plan_of(planner)
        with pytest.raises(NotFound):
            planner.milestones.complete([*ids, "ffff"])
        assert plan_of(planner).milestones == before.milestones
        done = planner.milestones.complete(ids)
        assert done.change is not None
        assert done.change.name == "Complete 3 milestones"

    def test_a_closed_one_cannot_be_closed_again(self, planner: Planner) -> None:
        planner.milestones.add("Once")
        planner.milestones.complete([named(planner, "Once").id])
        with pytest.raises(NotMet, match="done already"):
            planner.milestones.complete([named(planner, "Once").id])

    def test_completion_asks_the_steps_questions_and_offers_its_template(self, planner: Planner) -> None:
        built(planner)
        done = planner.milestones.complete([keyed(planner, "exam").id], force=True)
        assert [ask.question.key for ask in done.asks] == ["result"]
        assert done.asks[0].goal == only_goal(planner).id
        assert done.offers == (Offer(template="next-one", goal=only_goal(planner).id),)

    def test_done_on_another_day_offers_to_move_what_counts_from_it(self, planner: Planner) -> None:
        built(planner)
        due = keyed(planner, "b").due
        assert due is not None
        clock_of(planner).pass_days(3)
        done = planner.milestones.complete([keyed(planner, "a").id])
        assert done.shift is not None
        assert done.shift.days == 3
        assert done.shift.followers == (keyed(planner, "b").id,)
        assert keyed(planner, "b").due == due
        planner.milestones.shift_after(done.shift.milestone)
        assert keyed(planner, "b").due == due + timedelta(days=3)
        assert planner.milestones.shift_after(done.shift.milestone).change is None

    def test_what_comes_after_each_occurrence_of_a_series_moves_only_when_the_offer_is_taken(
        self, tmp_path: Path
    ) -> None:
        weekly = StepRepeat(every="P1W", count=3)
        made = template(step("s", "start", repeat=weekly), step("then", "s+P1D"), step("last", "then+P1D"))
        planner = a_planner(tmp_path, made)
        built(planner)
        planned = keyed(planner, "then").due
        assert planned is not None
        clock_of(planner).pass_days(2)
        done = planner.milestones.complete([keyed(planner, "s").id])
        assert keyed(planner, "then").due == planned
        assert done.shift is not None
        assert done.shift.followers == (keyed(planner, "then").id, keyed(planner, "last").id)
        planner.milestones.shift_after(done.shift.milestone)
        assert keyed(planner, "then").due == planned + timedelta(days=done.shift.days)
        assert keyed(planner, "last").due == planned + timedelta(days=done.shift.days + 1)

    def test_a_later_occurrence_offers_to_move_only_its_own(self, tmp_path: Path) -> None:
        weekly = StepRepeat(every="P1W", count=3)
        made = template(step("s", "start", repeat=weekly), step("then", "s+P1D"))
        planner = a_planner(tmp_path, made)
        built(planner)
        planner.milestones.complete([keyed(planner, "s").id], on=keyed(planner, "s").due)
        done = planner.milestones.complete([keyed(planner, "s").id], on=keyed(planner, "s").due or TODAY)
        assert done.shift is None
        late = (keyed(planner, "s").due or TODAY) + timedelta(days=4)
        assert planner.milestones.complete([keyed(planner, "s").id], on=late).shift is None  # "then" is at its first

    def test_what_counts_from_a_step_stays_when_that_one_is_made_to_repeat(self, planner: Planner) -> None:
        built(planner)
        due = keyed(planner, "b").due
        a = keyed(planner, "a")
        planner.milestones.edit(a.id, MilestoneEdit(repeat=Repeat(every="P1W")))
        for _ in range(3):
            assert planner.milestones.complete([a.id], on=keyed(planner, "a").due).shift is None
        goal = only_goal(planner)
        planner.goals.answer(goal.id, {"start": ((goal.start or TODAY) + timedelta(days=1)).isoformat()})
        assert keyed(planner, "b").due == due
        planner.goals.answer(goal.id, {"start": (goal.start or TODAY).isoformat()})
        planner.goals.pause(goal.id)
        clock_of(planner).pass_days(5)
        planner.goals.resume(goal.id, shift=True)
        assert due is not None
        assert keyed(planner, "b").due == due + timedelta(days=5)

    def test_reopening_takes_it_back(self, planner: Planner) -> None:
        planner.milestones.add("Once")
        planner.milestones.complete([named(planner, "Once").id])
        planner.milestones.reopen([named(planner, "Once").id])
        assert named(planner, "Once").is_open
        assert named(planner, "Once").done_on is None

    def test_the_occurrence_of_a_series_is_a_name_for_it(self, planner: Planner) -> None:
        planner.milestones.add("Practise tomorrow")
        series = named(planner, "Practise")
        planner.milestones.edit(series.id, MilestoneEdit(repeat=Repeat(every="P1W")))
        planner.milestones.complete([series.id])
        occurrence = named(planner, "Practise").occurrences[0]
        planner.milestones.reopen([occurrence.id])
        assert named(planner, "Practise").occurrences == ()

    def test_a_step_after_each_occurrence_is_free_when_that_one_is_done(self, tmp_path: Path) -> None:
        made = template(step("s", "start", repeat=StepRepeat(every="P1W", count=2)), step("then", "s+P1D"))
        planner = a_planner(tmp_path, made)
        built(planner)
        with pytest.raises(Blocked):
            planner.milestones.complete([keyed(planner, "then").id])
        planner.milestones.complete([keyed(planner, "s").id], on=TODAY + timedelta(days=2))
        planner.milestones.complete([keyed(planner, "then").id])
        assert keyed(planner, "then").n == 2
        with pytest.raises(Blocked):
            planner.milestones.complete([keyed(planner, "then").id])

    def test_the_last_step_of_a_cycle_begins_the_next(self, tmp_path: Path) -> None:
        made = template(
            step("renew", "cycle_end"), plan_from="earned", duration=None, credentials=(credential(length="P1Y"),)
        )
        planner = a_planner(tmp_path, made)
        built(planner, answers={"earned": "2026-05-01"})
        planner.milestones.complete([keyed(planner, "renew").id])
        assert only_goal(planner).cycle == 2
        assert [each.due for each in plan_of(planner).milestones.values() if each.cycle == 2] == [date(2028, 4, 30)]
        planner.history.undo()
        assert only_goal(planner).cycle == 1
        assert len(plan_of(planner).milestones) == 1


class TestStatus:
    def test_begun_put_back_and_waiting_for_someone(self, planner: Planner) -> None:
        planner.milestones.add("Draft")
        draft = named(planner, "Draft").id
        planner.milestones.start([draft])
        assert named(planner, "Draft").status == "doing"
        planner.milestones.wait(draft, "the editor")
        assert (named(planner, "Draft").status, named(planner, "Draft").waiting_on) == ("waiting", "the editor")
        planner.milestones.start([draft])
        planner.milestones.start([draft])
        assert named(planner, "Draft").status == "todo"

    def test_snoozing_hides_until_then_and_waking_shows(self, planner: Planner) -> None:
        planner.milestones.add("Call today")
        call = named(planner, "Call").id
        planner.milestones.snooze([call], "tomorrow")
        assert named(planner, "Call").snoozed_until == datetime(2026, 11, 22, 9, 0)  # noqa: DTZ001  # a wall time
        assert named(planner, "Call").due == TODAY
        assert planner.queries.next() == []
        clock_of(planner).pass_days(1)
        assert [line.milestone.id for line in planner.queries.next()] == [call]
        planner.milestones.snooze([call], "next week")
        planner.milestones.snooze([call], "")
        assert named(planner, "Call").snoozed_until is None

    def test_notes_are_appended_and_too_long_ones_are_refused_with_their_length(self, planner: Planner) -> None:
        planner.milestones.add("Think")
        think = named(planner, "Think").id
        planner.milestones.note(think, "first")
        planner.milestones.note(think, "second")
        assert named(planner, "Think").notes == "first\n\nsecond"
        with pytest.raises(WrongUsage, match=r"10[,.]?0"):
            planner.milestones.note(think, "x" * 10_000)

    def test_a_line_of_the_checklist_is_ticked_and_unticked(self, planner: Planner) -> None:
        planner.milestones.add("Pack")
        pack = named(planner, "Pack").id
        planner.milestones.edit(pack, MilestoneEdit(checklist=(CheckItem(title="Passport"),)))
        planner.milestones.tick(pack, 0)
        assert named(planner, "Pack").checklist[0].done
        planner.milestones.tick(pack, 0)
        assert not named(planner, "Pack").checklist[0].done
        with pytest.raises(NotMet, match="no line 2"):
            planner.milestones.tick(pack, 1)


class TestEditing:
    def test_only_what_is_given_is_written_in_one_change(self, planner: Planner) -> None:
        planner.milestones.add("Read ~2h #books")
        read = named(planner, "Read").id
        planner.milestones.edit(read, MilestoneEdit(title="Read on", due="next mon 9:30", kind="learn"))
        edited = plan_of(planner).milestones[read]
        assert (edited.title, edited.at, edited.kind) == ("Read on", time(9, 30), "learn")
        assert (edited.effort, edited.tags) == (120, ("books",))
        assert len(planner.history.list()) == 2
        assert planner.milestones.edit(read, MilestoneEdit(title="Read on")).change is None

    def test_a_new_date_keeps_its_anchor_and_offers_to_move_what_follows(self, planner: Planner) -> None:
        built(planner)
        due = keyed(planner, "b").due
        done = planner.milestones.edit(keyed(planner, "a").id, MilestoneEdit(due="2026-11-25"))
        assert keyed(planner, "a").moment == "start+P4D"
        assert done.shift is not None
        assert keyed(planner, "b").due == due
        planner.milestones.shift_after(done.shift.milestone)
        assert keyed(planner, "b").due == date(2026, 12, 2)

    def test_fixed_cuts_it_loose(self, planner: Planner) -> None:
        built(planner)
        planner.milestones.edit(keyed(planner, "a").id, MilestoneEdit(fixed=True))
        assert (keyed(planner, "a").fixed, keyed(planner, "a").moment) == (True, None)

    def test_a_circle_is_refused_and_named(self, planner: Planner) -> None:
        built(planner)
        a, c = keyed(planner, "a").id, keyed(planner, "c").id
        with pytest.raises(NotMet, match="“Step a” → “Step c” → “Step b” → “Step a”"):
            planner.milestones.edit(a, MilestoneEdit(after=(c,)))
        assert keyed(planner, "a").after == ()

    @pytest.mark.parametrize(
        "changes",
        [
            MilestoneEdit(title=""),
            MilestoneEdit(title="x" * 201),
            MilestoneEdit(due="3/4"),
            MilestoneEdit(effort="long"),
            MilestoneEdit(leads=("soon",)),
            MilestoneEdit(zone="../../etc/passwd"),
            MilestoneEdit(repeat=Repeat(every="P1W", rrule="FREQ=DAILY")),
            MilestoneEdit(repeat=Repeat(every="P0D")),
            MilestoneEdit(repeat=Repeat(rrule="FREQ=SECONDLY")),
            MilestoneEdit(kind="nonsense"),  # type: ignore[arg-type]  # what a person may type
        ],
    )
    def test_what_makes_no_sense_is_refused(self, planner: Planner, changes: MilestoneEdit) -> None:
        planner.milestones.add("Read tomorrow")
        before = plan_of(planner)
        with pytest.raises(WrongUsage):
            planner.milestones.edit(named(planner, "Read").id, changes)
        assert plan_of(planner) == before

    def test_moving_to_another_goal_keeps_the_date_and_leaves_the_anchor(self, planner: Planner) -> None:
        built(planner)
        due = keyed(planner, "c").due
        step_c = keyed(planner, "c").id
        planner.milestones.move(step_c, None)
        moved = plan_of(planner).milestones[step_c]
        assert (moved.goal, moved.due, moved.moment, moved.key) == (None, due, None, None)
        planner.milestones.move(step_c, "A sample")
        assert plan_of(planner).milestones[step_c].goal == only_goal(planner).id

    def test_a_duplicate_is_open_and_fresh(self, planner: Planner) -> None:
        planner.milestones.add("Once tomorrow")
        original = named(planner, "Once").id
        planner.milestones.complete([original])
        (copy_id,) = planner.milestones.duplicate(original).ids
        copy = plan_of(planner).milestones[copy_id]
        assert copy.is_open
        assert copy.due == date(2026, 11, 22)
        assert copy.done_on is None

    def test_deleting_unlinks_what_followed_and_is_remembered(self, planner: Planner) -> None:
        built(planner)
        planner.milestones.delete([keyed(planner, "a").id])
        assert keyed(planner, "b").after == ()
        assert only_goal(planner).without == ("a",)
        planner.history.undo()
        assert keyed(planner, "b").after == (keyed(planner, "a").id,)
        assert only_goal(planner).without == ()


def test_a_prefix_that_fits_several_is_refused(planner: Planner) -> None:
    for number in range(40):
        planner.milestones.add(f"Number {number}")
    with pytest.raises((Ambiguous, NotFound)):
        planner.milestones.complete([""])
