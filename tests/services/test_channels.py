"""Several channels: none stops another, none shows a notice twice, each is tried again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, cast

import pytest

from planner.domain.plan import Milestone, Plan
from planner.ports import MOST_TRIES, RETRIES, Channel, Delivery, Ids, Outcome, Said, Store, Templates
from planner.services.channels import NO_CHANNEL, Channels, GaveUp, unwell
from planner.services.reminders import PassResult, Reminders
from planner.store.delivery import FileDelivery, MemoryDelivery

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Way:
    """A channel that says what it is told to."""

    def __init__(self, answer: Outcome | None = None, check: Outcome | None = None) -> None:
        self.answer = answer or Outcome(True, "")
        self.well = check or Outcome(True, "")
        self.shown: list[str] = []
        self.asked = 0

    def notify(self, title: str, body: str, key: str) -> Outcome:  # noqa: ARG002  the port has it
        self.asked += 1
        if self.answer.ok:
            self.shown.append(title)
        return self.answer

    def check(self) -> Outcome:
        return self.well


@dataclass
class Place:
    """Reminders over three milestones that are due, with ways to a person."""

    ways: dict[str, Way]
    delivery: Delivery = field(default_factory=MemoryDelivery)
    instant: datetime = NOW
    titles: tuple[str, ...] = ("Mock exam",)
    slow: tuple[str, ...] = ("ntfy", "mail")

    def __post_init__(self) -> None:
        numbers = count()
        clock: Any = type("Hand", (), {"now": lambda _: self.instant, "zone": lambda _: UTC})()
        ids = cast("Ids", type("Numbers", (), {"new": lambda _: f"pass {next(numbers)}"})())
        self.milestones: dict[str, Milestone] = {}
        for title in self.titles:
            self.add(title)
        store = cast("Store", type("OnlyRead", (), {"load": lambda _: Plan(milestones={**self.milestones})})())
        channels = Channels(
            lambda: [
                Channel(name, way, slow=name in self.slow, may_be_absent=name == "terminal")
                for name, way in self.ways.items()
            ],
            clock.now,
        )
        self.reminders = Reminders(store, self.delivery, channels, clock, ids, cast("Templates", None))

    def add(self, title: str) -> None:
        """One more that is due now."""
        ago = NOW - 30 * DAY
        self.milestones[title] = Milestone(
            id=title, title=title, created=ago, dated_at=ago, due=NOW.date() + DAY, leads=("P1DT1H",)
        )

    def run(self, later: timedelta = timedelta()) -> PassResult:
        self.instant += later
        return self.reminders.run()

    def shown(self) -> dict[str, list[str]]:
        return {name: way.shown for name, way in self.ways.items()}


def no(channel: str = "", detail: str = "nobody is there", *, absent: bool = False) -> Outcome:
    return Outcome(False, channel, detail, absent)


def test_a_reminder_goes_through_every_channel_once() -> None:
    place = Place({"desktop": Way(), "terminal": Way(), "ntfy": Way()})
    result = place.run()
    assert [each.title for each in result.raised] == ["Mock exam"]
    assert result.failed == ()
    assert place.run(DAY / 24) == PassResult()
    assert place.shown() == {"desktop": ["Mock exam"], "terminal": ["Mock exam"], "ntfy": ["Mock exam"]}
    (state,) = place.delivery.load().values()
    assert (state.state, state.channel) == ("sent", "desktop, terminal, ntfy")


def test_what_one_channel_failed_to_show_is_raised_told_and_tried_again_there_alone() -> None:
    place = Place({"desktop": Way(), "ntfy": Way(no())})
    result = place.run()
    assert [each.title for each in result.raised] == ["Mock exam"]
    assert [detail for _, detail in result.failed] == ["ntfy: nobody is there"]
    (waiting,) = place.reminders.status().waiting
    assert (waiting.tries, waiting.detail, waiting.shown_by) == (1, "ntfy: nobody is there", ("desktop",))
    place.ways["ntfy"].answer = Outcome(True, "")
    assert place.run(RETRIES[0] / 2) == PassResult()
    assert place.run(RETRIES[0]).failed == ()
    assert place.shown() == {"desktop": ["Mock exam"], "ntfy": ["Mock exam"]}
    assert place.run(DAY / 24) == PassResult()


def test_a_channel_gives_up_where_another_has_shown_it_and_that_is_told() -> None:
    place = Place({"desktop": Way(), "ntfy": Way(no())})
    for _ in range(MOST_TRIES + 5):
        place.run(RETRIES[-1])
    assert place.ways["ntfy"].asked == MOST_TRIES
    assert place.shown()["desktop"] == ["Mock exam"]
    assert place.reminders.status().gave_up == (GaveUp("ntfy", 1, "nobody is there"),)
    place.instant += 8 * DAY
    assert place.reminders.status().gave_up == ()


def test_nobody_gives_up_what_no_channel_has_shown() -> None:
    place = Place({"desktop": Way(no()), "ntfy": Way(no())})
    for _ in range(2 * MOST_TRIES):
        place.run(RETRIES[-1])
    place.ways["ntfy"].answer = Outcome(True, "")
    place.run(RETRIES[-1])
    assert place.shown() == {"desktop": [], "ntfy": ["Mock exam"]}
    place.run(RETRIES[-1])
    (state,) = place.delivery.load().values()
    assert state.state == "sent"


def test_nobody_waits_for_a_channel_that_is_absent_unless_there_is_no_other() -> None:
    place = Place({"desktop": Way(), "terminal": Way(no(detail="no terminal here", absent=True))})
    assert place.run().failed == ()
    assert place.run(RETRIES[-1]) == PassResult()


def test_a_process_without_any_channel_leaves_reminders_to_those_that_have_one() -> None:
    away = no(detail="no terminal here", absent=True)
    alone = Place({"terminal": Way(away, away)})
    assert alone.run() == PassResult()
    assert alone.delivery.load() == {}
    assert unwell(alone.reminders.status().channels) == [replace(away, channel="terminal")]
    alone.ways["terminal"].answer = alone.ways["terminal"].well = Outcome(True, "")
    assert [each.title for each in alone.run().raised] == ["Mock exam"]


def test_a_channel_in_vain_is_asked_once_in_a_pass_and_the_others_go_on() -> None:
    down = no("ntfy", "it answered 500")
    place = Place({"desktop": Way(), "ntfy": Way(down), "mail": Way()}, titles=("One", "Two", "Three"))
    result = place.run()
    assert len(result.raised) == 3
    assert {detail for _, detail in result.failed} == {"ntfy: it answered 500"}
    assert place.ways["ntfy"].asked == 1
    assert place.shown()["mail"] == place.shown()["desktop"] == ["One", "Three", "Two"]


def test_a_process_that_dies_while_a_service_is_asked_leaves_what_the_desktop_showed_marked() -> None:
    place = Place({"desktop": Way(), "ntfy": Way()})

    class Dies(Way):
        def notify(self, title: str, body: str, key: str) -> Outcome:  # noqa: ARG002  the port has it
            raise KeyboardInterrupt

    well = place.ways["ntfy"]
    place.ways["ntfy"] = Dies()
    with pytest.raises(KeyboardInterrupt):
        place.run()
    again = Place({"desktop": place.ways["desktop"], "ntfy": well}, delivery=place.delivery)
    assert again.run() == PassResult()  # its lease is not over
    again.run(timedelta(minutes=1))
    assert again.shown() == {"desktop": ["Mock exam"], "ntfy": ["Mock exam"]}


def test_services_are_asked_side_by_side() -> None:
    from threading import Barrier

    both = Barrier(2)

    class Meets(Way):
        def notify(self, title: str, body: str, key: str) -> Outcome:
            both.wait(10)  # one after the other would never meet
            return super().notify(title, body, key)

    place = Place({"ntfy": Meets(), "mail": Meets()})
    assert place.run().failed == ()
    assert place.shown() == {"ntfy": ["Mock exam"], "mail": ["Mock exam"]}


def test_without_any_channel_it_says_where_to_name_one() -> None:
    place = Place({})
    assert [detail for _, detail in place.run().failed] == [NO_CHANNEL]
    assert [each.detail for each in unwell(place.reminders.status().channels)] == [NO_CHANNEL]


def test_what_channels_said_survives_on_disk(tmp_path: Any) -> None:
    delivery = FileDelivery(tmp_path)
    delivery.claim(["a"], "one", NOW)
    delivery.told("one", ["a", "not held"], Outcome(True, "desktop"), NOW)
    delivery.told("another", ["a"], Outcome(True, "mail"), NOW)
    parts = (Outcome(True, "desktop"), no("ntfy", "no\x1b answer"), no("terminal", absent=True))
    delivery.mark("one", {"a": Outcome(False, "desktop", "ntfy", parts=parts)}, NOW)
    state = FileDelivery(tmp_path).load()["a"]
    assert state.said == {"desktop": Said(True), "ntfy": Said(False, 1, "no\ufffd answer")}
    FileDelivery(tmp_path).claim(["a"], "two", NOW + DAY)
    assert FileDelivery(tmp_path).load()["a"].said == state.said


def test_a_digest_that_one_channel_failed_to_show_comes_again_there_alone_and_apart_from_what_is_new() -> None:
    place = Place({"desktop": Way(), "ntfy": Way(no())}, titles=("One", "Two", "Three", "Four"))
    assert len(place.run().raised) == 4
    assert place.shown() == {"desktop": ["4 reminders"], "ntfy": []}
    place.ways["ntfy"].answer = Outcome(True, "")
    place.add("Five")
    assert {each.title for each in place.run(RETRIES[0]).raised} == {"One", "Two", "Three", "Four", "Five"}
    assert {name: sorted(told) for name, told in place.shown().items()} == {
        "desktop": ["4 reminders", "Five"], "ntfy": ["4 reminders", "Five"],
    }  # fmt: skip
    assert place.run(DAY / 24) == PassResult()
