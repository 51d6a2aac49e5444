"""Make the moving picture of the README anew: `make tour`. The sample plan on a fixed day, played key by key."""

from __future__ import annotations

import asyncio
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pictures import FOLDER, REMOTE_FONT, sample

from planner.ui.app import PlannerApp
from planner.ui.widgets.lines import Lines

SIZE = (100, 28)
SECONDS = 2.4
"""How long each frame stands."""
OUTER = re.compile(r'<svg class="rich-terminal" viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True)
class Scene:
    """What is pressed, or typed, before the frame is taken, and how many frames it stands."""

    keys: tuple[str, ...] = ()
    typed: str = ""
    long: int = 1


SCENES = (
    Scene(long=2),
    Scene(("down", "down")),
    Scene(("a",)),
    Scene(typed="Call Ada about the mentoring tomorrow 18:00 #networking ~30m", long=2),
    Scene(("enter",)),
    Scene(("space",)),
    Scene(("u",)),
    Scene(("2", "down", "right"), long=2),
    Scene(("7",)),
    Scene(("p",), long=2),
    Scene(("escape", "slash")),
    Scene(typed="exam", long=2),
    Scene(("escape", "1", "question_mark")),
)


async def frames() -> list[tuple[str, int]]:
    """The scenes, each as an SVG of its own."""
    with tempfile.TemporaryDirectory() as folder:
        app = PlannerApp(sample(Path(folder)), welcome=False)
        app.animation_level = "none"
        made: list[tuple[str, int]] = []
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            while not any(lines.keys for lines in app.screen.query(Lines)):
                await pilot.pause(0.05)
            for scene in SCENES:
                for key in scene.keys:
                    await pilot.press(key)
                    await pilot.pause(0.4)
                if scene.typed:
                    await pilot.press(*(_key(char) for char in scene.typed))
                await pilot.pause(0.8)
                svg = REMOTE_FONT.sub("", app.export_screenshot(title="planner")).replace("Fira Code", "monospace")
                made.append((svg, scene.long))
        return made


def _key(char: str) -> str:
    return {" ": "space", "#": "number_sign", "~": "tilde", ":": "colon"}.get(char, char)


def film(made: list[tuple[str, int]]) -> str:
    """One SVG that shows them in turn; where movement is not wanted it stays on the first."""
    shape = OUTER.search(made[0][0])
    assert shape is not None
    total = sum(long for _, long in made)
    rules, groups, at = [], [], 0
    for number, (svg, long) in enumerate(made):
        start, end = 100 * at / total, 100 * (at + long) / total
        shown = f"{start:.3f}%, {end - 0.001:.3f}% {{ visibility: visible }}"
        hidden = f"{end:.3f}%, 100% {{ visibility: hidden }}" if end < 100 else ""
        before = f"0%, {start - 0.001:.3f}% {{ visibility: hidden }} " if start else ""
        rules.append(f"@keyframes f{number} {{ {before}{shown} {hidden} }}")
        rules.append(f"#f{number} {{ animation: f{number} {total * SECONDS:.1f}s step-end infinite; }}")
        groups.append(f'<g id="f{number}" class="frame">{svg}</g>')
        at += long
    style = "\n".join([".frame { visibility: hidden }", "#f0 { visibility: visible }", *rules])
    calm = "@media (prefers-reduced-motion: reduce) { .frame { animation: none !important } }"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {shape[1]} {shape[2]}" role="img">'
    title = "<title>A tour of the planner: Today, a new line, undo, Plan, a template, search, help</title>"
    return f"{head}{title}<style>{style}\n{calm}</style>\n" + "\n".join(groups) + "</svg>\n"


def main() -> None:
    """Play it and write the film."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "tour.svg").write_text(film(asyncio.run(frames())), encoding="utf-8")


if __name__ == "__main__":
    main()
