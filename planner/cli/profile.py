"""profile: who you are, as far as planning needs to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from planner.cli.narrate import told
from planner.cli.output import Cell, Column
from planner.cli.session import Session, example, json_option, pairs, pass_session

if TYPE_CHECKING:
    from planner.domain.plan import Profile


@click.command(
    epilog=example(
        "planner profile", "planner profile --stage mid --hours 7.5", "planner profile --leads exam=P30D,P7D,P1D"
    )
)
@click.option("--stage", metavar="STAGE", help="early, mid or senior.")
@click.option("--hours", metavar="N", help="The hours a week you have for your plans.")
@click.option("--day-start", metavar="TIME", help="When a date without a time reminds you.")
@click.option(
    "--leads",
    metavar="KIND=LEADS",
    multiple=True,
    help="How long before its date a kind of milestone reminds: exam=P30D,P1D; exam=none; exam=usual.",
)
@json_option
@pass_session
def profile(
    session: Session, stage: str | None, hours: str | None, day_start: str | None, leads: tuple[str, ...]
) -> None:
    """Show or change who you are: your stage, your hours a week, your reminders."""
    from planner.services.profile import ProfileEdit
    from planner.services.results import UNSET

    if stage is None and hours is None and day_start is None and not leads:
        _show(session, session.planner.profiles.get())
        return
    changes = ProfileEdit(
        stage=UNSET if stage is None else stage,
        hours_per_week=UNSET if hours is None else hours,
        day_start=UNSET if day_start is None else day_start,
        leads=dict(_lead_set(each) for each in leads),
    )
    told(session, session.planner.profiles.edit(changes), "Changed", "profile")


def _lead_set(text: str) -> tuple[str, tuple[str, ...] | None]:
    ((kind, words),) = pairs((text,)).items()
    if words == "usual":
        return kind, None
    return kind, () if words == "none" else tuple(word.strip() for word in words.split(","))


def _show(session: Session, one: Profile) -> None:
    from planner.domain.durations import parse_lead

    if session.as_json:
        session.out.json(
            {
                "stage": one.stage,
                "hours_per_week": float(one.hours_per_week),
                "day_start": one.day_start.isoformat("minutes"),
                "leads": {kind: list(leads) for kind, leads in sorted(one.leads.items())},
            }
        )
        return
    rows = [
        ("stage", one.stage or "not said: planner profile --stage early|mid|senior"),
        ("hours", f"{one.hours_per_week} a week"),
        ("day start", one.day_start.isoformat("minutes")),
    ]
    for kind, leads in sorted(one.leads.items()):
        rows.append((kind, ", ".join(sorted(leads, key=parse_lead, reverse=True)) or "no reminders"))
    session.out.table((Column(), Column(least=20)), [(Cell(name, "dim"), text) for name, text in rows])
