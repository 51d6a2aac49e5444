"""Who the person is, from the app: hours, days away, reminders by kind and by name, in one form and one change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import TextArea

from planner.domain.plan import Away, Profile
from planner.services.profile import ProfileEdit
from planner.ui.modals.profile import EditProfile, changes_of, values_of
from planner.wiring import Planner
from tests.services.people import TODAY, a_planner, plan_of
from tests.ui.driving import NARROW, WIDE, Person, opened, settled, the_app

SOMEBODY = ProfileEdit(
    stage="mid",
    hours_per_week="7.5",
    away=("Winter=2026-12-21 - 2027-01-03", "2027-05-01"),
    lead_sets={"Exam set": ("P60D", "P30D"), "Short": ("PT2H",)},
)


def known(home: Path) -> Planner:
    planner = a_planner(home)
    planner.profiles.edit(SOMEBODY)
    planner.profiles.edit(ProfileEdit(leads={"exam": ("@Exam set", "P1D"), "pay": ()}))
    return planner


async def form(person: Person) -> EditProfile:
    await person.press("f6")
    screen = person.app.screen
    assert isinstance(screen, EditProfile)
    return screen


def put(screen: EditProfile, name: str, text: str) -> None:
    screen.take_up({name: text})


def test_nothing_changed_is_no_change(tmp_path: Path) -> None:
    profile = plan_of(known(tmp_path)).profile
    assert changes_of({}, profile, TODAY) == ProfileEdit()
    assert changes_of(values_of(profile), profile, TODAY) == ProfileEdit(
        stage="mid", hours_per_week="7.5", day_start="09:00"
    )


async def test_days_away_hours_and_reminders_are_saved_as_one_change(tmp_path: Path) -> None:
    planner = known(tmp_path)
    async with opened(planner) as person:
        screen = await form(person)
        put(screen, "hours_per_week", "9")
        put(screen, "away", "Winter = 2026-12-21 - 2027-01-03\nSummer = 1 aug 2027 - 14 aug 2027")
        put(screen, "leads", "exam = Exam set\nreview = 7d, 2h")
        await person.press("ctrl+s")
        profile = plan_of(planner).profile
        assert profile.hours_per_week == "9"
        assert [each.title for each in profile.away] == ["Winter", "Summer"]
        assert profile.away[1].first == date(2027, 8, 1)
        assert profile.leads == {"exam": ("@Exam set",), "review": ("P7D", "PT2H")}
        await person.press("u")
        assert plan_of(planner).profile.hours_per_week == "7.5"


async def test_another_name_for_a_set_is_followed_by_what_calls_it(tmp_path: Path) -> None:
    planner = known(tmp_path)
    async with opened(planner) as person:
        put(await form(person), "sets", "Big exam = 60d 30d\nShort = 2h")
        await person.press("ctrl+s")
        profile = plan_of(planner).profile
        assert set(profile.lead_sets) == {"Big exam", "Short"}
        assert profile.leads["exam"] == ("@Big exam", "P1D")


async def test_a_set_that_goes_leaves_its_leads_where_it_was_called(tmp_path: Path) -> None:
    planner = known(tmp_path)
    async with opened(planner) as person:
        put(await form(person), "sets", "Short = 2h")
        await person.press("ctrl+s")
        assert plan_of(planner).profile.leads["exam"] == ("P60D", "P30D", "P1D")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("hours_per_week", "many", "no number of hours"),
        ("hours_per_week", "0", "no number of hours"),
        ("day_start", "noonish", "noonish"),
        ("away", "3 jan - 21 dec 2026", "ends before it begins"),
        ("away", "2026-12-01 - 2026-12-05\n2026-12-05", "away"),
        ("leads", "exam", "says no reminders"),
        ("leads", "dance = 7d", "no kind of milestone"),
        ("leads", "exam = @Nobody", "no set of leads"),
        ("leads", "exam = 7d\nexam = 1d", "twice"),
        ("sets", "Exam set = soon", "no time before"),
    ],
)
async def test_what_cannot_be_read_is_said_below_its_field(tmp_path: Path, name: str, text: str, said: str) -> None:
    planner = known(tmp_path)
    before = plan_of(planner)
    async with opened(planner, WIDE) as person:
        screen = await form(person)
        put(screen, name, text)
        await person.press("ctrl+s")
        assert person.app.screen is screen
        assert said in " ".join(person.screen.replace("│", " ").split())
        assert plan_of(planner) == before


async def test_it_asks_when_the_same_field_was_changed_elsewhere(tmp_path: Path) -> None:
    planner = known(tmp_path)
    async with opened(planner) as person:
        screen = await form(person)
        put(screen, "hours_per_week", "9")
        planner.profiles.edit(ProfileEdit(hours_per_week="3"))
        await person.press("ctrl+s")
        assert "Changed on both sides: hours." in person.screen
        await person.press("y")
        assert plan_of(planner).profile.hours_per_week == "9"


async def test_what_the_store_refuses_comes_back_as_typed(tmp_path: Path) -> None:
    planner = known(tmp_path)
    async with opened(planner) as person:
        put(await form(person), "sets", "none = 7d")
        await person.press("ctrl+s")
        screen = person.app.screen
        assert isinstance(screen, EditProfile)
        assert screen.query_one("#sets", TextArea).text == "none = 7d"
        assert "cannot be called" in person.toasts


LEADS = st.lists(st.sampled_from(["P30D", "P7D", "P1D", "PT2H", "PT0M"]), unique=True, max_size=3).map(
    lambda leads: tuple(sorted(leads, key=["P30D", "P7D", "P1D", "PT2H", "PT0M"].index))
)
NAMES = st.sampled_from(["Exam set", "Short", "Übung", "漢字"])
PROFILES = st.builds(
    Profile,
    stage=st.sampled_from([None, "early", "mid", "senior"]),
    hours_per_week=st.sampled_from(["6", "7.5", "0.25"]),
    day_start=st.sampled_from([time(9, 0), time(0, 0), time(23, 59)]),
    leads=st.dictionaries(st.sampled_from(["exam", "pay", "review"]), LEADS, max_size=3),
    lead_sets=st.dictionaries(NAMES, LEADS, max_size=3),
    away=st.sampled_from(
        [
            (),
            (Away(first=TODAY, last=TODAY),),
            (
                Away(first=TODAY, last=date(2026, 11, 30), title="A = b"),
                Away(first=date(2027, 2, 28), last=date(2028, 2, 27)),
            ),
        ]
    ),
)


@given(before=PROFILES, after=PROFILES)
def test_the_edit_makes_of_one_profile_what_the_form_says(before: Profile, after: Profile) -> None:
    from planner.domain.plan import Edit, Plan
    from planner.store.memory import MemoryStore

    planner = a_planner(Path("unused"))
    planner.store.commit(lambda plan: Edit("Begin", (before,)))  # noqa: ARG005
    texts = {name: text for name, text in values_of(after).items() if text != values_of(before)[name]}
    if texts:
        planner.profiles.edit(changes_of(texts, before, TODAY))
    assert isinstance(planner.store, MemoryStore)
    assert values_of(planner.profiles.get()) == values_of(after)
    assert isinstance(planner.store.load(), Plan)


def shown(*keys: str) -> Callable[[Pilot[None]], object]:
    async def act(pilot: Pilot[None]) -> None:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)

    return act


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=lambda size: f"{size[0]}x{size[1]}")
def test_screen(tmp_path: Path, snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    assert snap_compare(the_app(known(tmp_path)), terminal_size=size, run_before=shown("f6"))
