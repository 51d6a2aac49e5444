"""What should I do next: worked cases, and what always holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.plan import Goal, Milestone, Plan, Profile, Stage, TemplateRef
from planner.domain.suggestions import Suggestion, hard_share, suggestions
from planner.domain.template import Template
from tests.domain.making import TODAY, goal, milestone, plan, step, template

ALL: tuple[Stage, ...] = ("early", "mid", "senior")


def a(template_id: str, category: str, *stages: str, **fields: object) -> Template:
    steps = (step("only", "start", **({"offers": fields.pop("offers")} if "offers" in fields else {})),)
    named = {"id": template_id, "title": f"The {template_id}", "category": category, "stages": stages or ALL, **fields}
    return template(*steps, **named)


SHELF = (
    a("craft", "craft", "early"),
    a("expert", "craft", "mid", "senior"),
    a("pmp", "certification", "mid"),
    a("fraud", "certification", "mid", offers="fraud-keep"),
    a("fraud-keep", "certification", plan_from="earned", duration=None),
    a("any-certificate", "certification"),
    a("degree", "degree", "mid"),
    a("mentor", "mentoring", "early", "mid"),
    a("mentee", "mentoring", "mid", "senior"),
    a("network", "networking"),
    a("speak", "soft-skill", offers="talk"),
    a("talk", "soft-skill", "mid", "senior"),
    a("lead", "leadership"),
    a("stories", "evidence"),
    a("year", "review"),
)
BY_ID: Mapping[str, Template] = {each.id: each for each in SHELF}


def of(number: int, template_id: str, **fields: object) -> Goal:
    ref = TemplateRef(id=template_id, version="1", digest="d")
    return replace(goal(number, title=f"My {template_id}", order=number), template=ref, **fields)  # type: ignore[arg-type]


def working(number: int, one: Goal, balance: str, hours: int = 10, **fields: object) -> Milestone:
    return milestone(number, goal=one.id, key="only", balance=balance, effort=hours * 60, **fields)


def suggested(
    stage: Stage | None, *records: Goal | Milestone, shelf: Iterable[Template] = SHELF
) -> tuple[Suggestion, ...]:
    mine: Plan = plan(*records, profile=Profile(stage=stage))
    return suggestions(tuple(shelf), mine, lambda each: BY_ID.get(each.template.id) if each.template else None, TODAY)


def ids(found: Iterable[Suggestion]) -> list[str]:
    return [each.template for each in found]


def test_early_hard_skills_come_first() -> None:
    found = suggested("early")
    assert ids(found) == ["craft", "any-certificate", "stories"]
    assert found[0].reason == "Early on hard skills carry furthest, and no plan for one is under way."


def test_who_goes_for_a_certificate_alone_is_shown_a_mentor() -> None:
    pmp = of(1, "pmp")
    found = suggested("mid", pmp)
    assert found[0].template == "mentor"
    assert found[0].reason == "You lead “My pmp” alone so far: somebody who went that way can spare you detours."
    assert "mentor" not in ids(suggested("mid", pmp, of(2, "mentor")))
    assert "mentor" not in ids(suggested("mid", pmp, of(2, "mentor", status="achieved")))


def test_in_mid_career_the_lighter_side_comes_first() -> None:
    pmp, mentor, network = of(1, "pmp"), of(2, "mentor"), of(3, "network")
    found = suggested("mid", pmp, mentor, working(1, pmp, "hard", 30), working(2, mentor, "soft", 10))
    assert found[0].template == "lead"
    assert found[0].reason == "75 % of the effort in your plan is for hard skills, and in mid-career both count."
    found = suggested("mid", mentor, network, working(1, mentor, "soft", 30), working(2, network, "both", 10))
    assert found[0].template == "any-certificate"
    assert found[0].reason.startswith("Only 12 % of the effort in your plan is for hard skills")


def test_later_it_is_soft_skills() -> None:
    found = suggested("senior")
    assert ids(found) == ["lead", "mentee", "talk"]
    assert found[0].reason == "From here on it is soft skills that carry the rest of the way."


def test_a_certificate_that_nothing_keeps_comes_before_all_else() -> None:
    earned = of(1, "fraud", answers={"earned": "2026-10-01"})
    found = suggested("mid", earned)
    assert ids(found)[0] == "fraud-keep"
    assert found[0].reason == "You have what “My fraud” aimed at, and no plan keeps it alive yet."
    assert ids(suggested("mid", of(1, "fraud", status="achieved")))[0] == "fraud-keep"
    assert "fraud-keep" not in ids(suggested("mid", of(1, "fraud")))
    assert "fraud-keep" not in ids(suggested("mid", earned, of(2, "fraud-keep")))
    assert "fraud-keep" not in ids(suggested("mid", replace(earned, status="dropped")))


def test_what_goes_on_from_a_step_that_was_done_is_next() -> None:
    speak = of(1, "speak")
    found = suggested("mid", speak, working(1, speak, "soft", status="done", done_on=TODAY))
    assert found[0] == Suggestion(
        template="talk", title="The talk", reason="You did “Milestone 1” in “My speak”, and this goes on from there."
    )
    assert "talk" not in ids(suggested("early", speak, working(1, speak, "soft")))


def test_without_a_stage_what_no_plan_is_about_is_suggested() -> None:
    found = suggested(None, of(1, "any-certificate", status="achieved"))
    assert len(found) == 3
    assert "any-certificate" not in ids(found)


def test_no_two_are_of_one_kind_though_two_rules_ask_for_it() -> None:
    found = suggested("senior", shelf=[*SHELF, a("speak-too", "soft-skill"), a("lead-too", "leadership")])
    categories = [BY_ID[each].category if each in BY_ID else each for each in ids(found)]
    assert len(found) == 3
    assert len(set(categories)) == 3
    assert not {"speak-too", "lead-too"} & set(ids(found))


def test_nothing_is_left_to_suggest_when_all_was_planned() -> None:
    assert suggested("mid", *(of(number, each.id) for number, each in enumerate(SHELF))) == ()


def test_the_balance_counts_what_is_open_and_what_was_done_within_a_year() -> None:
    pmp, network, old = of(1, "pmp"), of(2, "network"), TODAY - timedelta(days=400)
    records = (
        pmp,
        network,
        working(1, pmp, "hard", 3),
        working(2, network, "soft", 1, status="done", done_on=TODAY),
        working(3, network, "soft", 9, status="done", done_on=old),
        working(4, of(3, "speak"), "soft", 9),
    )
    assert hard_share(plan(*records), TODAY) == 75
    assert hard_share(plan(pmp), TODAY) is None


STATUSES = st.sampled_from(["active", "paused", "achieved", "dropped"])


@given(
    stage=st.none() | st.sampled_from(ALL),
    goals=st.lists(st.tuples(st.sampled_from(sorted(BY_ID)), STATUSES, st.booleans()), max_size=8),
    turned=st.randoms(),
)
def test_never_one_that_is_there_at_most_three_and_always_the_same(
    stage: Stage | None, goals: list[tuple[str, str, bool]], turned: object
) -> None:
    records: list[Goal | Milestone] = []
    for number, (template_id, status, done) in enumerate(goals):
        one = of(number, template_id, status=status, answers={"earned": "2026-01-01"} if done else {})
        work = working(number, one, "hard" if number % 2 else "soft")
        records += [one, replace(work, status="done", done_on=date(2026, 11, 1)) if done else work]
    found = suggested(stage, *records)
    assert len(found) <= 3
    assert len(set(ids(found))) == len(found)
    assert not set(ids(found)) & {template_id for template_id, _, _ in goals}
    assert all(each.reason.endswith(".") and each.title == BY_ID[each.template].title for each in found)
    shelf = list(SHELF)
    getattr(turned, "shuffle")(shelf)  # noqa: B009  a random source, which has no type of its own here
    assert suggested(stage, *reversed(records), shelf=shelf) == found
