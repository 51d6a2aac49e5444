"""When reminders may come: not in quiet hours, not on free days, not while all is paused. What falls in there comes at
its end. Instants are aware and in UTC; the profile's times are wall times where the machine is.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from planner.domain.plan import WEEKDAYS, Profile

_DAY = timedelta(days=1)
_MOST_STEPS = 20
"""Each step ends at least one of three holds; a plan edited by hand must not keep a pass busy for ever."""


def holds_back(profile: Profile) -> bool:
    """Whether there are times at which nothing may come at all."""
    return bool(_quiet(profile) or profile.working_days or profile.paused_until)


def arrival(moment: datetime, profile: Profile, zone: tzinfo) -> datetime:
    """When that comes which is to come at `moment`: then, or at the end of what holds it back.

    Free days end with the day start of the next working day; what is to come on that day, however early, does.
    Quiet hours and free days that together leave no time at all hold nothing back.
    """
    came = moment
    for _ in range(_MOST_STEPS):
        end = _end(came, profile, zone)
        if end is None or end <= came:
            return came
        came = end
    return moment


def _end(moment: datetime, profile: Profile, zone: tzinfo) -> datetime | None:
    """The end of the first hold that `moment` falls in; None: of none."""
    wall = moment.astimezone(zone).replace(tzinfo=None)
    if profile.paused_until is not None and (profile.paused_at is None or profile.paused_at <= moment):
        end = _instant(datetime.combine(profile.paused_until, profile.day_start), moment, zone)
        if moment < end:
            return end
    if profile.working_days and not _works(wall.date(), profile):
        day = wall.date() + _DAY
        while not _works(day, profile):
            day += _DAY
        return _instant(datetime.combine(day, profile.day_start), moment, zone)
    if (quiet := _quiet(profile)) is not None:
        begin, until = quiet
        at = wall.time()
        if begin < until:
            return _instant(datetime.combine(wall.date(), until), moment, zone) if begin <= at < until else None
        if at >= begin:
            return _instant(datetime.combine(wall.date() + _DAY, until), moment, zone)
        if at < until:
            return _instant(datetime.combine(wall.date(), until), moment, zone)
    return None


def _quiet(profile: Profile) -> tuple[time, time] | None:
    begin, until = profile.quiet_from, profile.quiet_until
    return None if begin is None or until is None or begin == until else (begin, until)


def _works(day: date, profile: Profile) -> bool:
    # Days that are none at all (a plan edited by hand) must not make every day a free one.
    working = [each for each in profile.working_days if each in WEEKDAYS]
    return not working or WEEKDAYS[day.weekday()] in working


def _instant(wall: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The first instant of this wall time that is later than `after`; a time in a gap moves forward."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return first if first > after else wall.replace(tzinfo=zone, fold=1).astimezone(UTC)


def is_paused(profile: Profile, now: datetime, zone: tzinfo) -> bool:
    """Whether all reminders are paused at this instant."""
    return profile.paused_until is not None and now < _instant(
        datetime.combine(profile.paused_until, profile.day_start), datetime.min.replace(tzinfo=UTC), zone
    )


def pause_covers(profile: Profile, now: datetime, back: timedelta, zone: tzinfo) -> datetime:
    """The earliest moment of what may still come at `now`: so long `back`, or the begin of a pause that ended since."""
    since = now - back
    if profile.paused_until is not None and profile.paused_at is not None:
        end = arrival(profile.paused_at, profile, zone)
        if end >= since:
            return min(since, profile.paused_at)
    return since
