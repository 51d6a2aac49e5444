"""When reminders may come, in one small form: quiet hours, working days, digests, a pause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from planner.domain.dates import relative, show_day
from planner.domain.plan import Profile
from planner.services.profile import ProfileEdit
from planner.services.reminder_settings import (
    days_text,
    is_off,
    read_days,
    read_pause,
    read_quiet,
    read_time,
    read_weekly,
)
from planner.ui.modals.form import Field, Form
from planner.ui.modals.on_profile import open_on_profile
from planner.ui.widgets.line_input import LineInput

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult

    from planner.ui.app import PlannerApp

NAMES = {
    "quiet": "quiet hours",
    "working_days": "days",
    "morning_digest": "every morning",
    "weekly_digest": "every week",
    "paused_until": "pause",
}


OFF = {
    "quiet": "off: they come at any hour",
    "morning_digest": "off: no summary of the day",
    "weekly_digest": "off: no summary of the week",
    "paused_until": "off: they come as usual",
}
"""What it means that a field is empty; of the days `days_text` says it."""


def values_of(profile: Profile, today: date) -> dict[str, str]:
    """The texts of the fields, as they would be typed; "" for what is off, and for a pause that is over."""
    quiet = profile.quiet_from is not None and profile.quiet_until is not None
    at = profile.weekly_digest_at or profile.day_start
    until = profile.paused_until
    return {
        "quiet": f"{profile.quiet_from:%H:%M}-{profile.quiet_until:%H:%M}" if quiet else "",
        "working_days": days_text(profile.working_days) if profile.working_days else "",
        "morning_digest": f"{profile.morning_digest:%H:%M}" if profile.morning_digest else "",
        "weekly_digest": f"{profile.weekly_digest} {at:%H:%M}" if profile.weekly_digest else "",
        "paused_until": until.isoformat() if until and until > today else "",
    }


class ReminderSettings(Form):
    """See the module."""

    def fields(self) -> ComposeResult:
        """What holds reminders back, and what brings them together."""
        yield Field("Quiet", self._line("quiet", "e.g. 21:00-07:00"))
        yield Field("Days", self._line("working_days", "e.g. mon-fri"))
        yield Field("Morning", self._line("morning_digest", "e.g. 8:00"))
        yield Field("Week", self._line("weekly_digest", "e.g. mon 8:00"))
        yield Field("Pause", self._line("paused_until", "e.g. next mon, 7 jan"))

    def on_mount(self) -> None:
        """Say how each stands, also where nothing is filled in: an example is not a setting."""
        for name in self._values:
            self._check(name)

    def _line(self, name: str, placeholder: str) -> LineInput:
        return LineInput(
            self._values[name], id=name, max_length=60, placeholder=placeholder, compact=True, select_on_focus=False
        )

    def read(self, name: str, text: str) -> str:
        """What a field means."""
        today = self.app_.today
        if name == "working_days":
            return f"reminders come {'on ' * bool(days := read_days(text))}{days_text(days)}"
        if is_off(text):
            return OFF[name]
        match name:
            case "quiet":
                begin, until = read_quiet(text, lambda each: read_time(each, today)) or (None, None)
                return f"what falls between {begin:%H:%M} and {until:%H:%M} comes at {until:%H:%M}"
            case "morning_digest":
                return f"every day at {read_time(text, today):%H:%M}, when there is something to tell"
            case "weekly_digest":
                day, at = read_weekly(text, lambda each: read_time(each, today))
                return f"every {(day or '').capitalize()} at {f'{at:%H:%M}' if at else 'the day start'}"
            case _:
                end = read_pause(text, today)
                return f"nothing before {show_day(end, today)}, {relative(end, today)}" if end else ""


def open_reminder_settings(app: PlannerApp) -> None:
    """Open the form on the profile as it is."""

    def changes_of(texts: Mapping[str, str], _profile: Profile) -> ProfileEdit:
        changes: dict[str, Any] = dict(texts)
        return ProfileEdit(**changes)

    open_on_profile(
        app,
        lambda values, base: ReminderSettings("When reminders may come", values, base),
        lambda profile: values_of(profile, app.today),
        changes_of,
        NAMES,
    )
