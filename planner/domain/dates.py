"""Due dates: the instants they stand for, the one grammar in which dates are typed, and how they are shown.

A due is a day, or a day and a wall time that floats with the machine's zone unless a zone pins it. Wall times are
turned into UTC before anything is compared: a time in a gap moves forward, of two the first is meant.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from planner.domain.durations import FIRST_DAY, LAST_DAY
from planner.domain.errors import WrongUsage
from planner.domain.text import shown
from planner.domain.values import dataclass

DAY_START = time(9, 0)
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


# Instants


@lru_cache(maxsize=1)
def _all_zones() -> frozenset[str]:
    return frozenset(available_timezones())  # reads a folder of 600 files


def zone_name(text: str) -> str:
    """`text` if it is the name of a zone (`Europe/Berlin`). Raises WrongUsage for all else, paths above all."""
    if text not in _all_zones():
        raise WrongUsage(f"“{shown(text)}” is not a time zone.", "Write it as Europe/Berlin or America/New_York.")
    return text


@lru_cache(maxsize=256)
def _pinned(name: str) -> ZoneInfo | None:
    # Names were checked on entry; here a plan from elsewhere may hold one that this machine lacks, or worse.
    # ZoneInfo alone, which refuses paths: listing all zones takes longer than starting the command line.
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def zone_of(name: str | None, machine_zone: tzinfo) -> tzinfo:
    """The zone that pins a due; the machine's when there is none or this machine does not know it."""
    return machine_zone if name is None else _pinned(name) or machine_zone


def to_utc(wall: datetime, zone: tzinfo) -> datetime:
    """The instant in UTC of a naive wall time in `zone`. Days outside 1970 to 2199 count as the nearest inside."""
    if not FIRST_DAY <= wall.date() <= LAST_DAY:
        wall = datetime.combine(min(max(wall.date(), FIRST_DAY), LAST_DAY), wall.time())
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def wall_of(due: date, at: time | None, day_start: time = DAY_START) -> datetime:
    """The naive wall time of a due; a day without a time counts from `day_start`."""
    return datetime.combine(due, day_start if at is None else at)


def due_instant(
    due: date, at: time | None, zone: str | None, machine_zone: tzinfo, day_start: time = DAY_START
) -> datetime:
    """The instant in UTC at which something is due; leads count back from it. A day counts from `day_start`."""
    return to_utc(wall_of(due, due_time(at), day_start), zone_of(zone, machine_zone))


def due_time(at: time | None) -> time | None:
    """`at` to the minute."""
    return None if at is None else at.replace(second=0, microsecond=0)


def overdue_from(due: date, at: time | None, zone: str | None, machine_zone: tzinfo) -> datetime:
    """The first instant in UTC at which an open due is overdue: its minute, or the local midnight after its day."""
    if at is not None:
        return due_instant(due, at, zone, machine_zone)
    following = due + timedelta(days=1) if due < LAST_DAY else due
    return to_utc(datetime.combine(following, time()), zone_of(zone, machine_zone))


def is_past(due: date, at: time | None, zone: str | None, machine_zone: tzinfo, now: datetime) -> bool:
    """Whether the due is behind `now` (UTC). To be *overdue* a milestone must also be open, not blocked, not paused."""
    days = (now.date() - due).days
    if not -1 <= days <= 1:  # no zone is further from UTC than a day: spare the conversion
        return days > 0
    return now >= overdue_from(due, at, zone, machine_zone)


def local_day(instant: datetime, zone: tzinfo) -> date:
    """The calendar day in `zone` at an aware instant."""
    return instant.astimezone(zone).date()


def local_now(instant: datetime, zone: tzinfo) -> datetime:
    """The naive wall time in `zone` at an aware instant, to the minute."""
    return instant.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0, fold=0)


def iso_due(due: date, at: time | None) -> str:
    """A due as it is stored and printed: `2026-11-24` or `2026-11-24T18:00`."""
    return due.isoformat() if at is None else f"{due.isoformat()}T{at:%H:%M}"


def iso_instant(instant: datetime, zone: tzinfo) -> str:
    """An aware instant in `zone` with its offset: `2026-11-24T18:00:00+01:00`."""
    return instant.astimezone(zone).isoformat(timespec="seconds")


# Reading


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """What a typed date says: a day, and the wall time if one was given."""

    day: date
    at: time | None = None

    def __str__(self) -> str:
        return iso_due(self.day, self.at)


def parse_date_phrase(text: str, today: date) -> DatePhrase:
    """Read a date as people type it: `2026-11-24`, `tomorrow 18:00`, `next thu`, `in 3 weeks`, `24 nov`, `6pm`.

    `today` is the person's day; a time alone is on it. Raises WrongUsage, with what to write instead.
    """
    from planner.domain import phrases

    return phrases.parse_date_phrase(text, today)


def parse_day(text: str, today: date) -> date:
    """A day in the same words, where no time has a meaning. Raises WrongUsage, for a time too."""
    phrase = parse_date_phrase(text, today)
    if phrase.at is not None:
        raise WrongUsage(f"“{shown(text)}” has a time; only its day counts here.", f"Write {phrase.day.isoformat()}.")
    return phrase.day


def parse_snooze(text: str, now: datetime, day_start: time = DAY_START) -> datetime:
    """Until when to snooze, as a naive wall time after `now` (naive, local).

    `1 hour`, `30 min`, `tonight`, or a date phrase, also without its `in`; a day without a time means its
    `day_start`, a time alone the next one. Raises WrongUsage.
    """
    from planner.domain import phrases

    return phrases.parse_snooze(text, now, day_start)


# Showing


def humanize(day: date, today: date) -> str:
    """`today`, `tomorrow`, `yesterday`, `Tue 24` within six days, `Tue 24 Nov` in this year, `24 Nov 2027`."""
    days = (day - today).days
    if -1 <= days <= 1:
        return ("yesterday", "today", "tomorrow")[days + 1]
    if 1 < days <= 6:
        return f"{DAY_NAMES[day.weekday()][:3]} {day.day}"
    return show_day(day, today)


def show_day(day: date, today: date) -> str:
    """`Tue 24 Nov`, or `24 Nov 2027` in another year."""
    month = MONTH_NAMES[day.month - 1][:3]
    if day.year != today.year:
        return f"{day.day} {month} {day.year}"
    return f"{DAY_NAMES[day.weekday()][:3]} {day.day} {month}"


def relative(day: date, today: date) -> str:
    """`today`, `tomorrow`, `yesterday`, `in 41 days`, `2 days ago`."""
    days = (day - today).days
    if -1 <= days <= 1:
        return ("yesterday", "today", "tomorrow")[days + 1]
    return f"in {days:,} days" if days > 0 else f"{-days:,} days ago"
