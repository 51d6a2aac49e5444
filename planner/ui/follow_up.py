"""What a completion leads to: its questions, the offer to move what counts from it, templates that fit next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.services.results import Ask, Done, ShiftOffer
from planner.ui.present import count

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp


def follow_up(app: PlannerApp, done: Done) -> None:
    """One thing after the other; each may be left."""
    if done.offers:
        app.ask(
            lambda: [app.planner.templates.get(each).title for each in done.offers],
            lambda titles: _mention(app, titles),
        )
    if done.asks:
        _put(app, done.asks, done.shift)
    elif done.shift:
        _offer(app, done.shift)


def _mention(app: PlannerApp, titles: Sequence[str]) -> None:
    for title in titles:
        app.tell(f"Next could be: {title}. You find it under 7 Templates.", seconds=10)


def _put(app: PlannerApp, asks: Sequence[Ask], shift: ShiftOffer | None) -> None:
    from planner.ui.modals.questions import Questions

    goal = asks[0].goal
    mine = [ask.question for ask in asks if ask.goal == goal]
    rest = [ask for ask in asks if ask.goal != goal]

    def answered(answers: dict[str, str] | None) -> None:
        if answers:
            app.act(lambda: app.planner.goals.answer(goal, answers))
        if rest:
            _put(app, rest, shift)
        elif shift:
            _offer(app, shift)

    app.push_screen(Questions("Now that this is done", mine, {}), answered)


def _offer(app: PlannerApp, shift: ShiftOffer) -> None:
    from planner.ui.modals.dialog import Confirm

    days = f"{count(abs(shift.days), 'day')} {'later' if shift.days > 0 else 'earlier'}"
    what = "the one that counts" if len(shift.followers) == 1 else f"the {len(shift.followers)} that count"

    def answered(answer: str | None) -> None:
        if answer == "yes":
            app.act(lambda: app.planner.milestones.shift_after(shift.milestone))

    app.push_screen(
        Confirm(
            f"This stands {days} than planned. Move {what} from it?",
            "Move them",
            no="Leave the dates",
            say="Only soft dates that are open move; fixed ones stay. u takes it back.",
            safe=True,
        ),
        answered,
    )
