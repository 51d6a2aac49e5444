"""The one writer of the command line: data to standard output, narration to standard error.

Every text goes through `domain.text.clean` once more and is written literally. Colour only on a terminal
without NO_COLOR. On a terminal, tables fit its width; in a pipe nothing is cut.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TextIO, TypeAlias

from planner.cli.width import cell_width, pad, shorten
from planner.domain.text import clean

Style = Literal["", "dim", "strong", "accent", "warn"]
_STYLES: Mapping[Style, str] = {"dim": "\x1b[2m", "strong": "\x1b[1m", "accent": "\x1b[36m", "warn": "\x1b[33m\x1b[1m"}
_PLAIN_AGAIN = "\x1b[0m"
GAP = 2
USUAL_COLUMNS = 80


class Cell(NamedTuple):
    """One text in a table or a line, with how it is to look where colour is on."""

    text: str
    style: Style = ""


Text: TypeAlias = Cell | str
Row: TypeAlias = Sequence[Text] | Cell


class Column(NamedTuple):
    """A column; `least` is how narrow it may get on a small terminal (None: never narrower), `right` aligns it."""

    least: int | None = None
    right: bool = False


def literal(text: str) -> str:
    """One line of ours with texts of a person in it: harmless, with its spaces, and it stays one line."""
    return clean(text, lines=True).replace("\n", " ").replace("\t", " ")


def paragraphs(text: str) -> list[str]:
    """The lines of a text of a person, harmless, tabs as spaces."""
    return clean(text, lines=True).expandtabs(4).split("\n")


class Writer:
    """Where a command writes. `columns` is the width of the terminal, None in a pipe."""

    def __init__(self) -> None:
        self.columns = _terminal_columns()

    @staticmethod
    def can_show(signs: str) -> bool:
        """Whether standard output has all of these signs."""
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        try:
            signs.encode(encoding)
        except UnicodeEncodeError:
            return False
        return True

    def line(self, *texts: Text) -> None:
        """A line of data on standard output; the texts are set one after the other."""
        self._write(sys.stdout, "".join(self._styled(text, sys.stdout) for text in texts))

    def say(self, *texts: Text) -> None:
        """A line of narration on standard error."""
        self._write(sys.stderr, "".join(self._styled(text, sys.stderr) for text in texts))

    def ask(self, question: str) -> None:
        """A question on standard error; the answer is typed on the same line."""
        self._write(sys.stderr, f"{literal(question)} ", end="")

    def paragraph(self, text: str, indent: str = "  ") -> None:
        """A text of several lines on standard output, each indented."""
        for line in paragraphs(text):
            self._write(sys.stdout, f"{indent}{line}".rstrip())

    def raw(self, text: str) -> None:
        """A file's text on standard output, in UTF-8 whatever the terminal's encoding, as it is but for control
        characters; it ends with one newline."""
        self.file(("\n".join(paragraphs(text)).rstrip("\n") + "\n").encode())

    def file(self, data: bytes) -> None:
        """A file of ours on standard output, to the byte; its format lets no control character in but line ends."""
        if sys.stdout is not None:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()

    def json(self, value: object, *, one_line: bool = False) -> None:
        """One JSON value on standard output; every text in it is cleaned. Indented on a terminal, else one line."""
        import json

        indent = 2 if self.columns and not one_line else None
        text = json.dumps(_cleaned(value), ensure_ascii=not _is_utf8(sys.stdout), indent=indent)
        self._write(sys.stdout, text)

    def table(self, columns: Sequence[Column], rows: Iterable[Row]) -> None:
        """Rows with their columns one under the other; empty columns take no room, a lone Cell is a heading."""
        table = [row if isinstance(row, Cell) else [_cell(text) for text in row] for row in rows]
        cells = [row for row in table if not isinstance(row, Cell)]
        widths = [max((cell_width(row[i].text) for row in cells), default=0) for i in range(len(columns))]
        if self.columns is not None:
            widths = narrowed(columns, widths, self.columns)
        for row in table:
            if isinstance(row, Cell):
                self.line(row)
            else:
                self._write(sys.stdout, self._row(columns, widths, row))

    def _row(self, columns: Sequence[Column], widths: Sequence[int], row: Sequence[Cell]) -> str:
        parts = []
        for column, width, cell in zip(columns, widths, row, strict=True):
            if width:
                text = pad(shorten(cell.text, width), width, right=column.right)
                parts.append(self._styled(Cell(text, cell.style), sys.stdout))
        return (" " * GAP).join(parts).rstrip()

    def _styled(self, text: Text, stream: TextIO | None) -> str:
        if isinstance(text, str):
            return literal(text)
        shown = literal(text.text)
        return f"{_STYLES[text.style]}{shown}{_PLAIN_AGAIN}" if text.style and _coloured(stream) else shown

    def _write(self, stream: TextIO | None, text: str, end: str = "\n") -> None:
        if stream is None:  # closed before the program started
            return
        encoding = getattr(stream, "encoding", None) or "utf-8"
        if not _is_utf8(stream):  # a question mark for a letter that is not there beats no answer
            text = text.encode(encoding, "replace").decode(encoding)
        if sys.platform == "win32":
            import click  # it knows the consoles there that need help with colours; elsewhere 20 ms for nothing

            click.echo(text + end, file=stream, nl=False, color=_coloured(stream))
            return
        stream.write(text + end)
        stream.flush()


def narrowed(columns: Sequence[Column], widths: Sequence[int], room: int) -> list[int]:
    """`widths` made to fit `room`: what may be narrower gives way, the widest first, not below its least."""
    fitted = list(widths)
    while sum(w for w in fitted if w) + GAP * max(0, sum(1 for w in fitted if w) - 1) > room:
        can = [i for i, column in enumerate(columns) if column.least is not None and fitted[i] > column.least]
        if not can:
            break
        fitted[max(can, key=lambda i: fitted[i])] -= 1
    return fitted


def _cell(text: Text) -> Cell:
    cell = text if isinstance(text, Cell) else Cell(text)
    return Cell(clean(cell.text), cell.style)


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value, lines=True)
    if isinstance(value, Mapping):
        return {str(_cleaned(key)): _cleaned(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(each) for each in value]
    return value


def _terminal_columns() -> int | None:
    """The width of the terminal on standard output, or what COLUMNS says it is; None in a pipe."""
    if sys.stdout is None or not is_terminal(sys.stdout):
        return None
    # As shutil.get_terminal_size, which costs 3 ms to import.
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or USUAL_COLUMNS
    except (OSError, ValueError):
        return USUAL_COLUMNS


def _is_utf8(stream: TextIO | None) -> bool:
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "") in {"utf8", "utf8sig"}


def is_terminal(stream: TextIO | None) -> bool:
    """Whether `stream` is a terminal; a closed one is none."""
    return stream is not None and not stream.closed and stream.isatty()


def _coloured(stream: TextIO | None) -> bool:
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
