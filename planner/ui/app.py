"""The app: the shell round the places. It owns the clock, the two threads, and what every place can ask for.

It paints before it loads: nothing here touches the store before the first screen is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.binding import BindingType
from textual.reactive import reactive

from planner.domain.dates import DAY_NAMES, MONTH_NAMES, local_day
from planner.domain.errors import ChangedMeanwhile, DataError, NewerFormat, NotDurable, PlannerError, Unreadable
from planner.ui import theme
from planner.ui.actions import Action, binding_id, bindings, show_key
from planner.ui.cycles import offer_cycles, tell_cycles
from planner.ui.drafts import Drafts
from planner.ui.ending import HANGUP, Ending
from planner.ui.keymap import rebound
from planner.ui.look import Look
from planner.ui.modals.dialog import Dialog
from planner.ui.opening import Opening
from planner.ui.places import MODES
from planner.ui.refusals import may_try_again
from planner.ui.reminding import Reminding
from planner.ui.screens.place import Place
from planner.ui.settings_check import told
from planner.ui.undoing import Undoing
from planner.ui.work import Finished, Work

if TYPE_CHECKING:
    from rich.console import RenderableType

    from planner.services.results import Done
    from planner.wiring import Planner

T = TypeVar("T")


POLL_SECONDS = 1.0
"""How often the app looks whether another process wrote; at most two seconds may pass until it shows."""
REMIND_AFTER = 0.5
"""Seconds after the first rows, so that nothing nobody asked for holds up the first picture."""
CLOCK_SECONDS = 20.0
"""How often the app looks at the wall clock: a laptop that slept wakes late, so no seconds are counted."""


class PlannerApp(Opening):
    """The planner in the terminal."""

    TITLE = "planner"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    MODES = MODES
    DEFAULT_MODE = "today"
    BINDINGS: ClassVar[list[BindingType]] = bindings("app")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual declares it so
    ENABLE_COMMAND_PALETTE = False  # ours is a dialog like the others

    day_shown: reactive[str] = reactive("")

    def __init__(self, planner: Planner, *, welcome: bool = True) -> None:
        """`planner` holds the services, for the threads of `work` only; `welcome` asks newcomers the first things."""
        super().__init__()
        self.planner = planner
        self.work = Work(self)
        self._wakes: dict[Place[Any], datetime] = {}
        self._day: date | None = None
        self._looking = False
        self._generation = -1
        """Of the plan that is shown; -1 = not known yet."""
        self._broken = False
        self._reminding = Reminding(self)
        self._leaving: int | None = None
        """The exit code, once the app is to end."""
        self._welcomed = not welcome
        self.wanted = ""
        """The id of the record the cursor is to go to, where a list shows it: what was just added."""
        self.undoing = Undoing(self)
        self.drafts = Drafts(self)
        self.ending = Ending(self)
        self.look = Look(self)
        self.shown_keys: Mapping[str, str] = {}
        """Keys by binding id, where the person has others than the usual ones."""
        for each in theme.THEMES:
            self.register_theme(each)
        self.look.apply()
        self._complaints = [said for said in (self.look.problem, *self._take_keys()) if said]

    def _take_keys(self) -> Sequence[str]:
        """Take the keys of config.toml; what is wrong in that file, as sentences."""
        settings, path = self.planner.settings, self.planner.paths.settings
        found = rebound(settings.keys.keys)
        if settings.keys.keys:
            self.shown_keys = found.shown
            self.set_keymap(found.keymap)
        return told(settings, path, found)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for a theme that does not have them."""
        return theme.defaults(dark=self.current_theme.dark)

    # -- threads

    def ask(
        self,
        call: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[PlannerError], None] | None = None,
        *,
        slow: bool = False,
    ) -> None:
        """Run a service call off the loop and show its result on it. Without `failed` the error is told.

        What a key asks for may open a dialog: the next key waits for the answer.
        """
        then, failed = self.answer(then, late=slow), self.answer(failed or self.tell_error, late=slow)
        if not self.in_key or slow:
            self.work.run(call, then, failed, slow=slow)
            return
        self.hold_keys()
        self.work.run(call, self._and_let_keys(then), self._and_let_keys(failed))

    def _and_let_keys(self, show: Callable[[T], None]) -> Callable[[T], None]:
        def shown(result: T) -> None:
            show(result)
            self.let_keys()

        return shown

    def act(
        self,
        call: Callable[[], Done],
        then: Callable[[Done], None] | None = None,
        failed: Callable[[PlannerError], None] | None = None,
        *,
        again: Callable[[PlannerError], None] | None = None,
        quiet: bool = False,
    ) -> None:
        """One act of the person: name the Change, refresh what is shown, ask what is to be asked.

        It holds up no key, so whatever it leads to comes by itself. Where it is refused, `again` opens once more what
        the person had filled in, and above it stands why; `failed` says that in another way. `quiet` leaves the toast
        out, for what is seen at once where it was done.
        """

        def done(result: Done) -> None:
            if result.change is not None:
                self._generation = result.change.generation
            self.changed()
            if result.change is not None and not quiet:
                self.tell(f"{result.change.name}\nu takes it back", change=True)
            if then is not None:
                then(result)
            self.follow_up(result)

        def refused(error: PlannerError) -> None:
            self.changed()
            comes_back = again is not None and may_try_again(error)
            if again is not None and comes_back:
                again(error)
            if not (comes_back and isinstance(error, ChangedMeanwhile)):  # what comes back asks about that itself
                (failed or self.tell_error)(error)

        self.work.run(call, self.answer(done, late=True), self.answer(refused, late=True))

    def storing(self) -> bool:
        """Whether the store's thread has something to do."""
        return self.work.saving

    def on_finished(self, message: Finished) -> None:
        """A thread is done. Once the screens are being taken down there is nobody to show it to."""
        if self.is_running:
            message.deliver()
            self.look_for_room()
        if self._leaving is not None and not self.work.pending:
            self.exit(return_code=self._leaving)

    @property
    def today(self) -> date:
        """The person's day. The clock is no store: the loop may ask it."""
        return local_day(self.planner.clock.now(), self.planner.clock.zone())

    # -- telling

    def tell_error(self, error: PlannerError) -> None:
        """What could not be done, and what to do next."""
        said = f"{error.message}\n{error.hint}".strip()
        if isinstance(error, Unreadable | NewerFormat):
            self.cannot_read(error)
        elif isinstance(error, DataError):
            from planner.ui.modals.dialog import Choose, Option

            title = "Saved, but not confirmed" if isinstance(error, NotDurable) else "Not saved"
            self.push_screen(Choose(title, [Option("ok", "Go on")], say=said))
        else:
            self.tell(said, "warning", seconds=8)

    def cannot_read(self, error: PlannerError) -> None:
        """The plan cannot be read: say what happened and what can be done; nothing is overwritten."""
        if not isinstance(error, Unreadable | NewerFormat):
            self.tell_error(error)
        elif not self._broken:
            self._broken = True
            from planner.ui.modals.broken import open_broken

            self.by_itself(lambda: open_broken(self, error))

    def mended(self) -> None:
        """The person has answered what to do about a plan that cannot be read; it may be told again."""
        self._broken = False

    def follow_up(self, done: Done) -> None:
        """Put the questions of a completion, offer the shift, mention the templates."""
        if done.begun:
            tell_cycles(self, done)
        if done.asks or done.shift or done.offers:
            from planner.ui.follow_up import follow_up

            follow_up(self, done)

    def open(self, key: str) -> None:
        """Open `milestone:<id>`, `warning:<id>` of one, or `goal:<id>` as a screen; escape comes back."""
        from planner.ui.screens.detail import GoalScreen, MilestoneScreen

        kind, _, record = key.partition(":")
        if isinstance(self.screen, MilestoneScreen | GoalScreen) and self.screen.record == record:
            return
        place = self.place_in_front
        is_milestone = kind in {"milestone", "warning"}
        self.push_screen(MilestoneScreen(place, record) if is_milestone else GoalScreen(place, record))

    # -- freshness

    def changed(self) -> None:
        """The plan is another one: every place shows it, those behind when they come to the front."""
        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, Place):
                    screen.mark_stale()
                elif isinstance(screen, Dialog):
                    screen.look_again()

    def wake_at(self, place: Place[Any], instant: datetime | None) -> None:
        """Refresh this place once the clock has passed `instant` (UTC)."""
        if instant is None:
            self._wakes.pop(place, None)
        else:
            self._wakes[place] = instant

    def on_mount(self) -> None:
        """Start the clock once the first screen is painted."""
        self._show_day()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if not self.is_running:
            return
        self._tick()
        for said in self._complaints:
            self.tell(said, "warning", seconds=10)
        self.drafts.begin()
        self.ending.begin()
        self.app_resume_signal.subscribe(self, self._resumed)
        self.set_interval(POLL_SECONDS, self._look)
        self.set_interval(CLOCK_SECONDS, self._tick)

    def _resumed(self, _: object) -> None:
        """The terminal is ours again: much may have changed meanwhile."""
        self.refresh(layout=True)
        self._look()
        self._tick()

    def _look(self) -> None:
        """Whether another process wrote."""
        if not self._looking and not self._broken:
            self._looking = True
            self.ask(self._generation_now, self._looked, self._unreadable)

    def _generation_now(self) -> int:
        # Not only `changed`: the reminders' thread may have read the new plan already, and then nothing has changed.
        store = self.planner.store
        return -1 if self._generation >= 0 and store.changed() else store.load().generation

    def _looked(self, generation: int) -> None:
        self._looking = False
        if generation != self._generation:
            self._generation = generation
            self.changed()

    def saw(self, generation: int) -> None:
        """A place was filled from the plan of this generation. Soon after the first one there is time for reminders,
        and for cycles that are over."""
        if self._generation < 0:
            self._generation = generation
            self.set_timer(REMIND_AFTER, self._first_looks)

    def _first_looks(self) -> None:
        self._reminding.look()
        offer_cycles(self)

    def _unreadable(self, error: PlannerError) -> None:
        self._looking = False
        self.cannot_read(error)

    def _tick(self) -> None:
        """The wall clock: the day, what has come due, the reminders."""
        now = self.planner.clock.now()
        if self._show_day():
            self.changed()
        for place in [place for place, instant in self._wakes.items() if instant <= now]:
            del self._wakes[place]
            place.mark_stale()
        if self._generation >= 0:
            self._reminding.look()

    def _show_day(self) -> bool:
        """Put the person's day into the bar. Whether it is another one than before."""
        day = self.today
        before, self._day = self._day, day
        self.day_shown = f"{DAY_NAMES[day.weekday()][:3]} {day.day} {MONTH_NAMES[day.month - 1][:3]} {day.year}"
        return day != before

    # -- actions

    def key_of(self, action: Action) -> str:
        """The first key of an action, as it stands on the keyboard."""
        return show_key(self.keys_of(action)[0])

    def keys_of(self, action: Action) -> Sequence[str]:
        """All keys of an action by their names, the person's own where there are some."""
        return self.shown_keys.get(binding_id(action), action.keys).split(",")

    def action_add(self) -> None:
        """Add a line."""
        from planner.ui.adding import add_line

        here = self.screen if isinstance(self.screen, Place) else None
        add_line(self, (here.goal_for_new() if here else None) or ("", ""), on=here.day_for_new() if here else None)

    def take_wanted(self) -> str:
        """The id of the record the cursor is to go to; asked once."""
        wanted, self.wanted = self.wanted, ""
        return wanted

    def look_at(self, done: Done) -> None:
        """Put the cursor on what was just made, where a list shows it."""
        self.wanted = done.ids[0]
        self.changed()

    def first_view(self, *, empty: bool) -> None:
        """Today is seen for the first time; who has nothing planned is welcomed."""
        if not self._welcomed:
            self._welcomed = True
            if empty:
                self.action_welcome()

    def action_symbols(self) -> None:
        """Symbols, or plain ASCII."""
        self.look.toggle_symbols()

    def action_undo(self) -> None:
        """Undo the newest change."""
        self.undoing.undo()

    def action_redo(self) -> None:
        """Do again what was undone."""
        self.undoing.redo()

    async def action_quit(self) -> None:
        """Quit; a save that was begun ends first."""
        self.leave()

    def leave(self, code: int = 0) -> None:
        """End the app with this exit code once nothing is under way, not even the keeping of what is being typed."""
        self._leaving = code
        self.drafts.look()
        if not self.work.pending:
            self.exit(return_code=code)

    def panic(self, *renderables: RenderableType) -> None:
        """What cannot go on ends the app; a terminal that is gone is no defect of ours."""
        if self.ending.terminal_gone():
            self.ending.ask(HANGUP)
        else:
            super().panic(*renderables)

    def on_unmount(self) -> None:
        """The threads take no more work."""
        self.ending.done()
        self.work.close()
