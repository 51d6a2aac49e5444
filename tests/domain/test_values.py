"""Classes of `values` are, to whoever uses them, the dataclasses that `dataclasses` would have made."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from threading import Barrier, Thread
from typing import Any

import pytest

from planner.domain import values
from planner.domain.plan import Goal, Milestone, Plan

Maker = Callable[..., Any]


def classes(dataclass: Any, field: Any) -> tuple[type[Any], type[Any], type[Any]]:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Step:
        """A step."""

        id: str
        title: str = "none"
        answers: Mapping[str, str] = field(default_factory=dict)
        order: int = 0

        @property
        def shout(self) -> str:
            return self.title.upper()

    @dataclass(frozen=True, slots=True)
    class Span:
        """A span."""

        months: int = 0
        days: int = 0

        def __str__(self) -> str:
            return f"{self.months} and {self.days}"

    @dataclass(frozen=True)
    class Open:
        """One that has room for more."""

        name: str
        members: list[int] = field(default_factory=list)

    return Step, Span, Open


OURS = classes(values.dataclass, values.field)
THEIRS = classes(dataclasses.dataclass, dataclasses.field)
BOTH = pytest.mark.parametrize(("step", "span", "room"), [OURS, THEIRS], ids=["ours", "theirs"])


@BOTH
def test_it_is_made_compared_shown_and_copied(step: Any, span: Any, room: Any) -> None:
    one = step(id="a", answers={"b": "c"})
    assert (one.id, one.title, one.answers, one.order) == ("a", "none", {"b": "c"}, 0)
    assert one.shout == "NONE"
    assert one == step(id="a", answers={"b": "c"})
    assert one != step(id="a")
    assert one != ("a", "none", {"b": "c"}, 0)
    assert repr(one).endswith("Step(id='a', title='none', answers={'b': 'c'}, order=0)")
    assert dataclasses.replace(one, title="d").title == "d"
    assert dataclasses.replace(one, title="d").answers is one.answers
    assert values.replace(one, order=2) == step(id="a", answers={"b": "c"}, order=2)
    assert copy.deepcopy(one) == one
    assert dataclasses.asdict(one) == {"id": "a", "title": "none", "answers": {"b": "c"}, "order": 0}
    assert str(span(1, days=2)) == "1 and 2"
    assert span(1) == span(1, 0)
    assert hash(span(1, 2)) == hash(span(1, 2))
    assert {span(): 1}[span(0, 0)] == 1
    assert room("x").members is not room("x").members


@BOTH
def test_it_is_frozen_and_slotted(step: Any, span: Any, room: Any) -> None:
    for one, names in ((step(id="a"), ("id", "answers")), (span(), ("months",)), (room("x"), ("name",))):
        for name in names:
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(one, name, "other")
            with pytest.raises(dataclasses.FrozenInstanceError):
                delattr(one, name)
    assert not hasattr(step(id="a"), "__dict__")
    assert hasattr(room("x"), "__dict__")
    assert step.__slots__ == ("id", "title", "answers", "order")


@BOTH
def test_what_is_given_wrong_is_refused(step: Any, span: Any, room: Any) -> None:
    for wrong in (lambda: step("a"), step, lambda: step(id="a", colour=1), lambda: span(1, 2, 3), room):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(TypeError):
        hash(step(id="a"))  # a mapping in it


@BOTH
def test_it_matches_by_place_where_it_is_made_by_place(step: Any, span: Any, room: Any) -> None:
    assert (step.__match_args__, span.__match_args__, room.__match_args__) == (
        (), ("months", "days"), ("name", "members"),
    )  # fmt: skip


@pytest.mark.parametrize("which", [0, 1, 2])
def test_dataclasses_knows_it(which: int) -> None:
    ours, theirs = OURS[which], THEIRS[which]
    assert dataclasses.is_dataclass(ours)
    told = [(f.name, f.type, f.default, f.default_factory, f.kw_only) for f in dataclasses.fields(ours)]
    assert told == [(f.name, f.type, f.default, f.default_factory, f.kw_only) for f in dataclasses.fields(theirs)]
    assert repr(ours.__dataclass_params__) == repr(theirs.__dataclass_params__)  # type: ignore[attr-defined]  # as above
    assert (ours.__doc__, ours.__module__) == (theirs.__doc__, theirs.__module__)
    ours_made, theirs_made = (each(*[1] if which else [], **{} if which else {"id": 1}) for each in (ours, theirs))
    assert list(inspect.signature(type(ours_made)).parameters) == list(inspect.signature(type(theirs_made)).parameters)


def test_records_can_be_pickled() -> None:
    plan = Plan(goals={}, generation=3)
    assert pickle.loads(pickle.dumps(plan)) == plan
    assert plan.successors == {}  # a cached property finds its room


def test_many_threads_may_make_the_first_one_at_once() -> None:
    for _ in range(20):
        step, _, _ = classes(values.dataclass, values.field)
        gate = Barrier(4)
        made: list[Any] = []

        def make(step: Any = step, gate: Barrier = gate, made: list[Any] = made) -> None:
            gate.wait()
            made.append(step(id="a"))

        threads = [Thread(target=make) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert made == [step(id="a")] * 4


def test_defining_and_making_them_needs_neither_dataclasses_nor_inspect() -> None:
    code = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from planner.domain.plan import Goal, Plan\n"
        "goal = Goal(id='a', title='b', created=datetime.now(UTC))\n"
        "assert goal == goal and repr(goal) and Plan(goals={'a': goal})\n"
        "print([name for name in ('dataclasses', 'inspect') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("kind", [Goal, Milestone])
def test_records_keep_their_fields_in_order(kind: type[Any]) -> None:
    assert [each.name for each in dataclasses.fields(kind)] == list(kind.__slots__)


def test_a_copy_has_the_changes_shares_the_rest_and_is_as_frozen() -> None:
    step, _, _ = OURS
    one = step(id="a", answers={"b": "c"})
    other = values.replace(one, title="d", order=3)
    assert (other.id, other.title, other.order) == ("a", "d", 3)
    assert other.answers is one.answers
    assert one.title == step(id="a").title
    assert type(other) is type(one)
    with pytest.raises(dataclasses.FrozenInstanceError):
        other.title = "e"
    with pytest.raises(TypeError, match="no field titel"):
        values.replace(one, titel="d")
    assert values.replace(dataclasses.make_dataclass("Plain", ["a"])(1), a=2).a == 2
