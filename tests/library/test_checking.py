"""Every problem of a template file, told at its exact place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.domain.errors import Problem, TemplateInvalid
from planner.library.checking import check_bytes, check_template, warnings_of
from planner.library.conversion import to_template
from tests.strategies.sound import SOUND
from tests.strategies.templates import documents

Document = dict[str, Any]


def encoded(document: Document) -> bytes:
    return json.dumps(document, default=float).encode()


def problems(document: Document) -> dict[str, str]:
    """By place, what is wrong."""
    found: tuple[Problem, ...] = ()
    try:
        check_bytes(encoded(document), "file.json")
    except TemplateInvalid as error:
        found = error.problems
    told = {problem.place: problem.message for problem in found}
    assert len(told) == len(found), "one problem a place"
    return told


def test_the_sound_template_is_sound_and_warns_of_nothing() -> None:
    assert problems(SOUND) == {}
    assert warnings_of(to_template(SOUND)) == ()


def at(document: Document, place: str) -> tuple[Any, Any]:
    """The container of a place such as `milestones[3].when`, and its key."""
    parts: list[Any] = [
        int(part) if part.isdigit() else part for part in place.replace("[", ".").replace("]", "").split(".")
    ]
    owner: Any = document
    for part in parts[:-1]:
        owner = owner[part]
    return owner, parts[-1]


def with_value(place: str, value: object) -> Document:
    document = copy.deepcopy(SOUND)
    owner, key = at(document, place)
    owner[key] = value
    return document


def without(place: str) -> Document:
    document = copy.deepcopy(SOUND)
    owner, key = at(document, place)
    del owner[key]
    return document


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


def circle(*changes: tuple[str, object]) -> dict[str, str]:
    document = copy.deepcopy(SOUND)
    for place, value in changes:
        owner, key = at(document, place)
        owner[key] = value
    return problems(document)


def test_a_circle_of_dates_is_named_key_by_key() -> None:
    found = circle(("milestones[0].when", "apply-P1W"), ("milestones[1].when", "verify+P1W"))
    assert found["milestones[0].when"] == "“verify” counts from itself: verify → apply → verify"


def test_a_circle_through_a_question_is_named() -> None:
    found = circle(("milestones[1].when", "approved+P1W"))
    assert found["milestones[1].when"].endswith("apply → approved → apply")


def test_a_circle_through_the_cycle_of_the_credential_is_named() -> None:
    found = circle(("milestones[4].when", "cycle_end-P1W"))
    assert "exam → cycle_end → earned → exam" in " ".join(found.values())


def test_a_circle_of_followers_is_named_key_by_key() -> None:
    found = circle(("milestones[1].after", ["again"]))
    assert found["milestones[1].after[0]"] == "“apply” follows itself: apply → again → exam → apply"


def test_a_step_cannot_follow_one_that_it_is_counted_back_from() -> None:
    document = copy.deepcopy(SOUND)
    document["milestones"][0] |= {"when": "note-P1W", "after": ["note"]}
    document["milestones"][1] |= {"after": [], "latest": "target"}
    assert any("follows itself: verify → note → verify" in told for told in problems(document).values())


def test_two_circles_are_both_told() -> None:
    found = circle(("milestones[0].after", ["verify"]), ("milestones[2].after", ["note"]))
    assert sum("follows itself" in told for told in found.values()) == 2


def test_a_long_chain_of_offsets_that_leaves_the_calendar_is_told_where_it_does() -> None:
    document = copy.deepcopy(SOUND)
    document["milestones"] += [
        {"key": f"far{n}", "title": "T", "kind": "learn", "when": f"far{n - 1}+P50Y" if n else "start", "evidence": "E"}
        for n in range(8)
    ]
    assert list(problems(document)) == ["milestones[12].when"]


def in_a_row(number: int, **fields: Any) -> Document:
    document = {**copy.deepcopy(SOUND), "questions": [], "credentials": []}
    names = [f"s{n}" for n in range(number)]
    document["milestones"] = [
        {"key": name, "title": "T", "kind": "learn", "when": "start", "evidence": "E", **fields} for name in names
    ]
    return document


def test_dates_that_count_from_one_another_in_a_long_row_are_refused_where_it_gets_too_long() -> None:
    document = in_a_row(500)
    for number, step in enumerate(document["milestones"][:-1]):
        step["when"] = f"s{number + 1}-P1D"
    assert list(problems(document)) == ["milestones[399].when"]
    for number, step in enumerate(document["milestones"]):
        step["when"] = f"s{number + 1}-P1D" if number % 100 != 99 else "start"
    assert problems(document) == {}


def test_five_hundred_steps_may_follow_each_other() -> None:
    document = in_a_row(500)
    for number, step in enumerate(document["milestones"][1:]):
        step["after"] = [f"s{number}"]
    assert problems(document) == {}
    document["milestones"].append({**document["milestones"][-1], "key": "one_too_many"})
    assert list(problems(document)) == ["milestones"]


@pytest.mark.parametrize("anchor", ["cycle_start", "cycle_end"])
def test_a_cycle_is_counted_from_only_where_there_is_one(anchor: str) -> None:
    document = copy.deepcopy(SOUND)
    del document["credentials"]
    document["milestones"][6] |= {"when": anchor, "repeat": {"every": "P1M", "count": 3}}
    del document["milestones"][6]["earns"]
    assert list(problems(document)) == ["milestones[6].when"]
    document["cycle"] = "P1Y"
    assert problems(document) == {}


def test_earned_is_counted_from_only_where_it_is_asked_for() -> None:
    document = copy.deepcopy(SOUND)
    del document["credentials"], document["milestones"][6], document["questions"][4]
    document["milestones"][5]["when"] = "earned+P1W"
    assert list(problems(document)) == ["milestones[5].when"]
    assert problems({**document, "plan_from": "earned"}) == {}


def test_several_credentials_need_each_another_option_of_one_choice() -> None:
    document = copy.deepcopy(SOUND)
    first = document["credentials"][0]
    document["credentials"] = [first, {**first, "id": "it-2"}]
    assert list(problems(document)) == ["credentials[0].if", "credentials[1].if"]
    document["credentials"] = [{**first, "if": ["passed"]}, {**first, "id": "it-2", "if": ["passed"]}]
    assert list(problems(document)) == ["credentials[1].if[0]"]
    document["credentials"][1]["if"] = ["failed"]
    assert problems(document) == {}
    options = [{"key": "a", "title": "A"}, {"key": "b", "title": "B"}]
    document["questions"].append({**document["questions"][2], "key": "other", "options": options})
    document["credentials"][1]["if"] = ["a"]
    assert "another choice" in problems(document)["credentials[1].if[0]"]


def test_listed_ends_come_one_after_the_other() -> None:
    lines = [
        {"earned_by": "2026-04-22", "end": "2027-04-16"},
        {"earned_by": "2026-04-22", "end": "2026-04-16"},
        {"earned_by": "2026-13-01", "end": "2027-01-01"},
    ]
    found = problems(with_value("credentials[0].cycle", {"ends": "listed", "dates": lines}))
    assert [place.removeprefix("credentials[0].cycle.") for place in found] == [
        "dates[1].earned_by",
        "dates[1].end",
        "dates[2].earned_by",
    ]


def test_what_belongs_to_a_kind_is_not_judged_while_the_kind_is_unknown() -> None:
    assert list(problems(with_value("questions[2].ask", "coice"))) == ["questions[2].ask"]
    assert list(problems(with_value("credentials[0].cycle.ends", "aniversary"))) == ["credentials[0].cycle.ends"]


@pytest.mark.parametrize(
    ("place", "value", "seen"),
    [
        ("milestones[6].when", "cycle_start+P3Y", "milestones[6].when"),
        ("milestones[6].when", "cycle_start+P40M", "milestones[6].when"),
        ("credentials[0].cycle", {"ends": "never"}, "milestones[6].when"),
    ],
)
def test_what_is_probably_not_meant_is_warned_of(place: str, value: object, seen: str) -> None:
    document = with_value(place, value)
    assert problems(document) == {}
    assert [warning.place for warning in warnings_of(to_template(document))] == [seen]


def test_counting_from_the_end_that_nothing_gives_is_warned_of() -> None:
    warnings = warnings_of(to_template(without("duration")))
    assert [warning.place for warning in warnings] == ["milestones[0].when", "milestones[1].when"]
    assert warnings_of(to_template(with_value("milestones[6].when", "cycle_start+P35M"))) == ()


def test_a_template_made_here_is_checked_like_a_file() -> None:
    template = to_template(with_value("milestones[3].when", "nowhere"))
    with pytest.raises(TemplateInvalid) as caught:
        check_template(template)
    assert [problem.place for problem in caught.value.problems] == ["milestones[3].when"]


# Mutations of templates that nobody thought of.


def every_place(value: Any, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [place] if place else []
    if isinstance(value, dict):
        for key, item in value.items():
            if not key.startswith("x-"):
                found += every_place(item, (*place, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            found += every_place(item, (*place, number))
    return found


def shown(place: tuple[str | int, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).removeprefix(".")


def put(document: Document, place: tuple[str | int, ...], change: Callable[[Any, Any], None]) -> Document:
    changed = copy.deepcopy(document)
    owner: Any = changed
    for part in place[:-1]:
        owner = owner[part]
    change(owner, place[-1])
    return changed


@settings(max_examples=60, deadline=None)
@given(documents(most_steps=3), st.data())
def test_a_value_of_no_type_is_told_wherever_it_stands(document: Document, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(every_place(document)))
    wrong: object = data.draw(st.sampled_from([None, {"x-": 1}, [[]], float("nan"), 10**30, "\x1b[2J", -1]))
    found = problems(put(document, place, lambda owner, key: owner.__setitem__(key, wrong)))
    assert any(told == shown(place) or told.startswith((f"{shown(place)}.", f"{shown(place)}[")) for told in found), (
        shown(place),
        found,
    )


@settings(max_examples=60, deadline=None)
@given(documents(most_steps=3), st.data())
def test_a_key_that_is_misspelled_is_told_wherever_it_stands(document: Document, data: st.DataObject) -> None:
    places = [place for place in every_place(document) if isinstance(place[-1], str) and "needs" not in place[:-1]]
    place = data.draw(st.sampled_from(places))

    def misspell(owner: Any, key: Any) -> None:
        owner[f"{key}_"] = owner.pop(key)

    assert f"{shown(place)}_" in problems(put(document, place, misspell))


@settings(max_examples=60, deadline=None)
@given(documents(), st.data())
def test_a_name_that_is_not_there_is_told_wherever_it_is_used(document: Document, data: st.DataObject) -> None:
    uses = [
        place
        for place in every_place(document)
        if isinstance(place[-1], int)
        and place[-2] in {"after", "if", "asks", "skills", "sources"}
        and not isinstance(at(document, shown(place))[0][place[-1]], dict)
    ]
    assume(uses)
    place = data.draw(st.sampled_from(uses))
    found = problems(put(document, place, lambda owner, key: owner.__setitem__(key, "not_there")))
    assert "not_there" in found[shown(place)]


@settings(max_examples=40, deadline=None)
@given(documents(), st.sampled_from(["when", "earliest", "latest"]), st.data())
def test_an_anchor_that_is_not_there_is_told(document: Document, key: str, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(document["milestones"]) - 1))
    document["milestones"][number][key] = data.draw(st.sampled_from(["gone", "gone+P1W", "gone-P2M"]))
    assert "counts from “gone”" in problems(document)[f"milestones[{number}].{key}"]


@settings(max_examples=40, deadline=None)
@given(documents(), st.data())
def test_a_key_that_stands_twice_is_told_at_the_second(document: Document, data: st.DataObject) -> None:
    step = data.draw(st.sampled_from(document["milestones"]))
    document["milestones"].append(copy.deepcopy(step))
    assert "stands twice" in problems(document)[f"milestones[{len(document['milestones']) - 1}].key"]


@settings(max_examples=60, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
                        st.sampled_from(["format", "id", "milestones", "when", "key", "questions", "repeat", "cycle",
                                         "credentials", "categories", "x-a"]) | st.text(max_size=3),
                        inner, max_size=5), max_leaves=20))  # fmt: skip
def test_any_json_at_all_is_answered_with_problems(value: Any) -> None:
    with pytest.raises(TemplateInvalid) as caught:
        check_bytes(json.dumps(value).encode(), "any.json")
    assert caught.value.problems
