"""Look for template files: a path line over the folder it leads to. What is chosen is checked at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from planner.domain.errors import PlannerError, TemplateInvalid
from planner.ui.modals.dialog import Dialog
from planner.ui.present import count, fill, line, literal, right
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.lines import Lines, Row, Section

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.library.browsing import Entry
    from planner.ports import Incoming

_UP = ".."
_ALL = "*"
_SIZE_CELLS = 10


class Found(Lines[tuple[str, "Entry | None"]]):
    """What the folder holds; one click takes a line."""

    ONE_CLICK = True


class ImportTemplate(Dialog["Sequence[Incoming]"]):
    """Dismissed with the templates of the file or folder that was chosen, which passed the check. The path line keeps
    the focus; what stands behind its last `/` narrows the list."""

    AUTO_FOCUS = "#path"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("tab", "complete", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    ImportTemplate > .box { width: 92; }
    ImportTemplate #path { padding: 0 1; }
    ImportTemplate #found { height: 16; margin-top: 1; }
    ImportTemplate #report-box { display: none; height: 16; margin-top: 1; scrollbar-size-vertical: 1; }
    ImportTemplate #report { height: auto; padding: 0 1; }
    ImportTemplate.-refused #found { display: none; }
    ImportTemplate.-refused #report-box { display: block; }
    ImportTemplate.-narrow #found, ImportTemplate.-narrow #report-box { height: 11; }
    """

    def __init__(self, begin: str = "~/") -> None:
        """`begin` is the path that stands there first; a folder ends with `/`."""
        super().__init__()
        self._begin = begin
        self._folder = ""
        """The folder whose entries are known, as it stands in the line."""
        self._entries: tuple[Entry, ...] = ()
        self._asked = 0

    def content(self) -> ComposeResult:
        """The path, what is there, or what the check says."""
        yield self.title_line("Import templates")
        yield LineInput(self._begin, id="path", placeholder="~/Downloads/", compact=True, select_on_focus=False)
        yield Found(self._paint, id="found")
        with VerticalScroll(id="report-box", can_focus=False):
            yield Static(id="report")
        yield Static("", classes="say", markup=False)
        yield self.keys_line(("↑ ↓", "choose"), ("tab", "completes"), ("enter", "opens or checks"), ("esc", "leaves"))

    def on_mount(self) -> None:
        """Look into the first folder."""
        self.query_one("#path", Input).action_end()
        self._look()

    # -- the folder

    @property
    def _typed(self) -> str:
        return self.query_one("#path", Input).value

    def _parts(self) -> tuple[str, str]:
        """The folder as typed, with its `/`, and what stands behind it."""
        head, slash, tail = self._typed.rpartition("/")
        return head + slash, tail

    @on(Input.Changed, "#path")
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.remove_class("-refused")
        if self._parts()[0] == self._folder:
            self._show()
        else:
            self._look()

    def _look(self) -> None:
        self._asked += 1
        asked, folder = self._asked, self._parts()[0]
        planner = self.app_.planner
        path = _path(folder or ".")

        def failed(error: PlannerError) -> None:
            self._seen(asked, folder, (), error.message)

        # a folder on the net may take its time: not in the thread that saves
        self.app_.ask(
            lambda: planner.templates.look(path), lambda found: self._seen(asked, folder, found), failed, slow=True
        )

    def _seen(self, asked: int, folder: str, found: tuple[Entry, ...], problem: str = "") -> None:
        if asked == self._asked and self.alive:
            self._folder, self._entries = folder, found
            self._show(problem)

    def _show(self, problem: str = "") -> None:
        tail = self._parts()[1].casefold()
        fitting = [each for each in self._entries if tail in each.name.casefold()]
        fitting.sort(key=lambda each: not each.name.casefold().startswith(tail))
        files = sum(1 for each in fitting if not each.is_folder)
        rows: list[Row[tuple[str, Entry | None]]] = [Row(each.name, (each.name, each)) for each in fitting]
        if not tail:
            if files > 1:
                rows.insert(0, Row(_ALL, (f"All {files} files of this folder", None)))
            rows.insert(0, Row(_UP, ("..", None)))
        lines = self.query_one(Found)
        lines.show([Section(key="", title="", rows=rows)])
        lines.action_cursor_first()
        if not tail and len(rows) > 1:
            lines.action_cursor_down()  # `..` is rarely what is looked for
        said = problem or f"{count(files, 'JSON file')} here; hidden ones are not shown"
        self.query_one(".say", Static).update(literal(said, "$danger" if problem else ""))

    @staticmethod
    def _paint(shown: tuple[str, Entry | None], cells: int) -> Content:
        name, entry = shown
        if entry is None:
            return line((name, "$accent"))
        if entry.is_folder:
            return line(fill(name + "/", cells - 22), ("folder", "$muted"))
        day = f"{entry.changed:%Y-%m-%d}" if entry.changed else ""
        return line(
            fill(name, cells - 22), (right(f"{max(1, entry.size // 1024):,} KiB", _SIZE_CELLS), "$muted"),
            (right(day, 12), "$muted"),
        )  # fmt: skip

    # -- moving

    def action_move(self, by: int) -> None:
        """Up and down in the list, or in what the check says, while the line keeps the focus."""
        if self.has_class("-refused"):
            self.query_one("#report-box").scroll_relative(y=by, animate=False)
            return
        lines = self.query_one(Found)
        (lines.action_cursor_down if by > 0 else lines.action_cursor_up)()

    def action_page(self, by: int) -> None:
        """A page up or down."""
        if self.has_class("-refused"):
            box = self.query_one("#report-box")
            (box.scroll_page_down if by > 0 else box.scroll_page_up)(animate=False)
            return
        lines = self.query_one(Found)
        (lines.action_page_down if by > 0 else lines.action_page_up)()

    def action_complete(self) -> None:
        """As far as the names that fit agree; where nothing is typed yet or they differ, the line under the cursor."""
        from planner.library.browsing import completed

        folder, tail = self._parts()
        longer = completed(tail, [each.name for each in self._entries]) if tail else tail
        entry = self._entry()
        if longer in {tail, ""} and entry is not None:
            longer = entry.name
        whole = next((each for each in self._entries if each.name == longer), None)
        if longer:
            self._set(folder + longer + ("/" if whole is not None and whole.is_folder else ""))

    def _entry(self) -> Entry | None:
        row = self.query_one(Found).row
        return row.data[1] if row else None

    def _set(self, text: str) -> None:
        field = self.query_one("#path", Input)
        field.value = text
        field.action_end()

    def action_leave(self) -> None:
        """From what the check says back to the list, else out."""
        if self.has_class("-refused"):
            self.remove_class("-refused")
        else:
            super().action_leave()

    # -- choosing

    @on(Input.Submitted, "#path")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        folder, tail = self._parts()
        exact = bool(tail) and not any(each.name == tail for each in self._entries)
        key = self.query_one(Found).key
        if self.has_class("-refused") or not self._typed.strip():
            return
        if folder == self._folder and key and not (exact and tail == ".."):
            self._take(key)
        else:
            self._check(self._typed.strip())

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """A click, or enter in the list."""
        event.stop()
        self._take(event.key)

    def _take(self, key: str) -> None:
        if key == _UP:
            self._set(_parent(self._folder))
        elif key == _ALL:
            self._check(self._folder or ".")
        elif entry := self._entry():
            if entry.is_folder:
                self._set(f"{self._folder}{entry.name}/")
            else:
                self._check(self._folder + entry.name)

    def _check(self, text: str) -> None:
        path, planner = _path(text), self.app_.planner
        typed = self._typed

        def answered(found: Sequence[Incoming]) -> None:
            if self.alive and self._typed == typed:
                self.dismiss(found)

        def failed(error: PlannerError) -> None:
            if self.alive and self._typed == typed:
                self._refused(error)

        self.app_.ask(lambda: planner.templates.incoming([path]), answered, failed)

    def _refused(self, error: PlannerError) -> None:
        lines = [line(("! ", "bold $danger"), literal(homely(error.message)))]
        if isinstance(error, TemplateInvalid):
            lines += [
                line((f"  {homely(problem.place) or 'file'}  ", "$accent"), literal(problem.message))
                for problem in error.problems
            ]
        elif error.hint:
            lines.append(literal(error.hint, "$muted"))
        lines.append(literal("Nothing was stored. esc goes back to the files.", "$muted"))
        self.query_one("#report", Static).update(Content("\n").join(lines))
        self.query_one("#report-box").scroll_home(animate=False)
        self.add_class("-refused")


def homely(text: str) -> str:
    """Paths in the person's home as one would type them, with `~`."""
    try:
        home = str(Path.home())
    except RuntimeError:  # there is none
        return text
    return text.replace(f"{home}{os.sep}", "~/") if len(home) > 1 else text


def _path(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # ~somebody who is not there
        return Path(text)


def _parent(folder: str) -> str:
    """The folder above, as it would be typed."""
    path = os.path.normpath(_path(folder or ".").absolute() / _UP)
    return path if path.endswith("/") else f"{path}/"
