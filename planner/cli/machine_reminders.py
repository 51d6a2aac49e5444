"""The machine format of reminders: see `machine`."""

from __future__ import annotations

from datetime import time, tzinfo
from typing import TYPE_CHECKING, Any

from planner.cli.machine import instant

if TYPE_CHECKING:
    from planner.domain.plan import Profile
    from planner.ports import Outcome
    from planner.services.background import BackgroundStatus, Setup
    from planner.services.reminders import PassResult, Upcoming

Shape = dict[str, Any]


def profile(one: Profile) -> Shape:
    """`profile`: who the person is, and when reminders may come."""
    at = one.weekly_digest_at or one.day_start
    quiet = one.quiet_from is not None and one.quiet_until is not None
    return {
        "stage": one.stage,
        "hours_per_week": float(one.hours_per_week),
        "day_start": one.day_start.isoformat("minutes"),
        "leads": {kind: list(leads) for kind, leads in sorted(one.leads.items())},
        "lead_sets": {name: list(leads) for name, leads in sorted(one.lead_sets.items())},
        "quiet": [_minute(one.quiet_from), _minute(one.quiet_until)] if quiet else None,
        "working_days": list(one.working_days),
        "morning_digest": _minute(one.morning_digest),
        "weekly_digest": {"day": one.weekly_digest, "at": _minute(at)} if one.weekly_digest else None,
        "paused_until": one.paused_until.isoformat() if one.paused_until else None,
        "away": [
            {"first": each.first.isoformat(), "last": each.last.isoformat(), "title": each.title} for each in one.away
        ],
    }


def _minute(at: time | None) -> str | None:
    return at.isoformat("minutes") if at else None


def upcoming(one: Upcoming, zone: tzinfo) -> Shape:
    """One reminder of `remind list`. `digest` is the title of the notification that lists it among others; what that
    only names, without a reminder, has no `lead`."""
    return {
        "at": instant(one.at, zone),
        "title": one.title,
        "body": one.body,
        "milestone": one.milestone,
        "lead": one.lead or None,
        "digest": one.digest or None,
    }


def pass_result(result: PassResult, zone: tzinfo) -> Shape:
    """`remind run`: what was raised and what could not be."""
    return {
        "raised": [upcoming(each, zone) for each in result.raised],
        "failed": [upcoming(each, zone) | {"error": detail} for each, detail in result.failed],
    }


def outcome(one: Outcome) -> Shape:
    """One channel of `remind test`."""
    return {"channel": one.channel, "ok": one.ok, "absent": one.absent, "detail": one.detail}


def setup(one: Setup) -> Shape:
    """`remind install` and `remind uninstall`: what was done, or with `--dry-run` would be."""
    return {
        "scheduler": one.scheduler or None,
        "minutes": one.minutes,
        "dry_run": one.dry_run,
        "changed": bool(one.steps) and not one.dry_run,
        "absent": one.absent.message if one.absent else None,
        "steps": [{"act": each.act, "what": each.what, "text": each.text or None} for each in one.steps],
    }


def background(one: BackgroundStatus, zone: tzinfo) -> Shape:
    """`remind status`: how reminding goes while the planner is closed, and what is missing."""
    return {
        "scheduler": one.scheduler or None,
        "installed": one.schedule.installed,
        "watching": one.watched,
        "minutes": one.schedule.minutes,
        "last_pass": instant(one.schedule.last, zone),
        "next_pass": instant(one.schedule.next, zone),
        "last_written": instant(one.reminding.heartbeat, zone),
        "raised": [
            {
                "at": instant(each.at, zone),
                "title": each.title,
                "milestone": each.milestone or None,
                "channel": each.channel,
            }
            for each in one.raised
        ],
        "failed": [
            upcoming(each.reminder, zone)
            | {"error": each.detail, "tries": each.tries, "retry_at": instant(each.retry_at, zone)}
            for each in one.reminding.waiting
        ],
        "missing": [{"text": each.text, "fix": each.fix} for each in one.troubles],
        "channels": [outcome(each) for each in one.reminding.channels],
        "nothing_until": instant(one.reminding.held_until, zone),
        "paused": one.reminding.paused,
        "muted": list(one.reminding.muted),
        "note": one.schedule.note or None,
    }
