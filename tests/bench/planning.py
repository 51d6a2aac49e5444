"""Planning at 1,000, 3,000 and 10,000 milestones in 50 goals: what a move would do, hours against hours, levelling."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from planner.domain.critical import Paths
from planner.domain.plan import Edit, Goal, Milestone, Profile
from planner.wiring import Planner, open_planner
from tests.bench.data import MADE, record_id
from tests.bench.measure import tell, work

COUNTS = (1_000, 3_000, 10_000)
GOALS = 50
MOVED = 10
HOURS = 60
"""A week; so that ten thousand milestones fit into three years and more, with every other week too full at first."""


def crowded(home: Path, count: int) -> Path:
    """A data folder with so many milestones in 50 goals: a third of them crowd on a few weeks, one in four follows the
    one before it, a few are fixed; with half a year to spare before the target."""
    chance = random.Random(5)  # the same plan in every run, nothing secret
    today = datetime.now(UTC).date()
    days = count * 65 * 7 * 10 // (HOURS * 60 * 7)
    heavy = [chance.randrange(days) for _ in range(max(3, days // 40))]
    milestones: list[Milestone] = []
    for goal in range(GOALS):
        size = count // GOALS
        dues = sorted(
            chance.choice(heavy) + chance.randrange(5) if chance.random() < 0.3 else chance.randrange(days)
            for _ in range(size)
        )
        for place, due in enumerate(dues):
            number = goal * size + place
            follows = place and chance.random() < 0.25
            milestones.append(
                Milestone(
                    id=record_id("milestone", number),
                    title=f"Step {number}: read the chapter and write down what to try",
                    created=MADE,
                    dated_at=MADE,
                    goal=record_id("goal", goal),
                    due=today + timedelta(days=due),
                    moment=f"start+P{due}D",
                    fixed=chance.random() < 0.03,
                    effort=chance.choice((15, 30, 30, 45, 60, 60, 90, 120, 135)),
                    after=(record_id("milestone", number - 1),) if follows else (),
                    order=place,
                )
            )
    goals = [
        Goal(
            id=record_id("goal", number),
            title=f"Goal {number}",
            created=MADE,
            start=today,
            target=today + timedelta(days=days + 180 + number),
        )
        for number in range(GOALS)
    ]
    profile = Profile(hours_per_week=str(HOURS))
    open_planner(home).store.commit(lambda _plan: Edit("Fill", (*goals, *milestones, profile)))
    return home


def previews(planner: Planner) -> None:
    """Later starts for ten goals; some of them cannot, and the earliest that can is looked for."""
    for number in range(MOVED):
        planner.moving.preview_goal(f"Goal {number + 10}", start="in 9 days")


def planning(folder: Path) -> None:
    """Each act at three sizes, on a plan that is open; nothing is stored. Milliseconds of the processor."""
    acts: list[tuple[str, float, Callable[[Planner], object]]] = [
        ("ten previews of moved goals", 100 * MOVED, previews),
        ("plan check", 300, lambda planner: planner.planning.check()),
        ("all critical paths", 500, lambda planner: Paths(planner.queries.plan(), planner.queries.today()).critical()),
        ("levelling, previewed", 2000, lambda planner: planner.planning.preview_level()),
    ]
    planners = [open_planner(crowded(folder / f"crowded-{count}", count)) for count in COUNTS]
    for what, most, act in acts:
        best = [min(work(lambda p=planner, act=act: act(p)) * 1000 for _ in range(3)) for planner in planners]  # type: ignore[misc]  # bound per round
        shown = "  ".join(f"{count:,}: {one:.1f} ms" for count, one in zip(COUNTS, best, strict=True))
        mark = "ok  " if best[-1] <= most else "OVER"
        tell(f"{mark} {what:<27} {shown}  growth x{best[1] / best[0]:.1f}, x{best[2] / best[1]:.1f}  at most {most:g}")
    found = planners[-1].planning.preview_level()
    hours, worst = (minutes / 60 for minutes in found.before)
    tell(
        f"     levelled, {COUNTS[-1]:,}: {hours:,.0f} h too much, the worst week {worst:.0f} h; "
        f"{len(found.shifts):,} milestones later by {found.days:,} days in all"
    )
