"""What all dialogs share: a box in the middle, escape leaves, and they never act: they are dismissed with data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import events
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from planner.ui.present import Part, line, literal
from planner.ui.widgets.lines import Lines, Row, Section

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.domain.draft import Draft
    from planner.ui.app import PlannerApp

R = TypeVar("R")


class Dialog(ModalScreen[R | None], Generic[R]):
    """A box with a title; dismissed with None when the person leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("ctrl+z", "app.suspend_process", "Suspend", show=False),
    ]
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 70%; }
    Dialog > .box {
        width: 76; max-width: 100%; height: auto; max-height: 100%; background: $surface; padding: 1 2;
        border: round $rule;
    }
    Dialog .title { text-style: bold; height: auto; margin-bottom: 1; }
    Dialog .say { height: auto; color: $muted; }
    Dialog > .box > .body { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    Dialog .keys { dock: bottom; height: auto; color: $muted; margin-top: 1; }
    Dialog .problem { height: auto; color: $danger; }
    Dialog Input { background: $panel; }
    Dialog Input.-textual-compact { padding: 0 1; }
    Dialog TextArea { background: $panel; border: none; padding: 0 1; }
    Dialog Lines { background: $surface; }
    """

    _held: PlannerApp | None = None
    """Kept: a dialog that was left meanwhile has no app any more, and its thread may still be at work."""

    def compose(self) -> ComposeResult:
        """The box: what stands in it, and at its foot the keys, which are in sight at any height."""
        self._held = cast("PlannerApp", self.app)
        with Vertical(classes="box"):
            if not self.SCROLLS:
                yield from self.content()
                return
            keys: list[Widget] = []
            with VerticalScroll(classes="body", can_focus=False):
                for each in self.content():
                    if each.has_class("keys"):
                        keys.append(each)
                    else:
                        yield each
            yield from keys

    def action_read(self, by: int) -> None:
        """A page up or down in what is said."""
        said = self.query_one(".about, .body")
        (said.scroll_page_down if by > 0 else said.scroll_page_up)(animate=False)

    SCROLLS: ClassVar[bool] = False
    """Whether what stands above the keys scrolls where the terminal is too low for it."""

    DRAFT: ClassVar[str] = ""
    """The kind of draft (see `planner.ui.drafts`) by which what is typed here is offered again; "" for none."""

    def draft(self) -> Draft | None:
        """What is typed and not handed over yet; None where that is nothing."""
        return None

    def look_again(self) -> None:
        """The plan is another one: what is shown of it may be too."""

    def take_up(self, texts: Mapping[str, str]) -> None:
        """Put what was typed before back into its fields."""

    @property
    def app_(self) -> PlannerApp:
        """The app, by its type."""
        return self._held or cast("PlannerApp", self.app)

    @property
    def alive(self) -> bool:
        """Whether there is still something to show an answer on; to be asked wherever one arrives."""
        return self.is_attached and self.display

    def content(self) -> ComposeResult:
        """What stands in the box."""
        yield from ()

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Answer, once: a second click or key may still be on its way, and is nobody else's."""
        if self.is_current and not self.is_mounted:
            self.call_later(self._dismiss_later, result)  # it is still being put together
            return AwaitComplete()
        return super().dismiss(result) if self.is_current else AwaitComplete()

    def _dismiss_later(self, result: R | None) -> None:
        self.dismiss(result)

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """As ever; in a box that scrolls it is brought into sight as it stands then, however fast one tabs on.

        Textual scrolls to where it was to be when the focus came, which may be late, after the next field has it.
        """
        super().set_focus(widget, scroll_visible and not self.SCROLLS, from_app_focus)
        if scroll_visible and self.SCROLLS:
            self.call_after_refresh(self._show_focused)

    def _show_focused(self) -> None:
        focused = self.focused
        if focused is not None and not self.can_view_entire(focused):
            focused.scroll_visible(animate=False, immediate=True)

    @staticmethod
    def title_line(text: str) -> Static:
        """The first line; literal text."""
        return Static(literal(text), classes="title", markup=False)

    @staticmethod
    def problem_line() -> Static:
        """Where `say` puts why it cannot go on."""
        return Dialog.silent(classes="problem")

    @staticmethod
    def silent(name: str | None = None, classes: str = "") -> Static:
        """A line that has something to say later, and takes no room before."""
        said = Static("", id=name, classes=classes, markup=False)
        said.display = False
        return said

    def say(self, where: str, text: str) -> None:
        """Put literal text, of some lines or "", into the line `where` selects."""
        said = self.query_one(where, Static)
        said.update(literal(text, lines=True))
        said.display = bool(text)

    @staticmethod
    def keys_line(*pairs: tuple[str, str]) -> Static:
        """`enter saves   esc leaves`."""
        parts: list[Part] = []
        for key, what in pairs:
            parts += [(key, "$accent"), f" {what}   "]
        return Static(line(*parts), classes="keys", markup=False)


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer. `hotkey` is a single character that takes it at once."""

    key: str
    label: str
    hint: str = ""
    hotkey: str = ""


MOST_ANSWERS = 14
LEAST_SAID = 3
"""Lines that what is asked keeps where there are many answers."""
AROUND = 6
"""Lines that border, padding and the gaps between take."""


class Answers(Lines[Option]):
    """A few answers; one click takes one."""

    ONE_CLICK = True


class Choose(Dialog[str]):
    """One question with a few answers; dismissed with the key of the one that was taken."""

    DEFAULT_CSS = """
    Choose > .box > .about { height: auto; scrollbar-size-vertical: 1; }
    Choose Lines { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,ctrl+d", "read(1)", show=False, priority=True),
        Binding("pageup,ctrl+u", "read(-1)", show=False, priority=True),
    ]

    def __init__(self, question: str, options: Sequence[Option], *, say: str = "") -> None:
        """`question` and `say` are shown literally; the first option is under the cursor."""
        super().__init__()
        self._question = question
        self._say = say
        self._options = tuple(options)

    def content(self) -> ComposeResult:
        """The question, what is to be known, the answers."""
        with VerticalScroll(classes="about", can_focus=False):
            yield self.title_line(self._question)
            if self._say:
                yield Static(literal(self._say, lines=True), classes="say", markup=False)
        yield Answers(self._paint)
        yield self.keys_line(("enter", "takes it"), ("esc", "leaves everything as it is"))

    def on_mount(self) -> None:
        """Fill the list."""
        answers = self.query_one(Answers)
        self._share_room()
        answers.show([Section(key="", title="", rows=[Row(option.key, option) for option in self._options])])
        answers.focus()

    def on_resize(self) -> None:
        """The answers and the keys are always seen; of what is said as much as there is room for."""
        if self.is_mounted:  # the first size may be told before there is anything in the box
            self._share_room()

    def _share_room(self) -> None:
        keys = self.query_one(".keys")
        room = self.app.size.height - AROUND - max(1, keys.size.height)
        answers = max(1, min(len(self._options), MOST_ANSWERS, room - LEAST_SAID))
        self.query_one(Answers).styles.height = answers
        self.query_one(".about").styles.max_height = max(1, room - answers)

    @staticmethod
    def _paint(option: Option, cells: int) -> Content:
        key = f"{option.hotkey} " if option.hotkey else ""
        shown = line((key, "$accent"), option.label, (f"   {option.hint}", "$muted"))
        return shown.truncate(cells, ellipsis=True)

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """Enter or a double click."""
        event.stop()
        self.dismiss(event.key)

    def on_key(self, event: events.Key) -> None:
        """A hotkey takes its answer."""
        for option in self._options:
            if option.hotkey and event.character == option.hotkey:
                event.stop()
                self.dismiss(option.key)
                return


class Confirm(Choose):
    """Yes or no; dismissed with "yes", "no" or None. No is under the cursor unless `safe`."""

    def __init__(
        self, question: str, yes: str, *, no: str = "Leave it as it is", say: str = "", safe: bool = False
    ) -> None:
        """`yes` and `no` name what will happen: “Delete”, not “OK”."""
        options = [Option("yes", yes, hotkey="y"), Option("no", no, hotkey="n")]
        super().__init__(question, options if safe else options[::-1], say=say)
