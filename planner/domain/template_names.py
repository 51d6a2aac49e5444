"""The names in a template document, and how one of them is looked up.

Everything here forgives wrong types: a document is looked at as a whole even where its schema is broken, so that
all problems come at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain, islice
from typing import TypeAlias

from planner.domain.durations import Moment, parse_moment
from planner.domain.errors import WrongUsage
from planner.domain.places import Flaw, Place
from planner.domain.template import PLAIN_ANCHORS

_MOST_COMPARED = 40
_MOST_LETTERS = 3

Node: TypeAlias = Mapping[str, object]


def node(value: object) -> Node:
    """`value` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def text(owner: Node, key: str) -> str | None:
    """The text at `key`, if it is one."""
    value = owner.get(key)
    return value if isinstance(value, str) else None


def nodes(owner: Node, key: str, place: Place) -> Iterator[tuple[Place, Node]]:
    """The objects of the list at `key`, each with its place."""
    value = owner.get(key)
    for number, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield (*place, key, number), item


def texts(owner: Node, key: str, place: Place) -> Iterator[tuple[Place, str]]:
    """The texts of the list at `key`, each with its place."""
    value = owner.get(key)
    for number, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, str):
            yield (*place, key, number), item


def moment(owner: Node, key: str) -> Moment | None:
    """The moment at `key`, if it is one."""
    value = text(owner, key)
    try:
        return parse_moment(value) if value is not None else None
    except WrongUsage:
        return None


def categories(owner: Node, key: str, place: Place) -> Iterator[tuple[Place, Node]]:
    """All nodes of a tree of credits, from the top."""
    for at, item in nodes(owner, key, place):
        yield at, item
        yield from categories(item, "children", at)


def near(name: str, known: Collection[str]) -> str:
    """`; did you mean “x”?` when one of `known` is spelled nearly so.

    Comparing spellings is slow, so only a few names of about this length are compared.
    """
    same_first = (each for each in known if abs(len(each) - len(name)) <= _MOST_LETTERS and name[:1] == each[:1])
    same_last = (each for each in known if abs(len(each) - len(name)) <= 1 and name[-1:] == each[-1:])
    found = get_close_matches(name[:60], list(islice(chain(same_first, same_last), _MOST_COMPARED)), n=1)
    return f"; did you mean “{found[0]}”?" if found else ""


@dataclass(slots=True)
class Names:
    """What a template names. `keys` holds questions and milestones, `options` the question of each option."""

    milestones: dict[str, Place] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    repeating: set[str] = field(default_factory=set)
    skills: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    measures: set[str] = field(default_factory=set)
    credentials: dict[str, Node] = field(default_factory=dict)
    plan_from: str | None = None
    has_cycle: bool = False

    def anchor_flaw(self, name: str) -> str | None:
        """What is wrong with counting from `name`, or None."""
        if name == "earned":
            if self.plan_from == "earned" or "earned" in self.questions or self.credentials:
                return None
            return "counts from “earned”, which nothing here asks for: list it in questions"
        if name in {"cycle_start", "cycle_end"}:
            return None if self.has_cycle else f"counts from “{name}”, but there is no credential and no cycle"
        if name in PLAIN_ANCHORS or name in self.milestones or self.questions.get(name) == "date":
            return None
        if name in self.questions:
            return f"counts from “{name}”, a question that asks for a {self.questions[name]} and not for a date"
        known = {*PLAIN_ANCHORS, *self.milestones, *(key for key, ask in self.questions.items() if ask == "date")}
        return f"counts from “{name}”, which is neither a milestone nor a date question{near(name, known)}"


@dataclass(slots=True)
class _Claims:
    """Names that must differ; whoever comes second is a flaw."""

    what: str
    flaws: list[Flaw]
    taken: set[str] = field(default_factory=set)

    def first(self, owner: Node, at: Place, key: str = "key") -> str | None:
        """The name at `key` if it stands here first, else None."""
        value = text(owner, key)
        if value is not None and value in self.taken:
            self.flaws.append(Flaw((*at, key), f"“{value}” stands twice: it is already the {self.what}"))
            return None
        if value is not None:
            self.taken.add(value)
        return value


def names_of(document: Node) -> tuple[Names, list[Flaw]]:
    """Collect the names; flaws are names that stand twice or are taken."""
    names = Names(plan_from=text(document, "plan_from"))
    names.has_cycle = "cycle" in document or bool(document.get("credentials"))
    flaws: list[Flaw] = []
    keys = _Claims("key of a question or a milestone", flaws)
    _questions(document, names, keys)
    _milestones(document, names, keys)
    eligibility = node(document.get("eligibility"))
    lists = (
        ("key of a skill", names.skills, "key", nodes(document, "skills", ())),
        ("id of a source", names.sources, "id", nodes(document, "sources", ())),
        ("key of a measure", names.measures, "key", nodes(eligibility, "measures", ("eligibility",))),
    )
    for what, found, key, items in lists:
        claims = _Claims(what, flaws, found)
        for at, item in items:
            claims.first(item, at, key)
    ids = _Claims("id of a credential", flaws)
    for at, rule in nodes(document, "credentials", ()):
        if rule_id := ids.first(rule, at, "id"):
            names.credentials[rule_id] = rule
    return names, flaws


def _questions(document: Node, names: Names, keys: _Claims) -> None:
    options = _Claims("key of an option", keys.flaws)
    for at, question in nodes(document, "questions", ()):
        key, ask = keys.first(question, at), text(question, "ask") or "date"
        if key in {"cycle_start", "cycle_end"}:
            keys.flaws.append(Flaw((*at, "key"), f"“{key}” follows from the cycle and cannot be asked"))
        elif key in PLAIN_ANCHORS and ask != "date":
            keys.flaws.append(Flaw((*at, "ask"), f"“{key}” is a date"))
        if key is not None:
            names.questions[key] = ask
        for option_at, option in nodes(question, "options", at):
            if option_key := options.first(option, option_at):
                names.options[option_key] = key or ""


def _milestones(document: Node, names: Names, keys: _Claims) -> None:
    for at, step in nodes(document, "milestones", ()):
        key = keys.first(step, at)
        if key in PLAIN_ANCHORS:
            keys.flaws.append(Flaw((*at, "key"), f"“{key}” is the name of an anchor; a milestone needs another key"))
        elif key is not None:
            names.milestones[key] = at
            if step.get("repeat") is not None:
                names.repeating.add(key)
