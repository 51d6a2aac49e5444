"""Every wrong value of a template file, told at its exact place."""

from __future__ import annotations

import copy
from decimal import Decimal

import pytest

from planner.library.checking import warnings_of
from planner.library.conversion import to_template
from tests.strategies.sound import SOUND
from tests.strategies.spoiling import problems, with_value, without


def test_the_sound_template_is_sound_and_warns_of_nothing() -> None:
    assert problems(SOUND) == {}
    assert warnings_of(to_template(SOUND)) == ()


WRONG_VALUES: list[tuple[str, object, str]] = [
    # place, value, what is told there
    ("format", 2, "this planner reads format 1"),
    ("format", "1", "is “1”; expected 1"),
    ("format", True, "is true; expected 1"),
    ("id", "../../x", "is not an id"),
    ("id", "/etc/passwd", "is not an id"),
    ("id", "a\u0000b", "control characters"),
    ("id", "Earn", "is not an id"),
    ("id", "a" * 65, "has 65 characters"),
    ("id", "earn-it\n", "one line"),
    ("version", "2026.01", "is not a version"),
    ("version", "٢٠٢٦", "is not a version"),
    ("version", "1.2.3.4.5", "is not a version"),
    ("title", "", "is empty"),
    ("title", "   ", "is empty"),
    ("title", "t" * 91, "has 91 characters; expected at most 90"),
    ("title", "two\nlines", "one line"),
    ("title", "\x1b]52;c;AAAA\x1b\\", "control characters"),
    ("title", "a\u202egpj.exe", "direction of writing"),
    ("title", "a\ud800b", "control characters"),
    ("title", 5, "is a number; expected a line of text"),
    ("summary", "s" * 2001, "has 2001 characters"),
    ("category", "certificate", "did you mean “certification”?"),
    ("stages", [], "is empty"),
    ("stages", "mid", "is text; expected a list"),
    ("plan_from", "end", "is not one of start, target, earned"),
    ("duration", "P20", "is not a duration in whole days"),
    ("duration", "-P20W", "is not a duration"),
    ("duration", "P999Y", "leaves the years"),
    ("duration", "P0D", "at least one day"),
    ("cycle", "P1Y", "takes its cycles from that"),
    ("facts_as_of", "2026-02-30", "not a date of the calendar"),
    ("facts_as_of", "9999-12-31", "outside the years"),
    ("facts_as_of", "20261121", "is not a date"),
    ("verify_url", "javascript:alert(1)", "is not a link"),
    ("verify_url", "https://", "is not a link"),
    ("sources[0].class", "D", "is not one of A, B, C"),
    ("sources[0].url", "file:///etc/passwd", "is not a link"),
    ("questions[1].expect", "nothing+P1D", "counts from “nothing”"),
    ("questions[1].expect", "result", "asks for a choice"),
    ("questions[2].options", [{"key": "passed", "title": "P"}], "expected at least 2"),
    ("questions[2].options[1].key", "passed", "stands twice"),
    ("questions[3].default", -1, "is too small"),
    ("questions[3].default", Decimal("1.2345"), "more than three decimals"),
    ("questions[3].default", 1e300, "a number out of range"),
    ("questions[4].if[0]", "pased", "did you mean “passed”?"),
    ("questions[0].ask", "number", "“target” is a date"),
    ("questions[1].key", "cycle_start", "cannot be asked"),
    ("skills[0].kind", "both", "is not one of hard, soft"),
    ("eligibility.paths[0].needs", {}, "is empty"),
    ("eligibility.measures[0].within", "P0D", "at least one day"),
    ("eligibility.sources[0]", "Z", "no source “Z”"),
    ("milestones", [], "is empty"),
    ("milestones[0]", "verify", "is text; expected a milestone"),
    ("milestones[0].key", "start", "name of an anchor"),
    ("milestones[0].key", "Verify", "is not a key"),
    ("milestones[1].key", "verify", "stands twice"),
    ("milestones[0].kind", "leanr", "did you mean “learn”?"),
    ("milestones[0].when", "strat", "did you mean “start”?"),
    ("milestones[0].when", "start+P3X", "is not a moment"),
    ("milestones[0].when", "start+P999Y", "leaves the years"),
    ("milestones[0].when", "result+P1D", "asks for a choice"),
    ("milestones[0].when", "a" * 71, "has 71 characters"),
    ("milestones[0].sourced[0]", "effort", "no “effort” here"),
    ("milestones[0].fixed", "yes", "expected true"),
    ("milestones[1].effort", "P1D", "is not an effort"),
    ("milestones[1].per", "result", "no number question"),
    ("milestones[1].after[0]", "verfy", "did you mean “verify”?"),
    ("milestones[1].asks[0]", "approve", "did you mean “approved”?"),
    ("milestones[1].latest", "start+P6W", "comes before when"),
    ("milestones[1].latest", "apply+P1W", "counts from itself: apply → apply"),
    ("milestones[2].skills[0]", "mp", "no skill “mp”"),
    ("milestones[2].remind[0]", "14 days", "is not a lead"),
    ("milestones[2].repeat.every", "P0D", "at least one day"),
    ("milestones[2].repeat.count", 1, "is too small"),
    ("milestones[2].repeat.count", Decimal("2.5"), "expected a whole number"),
    ("milestones[2].repeat", {}, "expected either every or rrule"),
    ("milestones[2].repeat", {"every": "P1W", "rrule": "FREQ=DAILY"}, "only one of every and rrule"),
    ("milestones[3].repeat", {"every": "P1W"}, "comes once after each “study” already"),
    ("milestones[5].if[0]", "lost", "no option “lost”"),
    ("milestones[5].same_as", "earn-it/exam", "this template itself"),
    ("milestones[5].same_as", "../exam", "is not a template's id"),
    ("milestones[5].offers", "Next", "is not an id"),
    ("milestones[6].repeat.rrule", "FREQ=SECONDLY", "is not a rule of repetition"),
    ("milestones[6].repeat.rrule", "FREQ=DAILY;COUNT=99", "is not a rule of repetition"),
    ("milestones[6].repeat.rrule", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "within five years"),
    ("milestones[6].repeat.rrule", "FREQ=YEARLY;INTERVAL=6", "within five years"),
    ("milestones[6].repeat.rrule", "FREQ=DAILY;INTERVAL=0", "INTERVAL"),
    ("milestones[6].repeat.rrule", "FREQ=DAILY;INTERVAL=1;INTERVAL=2", "twice"),
    ("milestones[6].repeat.rrule", "FREQ=MONTHLY;BYDAY=" + "MO," * 60, "characters"),
    ("milestones[6].repeat.until", "never", "counts from “never”"),
    ("milestones[6].earns[0].category", "wys", "did you mean “ways”?"),
    ("milestones[6].earns[0].topic", "law", "no topic of “it” “law”"),
    ("milestones[6].earns[0].amount", "2", "is text; expected a number"),
    ("credentials[0].cycle.ends", "yearly", "is not one of anniversary"),
    ("credentials[0].cycle.length", "P0D", "at least one day"),
    ("credentials[0].cycle.opens", "soon", "counts from “soon”"),
    ("credentials[0].cycle.day", "12-31", "only cycles that end on a day"),
    ("credentials[0].cycle.dates", [{"earned_by": "2026-01-01", "end": "2027-01-01"}], "only listed cycles"),
    ("credentials[0].cycle.of", "approved", "only anniversary_month"),
    ("credentials[0].categories[1].key", "ways", "stands twice"),
    ("credentials[0].categories[1].rate", {"per": "h", "units": 1, "steps": [[1, 1]]}, "only one of units and steps"),
    ("credentials[0].categories[1].rate.steps[1]", [50, 20], "not above the step before"),
    ("credentials[0].categories[1].rate.steps[1]", [50], "expected at least 2"),
    ("credentials[0].topics[0].key", "education", "stands twice"),
    ("credentials[0].carry_over.category", "giving", "no category “giving”"),
    ("credentials[0].unsure[1]", "way", "did you mean “ways”?"),
    ("credentials[0].yearly", {}, "is empty"),
    ("credentials[0].sources[0]", "B-1", "no source “B-1”"),
]  # fmt: skip

# place, value, where it is seen, what is told there
SEEN_ELSEWHERE: list[tuple[str, object, str, str]] = [
    ("stages", ["mid", "mid"], "stages[1]", "“mid” stands twice"),
    ("questions[1].key", "apply", "milestones[1].key", "already the key of a question or a milestone"),
    ("eligibility.paths[0].needs", {"months": 3}, "eligibility.paths[0].needs.months", "no measure “months”"),
    ("milestones[0].sources", [], "milestones[0].sourced", "names no source"),
    ("milestones[1].after", ["verify", "verify"], "milestones[1].after[1]", "“verify” stands twice"),
    ("milestones[2].repeat.every", "P99Y", "milestones[2].repeat.count", "leaves the years"),
    ("milestones[4].earliest", "target+P1W", "milestones[4].when", "comes before earliest"),
    ("credentials[0].cycle", {"ends": "day", "day": "02-30", "length": "P1Y"}, "credentials[0].cycle.day", "no year"),
    ("credentials[0].categories[0].max", 30, "credentials[0].categories[0].min", "more than max"),
    ("credentials[0].categories[0].max_per_year", 5, "credentials[0].categories[0].children", "has no children"),
]


@pytest.mark.parametrize(("place", "value", "told"), WRONG_VALUES, ids=lambda value: str(value)[:60])
def test_a_wrong_value_is_told_at_its_place(place: str, value: object, told: str) -> None:
    found = problems(with_value(place, value))
    assert told in found[place]
    assert "^" not in "".join(found.values()), "a person reads this, not a regular expression"


@pytest.mark.parametrize(("place", "value", "seen", "told"), SEEN_ELSEWHERE, ids=lambda value: str(value)[:60])
def test_a_wrong_value_is_told_where_it_is_seen(place: str, value: object, seen: str, told: str) -> None:
    assert told in problems(with_value(place, value))[seen]


REQUIRED = [
    "format", "id", "version", "title", "summary", "category", "stages", "plan_from", "milestones",
    "sources[0].id", "sources[0].title", "questions[0].key", "questions[0].ask", "questions[0].title",
    "questions[0].question", "questions[2].options", "questions[2].options[0].title", "questions[3].default",
    "skills[0].name", "eligibility.paths", "eligibility.measures[0].unit", "milestones[3].key", "milestones[3].title",
    "milestones[3].kind", "milestones[3].when", "milestones[3].evidence", "milestones[6].earns[0].amount",
    "credentials[0].id", "credentials[0].issuer", "credentials[0].cycle", "credentials[0].cycle.ends",
    "credentials[0].cycle.length", "credentials[0].categories[0].title", "credentials[0].categories[1].rate.per",
    "credentials[0].topics[0].min", "credentials[0].carry_over.max", "credentials[0].renew_by[0].title",
]  # fmt: skip


@pytest.mark.parametrize("place", REQUIRED)
def test_what_is_missing_is_told_where_it_should_stand(place: str) -> None:
    assert problems(without(place))[place].startswith("is missing")


@pytest.mark.parametrize(
    "place",
    [
        "titel",
        "milestones[0].whn",
        "questions[0].xask",
        "credentials[0].cycle.end",
        "eligibility.path",
        "sources[0].link",
    ],
)
def test_an_unknown_key_is_told_at_its_place(place: str) -> None:
    found = problems(with_value(place, "x"))
    assert list(found) == [place]
    assert "is not a key of the format" in found[place]


@pytest.mark.parametrize(
    "place",
    ["x-mine", "milestones[0].x-mine", "milestones[2].repeat.x-mine", "credentials[0].cycle.x-mine", "x-"],
)
def test_extensions_are_let_in_everywhere(place: str) -> None:
    assert problems(with_value(place, {"any": [1, None, 1.23456]})) == {}


def test_a_near_name_is_offered_for_an_unknown_key() -> None:
    assert "did you mean “title”?" in problems(with_value("titel", "x"))["titel"]


def test_all_problems_come_at_once_sorted_by_place() -> None:
    document = with_value("milestones[2].when", "nowhere")
    document["milestones"][1]["kind"] = "dance"
    document["milestones"][0]["title"] = "\x07"
    document["stages"] = []
    document["extra"] = 1
    document["questions"][4]["if"] = ["unknown"]
    assert list(problems(document)) == [
        "extra",
        "milestones[0].title",
        "milestones[1].kind",
        "milestones[2].when",
        "questions[4].if[0]",
        "stages",
    ]


def test_problems_in_a_long_list_are_sorted_by_number() -> None:
    document = copy.deepcopy(SOUND)
    document["milestones"] = [
        {"key": f"m{n}", "title": "T", "kind": "learn", "when": "nowhere", "evidence": "E"} for n in range(12)
    ]
    document["questions"][1].pop("expect")
    document["questions"][4].pop("expect")
    assert list(problems(document)) == [f"milestones[{n}].when" for n in range(12)]


def test_a_file_with_thousands_of_problems_is_told_briefly() -> None:
    document = {**SOUND, "milestones": [{"a": 1, "b": 2} for _ in range(500)]}
    assert 100 < len(problems(document)) <= 500


def test_an_unknown_format_is_named_and_nothing_else_is_judged() -> None:
    found = problems({"format": 7, "anything": []})
    assert list(found) == ["format"]
    assert "is 7" in found["format"]
