"""What keeps a certificate alive, in plain words made from its rule block alone.

Whatever the block names as `unsure` is shown with “check” where it stands. The words hold texts of a template: front
doors show them literally.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from planner.domain.dates import MONTH_NAMES
from planner.domain.durations import Days, parse_days, parse_lead, parse_moment, show_effort
from planner.domain.spoken import days_words, listed_words, number_words, plural, units_words
from planner.domain.template import CredentialRule, CreditCategory, CycleRule, Rate, RenewBy, Template

CHECK = "(check)"
NOTICE = "What is marked “check” is only reported: look it up before you rely on it."


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence about a rule, and the short word that stands before it; a label may come more than once."""

    label: str
    text: str


def rule_words(rule: CredentialRule, template: Template | None = None) -> tuple[Said, ...]:
    """Credits, rates, cycle, renewal window, grace, carry-over, other ways to renew, proofs and reminders in words.

    With the template around it, questions, milestones and other credentials have their titles, else their keys.
    """
    return tuple(_Words(rule, template).all())


class _Words:
    """The words of one rule; remembers which unsure keys were shown with “check”."""

    def __init__(self, rule: CredentialRule, template: Template | None) -> None:
        self._rule = rule
        self._unit = rule.unit or "credit"
        self._names: dict[str, str] = {}
        if template is not None:
            self._names |= {each.id: each.name for each in template.credentials}
            self._names |= {each.key: each.title for each in template.questions}
            self._names |= {each.key: each.title for each in template.milestones}
        self._left = dict.fromkeys(rule.unsure)
        self._unsure = frozenset(rule.unsure)

    def all(self) -> Iterator[Said]:
        rule = self._rule
        blocks: tuple[tuple[str, Iterable[str]], ...] = (
            ("Credits", self._credits()),
            ("Topics", self._topics()),
            ("Yearly", self._yearly()),
            ("Rates", self._rates(rule.categories)),
            ("Notes", self._notes(rule.categories)),
            ("Cycle", self._cycle(rule.cycle)),
            ("Renew", self._window(rule.cycle)),
            (
                "If not",
                [_sentence(self._mark(rule.cycle.lapse.removesuffix("."), "lapse"))] if rule.cycle.lapse else (),
            ),
            ("Carry", self._carry_over()),
            ("Instead" if self._asks_credits else "By", [self._way(each) for each in rule.renew_by]),
            ("Proofs", self._proofs()),
            ("Remind", self._leads()),
        )
        for label, texts in blocks:
            yield from (Said(label, text) for text in texts)
        if self._unsure:
            also = f" This goes for {listed_words(list(self._left))} too." if self._left else ""
            yield Said("Check", f"{NOTICE}{also}")

    @property
    def _asks_credits(self) -> bool:
        rule = self._rule
        return rule.required is not None or bool(rule.categories or rule.topics or rule.yearly)

    def _mark(self, text: str, *keys: str) -> str:
        unsure = [key for key in keys if key in self._unsure]
        for key in unsure:
            self._left.pop(key, None)
        return f"{text} {CHECK}" if unsure else text

    # What is counted

    def _credits(self) -> Iterator[str]:
        rule = self._rule
        if not self._asks_credits:
            if rule.cycle.ends != "never":
                yield self._mark("No credits are needed", "required", "unit") + "."
            return
        head = "Credits" if rule.required is None else units_words(rule.required, self._unit)
        head = self._mark(head, "required", "unit")
        span = self._span(rule.cycle)
        bounded, free = self._tree(rule.categories)
        if not bounded:
            tail = f" from {free}" if free else ""
        else:
            tail = f": {bounded}" + (f"; the rest from {free}" if free else "")
        yield _sentence(self._mark(f"{head}{span}{tail}", "categories"))

    def _span(self, cycle: CycleRule) -> str:
        if cycle.length is None:
            return {"never": "", "listed": " up to each listed date"}.get(cycle.ends, " in each cycle")
        words = days_words(parse_days(cycle.length))
        return f" {self._mark('each year' if words == '1 year' else f'in {words}', 'cycle', 'length')}"

    def _tree(self, categories: Sequence[CreditCategory]) -> tuple[str, str]:
        """The categories with a floor or a ceiling in them, and the others."""
        bounded = [each for each in categories if _has_bounds(each)]
        free = [self._mark(_quoted(each.title), each.key) for each in categories if each not in bounded]
        return "; ".join(self._phrases(bounded, is_below=False)), listed_words(free, "or")

    def _phrases(self, categories: Iterable[CreditCategory], *, is_below: bool) -> Iterator[str]:
        """One phrase for each category; those of the same plain bounds share one."""
        for (least, most), same in groupby(categories, key=_plain_bounds):
            group = list(same)
            if len(group) > 1 and (least is not None or most is not None):
                titles = [self._mark(_quoted(each.title), each.key) for each in group]
                bounds = _bounds(least, most).removeprefix("at least " if is_below else "")
                yield f"{bounds} each in {listed_words(titles)}"
            else:
                yield from (self._phrase(each, is_below=is_below) for each in group)

    def _phrase(self, category: CreditCategory, *, is_below: bool) -> str:
        title = _quoted(category.title)
        bounds, yearly = _bounds(category.min, category.max), category.max_per_year
        if bounds:
            words = f"{bounds} {title}"
            if yearly is not None:
                words += f", at most {number_words(yearly)} of it in each year"
        elif yearly is not None:
            words = f"at most {number_words(yearly)} {title} in each year"
        else:
            words = f"any number of {title}"
        words = self._mark(words, category.key)
        inner = listed_words(
            list(self._phrases([each for each in category.children if _has_bounds(each)], is_below=True))
        )
        if not inner:
            return words
        return f"{words} (of which {inner})" if is_below else f"{words}, of which {inner}"

    def _topics(self) -> Iterator[str]:
        told = [
            self._mark(f"{number_words(each.min)} on {_quoted(each.title)}", each.key, "topics")
            for each in self._rule.topics
        ]
        if told:
            yield f"At least {listed_words(told)}, in whichever category."

    def _yearly(self) -> Iterator[str]:
        yearly = self._rule.yearly
        if yearly is not None and yearly.min is not None:
            yield self._mark(f"At least {units_words(yearly.min, self._unit)} in each year of it.", "yearly", "min")
        if yearly is not None and yearly.advice is not None:
            advice = units_words(yearly.advice, self._unit)
            yield self._mark(f"{advice} in each year keep the pace.", "yearly", "advice")

    def _rates(self, categories: Iterable[CreditCategory]) -> Iterator[str]:
        for each in categories:
            if each.rate is not None:
                yield self._mark(f"{each.title}: {self._rate(each.rate)}", each.key)
            yield from self._rates(each.children)

    def _rate(self, rate: Rate) -> str:
        if rate.units is not None:
            return f"{units_words(rate.units, self._unit)} per {rate.per}"
        steps = (
            f"{units_words(earned, self._unit)} for {units_words(least, rate.per)} or more"
            for least, earned in rate.steps
        )
        return f"{', '.join(steps)}; each by itself"

    def _notes(self, categories: Iterable[CreditCategory]) -> Iterator[str]:
        for each in categories:
            if each.note:
                yield f"{each.title}: {each.note}"
            yield from self._notes(each.children)

    # When

    def _cycle(self, cycle: CycleRule) -> Iterator[str]:
        yield _sentence(self._mark(self._ends(cycle), "cycle", "ends", "length", "of", "day", "dates"))
        if cycle.ends in {"never", "ask"}:
            return
        if cycle.ends == "listed":
            for each in cycle.dates:
                what = f"{each.title}: " if each.title else ""
                yield self._mark(f"{what}earned by {each.earned_by}, ends {each.end}", "dates")
        if cycle.exempt_first:
            yield _sentence(self._mark("Up to the first such day nothing is required", "exempt_first"))
        early = (
            "Renewing begins a new cycle on that day"
            if cycle.mode == "after"
            else "Renewing early leaves the end as it is"
        )
        yield _sentence(self._mark(early, "mode"))

    def _ends(self, cycle: CycleRule) -> str:
        length = days_words(parse_days(cycle.length)) if cycle.length else ""
        every = "each year" if length == "1 year" else f"every {length}"
        match cycle.ends:
            case "anniversary":
                return (
                    f"{length[:1].upper()}{length[1:]}, up to the day before the anniversary of the day you earned it"
                )
            case "birth_month":
                return f"Ends with the month of your birthday, {every}; the first one may be shorter or longer"
            case "anniversary_month":
                of = f"of “{self._names.get(cycle.of, cycle.of)}”" if cycle.of else "in which you earned it"
                return f"Ends with the month {of}, {every}; the first one may be shorter or longer"
            case "day":
                month, day = (int(part) for part in (cycle.day or "12-31").split("-"))
                return f"Ends on {day} {MONTH_NAMES[month - 1]}, {every}; the first one may be shorter or longer"
            case "listed":
                return "Ends on the days that the issuer lists; past the list the end is not known yet"
            case "never":
                return "Never ends: nothing has to be renewed"
            case _:
                return "You say yourself when it ends"

    def _window(self, cycle: CycleRule) -> Iterator[str]:
        opens = self._mark(f"from {self._moment(cycle.opens)} on", "opens") if cycle.opens else ""
        grace = f"up to {days_words(parse_days(cycle.grace))} after the end" if cycle.grace else ""
        grace = self._mark(grace, "grace") if grace else ""
        if opens:
            yield f"You may renew {opens}{', and still ' if grace else ''}{grace}."
        elif grace:
            yield f"You may still renew {grace}."
        if cycle.grace is not None and self._asks_credits:
            yield "What is earned after the end counts for the next cycle."

    def _moment(self, text: str) -> str:
        moment = parse_moment(text)
        plain = {"cycle_start": "the first day of the cycle", "cycle_end": "the last day of the cycle"}
        name = plain.get(moment.anchor) or f"“{self._names.get(moment.anchor, moment.anchor)}”"
        if moment.offset == Days():
            return name
        is_before = moment.offset.months < 0 or (moment.offset.months == 0 and moment.offset.days < 0)
        return f"{days_words(moment.offset)} {'before' if is_before else 'after'} {name}"

    # What else

    def _carry_over(self) -> Iterator[str]:
        carry = self._rule.carry_over
        if carry is None:
            return
        most = self._mark(f"At most {units_words(carry.max, self._unit)}", "carry_over", "max")
        required = self._rule.required
        words = f"{most}{'' if required is None else f' beyond the {number_words(required)}'} go into the next cycle"
        titles = {each.key: each.title for each in _nodes(self._rule.categories)}
        title = _quoted(titles.get(carry.category or "", ""))
        parts = []
        if carry.window is not None:
            parts.append(self._mark(f"in the last {days_words(parse_days(carry.window))}", "window"))
        if carry.category is not None:
            parts.append(self._mark(f"in {title}", "category"))
        of = f", of what was earned {' '.join(parts)}" if parts else ""
        again = "; there they count in the same category" if carry.category is not None else ""
        yield _sentence(f"{words}{of}{again}")

    def _way(self, way: RenewBy) -> str:
        words = way.title
        if way.credentials:
            held = [_quoted(self._names.get(each, each)) for each in way.credentials]
            words += f"; holding {listed_words(held, 'or')} does it"
        return self._mark(words, way.key, "renew_by")

    def _proofs(self) -> Iterator[str]:
        if self._rule.keep_proof is not None:
            words = f"Keep them for {days_words(parse_days(self._rule.keep_proof))} after the end"
            yield _sentence(self._mark(words, "keep_proof"))

    def _leads(self) -> Iterator[str]:
        leads = [parse_lead(each) for each in self._rule.remind or ()]
        whole = bool(leads) and not any(each % timedelta(days=1) for each in leads)
        told = [str(each.days) if whole else _lead(each) for each in leads]
        if told:
            of = "the end, and again before the grace ends" if self._rule.cycle.grace else "the end"
            words = f"{listed_words(told)}{' days' if whole else ''} before {of}"
            yield _sentence(self._mark(words, "remind"))


def _nodes(categories: Iterable[CreditCategory]) -> Iterator[CreditCategory]:
    for each in categories:
        yield each
        yield from _nodes(each.children)


def _has_bounds(category: CreditCategory) -> bool:
    bounds = (category.min, category.max, category.max_per_year)
    return any(each is not None for each in bounds) or any(_has_bounds(each) for each in category.children)


def _plain_bounds(category: CreditCategory) -> tuple[Decimal | None, Decimal | None]:
    """The bounds that a category may share a phrase with its neighbours by; none where there is more to say of it."""
    if category.max_per_year is not None or any(_has_bounds(each) for each in category.children):
        return None, None
    return category.min, category.max


def _bounds(least: Decimal | None, most: Decimal | None) -> str:
    if least is not None and most is not None:
        return f"{number_words(least)} to {number_words(most)}"
    if least is not None:
        return f"at least {number_words(least)}"
    return f"at most {number_words(most)}" if most is not None else ""


def _quoted(title: str) -> str:
    """In quotes where a title would run into the words around it."""
    return f"“{title}”" if any(mark in title for mark in (",", ";", ":", "(", " and ", " or ")) else title


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _lead(lead: timedelta) -> str:
    days, rest = divmod(int(lead.total_seconds()) // 60, 24 * 60)
    parts = [plural(days, "day")] if days else []
    return " ".join([*parts, show_effort(rest)] if rest or not parts else parts)
