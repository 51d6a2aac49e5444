"""What every Store does. A test file of a store derives from StoreContract and says how to open one.

The class is not collected from here: this file's name does not begin with `test_`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

import pytest

from planner.domain.errors import NotFound, NothingToUndo, NotMet, SaveFailed, UndoRefused
from planner.domain.plan import (
    Edit,
    Milestone,
    Plan,
    Profile,
)
from planner.ports import Store
from tests.contracts.material import (
    FULL_COPY,
    FULL_GOAL,
    FULL_MILESTONE,
    FULL_PROFILE,
    FakeClock,
    content,
    drop,
    goal,
    made,
    milestone,
    put,
)


class Opener(Protocol):
    """Opens one more store on the same data."""

    def __call__(self, writer: str = "test") -> Store: ...


class StoreContract:
    """The suite. `opener` and `clock` come from the file of each store."""

    @pytest.fixture
    def clock(self) -> FakeClock:
        return FakeClock()

    @pytest.fixture
    def opener(self, clock: FakeClock) -> Iterator[Opener]:
        raise NotImplementedError

    @pytest.fixture
    def store(self, opener: Opener) -> Store:
        return opener()

    def test_a_store_that_was_never_written_is_an_empty_plan(self, store: Store) -> None:
        assert store.load() == Plan()
        assert store.history() == ()
        assert store.backups() == ()

    def test_every_field_of_every_record_is_there_when_the_store_is_opened_again(self, opener: Opener) -> None:
        opener().commit(put(FULL_GOAL, FULL_MILESTONE, FULL_PROFILE, FULL_COPY))
        plan = opener().load()
        assert plan.goals == {FULL_GOAL.id: FULL_GOAL}
        assert plan.milestones == {FULL_MILESTONE.id: FULL_MILESTONE}
        assert plan.templates == {FULL_COPY.id: FULL_COPY}
        assert plan.profile == FULL_PROFILE
        assert plan.generation == 1

    def test_a_commit_gives_the_change_it_made(self, store: Store, clock: FakeClock) -> None:
        first = made(store.commit(put(milestone("m1"), name="Add “Read the handbook”")))
        assert (first.name, first.kind, first.of, first.parent) == ("Add “Read the handbook”", "do", None, None)
        assert (first.generation, first.time, first.writer) == (1, clock.now(), "test")
        [record] = first.records
        assert (record.table, record.id, record.before) == ("milestones", "m1", None)
        assert record.after is not None
        assert record.after["title"] == "Read the handbook"
        second = made(store.commit(put(milestone("m1", "Read it twice"))))
        assert (second.parent, second.generation) == (first.id, 2)
        assert second.records[0].before == record.after

    def test_an_edit_that_changes_nothing_writes_nothing(self, store: Store) -> None:
        store.commit(put(milestone("m1"), FULL_PROFILE))
        assert store.commit(put(milestone("m1"), FULL_PROFILE)) is None
        assert store.commit(drop(("milestones", "unknown"))) is None
        assert store.commit(put()) is None
        assert store.load().generation == 1
        assert len(store.history()) == 1

    def test_an_act_that_raises_writes_nothing(self, store: Store) -> None:
        store.commit(put(milestone("m1")))

        def act(plan: Plan) -> Edit:
            raise LookupError(plan.milestones["m1"].title)

        with pytest.raises(LookupError, match="Read the handbook"):
            store.commit(act)
        assert store.load().generation == 1
        assert len(store.history()) == 1
        assert store.commit(put(milestone("m2"))) is not None

    def test_what_cannot_be_read_back_is_refused_and_changes_nothing(self, store: Store) -> None:
        store.commit(put(milestone("m1")))
        for bad in (
            milestone("m2", "lone \ud800 surrogate"),
            milestone("m2", kind="nonsense"),
            milestone("m2", due="tomorrow"),
            milestone("m2", effort=float("nan")),
            milestone("m2", created=datetime(2026, 1, 1)),  # noqa: DTZ001  # the mistake that is refused
        ):
            with pytest.raises(SaveFailed, match="nothing was changed"):
                store.commit(put(milestone("m3"), bad))
        assert list(store.load().milestones) == ["m1"]
        assert store.load().generation == 1

    def test_several_records_are_one_change(self, store: Store) -> None:
        store.commit(put(goal("g"), milestone("m1"), milestone("m2")))
        change = made(store.commit(lambda _: Edit("Swap", (milestone("m3"),), (("milestones", "m1"), ("goals", "g")))))
        assert {(each.table, each.id) for each in change.records} == {
            ("milestones", "m3"),
            ("milestones", "m1"),
            ("goals", "g"),
        }
        assert list(store.load().milestones) == ["m2", "m3"]
        assert store.load().goals == {}

    def test_a_dropped_profile_is_the_one_of_a_new_person(self, store: Store) -> None:
        store.commit(put(FULL_PROFILE))
        store.commit(drop(("profile", "profile")))
        assert store.load().profile == Profile()
        store.undo()
        assert store.load().profile == FULL_PROFILE

    def test_records_stand_in_the_order_of_their_ids(self, opener: Opener) -> None:
        store = opener()
        store.commit(put(milestone("m3"), milestone("m1")))
        store.commit(put(milestone("m2")))
        assert list(store.load().milestones) == list(opener().load().milestones) == ["m1", "m2", "m3"]

    def test_the_plan_is_the_same_object_until_it_changes(self, opener: Opener) -> None:
        store, other = opener(), opener()
        store.commit(put(milestone("m1")))
        plan = store.load()
        assert store.load() is plan
        assert not store.changed()
        other.commit(put(milestone("m2")))
        assert store.changed()
        assert list(store.load().milestones) == ["m1", "m2"]
        assert not store.changed()
        assert list(plan.milestones) == ["m1"]

    def test_a_store_that_has_not_been_read_yet_is_changed(self, opener: Opener) -> None:
        opener().commit(put(milestone("m1")))
        assert opener().changed()

    def test_an_act_sees_what_another_store_wrote(self, opener: Opener) -> None:
        store, other = opener(), opener()
        store.load()
        other.commit(put(milestone("m1")))
        store.commit(lambda plan: Edit("Close", tuple(replace(m, status="done") for m in plan.milestones.values())))
        assert other.load().milestones["m1"].status == "done"

    def test_the_plan_cannot_be_changed_in_place(self, store: Store) -> None:
        store.commit(put(milestone("m1"), goal("g")))
        plan: Any = store.load()
        with pytest.raises(TypeError):
            plan.milestones["m2"] = milestone("m2")
        with pytest.raises(AttributeError):
            plan.milestones["m1"].title = "other"

    def test_what_the_caller_does_to_his_mapping_later_is_not_saved(self, opener: Opener) -> None:
        store = opener()
        answers = {"route": "degree"}
        store.commit(put(goal("g", answers=answers)))
        answers["route"] = "changed behind its back"
        assert store.load().goals["g"].answers == {"route": "degree"}
        store.commit(put(milestone("m1")))
        assert opener().load().goals["g"].answers == {"route": "degree"}

    def test_undo_and_redo_go_back_and_forth(self, store: Store) -> None:
        plans = [content(store.load())]
        for each in (put(milestone("m1")), put(milestone("m1", "Other")), drop(("milestones", "m1")), put(goal("g"))):
            store.commit(each)
            plans.append(content(store.load()))
        for plan in reversed(plans[:-1]):
            assert store.undo().kind == "undo"
            assert content(store.load()) == plan
        with pytest.raises(NothingToUndo):
            store.undo()
        for plan in plans[1:]:
            assert store.redo().kind == "redo"
            assert content(store.load()) == plan
        with pytest.raises(NothingToUndo):
            store.redo()
        assert store.load().generation == 12

    def test_undo_and_redo_go_on_in_another_process(self, opener: Opener) -> None:
        opener("app").commit(put(milestone("m1"), name="Add it"))
        undone = opener("shell").undo()
        assert (undone.name, undone.kind, undone.writer) == ("Add it", "undo", "shell")
        assert opener().load().milestones == {}
        redone = opener("app").redo()
        assert (redone.name, redone.kind, redone.of) == ("Add it", "redo", undone.of)
        assert list(opener().load().milestones) == ["m1"]

    def test_an_undo_names_the_change_it_is_about(self, store: Store) -> None:
        first = made(store.commit(put(milestone("m1"), name="Add it")))
        store.undo()
        store.redo()
        assert store.undo().of == first.id

    def test_a_new_change_clears_redo(self, store: Store) -> None:
        store.commit(put(milestone("m1")))
        store.undo()
        store.commit(put(milestone("m2")))
        with pytest.raises(NothingToUndo):
            store.redo()
        store.undo()
        assert store.load().milestones == {}

    def test_an_undo_of_nothing_changes_nothing(self, store: Store) -> None:
        with pytest.raises(NothingToUndo):
            store.undo()
        assert store.load().generation == 0

    def test_the_history_is_newest_first(self, store: Store) -> None:
        for number in range(5):
            store.commit(put(milestone("m1", f"title {number}"), name=f"Change {number}"))
        store.undo()
        history = store.history()
        assert [change.name for change in history] == [f"Change {number}" for number in (4, 4, 3, 2, 1, 0)]
        assert [change.generation for change in history] == [6, 5, 4, 3, 2, 1]
        assert [change.parent for change in history] == [*(change.id for change in history[1:]), None]
        assert store.history(2) == history[:2]

    def test_a_backup_can_be_brought_back_as_a_change_on_top(self, opener: Opener, clock: FakeClock) -> None:
        store = opener()
        store.commit(put(milestone("m1"), goal("g"), FULL_PROFILE))
        before = content(store.load())
        backup = store.backup()
        assert (backup.made, backup.generation) == (clock.now(), 1)
        assert backup.size > 0
        clock.at += timedelta(minutes=1)
        store.commit(put(milestone("m2"), milestone("m1", "Changed"), Profile()))
        store.commit(drop(("goals", "g")))
        after = content(store.load())
        change = store.restore(backup.name)
        assert (change.kind, change.generation) == ("do", 4)
        assert backup.name in change.name
        assert content(store.load()) == before
        assert [each.generation for each in store.backups()] == [3, 1]
        store.undo()
        assert content(opener().load()) == after
        store.redo()
        assert content(opener().load()) == before

    def test_what_a_restore_replaced_is_a_backup_itself(self, store: Store, clock: FakeClock) -> None:
        store.commit(put(milestone("m1")))
        backup = store.backup()
        clock.at += timedelta(minutes=1)
        store.commit(put(milestone("m2")))
        after = content(store.load())
        store.restore(backup.name)
        store.restore(store.backups()[0].name)
        assert content(store.load()) == after

    def test_a_restore_of_what_is_there_is_told_as_a_change(self, store: Store) -> None:
        store.commit(put(milestone("m1")))
        change = store.restore(store.backup().name)
        assert change.records == ()
        assert store.load().generation == 2
        store.undo()
        assert list(store.load().milestones) == ["m1"]

    def test_two_backups_in_one_second_have_two_names(self, store: Store) -> None:
        store.commit(put(milestone("m1")))
        names = {store.backup().name for _ in range(3)}
        assert len(names) == 3
        assert {each.name for each in store.backups()} == names

    def test_an_unknown_backup_is_not_found(self, store: Store) -> None:
        store.commit(put(milestone("m1")))
        with pytest.raises(NotFound):
            store.restore("2020-01-01")
        assert store.load().generation == 1

    def test_nothing_is_no_backup(self, store: Store) -> None:
        with pytest.raises(NotMet):
            store.backup()

    def test_an_undo_is_refused_when_a_record_has_moved_on(self, store: Store) -> None:
        store.commit(put(milestone("m1", "First")))
        self.meddle(store, milestone("m1", "Changed behind the history"))
        with pytest.raises(UndoRefused, match="Changed behind the history"):
            store.undo()
        assert store.load().milestones["m1"].title == "Changed behind the history"

    def meddle(self, store: Store, record: Milestone) -> None:
        """Change a record without a Change, as a sync or an editor might."""
        raise NotImplementedError
