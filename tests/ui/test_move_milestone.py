"""Moving a milestone in the app: by a day at a key, or with a look at what goes with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from planner.domain.plan import Edit, Milestone
from planner.ui.modals.move_goal import MoveGoal
from planner.ui.modals.move_milestone import MoveMilestone
from planner.ui.screens import dating
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.lines import Lines
from planner.wiring import Planner
from tests.domain.making import milestone, step, template
from tests.services.people import TODAY, a_planner, built, keyed, only_goal
from tests.ui.driving import NARROW, WIDE, Person, day, opened, settled, stored, the_app, title_of

PLAN = template(
    step("read", "start+P1D", title="Read the outline"),
    step("notes", "read+P2D", title="Write down what is new"),
    step("mock", "start+P5D", title="Sit a mock exam", after=("notes",)),
    step("exam", "target", title="Sit the exam", fixed=True, after=("mock",)),
    title="Earn the certificate",
    duration="P12W",
)


BACKWARDS = template(
    step("mock", "target-P2W", title="Sit a mock exam"),
    step("exam", "target", title="Sit the exam", fixed=True, after=("mock",)),
    title="Earn the certificate",
    duration="P12W",
)


def made(home: Path) -> Planner:
    planner = a_planner(home, PLAN)
    built(planner, start=TODAY)
    return stored(
        planner,
        milestone(90, title="Pay the fee", due=day(2)),
        milestone(91, title="Some day"),
        milestone(92, title="Was done", status="done", due=day(1), done_on=TODAY),
    )


def due(planner: Planner, key: str) -> date | None:
    return keyed(planner, key).due


async def typed(person: Person, text: str) -> MoveMilestone:
    """Type a day into the dialog."""
    dialog = person.app.screen
    assert isinstance(dialog, MoveMilestone)
    dialog.query_one("#due", DateInput).text = text
    await person.wait()
    return dialog


async def looked(person: Person) -> None:
    """Wait for what the day that is typed would do, not for the pause before that."""
    dialog = person.app.screen
    assert isinstance(dialog, MoveMilestone)
    dialog._look()
    await person.wait()


async def dated(person: Person, text: str) -> None:
    """Type a day, and wait for what it would do."""
    await typed(person, text)
    await looked(person)


async def chosen(person: Person, title: str) -> None:
    """The cursor on a line, its section unfolded."""
    person.list.go(title_of(person.app.planner, title).id)
    await person.wait()


async def test_a_day_or_a_week_at_a_key_where_nothing_else_is_touched(tmp_path: Path) -> None:
    planner = made(tmp_path)
    async with opened(planner) as person:
        await chosen(person, "Pay the fee")
        await person.press("]")
        assert title_of(planner, "Pay the fee").due == day(3)
        assert "Move “Pay the fee” by 1 day" in person.toasts
        assert "u takes it back" in person.toasts
        assert person.list.key == title_of(planner, "Pay the fee").id, "the cursor stays on it"
        await person.press("}", "[", "[")
        assert title_of(planner, "Pay the fee").due == day(8)
        await person.press("{")
        assert title_of(planner, "Pay the fee").due == day(1)
        await person.press("u")
        assert title_of(planner, "Pay the fee").due == day(8)
        assert not isinstance(person.app.screen, MoveMilestone)


async def test_a_key_that_is_held_down_adds_up_to_as_many_days(tmp_path: Path) -> None:
    planner = made(tmp_path)
    before = planner.store.load().generation
    async with opened(planner) as person:
        await chosen(person, "Pay the fee")
        for _ in range(9):
            person.app.screen.action_nudge("1")  # type: ignore[attr-defined]  # quicker than any save
        await person.wait()
        assert title_of(planner, "Pay the fee").due == day(11)
    assert planner.store.load().generation == before + 2, "the first, and the rest as one"


@pytest.mark.thorough
async def test_it_stays_with_the_milestone_that_leaves_the_list_while_the_key_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = made(tmp_path)
    monkeypatch.setattr(dating, "HELD", 1e9)
    async with opened(planner) as person:
        await chosen(person, "Pay the fee")
        for _ in range(6):
            await person.press("}")
        assert title_of(planner, "Pay the fee").due == day(44)
        assert person.list.row_of(title_of(planner, "Pay the fee").id) is None, "Today ends with the month"
        assert due(planner, "mock") == day(5), "the neighbour is not meant"


@pytest.mark.thorough
async def test_once_the_key_was_let_go_the_line_under_the_cursor_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = made(tmp_path)
    monkeypatch.setattr(dating, "HELD", -1.0)
    async with opened(planner) as person:
        await chosen(person, "Pay the fee")
        await person.press("}", "}", "}", "}", "}", "}")
        gone = title_of(planner, "Pay the fee").due
        assert person.list.row_of(title_of(planner, "Pay the fee").id) is None
        await chosen(person, "Sit a mock exam")
        await person.press("]")
        assert (title_of(planner, "Pay the fee").due, due(planner, "mock")) == (gone, day(6))


async def test_where_others_would_move_they_are_seen_first_and_presses_go_on_adding_up(tmp_path: Path) -> None:
    planner = made(tmp_path)
    before = planner.store.load().milestones
    async with opened(planner) as person:
        await chosen(person, "Read the outline")
        await person.press("]")
        assert isinstance(person.app.screen, MoveMilestone)
        assert planner.store.load().milestones == before
        assert "Sun 22 Nov → Mon 23 Nov, +1 day" in person.screen
        assert "1 milestone goes with it" in person.screen
        assert "Write down what is new" in person.screen
        await person.press("}", "[", "[", "[", "[", "[")
        await looked(person)
        assert "2 milestones go with it" in person.screen
        assert "makes room" in person.screen
        await person.press("enter")
        assert (due(planner, "read"), due(planner, "notes"), due(planner, "mock")) == (day(4), day(6), day(7))
        assert "Move “Read the outline” by 3 days, with 2 that follow" in person.toasts
        await person.press("u")
        assert planner.store.load().milestones == before


@pytest.mark.thorough
async def test_of_the_exam_that_is_the_target_it_is_said_before_it_moves_alone(tmp_path: Path) -> None:
    planner = a_planner(tmp_path, BACKWARDS)
    built(planner, start=TODAY)
    before = due(planner, "exam")
    async with opened(planner) as person:
        await person.press("2", "right", "j", "j", "[")
        assert isinstance(person.app.screen, MoveMilestone)
        assert "“Sit the exam” is the target of “Earn the certificate”." in person.screen
        await person.press("escape")
        assert due(planner, "exam") == before


async def test_it_moves_alone_or_not_at_all(tmp_path: Path) -> None:
    planner = made(tmp_path)
    async with opened(planner) as person:
        await chosen(person, "Read the outline")
        await person.press("m")
        await dated(person, "in 9 days")
        assert "Alone: “Sit a mock exam”" not in person.screen
        await person.press("escape")
        assert due(planner, "read") == day(1)
        await person.press("m")
        await dated(person, "in 2 days")
        assert "Alone: what follows stays where it is, and all is in order." in person.screen
        await person.press("ctrl+l")
        assert (due(planner, "read"), due(planner, "notes")) == (day(2), day(3))
        assert "by 1 day, alone" in person.toasts


@pytest.mark.thorough
async def test_enter_at_once_moves_what_stands_alone_and_shows_the_rest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.ui.modals.move_milestone.PAUSE", 600.0)  # nothing was looked at before enter
    planner = made(tmp_path)
    async with opened(planner) as person:
        await chosen(person, "Pay the fee")
        await person.press("m")
        (await typed(person, "in 9 days")).action_take()
        await person.wait()
        assert title_of(planner, "Pay the fee").due == day(9)
        await chosen(person, "Read the outline")
        await person.press("m")
        again = await typed(person, "in 2 days")
        again.action_take()
        await person.wait()
        assert person.app.screen is again, "others would move: that is seen first"
        assert due(planner, "read") == day(1)


@pytest.mark.thorough
async def test_what_does_not_fit_is_said_and_may_be_done(tmp_path: Path) -> None:
    planner = made(tmp_path)
    async with opened(planner) as person:
        await chosen(person, "Sit a mock exam")
        await person.press("m")
        await dated(person, "in 100 days")
        assert "would come before “Sit a mock exam”" in person.screen
        assert "would come after the target" in person.screen
        await dated(person, "yesterday")
        assert "1 milestone would lie in the past." in person.screen
        assert "which it follows" in person.screen
        await dated(person, "in 100 days")
        await person.press("ctrl+s")
        assert due(planner, "mock") == day(100)
        assert due(planner, "exam") == only_goal(planner).target


@pytest.mark.thorough
async def test_nothing_typed_or_nothing_new_moves_nothing(tmp_path: Path) -> None:
    planner = made(tmp_path)
    generation = planner.store.load().generation
    async with opened(planner) as person:
        await chosen(person, "Pay the fee")
        await person.press("m", "ctrl+s", "ctrl+l", "enter")
        assert isinstance(person.app.screen, MoveMilestone)
        assert "Type another day" in person.screen
        await dated(person, "nonsense")
        assert "Type another day" in person.screen
        await dated(person, "")
        await person.press("ctrl+s", "escape")
    assert planner.store.load().generation == generation


@pytest.mark.thorough
async def test_a_time_is_kept_and_can_be_given(tmp_path: Path) -> None:
    planner = made(tmp_path)
    async with opened(planner) as person:
        await chosen(person, "Pay the fee")
        await person.press("m")
        await dated(person, "in 3 days 18:00")
        await person.press("ctrl+s", "]")
        one = title_of(planner, "Pay the fee")
        assert (one.due, str(one.at)) == (day(4), "18:00:00")


@pytest.mark.thorough
async def test_what_has_no_date_gets_one_and_what_is_done_is_told(tmp_path: Path) -> None:
    planner = made(tmp_path)
    async with opened(planner) as person:
        await chosen(person, "Some day")
        await person.press("]")
        assert "“Some day” has no date yet; m gives it one." in person.toasts
        await person.press("m")
        await dated(person, "in 4 days")
        assert "no date →" in person.screen
        await person.press("enter")
        assert title_of(planner, "Some day").due == day(4)
        await chosen(person, "Was done")
        await person.press("]", "m")
        assert person.toasts.count("“Was done” is done already; o reopens it.") == 2
        assert not isinstance(person.app.screen, MoveMilestone)


async def test_from_the_dialog_it_goes_to_another_goal(tmp_path: Path) -> None:
    planner = made(tmp_path)
    async with opened(planner) as person:
        await chosen(person, "Pay the fee")
        await person.press("m", "ctrl+g", "enter")
        assert title_of(planner, "Pay the fee").goal == only_goal(planner).id
        assert title_of(planner, "Pay the fee").due == day(2)


@pytest.mark.thorough
async def test_it_works_on_a_milestones_own_screen_and_in_a_goal(tmp_path: Path) -> None:
    planner = made(tmp_path)
    async with opened(planner, NARROW) as person:
        await chosen(person, "Pay the fee")
        await person.press("enter", "]")
        assert title_of(planner, "Pay the fee").due == day(3)
        await person.press("m")
        assert isinstance(person.app.screen, MoveMilestone)
        await person.press("escape", "escape")
        person.app.open(f"goal:{only_goal(planner).id}")
        await person.wait()
        await person.press("j", "]")
        assert isinstance(person.app.screen, MoveMilestone), "on the first milestone of the goal"


@pytest.mark.thorough
async def test_on_a_goal_the_key_opens_its_preview_on_the_day_that_it_makes(tmp_path: Path) -> None:
    planner = made(tmp_path)
    target = only_goal(planner).target
    assert target is not None
    async with opened(planner) as person:
        await person.press("2", "}")
        dialog = person.app.screen
        assert isinstance(dialog, MoveGoal)
        assert dialog.query_one("#target", DateInput).value == day((target - TODAY).days + 7)
        await person.press("]")
        dialog._look()
        await person.wait()
        await person.wait()
        assert "1 milestone would move" in person.screen
        await person.press("ctrl+s")
        assert only_goal(planner).target == day((target - TODAY).days + 8)


@pytest.mark.thorough
async def test_a_goal_without_dates_says_so(tmp_path: Path) -> None:
    planner = made(tmp_path)
    planner.goals.begin("Some aim")
    async with opened(planner) as person:
        await person.press("2")
        await person.go("Some aim")
        await person.press("]")
        assert "“Some aim” has no date yet; m gives it one." in person.toasts


@pytest.mark.thorough
async def test_a_refusal_of_the_disk_is_told_and_the_next_press_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from planner.domain.errors import NotMet

    planner = made(tmp_path)
    nudge = planner.moving.nudge

    def refuse(_ref: str, _days: int) -> None:
        raise NotMet("Not now.")

    async with opened(planner) as person:
        await chosen(person, "Pay the fee")
        monkeypatch.setattr(planner.moving, "nudge", refuse)
        await person.press("]")
        assert "Not now." in person.toasts
        monkeypatch.setattr(planner.moving, "nudge", nudge)
        await person.press("]")
        assert title_of(planner, "Pay the fee").due == day(3)


def in_the_way() -> Milestone:
    """What follows in another goal, and cannot move."""
    return milestone(93, title="Board the train", due=day(6), fixed=True, after=(milestone(90).id,))


SCENES: dict[str, tuple[str, str]] = {
    "others": ("Read the outline", "in 9 days"),
    "alone": ("Pay the fee", "in 3 days"),
    "infeasible": ("Sit a mock exam", "in 100 days"),
    "past": ("Read the outline", "yesterday"),
    "undated": ("Some day", ""),
}


@pytest.mark.thorough
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
@pytest.mark.parametrize("scene", SCENES)
def test_it_looks_as_it_did(
    snap_compare: Callable[..., bool], tmp_path: Path, size: tuple[int, int], scene: str
) -> None:
    title, text = SCENES[scene]
    planner = made(tmp_path)
    planner.store.commit(lambda _plan: Edit("Tie", (in_the_way(),)))

    async def walk(pilot: Pilot[None]) -> None:
        await settled(pilot)
        app = pilot.app
        app.screen.query_one("#list", Lines).go(title_of(planner, title).id)
        await settled(pilot)
        await pilot.press("m")
        await settled(pilot)
        dialog = app.screen
        assert isinstance(dialog, MoveMilestone)
        for field in dialog.query(Input):
            field.cursor_blink = False
            field._cursor_visible = True
        dialog.query_one("#due", DateInput).text = text
        await settled(pilot)
        dialog._look()
        await settled(pilot)

    assert snap_compare(the_app(planner), terminal_size=size, run_before=walk)
