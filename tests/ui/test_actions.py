"""The registry of actions as docs/keys.md shows it."""

from __future__ import annotations

import os
from pathlib import Path

from planner.ui.actions import ROOMS, binding_id, every, inside, show_key

PAGE = Path(__file__).parents[2] / "docs" / "keys.md"
HEAD = """# Keys

Every action by the name under which `[keys]` in `config.toml` gives it other keys: see
[settings](settings.md#keys). The room before the dot can be left out; the name then stands for the action in every
room. In the app `?` and then `n` shows the same, with the keys you chose.
"""


def page() -> str:
    parts = [HEAD]
    for room, about in ROOMS.items():
        if actions := inside([room]):
            parts.append(f"\n## {about.title}\n\n| name | keys | what it does |\n| --- | --- | --- |\n")
            for action in actions:
                keys = " ".join(f"`{show_key(key)}`" for key in action.keys.split(","))
                parts.append(f"| `{binding_id(action)}` | {keys} | {action.help} |\n")
    return "".join(parts)


def test_the_page_of_keys_is_that_of_the_registry() -> None:
    if os.environ.get("PLANNER_WRITE_GOLDEN"):
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page()


def test_every_room_of_an_action_has_a_name() -> None:
    assert {action.where for action in every()} <= set(ROOMS)
    assert all(room.title for room in ROOMS.values())
