"""The timeline as a picture: one harmless document that says in words what it shows."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.plan import Away, Goal, Milestone, Occurrence, Plan, Profile, Repeat
from planner.domain.timeline import timeline
from planner.formats.svg import fitted, width_of
from planner.formats.timeline_says import months
from planner.formats.timeline_svg import HEAD, Picture, drawn
from tests.domain.making import NOW, TODAY, goal, milestone, plan
from tests.domain.test_agenda import days, lister
from tests.ui.driving import a_plan

SVG = "{http://www.w3.org/2000/svg}"
HARMLESS = {"svg", "title", "desc", "style", "g", "pattern", "rect", "path", "text"}


def picture(
    *records: Goal | Milestone, whole: Plan | None = None, first: int = -14, last: int = 90, **how: Any
) -> bytes:
    laid = timeline(lister(*records, whole=whole))
    return drawn(Picture(timeline=laid, first=days(first), last=days(last), **how))


def read(data: bytes) -> ET.Element:
    """The document; only harmless elements, and nothing that runs or is fetched."""
    root = ET.fromstring(data)
    for each in root.iter():
        assert each.tag.removeprefix(SVG) in HARMLESS, each.tag
        for name, value in each.attrib.items():
            assert not name.lower().startswith("on"), name
            assert "href" not in name, name
            assert ":" not in value, (name, value)
    (style,) = root.findall(f"{SVG}style")
    assert "@import" not in (style.text or "")
    assert not re.search(r"url\((?!#)", style.text or "")
    return root


def texts(root: ET.Element) -> str:
    return "\n".join(each.text or "" for each in root.iter(f"{SVG}text"))


def says(root: ET.Element) -> str:
    return "\n".join(each.text or "" for each in root.iter(f"{SVG}title"))


def classes(root: ET.Element) -> set[str]:
    return {name for each in root.iter() for name in each.get("class", "").split()}


def test_goals_and_milestones_are_drawn_and_said() -> None:
    root = read(picture(*[each for each in a_plan() if isinstance(each, Goal | Milestone)]))
    shown = texts(root)
    for words in (
        "Timeline",
        "Earn the certificate",
        "Send the application",
        "24 Nov",
        "today, 21 Nov",
        "Hours a week",
    ):
        assert words in shown, words
    said = says(root)
    assert "Send the application: to do, " in said
    assert "24 Nov 2026, fixed date" in said
    assert "Ask two references for their dates: to do" in said
    assert "overdue" in said
    about = root.find(f"{SVG}desc")
    assert about is not None
    assert "Earn the certificate: 1 of" in (about.text or "")
    assert "target 20 Jan 2027" in (about.text or "")
    assert {"fixed", "target", "today", "link", "arrow", "slip", "done", "rest", "load", "grid"} <= classes(root)


def test_hours_that_are_too_many_and_days_away_have_signs_of_their_own() -> None:
    away = Away(first=days(30), last=days(40), title="Rome")
    whole = replace(plan(milestone(1, due=days(5), effort=20 * 60)), profile=Profile(away=(away,)))
    root = read(picture(whole=whole, away=(away,)))
    assert {"too-much", "heavy", "days-away"} <= classes(root)
    assert "hours too many" in texts(root)
    assert "Away: Rome, 21 Dec 2026 to 31 Dec 2026" in says(root)


def test_many_milestones_close_the_goals_and_fixed_dates_keep_their_names() -> None:
    own = goal(1, title="Many", target=days(60))
    found = [milestone(number, title=f"Step {number}", goal=own.id, due=days(number % 50)) for number in range(1, 60)]
    found.append(milestone(99, title="Sit the exam", goal=own.id, due=days(55), fixed=True))
    closed = read(picture(own, *found))
    assert "Step 3" not in texts(closed)
    assert "15 Jan · Sit the exam" in texts(closed)
    assert "Step 3: to do" in says(closed)
    opened = read(picture(own, *found, opened=True))
    assert "Step 3" in texts(opened)


def test_days_without_anything_are_still_a_picture() -> None:
    root = read(picture(milestone(1, due=days(-300)), first=10, last=20))
    assert "Nothing stands on these days." in texts(root)
    assert "today" not in classes(root)


@settings(max_examples=12)
@given(st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_whatever_a_title_holds_the_document_is_whole_and_harmless(title: str, other: str) -> None:
    own = goal(1, title=title, target=days(30))
    data = picture(own, milestone(1, title=other, goal=own.id, due=days(3), fixed=True), title=title)
    read(data)
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- ' + HEAD.encode())


@pytest.mark.parametrize(
    "title",
    [
        "</text><script>alert(1)</script>",
        '"><image href="x" onload="y"/>',
        "]]>&lt;&#0;",
        "{}</style>",
        "--><a>",
        "a\ufffeb",
    ],
)
def test_hostile_titles_are_text(title: str) -> None:
    own = goal(1, title=title, target=days(30))
    root = read(picture(own, milestone(1, title=title, goal=own.id, due=days(3)), title=title))
    assert title.replace("\ufffe", "\ufffd") in texts(root)


@settings(max_examples=12)
@given(st.dates(date(1970, 1, 1), date(2190, 1, 1)), st.integers(0, 4000), st.integers(0, 60))
def test_every_bar_lies_within_the_picture_whatever_its_days(first: date, length: int, effort: int) -> None:
    today = datetime(first.year, first.month, first.day, 12, tzinfo=UTC)
    own = goal(1, target=first + timedelta(days=length))
    laid = timeline(
        lister(
            own,
            milestone(1, goal=own.id, due=first + timedelta(days=length // 2), effort=effort * 60),
            milestone(2, goal=own.id, due=first + timedelta(days=length), after=(f"{1:032x}",), fixed=True),
            now=today,
        )
    )
    root = read(drawn(Picture(timeline=laid, first=first, last=first + timedelta(days=length))))
    wide, high = float(root.get("width", 0)), float(root.get("height", 0))
    for box in root.iter(f"{SVG}rect"):
        if "under" in box.get("class", "") or "over" in box.get("class", ""):
            continue
        x, y = float(box.get("x", 0)), float(box.get("y", 0))
        assert 0 <= x <= x + float(box.get("width", 0)) <= wide + 0.1
        assert 0 <= y <= y + float(box.get("height", 0)) <= high + 0.1


@settings(max_examples=30)
@given(st.text(max_size=80), st.floats(0, 400))
def test_what_is_cut_has_room(text: str, room: float) -> None:
    cut = fitted(text, 13, room)
    assert cut == "" or width_of(cut, 13) <= room + 0.01


@settings(max_examples=30)
@given(st.dates(date(1970, 1, 1), date(2180, 1, 1)), st.integers(0, 9000), st.floats(0.05, 60))
def test_the_axis_names_each_beginning_once_and_in_order(first: date, length: int, wide: float) -> None:
    found = list(months(first, first + timedelta(days=length), wide))
    begins = [day for day, _ in found]
    assert begins == sorted(set(begins))
    assert begins[0] == first
    assert all(first <= day <= first + timedelta(days=length) for day in begins)
    assert all(day.day == 1 for day in begins[1:])


GOLDEN = Path(__file__).parent / "timeline.svg"


def marks(root: ET.Element, kind: str) -> int:
    return sum(1 for each in root.iter(f"{SVG}path") if each.get("class") == kind and "2.5" in each.get("d", ""))


def test_a_series_has_a_sign_for_each_time_that_lies_in_the_picture() -> None:
    past = tuple(
        Occurrence(id=f"p{n}", n=n, scheduled=days(on), due=days(on), done_on=days(on), closed_at=NOW, status=status)  # type: ignore[arg-type]  # one of the two
        for n, on, status in ((1, -21, "done"), (2, -13, "done"), (3, -7, "skipped"))
    )
    rule = Repeat(every="P1W", first=days(-21), count=8)
    series = milestone(1, due=days(0), scheduled=days(0), repeat=rule, n=4, occurrences=past)
    shown = read(picture(series, first=-14, last=20, opened=True))
    assert marks(shown, "mark-full") == 1, "the first lies before the picture"
    assert marks(shown, "mark") == 2 + 1, "those to come, and the sign in the legend"
    assert "comes again" in texts(shown)
    assert marks(read(picture(series, first=-14, last=100, opened=True)), "mark") == 4 + 1, "it ends with its count"
    rests = replace(series, repeat=replace(rule, paused_on=days(1)))
    assert "comes again" not in texts(read(picture(rests, opened=True)))
    daily = milestone(1, due=days(1), scheduled=days(1), repeat=Repeat(every="P1D", first=days(1)))
    shown = read(picture(daily, first=0, last=3000, opened=True))
    assert 100 < marks(shown, "mark") < 400, "no nearer to each other than can be told apart"


def test_the_day_of_a_series_is_not_written_over_the_next_one() -> None:
    weekly = milestone(1, due=days(7), scheduled=days(7), repeat=Repeat(every="P1W", first=days(7)))
    word = f"{days(7).day} Nov"
    assert word not in texts(read(picture(weekly, first=0, last=200, opened=True)))
    assert word in texts(read(picture(weekly, first=0, last=40, opened=True))), "here there is room for both"


def test_the_picture_of_the_sample_is_as_it_was_looked_at() -> None:
    """After a change that is meant: `PLANNER_WRITE_GOLDEN=1`, then look at tests/formats/timeline.svg."""
    records = [each for each in a_plan() if isinstance(each, Goal | Milestone)]
    found = picture(*records, last=100, away=(Away(first=days(33), last=days(43), title="Winter"),))
    if os.environ.get("PLANNER_WRITE_GOLDEN"):
        GOLDEN.write_bytes(found)
        pytest.fail("timeline.svg was written: look at it, then run without PLANNER_WRITE_GOLDEN")
    assert found == GOLDEN.read_bytes()


def test_today_is_not_taken_from_the_machine() -> None:
    assert f"today, {TODAY.day} Nov" in texts(read(picture(milestone(1, due=TODAY))))
