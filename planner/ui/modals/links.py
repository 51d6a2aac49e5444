"""What a milestone follows, and what follows it: ticked in a search, one direction at a time, saved as one Change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from planner.domain.errors import NotFound
from planner.services.linking import Links
from planner.ui.modals.pick import MOST, Picking
from planner.ui.present import cut, line, literal
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.lines import Lines

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.domain.agenda import Line
    from planner.domain.plan import Milestone
    from planner.ui.app import PlannerApp

Way = Literal["before", "after"]
"""Which end is picked: what comes before the milestone, so that it follows it, or what comes after it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The titles of what a milestone follows now, and of what follows it, by id."""

    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)


class Direction(Static):
    """One of the two directions; a click goes there."""

    def __init__(self, way: Way, label: str) -> None:
        super().__init__("", markup=False, classes="direction", id=way)
        self._label = label

    def tell(self, count: int, *, here: bool) -> None:
        """How many are ticked in it, and whether it is the one that shows."""
        mark = "▸ " if here else "  "
        self.update(
            line((mark, "$accent"), (self._label, "bold $text" if here else "$muted"), (f"  {count}", "$muted"))
        )

    def on_click(self, event: events.Click) -> None:
        """Go there."""
        event.stop()
        if isinstance(self.screen, PickLinks) and self.screen.way != self.id:
            self.screen.action_turn()


class PickLinks(Picking[Links]):
    """Dismissed with what is to change; None when nothing is. Circles are told as soon as they are ticked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "turn", "The other direction", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    PickLinks .direction { height: 1; }
    PickLinks LineInput { margin-top: 1; }
    PickLinks .problem { display: none; margin-top: 1; }
    PickLinks .problem.-said { display: block; }
    """

    def __init__(self, milestone: Milestone, standing: Standing, begun: Links | None = None) -> None:
        """`standing` is how it is now, `begun` what was picked already."""
        begun = begun or Links()
        self._of = milestone
        self._before_now = standing
        self._picked: dict[Way, dict[str, str]] = {
            "before": _changed(standing.before, begun.after, begun.not_after),
            "after": _changed(standing.after, begun.before, begun.not_before),
        }
        super().__init__(f"What comes before and after “{milestone.title}”", (), without=milestone.id)
        self.way: Way = "before"
        self._ticked = self._picked["before"]
        self._refused = False
        self._turned = False
        self._typed_last = ""

    def content(self) -> ComposeResult:
        """The two directions, the line, what is found, what is wrong."""
        title = cut(self._of.title, 40)
        yield self.title_line(self._title)
        yield Direction("before", f"☑ → “{title}”   what it follows")
        yield Direction("after", f"“{title}” → ☑   what follows it")
        yield LineInput(placeholder="type to search", max_length=200, compact=True)
        yield Lines(self._paint)
        yield Static("", classes="problem", markup=False)
        yield self.keys_line(("enter", "ticks"), ("tab", "other direction"), ("ctrl+s", "saves"), ("esc", "leaves"))

    def on_mount(self) -> None:
        """Those that are ticked, and the open ones."""
        super().on_mount()
        self._say_ways()
        self.look()

    def _paint(self, shown: Line, cells: int) -> Content:
        other = self._picked["after" if self.way == "before" else "before"]
        if shown.milestone.id not in other:
            return super()._paint(shown, cells)
        said = "follows it  " if self.way == "before" else "before it  "
        return line((said, "$muted"), super()._paint(shown, cells - len(said)))

    def _say_ways(self) -> None:
        for each in self.query(Direction):
            way: Way = "before" if each.id == "before" else "after"
            each.tell(len(self._picked[way]), here=way == self.way)

    def action_turn(self) -> None:
        """The other direction."""
        self.way = "after" if self.way == "before" else "before"
        self._ticked = self._picked[self.way]
        self._turned = True
        self._say_ways()
        self.look_up(self.query_one(Input).value)

    def find(self, text: str) -> Sequence[Line]:
        """While nothing is typed what is ticked, then the steps of its own goal; else what matches, the best first, so
        that enter is about that."""
        queries = self.app_.planner.queries
        if text:
            return queries.search(text, MOST)
        found = super().find("")
        own = [each for each in queries.plan().members(self._of.goal) if each.is_open and each.id not in self._ticked]
        ids = {each.id for each in own}
        ticked = [each for each in found if each.milestone.id in self._ticked]
        rest = [each for each in found if each.milestone.id not in self._ticked and each.milestone.id not in ids]
        return [*ticked, *(queries.line(each) for each in own), *rest][: len(ticked) + MOST]

    def _show(self, found: Sequence[Line]) -> None:
        super()._show(found)
        typed = self.query_one(Input).value
        if found and (self._turned or typed != self._typed_last):
            self._turned, self._typed_last = False, typed
            self.query_one(Lines).go(
                next((each.milestone.id for each in found if each.milestone.id != self._of.id), "")
            )

    def _go_to_found(self) -> None:
        """Done already: here what is ticked stands among what is found."""

    def entered(self) -> None:
        """In or out; and whether that can be."""
        super().entered()
        self._say_ways()
        self.look()

    def links(self) -> Links:
        """What is to change."""
        now, before, after = self._before_now, self._picked["before"], self._picked["after"]
        return Links(
            after=_without(before, now.before),
            not_after=_without(now.before, before),
            before=_without(after, now.after),
            not_before=_without(now.after, after),
        )

    def look(self) -> None:
        """Say what cannot be."""
        links = self.links()
        if not links:
            self._say("")
            return
        asked = links

        def told(problem: str) -> None:
            if self.alive and self.links() == asked:
                self._say(problem)

        self.app_.ask(
            lambda: self.app_.planner.linking.check(self._of.id, links),
            lambda _: told(""),
            lambda error: told(f"{error.message} {error.hint}".strip()),
        )

    def _say(self, problem: str) -> None:
        self._refused = bool(problem)
        said = self.query_one(".problem", Static)
        said.update(literal(problem))
        said.set_class(self._refused, "-said")

    def action_take(self) -> None:
        """Save, unless it goes round in a circle."""
        if not self._refused:
            self.dismiss(self.links() or None)


def _changed(now: Mapping[str, str], added: tuple[str, ...], gone: tuple[str, ...]) -> dict[str, str]:
    return {each: title for each, title in now.items() if each not in gone} | dict.fromkeys(added, "")


def _without(these: Mapping[str, str], others: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(each for each in these if each not in others)


def change_links(app: PlannerApp, milestone: Milestone) -> None:
    """Ask what it follows and what follows it, and save what was changed."""

    def opened(standing: Standing, begun: Links | None = None) -> None:
        app.push_screen(PickLinks(milestone, standing, begun), lambda links: save(standing, links) if links else None)

    def save(standing: Standing, links: Links) -> None:
        app.act(lambda: app.planner.linking.change(milestone.id, links), again=lambda _: opened(standing, links))

    app.ask(lambda: _standing(app, milestone.id), opened)


def _standing(app: PlannerApp, milestone: str) -> Standing:
    """In the store's thread."""
    plan = app.planner.queries.plan()
    one = plan.milestones.get(milestone)
    if one is None:
        raise NotFound("This milestone is no longer there.")
    return Standing(
        {each: plan.milestones[each].title for each in one.after if each in plan.milestones},
        {each: plan.milestones[each].title for each in plan.successors.get(milestone, ())},
    )
