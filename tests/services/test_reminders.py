from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from planner.domain.errors import SaveFailed, TemplateInvalid
from planner.domain.leads import Notice
from planner.domain.plan import Goal, Milestone, Plan, Profile, Repeat, TemplateCopy, TemplateRef
from planner.domain.template import CredentialRule, CycleRule, Step, Template
from planner.ports import LEASE, RETRIES, Outcome, Store, Templates
from planner.services.reminders import OLDEST, SHOWING, PassResult, Reminders, Upcoming, body_text
from planner.store.delivery import MemoryDelivery
from tests.domain.making import choice, date_question

BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


class HandClock:
    """A clock that is set by hand; `at` is a wall time in `place`."""

    def __init__(self) -> None:
        self.place: tzinfo = BERLIN
        self.instant = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def zone(self) -> tzinfo:
        return self.place


class Screen:
    """A desktop; `answer` decides what it says to a notification, `well` what it says to a check."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str, str]] = []
        self.checks = 0
        self.answer: Callable[[str], Outcome] = lambda _title: Outcome(True, "desktop")
        self.well = Outcome(True, "desktop", "a daemon")

    def notify(self, title: str, body: str, key: str) -> Outcome:
        outcome = self.answer(title)
        if outcome.ok:
            self.shown.append((title, body, key))
        return outcome

    def check(self) -> Outcome:
        self.checks += 1
        return self.well

    def fail(self) -> None:
        self.answer = lambda _title: Outcome(False, "desktop", "nobody is there")
        self.well = Outcome(False, "desktop", "install somebody")

    def mend(self) -> None:
        self.answer = lambda _title: Outcome(True, "desktop")
        self.well = Outcome(True, "desktop", "a daemon")


@dataclass
class House:
    """The service over a plan that is made by hand."""

    clock: HandClock = field(default_factory=HandClock)
    screen: Screen = field(default_factory=Screen)
    delivery: MemoryDelivery = field(default_factory=MemoryDelivery)
    plan: Plan = field(default_factory=Plan)
    template: Template | TemplateInvalid | None = None

    def __post_init__(self) -> None:
        numbers = count()
        ids = type("Ids", (), {"new": lambda _self: f"pass {next(numbers)}"})()
        store = type("OnlyRead", (), {"load": lambda _self: self.plan})()
        shelf = type("Shelf", (), {"parse": lambda _self, _text: self._parsed()})()
        self.reminders = Reminders(
            cast("Store", store), self.delivery, self.screen, self.clock, ids, cast("Templates", shelf)
        )

    def _parsed(self) -> Template:
        if isinstance(self.template, TemplateInvalid):
            raise self.template
        assert self.template is not None
        return self.template

    def put(self, *records: Milestone | Goal | Profile | TemplateCopy) -> None:
        """Write records into the plan, or write them anew."""
        plan = self.plan
        self.plan = Plan(
            generation=plan.generation + 1,
            goals={**plan.goals, **{r.id: r for r in records if isinstance(r, Goal)}},
            milestones={**plan.milestones, **{r.id: r for r in records if isinstance(r, Milestone)}},
            templates={**plan.templates, **{r.id: r for r in records if isinstance(r, TemplateCopy)}},
            profile=next((r for r in records if isinstance(r, Profile)), plan.profile),
        )

    def at(self, wall: str) -> list[str]:
        """One pass at this wall time of the place; the titles it raised."""
        self.clock.instant = datetime.fromisoformat(wall).replace(tzinfo=self.clock.place).astimezone(UTC)
        return self.titles()

    def titles(self) -> list[str]:
        """One pass now; the titles it raised."""
        return [each.title for each in self.reminders.run().raised]


@pytest.fixture
def house() -> House:
    return House()


def milestone(title: str = "Mock exam", **fields: Any) -> Milestone:
    given: dict[str, Any] = {"due": date(2026, 11, 24), "leads": ("P1D",), "created": LONG_AGO, "dated_at": LONG_AGO}
    return Milestone(**{"id": title.lower(), "title": title, **given, **fields})


# One pass


def test_what_is_due_is_raised_once(house: House) -> None:
    house.put(milestone())
    assert house.at("2026-11-23 08:59:59") == []
    assert house.at("2026-11-23 09:00") == ["Mock exam"]
    assert house.at("2026-11-23 09:01") == []
    assert house.screen.shown == [("Mock exam", "due tomorrow", "mock exam|2026-11-24|P1D")]


def test_what_is_settled_is_not_raised_and_what_comes_later_is(house: House) -> None:
    house.put(milestone(leads=("P1D", "PT0M")))
    house.clock.instant = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    house.reminders.settle()
    assert house.at("2026-11-23 14:00") == []
    assert house.at("2026-11-24 09:00") == ["Mock exam"]


def test_what_comes_at_one_moment_is_listed_by_title(house: House) -> None:
    house.put(*(milestone(f"Step {n}", id=f"{9 - n}") for n in range(5)))
    house.clock.instant = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    listed = [f"Step {n}" for n in range(5)]
    assert [each.title for each in house.reminders.list(3)] == listed
    assert house.at("2026-11-23 09:00") == listed


def test_a_weekly_review_that_nobody_ticks_reminds_every_week_and_once_each(house: House) -> None:
    friday = date(2026, 11, 27)
    repeat = Repeat(every="P1W", first=friday)
    house.put(milestone("Review", due=friday, scheduled=friday, at=time(16), repeat=repeat, leads=("PT0M",)))
    raised = [
        (day, house.at(f"{day} 15:59"), house.at(f"{day} 16:00"), house.at(f"{day} 18:00"))
        for day in (friday + timedelta(weeks=n) for n in range(10))
    ]
    assert raised == [(day, [], ["Review"], []) for day, *_ in raised]
    assert {body for _, body, _ in house.screen.shown} == {"due today 16:00"}


def test_nothing_due_touches_neither_marks_nor_channel(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.put(milestone())
    for name in ("claim", "mark", "expire", "load"):
        monkeypatch.setattr(house.delivery, name, lambda *_: pytest.fail("touched"))
    assert house.at("2026-11-23 08:00") == []
    assert house.screen.checks == 0


def test_what_was_shown_before_writes_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.put(milestone())
    house.at("2026-11-23 09:00")
    for name in ("claim", "mark", "expire"):
        monkeypatch.setattr(house.delivery, name, lambda *_: pytest.fail("touched"))
    assert house.at("2026-11-23 09:01") == []


def test_of_several_missed_only_the_latest_is_raised(house: House) -> None:
    house.put(milestone(leads=("P14D", "P7D", "P1D")))
    assert house.at("2026-11-23 12:00") == ["Mock exam"]
    assert {key: state.state for key, state in house.delivery.load().items()} == {
        "mock exam|2026-11-24|P14D": "expired",
        "mock exam|2026-11-24|P7D": "expired",
        "mock exam|2026-11-24|P1D": "sent",
    }


def test_a_missed_one_is_not_raised_when_the_later_lead_is_taken_away(house: House) -> None:
    house.put(milestone(leads=("P7D", "P1D")))
    assert house.at("2026-11-23 12:00") == ["Mock exam"]
    house.put(milestone(leads=("P7D",)))
    assert house.at("2026-11-23 12:01") == []


def test_each_lead_has_its_turn(house: House) -> None:
    house.put(milestone(leads=("P7D", "P1D", "PT0M"), due=date(2026, 11, 24), at=time(18)))
    found = [
        house.at(f"2026-11-{day} {hour}") for day, hour in ((17, "18:00"), (23, "17:59"), (23, "18:00"), (24, "18:00"))
    ]
    assert found == [["Mock exam"], [], ["Mock exam"], ["Mock exam"]]
    assert [body for _, body, _ in house.screen.shown] == [
        "due Tue 24 Nov 18:00, in 7 days", "due tomorrow 18:00", "due today 18:00",
    ]  # fmt: skip


def test_a_new_date_is_a_new_notice(house: House) -> None:
    house.put(milestone())
    house.at("2026-11-23 09:00")
    house.put(milestone(due=date(2026, 11, 30), dated_at=house.clock.now()))
    assert house.at("2026-11-29 08:59") == []
    assert house.at("2026-11-29 09:00") == ["Mock exam"]


@pytest.mark.parametrize("fields", [{"status": "done"}, {"status": "skipped"}, {"leads": ()}, {"due": None}])
def test_who_needs_no_reminder_gets_none(house: House, fields: dict[str, Any]) -> None:
    house.put(milestone(**fields))
    assert house.at("2026-11-24 12:00") == []


def test_a_paused_goal_is_silent_until_it_is_resumed(house: House) -> None:
    goal = Goal(id="g", title="Earn the PMP", created=LONG_AGO, status="paused")
    house.put(goal, milestone(goal="g"))
    assert house.at("2026-11-23 09:00") == []
    house.put(replace(goal, status="active"))
    assert house.at("2026-11-23 09:01") == ["Mock exam"]


def test_a_snooze_holds_a_notice_until_its_end(house: House) -> None:
    house.put(milestone(snoozed_until=datetime.fromisoformat("2026-11-23T15:00")))
    assert house.at("2026-11-23 14:59") == []
    assert house.at("2026-11-23 15:00") == ["Mock exam"]
    assert house.at("2026-11-23 15:01") == []


def test_a_milestone_done_before_the_pass_sees_it_is_not_raised(house: House) -> None:
    house.put(milestone())
    house.screen.fail()
    house.at("2026-11-23 09:00")
    house.put(milestone(status="done"))
    house.screen.mend()
    assert house.at("2026-11-23 12:00") == []
    assert house.reminders.status().waiting == ()


def test_what_came_due_more_than_thirty_days_ago_is_let_be(house: House) -> None:
    house.put(milestone())
    due = datetime(2026, 11, 23, 9, tzinfo=BERLIN).astimezone(UTC)
    house.clock.instant = due + OLDEST
    assert house.titles() == []
    house.clock.instant = due + OLDEST - SECOND
    assert house.titles() == ["Mock exam"]


def test_up_to_three_at_once_come_one_by_one_in_order(house: House) -> None:
    house.put(*(milestone(f"m{n}", at=time(9, 30 - 10 * n)) for n in range(3)))
    assert house.at("2026-11-23 09:30") == ["m2", "m1", "m0"]
    assert [title for title, _, _ in house.screen.shown] == ["m2", "m1", "m0"]
    assert house.titles() == []


# What cannot be shown


def test_what_cannot_be_shown_is_tried_again_ever_less_often(house: House) -> None:
    house.put(milestone())
    house.screen.fail()
    house.clock.instant = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    for tries, wait in enumerate(RETRIES, start=1):
        (failed,) = house.reminders.run().failed
        assert failed[0].title == "Mock exam"
        assert failed[1] == "nobody is there"
        (waiting,) = house.reminders.status().waiting
        assert (waiting.tries, waiting.retry_at) == (tries, house.clock.instant + wait)
        house.clock.instant += wait - SECOND
        assert house.reminders.run() == PassResult()
        house.clock.instant += SECOND
    house.screen.mend()
    assert house.titles() == ["Mock exam"]
    assert house.reminders.status().waiting == ()


def test_with_nobody_there_only_the_first_is_tried(house: House) -> None:
    house.put(*(milestone(f"m{n}") for n in range(3)))
    house.screen.fail()
    asked = list[str]()

    def nobody(title: str) -> Outcome:
        asked.append(title)
        return Outcome(False, "desktop", "nobody is there")

    house.screen.answer = nobody
    result = house.reminders.run()
    assert len(result.failed) == 3
    assert {detail for _, detail in result.failed} == {"nobody is there", "install somebody"}
    assert (len(asked), house.screen.checks) == (1, 1)
    assert len(house.reminders.status().waiting) == 3


def test_a_desktop_that_hangs_is_asked_only_once_a_pass(house: House) -> None:
    house.put(*(milestone(f"m{n}") for n in range(3)))

    def hang(_title: str) -> Outcome:
        house.clock.instant += timedelta(seconds=1.5)
        return Outcome(False, "desktop", "no answer")

    house.screen.answer = hang
    began = house.clock.now()
    assert len(house.reminders.run().failed) == 3
    assert house.clock.now() - began < timedelta(seconds=2)
    assert house.screen.checks == 0


def test_one_that_is_refused_does_not_hold_up_the_others(house: House) -> None:
    house.put(*(milestone(f"m{n}") for n in range(3)))
    house.screen.answer = lambda title: Outcome(title != "m1", "desktop", "" if title != "m1" else "not this one")
    result = house.reminders.run()
    assert [each.title for each in result.raised] == ["m0", "m2"]
    assert [(each.title, detail) for each, detail in result.failed] == [("m1", "not this one")]


def test_a_slow_desktop_gets_the_rest_at_the_next_pass(house: House) -> None:
    house.put(*(milestone(f"m{n}") for n in range(3)))

    def slow(_title: str) -> Outcome:
        house.clock.instant += SHOWING / 2 + SECOND
        return Outcome(True, "desktop")

    house.screen.answer = slow
    first = house.reminders.run()
    assert [each.title for each in first.raised] == ["m0", "m1"]  # well within the lease
    assert [each.title for each, _ in first.failed] == ["m2"]
    house.clock.instant += 3 * MINUTE
    assert house.titles() == ["m2"]


def test_the_status_says_what_is_wrong_and_how_to_mend_it(house: House) -> None:
    house.put(milestone())
    house.screen.fail()
    house.at("2026-11-23 09:00")
    status = house.reminders.status()
    assert status.channels == (Outcome(False, "desktop", "install somebody"),)
    assert status.heartbeat == house.clock.now()
    assert status.kept_aside == ()
    (waiting,) = status.waiting
    assert (waiting.reminder.title, waiting.detail) == ("Mock exam", "nobody is there")


# Crashes


class Killed(BaseException):
    """Stands for the end of the process."""


def test_a_crash_before_showing_gives_exactly_one_later(house: House) -> None:
    house.put(milestone())
    house.screen.answer = lambda _title: (_ for _ in ()).throw(Killed())
    with pytest.raises(Killed):
        house.reminders.run()
    house.screen.mend()
    assert house.titles() == []  # its lease still stands
    house.clock.instant += LEASE
    assert house.titles() == ["Mock exam"]
    assert house.titles() == []


def test_a_crash_before_marking_gives_at_most_one_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.put(*(milestone(f"m{n}") for n in range(3)))
    marks = count()
    mark = house.delivery.mark

    def dying(*arguments: Any) -> None:
        if next(marks) == 1:
            raise Killed
        mark(*arguments)

    monkeypatch.setattr(house.delivery, "mark", dying)
    with pytest.raises(Killed):
        house.reminders.run()
    house.clock.instant += LEASE
    house.reminders.run()
    shown = [title for title, _, _ in house.screen.shown]
    assert sorted(shown) == ["m0", "m1", "m1", "m2"]


def test_marks_that_cannot_be_saved_are_told_and_nothing_is_lost(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.put(milestone())
    with monkeypatch.context() as patch:
        patch.setattr(house.delivery, "claim", lambda *_: (_ for _ in ()).throw(SaveFailed("The disk is full.")))
        with pytest.raises(SaveFailed):
            house.reminders.run()
    assert house.screen.shown == []
    assert house.titles() == ["Mock exam"]


# Clocks and zones


def test_a_reminder_in_the_hour_that_does_not_exist_comes_after_it(house: House) -> None:
    house.put(milestone(due=date(2026, 3, 29), at=time(2, 30), leads=("PT0M",)))
    house.clock.instant = datetime(2026, 3, 29, 1, 29, 59, tzinfo=UTC)  # 03:29:59
    assert house.titles() == []
    house.clock.instant += SECOND
    assert house.titles() == ["Mock exam"]


def test_a_reminder_in_the_hour_that_comes_twice_comes_at_its_first(house: House) -> None:
    house.put(milestone(due=date(2026, 10, 25), at=time(2, 30), leads=("PT0M",)))
    house.clock.instant = datetime(2026, 10, 25, 0, 29, 59, tzinfo=UTC)
    assert house.titles() == []
    house.clock.instant += SECOND  # the first 02:30
    assert house.titles() == ["Mock exam"]
    house.clock.instant += timedelta(hours=1)  # the second
    assert house.titles() == []


def test_a_day_before_counts_on_the_calendar_when_the_clocks_change(house: House) -> None:
    house.put(milestone(due=date(2026, 3, 29), at=time(18), leads=("P1D",)))
    assert house.at("2026-03-28 17:59") == []
    assert house.at("2026-03-28 18:00") == ["Mock exam"]


def test_a_flight_to_the_west_raises_nothing_twice(house: House) -> None:
    house.put(milestone(at=time(18), leads=("PT2H",)))
    assert house.at("2026-11-24 16:00") == ["Mock exam"]
    house.clock.place = ZoneInfo("America/New_York")
    assert house.at("2026-11-24 16:00") == []


def test_a_flight_to_the_east_brings_the_reminder_of_there(house: House) -> None:
    house.put(milestone(at=time(18), leads=("PT2H",)))
    assert house.at("2026-11-24 09:00") == []
    house.clock.place = ZoneInfo("Asia/Tokyo")  # there it is 17:00
    assert house.titles() == ["Mock exam"]


def test_a_pinned_due_stays_where_it_is_pinned(house: House) -> None:
    house.put(milestone(at=time(18), leads=("PT2H",), zone="America/New_York"))
    assert house.at("2026-11-24 21:59") == []
    assert house.at("2026-11-24 22:00") == ["Mock exam"]
    assert house.screen.shown[0][1] == "due today 18:00 America/New_York"


def test_a_clock_set_back_a_day_raises_nothing_twice_and_holds_nothing_up(house: House) -> None:
    house.put(milestone("early"), milestone("late", due=date(2026, 11, 25)))
    assert house.at("2026-11-23 09:00") == ["early"]
    house.screen.answer = lambda _title: (_ for _ in ()).throw(Killed())
    with pytest.raises(Killed):
        house.at("2026-11-24 09:00")  # takes a lease on “late” and dies
    house.screen.mend()
    assert house.at("2026-11-23 09:00") == []
    assert house.at("2026-11-23 12:00") == []
    assert house.at("2026-11-24 09:00:00") == []  # the lease, until it ends
    assert house.at("2026-11-24 09:00:30") == ["late"]


# Where leads come from


def from_template(house: House, text: str) -> Milestone:
    """A milestone of a goal that was built from the template `text`."""
    ref = TemplateRef(id="pmp", version="1", digest="d")
    house.put(
        TemplateCopy(id="d", template="pmp", version="1", text=text),
        Goal(id="g", title="Earn the PMP", created=LONG_AGO, template=ref, target=date(2026, 12, 1)),
    )
    return milestone(goal="g", key="mock", leads=None)


def test_leads_come_from_the_nearest_that_has_some(house: House) -> None:
    mock = from_template(house, '{"milestones":[{"key":"other"},{"key":"mock","remind":["P3D"]}]}')
    goal = house.plan.goals["g"]
    house.put(mock, Profile(leads={"check": ("P5D",)}))

    def lead() -> str:
        return house.reminders.list(9)[0].lead

    house.clock.instant = datetime(2026, 11, 18, tzinfo=UTC)
    assert lead() == "P3D"
    house.put(replace(goal, leads=("P2D",)))
    assert lead() == "P2D"
    house.put(replace(mock, leads=("P1D",)))
    assert lead() == "P1D"
    house.put(mock, goal, TemplateCopy(id="d", template="pmp", version="1", text='{"milestones":[{"key":"mock"}]}'))
    assert lead() == "P5D"


def test_a_step_of_the_template_can_ask_for_silence(house: House) -> None:
    house.put(from_template(house, '{"milestones":[{"key":"mock","remind":[]}]}'))
    assert house.at("2026-11-24 12:00") == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"milestones":[{"key":"mock","remind":"P3D"}]}', "\ud800"])
def test_a_template_that_cannot_be_read_still_reminds(house: House, text: str) -> None:
    house.put(from_template(house, text), Profile(leads={"check": ("P1D",)}))
    assert house.at("2026-11-23 09:00") == ["Mock exam"]


def test_a_goal_whose_template_is_gone_still_reminds(house: House) -> None:
    house.put(from_template(house, "{}"), Profile(leads={"check": ("P1D",)}))
    house.plan = replace(house.plan, templates={})
    assert house.at("2026-11-23 09:00") == ["Mock exam"]


def test_the_end_of_a_window_reminds_too(house: House) -> None:
    mock = replace(from_template(house, "{}"), leads=("P1D",), latest="target-P3D")
    house.put(mock)
    house.clock.instant = datetime(2026, 11, 20, tzinfo=UTC)
    assert [(each.at.isoformat(), each.body) for each in house.reminders.list(14)] == [
        ("2026-11-23T08:00:00+00:00", "Earn the PMP · due tomorrow"),
        ("2026-11-27T08:00:00+00:00", "Earn the PMP · at the latest tomorrow"),
    ]


def windows(house: House, latest: str, *, cycle: int = 0, **goal: Any) -> list[str]:
    """The days, beside its due, from which a milestone with this window counts back."""
    mock = replace(from_template(house, "{}"), leads=("P1D",), latest=latest, cycle=cycle)
    house.put(mock, replace(house.plan.goals["g"], **goal))
    house.clock.instant = datetime(2026, 11, 1, tzinfo=UTC)
    keys = (each.at.astimezone(BERLIN).date() + DAY for each in house.reminders.list(3000))
    return [str(day) for day in keys if day != mock.due]


def test_a_window_counts_from_any_anchor(house: House) -> None:
    assert windows(house, "target+P1W") == ["2026-12-08"]
    assert windows(house, "start+P1Y") == []
    assert windows(house, "start+P1Y", start=date(2026, 2, 28)) == ["2027-02-28"]
    apply = milestone("apply", goal="g", key="apply", due=date(2026, 12, 10), leads=())
    house.put(apply)
    assert windows(house, "apply+P90D") == ["2027-03-10"]
    house.put(replace(apply, status="done", done_on=date(2026, 12, 2)))
    assert windows(house, "apply+P90D") == ["2027-03-02"]
    house.put(replace(apply, expected=True))
    assert windows(house, "apply+P90D") == []  # a window that may still move is no deadline
    assert windows(house, "apply+P900Y") == []


def test_a_window_counts_from_an_answer_while_its_question_is_asked(house: House) -> None:
    house.template = Template(
        id="pmp", version="1", title="PMP", summary="s", category="certification", stages=("mid",), plan_from="target",
        questions=(choice("way", "paper", "online"), date_question("approved", if_=("paper",))),
        milestones=(Step(key="mock", title="Mock exam", kind="exam", when="target-P60D", evidence="The score"),),
    )  # fmt: skip
    assert windows(house, "approved+P1M", answers={"approved": "2026-12-31"}) == ["2027-01-31"]
    assert windows(house, "approved+P1M", answers={"approved": "soon"}) == []
    assert windows(house, "approved+P1M", answers={"way": "paper", "approved": "2026-12-31"}) == ["2027-01-31"]
    assert windows(house, "approved+P1M", answers={"way": "online", "approved": "2026-12-31"}) == []


@pytest.mark.parametrize("broken", [False, True])
def test_a_window_can_end_with_the_cycle_of_a_certificate(house: House, broken: bool) -> None:
    rule = CredentialRule(id="pmp", name="PMP", issuer="PMI", cycle=CycleRule(ends="anniversary", length="P3Y"))
    step = Step(key="mock", title="Renew", kind="renew", when="cycle_end-P60D", evidence="The receipt")
    house.template = TemplateInvalid("pmp", []) if broken else Template(
        id="pmp", version="1", title="PMP", summary="s", category="certification", stages=("mid",),
        plan_from="earned", milestones=(step,), credentials=(rule,),
    )  # fmt: skip
    ends = windows(house, "cycle_end", cycle=1, answers={"earned": "2025-03-01"})
    assert ends == ([] if broken else ["2028-02-29"])


# What it says


@pytest.mark.parametrize(
    ("due", "at", "effort", "zone", "body"),
    [
        (date(2026, 11, 24), None, 180, None, "Earn the PMP · due Tue 24 Nov, in 3 days · 3 h"),
        (date(2026, 11, 24), time(18), 90, None, "Earn the PMP · due Tue 24 Nov 18:00, in 3 days · 1½ h"),
        (date(2026, 11, 21), time(8, 5), 20, None, "Earn the PMP · due today 08:05 · 20 m"),
        (date(2026, 11, 22), None, None, None, "Earn the PMP · due tomorrow"),
        (date(2026, 11, 20), None, None, None, "Earn the PMP · was due yesterday"),
        (date(2026, 11, 1), None, 60, None, "Earn the PMP · was due Sun 1 Nov, 20 days ago · 1 h"),
        (date(2027, 1, 4), None, None, None, "Earn the PMP · due 4 Jan 2027, in 44 days"),
        (date(2026, 11, 22), time(9), None, "Asia/Tokyo", "Earn the PMP · due tomorrow 09:00 Asia/Tokyo"),
    ],
)
def test_the_body_says_for_what_when_and_how_long(
    due: date, at: time | None, effort: int | None, zone: str | None, body: str
) -> None:
    goal = Goal(id="g", title="Earn the PMP", created=LONG_AGO)
    one = milestone(due=due, at=at, effort=effort, zone=zone)
    notice = Notice(milestone=one.id, due=due, at=at, lead="P1D", moment=LONG_AGO, key="k")
    assert body_text(one, goal, notice, date(2026, 11, 21)) == body


def test_the_inbox_has_no_goal_to_name() -> None:
    one = milestone()
    notice = Notice(milestone=one.id, due=date(2026, 11, 24), at=None, lead="P1D", moment=LONG_AGO, key="k")
    assert body_text(one, None, notice, date(2026, 11, 24)) == "due today"


def test_the_list_reads_as_it_will_then(house: House) -> None:
    house.put(milestone(leads=("P7D", "P1D")), milestone("Far", due=date(2026, 12, 24)))
    house.clock.instant = datetime(2026, 11, 20, tzinfo=UTC)
    at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert house.reminders.list(7) == [
        Upcoming(at=at, title="Mock exam", body="due tomorrow", milestone="mock exam", lead="P1D")
    ]
    assert house.reminders.list(1) == []
    assert len(house.reminders.list(60)) == 2


def test_the_test_raises_one_whatever_is_due(house: House) -> None:
    assert house.reminders.test() == [Outcome(True, "desktop")]
    assert len(house.screen.shown) == 1
    assert house.delivery.load() == {}
