"""Start the app on PLANNER_HOME, wait for the first row of Today, end."""

from __future__ import annotations

import asyncio

from planner.ui.app import PlannerApp
from planner.ui.widgets.lines import Lines
from planner.wiring import open_planner


async def start() -> None:
    """Start, draw the first data row, end."""
    app = PlannerApp(open_planner(writer="app"))
    async with app.run_test(size=(120, 40)):
        while not any(lines.keys for lines in app.screen.query(Lines)):
            await asyncio.sleep(0.001)


if __name__ == "__main__":
    asyncio.run(start())
