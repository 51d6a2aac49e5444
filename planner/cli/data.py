"""Looking after the data: undo, redo, history, backup, restore, doctor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from planner.cli import machine
from planner.cli.errors import NOT_MET
from planner.cli.narrate import count
from planner.cli.output import Cell, Column
from planner.cli.session import Session, example, json_option, pass_session, yes_option
from planner.domain.errors import NotMet
from planner.domain.text import short_ids

if TYPE_CHECKING:
    from planner.domain.change import Change
    from planner.domain.walk import State
    from planner.services.doctor import Finding
    from planner.wiring import Planner

KINDS = {"do": "", "undo": "Undone: ", "redo": "Done again: "}
STATES: Mapping[State | None, str] = {"undone": "taken back", "gone": "gone"}
"""What is said of what does not stand."""


@click.command(epilog=example("planner undo", "planner undo --to 81bc"))
@click.option("--to", metavar="CHANGE", help="Take back this change and all that came after it; see planner history.")
@json_option
@pass_session
def undo(session: Session, to: str | None) -> None:
    """Take back the newest change, whoever made it."""
    history = session.planner.history
    for change in [history.undo()] if to is None else _newest(session, history.back_to(to)):
        _told(session, change, "Undone", "planner redo makes it again")


@click.command(epilog=example("planner redo", "planner redo --to 81bc"))
@click.option("--to", metavar="CHANGE", help="Make again all that was undone, up to and with this change.")
@json_option
@pass_session
def redo(session: Session, to: str | None) -> None:
    """Make the change again that was undone last."""
    history = session.planner.history
    for change in [history.redo()] if to is None else _newest(session, history.forward_to(to)):
        _told(session, change, "Done again", "undo: planner undo")


def _newest(session: Session, made: Sequence[Change]) -> Sequence[Change]:
    """All that was made; for a program only the last one, as one JSON value."""
    return made[-1:] if session.as_json else made


def _told(session: Session, change: Change, what: str, then: str) -> None:
    if session.as_json:
        session.out.json(machine.written(change.id, [record.id for record in change.records]))
    else:
        session.out.say(f"{what}: {change.name} ({then})")


@click.command(epilog=example("planner history --limit 0", "planner history 81bc", "planner history --goal pmp"))
@click.argument("id_", metavar="[CHANGE]", required=False)
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="How many; 0 for all.")
@click.option("--goal", metavar="GOAL", default="", help="Only what touched this goal or its milestones.")
@json_option
@pass_session
def history(session: Session, id_: str | None, limit: int, goal: str) -> None:
    """What was changed, newest first; with the id of a change, what it did, field by field.

    planner undo --to CHANGE goes back to before any of them.
    """
    if id_ is not None:
        _show_change(session, session.planner.history.get(id_))
        return
    changes = session.planner.history.list(limit, goal=goal)
    every = session.planner.history.list(0)
    states = _states(session, every)
    if session.as_json:
        session.out.json([machine.change(each, states.get(each.id)) for each in changes])
    elif changes:
        zone = session.planner.clock.zone()
        ids = short_ids([each.id for each in every])
        session.out.table(
            (Column(), Column(), Column(least=20, wraps=3), Column(folds=2), Column(folds=1)),
            [
                (
                    Cell(ids[each.id], "accent"),
                    Cell(f"{each.time.astimezone(zone):%Y-%m-%d %H:%M}", "dim"),
                    f"{KINDS[each.kind]}{each.name}",
                    STATES.get(states.get(each.id), ""),
                    Cell(each.writer, "dim"),
                )
                for each in changes
            ],
        )
    else:
        session.out.say("Nothing was changed in this goal yet." if goal else "Nothing was changed yet.")


def _states(session: Session, every: Sequence[Change]) -> Mapping[str, State]:
    """What became of what was done, by the id of its Change."""
    return {act.change.id: act.state for act in session.planner.history.acts(every)}


def _show_change(session: Session, change: Change) -> None:
    from planner.domain.walk import touched
    from planner.domain.walk_words import facts, told

    state = _states(session, session.planner.history.list(0)).get(change.id)
    if session.as_json:
        whole = machine.change(change, state)
        session.out.json({**whole, "changes": [machine.touched(each) for each in touched(change)]})
        return
    out, zone = session.out, session.planner.clock.zone()
    became = f" · {STATES[state]}" if state in STATES else ""
    names = session.planner.history.titles()
    out.line(Cell(f"{KINDS[change.kind]}{change.name}", "strong"))
    out.line(Cell(f"{change.time.astimezone(zone):%Y-%m-%d %H:%M} · {change.writer}{became} · {change.id}", "dim"))
    for each in touched(change):
        known = facts(each, names) if each.how != "changed" else ""
        out.line(f"{each.how} ", each.title or Cell(each.id[:8], "dim"), Cell(f"  {known}" if known else "", "dim"))
        for one in each.differences if each.how == "changed" else ():
            words = told(one, names)
            out.line("  ", Cell(words.name, "dim"), f"  {words.before} → {words.after}")


@click.command(epilog=example("planner backup", "planner backup --list"))
@click.option("--list", "only_list", is_flag=True, help="List the backups; make none.")
@json_option
@pass_session
def backup(session: Session, only_list: bool) -> None:
    """Make a backup now. One is made by itself at the first change of a day."""
    if only_list:
        _list_backups(session)
        return
    made = session.planner.history.backup()
    if session.as_json:
        session.out.json(machine.backup(made))
    else:
        session.out.say(f"Backed up as {made.name}.")


@click.command(epilog=example("planner restore", "planner restore NAME"))
@click.argument("name", required=False)
@yes_option("Restore without asking.")
@json_option
@pass_session
def restore(session: Session, name: str | None, yes: bool) -> None:
    """Bring a backup back; without a name, list them. What is there now is backed up first."""
    if name is None:
        _list_backups(session)
        return
    if session.asks() and not yes and not session.confirm(f"Bring back the plan of {name}?"):
        raise NotMet("Nothing was changed.")
    done = session.planner.history.restore(name)
    if session.as_json:
        session.out.json(machine.written(done.change.id if done.change else None, done.ids))
    elif done.change is None:
        session.out.say("Nothing changed: the plan is as it was then.")
    else:
        changed = f": {count(len(done.change.records), 'record')} changed" if done.change.records else ""
        session.out.say(f"Brought back {name}{changed} (undo: planner undo)")


def _list_backups(session: Session) -> None:
    backups = session.planner.history.backups()
    if session.as_json:
        session.out.json([machine.backup(each) for each in backups])
    elif backups:
        zone = session.planner.clock.zone()
        session.out.table(
            (Column(), Column(), Column(right=True)),
            [
                (each.name, Cell(f"{each.made.astimezone(zone):%Y-%m-%d %H:%M}", "dim"), f"{each.size / 1024:,.0f} KiB")
                for each in backups
            ],
        )
        session.out.say("planner restore NAME brings one back.")
    else:
        session.out.say("There is no backup yet. planner backup makes one.")


def _of_the_app(planner: Planner) -> list[Finding]:
    """What of the settings only the app can judge; it is asked only where they say something about it."""
    settings = planner.settings
    if not (settings.keys.keys or settings.ui.theme):
        return []
    from planner.services.doctor import in_settings
    from planner.ui.settings_check import problems  # textual's names of keys and themes

    return in_settings(problems(settings, planner.paths.settings))


@click.command(epilog=example("planner doctor"))
@json_option
@pass_session
@click.pass_context
def doctor(ctx: click.Context, session: Session) -> None:
    """Look whether all is well: the data, the backups, the templates, the reminders."""
    findings = [*session.planner.doctor.check(), *_of_the_app(session.planner)]
    if session.as_json:
        session.out.json([machine.finding(each) for each in findings])
    else:
        for each in findings:
            session.out.line(Cell("✓ " if each.ok else "✗ ", "" if each.ok else "warn"), each.area, ": ", each.text)
            if each.fix:
                session.out.line("    ", each.fix)
    if not all(each.ok for each in findings):
        ctx.exit(NOT_MET)
