from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.agenda import Lister
from planner.domain.errors import NotFound, WrongUsage
from planner.domain.filters import DERIVED, FILTER_WORDS, KEYS, Filter, parse_filter, written_out
from planner.domain.plan import Goal, Milestone
from planner.domain.saved_filters import checked_name, meant
from tests.domain.making import TODAY, goal, milestone, plan

PMP = goal(1, title="Earn the PMP")
RECORDS: tuple[Goal | Milestone, ...] = (
    PMP,
    goal(2, title="Paused one", status="paused"),
    milestone(1, title="Mock exam", goal=PMP.id, kind="practice", due=TODAY - timedelta(days=1), balance="hard"),
    milestone(2, title="Exam", goal=PMP.id, kind="exam", due=date(2027, 1, 20), fixed=True, after=(milestone(1).id,)),
    milestone(
        3,
        title="Dinner",
        kind="network",
        tags=("Networking",),
        due=TODAY,
        balance="soft",
        skills=("Small talk",),
        effort=90,
    ),
    milestone(4, title="Ask the office", status="waiting", waiting_on="the exam office"),
    milestone(5, title="Done long ago", status="done", done_on=TODAY, due=TODAY, notes="about the exam"),
)


def found(text: str) -> list[str]:
    lister = Lister(plan(*RECORDS), datetime(2026, 11, 21, 12, tzinfo=UTC), UTC, lambda _goal: None)
    saved = {"late": "is:overdue", "due soon": "due:week is:open"}
    return [line.milestone.title for line in lister.find(parse_filter(text, TODAY, saved=saved))]


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
        ("skill:small", ["Dinner"]),
        ("effort:1h30m", ["Dinner"]),
        ("effort:>1h", ["Dinner"]),
        ("effort:>90m", []),
        ("effort:<90m", []),
        ("effort:<2h", ["Dinner"]),
        ("-effort:none", ["Dinner"]),
        ("@late", ["Mock exam"]),
        ("@LATE kind:exam", []),
        ('@"due soon" balance:soft', ["Dinner"]),
        ("@nobody", []),
        ("-@late", []),
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
    said = parse_filter("skill:talk effort:<1h -effort:>4h effort:90m effort:none", TODAY).said
    assert said == "skill talk · effort less than 1 h · not effort more than 4 h · effort 1½ h · no effort"


def test_hard_this_quarter_and_not_blocked_can_be_said() -> None:
    assert found("balance:hard due:quarter -is:blocked") == ["Mock exam"]


def test_a_name_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(NotFound) as refused:
        parse_filter("@lat", TODAY, strict=True, saved={"late": "is:overdue"})
    assert refused.value.hint == "Saved are: @late."
    with pytest.raises(WrongUsage, match="A minus"):
        parse_filter("-@late", TODAY, strict=True, saved={"late": "is:overdue"})
    with pytest.raises(NotFound) as refused:
        parse_filter("@late", TODAY, strict=True)
    assert "planner filter save" in refused.value.hint


def test_a_saved_text_that_calls_itself_ends() -> None:
    with pytest.raises(NotFound):
        parse_filter("@round", TODAY, strict=True, saved={"round": "@round"})
    assert parse_filter("@round", TODAY, saved={"round": "@round"}).words == ("@round",)


def test_a_whole_text_that_is_a_name_means_its_filter() -> None:
    saved = {"Deep work": "effort:>2h", "late": "is:overdue"}
    assert [meant(text, saved) for text in ("deep WORK", "@late", "late exam", "")] == [
        "effort:>2h", "is:overdue", "late exam", "",
    ]  # fmt: skip


def test_references_are_written_out() -> None:
    saved = {"deep work": 'goal:"Earn the PMP" effort:>2h'}
    assert written_out('due:week @"deep work" -is:blocked', saved) == (
        'due:week goal:"Earn the PMP" effort:>2h -is:blocked'
    )


@pytest.mark.parametrize(
    "name", ["hard", "BLOCKED", "due", "week", "exam", "none", "", " @ ", "-late", "a:b", 'a"b', "x" * 41]
)
def test_names_that_filters_cannot_have(name: str) -> None:
    with pytest.raises(WrongUsage):
        checked_name(name, FILTER_WORDS)


def test_names_are_cleaned() -> None:
    assert checked_name(" @deep   work ", FILTER_WORDS) == "deep work"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read(text: str) -> None:
    wanted = parse_filter(text, TODAY)
    assert isinstance(wanted.said, str)
    found(text)


@given(st.lists(st.sampled_from([f"{key}:" for key in KEYS] + list(DERIVED) + ["-", "<", "..", '"', " ", "exam"])))
def test_whatever_looks_like_a_filter_is_read(parts: list[str]) -> None:
    found("".join(parts))


@pytest.mark.parametrize(
    "term", ["kind:exam", "is:open", "due:week", "goal:pmp", "#networking", "effort:none", "skill:small"]
)
def test_a_minus_lets_through_the_others(term: str) -> None:
    everything = found("")
    assert sorted(found(term) + found(f"-{term}")) == sorted(everything)
