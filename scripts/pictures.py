"""Make the pictures of the documentation anew: `make pictures`. A sample plan on a fixed day."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from planner.ports import Outcome
from planner.services.demo import MovingClock, fill
from planner.ui import theme
from planner.ui.app import PlannerApp
from planner.ui.widgets.lines import Lines
from planner.wiring import Planner, open_planner

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
DAY = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
REMOTE_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


class QuietDesk:
    """A desktop that has shown everything."""

    def notify(self, title: str, body: str, key: str) -> Outcome:  # noqa: ARG002  # the port's names
        """Nothing is shown while a picture is made."""
        return Outcome(ok=True, channel="desktop")

    def check(self) -> Outcome:
        """All is well."""
        return Outcome(ok=True, channel="desktop")


def sample(folder: Path) -> Planner:
    """The sample plan, as the app opens it, in all colours whatever terminal this runs in."""
    os.environ["COLORTERM"] = "truecolor"
    clock = MovingClock(DAY, ZoneInfo("Europe/Berlin"))
    made = open_planner(folder, writer="demo", clock=clock)
    fill(made, clock)
    made.reminders.settle()
    return Planner(made.paths, writer="app", clock=clock, notifier=QuietDesk())


WIDE, NARROW = (120, 40), (80, 24)


async def draw(app: PlannerApp, name: str, size: tuple[int, int], *keys: str) -> None:
    """One picture after these keys. The font is the reader's own, nothing is loaded from elsewhere."""
    async with app.run_test(size=size) as pilot:
        while not any(lines.keys for lines in app.screen.query(Lines)):
            await pilot.pause(0.05)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.5)
        await pilot.pause(0.5)
        svg = REMOTE_FONT.sub("", app.export_screenshot(title="planner"))
        (FOLDER / f"{name}.svg").write_text(svg.replace("Fira Code", "monospace"), encoding="utf-8")


PICTURES: dict[str, tuple[str, ...]] = {
    "today": (),
    "plan": ("2", "down", "down", "right"),
    "templates": ("7",),
    "preview": ("7", "down", "down", "down", "down", "p"),
    "welcome": ("f3", "ctrl+s"),
    "history": ("H",),
    "edit": ("e",),
    "timeline": ("3", "enter", "down", "down", "enter"),
    "calendar": ("3", "C"),
    "weeks": ("W", "down", "down"),
}
LIGHT_TOO = ("today", "plan", "edit", "timeline")
NARROW_TOO = ("today", "plan", "edit", "timeline", "calendar")


def main() -> None:
    """All pictures: every one dark and wide, some light, some narrow, one in plain signs."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        planner = sample(Path(folder))

        def take(name: str, keys: tuple[str, ...], size: tuple[int, int] = WIDE, shown: str = theme.DARK) -> None:
            app = PlannerApp(planner)
            app.theme = shown
            asyncio.run(draw(app, name, size, *keys))

        for name, keys in PICTURES.items():
            take(name, keys)
        for name in LIGHT_TOO:
            take(f"{name}-light", PICTURES[name], shown=theme.LIGHT)
        for name in NARROW_TOO:
            take(f"{name}-80x24", PICTURES[name], NARROW)
        take("today-ascii", ("f7",), NARROW)


if __name__ == "__main__":
    main()
