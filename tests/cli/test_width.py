"""Cells of a terminal: what `planner.cli.width` says of wide characters, marks and joined emoji."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cli.width import cell_width, clusters, pad, shorten, slices

FAMILY = "👩‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("exam", 4),
        ("Prüfung", 7),
        ("e\u0301", 1),  # a letter and its accent
        ("試験", 4),
        ("🎓", 2),
        (FAMILY, 2),
        ("👍🏽", 2),
        ("❤️", 2),
        ("🇦🇹", 2),
        ("한", 2),
        ("a\u200bb", 2),
        ("½", 1),
    ],
)
def test_a_text_takes_the_cells_a_person_sees(text: str, cells: int) -> None:
    assert cell_width(text) == cells


def test_a_joined_emoji_is_never_split() -> None:
    assert shorten(f"{FAMILY}{FAMILY} family", 4) == f"{FAMILY}…"


def test_a_text_that_fits_is_not_shortened() -> None:
    assert shorten("試験", 4) == "試験"


def test_a_shortened_text_ends_with_an_ellipsis() -> None:
    assert shorten("Submit the application", 10) == "Submit th…"


def test_padding_counts_cells_not_characters() -> None:
    assert pad("試験", 6) == "試験  "
    assert pad("試験", 6, right=True) == "  試験"


@given(st.text(), st.integers(min_value=0, max_value=40))
def test_a_shortened_text_never_takes_more_than_its_room(text: str, cells: int) -> None:
    assert cell_width(shorten(text, cells)) <= cells


@given(st.text())
def test_the_clusters_of_a_text_are_the_text(text: str) -> None:
    assert "".join(cluster for cluster, _ in clusters(text)) == text


@given(st.text(alphabet="ab 試👩é\u200d\u0301", max_size=60), st.integers(4, 30), st.integers(0, 2), st.booleans())
def test_lines_hold_every_word_once_and_fit(text: str, cells: int, hang: int, split: bool) -> None:
    lines = [text[first:last] for first, last in slices(text, cells, hang, split=split)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for at, line in enumerate(lines):
        room = cells - (hang if at else 0)
        assert cell_width(line) <= room or " " not in line.strip()
