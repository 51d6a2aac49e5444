"""What the gallery lists, in which order, and how a line of it looks."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.suggestions import Suggestion
from planner.ports import TemplateEntry
from planner.ui.screens.template_gallery import (
    CATEGORIES,
    GalleryRow,
    GalleryView,
    Wanted,
    best_first,
    paint_row,
    sections_of,
    stage_letters,
)

ONE = TemplateEntry(
    id="pmp",
    title="Earn it",
    summary="A certificate for projects.",
    category="certification",
    version="1",
    source="shipped",
    milestones=26,
    stages=("mid",),
    effort=77_520,
    least=77_520,
    duration="P156W",
    plan_from="target",
    skills=("Telling a story",),
)


def view(*entries: TemplateEntry, **fields: object) -> GalleryView:
    return GalleryView(**{"entries": entries, "stage": "mid", "problems": (), **fields})  # type: ignore[arg-type]  # a test's


def keys_of(shown: GalleryView, wanted: Wanted) -> dict[str, list[str]]:
    return {each.key: [row.key for row in each.rows if row.key] for each in sections_of(shown, wanted)}


def test_words_are_found_in_the_title_first_then_in_id_summary_category_and_skills() -> None:
    entries = [
        replace(ONE, id="a", skills=("The word",)),
        replace(ONE, id="b", category="word"),
        replace(ONE, id="c", summary="A word."),
        replace(ONE, id="word-d"),
        replace(ONE, id="e", title="Word"),
        replace(ONE, id="f"),
    ]
    assert [each.id for each in best_first(entries, "WORD")] == ["e", "word-d", "c", "b", "a"]
    assert [each.id for each in best_first(entries, "word earn")] == ["word-d", "c", "b", "a"]
    assert best_first(entries, "") == entries


def test_categories_are_found_by_each_of_their_names() -> None:
    people = replace(ONE, id="lead", category="people-management")
    assert best_first([people], "people management") == best_first([people], "people-management") == [people]
    assert best_first([ONE], "certificate") == [ONE]


def test_what_is_suggested_stands_first_and_only_once() -> None:
    other, late = replace(ONE, id="other", title="Other"), replace(ONE, id="late", title="Late", stages=("senior",))
    suggested = (Suggestion(template="other", title="Other", reason="For once."),)
    shown = view(ONE, other, late, suggested=suggested)
    assert keys_of(shown, Wanted()) == {"next": ["other"], "fits": ["pmp"], "rest": ["late"]}
    assert keys_of(shown, Wanted(category="certification")) == {"fits": ["other", "pmp"], "rest": ["late"]} or keys_of(
        shown, Wanted(category="certification")
    ) == {"fits": ["pmp", "other"], "rest": ["late"]}
    assert keys_of(shown, Wanted(stage="senior")) == {"all": ["late"]}
    assert keys_of(shown, Wanted(category="craft")) == {"all": []}


def test_where_all_are_shipped_and_none_is_newer_there_is_no_column_for_it() -> None:
    line = paint_row(GalleryRow(entry=ONE), 74).plain
    assert line.endswith("certificate · M · 1,292 156 wk")
    told = paint_row(GalleryRow(entry=replace(ONE, source="folder", origin="team"), tells_origin=True), 74).plain
    assert told.rstrip().endswith("156 wk team")
    assert "yours" in paint_row(GalleryRow(entry=replace(ONE, source="library"), tells_origin=True), 74).plain
    assert "↑ newer" in paint_row(GalleryRow(entry=ONE, newer=True, tells_origin=True), 74).plain
    assert paint_row(GalleryRow(entry=ONE, marked=True), 74).plain.startswith("☑ Earn it")


def test_a_title_has_forty_cells_beside_the_pane() -> None:
    title = "x" * 60
    assert "x" * 40 in paint_row(GalleryRow(entry=replace(ONE, title=title)), 78).plain


def test_stages_are_letters_at_their_place() -> None:
    assert [stage_letters(each) for each in (("early",), ("mid", "senior"), ("early", "mid", "senior"))] == [
        "E · ·",
        "· M S",
        "E M S",
    ]


def test_every_category_has_a_word_that_fits_its_column() -> None:
    assert all(len(word) <= 11 for word in CATEGORIES.values())


@given(
    title=st.text(max_size=90),
    effort=st.integers(0, 10**7),
    duration=st.sampled_from([None, "P1Y", "P156W", "P999D", "P10Y"]),
    cells=st.integers(60, 200),
    tells=st.booleans(),
)
def test_a_line_is_as_wide_as_its_room(title: str, effort: int, duration: str | None, cells: int, tells: bool) -> None:
    entry = replace(ONE, title=title, effort=effort, duration=duration)
    assert paint_row(GalleryRow(entry=entry, tells_origin=tells, newer=tells), cells).cell_length == cells
