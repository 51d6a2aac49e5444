"""From a template to a plan: one form, and beside it the dated milestones that follow as one types.

Nothing is stored before the plan is confirmed. The draft is computed in the store's thread, a moment after the last
key; a late answer is dropped (see `Place`). What is typed is kept in `drafts`: leaving and coming back loses nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast, get_args

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Button, Input, Static

from planner.domain import template_words as words
from planner.domain.build import Draft, GoalRequest, Way
from planner.domain.errors import InThePast, PlannerError
from planner.domain.layout import DraftLine, StepChange
from planner.domain.template import Template
from planner.domain.text import clean
from planner.services.results import Done
from planner.ui.actions import bindings
from planner.ui.modals.build_step import BuildStep
from planner.ui.present import line, literal
from planner.ui.screens import template_preview as preview
from planner.ui.screens.place import Place
from planner.ui.screens.template_fit import FitBox, fitting_target
from planner.ui.screens.template_preview import Preview, Told
from planner.ui.screens.template_state import Typed, date_keys, hints, request
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.lines import Lines
from planner.ui.widgets.question_form import QuestionForm

TYPING_PAUSE = 0.15
"""Seconds after the last key before the preview is computed anew."""


class BuildScreen(Place[Draft]):
    """The form and its preview. Wide terminals show both, narrow ones one at a time."""

    PLACE = "templates"
    WHERE = ("build",)
    BINDINGS = bindings("build")
    AUTO_FOCUS = "#form Input"
    LEAD = "Plan it  "
    DEFAULT_CSS = """
    BuildScreen {
        #title { height: 1; padding: 0 2; margin: 1 0; text-wrap: nowrap; text-overflow: ellipsis; }
        #both { height: 1fr; layout: horizontal; }
        #left { width: 46; height: 1fr; }
        #form { height: 1fr; padding: 0 2 0 1; scrollbar-size-vertical: 1; }
        #right { width: 1fr; height: 1fr; border-left: solid $rule; }
        .label { height: auto; padding: 0 1; }
        #form DateInput { margin-bottom: 1; }
        #name { margin-bottom: 1; padding: 0 1; background: $panel; }
        #name:focus { background: $cursor; }
        #brief { display: none; height: auto; padding: 0 2; }
        #confirm { margin: 1 2; color: $background; text-style: bold; }
        #confirm:focus { text-style: bold underline; background: $foreground; }
        #totals { height: 1; padding: 0 2; margin-bottom: 1; }
        #legend { height: 1; padding: 0 2; }
        &.-stale #preview { opacity: 60%; }
    }
    BuildScreen.-narrow {
        #title { margin: 0; }
        #left { width: 1fr; }
        #right { width: 1fr; border-left: none; display: none; }
        #brief { display: block; }
        #confirm { margin: 0 2; }
        #totals { margin-bottom: 0; }
        &.-steps #left { display: none; }
        &.-steps #right { display: block; }
    }
    """

    def __init__(self, template: Template, drafts: dict[str, Typed]) -> None:
        """`drafts` keeps what is typed, by template id; it belongs to the gallery."""
        super().__init__()
        self.template = template
        self._drafts = drafts
        self._typed = drafts.get(template.id, Typed())
        self._keys = date_keys(template)
        self._request = GoalRequest(template=template.id)
        self._days: dict[str, date | None] = {}
        self._soon: Timer | None = None
        self._creating = False
        self._asks_way = False
        self._made = False

    def body(self) -> ComposeResult:
        """Title, form, preview."""
        yield Static(line((self.LEAD, "$muted"), (self.template.title, "bold")), id="title")
        with Container(id="both"):
            with Vertical(id="left"):
                with VerticalScroll(id="form", can_focus=False):
                    yield from self._fields()
                yield Static(id="brief")
                yield Button(Content("Create the plan"), id="confirm", variant="primary", compact=True)
            with Vertical(id="right"):
                yield Static(id="totals")
                yield Preview(preview.paint_line, id="preview")
                yield Told()
                yield Static(id="legend")

    def _fields(self) -> ComposeResult:
        first, *others = self._keys
        yield from self._date(first, words.question_words(self.template, first))
        yield FitBox()
        for key in others:
            yield from self._date(key, f"{words.question_title(self.template, key)} (optional)")
        yield Static(literal("Name of the goal"), classes="label")
        yield LineInput(
            self._typed.title, placeholder=clean(self.template.title), id="name", compact=True, select_on_focus=False
        )
        yield QuestionForm(today=self.today, typed=self._typed.answers, hints=hints(self.template), id="questions")

    def _date(self, key: str, label: str) -> ComposeResult:
        yield Static(literal(label), classes="label")
        yield DateInput(self._typed.dates.get(key, ""), today=self.today, id=f"date-{key}")

    def today(self) -> date:
        """The person's day."""
        return self.app_.today

    # -- the draft

    @property
    def steps(self) -> Preview:
        """The list of dated steps."""
        return self.query_one("#preview", Preview)

    def _field(self, key: str) -> DateInput:
        return self.query_one(f"#date-{key}", DateInput)

    def reload(self) -> None:
        """Compute the draft of what is typed. A date that cannot be read counts as it was before, and it is dimmed."""
        self._soon = None
        if self.query_one_optional("#preview") is None:
            return  # the app is closing: the screen outlives what stood in it
        self.set_class(self._unread() is not None, "-stale")
        self._request = self._asked_for()
        super().reload()

    def _asked_for(self) -> GoalRequest:
        for key in self._keys:
            if not self._field(key).error:
                self._days[key] = self._field(key).value
        return request(self.template, self._typed, self._days, self.query_one(QuestionForm).answers)

    def _unread(self) -> DateInput | QuestionForm | None:
        for key in self._keys:
            if self._field(key).error:
                return self._field(key)
        form = self.query_one(QuestionForm)
        return form if form.errors else None

    def fetch(self) -> Draft:
        """The draft; nothing is stored."""
        return self.planner.goals.preview(self._request)

    def show(self, view: Draft) -> None:
        """Show the dated steps, and beside the dates what does not fit."""
        if self.query_one_optional("#preview") is None:
            return
        sections = preview.sections_of(view, self._typed.changes)
        self.steps.show(sections)
        self.query_one("#totals", Static).update(preview.totals(view))
        self.query_one("#brief", Static).update(line(preview.totals(view), ("   f6 shows them", "$muted")))
        self.query_one("#legend", Static).update(preview.legend(sections))
        self._show_told()
        self._show_hints(view)
        self._show_fit(view)
        if self._asks_way:
            self._asks_way = False
            self.query_one(FitBox).focus_ways()
        asked = [question for question in view.questions if question.key not in self._keys]
        self.call_next(self.query_one(QuestionForm).ask, asked)

    def failed(self, error: PlannerError) -> None:
        """The draft cannot be made: said beside the date."""
        self.add_class("-stale")
        self.query_one(FitBox).show_error(error)

    def _show_hints(self, view: Draft) -> None:
        days = {"start": view.goal.start, "target": view.goal.target}
        given = any(self._field(key).text.strip() for key in self._keys)
        for key in self._keys:
            day = days.get(key)
            if day is None:
                hint = "not known yet: what counts from it waits"
            elif given:
                hint = f"follows: {words.full_day(day)}"
            else:
                hint = f"if you begin today: {words.full_day(day)}" if key == "target" else "today"
            self._field(key).set_empty(hint)

    def _show_fit(self, view: Draft) -> None:
        box = self.query_one(FitBox)
        inside = self.focused is not None and box in self.focused.ancestors
        start = self._field("start").value if "start" in self._keys else None
        fitting = fitting_target(view, start) if "target" in self._keys else None
        box.show(view, chosen=self._typed.past, fitting=fitting)
        if inside and not (box.display and self.focused is not None and self.focused.display):
            self._field(self._keys[0]).focus_line()

    # -- typing

    @on(DateInput.Changed)
    def _dated(self, event: DateInput.Changed) -> None:
        # a new date is a new question: the way out that was chosen for the old one is asked again
        dates = {**self._typed.dates, (event.field.id or "").removeprefix("date-"): event.text}
        self._keep(replace(self._typed, dates=dates, past="ask"))

    @on(Input.Changed, "#name")
    def _named(self, event: Input.Changed) -> None:
        self._keep(replace(self._typed, title=event.value))

    @on(QuestionForm.Changed)
    def _answered(self, event: QuestionForm.Changed) -> None:
        self._keep(replace(self._typed, answers=event.form.typed))

    def _keep(self, typed: Typed, *, now: bool = False) -> None:
        if typed == self._typed:
            return
        self._typed = self._drafts[self.template.id] = typed
        if self._soon is not None:
            self._soon.stop()
            self._soon = None
        if now:
            self.reload()
        else:
            self._soon = self.set_timer(TYPING_PAUSE, self.reload)

    @property
    def is_computing(self) -> bool:
        """Whether the preview is behind what is typed."""
        return self._soon is not None or self._creating

    @on(DateInput.Submitted)
    @on(Input.Submitted)
    @on(Choice.Submitted)
    def _next_field(self) -> None:
        self.focus_next()

    @on(FitBox.WayChosen)
    def _way_chosen(self, event: FitBox.WayChosen) -> None:
        earliest = self.view.earliest_target if self.view is not None else None
        if event.way == "earliest" and earliest is not None and {"start", "target"} <= set(self._keys):
            # said in the fields themselves, so that what will be is seen and can be typed over
            self._field("start").set_day(self.today())
            self._field("target").set_day(earliest)
        elif event.way in get_args(Way):
            self._keep(replace(self._typed, past=cast("Way", event.way)), now=True)

    @on(FitBox.Fitting)
    def _take_fitting(self, event: FitBox.Fitting) -> None:
        self._field("target").set_day(event.day)
        self._field(self._keys[0]).focus_line()

    # -- the steps

    @on(Lines.Moved, "#preview")
    def _moved(self) -> None:
        self._show_told()

    def _show_told(self) -> None:
        row = self.steps.row
        self.query_one(Told).say(preview.told(self.template, row.data.line) if row else "")

    @on(Preview.Ticked)
    def _box_clicked(self) -> None:
        self.action_tick()

    def action_tick(self) -> None:
        """Leave the step out, or take it in."""
        if row := self.steps.row:
            self._keep(self._typed.ticked(row.data.line), now=True)

    @on(Lines.Opened, "#preview")
    def _opened(self) -> None:
        self.action_change()

    def action_change(self) -> None:
        """Change title or date of the step."""
        if row := self.steps.row:
            self._change(row.data.line)

    def _change(self, each: DraftLine) -> None:
        key = each.step.key
        before = self._typed.changes.get(key, StepChange())

        def changed(change: StepChange | None) -> None:
            if change is not None:
                self._keep(self._typed.changed(key, change), now=True)

        self.app_.push_screen(BuildStep(each, before, self.today, preview.told(self.template, each)), changed)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """What is about a step works where the steps have the focus."""
        return self.steps.has_focus if action in {"tick", "change"} and self.is_mounted else True

    # -- going on and back

    def action_other_pane(self) -> None:
        """From the form to the steps and back."""
        self.set_class(to_steps := not self.steps.has_focus, "-steps")
        go = self.steps.focus if to_steps else self._field(self._keys[0]).focus_line
        if self.has_class("-narrow"):
            self.call_after_refresh(go)  # a pane takes the focus once it is there
        else:
            go()

    def action_leave(self) -> None:
        """Back to the template; from the steps of a narrow terminal, back to the form."""
        if self.has_class("-narrow") and self.has_class("-steps"):
            self.action_other_pane()
        else:
            self.dismiss()

    @on(Button.Pressed, "#confirm")
    def _confirmed(self) -> None:
        self.action_create()

    def action_create(self) -> None:
        """Make the plan."""
        if self._creating:
            return
        unread = self._unread()
        if unread is not None:
            self.remove_class("-steps")
            (unread.focus_line() if isinstance(unread, DateInput) else self.query_one("QuestionForm Input").focus())
            self.app_.tell("Something typed here cannot be read yet.", "warning")
            return
        self._creating = True
        wanted = self._asked_for()
        self.app_.act(lambda: self.planner.goals.create(wanted), self._created, self._refused)

    def _refused(self, error: PlannerError) -> None:
        self._creating = False
        self.remove_class("-steps")
        if isinstance(error, InThePast):
            self._asks_way = True  # the app refreshes this place after a refusal: `show` brings the ways out
            self.app_.tell("Some of it would lie before today. Choose below the date how to go on.", "warning")
        else:
            self.app_.tell_error(error)

    def _created(self, done: Done) -> None:
        self._drafts.pop(self.template.id, None)
        self._made = True
        if self.is_current:
            self._go_home()
            self.app_.wanted = done.ids[0]
            self.app_.action_place("plan")
            self.app_.changed()

    def _go_home(self) -> None:
        while len(self.app.screen_stack) > 1:
            self.app.pop_screen()

    def on_screen_resume(self) -> None:
        """A plan that was made while another place was in front is done with."""
        if self._made:
            self._go_home()
        else:
            super().on_screen_resume()
