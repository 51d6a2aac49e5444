from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.dates import show_day
from planner.domain.errors import WrongUsage
from planner.domain.missed import gone_on, missed, paused
from planner.domain.plan import Repeat
from planner.domain.repeat import close
from planner.domain.repeat_words import ends_words, read_end, read_repeat, repeat_text, series_words
from tests.domain.making import NOW, TODAY, milestone


@pytest.mark.parametrize(
    ("typed", "repeat"),
    [
        ("", None),
        ("every day", Repeat(every="P1D")),
        ("weekly", Repeat(every="P1W")),
        ("Every 2 Weeks", Repeat(every="P2W")),
        ("every other month", Repeat(every="P2M")),
        ("yearly, 3 times", Repeat(every="P1Y", count=3)),
        ("every week 10x", Repeat(every="P1W", count=10)),
        ("every 3 days from done", Repeat(every="P3D", mode="after")),
        ("monthly until 1 jun 2027", Repeat(every="P1M", until=date(2027, 6, 1))),
        ("every week until 2027-06-01, from done", Repeat(every="P1W", mode="after", until=date(2027, 6, 1))),
        ("every week on thu and mon", Repeat(rrule="FREQ=WEEKLY;BYDAY=MO,TH")),
        ("every 2 weeks on monday, wed, 5 times", Repeat(rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", count=5)),
        ("FREQ=MONTHLY;BYDAY=1MO, 4 times", Repeat(rrule="FREQ=MONTHLY;BYDAY=1MO", count=4)),
        ("rrule:FREQ=DAILY", Repeat(rrule="FREQ=DAILY")),
    ],
)
def test_rhythms_as_people_type_them(typed: str, repeat: Repeat | None) -> None:
    assert read_repeat(typed, TODAY) == repeat


@pytest.mark.parametrize(
    "typed",
    ["often", "every", "every 0 weeks", "every month on mon", "every week on", "every week now and then",
     "every week until soon", "every week 0 times", "FREQ=SECONDLY", "every 9999 years and a day"],
)  # fmt: skip
def test_what_is_no_rhythm_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(WrongUsage) as told:
        read_repeat(typed, TODAY)
    assert told.value.hint


RHYTHMS = st.one_of(
    st.builds(
        lambda number, unit: Repeat(every=f"P{number}{unit}"),
        st.integers(1, 60),
        st.sampled_from("DWMY"),
    ),
    st.builds(
        lambda interval, days: Repeat(rrule=f"FREQ=WEEKLY{interval};BYDAY={','.join(days)}"),
        st.sampled_from(["", ";INTERVAL=3"]),
        st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, unique=True).map(
            lambda days: [each for each in ("MO", "TU", "WE", "TH", "FR", "SA", "SU") if each in days]
        ),
    ),
    st.just(Repeat(rrule="FREQ=MONTHLY;BYDAY=-1FR")),
)


@given(
    RHYTHMS, st.none() | st.integers(1, 999), st.none() | st.dates(date(2026, 1, 1), date(2099, 1, 1)), st.booleans()
)
def test_what_is_shown_can_be_typed_again(rhythm: Repeat, count: int | None, until: date | None, after: bool) -> None:
    repeat = Repeat(
        every=rhythm.every, rrule=rhythm.rrule, count=count, until=until, mode="after" if after else "fixed"
    )
    again = read_repeat(repeat_text(repeat), TODAY)
    assert again is not None
    assert repeat_text(again) == repeat_text(repeat)
    assert (again.rrule, again.count, again.until, again.mode) == (
        repeat.rrule, repeat.count, repeat.until, repeat.mode,
    )  # fmt: skip


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with suppress(WrongUsage):
        read_repeat(text, TODAY)


@pytest.mark.parametrize(
    ("typed", "moment", "again"),
    [
        ("every week until the target", "target", "every week, until the target"),
        ("weekly until target", "target", "every week, until the target"),
        ("every week until 2 weeks before the target", "target-P2W", "every week, until 2 weeks before the target"),
        ("every month until 1 month after the start", "start+P1M", "every month, until 1 month after the start"),
        ("every day until the day of exam, from done", "exam", "every day, until the day of exam, from done"),
        ("every day until exam-P1W 10 times", "exam-P1W", "every day, 10 times, until exam-P1W"),
        ("FREQ=DAILY until cycle_end", "cycle_end", "FREQ=DAILY, until the end of the cycle"),
        ("every week until the end of the cycle", "cycle_end", "every week, until the end of the cycle"),
        (
            "every week until 2 weeks before the end of the cycle",
            "cycle_end-P2W",
            "every week, until 2 weeks before the end of the cycle",
        ),
    ],
)
def test_a_series_may_end_with_its_plan(typed: str, moment: str, again: str) -> None:
    repeat = read_repeat(typed, TODAY)
    assert repeat is not None
    assert (repeat.moment, repeat.until) == (moment, None)
    assert repeat_text(repeat) == again
    assert read_repeat(again, TODAY) == repeat


def test_an_end_is_a_day_or_a_moment() -> None:
    assert read_end("1 jun 2027", TODAY) == (date(2027, 6, 1), None)
    assert read_end(" The  Target ", TODAY) == (None, "target")
    for wrong in ("soon", "the target or so", "the day of rest and play", ""):
        with pytest.raises(WrongUsage):
            read_end(wrong, TODAY)


def test_ends_in_words() -> None:
    until = date(2027, 6, 1)
    assert ends_words(Repeat(every="P1W"), TODAY) == ""
    assert ends_words(Repeat(every="P1W", count=8, until=until), TODAY) == "8 times, until 1 Jun 2027"
    assert ends_words(Repeat(every="P1W", moment="target"), TODAY) == "until the target"
    assert ends_words(Repeat(every="P1W", moment="target", until=until), TODAY) == "until the target (1 Jun 2027)"


def test_how_a_series_stands_in_words() -> None:
    first, day = date(2026, 11, 2), timedelta(days=1)
    series = milestone(due=first, scheduled=first, repeat=Repeat(every="P1W", first=first))
    assert series_words(series, TODAY, missed(series, TODAY)) == [
        "3 were missed since Mon 2 Nov; the next is on Mon 23 Nov"
    ]
    assert series_words(series, first + 7 * day, missed(series, first + 7 * day)) == [
        "1 was missed, of Mon 2 Nov; the next is on Mon 9 Nov"
    ]
    assert series_words(series, first + day, missed(series, first + day)) == []
    assert series_words(paused(series, first), TODAY) == ["paused since Mon 2 Nov"]
    moved = close(replace(series, due=first + day), "done", at=NOW, on=first + day)
    skipped = close(gone_on(moved, first + 14 * day, at=NOW), "skipped", at=NOW, on=first)
    again = replace(skipped, due=(skipped.due or first) + day)
    told = "moved from Mon 23 Nov, this once; Mon 16 Nov skipped; Mon 2 Nov moved to Tue 3 Nov"
    assert series_words(again, TODAY) == [told]
    assert series_words(milestone(due=first), TODAY) == []
    ended = close(replace(series, repeat=Repeat(every="P1W", first=first, count=1)), "done", at=NOW, on=first)
    assert series_words(ended, TODAY) == []


def test_a_series_whose_end_leaves_no_room_for_all_of_its_times_says_how_many_there_will_be() -> None:
    rhythm = Repeat(every="P1W", count=9, first=TODAY, until=TODAY + timedelta(days=20))
    series = milestone(due=TODAY, scheduled=TODAY, repeat=rhythm)
    until = show_day(TODAY + timedelta(days=20), TODAY)
    assert series_words(series, TODAY) == [f"3 of the 9 times have room until {until}"]
    roomy = replace(series, repeat=replace(rhythm, until=TODAY + timedelta(weeks=8)))
    assert series_words(roomy, TODAY) == []
