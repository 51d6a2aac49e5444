"""Reminders come when the leads say, once, and never for what does not want them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.lead_choice import DEADLINE, MEETING, ON_TIME, RENEWAL, effective_leads, shipped_leads
from planner.domain.leads import Notice, due_notices, notices_of, upcoming
from planner.domain.plan import KINDS, Goal, GoalStatus, Kind, Milestone, Plan, Profile, Status

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NINE = time(9)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


PLAIN = Milestone(id="m1", title="Mock exam", created=LONG_AGO, dated_at=LONG_AGO, due=date(2026, 11, 24))
GOAL = Goal(id="g1", title="Earn the PMP", created=LONG_AGO)


def none(milestone: Milestone) -> None:
    """The template says nothing."""


def plan(*milestones: Milestone, goal: Goal = GOAL, profile: Profile | None = None) -> Plan:
    return Plan(goals={goal.id: goal}, milestones={m.id: m for m in milestones}, profile=profile or Profile())


def due(milestone: Milestone, now: datetime = NOW, goal: Goal = GOAL) -> list[tuple[str, datetime]]:
    return [(notice.lead, notice.moment) for notice in due_notices(plan(milestone, goal=goal), now, BERLIN, none)]


def moments(notices: Sequence[Notice]) -> list[tuple[str, datetime]]:
    return [(notice.lead, notice.moment) for notice in notices]


@pytest.mark.parametrize(
    ("kind", "fixed", "at", "leads"),
    [
        ("exam", False, None, ("P60D", "P30D", "P14D", "P7D", "P1D")),
        ("apply", True, None, ("P60D", "P30D", "P14D", "P7D", "P1D")),
        ("renew", False, None, ("P180D", "P90D", "P60D", "P30D")),
        ("renew", True, None, ("P180D", "P90D", "P60D", "P30D")),
        ("meet", False, time(18), ("P1D", "PT1H")),
        ("mentor", False, time(18), ("P1D", "PT1H")),
        ("network", True, time(18), ("P1D", "PT1H")),
        ("network", False, None, ("PT0M",)),
        ("network", True, None, ("P60D", "P30D", "P14D", "P7D", "P1D")),
        ("review", False, time(16), ("PT0M",)),
        ("learn", False, None, ("PT0M",)),
    ],
)
def test_the_shipped_sets_by_kind(kind: Kind, fixed: bool, at: time | None, leads: tuple[str, ...]) -> None:
    assert shipped_leads(replace(PLAIN, kind=kind, fixed=fixed, at=at)) == leads


def test_an_expected_day_is_not_fixed() -> None:
    assert shipped_leads(replace(PLAIN, kind="apply", fixed=True, expected=True)) == ON_TIME


def test_leads_come_from_milestone_goal_template_person_and_shipped_set_in_this_order() -> None:
    own = replace(PLAIN, kind="exam", leads=("PT2H",))
    goal = replace(GOAL, leads=("P3D",))
    profile = Profile(leads={"exam": ("P5D",)})
    assert effective_leads(own, goal, ("P4D",), profile) == ("PT2H",)
    free = replace(own, leads=None)
    assert effective_leads(free, goal, ("P4D",), profile) == ("P3D",)
    assert effective_leads(free, GOAL, ("P4D",), profile) == ("P4D",)
    assert effective_leads(free, None, ("P4D",), profile) == ("P4D",)
    assert effective_leads(free, GOAL, None, profile) == ("P5D",)
    assert effective_leads(replace(free, kind="pay"), GOAL, None, profile) == ON_TIME
    assert effective_leads(free, None, None, Profile()) == DEADLINE


def test_an_empty_set_means_none_at_every_level() -> None:
    exam = replace(PLAIN, kind="exam")
    assert effective_leads(replace(exam, leads=()), replace(GOAL, leads=("P3D",)), ("P4D",), Profile()) == ()
    assert effective_leads(exam, replace(GOAL, leads=()), ("P4D",), Profile()) == ()
    assert effective_leads(exam, GOAL, (), Profile(leads={"exam": ("P5D",)})) == ()
    assert effective_leads(exam, GOAL, None, Profile(leads={"exam": ()})) == ()
    assert due(replace(exam, leads=()), utc("2026-12-01")) == []


def test_on_a_day_without_a_time_leads_count_from_the_day_start() -> None:
    found = notices_of(PLAIN, ("P7D", "P1D", "PT0M"), NINE, BERLIN)
    assert moments(found) == [
        ("P7D", utc("2026-11-17T08:00")),
        ("P1D", utc("2026-11-23T08:00")),
        ("PT0M", utc("2026-11-24T08:00")),
    ]
    early = plan(PLAIN, profile=Profile(day_start=time(7, 30)))
    assert due_notices(early, utc("2026-11-24T06:30"), BERLIN, none)[0].moment == utc("2026-11-24T06:30")


def test_with_a_time_they_count_from_it() -> None:
    found = notices_of(replace(PLAIN, at=time(18)), MEETING, NINE, BERLIN)
    assert moments(found) == [("P1D", utc("2026-11-23T17:00")), ("PT1H", utc("2026-11-24T16:00"))]


def test_days_of_a_lead_count_on_the_calendar_and_hours_on_the_clock() -> None:
    monday = replace(PLAIN, due=date(2026, 3, 30), at=time(9))  # clocks went forward on Sunday
    assert moments(notices_of(monday, ("P2D", "PT1H"), NINE, BERLIN)) == [
        ("P2D", utc("2026-03-28T08:00")),  # 9:00 in winter
        ("PT1H", utc("2026-03-30T06:00")),
    ]
    sunday = replace(PLAIN, due=date(2026, 3, 29), at=time(3, 30))
    assert moments(notices_of(sunday, ("PT1H",), NINE, BERLIN)) == [("PT1H", utc("2026-03-29T00:30"))]  # 1:30, an hour


def test_a_lead_into_the_gap_moves_forward() -> None:
    monday = replace(PLAIN, due=date(2026, 3, 30), at=time(2, 30))
    assert moments(notices_of(monday, ("P1D",), NINE, BERLIN)) == [("P1D", utc("2026-03-29T01:30"))]


def test_a_pinned_zone_is_kept_and_a_floating_time_goes_with_the_machine() -> None:
    floating = replace(PLAIN, at=time(18))
    pinned = replace(floating, zone="America/New_York")
    assert notices_of(floating, ON_TIME, NINE, BERLIN)[0].moment == utc("2026-11-24T17:00")
    assert notices_of(floating, ON_TIME, NINE, NEW_YORK)[0].moment == utc("2026-11-24T23:00")
    assert notices_of(pinned, ON_TIME, NINE, BERLIN)[0].moment == utc("2026-11-24T23:00")


def test_a_notice_is_named_by_milestone_local_due_and_lead() -> None:
    timed = replace(PLAIN, at=time(18))
    key = notices_of(timed, MEETING, NINE, BERLIN)[0].key
    assert key == "m1|2026-11-24T18:00|P1D"
    assert notices_of(timed, MEETING, NINE, NEW_YORK)[0].key == key  # a journey is no new notice
    moved = [replace(timed, at=time(19)), replace(timed, due=date(2026, 11, 25)), replace(timed, at=None)]
    keys = {notices_of(each, MEETING, NINE, BERLIN)[0].key for each in moved}
    assert len(keys | {key}) == 4  # a new date or time is


def test_leads_already_past_at_creation_or_redating_are_dropped() -> None:
    late = replace(PLAIN, kind="exam", dated_at=utc("2026-11-20T12:00"))
    assert [notice.lead for notice in notices_of(late, DEADLINE, NINE, BERLIN)] == ["P1D"]
    assert due(late) == []
    on_time = replace(late, dated_at=utc("2026-11-17T08:00"))  # in the very minute of P7D
    assert [notice.lead for notice in notices_of(on_time, DEADLINE, NINE, BERLIN)] == ["P7D", "P1D"]
    assert due(replace(late, dated_at=utc("2026-11-30"))) == []


def test_of_several_missed_only_the_latest_is_raised() -> None:
    exam = replace(PLAIN, kind="exam", due=date(2026, 11, 30))
    assert due(exam) == [("P14D", utc("2026-11-16T08:00"))]
    assert due(exam, utc("2026-11-23T07:59")) == [("P14D", utc("2026-11-16T08:00"))]
    assert due(exam, utc("2026-11-23T08:00")) == [("P7D", utc("2026-11-23T08:00"))]
    assert due(exam, utc("2027-06-01")) == [("P1D", utc("2026-11-29T08:00"))]


def test_before_its_first_lead_nothing_is_due() -> None:
    assert due(replace(PLAIN, kind="exam", due=date(2027, 6, 1))) == []
    assert due(replace(PLAIN, leads=("P60D",), due=date(2027, 1, 20)), utc("2026-11-21T07:59")) == []
    assert due(replace(PLAIN, leads=("P60D",), due=date(2027, 1, 20)), utc("2026-11-21T08:00")) != []
    assert due(replace(PLAIN, leads=("P999W",), due=date(2045, 1, 1))) != []


def test_a_snooze_holds_notices_until_its_end() -> None:
    exam = replace(PLAIN, kind="exam", snoozed_until=wall("2026-11-23T10:00"))
    assert due(exam) == []
    assert due(exam, utc("2026-11-23T08:59")) == []
    assert due(exam, utc("2026-11-23T09:00")) == [("P1D", utc("2026-11-23T09:00"))]  # the last of those held, then
    assert moments(notices_of(exam, DEADLINE, NINE, BERLIN)) == [("P1D", utc("2026-11-23T09:00"))]


def test_a_snooze_leaves_later_notices_alone() -> None:
    exam = replace(PLAIN, kind="exam", snoozed_until=wall("2026-11-21T18:00"))
    assert moments(notices_of(exam, DEADLINE, NINE, BERLIN)) == [
        ("P7D", utc("2026-11-21T17:00")),
        ("P1D", utc("2026-11-23T08:00")),
    ]
    assert due(exam, utc("2026-11-25")) == [("P1D", utc("2026-11-23T08:00"))]


def test_a_snooze_does_not_bring_back_what_was_dropped() -> None:
    exam = replace(PLAIN, kind="exam", dated_at=utc("2026-11-23T12:00"), snoozed_until=wall("2026-11-23T20:00"))
    assert notices_of(exam, DEADLINE, NINE, BERLIN) == ()
    assert due(exam, utc("2026-12-01")) == []


@pytest.mark.parametrize("status", ["done", "skipped"])
def test_what_is_closed_reminds_no_more(status: Status) -> None:
    closed = replace(PLAIN, status=status)
    assert notices_of(closed, ON_TIME, NINE, BERLIN) == ()
    assert due(closed, utc("2026-12-01")) == []


@pytest.mark.parametrize("status", ["todo", "doing", "waiting"])
def test_what_is_open_reminds(status: Status) -> None:
    assert due(replace(PLAIN, status=status), utc("2026-11-24T08:00")) == [("PT0M", utc("2026-11-24T08:00"))]


def test_what_has_no_date_reminds_of_nothing() -> None:
    assert notices_of(replace(PLAIN, due=None), ON_TIME, NINE, BERLIN) == ()
    assert due(replace(PLAIN, due=None), utc("2027-01-01")) == []


@pytest.mark.parametrize(("status", "reminds"), [("active", 1), ("paused", 0), ("achieved", 0), ("dropped", 0)])
def test_only_active_goals_remind(status: GoalStatus, reminds: int) -> None:
    member = replace(PLAIN, goal="g1")
    goal = replace(GOAL, status=status)
    assert len(due(member, utc("2026-12-01"), goal)) == reminds
    ahead = upcoming(plan(member, goal=goal), NOW, BERLIN, utc("2026-12-01"), none)
    assert len(ahead) == reminds


def test_a_milestone_whose_goal_is_gone_reminds_as_in_the_inbox() -> None:
    assert len(due(replace(PLAIN, goal="gone"), utc("2026-12-01"))) == 1


def test_a_blocked_milestone_reminds_all_the_same() -> None:
    before = replace(PLAIN, id="m0", due=None)
    found = due_notices(plan(before, replace(PLAIN, after=("m0",))), utc("2026-11-24T08:00"), BERLIN, none)
    assert [notice.milestone for notice in found] == ["m1"]


def test_leads_count_back_from_the_end_of_the_window_too() -> None:
    windowed = replace(PLAIN, latest="target-P1W", leads=("P7D", "PT0M"))
    end = date(2026, 12, 8)
    found = notices_of(windowed, ("P7D", "PT0M"), NINE, BERLIN, end)
    assert [(n.key, n.moment) for n in found] == [
        ("m1|2026-11-24|P7D", utc("2026-11-17T08:00")),
        ("m1|2026-11-24|PT0M", utc("2026-11-24T08:00")),
        ("m1|2026-12-08|P7D", utc("2026-12-01T08:00")),
        ("m1|2026-12-08|PT0M", utc("2026-12-08T08:00")),
    ]
    late = due_notices(plan(windowed), utc("2026-12-02"), BERLIN, none, latest=lambda _: end)
    assert [n.key for n in late] == ["m1|2026-12-08|P7D"]
    ahead = upcoming(plan(windowed), utc("2026-12-02"), BERLIN, utc("2027-01-01"), none, latest=lambda _: end)
    assert [n.key for n in ahead] == ["m1|2026-12-08|PT0M"]
    assert len(notices_of(windowed, ("PT0M",), NINE, BERLIN, windowed.due)) == 1


def test_the_template_is_asked_only_where_nothing_nearer_says() -> None:
    asked: list[str] = []

    def template(milestone: Milestone) -> tuple[str, ...]:
        asked.append(milestone.id)
        return ("P2D",)

    members = (
        replace(PLAIN, id="own", goal="g1", key="a", leads=("P1D",)),
        replace(PLAIN, id="step", goal="g1", key="b"),
        replace(PLAIN, id="by_hand", goal="g1"),
    )
    found = due_notices(plan(*members), utc("2026-11-23T08:00"), BERLIN, template)
    assert asked == ["step"]
    assert [(n.milestone, n.lead) for n in found] == [("step", "P2D"), ("own", "P1D")]
    asked.clear()
    due_notices(plan(*members, goal=replace(GOAL, leads=())), NOW, BERLIN, template)
    assert asked == []


def test_upcoming_lists_what_comes_in_the_window_by_moment() -> None:
    exam = replace(PLAIN, id="m2", kind="exam", due=date(2026, 11, 30))
    found = upcoming(plan(PLAIN, exam), NOW, BERLIN, utc("2026-11-29T08:00"), none)
    assert [(n.milestone, n.lead) for n in found] == [("m2", "P7D"), ("m1", "PT0M"), ("m2", "P1D")]
    assert upcoming(plan(PLAIN, exam), NOW, BERLIN, NOW, none) == []


def test_upcoming_knows_when_a_snooze_ends() -> None:
    old = replace(PLAIN, due=date(2026, 10, 1), snoozed_until=wall("2026-11-22T09:00"))
    found = upcoming(plan(old), NOW, BERLIN, utc("2026-12-01"), none)
    assert moments(found) == [("PT0M", utc("2026-11-22T08:00"))]


def test_the_same_lead_twice_is_one_notice() -> None:
    assert len(notices_of(PLAIN, ("P7D", "P1W", "P7D"), NINE, BERLIN)) == 1


INSTANTS = st.datetimes(wall("2026-01-01"), wall("2027-12-31"), timezones=st.just(UTC))
LEADS = st.lists(st.sampled_from([*RENEWAL, *DEADLINE, *MEETING, *ON_TIME, "P2W", "P1DT2H", "PT90M"]), max_size=6).map(
    tuple
)
MILESTONES = st.builds(
    Milestone,
    id=st.sampled_from(["a", "b"]),
    title=st.just("x"),
    created=st.just(LONG_AGO),
    dated_at=st.just(LONG_AGO) | INSTANTS,
    goal=st.none() | st.just("g1"),
    kind=st.sampled_from(KINDS),
    status=st.sampled_from(["todo", "doing", "waiting", "done", "skipped"]),
    due=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    at=st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.none() | st.sampled_from(["America/New_York", "Pacific/Apia", "Nowhere/Land"]),
    fixed=st.booleans(),
    leads=st.none() | LEADS,
    snoozed_until=st.none() | st.datetimes(wall("2026-01-01"), wall("2027-12-31")),
)


@given(MILESTONES, INSTANTS, LEADS)
def test_what_is_due_is_the_last_of_the_milestones_notices_so_far(
    milestone: Milestone, now: datetime, goal_leads: tuple[str, ...]
) -> None:
    goal = replace(GOAL, leads=goal_leads or None)
    leads = effective_leads(milestone, goal if milestone.goal else None, None, Profile())
    every = notices_of(milestone, leads, NINE, BERLIN)
    assert list(every) == sorted(every, key=lambda notice: notice.moment)
    assert len({notice.key for notice in every}) == len(every)
    past = [notice for notice in every if notice.moment <= now]
    held = milestone.snoozed_until is not None and milestone.snoozed_until.replace(tzinfo=BERLIN).astimezone(UTC) > now
    assert due_notices(plan(milestone, goal=goal), now, BERLIN, none) == ([] if held else past[-1:])


@given(MILESTONES, INSTANTS, st.integers(0, 400))
def test_what_comes_is_what_is_not_due_yet(milestone: Milestone, now: datetime, days: int) -> None:
    until = now + timedelta(days=days)
    every = notices_of(milestone, effective_leads(milestone, None, None, Profile()), NINE, BERLIN)
    found = upcoming(plan(milestone), now, BERLIN, until, none)
    assert found == [notice for notice in every if now < notice.moment <= until]


def test_ten_thousand_far_milestones_cost_no_instant(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> datetime:
        raise AssertionError("an instant was computed")

    monkeypatch.setattr("planner.domain.leads.to_utc", refused)
    far = {str(n): replace(PLAIN, id=str(n), kind="exam", due=date(2028, 1, 1)) for n in range(10_000)}
    assert due_notices(Plan(milestones=far), NOW, BERLIN, none) == []
