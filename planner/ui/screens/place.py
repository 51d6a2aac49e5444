"""What all places share. How to add a place:

1. Name it in `planner/ui/places.py` (mode, number, title, module, class); it is imported when it is first opened.
2. Register its own actions in `planner/ui/actions.py` with its name as `where`, or reuse a room (`milestones`).
3. Write the screen:

       class GrowthScreen(Place[GrowthView]):
           PLACE = "growth"
           WHERE = ("growth",)                       # the rooms whose actions work here, for footer and help
           BINDINGS = bindings("growth")             # each is a method action_<id> of this class

           def body(self) -> ComposeResult:          # between the two bars
               yield Lines(paint_skill, id="list")

           def fetch(self) -> GrowthView:            # in the store's thread: services only, no widget
               return self.planner.queries.growth()

           def show(self, view: GrowthView) -> None: # on the loop: widgets only, no service
               self.query_one("#list", Lines).show(sections_of(view))

   `fetch` runs when the place is first painted, when it comes back to the front and something changed meanwhile, after
   every act, when another process wrote, and when the clock passes `due_again(view)`. A late answer is dropped.
   Where there is nothing to show, say in `show` what to do first.
4. Anything else that needs a service goes through the app, which runs it in the store's thread:

       self.app_.act(lambda: self.planner.milestones.skip([key]))          # one Change: toast, questions, refresh
       self.app_.ask(lambda: self.planner.goals.preview(request), self._show_draft, self._show_problem)

   and a dialog is `self.app_.push_screen(SomeModal(...), callback)`: dialogs are dismissed with data, they never act.
   What was typed into one comes back where the act is refused: `act(…, again=lambda _: ask(typed))`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import on
from textual.screen import Screen

from planner.domain.errors import PlannerError
from planner.ui.widgets.bars import BottomBar, TopBar
from planner.ui.widgets.lines import Lines
from planner.ui.widgets.standing import Standing

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.ui.actions import Action
    from planner.ui.app import PlannerApp
    from planner.wiring import Planner

V = TypeVar("V")


class Place(Screen[None], Generic[V]):
    """A screen that shows one view of the plan and keeps it fresh. See the module."""

    PLACE: ClassVar[str] = ""
    WHERE: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self.view: V | None = None
        """What is shown; None until the first answer."""
        self._asked = 0
        self._stale = True
        self._waiting: list[Callable[[], object]] = []
        self._planner: Planner | None = None
        """Kept: a screen that was left meanwhile has no app any more, and its thread may still be at work."""

    @property
    def alive(self) -> bool:
        """Whether there is still something to show an answer on; to be asked wherever one arrives."""
        return self.is_attached and self.display

    @property
    def begun(self) -> bool:
        """Whether the view was asked for: that is once the place was painted."""
        return self._asked > 0

    @property
    def app_(self) -> PlannerApp:
        """The app, by its type."""
        return cast("PlannerApp", self.app)

    @property
    def planner(self) -> Planner:
        """The services. Only to be called inside `fetch` or a call given to `app_.ask` and `app_.act`."""
        if self._planner is None:
            self._planner = self.app_.planner
        return self._planner

    # -- what a place writes

    def body(self) -> ComposeResult:
        """The widgets between the bars."""
        yield from ()

    def fetch(self) -> V:
        """The view, from the services, in the store's thread."""
        raise NotImplementedError

    def show(self, view: V) -> None:
        """Put the view on screen."""
        raise NotImplementedError

    def due_again(self, view: V) -> datetime | None:
        """The instant (UTC) from which the view is another one though nobody changed anything, beside midnight."""
        _ = view
        return None

    def goal_for_new(self) -> tuple[str, str] | None:
        """Id and title of the goal that a line added here belongs to unless it names another; None: the inbox."""
        return None

    def day_for_new(self) -> date | None:
        """The day on which a line added here stands unless it says another."""
        return None

    def offers(self, action: Action) -> bool:
        """Whether the footer names it: only what can be done now. To be asked again on `refresh_bindings`."""
        if self.check_action(action.id, ()) is False:
            return False
        return action.where not in {"filtering", "marking", "timeline"} or not self.has_class("-empty")

    # -- what a place gets

    def compose(self) -> ComposeResult:
        """The bars round the body."""
        yield TopBar(self.PLACE)
        yield from self.body()
        yield Standing()
        yield BottomBar(self.WHERE)

    def on_mount(self) -> None:
        """Paint first, load then."""
        self.call_after_refresh(self.reload)

    def on_screen_resume(self) -> None:
        """Load what changed while another place was in front."""
        if self._stale and self._asked:
            self.reload()

    def once_shown(self, act: Callable[[], object]) -> None:
        """Do it as soon as there is something on screen to do it with."""
        if self.view is None:
            self._waiting.append(act)
        else:
            act()

    @on(Lines.Moved)
    def _other_line(self) -> None:
        self.refresh_bindings()  # what can be done depends on what the cursor is on

    def mark_stale(self) -> None:
        """Something changed: load it now if this place is in front, else when it comes back."""
        self._stale = True
        if self.is_current and self._asked:
            self.reload()

    def reload(self) -> None:
        """Ask for the view anew."""
        self._asked += 1
        self._stale = False
        self._planner = self.app_.planner
        asked = self._asked
        if asked == 1:
            self.app_.hold_keys()  # what is typed before there is anything to see is for what comes
        self.app_.ask(self._fetch, lambda found: self._arrived(asked, *found), lambda error: self._failed(asked, error))

    def _fetch(self) -> tuple[int, V]:
        return self.planner.store.load().generation, self.fetch()

    def _arrived(self, asked: int, generation: int, view: V) -> None:
        if asked == 1:
            self.app_.let_keys()
        self.app_.saw(generation)
        if asked == self._asked and self.alive:
            self.view = view
            self.app_.wake_at(self, self.due_again(view))
            self.show(view)
            waiting, self._waiting = self._waiting, []
            for act in waiting:
                act()
            self.refresh_bindings()

    def _failed(self, asked: int, error: PlannerError) -> None:
        if asked == 1:
            self.app_.let_keys()
        if self.alive:
            self.failed(error)

    def failed(self, error: PlannerError) -> None:
        """The view cannot be had: the app says why and what to do."""
        self.app_.cannot_read(error)
