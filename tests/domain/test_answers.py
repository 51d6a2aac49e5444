from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from planner.domain.answers import answered, is_cycle_over, next_cycle
from planner.domain.dependencies import find_loop
from planner.domain.living import waiting_anchors, waits_for
from planner.domain.plan import Milestone
from planner.domain.repeat import close
from planner.domain.template import Question
from tests.domain.making import (
    NOW,
    START,
    TODAY,
    built,
    choice,
    counting_ids,
    credential,
    date_question,
    day_of,
    merged,
    step,
    template,
    with_key,
)


def test_an_answered_date_dates_what_waited_for_it_and_taking_it_back_undates_it() -> None:
    made = template(step("a", "start"), step("b", "known+P1W"), questions=(date_question("known"),))
    goal, milestones = built(made)
    waiting = with_key(milestones, "b")
    assert waits_for(waiting, waiting_anchors(goal, made, milestones)) == "Day of known"
    told = replace(goal, answers={"known": "2027-02-01"})
    _, put, gone = answered(told, made, milestones, ["known"], now=NOW, today=TODAY, new_id=counting_ids(100))
    assert not gone
    assert day_of(merged(milestones, put), "b") == date(2027, 2, 8)
    _, back, _ = answered(
        goal, made, merged(milestones, put), ["known"], now=NOW, today=TODAY, new_id=counting_ids(100)
    )
    assert day_of(merged(merged(milestones, put), back), "b") is None


def test_an_expected_day_gives_way_to_the_answer() -> None:
    made = template(step("b", "known+P1W"), questions=(date_question("known", expect="start+P2W"),))
    goal, milestones = built(made)
    assert milestones[0].expected
    told = replace(goal, answers={"known": "2027-02-01"})
    _, put, _ = answered(told, made, milestones, ["known"], now=NOW, today=TODAY, new_id=counting_ids(100))
    assert (put[0].due, put[0].expected) == (date(2027, 2, 8), False)


CHOICE = template(
    step("exam", "target", asks=("result",)),
    step("again", "exam+P1W", if_=("failed",)),
    step("file", "exam+P1W", if_=("passed",)),
    questions=(choice("result", "passed", "failed"),),
)


def test_a_choice_dates_its_steps_and_takes_the_others_away_and_back_again() -> None:
    goal, milestones = built(CHOICE)
    passed = replace(goal, answers={"result": "passed"})
    _, put, gone = answered(passed, CHOICE, milestones, ["result"], now=NOW, today=TODAY, new_id=counting_ids(100))
    assert [each.key for each in gone] == ["again"]
    after = [each for each in merged(milestones, put) if each not in gone]
    assert day_of(after, "file") == (goal.target or START) + timedelta(days=7)
    failed = replace(goal, answers={"result": "failed"})
    _, put, gone = answered(failed, CHOICE, after, ["result"], now=NOW, today=TODAY, new_id=counting_ids(200))
    assert [each.key for each in gone] == ["file"]
    assert day_of(list(put), "again") == (goal.target or START) + timedelta(days=7)


def test_what_somebody_worked_on_stays_when_its_option_is_not_chosen() -> None:
    goal, milestones = built(CHOICE)
    begun = replace(with_key(milestones, "again"), status="doing")
    passed = replace(goal, answers={"result": "passed"})
    _, _, gone = answered(
        passed, CHOICE, merged(milestones, (begun,)), ["result"], now=NOW, today=TODAY, new_id=counting_ids(100)
    )
    assert gone == ()


def test_a_closed_cycle_is_followed_by_the_next_with_its_own_steps() -> None:
    made = template(
        step("claim", "cycle_end-P1Y"), step("renew", "cycle_end+P1W"), plan_from="earned", duration=None,
        credentials=(credential(),),
    )  # fmt: skip
    goal, milestones = built(made, start=None, answers={"earned": "2026-01-10"})
    assert not is_cycle_over(goal, milestones)
    closed = [close(each, "done", at=NOW, on=START) for each in milestones]
    assert is_cycle_over(goal, closed)
    rolled, added = next_cycle(goal, made, closed, now=NOW, today=TODAY, new_id=counting_ids(100))
    assert rolled.cycle == 2
    assert {(each.key, each.cycle, each.due) for each in added} == {
        ("claim", 2, date(2031, 1, 9)),
        ("renew", 2, date(2032, 1, 16)),
    }


def test_a_step_that_an_answer_brings_back_is_followed_again_by_what_follows_it() -> None:
    made = template(
        step("full", "start+P1W", if_=("full",)),
        step("part", "start+P1W", if_=("part",)),
        step("then", "full+P1W", if_=("full",)),
        step("end", "target", after=("full", "part")),
        questions=(choice("work", "full", "part"),),
    )
    goal, milestones = built(made, answers={"work": "full"})
    other = replace(goal, answers={"work": "part"})
    _, put, gone = answered(other, made, milestones, ["work"], now=NOW, today=TODAY, new_id=counting_ids(100))
    assert {each.key for each in gone} == {"full", "then"}
    ids = {each.id for each in gone}
    there = [replace(m, after=tuple(a for a in m.after if a not in ids)) for m in milestones if m not in gone]
    there = merged(there, put)
    part = with_key(there, "part")
    assert part.id in with_key(there, "end").after
    _, back, _ = answered(goal, made, there, ["work"], now=NOW, today=TODAY, new_id=counting_ids(200))
    there = merged(there, back)
    assert with_key(there, "full").id in with_key(there, "end").after
    assert with_key(there, "then").after == (with_key(there, "full").id,)


def test_what_the_person_put_the_other_way_round_is_not_linked_into_a_circle() -> None:
    made = template(
        step("a", "start"),
        step("maybe", "start+P1W", if_=("yes",), after=("a",)),
        step("end", "target", after=("maybe",)),
        questions=(choice("well", "yes", "no"),),
    )
    goal, milestones = built(made, answers={"well": "no"})
    turned = replace(with_key(milestones, "a"), after=(with_key(milestones, "end").id,))
    yes = replace(goal, answers={"well": "yes"})
    there = merged(milestones, (turned,))
    _, put, _ = answered(yes, made, there, ["well"], now=NOW, today=TODAY, new_id=counting_ids(100))
    by_id = {each.id: each for each in merged(there, put)}
    assert all(find_loop(each, by_id) is None for each in by_id)


def test_a_failed_exam_undates_what_was_expected_only_after_a_pass() -> None:
    made = template(
        step("exam", "target"),
        step("keep", "cycle_end-P1Y"),
        step("frame", "earned+P1W"),
        plan_from="target",
        questions=(choice("result", "passed", "failed"), date_question("earned", expect="exam", if_=("passed",))),
        credentials=(credential(),),
    )
    goal, milestones = built(made)
    assert with_key(milestones, "keep").expected
    failed = replace(goal, answers={"result": "failed"})
    _, put, _ = answered(failed, made, milestones, ["result"], now=NOW, today=TODAY, new_id=counting_ids(100))
    assert {each.key: each.due for each in put} == {"keep": None, "frame": None}
    _, again, _ = answered(goal, made, merged(milestones, put), ["result"], now=NOW, today=TODAY, new_id=counting_ids())
    assert {each.key for each in again} == {"keep", "frame"}
    assert day_of(list(again), "keep") == day_of(milestones, "keep")


def test_another_certificate_of_the_choice_or_another_anniversary_dates_its_cycle() -> None:
    short = replace(credential(length="P1Y"), id="short", if_=("small",))
    long = replace(credential(ends="anniversary_month", length="P3Y", of="joined"), id="long", if_=("big",))
    made = template(
        step("keep", "cycle_end"),
        plan_from="earned",
        duration=None,
        questions=(choice("size", "small", "big"), date_question("joined")),
        credentials=(short, long),
    )
    told = {"earned": "2027-02-10", "joined": "2020-05-01"}
    goal, milestones = built(made, start=None, answers={**told, "size": "small"})
    assert day_of(milestones, "keep") == date(2028, 2, 9)
    big = replace(goal, answers={**told, "size": "big"})
    _, put, _ = answered(big, made, milestones, ["size"], now=NOW, today=TODAY, new_id=counting_ids(100))
    assert day_of(list(put), "keep") == date(2030, 5, 31)
    moved = replace(big, answers={**big.answers, "joined": "2020-09-01"})
    _, put, _ = answered(moved, made, list(put), ["joined"], now=NOW, today=TODAY, new_id=counting_ids(100))
    assert day_of(list(put), "keep") == date(2030, 9, 30)


def test_several_answers_at_once_are_one_after_the_other() -> None:
    made = template(
        step("a", "start", if_=("yes",)),
        step("b", "known+P1W", if_=("yes",)),
        step("c", "a+P1W", if_=("yes",), effort="PT1H", per="reports"),
        questions=(
            choice("well", "yes", "no"),
            date_question("known", if_=("yes",)),
            Question(key="reports", ask="number", title="Reports", question="How many?"),
        ),
    )
    goal, milestones = built(made)
    answers = {"well": "yes", "known": "2027-02-01", "reports": "3"}
    _, at_once, _ = answered(
        replace(goal, answers=answers), made, milestones, list(answers), now=NOW, today=TODAY, new_id=counting_ids(100)
    )
    one_by_one, given = milestones, dict[str, str]()
    for key, value in answers.items():
        given[key] = value
        _, put, _ = answered(
            replace(goal, answers=dict(given)), made, one_by_one, [key], now=NOW, today=TODAY, new_id=counting_ids(100)
        )
        one_by_one = merged(one_by_one, put)
    assert {m.key: (m.due, m.effort) for m in merged(milestones, at_once)} == {
        m.key: (m.due, m.effort) for m in one_by_one
    }
    assert day_of(one_by_one, "c") == START + timedelta(days=7)


def test_a_choice_taken_back_leaves_what_was_done_and_its_return_makes_no_second_one() -> None:
    goal, milestones = built(CHOICE)
    failed = replace(goal, answers={"result": "failed"})
    _, put, gone = answered(failed, CHOICE, milestones, ["result"], now=NOW, today=TODAY, new_id=counting_ids(100))
    there = [each for each in merged(milestones, put) if each not in gone]
    done = close(with_key(there, "again"), "done", at=NOW, on=START)
    there = merged(there, (done,))
    _, back, gone = answered(goal, CHOICE, there, ["result"], now=NOW, today=TODAY, new_id=counting_ids(200))
    assert not gone
    assert {each.key for each in back} == {"file"}
    there = merged(there, back)
    _, put, gone = answered(failed, CHOICE, there, ["result"], now=NOW, today=TODAY, new_id=counting_ids(300))
    assert [each.key for each in (*put, *gone)] == ["file"]
    assert with_key(there, "again") == done


def test_a_running_cycle_gets_the_steps_that_an_answer_brings_and_none_that_were_left_out() -> None:
    made = template(
        step("claim", "cycle_end-P1Y"),
        step("log", "cycle_end-P2Y", if_=("yes",)),
        step("extra", "cycle_end-P2Y", optional=True),
        plan_from="earned", duration=None, questions=(choice("work", "yes", "no"),), credentials=(credential(),),
    )  # fmt: skip
    goal, milestones = built(made, start=None, answers={"earned": "2019-01-10", "work": "no"})
    assert goal.cycle == 3
    yes = replace(goal, answers={**goal.answers, "work": "yes"})
    _, put, _ = answered(yes, made, milestones, ["work"], now=NOW, today=TODAY, new_id=counting_ids(100))
    assert [(each.key, each.cycle, each.due) for each in put] == [("log", 3, date(2026, 1, 9))]


def test_an_answer_to_what_is_not_asked_any_more_has_no_effect_until_it_is_asked_again() -> None:
    made = template(
        step("exam", "target", asks=("result", "earned")),
        step("keep", "cycle_end"),
        step("again", "exam+P1W", if_=("failed",)),
        questions=(choice("result", "passed", "failed"), date_question("earned", if_=("passed",))),
        credentials=(credential(),),
    )
    goal, milestones = built(made, answers={"result": "passed", "earned": "2027-05-22"})
    assert day_of(milestones, "keep") == date(2030, 5, 21)
    failed = replace(goal, answers={**goal.answers, "result": "failed"})
    _, put, _ = answered(failed, made, milestones, ["result"], now=NOW, today=TODAY, new_id=counting_ids(100))
    there = merged(milestones, put)
    assert day_of(there, "keep") is None
    _, put, gone = answered(goal, made, there, ["result"], now=NOW, today=TODAY, new_id=counting_ids(200))
    assert [each.key for each in gone] == ["again"]
    assert day_of(merged(there, put), "keep") == date(2030, 5, 21)


def test_a_choice_that_is_not_asked_any_more_brings_no_steps_and_no_hours() -> None:
    made = template(
        step("go", "start"),
        step("essay", "start+P1W", if_=("long",)),
        step("talk", "start+P2W", effort="PT1H", per="people"),
        questions=(
            choice("work", "write", "speak"),
            choice("size", "long", "short", if_=("write",)),
            Question(key="people", ask="number", title="People", question="How many?", if_=("speak",)),
        ),
    )
    answers = {"work": "write", "size": "long", "people": "5"}
    _, milestones = built(made, answers=answers)
    assert {each.key for each in milestones} == {"go", "essay", "talk"}
    assert with_key(milestones, "talk").effort == 60
    _, milestones = built(made, answers={**answers, "work": "speak"})
    assert {each.key for each in milestones} == {"go", "talk"}
    assert with_key(milestones, "talk").effort == 300


def test_hours_follow_a_choice_that_hides_or_brings_the_question_for_their_number() -> None:
    made = template(
        step("go", "start"),
        step("talk", "start+P2W", effort="PT1H", per="people"),
        questions=(
            choice("work", "write", "speak"),
            choice("where", "hall", "room", if_=("speak",)),
            Question(key="people", ask="number", title="People", question="How many?", if_=("hall",)),
        ),
    )
    spoken = {"work": "speak", "where": "hall", "people": "5"}
    written = {**spoken, "work": "write"}

    def after(answers: dict[str, str], there: list[Milestone]) -> list[Milestone]:
        told = replace(goal, answers=answers)
        _, put, _ = answered(told, made, there, ["work"], now=NOW, today=TODAY, new_id=counting_ids(100))
        return merged(there, put)

    goal, milestones = built(made, answers=spoken)
    assert with_key(milestones, "talk").effort == 300
    hidden = after(written, milestones)
    assert with_key(hidden, "talk").effort == 60
    assert with_key(after(spoken, hidden), "talk").effort == 300
    own = merged(milestones, (replace(with_key(milestones, "talk"), effort=90),))
    assert with_key(after(written, own), "talk").effort == 90


def test_choices_that_are_asked_only_with_each_other_are_never_asked() -> None:
    made = template(
        step("one", "start", if_=("a",)),
        questions=(choice("first", "a", "b", if_=("c",)), choice("second", "c", "d", if_=("a",))),
    )
    _, milestones = built(made, answers={"first": "a", "second": "c"})
    assert milestones == []
