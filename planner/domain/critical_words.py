"""The critical path in sentences: what is short of room, what should have been begun, why there is no path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from planner.domain.critical import Path, Timing
from planner.domain.dates import show_day
from planner.domain.dependencies import named
from planner.domain.plan import Plan

Shown = Callable[[date], str]
"""How a day is written."""


def why_words(path: Path, plan: Plan) -> str:
    """Why a goal has no critical path; "" where it has one."""
    title = plan.goals[path.goal].title
    return {
        "": "",
        "empty": f"“{title}” has no milestones yet, so there is no path to its end.",
        "done": f"Everything in “{title}” is done or skipped: nothing is left on the way.",
        "undated": f"Nothing that is open in “{title}” has a date that holds yet, so there is no path to its end.",
        "optional": f"All that is left in “{title}” is optional: nothing has to be on the way.",
        "endless": f"What is open in “{title}” comes again without an end, so there is no path to one.",
        "circle": f"What is open in “{title}” goes round in a circle, so nothing in it can come first.",
        "paused": f"“{title}” is paused, so nothing in it presses until it is resumed.",
        "achieved": f"“{title}” is achieved: nothing is left on the way.",
        "dropped": f"“{title}” was dropped: nothing in it presses.",
    }[path.why]


def circle_words(chain: Sequence[str], plan: Plan) -> str:
    """`“A” → “B” → “A” follow each other round in a circle, …`."""
    if len(set(chain)) == 1:
        return f"“{plan.milestones[chain[0]].title}” follows itself, so it can never begin. Take that link away."
    return f"{named(chain, plan.milestones)}: each waits for the next, round in a circle. Take one of these links away."


def warning(timing: Timing | None, plan: Plan, today: date) -> str:
    """What presses about a step, in a sentence; "" where nothing does."""
    if timing is None:
        return ""
    milestone = plan.milestones[timing.milestone]
    goal = plan.goals.get(milestone.goal or "")
    if timing.in_circle:
        return f"“{milestone.title}” waits for itself, round in a circle: take one of the links away."
    if timing.latest_due is None or timing.latest_start is None or (goal is not None and goal.status != "active"):
        return ""
    aim = _aim(timing, plan)
    by = show_day(timing.latest_due, today)
    if timing.slack is not None and timing.slack < 0:
        short = _days(-timing.slack)
        if milestone.due is None or milestone.due <= today:
            return f"“{milestone.title}” had to be done by {by} {aim}: that was {short} ago."
        stands = f"stands on {show_day(milestone.due, today)}"
        return f"“{milestone.title}” {stands} and has to be done by {by} {aim}: {short} short."
    if timing.overrun:
        begun = f"should have been begun by {show_day(timing.latest_start, today)}, {_days(timing.overrun)} ago"
        return f"“{milestone.title}” {begun}: it takes {_days(timing.length)} and has to be done by {by} {aim}."
    return ""


def path_warnings(path: Path, plan: Plan, today: date) -> Iterator[tuple[str, str]]:
    """(id of the step, sentence) of all that presses in a goal, the worst first; of a circle its first step."""
    for chain in path.circles:
        yield chain[0], circle_words(chain, plan)
    for each in path.late:
        yield each.milestone, warning(each, plan, today)


def pressing_words(timing: Timing | None) -> str:
    """What presses about a step, in as few words as there are: `begin now`, `3 days short`; "" where nothing does."""
    if timing is None:
        return ""
    if timing.in_circle:
        return "in a circle"
    if timing.slack is not None and timing.slack < 0:
        return slack_words(timing.slack)
    return "begin now" if timing.overrun else ""


def slack_words(slack: int | None) -> str:
    """`5 days of slack`, `no slack`, `2 days short`; "" where nothing limits it."""
    if slack is None:
        return ""
    if slack < 0:
        return f"{_days(-slack)} short"
    return f"{_days(slack)} of slack" if slack else "no slack"


def path_room(path: Path) -> str:
    """`5 days of slack`, and where all has much: `nothing is critical: 152 days of room`."""
    if path.steps and not path.critical and path.slack is not None:
        return f"nothing is critical: {_days(path.slack)} of room"
    return slack_words(path.slack)


def _own_slack(timing: Timing) -> str:
    if timing.limit == "next" and timing.slack is not None and timing.slack >= 0:
        return f"{_days(timing.slack)} until it comes again" if timing.slack else "no slack before it comes again"
    return slack_words(timing.slack)


def _begin(timing: Timing, shown: Shown) -> str:
    """By when it has to be begun; what has days in hand is due before that day, which has to be said otherwise."""
    if timing.latest_start is None or timing.begun:
        return ""
    in_hand = timing.slack is not None and timing.slack > 0
    return f"{'can begin as late as' if in_hand else 'begin by'} {shown(timing.latest_start)}"


def room_words(timing: Timing | None, *, critical: bool = False, shown: Shown = date.isoformat) -> str:
    """`begin by 2026-12-01 · no slack · critical`, `can begin as late as 2026-12-06 · 5 days of slack`; "" for what has
    no room."""
    if timing is None:
        return ""
    if timing.in_circle:
        return "goes round in a circle"
    words = [
        _begin(timing, shown),
        _own_slack(timing),
        "critical" if critical else "",
    ]
    return " · ".join(word for word in words if word)


def room_short(timing: Timing | None, *, critical: bool = False) -> str:
    """`critical · 5 d · begin 2026-12-01`, the same for a column of a table."""
    if timing is None:
        return ""
    if timing.in_circle:
        return "in a circle"
    slack = timing.slack
    again = " to the next" if timing.limit == "next" else ""
    words = [
        "critical" if critical else "",
        "" if slack is None else f"{-slack:,} d short" if slack < 0 else f"{slack:,} d{again}",
        f"begin {timing.latest_start.isoformat()}" if timing.latest_start and not timing.begun else "",
    ]
    return " · ".join(word for word in words if word)


def end_words(path: Path, plan: Plan) -> str:
    """What a path runs up to: `the target`; "" for none."""
    if path.end is None:
        return ""
    named_end = {"fixed": f"the fixed date of “{plan.milestones[path.steps[-1]].title}”", "target": "the target"}
    return named_end.get(path.limit, "the last day of the plan")


def _aim(timing: Timing, plan: Plan) -> str:
    if timing.limit == "step":
        return f"to leave room for “{plan.milestones[timing.by].title}”"
    return {
        "fixed": "because that date is fixed",
        "target": "to hold the target",
        "next": "before it comes again",
    }.get(timing.limit, "to end on time")


def _days(number: int) -> str:
    return f"{number:,} day{'s' if number != 1 else ''}"
