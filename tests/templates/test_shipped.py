"""What every shipped template keeps to; a file added to templates/ is held to it too."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.anchors import is_cyclic, is_met
from planner.domain.build import Draft, GoalRequest, draft
from planner.domain.credits import Entry, count_cycle
from planner.domain.cycles import cycle_bounds
from planner.domain.durations import Days, parse_days, parse_moment
from planner.domain.layout import DraftLine
from planner.domain.template import Template
from planner.library.checking import check_file

FOLDER = Path(__file__).resolve().parents[2] / "templates"
FILES = {path.stem: path for path in sorted(FOLDER.glob("*.json")) if path.name != "template.schema.json"}
SHIPPED: Mapping[str, Template] = {name: check_file(path) for name, path in FILES.items()}
RAW: Mapping[str, Any] = {name: json.loads(path.read_text("utf-8")) for name, path in FILES.items()}
NOW = datetime(2020, 1, 1, tzinfo=UTC)
LONG_AGO = NOW.date()
HOURS_A_WEEK = 10
ANY_DAY = st.dates(date(2022, 1, 1), date(2120, 12, 31))

every_template = pytest.mark.parametrize("name", list(FILES))
every_window = pytest.mark.parametrize("name", [name for name, each in SHIPPED.items() if each.plan_from != "earned"])
every_certificate = pytest.mark.parametrize("name", [name for name, each in SHIPPED.items() if each.credentials])


# What stands in the files


@every_template
def test_a_file_is_named_by_its_id_and_says_who_wrote_it(name: str) -> None:
    template = SHIPPED[name]
    assert template.id == name
    assert (template.author, template.license, template.language) == ("planner", "CC0-1.0", "en")
    assert template.facts_as_of is not None
    assert all(len(words(text)) >= 6 for text in (template.summary, template.audience, template.outcome))
    assert RAW[name]["$schema"] == "./template.schema.json"


@every_template
def test_keys_stand_once_and_titles_fit_a_line(name: str) -> None:
    raw = RAW[name]
    keys = [each["key"] for each in raw["milestones"] + raw.get("questions", [])]
    titles = [each["title"] for each in raw["milestones"]]
    assert [key for key, number in Counter(keys).items() if number > 1] == []
    assert [title for title, number in Counter(titles).items() if number > 1] == []
    assert [title for title in titles if len(title) > 90 or title.endswith(".") or not title[0].isupper()] == []


@every_template
def test_every_source_is_cited_and_says_what_it_is(name: str) -> None:
    template = SHIPPED[name]
    cited = {source for step in template.milestones for source in step.sources}
    cited |= {source for rule in template.credentials for source in rule.sources}
    cited |= set(template.eligibility.sources) if template.eligibility else set()
    assert cited == set(template.cited)
    assert [source.id for source in template.sources if not (source.url and source.class_ and source.as_of)] == []


@every_template
def test_every_milestone_says_what_proves_it_and_most_say_why(name: str) -> None:
    steps = SHIPPED[name].milestones
    assert [step.key for step in steps if len(words(step.evidence)) < 3] == []
    assert [step.key for step in steps if step.sources and not (step.why or step.notes)] == []
    assert sum(bool(step.why) for step in steps) >= 0.6 * len(steps)
    assert [step.key for step in steps if step.effort is None] == []


@every_template
def test_a_number_is_named_as_sourced_only_beside_its_source(name: str) -> None:
    assert [step.key for step in SHIPPED[name].milestones if step.sourced and not step.sources] == []


@every_template
def test_what_a_step_offers_is_shipped_and_finds_its_answers(name: str) -> None:
    """A plan that keeps a certificate takes over the day on it, and what else both ask under the same key."""
    for step in SHIPPED[name].milestones:
        if step.offers is not None:
            offered = SHIPPED[step.offers]
            needed = {"earned", *months(offered)} if offered.plan_from == "earned" else set()
            assert needed <= set(SHIPPED[name].asked), step.key


def test_hardly_a_text_stands_twice() -> None:
    texts = Counter(
        text.casefold()
        for template in SHIPPED.values()
        for step in template.milestones
        for text in (step.evidence, step.why, step.notes)
        if text
    )
    copies = {text: number - 1 for text, number in texts.items() if number > 1}
    assert sum(copies.values()) <= len(texts) // 100, copies


@every_certificate
def test_a_certificate_begins_with_checking_the_current_rules(name: str) -> None:
    template = SHIPPED[name]
    first = template.milestones[0]
    assert first.title.startswith("Check the current rules")
    assert first.kind == "check"
    assert first.when in {"start", "earned", "cycle_start"}
    if any(rule.sources for rule in template.credentials):  # a certificate of the person's choice has no page here
        assert template.verify_url is not None
        assert template.verify_url in first.notes


@every_certificate
def test_the_steps_of_a_cycle_count_back_from_its_end(name: str) -> None:
    template = SHIPPED[name]
    renewed = [rule for rule in template.credentials if rule.cycle.ends != "never"]
    assert any(is_cyclic(step.key, template) for step in template.milestones) == bool(renewed)
    if not any(rule.cycle.ends in {"listed", "ask"} for rule in renewed):  # such an end is not known beforehand
        assert [step.key for step in template.milestones[1:] if parse_moment(step.when).anchor == "cycle_start"] == []


# How they build


@pytest.mark.thorough
@every_template
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_plan_from_any_one_date_keeps_every_order(name: str, data: st.DataObject) -> None:
    template = SHIPPED[name]
    day, backward = data.draw(ANY_DAY), template.plan_from != "earned" and data.draw(st.booleans())
    answers = data.draw(st.sampled_from(list(ways(template))))
    duration = parse_days(template.duration or "P1Y")
    with patch(
        "planner.domain.build.shortest_window", return_value=None
    ):  # three quarters of the time, and not looked at here
        built = build(template, None, day, answers) if backward else begun(template, day, answers)
    assert built.goal.start == ((-duration).added_to(day) if backward else day)
    if template.plan_from != "earned":
        assert built.goal.target == (day if backward else duration.added_to(day))
    assert_sound(template, built)


@pytest.mark.thorough
@pytest.mark.parametrize("name", [name for name, each in SHIPPED.items() if each.plan_from == "earned"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_plan_for_a_certificate_held_for_years_keeps_every_order(name: str, data: st.DataObject) -> None:
    template = SHIPPED[name]
    earned, answers = data.draw(ANY_DAY), data.draw(st.sampled_from(list(ways(template))))
    today = earned + timedelta(days=data.draw(st.integers(0, 7000)))
    assert begun(template, earned, answers, today).problems == ()


@pytest.mark.thorough
@every_window
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_plan_between_two_dates_keeps_every_order(name: str, data: st.DataObject) -> None:
    template = SHIPPED[name]
    day, answers = data.draw(ANY_DAY), data.draw(st.sampled_from(list(ways(template))))
    least = (least_span(name).added_to(day) - day).days
    span = data.draw(st.integers(least, 2 * least + 200))
    built = build(template, day, day + timedelta(days=span), answers)
    assert_sound(template, built)
    assert built.shortest is not None
    assert built.shortest <= least


@pytest.mark.thorough
@pytest.mark.parametrize(
    "name", [name for name, each in SHIPPED.items() if each.cycle is None and each.plan_from != "earned"]
)
def test_the_least_span_that_is_noted_is_not_much_too_wide(name: str) -> None:
    template, start = SHIPPED[name], date(2027, 3, 1)
    assert "x-least-span" in RAW[name]
    least = (least_span(name).added_to(start) - start).days
    needed = max(needed_span(template, start, answers) for answers in ways(template))
    assert needed <= least <= needed + 56


@pytest.mark.thorough
@every_template
def test_what_is_due_by_a_day_can_be_done_by_then_in_ten_hours_a_week(name: str) -> None:
    template, start = SHIPPED[name], date(2027, 3, 1)
    for answers in ways(template):
        built = begun(template, start, answers)
        lines = [line for line in dated(built) if template.plan_from == "earned" or not line.milestone.cycle]
        work = sorted(each for line in lines for each in occurrences(built, line))
        assert work or open_choices(template, answers)  # until it is chosen, a certificate has no cycle
        done = 0
        for day, minutes in work:
            done += minutes
            hours, weeks = done / 60, (day - start).days / 7 + 1
            assert hours <= HOURS_A_WEEK * weeks, f"{hours:.0f} h by {day} with {dict(answers)}"


@pytest.mark.thorough
@every_template
def test_no_month_asks_for_more_work_bound_to_its_days_than_ten_hours_a_week(name: str) -> None:
    """What comes every month or more often can't be done ahead, so it is looked at where it falls."""
    template, start = SHIPPED[name], date(2027, 3, 1)
    for answers in ways(template):
        built = begun(template, start, answers)
        series = [line for line in dated(built) if is_frequent(line)]
        work = sorted(each for line in series for each in occurrences(built, line))
        for first, _ in work:
            minutes = sum(each for day, each in work if first <= day < first + timedelta(weeks=4))
            assert minutes / 60 <= HOURS_A_WEEK * 4, f"{minutes / 60:.0f} h in four weeks from {first}"


@pytest.mark.thorough
@every_template
def test_what_counts_from_start_or_target_lies_where_the_file_says(name: str) -> None:
    """Read here once more, apart from the builder: no window moves a step of an ordinary plan."""
    template, start = SHIPPED[name], date(2027, 3, 1)
    target = parse_days(template.duration or "P1Y").added_to(start)
    for answers in ways(template):
        for line in dated(begun(template, start, answers)):
            day = told(template, line.step.when, start, target)
            assert day is None or line.milestone.due == day, line.step.key


@pytest.mark.thorough
@every_template
def test_the_steps_stand_in_the_order_of_their_days(name: str) -> None:
    template = SHIPPED[name]
    for answers in ways(template):
        lines = dated(begun(template, date(2027, 3, 1), answers))
        once = [line.milestone.due for line in lines if not line.milestone.cycle]
        yearly = [line.milestone.due for line in lines if line.milestone.cycle]
        assert [day for day in once if day] == sorted(day for day in once if day), answers
        assert [day for day in yearly if day] == sorted(day for day in yearly if day), answers


# What keeps a certificate


@every_certificate
def test_doing_every_step_of_a_cycle_earns_its_renewal(name: str) -> None:
    template = SHIPPED[name]
    for answers in ways(template):
        if not is_met(template.asked["earned"].if_, template, answers) or open_choices(template, answers):
            continue
        listed = [line.earned_by for rule in template.credentials for line in rule.cycle.dates]
        held = max(listed, default=date(2028, 2, 29))
        known = {"earned": held.isoformat(), "birth_month": "2", **dict.fromkeys(months(template), "2028-01-31")}
        built = build(template, date(2027, 3, 1), None, {**answers, **known})
        for rule in template.credentials:
            if not is_met(rule.if_, template, answers) or rule.required is None:
                continue
            first, last = cycle_bounds(rule.cycle, held, 1, birth_month=2, anniversary=date(2028, 1, 31))
            assert first is not None
            done = [line for line in dated(built) if line.milestone.cycle and not line.step.optional]
            counted = count_cycle(rule, [entry for line in done for entry in booked(built, line)], first, last)
            assert (counted.missing, counted.unplaced) == ((), ()), answers


# Helpers


def words(text: str) -> list[str]:
    return text.split()


def ways(template: Template) -> Iterator[Mapping[str, str]]:
    """Every combination of answers to the choices, left open as well; other questions keep their defaults."""
    choices = [question for question in template.questions if question.ask == "choice"]
    options = [("", *(option.key for option in question.options)) for question in choices]
    for chosen in itertools.product(*options):
        answers = {question.key: option for question, option in zip(choices, chosen, strict=True) if option}
        if all(not each.if_ or set(each.if_) & set(answers.values()) for each in choices if each.key in answers):
            yield answers


def open_choices(template: Template, answers: Mapping[str, str]) -> list[str]:
    choices = (question for question in template.questions if question.ask == "choice")
    return [each.key for each in choices if is_met(each.if_, template, answers) and each.key not in answers]


def least_span(name: str) -> Days:
    """The smallest window the file promises; a plan that begins anew promises its usual one."""
    return parse_days(RAW[name].get("x-least-span") or SHIPPED[name].duration or "P1Y")


def needed_span(template: Template, start: date, answers: Mapping[str, str]) -> int:
    """Days of the smallest window that the builder finds; everything is in order in it, expected days as well."""
    days = build(template, start, None, answers).shortest
    assert days is not None
    tight = build(template, start, start + timedelta(days=days), answers)
    assert_sound(template, tight)
    assert not any("expected" in each for each in tight.remarks)
    return days


def is_frequent(line: DraftLine) -> bool:
    repeat = line.milestone.repeat
    every = parse_days(repeat.every) if repeat is not None and repeat.every is not None else None
    return every is not None and every.months * 31 + every.days <= 31


@dataclass
class Numbered:
    """Ids in order, so that building is the same each time."""

    last: int = 0

    def __call__(self) -> str:
        self.last += 1
        return f"{self.last:032x}"


def build(
    template: Template,
    start: date | None,
    target: date | None,
    answers: Mapping[str, str],
    today: date = LONG_AGO,
) -> Draft:
    request = GoalRequest(template=template.id, start=start, target=target, answers=answers)
    return draft(template, request, digest="0" * 64, today=today, now=NOW, new_id=Numbered())


def begun(template: Template, day: date, answers: Mapping[str, str], today: date = LONG_AGO) -> Draft:
    """The plan that begins on that day: its start, or the day on a certificate that is kept."""
    if template.plan_from != "earned":
        return build(template, day, None, answers, today)
    known = {"birth_month": "1", **dict.fromkeys(["earned", *months(template)], day.isoformat())}
    return build(template, None, None, {**known, **answers}, today)


def months(template: Template) -> list[str]:
    """The date questions whose month ends a cycle."""
    return [rule.cycle.of for rule in template.credentials if rule.cycle.of is not None]


def dated(built: Draft) -> list[DraftLine]:
    return [line for line in built.lines if line.ticked and line.milestone.due is not None]


def assert_sound(template: Template, built: Draft) -> None:
    """No step before one it follows, none before the plan begins, all of them dated but those that wait."""
    assert built.problems == ()
    days = {line.step.key: line.milestone.due for line in built.lines if line.ticked}
    for line in dated(built):
        step, due = line.step, line.milestone.due
        counted_from = parse_moment(step.when)
        before = set(step.after)
        if counted_from.anchor in template.steps and counted_from.offset.days >= 0:
            before.add(counted_from.anchor)
        late = {
            key: days[key] for key in before if (day := days.get(key)) is not None and due is not None and day > due
        }
        assert late == {}, f"{step.key} on {due} follows {late}"
        assert built.goal.start is not None
        assert due is not None
        assert due >= built.goal.start, step.key
    undated = [line.step.key for line in built.lines if line.ticked and line.milestone.due is None]
    assert [line.step.key for line in built.lines if line.step.key in undated and line.undated_until is None] == []


def occurrences(built: Draft, line: DraftLine) -> Iterator[tuple[date, int]]:
    """The days and minutes of a step's occurrences, as they fall if each is done on its day."""
    first, minutes, repeat = line.milestone.due, line.milestone.effort or 0, line.milestone.repeat
    assert first is not None
    if repeat is None:
        yield first, minutes
        return
    if repeat.each is not None:
        source = next(other for other in built.lines if other.milestone.id == repeat.each)
        offset = parse_moment(line.step.when).offset
        for day, _ in occurrences(built, source):
            yield offset.added_to(day), minutes
        return
    assert repeat.every is not None
    every = parse_days(repeat.every)
    for number in range(repeat.count or 400):
        day = Days(every.months * number, every.days * number).added_to(first)
        if repeat.until is not None and day > repeat.until:
            return
        yield day, minutes


def told(template: Template, moment: str, start: date, target: date) -> date | None:
    """The day of a moment that leads to start or target through steps and expected dates; else None."""
    read = parse_moment(moment)
    if read.anchor in {"start", "target"}:
        return read.offset.added_to(start if read.anchor == "start" else target)
    question = template.asked.get(read.anchor)
    inner = template.steps[read.anchor].when if read.anchor in template.steps else question.expect if question else None
    day = told(template, inner, start, target) if inner is not None and read.anchor != "earned" else None
    return read.offset.added_to(day) if day is not None else None


def booked(built: Draft, line: DraftLine) -> Iterator[Entry]:
    """What a step earns, if each of its occurrences is done on its day."""
    for day, _ in occurrences(built, line):
        for each in line.step.earns:
            yield Entry(
                day=day, credential=each.credential, category=each.category, topic=each.topic, amount=each.amount
            )
