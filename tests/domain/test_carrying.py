"""What goes along from a plan to the one it offers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.carrying import carried
from planner.domain.template import Question
from tests.domain.making import choice, credential, date_question, step, template

NUMBER = Question(key="people", ask="number", title="People", question="How many?", default=Decimal(3))
KEEP = template(
    step("join", "cycle_end-P9M", asks=("later",)),
    step("renew", "cycle_end"),
    id="keep",
    plan_from="earned",
    duration=None,
    questions=(
        date_question("earned"),
        date_question("joined"),
        date_question("meeting"),
        choice("which", "one", "two"),
        choice("later", "yes", "no"),
        choice("result", "passed", "failed"),
        choice("only_two", "yes", "no", if_=("two",)),
        NUMBER,
    ),
    credentials=(credential(ends="anniversary_month", length="P1Y", of="joined"),),
)


def test_what_the_offered_plan_asks_when_it_is_made_goes_along() -> None:
    answers = {
        "earned": "2026-11-02",
        "joined": "2025-01-10",
        "which": "one",
        "people": "4",
        "meeting": "2026-05-05",
        "later": "yes",
        "result": "passed",
        "target": "2026-11-01",
        "start": "2026-01-01",
        "other": "x",
        "only_two": "yes",
    }
    assert carried(KEEP, answers) == {"earned": "2026-11-02", "joined": "2025-01-10", "which": "one", "people": "4"}


def test_an_option_that_is_not_there_stays_behind() -> None:
    assert carried(KEEP, {"which": "three", "people": "many"}) == {}
    assert carried(KEEP, {"which": "two", "only_two": "no"}) == {"which": "two", "only_two": "no"}


@pytest.mark.parametrize(("ends", "goes"), [("birth_month", True), ("anniversary", False)])
def test_the_month_of_birth_goes_where_a_cycle_ends_with_it(ends: str, goes: bool) -> None:
    made = template(step("renew", "cycle_end"), plan_from="earned", credentials=(credential(ends=ends, length="P3Y"),))
    assert ("birth_month" in carried(made, {"earned": "2026-11-02", "birth_month": "4"})) is goes


def test_the_day_something_else_was_earned_is_no_answer_for_a_new_exam() -> None:
    made = template(step("exam", "target"), plan_from="target", questions=(date_question("earned"),))
    assert carried(made, {"earned": "2026-11-02"}) == {}


@given(
    st.dictionaries(st.sampled_from(["earned", "joined", "which", "people", "later", "result", "target"]), st.text())
)
def test_whatever_was_answered_what_goes_along_is_asked_there_and_unchanged(answers: dict[str, str]) -> None:
    found = carried(KEEP, answers)
    assert found.items() <= answers.items()
    assert not found.keys() & {"later", "result", "target", "start"}
