"""What the system's scheduler is to start, what setting it up does, and how it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

NAME = "planner-remind"
"""The name of the job of a person's usual data folder; those of other folders have an ending."""
MINUTES = (1, 2, 5, 10, 15, 20, 30)
"""How often a pass can be started: what divides an hour, so that every scheduler can say it."""
USUAL_MINUTES = 1
"""A reminder is late by this at most, and a failed one is first tried again after a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A pass of reminders, started every so many `minutes`.

    `command` begins with an absolute path; `environ` comes on top of what the scheduler itself sets. The `name` is
    made of letters, digits and hyphens only.
    """

    name: str
    command: tuple[str, ...]
    environ: Mapping[str, str]
    minutes: int = USUAL_MINUTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that setting up or removing does.

    `what` is the file that is written or removed, or the command line that is run as a shell would take it; `text`
    is what the file will hold, or what the program is given to read.
    """

    act: Literal["write", "remove", "run"]
    what: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that keeps reminders from coming, and what mends it."""

    text: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How one job goes with one scheduler. Instants in UTC; `last` and `next` are None where they are not known.

    `installed` is true as soon as any part of it is there. `note` is what else is good to know.
    """

    installed: bool
    minutes: int | None = None
    last: datetime | None = None
    next: datetime | None = None
    troubles: tuple[Trouble, ...] = ()
    note: str = ""


def next_pass(local: datetime, minutes: int) -> datetime:
    """The next full minute after `local` that a job of every so many minutes falls on, in the zone of `local`."""
    whole = local.replace(second=0, microsecond=0)
    return whole + timedelta(minutes=minutes - whole.minute % minutes)


def every(minutes: int) -> str:
    """`every minute`, `every 5 minutes`."""
    return "every minute" if minutes == 1 else f"every {minutes} minutes"
