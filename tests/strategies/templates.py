"""Templates that pass every check, for tests of whatever reads, builds, shows or exports them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, get_args

from hypothesis import strategies as st

from planner.domain.plan import KINDS, Balance, Stage
from planner.domain.template import Category, Template
from planner.domain.text import REPLACEMENT, clean, is_blank
from planner.library.conversion import to_template

RULES = (
    "FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=DAILY;INTERVAL=3",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=YEARLY",
)  # fmt: skip

LINES = (
    "Ask three people", "Mock exam 1", "[/foo] x", "[b]bold[/b] [@click=app.quit]x[/]", "{braces} %s $x", "<b>&amp;",
    "👩‍👩‍👧‍👦 family", "Übung: Ζωή, Жизнь, 生活", "étude", "שלום", "مرحبا", "-rf", "a" * 90, "?", "1", "“x” → y",
)  # fmt: skip

_OWN = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=6).filter(
    lambda text: REPLACEMENT not in text and clean(text) == text and not is_blank(text)
)
LINE = st.one_of(st.sampled_from(LINES), st.sampled_from(LINES), st.sampled_from(LINES), _OWN)
"""One line of text, in any script and with emoji."""
TEXT = st.sampled_from([*LINES, "Two\nlines", "A tab\there", "Long. " * 300])
"""Text of one or several lines."""
NUMBER = st.one_of(
    st.integers(0, 100_000), st.sampled_from([Decimal("0.1"), Decimal("17.5"), Decimal("0.001"), Decimal("99999.999")])
)
"""Numbers as the format has them: from 0 to 100000 with at most three decimals."""
DURATION = st.sampled_from(
    [*(f"P{n}D" for n in (1, 2, 5, 30, 31, 90, 365, 999)), *(f"P{n}W" for n in (1, 2, 6, 12, 52)),
     *(f"P{n}M" for n in (1, 2, 3, 6, 18)), "P1Y", "P3Y", "P1Y6M", "P2Y3M2W1D"]
)  # fmt: skip
"""Whole days, at least one and at most a few years."""
EFFORT = st.sampled_from(["PT15M", "PT1H", "PT1H30M", "PT35H"])
"""Hours and minutes."""
OFFSET = st.one_of(st.just(""), DURATION.map(lambda days: f"+{days}"), DURATION.map(lambda days: f"-{days}"))
FORWARD = st.one_of(st.just(""), DURATION.map(lambda days: f"+{days}"))
_COIN = st.booleans()


def keys(prefix: str, number: int) -> list[str]:
    """Keys that differ from all with another prefix."""
    return [f"{prefix}{n}" for n in range(number)]


@dataclass
class _Made:
    """What may be referred to while a document grows."""

    anchors: list[str]
    steps: list[str] = field(default_factory=list)
    repeating: set[str] = field(default_factory=set)
    numbers: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    credentials: list[str] = field(default_factory=list)


def subset(draw: st.DrawFn, names: list[str], most: int = 3) -> list[str]:
    """A few of these names, each once; possibly none."""
    if not names or not flip(draw):
        return []
    return draw(st.lists(st.sampled_from(names), max_size=most, unique=True))


def flip(draw: st.DrawFn) -> bool:
    """Heads or tails."""
    return draw(_COIN)


def _maybe(draw: st.DrawFn, owner: dict[str, Any], key: str, values: st.SearchStrategy[Any]) -> None:
    if flip(draw):
        owner[key] = draw(values)


@st.composite
def documents(draw: st.DrawFn, *, most_steps: int = 5) -> dict[str, Any]:
    """A template as JSON gives it: sound, and with every part of the format now and then."""
    plan_from = draw(st.sampled_from(["start", "target", "earned"]))
    document: dict[str, Any] = {
        "format": 1,
        "id": draw(st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)),
        "version": draw(st.sampled_from(["1", "2026.1", "2026.10", "0.0.1"])),
        "title": draw(LINE),
        "summary": draw(TEXT),
        "category": draw(st.sampled_from(get_args(Category))),
        "stages": draw(st.lists(st.sampled_from(get_args(Stage)), min_size=1, unique=True)),
        "plan_from": plan_from,
        "duration": draw(DURATION),
    }
    for key in ("audience", "outcome"):
        _maybe(draw, document, key, TEXT)
    for key in ("author", "license"):
        _maybe(draw, document, key, LINE)
    _maybe(draw, document, "facts_as_of", st.just("2026-11-21"))
    _maybe(draw, document, "verify_url", st.just("https://example.org/rules?x=1#y"))
    _maybe(draw, document, "prerequisites", TEXT.map(lambda text: [text]))
    _maybe(draw, document, "x-mine", st.sampled_from([None, True, [1, Decimal("0.125"), "ä"], {"if": {}, "b": [[]]}]))
    made = _Made(["start", "target"])
    if plan_from == "earned":
        made.anchors.append("earned")
    _lists(draw, document, made)
    _questions(draw, document, made)
    _credentials(draw, document, made)
    count = draw(st.integers(1, most_steps))
    document["milestones"] = [_step(draw, key, made) for key in keys("m", count)]
    return {key: value for key, value in document.items() if value != []}


def templates(*, most_steps: int = 5) -> st.SearchStrategy[Template]:
    """A template that passes every check."""
    return documents(most_steps=most_steps).map(to_template)


def _lists(draw: st.DrawFn, document: dict[str, Any], made: _Made) -> None:
    made.skills = keys("skill", draw(st.integers(0, 2)))
    document["skills"] = [
        {"key": key, "name": draw(LINE), "kind": draw(st.sampled_from(["hard", "soft"]))} for key in made.skills
    ]
    made.sources = [f"S-{n}" for n in range(draw(st.integers(0, 2)))]
    document["sources"] = [
        {"id": key, "title": draw(LINE), "url": "https://example.org/a", "class": "B", "as_of": "undated"}
        for key in made.sources
    ]
    if flip(draw):
        document["eligibility"] = {
            "measures": [{"key": "months", "title": draw(LINE), "unit": "month", "within": "P10Y"}],
            "paths": [{"title": draw(LINE), "needs": {"months": draw(NUMBER)}}],
            "sources": subset(draw, made.sources),
        }


def _questions(draw: st.DrawFn, document: dict[str, Any], made: _Made) -> None:
    document["questions"] = questions = []

    def add(key: str, ask: str, **more: Any) -> None:
        questions.append({"key": key, "ask": ask, "title": draw(LINE), "question": draw(TEXT), **more})
        made.questions.append(key)

    if flip(draw):
        made.options = keys("way", draw(st.integers(2, 3)))
        add("choice", "choice", options=[{"key": key, "title": draw(LINE)} for key in made.options])
    if flip(draw):
        made.numbers.append("people")
        add("people", "number", default=draw(NUMBER))
    for key in keys("day", draw(st.integers(0, 2))):
        expect = {"expect": _moment(draw, made.anchors)} if flip(draw) else {}
        condition = {"if": [made.options[0]]} if made.options and flip(draw) else {}
        add(key, "date", **expect, **condition)
        made.anchors.append(key)
    if flip(draw):
        add("earned", "date")
        made.anchors = list(dict.fromkeys([*made.anchors, "earned"]))


def _moment(draw: st.DrawFn, anchors: list[str], offsets: st.SearchStrategy[str] = OFFSET) -> str:
    return draw(st.sampled_from(anchors)) + draw(offsets)


def _credentials(draw: st.DrawFn, document: dict[str, Any], made: _Made) -> None:
    count = draw(st.sampled_from([0, 0, 1, 2 if made.options else 1]))
    if count == 0:
        if flip(draw):
            document["cycle"] = draw(DURATION)
            made.anchors += ["cycle_start", "cycle_end"]
        return
    made.anchors = list(dict.fromkeys([*made.anchors, "earned", "cycle_start", "cycle_end"]))
    made.credentials = [f"cert-{n}" for n in range(count)]
    document["credentials"] = [_credential(draw, name, made) for name in made.credentials]
    if count > 1:
        for rule, option in zip(document["credentials"], made.options, strict=False):
            rule["if"] = [option]


def _credential(draw: st.DrawFn, name: str, made: _Made) -> dict[str, Any]:
    ends = draw(st.sampled_from(["anniversary", "birth_month", "anniversary_month", "day", "listed", "never", "ask"]))
    cycle: dict[str, Any] = {"ends": ends}
    if ends in {"anniversary", "birth_month", "anniversary_month", "day"}:
        cycle["length"] = draw(st.sampled_from(["P1Y", "P3Y", "P18M"]))
        cycle["grace"] = "P60D"
        cycle["opens"] = draw(st.sampled_from(["cycle_end-P6M", "cycle_start"]))
    if ends == "day":
        cycle["day"] = draw(st.sampled_from(["12-31", "02-29"]))
    if ends == "listed":
        cycle["dates"] = [{"title": draw(LINE), "earned_by": "2026-04-22", "end": "2027-04-16"}]
    _maybe(draw, cycle, "exempt_first", st.just(True))
    _maybe(draw, cycle, "mode", st.just("after"))
    rule: dict[str, Any] = {"id": name, "name": draw(LINE), "issuer": draw(LINE), "cycle": cycle}
    if flip(draw):
        least, most = sorted([draw(NUMBER), draw(NUMBER)])
        rule |= {
            "unit": "PDU",
            "required": draw(NUMBER),
            "yearly": {"advice": draw(NUMBER)},
            "categories": [
                {"key": "learning", "title": draw(LINE), "min": least, "max": most, "children": [
                    {"key": "ways", "title": draw(LINE), "max_per_year": draw(NUMBER),
                     "rate": {"per": "hour", "units": Decimal("0.1")}}]},
                {"key": "giving", "title": draw(LINE), "note": draw(TEXT),
                 "rate": {"per": "project", "steps": [[50, 10], [100, Decimal("20.5")]]}},
            ],
            "topics": [{"key": "ethics", "title": draw(LINE), "min": draw(NUMBER)}],
            "carry_over": {"max": draw(NUMBER), "window": "P6M", "category": "giving"},
            "renew_by": [{"key": "again", "title": draw(LINE), "credentials": ["higher-1"]}],
            "unsure": ["required", "giving", "cycle"],
            "keep_proof": "P3Y",
            "remind": ["P90D", "P7D"],
            "sources": subset(draw, made.sources),
        }  # fmt: skip
    return rule


def _step(draw: st.DrawFn, key: str, made: _Made) -> dict[str, Any]:
    step: dict[str, Any] = {
        "key": key,
        "title": draw(LINE),
        "kind": draw(st.sampled_from(KINDS)),
        "evidence": draw(TEXT),
    }
    # Forward from an earlier step, or from any other anchor: the order can never lead back here.
    earlier = draw(st.sampled_from([False, True])) if made.steps else False
    step["when"] = _moment(draw, made.steps, FORWARD) if earlier else _moment(draw, made.anchors)
    anchor = step["when"].partition("+")[0].partition("-")[0]
    step["after"] = subset(draw, made.steps)
    if flip(draw):
        days = draw(st.integers(-400, 400))
        step["when"] = f"{anchor}{_sign(days)}" if not earlier or days >= 0 else step["when"]
        if step["when"] == f"{anchor}{_sign(days)}":
            step["earliest"] = f"{anchor}{_sign(days - draw(st.integers(0, 99)))}"
            step["latest"] = f"{anchor}{_sign(days + draw(st.integers(0, 99)))}"
    if flip(draw) and anchor not in made.repeating:
        step["repeat"] = _repeat(draw)
        made.repeating.add(key)
    elif anchor in made.repeating:
        made.repeating.add(key)
    _details(draw, step, made)
    made.steps.append(key)
    return {name: value for name, value in step.items() if value not in ([], None)}


def _sign(days: int) -> str:
    return f"{'+' if days > 0 else '-'}P{abs(days)}D" if days else ""


def _repeat(draw: st.DrawFn) -> dict[str, Any]:
    repeat: dict[str, Any] = {}
    if flip(draw):
        repeat["rrule"] = draw(st.sampled_from(RULES))
    else:
        repeat["every"] = draw(st.sampled_from(["P1W", "P10D", "P1M", "P3M"]))
    _maybe(draw, repeat, "count", st.integers(2, 12))
    _maybe(draw, repeat, "until", st.sampled_from(["target", "target+P3M"]))
    _maybe(draw, repeat, "mode", st.just("after"))
    return repeat


def _details(draw: st.DrawFn, step: dict[str, Any], made: _Made) -> None:
    for name in ("fixed", "optional"):
        _maybe(draw, step, name, st.just(True))
    if flip(draw):
        step["effort"] = draw(EFFORT)
        if made.numbers and flip(draw):
            step["per"] = made.numbers[0]
    if made.sources and flip(draw):
        step["sources"] = [made.sources[0]]
        step["sourced"] = ["when"]
    step["if"] = subset(draw, made.options)
    step["asks"] = subset(draw, made.questions)
    step["skills"] = subset(draw, made.skills)
    _maybe(draw, step, "offers", st.just("next-plan"))
    _maybe(draw, step, "same_as", st.just("other-plan-of-mine/step"))
    _maybe(draw, step, "remind", st.sampled_from([[], ["P14D", "PT2H"]]))
    _maybe(draw, step, "checklist", LINE.map(lambda line: [line]))
    _maybe(draw, step, "balance", st.sampled_from(get_args(Balance)))
    for name in ("why", "notes"):
        _maybe(draw, step, name, TEXT)
    if made.credentials and flip(draw):
        step["earns"] = [{"credential": "of-another-template", "category": "any", "amount": draw(NUMBER)}]
