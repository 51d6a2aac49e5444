"""A template of a stranger, checked: typed and sound, or every problem with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planner.domain.errors import Problem, TemplateInvalid
from planner.domain.places import Flaw, Place, as_problems
from planner.domain.template import Template
from planner.domain.template_check import format_flaw, semantic_flaws, template_warnings
from planner.library.conversion import to_document, to_template
from planner.library.reading import harmless, parse, read_bytes
from planner.library.schema import schema_flaws


def check_file(path: Path) -> Template:
    """Read and check a file. Raises TemplateInvalid with all problems, sorted by place."""
    return check_bytes(read_bytes(path), path.name)


def check_bytes(data: bytes, source: str) -> Template:
    """Check what stands in a file; `source` names it in the error. Raises TemplateInvalid."""
    document, flaws = parse(data, source)
    if flaw := format_flaw(document):
        raise TemplateInvalid(source, as_problems([flaw]))
    refuse(source, _all_flaws(document, flaws))
    return to_template(document)


def check_template(template: Template) -> None:
    """Check a template that was made here, as if it came in a file. Raises TemplateInvalid."""
    refuse(template.id, _all_flaws(*harmless(to_document(template))))


def warnings_of(template: Template) -> tuple[Problem, ...]:
    """What is allowed in a sound template and probably not meant, sorted by place."""
    return as_problems(template_warnings(to_document(template)))


def refuse(source: str, flaws: list[Flaw]) -> None:
    """Raise TemplateInvalid if there is any flaw."""
    if flaws:
        raise TemplateInvalid(source, as_problems(flaws))


def _all_flaws(document: dict[str, Any], flaws: list[Flaw]) -> list[Flaw]:
    """What reading, the schema and the meaning find; of one place only what the first of them says."""
    found = list(flaws)
    for more in (schema_flaws, semantic_flaws):
        told: set[Place] = {flaw.place for flaw in found}
        found += [flaw for flaw in more(document) if flaw.place not in told]
    return found
