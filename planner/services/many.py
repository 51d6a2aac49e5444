"""What is done with many milestones at once, beyond what `Milestones` does with several ids: each is one Change.

Several ids are all or nothing; ids are those of milestones, unique prefixes of them, or of occurrences of series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.domain.agenda import Line
from planner.domain.copies import loose
from planner.domain.errors import NotMet
from planner.domain.plan import Edit, Milestone, Plan
from planner.domain.repeat import as_done
from planner.domain.text import tag
from planner.services.context import Context, find_goal, find_milestone
from planner.services.leaving import last_order, leaving
from planner.services.results import Done

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
        """Add tags and take tags away; what has one already keeps it once. Raises WrongUsage, NotFound, NotMet."""
        more = tuple(dict.fromkeys(tag(each) for each in add))
        less = {tag(each).casefold() for each in remove}
        if not more and not less:
            raise NotMet("No tag was named.", "Write networking to add one, -networking to take one away.")
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
            owner = find_goal(plan, goal).id if goal is not None else None
            going = [each for each in targets if each.goal != owner]
            first = last_order(plan, owner)
            moved = [replace(loose(each), goal=owner, order=first + number) for number, each in enumerate(going)]
            return Edit(named("Move", targets), (*moved, *leaving(self._context, plan, going)))

        return Done(change=self._context.commit(act), ids=tuple(ids))


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
