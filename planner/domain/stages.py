"""The idea of a career behind the planner: hard skills first, a balance in mid-career, soft skills for the rest.

The order of categories is the author's default, no finding: it only decides what is offered first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

STAGE_WORDS: Mapping[str, tuple[str, str]] = {
    "early": ("Early", "hard skills first: learn the craft, earn the first certificate"),
    "mid": ("Middle", "a balance: lead the work, manage people, widen the network"),
    "senior": ("Senior", "soft skills for the rest of the way: lead, mentor, speak"),
}
"""A name and a sentence for each stage."""

_FIRST: Mapping[str, Sequence[str]] = {
    "early": (
        "craft", "certification", "evidence", "networking", "mentoring", "soft-skill", "review", "leadership",
        "degree", "people-management",
    ),
    "mid": (
        "certification", "people-management", "leadership", "networking", "degree", "craft", "soft-skill", "evidence",
        "mentoring", "review",
    ),
    "senior": (
        "leadership", "mentoring", "soft-skill", "people-management", "networking", "evidence", "review", "craft",
        "certification", "degree",
    ),
}  # fmt: skip
"""Categories of templates in the order in which they serve somebody at a stage."""


class Offered(Protocol):
    """What is known of a template before it is opened."""

    @property
    def title(self) -> str:
        """What it is called."""
        ...

    @property
    def category(self) -> str:
        """What kind of plan it is."""
        ...

    @property
    def stages(self) -> Sequence[str]:
        """For whom it is meant."""
        ...

    @property
    def plan_from(self) -> str:
        """The date it is planned from; `earned`: it is for somebody who has the certificate already."""
        ...


_T = TypeVar("_T", bound=Offered)


def offered(templates: Iterable[_T], stage: str | None) -> list[_T]:
    """The templates in the order in which they are offered at a stage.

    What fits the stage comes first. Within that the categories take turns, in their order for the stage, so that the
    first screen shows the whole range; in a category what is meant for fewer stages and needs nothing earned yet comes
    first, then by title. Without a stage, by title.
    """
    order = _FIRST.get(stage or "", ())
    if not order:
        return sorted(templates, key=lambda each: each.title)

    def place(each: _T) -> tuple[bool, int, str]:
        return each.plan_from == "earned", len(each.stages), each.title

    turns: dict[tuple[bool, str], int] = defaultdict(int)
    ranked = []
    for each in sorted(templates, key=place):
        other = stage not in each.stages
        turn = turns[other, each.category]
        turns[other, each.category] += 1
        category = order.index(each.category) if each.category in order else len(order)
        ranked.append(((other, turn, category), each))
    return [each for _, each in sorted(ranked, key=lambda pair: pair[0])]
