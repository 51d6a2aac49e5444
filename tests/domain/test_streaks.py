"""How steadily a series is kept up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.missed import gone_on, missed, paused, resumed
from planner.domain.plan import Milestone, Repeat
from planner.domain.repeat import close
from planner.domain.repeat_words import streak_words, strip_signs
from planner.domain.streaks import SHOWN, Streak, streak
from tests.domain.making import NOW, milestone

FIRST = date(2026, 11, 2)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
SERIES = milestone(due=FIRST, scheduled=FIRST, repeat=Repeat(every="P1W", first=FIRST))


def lived(marks: str, **repeat: object) -> Milestone:
    """`d` done, `l` done late, `s` skipped, `m` missed, one occurrence each."""
    current = replace(SERIES, repeat=Repeat(**{"every": "P1W", "first": FIRST, **repeat}))  # type: ignore[arg-type]  # fields by name
    for mark in marks:
        due = current.due
        assert due is not None
        if mark == "m":
            late = missed(current, due + DAY)
            assert late is not None
            assert late.next is not None
            current = gone_on(current, late.next, at=NOW)
        else:
            on = due + timedelta(days=3 * (mark == "l"))
            current = close(current, "skipped" if mark == "s" else "done", at=NOW, on=on)
    return current


def of(current: Milestone, today: date | None = None) -> Streak:
    found = streak(current, today or current.due or FIRST)
    assert found is not None
    return found


def test_done_ones_in_a_row_count_late_ones_too() -> None:
    assert (of(lived("ddld")).now, of(lived("ddld")).best) == (4, 4)


def test_what_is_skipped_neither_counts_nor_breaks_and_what_was_missed_breaks() -> None:
    assert (of(lived("dds")).now, of(lived("ddsd")).now) == (2, 3)
    assert (of(lived("dddmd")).now, of(lived("dddmd")).best) == (1, 3)


def test_the_open_one_breaks_a_streak_once_the_day_of_the_next_has_come() -> None:
    current = lived("dd")
    assert current.due is not None
    assert of(current, current.due + 6 * DAY).now == 2
    late = of(current, current.due + WEEK)
    assert (late.now, late.best, late.strip) == (0, 2, ("done", "done", "missed"))


def test_a_pause_breaks_nothing() -> None:
    current = lived("dd")
    assert current.due is not None
    rests = paused(current, current.due)
    assert of(rests, current.due + 9 * WEEK).now == 2
    goes_on = resumed(rests, current.due + 9 * WEEK, at=NOW)
    assert of(goes_on, current.due + 9 * WEEK).strip == ("done", "done")
    assert of(paused(current, current.due + WEEK), current.due + 9 * WEEK).now == 0


def test_one_that_waits_until_it_is_done_is_late_but_never_missed() -> None:
    current = lived("dd", mode="after")
    assert of(current, (current.due or FIRST) + 9 * WEEK).now == 2


def test_the_last_of_a_series_that_ended_counts_too() -> None:
    assert of(lived("dd", count=2)).strip == ("done", "done")
    assert of(lived("ds", count=2)).strip == ("done", "skipped")
    assert streak(milestone(due=FIRST), FIRST) is None


def test_the_strip_and_its_words() -> None:
    found = of(lived("ddmsdl"))
    assert strip_signs(found) == "▮▮▯–▮▮"
    assert streak_words(found) == "streak 2, best 2; of the last 6: 4 done (80%), 1 missed, 1 skipped"
    assert streak_words(of(lived("s"))) == "streak 0, best 0; of the last 1: 1 skipped"
    assert streak_words(of(SERIES)) == ""


@given(marks=st.text("dlsm", max_size=30))
def test_the_best_streak_is_never_below_the_running_one_and_the_strip_is_the_end_of_it_all(marks: str) -> None:
    found = of(lived(marks))
    rows = marks.replace("s", "").replace("l", "d").split("m")
    assert (found.now, found.best) == (len(rows[-1]), max(map(len, rows)))
    names = {"d": "done", "l": "done", "s": "skipped", "m": "missed"}
    assert found.strip == tuple(names[mark] for mark in marks[-SHOWN:])
    assert found.percent is None or 0 <= found.percent <= 100
