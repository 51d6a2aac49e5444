"""template diff and template upgrade, from the shell."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.wiring import Planner
from tests.cli.conftest import Run

Value = Callable[..., Any]
OLD = json.loads((Path(__file__).parent / "first-talk.json").read_text(encoding="utf-8"))


def newer(folder: Path, changes: dict[str, Any], version: str = "2027.1") -> Path:
    """The talk as its author might publish it next, in a file."""
    steps = [each | changes.get(each["key"], {}) for each in OLD["milestones"]]
    steps.insert(
        1, {"key": "venue", "title": "Look at the room", "kind": "check", "when": "target-P1W", "evidence": "A photo"}
    )
    path = folder / f"talk-{version}.json"
    path.write_text(json.dumps(OLD | {"version": version, "milestones": steps}), encoding="utf-8")
    return path


@pytest.fixture
def published(talk: str, run: Run, tmp_path: Path) -> str:
    """The goal of `talk`, and a newer version of its template in the library."""
    key = OLD["milestones"][0]["key"]
    file = newer(tmp_path, {key: {"title": "Say it in one sentence", "effort": "PT2H"}})
    assert run("template", "import", str(file), "--yes").exit_code == 0
    return talk


def test_diff_tells_in_sentences_what_changed(published: str, run: Run) -> None:
    for refs in (["first-talk@2026.1", "first-talk"], [published], [published, "first-talk"]):
        result = run("template", "diff", *refs)
        assert result.exit_code == 0, result.stderr
        assert "“Give a first talk”  first-talk 2026.1 → 2027.1" in result.stdout.replace("first-talk 2027.1", "2027.1")
        assert "new step: “Look at the room” (target-P1W)" in result.stdout
        assert "is now called “Say it in one sentence”" in result.stdout
    same = run("template", "diff", "first-talk", "first-talk@2027.1")
    assert "They say the same." in same.stderr


def test_diff_has_a_machine_format(published: str, value: Value, golden: Callable[[str, object], None]) -> None:
    golden("template-diff", value("template", "diff", published))


def test_diff_of_what_is_not_there_says_so(run: Run) -> None:
    assert run("template", "diff", "pmp@1", "pmp").exit_code == 1
    assert run("template", "diff", "nothing", "pmp").exit_code == 1
    assert run("template", "diff", "nothing.json", "pmp").exit_code == 4


def test_lists_and_goals_name_the_newer_version(published: str, run: Run, value: Value) -> None:
    assert value("goal", "show", published)["newer_version"] == "2027.1"
    (row,) = [each for each in value("template", "list") if each["id"] == "first-talk"]
    assert row["newer_version"] == "2027.1"
    assert "planner template upgrade" in run("goal", "show", published).stderr
    assert "newer than what a goal of yours was made of" in run("template", "list").stderr
    assert run("template", "upgrade", published).exit_code == 0
    assert value("goal", "show", published)["newer_version"] is None


def test_a_dry_run_shows_all_and_stores_nothing(
    published: str, run: Run, value: Value, planner: Planner, golden: Callable[[str, object], None]
) -> None:
    before = planner.store.load()
    result = run("template", "upgrade", published, "--dry-run")
    assert result.exit_code == 0
    assert "+ 2027-01-11  Look at the room  [venue]" in result.stdout
    golden("template-upgrade-dry-run", value("template", "upgrade", published, "--dry-run"))
    assert planner.store.load() == before


def test_upgrade_does_it_in_one_change_that_undo_takes_back(
    published: str, run: Run, planner: Planner, step: Callable[[str], str]
) -> None:
    before = planner.store.load()
    result = run("template", "upgrade", published)
    assert result.exit_code == 0
    assert "Upgraded “Give a first talk” to 2027.1: 1 step new, 1 step changed (undo: planner undo)" in result.stderr
    assert planner.store.load().milestones[step("venue")].title == "Look at the room"
    assert run("undo").exit_code == 0
    assert planner.store.load().milestones == before.milestones
    assert planner.store.load().templates == before.templates


def test_json_of_an_upgrade_is_its_change_and_the_goal(published: str, value: Value, planner: Planner) -> None:
    written = value("template", "upgrade", published)
    assert (written["ids"], written["change"]) == ([published], planner.store.history()[0].id)


def in_conflict(run: Run, planner: Planner) -> str:
    """The first step has a title of the person's own; its key."""
    key: str = OLD["milestones"][0]["key"]
    (one,) = [each for each in planner.store.load().milestones.values() if each.key == key]
    assert run("edit", one.id, "--title", "My own words").exit_code == 0
    return key


def title_of(planner: Planner, key: str) -> str:
    return next(each.title for each in planner.store.load().milestones.values() if each.key == key)


def test_a_script_is_told_what_is_undecided_and_how_to_decide(published: str, run: Run, planner: Planner) -> None:
    key = in_conflict(run, planner)
    result = run("template", "upgrade", published)
    assert result.exit_code == 1
    assert f"“My own words” ({key}.title)" in result.stderr
    assert f"--keep {key}.title" in result.stderr
    for flags, title in (
        (["--keep", key], "My own words"), (["--all-mine"], "My own words"),
        (["--take", f"{key}.title"], "Say it in one sentence"), (["--all-theirs"], "Say it in one sentence"),
    ):  # fmt: skip
        assert run("template", "upgrade", published, *flags).exit_code == 0
        assert title_of(planner, key) == title
        assert run("undo").exit_code == 0
    assert run("template", "upgrade", published, "--all-mine", "--all-theirs").exit_code == 2
    assert run("template", "upgrade", published, "--keep", "nothing").exit_code == 1


def test_a_person_is_asked_about_each_and_once_more(published: str, run: Run, planner: Planner) -> None:
    key = in_conflict(run, planner)
    refused = run("template", "upgrade", published, person=True, typed="m\nn\n")
    assert refused.exit_code == 1
    assert "mine    My own words" in refused.stderr
    assert "theirs  Say it in one sentence" in refused.stderr
    assert title_of(planner, key) == "My own words"
    assert run("template", "upgrade", published, person=True, typed="what\nt\ny\n").exit_code == 0
    assert title_of(planner, key) == "Say it in one sentence"
    again = run("template", "upgrade", published, person=True)
    assert (again.exit_code, "follows first-talk 2027.1 already" in again.stderr) == (0, True)


def test_dates_in_the_past_are_asked_about(published: str, run: Run, planner: Planner, tmp_path: Path) -> None:
    key = OLD["milestones"][0]["key"]
    late = newer(tmp_path, {key: {"when": "start-P9W"}}, "2028.1")
    assert run("template", "import", str(late), "--yes").exit_code == 0
    refused = run("template", "upgrade", published)
    assert refused.exit_code == 1
    assert "--misfits later" in refused.stderr
    assert run("template", "upgrade", published, "--misfits", "later").exit_code == 0
    assert run("undo").exit_code == 0
    assert run("template", "upgrade", published, person=True, typed="leave\ny\n").exit_code == 0
    days = {each.key: each.due for each in planner.store.load().milestones.values()}
    assert str(days[key]) == "2026-11-23"


def test_texts_of_a_template_reach_the_terminal_as_text_only(talk: str, run: Run, tmp_path: Path) -> None:
    key = OLD["milestones"][0]["key"]
    file = newer(tmp_path, {key: {"title": "[red]x[/] $(rm)", "notes": "a\tb\nc"}})
    assert run("template", "import", str(file), "--yes").exit_code == 0
    for command in (["diff", talk], ["upgrade", talk, "--dry-run"]):
        result = run("template", *command)
        assert "[red]x[/] $(rm)" in result.stdout
        assert "\t" not in result.stdout
