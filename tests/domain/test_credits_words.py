from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings

from planner.domain.credits_words import CHECK, NOTICE, rule_words
from planner.domain.template import Template
from planner.domain.template_credentials import _keys
from tests.domain.ledgers import BLOCKS, rule_from
from tests.domain.making import choice, step, template
from tests.strategies.templates import templates


def words_of(block: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for said in rule_words(rule_from(block)):
        found.setdefault(said.label, []).append(said.text)
    return found


def block(name: str, **fields: object) -> dict[str, Any]:
    return {**copy.deepcopy(BLOCKS[name]), **fields}


CREDITS = {
    "pmp": "60 PDU in 3 years (check): at least 35 Education, of which 8 each in Ways of Working, Power Skills and "
    "Business Acumen; at most 25 Giving Back, of which at most 8 Working as a Practitioner.",
    "cfe": "20 CPE each year: at most 10 “Teaching, with up to 2 hours of preparation an hour”; the rest from "
    "“Training and self-study” or College courses.",
    "cissp": "120 CPE in 3 years (check): at most 30 “Group B, professional skills” (check); the rest from "
    "“Group A, in the domains”.",
    "shrm-cp": "60 PDC in 3 years: any number of Advance Your Education, of which at most 10 Ungraded courses; at most "
    "20 Advance Your Organization; at most 30 Advance Your Profession, of which at most 20 Talks and at most 6 Blog "
    "posts.",
    "ascm-cltd": "75 points in 5 years: at most 6 Membership in each year; at most 24 Annual conference in each year; "
    "the rest from Learning, Teaching, Mentoring or “Book of 200 pages or more”.",
    "asq-cssbb": "18 RU in 3 years from Professional Development (check), Employment or Giving Back.",
    "comptia-security": "50 CEU in 3 years: at most 10 each in Webinars and Conferences; at most 3 Work experience in "
    "each year; the rest from “Training, college, ACE”.",
    "cff": "60 CPE (check) in 3 years: at most 24 Writing (check); at most 36 Teaching (check); the rest from Forensic "
    "learning.",
    "salesforce-admin": "1 badge up to each listed date from Maintenance badge.",
    "sphr": "60 credits in 3 years.",
    "csm": "20 SEU in 2 years.",
    "aws-saa": "No credits are needed.",
}


@pytest.mark.parametrize("name", CREDITS)
def test_what_a_cycle_needs_is_one_sentence(name: str) -> None:
    assert words_of(BLOCKS[name])["Credits"] == [CREDITS[name]]


LONG_WINDOW = "You may renew from 6 months before the last day of the cycle on, and still up to 6 months after the end."
LONG_CARRY = (
    "At most 40 CPE beyond the 120 go into the next cycle, of what was earned in the last 6 months in “Group A, in the "
    "domains”; there they count in the same category."
)
OTHERS = [
    ("asq-cssbb", "Rates", "Part-time: 0.15 RU per month (check)"),
    ("shrm-cp", "Rates", "Work project: 10 PDC for 50 hours or more, 20 PDC for 100 hours or more; each by itself"),
    ("ascm-cltd", "Rates", "Learning: 1 point per hour"),
    ("comptia-network", "Notes", "Training, college, ACE: Half the content on the exam objectives."),
    ("cfe", "Topics", "At least 10 on Fraud and 2 on Ethics, in whichever category."),
    ("sphr", "Topics", "At least 1 on Ethics and 15 on Business (check), in whichever category."),
    ("cissp", "Yearly", "40 CPE in each year keep the pace."),
    ("pmp", "Cycle", "3 years, up to the day before the anniversary of the day you earned it (check)."),
    ("sphr", "Cycle", "Ends with the month of your birthday, every 3 years; the first one may be shorter or longer."),
    ("cfe", "Cycle", "Ends with the month of “joined”, each year; the first one may be shorter or longer."),
    ("cfe", "Cycle", "Up to the first such day nothing is required (check)."),
    ("cff", "Cycle", "Ends on 31 December, every 3 years; the first one may be shorter or longer."),
    ("salesforce-admin", "Cycle", "Spring '25: earned by 2025-04-16, ends 2026-04-17"),
    ("psm1", "Cycle", "Never ends: nothing has to be renewed."),
    ("pmp", "Cycle", "Renewing early leaves the end as it is."),
    ("aws-saa", "Cycle", "Renewing begins a new cycle on that day."),
    ("asq-cssbb", "Renew", LONG_WINDOW),
    ("pmp", "Renew", "You may still renew up to 1 year after the end."),
    ("ascm-cltd", "Renew", "You may renew from the first day of the cycle on."),
    ("shrm-cp", "Renew", "What is earned after the end counts for the next cycle."),
    ("asq-cssbb", "If not", "Then only by the exam."),
    ("cfe", "Carry", "At most 10 CPE beyond the 20 go into the next cycle."),
    ("cissp", "Carry", LONG_CARRY),
    ("comptia-security", "Instead",
     "Earn a higher CompTIA certificate; holding comptia-cysa or comptia-securityx does it"),
    ("aws-saa", "By", "Pass the current exam"),
    ("cfe", "Proofs", "Keep them for 3 years after the end."),
    ("gcp-pca", "Remind", "90, 60 and 30 days before the end, and again before the grace ends."),
    ("pmp", "Check", NOTICE),
]  # fmt: skip


@pytest.mark.parametrize(("name", "label", "text"), OTHERS)
def test_everything_else_about_a_rule_is_told_too(name: str, label: str, text: str) -> None:
    assert text in words_of(BLOCKS[name])[label]


def test_bounds_of_every_kind_have_their_words() -> None:
    deep = [
        {"key": "a", "title": "A", "min": 5, "max": 9, "children": [
            {"key": "b", "title": "B", "min": 1, "children": [{"key": "c", "title": "C", "max": 2}]},
            {"key": "d", "title": "D", "max": 3, "max_per_year": 0.5}]},
        {"key": "e", "title": "E", "min": 0.5},
    ]  # fmt: skip
    said = words_of(block("csm", categories=deep, yearly={"min": 5, "advice": 7}, remind=["P1DT12H", "PT2H", "PT0M"]))
    (credits_,) = said["Credits"]
    assert credits_ == (
        "20 SEU in 2 years: 5 to 9 A, of which at least 1 B (of which at most 2 C) and at most 3 D, at most 0.5 of it "
        "in each year; at least 0.5 E."
    )
    assert said["Yearly"] == ["At least 5 SEU in each year of it.", "7 SEU in each year keep the pace."]
    assert said["Remind"] == ["1 day 12 h, 2 h and 0 m before the end."]


def test_floors_without_a_number_in_all_are_credits_all_the_same() -> None:
    without = block("cff", unsure=[], carry_over={"max": 5})
    del without["required"], without["unit"]
    said = words_of(without)
    assert said["Credits"][0].startswith("Credits in 3 years: at most 24 Writing;")
    assert said["Carry"] == ["At most 5 credits go into the next cycle."]


def test_a_rule_that_the_person_fills_in_says_so() -> None:
    assert words_of(block("psm1", cycle={"ends": "ask"}))["Cycle"] == ["You say yourself when it ends."]


def test_with_its_template_questions_and_other_credentials_have_their_names() -> None:
    around: Template = template(
        step("exam", "start", title="Sit the exam"),
        questions=(choice("joined", "a", "b"),),
        credentials=(
            rule_from(block("cfe", cycle={**BLOCKS["cfe"]["cycle"], "opens": "exam-P1M"})),
            rule_from(BLOCKS["comptia-security"]),
        ),
    )
    alone, inside = rule_words(around.credentials[0]), rule_words(around.credentials[0], around)
    assert "month of “joined”" in " ".join(each.text for each in alone)
    assert f"month of “{around.questions[0].title}”" in " ".join(each.text for each in inside)
    assert "from 1 month before “Sit the exam” on" in " ".join(each.text for each in inside)
    network = rule_words(rule_from(BLOCKS["comptia-network"]), around)
    assert "holding CompTIA Security+, comptia-cysa" in " ".join(each.text for each in network)


@pytest.mark.parametrize("name", BLOCKS)
def test_whatever_is_unsure_is_shown_with_check(name: str) -> None:
    sure = block(name, unsure=[])
    plain = [each.text for each in rule_words(rule_from(sure))]
    assert not any("check" in text for text in plain)
    for key in dict.fromkeys(_keys(sure, ())):
        said = rule_words(rule_from(block(name, unsure=[key])))
        assert said[-1].text.startswith(NOTICE)
        marked = sum(each.text.count(CHECK) for each in said)
        assert marked or f"This goes for {key} too." in said[-1].text, key
        assert not (marked and "goes for" in said[-1].text), key


SHOWN = ("required", "unit", "length", "ends", "opens", "grace", "lapse", "exempt_first", "mode", "max", "window",
         "category", "carry_over", "advice", "yearly", "keep_proof", "remind", "cycle", "categories", "topics",
         "renew_by", "dates", "day", "of")  # fmt: skip


@pytest.mark.parametrize("key", SHOWN)
def test_the_check_stands_beside_what_is_unsure_wherever_a_rule_has_it(key: str) -> None:
    having = [name for name, each in BLOCKS.items() if key in set(_keys(each, ())) and each["cycle"]["ends"] != "never"]
    assert having
    for name in having:
        said = rule_words(rule_from(block(name, unsure=[key])))
        assert any(CHECK in each.text for each in said), name


@settings(max_examples=20)
@given(templates())
def test_every_rule_of_every_sound_template_has_words(sample: Template) -> None:
    for rule in sample.credentials:
        said = rule_words(rule, sample)
        assert said
        assert all(each.text and len(each.label) <= 7 for each in said)
