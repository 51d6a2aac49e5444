"""Template documents to typed Templates and back, and the canonical text of one.

A document is what JSON gives: objects, lists, texts, `int` and `Decimal`. Extensions (`x-…`) are kept on the
level of the template, below it they are dropped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from planner.domain.template import Template

_RENAMED = {"class": "class_", "if": "if_"}
_WRITTEN = {python: name for name, python in _RENAMED.items()}
_ALWAYS = {"format"}
_ENCODER = msgspec.json.Encoder(order="sorted", decimal_format="number")


def to_template(document: Mapping[str, Any]) -> Template:
    """A checked document as a Template. Raises msgspec.ValidationError where its shape is wrong."""
    known: dict[str, Any] = {key: value for key, value in document.items() if not key.startswith(("x-", "$"))}
    known["extra"] = {key: value for key, value in document.items() if key.startswith("x-")}
    for name, key in (("sources", "class"), ("questions", "if"), ("milestones", "if"), ("credentials", "if")):
        if isinstance(known.get(name), list):
            known[name] = [_renamed(item, key) for item in known[name]]
    return msgspec.convert(known, Template)


def _renamed(item: Any, key: str) -> Any:
    if not isinstance(item, dict) or key not in item:
        return item
    return {_RENAMED[name] if name == key else name: value for name, value in item.items()}


def to_document(template: Template) -> dict[str, Any]:
    """The document of a template; what has its default is left out."""
    document: dict[str, Any] = plain(template)
    return document


def canonical(template: Template) -> str:
    """JSON with sorted keys and no spaces; equal templates give equal text."""
    return _ENCODER.encode(to_document(template)).decode()


def from_json(text: str | bytes) -> Template:
    """A text that was checked before, back into a Template. Raises ValueError or msgspec.ValidationError."""
    document = json.loads(text, parse_float=Decimal)
    if not isinstance(document, dict):
        raise ValueError("expected an object")  # noqa: TRY004 -- for the reader it is one more kind of damage
    return to_template(document)


def plain(value: Any) -> Any:
    """A value of a template as its document has it."""
    if isinstance(value, str | bool | int) or value is None:
        return value
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    assert is_dataclass(value)
    found: dict[str, Any] = {}
    for each in fields(value):
        item = getattr(value, each.name)
        if each.name == "extra":
            found |= plain(item)
        elif each.name in _ALWAYS or each.default is MISSING or item != each.default:
            found[_WRITTEN.get(each.name, each.name)] = plain(item)
    return found


def _number(value: Decimal) -> int | Decimal:
    """One spelling for one number: 60, not 60.0 or 6E+1."""
    if value == value.to_integral_value():
        return int(value)
    return Decimal(f"{value.normalize():f}")
