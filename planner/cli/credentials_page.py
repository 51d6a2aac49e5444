"""What keeps the certificates of a template alive, in words: for a person and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.cli.output import Cell, Writer
from planner.domain.credits_words import rule_words

if TYPE_CHECKING:
    from decimal import Decimal

    from planner.domain.template import Template

_LABEL = 9


def show_credentials(out: Writer, template: Template) -> None:
    """Each credential with its rule; the sentences stand beside their labels."""
    for rule in template.credentials:
        out.line(Cell(f"Keeping the {rule.name}", "strong"), Cell(f"  {rule.issuer}", "dim"))
        before = ""
        for said in rule_words(rule, template):
            label = said.label if said.label != before else ""
            before = said.label
            out.line(Cell(f"  {label:<{_LABEL}}", "dim"), said.text, hang=_LABEL)


def credentials(template: Template) -> list[dict[str, Any]]:
    """The credentials for `--json`: what a cycle requires as a number, null where the rule names none."""
    return [
        {
            "id": rule.id,
            "name": rule.name,
            "issuer": rule.issuer,
            "unit": rule.unit,
            "required": _number(rule.required),
            "unsure": list(rule.unsure),
            "rules": [{"label": each.label, "text": each.text} for each in rule_words(rule, template)],
        }
        for rule in template.credentials
    ]


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
