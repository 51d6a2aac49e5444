"""The app looks the same wherever the tests run."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_COLOR_SYSTEM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")


LONG = {
    "test_access.py",
    "test_acting.py",
    "test_any_size.py",
    "test_coming.py",
    "test_edit.py",
    "test_edit_goal.py",
    "test_look.py",
    "test_marks.py",
    "test_move_goal.py",
    "test_palette.py",
    "test_plan.py",
    "test_profile.py",
    "test_reminder_settings.py",
    "test_search.py",
    "test_series.py",
    "test_suggesting.py",
    "test_templates.py",
    "test_trouble.py",
    "test_weeks.py",
    "test_welcome.py",
}
"""Files of many walks through the app."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pictures of screens take their time: they are made by `make thorough`."""
    for item in items:
        if "snap_compare" in getattr(item, "fixturenames", ()) or item.path.name in LONG:
            item.add_marker(pytest.mark.thorough)
