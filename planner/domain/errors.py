"""Every error a person can meet, as a type with an exit code.

PlannerError
├── NotMet (1): the request cannot be met
│   ├── NotFound, Ambiguous      no such id, or several
│   ├── Blocked                  the milestone follows one that is open
│   ├── ChangedMeanwhile         what is edited was changed by another one since it was read
│   ├── Infeasible               the dates do not fit; names both and the shortest window
│   ├── InThePast                the plan would begin in the past; names the three ways out
│   └── NothingToUndo, UndoRefused
├── WrongUsage (2): a value that was typed cannot be read
├── DataError (3): the data cannot be read or written
│   ├── Unreadable, NewerFormat  never overwritten
│   ├── SaveFailed               nothing was changed
│   ├── NotDurable               saved, but the disk did not confirm it
│   └── Busy                     another process holds the lock
└── TemplateInvalid (4): a template or import file, with every problem and its place

The message is a sentence for the person; `hint` says what to do next. Both may hold text of a
person or a file: the front doors clean and show them literally.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.domain.values import dataclass

if TYPE_CHECKING:
    from planner.domain.plan import Goal, Milestone


class PlannerError(Exception):
    """Base of all errors that are told to the person. `exit_code` is the command line's."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NotMet(PlannerError):
    """The request is understood and cannot be met."""


class NotFound(NotMet):
    """No record has this id, or no template this name."""


class Ambiguous(NotMet):
    """Several records begin with this prefix."""


class Blocked(NotMet):
    """The milestone follows another that is still open."""


class ChangedMeanwhile(NotMet):
    """What is edited is no longer as it was when the editing began; nothing was changed.

    `now` is the record as it is, `fields` the names of what both sides changed.
    """

    def __init__(
        self, message: str, hint: str = "", *, now: Goal | Milestone | None = None, fields: Sequence[str] = ()
    ) -> None:
        super().__init__(message, hint)
        self.now = now
        self.fields = tuple(fields)


class Infeasible(NotMet):
    """The dates do not fit between start and target."""


class InThePast(NotMet):
    """The plan would begin in the past and nobody has said which way out to take."""


class NothingToUndo(NotMet):
    """There is no Change to undo or to redo."""


class UndoRefused(NotMet):
    """A record is no longer as the Change left it."""


class WrongUsage(PlannerError):
    """A typed value cannot be read."""

    exit_code = 2


class DataError(PlannerError):
    """The data cannot be read or written."""

    exit_code = 3


class Unreadable(DataError):
    """The file is there and is not a plan: it is never overwritten."""


class NewerFormat(DataError):
    """The file was written by a newer planner."""


class SaveFailed(DataError):
    """Nothing was changed."""


class NotDurable(DataError):
    """The change is made and seen by everyone, but the disk did not confirm that it will survive power loss."""


class Busy(DataError):
    """Another process held the lock for too long."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where (`milestones[3].when`) and what is expected there."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class TemplateInvalid(PlannerError):
    """A template or import file is invalid; nothing was stored."""

    exit_code = 4

    def __init__(self, source: str, problems: Sequence[Problem]) -> None:
        count = len(problems)
        super().__init__(f"{source}: {count} problem{'s' if count != 1 else ''}")
        self.source = source
        self.problems = tuple(problems)
