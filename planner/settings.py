"""How this machine behaves: `config.toml` in the settings folder, typed. A file that is not there says nothing.

Reading it never fails: what cannot be read has its usual value and is one of `Settings.problems`, with its line.
It is read when something in it is first asked for (`Planner.settings`), which the quick commands never do.

To add a section: a frozen dataclass here whose defaults are the usual values, a field of `Settings` with the name of
the section, a line in `_SECTIONS` with a function that takes every key out of its `Table`, and docs/settings.md.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from planner.domain.text import clean, shown
from planner.domain.values import dataclass, field

SETTINGS_FILE = "config.toml"
MACHINE_CHANNELS = ("desktop", "terminal")
TERMINAL_KINDS = ("auto", "osc9", "osc99", "osc777", "bell")
SIZE_LIMIT = 64 * 1024
_MOST_PROBLEMS = 20
_MOST_TRIES = 200
_AT_END = " (at end of document)"

_SERVICE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,30}")

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class SettingsProblem:
    """What cannot be read: the file, the line (from 1; 0: unknown, or the file as a whole), and a sentence."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}, line {self.line}" if self.line else str(self.path)
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LibrarySettings:
    """`[library]`: `folders` are folders of templates that are shared as they are, absolute, in the order given."""

    folders: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that is shown nowhere: not by print, not in an error, not in a traceback."""

    text: str

    @property
    def is_told(self) -> bool:
        """Whether it stands here itself, and not in the environment or the keyring."""
        return "${" not in self.text and not self.text.startswith("keyring:")

    def __repr__(self) -> str:
        return "Secret(…)"

    def __str__(self) -> str:
        return "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifySettings:
    """`[notify]`: what of this machine reminds, which sequence its terminal knows (`auto`: found out), and the
    services by the names the person gave them, with their addresses."""

    channels: tuple[str, ...] = ("desktop",)
    terminal: str = "auto"
    services: Mapping[str, Secret] = field(default_factory=dict)
    open_to_others: Path | None = None
    """The file, where an address stands in it and others on this machine can read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UiSettings:
    """`[ui]`: how the app looks. `theme` is a name or "" for the one that was chosen last; `theme_line` the line
    on which it stands; `symbols` is `auto`, `unicode` or `ascii`; without `motion` nothing slides or fades."""

    theme: str = ""
    theme_line: int = 0
    symbols: str = "auto"
    motion: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySettings:
    """`[keys]`: keys by the name of the action, as they are typed. The app checks them against its actions; where one
    makes no sense, `lines` has the line it stands on."""

    keys: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All sections, and what in the file could not be read."""

    library: LibrarySettings = field(default_factory=LibrarySettings)
    ui: UiSettings = field(default_factory=UiSettings)
    keys: KeySettings = field(default_factory=KeySettings)
    notify: NotifySettings = field(default_factory=NotifySettings)
    problems: tuple[SettingsProblem, ...] = ()


class Table:
    """One section as it stands in the file. A key is taken out by its name and kind; a wrong value counts as missing
    and is told, and so is, in the end, every key that nobody took.
    """

    def __init__(
        self,
        name: str,
        values: Mapping[str, Any],
        tell: Callable[[Sequence[str], str], None],
        line: Callable[[Sequence[str]], int],
    ) -> None:
        self._name = name
        self._values = values
        self._tell = tell
        self._line = line
        self._taken: list[str] = []

    def names(self) -> Sequence[str]:
        """Every key that is there, for a section whose keys the person names."""
        return tuple(self._values)

    def line(self, key: str) -> int:
        """The line on which a key stands; 0: unknown."""
        return self._line((self._name, key))

    def flag(self, key: str, usual: bool) -> bool:
        """`true` or `false`."""
        value = self._take(key, usual)
        return value if isinstance(value, bool) else self._wrong(key, "true or false", usual)

    def number(self, key: str, usual: int, *, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        value = self._take(key, usual)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        return self._wrong(key, f"a whole number from {least} to {most}", usual)

    def text(self, key: str, usual: str, *, most: int = 500) -> str:
        """One line of text, clean, of at most `most` characters."""
        value = self._take(key, usual)
        if isinstance(value, str) and len(value) <= most and clean(value) == value.strip():
            return value.strip()
        return self._wrong(key, f"one line of text in quotes, at most {most} characters", usual)

    def choice(self, key: str, usual: str, *, among: Sequence[str]) -> str:
        """One of a few words."""
        value = self._take(key, usual)
        if isinstance(value, str) and value in among:
            return value
        return self._wrong(key, "one of " + ", ".join(f'"{word}"' for word in among), usual)

    def texts(self, key: str, usual: tuple[str, ...] = (), *, most: int = 100) -> tuple[str, ...]:
        """A list of texts of one line each."""
        value = self._take(key, list(usual))
        if not isinstance(value, list) or len(value) > most or not all(isinstance(each, str) for each in value):
            return self._wrong(key, f'a list of texts, ["one", "two"], at most {most}', usual)
        return tuple(value)

    def secrets(self, key: str, *, most: int = 20) -> Mapping[str, Secret]:
        """A section within this one, of names and texts that are never told, not even where they are wrong."""
        value = self._take(key, {})
        if not isinstance(value, dict) or len(value) > most:
            return self._wrong(key, f"a section of its own, [{self._name}.{key}], of at most {most} lines", {})
        found = {}
        for name, text in value.items():
            if not _SERVICE_NAME.fullmatch(name) or name in MACHINE_CHANNELS:
                self._tell((self._name, key, name), "the name of a service is a word of small letters, digits, - and _")
            elif not isinstance(text, str) or not text.strip() or clean(text) != text.strip() or len(text) > 2000:
                self._tell((self._name, key, name), f"“{shown(name)}” is not an address in quotes")
            else:
                found[name] = Secret(text.strip())
        return found

    def read(self, key: str, usual: str, as_: Callable[[str], object], expected: str) -> str:
        """A text that `as_` does not refuse with ValueError or a PlannerError; `expected` names its kind in words."""
        from planner.domain.errors import PlannerError

        value = self.text(key, usual)
        try:
            as_(value)
        except (ValueError, PlannerError):
            return self._wrong(key, expected, usual)
        return value

    def refuse(self, key: str, message: str) -> None:
        """Tell what is wrong with the value of a key, as the end of a sentence: `is no folder`."""
        self._tell((self._name, key), f"“{key}” {message}")

    def finish(self) -> None:
        """Tell of the keys that nobody took."""
        for key in self._values:
            if key not in self._taken:
                self._tell((self._name, key), f"[{self._name}] has no “{shown(key)}”{_near(key, self._taken)}")

    def _take(self, key: str, usual: Any) -> Any:
        self._taken.append(key)
        return self._values.get(key, usual)

    def _wrong(self, key: str, expected: str, usual: V) -> V:
        self.refuse(key, f"is not {expected}")
        return usual


def read_settings(folder: Path) -> Settings:
    """The settings in `folder`/config.toml. Raises nothing: see `Settings.problems`."""
    path = folder / SETTINGS_FILE
    text = ""
    try:
        text = _text(path)
        document = tomllib.loads(text)
    except FileNotFoundError:
        return Settings()
    except tomllib.TOMLDecodeError as error:
        return Settings(problems=(_undecoded(path, str(error), text),))
    except (OSError, ValueError, RecursionError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        return Settings(problems=(SettingsProblem(path, 0, f"cannot be read: {clean(why or 'no reason given')}"),))
    return _typed(document, path, text)


def _text(path: Path) -> str:
    """Raises OSError, or ValueError for what is no small text file. Never waits for a pipe."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise ValueError("it is not an ordinary file")
        data = file.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise ValueError(f"it is larger than {SIZE_LIMIT // 1024} KiB")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None


def _undecoded(path: Path, said: str, text: str) -> SettingsProblem:
    """What tomllib says, `Expected '=' … (at line 3, column 5)`, with its place where we have ours."""
    message, _, place = said.removesuffix(_AT_END).partition(" (at line ")
    number = place.split(",", 1)[0]
    line = int(number) if number.isdecimal() else text.rstrip().count("\n") + 1 if said.endswith(_AT_END) else 0
    return SettingsProblem(path, line, f"is not TOML: {clean(message)}; none of the file is used")


def _typed(document: Mapping[str, Any], path: Path, text: str) -> Settings:
    problems: list[SettingsProblem] = []

    def tell(keys: Sequence[str], message: str) -> None:
        if len(problems) < _MOST_PROBLEMS:
            problems.append(SettingsProblem(path, line_of(text, keys), message))

    found: dict[str, Any] = {}
    for name, read in _SECTIONS.items():
        values = document.get(name, {})
        if not isinstance(values, dict):
            tell((name,), f"“{name}” is not a section; write [{name}] on a line of its own")
            values = {}
        table = Table(name, values, tell, lambda keys: line_of(text, keys))
        found[name] = read(table, path.parent)
        table.finish()
    for name in document:
        if name not in _SECTIONS:
            tell((name,), f"there is no section or key “{shown(name)}”{_near(name, list(_SECTIONS))}")
    return Settings(**found, problems=tuple(sorted(problems, key=lambda each: each.line)))


def _near(word: str, words: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word[:80], words, n=1)
    return f"; did you mean “{near[0]}”?" if near else ""


def line_of(text: str, keys: Sequence[str]) -> int:
    """The line in a sound TOML `text` on which the value under `keys` begins; 0 where it cannot be told."""
    lines = text.split("\n")
    tries = 0
    for number, line in enumerate(lines):
        if keys[-1] not in line and not ("\\" in line and '"' in line):
            continue
        if tries >= _MOST_TRIES:
            break
        tries += 1
        before = _parsed(lines[:number])
        if before is None or _holds(before, keys):
            continue  # inside a value of several lines, or after it
        for end in range(number + 1, min(len(lines), number + _MOST_TRIES) + 1):
            upto = _parsed(lines[:end])
            if upto is not None:
                if _holds(upto, keys):
                    return number + 1
                break
    return 0


def _parsed(lines: Sequence[str]) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None


def _holds(document: Mapping[str, Any], keys: Sequence[str]) -> bool:
    value: Any = document
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True


def _library(table: Table, home: Path) -> LibrarySettings:
    folders: dict[Path, None] = {}
    for typed in table.texts("folders"):
        try:
            folders[_folder(typed, home)] = None
        except ValueError as error:
            table.refuse("folders", f"names no folder with “{shown(typed)}”: {error}")
    return LibrarySettings(folders=tuple(folders))


def _folder(typed: str, home: Path) -> Path:
    """`~` is the person's home, a relative path counts from the settings folder. Raises ValueError."""
    if not typed.strip() or clean(typed) != typed.strip():
        raise ValueError("expected a path on one line")
    try:
        path = Path(typed.strip()).expanduser()
    except RuntimeError as error:
        raise ValueError("there is no such person on this machine") from error
    return Path(os.path.normpath(home / path))


def _notify(table: Table, home: Path) -> NotifySettings:
    services = table.secrets("services")
    usual = NotifySettings().channels
    named = table.texts("channels", usual)
    for name in named:
        if name not in MACHINE_CHANNELS and name not in services:
            table.refuse("channels", f"names “{shown(name)}”, which is neither desktop nor terminal")
    return NotifySettings(
        channels=tuple(dict.fromkeys(name for name in named if name in MACHINE_CHANNELS)),
        terminal=table.choice("terminal", "auto", among=TERMINAL_KINDS),
        services=services,
        open_to_others=_open_to_others(home / SETTINGS_FILE)
        if any(each.is_told for each in services.values())
        else None,
    )


def _open_to_others(path: Path) -> Path | None:
    if os.name != "posix":
        return None
    try:
        shut = not path.stat().st_mode & 0o044 or not path.parent.stat().st_mode & 0o011
    except OSError:
        return None
    return None if shut else path


def _ui(table: Table, _home: Path) -> UiSettings:
    return UiSettings(
        theme=table.text("theme", "", most=60),
        theme_line=table.line("theme") if "theme" in table.names() else 0,
        symbols=table.choice("symbols", "auto", among=("auto", "unicode", "ascii")),
        motion=table.flag("motion", usual=True),
    )


def _keys(table: Table, _home: Path) -> KeySettings:
    keys = {name: table.text(name, "", most=100) for name in table.names()}
    typed = {name: text for name, text in keys.items() if text}
    return KeySettings(keys=typed, lines={name: table.line(name) for name in typed})


_SECTIONS: Mapping[str, Callable[[Table, Path], Any]] = {
    "library": _library,
    "notify": _notify,
    "ui": _ui,
    "keys": _keys,
}
"""Every section with what reads it; the second argument is the settings folder."""
