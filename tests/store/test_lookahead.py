"""What a pass of reminders notes for the next ones: with it exactly that is raised which would be raised without it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.config import Paths
from planner.domain.plan import Goal, Milestone, Plan
from planner.ports import Outcome, Store, Templates
from planner.services.reminders import Reminders
from planner.settings import SETTINGS_FILE
from planner.store.delivery import FileDelivery
from planner.store.lookahead import FURTHEST, NAME, FileLookAhead
from tests.files import as_written

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MADE = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo")


class World:
    """A plan, a clock, a zone and a desktop over one folder; with `ahead` its passes look ahead."""

    def __init__(self, folder: Path, *, ahead: bool) -> None:
        folder.mkdir()
        self.folder, self.instant, self.place, self.shows = folder, NOON, ZONES[0], True
        self.plan = Plan()
        self.looked = 0
        self.delivery = FileDelivery(folder)
        numbers = count()
        self.reminders = Reminders(
            cast("Store", self),
            self.delivery,
            self,
            self,
            type("Ids", (), {"new": lambda _: f"pass {next(numbers)}"})(),
            cast("Templates", self),
        )
        self.ahead = (
            FileLookAhead(folder, folder / "config.toml", lambda: self.instant, lambda: self.place) if ahead else None
        )
        self.put()

    def load(self) -> Plan:
        """The store."""
        self.looked += 1
        return self.plan

    def now(self) -> datetime:
        """The clock."""
        return self.instant

    def zone(self) -> tzinfo:
        """The clock."""
        return ZoneInfo(self.place)

    def notify(self, title: str, body: str, key: str) -> Outcome:  # noqa: ARG002  # the port has them
        """The desktop."""
        return Outcome(self.shows, "desktop", "" if self.shows else "nobody is there")

    def check(self) -> Outcome:
        """The desktop."""
        return Outcome(self.shows, "desktop", "" if self.shows else "nobody is there")

    def put(self, *records: Milestone | Goal) -> None:
        """Write records; the file gets what a plan's first line says and nothing else."""
        self.plan = Plan(
            generation=self.plan.generation + 1,
            goals={**self.plan.goals, **{r.id: r for r in records if isinstance(r, Goal)}},
            milestones={**self.plan.milestones, **{r.id: r for r in records if isinstance(r, Milestone)}},
        )
        new = self.folder / "plan.new"
        new.write_text(f'{{"meta":{{"plan":{{"generation":{self.plan.generation}}}}},\n', encoding="utf-8")
        new.replace(self.folder / "plan.json")

    def run(self) -> tuple[list[str], list[str]]:
        """A pass as `remind run` makes it: the keys of what was raised and what was not."""
        if self.ahead is not None and self.ahead.holds():
            return [], []
        result = self.reminders.run(self.ahead)
        return (
            [f"{each.milestone} {each.at}" for each in result.raised],
            [f"{each.milestone} {each.at}" for each, _ in result.failed],
        )


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "world", ahead=True)


def milestone(name: str = "exam", **fields: Any) -> Milestone:
    given: dict[str, Any] = {"due": date(2026, 11, 24), "at": time(18), "leads": ("PT1H",)}
    return Milestone(**{"id": name, "title": name, "created": MADE, "dated_at": MADE, **given, **fields})


names = st.sampled_from(["exam", "talk", "form"])
milestones = st.builds(
    milestone,
    names,
    due=st.dates(date(2026, 11, 22), date(2026, 11, 28)) | st.none(),
    at=st.none() | st.sampled_from([time(9), time(18), time(2, 30)]),
    zone=st.none() | st.sampled_from(ZONES),
    leads=st.sampled_from([("PT0M",), ("P1D", "PT1H"), ("P2D", "PT30M", "PT5M"), (), None]),
    status=st.sampled_from(["todo", "todo", "done"]),
    snoozed_until=st.none() | st.datetimes(datetime(2026, 11, 23), datetime(2026, 11, 27)),  # noqa: DTZ001  # a wall time
    dated_at=st.sampled_from([MADE, NOON]),
    goal=st.sampled_from([None, "goal"]),
)
goals = st.builds(
    Goal,
    id=st.just("goal"),
    title=st.just("Goal"),
    created=st.just(MADE),
    status=st.sampled_from(["active", "paused"]),
    leads=st.none() | st.just(("P1D",)),
)
Step = Callable[[World], None]


def passed(by: timedelta) -> Step:
    def step(world: World) -> None:
        world.instant += by

    return step


def moved(place: str) -> Step:
    def step(world: World) -> None:
        world.place = place

    return step


def shown(well: bool) -> Step:
    def step(world: World) -> None:
        world.shows = well

    return step


def written(record: Milestone | Goal) -> Step:
    return lambda world: world.put(record)


def claimed_by_one_that_dies(world: World) -> None:
    upcoming = [key for key, state in world.delivery.load().items() if state.is_free(world.instant)]
    world.delivery.claim([*upcoming, "other"], "dies", world.instant)


def scribbled(data: bytes) -> Step:
    def step(world: World) -> None:
        if world.ahead is not None:
            (world.folder / NAME).write_bytes(data)

    return step


lengths = st.sampled_from(
    [timedelta(minutes=minutes) for minutes in (1, 1, 2, 5, 29, 60, 61, 600, 1439, 1440, 2000, -1, -60, -1440)]
)
steps = st.one_of(
    lengths.map(passed),
    lengths.map(passed),
    st.sampled_from(ZONES).map(moved),
    st.booleans().map(shown),
    milestones.map(written),
    goals.map(written),
    st.just(claimed_by_one_that_dies),
    st.binary(max_size=30).map(scribbled),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(milestones, min_size=1, max_size=3), st.lists(steps, max_size=25))
def test_passes_that_look_ahead_raise_just_what_passes_without_do(some: list[Milestone], walk: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        worlds = [World(Path(folder) / name, ahead=name == "with") for name in ("with", "without")]
        for each in worlds:
            each.put(*some)
        for step in walk:
            for each in worlds:
                step(each)
            raised, expected = (each.run() for each in worlds)
            assert raised == expected


def test_after_a_pass_that_found_nothing_the_next_ones_look_at_nothing(world: World) -> None:
    world.put(milestone())
    assert world.run() == ([], [])
    looked = world.looked
    before = as_written(world.folder / NAME)
    for _ in range(4 * 60 + 59):  # it comes at five in Berlin, four in UTC
        world.instant += timedelta(minutes=1)
        if world.instant >= NOON + timedelta(hours=4):
            break
        assert world.run() == ([], [])
    assert world.looked == looked
    assert as_written(world.folder / NAME) == before
    assert len(world.run()[0]) == 1


@pytest.fixture
def noted(world: World) -> Iterator[World]:
    world.put(milestone())
    assert world.run() == ([], [])
    assert world.ahead is not None
    assert world.ahead.holds()
    yield world
    assert not world.ahead.holds()


def test_a_change_of_the_plan_is_looked_at(noted: World) -> None:
    noted.put(milestone("talk"))


def test_a_mark_that_another_process_makes_is_looked_at(noted: World) -> None:
    noted.delivery.claim(["other"], "token", noted.instant)


def test_settings_that_change_are_looked_at(noted: World) -> None:
    (noted.folder / "config.toml").write_text("[notify]\n", encoding="utf-8")


def test_a_journey_is_looked_at(noted: World) -> None:
    noted.place = "Asia/Tokyo"


@pytest.mark.parametrize("by", [timedelta(microseconds=-1), timedelta(days=-900), FURTHEST, timedelta(hours=4)])
def test_a_clock_that_jumps_is_looked_at(noted: World, by: timedelta) -> None:
    noted.instant += by


def test_a_plan_that_is_gone_is_looked_at(noted: World) -> None:
    (noted.folder / "plan.json").unlink()


def test_another_version_of_the_planner_looks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.put(milestone())
    world.run()
    assert world.ahead is not None
    assert world.ahead.holds()
    monkeypatch.setattr("planner.store.lookahead.__version__", "another")
    assert not world.ahead.holds()


def test_a_copy_of_the_folder_is_looked_at(noted: World) -> None:
    text = (noted.folder / "plan.json").read_bytes()
    (noted.folder / "plan.json").unlink()
    (noted.folder / "again").write_bytes(b"")
    (noted.folder / "plan.json").write_bytes(text)


BAD: list[Callable[[dict[str, Any]], object]] = [
    lambda note: {**note, "until": note["from"] + 2 * 86_400_000_000},
    lambda note: {**note, "until": str(note["until"])},
    lambda note: {**note, "from": None},
    lambda note: {**note, "until": 1e400},
    lambda note: {**note, "from": True},
    lambda note: {**note, "seen": None},
    lambda note: {**note, "extra": 1},
    lambda note: {"until": note["until"]},
    lambda note: [note],
    lambda _: None,
    lambda _: "x",
]


@pytest.mark.parametrize("spoil", BAD)
def test_a_note_that_nobody_here_writes_is_not_believed(
    noted: World, spoil: Callable[[dict[str, Any]], object]
) -> None:
    path = noted.folder / NAME
    path.write_text(json.dumps(spoil(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")


@pytest.mark.parametrize("size", [0, 1, 40, -1])
def test_a_note_that_is_half_written_is_not_believed(noted: World, size: int) -> None:
    path = noted.folder / NAME
    path.write_bytes(path.read_bytes()[:size])


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfe", b"[" * 8000, b"{" * 100_000, b"\x00", b'{"seen":' * 1000],
    ids=["no text", "deep", "long", "null", "deep and half"],
)
def test_bytes_that_are_no_note_are_not_believed(noted: World, data: bytes) -> None:
    (noted.folder / NAME).write_bytes(data)


def test_a_pipe_in_its_place_holds_nobody_up(noted: World) -> None:
    (noted.folder / NAME).unlink()
    os.mkfifo(noted.folder / NAME)


def test_where_no_note_can_be_written_the_passes_go_on_looking(world: World) -> None:
    (world.folder / NAME).mkdir()
    (world.folder / NAME / "full").touch()
    world.put(milestone())
    assert world.run() == ([], [])
    world.instant += timedelta(hours=4)
    assert len(world.run()[0]) == 1


def test_where_the_zone_cannot_be_seen_nothing_is_noted(world: World) -> None:
    assert world.ahead is not None
    world.ahead = FileLookAhead(world.folder, world.folder / "config.toml", lambda: NOON, lambda: None)
    assert world.run() == ([], [])
    assert not (world.folder / NAME).exists()


def test_it_watches_the_file_of_settings(tmp_path: Path) -> None:
    assert Paths(tmp_path, tmp_path / "config").settings == tmp_path / "config" / SETTINGS_FILE
