"""What should I do next? At most three templates, each with its reason in a sentence.

The order: what keeps a certificate that nothing keeps yet; what goes on from a step that was done; company for who goes
for something hard alone; the balance that the stage of a career asks for; what no plan is about yet. The same plan on
the same day gives the same suggestions. The weights are the author's default, no finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from planner.domain.anchors import in_effect
from planner.domain.plan import Goal, Plan
from planner.domain.stages import Offered, offered

if TYPE_CHECKING:
    from planner.domain.template import Template

MOST = 3
HARD = frozenset({"craft", "certification"})
SOFT = frozenset({"people-management", "leadership", "soft-skill", "networking", "mentoring"})
_ALONE = frozenset({"craft", "certification", "degree"})
_LIVE = frozenset({"active", "paused"})
LOOK_BACK = timedelta(days=365)
"""What was done longer ago says nothing about the balance of now."""
_NOTHING_YET = {
    "craft": "None of your plans deepens your craft at the moment.",
    "certification": "No certificate is under way, and one is a proof that strangers accept.",
    "people-management": "None of your plans is about leading people yet.",
    "leadership": "None of your plans lets you lead yet, which needs no title.",
    "soft-skill": "None of your plans trains how you speak, listen and work with others.",
    "networking": "None of your plans widens the circle of people who know your work.",
    "mentoring": "None of your plans has a mentor or a mentee in it.",
    "evidence": "Nothing collects the proof of what you do yet; the next talk about pay or a new role asks for it.",
    "review": "Nothing holds your plans together over the year yet.",
}


class Pickable(Offered, Protocol):
    """What is known of a template on the shelf."""

    @property
    def id(self) -> str:
        """Its id."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A template that would be next, by id and title, and why."""

    template: str
    title: str
    reason: str


_T = TypeVar("_T", bound=Pickable)


def suggestions(
    shelf: Sequence[_T], plan: Plan, template_of: Callable[[Goal], Template | None], today: date
) -> tuple[Suggestion, ...]:
    """At most three; none that is under way, and none twice of one kind but what goes on from what was done.

    `template_of` gives the template a goal was built from, as it was then.
    """
    picking = _Picking(shelf, plan, template_of, today)
    found: dict[str, Suggestion] = {}
    kinds: set[str] = set()
    for entry, reason in (*picking.keeping(), *picking.going_on()):
        found.setdefault(entry.id, Suggestion(template=entry.id, title=entry.title, reason=reason))
        kinds.add(entry.category)
    for entry, reason in (*picking.company(), *picking.balance(), *picking.missing()):
        if entry.category not in kinds and entry.id not in found:
            found[entry.id] = Suggestion(template=entry.id, title=entry.title, reason=reason)
            kinds.add(entry.category)
    return tuple(found.values())[:MOST]


def hard_share(plan: Plan, today: date) -> int | None:
    """The percentage of hard skills in the effort of what is open in active goals and of what was done in the last
    year; `both` counts half. None without any effort."""
    active = {goal.id for goal in plan.goals.values() if goal.status == "active"}
    hard = every = 0
    for milestone in plan.milestones.values():
        done = milestone.status == "done" and milestone.done_on is not None and milestone.done_on > today - LOOK_BACK
        times = sum(1 for each in milestone.occurrences if each.done_on and each.done_on > today - LOOK_BACK)
        times += done or (milestone.is_open and milestone.goal in active)
        minutes = (milestone.effort or 0) * times
        hard += minutes * {"hard": 2, "both": 1, "soft": 0}[milestone.balance]
        every += minutes * 2
    return round(100 * hard / every) if every else None


class _Picking(Generic[_T]):
    """The rules, each of which gives templates with their reasons, the best first."""

    def __init__(
        self, shelf: Sequence[_T], plan: Plan, template_of: Callable[[Goal], Template | None], today: date
    ) -> None:
        self._plan = plan
        self._template_of = template_of
        self._stage = plan.profile.stage
        self._share = hard_share(plan, today)
        self._by_id = {entry.id: entry for entry in shelf}
        goals = [goal for goal in plan.goals.values() if goal.template is not None]
        self._goals = sorted(goals, key=lambda goal: (goal.order, goal.id))
        self._live = {goal.template.id for goal in goals if goal.template and goal.status in _LIVE}
        self._had = {goal.template.id for goal in goals if goal.template}
        self._categories = {entry.category for entry in shelf if entry.id in self._live}
        fresh = [entry for entry in shelf if entry.id not in self._had and entry.plan_from != "earned"]
        # Which certificate is the right one only the person knows: the plan that is open for any stands for all.
        self._fresh = sorted(
            offered((entry for entry in fresh if self._stage in {None, *entry.stages}), self._stage or "mid"),
            key=lambda entry: -len(entry.stages) if entry.category == "certification" else 0,
        )
        order = [entry.category for entry in offered(shelf, self._stage or "mid")]
        self._fresh.sort(key=lambda entry: order.index(entry.category))

    def _offers(self) -> Iterator[tuple[Goal, str, _T]]:
        """Goals that were not dropped, with the key of a step of theirs and what it offers, where that is new."""
        for goal in self._goals:
            template = self._template_of(goal) if goal.status != "dropped" else None
            for step in template.milestones if template is not None else ():
                entry = self._by_id.get(step.offers or "")
                if entry is not None and entry.id not in self._had:
                    yield goal, step.key, entry

    def keeping(self) -> Iterator[tuple[_T, str]]:
        """What keeps a certificate that was earned and that no plan keeps."""
        for goal, key, entry in self._offers():
            if entry.plan_from == "earned" and (
                goal.status == "achieved"
                or in_effect("earned", self._template_of(goal), goal.answers)
                or self._done(goal, key)
            ):
                yield entry, f"You have what “{goal.title}” aimed at, and no plan keeps it alive yet."

    def going_on(self) -> Iterator[tuple[_T, str]]:
        """What a step that was done leads to."""
        for goal, key, entry in self._offers():
            if entry.plan_from != "earned" and (title := self._done(goal, key)):
                yield entry, f"You did “{title}” in “{goal.title}”, and this goes on from there."

    def _done(self, goal: Goal, key: str) -> str:
        """The title of the step, if it was done."""
        done = [each for each in self._plan.members(goal.id) if each.key == key and each.status == "done"]
        return done[0].title if done else ""

    def company(self) -> Iterator[tuple[_T, str]]:
        """A mentor for who is early or in the middle and goes for something hard without one."""
        mentored = {"mentoring"} & {self._by_id[each].category for each in self._had if each in self._by_id}
        alone = next(
            (
                goal
                for goal in self._goals
                if goal.status == "active" and goal.template and self._category(goal.template.id) in _ALONE
            ),
            None,
        )
        if alone is None or mentored or self._stage == "senior":
            return
        for entry in self._fresh:
            if entry.category == "mentoring" and "early" in entry.stages:
                yield entry, f"You lead “{alone.title}” alone so far: somebody who went that way can spare you detours."

    def _category(self, template_id: str) -> str:
        return self._by_id[template_id].category if template_id in self._by_id else ""

    def balance(self) -> Iterator[tuple[_T, str]]:
        """Hard skills early, both in the middle, soft skills later."""
        share, stage = self._share, self._stage
        part = f"{share} % of the effort in your plan is for hard skills"
        if stage == "early" and not self._categories & HARD:
            yield from self._of(HARD, "Early on hard skills carry furthest, and no plan for one is under way.")
        elif stage == "early" and share is not None and share >= 80:
            yield from self._of(SOFT, f"{part}: a small plan for soft ones keeps you from being good alone.")
        elif stage == "mid" and share is not None and share > 60:
            yield from self._of(SOFT, f"{part}, and in mid-career both count.")
        elif stage == "mid" and share is not None and share < 40:
            yield from self._of(HARD, f"Only {part}, and in mid-career both count.")
        elif stage == "senior" and (share is None or share > 40):
            said = f"{part}, but" if share is not None else "From here on"
            yield from self._of(SOFT, f"{said} it is soft skills that carry the rest of the way.")

    def _of(self, categories: frozenset[str], reason: str) -> Iterator[tuple[_T, str]]:
        found = [entry for entry in self._fresh if entry.category in categories]
        new = [entry for entry in found if entry.category not in self._categories]
        yield from ((entry, reason) for entry in (new or found)[:1])

    def missing(self) -> Iterator[tuple[_T, str]]:
        """What no plan is about yet, in the order of the stage; no degree: nobody begins one on a hint."""
        for entry in self._fresh:
            if entry.category in _NOTHING_YET and entry.category not in self._categories:
                yield entry, _NOTHING_YET[entry.category]
