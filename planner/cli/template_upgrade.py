"""template upgrade: a goal follows a newer version of its template, with a look at all of it first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from planner.cli import machine
from planner.cli.narrate import count, told
from planner.cli.output import Cell
from planner.cli.session import Session, example, json_option, pass_session, yes_option
from planner.domain.errors import NotMet, WrongUsage

if TYPE_CHECKING:
    from planner.domain.plan import Milestone
    from planner.domain.upgrade import Misfits, Upgrade
    from planner.domain.upgrade_merge import Conflict, Decisions, Side

WAYS = ("later", "leave", "anyway")
"""What can be done with dates that do not fit."""


@click.command(
    epilog=example(
        "planner template upgrade pmp --dry-run",
        "planner template upgrade pmp --keep exam.when --take apply",
        "planner template upgrade pmp --all-mine",
    )
)
@click.argument("goal", metavar="GOAL")
@click.option("--to", metavar="VERSION", default="", help="This version, not the newest.")
@click.option("--take", metavar="KEY", multiple=True, help="Take a step, or one field of it (exam.when), as it is new.")
@click.option("--keep", metavar="KEY", multiple=True, help="Keep a step, or one field of it, as it is in your plan.")
@click.option("--all-mine", is_flag=True, help="Keep yours wherever both sides changed something.")
@click.option("--all-theirs", is_flag=True, help="Take theirs wherever both sides changed something.")
@click.option(
    "--misfits",
    type=click.Choice(WAYS),
    help="What would be past, or before what it follows: on the first day that fits, as it is (new steps: out), or "
    "on the dates of the new version anyway.",
)
@click.option("--dry-run", is_flag=True, help="Only show what would change; nothing is stored.")
@yes_option("Upgrade without asking.")
@json_option
@pass_session
def upgrade(
    session: Session,
    /,
    goal: str,
    *,
    to: str,
    take: tuple[str, ...],
    keep: tuple[str, ...],
    all_mine: bool,
    all_theirs: bool,
    misfits: Misfits | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Bring a goal to a newer version of the template it was made of.

    What you changed or completed is never touched; the rest follows. Where both sides changed something you are asked.
    planner undo takes all of it back.
    """
    from planner.domain.upgrade_merge import Decisions

    if all_mine and all_theirs:
        raise WrongUsage("--all-mine and --all-theirs exclude each other.", "Say one of the two.")
    rest: Literal["ask", "mine", "theirs"] = "mine" if all_mine else "theirs" if all_theirs else "ask"
    decisions = Decisions(take=frozenset(take), keep=frozenset(keep), rest=rest)
    way: Misfits = misfits or "ask"
    upgrading = session.planner.upgrading
    goal_id = session.planner.queries.resolve_goal(goal)
    seen = upgrading.preview(goal_id, to=to, decisions=decisions, misfits=way)
    if dry_run:
        _show(session, seen)
        return
    if seen.before == seen.after and not session.as_json:
        session.out.say(f"“{seen.goal.title}” follows {seen.after.id} {seen.after.version} already.")
        return
    if session.asks():
        _say(session, seen)
        decisions = _decided(session, seen, decisions)
        seen = upgrading.preview(goal_id, to=to, decisions=decisions, misfits=way)
        way = _way(session, seen, way)
        seen = upgrading.preview(goal_id, to=to, decisions=decisions, misfits=way)
        if not yes and not session.confirm(f"Bring “{seen.goal.title}” to {seen.after.version}?"):
            raise NotMet("Nothing was changed.")
    done = upgrading.upgrade(goal_id, to=seen.after.version, decisions=decisions, misfits=way)
    told(session, done, "Upgraded", "goal", after=f" to {seen.after.version}{_counted(seen)}")


def _decided(session: Session, seen: Upgrade, decisions: Decisions) -> Decisions:
    """One question for each conflict."""
    for each in seen.undecided:
        _say_conflict(session, each)
        side = cast("Side", session.choose("Keep mine (m) or take theirs (t)?", _SIDES))
        if side == "mine":
            decisions = replace(decisions, keep=decisions.keep | {each.name})
        else:
            decisions = replace(decisions, take=decisions.take | {each.name})
    return decisions


_SIDES = {"m": "mine", "mine": "mine", "k": "mine", "keep": "mine", "t": "theirs", "theirs": "theirs", "take": "theirs"}


def _way(session: Session, seen: Upgrade, way: Misfits) -> Misfits:
    if seen.fits or way == "anyway":
        return way
    for text in _misfits(seen):
        session.out.say(Cell(text, "warn"))
    ways = {each: each for each in WAYS}
    question = "The first day that fits (later), as it is and new steps out (leave), or so anyway (anyway)?"
    return cast("Misfits", session.choose(question, ways))


def _counted(seen: Upgrade) -> str:
    parts = [
        f"{count(len(seen.comes), 'step')} new" if seen.comes else "",
        f"{count(len(seen.gone), 'step')} gone" if seen.gone else "",
        f"{count(len({each.milestone for each in seen.updates}), 'step')} changed" if seen.updates else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f": {said}" if said else ""


def _show(session: Session, seen: Upgrade) -> None:
    """The preview as what was asked for: data."""
    if session.as_json:
        session.out.json(as_json(seen))
        return
    for cell in _lines(seen):
        session.out.line(cell)
    for each in seen.conflicts:
        for cell in _conflict_lines(each):
            session.out.line(cell)
    if seen.undecided:
        session.out.say("Decide with --keep KEY or --take KEY, or all of them with --all-mine or --all-theirs.")


def _say(session: Session, seen: Upgrade) -> None:
    for cell in _lines(seen):
        session.out.say(cell)


def _say_conflict(session: Session, each: Conflict) -> None:
    for cell in _conflict_lines(each):
        session.out.say(cell)


def _conflict_lines(each: Conflict) -> list[Cell]:
    from planner.domain.upgrade_fields import LABELS

    decided = f"  ({each.decided})" if each.decided else ""
    return [
        Cell(f"Both changed: “{each.title}”, {LABELS[each.field].lower()}  [{each.name}]{decided}", "strong"),
        Cell(f"    was     {each.base}", "dim"),
        Cell(f"    mine    {each.mine}"),
        Cell(f"    theirs  {each.theirs}"),
    ]


def _lines(seen: Upgrade) -> list[Cell]:
    """What comes, goes, changes and moves."""
    from planner.domain.upgrade_fields import LABELS

    lines = [Cell(f"“{seen.goal.title}”: {seen.after.id} {seen.before.version} → {seen.after.version}", "strong")]
    lines += [Cell(f"  + {_day(each)}  {each.title}  [{each.key}]", "accent") for each in seen.comes]
    lines += [Cell(f"  - {each.title}  [{each.key}]", "warn") for each in seen.gone]
    lines += [Cell(f"  = {each.title}  stays, as your own: its step is gone", "dim") for each in seen.alone]
    lines += [
        Cell(f"  ~ {each.title}  {LABELS[each.field].lower()}: {_short(each.before)} → {_short(each.after)}")
        for each in seen.updates
    ]
    lines += [
        Cell(f"  > {_day(each.before)} → {_day(each.after)}  {each.after.title}", "accent") for each in seen.redated
    ]
    lines += [Cell(f"  · {each.title}  not taken in: --take {each.key}", "dim") for each in seen.left_out]
    lines += [Cell(f"  ? {each.question}  (planner goal set GOAL {each.key}=…)") for each in seen.asks]
    lines += [Cell(f"  {text}", "dim") for text in seen.remarks]
    lines += [Cell(f"  ! {text}", "warn") for text in _misfits(seen)]
    if len(lines) == 1 and not seen.conflicts:
        lines.append(Cell("  Nothing in your plan is different.", "dim"))
    return lines


def _misfits(seen: Upgrade) -> list[str]:
    past = [f"“{each.title}” ({_day(each)}) would lie in the past." for each in seen.past]
    return [*past, *seen.problems]


def _day(milestone: Milestone) -> str:
    return milestone.due.isoformat() if milestone.due else "no date"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f"{flat[:59].rstrip()}…" if len(flat) > 60 else flat


def as_json(seen: Upgrade) -> dict[str, Any]:
    """An upgrade that was not made yet."""
    return {
        "id": seen.goal.id,
        "title": seen.goal.title,
        "template": seen.after.id,
        "from": seen.before.version,
        "to": seen.after.version,
        "comes": [_milestone(each) | {"id": None} for each in seen.comes],
        "goes": [_milestone(each) for each in seen.gone],
        "stands_alone": [_milestone(each) for each in seen.alone],
        "changes": [
            {"id": each.milestone, "key": each.key, "title": each.title, "field": each.field}
            | {"before": each.before, "after": each.after}
            for each in seen.updates
        ],
        "redated": [
            _milestone(each.after) | {"from": machine.due(each.before.due, each.before.at)} for each in seen.redated
        ],
        "left_out": [each.key for each in seen.left_out],
        "conflicts": [
            {"id": each.milestone, "key": each.key, "title": each.title, "field": each.field, "name": each.name}
            | {"was": each.base, "mine": each.mine, "theirs": each.theirs, "decided": each.decided}
            for each in seen.conflicts
        ],
        "past": [each.id for each in seen.past],
        "problems": list(seen.problems),
        "questions": [{"key": each.key, "ask": each.ask, "question": each.question} for each in seen.asks],
        "remarks": list(seen.remarks),
    }


def _milestone(one: Milestone) -> dict[str, Any]:
    return {"id": one.id, "key": one.key, "title": one.title, "due": machine.due(one.due, one.at)}
