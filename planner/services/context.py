"""What every service holds: the store, the clock, ids, templates, and how a plan's words are looked up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from planner.domain.agenda import Lister
from planner.domain.dates import local_day, local_now
from planner.domain.errors import Ambiguous, NotFound, NotMet, TemplateInvalid
from planner.domain.plan import Edit, Goal, Milestone, Plan
from planner.domain.text import resolve, short_ids, shown
from planner.domain.values import dataclass, field

if TYPE_CHECKING:
    from planner.domain.change import Change
    from planner.domain.forecasts import Forecasts
    from planner.domain.living import Members
    from planner.domain.template import Template
    from planner.ports import Clock, Ids, Store, Templates


class ForecastReader:
    """Keeps the forecasts of all goals while plan, day and zone are the same: each needs those of the others."""

    def __init__(self) -> None:
        self._kept: tuple[Plan, date, tzinfo, Forecasts] | None = None

    def of(self, plan: Plan, today: date, zone: tzinfo) -> Forecasts:
        """Those of the plan on this day of who lives in `zone`."""
        kept = self._kept
        if kept is None or kept[0] is not plan or kept[1:3] != (today, zone):
            from planner.domain.forecasts import forecasts_of  # lists of milestones alone do without

            kept = self._kept = (plan, today, zone, forecasts_of(plan, today, zone))
        return kept[3]


@dataclass(frozen=True)
class Context:
    """The ports, and the parsed templates of goals by digest."""

    store: Store
    clock: Clock
    ids: Ids
    templates: Templates
    _parsed: dict[str, Template] = field(default_factory=dict)
    _forecasts: ForecastReader = field(default_factory=ForecastReader)

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self.clock.now()

    def today(self) -> date:
        """The person's day."""
        return local_day(self.clock.now(), self.clock.zone())

    def wall(self) -> datetime:
        """The person's wall time, naive, to the minute."""
        return local_now(self.clock.now(), self.clock.zone())

    def template_of(self, plan: Plan, goal: Goal | None) -> Template | None:
        """The template as it was when the goal was built from it; None for a goal made by hand.

        None too where the copy cannot be read: one goal's dates that wait are no reason to show nothing at all.
        The doctor names it, and Goals.answer.
        """
        try:
            return self.read_template_of(plan, goal)
        except TemplateInvalid:
            return None

    def read_template_of(self, plan: Plan, goal: Goal | None) -> Template | None:
        """As `template_of`; None only where there is no copy. Raises TemplateInvalid."""
        if goal is None or goal.template is None:
            return None
        digest = goal.template.digest
        if digest not in self._parsed:
            copy = plan.templates.get(digest)
            if copy is None:
                return None
            self._parsed[digest] = self.templates.parse(copy.text)
        return self._parsed[digest]

    def lister(self, plan: Plan) -> Lister:
        """Lines of this plan as of now."""
        return Lister(
            plan, self.now(), self.clock.zone(), lambda goal: self.template_of(plan, goal), self._forecasts.of
        )

    def commit(self, act: Callable[[Plan], Edit]) -> Change | None:
        """One Change of the person."""
        return self.store.commit(act)


def find_milestone(plan: Plan, ref: str) -> Milestone:
    """By id, a unique prefix of it, or the id of one of its occurrences. Raises NotFound, Ambiguous."""
    ref = ref.strip().lower()
    if ref in plan.milestones:
        return plan.milestones[ref]
    try:
        return plan.milestones[resolve(ref, plan.milestones.keys(), "milestone")]
    except NotFound:
        for milestone in plan.milestones.values():
            if len(ref) >= 4 and any(past.id.startswith(ref) for past in milestone.occurrences):
                return milestone
        raise


def find_goal(plan: Plan, ref: str) -> Goal:
    """By id, a unique prefix of it, a unique beginning of its title, or the template it alone was built from.

    Raises NotFound, Ambiguous.
    """
    ref = ref.strip()
    if ref.lower() in plan.goals:
        return plan.goals[ref.lower()]
    by_id = [goal for goal in plan.goals.values() if len(ref) >= 4 and goal.id.startswith(ref.lower())]
    if len(by_id) == 1:
        return by_id[0]
    folded = ref.casefold()
    exact = [goal for goal in plan.goals.values() if goal.title.casefold() == folded]
    by_title = exact or [goal for goal in plan.goals.values() if folded and goal.title.casefold().startswith(folded)]
    by_title = by_title or [goal for goal in plan.goals.values() if goal.template and goal.template.id == folded]
    if len(by_title) == 1 and not by_id:
        return by_title[0]
    found = by_id or by_title
    if found:
        short = short_ids(plan.goals.keys())
        names = "; ".join(f"{short[goal.id]} {shown(goal.title)}" for goal in found[:8])
        raise Ambiguous(f"Several goals begin with “{shown(ref)}”: {names}.", "Type more of the id or of the title.")
    raise NotFound(f"No goal is called “{shown(ref)}”.", "See them all with: planner goal list")


def find_kept_goal(plan: Plan, ref: str) -> Goal:
    """As `find_goal`, for what is put into it. Raises NotMet for one that was dropped."""
    goal = find_goal(plan, ref)
    if goal.status == "dropped":
        raise NotMet(
            f"“{goal.title}” was dropped; nothing is put into it.",
            f"planner goal resume {short_ids(plan.goals.keys())[goal.id]} takes it up again.",
        )
    return goal


def members_of(plan: Plan, goal: Goal) -> Members:
    """The goal's milestones by (key, cycle)."""
    from planner.domain.living import keyed

    return keyed(plan.members(goal.id))
