from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from planner.domain.template import CredentialRule, CycleRule, Option, Question, Step, StepRepeat, Template
from planner.domain.template_effort import template_effort, template_efforts
from planner.domain.template_words import ways_words


def made(*steps: Step, **fields: Any) -> Template:
    return Template(
        **{
            "id": "sample", "version": "1", "title": "T", "summary": "S", "category": "craft", "stages": ("early",),
            "plan_from": "start", "duration": "P10W", "milestones": steps, **fields,
        }
    )  # fmt: skip


def step(key: str, when: str = "start", **fields: Any) -> Step:
    return Step(
        **{"key": key, "title": key, "kind": "learn", "when": when, "evidence": "E", "effort": "PT1H", **fields}
    )


@pytest.mark.parametrize(
    ("steps", "hours"),
    [
        ([step("a"), step("b", effort=None), step("c", effort="PT30M")], Decimal("1.5")),
        ([step("a", optional=True), step("b")], 1),
        ([step("a", repeat=StepRepeat(every="P1W", count=9))], 9),
        ([step("a", repeat=StepRepeat(every="P1W"))], 11),
        ([step("a", "target-P2W", repeat=StepRepeat(every="P1W"))], 3),
        ([step("a", repeat=StepRepeat(every="P1W", count=9, until="start+P2W"))], 3),
        ([step("a", repeat=StepRepeat(rrule="FREQ=WEEKLY;BYDAY=MO"))], 11),
        ([step("a", repeat=StepRepeat(every="P1W", count=4)), step("b", "a+P1D")], 8),
        ([step("a", repeat=StepRepeat(every="P1W", count=4)), step("b", "a+P1D"), step("c", "b+P1D")], 12),
        ([step("a", "b+P1W"), step("b", "a+P1W")], 2),
        ([step("a", "unknown", repeat=StepRepeat(every="P1W"))], 1),
        ([step("a", "cycle_end-P1Y", repeat=StepRepeat(every="P1M"))], 13),
    ],
)
def test_hours_once_through_count_every_occurrence(steps: list[Step], hours: Decimal) -> None:
    rule = CredentialRule(id="c", name="C", issuer="I", cycle=CycleRule(ends="anniversary", length="P3Y"))
    assert Decimal(template_effort(made(*steps, credentials=(rule,)))) / 60 == hours


def test_a_number_counts_at_its_default() -> None:
    question = Question(key="reports", ask="number", title="R", question="How many?", default=Decimal("2.5"))
    assert template_effort(made(step("a", per="reports"), questions=(question,))) == 150


def test_a_plan_without_an_end_counts_its_series_once() -> None:
    assert template_effort(made(step("a", repeat=StepRepeat(every="P1W")), duration=None)) == 60


def test_of_a_choice_the_way_that_takes_longest_counts() -> None:
    way, result = (
        Question(key=key, ask="choice", title="T", question="Which?", options=tuple(map(option, options)))
        for key, options in (("way", ("short", "long")), ("result", ("passed", "failed")))
    )
    steps = (
        step("a"),
        step("b", if_=("short",), effort="PT2H"),
        step("c", if_=("long",), effort="PT3H"),
        step("d", if_=("short", "long"), effort="PT10H"),
        step("e", if_=("failed",), effort="PT20H"),
    )
    assert template_effort(made(*steps, questions=(way, result))) == 60 * (1 + 3 + 10 + 20)


def option(key: str) -> Option:
    return Option(key=key, title=key)


def test_the_shortest_way_counts_options_that_bring_nothing_and_steps_of_all_ways() -> None:
    work = Question(key="work", ask="choice", title="T", question="Which?", options=tuple(map(option, ("a", "b", "c"))))
    steps = (step("one"), step("two", if_=("a",), effort="PT4H"), step("three", if_=("a", "b"), effort="PT2H"))
    assert template_efforts(made(*steps, questions=(work,))) == (60, 60 + 240 + 120)
    assert template_efforts(made(*steps[:1])) == (60, 60)


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(600, 600, "10 h"), (541, 600, "10 h"), (540, 600, "up to 10 h"), (0, 90, "up to 1½ h"), (0, 0, "")],
)
def test_hours_that_choices_can_spare_are_told_as_the_most_there_can_be(least: int, most: int, words: str) -> None:
    assert ways_words(least, most) == words
