"""The Welcome: who one is, what to work on first, and from there straight to the first dated plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from planner.domain import template_words as words
from planner.domain.durations import show_hours
from planner.domain.errors import PlannerError, WrongUsage
from planner.domain.plan import Profile
from planner.domain.stages import STAGE_WORDS, offered
from planner.domain.template import Template
from planner.ports import TemplateEntry
from planner.services.profile import ProfileEdit, read_hours
from planner.services.results import Done
from planner.ui.actions import bindings
from planner.ui.present import count, literal
from planner.ui.screens.place import Place
from planner.ui.screens.template_build import BuildScreen
from planner.ui.screens.template_gallery import best_first
from planner.ui.screens.template_state import Typed
from planner.ui.widgets.cards import Card, Cards
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.line_input import LineInput


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeView:
    """What can be picked, and what is known of the person."""

    entries: tuple[TemplateEntry, ...]
    profile: Profile


class FirstPlan(BuildScreen):
    """The form and its preview as the last step of the Welcome."""

    LEAD = "3 of 3   Plan it  "

    def _created(self, done: Done) -> None:
        super()._created(done)
        from planner.ui.background import offer_background

        offer_background(self.app_)


class CardFilter(LineInput):
    """What is typed filters the cards; the arrows move among them without leaving the line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "screen.card('row', -1)", "Up", show=False),
        Binding("down", "screen.card('row', 1)", "Down", show=False),
        Binding("pageup", "screen.card('row', -3)", "Page up", show=False),
        Binding("pagedown", "screen.card('row', 3)", "Page down", show=False),
        Binding("tab", "screen.card('step', 1)", "Next", show=False),
        Binding("shift+tab", "screen.card('step', -1)", "Previous", show=False),
    ]

    def action_cursor_left(self, select: bool = False) -> None:
        """In an empty line the card to the left."""
        if self.value:
            super().action_cursor_left(select)
        else:
            self.screen.query_one(Cards).action_step(-1)

    def action_cursor_right(self, select: bool = False) -> None:
        """In an empty line the card to the right."""
        if self.value:
            super().action_cursor_right(select)
        else:
            self.screen.query_one(Cards).action_step(1)


class WelcomeScreen(Place[WelcomeView]):
    """Two steps of its own: about the person (`-about`), then the cards (`-cards`)."""

    PLACE = "today"
    WHERE = ("welcome",)
    BINDINGS = bindings("welcome")
    AUTO_FOCUS = "#stage"
    DEFAULT_CSS = """
    WelcomeScreen {
        #about { height: 1fr; padding: 1 4; max-width: 100; }
        #pick { height: 1fr; padding: 1 2 0 2; }
        .step { height: 1; color: $muted; }
        .asks { height: auto; text-style: bold; margin-top: 1; }
        .say { height: auto; color: $muted; }
        #stage { margin-top: 1; background: $background; }
        #stage:focus { background: $panel; }
        #hours { height: 1; width: 12; border: none; padding: 0 1; margin-top: 1; background: $panel; }
        #hours:focus { background: $cursor; }
        #reading { height: auto; min-height: 1; color: $muted; padding: 0 1; }
        #reading.-unread { color: $danger; }
        #wanted { height: 1; border: none; padding: 0 1; margin: 1 0; background: $panel; }
        #wanted:focus { background: $cursor; }
        #none { height: auto; padding: 0 1; color: $muted; display: none; }
        &.-about #pick { display: none; }
        &.-cards #about { display: none; }
    }
    WelcomeScreen.-narrow {
        #about { padding: 0 2; }
        #pick { padding: 0 1; }
        #wanted { margin: 0; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._drafts: dict[str, Typed] = {}
        self._typed = False
        """Whether the fields were filled from the profile already."""
        self.add_class("-about")

    def body(self) -> ComposeResult:
        """Both steps; one of them shows."""
        with Vertical(id="about"):
            yield Static("1 of 3", classes="step")
            yield Static("Welcome. Three questions, then your first plan stands.", classes="asks")
            yield Static("Nothing here is final: every answer can be changed later.", classes="say")
            yield Static("Where are you in your career?", classes="asks")
            yield Choice([(key, f"{name}: {say}") for key, (name, say) in STAGE_WORDS.items()], id="stage")
            yield Static("How many hours a week can you give it?", classes="asks")
            yield LineInput(Profile().hours_per_week, id="hours", select_on_focus=True)
            yield Static(id="reading")
        with Vertical(id="pick"):
            yield Static("2 of 3", classes="step")
            yield Static("What do you want to work on first?", classes="asks")
            yield CardFilter(placeholder="type to filter: pmp, mentor, speaking …", id="wanted")
            yield Static(id="none")
            yield Cards(id="cards")

    # -- the view

    def fetch(self) -> WelcomeView:
        """The templates and the profile."""
        return WelcomeView(entries=tuple(self.planner.templates.list()), profile=self.planner.profiles.get())

    def show(self, view: WelcomeView) -> None:
        """Fill the fields once; the cards whenever they may be others."""
        if not self._typed:
            self._typed = True
            self.query_one(Choice).value = view.profile.stage or next(iter(STAGE_WORDS))
            self.query_one("#hours", Input).value = view.profile.hours_per_week
        self._show_cards(view)

    def _show_cards(self, view: WelcomeView, *, at_best: bool = False) -> None:
        stage, text = self.query_one(Choice).value or None, self.query_one("#wanted", Input).value
        found = best_first(offered(view.entries, stage), text)
        self.query_one(Cards).show([_card(entry, stage) for entry in found], at_first=at_best)
        none = self.query_one("#none", Static)
        none.display = not found
        none.update(literal(f"Nothing has “{text.strip()}”. Type another word, or less of it."))

    # -- the first step

    @on(Input.Changed, "#hours")
    def _hours_typed(self) -> None:
        reading = self.query_one("#reading", Static)
        try:
            minutes = int(read_hours(self.query_one("#hours", Input).value) * 60)
        except WrongUsage as error:
            reading.set_class(True, "-unread")
            reading.update(literal(f"{error.message} {error.hint}"))
            return
        reading.set_class(False, "-unread")
        a_day = show_hours(round(minutes / 5 / 30) * 30)
        reading.update(literal(f"about {a_day} h on a working day, {show_hours(minutes * 52 // 12)} h a month"))

    @on(Choice.Submitted, "#stage")
    def _stage_taken(self) -> None:
        hours = self.query_one("#hours", Input)
        if self.focused is hours:
            self._to_cards()  # enter was pressed twice, faster than the focus moves
        else:
            self.set_focus(hours)

    @on(Input.Submitted, "#hours")
    def _hours_entered(self) -> None:
        self._to_cards()

    def _to_cards(self) -> None:
        hours = self.query_one("#hours", Input)
        try:
            read_hours(hours.value)
        except WrongUsage:
            self.set_focus(hours)
            return
        changes = ProfileEdit(stage=self.query_one(Choice).value, hours_per_week=hours.value)
        self.app_.act(lambda: self.planner.profiles.edit(changes), quiet=True)
        self.set_class(False, "-about")
        self.set_class(True, "-cards")
        if self.view is not None:
            self._show_cards(self.view)
        self.query_one(Cards).cursor = 0
        self.call_after_refresh(self.set_focus, self.query_one("#wanted", Input))

    # -- the cards

    def action_card(self, how: str, by: int) -> None:
        """Another card: `step` counts cards, `row` rows."""
        cards = self.query_one(Cards)
        (cards.action_row if how == "row" else cards.action_step)(by)

    @on(Input.Changed, "#wanted")
    def _filtered(self, event: Input.Changed) -> None:
        if self.view is not None:
            self._show_cards(self.view, at_best=bool(event.value.strip()))

    @on(Input.Submitted, "#wanted")
    def _entered(self) -> None:
        self.query_one(Cards).action_take()

    @on(Cards.Taken)
    def _taken(self, event: Cards.Taken) -> None:
        key = event.key
        self.app_.ask(lambda: self.planner.templates.get(key), self._plan, self.app_.tell_error)

    def _plan(self, template: Template) -> None:
        if self.is_current:
            self.app_.push_screen(FirstPlan(template, self._drafts))

    # -- on and back

    def action_go_on(self) -> None:
        """To the next step."""
        if self.has_class("-about"):
            self._to_cards()
        else:
            self.query_one(Cards).action_take()

    def action_leave(self) -> None:
        """A step back; from the first one out of the Welcome."""
        wanted = self.query_one("#wanted", Input)
        if self.has_class("-about"):
            self.dismiss()
        elif wanted.value:
            wanted.value = ""
        else:
            self.set_class(True, "-about")
            self.set_class(False, "-cards")
            self.call_after_refresh(self.set_focus, self.query_one(Choice))

    def failed(self, error: PlannerError) -> None:
        """Without a plan that can be read there is nothing to welcome to."""
        self.dismiss()
        super().failed(error)


def _card(entry: TemplateEntry, stage: str | None) -> Card:
    facts = [
        count(entry.milestones, "step"),
        words.ways_words(entry.least, entry.effort),
        words.short_words(words.duration_words(entry.duration)),
    ]
    fits = " · fits your stage" if stage is not None and stage in entry.stages and len(entry.stages) < 3 else ""
    return Card(
        key=entry.id,
        title=entry.title,
        text=entry.summary,
        foot=" · ".join(each for each in facts if each),
        badge=words.category_words(entry.category) + fits,
    )
