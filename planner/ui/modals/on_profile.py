"""A form on the profile as it is: only what was changed in it is saved; it asks when that changed underneath."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from planner.domain.plan import Profile
from planner.services.profile import ProfileEdit
from planner.ui.modals.form import Form, Now

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

    def now() -> Now:
        """In the store's thread."""
        profile = app.planner.profiles.get()
        return Now(record=profile, values=values_of(profile))

    def opened(found: Now) -> None:
        show(form(found.values, found.values))

    def show(made: Form, returned: Now | None = None) -> None:
        made.get_now, made.returned, made.names = now, returned, names
        app.push_screen(made, lambda texts: saved(made, texts))

    def saved(made: Form, texts: Values | None) -> None:
        if texts:
            app.ask(now, lambda found: checked(made, texts, found))

    def checked(made: Form, texts: Values, found: Now) -> None:
        """Saved where nobody has changed the same; else the form comes back and asks."""
        if any(found.values[name] not in {made.base[name], text} for name, text in texts.items()):
            show(form({**made.base, **texts}, made.base), found)
        else:
            app.act(
                lambda: app.planner.profiles.edit(changes_of(texts, found.record)),
                again=lambda _: show(form({**made.base, **texts}, made.base)),
            )

    app.ask(now, opened)
