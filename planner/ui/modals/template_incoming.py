"""What is about to come into the library, from whom, and what it meets there; a conflict is the person's to decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, Static

from planner.ports import Decided, Incoming, Resolution
from planner.services.library import facts_of, met_by
from planner.ui.modals.dialog import Dialog
from planner.ui.modals.template_import import homely
from planner.ui.present import count, cut, fill, line, literal, width
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.lines import Lines, Row, Section

if TYPE_CHECKING:
    from textual.app import ComposeResult

_SIGNS = {"new": "+", "newer": "↑", "same": "=", "older": "↓", "conflict": "!"}
_WORDS = {"new": "new", "newer": "newer", "same": "there already", "older": "older"}
_DECISIONS = {"ask": "differs: decide", "keep": "keep", "take": "take theirs", "rename": "have both"}


class IncomingTemplates(Dialog[Sequence[Decided]]):
    """Dismissed with every template and what was decided about it; None: nothing is to come in."""

    AUTO_FOCUS = "#incoming"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "bring", show=False, priority=True),
        Binding("k", "decide('keep')", show=False, priority=True),
        Binding("t", "decide('take')", show=False, priority=True),
        Binding("b", "decide('rename')", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    IncomingTemplates > .box { width: 92; }
    IncomingTemplates #incoming { max-height: 10; }
    IncomingTemplates #told { height: auto; margin-top: 1; padding: 0 1; }
    IncomingTemplates Choice { margin-top: 1; display: none; }
    IncomingTemplates .problem { display: none; margin-top: 1; padding: 0 1; }
    IncomingTemplates Button { margin-top: 1; }
    IncomingTemplates.-narrow #incoming { max-height: 4; }
    IncomingTemplates.-narrow Button, IncomingTemplates.-narrow .problem { margin-top: 0; }
    """

    def __init__(self, incoming: Sequence[Incoming]) -> None:
        super().__init__()
        self._incoming = tuple(incoming)
        self._decided: dict[int, Resolution] = {}

    def content(self) -> ComposeResult:
        """The templates, and what the one under the cursor is."""
        yield self.title_line(f"{count(len(self._incoming), 'template')} to look at")
        yield Lines(self._paint, id="incoming")
        yield Static(id="told")
        yield Choice((), id="conflict")
        yield Static("", classes="problem", markup=False)
        yield Button("", id="bring", compact=True)
        decide = [("k t b", "keep, take, both")] if self._conflicts() else []
        yield self.keys_line(("enter", "goes on"), *decide, ("esc", "leaves the library as it is"))

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill()

    def _conflicts(self) -> list[int]:
        return [n for n, each in enumerate(self._incoming) if each.state == "conflict"]

    def _coming(self) -> int:
        """How many would be stored as it stands."""
        return sum(
            each.state != "same" and self._decided.get(n, "ask") != "keep" for n, each in enumerate(self._incoming)
        )

    def _fill(self) -> None:
        lines = self.query_one("#incoming", Lines)
        lines.styles.height = len(self._incoming)
        lines.show([Section(key="", title="", rows=[Row(str(n), n) for n in range(len(self._incoming))])])
        coming = self._coming()
        label = (
            f"Bring {count(coming, 'template')} into my library" if coming else "Close: there is nothing to bring in"
        )
        self.query_one("#bring", Button).label = Content(label)
        self._tell()

    def _word(self, n: int) -> str:
        each = self._incoming[n]
        return _DECISIONS[self._decided.get(n, "ask")] if each.state == "conflict" else _WORDS[each.state]

    def _paint(self, n: int, cells: int) -> Content:
        each = self._incoming[n]
        tone = "bold $danger" if each.state == "conflict" and n not in self._decided else "$muted"
        names = [f"{each.template.id} {each.template.version}" for each in self._incoming]
        name_cells = min(max(width(name) for name in names), cells // 3)
        word_cells = max(width(word) for word in [*_WORDS.values(), *_DECISIONS.values()])
        return line(
            (f"{_SIGNS[each.state]} ", tone), fill(each.template.title, cells - name_cells - word_cells - 6), "  ",
            (fill(names[n], name_cells), "$muted"), "  ", (cut(self._word(n), word_cells), tone),
        )  # fmt: skip

    def _tell(self) -> None:
        row = self.query_one("#incoming", Lines).row
        choice = self.query_one(Choice)
        if row is None:
            return
        each = self._incoming[row.data]
        told = [
            literal(met_by(each), "$danger" if each.state == "conflict" else "$accent"),
            literal(facts_of(each.template)),
            literal(f"from {homely(each.name)}", "$muted"),
        ]
        if not (each.state == "conflict" and self.has_class("-narrow")):  # there the decision needs the room
            told.insert(2, literal(cut(each.template.summary, 160), "$muted"))
        self.query_one("#told", Static).update(Content("\n").join(told))
        choice.display = each.state == "conflict"
        if each.state == "conflict":
            mine = each.held is not None and each.held.source == "library"
            choice.options = (
                ("keep", "Keep what is there; theirs stays where it is"),
                (
                    "take",
                    "Take theirs; " + ("mine is kept as an older version" if mine else "it comes first from then on"),
                ),
                ("rename", f"Have both: theirs as “{each.free_id}”"),
            )
            choice.value = self._decided.get(row.data, "")

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """Tell of the one under the cursor."""
        event.stop()
        self._tell()

    @on(Choice.Changed)
    def _chosen(self, event: Choice.Changed) -> None:
        event.stop()
        self.action_decide(event.value)

    @on(Choice.Submitted)
    def _submitted(self, event: Choice.Submitted) -> None:
        event.stop()
        self.action_bring()

    def action_decide(self, what: str) -> None:
        """Decide about the conflict under the cursor."""
        row = self.query_one("#incoming", Lines).row
        if row is None or self._incoming[row.data].state != "conflict":
            return
        self._decided[row.data] = cast("Resolution", what)
        self.query_one(".problem", Static).display = False
        self._fill()

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """Enter goes on."""
        event.stop()
        self.action_bring()

    @on(Button.Pressed, "#bring")
    def action_bring(self) -> None:
        """Hand it over once everything is decided."""
        undecided = [n for n in self._conflicts() if n not in self._decided]
        if undecided:
            lines = self.query_one("#incoming", Lines)
            lines.go(str(undecided[0]))
            told = self.query_one(".problem", Static)
            told.display = True
            title = self._incoming[undecided[0]].template.title
            told.update(literal(f"Decide about “{title}” first: k keeps what is there, t takes theirs, b has both."))
            self.set_focus(lines)
        elif not self._coming():
            self.dismiss(None)
        else:
            self.dismiss(
                [
                    Decided(incoming=each, resolution=self._decided.get(n, "ask"))
                    for n, each in enumerate(self._incoming)
                ]
            )
