"""planner export timeline: a picture, printed or written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result

Run = Callable[..., Result]
Value = Callable[..., Any]


@pytest.fixture
def speaker(run: Run) -> None:
    assert run("goal", "add", "Speak well", "--target", "2027-03-01").exit_code == 0
    assert run("add", "Mock talk 2026-12-11 ~6h", "--goal", "Speak well").exit_code == 0
    assert run("add", "Call <the> office tomorrow !fixed").exit_code == 0


def text_of(data: bytes) -> str:
    return "\n".join(each.text or "" for each in ET.fromstring(data).iter("{http://www.w3.org/2000/svg}text"))


def test_the_picture_is_printed_to_the_byte(speaker: None, run: Run) -> None:
    for asked in ((), ("-",), ("-o", "-")):
        result = run("export", "timeline", *asked)
        assert (result.exit_code, result.stderr) == (0, "")
        shown = text_of(result.stdout_bytes)
        assert "Call <the> office" in shown
        assert "7 Nov 2026 to 1 Mar 2027" in shown


def test_a_file_is_written_again_but_one_of_somebody_else_only_by_force(
    speaker: None, run: Run, value: Value, tmp_path: Path
) -> None:
    path, mine = tmp_path / "plan.svg", tmp_path / "mine.svg"
    result = run("export", "timeline", str(path))
    assert result.exit_code == 0
    assert result.stderr == f"1 goal and 2 milestones in {path}.\n"
    found = value("export", "timeline", "-o", str(path), "--goal", "speak", "--to", "2026-12-31")
    assert found == {"file": str(path), "from": "2026-11-07", "to": "2026-12-31", "goals": 1, "milestones": 1}
    assert "Call" not in text_of(path.read_bytes())
    mine.write_text("<svg/>")
    refused = run("export", "timeline", str(mine))
    assert (refused.exit_code, mine.read_text()) == (1, "<svg/>")
    assert "--force" in refused.stderr
    assert run("export", "timeline", str(mine), "--force").exit_code == 0
    assert "Speak well" in text_of(mine.read_bytes())
    assert sorted(each.name for each in tmp_path.glob("*.svg*")) == ["mine.svg", "plan.svg"]


def test_a_filter_and_several_goals_choose_what_is_on_it(speaker: None, run: Run, value: Value) -> None:
    assert run("goal", "add", "Write well", "--target", "2027-02-01").exit_code == 0
    shown = text_of(run("export", "timeline", "--goal", "write", "--goal", "speak").stdout_bytes)
    assert shown.index("Write well") < shown.index("Speak well")
    only = value("export", "timeline", "--filter", "is:fixed")
    assert (only["goals"], only["milestones"]) == (0, 1)
    assert "Call <the> office" in text_of(only["text"].encode())


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (("a.svg", "-o", "b.svg"), 2, "say the same"),
        (("--from", "2027-01-01", "--to", "2026-01-01"), 2, "comes after"),
        (("--from", "1980-01-01", "--to", "2026-01-01"), 2, "thirty years"),
        (("--goal", "nothing"), 1, "No goal"),
        (("--filter", "kind:nothing"), 2, "kind:nothing"),
        (("/nowhere/plan.svg",), 3, "nowhere"),
        (("/",), 2, "directory"),
    ],
)
def test_what_cannot_be_is_refused(speaker: None, run: Run, asked: tuple[str, ...], code: int, said: str) -> None:
    result = run("export", "timeline", *asked)
    assert result.exit_code == code, result.stderr
    assert said in result.stderr
    assert result.stdout == ""


def test_an_empty_plan_has_a_picture_too(run: Run) -> None:
    assert "Nothing stands on these days." in text_of(run("export", "timeline").stdout_bytes)
