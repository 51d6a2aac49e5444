"""Reminders: what has come due is claimed, shown and marked; what could not be shown is tried again.

However many processes look, a notice is shown once; twice only if a process dies between the desktop's yes and the
mark. With nothing due nothing is written, no lock is taken and no channel is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from planner.domain.dates import local_day, relative, show_day
from planner.domain.durations import show_effort
from planner.domain.leads import Notice
from planner.domain.plan import Goal, Milestone, Plan
from planner.domain.values import dataclass
from planner.ports import LEASE, Clock, Delivery, DeliveryState, Ids, LookAhead, Notifier, Outcome, Store, Templates
from planner.services.channels import Channels, GaveUp, Round, gave_up, only
from planner.services.coming import OLDEST as OLDEST  # noqa: PLC0414  # given on
from planner.services.coming import Coming, is_free

if TYPE_CHECKING:
    from planner.domain.digests import Bundle

SHOWING = LEASE / 2
"""How long one pass shows notices before it leaves the rest to the next: well within its lease."""
_NO_TIME = "The desktop was too slow to show all that was due at once."


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """One reminder: when it comes (UTC), what it says, and the milestone (id) and lead it is of.

    `digest` is the title of the notification that lists it among others, "" when it comes alone. What a digest only
    names, without a reminder, has no `lead`.
    """

    at: datetime
    title: str
    body: str
    milestone: str
    lead: str
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassResult:
    """What one pass raised, and what it could not, with the reason and how to mend it.

    What one channel has shown and another has not is in both.
    """

    raised: tuple[Upcoming, ...] = ()
    failed: tuple[tuple[Upcoming, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A reminder that is due and could not be shown yet, or not through every channel: `shown_by` names those that
    did. `retry_at` is in UTC.
    """

    reminder: Upcoming
    tries: int
    retry_at: datetime | None
    detail: str
    shown_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderStatus:
    """How reminding goes on this machine.

    `channels` say whether each could show one now; `heartbeat` is when a pass last wrote something, in UTC;
    `kept_aside` are files of marks that made no sense: what they held may have come twice. `held_until` (UTC) is when
    quiet hours, free days or the pause that hold everything back now are over; `paused` says that it is the pause.
    `muted` are the titles of active goals that remind of nothing.
    """

    channels: tuple[Outcome, ...]
    gave_up: tuple[GaveUp, ...]
    waiting: tuple[Waiting, ...]
    heartbeat: datetime | None
    kept_aside: tuple[Path, ...]
    held_until: datetime | None = None
    paused: bool = False
    muted: tuple[str, ...] = ()


# Inside the class `list` is its method.
_Upcomings: TypeAlias = list[Upcoming]
_Outcomes: TypeAlias = list[Outcome]
_Failures: TypeAlias = "list[tuple[Bundle, Outcome]]"


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
        coming = self._coming(plan, now)
        due, digests = coming.due(), coming.digests_due()
        known = self._delivery.load() if due or digests else {}
        ready = coming.ready(due, digests, known)
        if not ready.keys:
            if ahead is not None:
                ahead.note(seen, now, coming.next_moment(known))
            return PassResult()
        if self._channels.absent():
            return PassResult()  # for the app or `watch`, which a try in vain of ours would keep from it
        token = self._ids.new()
        claimed = set(self._delivery.claim(ready.keys, token, now))
        older = [
            key
            for notice in (*ready.notices, *ready.taken)
            if notice.key in claimed
            for key in coming.superseded(notice)
            if is_free(known, key, now)
        ]
        if older:
            self._delivery.expire(older, now)
        bundles = coming.bundles(ready, claimed, lambda key: _shown_by(known, key))
        empty = [digest.key for digest in ready.digests if digest.key in claimed and not ready.has_lines]
        if empty:
            # What is planned later in the day is no reason to bring it then.
            self._delivery.mark(token, dict.fromkeys(empty, Outcome(True, "")), now)
        return self._show(plan, bundles, token, known)

    def list(self, days: int = 7) -> _Upcomings:
        """What will be raised in the next `days` days, in order, as it will read then."""
        plan, now = self._store.load(), self._clock.now()
        planned = self._coming(plan, now).planned(now + timedelta(days=days), self._delivery.load())
        return [row for each in planned for row in self._rows(plan, each.bundle, each.at, at=each.at)]

    def next_moment(self) -> datetime:
        """Before this instant (UTC) a pass has nothing to do, unless the plan, the marks or the zone are others then,
        or the clock was set back. Now, when there is something to do. At most a week ahead.

        Raises Unreadable, NewerFormat.
        """
        plan, now = self._store.load(), self._clock.now()
        return self._coming(plan, now).next_moment(self._delivery.load())

    def settle(self) -> None:
        """Count all that is due now as over, without showing it: for a plan that was made up together with its past."""
        now = self._clock.now()
        coming = self._coming(self._store.load(), now)
        keys = [each.key for each in coming.due()] + [each.key for each in coming.digests_due()]
        if keys:
            self._delivery.expire(keys, now)

    def test(self) -> _Outcomes:
        """Raise a reminder now through every channel, whatever is due and however quiet it should be."""
        return self._channels.test("Reminders work", "This is how the planner reminds you of a milestone.")

    def status(self) -> ReminderStatus:
        """What waits for another try, and whether the channel is in order. Raises Unreadable, NewerFormat."""
        from planner.domain.quiet import is_paused

        plan, now = self._store.load(), self._clock.now()
        known = self._delivery.load()
        coming = self._coming(plan, now)
        held_until = coming.arrival(now)
        failed = [
            (notice, known[notice.key])
            for notice in coming.due()
            if notice.key in known and known[notice.key].state == "failed"
        ]
        return ReminderStatus(
            channels=self._channels.check(),
            gave_up=gave_up(known, now),
            waiting=tuple(
                Waiting(
                    reminder=self._text(plan, notice, now),
                    tries=state.tries,
                    retry_at=state.retry_at,
                    detail=state.detail,
                    shown_by=tuple(name for name, said in state.said.items() if said.ok),
                )
                for notice, state in failed
            ),
            heartbeat=self._delivery.heartbeat(),
            kept_aside=tuple(self._delivery.kept_aside()),
            held_until=held_until if held_until > now else None,
            paused=is_paused(plan.profile, now, self._clock.zone()),
            muted=tuple(goal.title for goal in plan.goals.values() if goal.muted and goal.status == "active"),
        )

    def _coming(self, plan: Plan, now: datetime) -> Coming:
        return Coming(plan, now, self._clock.zone(), self._templates)

    def _show(
        self, plan: Plan, bundles: Sequence[Bundle], token: str, known: Mapping[str, DeliveryState]
    ) -> PassResult:
        round_ = self._channels.round()
        began = self._clock.now()
        raised: _Upcomings = []
        partly: _Failures = []
        failed: _Failures = []
        stopped: Outcome | None = None
        for bundle in bundles:
            now = self._clock.now()
            if stopped is None and now - began > SHOWING:
                stopped = Outcome(False, "", _NO_TIME)
            if stopped is not None:
                failed.append((bundle, stopped))
                continue
            outcome = self._raise(round_, plan, bundle, token, known)
            if outcome.ok or any(part.ok for part in outcome.parts):
                # Marked at once and one by one: a crash here costs one second showing at most.
                self._delivery.mark(token, dict.fromkeys(bundle.keys, outcome), self._clock.now())
                raised += self._rows(plan, bundle, now)
                partly += [] if outcome.ok else [(bundle, outcome)]
                continue
            failed.append((bundle, outcome))
            stopped = round_.in_vain
        now = self._clock.now()
        if failed:
            self._delivery.mark(token, {key: outcome for bundle, outcome in failed for key in bundle.keys}, now)
        return PassResult(
            raised=tuple(raised),
            failed=tuple(
                (row, outcome.detail) for bundle, outcome in [*partly, *failed] for row in self._rows(plan, bundle, now)
            ),
        )

    def _raise(
        self, round_: Round, plan: Plan, bundle: Bundle, token: str, known: Mapping[str, DeliveryState]
    ) -> Outcome:
        """Raise it through the channels that have not shown it yet; they are the same for all that is in it."""
        title, body = self._words(plan, bundle, self._clock.now())
        keys = bundle.keys
        return round_.show(
            title,
            body,
            _stack(bundle),
            known[keys[0]].said if keys[0] in known else {},
            lambda told: self._delivery.told(token, keys, told, self._clock.now()),
        )

    def _words(self, plan: Plan, bundle: Bundle, now: datetime) -> tuple[str, str]:
        """Title and body of a notification."""
        rows = self._rows(plan, bundle, now)
        if bundle.kind is None:
            return rows[0].title, rows[0].body
        from planner.domain.digests import body_of

        today = local_day(now, self._clock.zone())
        whens = [when_words(plan.milestones[each.milestone], each, today) for each in bundle.notices]
        whens += [when_words(each, None, today) for each in bundle.named]
        return rows[0].digest, body_of(list(zip([row.title for row in rows], whens, strict=True)))

    def _rows(self, plan: Plan, bundle: Bundle, now: datetime, *, at: datetime | None = None) -> _Upcomings:
        """What stands in a notification, line by line; `at` is when it comes, else the moment of each."""
        digest = ""
        if bundle.kind is not None:
            from planner.domain.digests import title_of

            digest = title_of(bundle, local_day(now, self._clock.zone()))
        rows = [self._text(plan, each, now, at=at, digest=digest) for each in bundle.notices]
        today = local_day(now, self._clock.zone())
        return rows + [
            Upcoming(
                at=at or now,
                title=each.title,
                body=body_text(each, plan.goals.get(each.goal) if each.goal else None, None, today),
                milestone=each.id,
                lead="",
                digest=digest,
            )
            for each in bundle.named
        ]

    def _text(
        self, plan: Plan, notice: Notice, now: datetime, *, at: datetime | None = None, digest: str = ""
    ) -> Upcoming:
        milestone = plan.milestones[notice.milestone]
        goal = plan.goals.get(milestone.goal) if milestone.goal else None
        return Upcoming(
            at=at or notice.moment,
            title=milestone.title,
            body=body_text(milestone, goal, notice, local_day(now, self._clock.zone())),
            milestone=milestone.id,
            lead=notice.lead,
            digest=digest,
        )


def _shown_by(known: Mapping[str, DeliveryState], key: str) -> frozenset[str]:
    """The channels that have shown this notice already, before another failed to."""
    return frozenset(name for name, said in known[key].said.items() if said.ok) if key in known else frozenset()


def _stack(bundle: Bundle) -> str:
    """What tells one notification from another, also after a crash between the desktop's yes and the mark."""
    return bundle.keys[0] if bundle.kind is None else f"{bundle.kind}|{bundle.keys[0]}"


_ENDS = {
    "latest": ("at the latest", "at the latest it was"),
    "cycle": ("the cycle ends", "the cycle ended"),
    "grace": ("the grace ends", "the grace ended"),
}


def body_text(milestone: Milestone, goal: Goal | None, notice: Notice | None, today: date) -> str:
    """`Earn the PMP · due Tue 24 Nov 18:00, in 3 days · 3 h`, as of the person's day `today`."""
    effort = show_effort(milestone.effort) if milestone.effort else ""
    return " · ".join(
        part for part in (goal.title if goal else "", when_words(milestone, notice, today), effort) if part
    )


def when_words(milestone: Milestone, notice: Notice | None, today: date) -> str:
    """`due Tue 24 Nov 18:00, in 3 days`, `was due yesterday`, `at the latest tomorrow`, `the cycle ends today`.

    Of the end that a notice counts back from; without one of the due, which then must be there.
    """
    day, at = (milestone.due, milestone.at) if notice is None else (notice.due, notice.at)
    assert day is not None
    near = abs((day - today).days) <= 1
    words = relative(day, today) if near else show_day(day, today)
    if at is not None:
        words += f" {at:%H:%M}" + (f" {milestone.zone}" if milestone.zone else "")
    if not near:
        words += f", {relative(day, today)}"
    end = "due" if notice is None or notice.due == milestone.due else notice.end
    coming, over = _ENDS.get(end, ("due", "was due"))
    return f"{over if day < today else coming} {words}"
