"""What counts from what, and what follows what: both must not go round in a circle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from planner.domain.durations import Moment
from planner.domain.places import Flaw, Place
from planner.domain.template_names import Names, Node, moment, node, nodes, text, texts
from planner.domain.template_values import MOST_DAYS, approximately

Edges: TypeAlias = dict[str, dict[str, Place]]
"""By name, the names it needs, each with the place that says so."""

MOST_IN_A_ROW = 100
DATED_BY = ("when", "earliest", "latest")


def circles(document: Node, names: Names) -> list[Flaw]:
    """Circles among the dates, and among the milestones that follow each other, named key by key."""
    dates = _dates(document, names)
    found = _circles(dates, "counts from itself") or _too_deep(dates)
    return found + _circles(_order(document, names), "follows itself")


def _too_deep(edges: Edges) -> list[Flaw]:
    """Dates that are counted from one another more often than whoever works them out can follow. No circles here."""
    depths: dict[str, int] = {}
    todo = list(edges)
    while todo:
        waiting = [each for each in edges[todo[-1]] if each in edges and each not in depths]
        if waiting:
            todo.extend(waiting)
        else:
            name = todo.pop()
            depths[name] = max((depths[each] + 1 for each in edges[name] if each in edges), default=0)
    return [
        Flaw(place, f"is the end of a row of more than {MOST_IN_A_ROW} dates that count from one another")
        for name, depth in depths.items()
        if depth == MOST_IN_A_ROW
        for place in list(edges[name].values())[:1]
    ]


def _dates(document: Node, names: Names) -> Edges:
    """Which names the day of a name is computed from."""
    edges: Edges = {}

    def needs(name: str | None, needed: str | None, place: Place) -> None:
        if name is not None and needed is not None:
            edges.setdefault(name, {}).setdefault(needed, place)

    for key, at, step in _steps(document, names):
        for field in DATED_BY:
            if found := moment(step, field):
                needs(key, found.anchor, (*at, field))
        if found := moment(node(step.get("repeat")), "until"):
            needs(key, found.anchor, (*at, "repeat", "until"))
    for at, question in nodes(document, "questions", ()):
        if found := moment(question, "expect"):
            needs(text(question, "key"), found.anchor, (*at, "expect"))
    for cycle in ("cycle_start", "cycle_end"):
        for at, rule in nodes(document, "credentials", ()):
            needs(cycle, "earned", (*at, "cycle"))
            needs(cycle, text(node(rule.get("cycle")), "of"), (*at, "cycle", "of"))
        if "cycle" in document:
            needs(cycle, "start", ("cycle",))
    return edges


def _order(document: Node, names: Names) -> Edges:
    """Which milestones a milestone is not before: `after`, and counting forward or back from one."""
    edges: Edges = {}
    for key, at, step in _steps(document, names):
        for place, other in texts(step, "after", at):
            edges.setdefault(key, {}).setdefault(other, place)
        found = moment(step, "when")
        if found and found.anchor in names.milestones:
            before, after = (key, found.anchor) if _is_back(found) else (found.anchor, key)
            edges.setdefault(after, {}).setdefault(before, (*at, "when"))
    return edges


def _is_back(found: Moment) -> bool:
    return found.offset.months < 0 or found.offset.days < 0


def _steps(document: Node, names: Names) -> list[tuple[str, Place, Node]]:
    """The milestones that own their key; one whose key is taken is reported elsewhere."""
    return [
        (key, at, step)
        for at, step in nodes(document, "milestones", ())
        if (key := text(step, "key")) is not None and names.milestones.get(key) == at
    ]


def _circles(edges: Edges, what: str) -> list[Flaw]:
    flaws: list[Flaw] = []
    left = dict(edges)
    while True:
        left = _without_ends(left)
        if not left:
            return flaws
        name = next(iter(left))
        path = [name]
        while (name := next(iter(left[name]))) not in path:
            path.append(name)
        circle = path[path.index(name) :]
        # Begin at the one that stands first in the file, so that the same circle is always named the same way.
        first = min(range(len(circle)), key=lambda n: list(edges).index(circle[n]))
        circle = [*circle[first:], *circle[:first]]
        place = left[circle[0]][circle[1 % len(circle)]]
        flaws.append(Flaw(place, f"“{circle[0]}” {what}: {' → '.join([*circle, circle[0]])}"))
        left = {key: needed for key, needed in left.items() if key not in circle}


def _without_ends(edges: Edges) -> Edges:
    """Without the names that need nothing which needs something; what remains goes round or leads into a circle."""
    users: dict[str, list[str]] = {}
    count: dict[str, int] = {}
    for name, needed in edges.items():
        inside = [each for each in needed if each in edges]
        count[name] = len(inside)
        for each in inside:
            users.setdefault(each, []).append(name)
    ready = [name for name, number in count.items() if number == 0]
    while ready:
        gone = ready.pop()
        for user in users.get(gone, ()):
            count[user] -= 1
            if count[user] == 0:
                ready.append(user)
    kept = {name for name, number in count.items() if number > 0}
    return {name: {n: p for n, p in edges[name].items() if n in kept} for name in edges if name in kept}


def too_far(document: Node, names: Names) -> list[Flaw]:
    """Moments that leave the years 1970 to 2199 whatever day they count from, alone or through their anchors."""
    chain: dict[str, tuple[Moment, Place]] = {}
    for key, at, step in _steps(document, names):
        if found := moment(step, "when"):
            chain[key] = (found, (*at, "when"))
    for at, question in nodes(document, "questions", ()):
        if (found := moment(question, "expect")) and (asked := text(question, "key")):
            chain[asked] = (found, (*at, "expect"))
    flaws = [
        Flaw(place, "leaves the years 1970 to 2199") for place, days in _sums(chain).items() if abs(days) > MOST_DAYS
    ]
    for _, at, step in _steps(document, names):
        flaws += [
            Flaw((*at, field), "leaves the years 1970 to 2199")
            for field in ("earliest", "latest")
            if (found := moment(step, field)) and abs(approximately(found.offset)) > MOST_DAYS
        ]
    return flaws


def _sums(chain: Mapping[str, tuple[Moment, Place]]) -> dict[Place, int]:
    """How many days each moment lies, at least, from the plain anchor it counts from; too far is told once."""
    sums: dict[str, int] = {}
    places: dict[Place, int] = {}
    for name in chain:
        path: list[str] = []
        at = name
        while at in chain and at not in sums and at not in path:
            path.append(at)
            at = chain[at][0].anchor
        total = sums.get(at, 0)
        for each in reversed(path):
            total += approximately(chain[each][0].offset)
            places[chain[each][1]] = total
            total = 0 if abs(total) > MOST_DAYS else total
            sums[each] = total
    return places
