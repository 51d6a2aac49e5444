"""Setting up the background: which scheduler, how often, and in which words it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.domain.errors import NotMet, WrongUsage
from planner.domain.plan import Edit
from planner.domain.schedule import Job, Schedule, Step, Trouble
from planner.ports import Outcome
from planner.services.background import Background, told_removal, told_setup, told_status
from planner.wiring import Planner
from tests.background.fakes import JOB, Memory
from tests.domain.making import milestone
from tests.services.people import TODAY, QuietDesk, a_planner, clock_of


def background(*schedulers: Memory, home: Path = Path("/nowhere"), **ports: Any) -> Background:
    return of(a_planner(home, **ports), *schedulers)


def of(planner: Planner, *schedulers: Memory) -> Background:
    return Background(
        schedulers,
        lambda: JOB,
        lambda _job: None,
        planner.reminders,
        planner.store,
        planner.delivery,
        planner.clock,
    )


def test_the_first_that_is_there_is_taken() -> None:
    systemd, cron = Memory(missing="no systemd"), Memory("cron")
    made = background(systemd, cron).install()
    assert (made.scheduler, made.minutes) == ("cron", 1)
    assert cron.job == JOB
    assert systemd.job is None
    assert told_setup(made) == (
        "Reminders now come while the planner is closed, too: cron looks every minute (undo: planner remind uninstall)."
    )


def test_the_person_may_choose_another_and_the_first_is_taken_away() -> None:
    systemd, cron = Memory(), Memory("cron")
    both = background(systemd, cron)
    both.install(minutes=5)
    made = both.install("cron")
    assert systemd.job is None
    assert cron.job is not None
    assert cron.job.minutes == 5, "as often as before"
    assert [each.act for each in made.steps] == ["write", "remove"]


def test_installing_twice_says_that_there_was_nothing_to_do() -> None:
    one = background(Memory())
    one.install()
    assert told_setup(one.install()) == "Nothing to do: systemd looks every minute already."


def test_a_dry_run_changes_nothing() -> None:
    systemd, cron = Memory(), Memory("cron")
    both = background(systemd, cron)
    both.install("cron")
    made = both.install(dry_run=True)
    assert [each.what for each in made.steps] == ["/systemd/planner-remind", "/cron/planner-remind"]
    assert systemd.job is None
    assert cron.job is not None
    assert told_setup(made).startswith("Nothing was changed.")
    assert told_removal(both.uninstall(dry_run=True)).startswith("Nothing was changed.")
    assert cron.job is not None


def test_a_dry_run_shows_what_would_be_done_and_that_it_cannot_be_done_here() -> None:
    systemd, cron = Memory(missing="no systemd"), Memory("cron", missing="no cron")
    both = background(systemd, cron)
    made = both.install(dry_run=True, also_absent=True)
    assert [each.what for each in made.steps] == ["/systemd/planner-remind"]
    assert made.absent is not None
    assert "no systemd; no cron" in made.absent.message
    named = both.install("cron", dry_run=True, also_absent=True)
    assert (named.scheduler, named.absent and named.absent.message) == ("cron", "No cron.")
    assert background(Memory()).install(dry_run=True, also_absent=True).absent is None
    with pytest.raises(NotMet):
        both.install(dry_run=True)
    with pytest.raises(NotMet):
        both.install(also_absent=True)


def test_with_none_there_every_reason_is_given_and_what_to_do_instead() -> None:
    with pytest.raises(NotMet) as caught:
        background(Memory(missing="no systemd"), Memory("cron", missing="no cron (apt install cron)")).install()
    assert "no systemd; no cron (apt install cron)" in caught.value.message
    assert "planner remind watch" in caught.value.hint
    with pytest.raises(NotMet, match=r"^No systemd\.$"):
        background(Memory(missing="no systemd"), Memory("cron")).install("systemd")
    with pytest.raises(WrongUsage):
        background(Memory()).install("at")


def test_one_that_refuses_takes_nothing_away_from_another() -> None:
    systemd, cron = Memory(), Memory("cron")
    both = background(systemd, cron)
    both.install("cron")
    systemd.refuses = "It would not."
    with pytest.raises(NotMet, match="would not"):
        both.install("systemd")
    assert cron.job is not None


def test_one_that_keeps_what_it_has_is_named_and_does_no_harm() -> None:
    class Stubborn(Memory):
        """It does not let go."""

        def uninstall(self, job: Job, *, dry_run: bool = False) -> Sequence[Step]:  # noqa: ARG002  # the port's names
            raise NotMet("It stays.", "Pull.")

    systemd, cron = Memory(), Stubborn("cron")
    both = background(systemd, cron)
    both.install("cron")
    with pytest.raises(NotMet, match=r"systemd looks now, but what cron has .* It stays\.") as caught:
        both.install("systemd")
    assert caught.value.hint.startswith("Pull. Until then both look")
    assert systemd.job is not None


def test_what_could_not_be_started_is_not_set_up() -> None:
    planner, systemd = a_planner(Path("/nowhere")), Memory()

    def must_start(_job: object) -> None:
        raise NotMet("It cannot be started.")

    one = Background(
        (systemd,), lambda: JOB, must_start, planner.reminders, planner.store, planner.delivery, planner.clock
    )
    with pytest.raises(NotMet, match="cannot be started"):
        one.install()
    assert systemd.job is None


def test_removing_looks_everywhere_and_a_scheduler_that_may_not_be_asked_holds_nothing_up() -> None:
    systemd, cron = Memory(), Memory("cron", refuses="Not allowed.")
    both = background(systemd, cron)
    both.install()
    made = both.uninstall()
    assert made.scheduler == "systemd"
    assert "Removed from systemd" in told_removal(made)
    with pytest.raises(NotMet, match="Not allowed"):
        both.uninstall()
    cron.refuses = ""
    assert told_removal(both.uninstall()).startswith("Nothing to do")


# How it goes


class Away(QuietDesk):
    """A desktop that cannot show anything."""

    def notify(self, title: str, body: str, key: str) -> Outcome:  # noqa: ARG002  # the port's names
        return Outcome(False, "desktop", "Install a notification service.")

    def check(self) -> Outcome:
        return Outcome(False, "desktop", "Install a notification service.")


def with_a_call(planner: Planner) -> Planner:
    """A call at 10:30 that reminds at its time, raised at 10:31 local time."""
    call = milestone(
        1, title="Call the office", due=TODAY, at=time(10, 30), leads=("PT0M",), dated_at=clock_of(planner).moment
    )
    planner.store.commit(lambda _plan: Edit("Add", (call,)))
    clock_of(planner).moment += timedelta(minutes=31)
    planner.reminders.run()
    return planner


def words(one: Background, planner: Planner) -> str:
    rows = told_status(one.status(), planner.clock.now(), planner.clock.zone())
    return "\n".join(f"{label}: {text}" for label, text in rows)


def test_the_status_tells_last_and_next_look_and_what_was_raised(tmp_path: Path) -> None:
    planner = with_a_call(a_planner(tmp_path))
    last = datetime(2026, 11, 21, 9, 31, tzinfo=UTC)
    systemd = Memory(
        schedule=Schedule(installed=True, last=last, next=last + timedelta(days=1), note="While you are logged in.")
    )
    one = of(planner, systemd)
    one.install(minutes=5)
    assert words(one, planner).splitlines() == [
        "scheduler: systemd, every 5 minutes",
        "last look: today 10:31",
        "next look: tomorrow 10:31",
        "raised: today 10:31  Call the office",
        ": While you are logged in.",
    ]
    assert one.status().troubles == ()


def test_the_status_names_what_is_missing_and_what_failed(tmp_path: Path) -> None:
    planner = with_a_call(a_planner(tmp_path, notifier=Away()))
    one = of(planner, Memory())
    assert "scheduler: none is set up" in words(one, planner)
    assert "not shown: Call the office · tried 1 time, again at today 10:32. Install a notification service." in words(
        one, planner
    )
    assert one.status().troubles == (
        Trouble("nothing looks for reminders while the planner is closed", "planner remind install"),
        Trouble("notifications cannot be shown on the desktop", "Install a notification service."),
    )
    nowhere = of(planner, Memory(missing="no systemd")).status().troubles[0]
    assert "no systemd" in nowhere.fix
    assert "planner remind watch" in nowhere.fix


def test_what_was_raised_of_a_milestone_that_is_gone_is_still_told(tmp_path: Path) -> None:
    planner = with_a_call(a_planner(tmp_path))
    planner.milestones.delete([milestone(1).id])
    assert "a milestone that is gone" in words(of(planner, Memory()), planner)


def test_the_doctor_names_a_missing_scheduler_in_one_line(tmp_path: Path) -> None:
    scheduler = Memory()
    planner = a_planner(tmp_path, schedulers=(scheduler,))

    def about() -> list[tuple[bool, str, str]]:
        found = planner.doctor.check()
        return [(each.ok, each.text, each.fix) for each in found if "closed" in each.text or "again" in each.text]

    missing = "nothing looks for reminders while the planner is closed"
    assert about() == [(True, missing, "planner remind install")], "an empty plan misses nothing"
    with_a_call(planner)
    assert about() == [(False, missing, "planner remind install")]
    planner.background.install()
    assert about() == [(True, "systemd looks for them while the planner is closed", "")]
    scheduler.schedule = Schedule(installed=True, troubles=(Trouble("stopped, start it again", "so"),))
    assert about() == [(False, "stopped, start it again", "so")]
