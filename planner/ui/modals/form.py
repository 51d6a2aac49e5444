"""A compact form: labelled fields below each other, ctrl+s or enter saves, only what was changed is handed over.

What a field reads as, or why it cannot be read, stands right below it while it is typed. What is changed elsewhere
while the form is open goes into the fields that were not touched, and is said; for the others it is asked at saving
whose text is to stand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from planner.domain.draft import Draft
from planner.domain.errors import PlannerError
from planner.ui.modals.dialog import Confirm, Dialog
from planner.ui.present import listed, literal
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.one_of import OneOf
from planner.ui.widgets.picked import Picked

if TYPE_CHECKING:
    from textual.app import ComposeResult


MOST_SHOWN = 200
"""Letters of a text that is compared with another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """A record as it is now: the texts its fields would have, and the titles of what it names, by id."""

    record: Any
    values: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)


class Field(Vertical):
    """A label and what is filled in; below it what it reads as, or what is wrong."""

    DEFAULT_CSS = """
    Field { height: auto; }
    Field > Horizontal { height: auto; }
    Field .label { width: 10; color: $muted; }
    Field Input { width: 1fr; }
    Field DateInput { width: 1fr; }
    Field OneOf, Field Picked { width: 1fr; }
    Field TextArea { width: 1fr; height: 5; }
    Field .note, Field .other { height: auto; margin-left: 11; color: $muted; display: none; }
    Field .other { color: $warn; }
    Field .note.-said, Field .other.-said { display: block; }
    Field.-wrong .note { color: $danger; }
    Field.-apart { margin-top: 1; }
    Field Choice { width: 1fr; background: $surface; }
    Field Choice:focus { background: $panel; }
    """

    def __init__(self, label: str, widget: Widget) -> None:
        super().__init__(classes="-apart" if isinstance(widget, TextArea) else "")
        self._label = label
        self.widget = widget

    def compose(self) -> ComposeResult:
        """Side by side, and the note."""
        with Horizontal():
            yield Static(self._label, classes="label", markup=False)
            yield self.widget
        yield Static("", classes="note", markup=False)
        yield Static("", classes="other", markup=False)

    def say_other(self, text: str) -> None:
        """Say what stands there elsewhere; "" takes it away."""
        other = self.query_one(".other", Static)
        other.update(literal(text))
        other.set_class(bool(text), "-said")

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Put a note below the field; "" takes it away."""
        note = self.query_one(".note", Static)
        note.update(literal(text))
        note.set_class(bool(text), "-said")
        self.set_class(wrong, "-wrong")


def _shown(text: str) -> str:
    """A text among others, on one line: the whole of it where it is short."""
    flat = " · ".join(each for each in text.splitlines() if each.strip())
    return f"“{flat[:MOST_SHOWN]}{'…' if len(flat) > MOST_SHOWN else ''}”" if flat else "nothing"


class Form(Dialog[Mapping[str, str]]):
    """Dismissed with the texts of the fields that are not as they were, by name; None when nothing was changed."""

    SCROLLS = True
    DEFAULT_CSS = """
    Form .elsewhere { height: auto; margin-top: 1; color: $warn; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "Save", show=False, priority=True)]

    def __init__(self, title: str, values: Mapping[str, str], base: Mapping[str, str] | None = None) -> None:
        """`values` are what the fields begin with, by the id of the field; what differs from `base` counts as changed
        (by default what differs from them): a form that was refused comes back with what was typed."""
        super().__init__()
        self._title = title
        self._values = dict(values)
        self._base = dict(values if base is None else base)
        self.seen: Any = None
        """The record that the person has seen: what is saved is saved over this one."""
        self.get_now: Callable[[], Now | None] | None = None
        """How the record is now; called in the store's thread. None: it is gone."""
        self.returned: Now | None = None
        """Set where saving was refused because the record has become this."""
        self.names: Mapping[str, str] = {}
        """Words for fields whose id is none."""
        self._theirs: dict[str, str] = {}
        """What stands elsewhere in fields that were touched on both sides."""

    @property
    def base(self) -> Mapping[str, str]:
        """The texts of the record that was seen."""
        return self._base

    def on_mount(self) -> None:
        """Ask at once what saving it has brought up."""
        if self.returned is not None:
            self.call_after_refresh(self._come_back, self.returned)

    def _come_back(self, now: Now) -> None:
        self.follow(now)
        self.app_.by_itself(self.action_save)

    # -- what is changed elsewhere

    def look_again(self) -> None:
        """Get the record as it is now."""
        if self.get_now is not None and self.alive:
            self.app_.ask(self.get_now, self.follow, lambda _: None)  # what cannot be read the app tells by itself

    def follow(self, now: Now | None) -> None:
        """Take what is different now into the fields that were not touched, and say what is."""
        if now is None or not self.alive or not self.is_mounted:
            return
        self.seen = now.record
        quiet = []
        for name, text in now.values.items():
            if name not in self._base:
                continue
            before, mine = self._base[name], self.text_of(name)
            if text == before:
                continue
            self._base[name] = text
            self._theirs.pop(name, None)
            if mine == before:
                self.take_up({name: text})
                quiet.append(name)
            elif mine != text:
                self._theirs[name] = text
            self._field_of(name).say_other(f"elsewhere: {_shown(text)}" if name in self._theirs else "")
        said = [f"{self._listed(quiet)} changed elsewhere; here too." if quiet else ""]
        said += [f"{self._listed(self._theirs)} changed on both sides: ctrl+s asks." if self._theirs else ""]
        if quiet or self._theirs:
            self.say(".elsewhere", " ".join(each for each in said if each))

    def _listed(self, names: Collection[str]) -> str:
        words = listed([self.names.get(each, each) for each in names], 5)
        return words[:1].upper() + words[1:]

    def _field_of(self, name: str) -> Field:
        return next(each for each in self.query_one(f"#{name}").ancestors if isinstance(each, Field))

    def _ask_whose(self, changed: Mapping[str, str], both: Mapping[str, str]) -> None:
        """Whose text is to stand; both are shown. Escape goes back to the form."""

        def answered(answer: str | None) -> None:
            if answer is not None and self._pending() != (changed, both):
                self.action_save()  # it went on elsewhere while this was asked: the answer was about other texts
            elif answer == "yes":
                self.dismiss(changed)
            elif answer == "no":
                self.say(".elsewhere", "")
                for name, text in both.items():
                    self._field_of(name).say_other("")
                    self.take_up({name: text})
                self._theirs.clear()

        names = [self.names.get(each, each) for each in both]
        texts = [
            f"{word}\n  yours      {_shown(changed[name])}\n  elsewhere  {_shown(text)}"
            for word, (name, text) in zip(names, both.items(), strict=True)
        ]
        question = Confirm(
            "It was changed meanwhile, by you elsewhere or by another window.",
            "Save mine over it",
            no="Leave it as it is now",
            say="\n\n".join([f"Changed on both sides: {listed(names, 7)}.", *texts]),
        )
        self.app_.push_screen(question, answered)

    def fields(self) -> ComposeResult:
        """The fields, each with the id of its value."""
        yield from ()

    def content(self) -> ComposeResult:
        """The form."""
        yield self.title_line(self._title)
        yield from self.fields()
        yield self.problem_line()
        yield self.silent(classes="elsewhere")
        yield self.keys_line(("tab", "next field"), ("ctrl+s", "saves"), ("esc", "leaves it as it was"))

    def text_of(self, name: str) -> str:
        """What stands in a field."""
        widget = self.query_one(f"#{name}")
        if isinstance(widget, TextArea | DateInput):
            return widget.text
        return str(widget.value)  # type: ignore[attr-defined]  # Input, Choice, OneOf and Picked have a value

    @property
    def record(self) -> str:
        """The id of what the form is about; "" for something new."""
        return ""

    def draft(self) -> Draft | None:
        """The fields that are not as they were."""
        if not self.DRAFT or not self.alive:
            return None
        texts = {name: self.text_of(name) for name, value in self._base.items() if self.text_of(name) != value}
        about = self._base.get("title", "") if self.record else ""
        return Draft(kind=self.DRAFT, record=self.record, about=about, texts=texts) if texts else None

    def take_up(self, texts: Mapping[str, str]) -> None:
        """Put what was typed into the fields that are still there."""
        for name in self._values.keys() & texts.keys():
            widget, text = self.query_one(f"#{name}"), texts[name]
            if isinstance(widget, TextArea | DateInput):
                widget.text = text
            elif isinstance(widget, OneOf):
                widget.take(text)
            elif isinstance(widget, Input | Picked | Choice):
                widget.value = text

    def read(self, name: str, text: str) -> str:
        """What a field that is not a date reads as, in words; "" where there is nothing to say.

        Raises PlannerError for what cannot be read.
        """
        _ = name, text
        return ""

    def problem(self) -> str:
        """Why the form as a whole cannot be saved as it stands, or ""."""
        return ""

    def _check(self, name: str) -> bool:
        """Say below a field what it reads as. False: it cannot be read."""
        widget = self.query_one(f"#{name}")
        if isinstance(widget, DateInput):
            return not widget.error  # it says so itself
        own = self._field_of(name)
        try:
            own.say(self.read(name, self.text_of(name)))
        except PlannerError as error:
            own.say(f"{error.message} {error.hint}".strip(), wrong=True)
            return False
        return True

    def action_save(self) -> None:
        """Hand over what is different; go to the first field that cannot be read."""
        wrong = [name for name in self._values if not self._check(name)]
        problem = self.problem()
        self.say(".problem", problem)
        if wrong:
            widget = self.query_one(f"#{wrong[0]}")
            widget.focus_line() if isinstance(widget, DateInput) else widget.focus()
        elif not problem:
            changed, both = self._pending()
            if both:
                self._ask_whose(changed, both)
            else:
                self.dismiss(changed or None)

    def _pending(self) -> tuple[dict[str, str], dict[str, str]]:
        """What is different here, and what stands elsewhere in those of these fields that were touched there too."""
        changed = {name: self.text_of(name) for name, value in self._base.items() if self.text_of(name) != value}
        return changed, {name: text for name, text in self._theirs.items() if name in changed}

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(OneOf.Changed)
    @on(Picked.Changed)
    @on(Choice.Changed)
    def _typed(self, event: Input.Changed | TextArea.Changed | OneOf.Changed | Picked.Changed | Choice.Changed) -> None:
        widget = event.control
        if widget.id in self._values:
            self._check(widget.id)

    @on(Input.Submitted)
    @on(DateInput.Submitted)
    def _entered(self, event: Input.Submitted | DateInput.Submitted) -> None:
        event.stop()
        self.action_save()
