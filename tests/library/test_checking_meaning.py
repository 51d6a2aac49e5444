"""What no schema can say about a template: circles, cycles, ends, and what is probably not meant."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from planner.domain.errors import TemplateInvalid
from planner.library.checking import check_template, warnings_of
from planner.library.conversion import to_template
from tests.strategies.sound import SOUND
from tests.strategies.spoiling import Document, at, problems, with_value, without


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
