"""Series in real life: missed, skipped, moved, at rest, and going on; one Change each, which undo takes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.domain.errors import NotMet
from planner.domain.plan import Away, Edit, Goal, Milestone, Repeat
from planner.domain.repeat_words import read_repeat
from planner.services.edits import MilestoneEdit
from planner.services.profile import ProfileEdit
from planner.services.results import Done
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import TODAY, a_planner, clock_of, plan_of

WEEK = timedelta(weeks=1)
FIRST = date(2026, 11, 4)  # two weeks and three days before the day of the tests
CERT = goal(1, title="Cert", target=date(2027, 3, 1), start=FIRST)


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    return a_planner(tmp_path)


def put(planner: Planner, *records: Goal | Milestone) -> None:
    planner.store.commit(lambda _plan: Edit("Fill", records))


def series(number: int = 1, day: date = FIRST, **fields: object) -> Milestone:
    rule = fields.pop("repeat", Repeat(every="P1W", first=day))
    return milestone(number, title=f"Series {number}", due=day, scheduled=day, effort=60, repeat=rule, **fields)


def at(planner: Planner, number: int = 1) -> Milestone:
    return plan_of(planner).milestones[milestone(number).id]


def titles(planner: Planner, look: str) -> set[str]:
    """The titles in one of the places where what is to be done stands."""
    queries = planner.queries
    match look:
        case "next":
            return {line.milestone.title for line in queries.next(0)}
        case "agenda":
            return {line.milestone.title for line in queries.agenda(90)}
        case "today":
            view = queries.today_view()
            lines = (*view.overdue, *view.today_lines, *view.week, *view.later, *view.undated, *view.blocked)
            return {line.milestone.title for line in lines}
        case "reminders":
            return {each.title for each in planner.reminders.list(90)}
        case "calendar":
            data = planner.calendars.export().data.decode()
            return {each.title for each in plan_of(planner).milestones.values() if each.title in data}
        case _:
            return {
                plan_of(planner).milestones[each].title
                for week in planner.planning.check(12).weeks
                for each, _ in week.shares
            }


LOOKS = ("next", "agenda", "today", "reminders", "calendar", "capacity")


@pytest.mark.parametrize("look", LOOKS)
def test_a_series_that_rests_is_nowhere_and_comes_back(planner: Planner, look: str) -> None:
    soon = TODAY + timedelta(days=3)
    put(planner, CERT, series(1, soon, goal=CERT.id), series(2, soon), series(3, soon))
    everything = {"Series 1", "Series 2", "Series 3"}
    planner.milestones.pause([milestone(1).id])
    assert titles(planner, look) == everything - {"Series 1"}
    planner.milestones.resume([milestone(1).id])
    assert titles(planner, look) == everything


def test_a_series_that_rests_is_not_overdue_and_its_goal_is_no_worse_for_it(planner: Planner) -> None:
    put(planner, CERT, series(goal=CERT.id))
    assert planner.queries.line(at(planner)).overdue
    planner.milestones.pause([milestone(1).id])
    assert not planner.queries.line(at(planner)).overdue
    (line,) = planner.queries.goals()
    assert line.next is None
    assert line.health != "late"


def test_it_goes_on_with_the_next_day_from_today(planner: Planner) -> None:
    put(planner, series(), series(2, repeat=Repeat(every="P1W", first=FIRST, mode="after")))
    planner.milestones.pause([milestone(1).id, milestone(2).id])
    clock_of(planner).pass_days(30)
    planner.milestones.resume([milestone(1).id, milestone(2).id])
    today = TODAY + timedelta(days=30)
    assert at(planner).due == date(2026, 12, 23)
    assert at(planner, 2).due == today
    assert [past.missed for past in at(planner).occurrences] == [True, True, True]
    assert at(planner, 2).occurrences == ()


ACTS: dict[str, Callable[[Planner], Done]] = {
    "pause": lambda planner: planner.milestones.pause([milestone(1).id]),
    "done": lambda planner: planner.milestones.complete([milestone(1).id], missed=True),
    "skip": lambda planner: planner.milestones.skip([milestone(1).id]),
    "all": lambda planner: planner.milestones.skip([milestone(1).id], missed="all"),
    "but the last": lambda planner: planner.milestones.skip([milestone(1).id], missed="but_last"),
    "move": lambda planner: planner.milestones.edit(milestone(1).id, MilestoneEdit(due="2026-11-23 18:00")),
}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_one_change_that_undo_takes_back_whole(planner: Planner, act: str) -> None:
    follower = milestone(
        2, due=FIRST, scheduled=FIRST, moment="s+P0D", repeat=Repeat(each=milestone(1).id), after=(milestone(1).id,)
    )
    put(planner, series(), follower)
    before = plan_of(planner).milestones
    done = ACTS[act](planner)
    assert done.change is not None
    after = plan_of(planner).milestones
    assert after != before
    planner.history.undo()
    assert plan_of(planner).milestones == before
    planner.history.redo()
    assert plan_of(planner).milestones == after


def test_a_resume_is_one_change_that_undo_takes_back_whole(planner: Planner) -> None:
    put(planner, series())
    planner.milestones.pause([milestone(1).id])
    clock_of(planner).pass_days(30)
    resting = at(planner)
    change = planner.milestones.resume([milestone(1).id]).change
    assert change is not None
    assert change.name == "Resume “Series 1”"
    planner.history.undo()
    assert at(planner) == resting


def test_only_series_rest_and_only_those_that_do_go_on(planner: Planner) -> None:
    put(planner, series(), milestone(2, due=TODAY), series(3, status="skipped"))
    for number, act, words in (
        (2, planner.milestones.pause, "does not repeat"),
        (3, planner.milestones.pause, "skipped already"),
        (1, planner.milestones.resume, "not paused"),
    ):
        with pytest.raises(NotMet, match=words):
            act([milestone(number).id])
    planner.milestones.pause([milestone(1).id])
    with pytest.raises(NotMet, match="paused already"):
        planner.milestones.pause([milestone(1).id])


def test_what_was_missed_is_closed_as_one_and_nothing_else_stays_open(planner: Planner) -> None:
    put(planner, series())
    late = planner.queries.missed(milestone(1).id)
    assert late is not None
    assert [day.day for day in late.days] == [4, 11, 18]
    planner.milestones.complete([milestone(1).id], missed=True)
    one = at(planner)
    assert (one.n, one.due) == (4, date(2026, 11, 25))
    assert [(past.status, past.missed) for past in one.occurrences] == [
        ("skipped", True),
        ("skipped", True),
        ("done", False),
    ]
    assert [line.milestone.title for line in planner.queries.agenda(3)] == []


def test_what_counts_from_it_is_offered_to_move_by_the_days_since_the_last_and_not_since_the_first(
    planner: Planner,
) -> None:
    follower = milestone(
        2, due=TODAY + timedelta(days=9), scheduled=TODAY + timedelta(days=9), moment="s+P9D", n=3,
        repeat=Repeat(each=milestone(1).id), after=(milestone(1).id,),
    )  # fmt: skip
    put(planner, series(), follower)
    shift = planner.milestones.complete([milestone(1).id], missed=True).shift
    assert shift is not None
    assert shift.days == 3


@pytest.mark.parametrize("act", ["pause", "drop"])
def test_while_its_goal_is_paused_or_dropped_nothing_of_a_series_is_missed(planner: Planner, act: str) -> None:
    put(planner, CERT, series(1, TODAY, goal=CERT.id))
    {"pause": planner.goals.pause, "drop": planner.goals.drop}[act](CERT.id)
    clock_of(planner).pass_days(60)
    detail = planner.queries.milestone(milestone(1).id)
    assert detail.streak is not None
    assert (detail.streak.strip, detail.missed) == ((), None)


def test_a_digest_does_not_name_what_rests(planner: Planner) -> None:
    put(planner, series(1, TODAY + timedelta(days=1), leads=()), series(2, TODAY + timedelta(days=1), leads=()))
    planner.profiles.edit(ProfileEdit(morning_digest="08:00"))
    planner.milestones.pause([milestone(1).id])
    assert [each.title for each in planner.reminders.list(1) if each.digest] == ["Series 2"]
    clock_of(planner).moment = clock_of(planner).moment.replace(day=22, hour=8)
    assert [each.title for each in planner.reminders.run().raised] == ["Series 2"]


def test_what_was_done_on_an_earlier_day_counts_as_the_last_that_had_come_then(planner: Planner) -> None:
    put(planner, series())
    planner.milestones.complete([milestone(1).id], missed=True, on=date(2026, 11, 13))
    one = at(planner)
    assert [(past.scheduled, past.status) for past in one.occurrences] == [(FIRST, "skipped"), (FIRST + WEEK, "done")]
    assert one.due == FIRST + 2 * WEEK


def test_without_a_word_only_the_open_one_is_closed(planner: Planner) -> None:
    put(planner, series(), series(2))
    planner.milestones.complete([milestone(1).id])
    planner.milestones.skip([milestone(2).id])
    assert (at(planner).due, at(planner, 2).due) == (FIRST + WEEK, FIRST + WEEK)


def test_what_was_missed_may_go_but_for_the_last(planner: Planner) -> None:
    put(planner, series(), series(2, repeat=Repeat(every="P1W", first=FIRST, count=2)))
    planner.milestones.skip([milestone(1).id], missed="but_last")
    assert at(planner).due == date(2026, 11, 18)
    planner.milestones.skip([milestone(2).id], missed="all")
    assert (at(planner, 2).status, at(planner, 2).n) == ("skipped", 2)
    with pytest.raises(NotMet, match="Nothing of"):
        planner.milestones.skip([milestone(2).id], missed="all")


def test_a_series_that_follows_has_no_pile_either(planner: Planner) -> None:
    follower = milestone(
        2, due=FIRST + timedelta(days=1), scheduled=FIRST + timedelta(days=1), moment="s+P1D",
        repeat=Repeat(each=milestone(1).id), after=(milestone(1).id,),
    )  # fmt: skip
    put(planner, series(), follower)
    planner.milestones.complete([milestone(1).id], missed=True)
    assert (at(planner, 2).n, at(planner, 2).due) == (3, date(2026, 11, 19))
    assert [past.missed for past in at(planner, 2).occurrences] == [True, True]


@pytest.mark.parametrize("many", [False, True])
def test_a_series_that_is_moved_alone_leaves_the_one_that_follows_it_where_it_is(planner: Planner, many: bool) -> None:
    follower = milestone(
        2, due=TODAY + timedelta(days=9), scheduled=TODAY + timedelta(days=9), moment="s+P1D", expected=True,
        repeat=Repeat(each=milestone(1).id), after=(milestone(1).id,),
    )  # fmt: skip
    put(planner, series(1, TODAY + timedelta(days=8)), follower)
    ref, day = milestone(1).id, (TODAY + timedelta(days=12)).isoformat()
    if many:
        planner.many.move_dates([ref], "+4", alone=True)
    else:
        planner.moving.move_milestone(ref, day, alone=True)
    assert at(planner).due == TODAY + timedelta(days=12)
    assert at(planner, 2) == follower
    planner.history.undo()
    if many:
        planner.many.move_dates([ref], "+4")
    else:
        planner.moving.move_milestone(ref, day)
    assert at(planner, 2).due == TODAY + timedelta(days=13)


def test_one_late_series_reminds_once_however_many_were_missed(planner: Planner) -> None:
    put(planner, series(leads=("P0D",), dated_at=milestone().created - timedelta(days=60)))
    assert [each.title for each in planner.reminders.run().raised] == ["Series 1"]
    for _ in range(3):
        assert planner.reminders.run().raised == ()
    planner.milestones.skip([milestone(1).id], missed="all")
    assert planner.reminders.run().raised == ()
    clock_of(planner).pass_days(4)
    assert [each.title for each in planner.reminders.run().raised] == ["Series 1"]


def test_one_moves_without_the_others(planner: Planner) -> None:
    put(planner, replace(series(day=TODAY), at=None))
    planner.milestones.edit(milestone(1).id, MilestoneEdit(due="2026-11-23 18:00"))
    assert (at(planner).due, at(planner).scheduled) == (date(2026, 11, 23), TODAY)
    planner.milestones.complete([milestone(1).id])
    assert (at(planner).due, at(planner).at) == (TODAY + WEEK, None)


def test_a_series_may_end_with_its_plan_and_moves_its_end_with_it(planner: Planner) -> None:
    put(planner, CERT, series(goal=CERT.id), series(2))
    until = read_repeat("every week until 2 weeks before the target", TODAY)
    planner.milestones.edit(milestone(1).id, MilestoneEdit(repeat=until))
    rule = at(planner).repeat
    assert rule is not None
    assert (rule.until, rule.moment) == (date(2027, 2, 15), "target-P2W")
    assert planner.queries.goals()[0].total == 15
    planner.moving.move_goal(CERT.id, target="2027-02-01")
    rule = at(planner).repeat
    assert rule is not None
    assert rule.until == date(2027, 1, 18)
    assert at(planner).due == FIRST
    with pytest.raises(NotMet, match="belongs to no goal"):
        planner.milestones.edit(milestone(2).id, MilestoneEdit(repeat=until))


@pytest.mark.parametrize("closed", [0, 1])
def test_a_series_that_rested_moves_with_its_goal_from_where_it_stands(planner: Planner, closed: int) -> None:
    put(planner, CERT, series(goal=CERT.id, moment="start"))
    if closed:
        planner.milestones.complete([milestone(1).id])
        planner.milestones.skip([milestone(1).id], missed="all")
    else:
        planner.milestones.edit(milestone(1).id, MilestoneEdit(due="2026-12-02"))
    planner.milestones.pause([milestone(1).id])
    clock_of(planner).pass_days(30)
    planner.milestones.resume([milestone(1).id])
    assert (at(planner).due, at(planner).n) == (date(2026, 12, 23), 4 if closed else 1)
    planner.moving.move_goal(CERT.id, start="2026-11-06", way="late", force=True)
    assert at(planner).due == date(2026, 12, 25)
    planner.milestones.complete([milestone(1).id], on=date(2026, 12, 25))
    assert at(planner).due == date(2027, 1, 1)


def test_a_new_rhythm_does_not_wake_a_series(planner: Planner) -> None:
    put(planner, series())
    planner.milestones.pause([milestone(1).id])
    planner.milestones.edit(milestone(1).id, MilestoneEdit(repeat=Repeat(every="P2W")))
    assert at(planner).is_paused
    planner.milestones.duplicate(milestone(1).id)
    assert sum(each.is_paused for each in plan_of(planner).milestones.values()) == 1


def test_away_and_at_rest_are_two_things(planner: Planner) -> None:
    put(planner, series(day=TODAY))
    away = Away(first=TODAY, last=TODAY + WEEK)
    planner.store.commit(lambda plan: Edit("Away", (replace(plan.profile, away=(away,)),)))
    assert titles(planner, "next") == {"Series 1"}


def test_the_detail_says_how_a_series_is_kept_up(planner: Planner) -> None:
    put(planner, series())
    detail = planner.queries.milestone(milestone(1).id)
    assert detail.streak is not None
    assert detail.streak.strip == ("missed", "missed", "missed")
    assert detail.missed is not None
    assert detail.missed.several
