"""Who the person is: stage, hours a week, the start of the day, reminders by kind. Undoable like everything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import cast, get_args

from planner.domain.dates import parse_date_phrase
from planner.domain.errors import WrongUsage
from planner.domain.plan import KINDS, Edit, Kind, Plan, Profile, Stage
from planner.domain.text import shown
from planner.services.context import Context
from planner.services.edits import checked_leads
from planner.services.results import UNSET, Done, Unset

STAGES: tuple[str, ...] = get_args(Stage)
MOST_HOURS = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileEdit:
    """What to change; a field left UNSET stays.

    `stage` is one of `early`, `mid`, `senior`, "" for none; `hours_per_week` a number as text (`7.5`); `day_start` a
    time (`8:30`); `leads` the person's own reminders by kind, None for the usual ones.
    """

    stage: str | Unset = UNSET
    hours_per_week: str | Unset = UNSET
    day_start: str | Unset = UNSET
    leads: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)


class Profiles:
    """The one profile of a plan."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self) -> Profile:
        """As it stands."""
        return self._context.store.load().profile

    def edit(self, changes: ProfileEdit) -> Done:
        """Change what is given, as one Change. Raises WrongUsage."""

        def act(plan: Plan) -> Edit:
            return Edit("Change your profile", (self._edited(plan.profile, changes),))

        return Done(change=self._context.commit(act), ids=(Profile().id,))

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
                checked = checked_leads(given)
                if checked is None:
                    leads.pop(_kind(kind), None)
                else:
                    leads[_kind(kind)] = checked
            profile = replace(profile, leads=leads)
        return profile

    def _time(self, text: str) -> time:
        words = f"today {text.strip()}"
        try:
            at = parse_date_phrase(words, self._context.today()).at
        except WrongUsage:
            at = None
        if at is None:
            raise WrongUsage(f"“{shown(text)}” is no time of the day.", "Write 8:30, or 09:00.")
        return at


def _stage(text: str) -> Stage | None:
    wanted = text.strip().casefold()
    if not wanted:
        return None
    if wanted not in STAGES:
        raise WrongUsage(f"“{shown(text)}” is no stage of a career.", f"Choose one of: {', '.join(STAGES)}.")
    return cast("Stage", wanted)


def read_hours(text: str) -> Decimal:
    """Hours a week as a person writes them: `6`, `7,5`, `8 h`. Raises WrongUsage."""
    try:
        number = Decimal(text.strip().replace(",", ".").removesuffix("h").strip())
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 < number <= MOST_HOURS:
        raise WrongUsage(f"“{shown(text)}” is no number of hours a week.", "Write a number such as 6, or 7.5.")
    return number


def _kind(text: str) -> Kind:
    wanted = text.strip().casefold()
    if wanted not in KINDS:
        raise WrongUsage(f"“{shown(text)}” is no kind of milestone.", f"Choose one of: {', '.join(KINDS)}.")
    return cast("Kind", wanted)
