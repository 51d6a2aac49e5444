"""Templates in and out: import and export, each shown before anything is written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from planner.cli import machine
from planner.cli.narrate import count
from planner.cli.output import Cell
from planner.cli.session import Session, example, json_option, pass_session, yes_option
from planner.domain.errors import NotMet, Problem, TemplateInvalid, WrongUsage

if TYPE_CHECKING:
    from planner.library.leaving import Leaving
    from planner.ports import Decided, Incoming, Resolution, Taken

STDIN = "standard input"


@click.command(
    "import", epilog=example("planner template import my-plan.json", "planner template import ~/Downloads/templates")
)
@click.argument("files", metavar="FILE|FOLDER|-…", nargs=-1, required=True)
@click.option(
    "--on-conflict",
    type=click.Choice(["keep", "take", "rename"]),
    help="Where another template has the same id and version: keep yours, take theirs (yours is kept as an older "
    "one), or bring theirs in under another id.",
)
@click.option("--dry-run", is_flag=True, help="Show what would come; store nothing.")
@yes_option("Bring them in without asking.")
@json_option
@pass_session
def import_(
    session: Session, /, files: tuple[str, ...], *, on_conflict: Resolution | None, dry_run: bool, yes: bool
) -> None:
    """Bring templates into your library: files, all of a folder, or what standard input says (-).

    All are checked first, and shown; they come in together or not at all. A newer version takes the place of the one
    you have, which is kept.
    """
    shelf = session.planner.templates
    incoming = shelf.incoming(_given(files))
    asks = session.asks() and "-" not in files
    if dry_run:
        _show_incoming(session, incoming)
        return
    if asks and not yes:
        for each in incoming:
            _say_incoming(session, each)
    decided = _decided(session, incoming, on_conflict, asks=asks and not yes)
    if asks and not yes and not all(_stays(each) for each in decided):
        coming = sum(1 for each in decided if not _stays(each))
        if not session.confirm(f"Bring {count(coming, 'template')} into your library?"):
            raise NotMet("Nothing was stored.")
    _tell_taken(session, shelf.take_in(decided))


def _given(files: Sequence[str]) -> list[Path | tuple[str, bytes]]:
    if files.count("-") > 1:
        raise WrongUsage("Standard input can be read once.", "Write - once.")
    return [_standard_input() if name == "-" else Path(name) for name in files]


def _standard_input() -> tuple[str, bytes]:
    from planner.library.reading import SIZE_LIMIT  # the same limit as for a file

    if sys.stdin is None:  # closed before the program started
        raise TemplateInvalid(STDIN, [Problem("", "is closed")])
    data = sys.stdin.buffer.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise TemplateInvalid(STDIN, [Problem("", "is larger than 1 MiB")])
    return STDIN, data


def _show_incoming(session: Session, incoming: Sequence[Incoming]) -> None:
    if session.as_json:
        session.out.json([machine.incoming(each) for each in incoming])
        return
    for each in incoming:
        for text in _incoming_lines(each):
            session.out.line(text)


def _say_incoming(session: Session, each: Incoming) -> None:
    for text in _incoming_lines(each):
        session.out.say(text)


def _incoming_lines(each: Incoming) -> list[Cell]:
    from planner.services.library import facts_of, met_by

    return [
        Cell(f"“{each.template.title}”  {each.template.id} {each.template.version}", "strong"),
        Cell(f"  {met_by(each)}", "warn" if each.state in {"conflict", "older"} else ""),
        Cell(f"  {facts_of(each.template)}"),
        Cell(f"  from {each.name}", "dim"),
    ]


def _decided(
    session: Session, incoming: Sequence[Incoming], on_conflict: Resolution | None, *, asks: bool
) -> list[Decided]:
    from planner.ports import Decided

    open_ = [each for each in incoming if each.state == "conflict"]
    if open_ and on_conflict is None and not asks:
        from planner.library.arrival import conflict

        first = conflict(open_[0])
        more = f" So do {count(len(open_) - 1, 'more')}." if len(open_) > 1 else ""
        raise NotMet(
            f"{first.message}{more} Nothing was stored.",
            "Give it another id or version, or import it with --on-conflict keep (yours stays), take (theirs comes, "
            "yours is kept as an older one) or rename (theirs comes under another id).",
        )
    found = []
    for each in incoming:
        if each.state != "conflict":
            found.append(Decided(incoming=each))
        elif on_conflict is not None:
            found.append(Decided(incoming=each, resolution=on_conflict))
        else:
            found.append(_asked(session, each))
    return found


def _asked(session: Session, each: Incoming) -> Decided:
    from planner.ports import Decided

    ways = {"k": "keep", "keep": "keep", "t": "take", "take": "take", "b": "rename", "both": "rename"}
    question = (
        f"“{each.template.title}” and yours are both {each.template.id} {each.template.version} and differ: "
        "keep yours (k), take theirs (t), or have both (b)?"
    )
    way = cast("Resolution", session.choose(question, ways))
    if way != "rename":
        return Decided(incoming=each, resolution=way)
    new_id = session.prompt(f"Under which id? (enter: {each.free_id})")
    return Decided(incoming=each, resolution="rename", new_id=new_id or each.free_id)


def _stays(each: Decided) -> bool:
    return each.incoming.state == "same" or (each.incoming.state == "conflict" and each.resolution == "keep")


def _tell_taken(session: Session, taken: Sequence[Taken]) -> None:
    if session.as_json:
        ids = [each.id for each in taken if each.action != "declined"]
        session.out.json(machine.written(None, ids) | {"templates": [machine.taken(each) for each in taken]})
        return
    for each in taken:
        one, held = each.incoming.template, each.incoming.held
        then = f"planner goal new {each.id} makes a plan of it."
        match each.action:
            case "unchanged":
                said = f"“{one.title}” is there already, just so. {then}"
            case "declined":
                said = f"“{one.title}” was left where it is; yours stays."
            case "kept_older":
                newer = f"{held.version}, which is newer, stays" if held else "a newer one stays"
                said = f"Kept “{one.title}” {one.version} as an older version: {newer} the one to plan."
            case "renamed":
                said = f"Brought in “{one.title}” as {each.id}. {then}"
            case _:
                was = f" in place of {held.version}, which is kept" if each.action == "replaced" and held else ""
                said = f"Brought in “{one.title}”{was}. {then}"
        session.out.say(said)


def take_in_own(session: Session, name: str, text: str) -> None:
    """A template that was just written, into the library; a conflict is asked about, as for any other.

    Raises NotMet when it does not come in.
    """
    shelf = session.planner.templates
    (incoming,) = shelf.incoming([(name, text.encode())])
    (decided,) = _decided(session, [incoming], None, asks=session.asks())
    if decided.resolution == "keep":
        raise NotMet("The one that is there stays; the new one was not brought in.")
    _tell_taken(session, shelf.take_in([decided]))


@click.command(epilog=example("planner template export pmp -o my-pmp.json"))
@click.argument("goal", metavar="GOAL")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@click.option("--title", metavar="T", default="", help="Another title than the goal's.")
@click.option("--author", metavar="NAME", default="", help="The name the template is to bear.")
@click.option("--license", "license_name", metavar="L", default="", help="The licence, such as CC0-1.0.")
@yes_option("Write it without asking.")
@json_option
@pass_session
def export(
    session: Session,
    /,
    goal: str,
    *,
    output: Path | None,
    force: bool,
    title: str,
    author: str,
    license_name: str,
    yes: bool,
) -> None:
    """Make a template of a goal as it was done: the steps leave, what is yours stays; both are shown first."""
    shelf = session.planner.templates
    text, leaving = shelf.export(goal, title=title, author=author, license_name=license_name)
    if not session.as_json:
        _say_leaving(session, leaving)
    if session.asks() and not yes:
        what = f"Write it to {output}?" if output else "Print it?"
        if not session.confirm(what):
            raise NotMet("Nothing was written.")
    if output is None:
        session.out.raw(shelf.readable(text))
        return
    try:
        shelf.write(output, text, replace=force)
    except NotMet as error:
        raise NotMet(error.message, "Choose another name, or add --force to replace it.") from error
    if session.as_json:
        session.out.json(_written(output, leaving))
    else:
        session.out.say(f"Written to {output}.")


def _written(output: Path, leaving: Leaving) -> dict[str, Any]:
    return {
        "change": None,
        "ids": [],
        "file": str(output),
        "remarks": list(leaving.remarks),
        "leaves": list(leaving.leaves),
        "steps": list(leaving.steps),
        "stays": list(leaving.stays),
    }


def _say_leaving(session: Session, leaving: Leaving) -> None:
    say = session.out.say
    say(Cell("What leaves", "strong"))
    for each in leaving.leaves:
        say(f"  {each}")
    for each in leaving.steps:
        say(f"    {each}")
    say(Cell("What stays with you", "strong"))
    for each in leaving.stays:
        say(f"  {each}")
    for each in leaving.remarks:
        say(Cell(each, "dim"))
