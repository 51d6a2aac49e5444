"""What is done with many milestones at once, beyond what `Milestones` does with several ids: each is one Change.

Several ids are all or nothing; ids are those of milestones, unique prefixes of them, or of occurrences of series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.domain.agenda import Line
from planner.domain.copies import loose
from planner.domain.errors import NotMet, WrongUsage
from planner.domain.plan import Edit, Milestone, Plan
from planner.domain.repeat import as_done
from planner.domain.text import tag
from planner.services.closing import following_series, refuse_closed
from planner.services.context import Context, find_kept_goal, find_milestone
from planner.services.leaving import last_order, leaving
from planner.services.results import Done

if TYPE_CHECKING:
    from planner.domain.shifting_many import By, ManyShift

MOST_TAGS = 50


class Many:
    """Acts on several milestones."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def lines(self, ids: Sequence[str]) -> list[Line]:
        """Those of the records that are still there, in the order given; a closed occurrence as it was."""
        plan = self._context.store.load()
        lister = self._context.lister(plan)
        past = {each for each in ids if each not in plan.milestones}
        occurrences: dict[str, Milestone] = {}
        if past:
            series = [each for each in plan.milestones.values() if each.occurrences]
            occurrences = {one.id: as_done(each, one) for each in series for one in each.occurrences if one.id in past}
        found = (plan.milestones.get(each) or occurrences.get(each) for each in ids)
        return [lister.line(each) for each in found if each is not None]

    def tag(self, refs: Sequence[str], *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> Done:
        """Add tags and take tags away; what has one already keeps it once. Raises WrongUsage, also for one that is to
        be added and taken away, NotFound, NotMet."""
        more = tuple(dict.fromkeys(tag(each) for each in add))
        less = {tag(each).casefold() for each in remove}
        if not more and not less:
            raise NotMet("No tag was named.", "Write networking to add one, -networking to take one away.")
        if both := less & {each.casefold() for each in more}:
            raise WrongUsage(f"#{min(both)} cannot be added and removed at once.", "Say one of the two.")
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            targets = _targets(plan, refs)
            ids[:] = [each.id for each in targets]
            words = " ".join([*(f"#{each}" for each in more), *(f"-#{each}" for each in sorted(less))])
            return Edit(named(f"Tag {words} on", targets), tuple(_tagged(each, more, less) for each in targets))

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def to_goal(self, refs: Sequence[str], goal: str | None) -> Done:
        """Move to another goal; None: to the inbox. They keep their dates and stop counting from what they leave."""
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            targets = _targets(plan, refs)
            ids[:] = [each.id for each in targets]
            owner = find_kept_goal(plan, goal).id if goal is not None else None
            going = [each for each in targets if each.goal != owner]
            first = last_order(plan, owner)
            moved = [replace(loose(each), goal=owner, order=first + number) for number, each in enumerate(going)]
            return Edit(named("Move", targets), (*moved, *leaving(self._context, plan, going)))

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def preview_move(self, refs: Sequence[str], words: str) -> ManyShift:
        """What moving these by `words` (`+5`, `-3`, `2w`, a day) would do; nothing is stored.

        Raises WrongUsage, NotFound, and NotMet for what is done or skipped, and where none has a date to move from.
        """
        return self._shift(self._context.store.load(), refs, words)[0]

    def move_dates(self, refs: Sequence[str], words: str, *, alone: bool = False) -> Done:
        """Move these; what follows goes with them, or stands where it is if they move `alone`.

        What the dates then break is not asked again: the preview says it. Raises as `preview_move`.
        """
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            from planner.services.planning import standing

            found, by = self._shift(plan, refs, words)
            ids[:] = [each.after.id for each in found.marked]
            days = {each.after.id: each.after.due for each in found.marked if each.after.due}
            put = {each.after.id: each.after for each in (*found.marked, *found.moved)}
            if alone:
                put = {each.id: each for each in standing(self._context, plan, days)}
            else:
                put |= {each.id: each for each in following_series(self._context, plan, list(put.values()))}
            name = named("Move", [each.before for each in found.marked]) if found.marked else "Move"
            return Edit(f"{name}{_by_words(by)}{_with_words(found, alone=alone)}", tuple(put.values()))

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def _shift(self, plan: Plan, refs: Sequence[str], words: str) -> tuple[ManyShift, By]:
        from planner.domain.shifting_many import read_by, shift_many

        context = self._context
        by = read_by(words, context.today())
        targets = _targets(plan, refs)
        for each in targets:
            refuse_closed(each)
        days = {each.id: by.of(each.due) for each in targets if each.due is not None}
        if by.day is not None:
            days = {each.id: by.day for each in targets}
        if not days:
            raise NotMet("None of these has a date that could be moved.", "Give them one first: a date instead of +5.")
        found = shift_many(
            plan,
            days,
            template_of=lambda goal: context.template_of(plan, goal),
            today=context.today(),
            now=context.now(),
        )
        return replace(found, undated=tuple(each.id for each in targets if each.id not in days)), by


def _by_words(by: By) -> str:
    """` by 5 days`, ` 1 day earlier`, ` to 2026-12-01`."""
    if by.day is not None:
        return f" to {by.day.isoformat()}"
    days = by.days or 0
    number = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
    return f" by {number}" if days >= 0 else f" {number} earlier"


def _with_words(found: ManyShift, *, alone: bool) -> str:
    number = len(found.moved)
    if not number:
        return ""
    return ", alone" if alone else f", with {number} that {'follows' if number == 1 else 'follow'}"


def _targets(plan: Plan, refs: Sequence[str]) -> list[Milestone]:
    found = [find_milestone(plan, ref) for ref in refs]
    return list({each.id: each for each in found}.values())


def _tagged(milestone: Milestone, more: Sequence[str], less: set[str]) -> Milestone:
    kept = [each for each in milestone.tags if each.casefold() not in less]
    known = {each.casefold() for each in kept}
    tags = (*kept, *(each for each in more if each.casefold() not in known))
    if len(tags) > MOST_TAGS:
        raise NotMet(f"“{milestone.title}” would have {len(tags)} tags; at most {MOST_TAGS} fit.")
    return replace(milestone, tags=tags)


def named(verb: str, targets: Sequence[Milestone]) -> str:
    """What a person would call the Change."""
    return f"{verb} “{targets[0].title}”" if len(targets) == 1 else f"{verb} {len(targets)} milestones"
