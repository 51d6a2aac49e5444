"""Digests: many reminders in one notification. Which come together, when those of the morning and of the week come,
and what they list. Instants are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal, TypeAlias

from planner.domain.clipping import cut
from planner.domain.dates import DAY_NAMES, local_day, show_day, to_utc
from planner.domain.leads import Notice, reminds
from planner.domain.plan import CLOSED, WEEKDAYS, Milestone, Plan, Profile
from planner.domain.quiet import arrival
from planner.domain.text import clean
from planner.domain.values import dataclass

Kind: TypeAlias = Literal["several", "away", "morning", "weekly"]

MOST_AT_ONCE = 3
"""More notifications than this at once become one."""
MISSED = timedelta(hours=1)
"""What should have come longer ago was missed: the machine slept, was off, or had no desktop."""
_LISTED = 6
_LINE = 44
"""UTF-16 units of a line; six and the last fit into the 255 that the narrowest desktop shows."""
_BODY = 250
_LATE_WEEKLY = timedelta(days=2)
"""How much later a weekly digest may still come, when the machine was off."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One digest of the morning or of the week: of the day `day`, coming at `moment`. `key` is claimed like a notice's.

    It lists what is due from `day` to `last`.
    """

    kind: Literal["morning", "weekly"]
    day: date
    last: date
    moment: datetime
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What comes as one notification: one notice alone (no `kind`), or a digest of several.

    `named` are milestones that a digest lists without a notice of theirs, `also` the keys of digests it stands for.
    """

    notices: tuple[Notice, ...]
    kind: Kind | None = None
    digest: Digest | None = None
    named: tuple[Milestone, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def keys(self) -> list[str]:
        """All that is claimed and marked for it."""
        own = [self.digest.key, *self.also] if self.digest else []
        return own + [notice.key for notice in self.notices]


def digests_between(profile: Profile, after: datetime, until: datetime, zone: tzinfo) -> Iterator[Digest]:
    """The digests that come after `after` and not after `until`, day by day."""
    if profile.morning_digest is None and profile.weekly_digest is None:
        return
    day, last = local_day(after, zone) - 7 * _DAY, local_day(until, zone) + _DAY
    while day <= last:
        for digest in _of_day(profile, day, zone):
            if after < digest.moment <= until:
                yield digest
        day += _DAY


def digests_due(profile: Profile, now: datetime, zone: tzinfo) -> list[Digest]:
    """Those that should be there by now: the morning's until the end of its day, the week's for two days."""
    today = local_day(now, zone)
    return [
        digest
        for digest in digests_between(profile, now - _LATE_WEEKLY - _DAY, now, zone)
        if (digest.kind == "morning" and digest.day == today)
        or (digest.kind == "weekly" and now - digest.moment <= _LATE_WEEKLY)
    ]


def _of_day(profile: Profile, day: date, zone: tzinfo) -> Iterator[Digest]:
    asked: list[tuple[Literal["morning", "weekly"], date, time]] = []
    if profile.weekly_digest is not None and WEEKDAYS[day.weekday()] == profile.weekly_digest:
        asked.append(("weekly", day + 6 * _DAY, profile.weekly_digest_at or profile.day_start))
    if profile.morning_digest is not None:
        asked.append(("morning", day, profile.morning_digest))
    for kind, last, at in asked:
        moment = arrival(to_utc(datetime.combine(day, at), zone), profile, zone)
        if local_day(moment, zone) <= last:  # on a free day, or in a pause, there is none: the next one tells
            yield Digest(kind=kind, day=day, last=last, moment=moment, key=f"{kind}|{day.isoformat()}")


def told_at_once(notice: Notice, milestone: Milestone) -> bool:
    """Whether a morning's digest may tell of it before its moment: it counts in days, not to a time of the day."""
    return milestone.at is None or notice.end != "due"


def named_in(
    digest: Digest, milestones: Iterable[Milestone], plan: Plan, claimed: Iterable[Notice], zone: tzinfo
) -> tuple[Milestone, ...]:
    """Which of `milestones` a digest lists beside the notices in it: what was due in its days when it was made up."""
    told = {notice.milestone for notice in claimed}
    found = [
        milestone
        for milestone in milestones
        if milestone.due is not None
        and digest.day <= milestone.due <= digest.last
        and milestone.status not in CLOSED
        and not milestone.is_paused
        and milestone.id not in told
        and milestone.dated_at <= digest.moment
        and (milestone.snoozed_until is None or to_utc(milestone.snoozed_until, zone) <= digest.moment)
        and reminds(plan.goals.get(milestone.goal) if milestone.goal else None)
    ]
    return tuple(sorted(found, key=lambda each: (each.due or date.max, each.at or time.max, each.title, each.id)))


def bundled(notices: Sequence[Notice], arrived: Callable[[Notice], datetime], now: datetime) -> list[Bundle]:
    """How notices that are due come: two and more that were missed as one, more than three others as one too."""
    missed = [each for each in notices if now - arrived(each) > MISSED]
    fresh = [each for each in notices if now - arrived(each) <= MISSED]
    if len(missed) == 1:
        missed, fresh = [], [*missed, *fresh]
    away = [Bundle(kind="away", notices=tuple(missed))] if missed else []
    if len(away) + len(fresh) > MOST_AT_ONCE:
        return [*away, Bundle(kind="several", notices=tuple(fresh))]
    return [*away, *(Bundle(notices=(each,)) for each in fresh)]


def title_of(bundle: Bundle, today: date) -> str:
    """What stands over a digest."""
    count = len(bundle.notices) + len(bundle.named)
    match bundle.kind:
        case "away":
            return f"While you were away: {_counted(count, 'reminder')}"
        case "weekly":
            assert bundle.digest is not None
            return f"Your week from {show_day(bundle.digest.day, today)}: {_counted(count, 'thing')}"
        case "morning":
            assert bundle.digest is not None
            return f"Your {DAY_NAMES[bundle.digest.day.weekday()]}: {_counted(count, 'thing')}"
        case _:
            return _counted(count, "reminder")


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def body_of(lines: Sequence[tuple[str, str]]) -> str:
    """The lines of a digest, (title, when) each, as many as fit, and how many more there are."""
    found: list[str] = []
    for title, when in lines:
        left = len(lines) - len(found)
        if len(found) == _LISTED and left > 1:
            break
        room = max(_LINE - len(when) - 5, 12)
        line = f"• {cut(clean(title), room)} – {when}"
        if sum(map(_units, found)) + len(found) + _units(line) > _BODY - (
            0 if left == 1 else len("\nand 999,999 more")
        ):
            break
        found.append(line)
    if len(found) < len(lines):
        found.append(f"and {len(lines) - len(found):,} more")
    return "\n".join(found)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2
