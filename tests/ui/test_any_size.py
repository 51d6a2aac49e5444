"""Any size, any letters: columns stay in line, nothing falls over, the mouse finds what it points at."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.geometry import Size

from planner.domain.plan import Edit
from planner.ui.modals.edit import EditMilestone
from planner.ui.rows import goal_row, milestone_row
from planner.ui.screens.detail import MilestoneScreen
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import TODAY, a_planner
from tests.ui.driving import NARROW, WIDE, Person, day, filled, opened, stored

WIDE_TEXTS = (
    "漢字のタイトル試験の準備をする",
    "家族 👨‍👩‍👧‍👦 と旗 🇩🇪🇯🇵 を並べる",
    "Cafe\u0301 a\u0301e\u0301i\u0301 combining marks over it",
    "ก็ไม่เป็นไร ที่นี่",
    "thumbs 👍🏽 heart ❤️ digits 1️⃣2️⃣",
    "ｆｕｌｌ ｗｉｄｔｈ ＡＢＣ",
    "plain letters as a measure of it all",
)
DIALOGS = [("e",), ("slash",), ("question_mark",)]
SIZES = [(80, 24), (99, 30), (100, 30), (120, 40), (300, 80)]


JOINED = {"\u200d", "\ufe0f", "👍"}
"""Signs of several characters: Textual measures them otherwise once a dialog has cut them in two."""


def international(home: Path, *, joined: bool = True) -> Planner:
    texts = [text for text in WIDE_TEXTS if joined or not JOINED & set(text)]
    goals = [goal(number, title=text, target=day(60), order=number) for number, text in enumerate(texts)]
    records = [
        milestone(number, title=text, goal=goals[-1 - number].id, due=day(1), effort=30, order=number)
        for number, text in enumerate(texts)
    ]
    return stored(a_planner(home), *goals, *records)


@pytest.mark.parametrize("cells", [30, 48, 54, 78, 120])
def test_columns_stay_in_line_whatever_a_title_is_written_in(tmp_path: Path, cells: int) -> None:
    planner = international(tmp_path)
    milestones = [milestone_row(line, cells, TODAY) for line in planner.queries.today_view().week]
    goals = [goal_row(line, cells, TODAY, opened=False) for line in planner.queries.goals()]
    assert len(milestones) == len(goals) == len(WIDE_TEXTS)
    for row in (*milestones, *goals):
        assert cell_len(row.plain) <= cells, row.plain
    for rows, word in ((milestones, "tomorrow"), (goals, "0 of 1")):
        columns = {cell_len(row.plain[: row.plain.index(word)]) for row in rows}
        assert len(columns) == 1, f"{word} stands in one column"


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("keys", [(), ("2", "l"), ("3", "j"), ("3", "C"), ("H",), *DIALOGS], ids=str)
async def test_every_line_of_the_screen_has_its_width(
    tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    async with opened(international(tmp_path, joined=keys not in DIALOGS), size) as person:
        await person.press(*keys)
        for strip in person.app.screen._compositor.render_strips():
            assert strip.cell_length == cell_len(strip.text) == size[0]


async def resize(person: Person, width: int, height: int) -> None:
    size = Size(width, height)
    assert person.app._driver is not None
    person.app._driver._size = (width, height)
    person.app.post_message(events.Resize(size, size))
    await person.wait()


async def test_the_cursor_stays_on_its_record_while_the_terminal_changes(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.go("Attend the chapter dinner")
        key = person.list.key
        for width, height in (*SIZES, (40, 12), (20, 6), (8, 3), WIDE):
            await resize(person, width, height)
            assert person.list.key == key
            top = person.list.scroll_offset.y
            assert top <= person.list.cursor <= top + max(1, person.list.size.height)


async def test_a_form_keeps_what_is_typed_while_the_terminal_changes(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("e")
        form = person.app.screen
        assert isinstance(form, EditMilestone)
        await person.type("A better title")
        for size in (NARROW, (40, 12), (300, 80)):
            await resize(person, *size)
            assert form.text_of("title") == "A better title"
            assert person.app.focused is form.query_one("#title")


async def mouse(person: Person, kind: type[events.MouseEvent], x: int, y: int) -> None:
    button = 1 if kind in {events.MouseDown, events.MouseUp} else 0
    assert person.app._driver is not None
    person.app._driver.process_message(kind(None, x, y, 0, 0, button, False, False, False, screen_x=x, screen_y=y))
    await person.wait()


async def click(person: Person, x: int, y: int, times: int = 1) -> None:
    for _ in range(times):
        await mouse(person, events.MouseDown, x, y)
        await mouse(person, events.MouseUp, x, y)


def where(person: Person, text: str) -> tuple[int, int]:
    for y, row in enumerate(person.screen.splitlines()):
        if text in row:
            return cell_len(row[: row.index(text)]) + 1, y
    raise AssertionError(person.screen)


async def test_a_click_goes_there_and_two_open(tmp_path: Path) -> None:
    async with opened(filled(tmp_path), NARROW) as person:
        x, y = where(person, "Listen without")
        await click(person, x, y)
        assert "Listen" in str(person.list.row_of(person.list.key))
        person.app._click_chain_last_time = None
        await click(person, x, y, 2)
        assert isinstance(person.app.screen, MilestoneScreen)


async def test_the_wheel_scrolls_and_leaves_the_cursor(tmp_path: Path) -> None:
    many = [milestone(number, title=f"Step {number}", due=day(1)) for number in range(100)]
    async with opened(stored(a_planner(tmp_path), *many), NARROW) as person:
        key = person.list.key
        for _ in range(5):
            await mouse(person, events.MouseScrollDown, 10, 12)
        assert person.list.scroll_offset.y > 0
        assert person.list.key == key


async def test_what_is_cut_is_shown_whole_where_the_mouse_rests(tmp_path: Path) -> None:
    long = "A title that is far longer than any list of eighty columns could ever show of it in a line"
    planner = stored(a_planner(tmp_path), milestone(1, title=f"{long} [b]", due=day(0), status="doing"))
    async with opened(planner, NARROW) as person:
        x, y = where(person, "A title that is")
        await mouse(person, events.MouseMove, x, y)
        said = person.list.hint_at(y - person.list.region.y)
        assert long in said
        assert "[b]" in said
        assert "doing" in said
        assert str(person.list.tooltip) == said


async def test_many_changes_of_others_leave_the_cursor_on_its_record(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.go("Attend the chapter dinner")
        key = person.list.key
        for number in range(100, 160):
            other = milestone(number, title=f"Earlier {number}", due=day(-1) + timedelta(days=number % 3))
            planner.store.commit(lambda _plan, other=other: Edit("Add", (other,)))  # type: ignore[misc]
            if number % 10 == 0:
                person.app.changed()
                await person.wait()
                assert person.list.key == key
        person.app.changed()
        await person.wait()
        assert person.list.key == key
