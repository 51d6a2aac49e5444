"""The timeline drawn in cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.agenda import Lister
from planner.domain.bars import (
    Cells,
    Spot,
    draw_bar,
    draw_goal,
    draw_load,
    draw_wires,
    ground,
    level_of,
    load_of,
)  # fmt: skip
from planner.domain.durations import FIRST_DAY, LAST_DAY, show_hours
from planner.domain.plain_signs import BEYOND_ASCII, PLAIN
from planner.domain.plan import STATUSES, CheckItem, Goal, Milestone, Occurrence, Profile, Repeat
from planner.domain.scale import ZOOMS, Scale, Zoom
from planner.domain.signs import sign_of
from planner.domain.timeline import Timeline, timeline
from planner.domain.wires import wires
from tests.domain.making import NOW, TODAY, goal, milestone, plan

MONDAY = date(2026, 11, 16)
ASCII = {**PLAIN, **BEYOND_ASCII}


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def laid(*records: Goal | Milestone, **fields: Any) -> Timeline:
    return timeline(Lister(plan(*records, **fields), NOW, UTC, lambda _goal: None))


def drawn(*records: Goal | Milestone, zoom: Zoom = "week", width: int = 30, named: bool = False) -> str:
    """The first bar, without the grid; today is the sixth cell."""
    shown = laid(*records)
    scale = Scale.at(zoom, MONDAY, width)
    cells = ground(scale, TODAY, frozenset())
    draw_bar(cells, shown.rows[0].bars[0], scale, TODAY, named=named)
    return "".join(cells.signs).rstrip()


def test_a_bar_is_light_where_it_is_open_and_ends_in_its_symbol() -> None:
    assert drawn(milestone(1, due=day(9), effort=240)) == "     ┃   ░░░░░○"
    assert drawn(milestone(1, due=day(3), fixed=True)) == "     ┃ ░◆"
    assert drawn(milestone(1, due=day(3), status="doing")) == "     ┃ ░◐"


def test_what_is_done_is_full_and_what_was_skipped_is_not() -> None:
    assert drawn(milestone(1, due=day(9), effort=240, status="done")) == "     ┃   █████✓"
    assert drawn(milestone(1, due=day(9), effort=240, status="skipped")) == "     ┃   ░░░░░–"
    half = (CheckItem(title="a", done=True), CheckItem(title="b"))
    assert drawn(milestone(1, due=day(11), effort=240, checklist=half)) == "     ┃     ██░░░○"


def test_what_is_overdue_reaches_to_today() -> None:
    assert drawn(milestone(1, due=day(-3))) == " ░○┄┄┃"


def test_today_is_seen_through_a_bar() -> None:
    assert drawn(milestone(1, due=day(4), effort=360)) == "  ░░░┃░░░○"


def test_a_bar_out_of_sight_says_where_it_is() -> None:
    assert drawn(milestone(1, due=day(99))) == "     ┃           27 Feb 2027 ▸"
    assert drawn(milestone(1, due=day(-99), status="done")) == "◂ 14 Aug"
    assert drawn(milestone(1, due=day(-9), status="done")).startswith("◂ 12 Nov")


def test_the_day_of_a_bar_stands_where_there_is_room() -> None:
    assert drawn(milestone(1, due=day(3)), named=True) == "     ┃ ░○ 24 Nov"
    assert drawn(milestone(1, due=day(20)), named=True) == "     ┃           11 Dec ░○"


def test_a_series_shows_what_was_done_and_what_comes() -> None:
    past = Occurrence(id="p", n=1, scheduled=day(-3), due=day(-3), done_on=day(-3), closed_at=NOW)
    made = milestone(1, due=day(4), n=2, repeat=Repeat(every="P1W", first=day(-3)), occurrences=(past,))
    assert drawn(made) == "  ✓  ┃  ░○      ↻      ↻"
    assert drawn(made, zoom="quarter", width=8) == "┃○" + "·" * 6
    ending = milestone(1, due=day(4), repeat=Repeat(every="P1W", first=day(-3), count=4), n=2)
    assert drawn(ending, zoom="quarter", width=9) == "┃○··"
    resting = milestone(1, due=day(4), repeat=Repeat(every="P1W", first=day(-3), paused_on=day(0)))
    assert "↻" not in drawn(resting)


def test_a_goal_is_heavy_for_what_is_done_and_shows_its_target() -> None:
    one = goal(1, target=day(14))
    shown = laid(one, milestone(1, goal=one.id, due=day(-4), status="done"), milestone(2, goal=one.id, due=day(16)))
    scale = Scale.at("week", MONDAY, 30)
    cells = ground(scale, TODAY, frozenset({0, 7}))
    draw_goal(cells, shown.rows[0], scale, TODAY)
    assert "".join(cells.signs).rstrip() == "━━━━━┃━━━━━────────⚑──"
    assert cells.runs()[0][1] == "goal"


def test_a_goal_without_dates_draws_nothing() -> None:
    shown = laid(goal(1))
    scale = Scale.at("week", MONDAY, 10)
    cells = ground(scale, TODAY, frozenset({7}))
    draw_goal(cells, shown.rows[0], scale, TODAY)
    assert "".join(cells.signs) == "     ┃ ┊  "


BARS = st.builds(
    lambda due, effort, status, fixed, repeat: milestone(
        1, due=day(due), effort=effort, status=status, fixed=fixed,
        repeat=Repeat(every=repeat, first=day(due)) if repeat else None,
    ),
    st.integers(-700, 1500), st.none() | st.integers(5, 30000), st.sampled_from(STATUSES), st.booleans(),
    st.sampled_from(("", "", "P1D", "P1W", "P1M")),
)  # fmt: skip


@settings(max_examples=40)
@given(BARS, st.sampled_from(ZOOMS), st.integers(1, 120), st.integers(-400, 400), st.booleans())
def test_whatever_is_drawn_a_row_keeps_its_width_and_its_signs_are_known(
    made: Milestone, zoom: Zoom, width: int, begin: int, named: bool
) -> None:
    one = goal(1, target=day(40))
    shown = laid(one, replace(made, goal=one.id))
    scale = Scale.at(zoom, day(begin), width)
    for row in (True, False):
        cells = ground(scale, TODAY, scale.axis().grid)
        if row:
            draw_goal(cells, shown.rows[0], scale, TODAY)
        else:
            draw_bar(cells, shown.rows[0].bars[0], scale, TODAY, named=named)
        assert len(cells.signs) == len(cells.roles) == width
        assert all(len(sign) == 1 and (sign.isascii() or sign in ASCII) for sign in cells.signs)
        assert "".join(text for text, _ in cells.runs()) == "".join(cells.signs)


def test_every_piece_of_a_row_begins_with_a_sign_in_its_own_cell() -> None:
    cells = Cells([" "] * 12, [""] * 12)
    for at in (2, 6):
        cells.put(at, "┊", "grid")
    cells.put(7, "░░○", "rest")
    cells.put(9, "○", "mark")
    assert cells.runs() == [("  ", ""), ("┊   ", "grid"), ("┊", "grid"), ("░░", "rest"), ("○  ", "mark")]


def test_what_is_critical_is_hatched() -> None:
    (bar,) = laid(milestone(1, due=day(6), effort=180)).rows[0].bars
    scale = Scale.at("week", MONDAY, 14)
    for critical, sign in ((True, "▒"), (False, "░"), (None, "░")):
        cells = ground(scale, TODAY, frozenset())
        draw_bar(cells, bar, scale, TODAY, critical=critical)
        assert cells.signs[8] == sign
    cells = ground(scale, TODAY, frozenset())
    draw_bar(cells, replace(bar, critical=True), scale, TODAY)
    assert cells.signs[8] == "▒"


def test_every_sign_has_one_of_ascii_and_bars_and_milestones_stay_apart() -> None:
    assert all(len(ours) == len(plain) == 1 and plain.isascii() for ours, plain in ASCII.items())
    milestones = [ASCII[sign] for sign in "○◆◐◌⊘☾↻✓–"]
    assert len(set(milestones)) == len(milestones)
    bars = [ASCII[sign] for sign in "█░━─┄┃┊⚑"]
    assert len(set(bars)) == len(bars)


# -- links


def pictured(spots: dict[str, Spot], links: list[tuple[str, str]], rows: int = 6, width: int = 16) -> list[str]:
    found = wires(spots, links, range(rows), width)
    drawn = []
    for row in range(rows):
        cells = Cells([" "] * width, [""] * width)
        draw_wires(cells, found.get(row, {}), "link")
        for spot in spots.values():
            if spot.row == row:
                cells.fill(spot.first, spot.last, "#", "rest")
        drawn.append("".join(cells.signs).rstrip())
    while drawn and not drawn[-1]:
        drawn.pop()
    return drawn


def test_a_link_goes_down_from_the_end_of_one_bar_to_the_beginning_of_the_next() -> None:
    spots = {"a": Spot(0, 0, 2), "b": Spot(2, 6, 8)}
    assert pictured(spots, [("a", "b")]) == ["###", "  │", "  ╰──▸###"]


def test_a_link_goes_up_too_and_back() -> None:
    assert pictured({"a": Spot(2, 0, 2), "b": Spot(0, 6, 8)}, [("a", "b")]) == ["  ╭──▸###", "  │", "###"]
    assert pictured({"a": Spot(0, 6, 9), "b": Spot(2, 1, 3)}, [("a", "b")]) == [
        "      ####",
        "         │",
        " ###◂────╯",
    ]


def test_a_link_to_a_bar_that_begins_there_points_at_it() -> None:
    assert pictured({"a": Spot(0, 0, 2), "b": Spot(3, 2, 4)}, [("a", "b")]) == ["###", "  │", "  ▾", "  ###"]
    assert pictured({"a": Spot(0, 0, 2), "b": Spot(1, 2, 4)}, [("a", "b")]) == ["###", "  ###"]
    assert pictured({"a": Spot(0, 0, 2), "b": Spot(1, 3, 4)}, [("a", "b")]) == ["###", "  ╰##"]


def test_links_that_meet_are_joined() -> None:
    spots = {"a": Spot(0, 0, 2), "b": Spot(1, 5, 6), "c": Spot(2, 8, 9)}
    assert pictured(spots, [("a", "b"), ("a", "c"), ("b", "c")]) == ["###", "  ├─▸##", "  ╰───┴▸##"]


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(-20, 120), st.integers(0, 30)), min_size=2, max_size=9),
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=12),
    st.integers(0, 8), st.integers(0, 9), st.integers(1, 60),
)  # fmt: skip
def test_links_stay_inside_what_is_shown(
    bars: list[tuple[int, int]], links: list[tuple[int, int]], top: int, height: int, width: int
) -> None:
    spots = {str(row): Spot(row, first, first + length) for row, (first, length) in enumerate(bars)}
    rows = range(top, top + height)
    found = wires(spots, [(str(one), str(two)) for one, two in links], rows, width)
    assert all(row in rows for row in found)
    assert all(0 <= cell < width and sign in ASCII for cells in found.values() for cell, sign in cells.items())


# -- hours


HOURS = ((1, day(8), 360), (2, day(15), 180), (3, day(8), 300))


def test_the_hours_stand_under_their_weeks_and_a_week_that_is_too_full_is_marked() -> None:
    shown = laid(
        *(milestone(number, due=due, effort=effort) for number, due, effort in HOURS),
        profile=Profile(hours_per_week="6"),
    )  # fmt: skip
    scale = Scale.at("week", MONDAY, 35)
    upper, lower = ("".join(each.signs).rstrip() for each in draw_load(shown, scale, scale.axis().grid))
    assert lower.count("▲") == sum(1 for week in shown.weeks if week.overload) == 1
    assert "▲ 11/6" in lower
    assert upper[8:13] == "▇▇▇▇▇"
    month = Scale.at("month", MONDAY, 10)
    assert "".join(draw_load(shown, month, frozenset())[1].signs).rstrip() == "  ▲▲"
    wide = draw_load(shown, Scale.at("day", MONDAY, 70), Scale.at("day", MONDAY, 70).axis().grid)[1]
    assert "▲ 11 of 6 h" in "".join(wide.signs)


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("ends", [FIRST_DAY, LAST_DAY])
def test_the_window_may_reach_to_either_end_of_the_calendar(zoom: Zoom, ends: date) -> None:
    shown = laid(goal(), milestone(goal=goal().id, due=ends, effort=120))
    for scale in (Scale.at(zoom, ends, 40), Scale.at(zoom, ends, 40, 39), Scale.at(zoom, ends, 40).panned(0)):
        axis = scale.axis()
        assert {len(each.signs) for each in draw_load(shown, scale, axis.grid)} == {40}
        row = ground(scale, TODAY, axis.grid)
        draw_goal(row, shown.rows[0], scale, TODAY)
        assert len(row.signs) == 40


def test_a_month_sums_the_weeks_that_begin_in_it() -> None:
    shown = laid(milestone(1, due=day(70), effort=6000), profile=Profile(hours_per_week="6"))
    scale = Scale.at("year", date(2026, 11, 1), 6)
    found = [each for each in load_of(shown, scale) if each is not None]
    assert sum(each.planned for each in found) == sum(week.planned for week in shown.weeks)
    assert sum(each.heavy for each in found) == sum(1 for week in shown.weeks if week.overload)


@pytest.mark.parametrize(
    ("planned", "available", "sign"),
    [(0, 360, " "), (10, 360, "▁"), (180, 360, "▄"), (360, 360, "▆"), (370, 360, "▆"), (400, 360, "▇"), (5, 0, "▇")],
)
def test_a_week_is_as_high_as_it_is_full(planned: int, available: int, sign: str) -> None:
    assert level_of(planned, available) == sign


def test_hours_are_told_to_the_half() -> None:
    assert [show_hours(minutes) for minutes in (0, 40, 90, 660, 60000)] == ["0", "½", "1½", "11", "1,000"]


def test_the_symbol_is_that_of_every_list() -> None:
    from planner.ui.present import symbol

    blocker = milestone(9, due=day(1))
    lister = Lister(plan(blocker), NOW, UTC, lambda _goal: None)
    cases: tuple[dict[str, Any], ...] = (
        *({"status": status} for status in STATUSES),
        {"fixed": True}, {"fixed": True, "status": "doing"}, {"after": (blocker.id,)},
        {"snoozed_until": NOW.replace(year=2027, tzinfo=None)}, {"after": (blocker.id,), "status": "done"},
    )  # fmt: skip
    for fields in cases:
        line = lister.line(milestone(1, due=day(2), **fields))
        assert sign_of(line) == symbol(line.milestone, blocked=bool(line.blocked_by), snoozed=line.snoozed)[0], fields
