"""Random hands at the app: keys, words, the mouse, resizes and a clock that moves, each from a seeded choice.

After every few acts the way out is tried: escape and the number of Today must lead to Today from wherever it stands.
After an episode the plan is walked back to its beginning by undo and forth again by redo: nothing may have been lost.
"""

from __future__ import annotations

import asyncio
import random
import re
import string
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from textual import events
from textual.geometry import Size
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES

from planner.domain.errors import NothingToUndo
from planner.domain.plan import CheckItem, Goal, Milestone, Record, Repeat
from planner.store.memory import MemoryStore
from planner.ui.app import PlannerApp
from planner.ui.screens.today import TodayScreen
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import HashedIds, SetClock, a_planner
from tests.ui.driving import A_TEMPLATE, day, key_event, settled, stored, the_app
from tests.ui.test_hostile import TEXTS

KEYS = (
    *("down", "up", "left", "right", "j", "k", "h", "l", "g", "G", "home", "end", "pageup", "pagedown"),
    *("ctrl+d", "ctrl+u", "ctrl+n", "ctrl+p", "ctrl+s", "ctrl+r", "ctrl+e", "ctrl+a", "ctrl+k", "ctrl+w", "ctrl+z"),
    *("enter", "enter", "space", "escape", "tab", "tab", "shift+tab", "backspace", "delete", "shift+up", "shift+down"),
    *("1", "2", "3", "7", "0", "f1", "f2", "f3", "f4", "f7", "f8", "slash", "question_mark", "exclamation_mark"),
    *string.ascii_letters,
    *("plus", "minus", "full_stop", "comma", "left_square_bracket", "right_square_bracket", "at", "number_sign"),
    *("less_than_sign", "greater_than_sign"),
)
LEAVING = frozenset({"q", "ctrl+q"})
WORDS = (
    *TEXTS,
    *(
        "tomorrow 18:00",
        "next fri",
        "in 3 weeks",
        "31 feb",
        "every week on mon",
        "2h",
        "99999999h",
        "none",
        "30d 7d 1d",
    ),
    *(
        "#tag @goal ~2h !fixed x",
        "is:overdue due:month",
        "-kind:exam",
        "",
        " ",
        "9999-12-31",
        "0001-01-01",
        "漢字 👩‍👩‍👧‍👦 🇩🇪",
    ),
    *("yes", "Read the handbook today", "goal:[x] status:", "a" * 600, "1 2 3", "- [ ] one\n- [x] two", "\t\n"),
)
SIZES = ((120, 40), (80, 24), (300, 80), (100, 30), (99, 30), (60, 20), (40, 12), (20, 6), (200, 15), (8, 3))
THEMES = ("", "planner-light", *sorted(BUILTIN_THEMES))
OBEYED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ESCAPES = 12
"""So many times escape may be needed to come out of the deepest place."""


class Found(AssertionError):
    """What the monkey found, with what it did last."""


@dataclass
class Monkey:
    """One episode after the other on plans of its own. `episode` plays one and checks what is left."""

    seed: int
    home: Path
    acts: int = 400
    big: int = 600
    """Milestones of a plan at most."""
    done: deque[str] = field(default_factory=lambda: deque(maxlen=60))

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    # -- the plan

    def planner(self) -> Planner:
        """A hostile plan, now and then a large one, with the shipped templates or one of the tests."""
        chance = self.random
        count = chance.choice((0, 8, 60, self.big))
        clock, ids = SetClock(), HashedIds()
        templates = (A_TEMPLATE,) if chance.random() < 0.4 else ()
        planner = a_planner(self.home, *templates, clock=clock, ids=ids, store=MemoryStore(clock, ids, "app"))
        planner.remembered.save("theme", chance.choice(THEMES))
        goals = [self._goal(number) for number in range(count // 12)]
        records: list[Record] = [*goals, *(self._milestone(number, goals) for number in range(count))]
        return stored(planner, *records) if records else planner

    def _text(self) -> str:
        return self.random.choice((*TEXTS, "Read one chapter", "Send the form")) or "x"

    def _goal(self, number: int) -> Goal:
        chance = self.random
        status = chance.choice(("active", "active", "active", "paused", "achieved", "dropped"))
        more: dict[str, Any] = {"paused_on": day(-3)} if status == "paused" else {}
        if status in {"achieved", "dropped"}:
            more["ended_on"] = day(-2)
        return goal(
            number, title=self._text(), status=status, order=number, target=day(chance.randint(-50, 700)), **more
        )

    def _milestone(self, number: int, goals: list[Goal]) -> Milestone:
        chance = self.random
        more: dict[str, Any] = {"status": chance.choice(("todo", "todo", "todo", "doing", "waiting"))}
        if chance.random() < 0.2:
            more = {"status": "done", "done_on": day(-chance.randint(0, 90))}
        if chance.random() < 0.1:
            more["repeat"] = Repeat(every="P1W", first=day(1))
        if number > 2 and chance.random() < 0.2:
            more["after"] = (milestone(chance.randrange(number)).id,)
        return milestone(
            number,
            title=self._text(),
            goal=chance.choice(goals).id if goals and chance.random() < 0.9 else None,
            due=day(chance.randint(-40, 400)) if chance.random() < 0.8 or "repeat" in more else None,
            effort=chance.choice((None, 30, 240, 6000)),
            notes=self._text(),
            checklist=tuple(CheckItem(title=self._text()) for _ in range(chance.choice((0, 0, 3)))),
            order=number,
            **more,
        )

    # -- one episode

    async def episode(self) -> int:
        """Play; gives the number of acts. Raises Found."""
        planner = self.planner()
        acts = 0
        while acts < self.acts:
            app = the_app(planner, welcome=self.random.random() < 0.2)
            size = self.random.choice(SIZES)
            self.done.append(f"start {size}")
            async with app.run_test(size=size, notifications=True) as pilot:
                await self._settle(pilot)
                while acts < self.acts and _is_open(app):
                    acts += 1
                    await self._act(app, pilot)
                    if acts % 25 == 0 and _is_open(app):
                        await self._come_home(app, pilot)
            if app._exception is not None:
                raise Found(self._story("it crashed")) from app._exception
        self._nothing_lost(planner)
        return acts

    async def _settle(self, pilot: Pilot[Any]) -> None:
        try:
            await asyncio.wait_for(settled(pilot), 60)
        except TimeoutError:
            raise Found(self._story("it never came to rest")) from None
        app = pilot.app
        if app._exception is not None:
            raise Found(self._story(f"it crashed: {app._exception!r}")) from app._exception

    async def _act(self, app: PlannerApp, pilot: Pilot[Any]) -> None:
        chance = self.random
        kind = chance.choices(("key", "words", "mouse", "size", "clock"), (70, 10, 14, 4, 2))[0]
        await getattr(self, f"_{kind}")(app)
        await self._settle(pilot)
        if app.is_running:
            self._look(app)

    async def _key(self, app: PlannerApp) -> None:
        key = self.random.choice(KEYS)
        if key in LEAVING and self.random.random() < 0.8:
            key = "escape"
        self._send(app, f"key {key}", key_event(key))

    async def _words(self, app: PlannerApp) -> None:
        words = self.random.choice(WORDS)
        self._send(app, f"paste {words!r}", events.Paste(words))

    async def _mouse(self, app: PlannerApp) -> None:
        x, y = self.random.randrange(app.size.width), self.random.randrange(app.size.height)
        what = self.random.choice(("click", "click", "double", "wheel", "hover", "drag"))
        kinds: dict[str, tuple[type[events.MouseEvent], ...]] = {
            "click": (events.MouseMove, events.MouseDown, events.MouseUp),
            "double": (events.MouseDown, events.MouseUp, events.MouseDown, events.MouseUp),
            "wheel": (self.random.choice((events.MouseScrollDown, events.MouseScrollUp)),) * 3,
            "hover": (events.MouseMove,),
            "drag": (events.MouseDown, events.MouseMove, events.MouseUp),
        }
        for kind in kinds[what]:
            if what == "drag" and kind is not events.MouseDown:
                x, y = self.random.randrange(app.size.width), self.random.randrange(app.size.height)
            button = 1 if kind in {events.MouseDown, events.MouseUp} else 0
            event = kind(None, x, y, 0, 0, button, False, False, False, screen_x=x, screen_y=y)
            self._send(app, f"{kind.__name__} {x},{y}", event)
            await asyncio.sleep(0)

    async def _size(self, app: PlannerApp) -> None:
        width, height = self.random.choice(SIZES)
        size = Size(width, height)
        assert app._driver is not None
        app._driver._size = (width, height)
        self._send(app, f"size {width}×{height}", events.Resize(size, size))

    async def _clock(self, app: PlannerApp) -> None:
        clock = app.planner.clock
        assert isinstance(clock, SetClock)
        clock.moment += timedelta(minutes=self.random.choice((1, 60, 1440, 10080)))
        self.done.append(f"clock {clock.moment}")
        app._tick()

    def _send(self, app: PlannerApp, said: str, event: events.Event) -> None:
        self.done.append(f"{said}  [{type(app.screen).__name__} {type(app.focused).__name__}]")
        assert app._driver is not None
        app._driver.process_message(event)

    # -- what must hold

    def _look(self, app: PlannerApp) -> None:
        for strip in app.screen._compositor.render_strips():
            for segment in strip:
                if OBEYED.search(segment.text):
                    raise Found(self._story(f"the screen holds {segment.text!r}"))
                if segment.style and "@click" in (segment.style.meta or {}):
                    raise Found(self._story(f"{segment.text!r} can be clicked"))

    async def _come_home(self, app: PlannerApp, pilot: Pilot[Any]) -> None:
        where = type(app.screen).__name__
        # escape as often as there is something to come out of, then the number: a field would take the number as text
        for keys in (("1",), *((*("escape",) * times, "1") for times in (1, ESCAPES, ESCAPES))):
            for key in keys:
                self._send(app, f"home {key}", key_event(key))
                await self._settle(pilot)
            if isinstance(app.screen, TodayScreen) and not app.screen.is_modal:
                return
        raise Found(self._story(f"no way out of {where}: it stands at {app.screen!r}, {app.focused!r}"))

    def _nothing_lost(self, planner: Planner) -> None:
        store = planner.store
        assert isinstance(store, MemoryStore)
        end = store._disk.state.pieces
        steps = 0
        try:
            while True:
                planner.history.undo()
                steps += 1
        except NothingToUndo:
            pass
        left = [table for table, pieces in store._disk.state.pieces.items() if pieces]
        if left:
            raise Found(self._story(f"undoing everything leaves something in {left}"))
        for _ in range(steps):
            planner.history.redo()
        now = store._disk.state.pieces
        for table, pieces in end.items():
            if dict(now[table]) != dict(pieces):
                raise Found(self._story(f"undo and redo of {steps} changes give another {table}"))

    def _story(self, what: str) -> str:
        return f"seed {self.seed}: {what}\n  " + "\n  ".join(self.done)


def _is_open(app: PlannerApp) -> bool:
    return app.is_running and not app._exit
