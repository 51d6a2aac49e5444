"""A real terminal: tmux runs the program, keys go in, the screen comes back."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path


class Terminal:
    """A program in a tmux server of its own. `wait_for` is the only way to look: it waits for what is to be seen."""

    def __init__(self, folder: Path, command: str, *, columns: int = 120, rows: int = 40) -> None:
        self._socket = folder / "tmux"
        self._exit = folder / "exit"
        size = ["-x", str(columns), "-y", str(rows)]
        self._tmux("-f", "/dev/null", "new-session", "-d", *size, f"{command}; echo $? > {self._exit}")

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-S", str(self._socket), *arguments]
        # A size in the environment would win over the terminal's own.
        environ = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "LINES", "TMUX"}}
        run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=20, env=environ)
        return run.stdout

    def press(self, *keys: str) -> None:
        """Keys by their tmux names (`Enter`, `Escape`, `C-s`), or text."""
        self._tmux("send-keys", *keys)

    def type(self, text: str) -> None:
        """Text, letter by letter as it stands."""
        self._tmux("send-keys", "-l", text)

    def screen(self) -> str:
        """What the terminal shows."""
        return self._tmux("capture-pane", "-p")

    def wait_for(self, *texts: str, gone: str = "", seconds: float = 40) -> str:
        """The screen once it shows all of `texts`, and no longer `gone`."""
        end = time.monotonic() + seconds
        while True:
            screen = self.screen()
            if all(text in screen for text in texts) and (not gone or gone not in screen):
                return screen
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain for {texts} (gone: {gone!r}):\n{screen}")
            time.sleep(0.05)

    def exit_code(self, seconds: float = 20) -> int:
        """The program's exit code, once it has ended."""
        end = time.monotonic() + seconds
        while not self._exit.exists() or not self._exit.read_text().strip():
            if time.monotonic() > end:
                raise AssertionError(f"it did not end:\n{self.screen()}")
            time.sleep(0.05)
        return int(self._exit.read_text())

    def close(self) -> None:
        """End the server, and what still runs in it."""
        subprocess.run(["tmux", "-S", str(self._socket), "kill-server"], check=False, capture_output=True, timeout=20)
