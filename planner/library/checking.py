"""A template of a stranger, checked: typed and sound, or every problem with its place."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

from planner.domain.errors import Problem, TemplateInvalid
from planner.domain.places import Flaw, Place, as_problems
from planner.domain.template import Template
from planner.domain.template_check import format_flaw, semantic_flaws, template_warnings
from planner.library.conversion import to_document, to_template
from planner.library.reading import MOST_FLAWS, harmless, parse, read_bytes
from planner.library.schema import schema_flaws


def check_file(path: Path) -> Template:
    """Read and check a file. Raises TemplateInvalid with all problems, sorted by place."""
    return check_bytes(read_bytes(path), str(path))


def check_bytes(data: bytes, source: str) -> Template:
    """Check what stands in a file; `source` names it in the error. Raises TemplateInvalid."""
    document, flaws = parse(data, source)
    unknown = format_flaw(document)
    if unknown is not None and unknown.place not in {flaw.place for flaw in flaws}:
        raise TemplateInvalid(source, as_problems([unknown]))
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
    """What reading, the schema and the meaning find; of one place only what the first of them says.

    A file with hundreds of problems is not told all of them: it is no template, and the list would have no end.
    """
    found = list(flaws)
    for more in (schema_flaws, semantic_flaws):
        told: set[Place] = {flaw.place for flaw in found}
        new = (flaw for flaw in more(document) if flaw.place not in told)
        found += islice(new, max(0, MOST_FLAWS - len(found)))
    if len(found) >= MOST_FLAWS:
        del found[MOST_FLAWS:]
        found.append(Flaw((), f"has {MOST_FLAWS} problems and perhaps more; these were found first"))
    return found
