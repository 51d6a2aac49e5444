"""Narrowing down what a place shows. How a place takes part:

    class TimelineScreen(Filtering[View], …):        # before the other bases, so that escape comes here first
        BINDINGS = bindings("timeline", "filtering")  # `f`; escape is bound by the mixin
        WHERE = ("timeline", "filtering")

        def filterable(self) -> Sequence[Line]:       # in the store's thread: all lines it would show without a filter
            return self.planner.queries.lines()

        def fetch(self) -> View:                      # in the store's thread
            kept = self.let_through(lines)            # those that the filter lets through; all while there is none
            …

        def show(self, view: View) -> None:
            self.say_filter(shown=12, of=40)          # in the line above the footer, and in an empty `MarkedLines`

The filter is kept on the place, so each has its own for as long as the app runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType

from planner.domain.agenda import Line
from planner.domain.filters import Filter
from planner.ui.actions import bindings
from planner.ui.modals.filter_line import Answer, Counted, FilterLine, names_of
from planner.ui.places import PLACES
from planner.ui.screens.place import Place
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.marked import MarkedLines
from planner.ui.widgets.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Held:
    """The filter that holds: its text, and the name it was saved under, "" for none."""

    text: str
    name: str = ""


class Filtering(Place[V]):
    """See the module."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("filtering"), Binding("escape", "back", show=False)]

    held: Held | None = None
    """The filter of this place; None: everything is shown."""
    _said = ""
    """What the filter says, once it was read."""

    # -- for the place

    def filterable(self) -> Sequence[Line]:
        """All lines that there would be without a filter; in the store's thread."""
        raise NotImplementedError

    def filter_changed(self) -> None:
        """The filter is another one now; the view is asked for next."""

    def wanted_lines(self) -> Filter:
        """The filter as it reads today, one that lets all through while there is none; in the store's thread."""
        held = self.held
        if held is None:
            return Filter()
        wanted = self.planner.filters.read(held.text, strict=False)
        self._said = words_of(wanted)
        return wanted

    def let_through(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        """Those that the filter lets through, in their order; in the store's thread."""
        wanted = self.wanted_lines()
        return tuple(lines) if wanted.everything else tuple(line for line in lines if wanted.lets(line))

    def say_filter(self, *, shown: int, of: int) -> str:
        """Say in the line above the footer what holds, and in a list that is empty now why it is. Gives the latter."""
        standing = self.query_one(Standing)
        held = self.held
        why = ""
        if held is None:
            standing.only = ""
        else:
            standing.only = f"“{held.name}”: {self._said}" if held.name else self._said
            standing.passed = f"{shown:,} of {of:,}"
            if of and not shown:
                many = f"None of the {of:,} lines passes" if of != 1 else "The one line does not pass"
                why = f"{many} the filter {standing.only}. Escape takes it off, f changes it."
        for lines in self.query(MarkedLines):
            if not isinstance(lines, DetailPane):
                lines.say_nothing(why)
        return why

    # -- what a person does

    def action_filter(self) -> None:
        """Ask for a filter."""
        self._ask()

    def _ask(self, text: str | None = None, *, say: str = "") -> None:
        begun = text if text is not None else self.held.text if self.held else ""

        def ready(found: tuple[Sequence[Line], Mapping[str, tuple[str, int]]]) -> None:
            lines, saved = found
            place = next((each.title for each in PLACES if each.name == self.PLACE), "")
            dialog = FilterLine(f"Show only, in {place}", begun, saved, partial(self._count, lines), say=say)
            self.app_.push_screen(dialog, self._answered)

        self.app_.ask(self._material, ready)

    def _material(self) -> tuple[Sequence[Line], Mapping[str, tuple[str, int]]]:
        """In the store's thread: all lines, and the saved filters with what each lets through."""
        lines = self.filterable()
        saved = self.planner.filters.saved()
        read = self.planner.filters.read
        counts = {name: sum(map(read(text, strict=False).lets, lines)) for name, text in saved.items()}
        return lines, {name: (text, counts[name]) for name, text in saved.items()}

    def _count(self, lines: Sequence[Line], text: str) -> Counted:
        """In the store's thread."""
        wanted = self.planner.filters.read(text)
        return Counted(words_of(wanted), sum(map(wanted.lets, lines)), len(lines))

    def _answered(self, answer: Answer | None) -> None:
        if answer is None:
            return
        if answer.act == "take":
            self._take(answer.text, answer.name)
        elif answer.act == "delete":
            self.app_.act(lambda: self.planner.filters.delete(answer.name), lambda _done: self._ask(answer.text))
        else:
            self._save(answer.text)

    def _take(self, text: str, name: str = "") -> None:
        """Hold this filter; an empty one is none. What it calls by name is written out: it may be taken away later."""

        def ready(found: Held) -> None:
            if self.alive:
                self._hold(found)

        if text:
            self.app_.ask(lambda: self._written_out(text, name), ready)
        else:
            self.take_filter_off()

    def _written_out(self, text: str, name: str) -> Held:
        """In the store's thread."""
        saved = self.planner.filters.saved()
        whole = self.planner.filters.whole(text)
        return Held(whole, name or names_of(saved, whole))

    def _hold(self, held: Held | None) -> None:
        self.held = held
        self.filter_changed()
        self.reload()

    def _save(self, text: str) -> None:
        from planner.ui.modals.typed import Ask

        def named(name: str | None) -> None:
            if name:
                self.app_.act(
                    lambda: self.planner.filters.save(name, text),
                    lambda _done: self._take(text, name),
                    lambda error: self._ask(text, say=f"{error.message} {error.hint}".strip()),
                )
            else:
                self._ask(text)

        say = f"{text}   ctrl+s in the filter saves it; a name that is there already gets this text."
        self.app_.push_screen(Ask("Save the filter as", say=say, placeholder="hard now", limit=60), named)

    def take_filter_off(self) -> bool:
        """Show everything again. False: there is no filter."""
        if self.held is None:
            return False
        self._hold(None)
        return True

    def action_back(self) -> None:
        """From the detail to the list; there, everything again; where there is no filter, back as ever."""
        back = getattr(super(), "action_back", None)
        in_detail = isinstance(self.focused, DetailPane)
        if (in_detail or not self.take_filter_off()) and back is not None:
            back()


def words_of(wanted: Filter) -> str:
    """A filter in words: what is looked for, then the terms."""
    looked = " ".join(f"“{word}”" for word in wanted.words)
    return " · ".join(part for part in (looked, wanted.said) if part)
