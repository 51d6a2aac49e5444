"""Sets of leads under a name, and what else a person says about reminders. All of it can be undone."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.domain.errors import NotFound, NotMet, WrongUsage
from planner.domain.plan import Edit
from planner.services.edits import MilestoneEdit
from planner.services.goal_edits import GoalEdit
from planner.services.lead_sets import malformed
from planner.services.profile import ProfileEdit
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import TODAY, a_planner, clock_of, named, only_goal, plan_of


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    return a_planner(tmp_path)


def profile(planner: Planner, **changes: Any) -> None:
    planner.profiles.edit(ProfileEdit(**changes))


def with_set(planner: Planner) -> None:
    """A set, used by a milestone, a goal and a kind."""
    profile(planner, lead_sets={"Exam set": ("P7D", "P60D", "P30D")})
    planner.milestones.add("Sit it 2027-03-01", leads=("exam SET", "PT2H", "@Exam set"))
    planner.store.commit(lambda _plan: Edit("Fill", (goal(1, title="Earn it"), milestone(2, title="Plain"))))
    planner.goals.edit("Earn it", GoalEdit(leads=("Exam set",)))
    profile(planner, leads={"exam": ("Exam set", "P1D")})


def test_a_set_is_called_by_its_name_whatever_its_case_wherever_leads_are_given(planner: Planner) -> None:
    with_set(planner)
    assert planner.profiles.get().lead_sets == {"Exam set": ("P60D", "P30D", "P7D")}
    assert named(planner, "Sit it").leads == ("@Exam set", "PT2H")
    assert only_goal(planner).leads == ("@Exam set",)
    assert planner.profiles.get().leads == {"exam": ("@Exam set", "P1D")}
    planner.milestones.edit(named(planner, "Plain").id, MilestoneEdit(leads=("exam set",)))
    assert named(planner, "Plain").leads == ("@Exam set",)
    detail = planner.queries.milestone(named(planner, "Sit it").id)
    assert (detail.leads, detail.lead_sets) == (("P60D", "P30D", "P7D", "PT2H"), ("Exam set",))


def test_who_uses_a_set_follows_its_edits(planner: Planner) -> None:
    with_set(planner)
    profile(planner, lead_sets={"EXAM SET": ("P3D",)})
    assert planner.profiles.get().lead_sets == {"Exam set": ("P3D",)}
    assert planner.queries.milestone(named(planner, "Sit it").id).leads == ("P3D", "PT2H")


def test_a_set_is_renamed_wherever_it_is_used_in_one_change(planner: Planner) -> None:
    with_set(planner)
    profile(planner, renamed_sets={"exam set": "Big exams"})
    assert named(planner, "Sit it").leads == ("@Big exams", "PT2H")
    assert only_goal(planner).leads == ("@Big exams",)
    assert planner.profiles.get().leads == {"exam": ("@Big exams", "P1D")}
    assert planner.history.undo().name == "Change your sets of reminders"
    assert named(planner, "Sit it").leads == ("@Exam set", "PT2H")
    profile(planner, renamed_sets={"Exam set": "EXAM SET"})
    assert [*planner.profiles.get().lead_sets] == ["EXAM SET"]


def test_what_used_a_set_that_goes_keeps_the_leads(planner: Planner) -> None:
    with_set(planner)
    profile(planner, lead_sets={"exam set": None})
    assert planner.profiles.get().lead_sets == {}
    assert named(planner, "Sit it").leads == ("P60D", "P30D", "P7D", "PT2H")
    assert only_goal(planner).leads == ("P60D", "P30D", "P7D")
    assert planner.profiles.get().leads == {"exam": ("P60D", "P30D", "P7D", "P1D")}


@pytest.mark.parametrize("name", ["", "  ", "P7D", "none", "Usual", "a=b", "a,b", "x" * 41])
def test_what_cannot_be_the_name_of_a_set_is_refused(planner: Planner, name: str) -> None:
    with pytest.raises(WrongUsage):
        profile(planner, lead_sets={name: ("P7D",)})


def test_what_makes_no_sense_about_sets_is_refused(planner: Planner) -> None:
    with_set(planner)
    with pytest.raises(WrongUsage, match="no lead and no set"):
        planner.milestones.add("Odd tomorrow", leads=("exams",))
    with pytest.raises(WrongUsage, match="is not a lead"):
        profile(planner, lead_sets={"Other": ("Exam set",)})
    with pytest.raises(NotFound, match="no set of leads"):
        profile(planner, lead_sets={"Other": None})
    with pytest.raises(NotFound):
        profile(planner, renamed_sets={"Other": "One"})
    profile(planner, lead_sets={"Other": ()})
    with pytest.raises(NotMet, match="already"):
        profile(planner, renamed_sets={"Other": "exam SET"})


def test_a_template_leaves_with_the_leads_and_not_with_the_name_of_a_set(planner: Planner) -> None:
    with_set(planner)
    planner.milestones.move(named(planner, "Sit it").id, "Earn it")
    text, _ = planner.templates.export("Earn it")
    assert '"P60D"' in text
    assert "Exam set" not in text


def test_leads_that_cannot_be_read_are_named(planner: Planner) -> None:
    bad = [milestone(1, title="Odd", leads=("7 days",)), milestone(2, title="Gone", leads=("@gone",))]
    planner.store.commit(lambda _plan: Edit("By hand", (*bad, milestone(3), goal(1, title="Bad goal", leads=("x",)))))
    assert sorted(malformed(plan_of(planner))) == [
        ("the goal “Bad goal”", "x"), ("“Gone”", "@gone"), ("“Odd”", "7 days"),
    ]  # fmt: skip
    texts = [each.text for each in planner.doctor.check() if not each.ok]
    assert "“Odd” has reminders that cannot be read: 7 days" in texts


def test_when_reminders_may_come_is_read_and_shown(planner: Planner) -> None:
    profile(
        planner, quiet="21:30 - 7", working_days="Mon-Thu, sat", morning_digest="8:00", weekly_digest="Sunday 18:00"
    )
    one = planner.profiles.get()
    assert (one.quiet_from, one.quiet_until) == (time(21, 30), time(7))
    assert one.working_days == ("mon", "tue", "wed", "thu", "sat")
    assert (one.morning_digest, one.weekly_digest, one.weekly_digest_at) == (time(8), "sun", time(18))
    profile(planner, quiet="off", working_days="every day", morning_digest="off", weekly_digest="off")
    assert planner.profiles.get() == type(one)()
    profile(planner, working_days="sat-mon", weekly_digest="fri")
    one = planner.profiles.get()
    assert (one.working_days, one.weekly_digest_at) == (("mon", "sat", "sun"), None)


@pytest.mark.parametrize(
    "change",
    [
        {"quiet": "late"}, {"quiet": "21:00"}, {"quiet": "9:00-9:00"}, {"quiet": "9:00-25:00"},
        {"working_days": "someday"}, {"working_days": "m"}, {"morning_digest": "early"}, {"weekly_digest": "8:00"},
        {"weekly_digest": "mon at dawn"}, {"paused_until": "yesterday"}, {"paused_until": "today"},
        {"paused_until": "tomorrow 18:00"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_changes_nothing(planner: Planner, change: dict[str, str]) -> None:
    with pytest.raises(WrongUsage):
        profile(planner, **change)
    assert plan_of(planner).generation == 0


def test_all_reminders_are_paused_and_come_again(planner: Planner) -> None:
    done = planner.profiles.pause("next mon")
    assert done.change is not None
    assert done.change.name == "Pause all reminders until 2026-11-23"
    began = planner.profiles.get().paused_at
    clock_of(planner).moment += timedelta(hours=5)
    planner.profiles.pause("1 dec")
    assert planner.profiles.get().paused_at == began
    assert planner.profiles.get().paused_until == date(2026, 12, 1)
    assert planner.reminders.status().paused
    planner.profiles.resume()
    assert planner.profiles.get().paused_at is None
    with pytest.raises(NotMet):
        planner.profiles.resume()
    planner.history.undo()
    assert planner.profiles.get().paused_until == date(2026, 12, 1)
    with pytest.raises(WrongUsage):
        planner.profiles.pause("off")


def test_a_goal_is_muted_and_unmuted(planner: Planner) -> None:
    planner.store.commit(lambda _plan: Edit("Fill", (goal(1, title="Earn it"),)))
    done = planner.goals.mute("Earn it", muted=True)
    assert done.change is not None
    assert done.change.name == "Mute “Earn it”"
    assert only_goal(planner).muted
    assert planner.goals.mute("Earn it", muted=True).change is None
    planner.history.undo()
    assert not only_goal(planner).muted


def test_what_has_reminded_is_acknowledged(planner: Planner) -> None:
    clock_of(planner).moment -= timedelta(days=3)
    (one,) = planner.milestones.add("Call", due=f"{TODAY}", leads=("P1D", "PT0M")).ids
    with pytest.raises(NotMet, match="No reminder"):
        planner.milestones.acknowledge([one])
    clock_of(planner).moment += timedelta(days=3)
    assert [each.lead for each in planner.reminders.list(1)] == []
    done = planner.milestones.acknowledge([one])
    assert done.change is not None
    assert done.change.name == "Acknowledge “Call”"
    assert planner.reminders.run().raised == ()
    planner.history.undo()
    assert [each.title for each in planner.reminders.run().raised] == ["Call"]
    planner.milestones.complete([one])
    with pytest.raises(NotMet):
        planner.milestones.acknowledge([one])
