"""A form on the profile as it is: only what was changed in it is saved; it asks when that changed underneath."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from planner.domain.errors import NotDurable, PlannerError
from planner.domain.plan import Profile
from planner.services.profile import ProfileEdit
from planner.ui.modals.dialog import Confirm
from planner.ui.modals.form import Form
from planner.ui.present import listed

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp

Values = Mapping[str, str]


def open_on_profile(
    app: PlannerApp,
    form: Callable[[Values, Values], Form],
    values_of: Callable[[Profile], Values],
    changes_of: Callable[[Values, Profile], ProfileEdit],
    names: Mapping[str, str],
) -> None:
    """Open `form(values, base)`. `changes_of` gets the texts that were changed and the profile as it is by then;
    `names` are the words for fields."""

    def opened(profile: Profile) -> None:
        base = values_of(profile)

        def saved(texts: Values | None) -> None:
            if texts:
                app.ask(lambda: app.planner.profiles.get(), lambda now: checked(texts, now))  # noqa: PLW0108  built in its thread

        def checked(texts: Values, now: Profile) -> None:
            current = values_of(now)
            both = [names[name] for name, text in texts.items() if current[name] not in {base[name], text}]
            if not both:
                save(texts, now)
                return
            question = Confirm(
                "It was changed meanwhile, by you elsewhere or by another window.",
                "Save mine over it",
                no="Leave it as it is now",
                say=f"Changed on both sides: {listed(both, 5)}.",
            )
            app.push_screen(question, lambda answer: save(texts, now) if answer == "yes" else None)

        def save(texts: Values, now: Profile) -> None:
            app.act(
                lambda: app.planner.profiles.edit(changes_of(texts, now)), failed=lambda error: refused(texts, error)
            )

        def refused(texts: Values, error: PlannerError) -> None:
            """What was typed is not lost: the form comes back with it."""
            if not isinstance(error, NotDurable):
                app.push_screen(form({**base, **texts}, base), saved)
            app.tell_error(error)

        app.push_screen(form(base, base), saved)

    app.ask(lambda: app.planner.profiles.get(), opened)  # noqa: PLW0108  built in its thread
