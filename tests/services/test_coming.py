"""What comes when: digests, quiet hours, free days, a pause, muted goals, sets of leads, certificates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from planner.domain.plan import Goal, Milestone, Profile, Repeat
from planner.domain.template import CredentialRule, CycleRule, Step, Template
from planner.ports import LEASE, RETRIES, LookAhead
from planner.services.coming import HORIZON
from tests.services.test_reminders import BERLIN, DAY, LONG_AGO, MINUTE, SECOND, House, from_template, milestone

NIGHT = Profile(quiet_from=time(21), quiet_until=time(7))


@pytest.fixture
def house() -> House:
    return House()


def shown(house: House) -> list[tuple[str, str]]:
    """Titles and bodies that stand on the desktop, which is cleared."""
    found = [(title, body) for title, body, _ in house.screen.shown]
    house.screen.shown.clear()
    return found


# A storm, and a machine that was off


def test_more_than_three_at_once_come_as_one_that_lists_them(house: House) -> None:
    house.put(*(milestone(f"Step {n}", at=time(9, n), leads=("P1D",)) for n in range(9)))
    assert len(house.at("2026-11-23 09:30")) == 9
    assert shown(house) == [
        ("9 reminders", "\n".join([*(f"• Step {n} – due tomorrow 09:0{n}" for n in range(6)), "and 3 more"]))
    ]
    assert house.at("2026-11-23 09:31") == []
    assert {state.state for state in house.delivery.load().values()} == {"sent"}
    assert len(house.delivery.load()) == 9


def test_what_was_missed_comes_once_as_one_oldest_first(house: House) -> None:
    house.put(
        milestone("Third", due=date(2026, 11, 22)),
        milestone("First", due=date(2026, 11, 2)),
        milestone("Second", due=date(2026, 11, 12)),
        milestone("Done meanwhile", due=date(2026, 11, 20), status="done"),
        milestone("Too long ago", due=date(2026, 10, 20)),
        milestone("Now", due=date(2026, 11, 24)),
    )
    assert house.at("2026-11-23 09:10") == ["First", "Second", "Third", "Now"]
    away, now = shown(house)
    assert away[0] == "While you were away: 3 reminders"
    assert [line.split(" – ")[0] for line in away[1].splitlines()] == ["• First", "• Second", "• Third"]
    assert now == ("Now", "due tomorrow")
    assert house.at("2026-11-23 09:11") == []


def test_a_digest_that_cannot_be_shown_comes_again_whole(house: House) -> None:
    house.put(*(milestone(f"Step {n}") for n in range(5)))
    house.screen.fail()
    house.clock.instant = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert len(house.reminders.run().failed) == 5
    house.screen.mend()
    house.clock.instant += RETRIES[0]
    assert len(house.titles()) == 5
    assert [title for title, _ in shown(house)] == ["5 reminders"]


# Quiet hours, free days, a pause, mute


def test_quiet_hours_hold_everything_back_until_their_end(house: House) -> None:
    house.put(NIGHT, milestone("Call", due=date(2026, 11, 23), at=time(22), leads=("PT0M", "PT30M")))
    assert house.at("2026-11-23 21:30") == []
    assert house.at("2026-11-24 06:59") == []
    assert house.at("2026-11-24 07:00") == ["Call"]
    assert house.at("2026-11-24 07:01") == []


def test_quiet_hours_hold_back_what_was_missed_before_them_and_what_is_tried_again(house: House) -> None:
    house.put(NIGHT, milestone())
    house.screen.fail()
    assert house.at("2026-11-23 20:59") == []
    assert len(house.delivery.load()) == 1
    house.screen.mend()
    assert house.at("2026-11-23 22:00") == []
    assert house.at("2026-11-24 07:00") == ["Mock exam"]


def test_free_days_hold_back_until_the_next_working_day(house: House) -> None:
    house.put(Profile(working_days=("mon", "tue", "wed", "thu", "fri")), milestone(due=date(2026, 11, 22)))
    assert house.at("2026-11-21 09:00") == []
    assert house.at("2026-11-23 06:00") == []
    assert house.at("2026-11-23 09:00") == ["Mock exam"]


def test_a_pause_holds_everything_back_however_long_it_is(house: House) -> None:
    paused = Profile(paused_at=datetime(2026, 11, 1, tzinfo=UTC), paused_until=date(2027, 1, 7))
    house.put(paused, *(milestone(f"Step {n}", due=date(2026, 11, 10 + n)) for n in range(5)))
    house.put(milestone("Before it began", due=date(2026, 10, 20)))
    assert house.at("2026-12-24 12:00") == []
    assert len(house.at("2027-01-07 09:00")) == 5
    assert [title for title, _ in shown(house)] == ["5 reminders"]


def test_a_pause_that_is_ended_lets_what_is_still_due_come(house: House) -> None:
    house.put(Profile(paused_at=LONG_AGO, paused_until=date(2027, 1, 7)), milestone())
    assert house.at("2026-11-23 09:00") == []
    house.put(Profile())
    assert house.at("2026-11-23 10:00") == ["Mock exam"]


def test_a_muted_goal_is_silent_until_it_is_unmuted(house: House) -> None:
    goal = Goal(id="g", title="Earn the PMP", created=LONG_AGO, muted=True)
    house.put(goal, milestone(goal="g"), milestone("Other"))
    assert house.at("2026-11-23 09:00") == ["Other"]
    assert house.reminders.status().muted == ("Earn the PMP",)
    house.put(replace(goal, muted=False))
    assert house.at("2026-11-23 09:01") == ["Mock exam"]


def test_a_reminder_that_is_snoozed_comes_again_once(house: House) -> None:
    house.put(milestone())
    assert house.at("2026-11-23 09:00") == ["Mock exam"]
    house.put(milestone(snoozed_until=datetime.fromisoformat("2026-11-23T10:00")))
    assert house.at("2026-11-23 09:30") == []
    assert house.at("2026-11-23 10:00") == ["Mock exam"]
    assert house.at("2026-11-23 10:01") == []
    house.put(milestone(snoozed_until=datetime.fromisoformat("2026-11-23T11:00")))
    assert house.at("2026-11-23 11:00") == ["Mock exam"]
    house.put(milestone())
    assert house.at("2026-11-23 11:01") == []


def test_what_is_acknowledged_is_not_tried_again(house: House) -> None:
    house.put(milestone(leads=("P1D", "PT0M")))
    house.screen.fail()
    house.at("2026-11-23 09:00")
    house.put(milestone(leads=("P1D", "PT0M"), dated_at=house.clock.now() + SECOND))
    house.screen.mend()
    assert house.at("2026-11-23 12:00") == []
    assert house.at("2026-11-24 09:00") == ["Mock exam"]


# Digests of the morning and of the week


def test_the_morning_tells_of_the_day_and_nothing_of_it_comes_twice(house: House) -> None:
    house.put(
        Profile(morning_digest=time(8)),
        milestone("Read", due=date(2026, 11, 23), leads=("PT0M",)),
        milestone("Exam", due=date(2026, 11, 30), leads=("P7D",)),
        milestone("Call", due=date(2026, 11, 23), at=time(15), leads=("PT1H",)),
        milestone("Later", due=date(2026, 11, 24), leads=("PT0M",)),
    )
    assert house.at("2026-11-23 07:59") == []
    assert house.at("2026-11-23 08:00") == ["Exam", "Read", "Call"]
    assert shown(house) == [
        ("Your Monday: 3 things", "• Exam – due Mon 30 Nov, in 7 days\n• Read – due today\n• Call – due today 15:00")
    ]
    assert house.at("2026-11-23 09:00") == []
    assert house.at("2026-11-23 14:00") == ["Call"]
    assert house.at("2026-11-24 08:00") == ["Later"]


def test_a_morning_with_nothing_is_silent_also_when_something_is_planned_later_on_it(house: House) -> None:
    house.put(Profile(morning_digest=time(8)))
    assert house.at("2026-11-23 08:00") == []
    house.put(milestone("New", due=date(2026, 11, 23), dated_at=datetime(2026, 11, 23, 7, 30, tzinfo=UTC)))
    assert house.at("2026-11-23 08:31") == []
    assert shown(house) == []


def test_the_week_is_listed_and_its_reminders_still_come(house: House) -> None:
    house.put(
        Profile(weekly_digest="mon", weekly_digest_at=time(8), morning_digest=time(8)),
        milestone("Monday", due=date(2026, 11, 23), leads=("PT0M",)),
        milestone("Friday", due=date(2026, 11, 27), leads=("PT0M",)),
        milestone("Next week", due=date(2026, 12, 2), leads=("PT0M",)),
    )
    assert house.at("2026-11-23 08:00") == ["Monday", "Friday"]
    assert [title for title, _ in shown(house)] == ["Your week from Mon 23 Nov: 2 things"]
    assert house.at("2026-11-23 09:00") == []
    assert house.at("2026-11-27 08:00") == ["Friday"]
    assert [title for title, _ in shown(house)] == ["Your Friday: 1 thing"]


def test_a_morning_that_was_slept_through_comes_later_and_what_was_missed_apart(house: House) -> None:
    house.put(
        Profile(morning_digest=time(8)),
        *(milestone(f"Old {n}", due=date(2026, 11, 21)) for n in range(2)),
        milestone("Today", due=date(2026, 11, 23), leads=("PT0M",)),
    )
    assert sorted(house.at("2026-11-23 11:00")) == ["Old 0", "Old 1", "Today"]
    assert [title for title, _ in shown(house)] == ["While you were away: 2 reminders", "Your Monday: 1 thing"]


def test_a_morning_that_comes_late_does_not_name_what_was_planned_after_it(house: House) -> None:
    house.put(
        Profile(morning_digest=time(8)),
        milestone("Read", due=date(2026, 11, 23), leads=("PT0M",)),
        milestone("New", due=date(2026, 11, 23), dated_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
    )
    assert house.at("2026-11-23 11:00") == ["Read"]


def test_a_morning_that_fails_is_told_again_and_then_no_more(house: House) -> None:
    house.put(Profile(morning_digest=time(8)), milestone("Read", due=date(2026, 11, 23), leads=("PT0M",)))
    house.screen.fail()
    assert house.at("2026-11-23 08:00") == []
    house.screen.mend()
    assert house.at("2026-11-23 08:01") == ["Read"]
    assert [title for title, _ in shown(house)] == ["Your Monday: 1 thing"]
    assert house.at("2026-11-23 09:00") == []


# The list and the next moment


def coming(house: House, days: int = 30) -> list[tuple[str, str, str]]:
    return [
        (f"{each.at.astimezone(BERLIN):%m-%d %H:%M}", each.title, each.digest) for each in house.reminders.list(days)
    ]


def test_the_list_shows_what_will_come_with_all_that_is_set(house: House) -> None:
    house.clock.instant = datetime(2026, 11, 20, 12, tzinfo=UTC)
    muted = Goal(id="g", title="Silent", created=LONG_AGO, muted=True)
    house.put(
        Profile(working_days=("mon", "tue", "wed", "thu", "fri"), quiet_from=time(20), quiet_until=time(10)),
        muted,
        milestone("Silent", goal="g"),
        milestone("Weekend", due=date(2026, 11, 22), leads=("P1D", "PT0M")),
        milestone("Late call", due=date(2026, 11, 25), at=time(20, 30), leads=("PT0M",)),
        *(milestone(f"Step {n}", due=date(2026, 11, 26), leads=("PT0M",)) for n in range(4)),
    )
    assert coming(house) == [
        ("11-23 10:00", "Weekend", ""),
        *(("11-26 10:00", title, "5 reminders") for title in ("Late call", "Step 0", "Step 1", "Step 2", "Step 3")),
    ]


def test_the_list_shows_digests_of_mornings(house: House) -> None:
    house.clock.instant = datetime(2026, 11, 23, 12, tzinfo=UTC)
    house.put(
        Profile(morning_digest=time(8)),
        milestone("Read", due=date(2026, 11, 24), leads=("PT0M",)),
        milestone("Call", due=date(2026, 11, 24), at=time(15), leads=("PT1H",)),
    )
    assert coming(house) == [
        ("11-24 08:00", "Read", "Your Tuesday: 2 things"),
        ("11-24 08:00", "Call", "Your Tuesday: 2 things"),
        ("11-24 14:00", "Call", ""),
    ]


def test_a_pause_moves_what_it_holds_to_its_end_in_the_list(house: House) -> None:
    house.clock.instant = datetime(2026, 11, 23, 12, tzinfo=UTC)
    house.put(Profile(paused_at=house.clock.instant - DAY, paused_until=date(2026, 12, 1)), milestone())
    assert coming(house) == [("12-01 09:00", "Mock exam", "")]


PLANS: dict[str, tuple[Profile, ...]] = {
    "plain": (Profile(),),
    "night": (NIGHT,),
    "working days": (Profile(working_days=("mon", "wed")),),
    "digests": (Profile(morning_digest=time(8), weekly_digest="tue"),),
    "all": (
        Profile(
            morning_digest=time(6), weekly_digest="sun", quiet_from=time(19), quiet_until=time(7, 30),
            working_days=("mon", "tue", "thu", "fri"), paused_at=datetime(2026, 11, 25, tzinfo=UTC),
            paused_until=date(2026, 11, 27),
        ),
    ),
}  # fmt: skip


def a_fortnight() -> Iterator[Milestone]:
    for n in range(24):
        at = time(n % 24, 17 * n % 60) if n % 3 == 0 else None
        snooze = datetime(2026, 11, 24, n % 24, 5) if n % 7 == 1 else None  # noqa: DTZ001 - a wall time
        leads = (("P1D", "PT1H"), ("P7D", "P1D", "PT0M"), ("PT0M",))[n % 3]
        due = date(2026, 11, 22) + n % 12 * DAY
        yield milestone(f"m{n:02}", due=due, at=at, leads=leads, snoozed_until=snooze)


@pytest.mark.parametrize("name", PLANS)
def test_before_the_next_moment_no_pass_finds_anything(name: str) -> None:
    """Two machines: one looks every ten minutes, one sleeps until the next moment; both raise the same."""
    raised = []
    for sleeps in (False, True):
        house = House()
        house.put(*PLANS[name], *a_fortnight())
        house.clock.instant = datetime(2026, 11, 22, 12, tzinfo=UTC)
        told: list[tuple[str, str]] = []
        passes = 0
        while house.clock.instant < datetime(2026, 12, 6, tzinfo=UTC):
            passes += 1
            step = 10 * MINUTE
            if not house.reminders.run().raised and sleeps:
                following = house.reminders.next_moment()
                assert house.clock.instant < following <= house.clock.instant + HORIZON
                step = max(step, (following - house.clock.instant) // (10 * MINUTE) * 10 * MINUTE)
            told += [(f"{house.clock.instant:%d %H:%M}", title) for title, _ in shown(house)]
            house.clock.instant += step
        raised.append(told)
    assert raised[0] == raised[1]
    assert passes < 400
    assert len(raised[0]) > 5


def test_the_next_moment_counts_leases_retries_and_what_is_due(house: House) -> None:
    house.put(milestone())
    house.clock.instant = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert house.reminders.next_moment() == house.clock.instant
    house.delivery.claim(["mock exam|2026-11-24|P1D"], "another", house.clock.instant)
    assert house.reminders.next_moment() == house.clock.instant + LEASE
    house.clock.instant += LEASE
    house.screen.fail()
    house.reminders.run()
    assert house.reminders.next_moment() == house.clock.instant + RETRIES[0]
    house.put(NIGHT)
    house.clock.instant = datetime(2026, 11, 23, 20, tzinfo=UTC)
    assert house.reminders.next_moment() == datetime(2026, 11, 24, 6, tzinfo=UTC)


def test_a_pass_that_finds_nothing_notes_until_when(house: House) -> None:
    notes: list[datetime] = []

    class Note:
        def look(self) -> object:
            return "seen"

        def note(self, seen: object, now: datetime, until: datetime) -> None:  # noqa: ARG002 - the port's names
            notes.append(until)

    ahead: LookAhead = Note()
    house.put(NIGHT, milestone(due=date(2026, 11, 23), at=time(21, 30), leads=("PT0M",)))
    house.clock.instant = datetime(2026, 11, 23, 19, tzinfo=UTC)
    house.reminders.run(ahead)
    house.clock.instant = datetime(2026, 11, 23, 22, tzinfo=UTC)
    house.reminders.run(ahead)
    assert notes == [datetime(2026, 11, 24, 6, tzinfo=UTC)] * 2
    house.clock.instant = notes[-1]
    assert len(house.reminders.run(ahead).raised) == 1
    assert len(notes) == 2


# Leads


def lead(house: House, one: Milestone) -> list[str]:
    house.put(one)
    return [each.lead for each in house.reminders.list(400)]


def test_a_set_is_followed_wherever_it_is_called(house: House) -> None:
    house.clock.instant = LONG_AGO
    house.put(Profile(lead_sets={"Exam set": ("P9D", "P2D")}))
    assert lead(house, milestone(leads=("@exam SET", "PT0M"))) == ["P9D", "P2D", "PT0M"]
    house.put(Profile(lead_sets={"Exam set": ("P3D",)}))
    assert lead(house, milestone(leads=("@exam SET", "PT0M"))) == ["P3D", "PT0M"]
    house.put(Profile(lead_sets={"Exam set": ("P3D",)}, leads={"check": ("@Exam set",)}))
    assert lead(house, milestone(leads=None)) == ["P3D"]


@pytest.mark.parametrize("odd", ["seven days", "P1Y", "@no such set", "", "@", "P7D;rm -rf"])
def test_leads_that_cannot_be_read_do_not_stop_the_pass(house: House, odd: str) -> None:
    house.put(milestone("Odd", leads=(odd, "P3D"), kind="exam"), milestone("Fine"))
    assert [each.lead for each in house.reminders.list(1)] == []
    house.clock.instant = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert sorted(house.titles()) == ["Fine", "Odd"]
    assert "odd|2026-11-24|P1D" in house.delivery.load()


def test_a_review_that_comes_every_week_reminds_at_its_time(house: House) -> None:
    house.clock.instant = datetime(2026, 11, 20, tzinfo=UTC)
    weekly = milestone(leads=None, kind="review", at=time(17), fixed=True, repeat=Repeat(every="P1W"))
    assert set(lead(house, weekly)) == {"PT0M"}


def certificate(house: House, *steps: Milestone, remind: tuple[str, ...] | None = ("P90D", "P30D")) -> None:
    """A goal that keeps a certificate of three years, with a grace of half a year, earned on 1 March 2025."""
    words = ",".join(f'"{each}"' for each in remind or ())
    first = from_template(
        house, '{"milestones":[{"key":"own","remind":["P5D"]}],"credentials":[{"remind":[' + words + "]}]}"
    )
    assert first.goal == "g"
    cycle = CycleRule(ends="anniversary", length="P3Y", grace="P6M")
    house.template = Template(
        id="pmp", version="1", title="PMP", summary="s", category="certification", stages=("mid",),
        plan_from="earned", credentials=(
            CredentialRule(id="pmp", name="PMP", issuer="PMI", cycle=cycle, remind=remind),
        ),
        milestones=(Step(key="renew", title="Renew", kind="renew", when="cycle_end-P60D", evidence="The receipt"),),
    )  # fmt: skip
    house.put(replace(house.plan.goals["g"], answers={"earned": "2025-03-01"}), *steps)


def in_cycle(**fields: Any) -> Milestone:
    given: dict[str, Any] = {"goal": "g", "key": "renew", "cycle": 1, "due": date(2027, 12, 31), "leads": None}
    return milestone(fields.pop("title", "Renew"), **{**given, **fields})


def ends(house: House) -> list[str]:
    house.clock.instant = datetime(2027, 6, 1, tzinfo=UTC)
    return [f"{each.at.astimezone(BERLIN):%Y-%m-%d} {each.lead} {each.body}" for each in house.reminders.list(900)]


def test_the_leads_of_a_certificate_count_back_from_its_end_and_from_its_grace(house: House) -> None:
    certificate(house, in_cycle(kind="renew"))
    house.put(Profile(leads={"renew": ("P1D",)}))
    assert ends(house) == [
        "2027-12-01 P90D Earn the PMP · the cycle ends 29 Feb 2028, in 90 days",
        "2027-12-30 P1D Earn the PMP · due tomorrow",
        "2028-01-30 P30D Earn the PMP · the cycle ends Tue 29 Feb, in 30 days",
        "2028-05-31 P90D Earn the PMP · the grace ends Tue 29 Aug, in 90 days",
        "2028-07-30 P30D Earn the PMP · the grace ends Tue 29 Aug, in 30 days",
    ]


def test_before_the_cycle_is_over_its_end_counts_and_not_that_of_the_grace(house: House) -> None:
    certificate(house, in_cycle(kind="renew"), remind=("P212D", "P30D"))
    house.put(Profile(leads={"renew": ()}))
    assert [each.partition(" Earn the PMP · ")[::2] for each in ends(house)] == [
        ("2027-08-01 P212D", "the cycle ends 29 Feb 2028, in 212 days"),
        ("2028-01-30 P30D", "the cycle ends Tue 29 Feb, in 30 days"),
        ("2028-07-30 P30D", "the grace ends Tue 29 Aug, in 30 days"),
    ]


def test_without_a_step_that_renews_they_are_those_of_what_must_be_done_by_the_end(house: House) -> None:
    pay = in_cycle(title="Pay", kind="pay", latest="cycle_end", due=date(2028, 2, 1))
    certificate(house, pay)
    assert [each.split()[1] for each in ends(house)] == ["P90D", "P30D", "PT0M", "P90D", "P30D"]
    house.put(in_cycle(kind="renew", due=date(2028, 2, 2)))
    house.put(Profile(leads={"renew": (), "pay": ()}))
    assert len(ends(house)) == 4, "the other one has none any more"


def test_what_is_nearer_wins_over_the_certificate(house: House) -> None:
    certificate(house, in_cycle(kind="renew", leads=("P2D",)))
    assert [each.split()[1] for each in ends(house)] == ["P2D"]
    certificate(house, in_cycle(kind="renew", key="own"))
    assert [each.split()[1] for each in ends(house)] == ["P5D"]
    certificate(house, in_cycle(kind="renew", leads=()))
    assert ends(house) == []
    certificate(house, in_cycle(kind="renew"), remind=None)
    assert "P180D" in ends(house)[0]


# Time


def test_on_29_february_and_at_the_turn_of_the_year(house: House) -> None:
    house.put(
        milestone("Leap", due=date(2028, 2, 29), leads=("P1D", "PT0M")),
        milestone("Year", due=date(2028, 1, 1), at=time(0, 0), leads=("P1D", "PT0M")),
    )
    assert house.at("2027-12-31 00:00") == ["Year"]
    assert house.at("2028-01-01 00:00") == ["Year"]
    assert house.at("2028-02-28 09:00") == ["Leap"]
    assert house.at("2028-02-29 09:00") == ["Leap"]
    assert house.at("2028-03-01 09:00") == []


def test_quiet_hours_are_those_of_where_the_machine_is(house: House) -> None:
    house.put(NIGHT, milestone(due=date(2026, 11, 23), at=time(20), zone="Europe/Berlin", leads=("PT0M",)))
    house.clock.place = ZoneInfo("Asia/Tokyo")  # there it is four in the morning
    house.clock.instant = datetime(2026, 11, 23, 19, tzinfo=UTC)
    assert house.titles() == []
    house.clock.instant = datetime(2026, 11, 23, 22, tzinfo=UTC)
    assert house.titles() == ["Mock exam"]


def test_a_clock_that_is_set_back_a_day_repeats_no_digest(house: House) -> None:
    house.put(Profile(morning_digest=time(8)), milestone("Read", due=date(2026, 11, 23), leads=("PT0M",)))
    assert house.at("2026-11-23 08:00") == ["Read"]
    assert house.at("2026-11-22 08:00") == []
    assert house.at("2026-11-23 08:00") == []
    assert house.at("2026-11-23 09:00") == []


def test_a_year_of_every_day_leaves_a_bounded_file(house: House) -> None:
    """A mark is older than a year: it goes, and what it stood for does not come again."""
    start = datetime(2026, 1, 1, 9, tzinfo=BERLIN).astimezone(UTC)
    for n in range(0, 800, 4):
        house.put(milestone(f"m{n}", due=(start + timedelta(days=n)).date(), leads=("PT0M",)))
        house.clock.instant = start + timedelta(days=n, hours=1)
        assert house.titles() == [f"m{n}"]
    assert len(house.delivery.load()) <= 366 / 4 + 1
    assert house.titles() == []
