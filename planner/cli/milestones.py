"""Acts on milestones. Several ids are all or nothing, and each command is one Change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

import click

from planner.cli import machine, offers
from planner.cli.chosen import chosen, is_closed, some_or_filter
from planner.cli.goal_cycle import tell_begun
from planner.cli.narrate import count, told, told_of_answer
from planner.cli.session import Session, example, joined, json_option, pass_session
from planner.domain.dates import DAY_NAMES
from planner.domain.errors import Blocked, NotFound, TemplateInvalid, WrongUsage

if TYPE_CHECKING:
    from planner.domain.template import Question
    from planner.services.results import Ask, Done, Offer

Command = TypeVar("Command", bound=Callable[..., object])

one_id = click.argument("id_", metavar="ID")
some_ids = click.argument("ids", metavar="ID…", nargs=-1, required=True)


@click.command(
    epilog=example(
        'planner add "Attend the PMI chapter dinner tomorrow 18:00 #networking"',
        "planner add Write the talk --goal pmp --due 2027-03-01 --remind P1D",
    )
)
@click.argument("text", nargs=-1, required=True)
@click.option("--goal", metavar="GOAL", help="The goal it belongs to; without it, the inbox.")
@click.option("--due", metavar="DATE", help="When it is due.")
@click.option("--remind", metavar="LEAD", multiple=True, help="How long before, such as P1D or PT2H; may be repeated.")
@json_option
@pass_session
def add(session: Session, text: tuple[str, ...], goal: str | None, due: str | None, remind: tuple[str, ...]) -> None:
    """Add a milestone from one line.

    From its end are read: #tag, @goal, ~2h for the effort, !fixed, and a date.
    """
    done = session.planner.milestones.add(joined(text), goal=goal, due=due, leads=remind or None)
    day = ""
    if done.change and not session.as_json:
        one = session.planner.queries.plan().milestones[done.ids[0]]
        day = f", {(machine.due(one.due, one.at) or 'without a date').replace('T', ' ')}"
    told(session, done, "Added", after=day)


@click.command(
    "done",
    epilog=example("planner done 3f2a", "planner done 3f2a 81bc --on yesterday", "planner done --filter '#dinner'"),
)
@some_or_filter
@click.option("--force", is_flag=True, help="Complete it although it follows something that is still open.")
@click.option("--on", metavar="DATE", help="The day it was really done; today if not given.")
@click.option("--shift", is_flag=True, help="Move what counts from it by as many days as it was early or late.")
@click.option("--missed", is_flag=True, help="Of a series that was missed several times: this was the last of them.")
@json_option
@pass_session
def done(
    session: Session,
    ids: tuple[str, ...],
    *,
    wanted: str | None,
    yes: bool,
    force: bool,
    on: str | None,
    shift: bool,
    missed: bool,
) -> None:
    """Complete milestones; of a series, its open occurrence."""
    ids = chosen(session, ids, wanted, yes=yes, act="complete")
    milestones = session.planner.milestones
    day = _day_done(session, on)
    as_last = missed or offers.was_the_last(session, ids, day)
    try:
        result = milestones.complete(ids, force=force, on=day, missed=as_last)
    except Blocked as blocked:
        if not session.asks() or not session.confirm(f"{blocked.message} Complete it anyway?"):
            raise Blocked(blocked.message, "Complete what it follows first, or add --force.") from blocked
        result = milestones.complete(ids, force=True, on=day, missed=as_last)
    told(session, result, "Completed", after=f"{f' on {day}' if day else ''}{offers.comes_again(session, result)}")
    offers.tell_missed(session, result)
    _follow_up(session, result, shift=shift)


def _day_done(session: Session, words: str | None) -> date | None:
    """The day on which something was done. Raises WrongUsage for one that is still to come."""
    if words is None:
        return None
    day, today = session.day(words), session.planner.queries.today()
    if day > today:
        before = day - timedelta(weeks=1)
        was = f" {DAY_NAMES[day.weekday()]} was {before.isoformat()}." if before <= today else ""
        raise WrongUsage(
            f"“{words}” is {day:%a} {day.isoformat()}, which is still to come.",
            f"Give the day on which it was done.{was}",
        )
    return day


def _follow_up(session: Session, result: Done, *, shift: bool) -> None:
    """What a completion leads to: dates that could move, questions that can be answered now, a plan to go on with."""
    if result.shift and (shift or _wants_shift(session, result)):
        moved = session.planner.milestones.shift_after(result.shift.milestone)
        if not session.as_json:
            session.out.say(f"Moved {count(len(moved.change.records) if moved.change else 0, 'milestone')} with it.")
    if session.as_json:
        return
    tell_begun(session, result)
    for ask in result.asks:
        _put(session, ask)
    for offer in result.offers:
        _offer(session, offer)


def _wants_shift(session: Session, result: Done) -> bool:
    offer = result.shift
    assert offer is not None
    days = f"{count(abs(offer.days), 'day')} {'early' if offer.days < 0 else 'late'}"
    others = count(len(offer.followers), "milestone")
    counting = f"{others} that {'counts' if len(offer.followers) == 1 else 'count'} from it"
    if session.asks():
        return session.confirm(f"Done {days}: move {counting} as well?")
    if not session.as_json:
        session.out.say(f"Done {days}; {counting} stayed. To move it: planner undo, then the same with --shift.")
    return False


def _offer(session: Session, offer: Offer) -> None:
    """The command that plans what is offered, with the answers that go along."""
    try:
        template, answers = session.planner.templates.carried(offer)
    except (NotFound, TemplateInvalid):
        session.out.say(f"A plan that goes on from here: {offer.template}. It is not in your library.")
        return
    given = [f"--set {key}={value}" for key, value in answers.items()]
    if template.plan_from == "earned" and "earned" not in answers:
        given.insert(0, "--set earned=DATE")
    command = " ".join(["planner goal new", template.id, *given])
    session.out.say(f"A plan that goes on from here, “{template.title}”: {command}")


def _put(session: Session, ask: Ask) -> None:
    question = ask.question
    short = session.planner.queries.short_ids()[ask.goal]
    command = f"planner goal set {short} {question.key}={_expected(question)}"
    titles = {each.key: each.title for each in question.options}
    now = f" It was answered with “{titles.get(ask.answer, ask.answer)}”." if ask.answer else ""
    if not session.asks():
        session.out.say(f"{question.question}{now} {'To change it: ' if now else ''}{command}")
        return
    choices = f" ({', '.join(f'{each.key} = {each.title}' for each in question.options)})" if question.options else ""
    leaves = "Enter leaves it so:" if now else "Enter leaves it open:"
    answer = session.prompt(f"{question.question}{choices}{now} {leaves}")
    if not answer:
        session.out.say(f"{'As it was' if now else 'Left open'}. Later: {command}")
        return
    told_of_answer(session, session.planner.goals.answer(ask.goal, {question.key: answer}))


def _expected(question: Question) -> str:
    if question.ask == "choice":
        return "|".join(option.key for option in question.options)
    return "DATE" if question.ask == "date" else "NUMBER"


@click.command(epilog=example("planner skip 3f2a", "planner skip 3f2a --missed"))
@some_or_filter
@click.option("--missed", is_flag=True, help="Of a series: all that were missed; it goes on with the next.")
@click.option("--but-last", is_flag=True, help="Of a series: all that were missed but the last, which is still to do.")
@json_option
@pass_session
def skip(
    session: Session, ids: tuple[str, ...], *, wanted: str | None, yes: bool, missed: bool, but_last: bool
) -> None:
    """Close milestones without doing them; what follows them may begin. Of a series only the open occurrence goes."""
    if missed and but_last:
        raise click.UsageError("--missed and --but-last exclude each other.")
    ids = chosen(session, ids, wanted, yes=yes, act="skip")
    missed = missed or (not but_last and offers.skips_all(session, ids))
    result = session.planner.milestones.skip(ids, missed="all" if missed else "but_last" if but_last else "one")
    told(session, result, "Skipped", after=offers.comes_again(session, result))
    offers.tell_missed(session, result)
    if not session.as_json:
        tell_begun(session, result)


@click.command(epilog=example("planner pause 3f2a"))
@some_ids
@json_option
@pass_session
def pause(session: Session, ids: tuple[str, ...]) -> None:
    """Let series rest: they are in no list, remind of nothing and take no hours until they are resumed.

    A whole goal rests with planner goal pause.
    """
    told(session, session.planner.milestones.pause(ids), "Paused")


@click.command(epilog=example("planner resume 3f2a"))
@some_ids
@json_option
@pass_session
def resume(session: Session, ids: tuple[str, ...]) -> None:
    """Let series go on that rest, with the next day of their rhythm from today."""
    result = session.planner.milestones.resume(ids)
    told(session, result, "Resumed", after=offers.comes_again(session, result))


@click.command(epilog=example("planner reopen 3f2a"))
@some_or_filter
@json_option
@pass_session
def reopen(session: Session, ids: tuple[str, ...], *, wanted: str | None, yes: bool) -> None:
    """Open milestones again that were done or skipped."""
    ids = chosen(session, ids, wanted, yes=yes, act="reopen", fits=is_closed)
    told(session, session.planner.milestones.reopen(ids), "Reopened")


@click.command(epilog=example("planner start 3f2a"))
@some_ids
@json_option
@pass_session
def start(session: Session, ids: tuple[str, ...]) -> None:
    """Mark milestones as being worked on; once more takes the mark away."""
    result = session.planner.milestones.start(ids)
    told(session, result, "Changed the mark of")


@click.command(epilog=example("planner wait 3f2a PMI", "planner wait 3f2a the two references"))
@one_id
@click.argument("who", nargs=-1, required=True)
@json_option
@pass_session
def wait(session: Session, id_: str, who: tuple[str, ...]) -> None:
    """Mark a milestone as waiting for somebody else."""
    told(session, session.planner.milestones.wait(id_, joined(who)), "Waiting:", after=f", for {joined(who)}")


@click.command(epilog=example("planner note 3f2a They answer within five days"))
@one_id
@click.argument("text", nargs=-1, required=True)
@json_option
@pass_session
def note(session: Session, id_: str, text: tuple[str, ...]) -> None:
    """Add a paragraph to a milestone's notes."""
    told(session, session.planner.milestones.note(id_, joined(text)), "Noted on")


@click.command(epilog=example("planner tick 3f2a 2"))
@one_id
@click.argument("item", type=click.IntRange(min=1))
@json_option
@pass_session
def tick(session: Session, id_: str, item: int) -> None:
    """Tick a line of a milestone's checklist, or take the tick away. The first line is 1."""
    told(session, session.planner.milestones.tick(id_, item - 1), "Changed the checklist of")


@click.command(epilog=example("planner duplicate 3f2a"))
@one_id
@json_option
@pass_session
def duplicate(session: Session, id_: str) -> None:
    """Make an open copy of a milestone."""
    told(session, session.planner.milestones.duplicate(id_), "Made a copy:")


@click.command(epilog=example("planner reorder 3f2a first"))
@one_id
@click.argument("where", metavar="up|down|first|last", type=click.Choice(["up", "down", "first", "last"]))
@json_option
@pass_session
def reorder(session: Session, id_: str, where: str) -> None:
    """Put a milestone somewhere else in its goal, or in the inbox."""
    told(session, session.planner.ordering.milestone(id_, where), "Moved")  # type: ignore[arg-type]  # click checked it
