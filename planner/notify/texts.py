"""What a notification says, made fit to be shown: clean, and cut where a reader would cut."""

from __future__ import annotations

import sys

from planner.domain.clipping import cut
from planner.domain.text import clean

APP_NAME = "planner"
SECONDS_SHOWN = 30

# Windows' balloon has room for 63 and 255 UTF-16 units and refuses more; the others have more room than eyes.
TITLE_UNITS, BODY_UNITS = (63, 255) if sys.platform == "win32" else (240, 500)
KEY_UNITS = 200


def fit_title(text: str) -> str:
    """A title of one line that is never empty and fits on this system."""
    return cut(clean(text), TITLE_UNITS) or "Reminder"


def fit_body(text: str) -> str:
    """A body, newlines kept, that fits on this system."""
    return cut(clean(text, lines=True), BODY_UNITS)


def fit_key(key: str) -> str:
    """A key that can be sent, whatever it was made of."""
    return cut(clean(key), KEY_UNITS)
