"""Keys of the person's own: taken where they make sense, told with their line where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.ui.actions import binding_id, every
from planner.ui.keymap import rebound
from planner.wiring import Planner
from tests.ui.driving import filled, opened, title_of


def with_keys(home: Path, *lines: str) -> Planner:
    (home / "config.toml").write_text("\n".join(["[keys]", *lines]), "utf-8")
    return filled(home)


async def test_another_key_does_it_and_is_shown_everywhere(tmp_path: Path) -> None:
    planner = with_keys(tmp_path, 'complete = "f9"', '"app.add" = "*"')
    async with opened(planner) as person:
        assert "f9 done" in person.screen
        assert "* add" in person.screen
        await person.press("*")
        assert len(person.app.screen_stack) == 2
        await person.press("escape")
        await person.press("space")
        assert title_of(planner, "Ask two references for their dates").is_open
        await person.press("f9")
        assert not title_of(planner, "Ask two references for their dates").is_open
        await person.press("question_mark")
        assert "f9" in person.screen


async def test_more_trouble_than_can_be_told_says_where_the_rest_stands(tmp_path: Path) -> None:
    lines = [f'nothing{number} = "x"' for number in range(5)]
    async with opened(with_keys(tmp_path, *lines)) as person:
        assert "line 4: “nothing2” names no action" in person.toasts
        assert "2 more in" in person.toasts
        assert "“planner doctor” names each" in person.toasts


def test_every_action_takes_its_own_keys_as_they_are() -> None:
    for action in every():
        assert not rebound({binding_id(action): action.keys}).problems, action


async def test_a_clash_and_a_typing_error_are_told_with_their_line(tmp_path: Path) -> None:
    async with opened(with_keys(tmp_path, 'complet = "x"', 'skip = "a"')) as person:
        assert "line 2: “complet” names no action; did you mean “complete”?" in person.toasts
        assert "line 3: “skip” takes a key that" in person.toasts
        assert "s skip" in person.screen


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        ({"complete": "y"}, ""),
        ({"complete": "alt+space, shift+tab, ctrl+left, *, B, f12"}, ""),
        ({"weeks.level": "v", "upgrade.mine": "b", "history.only": "o"}, ""),
        ({"complete": "banana"}, "names no key with “banana”"),
        ({"complete": "spcae"}, "did you mean “space”?"),
        ({"complete": "ctrl+nonsense"}, "names no key with “ctrl+nonsense”"),
        ({"complete": "ctrl+ctrl+x"}, "names no key"),
        ({"complete": "shift+n"}, "a letter with shift is “N”"),
        ({"complete": "/"}, "(app.search) has already"),
        ({"months:-1": "K"}, ""),
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
