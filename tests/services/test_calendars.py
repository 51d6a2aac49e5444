"""Calendar files that are written once, or follow the plan."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from planner.domain.errors import NotFound, NotMet, SaveFailed
from planner.domain.plan import Repeat
from planner.ports import RETRIES
from planner.services.edits import MilestoneEdit
from planner.store.calendars import FileCalendars
from planner.wiring import Planner
from tests.formats.rfc5545 import Part, read
from tests.services.people import a_planner, clock_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    planner = a_planner(tmp_path / "home")
    planner.milestones.add("Call the office tomorrow 18:00")
    return planner


def todos(path: Path) -> dict[str, Part]:
    return {each["SUMMARY"].text: each for each in read(path.read_bytes()).all("VTODO")}


def pass_(planner: Planner) -> None:
    """What a pass of reminders does for calendars."""
    if planner.calendars.stale():
        planner.calendars.refresh()


def test_importing_again_updates_and_duplicates_nothing(planner: Planner, tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    first = planner.calendars.save(path)
    assert (first.milestones, first.path) == (1, path)
    (before,) = todos(path).values()
    (one,) = planner.queries.plan().milestones
    planner.milestones.edit(one, MilestoneEdit(due="today 20:00"))
    planner.calendars.save(path)
    (after,) = todos(path).values()
    assert after["UID"].value == before["UID"].value == one
    assert (before["DUE"].value, after["DUE"].value) == ("20261122T180000", "20261121T200000")
    assert int(after["SEQUENCE"].value) > int(before["SEQUENCE"].value)


def test_the_sequence_grows_with_every_change_also_an_undo_and_a_restored_backup(
    planner: Planner, tmp_path: Path
) -> None:
    path = tmp_path / "plan.ics"
    (one,) = planner.queries.plan().milestones
    seen = [planner.calendars.save(path).sequence]
    planner.milestones.complete([one])
    seen.append(planner.calendars.save(path).sequence)
    planner.history.undo()
    seen.append(planner.calendars.save(path).sequence)
    backup = planner.history.backup()
    planner.milestones.complete([one])
    planner.history.restore(backup.name)
    seen.append(planner.calendars.save(path).sequence)
    assert seen == sorted(set(seen))
    assert planner.calendars.save(path).sequence == seen[-1]  # nothing was changed
    assert {each["SEQUENCE"].value for each in todos(path).values()} == {str(seen[-1])}


def test_a_plan_that_was_begun_anew_goes_on_from_the_sequence_of_its_file(planner: Planner, tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    for n in range(5):
        planner.milestones.add(f"Step {n} tomorrow")
    assert planner.calendars.save(path).sequence == 6
    anew = a_planner(tmp_path / "other")
    anew.milestones.add("Begin tomorrow")
    assert anew.calendars.save(path).sequence == 7


def test_of_what_repeats_the_next_occurrence_is_there_under_one_id(planner: Planner, tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    (one,) = planner.milestones.add("Review the week tomorrow").ids
    planner.milestones.edit(one, MilestoneEdit(repeat=Repeat(every="P1W")))
    planner.calendars.save(path)
    before = todos(path)["Review the week"]
    planner.milestones.complete([one])
    planner.calendars.save(path)
    after = todos(path)["Review the week"]
    assert (before["DUE"].value, after["DUE"].value) == ("20261122", "20261129")
    assert after["UID"].value == before["UID"].value == one
    assert (after["STATUS"].value, after["SEQUENCE"].value) == ("NEEDS-ACTION", "4")
    assert "RRULE" not in path.read_text()


def test_a_file_of_others_is_never_overwritten(planner: Planner, tmp_path: Path) -> None:
    for name, text in (("notes.txt", b"mine"), ("other.ics", b"BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\n")):
        path = tmp_path / name
        path.write_bytes(text)
        for write in (planner.calendars.save, planner.calendars.keep):
            with pytest.raises(NotMet, match="no calendar of the planner"):
                write(path)
        assert path.read_bytes() == text
    with pytest.raises(NotMet, match="is not a file"):
        planner.calendars.save(tmp_path)
    assert planner.calendars.kept() == ()
    empty = tmp_path / "empty.ics"
    empty.touch()
    assert planner.calendars.save(empty).milestones == 1


def test_a_goal_that_is_not_there_leaves_no_file(planner: Planner, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        planner.calendars.save(tmp_path / "a.ics", goal="Nothing of the kind")
    assert not (tmp_path / "a.ics").exists()


def test_a_kept_file_follows_the_plan_and_is_not_touched_without_a_change(planner: Planner, tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    planner.calendars.keep(path)
    written = path.stat().st_ino
    pass_(planner)
    planner.calendars.refresh()
    assert path.stat().st_ino == written
    path.chmod(0o644)
    planner.milestones.add("Send the form tomorrow")
    assert planner.calendars.stale()
    pass_(planner)
    assert set(todos(path)) == {"Call the office", "Send the form"}
    assert path.stat().st_mode & 0o777 == 0o644
    assert not planner.calendars.stale()
    planner.calendars.forget(path)
    planner.milestones.add("One more tomorrow")
    assert not planner.calendars.stale()
    pass_(planner)
    assert set(todos(path)) == {"Call the office", "Send the form"}
    with pytest.raises(NotFound):
        planner.calendars.forget(path)


def test_keeping_a_file_again_changes_how_it_is_kept(planner: Planner, tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    planner.calendars.keep(path)
    planner.calendars.keep(tmp_path / "x" / ".." / "plan.ics", "event")
    (kept,) = planner.calendars.kept()
    assert (kept.path, kept.as_) == (path, "event")
    assert read(path.read_bytes()).all("VEVENT")


def test_a_kept_file_that_cannot_be_written_is_told_and_tried_again(planner: Planner, tmp_path: Path) -> None:
    path, other = tmp_path / "away" / "plan.ics", tmp_path / "other.ics"
    path.parent.mkdir()
    planner.calendars.keep(path)
    planner.calendars.keep(other)
    path.unlink()
    path.parent.rmdir()
    planner.milestones.add("Send the form tomorrow")
    pass_(planner)
    assert set(todos(other)) == {"Call the office", "Send the form"}
    told = {text: fix for text, fix in planner.calendars.told() if "could not" in text}
    assert list(told) == [f"{path} could not be brought up to date"]
    assert "could not be saved" in told[f"{path} could not be brought up to date"]
    assert any(finding.area == "calendar" and not finding.ok for finding in planner.doctor.check())
    path.parent.mkdir()
    pass_(planner)
    assert not path.exists()  # its time to try again has not come
    clock_of(planner).moment += RETRIES[0]
    pass_(planner)
    assert set(todos(path)) == {"Call the office", "Send the form"}
    assert all(not fix for _, fix in planner.calendars.told())
    path.unlink()
    assert [fix for _, fix in planner.calendars.told() if fix] == [
        f"planner export ics --keep “{path}”, or --forget for good"
    ]


def test_a_clock_that_was_set_back_holds_no_try_up(planner: Planner, tmp_path: Path) -> None:
    path = tmp_path / "away" / "plan.ics"
    path.parent.mkdir()
    planner.calendars.keep(path)
    path.unlink()
    path.parent.rmdir()
    planner.milestones.add("Send the form tomorrow")
    pass_(planner)
    path.parent.mkdir()
    clock_of(planner).moment -= timedelta(days=2)
    pass_(planner)
    assert path.exists()


def test_a_kept_file_that_became_anothers_is_left_alone(planner: Planner, tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    planner.calendars.keep(path)
    path.write_text("mine now")
    planner.milestones.add("Send the form tomorrow")
    pass_(planner)
    assert path.read_text() == "mine now"
    assert "no calendar of the planner" in "".join(fix for _, fix in planner.calendars.told())


def test_marks_that_make_no_sense_stop_nothing_and_are_told(planner: Planner, tmp_path: Path) -> None:
    planner.calendars.keep(tmp_path / "plan.ics")
    (planner.paths.data / "calendars.json").write_text("{")
    planner.milestones.add("Send the form tomorrow")
    assert not planner.calendars.stale()
    planner.calendars.refresh()
    assert any(finding.area == "calendar" and "makes no sense" in finding.text for finding in planner.doctor.check())


def test_marks_that_cannot_be_saved_stop_nothing(
    planner: Planner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.ics"
    planner.calendars.keep(path)
    planner.milestones.add("Send the form tomorrow")

    def full(*_: object) -> None:
        raise SaveFailed("The disk is full.", "Make room.")

    monkeypatch.setattr(FileCalendars, "change", full)
    pass_(planner)
    assert set(todos(path)) == {"Call the office", "Send the form"}
