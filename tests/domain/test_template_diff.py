from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.template import Option, Source, Step, StepRepeat, Template
from planner.domain.template_check import semantic_flaws
from planner.domain.template_diff import diff, former_keys
from planner.domain.template_diff_words import diff_words
from planner.library.conversion import to_template
from tests.domain.making import choice, credential, step, template
from tests.strategies.templates import templates
from tests.strategies.upgrades import new_version, old_version


def told(before: Template, after: Template) -> tuple[str, ...]:
    return diff_words(diff(before, after))


def one(mock: Step, **fields: object) -> Template:
    return template(step("begin", "start", title="Begin"), mock, **fields)


MOCK = step("mock", "target-P2W", title="Mock exam 2", effort="PT2H")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"when": "target-P3W"}, "“Mock exam 2” comes a week earlier: target-P2W → target-P3W"),
        ({"when": "target-P10D"}, "“Mock exam 2” comes 4 days later: target-P2W → target-P10D"),
        ({"when": "start+P2W"}, "“Mock exam 2” counts from another day: target-P2W → start+P2W"),
        ({"when": "target-P14D"}, "“Mock exam 2” is spelled otherwise and stays on its day: target-P2W → target-P14D"),
        ({"when": "target-P1M"}, "“Mock exam 2” comes on another day: target-P2W → target-P1M"),
        ({"title": "Mock exam B"}, "“Mock exam 2” is now called “Mock exam B”"),
        ({"effort": "PT3H"}, "“Mock exam 2” takes 3 h instead of 2 h"),
        ({"effort": None}, "“Mock exam 2” no longer says how long it takes"),
        ({"kind": "exam"}, "“Mock exam 2”: the kind: “learn” → “exam”"),
        ({"evidence": "The score"}, "“Mock exam 2”: the proof: “A note that says so” → “The score”"),
        ({"repeat": StepRepeat(every="P1W", count=3)}, "“Mock exam 2” now comes every week, 3 times"),
        ({"after": ("begin",)}, "“Mock exam 2” now follows “Begin”"),
        ({"if_": ("passed",)}, "“Mock exam 2”: the options it needs with “passed”"),
        ({"fixed": True}, "the date of “Mock exam 2” is now fixed by somebody else"),
        ({"optional": True}, "“Mock exam 2” is now optional"),
        ({"earliest": "target-P4W"}, "“Mock exam 2”: the earliest day is now told: “target-P4W”"),
        ({"checklist": ("Clock",)}, "“Mock exam 2”: the checklist with “Clock”"),
    ],
)
def test_a_changed_field_of_a_step_is_told_in_a_sentence(fields: dict[str, object], sentence: str) -> None:
    assert told(one(MOCK), one(replace(MOCK, **fields))) == (sentence,)  # type: ignore[arg-type]  # fields of a step


def test_new_and_gone_steps_are_told_and_what_follows_them() -> None:
    before = template(step("a", "start", title="A"), step("c", "a+P1W", title="C", after=("a",)))
    after = template(step("b", "start+P2D", title="B", effort="PT1H"), step("c", "start+P1W", title="C", after=("b",)))
    assert told(before, after) == (
        "new step: “B” (start+P2D, 1 h)",
        "“C” counts from another day: a+P1W → start+P1W",
        "“C” now follows “B” and no longer follows “A”",
        "step gone: “A”",
    )


def test_a_step_that_says_which_key_it_had_is_the_same_step() -> None:
    before = template(step("old", "start", title="A"), step("then", "old+P1W", after=("old",)))
    after = template(
        step("new", "start", title="A anew", same_as="sample/old"), step("then", "new+P1W", after=("new",))
    )
    assert former_keys(before, after) == {"old": "new"}
    assert told(before, after) == ("“A anew” has another key: old → new", "“A” is now called “A anew”")
    (difference,) = diff(before, after).differences
    assert (difference.key, difference.was) == ("new", "old")


def test_only_a_key_that_is_not_there_any_more_can_be_named_so() -> None:
    def flaws(same_as: str) -> list[str]:
        steps = [{"key": "a", "when": "start"}, {"key": "b", "when": "start", "same_as": same_as}]
        found = semantic_flaws({"id": "sample", "plan_from": "start", "milestones": steps})
        return [flaw.message for flaw in found]

    assert flaws("sample/older") == []
    assert flaws("other/a") == []
    assert len(flaws("sample/a")) == len(flaws("sample/b")) == 1


def test_without_such_a_word_another_key_is_another_step() -> None:
    before, after = template(step("old", "start", title="A")), template(step("new", "start", title="A"))
    assert told(before, after) == ("new step: “A” (start)", "step gone: “A”")


def test_the_template_itself_its_questions_sources_and_certificates_are_compared() -> None:
    before = template(
        step("a", "start"), questions=(choice("way", "left", "right"),), sources=(Source(id="A-1", title="Book"),),
        credentials=(credential(),),
    )  # fmt: skip
    rule = replace(before.credentials[0], required=Decimal(60), unit="PDU")
    question = replace(before.questions[0], options=(Option(key="left", title="Left"), Option(key="up", title="Up")))
    after = replace(
        before,
        duration="P12W",
        questions=(question, choice("other", "yes", "no")),
        sources=(Source(id="A-1", title="Book", as_of="2027"),),
        credentials=(rule,),
    )
    found = told(before, after)
    assert found[0] == "the plan takes 12 weeks instead of 10 weeks: P10W → P12W"
    assert "“Choice way”: the options: “Left” and “Right” → “Left” and “Up”" in found
    assert "new question: “Choice other”" in found
    assert "“Book”: its date is now told: “2027”" in found
    assert any(text.startswith("Cert: before: ") and "60 PDU" in text for text in found)


def test_another_order_is_told_and_nothing_else_is() -> None:
    a, b = step("a", "start"), step("b", "start")
    assert told(template(a, b), template(b, a)) == ("the template: its milestones stand in another order",)


def test_a_long_text_is_told_in_part_and_held_whole() -> None:
    before, after = one(replace(MOCK, why="x" * 500 + "a")), one(replace(MOCK, why="x" * 500 + "b"))
    assert told(before, after) == (f"“Mock exam 2”: the reason is worded differently: “{'x' * 159}…”",)
    (difference,) = diff(before, after).differences
    assert difference.fields[0].after == "x" * 500 + "b"


@settings(max_examples=60)
@given(templates(most_steps=3))
def test_a_template_is_not_different_from_itself_whatever_its_version(made: Template) -> None:
    assert diff(made, replace(made, id="other", version="99.9")).differences == ()


@settings(max_examples=80)
@given(st.integers(0, 2**32))
def test_two_versions_differ_exactly_where_something_is_told(seed: int) -> None:
    random = Random(seed)
    document = old_version(random)
    before, after = to_template(document), to_template(new_version(random, document))
    found = diff(before, after)
    assert bool(found.differences) == (replace(before, version="") != replace(after, version=""))
    assert all(text.strip() for text in diff_words(found))
    assert {each.key for each in found.differences if each.how == "added" and each.what == "milestone"} == (
        set(after.steps) - set(before.steps) - set(former_keys(before, after).values())
    )
