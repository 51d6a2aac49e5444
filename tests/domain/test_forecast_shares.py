"""What several goals get of the same hours."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.forecast_shares import NEAR, Claim, Share, shares
from planner.domain.pace import FURTHEST, Rate

WEEK = 360


def asked(number: int, hours: float, due: int | None, start: int = 0, rate: int | None = None) -> Claim:
    own = None if rate is None else Rate(rate, 7)
    return Claim(goal=f"g{number:03}", left=round(hours * 60), start=start, due=due, rate=own)


def per_week(share: Share) -> float:
    return share.rate.per_week


def test_a_goal_alone_gets_all_the_hours() -> None:
    share = shares([asked(1, 24, 100)], WEEK)["g001"]
    assert share == Share(rate=Rate(36_000, 700), begins=0, reached=28, steady=True)


def test_goals_alike_get_the_same() -> None:
    one, other = shares([asked(1, 24, 56), asked(2, 24, 56)], WEEK).values()
    assert (per_week(one), one.reached) == (per_week(other), other.reached) == (180, 56)


def test_what_can_all_be_reached_is_what_is_due_sooner_first() -> None:
    found = shares([asked(1, 100, 364), asked(2, 20, 30)], WEEK)
    soon, far = found["g002"], found["g001"]
    assert soon.reached is not None
    assert soon.reached <= 30
    assert far.reached == 140, "all hours in turn"
    assert round(per_week(soon) + per_week(far)) == WEEK
    assert not far.steady


def test_what_cannot_all_be_reached_is_missed_by_all_of_them() -> None:
    found = shares([asked(1, 137, 179), asked(2, 73.5, 179), asked(3, 127, 182)], WEEK)
    assert 355 <= sum(map(per_week, found.values())) <= WEEK
    assert all(share.reached is not None and share.reached > 182 for share in found.values())
    assert per_week(found["g001"]) > per_week(found["g003"]) > per_week(found["g002"])


def test_a_goal_that_fits_is_not_put_off_by_one_due_later_that_does_not() -> None:
    found = shares([asked(1, 20, 30), asked(2, 1000, 365)], WEEK)
    assert found["g001"].reached == 30
    assert (found["g002"].reached or 0) > 365


def test_a_goal_that_begins_later_is_thought_of_and_gets_nothing_before() -> None:
    found = shares([asked(1, 60, 70), asked(2, 60, 70, start=35)], WEEK)
    later = found["g002"]
    assert later.begins == 35
    assert (later.reached or 0) >= 140 - 1


def test_a_pace_that_is_known_goes_first_and_what_is_left_is_shared() -> None:
    found = shares([asked(1, 40, 60, rate=240), asked(2, 8, 60)], WEEK)
    assert per_week(found["g001"]) == 240
    assert per_week(found["g002"]) == 120
    taken = shares([asked(1, 40, 60, rate=WEEK), asked(2, 8, 60)], WEEK)["g002"]
    assert (taken.begins, taken.reached) == (47, 57), "when the other is reached"
    never = shares([asked(1, 10_000, 60, rate=WEEK), asked(2, 8, 60)], WEEK)["g002"]
    assert (never.rate.amount, never.reached) == (0, None)


def test_what_is_overdue_or_has_no_date_gets_some() -> None:
    found = shares([asked(1, 30, -5), asked(2, 30, None), asked(3, 0, 10)], WEEK)
    assert per_week(found["g001"]) > per_week(found["g002"]) > 0
    assert found["g003"].reached == 0


def test_hundreds_of_goals_come_one_after_the_other_in_the_end() -> None:
    found = shares([asked(n, n + 1, 10 + n, start=n % 5, rate=10 if n % 100 == 0 else None) for n in range(600)], WEEK)
    assert len(found) == 600
    assert all(share.reached is None or 0 < share.reached <= FURTHEST for share in found.values())


claims = st.lists(
    st.builds(
        asked,
        st.just(0),
        st.integers(1, 200),
        st.none() | st.integers(-10, 500),
        st.sampled_from((0, 0, 0, 20, 90)),
        st.sampled_from((None, None, None, 60, 400)),
    ),
    min_size=1,
    max_size=6,
).map(
    lambda many: [Claim(goal=f"g{n}", left=c.left, start=c.start, due=c.due, rate=c.rate) for n, c in enumerate(many)]
)


@settings(max_examples=60)
@given(claims)
def test_on_no_day_more_is_given_than_there_is(asking: list[Claim]) -> None:
    found = shares(asking, WEEK)
    own = sum(per_week(found[each.goal]) for each in asking if each.rate is not None and each.start == 0)
    now = sum(per_week(found[each.goal]) for each in asking if each.rate is None and found[each.goal].begins == 0)
    assert now <= max(0, WEEK - own) + 0.01
    for each in asking:
        assert found[each.goal].begins >= each.start
    sharing = [each for each in asking if each.rate is None]
    for last in {found[each.goal].reached for each in sharing} - {None}:
        assert last is not None
        done = sum(each.left for each in sharing if (found[each.goal].reached or FURTHEST + 1) <= last)
        assert done * 7 <= WEEK * last


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 100), st.integers(NEAR, 400)), min_size=1, max_size=6))
def test_what_fits_one_after_the_other_is_reached_in_time(asking: list[tuple[int, int]]) -> None:
    work, fits = 0, True
    for hours, due in sorted(asking, key=lambda each: each[1]):
        work += hours * 60 * 7
        fits = fits and work <= WEEK * due
    found = shares([asked(n, hours, due) for n, (hours, due) in enumerate(asking)], WEEK)
    late = [(found[f"g{n:03}"].reached or FURTHEST) - due for n, (_, due) in enumerate(asking)]
    if fits:
        assert max(late) <= len(asking), "days are whole: one may be lost with each that is reached"
    else:
        assert max(late) > 0
