"""A field of one line that never holds what a terminal would obey, whoever typed or pasted it."""

from __future__ import annotations

from textual.widgets import Input

from planner.domain.text import REPLACEMENT, clean


def harmless(text: str) -> str:
    """`text` with every control and bidi character replaced, one for one; newlines and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(REPLACEMENT if clean(char, lines=True) == REPLACEMENT else char for char in text)


class LineInput(Input):
    """An `Input` whose value is harmless at every moment: the field itself draws what is pasted into it.

    Characters are replaced one for one, so the cursor stays where it is. Its text keeps its spaces and its form;
    the services clean it as they clean all text.
    """

    def validate_value(self, value: str) -> str:
        """Replace control and bidi characters."""
        return harmless(value)
