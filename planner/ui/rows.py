"""Lines of milestones and goals in columns, for the cells there are. Narrow ones lose columns, never the title."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from planner.domain.agenda import GoalLine, Line
from planner.domain.dates import humanize
from planner.domain.plan import Milestone
from planner.domain.repeat_words import strip_signs
from planner.domain.streaks import known_until, streak
from planner.domain.text import clean
from planner.domain.values import replace
from planner.ui import present
from planner.ui.present import Part, cut, fill, line, right

WHEN = 12
EFFORT = 5
ROOMY = 90
"""Cells from which a series shows how it was kept up lately."""
LATELY = 5
WORDY = 74
"""Cells from which a goal that is muted says so in a word; its sign stands there always."""
INBOX = "Inbox"


def milestone_row(
    shown: Line, cells: int, today: date, *, goal: bool = True, after: str = "", presses: str = ""
) -> Content:
    """`○ Mock exam 1      Earn the PMP      18:00      4 h`.

    `goal` shows whose it is; `after` says in the goal's place what it waits for, `presses` beside the date what
    presses about it.
    """
    milestone = shown.milestone
    mark, _ = present.symbol(milestone, blocked=bool(shown.blocked_by), snoozed=shown.snoozed)
    closed = not milestone.is_open
    style = "$danger" if shown.overdue else present.symbol_style(mark)
    show_effort = cells >= 40
    show_goal = goal and cells >= 54
    owner = min(28, max(14, cells // 5)) if show_goal else 0
    kept_up = _kept_up(milestone, known_until(shown.goal, today)) if milestone.repeat and cells >= ROOMY else ""
    tail = f" ↻ {kept_up}".rstrip() if milestone.repeat else ""
    room = cells - 2 - (WHEN + 2) - (EFFORT + 1 if show_effort else 0) - (owner + 2 if show_goal else 0)
    presses = f"  ! {presses}" if presses and cells >= 54 else ""
    room -= present.width(presses)
    title = cut(milestone.title, max(4, room - len(tail)))
    parts: list[Part] = [
        (f"{mark} ", style),
        (title, "$muted" if closed or shown.projected else "$text"),
        (tail, "$muted"),
    ]
    parts.append(" " * max(0, room - present.width(title) - len(tail)))
    if show_goal:
        parts += ["  ", (fill(after or _owner(shown, owner), owner), "$muted")]
    parts.append((presses, "$danger"))
    when = "paused" if milestone.is_paused else present.when_words(shown, today)
    if closed:
        when = _closed(shown, today)
    parts += ["  ", (fill(when, WHEN), "$danger" if shown.overdue else "$text" if shown.day == today else "$muted")]
    if show_effort:
        parts += [" ", (right(present.effort_words(milestone.effort, EFFORT), EFFORT), "$muted")]
    return line(*parts)


def _kept_up(milestone: Milestone, today: date) -> str:
    """`▮▮▯▮`: what became of the last occurrences of a series."""
    lately = replace(milestone, occurrences=milestone.occurrences[-LATELY:])
    found = streak(lately, today, LATELY)
    return strip_signs(found) if found is not None else ""


def _closed(shown: Line, today: date) -> str:
    done_on = shown.milestone.done_on
    if done_on is None or shown.milestone.status == "skipped":
        return shown.milestone.status
    day = humanize(done_on, today)
    return f"✓ {day}" if len(day) + 2 <= WHEN else day


def _owner(shown: Line, cells: int) -> str:
    if shown.goal is not None:
        return shown.goal.title
    tags = " ".join(f"#{tag}" for tag in shown.milestone.tags)
    whole = f"{INBOX} {tags}" if tags else INBOX
    return whole if present.width(whole) <= cells else tags


def goal_row(shown: GoalLine, cells: int, today: date, *, opened: bool) -> Content:
    """`▾ Earn the PMP      ━━━━━━━━────────  5 of 17   ● on track   1 Jan 2027    23 h   → 20 Dec`."""
    goal = shown.goal
    mark, said, style = present.HEALTH[shown.health]
    state = f"{mark} {said}" if shown.health else goal.status
    bar = 16 if cells >= 100 else 8 if cells >= 66 else 0
    show_left = cells >= 90
    show_target = cells >= 48
    show_expected = cells >= 104
    room = cells - 2 - (bar + 2 if bar else 0) - 10 - 12 - (WHEN + 2 if show_target else 0) - (8 if show_left else 0)
    room -= WHEN + 4 if show_expected else 0
    sign, word = present.MUTED
    muted = (f" {sign} {word}" if cells >= WORDY else f" {sign}") if goal.muted else ""
    title = cut(goal.title, max(6, room - len(muted)))
    gap = " " * max(0, room - present.width(title) - len(muted))
    parts: list[Part] = [("▾ " if opened else "▸ ", "$accent"), (title, "bold $text"), (muted, "$muted"), gap]
    if bar:
        parts += ["  ", present.bar(shown.done, shown.total, bar)]
    parts += ["  ", (right(f"{shown.done:,} of {shown.total:,}", 8), "$muted"), "  ", (fill(state, 10), style)]
    if show_target:
        parts += ["  ", (fill(humanize(goal.target, today) if goal.target else "no target", WHEN), "$muted")]
    if show_left:
        parts += ["  ", (right(present.effort_words(shown.effort_left, 6), 6), "$muted")]
    if show_expected:
        day = shown.forecast.expected if shown.forecast else None
        parts += ["  ", (fill(f"→ {humanize(day, today)}" if day else "", WHEN + 2), "$muted")]
    return line(*parts)


def milestone_hint(shown: Line, today: date) -> str:
    """All that the row of a milestone says, with nothing cut."""
    milestone = shown.milestone
    _, word = present.symbol(milestone, blocked=bool(shown.blocked_by), snoozed=shown.snoozed)
    owner = shown.goal.title if shown.goal else INBOX
    facts = [word, present.due_words(shown, today), present.effort_words(milestone.effort, 20), clean(owner)]
    return f"{clean(milestone.title)}\n{' · '.join(each for each in facts if each)}"


def goal_hint(shown: GoalLine, today: date) -> str:
    """All that the row of a goal says, with nothing cut."""
    goal = shown.goal
    _, word, _ = present.HEALTH[shown.health]
    target = f"target {humanize(goal.target, today)}" if goal.target else "no target"
    muted = f" · {present.MUTED[1]}" if goal.muted else ""
    return f"{clean(goal.title)}\n{word or goal.status}{muted} · {shown.done:,} of {shown.total:,} done · {target}"
