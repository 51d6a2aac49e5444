from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import template_words as words
from planner.domain.template import Option, Question, Source, Step, StepRepeat, Template

EXAM = Step(key="exam", title="Sit the exam", kind="exam", when="target", evidence="Result", fixed=True, effort="PT5H")
STUDY = Step(
    key="study",
    title="Study by weight",
    kind="learn",
    when="target-P10W",
    evidence="Hours",
    effort="PT8H",
    repeat=StepRepeat(every="P1W", count=9),
    sourced=("effort",),
    latest="approved+P1Y",
)
TEMPLATE = Template(
    id="pmp",
    version="2026.1",
    title="Earn it",
    summary="",
    category="certification",
    stages=("mid",),
    plan_from="target",
    questions=(
        Question(key="target", ask="date", title="PMP exam", question="When is your exam?"),
        Question(key="approved", ask="date", title="PMI approved it", question="When?"),
        Question(
            key="result",
            ask="choice",
            title="Result",
            question="How did it go?",
            options=(Option(key="passed", title="Passed"), Option(key="failed", title="Not yet")),
        ),
    ),
    milestones=(
        EXAM,
        STUDY,
        Step(key="file", title="File it", kind="log", when="exam+P1W", evidence="File", if_=("passed", "failed")),
        Step(key="claim", title="Claim", kind="log", when="cycle_end-P18M", evidence="Claim", optional=True),
        Step(key="then", title="Then", kind="log", when="claim+P1D", evidence="Claim", per="result", effort="PT30M"),
    ),
)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("target", "PMP exam"),
        ("target-P12W", "12 weeks before PMP exam"),
        ("start", "at the start"),
        ("start+P1Y6M", "1 year 6 months after the start"),
        ("exam+P1W", "1 week after “Sit the exam”"),
        ("approved+P90D", "90 days after PMI approved it"),
        ("cycle_end-P1D", "1 day before each cycle’s end"),
        ("start+P0D", "at the start"),
    ],
)
def test_a_moment_is_told_in_the_words_of_the_template(moment: str, expected: str) -> None:
    assert words.moment_words(TEMPLATE, moment) == expected


ANCHORS = st.sampled_from(
    ["start", "target", "earned", "cycle_start", "cycle_end", "exam", "study", "approved", "result", "gone"]
)
SPANS = (
    st.builds("P{}D".format, st.integers(0, 9999))
    | st.builds("P{}W".format, st.integers(0, 999))
    | st.builds("P{}Y{}M".format, st.integers(0, 99), st.integers(0, 99))
)


@given(ANCHORS, st.none() | st.tuples(st.sampled_from("+-"), SPANS))
def test_every_moment_has_words_without_the_notation_of_the_format(anchor: str, offset: tuple[str, str] | None) -> None:
    said = words.moment_words(TEMPLATE, anchor + "".join(offset or ()))
    assert words.anchor_words(TEMPLATE, anchor) in said
    assert re.search(r"P\d|[+-]", said) is None


@pytest.mark.parametrize(
    ("repeat", "expected"),
    [
        (StepRepeat(every="P1W", count=9), "every week, 9 times"),
        (StepRepeat(every="P2W", count=1), "every 2 weeks, 1 time"),
        (
            StepRepeat(every="P1M", mode="after", until="exam"),
            "every month, counted from the day it was done, until “Sit the exam”",
        ),
        (StepRepeat(every="P1Y6M"), "every 1 year 6 months"),
        (StepRepeat(rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"), "every 2 weeks on Mon, Thu"),
        (StepRepeat(rrule="FREQ=YEARLY;BYMONTH=3"), "every year in Mar"),
        (StepRepeat(rrule="FREQ=MONTHLY;BYDAY=2TU"), "every month (BYDAY=2TU)"),
    ],
)
def test_a_rhythm_is_told_in_words(repeat: StepRepeat, expected: str) -> None:
    assert words.repeat_words(TEMPLATE, repeat) == expected


def test_every_number_of_a_step_says_whether_the_sources_back_it() -> None:
    facts = words.step_facts(TEMPLATE, STUDY)
    assert [(fact.label, fact.text, fact.sourced) for fact in facts] == [
        ("When", "10 weeks before PMP exam", False),
        ("Latest", "1 year after PMI approved it", False),
        ("Repeats", "every week, 9 times", False),
        ("Effort", "8 h each time", True),
    ]


def test_an_effort_for_each_of_something_says_of_what() -> None:
    facts = {fact.label: fact.text for fact in words.step_facts(TEMPLATE, TEMPLATE.steps["then"])}
    assert facts["Effort"] == "30 m for each: Result"


def test_traits_say_kind_balance_and_conditions() -> None:
    assert words.step_traits(TEMPLATE, EXAM) == "exam · hard and soft · fixed date"
    assert words.step_traits(TEMPLATE, TEMPLATE.steps["file"]) == "log · hard and soft · only if “Passed” or “Not yet”"


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, "0 m"), (45, "45 m"), (90, "1½ h"), (600, "10 h"), (9_790, "163 h")]
)
def test_many_hours_are_told_in_whole_hours(minutes: int, expected: str) -> None:
    assert words.hours_words(minutes) == expected


def test_small_words() -> None:
    assert words.stages_words(("early", "mid", "senior")) == "any"
    assert words.stages_words(("mid",)) == "mid"
    assert words.duration_words("P20W") == "20 weeks"
    assert words.duration_words(None) == ""
    assert words.category_words("people-management") == "people management"
    assert words.day_words(date(2026, 12, 10)) == "Thu 10 Dec"
    assert words.full_day(date(2027, 1, 7)) == "Thu 7 Jan 2027"
    assert words.question_words(TEMPLATE, "target") == "When is your exam?"
    assert words.question_title(TEMPLATE, "start") == "Start"
    source = Source(id="a", title="Handbook", class_="A", as_of="2026")
    assert words.source_words(source) == "Handbook (primary source, as of 2026)"
