from __future__ import annotations

from pathlib import Path

from planner.config import Paths
from planner.notify.desktop import DesktopNotifier
from planner.notify.services import ServiceNotifier
from planner.notify.terminal import TerminalNotifier
from planner.notify.ways import ways_of
from planner.wiring import Planner


def test_the_channels_of_this_machine_come_before_the_services() -> None:
    ways = ways_of(("terminal", "desktop"), "bell", {"mine": "json://127.0.0.1"})
    assert [(each.name, type(each.notifier), each.slow) for each in ways] == [
        ("terminal", TerminalNotifier, False),
        ("desktop", DesktopNotifier, False),
        ("mine", ServiceNotifier, True),
    ]


def test_the_settings_say_which_there_are_and_the_app_where_its_terminal_is(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[notify]\nchannels = ["terminal"]\nterminal = "bell"\n[notify.services]\nmine = "json://127.0.0.1"\n'
    )
    planner = Planner(Paths(tmp_path, tmp_path))
    written: list[str] = []
    planner.terminal = written.append
    terminal, mine = planner.channels.all
    assert (terminal.name, mine.name) == ("terminal", "mine")
    assert terminal.notifier.notify("A", "b", "key").ok
    assert written == ["\x07"]
    assert "127.0.0.1" not in repr((planner.settings, planner.channels, terminal, mine))
