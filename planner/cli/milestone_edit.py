"""edit: writes only what is given; another date with a look at what follows."""

from __future__ import annotations

from typing import Any

import click

from planner.cli.narrate import told
from planner.cli.session import Session, example, json_option, pass_session
from planner.domain.plan import BALANCES, KINDS, CheckItem, Repeat
from planner.domain.repeat_words import read_end

_LEADS = "How long before its due a reminder comes, such as P7D, or the name of a set; may be repeated."


@click.command(
    epilog=example(
        "planner edit 3f2a --due 2027-03-01 --effort 2h",
        "planner edit 3f2a --also-after 91bc --not-after 7d0e",
        "planner edit 3f2a --every P1W --count 12",
        "planner edit 3f2a --every P1W --until target",
        "planner edit 3f2a --due 2027-03-01 --dry-run",
        'planner edit 3f2a --due ""',
    )
)
@click.argument("id_", metavar="ID")
@click.option("--title", metavar="T", help="What it is called.")
@click.option("--due", metavar="DATE", help="When it is due; an empty one takes the date away.")
@click.option("--with-followers", is_flag=True, help="With --due: what counts from it, or would come before it, moves.")
@click.option("--alone", is_flag=True, help="With --due: nothing else moves; so it is where nobody can be asked.")
@click.option("--dry-run", is_flag=True, help="With --due: only show what would move; nothing is stored.")
@click.option("--fixed/--soft", default=None, help="Set by someone else, or free to slide.")
@click.option("--effort", metavar="2h", help="How long it takes; an empty one takes it away.")
@click.option("--notes", metavar="TEXT", help="In place of all its notes.")
@click.option("--tag", "tags", metavar="TAG", multiple=True, help="In place of its tags; may be repeated.")
@click.option("--no-tags", is_flag=True, help="Take its tags away.")
@click.option("--after", metavar="ID", multiple=True, help="In place of what it follows; may be repeated.")
@click.option("--also-after", metavar="ID", multiple=True, help="It follows this too; may be repeated.")
@click.option("--not-after", metavar="ID", multiple=True, help="It no longer follows this; may be repeated.")
@click.option("--no-after", is_flag=True, help="It follows nothing.")
@click.option("--remind", metavar="LEAD", multiple=True, help=_LEADS)
@click.option("--no-reminders", is_flag=True, help="Never remind of it.")
@click.option("--usual-reminders", is_flag=True, help="Remind as its goal and its kind do.")
@click.option("--kind", metavar="KIND", type=click.Choice(KINDS), help=f"What kind of step it is: {', '.join(KINDS)}.")
@click.option("--balance", type=click.Choice(BALANCES), help="Hard or soft skills, or both.")
@click.option("--zone", metavar="ZONE", help="The time zone its time is in, such as Europe/Vienna; empty: here.")
@click.option("--proof", metavar="TEXT", help="What proves that it is done.")
@click.option("--check", "checklist", metavar="TEXT", multiple=True, help="In place of its checklist; may be repeated.")
@click.option("--every", metavar="P1W", help="Repeat after so many days, weeks, months or years.")
@click.option("--rrule", metavar="RULE", help="Repeat by a rule, such as FREQ=MONTHLY;BYDAY=1MO.")
@click.option("--from-done", is_flag=True, help="Count a repeat from the day it was really done.")
@click.option("--count", type=click.IntRange(min=1), help="How often a repeat comes in all.")
@click.option(
    "--until", metavar="DATE", help="The last day of a repeat, or “target”: it ends with its plan; empty: it has none."
)
@click.option("--no-repeat", is_flag=True, help="It comes once.")
@json_option
@pass_session
def edit(session: Session, /, id_: str, **given: Any) -> None:
    """Change a milestone. Only what you name is written."""
    from planner.services.edits import MilestoneEdit

    _one_of(given, "with_followers", "alone")
    changes = MilestoneEdit(**_changes(session, id_, given))
    if given["due"] is None:
        if said := [name for name in ("with_followers", "alone", "dry_run") if given[name]]:
            raise click.UsageError(f"--{said[0].replace('_', '-')} belongs to --due.")
        told(session, session.planner.milestones.edit(id_, changes), "Changed")
        return
    from planner.cli.milestone_move import edit_date

    alone = given["alone"] if given["alone"] or given["with_followers"] else None
    edit_date(session, id_, changes, dry_run=given["dry_run"], alone=alone)


def _changes(session: Session, id_: str, given: dict[str, Any]) -> dict[str, Any]:
    """The fields of a MilestoneEdit that were named."""
    changes = {name: given[name] for name in ("title", "due", "fixed", "effort", "notes", "kind", "balance")}
    changes["evidence"] = given["proof"]
    changes = {name: value for name, value in changes.items() if value is not None}
    if given["zone"] is not None:
        changes["zone"] = given["zone"] or None
    _list(changes, given, "tags", "no_tags")
    _list(changes, given, "after", "no_after")
    _one_of(given, "after", "no_after", "also_after")
    _one_of(given, "after", "no_after", "not_after")
    changes |= {name: given[name] for name in ("also_after", "not_after") if given[name]}
    if given["checklist"]:
        changes["checklist"] = tuple(CheckItem(title=title) for title in given["checklist"])
    _one_of(given, "remind", "no_reminders", "usual_reminders")
    if given["remind"] or given["no_reminders"]:
        changes["leads"] = given["remind"]
    elif given["usual_reminders"]:
        changes["leads"] = None
    _repeat(session, id_, changes, given)
    if not changes:
        raise click.UsageError("Say what to change, such as --title or --due.")
    return changes


def _list(changes: dict[str, Any], given: dict[str, Any], name: str, none: str) -> None:
    if given[name] and given[none]:
        raise click.UsageError(f"--{name.removesuffix('s')} and --{none.replace('_', '-')} exclude each other.")
    if given[name] or given[none]:
        changes[name] = given[name]


def _repeat(session: Session, id_: str, changes: dict[str, Any], given: dict[str, Any]) -> None:
    _one_of(given, "every", "rrule", "no_repeat")
    if given["every"] or given["rrule"]:
        changes["repeat"] = Repeat(
            every=given["every"],
            rrule=given["rrule"],
            mode="after" if given["from_done"] else "fixed",
            **_end(session, id_, given),
        )
    elif given["count"] or given["until"] is not None or given["from_done"]:
        raise click.UsageError("--count, --until and --from-done belong to --every or --rrule.")
    elif given["no_repeat"]:
        changes["repeat"] = None


def _end(session: Session, id_: str, given: dict[str, Any]) -> dict[str, Any]:
    """How the repeat ends: as named, else as before."""
    if given["until"]:
        until, moment = read_end(given["until"], session.planner.queries.today())
        return {"count": given["count"], "until": until, "moment": moment}
    queries = session.planner.queries
    was = queries.plan().milestones[queries.resolve_milestone(id_)].repeat
    if was is None or given["count"] or given["until"] is not None:
        return {"count": given["count"]}
    return {"count": was.count, "until": was.until, "moment": was.moment}


def _one_of(given: dict[str, Any], *names: str) -> None:
    used = [f"--{name.replace('_', '-')}" for name in names if given[name]]
    if len(used) > 1:
        raise click.UsageError(f"{' and '.join(used)} exclude each other.")
