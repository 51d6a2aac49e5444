"""Whatever a person names as a file is one, or is refused with a sentence."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.domain.errors import NotMet, PlannerError
from planner.formats.calendar import As
from planner.services.outputs import is_there, named, refuse_no_file
from planner.wiring import Planner
from tests.services.people import a_planner

NO_FILES = ["w" * 300, "~nobody-of-this-name/plan", "folder", "pipe", "file/inside", "nothing\0here"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("theirs")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


WRITERS: dict[str, Callable[[Planner, Path], object]] = {
    "picture": lambda planner, path: planner.pictures.save(path),
    "picture whatever is there": lambda planner, path: planner.pictures.save(path, force=True),
    "calendar": lambda planner, path: planner.calendars.save(path, _TODO),
    "calendar kept": lambda planner, path: planner.calendars.keep(path, _TODO),
}
_TODO: As = "todo"


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("name", NO_FILES)
def test_what_can_be_no_file_is_refused_in_words(place: Path, name: str, writer: str) -> None:
    planner = a_planner(place / "home")
    planner.milestones.add("Read on", due="in 3 days")
    before = sorted(place.iterdir())
    with pytest.raises(PlannerError) as told:
        WRITERS[writer](planner, Path(name) if name.startswith("~") else place / name)
    assert told.value.hint
    assert sorted(place.iterdir()) == before


def test_a_name_that_is_free_or_a_file_may_be_used(place: Path) -> None:
    refuse_no_file(place / "new", "…")
    refuse_no_file(place / "file", "…")
    assert named(place / "a" / ".." / "b") == place / "b"
    with pytest.raises(NotMet, match="is not a file"):
        refuse_no_file(place / "folder", "…")


@pytest.mark.parametrize(("name", "there"), [("file", True), ("folder", True), ("w" * 300, False), ("file/x", False)])
def test_what_cannot_be_looked_at_counts_as_gone(place: Path, name: str, there: bool) -> None:
    assert is_there(place / name) == there
