"""Who the person is: stage, hours a week, the start of the day, reminders by kind. Undoable like everything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import cast, get_args

from planner.domain.errors import NotMet, WrongUsage
from planner.domain.plan import KINDS, Edit, Kind, Plan, Profile, Stage
from planner.domain.quiet import is_paused
from planner.domain.text import shown
from planner.services.away import read_away, with_away, without_away
from planner.services.context import Context
from planner.services.lead_sets import checked_leads, edited_sets
from planner.services.reminder_settings import is_off, read_days, read_pause, read_quiet, read_time, read_weekly
from planner.services.results import UNSET, Done, Unset

STAGES: tuple[str, ...] = get_args(Stage)
MOST_HOURS = Decimal(100)
LEAST_HOURS = Decimal("0.25")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileEdit:
    """What to change; a field left UNSET stays.

    `stage` is one of `early`, `mid`, `senior`, "" for none; `hours_per_week` a number as text (`7.5`); `day_start` a
    time (`8:30`); `leads` the person's own reminders by kind, None for the usual ones. `lead_sets` are sets of leads
    by name, None takes one away; `renamed_sets` are new names by old ones.

    `quiet` is `21:00-07:00`, `working_days` `mon-fri`, `morning_digest` `8:00`, `weekly_digest` `mon 8:00`,
    `paused_until` a day in words; `off` for none of it. `away` are days away in words to be added (`21 dec - 3 jan`),
    `back` titles or first days of those that are taken out.
    """

    stage: str | Unset = UNSET
    hours_per_week: str | Unset = UNSET
    day_start: str | Unset = UNSET
    leads: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    lead_sets: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    renamed_sets: Mapping[str, str] = field(default_factory=dict)
    quiet: str | Unset = UNSET
    working_days: str | Unset = UNSET
    morning_digest: str | Unset = UNSET
    weekly_digest: str | Unset = UNSET
    paused_until: str | Unset = UNSET
    away: tuple[str, ...] = ()
    back: tuple[str, ...] = ()


class Profiles:
    """The one profile of a plan."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self) -> Profile:
        """As it stands."""
        return self._context.store.load().profile

    def edit(self, changes: ProfileEdit) -> Done:
        """Change what is given, as one Change. Raises WrongUsage, and NotFound or NotMet for sets of leads."""

        def act(plan: Plan) -> Edit:
            sets = edited_sets(plan, plan.profile, changes.lead_sets, changes.renamed_sets)
            profile = self._reminding(self._edited(sets.profile, changes), changes)
            return Edit(_named(changes, profile), (profile, *sets.records))

        return Done(change=self._context.commit(act), ids=(Profile().id,))

    def pause(self, until: str) -> Done:
        """Let nothing remind before the start of this day ("next mon", "3 jan"). Raises WrongUsage."""
        if is_off(until):
            raise WrongUsage("A pause ends some day.", "Write until when: tomorrow, next mon, 3 jan.")
        return self.edit(ProfileEdit(paused_until=until))

    def resume(self) -> Done:
        """End a pause. Raises NotMet when there is none."""
        if self.get().paused_until is None:
            raise NotMet("Reminders are not paused.")
        return self.edit(ProfileEdit(paused_until="off"))

    def _reminding(self, profile: Profile, changes: ProfileEdit) -> Profile:
        """The profile with what says when reminders may come."""
        if not isinstance(changes.quiet, Unset):
            begin, until = read_quiet(changes.quiet, self._time) or (None, None)
            profile = replace(profile, quiet_from=begin, quiet_until=until)
        if not isinstance(changes.working_days, Unset):
            profile = replace(profile, working_days=read_days(changes.working_days))
        if not isinstance(changes.morning_digest, Unset):
            at = None if is_off(changes.morning_digest) else self._time(changes.morning_digest)
            profile = replace(profile, morning_digest=at)
        if not isinstance(changes.weekly_digest, Unset):
            day, at = read_weekly(changes.weekly_digest, self._time)
            profile = replace(profile, weekly_digest=day, weekly_digest_at=at)
        if not isinstance(changes.paused_until, Unset):
            end = read_pause(changes.paused_until, self._context.today())
            # A pause that is made longer began when it began.
            began = profile.paused_at if profile.paused_until is not None and self._is_paused(profile) else None
            profile = replace(profile, paused_until=end, paused_at=(began or self._context.now()) if end else None)
        return profile

    def _is_paused(self, profile: Profile) -> bool:
        return is_paused(profile, self._context.now(), self._context.clock.zone())

    def _edited(self, profile: Profile, changes: ProfileEdit) -> Profile:
        if not isinstance(changes.stage, Unset):
            profile = replace(profile, stage=_stage(changes.stage))
        if not isinstance(changes.hours_per_week, Unset):
            profile = replace(profile, hours_per_week=format(read_hours(changes.hours_per_week).normalize(), "f"))
        if not isinstance(changes.day_start, Unset):
            profile = replace(profile, day_start=self._time(changes.day_start))
        if changes.leads:
            leads = dict(profile.leads)
            for kind, given in changes.leads.items():
                checked = checked_leads(given, profile.lead_sets)
                if checked is None:
                    leads.pop(_kind(kind), None)
                else:
                    leads[_kind(kind)] = checked
            profile = replace(profile, leads=leads)
        for name in changes.back:
            profile = replace(profile, away=without_away(profile.away, name))
        for days in changes.away:
            profile = replace(profile, away=with_away(profile.away, read_away(days, self._context.today())))
        return profile

    def _time(self, text: str) -> time:
        return read_time(text, self._context.today())


def _named(changes: ProfileEdit, profile: Profile) -> str:
    """What a person would call this change."""
    if changes == ProfileEdit(paused_until=changes.paused_until):
        until = profile.paused_until
        return "Let reminders come again" if until is None else f"Pause all reminders until {until.isoformat()}"
    if changes == ProfileEdit(lead_sets=changes.lead_sets, renamed_sets=changes.renamed_sets):
        return "Change your sets of reminders"
    return "Change your profile"


def _stage(text: str) -> Stage | None:
    wanted = text.strip().casefold()
    if not wanted:
        return None
    if wanted not in STAGES:
        raise WrongUsage(f"“{shown(text)}” is no stage of a career.", f"Choose one of: {', '.join(STAGES)}.")
    return cast("Stage", wanted)


def read_hours(text: str) -> Decimal:
    """Hours a week as a person writes them: `6`, `7,5`, `8 h`; at least a quarter. Raises WrongUsage."""
    try:
        number = Decimal(text.strip().replace(",", ".").removesuffix("h").strip())
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 < number <= MOST_HOURS:
        raise WrongUsage(f"“{shown(text)}” is no number of hours a week.", "Write a number such as 6, or 7.5.")
    if number < LEAST_HOURS:
        raise WrongUsage("A plan needs at least a quarter of an hour a week.", "Write 0.25, or more.")
    return number


def _kind(text: str) -> Kind:
    wanted = text.strip().casefold()
    if wanted not in KINDS:
        raise WrongUsage(f"“{shown(text)}” is no kind of milestone.", f"Choose one of: {', '.join(KINDS)}.")
    return cast("Kind", wanted)
