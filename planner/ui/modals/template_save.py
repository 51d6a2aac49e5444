"""A template of a goal: what leaves and what stays is shown, its title, author, licence and file are filled in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input, Static

from planner.domain.errors import PlannerError
from planner.domain.plan import TITLE_LIMIT
from planner.domain.text import clean
from planner.ui.modals.dialog import Dialog
from planner.ui.modals.form import Field
from planner.ui.present import line, literal, wrap
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.lines import Row

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.library.leaving import Leaving

LINE_LIMIT = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """A template's text and the file it is to be written to, as it was typed; and the fields, to begin anew."""

    text: str
    file: str
    title: str
    author: str
    license: str

    @property
    def path(self) -> Path:
        """Where it is to be written."""
        try:
            return Path(self.file).expanduser()
        except RuntimeError:  # ~somebody who is not there
            return Path(self.file)


class SaveTemplate(Dialog[Saving]):
    """Dismissed with the text that was shown and the file to write it to."""

    AUTO_FOCUS = "#title"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    SaveTemplate > .box { width: 100; height: 90%; }
    SaveTemplate #told { height: 1fr; margin-top: 1; background: $surface; }
    SaveTemplate.-narrow > .box { padding: 0 1; height: 100%; }
    SaveTemplate.-narrow .keys { margin-top: 0; }
    """

    def __init__(self, goal: str, title: str, *, begun: Saving | None = None, problem: str = "") -> None:
        """`goal` is its id, `title` what it is called; `begun` brings the fields back, with what was wrong."""
        super().__init__()
        self._goal = goal
        self._title = title
        self._begun = begun
        self._problem = problem
        self._text = ""
        """The template as it is shown; "" while it is being made."""
        self._asked = 0
        self._own_file = begun is not None
        """Whether the person typed the file's name: then it does not follow the title."""

    def content(self) -> ComposeResult:
        """The fields, and the two lists."""
        begun = self._begun
        yield self.title_line("Save as template")
        yield Field(
            "Title",
            LineInput(
                begun.title if begun else clean(self._title),
                id="title", max_length=TITLE_LIMIT, compact=True, select_on_focus=False,
            ),
        )  # fmt: skip
        for name, label, hint in (
            ("author", "Author", "your name, if it is to be told"),
            ("license", "Licence", "what others may do with it, such as CC0-1.0"),
        ):
            value = str(getattr(begun, name)) if begun else ""
            yield Field(
                label,
                LineInput(value, id=name, placeholder=hint, max_length=LINE_LIMIT, compact=True, select_on_focus=False),
            )
        yield Field(
            "File",
            LineInput(
                begun.file if begun else "", id="file", compact=True, select_on_focus=False, suggester=FolderNames()
            ),
        )
        yield DetailPane(id="told")
        yield Static(literal(self._problem), classes="problem", markup=False)
        yield self.keys_line(
            ("ctrl+s", "writes it"), ("tab", "next"), ("pgup pgdn", "read on"), ("esc", "writes nothing")
        )

    def on_mount(self) -> None:
        """Make the template once, to show what leaves."""
        self._make()

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input.id == "file":
            self._own_file = self._own_file or event.input.has_focus
        else:
            self._make()

    def _make(self) -> None:
        self._asked += 1
        asked, planner, goal = self._asked, self.app_.planner, self._goal
        title, author, name = self._value("title"), self._value("author"), self._value("license")

        def make() -> tuple[str, str, Leaving | None]:
            if asked != self._asked:  # typed on meanwhile: the answer would be dropped anyway
                return "", "", None
            text, leaving = planner.templates.export(goal, title=title, author=author, license_name=name)
            return text, planner.templates.parse(text).id, leaving

        def failed(error: PlannerError) -> None:
            if asked == self._asked and self.alive:
                self._text = ""
                self._say(f"{error.message} {error.hint}".strip())

        self._text = ""
        self.app_.ask(make, lambda made: self._made(asked, *made), failed)

    def _made(self, asked: int, text: str, template_id: str, leaving: Leaving | None) -> None:
        if asked != self._asked or leaving is None or not self.alive:
            return
        first = not self.query_one(DetailPane).about
        self._text = text
        if not self._own_file:
            self.query_one("#file", Input).value = f"~/{template_id}.json"
        self.query_one(DetailPane).tell("told", lambda cells: [Row("", each) for each in _told(leaving, cells)])
        if not (first and self._problem):
            self._say("")

    def _say(self, problem: str) -> None:
        self.query_one(".problem", Static).update(literal(problem))

    def action_page(self, by: int) -> None:
        """Read on in what leaves and stays."""
        pane = self.query_one(DetailPane)
        (pane.scroll_page_down if by > 0 else pane.scroll_page_up)(animate=False)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Hand it over, once it is shown."""
        file = self._value("file").strip()
        if not self._text:
            return
        if not file or file.endswith("/"):
            self._say("Name a file.")
            self.set_focus(self.query_one("#file", Input))
            return
        self.dismiss(
            Saving(
                text=self._text,
                file=file,
                title=self._value("title"),
                author=self._value("author"),
                license=self._value("license"),
            )
        )


def _told(leaving: Leaving, cells: int) -> Iterator[Content]:
    yield line(("LEAVES", "bold"))
    yield from _points(leaving.leaves, cells)
    for step in leaving.steps:
        for n, each in enumerate(wrap(literal(step, "$muted"), cells - 6)):
            yield line("  ", ("· " if n == 0 else "  ", "$accent"), each)
    yield Content("")
    yield line(("STAYS WITH YOU", "bold"))
    yield from _points(leaving.stays, cells)
    if leaving.remarks:
        yield Content("")
        yield line(("WORTH A LOOK", "bold"))
        yield from _points(leaving.remarks, cells)


def _points(texts: tuple[str, ...], cells: int) -> Iterator[Content]:
    for text in texts:
        for n, each in enumerate(wrap(literal(text), cells - 2)):
            yield line(("· " if n == 0 else "  ", "$accent"), each)


class FolderNames(Suggester):
    """The first folder that begins as the path does; the right arrow takes it."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The whole path, with its `/`."""
        head, slash, tail = value.rpartition("/")
        if not slash or not tail:
            return None
        names = await asyncio.to_thread(_folders, head + slash)  # a folder on the net may take its time
        fitting = sorted(name for name in names if name.startswith(tail))
        return f"{head}{slash}{fitting[0]}/" if fitting else None


def _folders(folder: str) -> list[str]:
    try:
        return [each.name for each in Path(folder).expanduser().iterdir() if each.is_dir()]
    except (OSError, RuntimeError, ValueError):  # no such folder: then there is nothing to suggest
        return []
