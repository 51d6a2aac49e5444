"""What an act of the person gives back to the front doors."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from planner.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from planner.domain.change import Change
    from planner.domain.template import Question


class Unset(Enum):
    """The value of a field that is not to be changed."""

    UNSET = "unset"


UNSET = Unset.UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question that a completed milestone puts to the person; the answer goes to `Goals.answer`.

    `answer` is the one there is already, from an earlier attempt or cycle: it may have to change, or may stay.
    """

    question: Question
    goal: str
    milestone: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A template that a completed milestone of `goal` leads to; what goes along says `TemplateShelf.carried`."""

    template: str
    goal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftOffer:
    """A milestone that others count from stands `days` later (negative: earlier) than they assume.

    `Milestones.shift_after(milestone)` moves the `followers`; nothing moves by itself.
    """

    milestone: str
    days: int
    followers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A goal (its id and title) that went on to another cycle, the one that ends on `last`: how many milestones came,
    how many of them lie in the `past`, and the last days of the cycles between, which were `missed`."""

    goal: str
    title: str
    last: date
    milestones: int
    past: int = 0
    missed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act did: its Change (None: nothing was different), the records it is about, and what it leads to.

    `offers` are the templates that a completed milestone offers next, `begun` the cycles that came with it.
    """

    change: Change | None
    ids: tuple[str, ...]
    asks: tuple[Ask, ...] = ()
    shift: ShiftOffer | None = None
    offers: tuple[Offer, ...] = ()
    begun: tuple[Begun, ...] = ()
