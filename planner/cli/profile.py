"""profile: who you are, as far as planning needs to know, and when reminders may come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from planner.cli.narrate import told
from planner.cli.output import FACT_COLUMNS, Cell
from planner.cli.session import Session, example, json_option, pairs, pass_session

if TYPE_CHECKING:
    from planner.domain.plan import Profile


@click.command(
    epilog=example(
        "planner profile",
        "planner profile --stage mid --hours 7.5",
        "planner profile --leads exam=P30D,P7D,P1D",
        'planner profile --set "Exam set=P60D,P30D,P7D" --leads "exam=Exam set"',
        "planner profile --quiet 21:00-07:00 --working-days mon-fri",
        'planner profile --morning-digest 8:00 --weekly-digest "mon 8:00"',
    )
)
@click.option("--stage", metavar="STAGE", help="early, mid or senior.")
@click.option("--hours", "hours_per_week", metavar="N", help="The hours a week you have for your plans.")
@click.option("--day-start", metavar="TIME", help="When a date without a time reminds you.")
@click.option(
    "--leads",
    metavar="KIND=LEADS",
    multiple=True,
    help="How long before its date a kind of milestone reminds: exam=P30D,P1D; exam=Exam set; exam=none; exam=usual.",
)
@click.option(
    "--set",
    "sets",
    metavar="NAME=LEADS",
    multiple=True,
    help="Make a set of leads, or change it wherever it is used; its name can then stand for leads.",
)
@click.option("--rename-set", "renamed", metavar="OLD=NEW", multiple=True, help="Give a set another name.")
@click.option(
    "--remove-set", "removed", metavar="NAME", multiple=True, help="Take a set away; what used it keeps the leads."
)
@click.option("--quiet", metavar="FROM-UNTIL", help="Nothing comes from 21:00-07:00, or off; it waits for the end.")
@click.option("--working-days", metavar="DAYS", help="Reminders come on mon-fri only, or every day.")
@click.option("--morning-digest", metavar="TIME", help="One notification for what a day brings, at that time, or off.")
@click.option("--weekly-digest", metavar="DAY TIME", help='One for what a week brings, "mon 8:00", or off.')
@click.option("--away", metavar="DAYS", multiple=True, help='Days on which nothing gets done: "Winter=21 dec - 3 jan".')
@click.option("--remove-away", "back", metavar="NAME", multiple=True, help="Take days away out: title or first day.")
@json_option
@pass_session
def profile(session: Session, /, **given: Any) -> None:
    """Show or change who you are: your stage, your hours a week, when and how you are reminded."""
    if all(value is None or value == () for value in given.values()):
        _show(session, session.planner.profiles.get())
        return
    from planner.services.profile import ProfileEdit

    words = ("stage", "hours_per_week", "day_start", "quiet", "working_days", "morning_digest", "weekly_digest")
    changes: dict[str, Any] = {name: given[name] for name in words if given[name] is not None}
    changes |= {name: given[name] for name in ("away", "back")}
    changes["leads"] = dict(_leads(given["leads"], usual=True))
    changes["lead_sets"] = {**dict.fromkeys(given["removed"]), **dict(_leads(given["sets"]))}
    changes["renamed_sets"] = pairs(given["renamed"], "Old name=New name", "OLD=NEW")
    told(session, session.planner.profiles.edit(ProfileEdit(**changes)), "Changed", "profile")


def _leads(texts: Iterable[str], *, usual: bool = False) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """`exam=P30D,P1D` and `exam=none` as a name and its leads; with `usual` that word stands for None."""
    for name, words in pairs(tuple(texts), "exam=P30D,P1D" if usual else "Exam set=P30D,P1D", "NAME=LEADS").items():
        if usual and words == "usual":
            yield name, None
        else:
            yield name, () if words == "none" else tuple(word.strip() for word in words.split(","))


def _show(session: Session, one: Profile) -> None:
    if session.as_json:
        from planner.cli import machine_reminders

        session.out.json(machine_reminders.profile(one))
        return
    session.out.table(FACT_COLUMNS, [(Cell(name, "dim"), text) for name, text in _rows(one)])


def _rows(one: Profile) -> Iterator[tuple[str, str]]:
    from planner.domain.lead_names import spelled
    from planner.services.reminder_settings import days_text

    yield "stage", one.stage or "not said: planner profile --stage early|mid|senior"
    yield "hours", f"{one.hours_per_week} a week"
    yield "day start", one.day_start.isoformat("minutes")
    for away in one.away:
        yield "away", f"{away.first.isoformat()} to {away.last.isoformat()}{f', {away.title}' if away.title else ''}"
    for kind, leads in sorted(one.leads.items()):
        yield kind, spelled(leads, one.lead_sets)
    for name, leads in sorted(one.lead_sets.items()):
        yield f"set {name}", spelled(leads, {})
    if one.quiet_from and one.quiet_until:
        yield "quiet", f"{one.quiet_from:%H:%M} to {one.quiet_until:%H:%M}"
    if one.working_days:
        yield "reminders", days_text(one.working_days)
    digests = [f"every day at {one.morning_digest:%H:%M}"] if one.morning_digest else []
    if one.weekly_digest:
        at = one.weekly_digest_at or one.day_start
        digests.append(f"{one.weekly_digest.capitalize()} at {at:%H:%M}")
    if digests:
        yield "digests", ", ".join(digests)
    if one.paused_until:
        yield "paused", f"until {one.paused_until.isoformat()}: planner remind resume"
