"""Templates in and out, on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from planner.wiring import Planner

TEMPLATE = Path(__file__).parent / "first-talk.json"
Run = Callable[..., Result]


def test_a_broken_template_names_every_problem_with_its_place(run: Run, planner: Planner, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(TEMPLATE.read_text(encoding="utf-8").replace("start+P1W", "start+1W").replace("PT6H", "6h"))
    for command in ("check", "import"):
        result = run("template", command, str(broken))
        assert (result.exit_code, result.stdout) == (4, "")
        assert "milestones[1].when" in result.stderr
        assert "milestones[2].effort" in result.stderr
    assert not any(each.source == "library" for each in planner.templates.list())


def test_importing_several_files_is_all_or_nothing(run: Run, planner: Planner, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    assert run("template", "import", str(TEMPLATE), str(broken)).exit_code == 4
    assert not any(each.source == "library" for each in planner.templates.list())


def test_a_template_is_exported_to_a_file_that_can_be_checked_and_never_over_another(
    run: Run, talk: str, tmp_path: Path
) -> None:
    target = tmp_path / "mine.json"
    assert run("template", "export", talk, "-o", str(target)).exit_code == 0
    assert run("template", "check", str(target)).exit_code == 0
    text = target.read_text(encoding="utf-8")
    assert run("template", "export", talk, "-o", str(target)).exit_code == 1
    assert target.read_text(encoding="utf-8") == text
    assert run("template", "export", talk, "-o", str(target), "--force").exit_code == 0
    assert run("template", "export", talk).stdout == text


def test_a_file_that_cannot_be_written_is_a_matter_of_data(run: Run, talk: str, tmp_path: Path) -> None:
    result = run("template", "export", talk, "-o", str(tmp_path / "no" / "such" / "folder.json"))
    assert result.exit_code == 3
    assert "Traceback" not in result.stderr


def test_a_template_marks_what_is_sourced_and_names_the_source_kind_and_why(run: Run) -> None:
    lines = [line.strip() for line in run("template", "show", "pmp").stdout.splitlines()]
    assert "course · 6 weeks after the start · 35 h §" in lines
    assert "sources: § effort: PMI-PMA, PMI-WTS" in lines
    assert "why: Without the contact hours the application can't be submitted." in lines
    opened = "“Open the application and describe your projects one by one”"
    assert f"apply · 12 weeks before PMP exam · latest: 90 days after {opened} § · 2 h" in lines
    assert "learn · 10 weeks before PMP exam · every week, 9 times · 7 h each time" in lines
    assert not any("target-P" in line or "start+P" in line for line in lines)
    assert "Steps (§ from the sources; other numbers are the author's defaults)" in lines
    assert any(line.startswith("PMI-WTS  ") for line in lines)
