"""What a template and its steps say of themselves: rows of literal text for a pane of any width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from textual.content import Content

from planner.domain import template_words as words
from planner.domain.credits_words import rule_words
from planner.domain.signs import SOURCED
from planner.domain.template import CredentialRule, Source, Step, Template
from planner.ui.present import Part, count, line, literal, width, wrap
from planner.ui.widgets.lines import Row

LABEL = 9
_DOT: Part = ("· ", "$accent")
_BOX: Part = ("☐ ", "$accent")

Rows = Iterator[Content]


def rows(lines: Iterable[Content]) -> list[Row[Content]]:
    """Rows that are only read."""
    return [Row("", each) for each in lines]


def _text(text: str, cells: int, style: str = "") -> Rows:
    for paragraph in text.split("\n"):
        yield from wrap(literal(paragraph, style), cells)


def _labelled(label: str, texts: Iterable[str], cells: int, mark: Part = "") -> Rows:
    """Texts below each other beside their label; `mark` stands before each and they hang from it."""
    hang = 2 if mark else 0
    name = label
    for text in texts:
        first = True
        for each in _text(text, cells - LABEL - hang):
            yield line((f"{name:<{LABEL}}", "$muted"), mark if first else " " * hang, each)
            name, first = "", False


def summary_line(template: Template, hours: str = "") -> str:
    """`certification · stage mid · 163 h · 20 weeks · 26 milestones`."""
    parts = [words.category_words(template.category), f"stage {words.stages_words(template.stages)}"]
    if hours:
        parts.append(hours)
    if template.duration:
        parts.append(words.duration_words(template.duration))
    parts.append(count(len(template.milestones), "milestone"))
    return " · ".join(parts)


def about(template: Template, cells: int, *, hours: str = "", origin: str = "") -> list[Row[Content]]:
    """Who the template is for, what one has at the end, what to bring, and where its facts come from."""
    return rows(_about(template, cells, hours, origin))


def _about(template: Template, cells: int, hours: str, origin: str) -> Rows:
    blank = Content("")
    yield from _text(template.title, cells, "bold")
    yield from _text(summary_line(template, hours), cells, "$muted")
    yield blank
    yield from _text(template.summary, cells)
    blocks = (
        _labelled("For", [template.audience] if template.audience else [], cells),
        _labelled("Outcome", [template.outcome] if template.outcome else [], cells),
        _labelled("Bring", template.prerequisites, cells, _DOT),
        _labelled("Asks", [question.question for question in template.questions], cells, _DOT),
        *(_keeping(template, rule, cells) for rule in template.credentials),
        _facts(template, cells, origin),
        _sources(template.sources, cells),
    )
    for block in blocks:
        found = list(block)
        if found:
            yield blank
            yield from found


def _keeping(template: Template, rule: CredentialRule, cells: int) -> Rows:
    """What keeps a certificate, in words; each sentence hangs from its label."""
    yield from _text(f"Keeping the {rule.name} · {rule.issuer}", cells, "bold")
    for label, said in groupby(rule_words(rule, template), key=lambda each: each.label):
        texts = [each.text for each in said]
        yield from _labelled(label, texts, cells, _DOT if len(texts) > 1 else "")


def _facts(template: Template, cells: int, origin: str) -> Rows:
    label = "Facts"
    if template.facts_as_of:
        yield from _labelled(label, [f"as of {words.full_day(template.facts_as_of)}"], cells)
        label = ""
    if template.verify_url:
        yield from _labelled(label, [f"check them at {template.verify_url}"], cells)
    made = (f"version {template.version}", template.author, template.license, origin)
    yield from _labelled("Made by", [" · ".join(each for each in made if each)], cells)


def _sources(sources: Iterable[Source], cells: int) -> Rows:
    label = "Sources"
    for source in sources:
        yield from _labelled(label, [words.source_words(source)], cells, _DOT)
        label = ""
        if source.url:
            for each in _text(source.url, cells - LABEL - 2, "$muted"):
                yield line(" " * (LABEL + 2), each)


def step_page(template: Template, step: Step, cells: int) -> list[Row[Content]]:
    """A step: what it is, its numbers with what backs them, its proof, its reason and its sources."""
    return rows(_step(template, step, cells))


def _step(template: Template, step: Step, cells: int) -> Rows:
    blank = Content("")
    yield from _text(step.title, cells, "bold")
    yield from _text(words.step_traits(template, step), cells, "$muted")
    yield blank
    for fact in words.step_facts(template, step):
        *_, last = told = list(_labelled(fact.label, [fact.text], cells))
        backed = (f"{SOURCED} from the sources", "$good") if fact.sourced else ("default of the author", "$muted")
        beside = last.cell_length + 2 + width(backed[0]) <= cells
        yield from told[:-1]
        yield line(last, "  ", backed) if beside else last
        if not beside:
            yield line(" " * LABEL, backed)
    titles = {each.key: each.title for each in template.milestones}
    asked = {each.key: each.question for each in template.questions}
    skills = {each.key: each.name for each in template.skills}
    blocks = (
        _labelled("Proof", [step.evidence], cells),
        _labelled("To check", step.checklist, cells, _BOX),
        _labelled("Why", [step.why] if step.why else [], cells),
        _labelled("Notes", [step.notes] if step.notes else [], cells),
        _labelled("After", [titles.get(key, key) for key in step.after], cells, _DOT),
        _labelled("Asks", [asked.get(key, key) for key in step.asks], cells, _DOT),
        _labelled("Skills", [skills.get(key, key) for key in step.skills], cells, _DOT),
        _cited(template, step, cells),
    )
    for block in blocks:
        found = list(block)
        if found:
            yield blank
            yield from found


def _cited(template: Template, step: Step, cells: int) -> Rows:
    cited = [template.cited[key] for key in step.sources if key in template.cited]
    yield from _sources(cited, cells)
    if not cited:
        yield line(("Sources".ljust(LABEL), "$muted"), ("none: the author’s own advice", "$muted"))
