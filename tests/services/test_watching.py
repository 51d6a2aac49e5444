"""Reminding from the foreground, on a clock that only sleeping moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from planner.domain.errors import DataError, SaveFailed, Unreadable
from planner.domain.plan import Edit, Milestone
from planner.ports import LookAhead, Outcome
from planner.services.reminders import PassResult
from planner.services.watching import AFTER_ERROR, LOOK_AGAIN, NAP, Watch
from planner.wiring import Planner
from tests.domain.making import milestone
from tests.services.people import MORNING, TODAY, QuietDesk, a_planner, clock_of, plan_of

NIGHT = MORNING - timedelta(hours=7)


@dataclass
class Bed:
    """Sleep that moves the clock, until the clock stands at `end`; `dreams` happen during the nth sleep."""

    planner: Planner
    end: datetime
    naps: list[float] = field(default_factory=list)
    dreams: dict[int, Callable[[], object]] = field(default_factory=dict)

    def sleep(self, seconds: float) -> bool:
        assert len(self.naps) < 100_000, "it never sleeps long enough"
        if seconds:
            self.naps.append(seconds)
            clock_of(self.planner).moment += timedelta(seconds=seconds)
            self.dreams.pop(len(self.naps), lambda: None)()
        return self.planner.clock.now() < self.end

    def watch(self) -> Watch:
        planner = self.planner
        return Watch(planner.reminders, planner.store, planner.clock, self.sleep)

    def raised(self) -> list[tuple[str, str]]:
        """When each was raised, in local time, and its title."""
        found = []
        for result in self.watch().passes():
            assert isinstance(result, PassResult)
            at = f"{self.planner.clock.now().astimezone(self.planner.clock.zone()):%H:%M:%S}"
            found += [(at, each.title) for each in result.raised]
        return found


def call(number: int, at: time) -> Milestone:
    return milestone(number, title=f"Call {number}", due=TODAY, at=at, leads=("PT0M",), dated_at=NIGHT)


def a_day(home: Path, *calls: Milestone, hours: float = 2, **ports: Any) -> Bed:
    """From ten o'clock local time on."""
    planner = a_planner(home, **ports)
    planner.store.commit(lambda _plan: Edit("Fill the plan", calls))
    return Bed(planner, planner.clock.now() + timedelta(hours=hours))


def test_each_comes_when_its_time_comes(tmp_path: Path) -> None:
    bed = a_day(tmp_path, call(1, time(10, 30)), call(2, time(11, 0)), call(3, time(11, 0)), call(4, time(13, 0)))
    bed.planner.reminders.settle()
    found = bed.raised()
    assert found[0] == ("10:30:00", "Call 1")
    assert sorted(found[1:]) == [("11:00:00", "Call 2"), ("11:00:00", "Call 3")]


def test_what_is_due_already_comes_at_once(tmp_path: Path) -> None:
    bed = a_day(tmp_path, call(1, time(9, 0)))
    assert bed.raised() == [("10:00:00", "Call 1")]


def looks_of(bed: Bed) -> list[datetime]:
    """When passes were made, to be filled."""
    looks: list[datetime] = []
    run = bed.planner.reminders.run

    def noted(ahead: LookAhead | None = None) -> PassResult:
        looks.append(bed.planner.clock.now())
        return run()

    bed.planner.reminders.run = noted  # type: ignore[method-assign]
    return looks


def test_between_two_looks_it_sleeps_as_long_as_it_may(tmp_path: Path) -> None:
    bed = a_day(tmp_path, hours=1)
    looks = looks_of(bed)
    assert bed.raised() == []
    assert len(bed.naps) == 3600 // NAP.total_seconds()
    assert len(looks) <= 3600 / LOOK_AGAIN.total_seconds() + 1


def test_what_another_process_adds_comes_in_time(tmp_path: Path) -> None:
    bed = a_day(tmp_path, hours=0.5)
    store = bed.planner.store
    changed: list[bool] = []
    bed.planner.__dict__["store"] = Other(store, changed)

    def add() -> None:
        store.commit(lambda _plan: Edit("Add", (call(1, time(10, 3)),)))
        changed.append(True)

    bed.dreams[10] = add
    assert bed.raised() == [("10:03:00", "Call 1")]


class Other:
    """The store, which says that it changed as often as it is told to."""

    def __init__(self, store: Any, changed: list[bool]) -> None:
        self._store = store
        self._changed = changed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def changed(self) -> bool:
        return self._changed.pop() if self._changed else False


def test_after_the_machine_slept_or_its_clock_jumped_what_was_missed_comes_within_a_nap(tmp_path: Path) -> None:
    bed = a_day(tmp_path, call(1, time(12, 0)), hours=10)

    def jump() -> None:
        clock_of(bed.planner).moment += timedelta(hours=4)

    bed.dreams[20] = jump
    assert bed.raised() == [("14:01:40", "Call 1")]


def test_a_clock_that_is_set_back_does_not_put_it_to_sleep_for_a_day(tmp_path: Path) -> None:
    bed = a_day(tmp_path, hours=0.5)
    looks = looks_of(bed)
    clock = clock_of(bed.planner)

    def back() -> None:
        clock.moment -= timedelta(days=1)
        bed.end -= timedelta(days=1)

    bed.dreams[3] = back
    bed.raised()
    gaps = [later - sooner for sooner, later in pairwise(looks[1:])]
    assert max(gaps) <= LOOK_AGAIN + NAP


def test_on_a_journey_it_comes_at_the_local_time(tmp_path: Path) -> None:
    bed = a_day(tmp_path, call(1, time(12, 0)), hours=10)  # it is ten in Berlin, and three in Chicago

    def fly() -> None:
        clock_of(bed.planner).place = ZoneInfo("America/Chicago")

    bed.dreams[1] = fly
    assert bed.raised() == [("12:00:00", "Call 1")]


def test_what_could_not_be_shown_is_tried_again_as_soon_as_it_may(tmp_path: Path) -> None:
    class Late(QuietDesk):
        """Somebody starts the notification service at 10:34."""

        def notify(self, title: str, body: str, key: str) -> Outcome:  # noqa: ARG002  # the port's names
            there = clock_of(bed.planner).moment.minute >= 34
            return Outcome(there, "desktop", "" if there else "Nobody is there.")

    bed = a_day(tmp_path, call(1, time(10, 30)), notifier=Late())
    tries = []
    for result in bed.watch().passes():
        assert isinstance(result, PassResult)
        tries.append((clock_of(bed.planner).moment.minute, len(result.raised), len(result.failed)))
    assert tries == [(30, 0, 1), (31, 0, 1), (33, 0, 1), (38, 1, 0)]


def test_data_that_cannot_be_read_for_a_while_does_not_end_it_nor_keep_it_busy(tmp_path: Path) -> None:
    bed = a_day(tmp_path, call(1, time(10, 30)), hours=1)
    run = bed.planner.reminders.run
    broken: list[DataError] = []
    looks: list[int] = []

    def maybe(ahead: LookAhead | None = None) -> PassResult:
        looks.append(1)
        if broken:
            raise broken[0]
        return run()

    bed.planner.reminders.run = maybe  # type: ignore[method-assign]
    bed.dreams[10] = lambda: broken.append(Unreadable("The plan cannot be read.", "planner restore"))
    bed.dreams[100] = broken.clear
    found = list(bed.watch().passes())
    errors = [each for each in found if isinstance(each, DataError)]
    assert 1 <= len(errors) <= 10
    assert [each.raised[0].title for each in found if isinstance(each, PassResult)] == ["Call 1"]
    assert AFTER_ERROR.total_seconds() in bed.naps
    assert len(looks) < 30


def test_data_that_cannot_be_read_at_first_is_told_at_once(tmp_path: Path) -> None:
    bed = a_day(tmp_path)

    def no(ahead: LookAhead | None = None) -> PassResult:
        raise SaveFailed("The disk is full.")

    bed.planner.reminders.run = no  # type: ignore[method-assign]
    with pytest.raises(SaveFailed):
        next(bed.watch().passes())


def test_the_next_one_is_known(tmp_path: Path) -> None:
    bed = a_day(tmp_path, call(1, time(11, 0)), call(2, time(10, 30)))
    coming = bed.watch().next()
    assert coming is not None
    assert coming.title == "Call 2"
    assert a_day(tmp_path).watch().next() is None
    assert plan_of(bed.planner).milestones


def test_what_is_to_be_done_after_each_pass_is_done_also_when_nothing_was_due(tmp_path: Path) -> None:
    bed = a_day(tmp_path, call(1, time(11, 0)))
    done: list[datetime] = []
    planner = bed.planner
    watch = Watch(planner.reminders, planner.store, planner.clock, bed.sleep, lambda: done.append(planner.clock.now()))
    assert len(list(watch.passes())) == 1
    assert done[:2] == [MORNING, MORNING + LOOK_AGAIN]
