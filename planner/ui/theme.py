"""Two themes, dark and light, with one accent; and the names that text is coloured by.

Only these names are used in spans: `$muted` (what is read second), `$accent` (where the eye goes first), `$warn`
(at risk), `$danger` (overdue, wrong), `$good` (done). Each has a contrast of at least 4.5 : 1 on the background, the
raised panes and the row under the cursor (tests/ui/test_theme.py), and none of them ever tells something alone.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = "planner-dark"
LIGHT = "planner-light"


def _theme(
    name: str,
    *,
    dark: bool,
    background: str,
    surface: str,
    panel: str,
    cursor: str,
    text: str,
    muted: str,
    accent: str,
    warn: str,
    danger: str,
    good: str,
    rule: str,
) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        primary=accent,
        secondary=muted,
        accent=accent,
        warning=warn,
        error=danger,
        success=good,
        foreground=text,
        background=background,
        surface=surface,
        panel=panel,
        boost=panel,
        variables={
            "muted": muted,
            "warn": warn,
            "danger": danger,
            "good": good,
            "rule": rule,
            "cursor": cursor,
            "cursor-blurred": panel,
            "text": text,
            "text-muted": muted,
            "text-disabled": muted,
            "border": accent,
            "border-blurred": rule,
            "block-cursor-background": cursor,
            "block-cursor-foreground": text,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": panel,
            "block-cursor-blurred-foreground": text,
            "block-hover-background": panel,
            "input-cursor-background": accent,
            "input-cursor-foreground": background,
            "input-selection-background": f"{accent} 35%",
            "scrollbar": rule,
            "scrollbar-hover": muted,
            "scrollbar-active": accent,
            "scrollbar-background": background,
            "scrollbar-background-hover": background,
            "scrollbar-background-active": background,
            "scrollbar-corner-color": background,
        },
    )


THEMES = (
    _theme(
        DARK,
        dark=True,
        background="#14171c",
        surface="#1a1e25",
        panel="#1f242c",
        cursor="#2a313c",
        text="#d9dde3",
        muted="#9aa3b0",
        accent="#6fd3b8",
        warn="#ecc267",
        danger="#ff9a8a",
        good="#9fcf7c",
        rule="#39414d",
    ),
    _theme(
        LIGHT,
        dark=False,
        background="#fbfaf7",
        surface="#f4f2ed",
        panel="#edeae3",
        cursor="#e0dcd2",
        text="#22262b",
        muted="#565c64",
        accent="#0a5f52",
        warn="#744600",
        danger="#9c2a1e",
        good="#39600f",
        rule="#c9c4b8",
    ),
)

SIXTEEN = (
    _theme(
        DARK,
        dark=True,
        background="#000000",
        surface="#000000",
        panel="#0000aa",
        cursor="#0000aa",
        text="#ffffff",
        muted="#aaaaaa",
        accent="#55ffff",
        warn="#ffff55",
        danger="#ff5555",
        good="#55ff55",
        rule="#555555",
    ),
    _theme(
        LIGHT,
        dark=False,
        background="#ffffff",
        surface="#ffffff",
        panel="#55ffff",
        cursor="#55ffff",
        text="#000000",
        muted="#555555",
        accent="#0000aa",
        warn="#aa00aa",
        danger="#aa0000",
        good="#00aa00",
        rule="#aaaaaa",
    ),
)
"""The same two where a terminal has sixteen colours: each value is one of them, so that none becomes another's grey.

How they look is the terminal's; which of them is taken is told apart there.
"""

_OWN = ("muted", "warn", "danger", "good", "rule", "cursor", "cursor-blurred")

_DEFAULTS = {each.dark: {name: each.variables[name] for name in _OWN} for each in THEMES}


def defaults(*, dark: bool) -> dict[str, str]:
    """Our own variables under a theme of someone else."""
    return dict(_DEFAULTS[dark])
