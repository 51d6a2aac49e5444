"""Two open stores on one folder against a model, in any order of acts a person and a machine can come up with."""

from __future__ import annotations

import errno
import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from planner.domain.errors import NothingToUndo, SaveFailed, Unreadable
from planner.domain.plan import Edit, Goal, Milestone, Plan, Profile
from planner.store import durable
from planner.store.tiny import TinyStore
from tests.contracts.material import CountedIds, FakeClock, goal, milestone

IDS = st.sampled_from([f"{letter * 32}" for letter in "abcdef"])
TITLES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
HANDLES = st.integers(0, 1)


class NoSync(durable.Calls):
    """Nothing here loses power, so nothing here waits for the disk."""

    def fsync(self, fd: int) -> None:
        """Do nothing."""


class FailOnce(NoSync):
    """Fails the next call of one kind."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __getattribute__(self, name: str) -> Any:
        if name in {"open", "write", "replace", "stat", "fstat", "read"} and name == object.__getattribute__(
            self, "kind"
        ):
            self.kind = ""

            def failing(*_: object) -> None:
                raise OSError(errno.ENOSPC, "No space left on device")

            return failing
        return object.__getattribute__(self, name)


Content = tuple[dict[str, Milestone], dict[str, Goal], Profile]


def content(plan: Plan) -> Content:
    return dict(plan.milestones), dict(plan.goals), plan.profile


class TwoStores(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="planner-machine-"))
        self.clock = FakeClock()
        self.ids = CountedIds()
        self.handles = [self.opened(), self.opened()]
        self.line: list[Content] = [({}, {}, Profile())]
        self.bodies: list[bytes | None] = [None]
        self.at = 0
        self.changes = 0
        self.kept: list[tuple[str, Content]] = []

    def opened(self) -> TinyStore:
        return TinyStore(self.folder, self.clock, self.ids, "machine")

    @initialize()
    def begin(self) -> None:
        durable.calls = NoSync()

    def teardown(self) -> None:
        durable.calls = durable.Calls()
        shutil.rmtree(self.folder)

    def moved_on(self, now: Content) -> None:
        """The model does a Change; nothing when it changes nothing."""
        del self.line[self.at + 1 :], self.bodies[self.at + 1 :]
        self.line.append(now)
        self.bodies.append(self.body())
        self.at += 1
        self.changes += 1

    def body(self) -> bytes:
        return (self.folder / "plan.json").read_bytes().partition(b"\n")[2]

    @property
    def now(self) -> Content:
        return self.line[self.at]

    @rule(handle=HANDLES, key=IDS, title=TITLES, tags=st.lists(TITLES, max_size=2), effort=st.integers(0, 10**6))
    def put_a_milestone(self, handle: int, key: str, title: str, tags: list[str], effort: int) -> None:
        record = milestone(key, title, tags=tuple(tags), effort=effort or None)
        milestones, goals, profile = self.now
        change = self.handles[handle].commit(lambda _: Edit("Put", (record,)))
        assert (change is None) == (milestones.get(key) == record)
        if change:
            self.moved_on(({**milestones, key: record}, goals, profile))

    @rule(handle=HANDLES, keys=st.lists(IDS, min_size=1, unique=True), title=TITLES)
    def change_several_of_what_is_there(self, handle: int, keys: list[str], title: str) -> None:
        def act(plan: Plan) -> Edit:
            return Edit(
                "Rename", tuple(replace(plan.milestones[key], title=title) for key in keys if key in plan.milestones)
            )

        milestones, goals, profile = self.now
        renamed = {key: replace(each, title=title) if key in keys else each for key, each in milestones.items()}
        change = self.handles[handle].commit(act)
        assert (change is None) == (renamed == milestones)
        if change:
            self.moved_on((renamed, goals, profile))

    @rule(handle=HANDLES, key=IDS, gone=IDS, answer=TITLES)
    def put_a_goal_and_drop_a_milestone(self, handle: int, key: str, gone: str, answer: str) -> None:
        answers = {"route": answer}
        record = goal(key, "Earn it", answers=answers)
        milestones, goals, profile = self.now
        then = {each: found for each, found in milestones.items() if each != gone}
        kept = goal(key, "Earn it", answers=dict(answers))
        change = self.handles[handle].commit(lambda _: Edit("Both", (record,), (("milestones", gone),)))
        answers["route"] = "the caller goes on with his mapping"
        assert (change is None) == (then == milestones and goals.get(key) == kept)
        if change:
            self.moved_on((then, {**goals, key: kept}, profile))

    @rule(handle=HANDLES, hours=st.integers(1, 40))
    def change_the_profile(self, handle: int, hours: int) -> None:
        milestones, goals, profile = self.now
        record = Profile(hours_per_week=str(hours))
        if self.handles[handle].commit(lambda _: Edit("Profile", (record,))):
            self.moved_on((milestones, goals, record))
        else:
            assert profile == record

    @rule(handle=HANDLES)
    def an_act_fails(self, handle: int) -> None:
        def act(plan: Plan) -> Edit:
            raise LookupError(plan.generation)

        with pytest.raises(LookupError):
            self.handles[handle].commit(act)

    @rule(
        handle=HANDLES,
        key=IDS,
        title=TITLES,
        kind=st.sampled_from(["open", "write", "replace", "stat", "fstat", "read"]),
    )
    def the_disk_fails_once(self, handle: int, key: str, title: str, kind: str) -> None:
        milestones, goals, profile = self.now
        record = milestone(key, title)
        durable.calls = FailOnce(kind)
        try:
            change = self.handles[handle].commit(lambda _: Edit("Put", (record,)))
        except (SaveFailed, Unreadable):
            pass  # what was told as failed changed nothing: the invariant looks at that
        else:
            if change:
                self.moved_on(({**milestones, key: record}, goals, profile))
        finally:
            durable.calls = NoSync()

    @rule(handle=HANDLES)
    def undo(self, handle: int) -> None:
        if self.at == 0:
            with pytest.raises(NothingToUndo):
                self.handles[handle].undo()
            return
        self.handles[handle].undo()
        self.at -= 1
        self.changes += 1
        if self.bodies[self.at] is not None:
            assert self.body() == self.bodies[self.at]

    @rule(handle=HANDLES)
    def redo(self, handle: int) -> None:
        if self.at == len(self.line) - 1:
            with pytest.raises(NothingToUndo):
                self.handles[handle].redo()
            return
        self.handles[handle].redo()
        self.at += 1
        self.changes += 1
        assert self.body() == self.bodies[self.at]

    @rule(handle=HANDLES)
    def open_it_again(self, handle: int) -> None:
        self.handles[handle] = self.opened()

    @rule(hours=st.integers(1, 60))
    def time_goes_by(self, hours: int) -> None:
        self.clock.at += timedelta(hours=hours)

    @precondition(lambda self: self.changes)
    @rule(handle=HANDLES)
    def back_up(self, handle: int) -> None:
        self.kept.append((self.handles[handle].backup().name, self.now))

    @precondition(lambda self: self.kept)
    @rule(handle=HANDLES, which=st.integers(0, 5))
    def restore(self, handle: int, which: int) -> None:
        name, then = self.kept[which % len(self.kept)]
        if name in {each.name for each in self.handles[handle].backups()}:
            self.handles[handle].restore(name)
            self.moved_on(then)

    @rule()
    def a_torn_line_stands_at_the_end_of_the_history(self) -> None:
        if self.changes:
            with (self.folder / "history.jsonl").open("ab") as file:
                file.write(b'{"id":"torn","parent":')

    @invariant()
    def every_eye_sees_the_model(self) -> None:
        for store in (*self.handles, self.opened()):
            plan = store.load()
            assert content(plan) == self.now
            assert plan.generation == self.changes
            assert list(plan.milestones) == sorted(plan.milestones)
            assert not store.changed()
        assert len(self.handles[0].history()) == self.changes
        names = {path.name for path in self.folder.iterdir() if not path.name.startswith("plan.history-dropped-")}
        assert names <= {"plan.json", "plan.json.lock", "history.jsonl", "backups"}


def test_two_stores_on_one_folder_never_differ_from_the_model() -> None:
    run_state_machine_as_test(
        TwoStores,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
