"""An upgrade as rows: conflicts side by side, then what comes, goes, changes and moves; for a pane of any width.

Rows that can be acted on have keys: `conflict:<name>:<milestone>`, `comes:<key>`, `left:<key>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from planner.domain.dates import show_day
from planner.domain.upgrade_fields import LABELS
from planner.ui.present import Part, count, cut, fill, line, literal, wrap
from planner.ui.widgets.lines import Row

if TYPE_CHECKING:
    from planner.domain.plan import Milestone
    from planner.domain.upgrade import Upgrade
    from planner.domain.upgrade_merge import Conflict, Side

Rows = Iterator[Row[Content]]
MOST_LINES = 12
"""Of one of the three texts of a conflict; who wants to read on looks at what changed, or at the milestone."""
_BLANK = Row("", Content(""))
_DECIDED: dict[Side | None, tuple[str, str]] = {
    None: ("? undecided", "bold $danger"),
    "mine": ("● mine stays", "$good"),
    "theirs": ("● theirs comes", "$good"),
}


def conflict_key(conflict: Conflict) -> str:
    """The key of its row."""
    return f"conflict:{conflict.name}:{conflict.milestone}"


def upgrade_rows(found: Upgrade, cells: int, today: date) -> list[Row[Content]]:
    """All of it."""
    return [*_rows(found, cells, today)]


def _rows(found: Upgrade, cells: int, today: date) -> Rows:
    if found.conflicts:
        open_ = len(found.undecided)
        yield _head("YOU AND THE NEW VERSION BOTH CHANGED", f"{open_} to decide" if open_ else "all decided")
        for conflict in found.conflicts:
            yield from _conflict(conflict, cells)
            yield _BLANK
    blocks = (
        ("DOES NOT FIT", _misfits(found, cells, today)),
        ("COMES", (_in_or_out("☑", "comes", each.key or "", _dated(each, today), cells) for each in found.comes)),
        ("NOT TAKEN IN", (_in_or_out("☐", "left", each.key, each.title, cells) for each in found.left_out)),
        ("GOES", _plain("–", (_dated(each, today) for each in found.gone), cells)),
        ("STAYS AS YOUR OWN, ITS STEP IS GONE", _plain("·", (each.title for each in found.alone), cells)),
        ("CHANGES", _changes(found, cells)),
        ("MOVES", _moves(found, cells, today)),
        ("ASKS", _plain("?", (each.question for each in found.asks), cells)),
        ("TO KNOW", _plain("·", found.remarks, cells)),
    )
    something = bool(found.conflicts)
    for title, rows in blocks:
        held = list(rows)
        if held:
            something = True
            yield _head(title)
            yield from held
            yield _BLANK
    if not something:
        yield from _text(literal("Nothing in your plan is different in this version.", "$muted"), cells)


def _head(title: str, note: str = "") -> Row[Content]:
    return Row("", line((title, "bold"), (f"  {note}", "$muted")))


def _text(content: Content, cells: int, key: str = "") -> Rows:
    for number, each in enumerate(wrap(content, cells)):
        yield Row(key if number == 0 else "", each)


# -- conflicts


def _conflict(conflict: Conflict, cells: int) -> Rows:
    """Its name, and the three sides next to each other."""
    word, style = _DECIDED[conflict.decided]
    label = LABELS[conflict.field].lower()
    title = cut(conflict.title, max(8, cells - len(word) - len(label) - 5))
    yield Row(conflict_key(conflict), line((word, style), "  ", (title, "bold"), (f" · {label}", "$muted")))
    each = (cells - 6) // 3
    heads = (("was", ""), ("mine", "mine"), ("theirs", "theirs"))
    parts: list[Part] = ["  "]
    for name, side in heads:
        chosen = bool(side) and conflict.decided == side
        parts += [(fill(f"{'● ' if chosen else ''}{name}", each), "$accent" if chosen else "$muted"), "  "]
    yield Row("", line(*parts[:-1]))
    columns = [_column(text, each) for text in (conflict.base, conflict.mine, conflict.theirs)]
    for number in range(max(len(column) for column in columns)):
        parts = ["  "]
        for column in columns:
            parts += [fill(column[number] if number < len(column) else "", each), "  "]
        yield Row("", line(*parts[:-1]))


def _column(text: str, cells: int) -> list[str]:
    lines = [each.plain for paragraph in text.split("\n") for each in wrap(literal(paragraph), cells)]
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], "…"]


# -- the rest


def _misfits(found: Upgrade, cells: int, today: date) -> Rows:
    for each in found.past:
        yield from _marked("!", f"{_dated(each, today)} would lie in the past", cells, "$danger")
    for problem in found.problems:
        yield from _marked("!", problem, cells, "$danger")


def _in_or_out(box: str, what: str, key: str, text: str, cells: int) -> Row[Content]:
    return Row(f"{what}:{key}", line((f"{box} ", "$accent"), cut(text, cells - 2)))


def _plain(sign: str, texts: Iterable[str], cells: int) -> Rows:
    for text in texts:
        yield from _marked(sign, text, cells)


def _marked(sign: str, text: str, cells: int, style: str = "") -> Rows:
    for number, each in enumerate(wrap(literal(text, style), cells - 2)):
        yield Row("", line((f"{sign} " if number == 0 else "  ", style or "$accent"), each))


def _changes(found: Upgrade, cells: int) -> Rows:
    before = ""
    for each in found.updates:
        if each.milestone != before:
            before = each.milestone
            yield Row("", line(("~ ", "$accent"), cut(each.title, cells - 2)))
        said = f"{LABELS[each.field].lower()}: {_short(each.before)} → {_short(each.after)}"
        for number, part in enumerate(wrap(literal(said, "$muted"), cells - 6)):
            yield Row("", line("    " if number == 0 else "      ", part))


def _moves(found: Upgrade, cells: int, today: date) -> Rows:
    for each in found.redated:
        before, after = (_day(one, today) for one in (each.before, each.after))
        yield from _marked("→", f"{each.after.title}: {before} → {after}", cells)


def _short(text: str) -> str:
    return cut(" ".join(text.split()), 70)


def _dated(milestone: Milestone, today: date) -> str:
    return f"{milestone.title} · {_day(milestone, today)}"


def _day(milestone: Milestone, today: date) -> str:
    return show_day(milestone.due, today) if milestone.due else "no date"


def summary(found: Upgrade) -> str:
    """`2 to decide · 2 steps come · 1 goes · 3 change`."""
    changed = len({each.milestone for each in found.updates})
    parts = (
        f"{len(found.undecided)} to decide" if found.undecided else "",
        "dates to decide" if not found.fits else "",
        f"{count(len(found.comes), 'step')} {'comes' if len(found.comes) == 1 else 'come'}" if found.comes else "",
        f"{len(found.gone)} {'goes' if len(found.gone) == 1 else 'go'}" if found.gone else "",
        f"{changed} {'changes' if changed == 1 else 'change'}" if changed else "",
    )
    return " · ".join(part for part in parts if part) or "nothing in your plan is different"
