"""Text of a person or a file is only ever text: on no screen does it run, crash, or reach the terminal as a command."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.strip import Strip
from textual.widgets import Input

from planner.domain.plan import CheckItem, Goal, Milestone, Record
from planner.domain.template import Option, Question, Source, Template
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.picked import Picked
from planner.wiring import Planner
from tests.domain.making import goal, milestone, step, template
from tests.services.people import a_planner
from tests.ui.driving import NARROW, WIDE, Person, day, opened, stored, templated

TEXTS = (
    "[/foo] closing",
    "[@click=app.quit]click me[/]",
    "[b unterminated",
    "[red]red[/red] \\",
    "buy [milk] [[x]] [$accent]",
    "esc \x1b[2J\x1b]52;c;aGk=\x07 done",
    "c1 \x9b2J \x9d0;title\x9c done",
    "bell \x07 back \x08\x08 null \x00",
    "bidi \u202eevil\u202c \u2066isolated\u2069",
    "family 👩‍👩‍👧‍👦 flags 🇩🇪 wide 漢字漢字 ｆｕｌｌ",
    "marks a" + "\u0301" * 60 + " zalgo",
    "line\nbreak\ttab\r\nreturn",
    "separators \u2028 and \u2029 and \ufeff",
    "$title ${x} {0} %s {{ jinja }}",
    "w" * 200,
)
WORST = (
    "[/foo] [@click=app.quit]click[/] [b unterminated \\",
    "esc \x1b[2J\x1b]52;c;aGk=\x07 c1 \x9b2J bidi \u202eevil null \x00 👩‍👩‍👧‍👦 漢字 a" + "\u0301" * 60,
)
OBEYED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def hostile_template(text: str) -> Template:
    """Every text of a template says `text`."""
    options = (Option(key="a", title=text), Option(key="b", title=text))
    return template(
        step("apply", "start", title=text, evidence=text, why=text, notes=text, asks=("when",), sources=("a",)),
        step("other", "start+P1W", title=text, checklist=(text,)),
        id="hostile",
        title=text,
        summary=text,
        outcome=text,
        audience=text,
        questions=(
            Question(key="when", ask="date", title=text, question=text, expect="start+P1W"),
            Question(key="which", ask="choice", title=text, question=text, options=options),
        ),
        sources=(Source(id="a", title=text, url="https://example.org/" + "x" * 40, class_="C", as_of=text),),
    )


def hostile(home: Path, text: str) -> Planner:
    """A plan in which every text is `text`, put into the store behind the services that would clean it."""
    made = hostile_template(text)
    planner = a_planner(home, made)
    own, copy = _built(planner, made, text)
    waiting = milestone(1, due=day(-1), goal=own.id, key="apply", waiting_on=text, status="waiting")
    members: tuple[Milestone, ...] = (
        replace(waiting, checklist=(CheckItem(title=text),)),
        milestone(2, due=day(0), goal=own.id, evidence=text, why=text, notes=text, skills=(text,)),
        milestone(3, due=day(2), goal=own.id, after=(milestone(1).id,)),
        milestone(4, due=day(3), tags=(text, "ok")),
        milestone(5),
        milestone(6, due=day(1), zone=text[:20]),
    )
    records: list[Record] = [own, goal(2, title=text, status="dropped"), copy]
    records += [replace(each, title=text) for each in members]
    return stored(planner, *records)


def _built(planner: Planner, made: Template, text: str) -> tuple[Goal, Any]:
    own, copy = templated(planner, goal(1, title=text, notes=text, start=day(-9), target=day(60)))
    text_of = planner.catalog.canonical(made)
    return replace(own, answers={"which": "a"}), replace(copy, text=text_of, template="hostile")


def strips(person: Person) -> Iterator[Strip]:
    yield from person.app.screen._compositor.render_strips()


def check(person: Person) -> None:
    """Nothing on screen runs or is obeyed by a terminal."""
    for strip in strips(person):
        for segment in strip:
            assert not OBEYED.search(segment.text), repr(segment.text)
            meta = segment.style.meta if segment.style else {}
            assert "@click" not in meta, (segment.text, meta)
        assert strip.cell_length == person.app.size.width
    assert person.app.is_running
    assert not [each for each in person.app._notifications if each.markup], "a toast is literal"


async def walk(person: Person) -> None:
    """Every screen and dialog of Today and Plan."""
    check(person)
    for key in ("j", "enter", "j", "j", "space", "escape"):
        await person.press(key)
        check(person)
    for keys in (("e",), ("z",), ("n",), ("w",), ("m",), ("D",), ("question_mark",), ("slash",), ("a",), ("ctrl+p",)):
        await person.press(*keys)
        check(person)
        if isinstance(person.app.focused, Input):
            await person.type("e")
            check(person)
        await person.press("escape")
        check(person)
    for key in ("G", "enter", "G", "enter", "G", "enter"):
        await person.press(key)
        check(person)
    await person.press("escape", "escape", "2")
    check(person)
    for key in ("l", "A", "escape", "e", "escape", "X", "escape", "exclamation_mark", "escape", "j", "enter", "escape"):
        await person.press(key)
        check(person)
    await person.press("1", "g", "j", "space")
    check(person)
    await person.press("escape", "u")
    check(person)
    await other_screens(person)


async def other_screens(person: Person) -> None:
    """The history, the Welcome, reminders, the calendar, what is picked, a goal that moves, a goal of one's own."""
    for keys in (
        ("H",),
        ("j",),
        ("j",),
        ("enter",),
        ("escape",),
        ("escape",),
        ("f3",),
        ("ctrl+s",),
        ("escape",),
        ("escape",),
    ):
        await person.press(*keys)
        check(person)
    for row in (
        ("R", "escape"),
        ("f2", "escape"),
        ("e", "ctrl+s"),
        ("2", "g", "j", "m"),
        ("escape",),
        ("N", "escape"),
        ("1",),
    ):
        for key in row:
            await person.press(key)
            check(person)
    await person.press("g", "j", "e")
    for field, key in ((DateInput, "ctrl+o"), (Picked, "enter")):
        found = person.app.screen.query_one_optional(field)
        if found is not None:
            person.app.set_focus(found.query_one(Input) if isinstance(found, DateInput) else found)
            await person.press(key)
            check(person)
            await person.press("escape")
            check(person)
    await person.press("escape")
    check(person)


async def glance(person: Person) -> None:
    """The places, a detail and a form."""
    check(person)
    for key in ("enter", "escape", "e", "escape", "2", "l"):
        await person.press(key)
        check(person)


def named(texts: Sequence[str]) -> list[str]:
    return [re.sub(r"[^a-z]+", "-", text[:14].lower()).strip("-") for text in texts]


@pytest.mark.thorough
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("text", WORST, ids=named(WORST))
async def test_every_screen_and_dialog_shows_hostile_text_as_text(
    tmp_path: Path, text: str, size: tuple[int, int]
) -> None:
    async with opened(hostile(tmp_path, text), size) as person:
        await walk(person)


@pytest.mark.thorough
@pytest.mark.parametrize("text", TEXTS, ids=named(TEXTS))
async def test_every_place_shows_hostile_text_as_text(tmp_path: Path, text: str) -> None:
    async with opened(hostile(tmp_path, text), WIDE if len(text) % 2 else NARROW) as person:
        await glance(person)


async def test_what_is_clicked_is_never_what_a_title_says(tmp_path: Path) -> None:
    async with opened(hostile(tmp_path, "[@click=app.quit]click me[/]")) as person:
        for y in range(1, 12):
            await person.pilot.click("#list", offset=(12, y))
            await person.wait()
        assert person.app.is_running
        assert "[@click=app.quit]" in person.screen


def test_the_texts_are_hostile() -> None:
    assert any(unicodedata.category(char) == "Cc" for text in TEXTS for char in text)
    assert any(unicodedata.bidirectional(char) == "RLO" for text in TEXTS for char in text)
