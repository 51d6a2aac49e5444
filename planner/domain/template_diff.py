"""What is different between two versions of a template, as structured differences; `template_diff_words` tells them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeVar

from planner.domain.durations import Moment, parse_moment
from planner.domain.template import Step, Template

What = Literal["template", "milestone", "question", "skill", "source", "credential"]
How = Literal["added", "removed", "changed"]
ORDER = "order"
"""The field of a template that says in which order what it lists stands."""
_LISTS = ("milestones", "questions", "skills", "sources", "credentials")
_HEADING = frozenset({"id", "version", *_LISTS})

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field, by its name in the file, before and after; None where it was or is not there."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What came of one thing. `key` is its key or id ("" for the template itself), `was` the key it had before where
    the step says so. `title` is the newer one, `fields` are those of what is in both."""

    what: What
    how: How
    key: str
    title: str
    was: str = ""
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDiff:
    """Two templates and all that is different between them, but for id and version."""

    before: Template
    after: Template
    differences: tuple[Difference, ...]


def diff(before: Template, after: Template) -> TemplateDiff:
    """The differences: first those of the template itself, then milestones, questions and so on, in the order in which
    they stand in the newer one; what is gone comes last."""
    was = former_keys(before, after)
    old = with_keys(before, was)
    found = [
        *_itself(old, after),
        *_listed("milestone", old.milestones, after.milestones, lambda step: step.key, lambda step: step.title),
        *_listed("question", old.questions, after.questions, lambda each: each.key, lambda each: each.title),
        *_listed("skill", old.skills, after.skills, lambda each: each.key, lambda each: each.name),
        *_listed("source", old.sources, after.sources, lambda each: each.id, lambda each: each.title),
        *_listed("credential", old.credentials, after.credentials, lambda each: each.id, lambda each: each.name),
    ]
    found = _told_of_new_keys(found, {new: key for key, new in was.items()})
    return TemplateDiff(before=before, after=after, differences=tuple(found))


def _told_of_new_keys(found: list[Difference], former: dict[str, str]) -> list[Difference]:
    """With the key that a step had before, in place of the `same_as` that says so."""
    told = []
    for each in found:
        if each.what == "milestone" and each.key in former:
            left = tuple(change for change in each.fields if change.field != "same_as")
            told.append(replace(each, was=former[each.key], fields=left))
        else:
            told.append(each)
    return told


def former_keys(before: Template, after: Template) -> dict[str, str]:
    """By the key a step had in `before`, the one it has in `after`, where that step says so: its `same_as` names this
    very template and the old key."""
    found: dict[str, str] = {}
    for step in after.milestones:
        template_id, _, key = (step.same_as or "").partition("/")
        if template_id != after.id or step.key in before.steps or key in after.steps or key in found:
            continue
        if key in before.steps:
            found[key] = step.key
    return found


def with_keys(template: Template, new: dict[str, str]) -> Template:
    """The template with other keys for some of its steps, wherever they are named."""
    if not new:
        return template
    return replace(
        template,
        milestones=tuple(_with_keys(step, new) for step in template.milestones),
        questions=tuple(replace(each, expect=renamed_moment(each.expect, new)) for each in template.questions),
        credentials=tuple(
            replace(rule, cycle=replace(rule.cycle, opens=renamed_moment(rule.cycle.opens, new)))
            for rule in template.credentials
        ),
    )


def _with_keys(step: Step, new: dict[str, str]) -> Step:
    repeat = step.repeat
    return replace(
        step,
        key=new.get(step.key, step.key),
        when=renamed_moment(step.when, new) or step.when,
        earliest=renamed_moment(step.earliest, new),
        latest=renamed_moment(step.latest, new),
        repeat=replace(repeat, until=renamed_moment(repeat.until, new)) if repeat else None,
        after=tuple(new.get(key, key) for key in step.after),
    )


def renamed_moment(text: str | None, new: dict[str, str]) -> str | None:
    """The moment counted from the same anchor by its new name."""
    if text is None or not new:
        return text
    anchor = parse_moment(text).anchor
    return text if anchor not in new else new[anchor] + text.removeprefix(anchor)


def moment_of(text: str | None) -> Moment | None:
    """A moment without its spelling: `target-P12W` and `target-P84D` are the same."""
    return parse_moment(text) if text else None


def _itself(before: Template, after: Template) -> Iterator[Difference]:
    changes = [*_fields(before, after, _HEADING)]
    for name in _LISTS:
        old, new = (tuple(_name(item) for item in getattr(each, name)) for each in (before, after))
        both = set(old) & set(new)
        if [key for key in old if key in both] != [key for key in new if key in both]:
            changes.append(FieldChange(field=f"{name}.{ORDER}", before=old, after=new))
    if changes:
        yield Difference(what="template", how="changed", key="", title=after.title, fields=tuple(changes))


def _name(item: object) -> str:
    return str(getattr(item, "key", None) or getattr(item, "id", ""))


def _listed(
    what: What, before: Sequence[_T], after: Sequence[_T], key: Callable[[_T], str], title: Callable[[_T], str]
) -> Iterator[Difference]:
    old, new = {key(each): each for each in before}, {key(each): each for each in after}
    for name, item in new.items():
        if name not in old:
            yield Difference(what=what, how="added", key=name, title=title(item))
        elif changes := tuple(_fields(old[name], item, frozenset({"key", "id"}))):
            yield Difference(what=what, how="changed", key=name, title=title(item), fields=changes)
    for name, item in old.items():
        if name not in new:
            yield Difference(what=what, how="removed", key=name, title=title(item))


def _fields(before: object, after: object, leave: frozenset[str]) -> Iterable[FieldChange]:
    kind: Any = type(after)
    for each in fields(kind):
        old, new = getattr(before, each.name), getattr(after, each.name)
        if each.name not in leave and old != new:
            name = each.name.removesuffix("_")
            yield FieldChange(field=name, before=_or_none(old), after=_or_none(new))


def _or_none(value: object) -> object:
    return None if value in ("", (), {}) else value
