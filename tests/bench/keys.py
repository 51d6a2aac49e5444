"""From a key to the changed screen, in the running app on PLANNER_HOME, and for how long the event loop was not heard.

Called with the name of a walk; prints JSON: `changed`, milliseconds from each key to the first changed screen;
`worked`, those of them in which the loop's thread had the processor, which is the same on a busy machine;
`settled`, to the moment at which nothing is being fetched any more either; `gap`, the longest time between two turns
of the loop while keys were pressed.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time

from textual import events

from planner.ui.app import PlannerApp
from planner.ui.drafts import LOOK_SECONDS
from planner.ui.widgets.lines import Lines
from planner.wiring import open_planner

SCROLL = ["down", "j", "pagedown", "down", "up", "k", "G", "up", "g", "down"]
WALKS: dict[str, tuple[list[str], list[str]]] = {
    "scroll Today": (["1"], SCROLL * 5),
    "scroll Plan": (["2"], SCROLL * 5),
    "fold Plan": (["2", "g", "down"], ["right", "left", "down", "right", "down", "left"] * 6),
    "timeline": (["3"], [*SCROLL, "plus", "minus", "right", "left", "backspace", "backspace"] * 3),
    "calendar": (["3", "C"], ["l", "j", "right", "pagedown", "k", "pageup", "T", "tab", "j", "escape"] * 3),
    "search": (["slash"], [*"step 47", *["backspace"] * 3, *"9 read", "down", "down"] * 2),
    "switch places": (["1", "2", "3"], ["1", "2", "3", "2", "1", "3"] * 4),
}
"""The keys that lead there, and those that are timed."""
_TURN = 0.001
_WAIT = 2.0
_NO_CHANGE = 0.3


class Watched(PlannerApp):
    """Notes when the screen was drawn."""

    drawn = 0.0
    worked = 0.0
    """Seconds of the processor that the thread of the loop had until then."""

    def _display(self, screen, renderable) -> None:  # type: ignore[no-untyped-def]  # Textual's own, without types
        super()._display(screen, renderable)
        self.drawn, self.worked = time.perf_counter(), time.thread_time()

    @property
    def busy(self) -> bool:
        """Whether something is being fetched, or a key waits."""
        return self.work.pending > 0 or self.typed_early


class Gap:
    """The longest time between two turns of the loop."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def watch(self) -> None:
        """Until cancelled."""
        last = time.perf_counter()
        while True:
            await asyncio.sleep(_TURN)
            now = time.perf_counter()
            self.longest = max(self.longest, now - last)
            last = now


async def pressed(app: Watched, key: str) -> tuple[float, float, float] | None:
    """Seconds to the changed screen, those of work in them, and until all is there; None: nothing changed."""
    began, had = time.perf_counter(), time.thread_time()
    app.post_message(events.Key("space" if key == " " else key, key if len(key) == 1 else None))
    while app.drawn < began and time.perf_counter() - began < _NO_CHANGE:
        await asyncio.sleep(_TURN)
    first, worked = app.drawn, app.worked - had
    while app.busy and time.perf_counter() - began < _WAIT:
        await asyncio.sleep(_TURN)
    await asyncio.sleep(0.02)  # what was fetched is being drawn
    return (first - began, worked, app.drawn - began) if first >= began else None


async def walk(before: list[str], keys: list[str]) -> None:
    """Press them one after the other."""
    app = Watched(open_planner(writer="app"))
    app.work.at_rest = gc.freeze  # as the command does that opens it
    async with app.run_test(size=(120, 40)) as pilot:
        while not any(lines.keys for lines in app.screen.query(Lines)):
            await asyncio.sleep(_TURN)
        for key in before:
            await pilot.press(key)
            await pilot.pause()
            while app.busy:
                await asyncio.sleep(_TURN)
        await pilot.pause(0.3)
        gap = Gap()
        watching = asyncio.create_task(gap.watch())
        found = [await pressed(app, key) for key in keys]
        watching.cancel()
        await pilot.press("escape")
        await pilot.pause(LOOK_SECONDS * 2)  # else what is half typed is offered again the next time
        shown = zip(*(times for times in found if times is not None), strict=True)
        figures = dict(
            zip(("changed", "worked", "settled"), ([each * 1000 for each in one] for one in shown), strict=True)
        )
        sys.stdout.write(json.dumps({**figures, "gap": gap.longest * 1000}))


if __name__ == "__main__":
    asyncio.run(walk(*WALKS[sys.argv[1]]))
