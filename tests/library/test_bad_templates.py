"""A corpus of files that are no sound template: each is refused with its place, and nothing else comes of it."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.config import Paths
from planner.domain.build import GoalRequest
from planner.domain.errors import Problem, TemplateInvalid
from planner.domain.text import clean
from planner.library.checking import check_bytes, check_file
from planner.library.conversion import canonical, from_json
from planner.ports import Decided
from planner.wiring import Planner
from tests.strategies.bad_files import CHANGING, FOLDER, FOLDERS, GOOD, MADE, Bad, kept
from tests.strategies.heavy import NAMES
from tests.strategies.sound import SOUND
from tests.strategies.spoiling import encoded, retyped, spoiled
from tests.strategies.templates import documents

KEPT = kept()
QUICK = [*KEPT, *(each for each in MADE if each.name not in NAMES), *FOLDERS]
ALL = [*KEPT, *MADE]
GROUPS = 4
ROOT = Path(__file__).parents[2]
every_quick_one = pytest.mark.parametrize("bad", QUICK, ids=str)


def assert_told(bad: Bad, problems: tuple[Problem, ...]) -> None:
    assert problems
    told = [each.message for each in problems if bad.place is None or each.place == bad.place]
    assert any(bad.told in message for message in told), problems
    for each in problems:
        assert clean(str(each)) == str(each), "a terminal shows it as it is"
        assert len(str(each)) < 12_000


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(TemplateInvalid) as caught:
        check_file(path)
    assert caught.value.exit_code == 4
    return caught.value.problems


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a plan and a library in it."""
    home = tmp_path / "home"
    planner = Planner(Paths(home, home))
    given = tmp_path / "given.json"
    given.write_bytes(GOOD)
    planner.templates.take_in([Decided(incoming=each) for each in planner.templates.incoming([given])])
    planner.goals.create(GoalRequest(template="earn-it", target=date(2090, 6, 1)))
    given.unlink()
    return home


def tree(folder: Path) -> dict[str, Any]:
    """Every file and folder below, with its content, its rights and when it was changed."""
    found = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        content = path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(folder))] = (status.st_mode, status.st_mtime_ns, content)
    return found


def test_the_corpus_and_its_manifest_agree_and_are_large() -> None:
    files = {path.name for path in FOLDER.glob("*.json")} - {"manifest.json"}
    assert sorted(each.name for each in KEPT) == sorted(files)
    assert all(each.told for each in KEPT)
    # Python decides where a comma too many stands, and how deep it reads: one version otherwise than the other.
    anywhere = {"file-trailing-comma.json", "limit-depth-objects.json"}
    assert {each.name for each in KEPT if each.place is None} == anywhere
    assert len(ALL) >= 200


@every_quick_one
def test_a_bad_file_is_refused_with_its_place(bad: Bad, tmp_path: Path) -> None:
    assert_told(bad, problems_of(bad.path(tmp_path)))


@pytest.mark.parametrize("how", CHANGING)
def test_a_file_that_changes_while_it_is_read_is_refused(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "changing.json"
    path.write_bytes(GOOD)
    monkeypatch.setattr(os, "read", CHANGING[how](os.read, path))
    assert [str(each) for each in problems_of(path)] == ["changed while it was read; try again"]


def test_bringing_in_any_of_them_leaves_plan_and_library_as_they_were(home: Path, tmp_path: Path) -> None:
    planner = Planner(Paths(home, home))
    before = tree(home)
    for number, bad in enumerate(each for each in QUICK if each not in FOLDERS):
        place = tmp_path / str(number)
        place.mkdir()
        with pytest.raises(TemplateInvalid) as caught:
            planner.templates.incoming([bad.path(place)])
        assert_told(bad, caught.value.problems)
    assert tree(home) == before
    assert [each.id for each in planner.templates.list() if each.source == "library"] == ["earn-it"]


def test_a_folder_with_all_of_them_names_each_and_brings_in_none(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for bad in KEPT:
        (folder / bad.name).write_bytes((FOLDER / bad.name).read_bytes())
    (folder / "sound.json").write_bytes(GOOD.replace(b"earn-it", b"fine"))
    before = tree(home)
    with pytest.raises(TemplateInvalid) as caught:
        Planner(Paths(home, home)).templates.incoming([folder])
    told = [str(each) for each in caught.value.problems]
    for bad in KEPT:
        assert any(str(folder / bad.name) in each and bad.told in each for each in told), bad.name
    assert tree(home) == before


def test_a_bad_file_in_the_library_hides_nothing_else_and_is_told(home: Path) -> None:
    for bad in KEPT:
        (home / "library" / bad.name).write_bytes((FOLDER / bad.name).read_bytes())
    shelf = Planner(Paths(home, home)).templates
    assert [each.id for each in shelf.list() if each.source == "library"] == ["earn-it"]
    assert {Path(each.source).name for each in shelf.problems()} == {bad.name for bad in KEPT}


DOCUMENTS = st.one_of(st.just(SOUND), documents(most_steps=3))


def assert_refused(how: str, data: bytes) -> None:
    with pytest.raises(TemplateInvalid) as caught:
        check_bytes(data, "spoiled.json")
    assert_told(Bad(how, None, ""), caught.value.problems)


@settings(max_examples=30, deadline=None)
@given(spoiled(DOCUMENTS))
def test_a_sound_document_that_is_spoiled_anywhere_is_refused(spoilt: tuple[str, bytes]) -> None:
    assert_refused(*spoilt)


@pytest.mark.thorough
@settings(max_examples=500, deadline=None)
@given(spoiled(DOCUMENTS))
def test_very_many_spoiled_documents_are_refused(spoilt: tuple[str, bytes]) -> None:
    assert_refused(*spoilt)


def assert_refused_or_a_template(data: bytes) -> None:
    try:
        template = check_bytes(data, "changed.json")
    except TemplateInvalid as error:
        assert_told(Bad("changed", None, ""), error.problems)
    else:
        assert from_json(canonical(template)) == template


@settings(max_examples=60, deadline=None)
@given(retyped(st.just(SOUND)))
def test_with_other_values_in_it_a_document_is_refused_or_a_template_and_nothing_else(data: bytes) -> None:
    assert_refused_or_a_template(data)


@pytest.mark.thorough
@settings(max_examples=1500, deadline=None)
@given(retyped(DOCUMENTS))
def test_with_other_values_in_them_very_many_documents_are_refused_or_templates(data: bytes) -> None:
    assert_refused_or_a_template(data)


@pytest.mark.parametrize("number", ["1.0", "1e0", "10e-1"])
def test_a_number_of_the_format_with_a_point_in_it_is_told(number: str) -> None:
    with pytest.raises(TemplateInvalid) as caught:
        check_bytes(GOOD.replace(b'"format": 1', b'"format": ' + number.encode()), "file.json")
    (problem,) = caught.value.problems
    assert (problem.place, problem.message[-12:]) == ("format", "; expected 1")


@pytest.mark.thorough
@settings(max_examples=600, deadline=None)
@given(DOCUMENTS, st.data())
def test_a_document_with_other_bytes_in_it_is_refused_or_a_template_and_nothing_else(
    document: dict[str, Any], data: st.DataObject
) -> None:
    changed = bytearray(encoded(document))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(changed) - 1))
        changed[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    assert_refused_or_a_template(bytes(changed))


def runs(home: Path, given: list[tuple[Path, str | None]]) -> Iterator[Mapping[str, Any]]:
    """What came of the files, in processes with limits."""
    lines = "".join(json.dumps([str(path), changes]) + "\n" for path, changes in given)
    run = subprocess.run(
        [sys.executable, "-m", "tests.library.limited", str(home)],
        input=lines,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "100"},
    )
    assert run.returncode == 0, run.stderr[-2000:]
    yield from (json.loads(line) for line in run.stdout.splitlines())


@pytest.mark.thorough
@pytest.mark.parametrize("group", range(GROUPS))
def test_each_is_refused_by_every_way_in_within_ten_seconds_and_300_megabytes(
    group: int, home: Path, tmp_path: Path
) -> None:
    given: dict[str, Bad] = {}
    for number, bad in enumerate(ALL[group::GROUPS]):
        place = tmp_path / str(number)
        place.mkdir()
        given[str(bad.path(place))] = bad
    before = tree(home)
    found = defaultdict(set)
    for run in runs(home, [(Path(path), None) for path in given]):
        bad = given[run["path"]]
        assert run["exit"] == 4, (bad.name, run)
        said = run["said"]
        assert bad.told in (said if "--json" not in run["way"] else "".join(_messages(said))), (bad.name, run["way"])
        assert bad.place is None or bad.place in (said if "--json" not in run["way"] else _places(said)), bad.name
        assert clean(said, lines=True) == said
        assert len(said) < 60_000
        found[bad.name].add(run["way"])
    assert set(found) == {bad.name for bad in ALL[group::GROUPS]}
    assert all(len(ways) == 4 for ways in found.values())
    assert tree(home) == before


def _messages(said: str) -> list[str]:
    return [problem["message"] for each in json.loads(said) for problem in each["problems"]]


def _places(said: str) -> list[str]:
    return [problem["place"] for each in json.loads(said) for problem in each["problems"]]


@pytest.mark.thorough
def test_files_that_change_are_refused_by_every_way_in(home: Path, tmp_path: Path) -> None:
    before = tree(home)
    given = {str(tmp_path / f"{number}.json"): how for number, how in enumerate(CHANGING)}
    for path in given:
        Path(path).write_bytes(GOOD)
    found = list(runs(home, [(Path(path), how) for path, how in given.items()]))
    assert len(found) == 4 * len(CHANGING)
    for run in found:
        assert run["exit"] == 4, run
        assert "changed while it was read" in run["said"]
    assert tree(home) == before


@pytest.mark.thorough
def test_bringing_in_a_sound_one_starts_nothing_reaches_nowhere_and_writes_in_the_library_only(
    home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "sound.json"
    path.write_bytes(GOOD.replace(b"earn-it", b"brought"))
    before = tree(home)
    for run in runs(home, [(path, None)]):
        assert run["exit"] == 0, run
    after = tree(home)
    new = set(after) - set(before)
    assert {name for name in new if name.endswith(".json")} == {"library/brought-2026.1.json"}
    assert all(name.startswith("library/") for name in new)
    assert {name: each for name, each in after.items() if name in before and name != "library"} == {
        name: each for name, each in before.items() if name != "library"
    }


ACTS = {
    "a program": "import subprocess; subprocess.run(['true'])",
    "another program": "import os; os.system('true')",
    "a connection": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "a name": "import socket; socket.getaddrinfo('localhost', 9)",
    "a file elsewhere": "open(elsewhere / 'x', 'w')",
    "a folder elsewhere": "(elsewhere / 'y').mkdir()",
    "a file taken out": "(library / 'z').rename(elsewhere / 'z')",
}


@pytest.mark.thorough
@pytest.mark.parametrize("act", ACTS)
def test_what_must_not_happen_would_be_seen(act: str, tmp_path: Path) -> None:
    library, elsewhere = tmp_path / "library", tmp_path / "elsewhere"
    library.mkdir()
    elsewhere.mkdir()
    (library / "z").write_text("z")
    code = f"""
from pathlib import Path
from tests.library.limited import confine
library, elsewhere = Path({str(library)!r}), Path({str(elsewhere)!r})
confine(library)
(library / "fine").write_text("fine")
{ACTS[act]}
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == 99, run.stderr
    assert "FORBIDDEN" in run.stderr
    assert (library / "fine").exists()


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
    resource.setrlimit(resource.RLIMIT_AS, (300_000_000, 300_000_000))


@pytest.mark.thorough
@pytest.mark.parametrize("command", ["check", "import"])
@pytest.mark.parametrize("name", ["a pipe", "near names", "a mebibyte of braces", "rule-never.json", "id-up.json"])
def test_the_program_itself_ends_with_4_under_the_same_limits(
    name: str, command: str, home: Path, tmp_path: Path
) -> None:
    (bad,) = [each for each in ALL if each.name == name]
    run = subprocess.run(
        [sys.executable, "-m", "planner", "--home", str(home), "template", command, str(bad.path(tmp_path))],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=_limited,
        cwd=ROOT,
    )
    assert (run.returncode, run.stdout) == (4, "")
    assert bad.told in run.stderr
