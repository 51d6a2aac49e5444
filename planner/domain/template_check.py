"""What a schema cannot say about a template: names that exist, windows that fit, no circle, rules that hit.

Works on the document as it was read (decimals, not floats), forgives what its schema forbids, and finds
everything at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import get_args

from planner.domain.durations import Days
from planner.domain.errors import WrongUsage
from planner.domain.places import Flaw, Place
from planner.domain.rrule import check_rrule
from planner.domain.template import FORMAT, Sourced
from planner.domain.template_credentials import credential_flaws
from planner.domain.template_graph import circles, too_far
from planner.domain.template_names import Names, Node, categories, moment, names_of, node, nodes, text, texts
from planner.domain.template_values import MOST_DAYS, anchored, approximately, days_at, known, positive, real_date

_MOST_BAD_RULES = 25
# Where months and days are compared, the answer depends on the day; these try short months and long ones.
_TRIED = tuple(date(year, month, day) for year in (2027, 2028) for month in range(1, 13) for day in (1, 28))


def format_flaw(document: Node) -> Flaw | None:
    """A format number this reader does not know; nothing else in such a file can be judged."""
    number = document.get("format")
    if isinstance(number, bool) or not isinstance(number, int | Decimal) or number == FORMAT:
        return None
    return Flaw(("format",), f"is {number}; this planner reads format {FORMAT} and needs an update to read another")


def semantic_flaws(document: Node) -> Iterator[Flaw]:
    """Everything wrong in a template document beyond its schema, in no order. Lazy: who has read enough may stop."""
    names, flaws = names_of(document)
    rules = _Rules()
    yield from flaws
    yield from _decimals(document, ())
    yield from _head(document)
    for at, question in nodes(document, "questions", ()):
        yield from _question(question, at, names)
    for at, step in nodes(document, "milestones", ()):
        yield from _step(step, at, names, document)
        yield from rules.flaws(node(step.get("repeat")), (*at, "repeat"))
    yield from _eligibility(document, names)
    yield from credential_flaws(document, names)
    yield from circles(document, names)
    yield from too_far(document, names)


def template_warnings(document: Node) -> list[Flaw]:
    """What is allowed and probably not meant, in a document without flaws."""
    return [*_past_cycle(document), *_without_other_end(document), *_without_end(document)]


def _past_cycle(document: Node) -> Iterable[Flaw]:
    """A step counted from the start of a cycle that lands after its end belongs to no cycle."""
    cycles = [node(rule.get("cycle")) for _, rule in nodes(document, "credentials", ())]
    lengths = [days_at(document, "cycle"), *(days_at(cycle, "length") for cycle in cycles)]
    known = [length for length in lengths if length is not None]
    for at, step in nodes(document, "milestones", ()):
        found = moment(step, "when")
        if found is None or found.anchor != "cycle_start" or not known:
            continue
        if all(not _is_later(length, found.offset) for length in known):
            yield Flaw((*at, "when"), "lands after the end of the cycle; count it back from cycle_end")


def _without_other_end(document: Node) -> Iterable[Flaw]:
    """Counting from the end that is not asked for takes a duration, or a person who gives both."""
    other = {"start": "target", "target": "start"}.get(text(document, "plan_from") or "")
    if other is None or "duration" in document:
        return
    for at, step in nodes(document, "milestones", ()):
        found = moment(step, "when")
        if found is not None and found.anchor == other:
            yield Flaw((*at, "when"), f"has no date until someone gives the {other}: the template has no duration")


def _without_end(document: Node) -> Iterable[Flaw]:
    cycles = [node(rule.get("cycle")) for _, rule in nodes(document, "credentials", ())]
    if not cycles or any(text(cycle, "ends") != "never" for cycle in cycles):
        return
    for at, step in nodes(document, "milestones", ()):
        for key in ("when", "earliest", "latest"):
            found = moment(step, key)
            if found is not None and found.anchor == "cycle_end":
                yield Flaw((*at, key), "counts from the end of a cycle that never ends")


def _decimals(value: object, place: Place) -> Iterable[Flaw]:
    """Numbers with more than three decimals; extensions may hold what they like."""
    if isinstance(value, Decimal):
        exponent = value.normalize().as_tuple().exponent
        if isinstance(exponent, int) and exponent < -3:
            yield Flaw(place, "has more than three decimals")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if not str(key).startswith("x-"):
                yield from _decimals(inner, (*place, str(key)))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _decimals(inner, (*place, number))


def _head(document: Node) -> Iterable[Flaw]:
    if isinstance(document.get("format"), Decimal):  # for a schema 1.0 is 1
        yield Flaw(("format",), f"is {document['format']}; expected {FORMAT}")
    if "cycle" in document and document.get("credentials"):
        yield Flaw(("cycle",), "a plan with a credential takes its cycles from that; leave this out")
    yield from positive(document, "cycle", ())
    yield from positive(document, "duration", ())
    yield from real_date(document, "facts_as_of", ())


def _question(question: Node, at: Place, names: Names) -> Iterable[Flaw]:
    yield from anchored(question, "expect", at, names)
    yield from known(texts(question, "if", at), names.options, "option")
    own = text(question, "key")
    for place, option in texts(question, "if", at):
        if own is not None and names.options.get(option) == own:
            yield Flaw(place, "a question cannot depend on its own answer")


def _step(step: Node, at: Place, names: Names, document: Node) -> Iterable[Flaw]:
    for key in ("when", "earliest", "latest"):
        yield from anchored(step, key, at, names)
    yield from _window(step, at)
    yield from known(texts(step, "after", at), names.milestones, "milestone")
    yield from known(texts(step, "if", at), names.options, "option")
    yield from known(texts(step, "asks", at), names.questions, "question")
    yield from known(texts(step, "skills", at), names.skills, "skill")
    yield from known(texts(step, "sources", at), names.sources, "source")
    yield from _per(step, at, names)
    yield from _repeat(step, at, names)
    for place, name in texts(step, "sourced", at):
        if name in get_args(Sourced) and name not in step:
            yield Flaw(place, f"there is no “{name}” here to be sourced")
    if step.get("sourced") and not step.get("sources"):
        yield Flaw((*at, "sourced"), "names no source; list it in sources")
    same_as = text(step, "same_as")
    other, _, key = (same_as or "").partition("/")
    if same_as is not None and other == text(document, "id") and key in names.milestones:
        message = "names this template itself; expected a milestone of another one, or a key it had in an older version"
        yield Flaw((*at, "same_as"), message)
    for place, earned in nodes(step, "earns", at):
        yield from _earns(earned, place, names)


def _per(step: Node, at: Place, names: Names) -> Iterable[Flaw]:
    name = text(step, "per")
    if name is None:
        return
    numbers = [key for key, ask in names.questions.items() if ask == "number"]
    yield from known([((*at, "per"), name)], numbers, "number question")
    if "effort" not in step:
        yield Flaw((*at, "per"), "multiplies the effort, and there is none")


def _window(step: Node, at: Place) -> Iterable[Flaw]:
    """earliest, when and latest must stand in this order where two of them count from the same anchor."""
    found = {key: moment(step, key) for key in ("earliest", "when", "latest")}
    for early, late in (("earliest", "latest"), ("earliest", "when"), ("when", "latest")):
        first, second = found[early], found[late]
        if first and second and first.anchor == second.anchor and _is_later(first.offset, second.offset):
            place = "when" if late == "when" else "latest"
            yield Flaw((*at, place), f"“{second}” comes before {early}, which is “{first}”")


def _is_later(first: Days, second: Days) -> bool:
    try:
        return all(first.added_to(day) > second.added_to(day) for day in _TRIED)
    except WrongUsage:
        return False


def _repeat(step: Node, at: Place, names: Names) -> Iterable[Flaw]:
    repeat = node(step.get("repeat"))
    if not repeat:
        return
    place = (*at, "repeat")
    yield from anchored(repeat, "until", place, names)
    yield from positive(repeat, "every", place)
    every, count = days_at(repeat, "every"), repeat.get("count")
    if every and isinstance(count, int) and approximately(every) * count > MOST_DAYS >= approximately(every):
        yield Flaw((*place, "count"), f"{count} times {text(repeat, 'every')} leaves the years 1970 to 2199")
    found = moment(step, "when")
    if found and found.anchor in names.repeating and found.anchor != text(step, "key"):
        yield Flaw(place, f"comes once after each “{found.anchor}” already; it cannot repeat by itself as well")


@dataclass(slots=True)
class _Rules:
    """Tries rules of repetition; seeing that one never hits takes long, so after many such no more are tried."""

    refused: int = 0

    def flaws(self, repeat: Node, place: Place) -> Iterable[Flaw]:
        rule = text(repeat, "rrule")
        if rule is None or self.refused >= _MOST_BAD_RULES:
            return
        try:
            check_rrule(rule)
        except WrongUsage as error:
            self.refused += 1
            yield Flaw((*place, "rrule"), error.message)


def _earns(earned: Node, at: Place, names: Names) -> Iterable[Flaw]:
    """A credential of another template may be earned; of one of this template its category and topic must exist."""
    rule = names.credentials.get(text(earned, "credential") or "")
    if rule is None:
        return
    there = {
        "category": [key for _, each in categories(rule, "categories", ()) if (key := text(each, "key"))],
        "topic": [key for _, each in nodes(rule, "topics", ()) if (key := text(each, "key"))],
    }
    for what, keys in there.items():
        value = text(earned, what)
        if value is not None:
            yield from known([((*at, what), value)], keys, f"{what} of “{text(rule, 'id')}”")


def _eligibility(document: Node, names: Names) -> Iterable[Flaw]:
    eligibility = node(document.get("eligibility"))
    for at, path in nodes(eligibility, "paths", ("eligibility",)):
        needs = [((*at, "needs", key), key) for key in node(path.get("needs"))]
        yield from known(needs, names.measures, "measure")
    for at, measure in nodes(eligibility, "measures", ("eligibility",)):
        yield from positive(measure, "within", at)
    yield from known(texts(eligibility, "sources", ("eligibility",)), names.sources, "source")
