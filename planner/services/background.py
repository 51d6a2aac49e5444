"""Reminders while the planner is closed: setting the system's scheduler up, taking it away, and how it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from planner.domain.dates import relative
from planner.domain.errors import NotMet, WrongUsage
from planner.domain.schedule import USUAL_MINUTES, Job, Schedule, Step, Trouble, every
from planner.ports import Clock, Delivery, Outcome, Scheduler, Store
from planner.services.channels import GaveUp, unwell
from planner.services.reminders import Reminders, ReminderStatus

INSTALL, UNINSTALL, STATUS = "planner remind install", "planner remind uninstall", "planner remind status"
_INSTEAD = "planner remind watch, left running in a terminal, reminds without any."
_WHERE = {"desktop": " on the desktop", "terminal": " in the terminal", "": ""}
RECENT = 5
"""How many of the last that were raised are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What setting up or taking away did, or with `dry_run` would do; `steps` is empty where nothing was to be done.

    `scheduler` and `minutes` are what is set up now; after taking away, who had it, and None. `absent` says of what was
    only looked at why it could not be done here.
    """

    scheduler: str
    minutes: int | None
    steps: tuple[Step, ...]
    dry_run: bool
    absent: NotMet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A reminder that this machine has shown: when (UTC), and the title its milestone has now."""

    at: datetime
    title: str
    milestone: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundStatus:
    """How reminding goes. `scheduler` is "" where none is set up; `troubles` is what is missing, with the fix.

    `watched` says that `planner remind watch` runs now.
    """

    scheduler: str
    schedule: Schedule
    watched: bool
    reminding: ReminderStatus
    raised: tuple[Raised, ...]
    troubles: tuple[Trouble, ...]


class Background:
    """The schedulers of this machine for one data folder."""

    def __init__(  # noqa: PLR0917  # the ports, one after the other, given once by the composition root
        self,
        schedulers: Sequence[Scheduler],
        job: Callable[[], Job],
        must_start: Callable[[Job], None],
        reminders: Reminders,
        store: Store,
        delivery: Delivery,
        clock: Clock,
        watched: Callable[[], bool] = lambda: False,
    ) -> None:
        """`schedulers` in the order they are preferred; `must_start` raises NotMet where a job could not start;
        `watched` says whether `planner remind watch` runs now, and raises nothing."""
        self._schedulers = tuple(schedulers)
        self._job = job
        self._must_start = must_start
        self._reminders = reminders
        self._store = store
        self._delivery = delivery
        self._clock = clock
        self.watched = watched

    def install(
        self, scheduler: str = "", minutes: int | None = None, *, dry_run: bool = False, also_absent: bool = False
    ) -> Setup:
        """Set up a pass every so many `minutes` (None: as before, else every minute) with the first that is there.

        Another that was set up before is taken away. Raises NotMet; then nothing is left half done. WrongUsage for a
        scheduler that is not known. A dry run tells with `also_absent` what one would do that is not there.
        """
        absent: NotMet | None = None
        try:
            chosen = self._choose(scheduler)
        except NotMet as error:
            if not (dry_run and also_absent):
                raise
            chosen, absent = self._named(scheduler) if scheduler else self._schedulers[0], error
        job = self._job()
        before = self._installed(job)
        if minutes is None:
            minutes = next((found.minutes for _, found in before if found.minutes), USUAL_MINUTES)
        job = replace(job, minutes=minutes)
        self._must_start(job)
        steps = [*chosen.install(job, dry_run=dry_run)]
        for other, _ in before:
            if other.name != chosen.name:
                steps += _taken_from(other, chosen, job, dry_run=dry_run)
        return Setup(scheduler=chosen.name, minutes=minutes, steps=tuple(steps), dry_run=dry_run, absent=absent)

    def uninstall(self, scheduler: str = "", *, dry_run: bool = False) -> Setup:
        """Take away whatever is set up, or only what `scheduler` has. Raises NotMet, WrongUsage."""
        these = [self._named(scheduler)] if scheduler else self._schedulers
        job = self._job()
        steps: list[Step] = []
        names = []
        refused: NotMet | None = None
        for each in these:
            try:
                found = each.uninstall(job, dry_run=dry_run)
            except NotMet as error:
                refused = error  # told unless another had it: one that may not be asked, as cron on some machines
                continue
            if found:
                steps += found
                names.append(each.name)
        if refused and not names:
            raise refused
        return Setup(scheduler=", ".join(names), minutes=None, steps=tuple(steps), dry_run=dry_run)

    def status(self) -> BackgroundStatus:
        """How it goes, and what is missing. Raises Unreadable, NewerFormat."""
        scheduler, schedule = self.schedule()
        reminding = self._reminders.status()
        troubles = list(schedule.troubles)
        watched = self.watched()
        if not (schedule.installed or watched):
            troubles.append(self._missing())
        troubles += [Trouble(told_unwell(each), each.detail) for each in unwell(reminding.channels)]
        troubles += [Trouble(told_gave_up(each), each.detail) for each in reminding.gave_up]
        return BackgroundStatus(
            scheduler=scheduler,
            schedule=schedule,
            watched=watched,
            reminding=reminding,
            raised=self._raised(),
            troubles=tuple(troubles),
        )

    def schedule(self) -> tuple[str, Schedule]:
        """The scheduler that is set up and how it goes; "" and nothing installed where none is. Raises nothing."""
        for scheduler, schedule in self._installed(self._job()):
            return scheduler.name, schedule
        return "", Schedule(installed=False)

    def _missing(self) -> Trouble:
        try:
            self._choose("")
        except NotMet as error:
            return Trouble("nothing looks for reminders while the planner is closed", f"{error.message} {error.hint}")
        return Trouble("nothing looks for reminders while the planner is closed", INSTALL)

    def _installed(self, job: Job) -> list[tuple[Scheduler, Schedule]]:
        found = []
        for each in self._schedulers:
            try:
                schedule = each.status(job)
            except NotMet:
                continue  # one that may not be asked, as cron on some machines; setting it up says so
            if schedule.installed:
                found.append((each, schedule))
        return found

    def _choose(self, name: str) -> Scheduler:
        if name:
            chosen = self._named(name)
            if absent := chosen.absent():
                raise NotMet(f"{absent[0].upper()}{absent[1:]}.", _INSTEAD)
            return chosen
        reasons = []
        for each in self._schedulers:
            reason = each.absent()
            if not reason:
                return each
            reasons.append(reason)
        raise NotMet(f"No scheduler can be used here: {'; '.join(reasons)}.", _INSTEAD)

    def _named(self, name: str) -> Scheduler:
        for each in self._schedulers:
            if each.name == name:
                return each
        known = ", ".join(each.name for each in self._schedulers)
        raise WrongUsage(f"“{name}” is no scheduler of this system.", f"One of: {known}.")

    def _raised(self) -> tuple[Raised, ...]:
        plan = self._store.load()
        sent = [(state.at, key, state.channel) for key, state in self._delivery.load().items() if state.state == "sent"]
        found = []
        for at, key, channel in sorted(sent, reverse=True)[:RECENT]:
            milestone = key.partition("|")[0]
            title = plan.milestones[milestone].title if milestone in plan.milestones else "a milestone that is gone"
            if milestone in _DIGESTS:
                title, milestone = _DIGESTS[milestone], ""
            found.append(Raised(at=at, title=title, milestone=milestone, channel=channel))
        return tuple(found)


def _taken_from(other: Scheduler, chosen: Scheduler, job: Job, *, dry_run: bool) -> Sequence[Step]:
    try:
        return other.uninstall(job, dry_run=dry_run)
    except NotMet as error:
        text = f"{chosen.name} looks now, but what {other.name} has could not be taken away. {error.message}"
        raise NotMet(text, f"{error.hint} Until then both look, and each reminder still comes once.".strip()) from error


def told_unwell(check: Outcome) -> str:
    """That a channel cannot show anything now."""
    return "notifications cannot be shown" + _WHERE.get(check.channel, f" through {check.channel}")


def told_gave_up(one: GaveUp) -> str:
    """That a channel gave up: `ntfy missed 2 reminders, which came another way`."""
    return f"{one.channel} missed {one.count} reminder{'' if one.count == 1 else 's'}, which came another way"


def told_setup(setup: Setup) -> str:
    """What was done and how it is taken back: `Reminders now come while the planner is closed: …`."""
    by = f"{setup.scheduler} looks {every(setup.minutes or USUAL_MINUTES)}"
    if not setup.steps:
        return f"Nothing to do: {by} already."
    if setup.dry_run:
        return f"Nothing was changed. This is what would be done, so that {by}:"
    return f"Reminders now come while the planner is closed, too: {by} (undo: {UNINSTALL})."


def told_removal(setup: Setup) -> str:
    """What was taken away."""
    if not setup.steps:
        return "Nothing to do: no scheduler was set up for this data."
    if setup.dry_run:
        return "Nothing was changed. This is what would be done:"
    return f"Removed from {setup.scheduler}: reminders come while the planner is open only (again: {INSTALL})."


def told_status(status: BackgroundStatus, now: datetime, zone: tzinfo) -> list[tuple[str, str]]:
    """How it goes as pairs of a label and what there is to say, without the troubles."""
    schedule = status.schedule
    rows = []
    if schedule.installed:
        how = f", {every(schedule.minutes)}" if schedule.minutes else ""
        rows.append(("scheduler", f"{status.scheduler}{how}"))
        rows.append(("last look", _when(schedule.last, now, zone) or "not known"))
        rows.append(("next look", _when(schedule.next, now, zone) or "not known"))
    else:
        rows.append(("scheduler", "none is set up"))
    if status.watched:
        rows.append(("watch", "planner remind watch looks, for as long as it runs"))
    rows += [("raised", f"{_when(each.at, now, zone)}  {each.title}") for each in status.raised]
    if not status.raised:
        rows.append(("raised", "nothing yet"))
    for waiting in status.reminding.waiting:
        again = _when(waiting.retry_at, now, zone)
        tried = f"tried {waiting.tries} time{'' if waiting.tries == 1 else 's'}{f', again at {again}' if again else ''}"
        partly = f"shown by {', '.join(waiting.shown_by)}, " if waiting.shown_by else ""
        rows.append(("not shown", f"{waiting.reminder.title} · {partly}{tried}. {waiting.detail}"))
    reminding = status.reminding
    if reminding.held_until is not None:
        why = "all reminders are paused" if reminding.paused else "quiet hours or a free day"
        rows.append(("nothing until", f"{_when(reminding.held_until, now, zone)}: {why}"))
    rows += [("muted", title) for title in reminding.muted]
    if schedule.note:
        rows.append(("", schedule.note))
    return rows


_DIGESTS = {"morning": "the digest of the morning", "weekly": "the digest of the week"}
"""What marks are called that are of no milestone."""


def _when(at: datetime | None, now: datetime, zone: tzinfo) -> str:
    """`today 10:31`, `yesterday 18:00`, `2026-11-02 09:00`."""
    if at is None:
        return ""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    near = abs((local.date() - today).days) <= 1
    return f"{relative(local.date(), today) if near else local.date().isoformat()} {local:%H:%M}"
