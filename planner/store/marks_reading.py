"""The marks of notices from the bytes of `delivery.json`, as a planner wrote them.

Python's own JSON reads them, which is loaded anyway. Where anything is not just as we write it, this way gives up and
`marks.read` decides: msgspec alone takes a quarter of a pass of reminders to load.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from planner.ports import DeliveryState, Said

FORMAT = 1
STATES = frozenset({"leased", "sent", "failed", "expired"})
_CONTENT = frozenset({"format", "heartbeat", "notices"})
_MARK = frozenset({"state", "at", "token", "until", "tries", "retry_at", "channel", "detail", "said"})
_SAID = frozenset({"ok", "tries", "detail"})
_ODD = (TypeError, ValueError, LookupError, AttributeError, RecursionError)


def as_written(data: bytes) -> tuple[datetime | None, dict[str, DeliveryState]] | None:
    """When it was written, and the marks by key; None where anything in it is not as we write it."""
    if b"\\ud" in data or b"\\uD" in data:  # half a character
        return None
    try:
        content = json.loads(data.decode())
        if not content.keys() <= _CONTENT or content["format"] != FORMAT or content["format"] is True:
            return None
        return _instant(content["heartbeat"]), {key: _state(mark) for key, mark in content["notices"].items()}
    except _ODD:
        return None


def _state(mark: dict[str, Any]) -> DeliveryState:
    """Raises what `_ODD` holds."""
    at = _instant(mark["at"])
    if not mark.keys() <= _MARK or mark["state"] not in STATES or at is None:
        raise ValueError
    return DeliveryState(
        mark["state"],
        at,
        _text(mark, "token"),
        _instant(mark.get("until")),
        _count(mark),
        _instant(mark.get("retry_at")),
        _text(mark, "channel"),
        _text(mark, "detail"),
        {name: _said(said) for name, said in mark.get("said", {}).items()},
    )


def _said(said: dict[str, Any]) -> Said:
    if not said.keys() <= _SAID or not isinstance(said["ok"], bool):
        raise ValueError
    return Said(said["ok"], _count(said), _text(said, "detail"))


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError
    return found


def _text(mark: dict[str, Any], name: str) -> str:
    text = mark.get(name, "")
    if not isinstance(text, str):
        raise TypeError
    return text


def _count(mark: dict[str, Any]) -> int:
    tries = mark.get("tries", 0)
    if type(tries) is not int or not 0 <= tries < 1 << 31:
        raise ValueError
    return tries
