"""What to do next, in the shell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from click.testing import Result

Run = Callable[..., Result]


def test_at_most_three_each_with_its_reason(run: Run, value: Callable[..., Any]) -> None:
    result = run("template", "suggest")
    assert result.exit_code == 0
    assert "planner profile --stage" in result.stderr
    run("profile", "--stage", "early")
    found = value("template", "suggest")
    assert 1 <= len(found) <= 3
    assert all(set(each) == {"template", "title", "reason"} for each in found)
    shown = run("template", "suggest")
    assert "planner profile" not in shown.stderr
    for each in found:
        assert each["template"] in shown.stdout
        assert each["reason"] in shown.stdout
    assert f"planner goal new {found[0]['template']} --dry-run" in shown.stderr


def test_an_earned_certificate_is_kept_first(run: Run, value: Callable[..., Any]) -> None:
    run("goal", "new", "cissp-earn", "--target", "2027-09-01")
    assert "cissp-keep" not in [each["template"] for each in value("template", "suggest")]
    assert run("goal", "set", "cissp-earn", "earned=2026-11-20").exit_code == 0
    assert value("template", "suggest")[0]["template"] == "cissp-keep"
    assert run("goal", "new", "cissp-keep", "--set", "earned=2026-11-20", "--past", "late").exit_code == 0
    assert "cissp-keep" not in [each["template"] for each in value("template", "suggest")]
