"""The one writer of the command line: data to standard output, narration to standard error.

Every text goes through `domain.text.clean` once more and is written literally. Colour only on a terminal
without NO_COLOR. On a terminal, tables fit its width and sentences are wrapped at it; in a pipe nothing is cut or
wrapped. Where the encoding lacks our signs, others stand for them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TextIO, TypeAlias

from planner.cli.width import cell_width, pad, shorten, slices
from planner.domain.text import clean

Style = Literal["", "dim", "strong", "accent", "warn"]
_STYLES: Mapping[Style, str] = {"dim": "\x1b[2m", "strong": "\x1b[1m", "accent": "\x1b[36m", "warn": "\x1b[33m\x1b[1m"}
_PLAIN_AGAIN = "\x1b[0m"
GAP = 2
USUAL_COLUMNS = 80
ALL_OF_IT = 1_000
"""Lines that a column wraps in of which nothing is to be cut."""
NARROWEST = 8
"""Cells that a column keeps that wraps, however small the terminal."""


class Cell(NamedTuple):
    """One text in a table or a line, with how it is to look where colour is on."""

    text: str
    style: Style = ""


Text: TypeAlias = Cell | str
Row: TypeAlias = Sequence[Text] | Cell


class Column(NamedTuple):
    """A column; `least` is how narrow it may get on a small terminal (None: never narrower), `right` aligns it.

    Where there is no room, columns with a number in `folds` go below their row, the lowest first, or away when they are
    `lost`. What is in a column that `wraps` goes on in the next line before it is cut, in so many lines at most.
    """

    least: int | None = None
    right: bool = False
    folds: int = 0
    lost: bool = False
    wraps: int = 0


FACT_COLUMNS = (Column(), Column(least=20, wraps=ALL_OF_IT))
"""A name, and what is to be known."""


def literal(text: str) -> str:
    """One line of ours with texts of a person in it: harmless, with its spaces, and it stays one line."""
    return clean(text, lines=True).replace("\n", " ").replace("\t", " ")


def paragraphs(text: str) -> list[str]:
    """The lines of a text of a person, harmless, tabs as spaces."""
    return clean(text, lines=True).expandtabs(4).split("\n")


class Writer:
    """Where a command writes. `columns` is the width of the terminal, None in a pipe."""

    def __init__(self) -> None:
        self.columns = terminal_columns(sys.stdout)

    def line(self, *texts: Text, hang: int = 2) -> None:
        """A line of data on standard output; the texts are set one after the other. Where it is wrapped, what follows
        stands `hang` cells further in than its beginning."""
        self._wrapped(sys.stdout, texts, self.columns, hang)

    def say(self, *texts: Text, hang: int = 0) -> None:
        """A line of narration on standard error, wrapped as `line` is."""
        self._wrapped(sys.stderr, texts, terminal_columns(sys.stderr), hang)

    def meanwhile(self, text: str) -> None:
        """What takes a moment, told on standard error where a person looks on; nothing is said elsewhere."""
        if is_terminal(sys.stderr):
            self.say(Cell(text, "dim"))

    def drawn(self, *texts: Text) -> None:
        """A line of a picture on standard output: every sign keeps its cell."""
        self._write(sys.stdout, "".join(self._styled(text, sys.stdout) for text in texts))

    def ask(self, question: str) -> None:
        """A question on standard error; the answer is typed on the same line."""
        self._wrapped(sys.stderr, [question], terminal_columns(sys.stderr), 0, end=" ")

    def paragraph(self, text: str, indent: str = "  ") -> None:
        """A text of several lines on standard output, each indented."""
        for line in paragraphs(text):
            self.line(f"{indent}{line}".rstrip(), hang=0)

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
        folded: frozenset[int] = frozenset()
        if self.columns is not None:
            widths, folded = laid_out(columns, widths, self.columns)
        for row in table:
            if isinstance(row, Cell):
                self.line(row)
                continue
            for line in self._row(columns, widths, row):
                self._write(sys.stdout, line)
            below = [row[i] for i in sorted(folded) if row[i].text and not columns[i].lost]
            if below:
                indent = _beginning(columns, widths, self.columns or 0)
                between = [text for each in below for text in (Cell(" · ", "dim"), each)][1:]
                self.line(" " * indent, *between, hang=0)

    def _row(self, columns: Sequence[Column], widths: Sequence[int], row: Sequence[Cell]) -> list[str]:
        """The lines of a row: one, or more where a column wraps."""
        last = max((i for i, width in enumerate(widths) if width), default=0)
        # Nothing stands behind the last column: an address is whole there, and can be copied.
        texts = [_in_lines(cell.text, widths[i], columns[i].wraps, split=i != last) for i, cell in enumerate(row)]
        lines = []
        for at in range(max(map(len, texts))):
            parts = []
            for column, width, cell, each in zip(columns, widths, row, texts, strict=True):
                if width:
                    text = pad(each[at] if at < len(each) else "", width, right=column.right)
                    parts.append(self._styled(Cell(text, cell.style), sys.stdout))
            lines.append((" " * GAP).join(parts).rstrip())
        return lines

    def _wrapped(
        self, stream: TextIO | None, texts: Sequence[Text], columns: int | None, hang: int, end: str = "\n"
    ) -> None:
        """The texts as one line, or as several where it is longer than the terminal is wide; words stay whole."""
        runs = [
            Cell(_plain_words(literal(cell.text), stream), cell.style)
            for cell in (text if isinstance(text, Cell) else Cell(text) for text in texts)
        ]
        whole = "".join(run.text for run in runs)
        if columns is None or cell_width(whole) <= columns:
            self._write(stream, "".join(self._styled(run, stream) for run in runs), end)
            return
        hang += len(whole) - len(whole.lstrip(" "))
        if hang > columns // 2:
            hang = 0
        lines = [
            "".join(self._styled(run, stream) for run in _part(runs, first, last))
            for first, last in slices(whole, columns, hang)
        ]
        lines[1:] = [" " * hang + line for line in lines[1:]]
        self._write(stream, "\n".join(lines), end)

    def _styled(self, text: Text, stream: TextIO | None) -> str:
        if isinstance(text, str):
            return literal(text)
        shown = literal(text.text)
        return f"{_STYLES[text.style]}{shown}{_PLAIN_AGAIN}" if text.style and _coloured(stream) else shown

    def _write(self, stream: TextIO | None, text: str, end: str = "\n") -> None:
        if stream is None:  # closed before the program started
            return
        if not _is_utf8(stream):
            from planner.domain.plain_signs import plain

            encoding = stream.encoding
            # A question mark for a letter that is not there beats no answer.
            text = plain(text, encoding).encode(encoding, "replace").decode(encoding)
        if sys.platform == "win32":
            import click  # it knows the consoles there that need help with colours; elsewhere 20 ms for nothing

            click.echo(text + end, file=stream, nl=False, color=_coloured(stream))
            return
        stream.write(text + end)
        stream.flush()


def laid_out(columns: Sequence[Column], widths: Sequence[int], room: int) -> tuple[list[int], frozenset[int]]:
    """`widths` made to fit `room`, and which columns are folded away: first what folds gets as narrow as it may, then
    what wraps, then columns fold, and at last what wraps gets narrower than its least."""
    folded: frozenset[int] = frozenset()
    kept = list(widths)
    for level in sorted({0, *(column.folds for column in columns)}):
        folded |= {i for i, column in enumerate(columns) if level and column.folds == level and widths[i]}
        kept = [0 if i in folded else width for i, width in enumerate(widths)]
        if _total([_least(column, width) for column, width in zip(columns, kept, strict=True)]) <= room:
            break
    kept = narrowed([column if column.folds else Column() for column in columns], kept, room)
    kept = narrowed(columns, kept, room)
    return narrowed([Column(least=NARROWEST) if column.wraps else Column() for column in columns], kept, room), folded


def narrowed(columns: Sequence[Column], widths: Sequence[int], room: int) -> list[int]:
    """`widths` made to fit `room`: what may be narrower gives way, the widest first, not below its least."""
    fitted = list(widths)
    while _total(fitted) > room:
        can = [i for i, column in enumerate(columns) if column.least is not None and fitted[i] > column.least]
        if not can:
            break
        fitted[max(can, key=lambda i: fitted[i])] -= 1
    return fitted


def _least(column: Column, width: int) -> int:
    return width if column.least is None else min(width, column.least)


def _total(widths: Sequence[int]) -> int:
    there = [width for width in widths if width]
    return sum(there) + GAP * max(0, len(there) - 1)


def _beginning(columns: Sequence[Column], widths: Sequence[int], room: int) -> int:
    """Where what wraps begins: what is folded stands below it, unless that leaves too little room."""
    at = next((i for i, column in enumerate(columns) if column.wraps), 0)
    before = [width for width in widths[:at] if width]
    indent = sum(before) + GAP * len(before)
    return indent if indent <= room // 2 else GAP * 2


def _in_lines(text: str, cells: int, most: int, *, split: bool) -> list[str]:
    """`text` in at most `most` lines, the last one cut where there is more of it; with 0 in one line."""
    if not most or cell_width(text) <= cells or not cells:
        return [shorten(text, cells)]
    found = slices(text, cells, split=split)
    if len(found) <= most:
        return [text[first:last] for first, last in found]
    return [*(text[first:last] for first, last in found[: most - 1]), shorten(text[found[most - 1][0] :], cells)]


def _part(runs: Sequence[Cell], first: int, last: int) -> list[Cell]:
    """The runs between two places of the text that they are together."""
    found, at = [], 0
    for run in runs:
        text = run.text[max(0, first - at) : max(0, last - at)]
        if text:
            found.append(Cell(text, run.style))
        at += len(run.text)
    return found


def _plain_words(text: str, stream: TextIO | None) -> str:
    """Without the signs of ours that the stream lacks."""
    if stream is None or text.isascii() or _is_utf8(stream):
        return text
    from planner.domain.plain_signs import plain_words

    return plain_words(text, stream.encoding)


def _cell(text: Text) -> Cell:
    cell = text if isinstance(text, Cell) else Cell(text)
    return Cell(_plain_words(clean(cell.text), sys.stdout), cell.style)


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value, lines=True)
    if isinstance(value, Mapping):
        return {str(_cleaned(key)): _cleaned(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(each) for each in value]
    return value


def terminal_columns(stream: TextIO | None) -> int | None:
    """The width of the terminal that is written to, or what COLUMNS says it is; None in a pipe."""
    if stream is None or not is_terminal(stream):
        return None
    # As shutil.get_terminal_size, which costs 3 ms to import.
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    try:
        return os.get_terminal_size(stream.fileno()).columns or USUAL_COLUMNS
    except (OSError, ValueError):
        return USUAL_COLUMNS


def _is_utf8(stream: TextIO | None) -> bool:
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "") in {"utf8", "utf8sig"}


def is_terminal(stream: TextIO | None) -> bool:
    """Whether `stream` is a terminal; a closed one is none."""
    return stream is not None and not stream.closed and stream.isatty()


def _coloured(stream: TextIO | None) -> bool:
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
