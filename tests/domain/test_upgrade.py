from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from planner.domain.anchors import Anchors
from planner.domain.living import anchors_of, dated_by_hand, keyed
from planner.domain.plan import CheckItem, Goal, Milestone, Repeat, TemplateRef
from planner.domain.repeat import close
from planner.domain.template import Option, StepRepeat, Template
from planner.domain.upgrade import Upgrade, upgrade
from planner.domain.upgrade_merge import Decisions
from tests.domain.making import (
    NOW,
    START,
    TODAY,
    built,
    choice,
    counting_ids,
    credential,
    date_question,
    milestone,
    plan,
    step,
    template,
    with_key,
)

REF = TemplateRef(id="sample", version="2027.1", digest="1" * 64)
WEEK = timedelta(weeks=1)


def upgraded(
    goal: Goal,
    before: Template,
    after: Template,
    milestones: Sequence[Milestone],
    *,
    take: Collection[str] = (),
    keep: Collection[str] = (),
    today: date = TODAY,
    **more: Any,
) -> Upgrade:
    decisions = Decisions(take=frozenset(take), keep=frozenset(keep), rest=more.pop("rest", "ask"))
    return upgrade(
        goal, before, after, plan(goal, *milestones), ref=REF, decisions=decisions, today=today, now=NOW,
        new_id=counting_ids(500), **more,
    )  # fmt: skip


def after(milestones: Sequence[Milestone], found: Upgrade) -> list[Milestone]:
    gone = {each.id for each in found.gone}
    by_id = {each.id: each for each in (*milestones, *found.put)}
    return [each for each in by_id.values() if each.id not in gone]


def changed(milestones: list[Milestone], key: str, **fields: Any) -> list[Milestone]:
    return [replace(each, **fields) if each.key == key else each for each in milestones]


def anchors(goal: Goal, made: Template, milestones: Sequence[Milestone]) -> Anchors:
    return anchors_of(goal, made, keyed(milestones))


OLD = template(
    step("read", "start", title="Read", effort="PT1H"),
    step("mock", "target-P2W", title="Mock exam", after=("read",)),
    step("exam", "target", title="Exam", fixed=True, after=("mock",)),
)


def newer(**steps: dict[str, Any]) -> Template:
    """OLD with these fields of its steps changed."""
    return replace(
        OLD,
        version="2027.1",
        milestones=tuple(replace(each, **steps.get(each.key, {})) for each in OLD.milestones),
    )


# -- what nobody touched follows


def test_what_nobody_touched_follows_the_new_version() -> None:
    goal, there = built(OLD)
    new = newer(read={"title": "Read it all", "effort": "PT4H", "evidence": "Notes"}, mock={"when": "target-P3W"})
    found = upgraded(goal, OLD, new, there)
    now = after(there, found)
    read, mock = with_key(now, "read"), with_key(now, "mock")
    assert (read.title, read.effort, read.evidence) == ("Read it all", 240, "Notes")
    assert (mock.due, mock.moment) == ((goal.target or START) - 3 * WEEK, "target-P3W")
    assert [(each.key, each.field) for each in found.updates] == [
        ("read", "title"), ("read", "effort"), ("read", "evidence"), ("mock", "when"),
    ]  # fmt: skip
    assert [each.after.key for each in found.redated] == ["mock"]
    assert found.goal.template == REF


def test_a_new_step_comes_dated_from_the_goals_anchors_and_what_follows_it_follows_it() -> None:
    goal, there = built(OLD)
    new = newer(exam={"after": ("mock", "rest")})
    rest = step("rest", "target-P2D", title="Rest", after=("mock",))
    new = replace(new, milestones=(*new.milestones[:2], rest, new.milestones[2]))
    found = upgraded(goal, OLD, new, there)
    (came,) = found.comes
    assert (came.key, came.due, came.goal) == ("rest", (goal.target or START) - timedelta(days=2), goal.id)
    assert came.after == (with_key(there, "mock").id,)
    exam = with_key(after(there, found), "exam")
    assert set(exam.after) == {with_key(there, "mock").id, came.id}
    assert [each.key for each in sorted(after(there, found), key=lambda each: each.order)] == [
        "read", "mock", "rest", "exam",
    ]  # fmt: skip


def test_an_optional_new_step_stays_out_until_it_is_taken() -> None:
    goal, there = built(OLD)
    new = replace(newer(), milestones=(*OLD.milestones, step("party", "target+P1W", optional=True)))
    found = upgraded(goal, OLD, new, there)
    assert (found.comes, [each.key for each in found.left_out], found.goal.without) == ((), ["party"], ("party",))
    taken = upgraded(goal, OLD, new, there, take=["party"])
    assert ([each.key for each in taken.comes], taken.goal.without) == (["party"], ())


def test_a_new_step_that_is_kept_out_is_remembered_as_unticked() -> None:
    goal, there = built(OLD)
    new = replace(newer(), milestones=(*OLD.milestones, step("more", "target+P1W")))
    found = upgraded(goal, OLD, new, there, keep=["more"])
    assert (found.comes, found.goal.without) == ((), ("more",))


def test_what_was_unticked_stays_unticked_also_under_another_key() -> None:
    goal, there = built(OLD, without=("mock",))
    assert goal.without == ("mock",)
    same = upgraded(goal, OLD, newer(mock={"title": "Mock exam 1"}), there)
    assert (same.comes, same.goal.without) == ((), ("mock",))
    new = newer(mock={"key": "trial", "same_as": "sample/mock"}, exam={"after": ("trial",)})
    assert upgraded(goal, OLD, new, there).goal.without == ("trial",)


def test_a_step_that_another_goal_has_already_is_left_out_unless_it_is_taken() -> None:
    goal, there = built(OLD)
    new = replace(newer(), milestones=(*OLD.milestones, step("more", "target+P1W", title="More")))
    found = upgraded(goal, OLD, new, there, elsewhere={"more": "Another plan"})
    assert (found.comes, found.remarks) == ((), ("“More” is in “Another plan” already and is left out.",))
    assert upgraded(goal, OLD, new, there, elsewhere={"more": "Another plan"}, take=["more"]).comes


def test_new_steps_of_a_choice_wait_or_stay_away_as_it_says() -> None:
    old = replace(OLD, questions=(choice("way", "left", "right"),))
    new = replace(
        old,
        version="2027.1",
        milestones=(*old.milestones, step("l", "start", if_=("left",)), step("r", "start", if_=("right",))),
    )
    goal, there = built(old)
    assert {each.key: each.due for each in upgraded(goal, old, new, there).comes} == {"l": None, "r": None}
    goal, there = built(old, answers={"way": "left"})
    assert [each.key for each in upgraded(goal, old, new, there).comes] == ["l"]


# -- what goes


def test_a_step_that_is_gone_goes_if_nothing_was_done_about_it() -> None:
    goal, there = built(OLD)
    new = replace(newer(exam={"after": ("read",)}))
    new = replace(new, milestones=tuple(each for each in new.milestones if each.key != "mock"))
    found = upgraded(goal, OLD, new, there)
    assert [each.key for each in found.gone] == ["mock"]
    assert with_key(after(there, found), "exam").after == (with_key(there, "read").id,)


def test_a_step_that_is_gone_stays_by_itself_once_something_was_done_about_it() -> None:
    new = replace(newer(exam={"after": ()}), milestones=(OLD.milestones[0],))
    for touch in (
        {"status": "doing"}, {"notes": "Mine"}, {"tags": ("x",)}, {"title": "My own"}, {"leads": ()},
        {"checklist": (CheckItem(title="a", done=True),)}, {"waiting_on": "Ada"}, {"due": date(2027, 2, 1)},
    ):  # fmt: skip
        goal, there = built(OLD)
        if "due" in touch:
            mock = dated_by_hand(with_key(there, "mock"), anchors(goal, OLD, there), date(2027, 2, 1))
            there = [mock if each.key == "mock" else each for each in there]
        else:
            there = changed(there, "mock", **touch)
        found = upgraded(goal, OLD, new, there)
        assert [each.title for each in found.alone] == [with_key(there, "mock").title], touch
        (alone,) = found.alone
        assert (alone.key, alone.moment, alone.due) == (None, None, with_key(there, "mock").due)
        assert [each.key for each in found.gone] == ["exam"]


def test_what_is_completed_stays_as_it_is_though_its_step_is_gone_or_another() -> None:
    goal, there = built(OLD)
    done = close(with_key(there, "read"), "done", at=NOW, on=START)
    there = [done if each.key == "read" else each for each in there]
    found = upgraded(goal, OLD, newer(read={"title": "Read it all", "effort": "PT9H"}), there, rest="theirs")
    assert with_key(after(there, found), "read") == done
    gone = replace(newer(mock={"after": ()}), milestones=OLD.milestones[1:])
    (alone,) = upgraded(goal, OLD, gone, there).alone
    assert (alone.title, alone.done_on, alone.status, alone.due) == ("Read", START, "done", done.due)


def test_a_step_that_something_of_the_persons_own_follows_stays() -> None:
    goal, there = built(OLD)
    own = milestone(77, goal=goal.id, title="My own", after=(with_key(there, "mock").id,), order=9)
    new = replace(newer(exam={"after": ()}), milestones=(OLD.milestones[0], replace(OLD.milestones[2], after=())))
    found = upgraded(goal, OLD, new, [*there, own])
    assert (found.gone, [each.title for each in found.alone]) == ((), ["Mock exam"])
    assert own not in found.put


# -- both sides


def test_a_field_that_both_changed_is_a_conflict_that_is_asked() -> None:
    goal, there = built(OLD)
    there = changed(there, "read", title="Read slowly")
    new = newer(read={"title": "Read it all", "evidence": "Notes"})
    found = upgraded(goal, OLD, new, there)
    (conflict,) = found.undecided
    assert (conflict.name, conflict.base, conflict.mine, conflict.theirs) == (
        "read.title", "Read", "Read slowly", "Read it all",
    )  # fmt: skip
    assert with_key(after(there, found), "read").title == "Read slowly"
    assert with_key(after(there, found), "read").evidence == "Notes"
    for decided, title in (
        ({"keep": ["read.title"]}, "Read slowly"),
        ({"keep": ["read"]}, "Read slowly"),
        ({"take": ["read.title"]}, "Read it all"),
        ({"take": ["read"]}, "Read it all"),
        ({"rest": "mine"}, "Read slowly"),
        ({"rest": "theirs"}, "Read it all"),
    ):
        settled = upgraded(goal, OLD, new, there, **decided)
        assert not settled.undecided
        assert with_key(after(there, settled), "read").title == title


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    goal, there = built(OLD)
    there = changed(there, "read", title="Read it all")
    found = upgraded(goal, OLD, newer(read={"title": "Read it all"}), there)
    assert (found.conflicts, found.updates) == ((), ())


def test_a_date_by_hand_stays_on_its_day_whatever_it_counts_from() -> None:
    old = template(step("a", "start+P1W"), step("b", "a+P1W", after=("a",)), step("c", "b+P1W", after=("b",)))
    new = replace(old, version="2027.1", milestones=(replace(old.milestones[0], when="start+P2W"), *old.milestones[1:]))
    goal, there = built(old)
    by_hand = dated_by_hand(with_key(there, "b"), anchors(goal, old, there), START + 4 * WEEK)
    there = [by_hand if each.key == "b" else each for each in there]
    found = upgraded(goal, old, new, there)
    now = after(there, found)
    assert with_key(now, "a").due == START + 2 * WEEK
    assert with_key(now, "b").due == START + 4 * WEEK
    assert with_key(now, "b").moment == "a+P14D"
    assert with_key(now, "c").due == with_key(there, "c").due
    assert not found.undecided


def test_a_hand_dated_step_that_moves_in_the_new_version_is_asked_with_all_three_days() -> None:
    goal, there = built(OLD)
    target = goal.target or START
    by_hand = dated_by_hand(with_key(there, "mock"), anchors(goal, OLD, there), target - timedelta(days=12))
    there = [by_hand if each.key == "mock" else each for each in there]
    new = newer(mock={"when": "target-P3W"})
    (conflict,) = upgraded(goal, OLD, new, there).undecided
    assert conflict.base == f"{target - 2 * WEEK} (target-P2W)"
    assert conflict.mine == f"{target - timedelta(days=12)} (target-P12D)"
    assert conflict.theirs == f"{target - 3 * WEEK} (target-P3W)"
    taken = upgraded(goal, OLD, new, there, take=["mock.when"])
    assert with_key(after(there, taken), "mock").due == target - 3 * WEEK


def test_a_fixed_date_moves_only_if_theirs_is_taken() -> None:
    goal, there = built(OLD)
    new = newer(exam={"when": "target+P1D"})
    found = upgraded(goal, OLD, new, there)
    assert [each.name for each in found.undecided] == ["exam.when"]
    assert with_key(after(there, found), "exam").due == goal.target
    taken = upgraded(goal, OLD, new, there, take=["exam"])
    assert with_key(after(there, taken), "exam").due == (goal.target or START) + timedelta(days=1)


def test_ticks_of_a_checklist_stay_and_a_ticked_line_does_not_go() -> None:
    old = template(step("a", "start", checklist=("One", "Two", "Three")))
    new = template(step("a", "start", checklist=("Three", "Four")))
    goal, there = built(old)
    items = tuple(CheckItem(title=title, done=title != "Two") for title in ("One", "Two", "Three"))
    there = changed(there, "a", checklist=items)
    found = upgraded(goal, old, new, there)
    assert with_key(after(there, found), "a").checklist == (
        CheckItem(title="Three", done=True), CheckItem(title="Four"), CheckItem(title="One", done=True),
    )  # fmt: skip


def test_links_by_hand_stay_and_a_new_one_never_makes_a_circle() -> None:
    old = template(step("a", "start", title="A"), step("b", "start+P1W", title="B"), step("c", "start+P2W", title="C"))
    new = template(*old.milestones[:1], step("b", "start+P1W", title="B", after=("a",)), *old.milestones[2:])
    goal, there = built(old)
    there = changed(there, "a", after=(with_key(there, "b").id,))  # by hand, the other way round
    found = upgraded(goal, old, new, there)
    assert with_key(after(there, found), "a").after == (with_key(there, "b").id,)
    assert with_key(after(there, found), "b").after == ()
    assert found.remarks == ("“B” does not follow “A”: by your own order it comes before it.",)


# -- keys, questions, cycles


def test_a_step_under_another_key_is_the_same_step_where_it_says_so() -> None:
    goal, there = built(OLD)
    there = changed(there, "mock", title="My mock")
    new = newer(mock={"key": "trial", "same_as": "sample/mock"}, exam={"after": ("trial",)})
    found = upgraded(goal, OLD, new, there)
    assert (found.comes, found.gone, found.alone, found.conflicts) == ((), (), (), ())
    mock = with_key(after(there, found), "trial")
    assert (mock.id, mock.title, mock.due) == (
        with_key(there, "mock").id, "My mock", with_key(there, "mock").due,
    )  # fmt: skip
    silent = newer(mock={"key": "trial"}, exam={"after": ("trial",)})
    other = upgraded(goal, OLD, silent, there)
    assert ([each.key for each in other.comes], [each.title for each in other.alone]) == (["trial"], ["My mock"])


def test_an_answer_that_is_none_any_more_is_asked_again_and_others_stay() -> None:
    old = replace(OLD, questions=(choice("way", "left", "right"), date_question("known")))
    goal, there = built(old, answers={"way": "left", "known": "2027-02-01"})
    way = replace(old.questions[0], options=(Option(key="up", title="Up"), Option(key="right", title="Right")))
    new = replace(old, version="2027.1", questions=(way, old.questions[1], choice("more", "yes", "no")))
    found = upgraded(goal, old, new, there)
    assert found.goal.answers == {"known": "2027-02-01"}
    assert found.remarks == ("“Choice way” is asked again: “left” is no answer to it any more.",)
    assert [each.key for each in found.asks] == ["more"]


def test_another_expected_day_moves_what_waits_for_it() -> None:
    old = template(step("a", "known+P1W"), questions=(date_question("known", expect="start+P2W"),))
    new = replace(old, questions=(date_question("known", expect="start+P3W"),))
    goal, there = built(old)
    now = after(there, upgraded(goal, old, new, there))
    assert (now[0].due, now[0].expected) == (START + 4 * WEEK, True)


def test_a_step_of_every_cycle_comes_for_the_running_one() -> None:
    old = template(
        step("claim", "cycle_end-P1Y"), plan_from="earned", duration=None, credentials=(credential(),)
    )  # fmt: skip
    new = replace(old, milestones=(*old.milestones, step("renew", "cycle_end-P1M")))
    goal, there = built(old, start=None, answers={"earned": "2021-01-10"})
    assert goal.cycle == 2
    (came,) = upgraded(goal, old, new, there).comes
    assert (came.key, came.cycle, came.due) == ("renew", 2, date(2026, 12, 9))


# -- series


SERIES = template(step("talk", "start", repeat=StepRepeat(every="P1W", count=6)), step("note", "talk+P1D"))


def in_progress(times: int) -> tuple[Goal, list[Milestone]]:
    goal, there = built(SERIES)
    talk = with_key(there, "talk")
    for number in range(times):
        talk = close(talk, "done", at=NOW, on=START + number * WEEK)
    return goal, [talk if each.key == "talk" else each for each in there]


def test_a_series_in_progress_keeps_its_occurrences_and_its_open_day() -> None:
    goal, there = in_progress(2)
    every = replace(
        SERIES, milestones=(step("talk", "start", repeat=StepRepeat(every="P2W", count=8)), *SERIES.milestones[1:])
    )
    talk = with_key(after(there, upgraded(goal, SERIES, every, there)), "talk")
    assert talk.repeat is not None
    assert (talk.n, len(talk.occurrences), talk.due) == (3, 2, START + 2 * WEEK)
    assert (talk.repeat.every, talk.repeat.count) == ("P2W", 8)
    following = close(talk, "done", at=NOW, on=START + 2 * WEEK)
    assert following.due == START + 4 * WEEK


def test_a_series_that_rests_goes_on_resting_in_the_new_version() -> None:
    goal, there = in_progress(2)
    talk = with_key(there, "talk")
    there = changed(there, "talk", repeat=replace(talk.repeat or Repeat(), paused_on=START, passed=2))
    more = replace(
        SERIES, milestones=(step("talk", "start", repeat=StepRepeat(every="P1W", count=9)), SERIES.milestones[1])
    )
    less = replace(
        SERIES, milestones=(step("talk", "start", repeat=StepRepeat(every="P2W", count=6)), SERIES.milestones[1])
    )
    for newer, passed in ((more, 2), (less, 0)):
        found = with_key(after(there, upgraded(goal, SERIES, newer, there)), "talk")
        assert found.repeat is not None
        assert (found.is_paused, found.repeat.passed, found.due) == (True, passed, talk.due)


def test_a_series_that_becomes_a_single_step_keeps_what_was_done() -> None:
    goal, there = in_progress(2)
    once = template(step("talk", "start"), step("note", "talk+P1D"))
    talk = with_key(after(there, upgraded(goal, SERIES, once, there)), "talk")
    assert (talk.repeat, talk.n, len(talk.occurrences), talk.due) == (None, 3, 2, START + 2 * WEEK)


def test_a_rhythm_of_ones_own_stays_unless_theirs_is_taken() -> None:
    goal, there = built(SERIES)
    talk = with_key(there, "talk")
    assert talk.repeat is not None
    there = changed(there, "talk", repeat=replace(talk.repeat, every="P3W"))
    new = replace(
        SERIES, milestones=(step("talk", "start", repeat=StepRepeat(every="P2W", count=6)), *SERIES.milestones[1:])
    )
    (conflict,) = upgraded(goal, SERIES, new, there).undecided
    assert (conflict.mine, conflict.theirs) == ("every 3 weeks, 6 times", "every 2 weeks, 6 times")
    taken = with_key(after(there, upgraded(goal, SERIES, new, there, take=["talk"])), "talk")
    assert taken.repeat is not None
    assert taken.repeat.every == "P2W"


# -- dates that do not fit


def test_nothing_is_dated_in_the_past_without_a_question() -> None:
    goal, there = built(OLD)
    new = replace(newer(), milestones=(*OLD.milestones, step("early", "start-P12W", title="Early")))
    today = TODAY
    found = upgraded(goal, OLD, new, there, today=today)
    assert ([each.key for each in found.past], found.fits) == (["early"], False)
    later = upgraded(goal, OLD, new, there, misfits="later")
    assert ([each.due for each in later.comes], later.fits) == ([today], True)
    left = upgraded(goal, OLD, new, there, misfits="leave")
    assert (left.comes, left.fits, left.goal.without) == ((), True, ("early",))
    anyway = upgraded(goal, OLD, new, there, misfits="anyway")
    assert [each.due for each in anyway.comes] == [START - 12 * WEEK]


def test_nothing_comes_before_what_it_follows_without_a_question() -> None:
    goal, there = built(OLD)
    new = newer(read={"when": "target-P1W"})
    found = upgraded(goal, OLD, new, there)
    assert len(found.problems) == 1
    assert "“Mock exam” (2027-03-01) would come before “Read” (2027-03-08)" in found.problems[0]
    later = upgraded(goal, OLD, new, there, misfits="later")
    assert later.fits
    assert with_key(after(there, later), "mock").due == date(2027, 3, 8)
    left = upgraded(goal, OLD, new, there, misfits="leave")
    assert left.fits
    assert with_key(after(there, left), "read").due == START


# -- order


def test_hand_made_ones_stay_behind_and_an_order_of_ones_own_stays() -> None:
    goal, there = built(OLD)
    own = milestone(77, goal=goal.id, title="My own", order=3)
    new = replace(newer(), milestones=(step("first", "start"), *OLD.milestones))
    now = after([*there, own], upgraded(goal, OLD, new, [*there, own]))
    assert [each.key or each.title for each in sorted(now, key=lambda each: each.order)] == [
        "first", "read", "mock", "exam", "My own",
    ]  # fmt: skip
    mixed = [replace(each, order=number) for number, each in enumerate([there[2], own, there[0], there[1]])]
    now = after(mixed, upgraded(goal, OLD, replace(new, milestones=(*OLD.milestones, step("last", "target"))), mixed))
    assert [each.key or each.title for each in sorted(now, key=lambda each: each.order)] == [
        "exam", "My own", "read", "mock", "last",
    ]  # fmt: skip


# -- corners


def test_what_is_done_points_no_more_at_a_step_that_goes() -> None:
    goal, there = built(OLD)
    done = close(with_key(there, "exam"), "done", at=NOW, on=START)
    there = [done if each.key == "exam" else each for each in there]
    new = replace(newer(exam={"after": ()}), milestones=(OLD.milestones[0], replace(OLD.milestones[2], after=())))
    found = upgraded(goal, OLD, new, there)
    assert [each.key for each in found.gone] == ["mock"]
    assert with_key(after(there, found), "exam") == replace(done, after=(), order=1)


def test_a_condition_that_comes_lets_a_step_wait_and_one_that_goes_dates_it() -> None:
    free = template(step("a", "start"), questions=(choice("way", "left", "right"),))
    bound = replace(free, milestones=(step("a", "start", if_=("left",)),))
    goal, there = built(free)
    waiting = after(there, upgraded(goal, free, bound, there))
    assert waiting[0].due is None
    goal, there = built(bound)
    assert there[0].due is None
    assert after(there, upgraded(goal, bound, free, there))[0].due == START
    decided = replace(goal, answers={"way": "right"})
    assert [each.key for each in upgraded(decided, free, bound, there).gone] == ["a"]
    begun = changed(there, "a", status="doing", due=START)
    kept = upgraded(decided, free, bound, begun)
    assert (kept.gone, kept.put) == ((), ())


def cyclic(count: int, **more: Any) -> Template:
    return template(
        step("log", "cycle_end-P20W", repeat=StepRepeat(every="P4W", count=count), **more),
        plan_from="earned", duration=None, credentials=(credential(length="P1Y"),),
    )  # fmt: skip


def test_a_series_that_was_begun_in_a_running_cycle_keeps_what_it_was_spared() -> None:
    old = cyclic(5)
    goal, there = built(old, start=None, answers={"earned": "2026-02-01"})
    log = there[0]
    assert log.repeat is not None
    assert (log.due, log.repeat.count) == (date(2026, 12, 6), 2)  # three of the five lay before it was planned
    assert upgraded(goal, old, old, there).put == ()
    more = after(there, upgraded(goal, old, cyclic(6), there))[0]
    assert more.repeat is not None
    assert (more.due, more.repeat.count) == (date(2026, 12, 6), 3)
    moved = replace(old, milestones=(replace(old.milestones[0], when="cycle_end-P24W"),))
    earlier = after(there, upgraded(goal, old, moved, there))[0]
    assert earlier.due is not None
    assert earlier.due >= TODAY


def test_the_day_of_one_occurrence_stays_also_when_its_series_is_gone() -> None:
    goal, there = built(SERIES)
    talk = with_key(there, "talk")
    note = dated_by_hand(with_key(there, "note"), anchors(goal, SERIES, there), START + 3 * WEEK)
    there = [replace(note, after=(), repeat=None)]  # the talk was deleted
    new = replace(SERIES, milestones=(SERIES.milestones[0], step("note", "talk+P5D")))
    found = upgraded(replace(goal, without=(talk.key or "",)), SERIES, new, there, rest="mine")
    assert after(there, found)[0].due == START + 3 * WEEK


def test_a_cycle_of_which_nothing_is_left_goes_on_to_the_next() -> None:
    old = template(
        step("claim", "cycle_end-P2M"), step("pay", "cycle_end-P1M"), plan_from="earned", duration=None,
        credentials=(credential(length="P1Y"),),
    )  # fmt: skip
    goal, there = built(old, start=None, answers={"earned": "2026-02-01"})
    done = close(with_key(there, "claim"), "done", at=NOW, on=TODAY)
    there = [done if each.key == "claim" else each for each in there]
    new = replace(old, milestones=old.milestones[:1])
    found = upgraded(goal, old, new, there)
    assert [each.key for each in found.gone] == ["pay"]
    assert found.goal.cycle == 2
    assert [(each.key, each.cycle) for each in found.comes] == [("claim", 2)]


def test_a_date_by_hand_that_counted_from_what_is_gone_counts_from_where_the_new_one_does() -> None:
    old = template(step("a", "start+P1W"), step("b", "a+P1W"))
    goal, there = built(old)
    by_hand = dated_by_hand(with_key(there, "b"), anchors(goal, old, there), START + 3 * WEEK)
    there = [by_hand if each.key == "b" else each for each in there]
    new = template(step("b", "target-P4W"))
    now = with_key(after(there, upgraded(goal, old, new, there, rest="mine")), "b")
    assert (now.due, now.moment) == (START + 3 * WEEK, "target-P49D")


def test_a_day_that_was_only_expected_does_not_become_one_that_binds() -> None:
    known = date_question("known", expect="start+P2W")
    old = template(step("a", "known+P1W"), questions=(known,))
    goal, there = built(old)
    there = changed(there, "a", notes="Mine")
    bare = template(step("z", "start"))
    (alone,) = upgraded(goal, old, replace(bare, questions=(known,)), there).alone
    assert (alone.key, alone.due, alone.expected) == (None, START + 3 * WEEK, True)
    (undated,) = upgraded(goal, old, bare, there).alone
    assert (undated.due, undated.expected) == (None, False)
