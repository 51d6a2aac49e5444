"""What comes and when, of one plan as of one instant: what a pass may claim now, what follows, and when to look again.

Everything that brings a reminder earlier or later is in here: leads, snoozes, muted goals, quiet hours, free days, the
pause, digests, leases and retries.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from planner.domain.dates import local_day
from planner.domain.leads import Notice, due_notices, superseded, upcoming
from planner.domain.plan import Milestone, Plan
from planner.domain.values import dataclass
from planner.services.lead_sources import LeadSources

if TYPE_CHECKING:
    from planner.domain.digests import Bundle, Digest
    from planner.ports import DeliveryState, Templates

OLDEST = timedelta(days=30)
"""What should have come longer ago does not come any more. Marks stay longer than that, so that none comes twice."""
HORIZON = timedelta(days=1)
"""How far ahead is looked for the next moment."""

Known = Mapping[str, "DeliveryState"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What a pass may claim: notices that have come, and the digests that are due with the notices they take along.

    `named` are milestones that those digests list beside them.
    """

    notices: tuple[Notice, ...] = ()
    digests: tuple[Digest, ...] = ()
    taken: tuple[Notice, ...] = ()
    named: tuple[Milestone, ...] = ()

    @property
    def has_lines(self) -> bool:
        """Whether there is anything to stand in the digests."""
        return bool(self.taken or self.named)

    @property
    def keys(self) -> list[str]:
        """Of all of them."""
        found = [digest.key for digest in self.digests]
        return found + [notice.key for notice in (*self.taken, *self.notices)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A notification to come at `at` (UTC): one notice, or a digest."""

    at: datetime
    bundle: Bundle


class Coming:
    """See the module. `known` are the marks of notices, by key; it is asked for only where something is due."""

    def __init__(self, plan: Plan, now: datetime, zone: tzinfo, templates: Templates) -> None:
        self._plan = plan
        self._profile = plan.profile
        self._now = now
        self._zone = zone
        self._sources = LeadSources(plan, templates)
        profile = plan.profile
        self._holds = bool(profile.paused_until or profile.working_days or profile.quiet_from)
        self._digests = profile.morning_digest is not None or profile.weekly_digest is not None

    # -- now

    def due(self) -> list[Notice]:
        """What has come by now, sent or not: at most one a milestone. None while anything holds everything back."""
        if self._holds and self.arrival(self._now) > self._now:
            return []
        found = self._due()
        if self._holds:
            oldest = self._now - OLDEST
            return [each for each in found if oldest < self.arrival(each.moment) <= self._now]
        return found

    def digests_due(self) -> list[Digest]:
        """The digests that should be there by now, sent or not, whatever is in them."""
        if not self._digests or (self._holds and self.arrival(self._now) > self._now):
            return []
        from planner.domain.digests import digests_due

        return digests_due(self._profile, self._now, self._zone)

    def ready(self, due: Iterable[Notice], digests: Iterable[Digest], known: Known) -> Ready:
        """Of what is due, what nobody has sent or holds; with a digest also what that tells in advance."""
        free = [each for each in due if is_free(known, each.key, self._now)]
        wanted = [each for each in digests if is_free(known, each.key, self._now)]
        if not wanted:
            return Ready(notices=tuple(free))
        from planner.domain.digests import named_in, told_at_once

        today = local_day(self._now, self._zone)
        first = next((each for each in wanted if each.kind == "weekly"), wanted[0])
        taken = [
            each
            for each in free
            if told_at_once(each, self._of(each)) and local_day(self.arrival(each.moment), self._zone) == today
        ]
        told = {each.milestone for each in taken}
        later = [
            each
            for each in self._arriving(self._now, self._now + timedelta(days=2), known)
            if told_at_once(each, self._of(each)) and local_day(each.moment, self._zone) == today
        ]
        taken += [each for each in _latest_each(later) if each.milestone not in told]
        named = named_in(first, self._plan.milestones.values(), self._plan, taken, self._zone)
        keys = {each.key for each in taken}
        rest = tuple(each for each in free if each.key not in keys)
        return Ready(notices=rest, digests=tuple(wanted), taken=tuple(taken), named=named)

    def bundles(
        self, ready: Ready, claimed: Collection[str], shown_by: Callable[[str], frozenset[str]]
    ) -> list[Bundle]:
        """How what was claimed comes. Together comes only what the same channels have shown before (mostly none)."""
        from planner.domain.digests import Bundle, bundled

        notices = [each for each in ready.notices if each.key in claimed]
        digests = [each for each in ready.digests if each.key in claimed]
        taken = sorted((each for each in ready.taken if each.key in claimed), key=self._by_title)
        found: list[Bundle] = []
        if digests and ready.has_lines:
            first = next((each for each in digests if each.kind == "weekly"), digests[0])
            also = tuple(each.key for each in digests if each is not first)
            inside = tuple(each for each in taken if shown_by(each.key) == shown_by(first.key))
            found.append(Bundle(kind=first.kind, digest=first, notices=inside, named=ready.named, also=also))
            taken = [each for each in taken if each not in inside]
        # Of what no digest takes along now, what has come is raised, the rest can wait for its own moment.
        notices = sorted([*notices, *(each for each in taken if each.moment <= self._now)], key=self._by_title)
        groups: dict[frozenset[str], list[Notice]] = {}
        for notice in notices:
            groups.setdefault(shown_by(notice.key), []).append(notice)
        before = [
            bundle
            for group in groups.values()
            for bundle in bundled(group, lambda each: self.arrival(each.moment), self._now)
        ]
        return [*before, *found]

    def superseded(self, notice: Notice) -> list[str]:
        """The keys of those of the same milestone that `notice` makes superfluous."""
        milestone = self._of(notice)
        return superseded(
            notice,
            milestone,
            self._sources.of(milestone),
            self._profile.day_start,
            self._zone,
            latest=self._sources.latest(milestone),
            renewal=self._sources.renewal(milestone) if milestone.cycle else None,
        )

    # -- later

    def planned(self, until: datetime, known: Known) -> list[Planned]:
        """The notifications that come after now and not after `until`, as they would come were the machine on."""
        from planner.domain.digests import Bundle

        notices = sorted(_latest_each(self._arriving(self._now, until, known)), key=self._by_title)
        found: list[Planned] = []
        if self._digests:
            taken = [*self._coming_digests(until, known, notices)]
            inside = {notice.key for each in taken for notice in each.bundle.notices}
            notices = [each for each in notices if each.key not in inside]
            found += taken
        by_minute: dict[datetime, list[Notice]] = {}
        for notice in notices:
            by_minute.setdefault(notice.moment.replace(second=0, microsecond=0), []).append(notice)
        from planner.domain.digests import MOST_AT_ONCE

        for together in by_minute.values():
            if len(together) > MOST_AT_ONCE:
                found.append(Planned(at=together[-1].moment, bundle=Bundle(kind="several", notices=tuple(together))))
            else:
                found += [Planned(at=each.moment, bundle=Bundle(notices=(each,))) for each in together]
        return sorted(found, key=lambda each: (each.at, each.bundle.keys))

    def next_moment(self, known: Known) -> datetime:
        """Before this instant no pass has anything to do, unless plan, marks, zone or the clock itself are changed.

        Now, if there is something to do; else an instant after now, at most HORIZON ahead.
        """
        if self.ready(self.due(), self.digests_due(), known).keys:
            return self._now
        until = self._now + HORIZON
        moments = [until, *(each.moment for each in self._arriving(self._now, until, known))]
        for state in known.values():
            again = state.until if state.state == "leased" else state.retry_at if state.state == "failed" else None
            if again is not None and again > self._now:
                moments.append(self.arrival(again))
        if self._digests:
            from planner.domain.digests import digests_between

            moments += [each.moment for each in digests_between(self._profile, self._now, until, self._zone)]
        return min(each for each in moments if each > self._now)

    def arrival(self, moment: datetime) -> datetime:
        """When that comes which is to come at `moment`."""
        if not self._holds:
            return moment
        from planner.domain.quiet import arrival

        return arrival(moment, self._profile, self._zone)

    def _due(self) -> list[Notice]:
        since = self._now - OLDEST
        if self._holds:
            from planner.domain.quiet import pause_covers

            since = pause_covers(self._profile, self._now, OLDEST + timedelta(days=7), self._zone)
        sources = self._sources
        return due_notices(
            self._plan,
            self._now,
            self._zone,
            sources.of_template,
            latest=sources.latest,
            renewal=sources.renewal,
            since=since,
        )

    def _arriving(self, after: datetime, until: datetime, known: Known) -> list[Notice]:
        """Those that nobody has sent and that come after `after` and not after `until`; moments are when they do."""
        sources = self._sources
        found = upcoming(
            self._plan,
            after,
            self._zone,
            until,
            sources.of_template,
            latest=sources.latest,
            renewal=sources.renewal,
        )
        if self._holds:
            # What has come already and is held back, by this instant or until its own next working day.
            begun = [each for each in self._due() if self._when(each) > after]
            found = [_moved(each, self._when(each)) for each in (*begun, *found)]
            found = [each for each in found if each.moment <= until]
        return [each for each in found if is_free(known, each.key, after)]

    def _when(self, notice: Notice) -> datetime:
        came = self.arrival(notice.moment)
        return max(came, self.arrival(self._now)) if notice.moment <= self._now else came

    def _coming_digests(self, until: datetime, known: Known, notices: Sequence[Notice]) -> Iterator[Planned]:
        from planner.domain.digests import Bundle, digests_between, named_in, told_at_once

        by_day: dict[object, list[Milestone]] = {}
        for milestone in self._plan.milestones.values():
            if milestone.due is not None and milestone.is_open:
                by_day.setdefault(milestone.due, []).append(milestone)
        together: dict[datetime, list[Digest]] = {}
        for digest in digests_between(self._profile, self._now, until, self._zone):
            if is_free(known, digest.key, self._now):
                together.setdefault(digest.moment, []).append(digest)
        gone: set[str] = set()
        for moment, digests in sorted(together.items()):
            first = next((each for each in digests if each.kind == "weekly"), digests[0])
            day = local_day(moment, self._zone)
            taken = [
                each
                for each in notices
                if each.key not in gone
                and local_day(each.moment, self._zone) == day
                and (each.moment >= moment or moment - each.moment < timedelta(minutes=1))
                and told_at_once(each, self._of(each))
            ]
            days = [first.day + timedelta(days=n) for n in range((first.last - first.day).days + 1)]
            near = [milestone for each in days for milestone in by_day.get(each, ())]
            named = named_in(first, near, self._plan, taken, self._zone)
            if taken or named:
                gone |= {each.key for each in taken}
                bundle = Bundle(kind=first.kind, digest=first, notices=tuple(taken), named=named)
                yield Planned(at=moment, bundle=bundle)

    def _by_title(self, notice: Notice) -> tuple[datetime, str, str]:
        """The order in which notices come and stand in a digest."""
        return notice.moment, self._of(notice).title, notice.key

    def _of(self, notice: Notice) -> Milestone:
        return self._plan.milestones[notice.milestone]


def is_free(known: Known, key: str, now: datetime) -> bool:
    """Whether a notice may be claimed."""
    return key not in known or known[key].is_free(now)


def _latest_each(notices: Iterable[Notice]) -> list[Notice]:
    """Of those of one milestone that come at the same moment only the shortest lead, which is the last in order."""
    return list({(each.milestone, each.moment): each for each in notices}.values())


def _moved(notice: Notice, moment: datetime) -> Notice:
    if moment == notice.moment:
        return notice
    return Notice(
        milestone=notice.milestone,
        due=notice.due,
        at=notice.at,
        lead=notice.lead,
        moment=moment,
        key=notice.key,
        end=notice.end,
    )
