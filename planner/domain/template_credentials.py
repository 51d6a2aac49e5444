"""What a schema cannot say about the credentials of a template."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from planner.domain.places import Flaw, Place
from planner.domain.template_names import Names, Node, categories, moment, node, nodes, text, texts
from planner.domain.template_values import MOST_DAYS, anchored, approximately, known, positive, real_date


def credential_flaws(document: Node, names: Names) -> Iterable[Flaw]:
    """Everything wrong in the credentials beyond their schema."""
    yield from _one_each(document, names)
    for at, rule in nodes(document, "credentials", ()):
        yield from _cycle(node(rule.get("cycle")), (*at, "cycle"), names)
        yield from _tree(rule, at)
        yield from known(texts(rule, "if", at), names.options, "option")
        yield from known(texts(rule, "sources", at), names.sources, "source")
        yield from positive(rule, "keep_proof", at)
        yield from _carry_over(rule, at)
        yield from known(texts(rule, "unsure", at), _keys(rule, at), "key in this block named")


def _one_each(document: Node, names: Names) -> Iterable[Flaw]:
    """Several credentials are told apart by one choice, each on other options of it."""
    rules = list(nodes(document, "credentials", ()))
    if len(rules) < 2:
        return
    claimed: dict[str, str] = {}
    choices: set[str] = set()
    for at, rule in rules:
        if not isinstance(rule.get("if"), list):
            yield Flaw((*at, "if"), "is missing; several credentials each need another option of one choice")
        for place, option in texts(rule, "if", at):
            if option in claimed:
                yield Flaw(place, f"“{option}” already chooses “{claimed[option]}”")
            elif option in names.options:
                claimed[option] = text(rule, "id") or ""
                choices.add(names.options[option])
                if len(choices) > 1:
                    yield Flaw(place, f"“{option}” is an option of another choice; all credentials hang on one")


def _cycle(cycle: Node, at: Place, names: Names) -> Iterable[Flaw]:
    yield from positive(cycle, "length", at)
    yield from positive(cycle, "grace", at)
    yield from anchored(cycle, "opens", at, names)
    if (opens := moment(cycle, "opens")) and abs(approximately(opens.offset)) > MOST_DAYS:
        yield Flaw((*at, "opens"), "leaves the years 1970 to 2199")
    of = text(cycle, "of")
    if of is not None:
        dates = [key for key, ask in names.questions.items() if ask == "date"]
        yield from known([((*at, "of"), of)], dates, "date question")
    day = text(cycle, "day")
    if day is not None:
        yield from _month_day(day, (*at, "day"))
    before = ""
    for place, listed in nodes(cycle, "dates", at):
        flawed = list(real_date(listed, "earned_by", place)) + list(real_date(listed, "end", place))
        yield from flawed
        earned_by, end = text(listed, "earned_by"), text(listed, "end")
        if flawed or earned_by is None or end is None:
            continue
        if end < earned_by:
            yield Flaw((*place, "end"), f"“{end}” comes before earned_by, which is “{earned_by}”")
        if earned_by <= before:
            yield Flaw((*place, "earned_by"), f"“{earned_by}” does not come after the one above, “{before}”")
        before = earned_by


def _month_day(day: str, at: Place) -> Iterable[Flaw]:
    try:
        date.fromisoformat(f"2024-{day}")  # a leap year: 29 February is a day too
    except ValueError:
        yield Flaw(at, f"“{day}” is in no year")


def _tree(rule: Node, at: Place) -> Iterable[Flaw]:
    taken: dict[str, str] = {}
    tree = [(place, each, "category") for place, each in categories(rule, "categories", at)]
    topics = [(place, each, "topic") for place, each in nodes(rule, "topics", at)]
    ways = [(place, each, "way to renew") for place, each in nodes(rule, "renew_by", at)]
    for place, each, what in (*tree, *topics, *ways):
        key = text(each, "key")
        if key is not None and key in taken:
            yield Flaw((*place, "key"), f"“{key}” stands twice: it is already the key of a {taken[key]}")
        elif key is not None:
            taken[key] = what
    for place, each, _ in tree:
        least, most = each.get("min"), each.get("max")
        if isinstance(least, int | Decimal) and isinstance(most, int | Decimal) and least > most:
            yield Flaw((*place, "min"), f"{least} is more than max, which is {most}")
        yield from _rate(node(each.get("rate")), (*place, "rate"))


def _rate(rate: Node, at: Place) -> Iterable[Flaw]:
    steps = rate.get("steps")
    before: int | Decimal = -1
    for number, step in enumerate(steps if isinstance(steps, list) else ()):
        first = step[0] if isinstance(step, list) and step else None
        if not isinstance(first, int | Decimal):
            continue
        if first <= before:
            yield Flaw((*at, "steps", number), f"begins at {first}, which is not above the step before")
        before = first


def _carry_over(rule: Node, at: Place) -> Iterable[Flaw]:
    carry_over = node(rule.get("carry_over"))
    yield from positive(carry_over, "window", (*at, "carry_over"))
    category = text(carry_over, "category")
    if category is not None:
        there = [key for _, each in categories(rule, "categories", at) if (key := text(each, "key"))]
        yield from known([((*at, "carry_over", "category"), category)], there, "category")


def _keys(rule: Node, at: Place) -> Iterable[str]:
    """All keys of a block: of its fields, its cycle, its tree, its topics and its ways to renew."""
    yield from rule
    yield from node(rule.get("cycle"))
    yield from node(rule.get("carry_over"))
    yield from node(rule.get("yearly"))
    for _, each in (*categories(rule, "categories", at), *nodes(rule, "topics", at), *nodes(rule, "renew_by", at)):
        yield text(each, "key") or ""
