"""A template that is being written: a skeleton that explains itself, and drafts that are kept until they are sound.

JSON has no comments, so the skeleton explains itself in `x-help`, which every object may hold and nobody reads; what
becomes a template leaves them behind.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from planner.domain.errors import SaveFailed, WrongUsage
from planner.domain.stepline import StepLine
from planner.domain.template import PLAIN_ANCHORS
from planner.domain.text import shown
from planner.library.writing import write_text

DRAFTS = "drafts"
"""The folder in the library for what is being written; it is not listed."""
HELP = "x-help"
OWN_EVIDENCE = "A note or a file that shows it is done."
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"


def checked_id(text: str) -> str:
    """An id as the format has it. Raises WrongUsage."""
    if len(text) > 64 or not re.fullmatch(_ID, text):
        raise WrongUsage(
            f"“{shown(text)}” cannot be an id.", "Small letters and digits, with single hyphens between, at most 64."
        )
    return text


def slug(title: str, usual: str = "my-plan", *, between: str = "-", most: int = 56) -> str:
    """An id, or with `between` `_` a key, made of a title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", between, plain).strip(between)[:most].strip(between) or usual


def skeleton(template_id: str, *, year: int) -> str:
    """A small sound template with a word on every field; the text of a file."""
    return _text(
        {
            HELP: [
                "Change what is here, add milestones, and save. What is named x-help may stay or go: it is not kept.",
                "docs/templates.md shows every field; a name that is not known is an error, so that slips are found.",
            ],
            "format": 1,
            "id": template_id,
            "version": f"{year}.1",
            "title": "Give your first talk",
            "summary": "Two lines on what happens: from an idea to a talk, planned back from its evening.",
            f"{HELP}-category": "craft, certification, degree, people-management, leadership, soft-skill, networking, "
            "mentoring, evidence or review; stages: any of early, mid, senior",
            "category": "craft",
            "stages": ["early", "mid", "senior"],
            "audience": "Whom it is for",
            "outcome": "What one has at the end",
            f"{HELP}-author": "add author (your name) and license (such as CC0-1.0) if you share it",
            f"{HELP}-plan_from": "the date that is asked first, start or target; duration is the time between them: "
            "P12W, P90D, P6M",
            "plan_from": "target",
            "duration": "P10W",
            f"{HELP}-questions": "what only the person knows: a date, a choice, a number; none is fine",
            "questions": [
                {
                    "key": "target",
                    "ask": "date",
                    "title": "Your talk",
                    "question": "On which evening do you speak?",
                }
            ],
            "milestones": [
                {
                    HELP: "key: small letters, digits, _. title: an order one could give. when: start, target, or one "
                    "of them + or - days, or the key of another milestone + days. evidence: what proves it.",
                    "key": "idea",
                    "title": "Write in one sentence what listeners can do afterwards",
                    "kind": "decide",
                    "when": "start",
                    "effort": "PT1H",
                    "evidence": "The sentence, shown to one person who would listen.",
                },
                {
                    HELP: "a series: every P1W, four times; after: it is not before these",
                    "key": "rehearse",
                    "title": "Rehearse aloud with a clock",
                    "kind": "practice",
                    "when": "target-P4W",
                    "repeat": {"every": "P1W", "count": 4},
                    "effort": "PT1H30M",
                    "after": ["idea"],
                    "evidence": "Minutes needed, and the place where you lost the thread.",
                },
                {
                    HELP: "fixed: somebody else sets the day, so nothing moves it",
                    "key": "talk",
                    "title": "Give the talk",
                    "kind": "present",
                    "when": "target",
                    "fixed": True,
                    "effort": "PT2H",
                    "after": ["rehearse"],
                    "evidence": "The programme with your name.",
                },
            ],
        }
    )


def without_help(data: bytes) -> str:
    """A sound template's text without what explained it. Every other value stays as it stands."""
    return _text(_bare(json.loads(data, parse_float=Decimal)))


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: _bare(each) for key, each in value.items() if key != HELP and not key.startswith(f"{HELP}-")}


def _text(document: dict[str, Any]) -> str:
    data = msgspec.json.Encoder(decimal_format="number").encode(document)
    return msgspec.json.format(data, indent=2).decode() + "\n"


def drafted(fields: dict[str, Any], steps: Sequence[tuple[StepLine, str]]) -> str:
    """The text of a template from its fields and its steps, each with what proves it."""
    taken: set[str] = set(PLAIN_ANCHORS)
    milestones = []
    for step, evidence in steps:
        base = slug(step.title, "step", between="_", most=34)
        base = base if base[0].isalpha() else f"step_{base}"
        key = next(name for name in (base if n == 1 else f"{base}_{n}" for n in count(1)) if name not in taken)
        taken.add(key)
        made: dict[str, Any] = {"key": key, "title": step.title, "kind": step.kind, "when": step.when}
        if step.fixed:
            made["fixed"] = True
        if step.every:
            made["repeat"] = {"every": step.every} | ({"count": step.count} if step.count else {})
        if step.effort:
            made["effort"] = step.effort
        milestones.append(made | {"evidence": evidence or OWN_EVIDENCE})
    return _text({"format": 1} | fields | {"milestones": milestones})


def keep_draft(library: Path, name: str, text: str) -> Path:
    """A new file for a draft, in the library's folder for them. Raises SaveFailed."""
    folder = library / DRAFTS
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        taken = {path.name for path in folder.iterdir()}
    except OSError as error:
        raise SaveFailed(
            f"{folder} cannot be used: {(error.strerror or 'no reason given').lower()}.", "Nothing was changed."
        ) from error
    names = (f"{name}.json" if n == 1 else f"{name}-{n}.json" for n in count(1))
    path = folder / next(each for each in names if each not in taken)
    write_text(path, text, replace=False)
    return path
