"""The machine format is a contract: these goldens hold every key and its spelling."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

TEMPLATE = Path(__file__).parent / "first-talk.json"

Run = Callable[..., Result]
Value = Callable[..., Any]
Golden = Callable[[str, object], None]

LINE = {
    "id", "title", "goal", "goal_title", "kind", "status", "due", "due_at", "fixed", "overdue", "undated_until",
    "blocked_by", "effort_minutes", "tags",
}  # fmt: skip
GOAL = {"id", "title", "template", "template_version", "status", "start", "target", "done", "total", "health"}


@pytest.fixture
def lived(run: Run, value: Value, clock: Any) -> None:
    """A goal and an inbox that somebody has used for ten days."""
    start = clock.moment
    clock.moment = start.replace(day=11)
    for arguments in (
        ("template", "import", str(TEMPLATE)),
        ("goal", "new", "first-talk", "--target", "2027-01-12", "--title", "Talk at the user group", "--with", "room"),
        ("add", "Attend the chapter dinner 26 nov 19:00 #networking ~2h"),
        ("add", "Send the travel form !fixed 2026-11-19 ~20m", "--remind", "P1D"),
        ("add", "Read a book on estimating"),
        ("add", "Water the plants 2026-11-22"),
    ):
        assert run(*arguments).exit_code == 0
    found = {row["title"]: row["id"] for row in value("agenda", "--days", "90")}
    assert run("edit", found["Water the plants"], "--every", "P1W", "--until", "2026-12-20").exit_code == 0
    clock.moment = start
    assert run("done", found["Choose what it is about"], "--on", "2026-11-20").exit_code == 0
    assert run("note", found["Attend the chapter dinner"], "Bring cards").exit_code == 0
    assert run("wait", found["Send the travel form"], "the office").exit_code == 0


def test_next(lived: None, value: Value, golden: Golden) -> None:
    golden("next", value("next"))


def test_agenda(lived: None, value: Value, golden: Golden) -> None:
    golden("agenda", value("agenda", "--days", "14"))


def test_search(lived: None, value: Value, golden: Golden) -> None:
    golden("search", value("search", "talk"))


def test_show(lived: None, value: Value, golden: Golden) -> None:
    rehearse = next(row for row in value("search", "Rehearse"))
    golden("show", value("show", rehearse["id"]))


def test_goal_list(lived: None, value: Value, golden: Golden) -> None:
    golden("goal-list", value("goal", "list"))


def test_goal_show(lived: None, value: Value, golden: Golden) -> None:
    golden("goal-show", value("goal", "show", "Talk at"))


def test_goal_new_dry_run(lived: None, value: Value, golden: Golden) -> None:
    golden("goal-new-dry-run", value("goal", "new", "first-talk", "--start", "2026-11-23", "--dry-run"))


def test_goal_new(lived: None, value: Value, golden: Golden) -> None:
    golden("goal-new", value("goal", "new", "first-talk", "--start", "2026-11-23"))


def test_template_show(lived: None, value: Value, golden: Golden) -> None:
    golden("template-show", value("template", "show", "first-talk"))


def test_template_list(lived: None, value: Value, golden: Golden) -> None:
    rows = value("template", "list")
    golden("template-list", [row for row in rows if row["source"] == "library"])
    keys = {"id", "title", "category", "version", "source", "milestones", "stages"}
    assert all(keys <= row.keys() for row in rows)
    assert len([row for row in rows if row["source"] == "shipped"]) >= 8


def test_template_check(lived: None, value: Value, golden: Golden) -> None:
    found = value("template", "check", str(TEMPLATE))
    assert [each.pop("file") for each in found] == [str(TEMPLATE)]
    golden("template-check", found)


def test_remind_list(lived: None, value: Value, golden: Golden) -> None:
    golden("remind-list", value("remind", "list", "--days", "14"))


def test_history(lived: None, value: Value, golden: Golden) -> None:
    golden("history", value("history"))


def test_undo_and_redo(lived: None, value: Value, golden: Golden) -> None:
    golden("undo", [value("undo"), value("redo")])


def test_writing_commands(lived: None, value: Value, golden: Golden) -> None:
    dinner = value("search", "dinner")[0]["id"]
    golden(
        "writing",
        {
            "add": value("add", "Buy", "shoes", "fri"),
            "start": value("start", dinner),
            "snooze": value("snooze", dinner, "tomorrow"),
            "edit": value("edit", dinner, "--effort", "1h"),
            "skip": value("skip", dinner),
            "reopen": value("reopen", dinner),
            "duplicate": value("duplicate", dinner),
            "move": value("move", dinner, "--goal", "Talk at"),
            "delete": value("delete", dinner, "--yes"),
            "goal set": value("goal", "set", "Talk at", "accepted=2026-12-01"),
            "goal edit": value("goal", "edit", "Talk at", "--notes", "Ten minutes"),
            "goal pause": value("goal", "pause", "Talk at"),
            "goal resume": value("goal", "resume", "Talk at"),
            "goal achieve": value("goal", "achieve", "Talk at", "--yes"),
            "nothing": value("goal", "edit", "Talk at", "--notes", "Ten minutes"),
        },
    )


def test_doctor(lived: None, value: Value) -> None:
    value("remind", "install")
    rows = value("doctor")
    assert rows
    assert all(row.keys() >= {"ok", "area", "text", "fix"} and row["ok"] is True for row in rows)


def test_remind_run(lived: None, value: Value, golden: Golden) -> None:
    golden("remind-run", [value("remind", "run"), value("remind", "run")])


def test_backup_and_restore(lived: None, run: Run, value: Value) -> None:
    made = value("backup")
    assert made.keys() >= {"name", "made", "size", "generation"}
    before = value("next", "--limit", "0")
    assert value("add", "Something new today").keys() == {"change", "ids"}
    assert made["name"] in [each["name"] for each in value("backup", "--list")]
    assert value("restore", made["name"])["change"]
    assert value("next", "--limit", "0") == before


def test_the_promised_keys_are_there(lived: None, value: Value) -> None:
    for rows in (value("next"), value("agenda"), value("search", "talk"), value("goal", "show", "Talk")["milestones"]):
        assert rows
        assert all(row.keys() >= LINE for row in rows)
    assert value("goal", "list")[0].keys() >= GOAL
    assert value("goal", "show", "Talk").keys() >= GOAL | {"milestones"}
    dry = value("goal", "new", "first-talk", "--start", "2026-11-23", "--dry-run")
    assert dry.keys() >= GOAL | {"milestones"}
    assert all(row.keys() >= LINE for row in dry["milestones"])
    for row in value("remind", "list", "--days", "14"):
        assert row.keys() >= {"at", "title", "body", "milestone", "lead"}
