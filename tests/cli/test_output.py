"""The writer: literal text, columns that line up, colour only where it is wanted."""

from __future__ import annotations

import io
import json
import sys

import pytest

from planner.cli.output import Cell, Column, Writer, narrowed
from planner.cli.width import cell_width

HOSTILE = [
    "\x1b[2Jgone",
    "\x1b]52;c;cm0gLXJm\x07",
    "\x9b31mred",
    "right\u202eto left",
    "\u2066isolate",
    "new\nline",
    "[/foo] [@click=app.quit]x[/] [b unterminated",
    "👩‍👩‍👧‍👦 family",
    "a\u0301\u0302\u0303 marks",
    "tab\tbell\x07 back\x08",
]
OBEYED = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def shown(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


@pytest.mark.parametrize("text", HOSTILE)
def test_no_line_says_anything_a_terminal_obeys(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = Writer()
    out.line("title: ", text)
    out.table((Column(), Column(least=4)), [("x", Cell(text, "warn"))])
    written = shown(capsys)
    assert not OBEYED & set(written.replace("\n", ""))
    assert written.count("\n") == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_json_is_one_value_without_anything_a_terminal_obeys(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    Writer().json({"title": text, "tags": [text], text: 1})
    written = shown(capsys)
    assert not OBEYED & set(written.rstrip("\n"))
    assert isinstance(json.loads(written), dict)


def test_markup_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    Writer().line("[/foo] [@click=app.quit]x[/]")
    assert shown(capsys) == "[/foo] [@click=app.quit]x[/]\n"


def test_columns_line_up_whatever_the_letters(capsys: pytest.CaptureFixture[str]) -> None:
    Writer().table((Column(), Column()), [("試験", "a"), ("exam day", "b"), ("👩‍👩‍👧‍👦", "c")])
    lines = shown(capsys).splitlines()
    assert [cell_width(line[:-1]) for line in lines] == [10, 10, 10]


def test_a_column_without_texts_takes_no_room(capsys: pytest.CaptureFixture[str]) -> None:
    Writer().table((Column(), Column(), Column()), [("a", "", "b"), ("c", "", "d")])
    assert shown(capsys) == "a  b\nc  d\n"


def test_nothing_is_cut_in_a_pipe(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    Writer().table((Column(least=4), Column()), [("x" * 300, "end")])
    assert shown(capsys) == "x" * 300 + "  end\n"


def test_a_table_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    Writer().table((Column(), Column(least=8), Column(least=4)), [("3f2a", "試" * 60, "a goal with a long title")])
    (line,) = terminal.getvalue().splitlines()
    assert cell_width(line) <= 40
    assert line.startswith("3f2a  試")
    assert "…" in line


def test_columns_give_way_the_widest_first_and_never_below_their_least() -> None:
    assert narrowed((Column(), Column(least=10), Column(least=5)), [4, 40, 12], 40) == [4, 20, 12]
    assert narrowed((Column(), Column(least=10), Column(least=5)), [4, 40, 12], 8) == [4, 10, 5]


def test_colour_is_for_a_terminal_without_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    for no_color, coloured in (("", True), ("1", False)):
        terminal = Terminal()
        monkeypatch.setattr(sys, "stdout", terminal)
        monkeypatch.setenv("NO_COLOR", no_color)
        monkeypatch.setenv("TERM", "xterm")
        Writer().line(Cell("late", "warn"))
        assert ("\x1b[" in terminal.getvalue()) is coloured
        assert "late" in terminal.getvalue()


def test_what_takes_a_moment_is_told_only_where_a_person_looks_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Writer().meanwhile("Looking …")
    assert capsys.readouterr() == ("", "")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    Writer().meanwhile("Looking …")
    assert "Looking …" in terminal.getvalue()


def test_a_pipe_has_no_colour(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    Writer().line(Cell("late", "warn"))
    assert shown(capsys) == "late\n"


def test_json_is_ascii_where_the_stream_cannot_hold_more(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    Writer().json({"title": "Prüfung 試験"})
    sys.stdout.flush()
    assert json.loads(raw.getvalue()) == {"title": "Prüfung 試験"}


def test_a_letter_the_stream_cannot_hold_becomes_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="iso-8859-1"))
    Writer().line("Prüfung 試験")
    sys.stdout.flush()
    assert raw.getvalue().decode("iso-8859-1").rstrip("\r\n") == "Prüfung ??"


def test_a_closed_stream_is_not_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    out = Writer()
    out.line("a")
    out.say("b")
    out.json([])
    assert out.columns is None


def test_a_file_is_utf_8_whatever_the_terminal_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    Writer().raw("{“Prüfung”}\n\n")
    assert raw.getvalue() == "{“Prüfung”}\n".encode()


def forty_columns(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal of forty columns without colour, for both streams."""
    terminal = Terminal()
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, terminal)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    return terminal


def test_sentences_are_wrapped_at_the_terminal_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = forty_columns(monkeypatch)
    out = Writer()
    out.line("one ", Cell("sentence of a certain length", "warn"), " that does not fit here")
    out.say("  Open: on which day did the letter about it come to you?")
    out.paragraph("a note that somebody wrote in one long line", indent="    ")
    out.line("  see https://example.org/" + "x" * 40)
    assert narrow.getvalue().splitlines() == [
        "one sentence of a certain length that",
        "  does not fit here",
        "  Open: on which day did the letter",
        "  about it come to you?",
        "    a note that somebody wrote in one",
        "    long line",
        "  see",
        "    https://example.org/" + "x" * 40,
    ]


def test_a_style_goes_on_in_the_next_line(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = forty_columns(monkeypatch)
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setenv("TERM", "xterm")
    Writer().line("plain ", Cell("words " * 8, "dim"))
    first, second = narrow.getvalue().splitlines()
    assert first == "plain \x1b[2mwords words words words words\x1b[0m"
    assert second == "  \x1b[2mwords words words\x1b[0m"


def test_a_pipe_is_not_wrapped(capsys: pytest.CaptureFixture[str]) -> None:
    Writer().line("word " * 60)
    Writer().say("word " * 60)
    written = capsys.readouterr()
    assert (written.out.count("\n"), written.err.count("\n")) == (1, 1)


def test_what_is_beside_a_title_goes_below_it_before_the_title_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = forty_columns(monkeypatch)
    columns = (Column(), Column(least=20, wraps=2), Column(least=6, folds=2), Column(folds=1))
    Writer().table(
        columns, [("1", "A title that is wrapped at its room", "a goal", "overdue · fixed"), ("2", "Short", "", "")]
    )
    assert narrow.getvalue().splitlines() == [
        "1  A title that is wrapped at     a goal",
        "   its room",
        "   overdue · fixed",
        "2  Short",
    ]


def test_a_title_is_cut_in_its_last_line_and_what_is_lost_is_lost_first(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = forty_columns(monkeypatch)
    columns = (Column(least=10, wraps=2), Column(folds=1, lost=True), Column())
    Writer().table(columns, [("many words " * 9, "category", "x" * 25)])
    assert narrow.getvalue().splitlines() == [f"many words     {'x' * 25}", "many words m…"]


def test_signs_that_the_encoding_lacks_have_others_in_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    out = Writer()
    out.table((Column(), Column(), Column()), [("○", "1½ h", "“Read” · ½ h → …"), ("✓", "12½ h", "– ⊘ ◆ ▲ ·")])
    out.drawn("█▲ ·…")
    sys.stdout.flush()
    assert raw.getvalue().decode().splitlines() == [
        'o  1.5 h   "Read" - 0.5 h -> ...',
        "x  12.5 h  - # * ^ -",
        "#^ -~",
    ]


def test_latin_1_keeps_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="iso-8859-1"))
    Writer().line("1½ h · ü § ✓")
    sys.stdout.flush()
    assert raw.getvalue().decode("iso-8859-1").splitlines() == ["1½ h · ü § x"]
