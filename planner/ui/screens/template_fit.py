"""What does not fit about the dates of a plan, said beside them, and the ways out to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from planner.domain import template_words as words
from planner.domain.build import Draft, Way, common_ways
from planner.domain.durations import Days
from planner.domain.errors import PlannerError, WrongUsage
from planner.ui.present import count, line, listed, literal
from planner.ui.widgets.choice import Choice

_BANG = ("! ", "bold $danger")


def fitting_target(draft: Draft, start: date | None) -> date | None:
    """The earliest target that fits from the start that was given, else from today; None where it would not help."""
    if draft.shortest is None:
        return None
    fitting = _after(start, draft.shortest) if start else draft.earliest_target
    target = draft.goal.target
    return fitting if fitting is not None and (target is None or fitting > target) else None


def _after(day: date, days: int) -> date | None:
    try:
        return Days(days=days).added_to(day)
    except WrongUsage:
        return None


_WORDS: Mapping[Way, str] = {
    "earliest": "Take for each the earliest target that fits",
    "compress": "Keep the date and compress the steps in proportion",
    "late": "Keep all dates, marked as a late start",
}


def ways_out(draft: Draft) -> Sequence[tuple[Way, str]]:
    """How a plan that would begin in the past can go on, in words."""
    told = dict(_WORDS)
    if draft.earliest_target is not None:
        name = words.question_title(draft.template, "target")
        told["earliest"] = f"Take the earliest that fits: {name} on {words.full_day(draft.earliest_target)}"
    return [(way, told[way]) for way in draft.ways]


def ways_for(drafts: Sequence[Draft]) -> Sequence[tuple[Way, str]]:
    """The same for several plans, each of which goes its own way out; none where nothing lies in the past."""
    return [(way, _WORDS[way]) for way in common_ways(drafts)]


def _briefly(problems: Sequence[str]) -> Sequence[str]:
    """The first two and the last, which names the window that fits."""
    if len(problems) <= 3:
        return problems
    return (*problems[:2], f"{count(len(problems) - 3, 'more pair')} of milestones would change places.", problems[-1])


def remarked(remarks: Sequence[str]) -> Content:
    """What stands in nothing's way and is worth a look: the first two."""
    shown = [line(("≈ ", "$accent"), literal(each, "$muted")) for each in remarks[:2]]
    if len(remarks) > 2:
        shown.append(literal(f"  and {count(len(remarks) - 2, 'more remark')} like these", "$muted"))
    return Content("\n").join(shown)


class FitBox(Vertical):
    """Empty and not there while everything fits."""

    DEFAULT_CSS = """
    FitBox { height: auto; display: none; margin-bottom: 1; }
    FitBox Static { height: auto; padding: 0 1; }
    FitBox #fit { margin: 1 1 0 1; background: $cursor; color: $accent; text-style: bold; }
    FitBox #fit:focus { background: $accent; color: $background; }
    """

    @dataclass
    class Fitting(Message):
        """The person takes the earliest target that fits."""

        day: date

    @dataclass
    class WayChosen(Message):
        """The person chose how to go on."""

        way: str

    def __init__(self) -> None:
        super().__init__()
        self._fitting: date | None = None

    def compose(self) -> ComposeResult:
        """The problems and the button that mends them; what lies in the past and the ways out."""
        yield Static(id="problems")
        yield Button(Content(""), id="fit", compact=True)
        yield Static(id="lying")
        yield Choice(id="way")
        yield Static(id="remarks")

    def show(self, draft: Draft, *, chosen: Way, fitting: date | None) -> None:
        """Say what this draft needs; `chosen` is the way out that was taken so far."""
        self._say(_briefly(draft.problems), fitting if draft.problems else None)
        # what does not fit comes first: with other dates the past may be no question any more
        asked = (bool(draft.past) and not draft.problems) or chosen != "ask"
        self._part("#lying").display = asked
        self._part("#way").display = asked
        if asked:
            self.query_one("#lying", Static).update(self._lying(draft))
            way = self.query_one("#way", Choice)
            way.options = tuple(ways_out(draft))
            way.value = chosen
        remarks = self.query_one("#remarks", Static)
        remarks.display = bool(draft.remarks)
        remarks.update(remarked(draft.remarks))
        self.display = asked or bool(draft.problems) or bool(draft.remarks)

    def show_error(self, error: PlannerError) -> None:
        """Say why there is no draft."""
        self._say([f"{error.message} {error.hint}".strip()], None)
        self._part("#lying").display = self._part("#way").display = self._part("#remarks").display = False
        self.display = True

    def _part(self, selector: str) -> Static | Choice | Button:
        found = self.query_one(selector)
        assert isinstance(found, Static | Choice | Button)
        return found

    def _say(self, problems: Sequence[str], fitting: date | None) -> None:
        told = self.query_one("#problems", Static)
        told.display = bool(problems)
        told.update(Content("\n").join([line(_BANG, literal(problem)) for problem in problems]))
        button = self.query_one("#fit", Button)
        button.display = fitting is not None
        self._fitting = fitting
        if fitting is not None:
            button.label = literal(f"Take {words.full_day(fitting)}, which fits")

    @staticmethod
    def _lying(draft: Draft) -> Content:
        if not draft.past:
            return literal("Everything lies ahead of today now.", "$muted")
        titles = [draft.template.steps[key].title for key in draft.past]
        more = listed([f"“{title}”" for title in titles], 2)
        return line(_BANG, literal(f"{count(len(titles), 'milestone')} would lie before today: {more}."))

    def focus_ways(self) -> None:
        """Put the cursor on the ways out, if there are any to choose from."""
        if self.display and self._part("#way").display:
            self._part("#way").focus()

    @on(Button.Pressed, "#fit")
    def _taken(self, event: Button.Pressed) -> None:
        event.stop()
        if self._fitting is not None:
            self.post_message(self.Fitting(self._fitting))

    @on(Choice.Changed, "#way")
    def _chosen(self, event: Choice.Changed) -> None:
        event.stop()
        self.post_message(self.WayChosen(event.value))
