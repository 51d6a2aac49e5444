"""Rings of what reaches each other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.graph import components


@settings(max_examples=40)
@given(st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 9), max_size=4)))
def test_rings_hold_what_reach_each_other_and_come_after_what_they_lead_to(arrows: dict[int, list[int]]) -> None:
    def after(name: str) -> list[str]:
        return [str(each) for each in arrows.get(int(name), [])]

    reach: dict[str, set[str]] = {}
    for n in map(str, range(10)):
        seen: set[str] = set()
        waiting = [n]
        while waiting:
            for each in after(waiting.pop()):
                if each not in seen:
                    seen.add(each)
                    waiting.append(each)
        reach[n] = seen
    found: list[str] = []
    for ring in components([str(n) for n in range(10)], after, ()):
        for each in ring:
            assert all(other in reach[each] and each in reach[other] for other in ring if other != each)
            assert reach[each] <= {*found, *ring}
        found += ring
    assert sorted(found) == [str(n) for n in range(10)]
