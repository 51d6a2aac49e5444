"""A few dozen things to choose from, as cards in as many columns as fit. Draws only what shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from planner.ui.present import Part, cut, line, literal, wrap
from planner.ui.widgets.drawn import Drawn

LEAST, GAP = 34, 2
"""Cells that a card takes at least, and between two."""
WORDS = 5
"""Lines of title and text."""
TALL = WORDS + 3
"""Lines of a card with its border and the line below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`title` and `text` are shown literally; `foot` is the last line, `badge` stands in the upper border."""

    key: str
    title: str
    text: str
    foot: str = ""
    badge: str = ""


class Cards(Drawn, can_focus=True):
    """The cards; arrows and vim keys move, enter or a second click takes one."""

    DEFAULT_CSS = """
    Cards { height: 1fr; background: $background; scrollbar-size-vertical: 1; }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Left", show=False),
        Binding("right,l", "step(1)", "Right", show=False),
        Binding("up,k", "row(-1)", "Up", show=False),
        Binding("down,j", "row(1)", "Down", show=False),
        Binding("pageup", "row(-3)", "Page up", show=False),
        Binding("pagedown", "row(3)", "Page down", show=False),
        Binding("home,g", "step(-9999)", "First", show=False),
        Binding("end,G", "step(9999)", "Last", show=False),
        Binding("enter,space", "take", "Take", show=False),
    ]

    cursor: reactive[int] = reactive(0)

    @dataclass
    class Moved(Message):
        """Another card is under the cursor."""

        cards: Cards
        key: str

    @dataclass
    class Taken(Message):
        """A card was taken."""

        cards: Cards
        key: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self._cards: Sequence[Card] = ()

    def show(self, cards: Sequence[Card], *, at_first: bool = False) -> None:
        """Show these; the cursor stays on its card where that is still there, else, or `at_first`, it goes to the
        first."""
        key = self.key
        self._cards = tuple(cards)
        keys = [card.key for card in self._cards]
        self.cursor = keys.index(key) if key in keys and not at_first else 0
        self._measure()
        self.refresh()
        self._reveal()

    @property
    def key(self) -> str:
        """The key of the card under the cursor; "" where there is none."""
        return self._cards[self.cursor].key if self.cursor < len(self._cards) else ""

    @property
    def columns(self) -> int:
        """How many cards stand beside each other."""
        return max(1, (self._cells + GAP) // (LEAST + GAP))

    @property
    def _cells(self) -> int:
        return max(1, self.scrollable_content_region.width or self.size.width)

    @property
    def _card_cells(self) -> int:
        return (self._cells - GAP * (self.columns - 1)) // self.columns

    def _measure(self) -> None:
        rows = -(-len(self._cards) // self.columns)
        self.virtual_size = Size(self._cells, rows * TALL)

    def on_resize(self) -> None:
        """Other columns at another width."""
        self._measure()
        self._reveal()

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """One line across the cards of a row."""
        row, at = divmod(y + self.scroll_offset.y, TALL)
        first = row * self.columns
        parts: list[Part] = []
        for index in range(first, min(first + self.columns, len(self._cards))):
            if parts:
                parts.append(" " * GAP)
            parts.append(self._card_line(self._cards[index], at, chosen=index == self.cursor))
        return self.strip(line(*parts), self.visual_style, self.scrollable_content_region.width)

    def _card_line(self, card: Card, at: int, *, chosen: bool) -> Content:
        cells = self._card_cells
        if at == TALL - 1:
            return Content(" " * cells)
        style = "bold $accent" if chosen and self.has_focus else "$accent" if chosen else "$rule"
        left, flat, side = ("┏┓┗┛", "━", "┃") if chosen else ("╭╮╰╯", "─", "│")
        if at == 0:
            badge = f" {cut(card.badge, cells - 6)} " if card.badge else ""
            return line((left[0] + flat, style), (badge, "$muted"), (self._rule(cells, badge, flat) + left[1], style))
        if at == TALL - 2:
            foot = f" {cut(card.foot, cells - 6)} " if card.foot else ""
            return line((left[2] + flat, style), (foot, "$muted"), (self._rule(cells, foot, flat) + left[3], style))
        inner = self._words(card, cells - 4)
        shown = inner[at - 1] if at <= len(inner) else Content("")
        return line((f"{side} ", style), shown, " " * (cells - 4 - shown.cell_length), (f" {side}", style))

    @staticmethod
    def _rule(cells: int, words: str, flat: str) -> str:
        return flat * max(0, cells - 3 - Content(words).cell_length)

    @staticmethod
    def _words(card: Card, room: int) -> Sequence[Content]:
        """The title in at most two lines, and as much of the text as fits below."""
        lines: list[Content] = []
        for words, style, most in ((card.title, "bold $text", 2), (card.text, "$muted", WORDS)):
            wrapped = wrap(literal(words), room)
            kept = [each.plain for each in wrapped[: min(most, WORDS - len(lines))]]
            if kept and len(kept) < len(wrapped):
                kept[-1] = cut(f"{kept[-1]} {wrapped[len(kept)].plain}", room)
            lines += [literal(each, style) for each in kept]
        return lines

    # -- moving

    def watch_cursor(self) -> None:
        """Draw it anew, and say it."""
        self._reveal()
        self.refresh()
        self.post_message(self.Moved(self, self.key))

    def _reveal(self) -> None:
        top, height = (self.cursor // self.columns) * TALL, self.scrollable_content_region.height
        if height <= 0:
            return
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)
        elif top + TALL - 1 > self.scroll_offset.y + height:
            self.scroll_to(y=top + TALL - 1 - height, animate=False)

    def action_step(self, by: int) -> None:
        """So many cards on."""
        if self._cards:
            self.cursor = max(0, min(len(self._cards) - 1, self.cursor + by))

    def action_row(self, by: int) -> None:
        """So many rows down, in the same column; the last card where the row is short."""
        wanted = self.cursor + by * self.columns
        last_row = (len(self._cards) - 1) // self.columns
        if wanted < 0:
            wanted = self.cursor % self.columns
        elif wanted // self.columns > last_row:
            wanted = self.cursor
        self.action_step(wanted - self.cursor)

    def action_take(self) -> None:
        """Take the card under the cursor."""
        if self.key:
            self.post_message(self.Taken(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """The first click chooses, a click on the chosen one takes it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        row = (offset.y + self.scroll_offset.y) // TALL
        column = offset.x // (self._card_cells + GAP)
        index = row * self.columns + column
        if column >= self.columns or index >= len(self._cards):
            return
        if index == self.cursor and self.has_focus:
            self.action_take()
        self.focus()
        self.cursor = index
