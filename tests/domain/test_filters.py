from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.agenda import Lister
from planner.domain.errors import WrongUsage
from planner.domain.filters import DERIVED, KEYS, Filter, parse_filter
from planner.domain.plan import Goal, Milestone
from tests.domain.making import TODAY, goal, milestone, plan

PMP = goal(1, title="Earn the PMP")
RECORDS: tuple[Goal | Milestone, ...] = (
    PMP,
    goal(2, title="Paused one", status="paused"),
    milestone(1, title="Mock exam", goal=PMP.id, kind="practice", due=TODAY - timedelta(days=1), balance="hard"),
    milestone(2, title="Exam", goal=PMP.id, kind="exam", due=date(2027, 1, 20), fixed=True, after=(milestone(1).id,)),
    milestone(3, title="Dinner", kind="network", tags=("Networking",), due=TODAY, balance="soft"),
    milestone(4, title="Ask the office", status="waiting", waiting_on="the exam office"),
    milestone(5, title="Done long ago", status="done", done_on=TODAY, due=TODAY, notes="about the exam"),
)


def found(text: str) -> list[str]:
    lister = Lister(plan(*RECORDS), datetime(2026, 11, 21, 12, tzinfo=UTC), UTC, lambda _goal: None)
    return [line.milestone.title for line in lister.find(parse_filter(text, TODAY))]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("exam", ["Exam", "Mock exam", "Ask the office", "Done long ago"]),
        ("kind:exam", ["Exam"]),
        ("kind:EXAM Exam", ["Exam"]),
        ("exam -kind:exam is:open", ["Mock exam", "Ask the office"]),
        ("goal:pmp", ["Mock exam", "Exam"]),
        ('goal:"earn the pmp" is:fixed', ["Exam"]),
        ("#network", ["Dinner"]),
        ("tag:networking", ["Dinner"]),
        ("status:waiting", ["Ask the office"]),
        ("balance:hard", ["Mock exam"]),
        ("is:overdue", ["Mock exam"]),
        ("is:blocked", ["Exam"]),
        ("is:inbox is:open", ["Dinner", "Ask the office"]),
        ("is:closed", ["Done long ago"]),
        ("due:none", ["Ask the office"]),
        ("-due:none is:open", ["Mock exam", "Dinner", "Exam"]),
        ("due:today is:open", ["Dinner"]),
        ("due:<today", ["Mock exam"]),
        ("due:>2026-12-31", ["Exam"]),
        ("due:2027-01-01..2027-01-31", ["Exam"]),
        ("due:week is:open", ["Mock exam", "Dinner"]),
        ("due:year -is:open", ["Done long ago"]),
        ("nothing:known", []),
    ],
)
def test_what_a_filter_lets_through(text: str, titles: list[str]) -> None:
    assert found(text) == titles


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("week", date(2026, 11, 16), date(2026, 11, 22)),
        ("month", date(2026, 11, 1), date(2026, 11, 30)),
        ("quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_spans_of_the_calendar(span: str, first: date, last: date) -> None:
    (term,) = parse_filter(f"due:{span}", TODAY).terms
    assert term.span == (first, last)


@pytest.mark.parametrize("text", ["kind:party", "party:kind", "is:nice", "due:soon", "due:<", "due:3/4", "status:"])
def test_what_makes_no_sense_is_a_word_while_typing_and_refused_when_asked(text: str) -> None:
    assert parse_filter(text, TODAY) == Filter(words=(text,))
    if text != "status:":
        with pytest.raises(WrongUsage):
            parse_filter(text, TODAY, strict=True)


def test_a_filter_is_said_in_words() -> None:
    said = parse_filter("kind:exam -is:blocked due:<2027-03-01 #x due:none due:tomorrow", TODAY).said
    assert said == "kind exam · not blocked · due before 2027-03-01 · #x · no date · due 2026-11-22"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read(text: str) -> None:
    wanted = parse_filter(text, TODAY)
    assert isinstance(wanted.said, str)
    found(text)


@given(st.lists(st.sampled_from([f"{key}:" for key in KEYS] + list(DERIVED) + ["-", "<", "..", '"', " ", "exam"])))
def test_whatever_looks_like_a_filter_is_read(parts: list[str]) -> None:
    found("".join(parts))


@pytest.mark.parametrize("term", ["kind:exam", "is:open", "due:week", "goal:pmp", "#networking"])
def test_a_minus_lets_through_the_others(term: str) -> None:
    everything = found("")
    assert sorted(found(term) + found(f"-{term}")) == sorted(everything)
