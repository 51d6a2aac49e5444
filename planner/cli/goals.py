"""Goals: list, show, and their acts. `goal new` has a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from planner.cli import machine
from planner.cli.forecast_page import range_of, reason_line
from planner.cli.goal_answer import set_
from planner.cli.goal_cycle import next_cycle, say_behind
from planner.cli.goal_move import move
from planner.cli.goal_new import new
from planner.cli.goal_own import add, duplicate, reorder
from planner.cli.narrate import count, names, told
from planner.cli.output import Cell
from planner.cli.path_page import beside, show_warnings
from planner.cli.session import Group, Session, example, json_option, pass_session, yes_option
from planner.cli.views import HEALTH, goal_table, line_table
from planner.domain.durations import show_effort
from planner.domain.errors import NotMet
from planner.domain.values import replace

if TYPE_CHECKING:
    from planner.services.queries import GoalDetail
    from planner.services.results import Done

one_goal = click.argument("ref", metavar="GOAL")


@click.group(cls=Group, epilog=example("planner goal new pmp --target 2027-03-01", "planner goal list"))
def goal() -> None:
    """Goals: what you want by a date. GOAL is an id, or the beginning of a title."""


goal.add_command(new)
goal.add_command(set_)
for command in (move, next_cycle, add, duplicate, reorder):
    goal.add_command(command)


@goal.command("list", epilog=example("planner goal list --all", "planner goal list --filter is:overdue"))
@click.option("--all", "everything", is_flag=True, help="Also the dropped ones.")
@click.option("--filter", "wanted", metavar="FILTER", help="Only goals with a milestone that this lets through.")
@json_option
@pass_session
def list_(session: Session, everything: bool, wanted: str | None) -> None:
    """Your goals: how far, until when, on track or not."""
    queries = session.planner.queries
    rows = queries.goals(everything=everything)
    if wanted is not None:
        passing = {line.milestone.goal for line in queries.filtered(queries.lines(), wanted)}
        rows = [row for row in rows if row.goal.id in passing]
    if session.as_json:
        behind = queries.behind()
        session.out.json([machine.goal(row, behind) for row in rows])
    elif rows:
        goal_table(session.out, rows, queries.short_ids())
        shown = {row.goal.id for row in rows}
        say_behind(session, [each for each in queries.behind() if each.goal.id in shown])
    elif wanted is not None:
        session.out.say("No goal has a milestone that passes the filter.")
    else:
        session.out.say("There is no goal yet. planner template list shows what you can plan.")


@goal.command(epilog=example("planner goal show pmp", "planner goal show pmp --filter due:quarter"))
@one_goal
@click.option(
    "--filter", "wanted", metavar="FILTER", help="Only milestones that this lets through; see planner filter."
)
@json_option
@pass_session
def show(session: Session, ref: str, wanted: str | None) -> None:
    """A goal with all its milestones and the questions that are still open."""
    queries = session.planner.queries
    detail = queries.goal(ref)
    if wanted is not None:
        detail = replace(detail, lines=tuple(queries.filtered(detail.lines, wanted)))
    one = detail.line.goal
    newer = session.planner.upgrading.newer(one.id) if one.template else None
    if session.as_json:
        zone, behind = session.planner.clock.zone(), queries.behind()
        session.out.json(machine.goal_detail(detail, zone, newer=newer, behind=behind))
        return
    _page(session, detail)
    if newer and one.template:
        ids = session.planner.queries.short_ids()
        how = f"planner template upgrade {ids[one.id]} --dry-run"
        session.out.say(f"Version {newer} of {one.template.id} is newer: {how}")


def _page(session: Session, detail: GoalDetail) -> None:
    out, row, one = session.out, detail.line, detail.line.goal
    ids = session.planner.queries.short_ids()
    out.line(Cell(one.title, "strong"))
    facts = [
        ids[one.id],
        HEALTH[row.health] if row.health else one.status,
        f"{row.done} of {row.total} done",
        f"{one.start.isoformat() if one.start else '…'} to {one.target.isoformat() if one.target else '…'}",
        f"{show_effort(row.effort_left)} left" if row.effort_left else "",
        range_of(row.forecast),
        f"template {one.template.id} {one.template.version}" if one.template else "",
        "a late start" if one.late_start else "",
        "muted" if one.muted else "",
    ]
    out.line(Cell(" · ".join(fact for fact in facts if fact), "dim"))
    if row.forecast is not None:
        out.line(reason_line(row.forecast, "  "), hang=0)
    if one.notes:
        out.paragraph(one.notes)
    line_table(out, detail.lines, ids, beside=beside(detail.path) if detail.path else lambda _row: "")
    if detail.path is not None:
        show_warnings(session, detail.path)
    for question in detail.questions:
        choices = "|".join(option.key for option in question.options) or question.ask.upper()
        out.say(f"Open: {question.question}")
        out.say(f"  planner goal set {ids[one.id]} {question.key}={choices}")
    say_behind(session, [each for each in session.planner.queries.behind() if each.goal.id == one.id])


@goal.command(epilog=example('planner goal edit pmp --title "PMP in spring"', "planner goal edit pmp --remind P7D"))
@one_goal
@click.option("--title", metavar="T", help="What it is called.")
@click.option("--notes", metavar="TEXT", help="In place of its notes.")
@click.option(
    "--remind",
    metavar="LEAD",
    multiple=True,
    help="A lead, or a set of leads, for all its milestones; may be repeated.",
)
@click.option("--no-reminders", is_flag=True, help="Never remind of its milestones.")
@click.option("--usual-reminders", is_flag=True, help="Remind as the template and the kinds do.")
@click.option("--hours", metavar="N", help="The hours a week you give to it; an empty one means as in your profile.")
@json_option
@pass_session
def edit(
    session: Session,
    ref: str,
    *,
    title: str | None,
    notes: str | None,
    remind: tuple[str, ...],
    no_reminders: bool,
    usual_reminders: bool,
    hours: str | None,
) -> None:
    """Change a goal's title, notes, reminders or hours."""
    if (bool(remind) + no_reminders + usual_reminders) > 1:
        raise click.UsageError("--remind, --no-reminders and --usual-reminders exclude each other.")
    from planner.services.goal_edits import GoalEdit
    from planner.services.results import UNSET

    leads = None if usual_reminders else remind if remind or no_reminders else UNSET
    changes = GoalEdit(title=title, notes=notes, leads=leads, hours=hours)
    if changes.is_nothing:
        raise click.UsageError("Say what to change, such as --title or --notes.")
    told(session, session.planner.goals.edit(ref, changes), "Changed", "goal")


@goal.command(epilog=example("planner goal pause pmp"))
@one_goal
@json_option
@pass_session
def pause(session: Session, ref: str) -> None:
    """Take a goal out of next, overdue and reminders for a while."""
    told(session, session.planner.goals.pause(ref), "Paused", "goal")


@goal.command(epilog=example("planner goal resume pmp --shift"))
@one_goal
@click.option("--shift/--keep", default=None, help="Move its soft dates by the days of the pause, or keep them.")
@json_option
@pass_session
def resume(session: Session, ref: str, shift: bool | None) -> None:
    """Go on with a paused goal; its dates stay unless you say --shift."""
    queries = session.planner.queries
    one = queries.plan().goals[queries.resolve_goal(ref)]
    days = (queries.today() - one.paused_on).days if one.paused_on else 0
    unsaid = shift is None
    if shift is None:
        shift = session.asks() and session.confirm("Move its soft dates by the days of the pause?")
    told(session, session.planner.goals.resume(ref, shift=shift), "Resumed", "goal")
    if days and unsaid and not session.asks() and not session.as_json:
        again = f"planner undo, then planner goal resume {queries.short_ids()[one.id]} --shift"
        session.out.say(f"Its dates stayed, after {count(days, 'day')} of pause. To move them: {again}")


@goal.command(epilog=example("planner goal mute pmp"))
@one_goal
@json_option
@pass_session
def mute(session: Session, ref: str) -> None:
    """Let nothing of a goal remind; it stays in all lists."""
    told(session, session.planner.goals.mute(ref, muted=True), "Muted", "goal")


@goal.command(epilog=example("planner goal unmute pmp"))
@one_goal
@json_option
@pass_session
def unmute(session: Session, ref: str) -> None:
    """Let a goal remind again; what has come meanwhile and is still open comes at the next look."""
    told(session, session.planner.goals.mute(ref, muted=False), "Unmuted", "goal")


@goal.command(epilog=example("planner goal achieve pmp", "planner goal achieve pmp --yes"))
@one_goal
@yes_option("Skip what is still open without asking.")
@json_option
@pass_session
def achieve(session: Session, ref: str, yes: bool) -> None:
    """Close a goal as achieved; what is still open is skipped after asking."""
    goal_id = session.planner.queries.resolve_goal(ref)
    still_open = [row.milestone.title for row in session.planner.queries.goal(goal_id).lines if row.milestone.is_open]
    if still_open and not yes:
        if not session.asks():
            raise NotMet(f"Still open: {names(still_open)}.", "Add --yes to skip what is open.")
        if not session.confirm(f"Still open: {names(still_open)}. Skip what is open?"):
            raise NotMet("Nothing was changed.")
    done = session.planner.goals.achieve(goal_id, force=bool(still_open))
    _told_of_goal(session, goal_id, done, "Achieved")


@goal.command(epilog=example("planner goal drop mba"))
@one_goal
@json_option
@pass_session
def drop(session: Session, ref: str) -> None:
    """Give a goal up: it is hidden and kept."""
    goal_id = session.planner.queries.resolve_goal(ref)
    _told_of_goal(session, goal_id, session.planner.goals.drop(goal_id), "Dropped")


@goal.command(epilog=example("planner goal delete mba --yes"))
@one_goal
@yes_option("Delete without asking.")
@json_option
@pass_session
def delete(session: Session, ref: str, yes: bool) -> None:
    """Delete a goal and its milestones. planner undo brings them back."""
    goal_id = session.planner.queries.resolve_goal(ref)
    plan = session.planner.queries.plan()
    what = f"“{plan.goals[goal_id].title}” and {count(len(plan.by_goal.get(goal_id, ())), 'milestone')}"
    if not yes:
        if not session.asks():
            raise NotMet(f"{what} would be deleted; nothing was.", "Add --yes to delete without a question.")
        if not session.confirm(f"Delete {what}?"):
            raise NotMet("Nothing was deleted.")
    done = session.planner.goals.delete(goal_id)
    if session.as_json:
        told(session, done, "Deleted")
    else:
        session.out.say(f"Deleted {what} (undo: planner undo)")


def _told_of_goal(session: Session, goal_id: str, done: Done, verb: str) -> None:
    """As `told`, for an act on one goal that may have touched its milestones too."""
    if session.as_json or done.change is None:
        told(session, done, verb, "goal")
        return
    title = session.planner.queries.plan().goals[goal_id].title
    session.out.say(f"{verb} “{title}” (undo: planner undo)")
