"""Editing what another one may have changed meanwhile: noticed in the Change itself, under the store's lock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from planner.domain.errors import ChangedMeanwhile
from planner.domain.plan import Goal, Milestone

Edited = TypeVar("Edited", Goal, Milestone)


def refuse_changed(seen: Edited | None, now: Edited, new: Edited, fields: Mapping[str, tuple[str, ...]]) -> None:
    """Raise ChangedMeanwhile where a field that is edited is no longer as it was `seen`, nor as it is to be.

    `fields` are the names of what is edited, each with the fields of the record that hold it. None was seen: nothing
    is compared.
    """
    if seen is None:
        return
    both = tuple(name for name, own in fields.items() if _held(now, own) not in (_held(seen, own), _held(new, own)))
    if both:
        raise ChangedMeanwhile(
            f"“{now.title}” was changed meanwhile: {', '.join(both)}.",
            "Look at it as it is now, then change it again.",
            now=now,
            fields=both,
        )


def _held(record: Goal | Milestone, names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in names)
