"""`calendars.json`, and the files it names."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.domain.errors import NewerFormat, NotDurable, SaveFailed, Unreadable
from planner.services.calendar_files import KeptCalendar
from planner.store.calendars import NAME, FileCalendars

KEPT = KeptCalendar(
    path=Path("/home/ada/plan.ics"),
    as_="event",
    goal="9" * 32,
    generation=7,
    not_before=datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
    tries=2,
    problem="no\x1b room",
)


def test_what_is_kept_is_there_for_the_next_process_and_for_this_person_alone(tmp_path: Path) -> None:
    files = FileCalendars(tmp_path / "data")
    assert files.load() == ()
    files.change(lambda before: [*before, KEPT, KeptCalendar(path=Path("/srv/all.ics"))])
    found = FileCalendars(tmp_path / "data").load()
    assert found == (replace(KEPT, problem="no\ufffd room"), KeptCalendar(path=Path("/srv/all.ics")))
    assert (tmp_path / "data" / NAME).stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_where_nothing_changes(tmp_path: Path) -> None:
    files = FileCalendars(tmp_path)
    files.change(lambda before: before)
    assert not (tmp_path / NAME).exists()
    files.change(lambda _: [KEPT])
    before = (tmp_path / NAME).stat().st_ino
    files.change(list)
    assert (tmp_path / NAME).stat().st_ino == before


def test_what_makes_no_sense_is_told_and_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / NAME
    for text in ("{", "[]", '{"calendars": [{"path": 1, "as": "todo"}]}', '{"calendars": [{"path": "a", "as": "x"}]}'):
        path.write_text(text)
        with pytest.raises(Unreadable, match="makes no sense"):
            FileCalendars(tmp_path).change(lambda _: [KEPT])
        assert path.read_text() == text
    path.write_text('{"format": 2, "calendars": []}')
    with pytest.raises(NewerFormat):
        FileCalendars(tmp_path).load()


def test_a_file_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.ics", tmp_path / "plan.ics"
    link.symlink_to(real)
    files = FileCalendars(tmp_path)
    files.write(link, b"one")
    assert real.stat().st_mode & 0o777 == 0o600
    real.chmod(0o640)
    files.write(link, b"two")
    assert (files.read(link), real.read_bytes()) == (b"two", b"two")
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert files.read(tmp_path / "nothing") is None


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(SaveFailed):
        FileCalendars(tmp_path).write(tmp_path / "gone" / "plan.ics", b"one")


def test_a_mode_that_cannot_be_kept_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.ics"
    path.write_bytes(b"one")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, os.strerror(1))

    monkeypatch.setattr(Path, "chmod", refused)
    with pytest.raises(NotDurable, match="for you alone"):
        FileCalendars(tmp_path).write(path, b"two")
    assert path.read_bytes() == b"two"
