"""Days to cells and back."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.durations import FIRST_DAY, LAST_DAY
from planner.domain.scale import ZOOMS, Axis, Scale, Zoom, index_of

TODAY = date(2026, 11, 21)
DAYS = st.dates(FIRST_DAY, LAST_DAY)
ANY_DAY = st.dates()
ZOOM = st.sampled_from(ZOOMS)
WIDTH = st.integers(1, 300)
SCALES = st.builds(lambda zoom, day, width: Scale.at(zoom, day, width).panned(0), ZOOM, DAYS, WIDTH)


@given(SCALES, ANY_DAY, ANY_DAY)
def test_a_later_day_never_stands_in_an_earlier_cell(scale: Scale, one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert scale.cell(first) <= scale.cell(last)
    assert scale.cell(first) <= scale.last_cell(first)


@given(SCALES, st.integers(0, 299))
def test_from_a_cell_to_its_day_and_back_is_the_same_cell(scale: Scale, cell: int) -> None:
    day = scale.day(cell)
    if FIRST_DAY < day < LAST_DAY:
        assert scale.cell(day) <= cell <= scale.last_cell(day)
        if scale.zoom != "day":
            assert scale.cell(day) == cell
            assert scale.cell(day - timedelta(days=1)) == cell - 1, "it is the first day of its cell"


@given(st.sampled_from(("day", "week")), DAYS, DAYS, WIDTH)
def test_where_a_day_has_its_own_cell_it_comes_back(zoom: Zoom, day: date, begin: date, width: int) -> None:
    scale = Scale.at(zoom, begin, width)
    assert scale.day(scale.cell(day)) == day


@given(SCALES)
def test_a_window_shows_its_first_and_last_day_and_none_beside(scale: Scale) -> None:
    assert scale.first <= scale.last
    assert scale.shows(scale.first)
    if scale.first > FIRST_DAY:
        assert not scale.shows(scale.first - timedelta(days=1))
    if scale.last < LAST_DAY:
        assert scale.shows(scale.last) or scale.zoom == "day"
        assert not scale.shows(scale.last + timedelta(days=1))


@given(SCALES, DAYS, st.integers(-4, 4))
def test_zooming_keeps_the_day_it_goes_round_in_sight(scale: Scale, around: date, by: int) -> None:
    zoomed = scale.zoomed(by, around)
    assert zoomed.shows(around)
    assert zoomed.width == scale.width
    if scale.shows(around) and zoomed.origin + zoomed.width <= index_of(zoomed.zoom, LAST_DAY):
        assert (
            zoomed.zoom == scale.zoom
            or abs(zoomed.cell(around) - scale.cell(around)) <= 2
            or (zoomed.origin == index_of(zoomed.zoom, FIRST_DAY))
        )


@given(SCALES, st.integers(-500, 500))
def test_panning_there_and_back_is_where_it_began_unless_time_ends(scale: Scale, cells: int) -> None:
    there = scale.panned(cells)
    if there.origin == scale.origin + cells:
        assert there.panned(-cells) == scale
    assert there.panned(0) == there


@given(SCALES)
def test_labels_are_in_order_inside_the_window_and_apart(scale: Scale) -> None:
    axis = scale.axis()
    for labels in (axis.upper, axis.lower):
        assert all(0 <= each.cell < scale.width for each in labels)
        assert all(one.cell + len(one.text) < two.cell for one, two in pairwise(labels))
    assert all(0 <= cell < scale.width for cell in axis.grid)


def drawn(axis: Axis, width: int) -> list[str]:
    rows = []
    for labels in (axis.upper, axis.lower):
        row = [" "] * (width + 12)
        for label in labels:
            row[label.cell : label.cell + len(label.text)] = label.text
        rows.append("".join(row).rstrip())
    return rows


@pytest.mark.parametrize(
    ("zoom", "begin", "upper", "lower"),
    [
        ("day", TODAY, "Nov 2026 Dec 2026", "21 22 23 24 25 26 27 28 29 30 1 2"),
        ("week", TODAY, "Nov 2026 Dec", "23 W48 30 W49 7 W50 14 W51 21 W52"),
        ("month", date(2026, 11, 2), "Nov 2026 Dec Jan 2027", "W46 W48 W50 W52 W2"),
        ("quarter", date(2026, 11, 2), "2026 2027", "Nov Dec Jan Feb"),
        ("year", date(2026, 1, 1), "2026 2027", "Q1 Q2 Q3 Q4"),
    ],
)
def test_the_axis_says_what_its_zoom_is_about(zoom: Zoom, begin: date, upper: str, lower: str) -> None:
    shown = drawn(Scale.at(zoom, begin, 40).axis(), 40)
    words = [" ".join(each.split()) for each in shown]
    assert words[0].startswith(upper), shown
    assert lower in words[1], shown


def test_the_closest_zoom_that_shows_a_span_is_found() -> None:
    assert Scale.fitting(TODAY, TODAY + timedelta(days=60), 80).zoom == "week"
    assert Scale.fitting(TODAY, TODAY + timedelta(days=200), 80).zoom == "month"
    assert Scale.fitting(TODAY, TODAY + timedelta(days=500), 80).zoom == "quarter"
    assert Scale.fitting(TODAY, TODAY + timedelta(days=9000), 80).zoom == "year"
    assert Scale.fitting(TODAY, TODAY, 80, "day").zoom == "day"


def test_another_width_begins_where_it_began() -> None:
    scale = Scale.at("week", TODAY, 80, 10)
    assert scale.resized(40).first == scale.first
    assert scale.resized(0).width == 1
