"""What goes along when one plan leads to another: answers to questions of the same key."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from planner.domain.anchors import is_met, month_question

if TYPE_CHECKING:
    from planner.domain.template import Question, Template

_OWN = frozenset({"start", "target", "result"})
"""These belong to the one attempt that they were given for."""


def carried(offered: Template, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that the offered plan asks for when it is made, and that mean the same there.

    Of dates only those about the certificate go along: when it was earned, and the day by which its cycles are counted.
    What a step of the offered plan will ask when it is completed is its own.
    """
    later = {key for step in offered.milestones for key in step.asks}
    days = {rule.cycle.of for rule in offered.credentials} | {"earned"}
    found: dict[str, str] = {}
    if offered.plan_from == "earned" and answers.get("earned"):
        found["earned"] = answers["earned"]
    for question in offered.questions:
        answer = answers.get(question.key, "")
        if not answer or question.key in _OWN | later | found.keys():
            continue
        if question.key == "earned" and offered.plan_from != "earned":
            continue
        if is_met(question.if_, offered, found) and _fits(question, answer, days):
            found[question.key] = answer
    month = answers.get("birth_month")
    if month and month_question(offered, found) is not None:
        found["birth_month"] = month
    return found


def _fits(question: Question, answer: str, days: Collection[str | None]) -> bool:
    match question.ask:
        case "date":
            return question.key in days and answer.count("-") == 2
        case "choice":
            return any(option.key == answer for option in question.options)
        case "number":
            return answer.replace(".", "", 1).isdecimal()
