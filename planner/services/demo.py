"""A sample plan that always looks alive: eight goals in every state and the history of a year up to today.

It is made the way a person would have made it, through the services, evening by evening on a clock that moves.
The same day gives the same plan, but for the ids.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol
from zlib import crc32

from planner.domain.agenda import Line
from planner.domain.build import GoalRequest
from planner.domain.dates import local_day, to_utc
from planner.services.edits import MilestoneEdit
from planner.services.goal_edits import GoalEdit
from planner.services.goals import Goals
from planner.services.milestones import Milestones
from planner.services.profile import ProfileEdit, Profiles
from planner.services.queries import Queries
from planner.services.results import Ask

FIRST_DAY = -350
EVENING = time(19, 30)
QUIET = 6
"""In the last days, what these goals ask for is left undone: a plan without anything overdue is nobody's."""
LEFT = ("networking", "manager")


class House(Protocol):
    """The services that the sample is made with."""

    @property
    def goals(self) -> Goals:
        """Acts on goals."""
        ...

    @property
    def milestones(self) -> Milestones:
        """Acts on milestones."""
        ...

    @property
    def profiles(self) -> Profiles:
        """Who the person is."""
        ...

    @property
    def queries(self) -> Queries:
        """What can be looked at."""
        ...


class MovingClock:
    """A clock that stands still until it is moved. `now` is in UTC."""

    def __init__(self, now: datetime, zone: tzinfo) -> None:
        self._now = now
        self._zone = zone

    def now(self) -> datetime:
        """The instant it was moved to."""
        return self._now

    def zone(self) -> tzinfo:
        """The zone it was made with."""
        return self._zone

    def move(self, now: datetime) -> None:
        """Stand at another instant."""
        self._now = now


def fill(house: House, clock: MovingClock) -> None:
    """Write the sample into the empty plan of `house`, which must tell the time by `clock`.

    It ends with today, the day on which `clock` stands; afterwards the clock stands where it stood.
    """
    end = clock.now()
    _Year(house, clock, local_day(end, clock.zone())).live()
    clock.move(end)


@dataclass
class _Year:
    house: House
    clock: MovingClock
    today: date
    goals: dict[str, str] = field(default_factory=dict)

    def live(self) -> None:
        end = self.clock.now()
        diary = _diary()
        for day in range(FIRST_DAY, 0):
            self._wake(day, EVENING)
            for entry in diary.get(day, ()):
                entry(self)
            if day % _rhythm(day) == 0:
                self._evening(day)
        self.clock.move(end)
        for entry in diary[0]:
            entry(self)

    def day(self, offset: int) -> date:
        """A day counted from today."""
        return self.today + timedelta(days=offset)

    def _wake(self, offset: int, at: time) -> None:
        self.clock.move(to_utc(datetime.combine(self.day(offset), at), self.clock.zone()))

    def _evening(self, offset: int) -> None:
        """Close what is due: most of it done, some of it late, some of a series skipped."""
        day = self.day(offset)
        due = [row for row in self.house.queries.next(0) if self._is_done_by(row, day, offset)]
        skipped = [row for row in due if row.milestone.repeat is not None and _chance(row) % 12 == 0]
        done = [row.milestone.id for row in due if row not in skipped]
        if skipped:
            self.house.milestones.skip([row.milestone.id for row in skipped])
        if done:
            self._answer(self.house.milestones.complete(done).asks, day)

    def _is_done_by(self, row: Line, day: date, offset: int) -> bool:
        due = row.milestone.due
        if due is None or due > day or (row.milestone.expected and row.milestone.repeat is None):
            return False
        if row.goal is None:
            return due < self.day(-1)
        if offset > -QUIET and row.goal.id in {self.goals.get(name) for name in LEFT}:
            return False
        late = timedelta(days=3) if _chance(row) % 5 == 1 else timedelta()
        return due + late <= day

    def _answer(self, asks: Sequence[Ask], day: date) -> None:
        for ask in asks:
            words: Mapping[str, str] = {
                "approved": day.isoformat(),
                "answer": "yes",
                "first_talk": (day + timedelta(days=10)).isoformat(),
                "group": "joined",
                "path": "one_project",
                "test": "gmat",
            }
            if ask.question.key in words:
                self.house.goals.answer(ask.goal, {ask.question.key: words[ask.question.key]})

    # What the diary says

    def begin(self, name: str, template: str, *, target: int | None = None, **more: str) -> None:
        """A goal from a template, towards a day counted from today or starting now."""
        start = None if target is not None else local_day(self.clock.now(), self.clock.zone())
        request = GoalRequest(
            template=template,
            start=start,
            target=self.day(target) if target is not None else None,
            title=more.pop("title", None),
            answers=more,
            past="late",
        )
        self.goals[name] = self.house.goals.create(request).ids[0]

    def step(self, goal: str, key: str) -> str:
        """The id of a goal's milestone by its template's key."""
        members = self.house.queries.plan().by_goal[self.goals[goal]]
        return next(each.id for each in members if each.key == key)

    def add(self, line: str, due: int | None = None, at: str = "") -> None:
        """A line of quick add, due on a day counted from today."""
        day = f"{self.day(due).isoformat()} {at}".strip() if due is not None else None
        self.house.milestones.add(line, due=day)

    def skip(self, title: str) -> None:
        """Let go of an inbox item."""
        inbox = self.house.queries.plan().by_goal[None]
        self.house.milestones.skip([each.id for each in inbox if each.title == title])


Entry = Callable[[_Year], None]


def _rhythm(day: int) -> int:
    """Every how many days the person closed what was due: once a week long ago, every evening of late."""
    return 7 if day < -28 else 2 if day < -10 else 1


def _chance(row: Line) -> int:
    """A number that looks random and is the same every time."""
    return crc32(f"{row.milestone.title} {row.milestone.n}".encode())


def _begin(name: str, template: str, *, target: int | None = None, **more: str) -> Entry:
    return lambda year: year.begin(name, template, target=target, **more)


def _add(line: str, due: int | None = None, at: str = "") -> Entry:
    return lambda year: year.add(line, due, at)


def _skip(title: str) -> Entry:
    return lambda year: year.skip(title)


def _note(goal: str, key: str, text: str) -> Entry:
    return lambda year: void(year.house.milestones.note(year.step(goal, key), text))


def _snooze(goal: str, key: str, days: int) -> Entry:
    return lambda year: void(year.house.milestones.snooze([year.step(goal, key)], year.day(days).isoformat()))


def _answer(goal: str, key: str, offset: int) -> Entry:
    return lambda year: void(year.house.goals.answer(year.goals[goal], {key: year.day(offset).isoformat()}))


def _away(title: str, first: int, last: int) -> Entry:
    return lambda year: void(
        year.house.profiles.edit(
            ProfileEdit(away=(f"{title}={year.day(first).isoformat()} - {year.day(last).isoformat()}",))
        )
    )


def void(_: object) -> None:
    """An entry gives nothing back."""


def _diary() -> dict[int, Sequence[Entry]]:
    """What the person did by hand, by day counted from today."""
    return {
        -350: (
            lambda year: void(year.house.profiles.edit(ProfileEdit(stage="mid", hours_per_week="16"))),
            _begin("craft", "craft-foundations", title="Master SQL and data modelling"),
            _answer("craft", "handover", -258),
            _add("Ask for the description of the next level #work ~20m", -346),
        ),
        -330: (
            _begin("networking", "networking", title="Know people outside my team"),
            _answer("networking", "event", -288),
        ),
        -322: (
            _add("Read a book on estimating #reading ~6h", -301),
            _add("Renew the library card #reading ~10m", -310),
        ),
        -300: (
            _begin("mentor", "find-mentor", title="Find a mentor for a year"),
            _note("craft", "practise", "Window functions first: they come up in every review."),
        ),
        -262: (_add("Give a talk at the lunch session #talk ~3h", -240), _note("networking", "names", "34 names.")),
        -250: (_begin("belt", "six-sigma-black", target=64, title="Lean Six Sigma Black Belt", path="one_project"),),
        -214: (_note("mentor", "meet", "Bring one question, in writing, the day before."),),
        -205: (_add("Write down what the migration saved #proof ~1h", -198),),
        -200: (_begin("mba", "mba-fulltime", target=230, test="gmat"),),
        -163: (lambda year: void(year.house.goals.achieve(year.goals["craft"], force=True)),),
        -150: (
            _snooze("networking", "online", -139),
            _add("Update the team page #work ~30m", -145),
            _add("Apply for the summer school #learning ~2h", -112),
        ),
        -120: (
            _skip("Apply for the summer school"),
            lambda year: void(
                year.house.goals.edit(year.goals["mba"], GoalEdit(notes="Not now: the certificate comes first."))
            ),
            lambda year: void(year.house.goals.drop(year.goals["mba"])),
        ),
        -100: (_begin("pmp", "pmp", target=41, title="Earn the PMP"),),
        -90: (
            lambda year: void(year.house.goals.pause(year.goals["belt"])),
            _add("Collect proof for the yearly talk #proof ~1h", -70),
        ),
        -62: (_note("pmp", "open", "Five projects, no month counted twice."),),
        -45: (
            _begin("communication", "communication", title="Listen first, write short"),
            _answer("communication", "meeting", 4),
        ),
        -36: (_snooze("mentor", "tell", -29),),
        -25: (_begin("manager", "manager-ready", title="Get ready to lead a team"),),
        -20: (
            _note("pmp", "study", "Four hours on Saturday morning work better than seven in the evenings."),
            lambda year: void(year.house.milestones.edit(year.step("pmp", "study"), MilestoneEdit(effort="4h"))),
            _add("Back up the course notes #pmp ~20m", -17),
        ),
        -10: (_away("Days off", 45, 48),),
        -8: (
            lambda year: void(year.house.milestones.start([year.step("manager", "lead_project")])),
            _note("manager", "lead_project", "The reporting clean-up: small, visible, nobody owns it."),
        ),
        -5: (_add("Send the slides to the chapter #networking ~30m", -1),),
        0: (
            _add("Attend the PMI chapter dinner #networking ~2h", 5, "19:00"),
            _add("Hand in the travel form for the exam ~20m", 6),
            _add("Write two sentences on this week for the proof file #proof ~10m", 0),
            _add("Ask for a seat in the facilitation course #work ~15m", 0),
            _add("Talk on lessons of the migration #talk !fixed ~4h", 24, "15:00"),
            _add("Books on negotiation: choose one #reading"),
            lambda year: void(
                year.house.milestones.wait(year.step("manager", "managers"), "two of the three managers")
            ),
            _snooze("networking", "introduce", 3),
            lambda year: void(year.house.milestones.note(year.step("pmp", "exam"), "Test centre, morning slot.")),
        ),
    }
