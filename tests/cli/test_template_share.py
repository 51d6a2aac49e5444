"""Templates of others in, goals out as templates, on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from planner.library.places import shipped_folder
from planner.library.reading import SIZE_LIMIT
from planner.wiring import Planner
from tests.files import as_written

TEMPLATE = Path(__file__).parent / "first-talk.json"
Run = Callable[..., Result]
Value = Callable[..., Any]
Terminal = Callable[..., tuple[int, str]]


def a_file(folder: Path, name: str = "theirs.json", **changes: Any) -> Path:
    path = folder / name
    document = json.loads(TEMPLATE.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**document, **changes}), encoding="utf-8")
    return path


def held(planner: Planner) -> list[tuple[str, str, str]]:
    """Title, version and source of all there is of the talk."""
    return [(each.title, each.version, each.source) for each in planner.templates.versions("first-talk")]


# -- import


def test_a_newer_version_takes_the_place_of_the_older_one_which_is_kept(
    run: Run, planner: Planner, tmp_path: Path
) -> None:
    run("template", "import", str(TEMPLATE))
    result = run("template", "import", str(a_file(tmp_path, version="2026.2", title="Anew")))
    assert result.exit_code == 0
    assert "Brought in “Anew” in place of 2026.1, which is kept." in result.stderr
    assert held(planner) == [("Anew", "2026.2", "library"), ("Give a first talk", "2026.1", "older")]
    assert [each.title for each in planner.templates.list() if each.id == "first-talk"] == ["Anew"]
    assert planner.templates.get("first-talk", "2026.1").title == "Give a first talk"


def test_an_older_version_is_told_and_kept_and_the_newer_one_stays(run: Run, planner: Planner, tmp_path: Path) -> None:
    run("template", "import", str(TEMPLATE))
    older = str(a_file(tmp_path, version="2025.9"))
    result = run("template", "import", older)
    assert result.exit_code == 0
    assert "Kept “Give a first talk” 2025.9 as an older version: 2026.1, which is newer, stays" in result.stderr
    assert [each[1:] for each in held(planner)] == [("2026.1", "library"), ("2025.9", "older")]
    assert "is there already, just so" in run("template", "import", older).stderr


def test_a_conflict_stops_a_script_with_a_hint_and_stores_nothing_at_all(
    run: Run, planner: Planner, tmp_path: Path
) -> None:
    run("template", "import", str(TEMPLATE))
    theirs, other = a_file(tmp_path, title="Otherwise"), a_file(tmp_path, "other.json", id="other")
    for extra in ([], ["--yes"], ["--json"]):
        result = run("template", "import", str(other), str(theirs), *extra)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "--on-conflict keep" in result.stderr
        assert "Nothing was stored." in result.stderr
    assert held(planner) == [("Give a first talk", "2026.1", "library")]
    assert not planner.templates.versions("other")


@pytest.mark.parametrize(
    ("way", "action", "there"),
    [
        ("keep", "declined", [("Give a first talk", "2026.1", "library")]),
        ("take", "replaced", [("Otherwise", "2026.1", "library"), ("Give a first talk", "2026.1", "older")]),
        ("rename", "renamed", [("Give a first talk", "2026.1", "library")]),
    ],
)
def test_a_script_says_how_a_conflict_ends(
    run: Run, planner: Planner, tmp_path: Path, *, way: str, action: str, there: list[Any]
) -> None:
    run("template", "import", str(TEMPLATE))
    theirs = str(a_file(tmp_path, title="Otherwise"))
    told = json.loads(run("template", "import", theirs, "--on-conflict", way, "--json").stdout)
    assert held(planner) == there
    assert bool(planner.templates.versions("first-talk-2")) == (way == "rename")
    assert [each["action"] for each in told["templates"]] == [action]
    assert told["ids"] == {"keep": [], "take": ["first-talk"], "rename": ["first-talk-2"]}[way]
    assert told["change"] is None


def test_a_renamed_one_keeps_every_word_and_number_and_says_what_it_was(
    run: Run, planner: Planner, tmp_path: Path
) -> None:
    run("template", "import", str(TEMPLATE))
    changes: dict[str, Any] = {"title": "Otherwise", "x-weight": 1.50}
    theirs = a_file(tmp_path, **changes)
    assert run("template", "import", str(theirs), "--on-conflict", "rename").exit_code == 0
    (there,) = planner.templates.versions("first-talk-2")
    document = json.loads(there.path.read_text(encoding="utf-8"))
    assert document == {**json.loads(theirs.read_text()), "id": "first-talk-2", "x-renamed-from": "first-talk 2026.1"}


def test_a_person_is_shown_what_comes_and_asked(run: Run, planner: Planner, tmp_path: Path) -> None:
    theirs = str(a_file(tmp_path, author="A friend", license="CC0-1.0"))
    result = run("template", "import", theirs, person=True, typed="n\n")
    assert result.exit_code == 1
    for said in ("“Give a first talk”  first-talk 2026.1", "new: there is none", "7 milestones",
                 "by A friend", "licence CC0-1.0", theirs, "Bring 1 template into your library?"):  # fmt: skip
        assert said in result.stderr
    assert not held(planner)
    assert run("template", "import", theirs, person=True, typed="y\n").exit_code == 0
    assert held(planner)


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("k\n", ["Give a first talk"]),
        ("?\nt\ny\n", ["Otherwise", "Give a first talk"]),
        ("b\n\ny\n", ["Give a first talk"]),
        ("b\nmy-talk\ny\n", ["Give a first talk"]),
    ],
)
def test_a_person_decides_a_conflict(run: Run, planner: Planner, tmp_path: Path, typed: str, titles: list[str]) -> None:
    run("template", "import", str(TEMPLATE))
    result = run("template", "import", str(a_file(tmp_path, title="Otherwise")), person=True, typed=typed)
    assert result.exit_code == 0, result.stderr
    assert [title for title, *_ in held(planner)] == titles
    if typed.startswith("b"):
        new = "my-talk" if "my-talk" in typed else "first-talk-2"
        assert planner.templates.get(new).title == "Otherwise"


def test_another_id_that_is_none_or_is_taken_is_refused_and_nothing_is_stored(
    run: Run, planner: Planner, tmp_path: Path
) -> None:
    run("template", "import", str(TEMPLATE))
    theirs = str(a_file(tmp_path, title="Otherwise"))
    for new, code in (("../../x", 2), ("pmp", 1), ("first-talk", 1)):
        assert run("template", "import", theirs, person=True, typed=f"b\n{new}\ny\n").exit_code == code
    assert held(planner) == [("Give a first talk", "2026.1", "library")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "theirs.json"]


def test_a_folder_comes_in_whole_but_for_what_is_hidden_and_for_schemas(
    run: Run, value: Value, planner: Planner, tmp_path: Path
) -> None:
    folder = tmp_path / "team"
    folder.mkdir()
    for name in ("b.json", "a.json"):
        a_file(folder, name, id=name[0] * 3)
    (folder / ".draft.json").write_text("{")
    (folder / "template.schema.json").write_text("{")
    (folder / "README.md").write_text("#")
    (folder / "deeper").mkdir()
    assert value("template", "import", str(folder))["ids"] == ["aaa", "bbb"]
    (folder / "c.json").write_text("{")
    (folder / "d.json").write_text("[")
    result = run("template", "import", str(folder))
    assert result.exit_code == 4
    assert "2 of 4 files" in result.stderr
    assert "c.json" in result.stderr
    assert "d.json" in result.stderr


def test_an_empty_folder_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("template", "import", str(tmp_path / "empty"))
    assert (result.exit_code, "There is no template in" in result.stderr) == (1, True)


def test_standard_input_is_one_file_and_never_larger_than_one_may_be(run: Run, planner: Planner) -> None:
    result = run("template", "import", "-", typed=TEMPLATE.read_text(encoding="utf-8"))
    assert result.exit_code == 0
    assert held(planner) == [("Give a first talk", "2026.1", "library")]
    assert run("template", "import", "-", typed="{").exit_code == 4
    assert run("template", "import", "-", "-", typed="{}").exit_code == 2
    result = run("template", "import", "-", typed=" " * (SIZE_LIMIT + 1))
    assert (result.exit_code, "larger than 1 MiB" in result.stderr) == (4, True)


def test_two_files_of_one_id_and_version_that_differ_are_not_brought_in_together(run: Run, tmp_path: Path) -> None:
    one, other = a_file(tmp_path, "one.json"), a_file(tmp_path, "other.json", title="Otherwise")
    result = run("template", "import", str(one), str(other))
    assert result.exit_code == 1
    assert "are both first-talk 2026.1, and differ" in result.stderr
    assert run("template", "import", str(one), str(one)).exit_code == 0


def test_several_versions_in_one_go_find_their_places(run: Run, value: Value, planner: Planner, tmp_path: Path) -> None:
    files = [str(a_file(tmp_path, f"{n}.json", version=f"2026.{n}")) for n in (9, 11, 10)]
    told = value("template", "import", *files)
    assert [each["action"] for each in told["templates"]] == ["kept_older", "stored", "kept_older"]
    assert [each[1:] for each in held(planner)] == [("2026.11", "library"), ("2026.10", "older"), ("2026.9", "older")]


def test_a_dry_run_tells_and_stores_nothing(run: Run, value: Value, planner: Planner, tmp_path: Path) -> None:
    (told,) = value("template", "import", "--dry-run", str(TEMPLATE))
    assert told == {
        "file": str(TEMPLATE), "id": "first-talk", "version": "2026.1", "title": "Give a first talk", "author": None,
        "license": None, "milestones": 7, "effort_minutes": 870, "credentials": [], "state": "new", "held": None,
    }  # fmt: skip
    assert "new: there is none of this id" in run("template", "import", "--dry-run", str(TEMPLATE)).stdout
    assert not (tmp_path / "home").exists()


# -- folders


def shared(planner: Planner, tmp_path: Path, **changes: Any) -> Path:
    """A shared folder named `team` with the talk; the settings know it."""
    folder = tmp_path / "team"
    folder.mkdir()
    planner.paths.config.mkdir(exist_ok=True)
    (planner.paths.config / "config.toml").write_text(f'[library]\nfolders = ["{folder}"]\n')
    return a_file(folder, **changes)


def test_templates_of_a_shared_folder_can_be_planned_and_say_where_they_are_from(
    run: Run, value: Value, planner: Planner, tmp_path: Path
) -> None:
    file = shared(planner, tmp_path)
    before = as_written(file)
    (row,) = [each for each in value("template", "list") if each["id"] == "first-talk"]
    assert (row["source"], row["origin"]) == ("folder", "team")
    assert [line.split()[-1] for line in run("template", "list").stdout.splitlines() if "first-talk" in line] == [
        "team"
    ]
    assert run("goal", "new", "first-talk", "--start", "2026-11-23").exit_code == 0
    assert as_written(file) == before
    assert [path.name for path in file.parent.iterdir()] == ["theirs.json"]


def test_a_shared_folder_comes_after_the_library_and_before_the_shipped_ones(
    run: Run, planner: Planner, tmp_path: Path
) -> None:
    version = json.loads((shipped_folder() / "pmp.json").read_text(encoding="utf-8"))["version"]
    shared(planner, tmp_path, id="pmp", version=version, title="Shared")
    assert planner.templates.get("pmp").title == "Shared"
    mine = str(a_file(tmp_path, "mine.json", id="pmp", version=version, title="Mine"))
    assert "in the folder “team”" in run("template", "import", mine).stderr
    assert run("template", "import", mine, "--on-conflict", "take").exit_code == 0
    assert planner.templates.get("pmp").title == "Mine"
    assert [each.source for each in planner.templates.versions("pmp")] == ["library", "folder", "shipped"]


def test_a_folder_that_is_missing_is_told_and_hides_nothing(run: Run, planner: Planner, tmp_path: Path) -> None:
    planner.paths.config.mkdir()
    (planner.paths.config / "config.toml").write_text('[library]\nfolders = ["/none/at/all"]\nfolder = 1\n')
    result = run("template", "list")
    assert result.exit_code == 0
    assert "pmp" in result.stdout
    assert "Left out: /none/at/all" in result.stderr
    assert "config.toml, line 3: [library] has no “folder”; did you mean “folders”?" in result.stderr
    told = run("doctor")
    assert told.exit_code == 1
    assert "/none/at/all: 1 problem: cannot be looked at: no such file or directory" in told.stdout
    assert "take it out of [library] folders" in told.stdout
    assert "settings: " in told.stdout


def test_a_plan_of_an_older_version_is_told(run: Run, value: Value, talk: str, tmp_path: Path) -> None:
    def newer() -> bool:
        (row,) = [each for each in value("template", "list") if each["id"] == "first-talk"]
        return bool(row["newer_available"])

    assert not newer()
    run("template", "import", str(a_file(tmp_path, version="2026.2")))
    assert newer()
    run("goal", "drop", talk)
    assert not newer()


# -- export


def test_a_person_sees_what_leaves_and_what_stays_before_anything_is_written(
    run: Run, talk: str, tmp_path: Path, planner: Planner, step: Callable[[str], str]
) -> None:
    (first, *_) = planner.queries.plan().members(talk)
    run("note", first.id, "Told me in confidence")
    run("wait", first.id, "Anna Example")
    target = tmp_path / "mine.json"
    result = run("template", "export", talk, "-o", str(target), "--author", "Me", person=True, typed="n\n")
    assert result.exit_code == 1
    assert not target.exists()
    leaves, stays = result.stderr.split("What stays with you")
    assert "The author “Me”" in leaves
    assert f"{first.title} · " in leaves
    assert "Your notes on 1 step" in stays
    assert "Whom you wait for: “Anna Example”" in stays
    assert result.stdout == ""
    for said in (["--yes"], []):
        written = run("template", "export", talk, "-o", str(target), "--force", *said, person=True, typed="y\n")
        assert written.exit_code == 0
        text = target.read_text(encoding="utf-8")
        assert "Anna" not in text
        assert "confidence" not in text


def test_a_script_gets_the_template_alone_on_standard_output(run: Run, talk: str) -> None:
    result = run("template", "export", talk, "--title", "Another name")
    assert json.loads(result.stdout)["id"] == "another-name"
    assert "What leaves" in result.stderr


def test_a_written_export_tells_a_program_what_left(value: Value, talk: str, tmp_path: Path) -> None:
    told = value("template", "export", talk, "-o", str(tmp_path / "mine.json"))
    assert told["file"] == str(tmp_path / "mine.json")
    assert len(told["steps"]) == len(json.loads((tmp_path / "mine.json").read_text())["milestones"])
    assert told["stays"][0].startswith("Your dates")


def test_a_file_that_is_replaced_is_never_half_written(run: Run, talk: str, tmp_path: Path) -> None:
    target = tmp_path / "mine.json"
    target.write_text("before")
    (tmp_path / "link.json").symlink_to(target)
    assert run("template", "export", talk, "-o", str(tmp_path / "link.json"), "--force").exit_code == 0
    assert json.loads(target.read_text())["format"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "link.json", "mine.json"]
