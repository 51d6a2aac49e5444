from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from planner.domain.errors import WrongUsage
from planner.services.profile import ProfileEdit
from planner.wiring import Planner
from tests.services.people import a_planner


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    return a_planner(tmp_path)


def test_what_is_given_is_changed_as_one_change_and_undone_as_one(planner: Planner) -> None:
    before = planner.profiles.get()
    leads = {"exam": ("P1D", "P30D"), "log": ()}
    done = planner.profiles.edit(ProfileEdit(stage="mid", hours_per_week="7,50", day_start="8:30", leads=leads))
    assert done.change is not None
    assert done.change.name == "Change your profile"
    now = planner.profiles.get()
    assert (now.stage, now.hours_per_week, now.day_start) == ("mid", "7.5", time(8, 30))
    assert now.leads == {"exam": ("P30D", "P1D"), "log": ()}
    planner.profiles.edit(ProfileEdit(stage="", leads={"exam": None}))
    assert (planner.profiles.get().stage, planner.profiles.get().leads) == (None, {"log": ()})
    assert planner.profiles.get().hours_per_week == "7.5"
    planner.history.undo()
    planner.history.undo()
    assert planner.profiles.get() == before


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (ProfileEdit(stage="boss"), "no stage"),
        (ProfileEdit(hours_per_week="0"), "no number of hours"),
        (ProfileEdit(hours_per_week="NaN"), "no number of hours"),
        (ProfileEdit(hours_per_week="0.1"), "at least a quarter"),
        (ProfileEdit(hours_per_week="1e9"), "no number of hours"),
        (ProfileEdit(day_start="25:00"), "no time of the day"),
        (ProfileEdit(day_start="tomorrow"), "no time of the day"),
        (ProfileEdit(leads={"party": ("P1D",)}), "no kind"),
        (ProfileEdit(leads={"exam": ("soon",)}), "soon"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_stored(
    planner: Planner, changes: ProfileEdit, said: str
) -> None:
    with pytest.raises(WrongUsage, match=said):
        planner.profiles.edit(changes)
    assert planner.store.load().generation == 0
