"""The tables of docs/templates.md as data, and the same told by the schema: so that neither can say what the other
does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]

UNITS = {
    "key": "key", "id": "id", "version": "version", "language": "language", "line": "line", "text": "text",
    "url": "link", "date": "date", "days": "days", "effort": "effort", "lead": "lead", "moment": "moment",
    "number": "number", "rrule": "rule", "month_day": "month and day", "same_as": "milestone elsewhere",
    "source_id": "source id",
}  # fmt: skip
"""The definitions of the schema that are a kind of value: how the page calls them."""

SECTIONS = {
    "Template": "", "Source": "source", "Question": "question", "Eligibility": "eligibility",
    "Milestone": "milestone", "Repeat": "repeat", "Credential": "credential", "Cycle": "cycle", "Category": "node",
}  # fmt: skip
"""The sections of the page that hold one table, each with its definition in the schema."""


@dataclass(frozen=True)
class Field:
    """One field of an object: its kind in words, and whether it must be there."""

    kind: str
    is_required: bool


def fields_of(owner: Schema, schema: Schema) -> dict[str, Field]:
    """The fields of an object of the schema."""
    required = set(owner.get("required", ()))
    return {name: Field(kind(part, schema), name in required) for name, part in owner["properties"].items()}


def kind(part: Schema, schema: Schema) -> str:
    """What may stand there, in the words of the page: `list of key, at most 50`, `` `hard` `soft` ``."""
    if "$ref" in part:
        return _named(str(part["$ref"]).rpartition("/")[2], part, schema)
    words = _kind(part, schema)
    if "default" in part and "enum" in part:
        words += f"; missing: `{part['default']}`"
    return words


def _named(name: str, part: Schema, schema: Schema) -> str:
    definition = schema["$defs"][name]
    if name in UNITS:
        return UNITS[name] + (f"; missing: `{part['default']}`" if "default" in part else "")
    if name in SECTIONS.values():
        return next(title.lower() for title, each in SECTIONS.items() if each == name)
    return kind(definition, schema)


def _kind(part: Schema, schema: Schema) -> str:
    if "const" in part:
        return f"`{part['const']}`"
    if "enum" in part:
        return " ".join(f"`{word}`" for word in part["enum"])
    match part["type"]:
        case "boolean":
            return "`true` `false`; missing: `" + ("true" if part["default"] else "false") + "`"
        case "integer":
            return f"whole number, {part['minimum']} to {part['maximum']}"
        case "string":
            return f"text, at most {part['maxLength']} characters"
        case "array":
            pair = ", ".join(kind(each, schema) for each in part.get("prefixItems", ()))
            return f"[{pair}]" if pair else f"list of {kind(part['items'], schema)}, {_limits(part, 'Items')}"
        case "object" if "properties" not in part:
            return "{key: " + kind(part["additionalProperties"], schema) + "}, " + _limits(part, "Properties")
        case _:
            return "{" + ", ".join(_inline(name, each) for name, each in fields_of(part, schema).items()) + "}"


def _inline(name: str, field: Field) -> str:
    return f"{f'**{name}**' if field.is_required else name} {field.kind}"


def _limits(part: Schema, what: str) -> str:
    least, most = part.get(f"min{what}", 0), part[f"max{what}"]
    return f"{least} to {most}" if least else f"at most {most}"


def table_of(page: str, section: str) -> dict[str, Field]:
    """The fields in the table of a section of the page."""
    found = {}
    for name, words in _rows(page, f"### {section}"):
        plain = name.strip("*")
        if plain in found:
            raise AssertionError(f"{section} names {plain} twice")
        found[plain] = Field(words, name.startswith("**"))
    return found


def units_of(page: str) -> dict[str, str]:
    """The kinds of value and how each is written."""
    return dict(_rows(page, "## Units"))


def _rows(page: str, heading: str) -> list[tuple[str, str]]:
    body = re.split(r"^#+ ", page.partition(f"\n{heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    lines = [line for line in body.splitlines() if line.startswith("| ")][2:]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [(row[0].strip(), row[1].strip(" |")) for row in rows]
