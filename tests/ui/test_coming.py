"""Dialogs that come by themselves take nothing that was typed for something else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from planner.domain.errors import SaveFailed
from planner.ui.modals.dialog import Choose, Confirm
from planner.ui.modals.new_goal import NewGoal
from planner.ui.modals.questions import Questions
from planner.ui.modals.typed import AddLine, AddNote, Ask
from planner.wiring import Planner
from tests.background.fakes import JOB, Memory
from tests.domain.making import goal, milestone
from tests.services.people import a_planner, plan_of
from tests.ui.driving import A_TEMPLATE, Gate, a_plan, day, filled, keys_of, opened, stored, templated, title_of, until
from tests.ui.test_trouble import troubled

LONG = 600.0


def counted(home: Path) -> Planner:
    """A step that stands earlier than planned once it is done, and another one that counts from it."""
    own, copy = templated(a_planner(home, A_TEMPLATE), goal(1, title="Earn the certificate", start=day(-9)))
    first = milestone(4, title="Rules", goal=own.id, key="rules", due=day(3), moment="start+P12D")
    later = milestone(5, title="Hear from them", goal=own.id, key="exam", due=day(10), moment="rules+P1W", order=2)
    return stored(a_planner(home, A_TEMPLATE), own, copy, first, later)


async def test_an_offer_takes_no_letter_of_who_types_on(tmp_path: Path) -> None:
    planner = counted(tmp_path)
    async with opened(planner) as person:
        person.app.still = LONG
        await person.press("space")
        assert isinstance(person.app.screen, Confirm)
        await keys_of(person, "a", "b", "u", "y", "enter", "j", "enter")
        assert isinstance(person.app.screen, Confirm)
        assert title_of(planner, "Hear from them").due == day(10)
        person.app.still = 0.0
        await person.press("y")
        assert title_of(planner, "Hear from them").due == day(7)


async def test_escape_leaves_it_at_once(tmp_path: Path) -> None:
    planner = counted(tmp_path)
    async with opened(planner) as person:
        person.app.still = LONG
        await person.press("space", "escape")
        assert not isinstance(person.app.screen, Confirm)
        assert title_of(planner, "Hear from them").due == day(10)


async def test_it_waits_until_a_line_that_is_typed_is_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planner = counted(tmp_path)
    async with opened(planner) as person:
        gate = Gate(monkeypatch, planner.milestones, "complete")
        await keys_of(person, "space")
        await until(lambda: gate.reached)
        await keys_of(person, "a", *"Buy")
        gate.open()
        await person.wait()
        assert isinstance(person.app.screen, AddLine)
        await person.press("y")
        assert person.app.screen.query_one(Input).value == "Buyy"
        await person.press("enter")
        await until(lambda: isinstance(person.app.screen, Confirm))
        assert title_of(planner, "Buyy").is_open
        assert title_of(planner, "Hear from them").due == day(10)


async def test_what_took_long_does_not_come_over_what_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.background.this.must_start", lambda _job: None)
    scheduler = Memory()
    scheduler.job = JOB
    planner = stored(a_planner(tmp_path, schedulers=(scheduler,)), *a_plan())
    monkeypatch.setattr(planner, "_job", lambda: JOB)
    async with opened(planner) as person:
        gate = Gate(monkeypatch, planner.background, "status")
        await keys_of(person, "f4", "a", *"write")
        gate.open()
        await person.wait()
        await person.press("r")
        assert person.app.screen.query_one(Input).value == "writer"
        await person.press("escape")
        await until(lambda: isinstance(person.app.screen, Choose))
        assert scheduler.held() == JOB


async def test_what_could_not_be_saved_comes_back_below_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = filled(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise SaveFailed("It could not be saved.", "Make room.")

    async with opened(planner) as person:
        monkeypatch.setattr(planner.milestones, "wait", refuse)
        monkeypatch.setattr(planner.milestones, "note", refuse)
        await person.press("w")
        await person.type("the exam office")
        await person.press("enter")
        assert "Make room." in person.screen
        await person.press("enter")
        assert isinstance(person.app.screen, Ask)
        assert person.app.screen.query_one(Input).value == "the exam office"
        await person.press("escape", "n")
        person.app.screen.query_one(TextArea).text = "Long thoughts"
        await person.press("ctrl+s", "enter")
        assert isinstance(person.app.screen, AddNote)
        assert person.app.screen.query_one(TextArea).text == "Long thoughts"


async def test_answers_that_could_not_be_saved_come_back_and_what_follows_still_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, copy = templated(a_planner(tmp_path, A_TEMPLATE), goal(1, title="Earn the certificate", start=day(-9)))
    send = milestone(4, title="Send it", goal=own.id, key="apply", due=day(3), moment="start+P12D")
    later = milestone(5, title="Hear from them", goal=own.id, key="exam", due=day(10), moment="apply+P1W", order=2)
    own = replace(own, answers={"approved": "2026-12-24"})
    planner = stored(a_planner(tmp_path, A_TEMPLATE), own, copy, send, later)
    save = planner.goals.answer

    def refuse(*_: object, **__: object) -> None:
        raise SaveFailed("It could not be saved.", "Make room.")

    async with opened(planner) as person:
        await person.press("space")
        monkeypatch.setattr(planner.goals, "answer", refuse)
        person.app.screen.query(Input).first().value = "2026-12-20"
        await person.press("ctrl+s")
        assert "Make room." in person.screen
        monkeypatch.setattr(planner.goals, "answer", save)
        await person.press("enter")
        assert isinstance(person.app.screen, Questions)
        assert person.app.screen.query(Input).first().value == "2026-12-20"
        await person.press("ctrl+s")
        assert plan_of(planner).goals[own.id].answers == {"approved": "2026-12-20"}
        assert "This stands 3 days earlier than planned." in person.screen


async def test_toasts_about_changes_follow_each_other_in_one_place(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("space", "space", "u", "u")
        assert person.toasts.count("Undone") == 1
        assert "u takes it back" not in person.toasts
        person.app.tell("One")
        person.app.tell("Two", "warning")
        person.app.tell("Three")
        await person.wait()
        assert [each.message for each in person.app._notifications] == ["Two", "Three"]


async def test_an_old_toast_does_not_follow_into_what_a_key_opens(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("space")
        person.app.tell("Choose something first.")
        await person.press("2")
        assert "Choose" not in person.toasts
        assert "u takes it back" in person.toasts
        await person.press("a")
        assert person.toasts == ""


async def test_a_new_goal_that_was_refused_comes_back_once_a_line_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner, store = troubled(tmp_path)
    async with opened(planner) as person:
        await person.press("N")
        await person.type("Lead the guild")
        gate = Gate(monkeypatch, planner.goals, "begin")
        store.saving = SaveFailed("plan.json could not be saved.", "Make room and try again.")
        await keys_of(person, "ctrl+s")
        await until(lambda: gate.reached)
        await keys_of(person, "a")
        await until(lambda: isinstance(person.app.screen, AddLine))
        gate.open()
        await until(lambda: person.app.are_coming)
        await person.press("escape")
        await until(lambda: "Not saved" in person.screen)
        await person.press("escape")
        assert isinstance(person.app.screen, NewGoal)
        assert person.app.screen.query_one("#title", Input).value == "Lead the guild"


async def test_however_many_wait_it_is_looked_once_in_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("a")
        await person.press(*"abc")
        looks: list[object] = []
        monkeypatch.setattr(person.app, "set_timer", lambda _seconds, look: looks.append(look))
        for number in range(3):
            person.app.by_itself(lambda at=number: person.app.push_screen(Confirm(f"Number {at}?", "Yes")))  # type: ignore[misc]  # a lambda of its own each
        assert person.app.are_coming
        assert looks == [person.app._look_again]
        monkeypatch.undo()
        person.app._look_again()
        await person.press("escape")
        await until(lambda: isinstance(person.app.screen, Confirm))
