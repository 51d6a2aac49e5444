"""What a milestone follows: what still holds it back, and chains that bite their own tail."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from planner.domain.plan import Milestone
from planner.domain.repeat import has_end
from planner.domain.values import replace

LONG = 12
"""A chain of more steps than this is not named whole."""


def open_before(milestone: Milestone, milestones: Mapping[str, Milestone]) -> tuple[str, ...]:
    """Ids of what the milestone follows and is still open: done or skipped satisfies `after`.

    A series holds back what follows until its occurrences up to that day are closed; one without an end holds
    back nothing. A step that comes after each occurrence waits for that occurrence only.
    """
    if not milestone.after:
        return ()
    found = []
    for before_id in milestone.after:
        before = milestones.get(before_id)
        if before is not None and before.is_open and holds_back(before, milestone):
            found.append(before_id)
    return tuple(found)


def holds_back(before: Milestone, milestone: Milestone) -> bool:
    """Whether `before`, which is open and which the milestone follows, has to be closed first. See `open_before`."""
    if before.repeat is None:
        return True
    if milestone.repeat is not None and milestone.repeat.each == before.id:
        return before.n <= milestone.n
    if not has_end(before):
        return False
    return before.due is None or milestone.due is None or before.due <= milestone.due


def unlinked(milestone: Milestone, gone: Collection[str]) -> Milestone:
    """The milestone without its pointers to those that go; a series that followed one of them stands alone."""
    after = tuple(each for each in milestone.after if each not in gone)
    repeat = milestone.repeat
    if repeat is not None and repeat.each is not None and repeat.each in gone:
        repeat = None
    return replace(milestone, after=after, repeat=repeat)


def find_loop(start: str, milestones: Mapping[str, Milestone]) -> Sequence[str] | None:
    """Ids of a chain from `start` along `after` back to `start`, both ends included; None if there is none."""
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        current = waiting.pop()
        milestone = milestones.get(current)
        for before in milestone.after if milestone else ():
            if before == start:
                chain = [start, current]
                while current != start:
                    current = came_from[current]
                    chain.append(current)
                return chain[::-1]
            if before not in came_from:
                came_from[before] = current
                waiting.append(before)
    return None


def named(chain: Sequence[str], milestones: Mapping[str, Milestone]) -> str:
    """`“A” → “B” → “A”`, of a chain of ids; of a long one its two ends."""
    titles = [f"“{milestones[each].title}”" for each in chain]
    return " → ".join(titles if len(titles) <= LONG else (*titles[: LONG // 2], "…", *titles[-LONG // 2 :]))


def following(milestone: Milestone, after: tuple[str, ...]) -> Milestone:
    """The milestone with these ids as what it follows. No longer after a series it does not come again with it."""
    repeat = milestone.repeat
    if repeat is not None and repeat.each is not None and repeat.each not in after:
        repeat = None
    return replace(milestone, after=after, repeat=repeat)


def comes_late(first: Milestone, milestone: Milestone) -> bool:
    """Whether `milestone` stands before `first`, which it follows; both open, on known or both on expected days."""
    return first.expected == milestone.expected and _stands_before(first, milestone)


def comes_late_if_expected(first: Milestone, milestone: Milestone) -> bool:
    """The same of two of which one stands on a known day and the other on one that is only expected."""
    return first.expected != milestone.expected and _stands_before(first, milestone)


def _stands_before(first: Milestone, milestone: Milestone) -> bool:
    if not (first.is_open and milestone.is_open) or first.due is None or milestone.due is None:
        return False
    if first.repeat is not None and first.repeat.each is not None:
        return False
    return first.due > milestone.due


def disorder(first: Milestone, milestone: Milestone) -> str:
    """The sentence about a dated milestone that would come before a dated one it follows."""
    assert first.due is not None
    assert milestone.due is not None
    return (
        f"“{milestone.title}” ({milestone.due.isoformat()}) would come before "
        f"“{first.title}” ({first.due.isoformat()}), which it follows."
    )


def disorder_if_expected(first: Milestone, milestone: Milestone) -> str:
    """The sentence about two of which one has an expected day, should that day come true."""
    assert first.due is not None
    assert milestone.due is not None
    known, other = milestone.due.isoformat(), first.due.isoformat()
    if first.expected:
        return f"“{first.title}” is expected on {other}, but “{milestone.title}”, which follows it, stands on {known}."
    return f"“{milestone.title}” is expected on {known}, but “{first.title}”, which it follows, stands on {other}."
