"""Files that are no sound template, each with the place and a part of what is told there.

What git can keep stands in tests/data/bad-templates beside its manifest; what it can't (pipes, links, folders, holes
of gigabytes, files that change while they are read) is made here.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.strategies.heavy import NAMES, heavy
from tests.strategies.sound import SOUND

FOLDER = Path(__file__).parent.parent / "data" / "bad-templates"
GOOD = json.dumps(SOUND).encode()
MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Bad:
    """One such file. `place` None: any; `made` puts it into a folder and gives its path."""

    name: str
    place: str | None
    told: str
    made: Callable[[Path], Path] | None = None

    def path(self, folder: Path) -> Path:
        """Where it lies; made in `folder` if it has to be made."""
        return FOLDER / self.name if self.made is None else self.made(folder)

    def __str__(self) -> str:
        return self.name


def kept() -> list[Bad]:
    """Those of the manifest."""
    lines = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    return [Bad(name=line["file"], place=line["place"], told=line["told"]) for line in lines]


def _pipe(folder: Path) -> Path:
    path = folder / "pipe.json"
    os.mkfifo(path)
    return path


def _socket(folder: Path) -> Path:
    path = folder / "socket.json"
    handle = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)  # the name of a socket is short
    try:
        handle.bind(path.name)
    finally:
        os.chdir(here)
        handle.close()
    return path


def _link(target: Callable[[Path], Path]) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        path = folder / "link.json"
        path.symlink_to(target(folder))
        return path

    return made


def _good(folder: Path) -> Path:
    path = folder / "good.json"
    path.write_bytes(GOOD)
    return path


def _folder(folder: Path) -> Path:
    path = folder / "folder.json"
    path.mkdir()
    _good(path)
    return path


def _hole(folder: Path) -> Path:
    path = folder / "hole.json"
    with path.open("wb") as file:
        file.truncate(1 << 33)
    return path


def _of(data: Callable[[], bytes]) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        path = folder / "made.json"
        path.write_bytes(data())
        return path

    return made


MADE = [
    Bad("a pipe", "", "a pipe or a device", _pipe),
    Bad("a socket", "", "cannot be opened", _socket),
    Bad("an endless device", "", "a pipe or a device", lambda _: Path("/dev/zero")),
    Bad("an empty device", "", "a pipe or a device", lambda _: Path("/dev/null")),
    Bad("a link to a good file", "", "is a link", _link(_good)),
    Bad("a link to a secret", "", "is a link", _link(lambda _: Path("/etc/passwd"))),
    Bad("a link to nothing", "", "is a link", _link(lambda folder: folder / "nothing")),
    Bad("a link to itself", "", "is a link", _link(lambda folder: folder / "link.json")),
    Bad("a file in no folder", "", "there is no such file", lambda folder: folder / "no" / "file.json"),
    Bad("a file below a file", "", "there is no such file", lambda folder: _good(folder) / "file.json"),
    Bad("a name too long", "", "cannot be opened", lambda folder: folder / ("n" * 300)),
    Bad("eight gibibytes of nothing", "", "is larger than 1 MiB", _hole),
    Bad("one byte too large", "", "is larger than 1 MiB", _of(lambda: GOOD + b" " * (MEBIBYTE + 1 - len(GOOD)))),
    Bad("a mebibyte of brackets", "", "is nested deeper than 32", _of(lambda: b"[" * MEBIBYTE)),
    Bad("a mebibyte of braces", "", "is nested deeper than 32", _of(lambda: b'{"a":' * (MEBIBYTE // 5))),
    Bad("a mebibyte of spaces", "", "is empty", _of(lambda: b" " * MEBIBYTE)),
    Bad("a mebibyte of noise", "", "is not a text file", _of(lambda: bytes(range(256)) * 4096)),
    *(Bad(name, None, "", _of(lambda name=name: heavy(name))) for name in NAMES),  # type: ignore[misc]  # its default
]
"""What is made by the test."""

FOLDERS = [Bad("a folder", "", "is a folder", _folder)]
"""Refused as a file; to bring in a folder is to bring in what it holds."""


def _appended(handle_read: Callable[[int, int], bytes], path: Path) -> Callable[[int, int], bytes]:
    def read(handle: int, size: int) -> bytes:
        data = handle_read(handle, size)
        with path.open("ab") as file:
            file.write(b"\n")
        return data

    return read


def _replaced(handle_read: Callable[[int, int], bytes], path: Path) -> Callable[[int, int], bytes]:
    def read(handle: int, size: int) -> bytes:
        data = handle_read(handle, size)
        path.write_bytes(GOOD.replace(b"Earn it", b"Spoiled"))
        os.utime(path, ns=(1, 1))
        return data

    return read


def _cut(handle_read: Callable[[int, int], bytes], path: Path) -> Callable[[int, int], bytes]:
    def read(handle: int, size: int) -> bytes:
        data = handle_read(handle, min(size, 100))
        path.write_bytes(GOOD[:50])
        return data

    return read


CHANGING: Mapping[str, Callable[[Callable[[int, int], bytes], Path], Callable[[int, int], bytes]]] = {
    "grows": _appended,
    "is written anew in the same length": _replaced,
    "is cut": _cut,
}
"""What reading becomes when the file of this path changes under it."""
