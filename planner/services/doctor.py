"""What is well and what is not, each with what mends it."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.dates import iso_instant
from planner.domain.errors import DataError, PlannerError
from planner.domain.plan import Plan
from planner.services.background import INSTALL, Background, told_gave_up, told_unwell
from planner.services.channels import unwell
from planner.services.context import Context
from planner.services.library import TemplateShelf
from planner.services.reminders import Reminders, ReminderStatus

if TYPE_CHECKING:
    from planner.ports import Outcome
    from planner.services.calendars import Calendars
    from planner.settings import Settings, SettingsProblem

PRIVATE_FOLDER = 0o700
_SHOWS = {"desktop": "the desktop", "terminal": "the terminal"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. `fix` says what to do where it is not well."""

    ok: bool
    area: str
    text: str
    fix: str = ""


def _shows(check: Outcome) -> str:
    how = f" ({check.detail})" if check.detail and check.channel == "terminal" else ""
    return f"{_SHOWS.get(check.channel, check.channel)} shows notifications{how}"


def in_settings(problems: Iterable[SettingsProblem]) -> list[Finding]:
    """What is wrong in the settings file, one finding each."""
    fix = "Mend that line; until then it counts as missing."
    return [Finding(ok=False, area="settings", text=str(each), fix=fix) for each in problems]


class Doctor:
    """Looks at data, backups, templates and reminders; changes nothing."""

    def __init__(
        self,
        context: Context,
        reminders: Reminders,
        background: Background,
        templates: TemplateShelf,
        *,
        calendars: Callable[[], Calendars | None],
        data: Path,
        settings: Callable[[], Settings],
    ) -> None:
        self._context = context
        self._reminders = reminders
        self._background = background
        self._templates = templates
        self._calendars = calendars
        self._data = data
        self._settings = settings

    def check(self) -> list[Finding]:
        """All findings, the data first. Never raises for what it is here to find."""
        findings = [self._folder(), *self._machine()]
        try:
            plan = self._context.store.load()
        except DataError as error:
            return [*findings, Finding(ok=False, area="plan", text=error.message, fix=error.hint), self._backups()]
        findings += [self._plan(plan), self._backups(), self._zone(), *self._library(), *self._copies(plan)]
        return [*findings, *self._reminding(), *self._leads(plan), *self._closed(plan), *self._kept()]

    def _folder(self) -> Finding:
        if not self._data.exists():
            return Finding(ok=True, area="data", text=f"{self._data} does not exist yet; the first save makes it")
        mode = stat.S_IMODE(self._data.stat().st_mode)
        if sys.platform != "win32" and mode & 0o077:
            text = f"others on this machine can look into {self._data} (mode {mode:o})"
            return Finding(ok=False, area="data", text=text, fix=f"chmod {PRIVATE_FOLDER:o} {self._data}")
        if not os.access(self._data, os.W_OK):
            text = f"{self._data} cannot be written to"
            return Finding(ok=False, area="data", text=text, fix="Check who owns it and whether its disk is read-only.")
        return Finding(ok=True, area="data", text=f"kept in {self._data}")

    def _machine(self) -> list[Finding]:
        """What the settings file says and cannot be read; a file without trouble is not worth a line."""
        settings = self._settings()
        found = in_settings(settings.problems)
        if (path := settings.notify.open_to_others) is not None:
            text = f"others on this machine can read the addresses of services in {path}"
            found.append(Finding(ok=False, area="settings", text=text, fix=f"chmod 600 {path}"))
        return found

    def _plan(self, plan: Plan) -> Finding:
        still_open = sum(1 for milestone in plan.milestones.values() if milestone.is_open)
        text = f"{len(plan.goals)} goals, {len(plan.milestones)} milestones, {still_open} of them open"
        return Finding(ok=True, area="plan", text=text)

    def _backups(self) -> Finding:
        try:
            backups = self._context.store.backups()
        except DataError as error:
            return Finding(ok=False, area="backups", text=error.message, fix=error.hint)
        if not backups:
            return Finding(ok=True, area="backups", text="none yet; one is made at the first change of each day")
        newest = backups[0]
        made = iso_instant(newest.made, self._context.clock.zone())
        return Finding(ok=True, area="backups", text=f"{len(backups)}, the newest {newest.name} of {made}")

    def _zone(self) -> Finding:
        return Finding(ok=True, area="clock", text=f"{iso_instant(self._context.now(), self._context.clock.zone())}")

    def _library(self) -> list[Finding]:
        try:
            count = len(self._templates.list())
        except PlannerError as error:
            return [Finding(ok=False, area="templates", text=error.message, fix=error.hint)]
        findings = [Finding(ok=True, area="templates", text=f"{count} can be picked")]
        folders = {str(folder) for folder in self._settings().library.folders}
        for broken in self._templates.problems():
            text = f"{broken.message}: {broken.problems[0]}" if broken.problems else broken.message
            fix = "Mend the file, or take it out of its folder; the other templates are not affected."
            if broken.source in folders:
                fix = "Look whether it is there and may be read, or take it out of [library] folders in config.toml."
            findings.append(Finding(ok=False, area="templates", text=text, fix=fix))
        return findings

    def _copies(self, plan: Plan) -> list[Finding]:
        findings = []
        for goal in plan.goals.values():
            try:
                known = goal.template is None or self._context.read_template_of(plan, goal) is not None
            except PlannerError as error:
                known, reason = False, error.message
            else:
                reason = "its copy is missing"
            if not known:
                text = f"the template that “{goal.title}” was built from cannot be read: {reason}"
                fix = "Its milestones are all there; dates that wait for an answer stay undated. A backup may hold it."
                findings.append(Finding(ok=False, area="templates", text=text, fix=fix))
        return findings

    def _reminding(self) -> list[Finding]:
        try:
            status = self._reminders.status()
        except DataError as error:
            return [Finding(ok=False, area="reminders", text=error.message, fix=error.hint)]
        findings = [Finding(ok=True, area="reminders", text=_shows(each)) for each in status.channels if each.ok]
        wrong = [(told_unwell(each), each.detail) for each in unwell(status.channels)]
        wrong += [(told_gave_up(each), each.detail) for each in status.gave_up]
        findings += [Finding(ok=False, area="reminders", text=text, fix=fix) for text, fix in wrong]
        for waiting in status.waiting:
            where = " by every channel" if waiting.shown_by else ""
            text = f"“{waiting.reminder.title}” is due and could not be shown{where}, {waiting.tries} tries"
            findings.append(Finding(ok=False, area="reminders", text=text, fix=waiting.detail))
        for path in status.kept_aside:
            text = f"the marks of reminders could not be read and were kept aside as {path}"
            fix = "Reminders may come twice once; the file can be deleted."
            findings.append(Finding(ok=False, area="reminders", text=text, fix=fix))
        return findings + self._silenced(status)

    def _silenced(self, status: ReminderStatus) -> list[Finding]:
        """What the person wanted: nothing is wrong, but it is the first thing to look at when none comes."""
        texts = [f"“{title}” is muted: nothing of it reminds" for title in status.muted]
        if status.held_until is not None:
            why = "all are paused" if status.paused else "these are quiet hours or a free day"
            texts.insert(0, f"none comes until {iso_instant(status.held_until, self._context.clock.zone())}: {why}")
        return [Finding(ok=True, area="reminders", text=each) for each in texts]

    def _leads(self, plan: Plan) -> list[Finding]:
        """What has leads that cannot be read, which only a plan edited by hand can have."""
        from planner.services.lead_sets import malformed

        fix = "It reminds as its kind does; give it others, such as P7D, with planner edit ID --remind P7D."
        return [
            Finding(ok=False, area="reminders", text=f"{what} has reminders that cannot be read: {said}", fix=fix)
            for what, said in malformed(plan)
        ]

    def _kept(self) -> list[Finding]:
        """The calendar files that are to follow the plan."""
        calendars = self._calendars()
        if calendars is None:
            return []
        try:
            return [Finding(ok=not fix, area="calendar", text=text, fix=fix) for text, fix in calendars.told()]
        except DataError as error:
            return [Finding(ok=False, area="calendar", text=error.message, fix=error.hint)]

    def _closed(self, plan: Plan) -> list[Finding]:
        """Whether reminders come while the planner is closed. A plan that cannot remind of anything misses nothing."""
        name, schedule = self._background.schedule()
        if not schedule.installed and self._background.watched():
            return [Finding(ok=True, area="reminders", text="planner remind watch looks for them, while it runs")]
        if not schedule.installed:
            waits = any(each.is_open and each.due is not None for each in plan.milestones.values())
            text = "nothing looks for reminders while the planner is closed"
            return [Finding(ok=not waits, area="reminders", text=text, fix=INSTALL)]
        if not schedule.troubles:
            return [Finding(ok=True, area="reminders", text=f"{name} looks for them while the planner is closed")]
        return [Finding(ok=False, area="reminders", text=each.text, fix=each.fix) for each in schedule.troubles]
