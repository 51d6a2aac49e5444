"""What a person does about reminders: acknowledge one, pause all of them."""

from __future__ import annotations

import click

from planner.cli.narrate import told
from planner.cli.session import Session, example, joined, json_option, pass_session


@click.command(epilog=example("planner remind ack 3f2a"))
@click.argument("refs", metavar="ID…", nargs=-1, required=True)
@json_option
@pass_session
def ack(session: Session, refs: tuple[str, ...]) -> None:
    """Put what has reminded so far to rest: it is not tried again. What is still to come comes."""
    told(session, session.planner.milestones.acknowledge(refs), "Acknowledged")


@click.command(epilog=example("planner remind pause next mon", "planner remind pause 2027-01-07"))
@click.argument("until", metavar="DATE…", nargs=-1, required=True)
@json_option
@pass_session
def pause(session: Session, until: tuple[str, ...]) -> None:
    """Let nothing remind before the start of that day; then what is still open comes, in one notification."""
    planner = session.planner
    done = planner.profiles.pause(joined(until))
    if session.as_json or done.change is None:
        told(session, done, "Paused")
    else:
        day = planner.profiles.get().paused_until
        session.out.say(f"All reminders are paused until the start of {day} (undo: planner undo)")


@click.command(epilog=example("planner remind resume"))
@json_option
@pass_session
def resume(session: Session) -> None:
    """End a pause: what has come meanwhile and is still open comes at the next look, in one notification."""
    done = session.planner.profiles.resume()
    if session.as_json:
        told(session, done, "Resumed")
    else:
        session.out.say("Reminders come again (undo: planner undo)")
