"""Keys of the person's own: taken where they make sense, told with their line where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.ui.keymap import rebound
from planner.wiring import Planner
from tests.ui.driving import filled, opened, title_of


def with_keys(home: Path, *lines: str) -> Planner:
    (home / "config.toml").write_text("\n".join(["[keys]", *lines]), "utf-8")
    return filled(home)


async def test_another_key_does_it_and_is_shown_everywhere(tmp_path: Path) -> None:
    planner = with_keys(tmp_path, 'complete = "f9"', '"app.add" = "+"')
    async with opened(planner) as person:
        assert "f9 done" in person.screen
        assert "+ add" in person.screen
        await person.press("space")
        assert title_of(planner, "Ask two references for their dates").is_open
        await person.press("f9")
        assert not title_of(planner, "Ask two references for their dates").is_open
        await person.press("question_mark")
        assert "f9" in person.screen


async def test_a_clash_and_a_typing_error_are_told_with_their_line(tmp_path: Path) -> None:
    async with opened(with_keys(tmp_path, 'complet = "x"', 'skip = "a"')) as person:
        assert "line 2: “complet” names no action; did you mean “complete”?" in person.toasts
        assert "line 3: “skip” takes a key that" in person.toasts
        assert "s skip" in person.screen


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        ({"complete": "y"}, ""),
        ({"milestones.complete": "ctrl+x, f12"}, ""),
        ({"complete": "y", "drop": "space"}, ""),
        ({"pause": "y"}, ""),
        ({"pause": "x"}, "has already"),
        ({"complete": "hyper+x"}, "names no key"),
        ({"complete": ","}, "names no key"),
        ({"complete": "a"}, "has already"),
        ({"complete": "j"}, "has already"),
        ({"nothing": "x"}, "names no action"),
    ],
)
def test_what_a_key_comes_to(wanted: dict[str, str], problem: str) -> None:
    found = rebound(wanted)
    said = next(iter(found.problems.values()), "")
    assert problem in said
    assert bool(said) == bool(problem)
    if not problem:
        assert found.keymap


def test_two_actions_may_exchange_their_keys() -> None:
    found = rebound({"skip": "t", "start": "s"})
    assert not found.problems
    assert (found.shown["milestones.skip"], found.shown["milestones.start"]) == ("t", "s")
