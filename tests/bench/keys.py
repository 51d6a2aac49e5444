"""From a key to the changed screen, in the running app on PLANNER_HOME: milliseconds, one a line."""

from __future__ import annotations

import asyncio
import sys
import time

from textual import events

from planner.ui.app import PlannerApp
from planner.ui.widgets.lines import Lines
from planner.wiring import open_planner

KEYS = ["down", "j", "pagedown", "down", "up", "k", "G", "up", "g", "down"]


class Watched(PlannerApp):
    """Notes when the screen was drawn."""

    drawn = 0.0

    def _display(self, screen, renderable) -> None:  # type: ignore[no-untyped-def]  # Textual's own, without types
        super()._display(screen, renderable)
        self.drawn = time.perf_counter()


async def press(place: str, times: int) -> None:
    """Keys one after the other, each timed until the screen is drawn anew."""
    app = Watched(open_planner(writer="app"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(place)
        while not any(lines.keys for lines in app.screen.query(Lines)):
            await asyncio.sleep(0.001)
        await pilot.pause()
        for key in KEYS * times:
            began = time.perf_counter()
            app.post_message(events.Key(key, key if len(key) == 1 else None))
            while app.drawn < began and time.perf_counter() - began < 1:
                await asyncio.sleep(0)
            sys.stdout.write(f"{(app.drawn - began) * 1000:.2f}\n")
            await pilot.pause()


if __name__ == "__main__":
    asyncio.run(press(sys.argv[1], int(sys.argv[2])))
