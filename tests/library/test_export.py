from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.domain.build import Draft, GoalRequest, draft
from planner.domain.errors import NotMet, WrongUsage
from planner.domain.plan import CheckItem, Goal, Milestone, Occurrence, Repeat
from planner.domain.template import Step, Template
from planner.library.catalog import Catalog
from planner.library.checking import check_bytes
from planner.library.conversion import canonical
from planner.library.export import template_from_goal
from planner.library.export_steps import line, span, without_circles
from planner.library.leaving import CARRIED
from tests.strategies.templates import templates

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
TODAY = date(2026, 11, 21)
SHELF = Catalog(None)


def build(template: Template, **request: Any) -> Draft:
    numbers = itertools.count(1)
    return draft(
        template,
        GoalRequest(template=template.id, **request),
        digest="0" * 64,
        today=TODAY,
        now=NOW,
        new_id=lambda: f"{next(numbers):032x}",
    )


def goal(**fields: Any) -> Goal:
    return Goal(**{"id": "f" * 32, "title": "Give a talk", "created": NOW, **fields})


def milestone(number: int, **fields: Any) -> Milestone:
    made = {"id": f"{number:032x}", "title": f"Step {number}", "created": NOW, "dated_at": NOW, "order": number}
    return Milestone(**{**made, **fields})


def exported(goal: Goal, milestones: Sequence[Milestone], template: Template | None = None) -> Template:
    return template_from_goal(goal, milestones, template)[0]


def days(made: Draft) -> dict[str, tuple[date | None, bool]]:
    return {
        line.step.key: (line.milestone.due, line.milestone.expected)
        for line in made.lines
        if line.ticked and not (line.milestone.repeat and line.milestone.repeat.each)
    }


@pytest.mark.parametrize("template_id", [entry.id for entry in SHELF.list()])
@pytest.mark.parametrize(
    "request_", [{"target": date(2028, 2, 29)}, {"start": date(2027, 1, 31)}], ids=["target", "start"]
)
def test_a_goal_of_a_shipped_template_comes_back_with_the_same_dates(
    template_id: str, request_: dict[str, date]
) -> None:
    template = SHELF.get(template_id)
    made = build(template, **request_)
    back = exported(made.goal, made.milestones, template)
    again = build(back, **request_)
    assert days(again) == days(made)
    assert again.problems == made.problems == ()
    assert {
        s.key: (s.kind, s.effort, s.checklist, s.why) for s in back.milestones if not template.steps[s.key].per
    } == {
        s.key: (s.kind, s.effort, s.checklist, s.why) for s in template.milestones if s.key in back.steps and not s.per
    }
    assert back.extra == {"x-made-from": f"{template.id} {template.version}"}


@settings(max_examples=40, deadline=None)
@given(templates(), st.dates(date(2024, 1, 1), date(2050, 12, 31)), st.data())
def test_a_goal_as_it_was_done_comes_back_with_its_real_dates(
    template: Template, start: date, data: st.DataObject
) -> None:
    answers = {
        question.key: start.isoformat() if question.ask == "date" else question.options[0].key
        for question in template.questions
        if question.ask != "number" and data.draw(st.booleans())
    }
    try:
        made = build(template, start=start, answers=answers)
    except WrongUsage:
        assume(False)  # an offset that leaves the calendar from this day
    members = [lived(each, data) for each in made.milestones]
    try:
        back, told = template_from_goal(made.goal, members, template)
    except NotMet:
        assert all(each.status == "skipped" or each.due is None or each.cycle for each in members)
        return
    assert check_bytes(canonical(back).encode(), "exported.json") == back
    assert len(told.steps) == len(back.milestones)
    again = days(build(back, start=start, answers=answers))
    for member in members:
        assert member.key is not None
        single = member.repeat is None and not member.cycle and not member.expected
        if single and member.due is not None and member.status != "skipped":
            assert again[member.key] == (member.done_on or member.due, False)


def lived(member: Milestone, data: st.DataObject) -> Milestone:
    """A milestone that was done on some day, skipped, moved by hand, or left alone."""
    if member.due is None or member.repeat is not None:
        return member
    moved = member.due + timedelta(days=data.draw(st.integers(-40, 40)))
    match data.draw(st.sampled_from(["alone", "done", "skipped", "moved", "fixed"])):
        case "done":
            return replace(member, status="done", done_on=moved, closed_at=NOW)
        case "skipped":
            return replace(member, status="skipped", closed_at=NOW)
        case "moved":
            return replace(member, due=moved, expected=False)
        case "fixed":
            return replace(member, due=moved, fixed=True, moment=None, expected=False)
        case _:
            return member


SECRETS = ("Anna Example", "secret-note", "https://intranet.example/x", "#private", "2026-12-24", "someone@example.org")


def test_whatever_a_step_of_the_file_carries_is_told() -> None:
    assert sorted(itertools.chain(*CARRIED)) == sorted(Step.__dataclass_fields__)
    template = SHELF.get("communication")
    made = build(template, start=date(2027, 1, 4))
    out, leaving = template_from_goal(made.goal, made.milestones, template)
    told = next(each for each in leaving.leaves if " steps, each with its " in each)
    for names, words in CARRIED.items():
        carried = any(getattr(step, name) for step in out.milestones for name in names)
        assert (words in told) == carried, names


def test_nothing_of_the_person_leaves() -> None:
    members = [
        milestone(
            1,
            title="Ask https://intranet.example/x?y=1 for a slot someone@example.org",
            due=date(2026, 12, 24),
            status="waiting",
            waiting_on="Anna Example",
            notes="secret-note",
            tags=("#private",),
            evidence="Mail of Anna Example, https://intranet.example/x",
            why="secret-note",
            checklist=(CheckItem(title="Write www.intranet.example/abc the outline", done=True),),
            snoozed_until=datetime(2026, 12, 24, 8),  # noqa: DTZ001 -- a snooze is a wall time
            skills=("unknown_skill",),
        ),
        milestone(2, title="Talk", due=date(2027, 1, 5), done_on=date(2027, 1, 6), status="done", closed_at=NOW),
    ]
    made, told = template_from_goal(
        goal(start=date(2026, 12, 1), target=date(2027, 1, 6), notes="secret-note", answers={"day": "2026-12-24"}),
        members,
        None,
    )
    text = canonical(made)
    assert not [secret for secret in SECRETS if secret.strip("#") in text]
    assert made.milestones[0].title == "Ask for a slot"
    assert made.milestones[0].checklist == ("Write the outline",)
    assert [step.when for step in made.milestones] == ["target-P13D", "target"]
    assert "Shortened, or without their links: “Ask for a slot”." in told.remarks
    assert told.stays == (
        "Your dates: when it began, when anything is or was due",
        "What is done or skipped, and when",
        "Your answers: “day”",
        "Your notes on the goal and 1 step",
        "What you wrote as proof of 1 step",
        "Whom you wait for: “Anna Example”",
        "Your tags: ##private",
        "Times of day and snoozes of 1 step",
    )
    assert told.steps[0] == "Ask for a slot · target-P13D (your words); its checklist: “Write the outline” (your words)"
    assert "x-made-from" not in text
    assert "author" not in text


def test_author_and_license_are_written_when_they_are_given() -> None:
    made, _ = template_from_goal(
        goal(start=TODAY), [milestone(1, due=TODAY)], None, author="The writers' circle", license="CC0-1.0"
    )
    assert (made.author, made.license) == ("The writers' circle", "CC0-1.0")


def test_hand_made_steps_get_keys_from_their_titles() -> None:
    titles = ["Write the outline", "Write the outline", "Übung macht's", "生活", "start", "2 mock exams", "x" * 200]
    members = [milestone(n, title=title, due=TODAY + timedelta(days=n)) for n, title in enumerate(titles)]
    made = exported(goal(start=TODAY), members)
    assert [step.key for step in made.milestones] == [
        "write_the_outline", "write_the_outline_2", "ubung_macht_s", "step", "start_2", "step_2_mock_exams", "x" * 34,
    ]  # fmt: skip
    assert made.milestones[-1].title == "x" * 89 + "…"


def test_links_between_steps_leave_and_pass_over_what_stays() -> None:
    first, second, third = (
        milestone(1, due=TODAY),
        milestone(2, due=TODAY + timedelta(days=1), status="skipped", closed_at=NOW, after=(f"{1:032x}",)),
        milestone(3, due=TODAY + timedelta(days=2), after=(f"{2:032x}", "gone")),
    )
    made, told = template_from_goal(goal(start=TODAY), [first, second, third], None)
    assert [(step.key, step.after) for step in made.milestones] == [("step_1", ()), ("step_3", ("step_1",))]
    assert "Steps that were skipped: “Step 2”" in told.stays


def test_a_link_that_the_days_contradict_stays() -> None:
    members = [
        milestone(1, due=TODAY, done_on=TODAY + timedelta(days=9), status="done", closed_at=NOW),
        milestone(2, due=TODAY + timedelta(days=2), after=(f"{1:032x}",)),
    ]
    assert exported(goal(start=TODAY), members).milestones[1].after == ()


def test_links_never_lead_round_in_a_circle() -> None:
    def step(key: str, when: str, *after: str) -> Step:
        return Step(key=key, title=key, kind="learn", when=when, evidence="E", after=after)

    steps = without_circles([step("a", "b+P1D", "c"), step("b", "start", "a"), step("c", "start", "b")])
    assert [each.after for each in steps] == [("c",), (), ("b",)]
    steps = without_circles([step("a", "start", "c"), step("b", "start", "a"), step("c", "start", "b")])
    assert sum(len(each.after) for each in steps) == 2
    steps = without_circles([step("a", "start"), step("b", "a-P1D", "a"), step("c", "start", "a", "b")])
    assert [each.after for each in steps] == [(), (), ("a", "b")]


def test_a_series_becomes_a_repeat_from_its_first_day() -> None:
    series = milestone(
        1,
        due=date(2027, 1, 18),
        scheduled=date(2027, 1, 18),
        n=3,
        repeat=Repeat(every="P1W", count=9, first=date(2027, 1, 4)),
        occurrences=(
            Occurrence(id="a", n=1, scheduled=date(2027, 1, 4), due=date(2027, 1, 5), closed_at=NOW),
            Occurrence(id="b", n=2, scheduled=date(2027, 1, 11), due=date(2027, 1, 11), closed_at=NOW),
        ),
    )
    until = replace(
        series,
        id=f"{2:032x}",
        repeat=Repeat(rrule="FREQ=MONTHLY;BYDAY=1MO", until=date(2027, 6, 1), first=date(2027, 1, 4), mode="after"),
    )
    made = exported(goal(start=date(2027, 1, 1)), [series, until])
    first, second = made.milestones
    assert first.when == second.when == "start+P3D"
    assert first.repeat is not None
    assert (first.repeat.every, first.repeat.count, first.repeat.mode) == ("P1W", 9, "fixed")
    assert second.repeat is not None
    assert (second.repeat.rrule, second.repeat.until, second.repeat.mode) == (
        "FREQ=MONTHLY;BYDAY=1MO",
        "start+P151D",
        "after",
    )


def test_what_still_waits_for_an_answer_keeps_its_question() -> None:
    template = SHELF.get("pmp")
    made = build(template, target=date(2027, 6, 1))
    back = exported(made.goal, made.milestones, template)
    waiting = [each.milestone.key for each in made.lines if each.ticked and each.milestone.due is None]
    assert waiting
    for key in waiting:
        assert key is not None
        assert back.steps[key].when == template.steps[key].when
    assert {question.key for question in back.questions} <= set(template.asked)
    assert "2027-06-01" not in canonical(back)


def test_what_has_no_date_and_waits_for_nothing_stays_and_is_named() -> None:
    made, told = template_from_goal(goal(start=TODAY), [milestone(1, due=TODAY), milestone(2)], None)
    assert [step.key for step in made.milestones] == ["step_1"]
    assert "Steps that have no date to count from: “Step 2”" in told.stays


def test_a_goal_without_dates_cannot_be_exported() -> None:
    with pytest.raises(NotMet, match="no step with a date"):
        exported(goal(), [milestone(1)])
    with pytest.raises(NotMet):
        exported(goal(), [])


def test_a_goal_with_too_many_steps_cannot_be_exported() -> None:
    with pytest.raises(NotMet, match="501 steps"):
        exported(goal(start=TODAY), [milestone(n, due=TODAY) for n in range(501)])


def test_a_goal_without_start_and_target_counts_from_its_first_day() -> None:
    members = [milestone(1, due=TODAY + timedelta(days=5)), milestone(2, due=TODAY)]
    made = exported(goal(), members)
    assert made.plan_from == "start"
    assert [step.when for step in made.milestones] == ["start+P5D", "start"]


def test_days_count_from_the_nearer_end() -> None:
    members = [milestone(n, due=TODAY + timedelta(days=n)) for n in (-3, 0, 10, 60, 99, 120)]
    made = exported(goal(start=TODAY, target=TODAY + timedelta(days=100)), members)
    assert made.duration == "P100D"
    assert [step.when for step in made.milestones] == [
        "start-P3D", "start", "start+P10D", "target-P40D", "target-P1D", "target+P20D",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "template_id"), [("Give a talk!", "give-a-talk"), ("生活", "my-plan"), ("-" * 99, "my-plan")]
)
def test_the_id_is_made_from_the_title(title: str, template_id: str) -> None:
    assert exported(goal(title=title, start=TODAY), [milestone(1, due=TODAY)]).id == template_id


def test_the_id_differs_from_that_of_the_template_it_came_from() -> None:
    template = SHELF.get("networking")
    made = build(template, start=TODAY)
    named = replace(made.goal, title="Networking")
    assert exported(named, made.milestones, template).id == "networking-own"


@pytest.mark.parametrize("days", [0, 1, 9999, 10_000, 16_992])
def test_a_span_says_every_number_of_days_it_can(days: int) -> None:
    from planner.domain.durations import Days, parse_days

    assert parse_days(span(days)) == Days(0, days)


def test_a_span_beyond_the_format_is_refused() -> None:
    with pytest.raises(NotMet):
        span(16_993)


def test_a_line_is_never_empty_and_never_long() -> None:
    assert line("https://example.org/") == "Step"
    assert line("a\x1b[2J") == "a\ufffd[2J"
    assert len(line("x" * 200)) == 90
