"""Series as a person meets them: what was missed is one question, p lets them rest, and the detail says how it goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.domain.missed import gone_on
from planner.domain.plain_signs import PLAIN
from planner.domain.plan import Milestone, Repeat
from planner.domain.repeat import close
from planner.wiring import Planner
from tests.domain.making import NOW, goal, milestone
from tests.services.people import a_planner
from tests.ui.driving import NARROW, WIDE, day, opened, stored, the_app, title_of
from tests.ui.test_snapshots import pressing

Compare = Callable[..., bool]
TALK = goal(1, title="Communicate clearly", target=day(90))


def a_review(marks: str = "ddmds") -> Milestone:
    """A weekly review, Wednesdays, that was not looked at for three weeks. Before that: d done, m missed, s skipped."""
    first = date(2026, 9, 30)
    rule = Repeat(every="P1W", first=first)
    current = milestone(1, title="Weekly review", goal=TALK.id, due=first, scheduled=first, repeat=rule, effort=30)
    for mark in marks:
        due = current.due
        assert due is not None
        if mark == "m":
            current = gone_on(current, due + timedelta(weeks=1), at=NOW)
        else:
            current = close(current, "skipped" if mark == "s" else "done", at=NOW, on=due)
    return current


def late(home: Path) -> Planner:
    return stored(a_planner(home), TALK, a_review(), milestone(2, title="Mock exam", goal=TALK.id, due=day(1)))


async def test_space_on_a_series_that_was_missed_asks_once_and_what_is_said_is_done(tmp_path: Path) -> None:
    planner = late(tmp_path)
    async with opened(planner) as person:
        await person.go("Weekly review")
        await person.press("space")
        for words in (
            "3 were missed since Wed 4 Nov",
            "1 Done: it counts as the last one, Wed 18 Nov",
            "2 Done: only the one of Wed 4 Nov",
            "3 Skip to the next, Wed 25 Nov",
            "4 Skip to the last one, Wed 18 Nov",
        ):
            assert words in person.screen, words
        await person.press("1")
        review = title_of(planner, "Weekly review")
        assert review.due == date(2026, 11, 25)
        assert [past.missed for past in review.occurrences[-3:]] == [True, True, False]
        await person.press("u")
        assert title_of(planner, "Weekly review") == a_review()


@pytest.mark.parametrize(
    ("keys", "due"),
    [
        (("space", "2"), date(2026, 11, 11)),
        (("space", "3"), date(2026, 11, 25)),
        (("space", "4"), date(2026, 11, 18)),
        (("s", "1"), date(2026, 11, 25)),
        (("s", "2"), date(2026, 11, 18)),
        (("s", "3"), date(2026, 11, 11)),
        (("s", "escape"), date(2026, 11, 4)),
    ],
)
async def test_every_answer_leaves_one_open(tmp_path: Path, keys: tuple[str, ...], due: date) -> None:
    planner = late(tmp_path)
    async with opened(planner) as person:
        await person.go("Weekly review")
        await person.press(*keys)
        review = title_of(planner, "Weekly review")
        assert (review.due, review.is_open) == (due, True)


async def test_a_series_that_is_only_late_is_completed_without_a_question(tmp_path: Path) -> None:
    review = close(gone_on(a_review(), day(-10), at=NOW), "done", at=NOW, on=day(-9))
    planner = stored(a_planner(tmp_path), TALK, review)
    async with opened(planner) as person:
        await person.go("Weekly review")
        await person.press("space")
        assert title_of(planner, "Weekly review").due == date(2026, 11, 25)


async def test_p_lets_a_series_rest_and_go_on_in_today_and_in_plan(tmp_path: Path) -> None:
    planner = late(tmp_path)
    async with opened(planner) as person:
        await person.go("Weekly review")
        await person.press("p")
        assert "Pause “Weekly review”" in person.toasts
        assert not any("Weekly review" in str(person.list.row_of(key)) for key in person.list.keys)
        await person.press("2", "l")
        await person.go("Weekly review")
        for words in ("‖ Weekly review ↻", "‖ paused", "paused since Sat 21 Nov"):
            assert words in person.screen, words
        await person.press("p")
        assert title_of(planner, "Weekly review").due == date(2026, 11, 4), "paused and resumed on one day"
        await person.go("Mock exam")
        await person.press("p")
        assert "does not repeat" in person.toasts
        await person.go("Communicate clearly")
        await person.press("p")
        assert planner.store.load().goals[TALK.id].status == "paused"


async def test_the_detail_says_how_a_series_is_kept_up(tmp_path: Path) -> None:
    async with opened(late(tmp_path)) as person:
        await person.go("Weekly review")
        for words in (
            "every week · number 6",
            "3 were missed since Wed 4 Nov",
            "Wed 28 Oct skipped",
            "▮▮▯▮–▯▯▯",
            "streak 0, best 2",
        ):
            assert words in person.screen, words


async def test_one_moves_from_the_keyboard_without_the_others(tmp_path: Path) -> None:
    coming = close(gone_on(a_review(), day(-10), at=NOW), "done", at=NOW, on=day(-9))
    planner = stored(a_planner(tmp_path), TALK, close(coming, "done", at=NOW, on=day(-3)))
    async with opened(planner) as person:
        await person.go("Weekly review")
        await person.press("right_square_bracket")
        review = title_of(planner, "Weekly review")
        assert (review.due, review.scheduled) == (date(2026, 11, 26), date(2026, 11, 25))
        assert "moved from Wed 25 Nov, this once" in person.screen
        await person.press("space")
        assert title_of(planner, "Weekly review").due == date(2026, 12, 2)


async def test_a_wide_list_shows_the_last_times(tmp_path: Path) -> None:
    async with opened(late(tmp_path), (170, 40)) as person:
        assert "Weekly review ↻ ▮–▯▯▯" in person.screen


async def test_a_series_may_end_with_its_plan_in_the_form(tmp_path: Path) -> None:
    planner = late(tmp_path)
    async with opened(planner) as person:
        await person.go("Weekly review")
        await person.press("e")
        person.app.screen.query_one("#repeat").focus()
        await person.wait()
        await person.type("every week until the target")
        assert "every week, until the target" in person.screen
        await person.press("ctrl+s")
        rule = title_of(planner, "Weekly review").repeat
        assert rule is not None
        assert (rule.moment, rule.until) == ("target", TALK.target)
        assert "every week, until the target (19 Feb" in " ".join(person.screen.split())


def test_signs_of_a_series_have_plain_ones_too() -> None:
    assert [PLAIN[sign] for sign in "‖▮▯–"] == ["|", "#", "_", "-"]


@pytest.mark.thorough
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("missed", ("space",)),
        ("skipping", ("s",)),
        ("detail", ("enter",)),
        ("paused", ("p", "2", "l", "j")),
        ("plain", ("f7",)),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_screen(name: str, keys: tuple[str, ...], size: tuple[int, int], tmp_path: Path, snap_compare: Compare) -> None:
    assert name
    assert snap_compare(the_app(late(tmp_path)), terminal_size=size, run_before=pressing(*keys))
