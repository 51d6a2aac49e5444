"""The form of a milestone with all that can be said of one, and saving what was changed in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.binding import Binding
from textual.widgets import TextArea

from planner.domain.dates import iso_due
from planner.domain.durations import show_effort
from planner.domain.errors import ChangedMeanwhile, NotMet, PlannerError, WrongUsage
from planner.domain.lead_words import leads_text, read_leads
from planner.domain.plan import BALANCES, KINDS, NOTES_LIMIT, TITLE_LIMIT, CheckItem, Milestone
from planner.domain.quickadd import read_effort
from planner.domain.repeat_words import ends_words, read_repeat, repeat_text
from planner.domain.text import clean
from planner.services.edits import MilestoneEdit
from planner.ui.modals.form import Field, Form, Now
from planner.ui.present import lead_words, repeat_words
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.one_of import OneOf
from planner.ui.widgets.picked import Picked
from planner.ui.writing import write_outside

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult

    from planner.services.results import Done
    from planner.ui.app import PlannerApp

SOFT, FIXED = "soft", "fixed"
NAMES = {"evidence": "proof", "due": "date", "fixed": "soft or fixed", "after": "what it follows"}
"""Words for fields."""
BALANCE_WORDS = {"hard": "hard skills", "soft": "soft skills", "both": "both"}


def values_of(milestone: Milestone) -> dict[str, str]:
    """The texts of the form's fields, clean: a field shows what it holds."""
    return {
        "title": clean(milestone.title),
        "due": iso_due(milestone.due, milestone.at).replace("T", " ") if milestone.due else "",
        "fixed": FIXED if milestone.fixed else SOFT,
        "effort": effort_text(milestone.effort),
        "kind": milestone.kind,
        "balance": milestone.balance,
        "tags": " ".join(f"#{clean(tag)}" for tag in milestone.tags),
        "after": " ".join(milestone.after),
        "repeat": repeat_text(milestone.repeat),
        "leads": leads_text(milestone.leads),
        "zone": milestone.zone or "",
        "evidence": clean(milestone.evidence),
        "checklist": checklist_text(milestone.checklist),
        "notes": clean(milestone.notes, lines=True),
    }


def effort_text(minutes: int | None) -> str:
    """As it would be typed: `2h`, `1h30m`, `20m`."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    return (f"{hours}h" if hours else "") + (f"{rest}m" if rest else "")


def checklist_text(items: Sequence[CheckItem]) -> str:
    """One line each, `x` before what is done."""
    return "\n".join(f"{'x' if item.done else '-'} {clean(item.title)}" for item in items)


def read_checklist(text: str) -> tuple[CheckItem, ...]:
    """Lines of a checklist; `x` or `[x]` before one says that it is done, a hyphen or `[ ]` that it is not."""
    items = []
    for line in text.splitlines():
        word, _, rest = line.strip().replace("[ ]", "-", 1).replace("[x]", "x", 1).partition(" ")
        done = word in {"x", "X"} and bool(rest.strip())
        title = rest.strip() if done or word == "-" else line.strip()
        if title and title != "-":
            items.append(CheckItem(title=title, done=done))
    return tuple(items)


def changes_of(texts: Mapping[str, str], today: date) -> MilestoneEdit:
    """The edit for the fields that were changed. Raises WrongUsage for what cannot be read."""
    given: dict[str, Any] = dict(texts)
    readers: Mapping[str, Any] = {
        "fixed": lambda text: text == FIXED,
        "tags": lambda text: tuple(text.replace(",", " ").split()),
        "after": lambda text: tuple(text.split()),
        "repeat": lambda text: read_repeat(text, today),
        "leads": read_leads,
        "zone": lambda text: text.strip() or None,
        "checklist": read_checklist,
    }
    given.update({name: read(given[name]) for name, read in readers.items() if name in given})
    return MilestoneEdit(**given)


class EditMilestone(Form):
    """See the module."""

    BINDINGS = [Binding("ctrl+e", "editor", "Write the notes in your editor", show=False, priority=True)]  # noqa: RUF012  Textual declares it so

    def __init__(
        self,
        title: str,
        values: Mapping[str, str],
        *,
        base: Mapping[str, str] | None = None,
        record: str = "",
        titles: Mapping[str, str] | None = None,
    ) -> None:
        """`record` is the milestone's id, `titles` are of those it follows."""
        super().__init__(title, values, base)
        self._record = record
        self.titles = dict(titles or {})
        """What those are called that it follows, by id."""

    DRAFT = "milestone"

    @property
    def record(self) -> str:
        """The milestone."""
        return self._record

    def fields(self) -> ComposeResult:
        """What it is and when; then what it belongs to; then what is written about it."""
        values = self._values
        yield Field("Title", self._line("title", TITLE_LIMIT))
        yield Field("Date", DateInput(values["due"], today=self._today, times=True, empty="no date", id="due"))
        dated = [(SOFT, "soft: it may slide"), (FIXED, "fixed: set by someone else")]
        yield Field("", OneOf(dated, values["fixed"], id="fixed"))
        yield Field("Effort", self._line("effort", 20, "e.g. 2h, 90m"))
        yield Field("Repeats", self._line("repeat", 120, "e.g. every 2 weeks on mon, monthly until 1 jun"))
        yield Field("Reminds", self._line("leads", 200, "as usual; or e.g. 30d 7d 1d, 2h, none, @name of a set"))
        yield Field("Kind", OneOf([(kind, kind) for kind in KINDS], values["kind"], id="kind"))
        yield Field(
            "Balance", OneOf([(each, BALANCE_WORDS[each]) for each in BALANCES], values["balance"], id="balance")
        )
        yield Field("Tags", self._line("tags", 500, "e.g. #networking"))
        yield Field("Follows", Picked(values["after"], self.titles, own=self._record, id="after"))
        yield Field("Zone", self._line("zone", 60, "where the machine is; or e.g. Europe/Vienna"))
        yield Field("Proof", self._line("evidence", 1000))
        yield Field("Checklist", self._text("checklist"))
        yield Field("Notes", self._text("notes"))

    def follow(self, now: Now | None) -> None:
        """The titles first: other steps may be followed now."""
        if now is not None and self.alive:
            self.titles |= now.titles
            for each in self.query(Picked):
                each.titles.update(now.titles)
        super().follow(now)

    def _line(self, name: str, most: int, placeholder: str = "") -> LineInput:
        return LineInput(
            self._values[name], id=name, max_length=most, placeholder=placeholder, compact=True, select_on_focus=False
        )

    def _text(self, name: str) -> TextArea:
        return TextArea(self._values[name], id=name, compact=True, tab_behavior="focus")

    def _today(self) -> date:
        return self.app_.today

    def read(self, name: str, text: str) -> str:
        """What a field reads as."""
        match name:
            case "title":
                if not text.strip():
                    raise WrongUsage("The title is empty.")
            case "effort":
                return show_effort(read_effort(text)) if text.strip() else ""
            case "repeat":
                repeat = read_repeat(text, self._today()) if text.strip() != self._values["repeat"] else None
                if repeat is None:
                    return ""
                return ", ".join(filter(None, [repeat_words(repeat), ends_words(repeat, self._today())]))
            case "leads":
                leads = read_leads(text)
                return "" if leads is None or any(each.startswith("@") for each in leads) else lead_words(leads)
            case "zone":
                if text.strip():
                    from planner.domain.dates import zone_name

                    return zone_name(text.strip())
            case "checklist":
                items = read_checklist(text)
                return f"{sum(item.done for item in items)} of {len(items)} done" if items else ""
            case "notes":
                if len(text) > NOTES_LIMIT:
                    raise WrongUsage(f"The notes are longer than {NOTES_LIMIT:,} characters: {len(text):,}.")
        return ""

    def action_editor(self) -> None:
        """Write the notes in the editor of VISUAL or EDITOR."""
        area = self.query_one("#notes", TextArea)
        try:
            text = write_outside(self.app_, area.text)
        except NotMet as error:
            self.app_.tell_error(error)
            return
        area.text = clean(text, lines=True).rstrip("\n")
        area.focus()


def edit(app: PlannerApp, milestone: Milestone) -> None:
    """Open the form; save what was changed, and ask when one of those fields was changed underneath."""
    key = milestone.id

    def now() -> Now | None:
        """In the store's thread."""
        found = app.planner.queries.plan().milestones.get(key)
        return Now(record=found, values=values_of(found), titles=_titles(app, found)) if found is not None else None

    def opened(titles: Mapping[str, str]) -> None:
        base = values_of(milestone)
        show(EditMilestone("Edit", base, record=key, titles=titles), milestone)

    def show(form: EditMilestone, seen: Milestone, returned: Now | None = None) -> None:
        form.seen, form.get_now, form.returned, form.names = seen, now, returned, NAMES
        app.push_screen(form, lambda texts: saved(form, texts))

    def saved(form: EditMilestone, texts: Mapping[str, str] | None) -> None:
        def act() -> Done:
            assert texts is not None
            return app.planner.milestones.edit(key, changes_of(texts, app.today), seen=form.seen)

        if texts:
            app.act(act, again=lambda error: again(form, texts, error))

    def again(form: EditMilestone, texts: Mapping[str, str], error: PlannerError) -> None:
        """The form comes back with what was typed; it asks whose text is to stand where there is another one by now."""
        made = EditMilestone("Edit", {**form.base, **texts}, base=form.base, record=key, titles=form.titles)
        found = error.now if isinstance(error, ChangedMeanwhile) else None
        asks = Now(record=found, values=values_of(found)) if isinstance(found, Milestone) else None
        show(made, form.seen, asks)

    app.ask(lambda: _titles(app, milestone), opened)


def _titles(app: PlannerApp, milestone: Milestone) -> Mapping[str, str]:
    """In the store's thread: what those are called that it follows."""
    known = app.planner.queries.plan().milestones
    return {each: known[each].title for each in milestone.after if each in known}
