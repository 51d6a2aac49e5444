"""What levelling found, in sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.dates import show_day
from planner.domain.holding import Conflict, Held
from planner.domain.levelling import Full, Levelled, Shift, Stays
from planner.domain.levelling_words import helps, remaining, summary
from tests.domain.planning import MONDAY, day

SHIFT = Shift(milestone="a", title="Step a", due=day(6), to=day(9))
TALK = Held(kind="milestone", id="t", title="Talk", due=day(6), earliest=day(12))
GOAL = Held(kind="target", id="g", title="Goal g", due=day(8), earliest=day(20), sure=False)
FULL = Full(monday=MONDAY, over=90)


def test_the_moves_are_summed_up_and_only_the_best_is_called_that() -> None:
    found = Levelled(shifts=(SHIFT,))
    assert summary(found) == "1 milestone later, 3 days in all; then no week is too full. No plan moves fewer days."
    assert summary(replace(found, best=False)).endswith("A plan of 3 days; there may be a shorter one.")
    partly = summary(replace(found, full=(FULL, FULL)))
    assert "2 weeks stay too full" in partly
    assert partly.endswith("No plan that does the same moves fewer days.")
    assert summary(Levelled(problem="There is no plan.")) == "There is no plan."


def test_a_week_that_stays_too_full_says_what_cannot_leave_it() -> None:
    stays = tuple(Stays(milestone=each, title=each, minutes=60, series=False) for each in "abcd")
    found = Levelled(full=(replace(FULL, stays=stays, away=2),))
    assert next(remaining(found)) == (
        "The week of 2026-11-23 stays 1½ h too full of what no move takes out of it: "
        "“a” 1 h, “b” 1 h, “c” 1 h and 1 more, and you are away for 2 days."
    )


def test_what_can_go_no_further_is_not_what_finds_no_room_as_far_as_is_looked() -> None:
    assert next(remaining(Levelled(full=(FULL,)))).endswith("what lies in it can go no further.")
    looked = Levelled(full=(FULL,), until=date(2030, 1, 2))
    assert next(remaining(looked)).endswith("what lies in it finds no room by 2030-01-02.")


@pytest.mark.parametrize(
    ("together", "said"),
    [(False, "compete; it is enough if any one of them moves:"), (True, "all of them have to move:")],
)
def test_dates_that_cannot_hold_are_named_with_the_earliest_that_can(*, together: bool, said: str) -> None:
    conflict = Conflict(weeks=(MONDAY,), held=(TALK, GOAL), together=together)
    words = list(remaining(Levelled(full=(FULL,), conflicts=(conflict,))))
    assert words[1].startswith("These dates ")
    assert words[1].endswith(said)
    assert words[2] == "“Talk” cannot be done by 2026-11-29; the earliest that can is 2026-12-05."
    assert words[3] == "The target of “Goal g”, 2026-12-01, cannot hold; 2026-12-13 can, and perhaps an earlier day."


def test_days_are_written_as_is_asked() -> None:
    conflict = Conflict(weeks=(MONDAY,), held=(TALK,))
    found = Levelled(full=(FULL,), conflicts=(conflict,))
    words = " ".join(remaining(found, lambda each: show_day(each, MONDAY)))
    assert "The week of Mon 23 Nov stays" in words
    assert "by Sun 29 Nov; the earliest that can is Sat 5 Dec." in words
    assert "2026" not in words


def test_what_helps_names_the_series_and_the_dates() -> None:
    series = replace(FULL, stays=(Stays(milestone="w", title="Walk", minutes=60, series=True),))
    assert helps(Levelled(full=(series,))) == (
        "What would help: a pause of “Walk”, more hours a week or a pause of a goal."
    )
    one, both = (Conflict(weeks=(MONDAY,), held=(TALK,), together=each) for each in (False, True))
    assert "one of those later dates" in helps(Levelled(full=(FULL,), conflicts=(one,)))
    assert "help: those later dates" in helps(Levelled(full=(FULL,), conflicts=(both,)))
