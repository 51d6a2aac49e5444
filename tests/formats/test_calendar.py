from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.leads import notices_of
from planner.domain.plan import CheckItem, Goal, Milestone, Plan
from planner.domain.text import clean
from planner.formats.calendar import KEPT_CLOSED, View, of_interest, written
from tests.formats.rfc5545 import Part, read

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
VIENNA = ZoneInfo("Europe/Vienna")
TODO = View(as_="todo", now=NOW, zone=VIENNA, sequence=7, name="planner")
EVENT = replace(TODO, as_="event")
LONG_AGO = NOW - timedelta(days=300)
GOAL = Goal(id="9" * 32, title="Earn the PMP; now, really", created=LONG_AGO)


def milestone(title: str = "Mock exam", **fields: Any) -> Milestone:
    given: dict[str, Any] = {"due": date(2027, 2, 1), "created": LONG_AGO, "dated_at": LONG_AGO, "leads": ("P1D",)}
    return Milestone(**{"id": f"{crc32(title.encode(errors='replace')):032x}", "title": title, **given, **fields})


def data_of(view: View, *milestones: Milestone, goal: Goal = GOAL) -> bytes:
    plan = Plan(generation=7, goals={goal.id: goal}, milestones={each.id: each for each in milestones})

    def notices(one: Milestone) -> Any:
        return notices_of(one, one.leads or (), plan.profile.day_start, view.zone)

    return written(plan, of_interest(plan, view), notices, view)


def calendar_of(view: View, *milestones: Milestone, goal: Goal = GOAL) -> Part:
    data = data_of(view, *milestones, goal=goal)
    assert len(icalendar.Calendar.from_ical(data).walk()) >= 1 + len(milestones)
    return read(data)


def one_of(view: View, one: Milestone, goal: Goal = GOAL) -> Part:
    (entry,) = calendar_of(view, one, goal=goal).all("VTODO", "VEVENT")
    return entry


def triggers(entry: Part) -> list[str]:
    return [alarm["TRIGGER"].value for alarm in entry.all("VALARM")]


def test_a_day_is_a_date_and_its_alarms_count_from_the_start_of_the_day() -> None:
    todo = one_of(TODO, milestone(leads=("P7D", "P1D", "PT0M"), goal=GOAL.id))
    assert (todo["DUE"].value, todo["DUE"].parameters) == ("20270201", {"VALUE": "DATE"})
    assert triggers(todo) == ["-P6DT15H", "-PT15H", "PT9H"]  # nine o'clock, the day's start
    assert [alarm["DESCRIPTION"].text for alarm in todo.all("VALARM")] == ["Mock exam"] * 3
    assert (todo["UID"].value, todo["SEQUENCE"].value) == (milestone().id, "7")
    assert todo["DTSTAMP"].value == "20261121T090000Z"
    assert todo["STATUS"].value == "NEEDS-ACTION"
    assert todo["CATEGORIES"].text == "Earn the PMP; now, really"
    event = one_of(EVENT, milestone())
    assert (event["DTSTART"].value, event["TRANSP"].value) == ("20270201", "TRANSPARENT")
    assert triggers(event) == ["-PT15H"]
    assert "CATEGORIES" not in event


def test_a_time_floats_unless_a_zone_pins_it() -> None:
    floats = one_of(TODO, milestone(at=time(18, 0), leads=("P1D", "PT2H", "PT0M")))
    assert (floats["DUE"].value, floats["DUE"].parameters) == ("20270201T180000", {})
    assert triggers(floats) == ["-P1D", "-PT2H", "P0D"]
    pinned = calendar_of(EVENT, milestone(at=time(18, 0), zone="America/New_York", effort=240))
    (event,) = pinned.all("VEVENT")
    assert (event["DTSTART"].value, event["DTSTART"].parameters) == ("20270201T180000", {"TZID": "America/New_York"})
    assert event["DURATION"].value == "PT4H"
    (zone,) = pinned.all("VTIMEZONE")
    assert zone["TZID"].value == "America/New_York"
    assert not any("RRULE" in part or "RDATE" in part for part in zone.parts)


def test_the_second_reader_sees_the_same_instant_in_summer_and_in_winter() -> None:
    for day, utc in ((date(2027, 2, 1), 23), (date(2027, 7, 1), 22)):
        data = data_of(EVENT, milestone(due=day, at=time(18, 0), zone="America/New_York"))
        (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
        assert event.decoded("dtstart").astimezone(UTC) == datetime(day.year, day.month, day.day, utc, tzinfo=UTC)


def test_a_time_that_the_clock_leaves_out_comes_after_the_gap() -> None:
    one = milestone(due=date(2027, 3, 28), at=time(2, 30), zone="Europe/Berlin")
    assert one_of(TODO, one)["DUE"].value == "20270328T033000"


def test_a_zone_that_this_machine_lacks_is_left_out() -> None:
    todo = one_of(TODO, milestone(at=time(18, 0), zone="Europe/Atlantis"))
    assert todo["DUE"].parameters == {}


def test_what_is_past_has_no_alarm_and_what_is_paused_or_muted_neither() -> None:
    one = milestone(due=date(2026, 11, 22), leads=("P7D", "P1D", "PT0M"), goal=GOAL.id)
    assert triggers(one_of(TODO, one)) == ["PT9H"]
    assert triggers(one_of(TODO, one, goal=replace(GOAL, status="paused"))) == []
    assert triggers(one_of(TODO, one, goal=replace(GOAL, muted=True))) == []


def test_the_end_of_a_snooze_is_an_alarm() -> None:
    one = milestone(leads=("P7D",), snoozed_until=datetime.fromisoformat("2027-01-30T12:00"))
    assert triggers(one_of(TODO, one)) == ["-P1DT12H"]


def test_the_state_of_a_to_do_is_told() -> None:
    boxes = (CheckItem(title="a", done=True), CheckItem(title="b"), CheckItem(title="c"))
    doing = one_of(TODO, milestone(status="doing", checklist=boxes))
    assert (doing["STATUS"].value, doing["PERCENT-COMPLETE"].value) == ("IN-PROCESS", "33")
    closed: dict[str, Any] = {"closed_at": NOW - timedelta(days=1), "done_on": date(2026, 11, 20)}
    done = one_of(TODO, milestone(status="done", **closed))
    assert (done["STATUS"].value, done["PERCENT-COMPLETE"].value) == ("COMPLETED", "100")
    assert done["COMPLETED"].value == "20261120T090000Z"
    assert triggers(done) == []
    assert one_of(TODO, milestone(status="skipped", **closed))["STATUS"].value == "CANCELLED"
    dropped = replace(GOAL, status="dropped", ended_on=date(2026, 11, 1))
    assert one_of(TODO, milestone(goal=GOAL.id), goal=dropped)["STATUS"].value == "CANCELLED"


def test_the_state_of_an_event_is_told() -> None:
    closed: dict[str, Any] = {"closed_at": NOW - timedelta(days=1), "done_on": date(2026, 11, 20)}
    assert one_of(EVENT, milestone())["STATUS"].value == "CONFIRMED"
    assert one_of(EVENT, milestone(expected=True))["STATUS"].value == "TENTATIVE"
    assert one_of(EVENT, milestone(status="skipped", **closed))["STATUS"].value == "CANCELLED"
    done = one_of(EVENT, milestone(status="done", **closed))
    assert (done["STATUS"].value, done["SUMMARY"].text) == ("CONFIRMED", "✓ Mock exam")


def test_what_was_closed_long_ago_and_what_has_no_day_is_left_out_of_events() -> None:
    old: dict[str, Any] = {
        "status": "done",
        "closed_at": NOW - KEPT_CLOSED - timedelta(days=1),
        "done_on": date(2026, 8, 1),
    }
    plan = Plan(
        milestones={each.id: each for each in (milestone("Old", **old), milestone("No day", due=None), milestone())}
    )
    assert [each.title for each in of_interest(plan, EVENT)] == ["Mock exam"]
    assert [each.title for each in of_interest(plan, TODO)] == ["Mock exam", "No day"]
    assert "DUE" not in one_of(TODO, milestone("No day", due=None))
    assert of_interest(plan, TODO, GOAL.id) == []


def test_the_description_holds_why_the_proof_the_checklist_and_the_notes() -> None:
    one = milestone(
        why="It shows.",
        evidence="a mail",
        status="waiting",
        waiting_on="Ada",
        checklist=(CheckItem(title="read", done=True), CheckItem(title="write")),
        notes="a, b; c\nd\\e",
    )
    assert one_of(TODO, one)["DESCRIPTION"].text == (
        "It shows.\n\nProof: a mail\n\nWaiting for Ada\n\n☑ read\n☐ write\n\na, b; c\nd\\e"
    )


HOSTILE = (
    "x\r\nEND:VTODO\r\nBEGIN:VTODO\r\nUID:evil",
    "a\nBEGIN:VALARM",
    "null \x00 escape \x1b[2J bell \x07 next\x85line \u2028 \u2029",
    "😀" * 100,
    "👩‍👩‍👧‍👦" * 40,
    '\\n \\, \\; \\ ;:," ATTENDEE;CN="x":mailto:a',
    "é" * 37 + "ü" * 200,
    " leading and trailing ",
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("view", [TODO, EVENT], ids=["todo", "event"])
def test_hostile_texts_stay_texts(text: str, view: View) -> None:
    goal = replace(GOAL, title=text)
    entry = one_of(replace(view, name=text), milestone(text, notes=text, why=text, goal=GOAL.id), goal=goal)
    assert entry["SUMMARY"].text == clean(text)
    assert entry["CATEGORIES"].text == clean(text)
    assert entry["DESCRIPTION"].text == clean(f"{text}\n\n{text}", lines=True)


def test_a_long_note_comes_whole() -> None:
    notes = "Lorem — ipsum, dolor; 😀\n" * 450
    assert one_of(TODO, milestone(notes=notes[:10_000]))["DESCRIPTION"].text == notes[:10_000]


@settings(max_examples=60)
@given(st.text(max_size=120), st.text(max_size=300), st.sampled_from([TODO, EVENT]))
def test_any_text_comes_back_clean_through_both_readers(title: str, notes: str, view: View) -> None:
    data = data_of(view, milestone(title, notes=notes))
    (entry,) = read(data).all("VTODO", "VEVENT")
    assert entry["SUMMARY"].text == clean(title)
    (other,) = icalendar.Calendar.from_ical(data).walk("VTODO" if view is TODO else "VEVENT")
    assert str(other["SUMMARY"]) == clean(title)
    assert str(other.get("DESCRIPTION", "")) == clean(notes, lines=True)


def test_another_reader_takes_it_too() -> None:
    import ics

    # It takes an escaped backslash before an n for a new line, so that one text is not for it.
    texts = [text for text in HOSTILE if "\\" not in text]
    milestones = [milestone(text, notes=text, at=time(18, 0) if n % 2 else None) for n, text in enumerate(texts)]
    events = ics.Calendar(data_of(EVENT, *milestones).decode())
    assert {event.uid: event.name for event in events.events} == {one.id: clean(one.title) for one in milestones}
    todos = ics.Calendar(data_of(TODO, milestone(zone="Europe/Berlin", at=time(18, 0)), milestone("B")).decode())
    assert {todo.uid: todo.due.isoformat() for todo in todos.todos} == {
        milestone().id: "2027-02-01T18:00:00+01:00",
        milestone("B").id: "2027-02-01T00:00:00+00:00",
    }
