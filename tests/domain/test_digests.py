"""Digests say much in one notification: how much, in which order, and that nothing is cut in the middle."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.digests import Bundle, body_of, bundled, digests_between, digests_due, title_of
from planner.domain.leads import Notice
from planner.domain.plan import Profile

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TODAY = date(2026, 11, 23)


def notice(number: int, before: timedelta = timedelta()) -> Notice:
    moment = NOW - before
    return Notice(milestone=f"m{number}", due=TODAY, at=None, lead="P1D", moment=moment, key=f"m{number}|d|P1D")


def shapes(*notices: Notice) -> list[tuple[str | None, int]]:
    return [(each.kind, len(each.notices)) for each in bundled(notices, lambda each: each.moment, NOW)]


def test_up_to_three_come_alone_and_more_as_one() -> None:
    assert shapes() == []
    assert shapes(*map(notice, range(3))) == [(None, 1)] * 3
    assert shapes(*map(notice, range(4))) == [("several", 4)]
    assert shapes(*map(notice, range(200))) == [("several", 200)]


def test_what_was_missed_comes_as_one_before_the_others() -> None:
    missed = [notice(n, (9 - n) * HOUR) for n in range(5)]
    assert shapes(*missed) == [("away", 5)]
    assert shapes(*missed, notice(8), notice(9)) == [("away", 5), (None, 1), (None, 1)]
    assert shapes(*missed, notice(7), notice(8), notice(9)) == [("away", 5), ("several", 3)]
    assert shapes(missed[0]) == [(None, 1)]


@given(st.lists(st.integers(0, 5000), max_size=30))
def test_every_notice_is_in_exactly_one_and_never_more_than_three_come(ages: list[int]) -> None:
    notices = sorted((notice(n, age * MINUTE) for n, age in enumerate(ages)), key=lambda each: each.moment)
    found = bundled(notices, lambda each: each.moment, NOW)
    assert sorted(each.key for bundle in found for each in bundle.notices) == sorted(each.key for each in notices)
    assert len(found) <= 3
    assert all([*bundle.notices] == sorted(bundle.notices, key=lambda each: each.moment) for bundle in found)


def test_titles_count() -> None:
    assert title_of(Bundle(kind="several", notices=tuple(map(notice, range(1200)))), TODAY) == "1,200 reminders"
    assert title_of(Bundle(kind="away", notices=(notice(1), notice(2))), TODAY) == "While you were away: 2 reminders"


def test_a_body_lists_the_first_and_counts_the_rest() -> None:
    lines = [(f"Step {n}", "due today") for n in range(10)]
    assert body_of(lines).splitlines() == [*(f"• Step {n} – due today" for n in range(6)), "and 4 more"]
    assert body_of(lines[:6]).splitlines()[-1] == "• Step 5 – due today"
    assert body_of([]) == ""


@given(st.lists(st.tuples(st.text(max_size=1000), st.sampled_from(["due today", "was due Mon 23 Nov, 12 days ago"]))))
def test_a_body_fits_everywhere_and_forgets_nobody(lines: list[tuple[str, str]]) -> None:
    body = body_of([(title.replace("\n", " "), when) for title, when in lines])
    assert len(body.encode("utf-16-le", "replace")) // 2 <= 255
    told = body.count("• ") if not any("• " in title for title, _ in lines) else None
    if told is not None and lines:
        rest = len(lines) - told
        assert rest == 0 or body.endswith(f"and {rest:,} more")
        assert told >= 1


def test_a_title_from_a_plan_edited_by_hand_stays_on_its_line() -> None:
    assert body_of([("one\ntwo\x1b[2J", "due today")]) == "• one two\ufffd[2J – due today"


def test_a_title_that_is_cut_ends_with_a_whole_character() -> None:
    family = "👩‍👩‍👧‍👦"
    body = body_of([(family * 100, "due today")])
    shown = body.removeprefix("• ").partition("…")[0]
    assert shown == family * (len(shown) // len(family))


DAILY = Profile(morning_digest=time(8), weekly_digest="mon", weekly_digest_at=time(7, 30))


def told(profile: Profile, begin: str, end: str) -> list[str]:
    first, last = (datetime.fromisoformat(each).replace(tzinfo=BERLIN).astimezone(UTC) for each in (begin, end))
    return [
        f"{each.kind} {each.moment.astimezone(BERLIN):%a %H:%M}"
        for each in digests_between(profile, first, last, BERLIN)
    ]


def test_they_come_at_their_times() -> None:
    assert told(Profile(), "2026-11-22", "2026-12-22") == []
    assert told(DAILY, "2026-11-21 12:00", "2026-11-24 12:00") == [
        "morning Sun 08:00", "weekly Mon 07:30", "morning Mon 08:00", "morning Tue 08:00",
    ]  # fmt: skip


def test_on_free_days_there_is_none_and_quiet_hours_shift_it() -> None:
    profile = Profile(
        morning_digest=time(6), weekly_digest="sat", quiet_from=time(22), quiet_until=time(7),
        working_days=("mon", "tue", "wed", "thu", "fri"),
    )  # fmt: skip
    assert told(profile, "2026-11-19 22:00", "2026-11-24 12:00") == [
        "morning Fri 07:00", "weekly Mon 09:00", "morning Mon 07:00", "morning Tue 07:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wall", "kinds"),
    [
        ("2026-11-23 07:29", []),
        ("2026-11-23 07:30", ["weekly"]),
        ("2026-11-23 23:59", ["weekly", "morning"]),
        ("2026-11-24 07:59", ["weekly"]),
        ("2026-11-25 12:00", ["morning"]),
    ],
)
def test_when_the_machine_was_off_they_come_later_on(wall: str, kinds: list[str]) -> None:
    now = datetime.fromisoformat(wall).replace(tzinfo=BERLIN).astimezone(UTC)
    profile = DAILY
    assert [each.kind for each in digests_due(profile, now, BERLIN) if each.day >= date(2026, 11, 23)] == kinds
