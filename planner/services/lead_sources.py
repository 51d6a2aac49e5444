"""What templates say about reminding, for one plan; asked for milestone by milestone, and only as far as needed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from planner.domain.durations import parse_moment
from planner.domain.errors import TemplateInvalid, WrongUsage
from planner.domain.lead_choice import Leads, effective_leads
from planner.domain.leads import Renewal, notices_of
from planner.domain.plan import Goal, Milestone, Plan
from planner.ports import Templates

if TYPE_CHECKING:
    from planner.domain.anchors import Anchors
    from planner.domain.template import Template
    from planner.library.leads import TemplateReminders


class LeadSources:
    """The leads of steps, the ends of windows, the ends of certificates. Nothing here raises for a bad template."""

    def __init__(self, plan: Plan, templates: Templates) -> None:
        self._plan = plan
        self._templates = templates
        self._read: dict[str, TemplateReminders | None] = {}
        self._parsed: dict[str, Template | None] = {}
        self._anchors: dict[str, Anchors] = {}
        self._standing_in: dict[tuple[str, int], str | None] = {}
        """By goal and cycle; see `_stand_in`."""

    def of(self, milestone: Milestone) -> Leads:
        """The leads that hold for it."""
        return effective_leads(milestone, self._goal(milestone), self.of_template(milestone), self._plan.profile)

    def of_template(self, milestone: Milestone) -> Leads | None:
        """Those of the step it was built from."""
        said = self._said(self._goal(milestone))
        return None if said is None or milestone.key is None else said.steps.get(milestone.key)

    def latest(self, milestone: Milestone) -> date | None:
        """The last day of its window; None also while that is only expected."""
        goal = self._goal(milestone)
        if goal is None or milestone.latest is None:
            return None
        try:
            moment = parse_moment(milestone.latest)
            day = self._anchor(moment.anchor, goal, milestone.cycle)
            return None if day is None else moment.offset.added_to(day)
        except (TemplateInvalid, WrongUsage):
            return None  # its due reminds all the same; the doctor tells of templates

    def renewal(self, milestone: Milestone) -> Renewal | None:
        """The end of the cycle that this step of it renews, and of the grace, with the certificate's own leads.

        That step is the one of the kind `renew`; in a cycle without one each that must be done by the cycle's end. Once
        it is done, the first that is still open stands in for it: while that is, nothing tells that the cycle is over.
        None for all others, where the certificate gives no leads, and where anything nearer does.
        """
        goal = self._goal(milestone)
        if goal is None or not milestone.cycle or milestone.leads is not None or goal.leads is not None:
            return None
        said = self._said(goal)
        if said is None or not said.certificates or milestone.key in said.steps:
            return None
        return self._renewal(goal, milestone.cycle) if self._renews(milestone, goal, said.steps) else None

    def have_come(self, milestone: Milestone, now: datetime, zone: tzinfo) -> bool:
        """Whether a reminder of it has come by now, shown or not, and was not put to rest."""
        found = notices_of(
            milestone,
            self.of(milestone),
            self._plan.profile.day_start,
            zone,
            self.latest(milestone),
            renewal=self.renewal(milestone),
        )
        return any(each.moment <= now for each in found)

    def _renews(self, milestone: Milestone, goal: Goal, own_leads: Collection[str]) -> bool:
        """`own_leads` are the keys of steps to which the template gives leads."""
        if milestone.kind == "renew":
            return True
        wanted = goal.id, milestone.cycle
        if wanted not in self._standing_in:
            self._standing_in[wanted] = self._stand_in(goal, milestone.cycle, own_leads)
        standing_in = self._standing_in[wanted]
        return milestone.latest == "cycle_end" if standing_in is None else milestone.id == standing_in

    def _stand_in(self, goal: Goal, cycle: int, own_leads: Collection[str]) -> str | None:
        """The id of the step that stands in for the one that renews, "" for none; None where no step renews."""
        members = [each for each in self._plan.by_goal.get(goal.id, ()) if each.cycle == cycle]
        renewing = [each for each in members if each.kind == "renew"]
        if not renewing:
            return None
        if cycle != goal.cycle or any(each.is_open for each in renewing):
            return ""
        can = (each for each in members if each.is_open and each.leads is None and each.key not in own_leads)
        return next((each.id for each in can), "")

    def _renewal(self, goal: Goal, cycle: int) -> Renewal | None:
        from planner.domain.anchors import credential_of
        from planner.domain.durations import parse_days

        template = self._template(goal)
        if template is None:
            return None
        try:
            rule = credential_of(template, goal.answers)
            if rule is None or not rule.remind:
                return None
            end = self._cycle("cycle_end", goal, cycle)
            if end is None:
                return None
            grace = parse_days(rule.cycle.grace).added_to(end) if rule.cycle.grace else None
        except WrongUsage:
            return None
        return Renewal(leads=rule.remind, end=end, grace=grace)

    def _anchor(self, name: str, goal: Goal, cycle: int) -> date | None:
        if name in {"start", "target"}:
            return goal.start if name == "start" else goal.target
        if name in {"cycle_start", "cycle_end"}:
            return self._cycle(name, goal, cycle)
        if name in goal.answers:
            from planner.domain.anchors import in_effect

            if answer := in_effect(name, self._template(goal), goal.answers):
                return _day(answer)
        steps = {m.cycle: m for m in self._plan.by_goal.get(goal.id, ()) if m.key == name}
        step = steps.get(cycle) or steps.get(0)
        return None if step is None or step.expected else step.done_on or step.due

    def _cycle(self, name: str, goal: Goal, cycle: int) -> date | None:
        # The rules of certificates take longer to load than all the rest; only kept ones pay for it.
        from planner.domain.living import anchors_of, keyed

        if goal.id not in self._anchors:
            members = keyed(self._plan.by_goal.get(goal.id, ()))
            self._anchors[goal.id] = anchors_of(goal, self._template(goal), members)
        known = self._anchors[goal.id].anchor(name, cycle)
        return None if known.expected else known.day

    def _template(self, goal: Goal) -> Template | None:
        """None too for a copy that cannot be read: it must not stop the pass, and the doctor names it."""
        if goal.template is None:
            return None
        digest = goal.template.digest
        if digest not in self._parsed:
            copy = self._plan.templates.get(digest)
            try:
                self._parsed[digest] = self._templates.parse(copy.text) if copy else None
            except TemplateInvalid:
                self._parsed[digest] = None
        return self._parsed[digest]

    def _said(self, goal: Goal | None) -> TemplateReminders | None:
        if goal is None or goal.template is None:
            return None
        digest = goal.template.digest
        if digest not in self._read:
            copy = self._plan.templates.get(digest)
            self._read[digest] = _reminders(copy.text) if copy else None
        return self._read[digest]

    def _goal(self, milestone: Milestone) -> Goal | None:
        return self._plan.goals.get(milestone.goal) if milestone.goal else None


def _reminders(text: str) -> TemplateReminders | None:
    from planner.library.leads import template_reminders  # only plans made from templates need it

    try:
        return template_reminders(text)
    except ValueError:
        return None  # the kind's own leads are better than silence; the doctor tells of templates


def _day(answer: str) -> date | None:
    try:
        return date.fromisoformat(answer)
    except ValueError:
        return None
