"""A filter narrows down what a place shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.plan import Edit
from planner.ui.modals.filter_line import FilterLine
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import a_planner
from tests.ui.driving import Person, day, filled, opened, stored


def saving(home: Path) -> Planner:
    planner = filled(home)
    planner.filters.save("hard now", "balance:both due:week -is:blocked")
    planner.filters.save("exams", "kind:exam")
    return planner


async def asked(person: Person, text: str) -> None:
    await person.press("f")
    await person.type(text)


async def test_a_filter_is_counted_while_it_is_typed_and_shown_with_the_way_to_take_it_off(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await asked(person, "due:week is:open")
        assert "due 2026-11-16 to 2026-11-22 · open · 3 of 9 lines" in person.screen
        await person.press("enter")
        assert "only: due 2026-11-16 to 2026-11-22 · open  3 of 9  esc takes it off  f changes it" in person.screen
        assert "Attend the chapter dinner" not in person.screen
        await person.press("escape")
        assert "only:" not in person.screen
        assert "Attend the chapter dinner" in person.screen


@pytest.mark.thorough
async def test_what_is_no_filter_is_said_and_not_taken(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await asked(person, "kind:party")
        assert "There is no “kind:party”." in person.screen
        await person.press("enter", "ctrl+s")
        assert isinstance(person.app.screen, FilterLine)
        await person.type("@nobody")
        assert "No filter is called “nobody”." in person.screen
        await person.press("escape")
        assert "only:" not in person.screen


async def test_a_list_that_a_filter_empties_says_why(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await asked(person, "kind:mentor")
        await person.press("enter")
        assert "None of the 9 lines passes the filter kind mentor. Escape takes it off" in person.screen
        assert "Nothing planned yet" not in person.screen
        await person.press("2")
        assert "None of the" not in person.screen, "each place has its own"
        await person.press("1")
        assert "None of the 9 lines" in person.screen, "and keeps it"
        await person.press("f")
        await person.type("")
        await person.press("enter")
        assert "OVERDUE  1" in person.screen, "an empty filter is none"


@pytest.mark.thorough
async def test_a_saved_filter_is_taken_from_the_list_and_named(tmp_path: Path) -> None:
    async with opened(saving(tmp_path)) as person:
        await person.press("f", "down", "down", "enter")
        assert "only: “hard now”: balance both" in person.screen
        assert "3 of 9" in person.screen
        await asked(person, "@exams")
        await person.press("enter")
        assert "only: “exams”: kind exam" in person.screen
        await asked(person, "exams -is:overdue")
        assert "“exams” · not overdue" in person.screen, "a name is one only alone or with its sign"


@pytest.mark.thorough
async def test_up_goes_back_to_the_line_without_loss(tmp_path: Path) -> None:
    async with opened(saving(tmp_path)) as person:
        await asked(person, "kind:exam")
        await person.press("down", "up", "enter")
        assert "kind exam  1 of 9" in person.screen


@pytest.mark.thorough
async def test_a_filter_is_saved_under_a_name_as_one_change_and_deleted(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await asked(person, "is:open is:soft")
        await person.press("ctrl+s")
        assert "Save the filter as" in person.screen
        await person.type("free")
        await person.press("enter")
        assert planner.filters.saved() == {"free": "is:open is:soft"}
        assert "Save the filter “free”" in person.toasts
        assert "only: “free”: open · soft" in person.screen
        await person.press("f", "down", "D")
        assert planner.filters.saved() == {}
        assert isinstance(person.app.screen, FilterLine), "it is still being typed"
        await person.press("escape", "u")
        assert planner.filters.saved() == {"free": "is:open is:soft"}


@pytest.mark.thorough
async def test_a_name_that_filters_are_made_of_is_refused_and_the_text_comes_back(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await asked(person, "balance:hard")
        await person.press("ctrl+s")
        await person.type("hard")
        await person.press("enter")
        assert "“hard” is a word that filters are made of." in person.screen
        assert "balance:hard" in person.screen
        assert planner.filters.saved() == {}


@pytest.mark.thorough
async def test_plan_shows_goals_with_what_passes_unfolded(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("2")
        assert "Lean Six Sigma" in person.screen
        await asked(person, "is:blocked")
        await person.press("enter")
        assert "1 of 11" in person.screen
        assert "Pay the fee" in person.screen
        assert "Lean Six Sigma" not in person.screen
        await person.go("Earn the certificate")
        await person.press("h")
        assert "Pay the fee" not in person.screen, "a goal folds"
        await person.press("l")
        assert "Pay the fee" in person.screen
        await person.press("escape")
        assert "Lean Six Sigma" in person.screen
        assert "Pay the fee" not in person.screen, "and what was folded before is so again"


@pytest.mark.thorough
async def test_escape_in_the_detail_goes_back_to_the_list_first(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await asked(person, "is:open")
        await person.press("enter", "enter", "escape")
        assert "only: open" in person.screen
        assert person.app.focused is person.list
        await person.press("escape")
        assert "only:" not in person.screen


@pytest.mark.thorough
async def test_a_filter_goes_on_holding_when_something_changes(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await asked(person, "is:overdue")
        await person.press("enter")
        assert "1 of 9" in person.screen
        late = milestone(50, title="Late too", due=day(-2))
        planner.store.commit(lambda _plan: Edit("Elsewhere", (late,)))
        person.app.changed()
        await person.wait()
        assert "2 of 10" in person.screen
        await person.press("space")
        assert "1 of 1" in person.screen


@pytest.mark.thorough
async def test_of_ten_thousand_a_filter_finds_its_own(tmp_path: Path) -> None:
    own = goal(1)
    many = [milestone(each, title=f"Step {each}", goal=own.id, due=day(each % 20)) for each in range(1, 2001)]
    async with opened(stored(a_planner(tmp_path), own, *many)) as person:
        await person.press("2")
        await asked(person, "1999")
        await person.press("enter")
        assert "only: “1999”  1 of 2,000" in person.screen
