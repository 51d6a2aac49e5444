"""Which rules of repetition are let in, and which days they name: the same as dateutil's, without its hangs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise, takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain import rrule
from planner.domain.errors import WrongUsage
from planner.domain.rrule import check_rrule, hits, next_hit

FIRST = date(2026, 11, 24)  # a Tuesday
DAYS = st.dates(date(1990, 1, 1), date(2150, 12, 31))
NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def listed(values: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=most, unique=True).map(lambda found: ",".join(map(str, found)))


def signed(most: int) -> st.SearchStrategy[int]:
    return st.integers(1, most) | st.integers(-most, -1)


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {"FREQ": frequency}
    if draw(st.booleans()):
        parts["INTERVAL"] = str(
            draw(st.integers(1, {"DAILY": 400, "WEEKLY": 60, "MONTHLY": 24, "YEARLY": 4}[frequency]))
        )
    if draw(st.booleans()):
        parts["BYMONTH"] = draw(listed(st.integers(1, 12), 4))
    numbered = frequency in ("MONTHLY", "YEARLY") and draw(st.booleans())
    if draw(st.booleans()):
        most = 53 if frequency == "YEARLY" and "BYMONTH" not in parts else 5
        name = st.sampled_from(NAMES)
        parts["BYDAY"] = draw(listed(st.builds("{}{}".format, signed(most), name) if numbered else name))
    if frequency != "WEEKLY" and draw(st.integers(0, 2)) == 0:
        parts["BYMONTHDAY"] = draw(listed(signed(31)))
    if {"BYDAY", "BYMONTHDAY", "BYMONTH"} & parts.keys() and draw(st.integers(0, 2)) == 0:
        parts["BYSETPOS"] = draw(listed(signed(5)))
    return ";".join(f"{name}={value}" for name, value in parts.items())


@given(rules(), DAYS)
def test_the_days_are_those_of_dateutil(rule: str, first: date) -> None:
    if rule.startswith("FREQ=WEEKLY") and "BYSETPOS" in rule:
        first -= timedelta(
            days=first.weekday()
        )  # dateutil picks from what is left of the first week, RFC 5545 from all
    end = first + timedelta(days=rrule.FIVE_YEARS)
    ours = list(hits(rule, first, first, end))
    assume(ours)  # for a rule without a hit dateutil would go on to the year 9999
    theirs = rrulestr(rule, dtstart=datetime.combine(first, datetime.min.time()))
    assert ours == [hit.date() for hit in takewhile(lambda hit: hit.date() <= end, theirs)]


@given(rules(), DAYS, st.integers(-400, 4000))
def test_the_next_hit_is_the_first_one_after(rule: str, first: date, later: int) -> None:
    after = first + timedelta(days=later)
    found = next_hit(rule, first, after)
    if found is None:
        assert not list(
            hits(rule, first, max(first, after + timedelta(days=1)), max(first, after) + timedelta(days=1830))
        )
    else:
        assert found > after
        assert found >= first
        assert next_hit(rule, first, found - timedelta(days=1)) == found
        assert list(hits(rule, first, after + timedelta(days=1), found)) == [found]


@given(rules(), DAYS, st.integers(0, 800), st.integers(0, 800))
def test_hits_keep_to_the_window_and_their_order(rule: str, first: date, skip: int, length: int) -> None:
    start = first + timedelta(days=skip - 400)
    end = start + timedelta(days=length)
    found = list(hits(rule, first, start, end))
    assert all(max(first, start) <= day <= end for day in found)
    assert all(one < two for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY", ["2026-11-25", "2026-11-26", "2026-11-27"]),
        ("FREQ=DAILY;INTERVAL=10", ["2026-12-04", "2026-12-14", "2026-12-24"]),
        ("FREQ=WEEKLY", ["2026-12-01", "2026-12-08", "2026-12-15"]),  # on its first day's weekday
        ("FREQ=WEEKLY;BYDAY=TU,TH", ["2026-11-26", "2026-12-01", "2026-12-03"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", ["2026-12-07", "2026-12-21", "2027-01-04"]),
        ("FREQ=MONTHLY;BYDAY=1MO", ["2026-12-07", "2027-01-04", "2027-02-01"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["2026-11-27", "2026-12-25", "2027-01-29"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2026-11-30", "2026-12-31", "2027-01-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["2026-12-31", "2027-01-31", "2027-03-31"]),  # short months have none
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["2026-11-30", "2026-12-31", "2027-01-29"]),
        ("FREQ=YEARLY", ["2027-11-24", "2028-11-24", "2029-11-24"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29", "2032-02-29", "2036-02-29"]),
        ("FREQ=MONTHLY;INTERVAL=3", ["2027-02-24", "2027-05-24", "2027-08-24"]),
    ],
)
def test_hits_of_everyday_rules(rule: str, expected: list[str]) -> None:
    day = FIRST
    for each in expected:
        found = next_hit(rule, FIRST, day)
        assert found == date.fromisoformat(each)
        day = found


def test_weekly_positions_count_in_the_whole_week() -> None:
    assert list(hits("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1", FIRST, FIRST, FIRST + timedelta(days=14))) == [
        date(2026, 11, 30),
        date(2026, 12, 7),
    ]


def test_the_first_day_counts_only_if_the_rule_names_it() -> None:
    assert list(hits("FREQ=WEEKLY;BYDAY=TU", FIRST, FIRST, FIRST)) == [FIRST]
    assert list(hits("FREQ=WEEKLY;BYDAY=WE", FIRST, FIRST, FIRST)) == []
    assert next_hit("FREQ=WEEKLY", FIRST, date(2020, 1, 1)) == FIRST


def test_a_hit_far_from_the_first_day_costs_no_expansion() -> None:
    assert next_hit("FREQ=DAILY;INTERVAL=7", date(1970, 1, 1), date(2199, 1, 1)) == date(2199, 1, 3)


def test_nothing_is_named_past_the_last_year() -> None:
    assert next_hit("FREQ=DAILY", date(2199, 12, 1), date(2199, 12, 31)) is None
    assert list(hits("FREQ=DAILY", date(2199, 12, 31), date(2199, 12, 30), date.max)) == [date(2199, 12, 31)]
    assert next_hit("FREQ=YEARLY;INTERVAL=1000", date(2026, 1, 1), date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY", "FREQ=DAILY;INTERVAL=1000", "FREQ=YEARLY;INTERVAL=5", "FREQ=MONTHLY;INTERVAL=48",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYDAY=53MO",
        "FREQ=YEARLY;BYDAY=-52SU", "FREQ=MONTHLY;BYDAY=5MO", "FREQ=MONTHLY;BYDAY=+1MO,3MO",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=1,3", "INTERVAL=2;FREQ=WEEKLY", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYDAY=MO;BYSETPOS=5,-5", "FREQ=DAILY;BYDAY=MO;BYSETPOS=1", "FREQ=YEARLY;BYMONTH=12;BYDAY=-1FR",
    ],
)  # fmt: skip
def test_rules_that_are_let_in(rule: str) -> None:
    check_rrule(rule)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("", "not a part"),
        ("FREQ", "not a part"),
        ("FREQ=", "not a part"),
        ("INTERVAL=2", "DAILY, WEEKLY, MONTHLY or YEARLY"),
        ("FREQ=SECONDLY", "DAILY, WEEKLY, MONTHLY or YEARLY"),
        ("FREQ=HOURLY", "DAILY, WEEKLY, MONTHLY or YEARLY"),
        ("freq=daily", "not a part"),
        ("RRULE:FREQ=DAILY", "not a part"),
        ("FREQ=DAILY;", "not a part"),
        ("FREQ=DAILY;FREQ=DAILY", "twice"),
        ("FREQ=DAILY;COUNT=1000000000", "COUNT"),
        ("FREQ=DAILY;UNTIL=20270101", "UNTIL"),
        ("FREQ=YEARLY;BYEASTER=500", "BYEASTER"),
        ("FREQ=DAILY;BYHOUR=1", "BYHOUR"),
        ("FREQ=WEEKLY;WKST=SU", "WKST"),
        ("FREQ=DAILY;INTERVAL=0", "from 1 to 1000"),
        ("FREQ=DAILY;INTERVAL=-1", "from 1 to 1000"),
        ("FREQ=DAILY;INTERVAL=1001", "from 1 to 1000"),
        ("FREQ=DAILY;INTERVAL=1,2", "one number"),
        ("FREQ=DAILY;INTERVAL=٣", "from 1 to 1000"),
        ("FREQ=DAILY;INTERVAL=1e3", "from 1 to 1000"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "from -31 to 31"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "from -31 to 31"),
        ("FREQ=YEARLY;BYMONTH=13", "from 1 to 12"),
        ("FREQ=YEARLY;BYMONTH=-1", "from 1 to 12"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "from -5 to 5"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "from -5 to 5"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS picks from"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "weekly rule"),
        ("FREQ=WEEKLY;BYDAY=1MO", "only monthly and yearly"),
        ("FREQ=DAILY;BYDAY=1MO", "only monthly and yearly"),
        ("FREQ=MONTHLY;BYDAY=6MO", "numbered from 1 to 5"),
        ("FREQ=MONTHLY;BYDAY=0MO", "numbered from 1 to 5"),
        ("FREQ=YEARLY;BYDAY=54MO", "numbered from 1 to 53"),
        ("FREQ=YEARLY;BYMONTH=1;BYDAY=6MO", "numbered from 1 to 5"),
        ("FREQ=WEEKLY;BYDAY=XX", "not a weekday"),
        ("FREQ=WEEKLY;BYDAY=MO,", "not a weekday"),
        ("FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 60), "characters; at most 120"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "within five years"),
        ("FREQ=DAILY;BYDAY=MO;BYSETPOS=5", "within five years"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", "within five years"),
        ("FREQ=YEARLY;INTERVAL=1000", "within five years"),
        ("FREQ=YEARLY;INTERVAL=6", "within five years"),
    ],
)
def test_rules_that_are_refused_in_words(rule: str, said: str) -> None:
    with pytest.raises(WrongUsage) as refused:
        check_rrule(rule)
    assert said in refused.value.message
    assert "FREQ=MONTHLY;BYDAY=1MO" in refused.value.hint


def test_a_rule_is_tried_from_its_first_day_when_there_is_one() -> None:
    check_rrule("FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29", date(2028, 2, 29))
    with pytest.raises(WrongUsage, match="within five years"):
        check_rrule("FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29", date(2027, 1, 1))


@given(rules() | st.text("FREQ=DAILYWKMON;INTERVALBSP,-+0123456789", max_size=130))
def test_whatever_is_let_in_really_comes_again(rule: str) -> None:
    try:
        check_rrule(rule)
    except WrongUsage:
        return
    parts = dict(part.split("=") for part in rule.split(";"))
    named = next_hit(
        rule.replace(f"INTERVAL={parts.get('INTERVAL')}", "INTERVAL=1"), date(2024, 1, 1), date(2024, 1, 1)
    )
    assert named is not None
    assert next_hit(rule, named, named) is not None


def test_the_search_takes_a_bounded_number_of_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0
    fits = rrule._fits

    def counted(rule: rrule._Rule, day: date) -> bool:
        nonlocal steps
        steps += 1
        return fits(rule, day)

    monkeypatch.setattr(rrule, "_fits", counted)
    assert next_hit("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", FIRST, FIRST) is None
    assert steps <= rrule.FIVE_YEARS
