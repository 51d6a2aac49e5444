"""The list that draws only what shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.content import Content

from planner.ui import theme
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Lines, Row, Section


class ListApp(App[None]):
    """Nothing but a list."""

    def __init__(self, sections: Sequence[Section[str]]) -> None:
        super().__init__()
        self.sections = sections
        self.opened: list[str] = []
        self.moved: list[str] = []
        for each in theme.THEMES:
            self.register_theme(each)
        self.theme = theme.DARK

    def compose(self) -> ComposeResult:
        yield Lines(lambda text, cells: Content(text[:cells]))

    def on_mount(self) -> None:
        self.lines.show(self.sections)

    @property
    def lines(self) -> Lines[Any]:
        return self.query_one(Lines)

    def on_lines_opened(self, event: Lines.Opened) -> None:
        self.opened.append(event.key)

    def on_lines_moved(self, event: Lines.Moved) -> None:
        self.moved.append(event.key)


def section(key: str, count: int, *, title: str | None = None, folded: bool = False) -> Section[str]:
    rows = [Row(f"{key}{number}", f"{key} row {number}") for number in range(count)]
    return Section(key=key, title=key.upper() if title is None else title, rows=rows, folded=folded)


async def test_the_cursor_begins_on_the_first_row_and_moves_with_arrows_and_vim_keys() -> None:
    app = ListApp([section("a", 3), section("b", 2)])
    async with app.run_test() as pilot:
        assert app.lines.key == "a0"
        for key, expected in (
            ("j", "a1"),
            ("down", "a2"),
            ("j", ""),
            ("j", "b0"),
            ("k", ""),
            ("up", "a2"),
            ("G", "b1"),
            ("g", ""),
        ):
            await pilot.press(key)
            assert app.lines.key == expected, key


async def test_pages_move_by_what_is_seen() -> None:
    app = ListApp([section("a", 1000, title="")])
    async with app.run_test(size=(40, 21)) as pilot:
        await pilot.press("ctrl+d")
        assert app.lines.key == "a10"
        await pilot.press("pagedown")
        assert app.lines.key == "a30"
        await pilot.press("ctrl+u")
        assert app.lines.key == "a20"
        await pilot.press("pageup", "pageup")
        assert app.lines.key == "a0"


async def test_the_cursor_stays_on_its_record_when_the_list_is_shown_anew() -> None:
    app = ListApp([section("a", 5)])
    async with app.run_test() as pilot:
        await pilot.press("j", "j")
        rows = [Row("new", "before all"), *section("a", 5).rows]
        app.lines.show([Section(key="a", title="A", rows=rows)])
        assert app.lines.key == "a2"


async def test_when_its_record_is_gone_the_cursor_stays_near() -> None:
    app = ListApp([section("a", 5)])
    async with app.run_test() as pilot:
        await pilot.press("j", "j")
        app.lines.show([Section(key="a", title="A", rows=[row for row in section("a", 5).rows if row.key != "a2"])])
        assert app.lines.key == "a3"
        app.lines.show([])
        await pilot.press("j", "k", "G", "enter", "ctrl+d")
        assert app.lines.key == ""
        app.lines.show([section("b", 1)])
        assert app.lines.key == "b0"


async def test_folding_is_remembered_by_section_and_heads_say_how_many() -> None:
    app = ListApp([section("a", 5), section("b", 2, folded=True)])
    async with app.run_test(size=(40, 12)) as pilot:
        assert app.lines.keys == [f"a{number}" for number in range(5)]
        await pilot.press("h")
        assert app.lines.keys == []
        app.lines.show([section("a", 6), section("b", 2, folded=True)])
        assert app.lines.keys == []
        await pilot.press("j", "l", "k", "enter")
        assert app.lines.keys == [*(f"a{number}" for number in range(6)), "b0", "b1"]
        assert app.lines.folds == {"a": False, "b": False}


async def test_a_row_that_something_is_done_with_says_so_until_the_list_is_shown_anew() -> None:
    app = ListApp([section("a", 3)])
    async with app.run_test():
        app.lines.mark_pending("a1")
        app.lines.mark_pending("nowhere")
        assert app.lines.render_line(2).text.startswith("  … row 1")
        app.lines.show(app.sections)
        assert app.lines.render_line(2).text.startswith("  a row 1")


async def test_going_to_a_row_unfolds_its_section() -> None:
    app = ListApp([section("a", 1), section("b", 3, folded=True)])
    async with app.run_test():
        assert app.lines.go("b2")
        assert app.lines.key == "b2"
        assert not app.lines.go("nowhere")


async def test_rows_without_a_key_are_passed_over() -> None:
    app = ListApp(
        [Section(key="", title="", rows=[Row("", "text"), Row("one", "1"), Row("", "more"), Row("two", "2")])]
    )
    async with app.run_test() as pilot:
        assert app.lines.key == "one"
        await pilot.press("j")
        assert app.lines.key == "two"


async def test_enter_and_double_click_open_and_a_click_on_a_head_folds() -> None:
    app = ListApp([section("a", 3)])
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert await pilot.click(Lines, offset=(5, 2))
        assert app.lines.key == "a1"
        assert await pilot.click(Lines, offset=(5, 3), times=2)
        await pilot.pause()
        assert app.opened == ["a0", "a2"]
        assert await pilot.click(Lines, offset=(5, 0))
        assert app.lines.keys == []


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    app = ListApp([section("a", 100, title="")])
    async with app.run_test(size=(40, 10)) as pilot:
        app.lines.scroll_down(animate=False)
        await pilot.pause()
        assert app.lines.scroll_offset.y == 1
        assert app.lines.key == "a0"


async def test_the_line_under_the_cursor_is_marked_by_more_than_colour() -> None:
    app = ListApp([section("a", 3)])
    async with app.run_test(size=(40, 6)) as pilot:
        assert app.lines.render_line(1).text.startswith(" ▌a row 0")
        app.set_focus(None)
        await pilot.pause()
        assert app.lines.render_line(1).text.startswith(" ▏a row 0")
        assert app.lines.render_line(2).text.startswith("  a row 1")


@pytest.mark.parametrize("count", [10, 100_000])
async def test_drawing_costs_what_shows_not_what_there_is(count: int) -> None:
    drawn: list[str] = []

    def paint(text: str, cells: int) -> Content:
        drawn.append(text)
        return Content(text[:cells])

    app = ListApp([section("a", count, title="")])
    async with app.run_test(size=(40, 8)) as pilot:
        app.lines._paint = paint
        await pilot.press("G")
        assert len(set(drawn)) <= 10


async def test_every_line_fills_the_width_whatever_the_text_is_made_of() -> None:
    rows = [Row(str(number), text) for number, text in enumerate(("漢字" * 40, "👩‍👩‍👧‍👦" * 30, "a\u0301" * 90, ""))]
    app = ListApp([Section(key="", title="", rows=rows)])
    async with app.run_test(size=(33, 5)):
        assert {app.lines.render_line(y).cell_length for y in range(5)} == {33}


class PaneApp(App[None]):
    """A detail alone."""

    def __init__(self) -> None:
        super().__init__()
        for each in theme.THEMES:
            self.register_theme(each)
        self.theme = theme.DARK

    def compose(self) -> ComposeResult:
        yield DetailPane()


def rows_of(cells: int) -> list[Row[Content]]:
    text = [Row("", Content(f"line {number} of {cells}")) for number in range(40)]
    return [Row("first", Content("first")), *text, Row("last", Content("last"))]


async def test_a_detail_scrolls_through_text_and_stops_at_what_can_be_chosen(tmp_path: Path) -> None:
    app = PaneApp()
    async with app.run_test(size=(40, 10)) as pilot:
        pane = app.query_one(DetailPane)
        pane.tell("one", rows_of)
        await pilot.pause()
        assert pane.key == "first"
        await pilot.press("j")
        assert pane.key == "first"
        assert pane.scroll_offset.y == 1
        await pilot.press(*["pagedown"] * 5, "j")
        assert pane.key == "last"
        pane.tell("one", rows_of)
        assert pane.key == "last", "the same record keeps its place"
        pane.tell("two", rows_of)
        assert (pane.key, pane.scroll_offset.y) == ("first", 0)


async def test_a_detail_is_wrapped_anew_for_another_width() -> None:
    app = PaneApp()
    async with app.run_test(size=(40, 10)) as pilot:
        pane = app.query_one(DetailPane)
        pane.tell("one", rows_of)
        assert "of 37" in pane.render_line(1).text
        await pilot.resize_terminal(60, 10)
        await pilot.pause()
        assert "of 57" in pane.render_line(1).text
        pane.clear()
        assert pane.keys == []
