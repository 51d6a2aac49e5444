"""What a milestone follows and what follows it: seen, opened, made and taken away in the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from planner.services.linking import Links
from planner.ui.modals.links import PickLinks
from planner.ui.screens.detail import MilestoneScreen
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Lines
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import a_planner
from tests.ui.driving import NARROW, WIDE, Person, day, opened, settled, stored, title_of

HOSTILE = "[b]Draw\x1b[2J[/b] ☑"

SIZES = [WIDE, pytest.param(NARROW, marks=pytest.mark.thorough)]


def chained(home: Path) -> Planner:
    """Read, write, talk, one after the other, in one goal; and a step beside them."""
    own = goal(1, title="Speak well", target=day(90))
    return stored(
        a_planner(home),
        own,
        milestone(1, title="Read the book", goal=own.id, due=day(5), effort=60, order=1),
        milestone(2, title="Write it down", goal=own.id, due=day(12), after=(milestone(1).id,), order=2),
        milestone(3, title="Give the talk", goal=own.id, due=day(30), after=(milestone(2).id,), fixed=True, order=3),
        milestone(4, title=HOSTILE, goal=own.id, due=day(8), order=4),
        milestone(5, title="Buy a pen", due=day(1)),
    )


def after(planner: Planner, title: str) -> set[str]:
    known = planner.store.load().milestones
    return {known[each].title for each in title_of(planner, title).after}


async def on(person: Person, title: str) -> None:
    """In Plan, the cursor on the milestone of the goal."""
    await person.press("2", "right")
    assert person.list.go(f"milestone:{title_of(person.app.planner, title).id}")
    await person.wait()


async def dialog(person: Person) -> PickLinks:
    await person.press("d")
    screen = person.app.screen
    assert isinstance(screen, PickLinks)
    return screen


async def tick(person: Person, title: str) -> None:
    lines = person.app.screen.query_one(Lines)
    key = title_of(person.app.planner, title).id
    assert lines.go(key), person.screen
    await person.press("enter")


@pytest.mark.thorough
@pytest.mark.parametrize("keys", [("enter",), ("f3",)], ids=["keyboard", "mouse"])
async def test_what_stands_before_and_after_is_opened_from_the_pane(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with opened(chained(tmp_path), WIDE) as person:
        await on(person, "Write it down")
        pane = person.app.screen.query_one(DetailPane)
        assert "After     ○ Read the book" in person.screen
        assert "Then      ⊘ Give the talk  blocked" in person.screen
        key = f"milestone:{title_of(person.app.planner, 'Give the talk').id}"
        if keys == ("enter",):
            await person.press("enter")
            assert pane.has_focus
            pane.go(key)
            await person.press("enter")
        else:
            row = next(number for number, line in enumerate(person.screen.splitlines()) if "Then      ⊘" in line)
            await person.pilot.click(offset=(pane.region.x + 16, row))
            await settled(person.pilot)
        screen = person.app.screen
        assert isinstance(screen, MilestoneScreen)
        assert screen.record == key.removeprefix("milestone:")
        await person.press("escape")
        assert not isinstance(person.app.screen, MilestoneScreen)


@pytest.mark.thorough
async def test_from_step_to_step_on_a_narrow_terminal(tmp_path: Path) -> None:
    async with opened(chained(tmp_path), NARROW) as person:
        await on(person, "Give the talk")
        await person.press("enter")
        for title in ("Write it down", "Read the book"):
            pane = person.app.screen.query_one(DetailPane)
            assert pane.go(f"milestone:{title_of(person.app.planner, title).id}")
            await person.press("enter")
            assert title in person.screen.splitlines()[2]
        await person.press("escape", "escape")
        assert "Give the talk" in person.screen.splitlines()[2]


async def test_links_are_ticked_in_both_directions_and_saved_as_one_change(tmp_path: Path) -> None:
    planner = chained(tmp_path)
    async with opened(planner) as person:
        await on(person, "Write it down")
        await dialog(person)
        assert "▸ ☑ → “Write it down”   what it follows  1" in person.screen
        await tick(person, "Read the book")
        await tick(person, HOSTILE)
        await person.press("tab")
        assert "▸ “Write it down” → ☑   what follows it  1" in person.screen
        assert "before it  ☐ ○ [b]Draw" in person.screen
        await tick(person, "Buy a pen")
        await person.press("ctrl+s")
        assert (after(planner, "Write it down"), after(planner, "Buy a pen")) == ({HOSTILE}, {"Write it down"})
        assert after(planner, "Give the talk") == {"Write it down"}
        assert "Change what “Write it down” follows, and what follows it" in person.toasts
        await person.press("u")
        assert (after(planner, "Write it down"), after(planner, "Buy a pen")) == ({"Read the book"}, set())


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_circle_is_refused_and_named_in_the_dialog(tmp_path: Path, size: tuple[int, int]) -> None:
    planner = chained(tmp_path)
    async with opened(planner, size) as person:
        await on(person, "Read the book")
        await dialog(person)
        await tick(person, "Give the talk")
        said = " ".join(person.screen.replace("│", " ").split())
        assert "round in a circle: “Read the book” → “Give the talk” → “Write it down” → “Read the book”." in said
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, PickLinks)
        await tick(person, "Give the talk")
        assert "circle" not in person.screen
        await tick(person, "Buy a pen")
        await person.press("ctrl+s")
        assert after(planner, "Read the book") == {"Buy a pen"}


@pytest.mark.thorough
async def test_a_link_that_is_there_is_taken_away_from_the_other_end(tmp_path: Path) -> None:
    planner = chained(tmp_path)
    async with opened(planner) as person:
        await on(person, "Read the book")
        screen = await dialog(person)
        await person.pilot.click("#after")
        await settled(person.pilot)
        assert screen.way == "after"
        await person.pilot.click("#after")
        await settled(person.pilot)
        assert screen.way == "after"
        await tick(person, "Write it down")
        await person.press("ctrl+s")
        assert after(planner, "Write it down") == set()
        assert "Let “Write it down” no longer follow “Read the book”" in person.toasts


@pytest.mark.thorough
async def test_its_own_goal_comes_first_and_a_search_finds_the_rest(tmp_path: Path) -> None:
    async with opened(chained(tmp_path)) as person:
        await on(person, "Give the talk")
        screen = await dialog(person)
        titles = ("Write it down", "Read the book", HOSTILE, "Buy a pen")
        assert list(screen.query_one(Lines).keys) == [title_of(person.app.planner, each).id for each in titles]
        screen.query_one(Input).value = "pen"
        await settled(person.pilot)
        assert "Buy a pen" in person.screen
        assert list(screen.query_one(Lines).keys) == [title_of(person.app.planner, "Buy a pen").id]
        await person.press("enter", "ctrl+s")
        assert after(person.app.planner, "Give the talk") == {"Write it down", "Buy a pen"}


@pytest.mark.thorough
@pytest.mark.parametrize("keys", [("escape",), ("ctrl+s",)], ids=str)
async def test_nothing_ticked_is_no_change(tmp_path: Path, keys: tuple[str, ...]) -> None:
    planner = chained(tmp_path)
    async with opened(planner) as person:
        before = planner.store.load().generation
        await on(person, "Write it down")
        await dialog(person)
        await person.press(*keys)
        assert not isinstance(person.app.screen, PickLinks)
        assert planner.store.load().generation == before


@pytest.mark.thorough
async def test_what_was_ticked_comes_back_where_it_cannot_be_saved_any_more(tmp_path: Path) -> None:
    planner = chained(tmp_path)
    async with opened(planner) as person:
        await on(person, "Read the book")
        await dialog(person)
        await tick(person, "Buy a pen")
        pen, read = (title_of(planner, title).id for title in ("Buy a pen", "Read the book"))
        planner.linking.change(pen, Links(after=(read,)))
        await person.press("ctrl+s")
        screen = person.app.screen
        assert isinstance(screen, PickLinks)
        assert screen.links() == Links(after=(pen,))
        assert "round in a circle" in person.screen
        assert after(planner, "Read the book") == set()


@pytest.mark.thorough
async def test_on_a_goal_there_is_no_milestone_to_link(tmp_path: Path) -> None:
    async with opened(chained(tmp_path)) as person:
        await person.press("2", "d")
        assert not isinstance(person.app.screen, PickLinks)
        assert "Choose a milestone first." in person.toasts
