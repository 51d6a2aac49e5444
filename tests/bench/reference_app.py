"""The program the app's start is measured against: Header, a DataTable of 40 rows, Footer."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header


class Reference(App[None]):
    """As plain as a Textual program with a list can be."""

    def compose(self) -> ComposeResult:
        yield Header()
        yield DataTable()
        yield Footer()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("id", "title", "due", "goal")
        for number in range(40):
            table.add_row(str(number), f"Step {number}: read the chapter", "2026-11-24", "Goal")


async def start() -> None:
    """Start, draw, end."""
    async with Reference().run_test(size=(120, 40)) as pilot:
        await pilot.pause()


if __name__ == "__main__":
    asyncio.run(start())
