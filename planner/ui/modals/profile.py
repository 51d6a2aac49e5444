"""Who the person is, in one form: stage, hours a week, start of the day, days away, reminders by kind and by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.widgets import TextArea

from planner.domain.errors import WrongUsage
from planner.domain.lead_words import leads_text, read_leads
from planner.domain.plan import KINDS, Away, Profile
from planner.domain.stages import STAGE_WORDS
from planner.domain.text import clean, shown
from planner.services.away import read_away, with_away
from planner.services.lead_sets import checked_leads
from planner.services.profile import ProfileEdit, read_hours
from planner.services.reminder_settings import read_time
from planner.ui.modals.form import Field, Form
from planner.ui.modals.on_profile import open_on_profile
from planner.ui.present import count
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.one_of import OneOf

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.ui.app import PlannerApp

NAMES = {
    "stage": "stage",
    "hours_per_week": "hours",
    "day_start": "day start",
    "away": "days away",
    "leads": "reminders",
    "sets": "sets",
}
Leads = tuple[str, ...]


class EditProfile(Form):
    """See the module."""

    DRAFT = "profile"

    def __init__(self, values: Mapping[str, str], base: Mapping[str, str]) -> None:
        super().__init__("You, as far as planning needs to know", values, base)

    def fields(self) -> ComposeResult:
        """What plans are laid out by; then what reminds, one a line."""
        stages = [
            ("", "not said"),
            *((key, f"{name}: {words.partition(':')[0]}") for key, (name, words) in STAGE_WORDS.items()),
        ]
        yield Field("Stage", OneOf(stages, self._values["stage"], id="stage"))
        yield Field("Hours", self._line("hours_per_week", "e.g. 6, or 7.5, a week"))
        yield Field("Day start", self._line("day_start", "e.g. 9:00, when a date without a time reminds"))
        yield Field("Away", self._text("away", "e.g. Winter = 21 dec - 3 jan"))
        yield Field("Reminds", self._text("leads", "e.g. exam = 30d 7d 1d"))
        yield Field("Sets", self._text("sets", "e.g. Exam set = 60d 30d 7d"))

    def _line(self, name: str, placeholder: str) -> LineInput:
        return LineInput(
            self._values[name], id=name, max_length=60, placeholder=placeholder, compact=True, select_on_focus=False
        )

    def _text(self, name: str, placeholder: str) -> TextArea:
        return TextArea(self._values[name], id=name, compact=True, tab_behavior="focus", placeholder=placeholder)

    def read(self, name: str, text: str) -> str:
        """What a field means."""
        today = self.app_.today
        match name:
            case "hours_per_week":
                read_hours(text)
            case "day_start":
                return f"a date without a time reminds at {read_time(text, today):%H:%M}"
            case "away":
                days = sum((each.last - each.first).days + 1 for each in _read_away(text, today))
                return f"{count(days, 'day')} away" if days else ""
            case "leads" if text != self._base["leads"]:  # what calls a set follows it when that changes
                kinds = _read_kinds(text, _read_named(self.text_of("sets")))
                return f"{count(len(kinds), 'kind')} with reminders of your own" if kinds else ""
            case "sets":
                sets = _read_named(text)
                return f"@{next(iter(sets))} stands for its leads wherever leads are typed" if sets else ""
        return ""


def values_of(profile: Profile) -> dict[str, str]:
    """The texts of the fields, as they would be typed."""
    return {
        "stage": profile.stage or "",
        "hours_per_week": profile.hours_per_week,
        "day_start": f"{profile.day_start:%H:%M}",
        "away": "\n".join(_away_text(each) for each in profile.away),
        "leads": "\n".join(f"{kind} = {leads_text(leads)}" for kind, leads in sorted(profile.leads.items())),
        "sets": "\n".join(f"{clean(name)} = {leads_text(leads)}" for name, leads in sorted(profile.lead_sets.items())),
    }


def _away_text(away: Away) -> str:
    days = away.first.isoformat() if away.first == away.last else f"{away.first.isoformat()} - {away.last.isoformat()}"
    return f"{clean(away.title)} = {days}" if away.title else days


def _read_away(text: str, today: date) -> tuple[Away, ...]:
    """Days away, one time a line, in order. Raises WrongUsage."""
    found: tuple[Away, ...] = ()
    for each in text.splitlines():
        if each.strip():
            found = with_away(found, read_away(each, today))
    return found


def _pairs(text: str) -> dict[str, str]:
    """`name = leads`, one a line. Raises WrongUsage."""
    found: dict[str, str] = {}
    for each in text.splitlines():
        name, equals, words = each.partition("=")
        if not each.strip():
            continue
        if not (equals and name.strip() and words.strip()):
            raise WrongUsage(
                f"“{shown(each.strip())}” says no reminders.", "Write a name, =, and leads: exam = 30d 7d."
            )
        if name.strip() in found:
            raise WrongUsage(f"“{shown(name.strip())}” stands there twice.", "Take one of the lines out.")
        found[name.strip()] = words
    return found


def _read_named(text: str) -> dict[str, Leads]:
    """Sets of leads by name. Raises WrongUsage."""
    return {name: checked_leads(read_leads(words), {}) or () for name, words in _pairs(text).items()}


def _read_kinds(text: str, sets: Mapping[str, Leads]) -> dict[str, Leads]:
    """Leads by kind; a set may be called by its name alone. Raises WrongUsage."""
    found = {}
    for kind, words in _pairs(text).items():
        if kind.casefold() not in KINDS:
            raise WrongUsage(f"“{shown(kind)}” is no kind of milestone.", f"Choose one of: {', '.join(KINDS)}.")
        known = {name.casefold(): name for name in sets}
        name = known.get(words.strip().removeprefix("@").casefold())
        found[kind.casefold()] = (f"@{name}",) if name else checked_leads(read_leads(words), sets) or ()
    return found


def changes_of(texts: Mapping[str, str], profile: Profile, today: date) -> ProfileEdit:
    """The edit that makes of the profile what stands in the fields that were changed. Raises WrongUsage."""
    given: dict[str, Any] = {name: text for name, text in texts.items() if name not in {"away", "leads", "sets"}}
    if "away" in texts:
        wanted = _read_away(texts["away"], today)
        given["back"] = tuple(each.first.isoformat() for each in profile.away if each not in wanted)
        given["away"] = tuple(_away_text(each) for each in wanted if each not in profile.away)
    sets: Mapping[str, Leads] = profile.lead_sets
    if "sets" in texts:
        sets = _read_named(texts["sets"])
        given |= _set_changes(profile.lead_sets, sets)
    if "leads" in texts:
        kinds: dict[str, Leads | None] = dict.fromkeys(profile.leads)
        kinds |= _read_kinds(texts["leads"], sets)
        given["leads"] = {kind: leads for kind, leads in kinds.items() if leads != profile.leads.get(kind)}
    return ProfileEdit(**given)


def _set_changes(before: Mapping[str, Leads], after: Mapping[str, Leads]) -> dict[str, Any]:
    """What was taken away, and what is new or other; one that only has another name is renamed, so that what calls it
    follows."""
    gone = [name for name in before if name not in after]
    new = [name for name in after if name not in before]
    if len(gone) == len(new) == 1 and before[gone[0]] == after[new[0]]:
        renamed, gone, new = {gone[0]: new[0]}, [], []
    else:
        renamed = {}
    changed = [name for name in after if name in before and after[name] != before[name]]
    put: dict[str, Leads | None] = {**dict.fromkeys(gone), **{name: after[name] for name in (*new, *changed)}}
    return {"renamed_sets": renamed, "lead_sets": put}


def open_profile(app: PlannerApp) -> None:
    """Open the form on the profile as it is."""
    open_on_profile(app, EditProfile, values_of, lambda texts, profile: changes_of(texts, profile, app.today), NAMES)
