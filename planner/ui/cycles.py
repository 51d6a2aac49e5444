"""A cycle that is over: the one that runs is offered once at opening, and by a key on its goal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.domain.running import Behind
    from planner.services.results import Done
    from planner.ui.app import PlannerApp


def offer_cycles(app: PlannerApp) -> None:
    """Look which goals are planned for a cycle that is over, and offer to plan the one that runs, one after the other.

    Nobody asked for it: what cannot be read is told elsewhere.
    """
    app.work.run(app.planner.queries.behind, lambda found: app.by_itself(lambda: _offer(app, found)), lambda _: None)


def _offer(app: PlannerApp, found: Sequence[Behind]) -> None:
    if not found:
        return
    from planner.domain.dates import show_day
    from planner.domain.running import missed_words
    from planner.ui.modals.dialog import Confirm

    one, *rest = found

    def answered(answer: str | None) -> None:
        if answer == "yes":
            app.act(lambda: app.planner.goals.next_cycle(one.goal.id))
        if rest:
            app.by_itself(lambda: _offer(app, rest))

    said = [
        f"It ended on {show_day(one.ended, app.today)}.",
        missed_words(one.missed),
        "What is open of it stays as it is. Y on the goal plans the new one at any time.",
    ]
    app.push_screen(
        Confirm(
            f"The cycle of “{one.goal.title}” is over. Plan the one until {show_day(one.last, app.today)}?",
            "Plan it",
            no="Not now",
            say=" ".join(filter(None, said)),
            safe=True,
        ),
        answered,
    )


def tell_cycles(app: PlannerApp, done: Done) -> None:
    """The cycles that came with an act, and what of them lies in the past."""
    from planner.services.cycles import begun_words

    for begun in done.begun:
        app.tell("\n".join(begun_words(begun)), seconds=10)
