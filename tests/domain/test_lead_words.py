from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import WrongUsage
from planner.domain.lead_words import leads_text, read_leads


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("", None),
        ("none", ()),
        ("30d 7d 1d", ("P30D", "P7D", "P1D")),
        ("2w, 2h", ("P2W", "PT2H")),
        ("on time", ("PT0M",)),
        ("30m 0", ("PT30M", "PT0M")),
        ("P7D pt2h", ("P7D", "PT2H")),
        ("@Exam set, 1d", ("@Exam set", "P1D")),
        ("7d 7d", ("P7D",)),
    ],
)
def test_leads_as_people_type_them(typed: str, leads: tuple[str, ...] | None) -> None:
    assert read_leads(typed) == leads


@pytest.mark.parametrize("typed", ["soon", "7", "7 y", "d7", "-1d"])
def test_what_is_none_is_refused(typed: str) -> None:
    with pytest.raises(WrongUsage, match="no time before"):
        read_leads(typed)


LEADS = st.lists(
    st.builds(lambda n: f"P{n}D", st.integers(1, 400))
    | st.builds(lambda n: f"PT{n}H", st.integers(1, 23))
    | st.sampled_from(["PT0M", "PT90M", "@exam set"]),
    unique=True,
).map(tuple)


@given(st.none() | LEADS)
def test_what_is_shown_can_be_typed_again(leads: tuple[str, ...] | None) -> None:
    assert read_leads(leads_text(leads)) == leads
