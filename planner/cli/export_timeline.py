"""`planner export timeline`: the goals in time as a picture, printed or written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli.narrate import count
from planner.cli.session import Session, example, json_option, pass_session
from planner.domain.errors import WrongUsage

if TYPE_CHECKING:
    from planner.services.pictures import Made

_file = click.Path(dir_okay=False, allow_dash=True, path_type=Path)


@click.command(
    epilog=example(
        "planner export timeline plan.svg",
        'planner export timeline pmp.svg --goal "Earn the PMP" --to "end of year"',
        "planner export timeline --filter balance:hard > hard.svg",
    )
)
@click.argument("file", type=_file, required=False)
@click.option("--output", "-o", type=_file, help="The same as FILE; - prints it.")
@click.option("--goal", "goals", multiple=True, metavar="GOAL", help="Only this goal; may be given several times.")
@click.option("--from", "begin", metavar="DATE", help="The first day; two weeks ago unless told.")
@click.option("--to", "end", metavar="DATE", help="The last day; the latest target unless told.")
@click.option("--filter", "only", metavar="FILTER", help="Only what this lets through; see planner filter --help.")
@click.option(
    "--open/--closed", "opened", default=None, help="Each milestone in a row, or all of a goal in a few lanes."
)
@click.option("--force", is_flag=True, help="Write over a file that is no picture of the planner.")
@json_option
@pass_session
def timeline(  # noqa: PLR0917  # click gives them by name
    session: Session,
    file: Path | None,
    output: Path | None,
    goals: tuple[str, ...],
    begin: str | None,
    end: str | None,
    only: str | None,
    opened: bool | None,
    force: bool,
) -> None:
    """The timeline as an SVG picture, for a slide or a wall; it stands light or dark, as who looks at it prefers.

    Where there are few milestones each has its row, with what follows what; else a goal has its own in a few lanes.
    """
    from planner.services.pictures import Wanted

    if file is not None and output is not None:
        raise WrongUsage("FILE and --output say the same.", "Give one of them.")
    planner = session.planner
    wanted = Wanted(
        goals=goals,
        only=planner.filters.read(only) if only is not None else None,
        first=session.day(begin) if begin else None,
        last=session.day(end) if end else None,
        opened=opened,
    )
    path = file or output
    if path is not None and str(path) != "-":
        made = planner.pictures.save(path, wanted, force=force)
        if session.as_json:
            session.out.json(_shape(made))
        else:
            said = f"{count(made.goals, 'goal')} and {count(made.milestones, 'milestone')}"
            session.out.say(f"{said} in {made.path}.")
        return
    made = planner.pictures.timeline(wanted)
    if session.as_json:
        session.out.json(_shape(made) | {"text": made.data.decode()})
    else:
        session.out.file(made.data)


def _shape(made: Made) -> dict[str, Any]:
    return {
        "file": None if made.path is None else str(made.path),
        "from": made.first.isoformat(),
        "to": made.last.isoformat(),
        "goals": made.goals,
        "milestones": made.milestones,
    }
