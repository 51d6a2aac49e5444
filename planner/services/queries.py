"""Reading the plan: nothing here writes, takes a lock, or depends on who asks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from planner.domain.agenda import GoalLine, Line, TodayView, goal_order
from planner.domain.cycle_due import may_be_behind
from planner.domain.plan import Goal, Milestone, Plan
from planner.domain.text import short_ids
from planner.domain.values import dataclass
from planner.services.context import Context, find_goal, find_milestone

if TYPE_CHECKING:
    from planner.domain.critical import Timing
    from planner.domain.leads import Renewal
    from planner.domain.missed import Missed
    from planner.domain.running import Behind
    from planner.domain.streaks import Streak
    from planner.domain.template import Question, Source, Step, Template
    from planner.services.critical import PathDetail, PathReader


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDetail:
    """A goal with all its lines; `questions` are those that can be answered now and are not. `newer_version` of its
    template is told by who asked `Upgrading.newer`. `path` is its critical path with the room of every open step."""

    line: GoalLine
    lines: tuple[Line, ...]
    template: Template | None
    questions: tuple[Question, ...]
    newer_version: str | None = None
    path: PathDetail | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneDetail:
    """A milestone with what stands around it.

    `leads` are those that hold, `lead_sets` the names of the sets of the profile among them, `renewal` the ends of a
    certificate that remind too; `slack` is in days (see `domain.critical`); `sourced` names the numbers that have a
    source. `streak` says how steadily a series is kept up, `missed` what of it is over and was not done. `timing` is
    its room, while it is open; `critical` says whether it is on the critical path of its goal, `warning` what presses
    about it, in a sentence.
    """

    line: Line
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    leads: tuple[str, ...]
    lead_sets: tuple[str, ...]
    renewal: Renewal | None
    sources: tuple[Source, ...]
    sourced: tuple[str, ...]
    step: Step | None
    slack: int | None
    streak: Streak | None = None
    missed: Missed | None = None
    timing: Timing | None = None
    critical: bool = False
    warning: str = ""


class Queries:
    """What the person can look at."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._reader: PathReader | None = None

    def plan(self) -> Plan:
        """The plan as it is on disk now."""
        return self._context.store.load()

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self._context.now()

    def today(self) -> date:
        """The person's day."""
        return self._context.today()

    def today_view(self) -> TodayView:
        """Place 1."""
        return self._context.lister(self.plan()).today_view()

    def next(self, limit: int = 10) -> list[Line]:
        """What can be done next, in order; limit 0 = all."""
        return self._context.lister(self.plan()).next(limit)

    def agenda(self, days: int = 7) -> list[Line]:
        """Overdue, then day by day."""
        return self._context.lister(self.plan()).agenda(days)

    def search(self, text: str, limit: int = 0) -> list[Line]:
        """Milestones that a filter as it is typed lets through, the best match first, at most `limit` (0 = all)."""
        from planner.domain.filters import parse_filter

        plan = self.plan()
        wanted = parse_filter(text, self.today(), saved=plan.profile.filters)
        return self._context.lister(plan).find(wanted, limit)

    def lines(self) -> list[Line]:
        """Every milestone as a line, goal by goal in their order, the inbox last."""
        plan = self.plan()
        lister = self._context.lister(plan)
        owners = [goal.id for goal in sorted(plan.goals.values(), key=goal_order)]
        rest = [owner for owner in plan.by_goal if owner not in plan.goals]
        return [lister.line(each) for owner in (*owners, *rest) for each in plan.by_goal.get(owner, ())]

    def members(self, goal: str | None) -> tuple[Line, ...]:
        """The milestones of the goal of this id, or of the inbox, as lines in their order."""
        plan = self.plan()
        lister = self._context.lister(plan)
        return tuple(lister.line(each) for each in plan.by_goal.get(goal, ()))

    def filtered(self, lines: Iterable[Line], text: str) -> list[Line]:
        """Those of the lines that a filter, by its text or the name it was saved under, lets through, in their order.

        Raises WrongUsage for what is none, and NotFound for an `@name` that is not there.
        """
        from planner.domain.filters import parse_filter
        from planner.domain.saved_filters import meant

        saved = self.plan().profile.filters
        wanted = parse_filter(meant(text, saved), self.today(), strict=True, saved=saved)
        return [line for line in lines if wanted.lets(line)]

    def check_terms(self, text: str) -> None:
        """Raise WrongUsage for a term of a search that makes no sense, NotFound for an `@name` that is not there."""
        from planner.domain.filters import parse_filter

        parse_filter(text, self.today(), sound=True, saved=self.plan().profile.filters)

    def goals(self, *, everything: bool = False) -> list[GoalLine]:
        """All goals but the dropped ones; with `everything` those too."""
        return self._context.lister(self.plan()).goals(everything=everything)

    def goals_where(self, lets: Callable[[Goal], bool], limit: int) -> list[GoalLine]:
        """At most `limit` of all goals, dropped ones too, that it lets through; only these are worked out."""
        plan = self.plan()
        lister = self._context.lister(plan)
        found = (goal for goal in sorted(plan.goals.values(), key=goal_order) if lets(goal))
        return [lister.goal_line(goal) for goal in islice(found, limit)]

    def goal(self, ref: str) -> GoalDetail:
        """One goal whole. Raises NotFound, Ambiguous."""
        plan = self.plan()
        goal = find_goal(plan, ref)
        lister = self._context.lister(plan)
        template = self._context.template_of(plan, goal)
        return GoalDetail(
            line=lister.goal_line(goal),
            lines=tuple(lister.line(milestone) for milestone in plan.by_goal.get(goal.id, ())),
            template=template,
            questions=_open_questions(goal, template) if template else (),
            path=self._paths().path(lister, goal),
        )

    def behind(self) -> list[Behind]:
        """The active goals whose planned cycle is over while a later one runs; `Goals.next_cycle` plans that."""
        plan, today = self.plan(), self.today()
        goals = {goal.id: goal for goal in plan.goals.values() if goal.status == "active" and goal.template is not None}
        cyclic: dict[str, list[Milestone]] = {}
        for milestone in plan.milestones.values() if goals else ():
            if milestone.cycle and milestone.goal in goals:
                cyclic.setdefault(milestone.goal, []).append(milestone)
        found = [goals[key] for key, members in cyclic.items() if may_be_behind(goals[key], members, today)]
        if not found:
            return []
        from planner.services.cycles import goals_behind  # mostly there is none

        return goals_behind(self._context, plan, found)

    def path(self, ref: str) -> PathDetail:
        """The critical path of a goal, with what presses in it. Raises NotFound, Ambiguous."""
        plan = self.plan()
        return self._paths().path(self._context.lister(plan), find_goal(plan, ref))

    def paths(self) -> list[PathDetail]:
        """The critical paths of all active goals, in their order."""
        lister = self._context.lister(self.plan())
        goals = sorted((goal for goal in lister.plan.goals.values() if goal.status == "active"), key=goal_order)
        return [self._paths().path(lister, goal) for goal in goals]

    def _paths(self) -> PathReader:
        if self._reader is None:
            from planner.services.critical import PathReader  # lists do without

            self._reader = PathReader()
        return self._reader

    def milestone(self, ref: str) -> MilestoneDetail:
        """One milestone with what it follows, what follows it, its leads and sources. Raises NotFound, Ambiguous."""
        from planner.domain.critical_words import warning
        from planner.domain.lead_choice import effective_leads, given_leads
        from planner.domain.lead_names import sets_in
        from planner.domain.missed import missed
        from planner.domain.streaks import known_until, streak
        from planner.services.lead_sources import LeadSources

        plan = self.plan()
        milestone = find_milestone(plan, ref)
        lister = self._context.lister(plan)
        line = lister.line(milestone)
        template = self._context.template_of(plan, line.goal)
        step = template.steps.get(milestone.key) if template and milestone.key else None
        remind = step.remind if step else None
        after = (plan.milestones[each] for each in plan.successors.get(milestone.id, ()))
        before = (plan.milestones[each] for each in milestone.after if each in plan.milestones)
        paths = self._paths().of(plan, lister.today)
        timing = paths.timing(milestone.id)
        return MilestoneDetail(
            line=line,
            before=tuple(lister.line(each) for each in before),
            after=tuple(lister.line(each) for each in after),
            leads=effective_leads(milestone, line.goal, remind, plan.profile),
            lead_sets=sets_in(given_leads(milestone, line.goal, remind, plan.profile), plan.profile.lead_sets),
            renewal=LeadSources(plan, self._context.templates).renewal(milestone) if milestone.cycle else None,
            sources=tuple(template.cited[each] for each in step.sources if each in template.cited)
            if template and step
            else (),
            sourced=step.sourced if step else (),
            step=step,
            slack=timing.slack if timing else None,
            streak=streak(milestone, known_until(line.goal, lister.today)),
            missed=missed(milestone, known_until(line.goal, lister.today)),
            timing=timing,
            critical=paths.is_critical(milestone.id),
            warning=warning(timing, plan, lister.today),
        )

    def missed(self, ref: str, on: date | None = None) -> Missed | None:
        """What of a series is over, by that day or today, and was not done; None for anything else. Raises NotFound,
        Ambiguous."""
        from planner.domain.missed import missed

        return missed(find_milestone(self.plan(), ref), on or self.today())

    def line(self, milestone: Milestone) -> Line:
        """The milestone as a line."""
        return self._context.lister(self.plan()).line(milestone)

    def resolve_milestone(self, ref: str) -> str:
        """The id that a prefix stands for. Raises NotFound, Ambiguous."""
        return find_milestone(self.plan(), ref).id

    def resolve_goal(self, ref: str) -> str:
        """The id that a prefix of an id or of a title stands for. Raises NotFound, Ambiguous."""
        return find_goal(self.plan(), ref).id

    def short_ids(self, of: Collection[Line] | None = None) -> Mapping[str, str]:
        """By id of milestones and goals, the shortest prefix that is unique among its kind; with `of` of their own."""
        plan = self.plan()
        if of is not None:
            return short_ids(plan.milestones.keys(), [line.milestone.id for line in of])
        return {**short_ids(plan.goals.keys()), **short_ids(plan.milestones.keys())}


def _open_questions(goal: Goal, template: Template) -> tuple[Question, ...]:
    """Those in question now that are not answered, but for what only steps ask that were left out of the goal."""
    from planner.domain.anchors import is_met, month_question

    askers = {
        question.key: [step.key for step in template.milestones if question.key in step.asks]
        for question in template.questions
    }
    month = month_question(template, goal.answers)
    return tuple(
        question
        for question in (*template.questions, *((month,) if month is not None else ()))
        if question.key not in goal.answers
        and question.key not in {"start", "target"}
        and is_met(question.if_, template, goal.answers)
        and not ((asking := askers.get(question.key)) and all(key in goal.without for key in asking))
    )
