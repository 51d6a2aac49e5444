from __future__ import annotations

from datetime import date

from planner.domain.build import GoalRequest
from planner.domain.layout import DraftLine, StepChange
from planner.ui.screens.template_state import Typed, date_keys, request
from tests.domain.making import drafted, step, template


def line_of(key: str, without: tuple[str, ...] = (), also: tuple[str, ...] = ()) -> DraftLine:
    made = template(step("one", "start"), step("extra", "start+P1W", optional=True))
    return next(line for line in drafted(made, without=without, also=also).lines if line.step.key == key)


def test_the_date_that_the_plan_hangs_on_is_asked_first_then_the_other() -> None:
    assert date_keys(template(step("one", "start"))) == ("start", "target")
    assert date_keys(template(step("one", "target"), plan_from="target")) == ("target", "start")


def test_a_plan_that_hangs_on_the_day_it_was_earned_asks_the_others_only_where_they_count() -> None:
    assert date_keys(template(step("one", "cycle_end-P1M"), plan_from="earned")) == ("earned",)
    assert date_keys(template(step("one", "start"), plan_from="earned")) == ("earned", "start")


def test_ticking_twice_is_as_before_for_what_is_needed() -> None:
    out = Typed().ticked(line_of("one"))
    assert out.without == {"one"}
    assert out.ticked(line_of("one", without=("one",))) == Typed()


def test_ticking_an_optional_step_takes_it_in_and_unticking_leaves_it_out() -> None:
    taken = Typed().ticked(line_of("extra"))
    assert taken == Typed(also=frozenset({"extra"}))
    left = taken.ticked(line_of("extra", also=("extra",)))
    assert left == Typed(without=frozenset({"extra"}))


def test_a_change_that_changes_nothing_is_none() -> None:
    changed = Typed().changed("one", StepChange(title="Another"))
    assert changed.changes == {"one": StepChange(title="Another")}
    assert changed.changed("one", StepChange()) == Typed()
    assert changed.changed("one", None).is_untouched


def test_the_request_says_what_was_typed() -> None:
    typed = Typed(title="  Mine ", without=frozenset({"b", "a"}), also=frozenset({"c"}), past="late")
    made = template(step("one", "start"))
    days = {"earned": date(2026, 3, 1), "start": date(2026, 12, 1), "target": None}
    assert request(made, typed, days, {"path": "long"}) == GoalRequest(
        template=made.id,
        start=date(2026, 12, 1),
        title="Mine",
        answers={"path": "long", "earned": "2026-03-01"},
        without=("a", "b"),
        also=("c",),
        past="late",
    )
    assert request(made, Typed(title=" "), {}, {}).title is None
