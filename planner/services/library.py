"""The templates one can pick, and turning a goal back into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.text import shown
from planner.services.context import Context, find_goal

if TYPE_CHECKING:
    from planner.domain.errors import Problem, TemplateInvalid
    from planner.domain.template import Template
    from planner.library.browsing import Entry
    from planner.library.leaving import Leaving
    from planner.ports import Decided, Held, Incoming, Taken, TemplateEntry
    from planner.services.results import Offer


class TemplateShelf:
    """Shipped templates and the person's library."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._templates = context.templates

    def list(self) -> Sequence[TemplateEntry]:
        """All that can be picked, by title."""
        return self._templates.list()

    def get(self, template_id: str, version: str | None = None) -> Template:
        """The newest, or that version, also one that was replaced. Raises NotFound (with near names) or
        TemplateInvalid."""
        return self._templates.get(template_id) if version is None else self._templates.get(template_id, version)

    def versions(self, template_id: str) -> Sequence[Held]:
        """Every version that is there, newest first."""
        return self._templates.versions(template_id)

    def outdated(self) -> frozenset[str]:
        """The ids of templates of which a goal that is under way was built from an older version."""
        from planner.domain.template import version_key

        plan = self._context.store.load()
        newest = {entry.id: version_key(entry.version) for entry in self._templates.list()}
        made = [goal.template for goal in plan.goals.values() if goal.status in {"active", "paused"}]
        return frozenset(
            ref.id for ref in made if ref and ref.id in newest and version_key(ref.version) < newest[ref.id]
        )

    def carried(self, offer: Offer) -> tuple[Template, Mapping[str, str]]:
        """An offered template with the answers that go along, as the goal has them now. Raises NotFound,
        TemplateInvalid."""
        from planner.domain.anchors import in_effect
        from planner.domain.carrying import carried

        plan = self._context.store.load()
        goal = plan.goals.get(offer.goal)
        template = self._templates.get(offer.template)
        if goal is None:
            return template, {}
        own = self._context.template_of(plan, goal)
        answers = {key: answer for key in goal.answers if (answer := in_effect(key, own, goal.answers))}
        return template, carried(template, answers)

    def check(self, path: Path) -> Template:
        """Check a file; nothing is stored. Raises TemplateInvalid with every problem."""
        return self._templates.check(path)

    def warnings(self, template: Template) -> Sequence[Problem]:
        """What is allowed in a sound template and probably not meant, with its place."""
        from planner.library.checking import warnings_of  # only who checks a file needs it

        return warnings_of(template)

    def incoming(self, given: Sequence[Path | tuple[str, bytes]]) -> Sequence[Incoming]:
        """Files, folders of files, or texts with a name, checked and compared with what is there; nothing is stored.

        Raises TemplateInvalid with what is wrong in all of them, NotMet where there is nothing to bring in.
        """
        return self._templates.incoming(given)

    def take_in(self, decided: Sequence[Decided]) -> Sequence[Taken]:
        """Store them in the library, all or none. Raises NotMet, WrongUsage, DataError."""
        return self._templates.take_in(decided)

    def look(self, folder: Path) -> tuple[Entry, ...]:
        """The folders and JSON files in a folder. Raises NotMet where it cannot be looked at."""
        from planner.library.browsing import look

        return look(folder)

    def problems(self) -> Sequence[TemplateInvalid]:
        """Files of the library that cannot be read, with what is wrong in them."""
        return self._templates.problems()

    def export(self, ref: str, *, title: str = "", author: str = "", license_name: str = "") -> tuple[str, Leaving]:
        """A clean template from a goal as it was really done, as JSON; and what leaves and what stays, in words.

        Raises NotFound, Ambiguous, NotMet.
        """
        from planner.library.export import template_from_goal  # only this command needs it
        from planner.services.lead_sets import with_plain_leads

        plan = self._context.store.load()
        goal = find_goal(plan, ref)
        template, leaving = template_from_goal(
            goal,
            with_plain_leads(plan.members(goal.id), plan.profile.lead_sets),
            self._context.template_of(plan, goal),
            title=title,
            author=author,
            license=license_name,
        )
        return self._templates.canonical(template), leaving

    def parse(self, text: str) -> Template:
        """A template's canonical text as a Template. Raises TemplateInvalid."""
        return self._templates.parse(text)

    def readable(self, text: str) -> str:
        """A template's text with a line for each value."""
        from planner.library.writing import indented

        return indented(text)

    def write(self, path: Path, text: str, *, replace: bool) -> None:
        """A template's text into a file of the person. Raises NotMet when one is there and `replace` is false,
        SaveFailed."""
        from planner.library.writing import indented, write_text

        write_text(path, indented(text), replace=replace)


def met_by(incoming: Incoming) -> str:
    """What an incoming template meets, in a sentence without its end."""
    held = incoming.held
    where = ""
    if held is not None:
        kept = f"in “{shown(held.origin)}”" if held.source == "folder" else _WHERE[held.source]
        where = f"{held.version} {kept}"
    return {
        "new": "new: there is none of this id",
        "newer": f"newer than {where}, which it replaces" + (" and which is kept" if _is_mine(held) else ""),
        "same": "the same is there already",
        "older": f"older than {where}, which stays the one to plan" if held else "older than another one given here",
        "conflict": f"has the id and version of “{held.title if held else ''}”, {where}, and differs",
    }[incoming.state]


_WHERE = {"library": "in your library", "older": "in your library", "shipped": "among the shipped ones"}


def _is_mine(held: Held | None) -> bool:
    return held is not None and held.source == "library"


def facts_of(template: Template) -> str:
    """What a template adds and whose it is: `26 milestones · 163 h · PMP · by A friend · CC0-1.0`."""
    from planner.domain.template_effort import template_efforts
    from planner.domain.template_words import ways_words

    steps = len(template.milestones)
    parts = [
        f"{steps} milestone{'' if steps == 1 else 's'}",
        ways_words(*template_efforts(template)),
        *(f"credential {rule.name}" for rule in template.credentials),
        f"by {template.author}" if template.author else "author not named",
        f"licence {template.license}" if template.license else "licence not named",
    ]
    return " · ".join(part for part in parts if part)
