"""Bringing templates in: all of them or none, and nothing that was there is ever lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from planner.domain.errors import NotMet, SaveFailed, TemplateInvalid
from planner.library.arrival import MOST_FILES
from planner.library.catalog import Catalog
from planner.library.places import shipped_folder
from planner.ports import Decided, Resolution
from planner.store.shelf import ShelfFiles
from tests.strategies.sound import SOUND


class Disk(ShelfFiles):
    """The real one, which fails at the operation of a number, once."""

    def __init__(self, fails_at: int = -1) -> None:
        self.fails_at = fails_at
        self.done = 0
        self.held = False

    def _go(self) -> None:
        self.done += 1
        if self.done - 1 == self.fails_at:
            raise SaveFailed("The disk is full.")

    def write(self, path: Path, data: bytes) -> None:
        assert self.held
        self._go()
        super().write(path, data)

    def remove(self, path: Path) -> None:
        assert self.held
        self._go()
        super().remove(path)

    @contextmanager
    def alone(self, folder: Path) -> Iterator[None]:
        with super().alone(folder):
            self.held = True
            yield
        self.held = False


def catalog(library: Path, disk: Disk | None = None, *folders: Path) -> Catalog:
    given = disk or Disk()
    return Catalog(library, files=lambda: given, folders=lambda: folders)


def a_file(folder: Path, name: str, **changes: Any) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / name
    path.write_text(json.dumps({**SOUND, **changes}), encoding="utf-8")
    return path


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".lock")
    }


def take_in(shelf: Catalog, files: list[Path], resolution: Resolution = "ask") -> list[str]:
    decided = [Decided(incoming=each, resolution=resolution) for each in shelf.incoming(files)]
    return [each.action for each in shelf.take_in(decided)]


def lived_in(library: Path, folder: Path) -> list[Path]:
    """A library with something of everything; gives files that meet all of it."""
    shelf = catalog(library)
    take_in(shelf, [a_file(folder, f"{n}.json", id=f"t-{n}", title=f"Mine {n}") for n in range(3)])
    return [
        a_file(folder, "new.json", id="t-new"),
        a_file(folder, "newer.json", id="t-0", version="2026.2"),
        a_file(folder, "conflict.json", id="t-1", title="Theirs"),
        a_file(folder, "older.json", id="t-2", version="2025.1"),
    ]


@pytest.mark.parametrize("resolution", ["take", "rename"])
def test_wherever_the_disk_fails_the_library_is_as_it_was(tmp_path: Path, resolution: Resolution) -> None:
    files = lived_in(tmp_path / "library", tmp_path / "files")
    before = content(tmp_path / "library")
    failed = 0
    while True:
        disk = Disk(fails_at=failed)
        try:
            take_in(catalog(tmp_path / "library", disk), files, resolution)
        except SaveFailed:
            assert content(tmp_path / "library") == before
            failed += 1
        else:
            break
    assert failed >= 6
    after = content(tmp_path / "library")
    assert set(before.values()) < set(after.values())


def test_nothing_that_was_there_is_lost(tmp_path: Path) -> None:
    files = lived_in(tmp_path / "library", tmp_path / "files")
    shelf = catalog(tmp_path / "library")
    assert take_in(shelf, files, "take") == ["stored", "replaced", "replaced", "kept_older"]
    assert [(each.version, each.title, each.source) for each in shelf.versions("t-1")] == [
        ("2026.1", "Theirs", "library"),
        ("2026.1", "Mine 1", "older"),
    ]
    again = a_file(tmp_path / "files", "third.json", id="t-1", title="A third")
    assert take_in(shelf, [again], "take") == ["replaced"]
    assert {each.title for each in shelf.versions("t-1")} == {"Mine 1", "Theirs", "A third"}
    assert sorted(path.name for path in (tmp_path / "library" / "older").iterdir()) == [
        "t-0-2026.1.json", "t-1-2026.1.json", "t-1-2026.1_2.json", "t-2-2025.1.json",
    ]  # fmt: skip
    assert not any(entry.version == "2025.1" for entry in shelf.list())


def test_a_file_that_was_put_there_by_hand_under_another_name_gives_way_too(tmp_path: Path) -> None:
    a_file(tmp_path / "library", "my own name.json", title="By hand")
    shelf = catalog(tmp_path / "library")
    newer = a_file(tmp_path / "files", "newer.json", version="2026.2")
    assert take_in(shelf, [newer]) == ["replaced"]
    assert sorted(content(tmp_path / "library")) == ["earn-it-2026.2.json", "older/earn-it-2026.1.json"]


def test_a_library_that_changed_since_it_was_looked_at_stops_it(tmp_path: Path) -> None:
    shelf, other = catalog(tmp_path / "library"), catalog(tmp_path / "library")
    incoming = shelf.incoming([a_file(tmp_path / "files", "mine.json")])
    take_in(other, [a_file(tmp_path / "files", "theirs.json", title="Somebody else was here")])
    with pytest.raises(NotMet, match="changed meanwhile"):
        shelf.take_in([Decided(incoming=incoming[0])])
    assert shelf.get("earn-it").title == "Somebody else was here"


def test_what_is_stored_is_what_was_looked_at_though_the_file_changed_since(tmp_path: Path) -> None:
    shelf = catalog(tmp_path / "library")
    file = a_file(tmp_path / "files", "mine.json")
    incoming = shelf.incoming([file])
    looked_at = file.read_bytes()
    a_file(tmp_path / "files", "mine.json", title="Quite another")
    shelf.take_in([Decided(incoming=incoming[0])])
    assert (tmp_path / "library" / "earn-it-2026.1.json").read_bytes() == looked_at


def test_an_undecided_conflict_stores_nothing(tmp_path: Path) -> None:
    files = lived_in(tmp_path / "library", tmp_path / "files")
    before = content(tmp_path / "library")
    with pytest.raises(NotMet, match="differs from “Mine 1”"):
        take_in(catalog(tmp_path / "library"), files)
    assert content(tmp_path / "library") == before


def test_what_asks_for_no_writing_takes_no_lock_and_makes_no_folder(tmp_path: Path) -> None:
    library = tmp_path / "library"
    assert take_in(catalog(library), [shipped_folder() / "pmp.json"]) == ["unchanged"]
    assert not library.exists()


def test_a_link_in_a_folder_is_refused_like_any_link(tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text("{}")
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "link.json").symlink_to(secret)
    with pytest.raises(TemplateInvalid) as caught:
        catalog(tmp_path / "library").incoming([tmp_path / "team"])
    assert "is a link" in str(caught.value.problems[0])
    listed = catalog(tmp_path / "library", None, tmp_path / "team")
    assert ["is a link" in str(error.problems[0]) for error in listed.problems()] == [True]


def test_very_many_files_are_refused_before_any_is_read(tmp_path: Path) -> None:
    shelf = catalog(tmp_path / "library")
    with pytest.raises(NotMet, match="at most 500"):
        shelf.incoming([tmp_path / "none.json"] * (MOST_FILES + 1))


def test_of_two_shared_folders_the_first_one_is_picked_and_alike_names_are_told_apart(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / "team", tmp_path / "b" / "team"
    a_file(one, "x.json", title="First")
    a_file(other, "x.json", title="Second")
    shelf = catalog(tmp_path / "library", None, one, other)
    (entry,) = [each for each in shelf.list() if each.id == "earn-it"]
    assert (entry.title, entry.source, entry.origin) == ("First", "folder", str(Path("a", "team")))
    assert [each.origin for each in shelf.versions("earn-it")] == [
        str(Path("a", "team")),
        str(Path("b", "team")),
    ]


def test_an_id_that_is_long_can_still_be_renamed(tmp_path: Path) -> None:
    shelf = catalog(tmp_path / "library")
    long = "a" * 31 + "-" + "b" * 32
    take_in(shelf, [a_file(tmp_path / "files", "mine.json", id=long)])
    theirs = a_file(tmp_path / "files", "theirs.json", id=long, title="Theirs")
    assert take_in(shelf, [theirs], "rename") == ["renamed"]
    (renamed,) = [entry.id for entry in shelf.list() if entry.title == "Theirs"]
    assert renamed != long
    assert len(renamed) <= 64
