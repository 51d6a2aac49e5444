"""A goal and a newer version of its template: what both sides changed, side by side, and what comes, goes and changes.

Nothing is stored before the person says so. Every decision computes the whole anew, in the store's thread.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

from textual.widgets import Static

from planner.domain.errors import NotMet, PlannerError
from planner.domain.upgrade import Misfits, Upgrade
from planner.domain.upgrade_merge import Decisions
from planner.services.upgrading import is_up_to_date
from planner.ui.actions import bindings
from planner.ui.modals.dialog import Choose, Option
from planner.ui.present import line
from planner.ui.screens.place import Place
from planner.ui.screens.upgrade_rows import conflict_key, summary, upgrade_rows
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Lines

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.services.results import Done

_WAYS = (
    Option("later", "Put them on the first day that fits", "neither past nor before what they follow", "f"),
    Option("leave", "Leave them as they are", "new ones stay out", "l"),
    Option("anyway", "Date them so anyway", "what lies behind is overdue", "a"),
)


class UpgradeScreen(Place[Upgrade]):
    """One upgrade, until it is made or left."""

    WHERE = ("upgrade",)
    BINDINGS = bindings("upgrade")
    AUTO_FOCUS = "#whole"
    DEFAULT_CSS = """
    UpgradeScreen {
        #title { height: 1; padding: 0 2; margin: 1 0; text-wrap: nowrap; text-overflow: ellipsis; }
        #whole { height: 1fr; padding: 0 1; }
    }
    UpgradeScreen.-narrow { #title { margin: 0; } }
    """

    def __init__(self, place: str, goal: str) -> None:
        """`place` is where it was opened from, `goal` the goal's id."""
        super().__init__()
        self.PLACE = place  # type: ignore[misc]  # it belongs to the place it was opened from
        self._goal = goal
        self.decisions = Decisions()

    def body(self) -> ComposeResult:
        """Title and all of it."""
        yield Static(id="title")
        yield DetailPane(id="whole")

    @property
    def pane(self) -> DetailPane:
        """Where all of it stands."""
        return self.query_one("#whole", DetailPane)

    def fetch(self) -> Upgrade:
        """In the store's thread; nothing is stored."""
        return self.planner.upgrading.preview(self._goal, decisions=self.decisions)

    def show(self, view: Upgrade) -> None:
        """The title, and the rows for the width there is."""
        if is_up_to_date(view):
            self.app_.tell(f"“{view.goal.title}” follows {view.after.id} {view.after.version}, the newest there is.")
            self.action_leave()
            return
        versions = f"{view.after.id} {view.before.version} → {view.after.version}"
        title = line((view.goal.title, "bold"), (f"  {versions} · {summary(view)}", "$muted"))
        self.query_one("#title", Static).update(title)
        today: date = self.app_.today
        self.pane.tell(self._goal, lambda cells: upgrade_rows(view, cells, today))

    def failed(self, error: PlannerError) -> None:
        """A goal that cannot follow a newer version says why."""
        if isinstance(error, NotMet):
            self.app_.tell_error(error)
            self.action_leave()
        else:
            super().failed(error)

    # -- deciding

    def action_mine(self) -> None:
        """Keep mine."""
        self._decide("mine")

    def action_theirs(self) -> None:
        """Take theirs."""
        self._decide("theirs")

    def action_switch(self) -> None:
        """The other way."""
        self._decide("")

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """A click on a row."""
        event.stop()
        self._decide("")

    def _decide(self, side: str) -> None:
        what, _, rest = self.pane.key.partition(":")
        if self.view is None or not what:
            return
        name = rest.partition(":")[0]
        if what == "conflict":
            now = next(each.decided for each in self.view.conflicts if each.name == name)
            side = side or ("theirs" if now == "mine" else "mine")
        else:
            side = side or ("mine" if what == "comes" else "theirs")
        self._said(name, side)

    def _said(self, name: str, side: str) -> None:
        take, keep = self.decisions.take - {name}, self.decisions.keep - {name}
        if side == "mine":
            keep |= {name}
        else:
            take |= {name}
        self.decisions = replace(self.decisions, take=take, keep=keep)
        self.reload()

    def action_all_mine(self) -> None:
        """Mine, wherever nobody decided yet."""
        self._all("mine")

    def action_all_theirs(self) -> None:
        """Theirs, wherever nobody decided yet."""
        self._all("theirs")

    def _all(self, side: str) -> None:
        names = frozenset(each.name for each in self.view.undecided) if self.view else frozenset()
        if side == "mine":
            self.decisions = replace(self.decisions, keep=self.decisions.keep | names)
        else:
            self.decisions = replace(self.decisions, take=self.decisions.take | names)
        self.reload()

    def action_next_open(self) -> None:
        """To the next conflict that is undecided, from the top again after the last."""
        if self.view is None or not self.view.undecided:
            self.app_.tell("All is decided; ctrl+s brings the goal to the new version.")
            return
        keys = [conflict_key(each) for each in self.view.conflicts]
        at = keys.index(self.pane.key) if self.pane.key in keys else -1
        undecided = {conflict_key(each) for each in self.view.undecided}
        self.pane.go(next(key for key in (*keys[at + 1 :], *keys) if key in undecided))

    # -- going on

    def action_differences(self) -> None:
        """All that changed between the two versions."""
        if self.view is not None:
            from planner.ui.screens.template_changes import ChangesScreen

            view = self.view
            self.app_.push_screen(ChangesScreen(self.PLACE, self._goal, f"{view.after.id}@{view.after.version}"))

    def action_upgrade_now(self) -> None:
        """Once all is decided."""
        if self.view is None:
            return
        if self.view.undecided:
            left = len(self.view.undecided)
            self.app_.tell(f"{left} to decide first: m keeps mine, t takes theirs; M and T decide all that are left.")
            if self.pane.key not in {conflict_key(each) for each in self.view.undecided}:
                self.action_next_open()
        elif not self.view.fits:
            say = "\n".join([f"“{each.title}” would lie in the past." for each in self.view.past[:3]])
            say = "\n".join(part for part in (say, *self.view.problems[:3]) if part)
            self.app_.push_screen(Choose("Some dates do not fit", _WAYS, say=say), self._upgrade_so)
        else:
            self._upgrade("ask")

    def _upgrade_so(self, way: str | None) -> None:
        if way:
            self._upgrade(cast("Misfits", way))

    def _upgrade(self, misfits: Misfits) -> None:
        view = self.view
        if view is None:
            return

        def upgraded(_: Done) -> None:
            if view.asks:
                self.app_.tell(f"The new version asks: {view.asks[0].question}\nA on the goal answers", seconds=8)
            self.action_leave()

        goal, to, decisions = self._goal, view.after.version, self.decisions
        self.app_.act(
            lambda: self.planner.upgrading.upgrade(goal, to=to, decisions=decisions, misfits=misfits), upgraded
        )

    def action_leave(self) -> None:
        """Back."""
        if self.is_current:
            self.app_.pop_screen()
