"""What follows what: links made and taken away from either end, as one Change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.domain.dependencies import following
from planner.domain.plan import Edit, Milestone, Plan
from planner.services.context import Context, find_milestone
from planner.services.edits import refuse_circle
from planner.services.results import Done


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What is to change about one milestone: what it comes to follow and no longer follows, and what comes to follow
    it and no longer does. Ids; what is so already stays so, and what is gone meanwhile is left out."""

    after: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to change."""
        return bool(self.after or self.not_after or self.before or self.not_before)


class Linking:
    """The links of milestones."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def change(self, ref: str, links: Links) -> Done:
        """Make and take away these links. Raises NotFound, Ambiguous, and NotMet for a circle, which it names."""
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            milestone = find_milestone(plan, ref)
            changed = linked(plan, milestone, links)
            ids[:] = [milestone.id]
            return Edit(_name(plan, milestone, links), tuple(changed.values()))

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def check(self, ref: str, links: Links) -> None:
        """Raise what `change` would raise; nothing is stored."""
        plan = self._context.store.load()
        linked(plan, find_milestone(plan, ref), links)


def linked(plan: Plan, milestone: Milestone, links: Links) -> Mapping[str, Milestone]:
    """The milestones that change, by id. Raises NotMet for a circle. What only takes links away is never refused."""
    known = plan.milestones
    first = [each for each in milestone.after if each not in links.not_after]
    first += [each for each in links.after if each in known]
    found = {milestone.id: following(milestone, tuple(dict.fromkeys(first)))}
    for each in links.not_before:
        if each in known and each != milestone.id:
            then = found.get(each, known[each])
            found[each] = following(then, tuple(one for one in then.after if one != milestone.id))
    for each in links.before:
        if each in known:
            then = found.get(each, known[each])
            found[each] = following(then, tuple(dict.fromkeys((*then.after, milestone.id))))
    changed = {each: new for each, new in found.items() if new != known[each]}
    if any(set(new.after) - set(known[each].after) for each, new in changed.items()):
        refuse_circle(found[milestone.id], {**known, **changed})
    return changed


def _name(plan: Plan, milestone: Milestone, links: Links) -> str:
    """`Let “Write” follow “Read”` for a single link, else what was changed about the milestone."""
    pairs: list[tuple[Sequence[str], str, bool]] = [
        (links.after, "follow", True),
        (links.not_after, "no longer follow", True),
        (links.before, "follow", False),
        (links.not_before, "no longer follow", False),
    ]
    made = [(each, verb, own) for ids, verb, own in pairs for each in ids if each in plan.milestones]
    if len(made) != 1:
        return f"Change what “{milestone.title}” follows, and what follows it"
    other, verb, own = made[0]
    pair = (milestone.title, plan.milestones[other].title)
    then, first = pair if own else pair[::-1]
    return f"Let “{then}” {verb} “{first}”"
