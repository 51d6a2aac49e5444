"""A goal follows a newer version of its template in the app: side by side, by keyboard alone, at both sizes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from planner.domain.build import GoalRequest
from planner.domain.template import Question, Template
from planner.services.edits import MilestoneEdit
from planner.ui.screens.detail import GoalScreen
from planner.ui.screens.plan import PlanScreen
from planner.ui.screens.template_changes import ChangesScreen
from planner.ui.screens.upgrade import UpgradeScreen
from planner.wiring import Planner
from tests.domain.making import step, template
from tests.services.people import keyed, only_goal, plan_of
from tests.services.versions import Versions, a_planner_with
from tests.ui.driving import NARROW, WIDE, Person, opened, settled, the_app
from tests.ui.test_hostile import WORST, check
from tests.ui.test_snapshots import pressing

pytestmark = pytest.mark.thorough

Compare = Callable[..., bool]

OLD = template(
    step("rules", "start", title="Check the current rules", kind="check"),
    step("hours", "start+P2W", title="Finish 35 contact hours", kind="course", effort="PT35H", after=("rules",)),
    step("mock", "target-P2W", title="Mock exam 2", kind="practice", effort="PT4H", after=("hours",)),
    step("tour", "target-P1W", title="Visit the test centre", kind="check"),
    step("exam", "target", title="Sit the exam", kind="exam", fixed=True, after=("mock",)),
    id="cert",
    title="Earn the certificate",
)


def newer(**more: Any) -> Template:
    """The next version: a step more, one less, one under another name, two earlier."""
    rules, hours, mock, _, exam = OLD.milestones
    return replace(
        OLD,
        version="2027.1",
        milestones=(
            rules,
            replace(hours, title="Finish 21 contact hours", effort="PT21H", evidence="The certificate of the course"),
            replace(mock, when="target-P3W"),
            step("outline", "start+P1W", title="Read the new outline", effort="PT2H", after=("rules",)),
            step("party", "target+P1W", title="Celebrate with a friend", optional=True),
            exam,
            *more.pop("extra", ()),
        ),
        questions=(
            Question(key="approved", ask="date", title="Approved", question="When was your application approved?"),
        ),
        **more,
    )


def between_versions(home: Path, new: Template | None = None) -> Planner:
    """A goal of OLD with a date and a title of the person's own, and the next version in the library."""
    planner = a_planner_with(home, OLD)
    planner.goals.create(GoalRequest(template="cert", start=date(2027, 1, 4)))
    planner.milestones.edit(keyed(planner, "mock").id, MilestoneEdit(due="2027-03-03"))
    planner.milestones.edit(keyed(planner, "hours").id, MilestoneEdit(title="Finish the evening course"))
    shelf = planner.catalog
    assert isinstance(shelf, Versions)
    shelf.every.append(new or newer())
    return planner


def in_front(person: Person, kind: type[Screen[Any]]) -> bool:
    return isinstance(person.app.screen, kind)


async def test_the_detail_of_a_goal_says_that_a_newer_version_is_there(tmp_path: Path) -> None:
    async with opened(between_versions(tmp_path)) as person:
        await person.press("2")
        assert "version 2027.1 is newer" in person.screen
        await person.press("enter", "U")
        assert isinstance(person.app.screen, UpgradeScreen)
        await person.press("escape")
        assert in_front(person, PlanScreen)


async def test_where_there_is_nothing_newer_it_says_so(tmp_path: Path) -> None:
    planner = between_versions(tmp_path)
    shelf = planner.catalog
    assert isinstance(shelf, Versions)
    shelf.every.pop()
    async with opened(planner) as person:
        await person.press("2")
        assert "is newer" not in person.screen
        await person.press("U")
        assert isinstance(person.app.screen, PlanScreen)
        assert "follows cert 2026.1, the newest there is" in person.toasts
    planner.goals.begin("My own")
    async with opened(planner) as person:
        await person.press("2", "j", "U")
        assert "was not made from a template" in person.toasts


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_conflicts_stand_side_by_side_and_the_rest_below(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(between_versions(tmp_path), size) as person:
        await person.press("2", "U")
        lines = person.screen.split("\n")
        heads = next(each for each in lines if each.split() == ["was", "mine", "theirs"])
        row = lines[lines.index(heads) + 1]
        columns = [heads.index(each) for each in ("was", "mine", "theirs")]
        assert row[columns[0] :].startswith("Finish 35")
        assert row[columns[1] :].startswith("Finish the")
        assert row[columns[2] :].startswith("Finish 21")
        assert "2 to decide" in person.screen
        await person.press("G")
        for text in ("Celebrate with a friend", "Visit the test centre", "When was your application approved?"):
            assert text in person.screen


async def test_each_conflict_is_decided_by_a_key_and_one_change_does_it(tmp_path: Path) -> None:
    planner = between_versions(tmp_path)
    before = plan_of(planner)
    async with opened(planner) as person:
        await person.press("2", "U", "ctrl+s")
        assert "2 to decide first" in person.toasts
        assert plan_of(planner) == before
        await person.press("m", "n", "t")
        assert "all decided" in person.screen
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, PlanScreen)
        assert "The new version asks: When was your application approved?" in person.toasts
        assert keyed(planner, "hours").title == "Finish the evening course"
        assert keyed(planner, "hours").effort == 21 * 60
        assert keyed(planner, "mock").due == date(2027, 2, 22)
        assert keyed(planner, "outline").due == date(2027, 1, 11)
        await person.press("u")
        after = plan_of(planner)
        assert (after.goals, after.milestones, after.templates) == (before.goals, before.milestones, before.templates)


async def test_a_decision_can_be_turned_and_all_be_taken_at_once(tmp_path: Path) -> None:
    planner = between_versions(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "U", "m")
        screen = person.app.screen
        assert isinstance(screen, UpgradeScreen)
        assert [each.decided for each in screen.view.conflicts if screen.view] == ["mine", None]  # type: ignore[union-attr]
        await person.press("space")
        assert [each.decided for each in screen.view.conflicts if screen.view] == ["theirs", None]  # type: ignore[union-attr]
        await person.press("M", "ctrl+s")
        assert keyed(planner, "hours").title == "Finish 21 contact hours"
        assert keyed(planner, "mock").due == date(2027, 3, 3)


async def test_new_steps_are_taken_in_and_left_out_by_space(tmp_path: Path) -> None:
    planner = between_versions(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "U", "T")
        screen = person.app.screen
        assert isinstance(screen, UpgradeScreen)
        screen.pane.go("comes:outline")
        await person.press("space")
        screen.pane.go("left:party")
        await person.press("space", "ctrl+s")
        keys = {each.key for each in plan_of(planner).milestones.values()}
        assert ("party" in keys, "outline" in keys) == (True, False)
        assert "outline" in only_goal(planner).without


async def test_dates_that_do_not_fit_are_asked_about(tmp_path: Path) -> None:
    early = step("early", "start-P9W", title="Ask for time")
    planner = between_versions(tmp_path, newer(extra=(early,)))
    async with opened(planner) as person:
        await person.press("2", "U", "M")
        assert "would lie in the past" in person.screen
        await person.press("ctrl+s")
        assert "Some dates do not fit" in person.screen
        await person.press("escape")
        assert only_goal(planner).template.version == "2026.1"  # type: ignore[union-attr]
        await person.press("ctrl+s", "f")
        assert keyed(planner, "early").due == date(2026, 11, 21)


async def test_what_changed_between_the_versions_is_one_key_away(tmp_path: Path) -> None:
    async with opened(between_versions(tmp_path)) as person:
        await person.press("2", "U", "d")
        assert isinstance(person.app.screen, ChangesScreen)
        assert "“Mock exam 2” comes a week earlier: target-P2W → target-P3W" in person.screen
        assert "new question" in person.screen
        await person.press("escape")
        assert in_front(person, UpgradeScreen)


async def test_it_works_from_the_screen_of_the_goal_too(tmp_path: Path) -> None:
    async with opened(between_versions(tmp_path), NARROW) as person:
        await person.press("2", "enter")
        assert isinstance(person.app.screen, GoalScreen)
        assert "version 2027.1 is newer" in person.screen
        await person.press("U", "M", "ctrl+s")
        assert isinstance(person.app.screen, GoalScreen)
        assert "cert 2027.1" in person.screen


@pytest.mark.thorough
async def test_hostile_texts_are_shown_as_text(tmp_path: Path) -> None:
    for number, text in enumerate(WORST):
        steps = tuple(replace(each, title=text, evidence=text) for each in OLD.milestones[:2])
        new = newer(extra=(step("more", "target", title=text),))
        new = replace(new, title=text, milestones=(*steps, *new.milestones[2:]))
        async with opened(between_versions(tmp_path / str(number), new), NARROW) as person:
            for keys in (("2", "U"), ("G",), ("d",), ("G",)):
                await person.press(*keys)
                check(person)


SCENES: dict[str, tuple[str, ...]] = {"upgrade": ("2", "U", "m"), "changes": ("2", "U", "d")}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("scene", SCENES)
def test_it_looks_as_it_did(snap_compare: Compare, tmp_path: Path, scene: str, size: tuple[int, int]) -> None:
    app = the_app(between_versions(tmp_path))

    async def walk(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await pressing(*SCENES[scene])(pilot)

    assert snap_compare(app, terminal_size=size, run_before=walk)


async def test_a_template_is_compared_with_another_version_from_its_own_screen(tmp_path: Path) -> None:
    async with opened(between_versions(tmp_path)) as person:
        await person.press("7", "enter", "v")
        assert "What changed between 2027.1 and" in person.screen
        await person.press("enter")
        assert in_front(person, ChangesScreen)
        assert "cert 2026.1 → 2027.1" in person.screen
        assert "step gone: “Visit the test centre”" in person.screen
        await person.press("escape", "escape")
        assert "newer" in person.screen


async def test_what_a_screen_asked_for_may_be_answered_after_it_was_left(tmp_path: Path) -> None:
    async with opened(between_versions(tmp_path)) as person:
        await person.press("2", "U")
        screen = person.app.screen
        assert isinstance(screen, UpgradeScreen)
        await person.press("escape")
        _, found = await asyncio.get_running_loop().run_in_executor(None, screen._fetch)
        assert found.after.version == "2027.1"
