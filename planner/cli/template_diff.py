"""template diff: what is different between two versions of a template, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from planner.cli.output import Cell
from planner.cli.session import Session, example, json_option, pass_session

if TYPE_CHECKING:
    from planner.domain.template_diff import TemplateDiff


@click.command(
    epilog=example(
        "planner template diff pmp@2026.1 pmp", "planner template diff pmp my-pmp.json", "planner template diff my-goal"
    )
)
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", required=False, default="")
@json_option
@pass_session
def diff(session: Session, /, before: str, after: str) -> None:
    """What changed between two templates, or versions of one.

    A and B are ids, ID@VERSION, files, or goals: then the version the goal was made of. A goal alone is compared with
    the newest version there is.
    """
    found = session.planner.upgrading.diff(before, after)
    if session.as_json:
        session.out.json(as_json(found))
        return
    from planner.domain.template_diff_words import diff_words

    out = session.out
    names = [f"{each.id} {each.version}" for each in (found.before, found.after)]
    out.line(Cell(f"“{found.after.title}”", "strong"), Cell(f"  {names[0]} → {names[1]}", "dim"))
    for text in diff_words(found):
        out.line("  ", text)
    if not found.differences:
        out.say("They say the same.")


def as_json(found: TemplateDiff) -> dict[str, Any]:
    """The differences with the fields as they stand in the files, and each of them in words."""
    from planner.domain.template_diff_words import difference_words
    from planner.library.conversion import plain

    return {
        "before": {"id": found.before.id, "version": found.before.version, "title": found.before.title},
        "after": {"id": found.after.id, "version": found.after.version, "title": found.after.title},
        "differences": [
            {
                "what": each.what,
                "change": each.how,
                "key": each.key or None,
                "was": each.was or None,
                "title": each.title,
                "fields": [
                    {"field": change.field, "before": plain(change.before), "after": plain(change.after)}
                    for change in each.fields
                ],
                "words": list(difference_words(each, found)),
            }
            for each in found.differences
        ],
    }
