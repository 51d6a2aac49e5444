"""Milestones as an iCalendar file (RFC 5545): what is due as to-dos or events, with the leads as alarms.

Of what repeats the next occurrence only, under the id of its series: clients disagree about what becomes of a rule
when one occurrence is done. A day is a DATE; a time floats with whoever reads it, unless a zone pins it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Literal, TypeAlias
from zoneinfo import ZoneInfo

from planner import __version__
from planner.domain.dates import to_utc, wall_of, zone_of
from planner.domain.leads import Notice
from planner.domain.plan import Goal, Milestone, Plan
from planner.domain.text import clean
from planner.domain.values import dataclass

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Component

As: TypeAlias = Literal["todo", "event"]
NoticesOf: TypeAlias = Callable[[Milestone], Sequence[Notice]]

PRODUCT = "-//planner//planner//EN"
"""In every file of ours (PRODID): so a file of ours is known from others."""
KEPT_CLOSED = timedelta(days=90)
"""What was closed is in the file so long, so that it closes in the calendar too."""
_LONGEST = timedelta(hours=8)
_SHORTEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a file is written from, besides the milestones.

    `now` is in UTC; `zone` the machine's; `sequence` the SEQUENCE of all that is in it, which must be higher than in
    an earlier file whenever anything changed since; `name` is the calendar's.
    """

    as_: As
    now: datetime
    zone: tzinfo
    sequence: int
    name: str


def of_interest(plan: Plan, view: View, goal: str | None = None) -> list[Milestone]:
    """The milestones for a file: all that are open, but series that rest, and what was closed lately; of `goal` (id) or
    of all."""
    since = view.now - KEPT_CLOSED
    found = []
    for milestone in plan.milestones.values():
        owner = plan.goals.get(milestone.goal) if milestone.goal else None
        if (goal is not None and milestone.goal != goal) or (milestone.is_paused and milestone.is_open):
            continue
        if milestone.due is None and (view.as_ == "event" or not milestone.is_open):
            continue
        if milestone.closed_at is not None and not milestone.is_open and milestone.closed_at < since:
            continue
        if owner is not None and owner.ended_on is not None and owner.ended_on < since.date():
            continue
        found.append(milestone)
    return sorted(found, key=lambda each: (each.due or date.max, each.title, each.id))


def written(plan: Plan, milestones: Iterable[Milestone], notices_of: NoticesOf, view: View) -> bytes:
    """The file: CRLF, folded, UTF-8. `notices_of` is asked for what is open in active goals."""
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT.replace("//EN", f" {__version__}//EN"))
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", icalendar.vText(clean(view.name)))  # no property it knows, so it would not escape it
    zones: dict[str, list[datetime]] = {}
    entries = []
    for milestone in milestones:
        goal = plan.goals.get(milestone.goal) if milestone.goal else None
        entry = _todo(milestone, goal, view) if view.as_ == "todo" else _event(milestone, goal, view)
        for alarm in _alarms(milestone, goal, notices_of, view):
            entry.add_component(alarm)
        if isinstance(pinned := _zone(milestone), ZoneInfo) and milestone.due is not None:
            zones.setdefault(pinned.key, []).append(wall_of(milestone.due, milestone.at))
        entries.append(entry)
    _add_zones(calendar, zones)
    for entry in entries:
        calendar.add_component(entry)
    data: bytes = calendar.to_ical(sorted=False)
    return data


def _add_zones(calendar: Calendar, zones: dict[str, list[datetime]]) -> None:
    if zones:
        from planner.formats.zones import timezone

        for name, walls in sorted(zones.items()):
            calendar.add_component(timezone(ZoneInfo(name), min(walls).year - 1, max(walls).year + 1))


def _todo(milestone: Milestone, goal: Goal | None, view: View) -> Component:
    import icalendar

    todo = icalendar.Todo()
    _common(todo, milestone, goal, view)
    if milestone.due is not None:
        todo.add("due", _moment(milestone))
    dropped = goal is not None and goal.status == "dropped"
    match milestone.status:
        case "done":
            todo.add("status", "COMPLETED")
            todo.add("percent-complete", 100)
            todo.add("completed", (milestone.closed_at or view.now).astimezone(UTC).replace(microsecond=0))
        case "skipped":
            todo.add("status", "CANCELLED")
        case _ if dropped:
            todo.add("status", "CANCELLED")
        case status:
            todo.add("status", "IN-PROCESS" if status == "doing" else "NEEDS-ACTION")
            if milestone.checklist:
                ticked = sum(item.done for item in milestone.checklist)
                todo.add("percent-complete", 100 * ticked // len(milestone.checklist))
    return todo


def _event(milestone: Milestone, goal: Goal | None, view: View) -> Component:
    import icalendar

    event = icalendar.Event()
    _common(event, milestone, goal, view)
    start = _moment(milestone)
    event.add("dtstart", start)
    if isinstance(start, datetime):
        effort = timedelta(minutes=milestone.effort or 60)
        event.add("duration", min(max(effort, _SHORTEST), _LONGEST))
    else:
        event.add("transp", "TRANSPARENT")  # something is due on that day; it does not take the day
    gone = milestone.status == "skipped" or (goal is not None and goal.status == "dropped" and milestone.is_open)
    event.add("status", "CANCELLED" if gone else "TENTATIVE" if milestone.expected else "CONFIRMED")
    return event


def _common(entry: Component, milestone: Milestone, goal: Goal | None, view: View) -> None:
    entry.add("uid", milestone.id)
    entry.add("sequence", view.sequence)
    entry.add("dtstamp", view.now.astimezone(UTC).replace(microsecond=0))
    entry.add("created", milestone.created.astimezone(UTC).replace(microsecond=0))
    done = view.as_ == "event" and milestone.status == "done"
    entry.add("summary", ("✓ " if done else "") + clean(milestone.title))
    if text := clean(description(milestone), lines=True):
        entry.add("description", text)
    if goal is not None:
        entry.add("categories", [clean(goal.title)])


def description(milestone: Milestone) -> str:
    """Why, the proof, who has the ball, the checklist, and the notes."""
    parts = [
        milestone.why,
        f"Proof: {milestone.evidence}" if milestone.evidence else "",
        f"Waiting for {milestone.waiting_on}" if milestone.waiting_on and milestone.status == "waiting" else "",
        "\n".join(f"{'☑' if item.done else '☐'} {item.title}" for item in milestone.checklist),
        milestone.notes,
    ]
    return "\n\n".join(part for part in parts if part)


def _zone(milestone: Milestone) -> tzinfo | None:
    """The zone that pins its time; None: it floats."""
    if milestone.at is None or milestone.zone is None:
        return None
    return zone_of(milestone.zone, None)  # type: ignore[arg-type]  # None comes back where this machine lacks the zone


def _moment(milestone: Milestone) -> date | datetime:
    """A day, a time that floats, or a time in its zone; one that its zone leaves out that day comes after the gap."""
    assert milestone.due is not None
    if milestone.at is None:
        return milestone.due
    wall = wall_of(milestone.due, milestone.at.replace(second=0, microsecond=0))
    pinned = _zone(milestone)
    return wall if pinned is None else to_utc(wall, pinned).astimezone(pinned)


def _alarms(milestone: Milestone, goal: Goal | None, notices_of: NoticesOf, view: View) -> Iterable[Alarm]:
    """One for each lead that is still to come: what is past a calendar would raise at once."""
    if not milestone.is_open or milestone.due is None:
        return
    if goal is not None and (goal.status != "active" or goal.muted):
        return
    import icalendar

    to_come = {_trigger(milestone, each, view) for each in notices_of(milestone) if each.moment > view.now}
    for before_or_after in sorted(to_come):
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", clean(milestone.title))
        # A to-do with nothing but its due has no start to count from.
        alarm.add("trigger", before_or_after, parameters={"RELATED": "END"} if view.as_ == "todo" else {})
        yield alarm


def _trigger(milestone: Milestone, notice: Notice, view: View) -> timedelta:
    """How long after the due (midnight of its day, or its time) it comes, by the clock on the wall."""
    assert milestone.due is not None
    comes = notice.moment.astimezone(zone_of(milestone.zone, view.zone)).replace(tzinfo=None)
    return comes - wall_of(milestone.due, milestone.at, time())
