"""The JSON Schema of templates, and what it finds in words that a person understands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from planner.domain.places import Flaw, Place
from planner.domain.template_names import near
from planner.domain.text import is_blank, shown
from planner.library.places import SCHEMA, shipped_folder

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator


def schema_flaws(document: Any) -> Iterator[Flaw]:
    """What the schema finds in a document, each with its place. Lazy: who has read enough may stop."""
    for error in _validator().iter_errors(document):
        yield from _in_words(error)


@cache
def schema() -> dict[str, Any]:
    """The shipped schema, numbers as decimals."""
    text = (shipped_folder() / SCHEMA).read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return loaded


@cache
def _validator() -> Validator:
    from jsonschema import Draft202012Validator, validators  # 60 ms: only a check of a file pays for it

    extend: Any = validators.extend  # it has no types of its own
    strict = extend(Draft202012Validator, {"pattern": _pattern, "uniqueItems": _unique_items})
    validator: Validator = strict(_resolved(schema(), schema()["$defs"], ()))
    return validator


def _resolved(part: Any, definitions: Mapping[str, Any], inside: tuple[str, ...]) -> Any:
    """The schema with each definition put where it is referred to: following a reference takes as long as checking
    what it leads to. Only a definition inside itself (a category below a category) stays one.
    """
    if isinstance(part, list):
        return [_resolved(each, definitions, inside) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        name = str(part["$ref"]).rpartition("/")[2]
        return part if name in inside else _resolved(definitions[name], definitions, (*inside, name))
    return {key: each if key == "$defs" else _resolved(each, definitions, inside) for key, each in part.items()}


def _pattern(
    _validator: object, pattern: str, instance: object, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """As JSON Schema means it: `$` is the very end, and a digit is 0 to 9. In Python neither is so by itself.

    No pattern is tried on a text that is too long anyway: some take minutes on a hostile one.
    """
    from jsonschema.exceptions import ValidationError

    if not isinstance(instance, str):
        return
    if len(instance) > schema.get("maxLength", _MOST_MATCHED):
        found = "maxLength" in schema  # then its length is told already
    elif pattern == _NOT_BLANK:
        found = not is_blank(instance)
    else:
        found = bool(_compiled(pattern).search(instance))
    if not found:
        yield ValidationError("pattern")


_MOST_MATCHED = 200
_NOT_BLANK = r"\S"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern, re.ASCII)


def _unique_items(_validator: object, unique: bool, instance: object, _schema: object) -> Iterator[ValidationError]:
    """In time that grows with the list only: comparing each with each takes minutes on a hostile list."""
    from jsonschema.exceptions import ValidationError

    if not unique or not isinstance(instance, list):
        return
    seen: set[str] = set()
    for number, item in enumerate(instance):
        text = json.dumps(item, sort_keys=True, default=str)
        if text in seen:
            yield ValidationError(f"{_show(item)} stands twice in this list", path=(number,))
        seen.add(text)


def _in_words(error: Any) -> Iterable[Flaw]:
    place: Place = tuple(error.absolute_path)
    value, rule, wanted = error.instance, error.validator_value, _wanted(error.schema)
    match error.validator:
        case "required":
            for name in rule:
                if name not in value and f"{name!r} is" in error.message:
                    yield Flaw((*place, name), "is missing" + _expected(_property(error.schema, name)))
        case "additionalProperties":
            for name in value:
                if name not in error.schema.get("properties", {}) and not name.startswith("x-"):
                    hint = near(name, error.schema.get("properties", {}))
                    yield Flaw((*place, name), f"is not a key of the format{hint}")
        case "not" | "dependentSchemas":
            if _decided(error):
                yield Flaw((*place, error.schema["not"]["required"][0]), error.schema["description"])
        case "oneOf" if isinstance(value, dict):  # what is no object at all is told by its type
            names = [each["required"][0] for each in rule]
            there = [name for name in names if name in value]
            what = f"only one of {' and '.join(names)}" if there else f"either {' or '.join(names)}"
            yield Flaw(place, f"expected {what}")
        case "uniqueItems":
            yield Flaw(place, error.message)
        case "oneOf":
            return
        case _:
            yield Flaw(place, _message(str(error.validator), value, rule, wanted))


def _message(validator: str, value: Any, rule: Any, wanted: str) -> str:
    if validator in _SIZES:
        what = "characters" if isinstance(value, str) else "entries"
        return (
            f"has {len(value)} {what}; {_SIZES[validator]} {rule}" if value else f"is empty; expected {wanted or rule}"
        )
    match validator:
        case "type":
            return f"is {_kind(value)}; expected {wanted or _KINDS.get(rule, rule)}"
        case "pattern":
            return f"is empty; expected {wanted}" if is_blank(value) else f"“{shown(value)}” is not {wanted}"
        case "enum":
            hint = near(value, rule) if isinstance(value, str) else ""
            return f"{_show(value)} is not one of {', '.join(rule)}{hint}"
        case "minimum":
            return f"{_show(value)} is too small; expected {wanted}"
        case "maximum":
            return f"{_show(value)} is too large; expected {wanted}"
    return f"is {_show(value)}; expected {wanted or rule}"


_SIZES = {
    "minLength": "expected at least", "minItems": "expected at least", "minProperties": "expected at least",
    "maxLength": "expected at most", "maxItems": "expected at most", "maxProperties": "expected at most",
}  # fmt: skip
_KINDS = {
    "object": "an object, { … }", "array": "a list, [ … ]", "string": "text in quotes", "number": "a number",
    "integer": "a whole number", "boolean": "true or false",
}  # fmt: skip


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    kinds = ((str, "text"), (int | Decimal, "a number"), (list, "a list"), (dict, "an object"))
    return next(name for kind, name in kinds if isinstance(value, kind))


def _show(value: object) -> str:
    if isinstance(value, str):
        return f"“{shown(value)}”"
    return shown(str(value)) if isinstance(value, int | Decimal) and not isinstance(value, bool) else _kind(value)


def _wanted(part: Any) -> str:
    """What a part of the schema asks for, where its description says so in words that follow “expected”."""
    words = part.get("description", "") if isinstance(part, dict) else ""
    return words if words[:1].islower() else ""


def _property(owner: Any, name: str) -> Any:
    part = owner.get("properties", {}).get(name, {})
    while "$ref" in part:
        part = schema()["$defs"][part["$ref"].rpartition("/")[2]]
    return part


def _expected(part: Any) -> str:
    if "const" in part:
        return f"; expected {part['const']}"
    if "enum" in part:
        return f"; expected one of {', '.join(part['enum'])}"
    words = _wanted(part) or _KINDS.get(part.get("type", ""), "")
    return f"; expected {words}" if words else ""


def _decided(error: ValidationError) -> bool:
    """What belongs to a kind of question or cycle can be judged only when the kind is known."""
    if error.validator == "dependentSchemas" or "allOf" not in error.absolute_schema_path:
        return True
    instance = error.instance
    return isinstance(instance, dict) and (
        instance.get("ask") in ("date", "choice", "number") or instance.get("ends") in _ENDS
    )


_ENDS = ("anniversary", "birth_month", "anniversary_month", "day", "listed", "never", "ask")
