"""One line becomes a milestone: read from its end, whole words only, shown before enter."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import WrongUsage
from planner.domain.quickadd import QuickAdd, describe, read_line
from planner.domain.text import clean

TODAY = date(2026, 11, 21)  # a Saturday
GOALS = {"g1": "Earn the PMP", "g2": "Earn the MBA", "g3": "Find a mentor", "g4": "Find"}


def read(line: str) -> QuickAdd:
    return read_line(line, TODAY, GOALS)


def test_the_line_of_the_manual() -> None:
    found = read("Attend the PMI chapter dinner tomorrow 18:00 #networking")
    assert found.title == "Attend the PMI chapter dinner"
    assert (found.due, found.at, found.tags) == (date(2026, 11, 22), time(18, 0), ("networking",))
    assert (found.goal_id, found.effort, found.fixed) == (None, None, False)
    assert describe(found.reading) == "“Attend the PMI chapter dinner” · Sun 22 Nov 18:00 · #networking"


def test_everything_at_once_is_read_and_shown() -> None:
    found = read('Mock exam 2 24 nov 2027 9:30 ~1h30m !fixed @"earn the p" #pmp #mock')
    assert found.title == "Mock exam 2"
    assert (found.due, found.at) == (date(2027, 11, 24), time(9, 30))
    assert (found.effort, found.fixed, found.goal_id, found.tags) == (90, True, "g1", ("pmp", "mock"))
    assert (
        describe(found.reading)
        == "“Mock exam 2” · 24 Nov 2027 09:30 · fixed date · 1½ h · in Earn the PMP · #pmp · #mock"
    )


@pytest.mark.parametrize(
    "end", ["thu 18:00 ~2h @find #a", "#a @find ~2h thu 18:00", "@find thu 18:00 #a ~2h", "~2h #a thu 18:00 @find"]
)
def test_the_order_at_the_end_does_not_matter(end: str) -> None:
    found = read(f"Dinner {end}")
    assert found.title == "Dinner"
    assert (found.due, found.at, found.effort, found.goal_id) == (date(2026, 11, 26), time(18, 0), 120, "g4")
    assert found.tags == ("a",)


@pytest.mark.parametrize(
    ("line", "title", "due"),
    [
        ("Read tomorrow night by Ann", "Read tomorrow night by Ann", None),  # not at the end
        ("Read #5 in the list", "Read #5 in the list", None),
        ("Mail ann@x.org about C# and C++", "Mail ann@x.org about C# and C++", None),  # whole words only
        ("Learn C#", "Learn C#", None),
        ("Look at #", "Look at #", None),
        ("Meet @", "Meet @", None),
        ("Thurs. plans", "Thurs. plans", None),
        ("Call me maybe", "Call me maybe", None),
        ("Upgrade to 3.12", "Upgrade to 3.12", None),
        ("Invite 12-24 people", "Invite 12-24 people", None),
        ("Cover for school 2020-21", "Cover for school 2020-21", None),
        ("Try pmp 2026.1", "Try pmp 2026.1", None),
        ("Work 9-5", "Work 9-5", None),
        ("Dial 20261399", "Dial 20261399", None),
        ("Walk ~2", "Walk ~2", None),
        ("Finish part 1/2 tomorrow", "Finish part 1/2", date(2026, 11, 22)),  # only one date is read
        ("Today is tomorrow today", "Today is tomorrow", date(2026, 11, 21)),
        ("Watch thu fri", "Watch thu", date(2026, 11, 27)),
        ("Retreat next thu", "Retreat", date(2026, 11, 26)),
        ("Retreat thu", "Retreat", date(2026, 11, 26)),
        ("Report in 3 weeks", "Report", date(2026, 12, 12)),  # the longest phrase that ends there
        ("Report due 3 weeks", "Report due 3 weeks", None),
        ("Send it by end of next month", "Send it", date(2026, 12, 31)),
        ("Dinner on thu 26 nov 2026 at 6 pm", "Dinner", date(2026, 11, 26)),
        ("Carry on tomorrow", "Carry on", date(2026, 11, 22)),
        ("Plan 24 nov", "Plan", date(2026, 11, 24)),
        ("Plan 2026-12-24T18:00", "Plan", date(2026, 12, 24)),
        ("Plan   the\tyear   tomorrow", "Plan the year", date(2026, 11, 22)),
    ],
)
def test_whole_words_are_read_from_the_end_until_one_is_neither(line: str, title: str, due: date | None) -> None:
    found = read(line)
    assert (found.title, found.due) == (title, due)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (r"Talk about \tomorrow", "Talk about tomorrow"),
        (r"Ask \@ann", "Ask @ann"),
        (r"Fix \#12", "Fix #12"),
        (r"Part \3/4", "Part 3/4"),
        (r"Ship \24.04", "Ship 24.04"),
        ('Discuss "tomorrow"', "Discuss tomorrow"),
        ('"Plan for tomorrow"', "Plan for tomorrow"),
        ('Ask "@ann"', "Ask @ann"),
        (r'Say "he said \"hi\" #x"', 'Say he said "hi" #x'),
        ('Wait "in 3" days', "Wait in 3 days"),
        ('"Read #a" #b', "Read #a"),
        ('Read "Deep Work" "@ann"', 'Read "Deep Work" @ann'),
        ('Read "Deep Work" \\31 apr', 'Read "Deep Work" 31 apr'),
    ],
)
def test_quotes_and_backslash_protect(line: str, title: str) -> None:
    found = read(line)
    assert found.title == title
    assert (found.due, found.goal_id) == (None, None)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ('Read "Deep Work" tomorrow', 'Read "Deep Work"'),
        (r"Mount \\server\share", r"Mount \\server\share"),
        ('Buy a 24" monitor tomorrow', 'Buy a 24" monitor'),
        ('"Half a quote tomorrow', '"Half a quote'),
        ("Read “Peopleware” tomorrow", "Read “Peopleware”"),
        ("Don't panic tomorrow", "Don't panic"),
        ("Draw a \\ tomorrow", "Draw a \\"),
        ('Say "" tomorrow', 'Say ""'),
        ('Discuss "tomorrow" ~2h !fixed', "Discuss tomorrow"),
        ('Discuss "today" thu', 'Discuss "today"'),  # a second date would not have been read
    ],
)
def test_signs_that_protect_nothing_belong_to_the_title(line: str, title: str) -> None:
    assert read(line).title == title


@pytest.mark.parametrize(
    ("word", "minutes"),
    [
        ("~2h", 120),
        ("~30m", 30),
        ("~1h30m", 90),
        ("~1.5h", 90),
        ("~1,25h", 75),
        ("~0.5h", 30),
        ("~90min", 90),
        ("~2H", 120),
    ],
)
def test_efforts(word: str, minutes: int) -> None:
    assert read(f"Study {word}").effort == minutes


def test_no_effort_and_two_efforts_are_refused() -> None:
    with pytest.raises(WrongUsage, match="no effort"):
        read("Study ~0h")
    with pytest.raises(WrongUsage, match="two efforts"):
        read("Study ~1h ~2h")


@pytest.mark.parametrize(
    ("typed", "goal"),
    [
        ("@earn\tx", None),
        ("@FIND", "g4"),
        ("@find", "g4"),
        ('@"find a"', "g3"),
        ('@"Earn the MBA"', "g2"),
        ('@"EARN THE p"', "g1"),
    ],
)
def test_a_goal_is_named_by_a_unique_prefix_or_in_quotes(typed: str, goal: str | None) -> None:
    assert read(f"Write {typed}").goal_id == goal


def test_an_unknown_goal_names_those_there_are() -> None:
    with pytest.raises(WrongUsage, match="No goal begins with “zzz”") as refused:
        read("Write @zzz")
    assert "“Earn the MBA”, “Earn the PMP”, “Find”, “Find a mentor”" in refused.value.hint
    assert r"\@zzz" in refused.value.hint
    with pytest.raises(WrongUsage) as none:
        read_line("Write @zzz", TODAY, {})
    assert "There is no goal yet." in none.value.hint


def test_a_goal_that_could_be_several_names_them() -> None:
    with pytest.raises(WrongUsage, match="any of “Earn the MBA”, “Earn the PMP”"):
        read("Write @earn")


def test_two_goals_are_refused_and_the_same_twice_is_not() -> None:
    with pytest.raises(WrongUsage, match="two goals"):
        read('Write @find @"earn the p"')
    assert read("Write @find @FIND").goal_id == "g4"


def test_a_tag_twice_counts_once() -> None:
    assert read("Write #b #a #b").tags == ("b", "a")


@pytest.mark.parametrize(
    "line",
    [
        "Dinner 3/4",
        "Dinner 3/4 18:00",
        "Dinner 24.11.",
        "Dinner 2026/4/3",
        "Dinner 31 apr",
        "Dinner 31 apr 18:00",
        "Dinner 24.12",
        "Dinner 12-24",
        "Dinner 12/2026",
        "Dinner 2026-12 18:00",
        "Dinner 20261224",
    ],
)
def test_dates_that_cannot_be_meant_are_refused_with_a_way_to_keep_them(line: str) -> None:
    with pytest.raises(WrongUsage) as refused:
        read(line)
    assert "keep it in the title" in refused.value.hint
    kept = refused.value.hint.rpartition("write ")[2].removesuffix(".")
    found = read(line.replace(kept[1:], kept))
    assert found.title == line.removesuffix(" 18:00")
    assert (found.at is not None) == line.endswith("18:00")


@pytest.mark.parametrize("line", ["", "   ", "tomorrow", "#a", "tomorrow 18:00 #a ~2h @find", "!fixed"])
def test_a_line_without_a_title_is_refused(line: str) -> None:
    with pytest.raises(WrongUsage, match="has no title"):
        read(line)


def test_a_title_too_long_is_refused_and_never_cut() -> None:
    with pytest.raises(WrongUsage, match="201 characters; at most 200"):
        read("x" * 201)
    with pytest.raises(WrongUsage, match="1,001 characters"):
        read("x " * 500 + "x")
    assert len(read("x" * 200 + " tomorrow").title) == 200


def test_hostile_text_is_cleaned_and_stays_literal() -> None:
    found = read("[/foo] \x1b]52;c;x\x1b\\ [@click=app.quit]x[/] \u202etxt 👩‍👩‍👧‍👦 tomorrow")
    assert found.title == "[/foo] \ufffd]52;c;x\ufffd\\ [@click=app.quit]x[/] \ufffdtxt 👩‍👩‍👧‍👦"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(line: str) -> None:
    try:
        found = read(line)
    except WrongUsage:
        return
    assert found.title == clean(found.title) != ""
    assert describe(found.reading).startswith("“")


PLAIN = st.text("abcdefgh ", min_size=1, max_size=40).map(clean).filter(lambda words: words not in ("", "a"))
ENDS = st.permutations(["#tag", "@find", "~2h", "!fixed", "24 nov 2027 18:00"])


@given(PLAIN, ENDS, st.integers(0, 5))
def test_the_title_is_whatever_is_not_read(title: str, ends: list[str], count: int) -> None:
    found = read(" ".join([title, *ends[:count]]))
    assert found.title == title
    read_too = [found.tags == ("tag",), found.goal_id == "g4", found.effort == 120, found.fixed, found.due is not None]
    assert sum(read_too) == count


@given(PLAIN, st.sampled_from(["tomorrow", "#tag", "@find", "@nobody", "~2h", "!fixed", "24 nov", "3/4", "thu 18:00"]))
def test_whatever_would_be_read_can_be_protected(title: str, end: str) -> None:
    for line in (f'{title} "{end}"', " ".join([title, *("\\" + word for word in end.split())])):
        found = read(line)
        assert found.title == f"{title} {end}"
        assert len(found.reading) == 1


@pytest.mark.parametrize(
    ("line", "due", "at"),
    [
        ("Dinner", date(2026, 12, 24), None),
        ("Dinner #family", date(2026, 12, 24), None),
        ("Dinner 18:00", date(2026, 12, 24), time(18, 0)),
        ("Dinner tomorrow 18:00", date(2026, 11, 22), time(18, 0)),
        ("Dinner today", date(2026, 11, 21), None),
    ],
)
def test_a_day_that_is_given_already_holds_unless_the_line_names_another(line: str, due: date, at: time | None) -> None:
    read = read_line(line, date(2026, 11, 21), {}, date(2026, 12, 24))
    assert (read.title, read.due, read.at) == ("Dinner", due, at)
