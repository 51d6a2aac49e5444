from __future__ import annotations

import pytest

from planner.domain.places import Flaw, Place, as_problems, show_place


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ((), ""),
        (("title",), "title"),
        (("milestones", 3, "when"), "milestones[3].when"),
        (("x-mine", 0, 1), "x-mine[0][1]"),
        (("$schema",), "$schema"),
        (("a b", "c.d"), '["a b"]["c.d"]'),
        (("\x1b]0;x",), '["\\u001b]0;x"]'),
        (("\ud800",), '["\\ud800"]'),
        (("ключ",), '["\\u043a\\u043b\\u044e\\u0447"]'),
        (("x-" + "a" * 58,), "x-" + "a" * 58),
        (("x-" + "a" * 59, 1), '["x-' + "a" * 57 + '…"][1]'),
    ],
)
def test_a_place_is_shown_as_it_is_written_in_code(place: Place, shown: str) -> None:
    assert show_place(place) == shown


def test_problems_are_sorted_by_place_with_numbers_as_numbers_and_stand_once() -> None:
    places: list[Place] = [("m", 10), ("m", 9, "b"), ("m", 9, "a"), ("m",), ("a",), (), ("m", 9, "a")]
    problems = as_problems(Flaw(place, "wrong") for place in places)
    assert [problem.place for problem in problems] == ["", "a", "m", "m[9].a", "m[9].b", "m[10]"]
    assert str(problems[1]) == "a: wrong"
    assert str(problems[0]) == "wrong"
