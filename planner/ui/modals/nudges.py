"""The keys that move a date by a day or a week, in dialogs about a date."""

from __future__ import annotations

from textual.binding import Binding, BindingType

NUDGES: list[BindingType] = [
    Binding("left_square_bracket", "nudge(-1)", "A day earlier", show=False),
    Binding("right_square_bracket", "nudge(1)", "A day later", show=False),
    Binding("left_curly_bracket", "nudge(-7)", "A week earlier", show=False),
    Binding("right_curly_bracket", "nudge(7)", "A week later", show=False),
]
"""A key that is held down where a line is chosen goes on moving the date once the dialog is there."""
