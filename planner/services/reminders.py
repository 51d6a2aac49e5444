"""Reminders: what has come due is claimed, shown and marked; what could not be shown is tried again.

However many processes look, a notice is shown once; twice only if a process dies between the desktop's yes and the
mark. With nothing due nothing is written, no lock is taken and no channel is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from planner.domain.dates import local_day, relative, show_day
from planner.domain.durations import parse_moment, show_effort
from planner.domain.errors import TemplateInvalid, WrongUsage
from planner.domain.leads import Notice, due_notices, effective_leads, notices_of, upcoming
from planner.domain.plan import Goal, Milestone, Plan
from planner.domain.values import dataclass
from planner.ports import LEASE, Clock, Delivery, DeliveryState, Ids, LookAhead, Notifier, Outcome, Store, Templates
from planner.services.channels import Channels, GaveUp, Round, gave_up, only

OLDEST = timedelta(days=365)
"""What came due longer ago is not raised any more. Marks stay longer than that, so that none comes twice."""
AHEAD = timedelta(days=1)
"""How far a pass that found nothing looks ahead for those after it."""
SHOWING = LEASE / 2
"""How long one pass shows notices before it leaves the rest to the next: well within its lease."""
_NO_TIME = "The desktop was too slow to show all that was due at once."


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """One reminder: when it comes (UTC), what it says, and the milestone (id) and lead it is of."""

    at: datetime
    title: str
    body: str
    milestone: str
    lead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassResult:
    """What one pass raised, and what it could not, with the reason and how to mend it.

    What one channel has shown and another has not is in both.
    """

    raised: tuple[Upcoming, ...] = ()
    failed: tuple[tuple[Upcoming, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A reminder that is due and could not be shown yet. `retry_at` is in UTC."""

    reminder: Upcoming
    tries: int
    retry_at: datetime | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderStatus:
    """How reminding goes on this machine.

    `channels` say whether each could show one now; `heartbeat` is when a pass last wrote something, in UTC;
    `kept_aside` are files of marks that made no sense: what they held may have come twice.
    """

    channels: tuple[Outcome, ...]
    gave_up: tuple[GaveUp, ...]
    waiting: tuple[Waiting, ...]
    heartbeat: datetime | None
    kept_aside: tuple[Path, ...]


# Inside the class `list` is its method.
_Upcomings: TypeAlias = list[Upcoming]
_Outcomes: TypeAlias = list[Outcome]
_Notices: TypeAlias = list[Notice]
_Failures: TypeAlias = list[tuple[Notice, Outcome]]


class Reminders:
    """Raising what is due, and looking at what will be."""

    def __init__(  # noqa: PLR0917  # the ports, one after the other, given once by the composition root
        self,
        store: Store,
        delivery: Delivery,
        notifier: Notifier | Channels,
        clock: Clock,
        ids: Ids,
        templates: Templates,
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._channels = notifier if isinstance(notifier, Channels) else Channels(lambda: only(notifier), clock.now)
        self._clock = clock
        self._ids = ids
        self._templates = templates

    def run(self, ahead: LookAhead | None = None) -> PassResult:
        """One pass: claim what is due, raise it with no lock held, mark it. Takes seconds where the desktop hangs.

        With nothing to raise nothing is written, but that `ahead`, if it is given, notes until when this holds.
        Raises Unreadable, NewerFormat, Busy, SaveFailed; what was claimed then is free again when its lease ends.
        """
        seen = ahead.look() if ahead is not None else None
        plan, now = self._store.load(), self._clock.now()
        due = self._due(plan, now)
        known = self._delivery.load() if due else {}
        free = {notice.key: notice for notice in due if _is_free(known, notice.key, now)}
        if not free:
            if ahead is not None:
                ahead.note(seen, now, self._nothing_before(plan, now, due, known))
            return PassResult()
        token = self._ids.new()
        claimed = [free[key] for key in self._delivery.claim([*free], token, now)]
        older = [key for notice in claimed for key in self._older(plan, notice) if _is_free(known, key, now)]
        if older:
            self._delivery.expire(older, now)
        return self._show(plan, claimed, token, known)

    def list(self, days: int = 7) -> _Upcomings:
        """What will be raised in the next `days` days, in order, as it will read then."""
        plan, now = self._store.load(), self._clock.now()
        leads = _Leads(plan, self._templates)
        until = now + timedelta(days=days)
        notices = upcoming(plan, now, self._clock.zone(), until, leads.of_template, latest=leads.latest)
        return [self._text(plan, notice, notice.moment) for notice in notices]

    def settle(self) -> None:
        """Count all that is due now as over, without showing it: for a plan that was made up together with its past."""
        due = self._due(self._store.load(), self._clock.now())
        if due:
            self._delivery.expire([notice.key for notice in due], self._clock.now())

    def test(self) -> _Outcomes:
        """Raise a reminder now through every channel, whatever is due."""
        return self._channels.test("Reminders work", "This is how the planner reminds you of a milestone.")

    def status(self) -> ReminderStatus:
        """What waits for another try, and whether the channel is in order. Raises Unreadable, NewerFormat."""
        plan, now = self._store.load(), self._clock.now()
        known = self._delivery.load()
        failed = [(notice, known[notice.key]) for notice in self._due(plan, now) if _has_failed(known, notice.key)]
        return ReminderStatus(
            channels=self._channels.check(),
            gave_up=gave_up(known, now),
            waiting=tuple(
                Waiting(
                    reminder=self._text(plan, notice, now),
                    tries=state.tries,
                    retry_at=state.retry_at,
                    detail=state.detail,
                )
                for notice, state in failed
            ),
            heartbeat=self._delivery.heartbeat(),
            kept_aside=tuple(self._delivery.kept_aside()),
        )

    def _due(self, plan: Plan, now: datetime) -> _Notices:
        leads = _Leads(plan, self._templates)
        found = due_notices(plan, now, self._clock.zone(), leads.of_template, latest=leads.latest)
        return [notice for notice in found if notice.moment > now - OLDEST]

    def _nothing_before(self, plan: Plan, now: datetime, due: _Notices, known: Mapping[str, DeliveryState]) -> datetime:
        """The first moment after `now` at which a pass on the same plan, marks, settings and zone may raise anything.

        At most a day ahead. Everything that decides what `run` raises must count here: the next notice, the end of a
        snooze (it is the moment of the notice it holds), a lease that ends, a time to try again.
        """
        leads = _Leads(plan, self._templates)
        until = now + AHEAD
        moments = [
            notice.moment
            for notice in upcoming(plan, now, self._clock.zone(), until, leads.of_template, latest=leads.latest)[:1]
        ]
        for state in (known[notice.key] for notice in due if notice.key in known):
            again = state.until if state.state == "leased" else state.retry_at if state.state == "failed" else None
            if again is not None:
                moments.append(again)
        return min([until, *moments])

    def _older(self, plan: Plan, notice: Notice) -> Sequence[str]:
        """The keys of those of the same milestone that `notice` makes superfluous."""
        milestone = plan.milestones[notice.milestone]
        leads = _Leads(plan, self._templates)
        found = notices_of(
            milestone, leads.of(milestone), plan.profile.day_start, self._clock.zone(), leads.latest(milestone)
        )
        return [each.key for each in found if each.moment < notice.moment]

    def _show(
        self, plan: Plan, claimed: Sequence[Notice], token: str, known: Mapping[str, DeliveryState]
    ) -> PassResult:
        round_ = self._channels.round()
        began = self._clock.now()
        raised: _Upcomings = []
        partly: _Failures = []
        failed: _Failures = []
        stopped: Outcome | None = None
        for notice in claimed:
            now = self._clock.now()
            if stopped is None and now - began > SHOWING:
                stopped = Outcome(False, "", _NO_TIME)
            if stopped is not None:
                failed.append((notice, stopped))
                continue
            text = self._text(plan, notice, now)
            outcome = self._raise(round_, text, notice, token, known)
            if outcome.ok or any(part.ok for part in outcome.parts):
                # Marked at once and one by one: a crash here costs one second showing at most.
                self._delivery.mark(token, {notice.key: outcome}, self._clock.now())
                raised.append(text)
                partly += [] if outcome.ok else [(notice, outcome)]
                continue
            failed.append((notice, outcome))
            stopped = round_.in_vain
        now = self._clock.now()
        if failed:
            self._delivery.mark(token, {notice.key: outcome for notice, outcome in failed}, now)
        return PassResult(
            raised=tuple(raised),
            failed=tuple((self._text(plan, notice, now), outcome.detail) for notice, outcome in [*partly, *failed]),
        )

    def _raise(
        self, round_: Round, text: Upcoming, notice: Notice, token: str, known: Mapping[str, DeliveryState]
    ) -> Outcome:
        """Raise it through the channels that have not shown it yet."""
        return round_.show(
            text.title,
            text.body,
            notice.key,
            known[notice.key].said if notice.key in known else {},
            lambda told: self._delivery.told(token, [notice.key], told, self._clock.now()),
        )

    def _text(self, plan: Plan, notice: Notice, now: datetime) -> Upcoming:
        milestone = plan.milestones[notice.milestone]
        goal = plan.goals.get(milestone.goal) if milestone.goal else None
        return Upcoming(
            at=notice.moment,
            title=milestone.title,
            body=body_text(milestone, goal, notice, local_day(now, self._clock.zone())),
            milestone=milestone.id,
            lead=notice.lead,
        )


class _Leads:
    """What templates say about reminding, for one plan; asked for milestone by milestone."""

    def __init__(self, plan: Plan, templates: Templates) -> None:
        self._plan = plan
        self._templates = templates
        self._steps: dict[str, Mapping[str, tuple[str, ...]]] = {}

    def of(self, milestone: Milestone) -> tuple[str, ...]:
        """The leads that hold for it."""
        return effective_leads(milestone, self._goal(milestone), self.of_template(milestone), self._plan.profile)

    def of_template(self, milestone: Milestone) -> tuple[str, ...] | None:
        """Those of the step it was built from."""
        goal = self._goal(milestone)
        if goal is None or goal.template is None or milestone.key is None:
            return None
        digest = goal.template.digest
        if digest not in self._steps:
            copy = self._plan.templates.get(digest)
            self._steps[digest] = _step_leads(copy.text) if copy else {}
        return self._steps[digest].get(milestone.key)

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

    def _anchor(self, name: str, goal: Goal, cycle: int) -> date | None:
        if name in {"start", "target"}:
            return goal.start if name == "start" else goal.target
        if name in {"cycle_start", "cycle_end"}:
            return self._cycle(name, goal, cycle)
        if answer := goal.answers.get(name):
            return _day(answer)
        steps = {m.cycle: m for m in self._plan.by_goal.get(goal.id, ()) if m.key == name}
        step = steps.get(cycle) or steps.get(0)
        return None if step is None or step.expected else step.done_on or step.due

    def _cycle(self, name: str, goal: Goal, cycle: int) -> date | None:
        # The rules of certificates take longer to load than all the rest; only kept ones pay for it.
        from planner.domain.living import anchors_of, keyed

        copy = self._plan.templates.get(goal.template.digest) if goal.template else None
        try:
            template = self._templates.parse(copy.text) if copy else None
        except TemplateInvalid:
            return None  # one copy that cannot be read must not stop the pass; the doctor names it
        known = anchors_of(goal, template, keyed(self._plan.by_goal.get(goal.id, ()))).anchor(name, cycle)
        return None if known.expected else known.day

    def _goal(self, milestone: Milestone) -> Goal | None:
        return self._plan.goals.get(milestone.goal) if milestone.goal else None


def _step_leads(text: str) -> Mapping[str, tuple[str, ...]]:
    from planner.library.leads import step_leads  # only plans made from templates need it

    try:
        return step_leads(text)
    except ValueError:
        return {}  # the kind's own leads are better than silence; the doctor tells of templates


def _day(answer: str) -> date | None:
    try:
        return date.fromisoformat(answer)
    except ValueError:
        return None


def body_text(milestone: Milestone, goal: Goal | None, notice: Notice, today: date) -> str:
    """`Earn the PMP · due Tue 24 Nov 18:00, in 3 days · 3 h`, as of the person's day `today`."""
    day, ends = notice.due, notice.due != milestone.due
    near = abs((day - today).days) <= 1
    words = relative(day, today) if near else show_day(day, today)
    if notice.at is not None:
        words += f" {notice.at:%H:%M}" + (f" {milestone.zone}" if milestone.zone else "")
    if not near:
        words += f", {relative(day, today)}"
    over = day < today
    label = ("at the latest" if not over else "at the latest it was") if ends else ("was due" if over else "due")
    effort = show_effort(milestone.effort) if milestone.effort else ""
    return " · ".join(part for part in (goal.title if goal else "", f"{label} {words}", effort) if part)


def _is_free(known: Mapping[str, DeliveryState], key: str, now: datetime) -> bool:
    return key not in known or known[key].is_free(now)


def _has_failed(known: Mapping[str, DeliveryState], key: str) -> bool:
    return key in known and known[key].state == "failed"
