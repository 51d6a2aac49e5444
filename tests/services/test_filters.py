"""Saved filters."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.errors import NotFound, NotMet, WrongUsage
from planner.domain.saved_filters import MOST_SAVED
from tests.services.people import a_planner


def test_a_filter_is_saved_changed_and_taken_away_each_as_one_change(tmp_path: Path) -> None:
    planner = a_planner(tmp_path)
    assert planner.filters.save("Deep work", "effort:>2h").change is not None
    change = planner.filters.save("deep work", "effort:>3h").change
    assert change is not None
    assert change.name == "Change the filter “Deep work”"
    assert planner.filters.saved() == {"Deep work": "effort:>3h"}
    assert planner.filters.delete("DEEP work").change is not None
    assert planner.filters.saved() == {}
    for expected in ({"Deep work": "effort:>3h"}, {"Deep work": "effort:>2h"}, {}):
        planner.history.undo()
        assert planner.filters.saved() == expected


def test_a_filter_that_calls_another_keeps_its_text(tmp_path: Path) -> None:
    planner = a_planner(tmp_path)
    planner.filters.save("deep work", "effort:>2h")
    planner.filters.save("deep and soft", '@"deep work" balance:soft')
    planner.filters.delete("deep work")
    assert planner.filters.saved() == {"deep and soft": "effort:>2h balance:soft"}


@pytest.mark.parametrize(
    ("name", "text"),
    [("hard", "balance:hard"), ("mine", ""), ("mine", "  "), ("mine", "kind:party"), ("mine", "x" * 501)],
)
def test_what_is_no_filter_is_not_saved(tmp_path: Path, name: str, text: str) -> None:
    planner = a_planner(tmp_path)
    with pytest.raises(WrongUsage):
        planner.filters.save(name, text)
    assert planner.filters.saved() == {}


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    planner = a_planner(tmp_path)
    with pytest.raises(NotFound):
        planner.filters.delete("mine")
    with pytest.raises(NotFound):
        planner.filters.save("mine", "@other")
    with pytest.raises(NotFound):
        planner.queries.filtered([], "@other")


def test_there_are_not_too_many(tmp_path: Path) -> None:
    planner = a_planner(tmp_path)
    from dataclasses import replace

    from planner.domain.plan import Edit

    many = {f"filter {number}": "effort:>2h" for number in range(MOST_SAVED)}
    planner.store.commit(lambda plan: Edit("Fill", (replace(plan.profile, filters=many),)))
    with pytest.raises(NotMet):
        planner.filters.save("one more", "effort:>2h")
    planner.filters.save("filter 7", "effort:>3h")


def test_lists_take_a_name_or_a_text(tmp_path: Path) -> None:
    planner = a_planner(tmp_path)
    planner.milestones.add("Call Ann today ~20m")
    planner.milestones.add("Write the talk today ~5h")
    planner.filters.save("deep work", "effort:>2h")
    lines = planner.queries.agenda(7)
    for asked in ("deep work", '@"Deep Work"', "effort:>2h", "talk"):
        assert [line.milestone.title for line in planner.queries.filtered(lines, asked)] == ["Write the talk"], asked
    assert [line.milestone.title for line in planner.queries.search('@"deep work"')] == ["Write the talk"]
