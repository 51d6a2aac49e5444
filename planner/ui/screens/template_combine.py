"""Several templates in one go: one form with the dates they share, then what each asks, and one preview by goal.

Nothing is stored before the plan is confirmed, and then all goals are made as one change. What two of them have in
common is made once. What is typed is kept in `drafts`, as in the form for one template.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import cast, get_args

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Button, Static

from planner.domain import template_words
from planner.domain.build import Draft, GoalRequest, Way
from planner.domain.errors import InThePast, PlannerError
from planner.domain.layout import DraftLine, StepChange
from planner.domain.template import Template
from planner.services.results import Done
from planner.ui.actions import bindings
from planner.ui.modals.build_step import BuildStep
from planner.ui.present import count, line, literal
from planner.ui.screens import template_build
from planner.ui.screens import template_preview as preview
from planner.ui.screens.place import Place
from planner.ui.screens.template_fit import ways_for
from planner.ui.screens.template_preview import Preview, Told
from planner.ui.screens.template_state import Typed, hints
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.lines import Lines
from planner.ui.widgets.question_form import QuestionForm

_LABELS = {"target": "By when do you want to be there?", "start": "On which day do you begin?"}


class CombineScreen(Place[tuple[Draft, ...]]):
    """The form and its preview. Wide terminals show both, narrow ones one at a time."""

    PLACE = "templates"
    WHERE = ("build",)
    BINDINGS = bindings("build")
    AUTO_FOCUS = "#form Input"
    DEFAULT_CSS = template_build.BuildScreen.DEFAULT_CSS.replace("BuildScreen", "CombineScreen") + (
        """
    CombineScreen {
        .goal { height: auto; padding: 0 1; text-style: bold; margin-top: 1; }
        #problems { height: auto; padding: 0 1; }
        #way { display: none; margin: 1 0; }
    }
    """
    )

    def __init__(self, templates: Sequence[Template], drafts: dict[str, Typed], made: Callable[[], None]) -> None:
        """`drafts` keeps what is typed, by template id, and for what they share by all of theirs; `made` is called once
        the goals are made."""
        super().__init__()
        self.templates = tuple(templates)
        self._drafts = drafts
        self._made_them = made
        self._shared_key = " ".join(each.id for each in self.templates)
        towards = any(each.plan_from == "target" for each in self.templates)
        self._keys = ("target", "start") if towards else ("start", "target")
        self._requests: tuple[GoalRequest, ...] = ()
        self._days: dict[str, date | None] = {}
        self._soon: Timer | None = None
        self._creating = False
        self._made = False

    def body(self) -> ComposeResult:
        """Title, form, preview."""
        names = count(len(self.templates), "template")
        yield Static(line(("Plan together  ", "$muted"), (names, "bold")), id="title")
        with Container(id="both"):
            with Vertical(id="left"):
                with VerticalScroll(id="form", can_focus=False):
                    yield from self._fields()
                yield Static(id="brief")
                yield Button(Content("Create the plans"), id="confirm", variant="primary", compact=True)
            with Vertical(id="right"):
                yield Static(id="totals")
                yield Preview(preview.paint_line, id="preview")
                yield Told()
                yield Static(id="legend")

    def _fields(self) -> ComposeResult:
        typed = self._typed(self._shared_key)
        for number, key in enumerate(self._keys):
            yield Static(literal(_LABELS[key] + (" (optional)" if number else "")), classes="label")
            yield DateInput(typed.dates.get(key, ""), today=self.today, id=f"date-{key}")
            if not number:
                yield Static(id="problems")
                yield Choice(id="way")
        for number, template in enumerate(self.templates):
            own = self._typed(template.id)
            yield Static(literal(template.title), classes="goal")
            if template.plan_from == "earned":
                yield Static(literal(template_words.question_words(template, "earned")), classes="label")
                yield DateInput(own.dates.get("earned", ""), today=self.today, id=f"earned-{number}")
            yield QuestionForm(today=self.today, typed=own.answers, hints=hints(template), id=f"questions-{number}")

    def today(self) -> date:
        """The person's day."""
        return self.app_.today

    def _typed(self, key: str) -> Typed:
        return self._drafts.get(key, Typed())

    # -- the drafts

    @property
    def steps(self) -> Preview:
        """The list of dated steps."""
        return self.query_one("#preview", Preview)

    @property
    def dates(self) -> Sequence[DateInput]:
        """The fields for dates that are not questions: the shared ones, and when something was earned."""
        return [each for each in self.query(DateInput) if (each.id or "").startswith(("date-", "earned-"))]

    def reload(self) -> None:
        """Compute the drafts of what is typed. A date that cannot be read counts as it was before."""
        self._soon = None
        if self.query_one_optional("#preview") is None:
            return
        self.set_class(self._unread() is not None, "-stale")
        self._read()
        super().reload()

    def _read(self) -> None:
        for field in self.dates:
            if not field.error:
                self._days[field.id or ""] = field.value
        past = self._typed(self._shared_key).past
        self._requests = tuple(self._request(number, template, past) for number, template in enumerate(self.templates))

    def _request(self, number: int, template: Template, past: Way) -> GoalRequest:
        typed = self._typed(template.id)
        answers = dict(self.query_one(f"#questions-{number}", QuestionForm).answers)
        if earned := self._days.get(f"earned-{number}"):
            answers["earned"] = earned.isoformat()
        return GoalRequest(
            template=template.id,
            answers=answers,
            without=tuple(sorted(typed.without)),
            also=tuple(sorted(typed.also)),
            changes=dict(typed.changes),
            past=past,
        )

    def _unread(self) -> DateInput | QuestionForm | None:
        field = next((each for each in self.dates if each.error), None)
        return field or next((form for form in self.query(QuestionForm) if form.errors), None)

    def fetch(self) -> tuple[Draft, ...]:
        """The drafts; nothing is stored."""
        start, target = self._days.get("date-start"), self._days.get("date-target")
        return self.planner.combining.preview(self._requests, start=start, target=target)

    def show(self, view: tuple[Draft, ...]) -> None:
        """Show the dated steps goal by goal, and beside the dates what does not fit."""
        if self.query_one_optional("#preview") is None:
            return
        changes = [self._typed(each.id).changes for each in self.templates]
        sections = preview.sections_together(view, changes)
        self.steps.show(sections)
        totals = preview.totals_together(view)
        self.query_one("#totals", Static).update(totals)
        self.query_one("#brief", Static).update(line(totals, ("   f6 shows them", "$muted")))
        self.query_one("#legend", Static).update(preview.legend(sections))
        self._show_told()
        self._say(preview.doubts(view, self.today()))
        ways = ways_for(view)
        way = self.query_one("#way", Choice)
        way.display = bool(ways)
        way.options = tuple(ways)
        way.value = self._typed(self._shared_key).past
        for number, draft in enumerate(view):
            asked = [each for each in draft.questions if each.key not in {"start", "target", "earned"}]
            self.call_next(self.query_one(f"#questions-{number}", QuestionForm).ask, asked)

    def failed(self, error: PlannerError) -> None:
        """The drafts cannot be made: said beside the dates."""
        self.add_class("-stale")
        self._say(literal(f"{error.message} {error.hint}".strip(), "$danger"))

    def _say(self, words: Content) -> None:
        told = self.query_one("#problems", Static)
        told.display = bool(words.plain)
        told.update(words)

    # -- typing

    @on(DateInput.Changed)
    def _dated(self, event: DateInput.Changed) -> None:
        name = event.field.id or ""
        kind, _, which = name.partition("-")
        if kind == "earned":
            key = self.templates[int(which)].id
            self._keep(key, replace(self._typed(key), dates={**self._typed(key).dates, "earned": event.text}))
        else:
            shared = self._typed(self._shared_key)
            self._keep(self._shared_key, replace(shared, dates={**shared.dates, which: event.text}, past="ask"))

    @on(QuestionForm.Changed)
    def _answered(self, event: QuestionForm.Changed) -> None:
        key = self.templates[int((event.form.id or "").rpartition("-")[2])].id
        self._keep(key, replace(self._typed(key), answers=event.form.typed))

    def _keep(self, key: str, typed: Typed, *, now: bool = False) -> None:
        if typed == self._typed(key):
            return
        self._drafts[key] = typed
        if self._soon is not None:
            self._soon.stop()
            self._soon = None
        if now:
            self.reload()
        else:
            self._soon = self.set_timer(template_build.TYPING_PAUSE, self.reload)

    @property
    def is_computing(self) -> bool:
        """Whether the preview is behind what is typed."""
        return self._soon is not None or self._creating

    @on(DateInput.Submitted)
    def _next_field(self) -> None:
        self.focus_next()

    @on(Choice.Changed, "#way")
    def _way_chosen(self, event: Choice.Changed) -> None:
        if event.value in get_args(Way):
            shared = replace(self._typed(self._shared_key), past=cast("Way", event.value))
            self._keep(self._shared_key, shared, now=True)

    # -- the steps

    def _line(self) -> tuple[Template, DraftLine] | None:
        row = self.steps.row
        if row is None:
            return None
        return self.templates[int(row.key.partition(" ")[0])], row.data.line

    @on(Lines.Moved, "#preview")
    def _moved(self) -> None:
        self._show_told()

    def _show_told(self) -> None:
        found = self._line()
        self.query_one(Told).say(preview.told(*found) if found else "")

    @on(Preview.Ticked)
    def _box_clicked(self) -> None:
        self.action_tick()

    def action_tick(self) -> None:
        """Leave the step out, or take it in."""
        if found := self._line():
            template, each = found
            self._keep(template.id, self._typed(template.id).ticked(each), now=True)

    @on(Lines.Opened, "#preview")
    def _opened(self) -> None:
        self.action_change()

    def action_change(self) -> None:
        """Change title or date of the step."""
        if (found := self._line()) is None:
            return
        template, each = found
        key = each.step.key

        def changed(change: StepChange | None) -> None:
            if change is not None:
                self._keep(template.id, self._typed(template.id).changed(key, change), now=True)

        before = self._typed(template.id).changes.get(key, StepChange())
        self.app_.push_screen(BuildStep(each, before, self.today, preview.told(template, each)), changed)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """What is about a step works where the steps have the focus."""
        return self.steps.has_focus if action in {"tick", "change"} and self.is_mounted else True

    # -- going on and back

    def action_other_pane(self) -> None:
        """From the form to the steps and back."""
        self.set_class(to_steps := not self.steps.has_focus, "-steps")
        go = self.steps.focus if to_steps else self.dates[0].focus_line
        if self.has_class("-narrow"):
            self.call_after_refresh(go)  # a pane takes the focus once it is there
        else:
            go()

    def action_leave(self) -> None:
        """Back to the gallery; from the steps of a narrow terminal, back to the form."""
        if self.has_class("-narrow") and self.has_class("-steps"):
            self.action_other_pane()
        else:
            self.dismiss()

    @on(Button.Pressed, "#confirm")
    def _confirmed(self) -> None:
        self.action_create()

    def action_create(self) -> None:
        """Make the plans."""
        if self._creating:
            return
        unread = self._unread()
        if unread is not None:
            self.remove_class("-steps")
            (unread.focus_line() if isinstance(unread, DateInput) else unread.query("Input").first().focus())
            self.app_.tell("Something typed here cannot be read yet.", "warning")
            return
        self._creating = True
        self._read()
        wanted, start, target = self._requests, self._days.get("date-start"), self._days.get("date-target")
        self.app_.act(
            lambda: self.planner.combining.create(wanted, start=start, target=target), self._created, self._refused
        )

    def _refused(self, error: PlannerError) -> None:
        self._creating = False
        self.remove_class("-steps")
        if isinstance(error, InThePast):
            self.app_.tell("Some of it would lie before today. Choose below the date how to go on.", "warning")
            self.call_after_refresh(self.query_one("#way", Choice).focus)
        else:
            self.app_.tell_error(error)

    def _created(self, done: Done) -> None:
        for key in (self._shared_key, *(each.id for each in self.templates)):
            self._drafts.pop(key, None)
        self._made = True
        self._made_them()
        if self.is_current:
            self._go_home()
            self.app_.wanted = done.ids[0]
            self.app_.action_place("plan")
            self.app_.changed()

    def _go_home(self) -> None:
        while len(self.app.screen_stack) > 1:
            self.app.pop_screen()

    def on_screen_resume(self) -> None:
        """Plans that were made while another place was in front are done with."""
        if self._made:
            self._go_home()
        else:
            super().on_screen_resume()
