"""The app on a planner in memory, opened at place 7, with ways to wait and to read the screen."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from textual.pilot import Pilot
from textual.widgets import Input, Static

from planner.domain.plan import Edit, Stage
from planner.domain.template import Question, Template
from planner.domain.template_effort import template_effort, template_efforts
from planner.ports import TemplateEntry
from planner.ui.app import PlannerApp
from planner.ui.screens import template_build
from planner.ui.screens.template_build import BuildScreen
from planner.ui.screens.template_combine import CombineScreen
from planner.ui.screens.template_state import Typed
from planner.ui.screens.templates import TemplatesScreen
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.lines import Lines
from planner.wiring import Planner
from tests.domain.making import choice, step, template
from tests.services.people import OneTemplate, a_planner

PMP = "pmp"


class Shelf(OneTemplate):
    """The given templates only, listed too; those in `shared` as if they lay in the shared folder “team”."""

    def __init__(self, *templates: Template, shared: Collection[str] = ()) -> None:
        super().__init__(*templates)
        self._shared = shared

    def list(self) -> list[TemplateEntry]:
        return [
            TemplateEntry(
                id=each.id,
                title=each.title,
                summary=each.summary,
                category=each.category,
                version=each.version,
                source="folder" if each.id in self._shared else "shipped",
                milestones=len(each.milestones),
                stages=each.stages,
                effort=template_effort(each),
                least=template_efforts(each)[0],
                duration=each.duration,
                plan_from=each.plan_from,
                origin="team" if each.id in self._shared else "",
                skills=tuple(skill.name for skill in each.skills),
            )
            for each in self._known.values()
        ]


def fixed_shelf() -> Shelf:
    """Eight templates as they once were: what is shipped changes, and pictures of it need not."""
    from planner.library.conversion import from_json

    files = sorted((Path(__file__).parent / "shelf").glob("*.json"))
    return Shelf(*(from_json(file.read_bytes()) for file in files), shared={"manager-growth"})


def planner_with(home: Path, *templates: Template, stage: Stage | None = None) -> Planner:
    """A planner in memory; without templates it knows the shipped ones."""
    made = a_planner(home, **({"templates": Shelf(*templates)} if templates else {}))
    if stage is not None:
        made.store.commit(lambda plan: Edit("Say the stage", (replace(plan.profile, stage=stage),)))
    return made


class Walk:
    """A person at the keyboard."""

    def __init__(self, pilot: Pilot[None], app: PlannerApp) -> None:
        self.pilot = pilot
        self.app = app

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for a condition."""
        end = time.monotonic() + 20
        while not holds():
            if time.monotonic() > end:
                raise AssertionError("it never came to hold:\n" + self.text)
            await self.pilot.pause(0.01)

    async def rest(self) -> None:
        """Wait until nothing is under way. What is typed climbs from widget to widget, so quiet must last a while."""
        quiet = 0
        end = time.monotonic() + 20
        while quiet < 10 and time.monotonic() < end:
            await self.pilot.pause(0)
            screen = self.app.screen
            computing = isinstance(screen, BuildScreen | CombineScreen) and screen.is_computing
            busy = self.app.work.pending or self.app.typed_early or computing
            quiet = 0 if busy else quiet + 1

    async def press(self, *keys: str) -> None:
        """Press keys, and let what they lead to come about."""
        for key in keys:
            await self.pilot.press(key)
        await self.rest()

    async def type(self, text: str) -> None:
        """Replace what stands in the field that has the focus."""
        field = self.app.focused
        assert isinstance(field, Input)
        field.value = text
        await self.rest()

    async def date(self, key: str, text: str) -> None:
        """Type into one of the dates of the form."""
        field = self.build.query_one(f"#date-{key}", DateInput)
        field.focus_line()
        await self.pilot.pause(0)
        await self.type(text)

    @property
    def gallery(self) -> TemplatesScreen:
        """The gallery, which must be in front."""
        assert isinstance(self.app.screen, TemplatesScreen)
        return self.app.screen

    @property
    def build(self) -> BuildScreen:
        """The form, which must be in front."""
        assert isinstance(self.app.screen, BuildScreen)
        return self.app.screen

    @property
    def together(self) -> CombineScreen:
        """The form for several, which must be in front."""
        assert isinstance(self.app.screen, CombineScreen)
        return self.app.screen

    @property
    def drafts(self) -> dict[str, Typed]:
        """What the gallery keeps, also while another screen is in front of it."""
        gallery = self.app._screen_stacks["templates"][0]
        assert isinstance(gallery, TemplatesScreen)
        return gallery.drafts

    def said(self, selector: str) -> str:
        """What a static of the screen says, unwrapped."""
        return str(self.app.screen.query_one(selector, Static).content)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        width = self.app.size.width
        lines = ("".join(segment.text for segment in strip) for strip in self.app.screen._compositor.render_strips())
        return "\n".join(line[:width].rstrip() for line in lines)


@asynccontextmanager
async def at_templates(planner: Planner, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Walk]:
    """The app at the gallery, with the first answer shown."""
    app = PlannerApp(planner, welcome=False)
    app.animation_level = "none"
    with patch.object(template_build, "TYPING_PAUSE", 0.01):
        async with app.run_test(size=size, notifications=True) as pilot:
            walk = Walk(pilot, app)
            await walk.rest()
            await pilot.press("7")
            await walk.until(lambda: isinstance(app.screen, TemplatesScreen) and app.screen.view is not None)
            await walk.rest()
            yield walk


def sample(**fields: object) -> Template:
    """Towards an exam in ten weeks, with a choice that decides about a step and one that waits."""
    return template(
        step("begin", "start", title="Begin"),
        step("learn", "start+P4W", title="Learn", after=("begin",), effort="PT6H", sourced=("effort",)),
        step("book", "target-P3W", title="Book", after=("learn",)),
        step("online", "target-P1W", title="Test the line", if_=("online",)),
        step("exam", "target", title="Sit it", kind="exam", fixed=True, after=("book",)),
        step("extra", "target-P2W", title="An extra", optional=True),
        step("file", "result+P1W", title="File it"),
        **{
            "id": "sample",
            "title": "Earn the sample",
            "plan_from": "target",
            "duration": "P10W",
            "questions": (
                Question(key="target", ask="date", title="Exam", question="When is your exam?"),
                choice("where", "online", "hall"),
                Question(key="result", ask="date", title="The result is there", question="When did it come?"),
            ),
            **fields,
        },
    )


async def open_form(walk: Walk, template_id: str) -> None:
    walk.gallery.gallery.go(template_id)
    await walk.press("enter", "p")


def keys_of(walk: Walk) -> list[str]:
    return list(walk.build.query_one("#preview", Lines).keys)
