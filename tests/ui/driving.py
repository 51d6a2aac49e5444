"""A person at the app: opens it on a planner in memory, presses keys, reads the screen."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, time, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.widgets import Input

from planner.domain.plan import CheckItem, Edit, Goal, Milestone, Record, Repeat, TemplateCopy, TemplateRef
from planner.domain.template import Option, Question, Source, Template
from planner.ui.app import PlannerApp
from planner.ui.screens.place import Place
from planner.ui.widgets.lines import Lines
from planner.wiring import Planner
from tests.domain.making import goal, milestone, step, template
from tests.services.people import TODAY, a_planner

WIDE = (120, 40)
NARROW = (80, 24)


def the_app(planner: Planner, *, welcome: bool = False) -> PlannerApp:
    """The app, without movement."""
    app = PlannerApp(planner, welcome=welcome)
    app.animation_level = "none"
    app.still = 0.0  # who reads first what came has waited long enough
    app.between = 0.0  # nobody holds down a key here
    return app


ROUNDS = 4
"""A key goes from the app to the screen, to the widget, and what that says goes back: so many queues in turn."""


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until every call to a service was answered and what it brought was drawn.

    Not `pilot.pause()`: that waits until the processor has nothing to do, which takes long on a busy machine.
    """
    app = pilot.app
    assert isinstance(app, PlannerApp)
    quiet = 0
    while quiet < ROUNDS and app._exception is None and app.is_running:
        await pilot.pause(0)
        drawn = app.screen._compositor.size.height > 0
        if app.work.pending or app.typed_early or not drawn or (isinstance(app.screen, Place) and not app.screen.begun):
            quiet = 0
            await asyncio.sleep(0.002)
        else:
            quiet += 1


def key_event(key: str) -> events.Key:
    """The event of a key, as the terminal would send it."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    try:
        character: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = name if len(name) == 1 else None
    return events.Key(name, character)


class Person:
    """Hands and eyes."""

    def __init__(self, app: PlannerApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """One key after the other, and wait for what comes of it."""
        for key in keys:
            event = key_event(key)
            event.set_sender(self.app)
            assert self.app._driver is not None
            self.app._driver.send_message(event)
            await settled(self.pilot)

    async def type(self, text: str) -> None:
        """Fill the line that has the focus."""
        focused = self.app.focused
        assert isinstance(focused, Input), focused
        focused.value = text
        await settled(self.pilot)

    async def wait(self) -> None:
        """Until all is quiet."""
        await settled(self.pilot)

    @property
    def screen(self) -> str:
        """What is on screen, as text."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in lines)

    @property
    def list(self) -> Lines[Any]:
        """The list of the place in front."""
        return self.app.screen.query_one("#list", Lines)

    @property
    def toasts(self) -> str:
        """All that was told so far and still shows."""
        return "\n".join(f"{each.title} {each.message}".strip() for each in self.app._notifications)

    async def go(self, title: str) -> None:
        """Put the cursor on the line of this title."""
        for key in self.list.keys:
            if title in str(self.list.row_of(key)):
                self.list.go(key)
                await settled(self.pilot)
                return
        raise AssertionError(f"no line says {title!r} in\n{self.screen}")


@asynccontextmanager
async def opened(planner: Planner, size: tuple[int, int] = WIDE, *, welcome: bool = False) -> AsyncIterator[Person]:
    """The app in front of a person, until it has shown its first place."""
    app = the_app(planner, welcome=welcome)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        yield Person(app, pilot)


def day(days: int) -> date:
    """A day so many days from the day of the tests, Saturday 21 November 2026."""
    return TODAY + timedelta(days=days)


A_TEMPLATE: Template = template(
    step("rules", "start", title="Check the current rules", kind="check", sources=("book",), sourced=("when",)),
    step("hours", "start+P2W", title="Finish 35 contact hours", kind="course"),
    step("apply", "start+P4W", title="Send the application", kind="apply", asks=("approved",)),
    step("exam", "approved+P8W", title="Sit the exam", kind="exam", fixed=True),
    id="cert",
    title="Earn the certificate",
    questions=(
        Question(key="approved", ask="date", title="Application approved", question="When was it approved?"),
        Question(
            key="place",
            ask="choice",
            title="Where",
            question="Where do you sit the exam?",
            options=(Option(key="online", title="at home"), Option(key="centre", title="in a test centre")),
        ),
    ),
    sources=(Source(id="book", title="The handbook", url="https://example.org/book", class_="A", as_of="2026-07"),),
)


def a_plan() -> tuple[Record, ...]:
    """Goals in several states and milestones in every section of Today."""
    cert = goal(1, title="Earn the certificate", target=day(60), start=day(-30), status="active", plan_from="start")
    talk = goal(2, title="Communicate clearly", target=day(90), order=1)
    belt = goal(3, title="Lean Six Sigma", status="paused", paused_on=day(-9), target=day(200), order=2)
    old = goal(4, title="Foundations of the craft", status="achieved", ended_on=day(-40), order=3)
    return (
        *(cert, talk, belt, old),
        milestone(1, title="Ask two references for their dates", goal=cert.id, due=day(-1), effort=60),
        milestone(2, title="Mock exam 1", goal=cert.id, due=day(0), at=time(18, 0), effort=240, kind="practice"),
        milestone(3, title="Listen without interrupting", goal=talk.id, due=day(0), effort=20, status="doing"),
        milestone(
            4,
            title="Send the application",
            goal=cert.id,
            due=day(3),
            effort=180,
            fixed=True,
            kind="apply",
            evidence="The mail that confirms it",
            why="Without it there is no exam slot.",
            notes="Ask for the form.\nKeep the number.",
            after=(milestone(5).id,),
            checklist=(
                CheckItem(title="Experience in months, by project", done=True),
                CheckItem(title="Contact-hour certificate"),
            ),
        ),
        milestone(5, title="Finish 35 contact hours", goal=cert.id, status="done", done_on=day(-3), effort=2100),
        milestone(6, title="Attend the chapter dinner", due=day(5), at=time(19, 0), effort=120, tags=("networking",)),
        milestone(7, title="Pay the fee", goal=cert.id, due=day(9), after=(milestone(4).id,), kind="pay", order=7),
        milestone(8, title="Write one page on what was learned", goal=talk.id, due=day(20), effort=90),
        milestone(9, title="Book the exam slot", goal=cert.id, order=9, kind="exam"),
        milestone(
            10, title="Weekly review", goal=talk.id, due=day(2), repeat=Repeat(every="P1W", first=day(2)), effort=30
        ),
        milestone(11, title="Measure the process", goal=belt.id, due=day(4)),
    )


def stored(planner: Planner, *records: Record) -> Planner:
    """The planner with these records put in as one Change."""
    planner.store.commit(lambda _plan: Edit("Fill the plan", tuple(records)))
    return planner


def filled(home: Path, **ports: Any) -> Planner:
    """A planner in memory with `a_plan`."""
    return stored(a_planner(home, A_TEMPLATE, **ports), *a_plan())


def templated(planner: Planner, own: Goal) -> tuple[Goal, TemplateCopy]:
    """`own` as if it was built from A_TEMPLATE."""
    text = planner.catalog.canonical(A_TEMPLATE)
    copy = TemplateCopy(id="d" * 64, template="cert", version="2026.1", text=text)
    from dataclasses import replace

    return replace(own, template=TemplateRef(id="cert", version="2026.1", digest=copy.id)), copy


def title_of(planner: Planner, title: str) -> Milestone:
    """The one milestone of this title."""
    (found,) = [each for each in planner.store.load().milestones.values() if each.title == title]
    return found


class Gate:
    """A call to a service that takes as long as the test wants: it begins its work once `open` was called."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> None:
        self._way = Event()
        self._seen = Event()
        call = getattr(owner, name)

        def slow(*args: Any, **kwargs: Any) -> Any:
            self._seen.set()
            assert self._way.wait(20)
            return call(*args, **kwargs)

        monkeypatch.setattr(owner, name, slow)

    def open(self) -> None:
        """Let it go on, now and from now on."""
        self._way.set()

    @property
    def reached(self) -> bool:
        """Whether it was called."""
        return self._seen.is_set()


async def keys_of(person: Person, *keys: str) -> None:
    """Press keys while something is under way: wait until they were given, not until all is quiet."""
    assert person.app._driver is not None
    for key in keys:
        event = key_event(key)
        event.set_sender(person.app)
        person.app._driver.send_message(event)
        for _ in range(12):
            await person.pilot.pause(0)
            await asyncio.sleep(0.002)


async def until(holds: Callable[[], bool]) -> None:
    """Wait for the condition."""
    for _ in range(5000):
        if holds():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("it never came to hold")
