"""How the picture of the timeline looks: light, and dark where who looks at it prefers that.

Plain rules without variables, which many programs that show SVG do not know. What is done is solid and what is not is
an outline, so that nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif"

_LIGHT: Mapping[str, str] = {
    "paper": "#fbfaf7", "band": "#f1eee7", "ink": "#22262b", "quiet": "#565c64", "rule": "#d8d3c8",
    "faint": "#e8e4db", "accent": "#0a5f52", "soft": "#cfe3dd", "danger": "#9c2a1e", "warm": "#f0cfc8",
    "link": "#8b8f96", "shade": "#ddd8cc",
}  # fmt: skip
_DARK: Mapping[str, str] = {
    "paper": "#14171c", "band": "#1b2027", "ink": "#e3e7ec", "quiet": "#9aa3b0", "rule": "#343c47",
    "faint": "#232932", "accent": "#6fd3b8", "soft": "#23433d", "danger": "#ff9a8a", "warm": "#54302b",
    "link": "#707b89", "shade": "#2c333d",
}  # fmt: skip

_RULES = """
.paper {{ fill: {paper}; }}
.band {{ fill: {band}; }}
text {{ fill: {ink}; }}
.quiet {{ fill: {quiet}; }}
.grid {{ stroke: {rule}; }}
.grid-week {{ stroke: {faint}; }}
.today {{ stroke: {accent}; }}
.today-flag {{ fill: {accent}; }}
.today-word {{ fill: {paper}; }}
.whole {{ fill: {shade}; }}
.whole-done {{ fill: {ink}; }}
.rest {{ fill: {soft}; stroke: {accent}; }}
.done {{ fill: {accent}; stroke: {accent}; }}
.skipped {{ fill: none; stroke: {quiet}; }}
.late {{ stroke: {danger}; }}
.slip {{ stroke: {danger}; }}
.critical {{ stroke: {ink}; }}
.fixed {{ fill: {ink}; stroke: {paper}; }}
.target {{ fill: {danger}; stroke: {danger}; }}
.mark {{ stroke: {accent}; }}
.mark-full {{ fill: {accent}; stroke: {accent}; }}
.link {{ stroke: {link}; }}
.arrow {{ fill: {link}; }}
.load {{ fill: {soft}; stroke: {accent}; }}
.over {{ fill: {danger}; }}
.under {{ fill: {warm}; }}
.too-much {{ fill: url(#too-much); stroke: {danger}; }}
.heavy {{ fill: {danger}; }}
.there {{ stroke: {ink}; }}
.away.over {{ fill: {rule}; }}
.away.under {{ fill: {paper}; }}
.days-away {{ fill: url(#away); }}
"""
_SHAPES = f"""
text {{ font-family: {FONT}; font-size: 13px; }}
.title {{ font-size: 24px; font-weight: 650; }}
.goal {{ font-size: 14px; font-weight: 650; }}
.small {{ font-size: 11px; }}
.strong {{ font-weight: 650; }}
.grid, .grid-week, .today, .link, .there, .slip, .mark {{ fill: none; }}
.link {{ stroke-width: 1.2; stroke-linejoin: round; }}
.today {{ stroke-width: 1.5; }}
.mark {{ stroke-width: 1.5; stroke-linecap: round; }}
.slip {{ stroke-width: 1.5; stroke-dasharray: 2 3; }}
.late {{ stroke-dasharray: 3 2; }}
.critical {{ stroke-width: 2; }}
.skipped {{ stroke-dasharray: 2 2; }}
.fixed {{ stroke-width: 1.5; }}
.days-away {{ opacity: 0.55; }}
"""

STYLE = (
    _SHAPES
    + _RULES.format(**_LIGHT)
    + "@media (prefers-color-scheme: dark) {"
    + _RULES.format(**_DARK).replace("\n", "\n ")
    + "}\n"
)
