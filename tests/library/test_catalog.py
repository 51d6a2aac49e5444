from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from planner.domain.errors import NotFound, NotMet, TemplateInvalid
from planner.domain.template import version_key
from planner.library.catalog import Catalog
from planner.library.places import shipped_files, shipped_folder
from planner.ports import Templates
from tests.strategies.sound import SOUND


class PlainFiles:
    """The disk, without care."""

    def write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(mode=0o700, exist_ok=True, parents=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def alone(self, folder: Path) -> AbstractContextManager[None]:  # noqa: ARG002  the port has it
        return nullcontext()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library"


@pytest.fixture
def shelf(library: Path) -> Catalog:
    library.parent.mkdir()
    return Catalog(library, files=PlainFiles)


def a_file(folder: Path, name: str = "theirs.json", **changes: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps({**SOUND, **changes}), "utf-8")
    return path


def names(library: Path) -> list[str]:
    return sorted(path.name for path in library.iterdir()) if library.is_dir() else []


def test_a_catalog_is_what_the_services_ask_for(shelf: Catalog) -> None:
    templates: Templates = shelf
    assert templates.list()


def test_the_shipped_templates_are_found_beside_the_package_or_inside_it() -> None:
    files = shipped_files()
    assert {path.stem for path in files} >= {"pmp", "find-mentor", "networking"}
    assert not any(path.name.endswith("schema.json") for path in files)
    assert (shipped_folder() / "template.schema.json").is_file()


def test_every_shipped_template_is_listed_with_what_a_gallery_shows(shelf: Catalog) -> None:
    entries = shelf.list()
    assert [entry.id for entry in entries] == [entry.id for entry in sorted(entries, key=lambda e: e.title.casefold())]
    assert len(entries) == len(shipped_files())
    for entry in entries:
        template = shelf.get(entry.id)
        assert (entry.title, entry.version, entry.milestones) == (
            template.title,
            template.version,
            len(template.milestones),
        )
        assert entry.source == "shipped"
        assert entry.effort > 0
        assert entry.stages


def test_the_shipped_templates_pass_the_full_check(shelf: Catalog) -> None:
    for path in shipped_files():
        assert shelf.check(path) == shelf.get(path.stem)
    assert shelf.problems() == []


def test_listing_the_shipped_ones_and_getting_one_takes_no_schema() -> None:
    program = (
        "import sys; from planner.library.catalog import Catalog; shelf = Catalog(None); "
        "assert shelf.get(shelf.list()[0].id); sys.exit('jsonschema' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_unknown_id_is_answered_with_near_names(shelf: Catalog) -> None:
    with pytest.raises(NotFound, match="no template “pmpp”") as caught:
        shelf.get("pmpp")
    assert caught.value.hint.startswith("Did you mean pmp")
    with pytest.raises(NotFound) as caught:
        shelf.get("../../etc/passwd")
    assert caught.value.hint == "planner template list shows what there is."
    with pytest.raises(NotFound) as caught:
        shelf.get("x\x1b]0;y" + "z" * 5000)
    assert "\x1b" not in caught.value.message
    assert len(caught.value.message) < 100


def test_installing_copies_the_file_into_the_library_under_its_own_name(
    shelf: Catalog, library: Path, tmp_path: Path
) -> None:
    path = a_file(tmp_path, "weird name; rm -rf.json", **{"x-note": "kept"})
    installed = shelf.install(path)
    assert names(library) == ["earn-it-2026.1.json"]
    stored = library / "earn-it-2026.1.json"
    assert stored.read_bytes() == path.read_bytes()
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    assert shelf.get("earn-it") == installed
    (entry,) = [entry for entry in shelf.list() if entry.id == "earn-it"]
    assert entry.source == "library"


def test_a_broken_file_is_not_installed_and_nothing_is_written(shelf: Catalog, library: Path, tmp_path: Path) -> None:
    path = a_file(tmp_path, id="../../x")
    with pytest.raises(TemplateInvalid) as caught:
        shelf.install(path)
    assert [problem.place for problem in caught.value.problems] == ["id"]
    assert names(library) == []
    assert sorted(each.name for each in tmp_path.iterdir()) == ["data", "theirs.json"]


def test_the_same_template_installed_twice_is_written_once(shelf: Catalog, library: Path, tmp_path: Path) -> None:
    shelf.install(a_file(tmp_path))
    before = (library / "earn-it-2026.1.json").stat().st_mtime_ns
    again = tmp_path / "again.json"
    again.write_text(json.dumps(SOUND, indent=4, sort_keys=True), "utf-8")
    shelf.install(again)
    assert (library / "earn-it-2026.1.json").stat().st_mtime_ns == before


def test_the_same_version_with_other_content_is_a_conflict_that_names_both(
    shelf: Catalog, library: Path, tmp_path: Path
) -> None:
    shelf.install(a_file(tmp_path))
    with pytest.raises(NotMet) as caught:
        shelf.install(a_file(tmp_path, "other.json", title="Earn it otherwise"))
    assert "“Earn it otherwise” (earn-it 2026.1) differs from “Earn it” (earn-it 2026.1)" in caught.value.message
    assert "version" in caught.value.hint
    assert shelf.get("earn-it").title == "Earn it"
    assert names(library) == ["earn-it-2026.1.json"]


def test_a_shipped_version_cannot_be_replaced_by_another_of_the_same_number(shelf: Catalog, tmp_path: Path) -> None:
    shipped = json.loads((shipped_folder() / "pmp.json").read_text("utf-8"))
    changed = tmp_path / "pmp.json"
    changed.write_text(json.dumps({**shipped, "title": "Another"}), "utf-8")
    with pytest.raises(NotMet, match="among the shipped ones"):
        shelf.install(changed)


def test_a_newer_version_is_picked_and_the_old_one_kept(shelf: Catalog, library: Path, tmp_path: Path) -> None:
    for version in ("2026.9", "2026.10", "2026.2"):
        shelf.install(a_file(tmp_path, f"{version}.json", version=version, title=f"Earn it {version}"))
    assert shelf.get("earn-it").version == "2026.10"
    assert [entry.version for entry in shelf.list() if entry.id == "earn-it"] == ["2026.10"]
    assert names(library) == ["earn-it-2026.10.json", "older"]
    assert names(library / "older") == ["earn-it-2026.2.json", "earn-it-2026.9.json"]
    assert [(held.version, held.source) for held in shelf.versions("earn-it")] == [
        ("2026.10", "library"), ("2026.9", "older"), ("2026.2", "older"),
    ]  # fmt: skip
    assert shelf.get("earn-it", "2026.2").title == "Earn it 2026.2"


def test_the_newest_wins_whether_shipped_or_in_the_library(shelf: Catalog, tmp_path: Path) -> None:
    shipped = json.loads((shipped_folder() / "pmp.json").read_text("utf-8"))
    for version, expected in (("1.0", shipped["version"]), ("9999.1", "9999.1")):
        path = tmp_path / "pmp.json"
        path.write_text(json.dumps({**shipped, "version": version}), "utf-8")
        shelf.install(path)
        assert shelf.get("pmp").version == expected


def test_a_file_changed_by_hand_is_read_again_and_checked(shelf: Catalog, library: Path, tmp_path: Path) -> None:
    shelf.install(a_file(tmp_path))
    a_file(library, "earn-it-2026.1.json", title="Changed by hand")
    assert shelf.get("earn-it").title == "Changed by hand"
    a_file(library, "earn-it-2026.1.json", milestones=[])
    with pytest.raises(TemplateInvalid) as caught:
        shelf.get("earn-it")
    assert [problem.place for problem in caught.value.problems] == [
        "milestones",
        "questions[1].expect",
        "questions[4].expect",
    ]


def test_broken_files_in_the_library_are_reported_and_hide_nothing(
    shelf: Catalog, library: Path, tmp_path: Path
) -> None:
    shelf.install(a_file(tmp_path))
    (library / "broken.json").write_bytes(b"{")
    (library / "utf16.json").write_bytes("{}".encode("utf-16"))
    (library / "folder.json").mkdir()
    (library / "link.json").symlink_to(tmp_path / "theirs.json")
    os.mkfifo(library / "pipe.json")
    (library / "README.txt").write_text("not looked at")
    (library / ".hidden.json").write_text("not looked at")
    (library / ".earn-it-2026.1.json.0123.tmp").write_text("left by a crash")
    told = [error.source.removeprefix(f"{library}/") for error in shelf.problems()]
    assert told == ["broken.json", "folder.json", "link.json", "pipe.json", "utf16.json"]
    assert shelf.get("earn-it").title == "Earn it"
    assert len(shelf.list()) == len(shipped_files()) + 1


def test_a_broken_file_of_the_same_name_is_never_overwritten(shelf: Catalog, library: Path, tmp_path: Path) -> None:
    library.mkdir()
    (library / "earn-it-2026.1.json").write_bytes(b"half a fi")
    with pytest.raises(NotMet, match="cannot be read") as caught:
        shelf.install(a_file(tmp_path))
    assert "nothing was overwritten" in caught.value.hint
    assert (library / "earn-it-2026.1.json").read_bytes() == b"half a fi"


def test_a_link_of_the_same_name_is_not_written_through(shelf: Catalog, library: Path, tmp_path: Path) -> None:
    library.mkdir()
    victim = tmp_path / "victim"
    (library / "earn-it-2026.1.json").symlink_to(victim)
    with pytest.raises(NotMet):
        shelf.install(a_file(tmp_path))
    assert not victim.exists()


def test_a_library_that_is_no_folder_is_reported_and_hides_nothing(shelf: Catalog, library: Path) -> None:
    library.write_text("a file")
    assert len(shelf.list()) == len(shipped_files())
    (error,) = shelf.problems()
    assert "cannot be looked at" in str(error.problems[0])


def test_without_a_library_there_is_nothing_to_install_into(tmp_path: Path) -> None:
    with pytest.raises(NotMet, match="no library"):
        Catalog(None).install(a_file(tmp_path))
    assert Catalog(None).list()


def test_what_the_writer_raises_is_not_swallowed(library: Path, tmp_path: Path) -> None:
    class FullDisk(PlainFiles):
        def write(self, path: Path, data: bytes) -> None:  # noqa: ARG002  the port has them
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        Catalog(library, files=FullDisk).install(a_file(tmp_path))


def test_a_stored_text_comes_back_as_the_template_it_was(shelf: Catalog) -> None:
    for entry in shelf.list():
        template = shelf.get(entry.id)
        assert shelf.parse(shelf.canonical(template)) == template


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "7", '{"format":1}', "[" * 100_000, '{"sources":7}', '{"a":1e99999999999999999999}']
)
def test_a_damaged_stored_text_is_refused(shelf: Catalog, text: str) -> None:
    with pytest.raises(TemplateInvalid) as caught:
        shelf.parse(text)
    assert "is damaged" in str(caught.value.problems[0])


def test_versions_are_compared_number_by_number() -> None:
    assert version_key("2026.10") > version_key("2026.9") > version_key("2026") > version_key("9")
