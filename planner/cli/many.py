"""Acts on one milestone or many: move, tag, snooze, delete. Several ids are all or nothing, each command one Change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from planner.cli.chosen import FILTER_HELP, YES_HELP, chosen, is_kept, some_or_filter
from planner.cli.milestone_move import answered
from planner.cli.moved_page import COLUMNS, by_words, day_of, remarks, say_problems
from planner.cli.narrate import count, told
from planner.cli.output import Cell, Column
from planner.cli.session import Session, example, joined, json_option, pass_session
from planner.domain.dates import local_now, parse_snooze
from planner.domain.errors import NotFound, NotMet, WrongUsage

if TYPE_CHECKING:
    from planner.domain.moving import Moved
    from planner.domain.shifting_many import ManyShift
    from planner.services.results import Done

_ID = re.compile(r"[0-9a-f]{4,32}", re.IGNORECASE)


@click.command(
    epilog=example(
        "planner move 3f2a --goal pmp",
        "planner move 3f2a 81bc --inbox",
        "planner move 3f2a 81bc --by 5d --dry-run",
        "planner move --filter goal:pmp --to 2027-03-01 --alone",
    )
)
@some_or_filter
@click.option("--goal", metavar="GOAL", help="The goal they go to.")
@click.option("--inbox", is_flag=True, help="Take them out of their goals.")
@click.option("--by", metavar="DAYS", help="Move their dates by so many days: 5d, 2w, -3.")
@click.option("--to", metavar="DATE", help="Move all of them to this day.")
@click.option("--with-followers", is_flag=True, help="With --by and --to: what follows moves as well.")
@click.option("--alone", is_flag=True, help="With --by and --to: nothing else moves; so it is in a script.")
@click.option("--dry-run", is_flag=True, help="With --by and --to: only show what would move; nothing is stored.")
@json_option
@pass_session
def move(session: Session, /, ids: tuple[str, ...], wanted: str | None, **given: Any) -> None:
    """Move milestones to another goal, to the inbox, or to other dates."""
    ways = [name for name in ("goal", "inbox", "by", "to") if given[name]]
    if len(ways) != 1:
        raise click.UsageError("Say where to: one of --goal GOAL, --inbox, --by DAYS and --to DATE.")
    words = given["by"] or given["to"]
    if not words and (given["alone"] or given["with_followers"] or given["dry_run"]):
        raise click.UsageError("--alone, --with-followers and --dry-run belong to --by and --to.")
    if given["alone"] and given["with_followers"]:
        raise click.UsageError("--alone and --with-followers exclude each other.")
    if given["to"]:
        words = session.day(given["to"]).isoformat()
    found = chosen(session, ids, wanted, yes=given["yes"] or given["dry_run"], act="move")
    if words and given["dry_run"]:
        _show(session, session.planner.many.preview_move(found, words))
        return
    if words:
        _move_dates(session, found, words, given["alone"] if given["alone"] or given["with_followers"] else None)
        return
    goal = given["goal"]
    milestones = session.planner.milestones
    done = milestones.move(found[0], goal) if len(found) == 1 else session.planner.many.to_goal(found, goal)
    told(session, done, "Moved", after=f" to {goal or 'the inbox'}")


def _move_dates(session: Session, ids: tuple[str, ...], words: str, alone: bool | None) -> None:
    """`alone` says whether what follows stays, None: the person is asked, and in a script it stays."""
    many = session.planner.many
    seen = many.preview_move(ids, words)
    verb = "follows" if len(seen.moved) == 1 else "follow"
    others = f"{count(len(seen.moved), 'milestone')} that {verb}"
    stays = alone is None and bool(seen.moved) and not session.asks()
    if alone is None and seen.moved and session.asks():
        _say(session, seen)
        alone = answered(session)
    done = many.move_dates(ids, words, alone=bool(alone or stays))
    told(session, done, "Moved", after=f", with {others}" if seen.moved and not (alone or stays) else "")
    if session.as_json:
        return
    say_problems(session, seen.alone if alone or stays else seen.problems)
    if seen.undated:
        session.out.say(f"{count(len(seen.undated), 'milestone')} without a date stayed so.")
    if stays:
        session.out.say(f"{others} stayed; --with-followers moves what follows as well.")


def _say(session: Session, seen: ManyShift) -> None:
    """The preview as part of a question, on standard error."""
    ids = session.planner.queries.short_ids()
    for each in (*seen.marked, *seen.moved):
        _, was, day, title, by, remark = (getattr(cell, "text", cell) for cell in _row(ids[each.after.id], each, seen))
        session.out.say(f"  {was} → {day}  {by}  {title}  {remark}".rstrip())
    say_problems(session, seen.problems)


def _show(session: Session, seen: ManyShift) -> None:
    """The preview as what was asked for: data."""
    if session.as_json:
        session.out.json(
            {
                "moved": [_as_json(each, seen) for each in (*seen.marked, *seen.moved)],
                "undated": list(seen.undated),
                "problems": list(seen.problems),
                "broken": list(seen.broken),
                "beyond_target": list(seen.beyond),
                "problems_alone": list(seen.alone),
            }
        )
        return
    ids = session.planner.queries.short_ids()
    rows = [_row(ids[each.after.id], each, seen) for each in (*seen.marked, *seen.moved)]
    session.out.table((Column(), *COLUMNS), rows)
    say_problems(session, seen.problems, len(seen.past))
    if seen.undated:
        session.out.say(f"{count(len(seen.undated), 'milestone')} without a date would stay so.")


def _row(short_id: str, each: Moved, seen: ManyShift) -> tuple[Any, ...]:
    own = each in seen.marked
    remark = remarks(
        "in the past" if each.after.id in seen.past else "",
        "after the target" if each.after.id in seen.beyond else "",
        "fixed date" if own and each.after.fixed else "",
        "makes room" if each.after.id in seen.pushed else "" if own else "goes with it",
    )
    was = Cell(each.before.due.isoformat() if each.before.due else "no date", "dim")
    return Cell(short_id, "accent"), was, day_of(each), each.after.title, by_words(each), Cell(remark, "dim")


def _as_json(each: Moved, seen: ManyShift) -> dict[str, Any]:
    return {
        "id": each.after.id,
        "title": each.after.title,
        "goal": each.after.goal,
        "from": each.before.due.isoformat() if each.before.due else None,
        "to": each.after.due.isoformat() if each.after.due else None,
        "days": each.days,
        "follows": each not in seen.marked,
        "past": each.after.id in seen.past,
    }


@click.command(epilog=example("planner tag 3f2a 81bc --add winter", "planner tag --filter '#winter' --remove winter"))
@some_or_filter
@click.option("--add", metavar="TAG", multiple=True, help="Add it; may be repeated.")
@click.option("--remove", metavar="TAG", multiple=True, help="Take it away; may be repeated.")
@json_option
@pass_session
def tag(
    session: Session,
    /,
    ids: tuple[str, ...],
    wanted: str | None,
    *,
    yes: bool,
    add: tuple[str, ...],
    remove: tuple[str, ...],
) -> None:
    """Add tags to milestones, and take tags away. planner edit --tag sets all tags of one."""
    if not add and not remove:
        raise click.UsageError("Say which tags: --add TAG or --remove TAG.")
    found = chosen(session, ids, wanted, yes=yes, act="tag", fits=is_kept)
    told(session, session.planner.many.tag(found, add=add, remove=remove), "Tagged" if add else "Took tags from")


@click.command(
    epilog=example("planner snooze 3f2a mon", "planner snooze 3f2a 81bc 2 hours", "planner snooze 3f2a --wake")
)
@click.argument("words", metavar="ID… UNTIL", nargs=-1)
@click.option("--wake", is_flag=True, help="Show them again now.")
@click.option("--filter", "wanted", metavar="FILTER", help=FILTER_HELP)
@click.option("--yes", "-y", is_flag=True, help=YES_HELP)
@json_option
@pass_session
def snooze(session: Session, words: tuple[str, ...], wake: bool, wanted: str | None, yes: bool) -> None:
    """Hide milestones, and hold their reminders, until a day or for a time. Their due dates stay."""
    ids, until = ((), words) if wanted is not None else _ids_and_rest(session, words)
    if bool(until) == wake or (until and not joined(until).strip()):
        raise click.UsageError("Say until when (tomorrow, mon, 2 hours), or --wake.")
    if wanted is None:
        _refuse_unknown(session, until)
    found = chosen(session, ids, wanted, yes=yes, act="wake" if wake else "snooze")
    result = session.planner.milestones.snooze(found, joined(until))
    told(session, result, "Woke" if wake else "Snoozed", after="" if wake else _until(session, result))


def _until(session: Session, result: Done) -> str:
    """Until when they are hidden, as it was understood."""
    moment = session.planner.queries.plan().milestones[result.ids[0]].snoozed_until
    return f" until {moment:%Y-%m-%d %H:%M}" if moment else ""


def _refuse_unknown(session: Session, until: tuple[str, ...]) -> None:
    """Name the words before a date that were meant as ids. Raises NotFound."""
    if len(until) < 2 or _is_time(session, until):
        return
    for cut in range(1, len(until)):
        if _is_time(session, until[cut:]):
            unknown = " and ".join(f"“{each}”" for each in until[:cut])
            raise NotFound(f"No milestone has the id {unknown}.", "planner next and planner search show ids.")


def _is_time(session: Session, words: tuple[str, ...]) -> bool:
    try:
        parse_snooze(joined(words), local_now(session.planner.queries.now(), session.planner.clock.zone()))
    except WrongUsage:
        return False
    return True


def _ids_and_rest(session: Session, words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first word is an id; so are those behind it that look like one and are one."""
    known = session.planner.queries.plan().milestones
    end = 1
    while end < len(words) and _ID.fullmatch(words[end]) and any(each.startswith(words[end].lower()) for each in known):
        end += 1
    return words[:end], words[end:]


@click.command(epilog=example("planner delete 3f2a --yes", "planner delete --filter 'is:closed #old'"))
@some_or_filter
@json_option
@pass_session
def delete(session: Session, ids: tuple[str, ...], wanted: str | None, yes: bool) -> None:
    """Delete milestones, after asking. planner undo brings them back."""
    found = chosen(session, ids, wanted, yes=yes, act="delete", fits=is_kept)
    if wanted is None and not yes:
        queries = session.planner.queries
        plan = queries.plan()
        titles = [plan.milestones[queries.resolve_milestone(each)].title for each in found]
        what = f"“{titles[0]}”" if len(titles) == 1 else count(len(titles), "milestone")
        if not session.asks():
            raise NotMet(f"{what} would be deleted; nothing was.", "Add --yes to delete without a question.")
        if not session.confirm(f"Delete {what}?"):
            raise NotMet("Nothing was deleted.")
    told(session, session.planner.milestones.delete(found), "Deleted")
