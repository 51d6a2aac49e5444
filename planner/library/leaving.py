"""What leaves with a template that is made of a goal, and what stays with the person: in words, all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from planner.domain.plan import Goal, Milestone
from planner.domain.template import Step, Template
from planner.domain.text import shown

MINE = "your words"
"""Stands with a text that leaves as the person wrote it."""
_FREE = "CC0-1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Sentences: what leaves; every step that does, with its day; what stays; and what is worth a look before it is
    shared."""

    leaves: tuple[str, ...]
    steps: tuple[str, ...]
    stays: tuple[str, ...]
    remarks: tuple[str, ...]


def leaving_of(
    made: Template,
    goal: Goal,
    milestones: Sequence[Milestone],
    base: Template | None,
    *,
    left_out: Mapping[str, Sequence[str]],
    changed: Sequence[str],
) -> Leaving:
    """`left_out` are titles of steps by why they stay, `changed` those that leave shortened or without their links."""
    leaves, steps = _leaves(made, base), [_step(step, base) for step in made.milestones]
    mine = any(MINE in each for each in [*leaves, *steps])
    return Leaving(
        leaves=tuple(leaves),
        steps=tuple(steps),
        stays=tuple(_stays(goal, milestones, base, left_out)),
        remarks=tuple(_remarks(base, changed, mine=mine)),
    )


def _leaves(made: Template, base: Template | None) -> list[str]:
    own = base is None or made.title != base.title
    told = [
        f"The title “{made.title}”{f' ({MINE})' if own else ''}, as the template “{made.id}”, version {made.version}"
    ]
    if made.author:
        told.append(f"The author “{made.author}”")
    if made.license:
        told.append(f"The licence “{made.license}”")
    if base is not None:
        told.append(f"That it was made from “{base.id}” {base.version}, and what that says of its subject and sources")
    if made.questions:
        told.append(f"Questions, without your answers: {listed([each.title for each in made.questions])}")
    if made.credentials:
        told.append(f"The rules of {listed([rule.name for rule in made.credentials])}")
    parts = [words for names, words in CARRIED.items() if any(_has(step, names) for step in made.milestones)]
    told.append(f"{counted(len(made.milestones), 'step')}, each with its {', '.join(parts[:-1])} and {parts[-1]}")
    return told


CARRIED: Mapping[tuple[str, ...], str] = {
    ("title",): "title",
    ("key",): "key",
    ("kind",): "kind",
    ("balance",): "balance of hard and soft",
    ("effort", "per"): "effort",
    ("remind",): "reminders",
    ("checklist",): "checklist",
    ("evidence",): "proof to bring",
    ("after",): "what it follows",
    ("repeat",): "rhythm",
    ("fixed",): "word that a day is fixed",
    ("optional",): "word that it is optional",
    ("if_",): "answer on which it comes",
    ("asks",): "questions",
    ("offers",): "template that goes on from it",
    ("earns",): "credits",
    ("skills",): "skills",
    ("why",): "reason from the template",
    ("notes",): "notes from the template",
    ("sources", "sourced"): "sources",
    ("same_as",): "step in another template that is the same",
    ("when", "earliest", "latest"): "days from the start, the target or another step",
}
"""What a step of a template can carry, by the fields that hold it, in words."""


def _has(step: Step, names: Sequence[str]) -> bool:
    return any(getattr(step, name) not in {None, "", (), False} for name in names)


def _step(step: Step, base: Template | None) -> str:
    original = base.steps.get(step.key) if base else None
    mine = original is None or original.title != step.title
    lines = [line for line in step.checklist if original is None or line not in original.checklist]
    also = f"; its checklist: {listed(lines)} ({MINE})" if lines else ""
    series = " and again" if step.repeat else ""
    return f"{step.title} · {step.when}{series}{f' ({MINE})' if mine else ''}{also}"


def _stays(
    goal: Goal, milestones: Sequence[Milestone], base: Template | None, left_out: Mapping[str, Sequence[str]]
) -> list[str]:
    told = ["Your dates: when it began, when anything is or was due"]
    closed = sum(1 for each in milestones if not each.is_open) + sum(len(each.occurrences) for each in milestones)
    if closed:
        told.append("What is done or skipped, and when")
    if goal.answers:
        titles = [base.asked[key].title if base and key in base.asked else key for key in goal.answers]
        told.append(f"Your answers: {listed(titles)}")
    noted = sum(1 for each in milestones if each.notes not in {"", _original(each, base, "notes")})
    if goal.notes or noted:
        where = [*(["the goal"] if goal.notes else []), *([counted(noted, "step")] if noted else [])]
        told.append(f"Your notes on {' and '.join(where)}")
    proved = sum(1 for each in milestones if each.evidence not in {"", _original(each, base, "evidence")})
    if proved:
        told.append(f"What you wrote as proof of {counted(proved, 'step')}")
    waits = list(dict.fromkeys(each.waiting_on for each in milestones if each.waiting_on))
    if waits:
        told.append(f"Whom you wait for: {listed(waits)}")
    tags = list(dict.fromkeys(f"#{tag}" for each in milestones for tag in each.tags))
    if tags:
        told.append(f"Your tags: {', '.join(shown(tag) for tag in tags)}")
    timed = sum(1 for each in milestones if each.at is not None or each.snoozed_until is not None)
    if timed:
        told.append(f"Times of day and snoozes of {counted(timed, 'step')}")
    return told + [f"Steps that {_WHY[why]}: {listed(list(dict.fromkeys(titles)))}" for why, titles in left_out.items()]


_WHY = {
    "skipped": "were skipped",
    "without a date": "have no date to count from",
    "an earlier cycle": "were done in an earlier cycle",
}
"""By the reasons that `export_steps` gives."""


def _original(milestone: Milestone, base: Template | None, name: Literal["notes", "evidence"]) -> str:
    original = base.steps.get(milestone.key) if base and milestone.key else None
    return str(getattr(original, name)) if original else ""


def _remarks(base: Template | None, changed: Sequence[str], *, mine: bool) -> list[str]:
    told = []
    if changed:
        told.append(f"Shortened, or without their links: {listed(changed)}.")
    if base is None:
        told.append("Category and stages are a guess: a goal does not say them.")
    elif base.license != _FREE and (base.license or base.author):
        terms = " · ".join(each for each in (base.author, base.license) if each)
        told.append(f"The template it was made from is by others ({terms}): see that they let you pass it on.")
    if mine:
        told.append(f"Look through what is in {MINE}: it may name people or places.")
    return told


def listed(titles: Sequence[str], most: int = 8) -> str:
    """`“A”, “B” and 3 more`."""
    named = ", ".join(f"“{title}”" for title in titles[:most])
    return f"{named} and {len(titles) - most} more" if len(titles) > most else named


def counted(number: int, what: str) -> str:
    """`1 step`, `2 steps`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
