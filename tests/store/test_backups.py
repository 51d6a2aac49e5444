from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from planner.domain.errors import Ambiguous, NewerFormat, NotFound, SaveFailed, Unreadable
from planner.store import durable, reading, records
from planner.store.backups import A_DAY, DAILY, MONTHLY, Backups
from tests.contracts.material import NOW, FakeClock

EMPTY: records.Pieces = {table: {} for table in reading.KINDS}


def plan_file(generation: int, schema: int = 1) -> bytes:
    return bytes(records.write_plan(EMPTY, generation, schema))


def opened(folder: Path, clock: FakeClock) -> Backups:
    return Backups(folder / "backups", clock, 1, {})


def test_a_backup_is_the_file_itself_under_the_name_of_its_instant(tmp_path: Path) -> None:
    clock = FakeClock()
    made = opened(tmp_path, clock).make(plan_file(7))
    path = tmp_path / "backups" / "2026-11-21T09-30-00Z.json"
    assert (made.name, made.made, made.generation) == (path.stem, NOW, 7)
    assert path.read_bytes() == plan_file(7)
    assert made.size == path.stat().st_size
    assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "backups").stat().st_mode & 0o777 == 0o700


def test_one_is_due_once_on_every_day_of_the_person(tmp_path: Path) -> None:
    clock = FakeClock(datetime(2026, 11, 21, 9, tzinfo=UTC), ZoneInfo("Asia/Tokyo"))
    backups = opened(tmp_path, clock)
    assert backups.due()
    backups.make(plan_file(1))
    assert not backups.due()
    clock.at += timedelta(hours=5, minutes=59)
    assert not backups.due()
    clock.at += timedelta(minutes=1)  # midnight in Tokyo
    assert backups.due()
    clock.place = UTC  # after a long journey it is the same day again
    assert not backups.due()


def test_a_clock_that_was_wrong_once_does_not_stop_the_backups(tmp_path: Path) -> None:
    clock = FakeClock(datetime(2031, 1, 1, tzinfo=UTC))
    backups = opened(tmp_path, clock)
    backups.make(plan_file(1))
    clock.at = NOW
    assert backups.due()
    backups.make(plan_file(2))
    assert not backups.due()


def test_thirty_days_and_twelve_months_are_kept_the_newest_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable.Calls, "fsync", lambda *_: None)  # 900 backups, and nobody cuts the power
    clock = FakeClock(datetime(2025, 1, 1, 8, tzinfo=UTC))
    backups = opened(tmp_path, clock)
    for day in range(450):
        clock.at = datetime(2025, 1, 1, 8, tzinfo=UTC) + timedelta(days=day)
        backups.make(plan_file(2 * day + 1))
        clock.at += timedelta(hours=4)
        backups.make(plan_file(2 * day + 2))
    kept = list(backups.readable())
    last = clock.at.date()
    assert [each.made.date() for each in kept[:2]] == [last, last]
    days = [each.made.date() for each in kept[1 : 1 + DAILY]]
    assert days == [last - timedelta(days=n) for n in range(DAILY)]
    assert all(each.made.hour == 12 for each in kept[2:])
    months = [(each.made.year, each.made.month) for each in kept]
    newest = [(2026, month) for month in range(last.month, 0, -1)]
    assert list(dict.fromkeys(months)) == newest + [(2025, month) for month in range(12, last.month, -1)]
    assert len(kept) == 1 + DAILY + MONTHLY - 2
    for each in kept[1 + DAILY :]:
        following = each.made + timedelta(days=1)
        assert following.month != each.made.month


def test_of_one_day_no_more_are_kept_than_are_useful(tmp_path: Path) -> None:
    clock = FakeClock()
    backups = opened(tmp_path, clock)
    for number in range(A_DAY + 5):
        clock.at += timedelta(seconds=1)
        backups.make(plan_file(number))
    assert [each.generation for each in backups.readable()] == list(range(A_DAY + 4, 4, -1))


def test_what_is_no_plan_is_no_backup(tmp_path: Path) -> None:
    backups = opened(tmp_path, FakeClock())
    with pytest.raises(Unreadable):
        backups.make(b"not a plan")
    assert not backups.any()


def test_only_what_can_be_read_is_listed_and_what_cannot_is_left_alone(tmp_path: Path) -> None:
    clock = FakeClock()
    backups = opened(tmp_path, clock)
    good = backups.make(plan_file(1))
    folder = tmp_path / "backups"
    (folder / "2026-11-22T09-30-00Z.json").write_bytes(plan_file(2)[:-5])
    (folder / "2026-11-23T09-30-00Z.json").write_bytes(b"")
    (folder / "2026-11-24T09-30-00Z.json").write_bytes(plan_file(3, schema=99))
    (folder / "2026-06-31T09-30-00Z.json").write_bytes(plan_file(4))
    (folder / "notes.txt").write_bytes(b"mine")
    (folder / "2026-11-25T09-30-00Z.json").mkdir()
    assert [each.name for each in backups.readable()] == [good.name]
    assert len(list(folder.iterdir())) == 7
    for day, error in (("22", Unreadable), ("23", Unreadable), ("24", NewerFormat), ("25", Unreadable)):
        with pytest.raises(error, match=f"2026-11-{day}|is not a file"):
            backups.read(f"2026-11-{day}")


def test_a_backup_is_found_by_the_beginning_of_its_name_if_there_is_one_only(tmp_path: Path) -> None:
    clock = FakeClock()
    backups = opened(tmp_path, clock)
    backups.make(plan_file(1))
    backups.make(plan_file(2))
    assert backups.read("2026-11-21T09-30-00Z")[1].generation == 1
    assert backups.read("2026-11-21T09-30-00Z-2")[1].generation == 2
    with pytest.raises(Ambiguous, match="2026-11-21") as caught:
        backups.read("2026-11-21")
    assert "2026-11-21T09-30-00Z-2" in caught.value.hint
    clock.at += timedelta(days=1)
    backups.make(plan_file(3))
    assert backups.read("2026-11-22")[0] == "2026-11-22T09-30-00Z"


@pytest.mark.parametrize("name", ["", "2020", "../plan", "/etc/passwd", "*", "\0", "2026-11-21T09-30-00Z.json"])
def test_any_other_name_is_not_found_and_opens_nothing(name: str, tmp_path: Path) -> None:
    backups = opened(tmp_path, FakeClock())
    backups.make(plan_file(1))
    (tmp_path / "plan.json").write_bytes(plan_file(2))
    with pytest.raises(NotFound) as caught:
        backups.read(name)
    assert "2026-11-21T09-30-00Z" in caught.value.hint


def test_with_none_there_the_hint_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        opened(tmp_path, FakeClock()).read("2026")
    assert "planner backup" in caught.value.hint


def test_one_that_cannot_be_removed_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    backups = opened(tmp_path, clock)
    backups.make(plan_file(1))

    class Stuck(durable.Calls):
        def unlink(self, path: Path) -> None:
            raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(durable, "calls", Stuck())
    for day in range(1, 80):
        clock.at = NOW + timedelta(days=day)
        backups.make(plan_file(day))
    assert len(list(backups.readable())) == 80


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "backups").write_bytes(b"a file in its place")
    with pytest.raises((SaveFailed, Unreadable)):
        opened(tmp_path, FakeClock()).make(plan_file(1))


def test_what_a_killed_process_left_is_removed_with_the_next_backup(tmp_path: Path) -> None:
    clock = FakeClock()
    backups = opened(tmp_path, clock)
    backups.make(plan_file(1))
    (tmp_path / "backups" / ".2026-11-20T09-30-00Z.json.0a1b.tmp").write_bytes(b"half")
    backups.make(plan_file(2))
    assert list((tmp_path / "backups").glob(".*")) == []
