"""`make bench`: the ratios that the design sets, each against its reference in the same run."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from zoneinfo import ZoneInfo

from planner.domain.plan import Plan
from planner.library.catalog import Catalog
from planner.services.coming import Coming
from planner.wiring import open_planner
from tests.bench import data
from tests.bench.app import keys, memory, starting
from tests.bench.measure import call, in_turn, process, say, tell, work
from tests.bench.planning import planning

PASS = [sys.executable, "-c", "pass"]
PLANNER = [str(Path(sys.executable).with_name("planner"))]


def command_line(small: Path, large: Path, folder: Path) -> None:
    """`planner next`, and `planner remind run` with nothing due."""
    figures = in_turn(lambda: process([*PLANNER, "next"], small), lambda: process(PASS), 9)
    say("planner next, 1,000 : python -c pass", *figures, 6)
    open_planner(small).reminders.settle()
    note = small / "delivery.ahead.json"

    def look(*, changed: bool) -> float:
        if changed:
            note.unlink(missing_ok=True)
        return process([*PLANNER, "remind", "run"], small)

    for what, changed in (("as every minute", False), ("first after a change", True)):
        figures = in_turn(lambda c=changed: look(changed=c), lambda: process(PASS), 9)  # type: ignore[misc]  # bound per round
        say(f"planner remind run, 1,000, {what} : pass", *figures, 6)
    task = data.taskwarrior(folder / "task", 10_000)
    say(
        "planner next, 10,000 : task next, 10,000",
        *in_turn(lambda: process([*PLANNER, "next"], large), lambda: process(task), 5),
        1,
    )


def completing(home: Path, folder: Path, most: float, what: str) -> None:
    """Completing one, durably, history included, against one update on plain TinyDB."""
    planner = open_planner(home)
    ids = cycle(list(planner.store.load().milestones))
    plain = data.plain_tinydb(folder / f"plain-{what}.json", home)
    numbers = cycle(range(1, 1000))

    def complete() -> float:
        which = next(ids)
        return call(lambda: planner.milestones.complete([which], force=True))

    def update() -> float:
        number = next(numbers)
        return call(lambda: plain.update({"status": "done"}, doc_ids=[number]))

    say(f"completing one of {what} : an update of plain TinyDB", *in_turn(complete, update, 5), most)
    plain.close()


def reminding() -> None:
    """Looking through 10,000 milestones, 500 of them series, for what is due and for when to look again."""
    now, catalog = datetime.now(UTC), Catalog(None)
    for what, days in (("few of them due", 900), ("all of them due", 25)):
        plan = data.reminding(10_000, 500, days)

        def coming(plan: Plan = plan) -> Coming:
            return Coming(plan, now, ZoneInfo("Europe/Berlin"), catalog)

        due = len(coming().due())
        for name, act in (("due", lambda: coming().due()), ("next", lambda: coming().next_moment({}))):
            best = min(work(act) for _ in range(9)) * 1000
            mark = "ok  " if best <= 50 else "OVER"
            tell(f"{mark} reminders, what is {name}, 10,000, {what}: {best:.1f} ms ({due:,} due)  at most 50")


def growing(folder: Path) -> None:
    """The same act at 1,000, 10,000 and 100,000: nothing may grow faster than the number of records."""
    acts: list[tuple[str, Callable[[Path], float]]] = [
        ("load and list next", lambda home: call(open_planner(home).queries.next)),
        ("load and build Today", lambda home: call(open_planner(home).queries.today_view)),
        ("load and list goals", lambda home: call(open_planner(home).queries.goals)),
        ("load and search", lambda home: call(lambda: open_planner(home).queries.search("chapter"))),
        ("one pass of reminders", lambda home: call(lambda: open_planner(home).reminders.list(1))),
    ]
    homes = [(count, data.fill(folder / f"grow-{count}", count)) for count in (1_000, 10_000, 100_000)]
    for what, act in acts:
        act(homes[0][1])
        times = [min(act(home) for _ in range(3)) for _, home in homes]
        shown = "  ".join(
            f"{count:,}: {seconds * 1000:.1f} ms" for (count, _), seconds in zip(homes, times, strict=True)
        )
        tell(f"     {what:<24} {shown}  growth x{times[1] / times[0]:.1f}, x{times[2] / times[1]:.1f}")


def main() -> None:
    """All of it; a few minutes."""
    tell(f"     {'':<58} {'ours ms':>9} {'other ms':>9}   ratio")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = data.fill(folder / "small", 1_000), data.fill(folder / "large", 10_000)
        command_line(small, large, folder)
        starting(small, large)
        keys(large)
        memory(small)
        reminding()
        completing(large, folder, 0.35, "10,000")
        completing(data.fill(folder / "huge", 100_000), folder, 0.15, "100,000")
        planning(folder)
        growing(folder)


if __name__ == "__main__":
    main()
