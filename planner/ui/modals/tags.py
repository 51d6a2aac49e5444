"""Adding tags to milestones and taking tags away, in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input, Static

from planner.domain.errors import PlannerError
from planner.domain.text import tag
from planner.ui.modals.dialog import Dialog
from planner.ui.present import line, listed, literal
from planner.ui.widgets.line_input import LineInput

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.domain.plan import Milestone


@dataclass(frozen=True, slots=True)
class Tags:
    """What is added and what is taken away."""

    add: tuple[str, ...]
    remove: tuple[str, ...]

    @property
    def words(self) -> str:
        """As they are typed."""
        return " ".join([*self.add, *(f"-{each}" for each in self.remove)])


def read_tags(text: str) -> Tags:
    """`networking -old`, with or without `#` and commas. Raises WrongUsage."""
    add: dict[str, None] = {}
    remove: dict[str, None] = {}
    for word in text.replace(",", " ").split():
        if word.startswith("-") and len(word) > 1:
            remove[tag(word[1:])] = None
        else:
            add[tag(word)] = None
    return Tags(tuple(add), tuple(remove))


class EditTags(Dialog[Tags]):
    """Dismissed with the `Tags`, for one milestone or many."""

    DEFAULT_CSS = """
    EditTags #reading { height: auto; min-height: 1; margin-bottom: 1; }
    """

    def __init__(self, milestones: Sequence[Milestone], begun: str = "") -> None:
        """`milestones` are those that the tags are for, at least one; `begun` is what stands in the line at first."""
        super().__init__()
        self._begun = begun
        self._milestones = tuple(milestones)
        self._wrong = False

    def content(self) -> ComposeResult:
        """What they have, the line, what it does."""
        one = len(self._milestones) == 1
        yield self.title_line(
            f"Tags of “{self._milestones[0].title}”" if one else f"Tags of {len(self._milestones):,} milestones"
        )
        yield Static(literal(self._has()), classes="say", markup=False)
        yield LineInput(
            self._begun,
            placeholder="networking adds it, -networking takes it away",
            max_length=500,
            compact=True,
            select_on_focus=False,
        )
        yield Static("", id="reading", markup=False)
        yield self.keys_line(("enter", "does it"), ("esc", "leaves"))

    def _has(self) -> str:
        counts = Counter(each for one in self._milestones for each in dict.fromkeys(one.tags))
        if not counts:
            return "No tags so far."
        many = len(self._milestones) > 1
        names = [f"#{name}{f' on {number:,}' if many else ''}" for name, number in counts.most_common()]
        return f"So far: {listed(names, 8)}."

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        reading = self.query_one("#reading", Static)
        try:
            tags = read_tags(event.value)
        except PlannerError as error:
            self._wrong = True
            reading.update(literal(f"{error.message} {error.hint}".strip(), "$danger"))
            return
        self._wrong = False
        parts = [f"adds {listed([f'#{each}' for each in tags.add], 8)}" if tags.add else ""]
        parts.append(f"takes away {listed([f'#{each}' for each in tags.remove], 8)}" if tags.remove else "")
        reading.update(line((" · ".join(part for part in parts if part), "$accent")))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip() and not self._wrong:
            self.dismiss(read_tags(event.value))
