from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.plan import Stage
from planner.domain.stages import STAGE_WORDS, offered
from planner.domain.template import Category

STAGES = get_args(Stage)
CATEGORIES = get_args(Category)


@dataclass(frozen=True)
class Made:
    title: str
    category: str = "craft"
    stages: tuple[str, ...] = STAGES
    plan_from: str = "start"


MADE = st.builds(
    Made,
    st.text("abc", min_size=1, max_size=3),
    st.sampled_from(CATEGORIES),
    st.sampled_from([("early",), ("mid",), ("mid", "senior"), STAGES]),
    st.sampled_from(["start", "target", "earned"]),
)


def test_every_stage_has_words() -> None:
    assert tuple(STAGE_WORDS) == STAGES


@pytest.mark.parametrize("stage", STAGES)
def test_every_category_has_its_turn_before_any_has_a_second(stage: str) -> None:
    made = [Made(f"{n}", category) for category in CATEGORIES for n in (1, 2)]
    first = offered(made, stage)[: len(CATEGORIES)]
    assert {each.category for each in first} == set(CATEGORIES)
    assert {each.title for each in first} == {"1"}


def test_hard_skills_come_first_early_and_soft_ones_later() -> None:
    made = [Made("soft", "leadership"), Made("hard", "craft")]
    assert [each.title for each in offered(made, "early")] == ["hard", "soft"]
    assert [each.title for each in offered(made, "senior")] == ["soft", "hard"]


def test_in_a_category_comes_first_what_is_meant_for_the_stage_and_needs_nothing_yet() -> None:
    made = [
        Made("any"),
        Made("keep", plan_from="earned"),
        Made("mid only", stages=("mid",)),
        Made("a", stages=("early",)),
    ]
    assert [each.title for each in offered(made, "mid")] == ["mid only", "any", "keep", "a"]


@given(st.lists(MADE, max_size=20), st.sampled_from([None, *STAGES]))
def test_nothing_is_lost_and_what_fits_comes_first(made: list[Made], stage: str | None) -> None:
    order = offered(made, stage)
    assert sorted(order, key=repr) == sorted(made, key=repr)
    if stage is not None:
        fits = [stage in each.stages for each in order]
        assert fits == sorted(fits, reverse=True)
