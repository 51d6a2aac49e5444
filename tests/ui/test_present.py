"""How text and plan are shown."""

from __future__ import annotations

import re
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from planner.domain.agenda import Line
from planner.domain.plan import Milestone, Repeat
from planner.ui import present
from planner.ui.present import cut, fill, literal, right
from planner.ui.rows import milestone_row
from tests.domain.making import goal, milestone

TODAY = date(2026, 11, 21)
TEXT = st.text(max_size=60)
OBEYED = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(made: Milestone, **fields: object) -> Line:
    known = {"goal": None, "due_at": None, "overdue": False, "blocked_by": (), "undated_until": None, "day": made.due}
    return Line(milestone=made, **{**known, **fields})  # type: ignore[arg-type]  # the fields are named by the tests


@given(TEXT, st.integers(0, 40))
def test_cut_text_fits_its_cells_and_holds_nothing_a_terminal_obeys(text: str, cells: int) -> None:
    assert present.width(cut(text, cells)) <= cells
    assert not OBEYED.search(cut(text, cells))


@given(TEXT, st.integers(0, 40))
def test_filled_text_takes_exactly_its_cells(text: str, cells: int) -> None:
    assert present.width(fill(text, cells)) == cells
    assert present.width(right(text, cells)) == cells


@given(TEXT)
def test_literal_text_has_no_style_and_no_action(text: str) -> None:
    content = literal(text)
    assert not OBEYED.search(content.plain)
    assert content.spans == []


def test_half_a_character_that_was_pasted_is_shown_as_a_replacement() -> None:
    assert literal("a\ud800b").plain == "a\ufffdb"


def test_what_was_cut_says_so_and_what_fits_does_not() -> None:
    assert cut("Send the application", 10) == "Send the…"
    assert cut("Send", 4) == "Send"
    assert cut("漢字漢字", 5) == "漢字…"


@given(TEXT, st.integers(30, 140), st.integers(0, 6000), st.booleans())
def test_a_row_takes_exactly_the_cells_there_are(title: str, cells: int, effort: int, overdue: bool) -> None:
    made = milestone(1, title=title, due=TODAY, effort=effort)
    row = milestone_row(shown(made, goal=goal(1, title=title), overdue=overdue), cells, TODAY)
    assert row.cell_length == cells


def test_dates_are_told_in_words_that_fit_their_column() -> None:
    cases = {
        (date(2026, 11, 21), None): "any time",
        (date(2026, 11, 21), time(18, 0)): "18:00",
        (date(2026, 11, 22), time(8, 5)): "Sun 22 08:05",
        (date(2026, 11, 24), None): "Tue 24",
        (date(2026, 11, 26), time(19, 0)): "Thu 26 19:00",
        (date(2026, 12, 4), None): "Fri 4 Dec",
        (date(2026, 12, 14), time(19, 0)): "14 Dec 19:00",
        (date(2027, 1, 5), time(9, 0)): "5 Jan 2027",
    }
    for (due, at), words in cases.items():
        made = shown(milestone(1, due=due, at=at))
        assert present.when_words(made, TODAY) == words
        assert len(present.when_words(made, TODAY)) <= 12
    assert present.when_words(shown(milestone(1)), TODAY) == "no date"


def test_a_due_in_full_says_day_time_distance_and_what_is_wrong() -> None:
    late = shown(milestone(1, due=date(2026, 11, 20)), overdue=True)
    assert present.due_words(late, TODAY) == "Fri 20 Nov, yesterday · overdue"
    pinned = shown(milestone(1, due=date(2026, 11, 24), at=time(18, 0), zone="America/New_York"))
    assert present.due_words(pinned, TODAY) == "Tue 24 Nov 18:00 (America/New_York), in 3 days"
    waiting = shown(milestone(1), undated_until="PMI approved the application")
    assert present.due_words(waiting, TODAY) == "no date until PMI approved the application"


def test_leads_are_told_longest_first() -> None:
    assert present.lead_words(("P1D", "P7D")) == "reminds 7 d, 1 d before"
    assert present.lead_words(("PT0M",)) == "reminds at its time"
    assert present.lead_words(("PT0M",), timed=False) == "reminds on its day"
    assert present.lead_words(("PT0M", "P1DT2H")) == "reminds 1 d 2 h before and at its time"
    assert present.lead_words(()) == "no reminder"


def test_repeats_are_told_in_words() -> None:
    cases = {
        Repeat(every="P1W"): "every week",
        Repeat(every="P2W"): "every 2 weeks",
        Repeat(every="P3Y"): "every 3 years",
        Repeat(every="P10D", mode="after"): "every 10 days, counted from the day it is done",
        Repeat(every="P1M3D"): "every P1M3D",
        Repeat(rrule="FREQ=WEEKLY;BYDAY=MO,WE"): "every week on Mon, Wed",
        Repeat(rrule="FREQ=MONTHLY;INTERVAL=3"): "every 3 months",
        Repeat(rrule="FREQ=MONTHLY;BYDAY=1MO"): "by FREQ=MONTHLY;BYDAY=1MO",
        Repeat(each="a" * 32): "each time what it follows is done",
    }
    assert {repeat: present.repeat_words(repeat) for repeat in cases} == cases


def test_efforts_shrink_with_their_column() -> None:
    assert [present.effort_words(70, cells) for cells in (8, 5)] == ["1 h 10 m", "1 h"]
    assert present.effort_words(None) == ""
    assert [present.effort_words(800, cells) for cells in (9, 6, 4)] == ["13 h 20 m", "13½ h", "13 h"]
    assert [present.total_words(minutes) for minutes in (0, 30, 175)] == ["0 h", "30 m", "2 h 55 m"]


def test_a_bar_is_full_only_when_all_is_done_and_never_empty_once_begun() -> None:
    assert present.bar(0, 100, 10).plain == "─" * 10
    assert present.bar(1, 100, 10).plain == "━" + "─" * 9
    assert present.bar(99, 100, 10).plain == "━" * 9 + "─"
    assert present.bar(100, 100, 10).plain == "━" * 10
    assert present.bar(0, 0, 10).plain == "─" * 10


def test_every_state_has_its_own_symbol_and_word() -> None:
    states = [
        present.symbol(milestone(1, status="done")),
        present.symbol(milestone(1, status="skipped")),
        present.symbol(milestone(1), blocked=True),
        present.symbol(milestone(1), snoozed=True),
        present.symbol(milestone(1, status="waiting")),
        present.symbol(milestone(1, status="doing")),
        present.symbol(milestone(1, fixed=True)),
        present.symbol(milestone(1)),
    ]
    assert len(set(states)) == len({sign for sign, _ in states}) == len(states)
    explained = {sign for sign, _ in present.SYMBOLS}
    assert {sign for sign, _ in states} <= explained


def test_names_are_listed_and_the_rest_counted() -> None:
    assert present.listed(["a"]) == "a"
    assert present.listed(["a", "b"]) == "a and b"
    assert present.listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert present.count(1, "day") == "1 day"
    assert present.count(1204, "milestone") == "1,204 milestones"


def test_wrapping_keeps_an_empty_line() -> None:
    assert [each.plain for each in present.wrap(Content(""), 10)] == [""]
    assert [each.plain.strip() for each in present.wrap(Content("one two three"), 8)] == ["one two", "three"]


def test_a_joined_emoji_takes_as_many_cells_in_a_column_as_every_terminal_gives_it() -> None:
    assert present.cut("thumbs 👍🏽 up", 20) == "thumbs 👍 up"
    assert present.fill("👨‍👩‍👧‍👦 home", 8) == "👨 home "
    assert present.cut("क्‍ष", 20) == "क्‍ष", "a joiner between letters stays"


def test_a_source_without_a_date_is_said_in_its_own_words() -> None:
    from planner.domain.template import Source

    words = {as_of: Source(id="a", title="A", as_of=as_of).as_of_words for as_of in ("2026-07", "undated, read", None)}
    assert words == {"2026-07": "as of 2026-07", "undated, read": "undated, read", None: ""}
