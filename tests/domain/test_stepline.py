from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.durations import parse_effort, parse_moment
from planner.domain.errors import WrongUsage
from planner.domain.stepline import StepLine, read_span, read_step


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("Read the handbook", StepLine(title="Read the handbook", when="start", kind="learn")),
        ("Read it +2w ~3h", StepLine(title="Read it", when="start+P2W", kind="learn", effort="PT3H")),
        ("Rest ~90m -4w", StepLine(title="Rest", when="target-P4W", kind="project", effort="PT1H30M")),
        (
            "Sit the exam -0d !fixed :exam",
            StepLine(title="Sit the exam", when="target", kind="exam", fixed=True),
        ),
        ("Begin +0d", StepLine(title="Begin", when="start", kind="project")),
        (
            "Rehearse aloud every 1w x6 -6w",
            StepLine(title="Rehearse aloud", when="target-P6W", kind="practice", every="P1W", count=6),
        ),
        ("Log it every 1m", StepLine(title="Log it", when="start", kind="log", every="P1M")),
        ("Walk every 1w \\x6", StepLine(title="Walk every 1w x6", when="start", kind="project")),
        ("Grow +6m :review", StepLine(title="Grow", when="start+P6M", kind="review")),
        ("Count to \\+2w", StepLine(title="Count to +2w", when="start", kind="project")),
        ("Try x6", StepLine(title="Try x6", when="start", kind="project")),
        ("Read C++ at -O2", StepLine(title="Read C++ at -O2", when="start", kind="learn")),
    ],
)
def test_a_line_is_read_from_its_end(line: str, step: StepLine) -> None:
    assert read_step(line, "start") == step


def test_what_says_no_day_has_the_usual_one() -> None:
    assert read_step("Go on", "start+P2W").when == "start+P2W"


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        ("Sit the mock -4w ~4h every 2w x3 !fixed :exam",
         "“Sit the mock” · exam · 4 weeks before the target · 4 h · every 2 weeks, 3 times · fixed"),
        ("Begin", "“Begin” · project · at the start"),
        ("Walk +1d every 1w", "“Walk” · project · 1 day after the start · every week"),
    ],
)  # fmt: skip
def test_the_reading_says_all_that_was_understood(line: str, reading: str) -> None:
    assert read_step(line, "start").reading == reading


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("+2w", "no title"),
        ("  ", "no title"),
        ("x" * 91, "91 characters"),
        ("x " * 600, "1,200 characters"),
        ("A +2w -3w", "two days"),
        ("A ~2h ~3h", "two efforts"),
        ("A :exam :learn", "two kinds"),
        ("A :sleep", "no kind of step"),
        ("A ~much", "no effort"),
        ("A +2q", "no number of days"),
        ("A every 1w x1", "2 to 400"),
        ("A every 0w", "no number of days"),
        ("A every 1w every 2w", "two rhythms"),
    ],
)
def test_what_cannot_be_meant_is_refused(line: str, said: str) -> None:
    with pytest.raises(WrongUsage) as caught:
        read_step(line, "start")
    assert said in caught.value.message


@pytest.mark.parametrize(("text", "span"), [("12w", "P12W"), (" 90D ", "P90D"), ("6m", "P6M"), ("1y", "P1Y")])
def test_a_span_is_read(text: str, span: str) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize("text", ["", "w", "0d", "1000d", "-2w", "2 w x", "٢w"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(WrongUsage):
        read_span(text)


@given(st.text(max_size=120))
def test_every_line_is_read_or_refused_and_what_was_read_the_format_knows(line: str) -> None:
    try:
        step = read_step(line, "start")
    except WrongUsage:
        return
    assert step.title
    assert len(step.title) <= 90
    parse_moment(step.when)
    if step.effort:
        assert parse_effort(step.effort) > 0
