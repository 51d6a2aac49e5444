"""What a plan becomes that has less time than it is meant to take: its moments in proportion, its series shorter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from planner.domain.anchors import Anchors, Spelled, counted_from, rewritten
from planner.domain.durations import Days, parse_days, parse_moment, show_effort
from planner.domain.living import anchors_of, keyed, redated
from planner.domain.plan import Goal, Milestone, Repeat
from planner.domain.repeat import projected, remaining
from planner.domain.values import replace

if TYPE_CHECKING:
    from planner.domain.layout import DraftLine
    from planner.domain.template import Step, Template


def compressed(template: Template, start: date, target: date, today: date) -> dict[str, Spelled]:
    """Moments counted from start or target, shrunk in proportion so that all between them fits after today.

    What follows the target, counts from another step, or is a sourced duration keeps its distance.
    """
    span, left = (target - start).days, (target - today).days
    spelled = {}
    for step in template.milestones:
        moment = parse_moment(step.when)
        if moment.anchor not in {"start", "target"} or "when" in step.sourced:
            continue
        base = start if moment.anchor == "start" else target
        place = (moment.offset.added_to(base) - start).days
        if place > span:
            continue
        day = place * left // span
        until = None
        repeat = step.repeat
        # One without a number ends with the plan, however long that is.
        if repeat is not None and repeat.every is not None and repeat.count is not None and repeat.until is None:
            every, more = parse_days(repeat.every), repeat.count - 1
            last = (Days(every.months * more, every.days * more).added_to(moment.offset.added_to(base)) - start).days
            until = _moment("target", min(last, span) * left // span - left)
        from_start = moment.anchor == "start" or (until is not None and _follows_the_start_alone(step, template))
        spelled[step.key] = Spelled(
            when=_moment("start", day) if from_start else _moment("target", day - left),
            earliest=step.earliest,
            latest=step.latest,
            until=until,
        )
    return spelled


def _moment(anchor: str, days: int) -> str:
    return f"{anchor}{'+' if days > 0 else '-'}P{abs(days)}D" if days else anchor


def _follows_the_start_alone(step: Step, template: Template) -> bool:
    """Whether a series may begin where it is and only end with the target: when the target comes later after all,
    the occurrences that were squeezed out come back."""
    return all(parse_moment(template.steps[key].when).anchor == "start" for key in step.after if key in template.steps)


Window = tuple[date, date]
"""From where to where a plan has yet to go."""


def squeezed(
    goal: Goal,
    template: Template | None,
    milestones: Sequence[Milestone],
    windows: tuple[Window, Window],
    now: datetime,
    *,
    was: Goal,
) -> tuple[Milestone, ...]:
    """The milestones that change when the soft, open ones that count from start or target keep their place in
    proportion, from the old window to the new one; series of so many times end in proportion too. `goal` has its new
    dates, `was` those until now. What is late comes first. A sourced distance stays, what lies outside the window
    otherwise, and the rhythm of a series that is under way."""
    (old_from, old_to), (new_from, new_to) = windows
    has_begun = was.start is not None and was.start < old_from
    anchors = anchors_of(goal, template, keyed(milestones))

    def place(day: date) -> date:
        days = (day - old_from).days * (new_to - new_from).days // (old_to - old_from).days
        return new_from + timedelta(days=days)

    respelled: dict[str, Milestone] = {}
    for each in milestones:
        step = template.steps.get(each.key or "") if template else None
        day = each.scheduled or each.due
        soft = each.is_open and not each.fixed and not each.cycle
        if not soft or day is None or counted_from(each.moment) not in {"start", "target"}:
            continue
        if step is not None and "when" in step.sourced:
            continue
        under_way = each.repeat is not None and (each.n > 1 or bool(each.repeat.passed))
        if day > old_to or (day < old_from and not (has_begun or under_way)):
            continue
        repeat = each.repeat
        if repeat is not None and repeat.each is None and repeat.count is not None:
            ends = place(max(max(projected(each, day, old_to), default=day), old_from))
            repeat = replace(repeat, until=ends, moment=rewritten(anchors, "target", 0, ends))
        moment = _respelled(each, repeat, template, anchors, place(max(day, old_from)))
        respelled[each.id] = replace(each, moment=moment, earliest=None, latest=None, repeat=repeat)
    members = [respelled.get(each.id, each) for each in milestones]
    placed = {each.id: each for each in redated(goal, template, members, {"start", "target"}, now=now, was=was)}
    after = [placed.get(each.id, each) for each in members]
    return tuple(new for old, new in zip(milestones, after, strict=True) if new != old)


def _respelled(
    milestone: Milestone, repeat: Repeat | None, template: Template | None, anchors: Anchors, day: date
) -> str | None:
    """The moment of a milestone that is to come on `day`: from the anchor it has, or, as when it is built, from the
    start, where a series then only has to end with the target."""
    if repeat is None:
        return rewritten(anchors, milestone.moment, milestone.cycle, day)
    if milestone.n > 1 or repeat.passed:
        return rewritten(anchors, milestone.moment, milestone.cycle, repeat.first or day)
    step = template.steps.get(milestone.key or "") if template else None
    ends = repeat.each is None and repeat.count is not None
    from_start = ends and template is not None and step is not None and _follows_the_start_alone(step, template)
    return rewritten(anchors, "start" if from_start else milestone.moment, milestone.cycle, day)


class Fewer(NamedTuple):
    """A series that comes less often: how often now and else, minutes each time, and whether it has its own rhythm."""

    title: str
    times: int
    usual: int
    effort: int
    own: bool


def left_out(lines: Iterable[DraftLine], usual: Mapping[str, DraftLine]) -> tuple[str, ...]:
    """Which series come less often than in a plan of the usual length, and how much work that leaves out, as a
    sentence; none where nothing is left out."""
    return fewer_words(
        [
            Fewer(one.title, line.count, other.count, one.effort or 0, line.step.repeat is not None)
            for line in lines
            if line.ticked and (other := usual.get(line.step.key)) is not None and 0 < line.count < other.count
            if (one := line.milestone).due is not None and other.milestone.due is not None
        ],
        "usual",
    )


def left_out_by_moving(before: Sequence[Milestone], changed: Sequence[Milestone]) -> tuple[str, ...]:
    """The same of the `changed` milestones that replace those of `before`: series that end in another way, and those
    that follow them."""
    old = {each.id: each for each in before}
    new = {**old, **{each.id: each for each in changed}}
    ends = {each.id for each in changed if each.repeat is not None and each.repeat.count is not None}
    found = []
    for each in new.values():
        repeat = each.repeat
        if repeat is None or not ({each.id, repeat.each} & ends):
            continue
        was = old[each.id]
        usual = remaining(was, old.get(was.repeat.each or "") if was.repeat else None)
        times = remaining(each, new.get(repeat.each or ""))
        if usual is not None and times is not None and times < usual:
            found.append(Fewer(each.title, times, usual, each.effort or 0, repeat.each is None))
    return fewer_words(found, "before")


def fewer_words(fewer: Sequence[Fewer], than: str) -> tuple[str, ...]:
    """`There is less time than usual, 3 h less work: “Study” 5 times instead of 8.`; none where there is none."""
    if not fewer:
        return ()
    minutes = sum((each.usual - each.times) * each.effort for each in fewer)
    work = f", {show_effort(minutes)} less work" if minutes else ""
    own = [each for each in fewer if each.own]
    said = [f"“{each.title}” {_times(each.times)} instead of {each.usual}" for each in own[:2]]
    more = f", and {len(own) - 2} more" if len(own) > 2 else ""
    return (f"There is less time than {than}{work}: {', '.join(said)}{more}.",)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
