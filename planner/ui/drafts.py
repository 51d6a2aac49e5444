"""What is being typed is kept a moment after the last key, and offered again when the planner ended over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.draft import Draft
from planner.domain.errors import PlannerError
from planner.domain.quickadd import LINE_LIMIT
from planner.ui.adding import add_line
from planner.ui.modals.dialog import Choose, Dialog, Option

if TYPE_CHECKING:
    from planner.domain.plan import Goal, Milestone
    from planner.ui.app import PlannerApp

LOOK_SECONDS = 0.5
"""A key is on disk this long after it, at the latest."""
KINDS = {
    "add": "A new line",
    "note": "A note",
    "search": "A search",
    "milestone": "Changes to a milestone",
    "goal": "Changes to a goal",
    "new goal": "A new goal",
    "profile": "Changes to your profile",
}
_SHOWN = 200


class Drafts:
    """For one app. Never more than the one dialog that is open; never a Change."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self._kept: Draft | None = None
        self._saving = False
        self._opening = False
        """Whether the dialog for what was left is on its way, which may take a call to the store."""

    def begin(self) -> None:
        """Offer what was left, then watch what is typed."""
        unfinished = self._app.planner.unfinished
        self._app.ask(unfinished.load, self._offer)
        self._app.set_interval(LOOK_SECONDS, self.look)

    def look(self) -> None:
        """Keep what stands in the dialog in front; forget it once there is none. Both in the store's thread, so what
        is forgotten was saved before."""
        if not self._app.is_running:  # the app takes its dialogs down as it ends; nobody left them
            return
        draft = self._typed()
        on_its_way = draft is None and (self._opening or self._app.are_coming)
        if draft == self._kept or self._saving or on_its_way:
            return
        self._opening = False
        unfinished = self._app.planner.unfinished
        self._kept = draft
        self._saving = True
        if draft is None:
            self._app.ask(unfinished.clear, self._saved, self._unsaved)
        else:
            self._app.ask(lambda: unfinished.save(draft), self._saved, self._unsaved)

    def _saved(self, _: None) -> None:
        self._saving = False

    def _unsaved(self, _: PlannerError) -> None:
        # A full disk is told when something is saved; here nobody asked for anything.
        self._saving = False

    def _typed(self) -> Draft | None:
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, Dialog) and screen.is_mounted and (draft := screen.draft()) is not None:
                return draft
        return None

    def _offer(self, draft: Draft | None) -> None:
        if draft is None or draft.kind not in KINDS or not any(draft.texts.values()):
            return
        words = " · ".join(text.strip() for text in draft.texts.values() if text.strip())
        what = f"{KINDS[draft.kind]}, “{draft.about}”" if draft.about else KINDS[draft.kind]
        said = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        options = [Option("go on", "Go on with it", hotkey="y"), Option("drop", "Throw it away", hotkey="n")]
        dialog = Choose("You were typing when the planner ended", options, say=f"{what}:\n{said}")

        def answered(answer: str | None) -> None:
            if answer == "go on":
                self._kept = draft
                self._opening = True
                self._open(draft)
            elif answer == "drop":
                self._app.ask(self._app.planner.unfinished.clear, lambda _: None)

        self._app.by_itself(lambda: self._app.push_screen(dialog, answered))

    def _open(self, draft: Draft) -> None:
        app = self._app
        if draft.kind == "search":
            app.action_search()
        elif draft.kind == "new goal":
            from planner.ui.modals.new_goal import new_goal

            new_goal(app)
        elif draft.kind == "profile":
            app.action_profile()
        elif draft.kind == "add" and not draft.record:
            add_line(app)
        else:
            app.ask(lambda: self._record(draft), lambda record: self._open_record(draft, record))
            return
        self._fill_next(draft)

    def _record(self, draft: Draft) -> Goal | Milestone | None:
        """In the store's thread."""
        plan = self._app.planner.queries.plan()
        return plan.goals.get(draft.record) or plan.milestones.get(draft.record)

    def _open_record(self, draft: Draft, record: Goal | Milestone | None) -> None:
        """The dialog of a record as it is now. For one that is gone the text is brought back as a new line."""
        from planner.domain.plan import Goal

        app = self._app
        if record is None:
            app.tell("What it was about is no longer there; here is what you typed, for a new line.", "warning")
            lines = " ".join(draft.texts.values()).split()
            add_line(app, text=" ".join(lines)[:LINE_LIMIT])
            self._opening = False
        elif isinstance(record, Goal):
            if draft.kind == "add":
                add_line(app, (record.id, record.title))
            else:
                from planner.ui.modals.edit_goal import edit_goal

                edit_goal(app, record)
            self._fill_next(draft)
        else:
            if draft.kind == "note":
                from planner.ui.modals.typed import add_note

                add_note(app, record)
            else:
                from planner.ui.modals.edit import edit

                edit(app, record)
            self._fill_next(draft)

    def _fill_next(self, draft: Draft) -> None:
        """Once the dialog is there: it may have asked the store first, and that answers in order."""

        def answered(_: None) -> None:
            self._app.call_after_refresh(self._fill, draft)

        self._app.ask(lambda: None, answered)

    def _fill(self, draft: Draft) -> None:
        front = self._app.screen
        if isinstance(front, Dialog) and draft.kind == front.DRAFT:
            front.take_up(draft.texts)
        elif self._app.are_coming:  # it waits behind what the person opened meanwhile
            self._app.set_timer(LOOK_SECONDS, lambda: self._fill(draft))
            return
        self._opening = False
