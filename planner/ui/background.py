"""Background reminders in the app: how they go, in the words of the command line; set up and removed from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.errors import PlannerError
from planner.services.background import Background, BackgroundStatus, Setup, told_removal, told_setup, told_status
from planner.ui.modals.dialog import Choose, Confirm, Option

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp

TITLE = "Reminders while the planner is closed"
SET_UP, REMOVE, LEAVE = "set up", "remove", "leave"
_LABEL = 12
_SECONDS = 12


def open_background(app: PlannerApp) -> None:
    """Ask the schedulers, then show how it goes and offer what can be done about it."""

    def look() -> tuple[BackgroundStatus, bool]:
        background = app.planner.background
        return background.status(), _can_be_set_up(background)

    app.ask(look, lambda found: _show(app, *found), slow=True)


def _can_be_set_up(background: Background) -> bool:
    """Whether this machine has what it takes; if not, the status says what is missing."""
    try:
        background.install(dry_run=True)
    except PlannerError:
        return False
    return True


def offer_background(app: PlannerApp) -> None:
    """Once there is something to remind of: ask whether to set it up, unless it is, or cannot be had here."""

    def look() -> Setup | None:
        background = app.planner.background
        return None if background.status().schedule.installed else background.install(dry_run=True)

    def found(planned: Setup | None) -> None:
        if planned is not None and planned.steps:
            _confirm(
                app, planned, "Shall reminders also come while the planner is closed?", no="Not now; f4 does it later"
            )

    def without(error: PlannerError) -> None:
        app.tell(f"Reminders come while this is open. {error.message} f4 says what is missing.")

    app.ask(look, found, without, slow=True)


def _show(app: PlannerApp, found: BackgroundStatus, can_be_set_up: bool) -> None:
    clock = app.planner.clock
    rows = [f"{label:<{_LABEL}}{text}" for label, text in told_status(found, clock.now(), clock.zone())]
    rows += [f"\n✗ {each.text}\n{each.fix}" for each in found.troubles]  # what wraps has no indent to keep
    installed = found.schedule.installed
    options = [Option(LEAVE, "Leave it as it is")]
    if not installed or found.schedule.troubles:
        what = "shows first what it does" if can_be_set_up else "once what is said above is there"
        # The cursor begins on what helps now.
        at = 0 if can_be_set_up else len(options)
        options.insert(at, Option(SET_UP, "Set up again" if installed else "Set up", what, "s"))
    if installed:
        options.append(Option(REMOVE, "Remove", "reminders then come while the planner is open only", "r"))

    def chosen(answer: str | None) -> None:
        if answer == SET_UP:
            app.ask(lambda: app.planner.background.install(dry_run=True), lambda made: _confirm(app, made), slow=True)
        elif answer == REMOVE:
            app.push_screen(
                Confirm(
                    "Remove the background reminders?",
                    "Remove them",
                    no="Keep them",
                    say="Reminders then come while the planner is open only. f4 sets them up again.",
                ),
                removed,
            )

    def removed(answer: str | None) -> None:
        if answer == "yes":
            app.ask(app.planner.background.uninstall, lambda made: _tell(app, told_removal(made)), slow=True)

    app.push_screen(Choose(TITLE, options, say="\n".join(rows)), chosen)


def _confirm(app: PlannerApp, planned: Setup, question: str = "", *, no: str = "Leave it as it is") -> None:
    if not planned.steps:
        _tell(app, told_setup(planned))
        return

    def answered(answer: str | None) -> None:
        if answer == "yes":
            app.ask(app.planner.background.install, lambda made: _tell(app, told_setup(made)), slow=True)

    steps = "\n".join(f"{each.act:<7} {each.what}" for each in planned.steps)
    asked = question or f"Set up {planned.scheduler}?"
    app.push_screen(Confirm(asked, "Set up", no=no, say=steps, safe=True), answered)


def _tell(app: PlannerApp, text: str) -> None:
    app.tell(text, title="Reminders", seconds=_SECONDS)
