"""What a completion leads to: its questions, the offer to move what counts from it, templates that fit next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from planner.domain.errors import PlannerError
from planner.services.results import Ask, Done, Offer, ShiftOffer
from planner.ui.present import count, listed
from planner.ui.refusals import may_try_again

if TYPE_CHECKING:
    from planner.domain.template import Question, Template
    from planner.ui.app import PlannerApp


def follow_up(app: PlannerApp, done: Done) -> None:
    """One thing after the other, each by itself; each may be left."""
    if done.asks:
        _put(app, done, done.asks)
    else:
        _after_answers(app, done)


def _after_answers(app: PlannerApp, done: Done) -> None:
    """What was offered takes the answers along, so it waits for them."""
    if done.shift:
        _offer(app, done.shift, lambda: _next_plan(app, done.offers))
    else:
        _next_plan(app, done.offers)


def _put(app: PlannerApp, done: Done, asks: Sequence[Ask]) -> None:
    goal = asks[0].goal
    mine = [ask for ask in asks if ask.goal == goal]
    rest = [ask for ask in asks if ask.goal != goal]

    def go_on() -> None:
        if rest:
            app.by_itself(lambda: _put(app, done, rest))
        else:
            app.by_itself(lambda: _after_answers(app, done))

    before = {ask.question.key: ask.answer for ask in mine if ask.answer}
    title = "Now that this is done: is it still so?" if before else "Now that this is done"
    put_questions(app, title, [ask.question for ask in mine], before, goal=goal, then=go_on)


def put_questions(
    app: PlannerApp,
    title: str,
    questions: Sequence[Question],
    before: Mapping[str, str],
    *,
    goal: str,
    then: Callable[[], None] = lambda: None,
) -> None:
    """Put the questions of a goal and save what is answered, then go on, also where nothing is. Answers that cannot be
    saved come back."""
    from planner.ui.modals.questions import Questions

    def ask(begun: Mapping[str, str] = MappingProxyType({})) -> None:
        app.push_screen(Questions(title, questions, before, goal=goal, begun=begun), answered)

    def answered(answers: dict[str, str] | None) -> None:
        if answers:
            app.act(
                lambda: app.planner.goals.answer(goal, answers), lambda _: then(), refused, again=lambda _: ask(answers)
            )
        else:
            then()

    def refused(error: PlannerError) -> None:
        if not may_try_again(error):
            then()
        app.tell_error(error)

    ask()


def _next_plan(app: PlannerApp, offers: Sequence[Offer]) -> None:
    if not offers:
        return
    offer, *rest = offers
    app.ask(lambda: app.planner.templates.carried(offer), lambda found: _propose(app, *found, rest))


def _propose(app: PlannerApp, template: Template, answers: Mapping[str, str], rest: Sequence[Offer]) -> None:
    from planner.ui.modals.dialog import Confirm

    titles = [question.title for key, question in template.asked.items() if key in answers]
    along = f" With it go your answers: {listed(titles)}." if titles else ""

    def answered(answer: str | None) -> None:
        if answer == "yes":
            _open_form(app, template, answers)
        else:
            app.by_itself(lambda: _next_plan(app, rest))

    app.push_screen(
        Confirm(
            f"“{template.title}” goes on from here. Plan it now?",
            "Plan it: nothing is stored before you confirm",
            no="Not now",
            say=f"You find it under 7 Templates at any time.{along}",
            safe=True,
        ),
        answered,
    )


def _open_form(app: PlannerApp, template: Template, answers: Mapping[str, str]) -> None:
    from planner.ui.screens.template_build import BuildScreen
    from planner.ui.screens.template_state import Typed

    dates = {key: value for key, value in answers.items() if key == "earned"}
    rest = {key: value for key, value in answers.items() if key not in dates}
    app.push_screen(BuildScreen(template, {template.id: Typed(dates=dates, answers=rest)}))


def _offer(app: PlannerApp, shift: ShiftOffer, then: Callable[[], None]) -> None:
    from planner.ui.modals.dialog import Confirm

    days = f"{count(abs(shift.days), 'day')} {'later' if shift.days > 0 else 'earlier'}"
    what = "the one that counts" if len(shift.followers) == 1 else f"the {len(shift.followers)} that count"

    def answered(answer: str | None) -> None:
        if answer == "yes":
            app.act(lambda: app.planner.milestones.shift_after(shift.milestone), lambda _: then(), refused)
        else:
            app.by_itself(then)

    def refused(error: PlannerError) -> None:
        then()
        app.tell_error(error)

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
