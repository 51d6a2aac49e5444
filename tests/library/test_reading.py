"""Files that are none, or not what they seem: refused in bounded time, with a place."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.errors import TemplateInvalid
from planner.library.checking import check_bytes, check_file
from planner.library.conversion import canonical, from_json
from planner.library.reading import MOST_FLAWS, SIZE_LIMIT, parse, read_bytes
from tests.strategies.heavy import NAMES, heavy
from tests.strategies.sound import SOUND

GOOD = json.dumps(SOUND).encode()


def refusal(data: bytes) -> dict[str, str]:
    with pytest.raises(TemplateInvalid) as caught:
        check_bytes(data, "file.json")
    assert caught.value.exit_code == 4
    return {problem.place: problem.message for problem in caught.value.problems}


def file_refusal(path: Path) -> str:
    with pytest.raises(TemplateInvalid) as caught:
        check_file(path)
    (problem,) = caught.value.problems
    assert problem.place == ""
    return problem.message


def test_an_ordinary_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(GOOD)
    assert check_file(path).id == "earn-it"


def test_a_fifo_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.json"
    os.mkfifo(path)
    assert "a pipe or a device" in file_refusal(path)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_refused(device: str) -> None:
    assert "a pipe or a device" in file_refusal(Path(device))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder" in file_refusal(tmp_path)


def test_a_link_is_refused_even_to_a_good_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(GOOD)
    link = tmp_path / "link.json"
    link.symlink_to(path)
    assert "is a link" in file_refusal(link)


def test_a_link_that_comes_between_looking_and_opening_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(GOOD)
    link = tmp_path / "link.json"
    link.symlink_to(secret)
    monkeypatch.setattr(Path, "is_symlink", lambda _self: False)
    assert "cannot be opened" in file_refusal(link)


def test_a_missing_file_and_no_path_at_all_are_told(tmp_path: Path) -> None:
    assert file_refusal(tmp_path / "no.json") == "there is no such file"
    assert file_refusal(tmp_path / "a\0b") == "cannot be opened: this is no path"
    assert "cannot be opened" in file_refusal(tmp_path / ("n" * 300))


def test_a_file_of_more_than_a_mebibyte_is_refused_and_of_exactly_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    path.write_bytes(GOOD + b" " * (SIZE_LIMIT - len(GOOD)))
    assert check_file(path).id == "earn-it"
    path.write_bytes(GOOD + b" " * (SIZE_LIMIT + 1 - len(GOOD)))
    assert file_refusal(path) == "is larger than 1 MiB"
    path.write_bytes(b" " * 2 * SIZE_LIMIT)
    assert file_refusal(path) == "is larger than 1 MiB"


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(GOOD)
    real = os.read

    def read(handle: int, size: int) -> bytes:
        data = real(handle, size)
        path.write_bytes(GOOD + b"\n")
        return data

    monkeypatch.setattr(os, "read", read)
    assert "changed while it was read" in file_refusal(path)


def test_a_file_that_grows_for_ever_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.json"
    path.write_bytes(GOOD)
    monkeypatch.setattr(os, "read", lambda _handle, size: b" " * min(size, 4096))
    assert "changed while it was read" in file_refusal(path)


def test_a_read_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(GOOD)

    def read(_handle: int, _size: int) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "read", read)
    assert "input/output error" in file_refusal(path)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (GOOD.decode().encode("utf-16"), "is UTF-16"),
        (GOOD.decode().encode("utf-16-le"), "is UTF-16"),
        (GOOD.decode().encode("utf-16-be"), "is UTF-16"),
        (b"\xef\xbb\xbf" + GOOD, "byte order mark"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is not a text file"),
        (b"\x7fELF" + bytes(60), "is not a text file"),
        ('{"title": "Übung"}'.encode("latin-1"), "is not UTF-8: byte 12"),
        (b"[]", "expected an object"),
        (b"null", "expected an object"),
        (b'"template"', "expected an object"),
        (b"7", "expected an object"),
        (b"NaN", "expected an object"),
        (b"[" * 100_000, "deeper than 32"),
        (b'{"a":' * 100_000, "deeper than 32"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_no_json_object_is_told_as_what_it_is(data: bytes, told: str) -> None:
    found = refusal(data)
    assert list(found) == [""]
    assert told in found[""]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b'{\n "format": 1\n "id": 2}', "line 3, column 2"),
        (b"{'format': 1}", "line 1, column 2"),
        (b'{"title": "a\nb"}', "line 1, column 13"),
        (b'{"title": "\\x41"}', "line 1, column 12"),
        (b'{"format": 1} trailing', "line 1, column 15"),
        (b'{"format": 01}', "line 1, column 13"),
        (b'{"format": 1', "line 1, column 13"),
        (b"<html></html>", "line 1, column 1"),
    ],
)
def test_broken_json_is_told_by_line_and_column(data: bytes, place: str) -> None:
    found = refusal(data)
    assert list(found) == [place]
    assert found[place].startswith("is not JSON")


def in_place_of_title(spelled: str) -> bytes:
    return json.dumps({**SOUND, "title": "#"}).replace('"#"', spelled).encode()


@pytest.mark.parametrize(
    ("spelled", "told"),
    [
        ("NaN", "is NaN"),
        ("-Infinity", "is -Infinity"),
        ("1e999", "out of range"),
        ("1e-999", "out of range"),
        ("1e99999999999999999999", "too large"),
        ("9" * 5000, "too many digits"),
        ("0." + "9" * 5000, "too many digits"),
        ("-" + "9" * 30, "too many digits"),
    ],
    ids=lambda value: value[:24],
)
def test_a_number_that_is_none_is_told_at_its_place(spelled: str, told: str) -> None:
    found = refusal(in_place_of_title(spelled))
    assert list(found) == ["title"]
    assert told in found["title"]


def test_a_key_that_stands_twice_is_told_at_its_place() -> None:
    text = json.dumps(SOUND)
    twice = text.replace('"key": "exam", "title"', '"key": "exam", "when": "start", "title"', 1)
    assert refusal(twice.encode()) == {"milestones[4].when": "stands twice in this object"}
    assert refusal(b'{"format": 1, ' + text[1:].encode()) == {"format": "stands twice in this object"}
    hidden = text.replace('"x"', "").replace('"title": "Earn it"', '"title": "Earn it", "x-a": {"b": 1, "b": 2}')
    assert refusal(hidden.encode()) == {"x-a.b": "stands twice in this object"}


@pytest.mark.parametrize("depth", [31, 32, 33, 200])
def test_depth_is_limited_and_told_where_it_is_passed(depth: int) -> None:
    nested: Any = 0
    for _ in range(depth - 1):
        nested = [nested]
    data = json.dumps({**SOUND, "x-deep": nested}).encode()
    if depth <= 32:
        assert check_bytes(data, "deep.json").extra == {"x-deep": nested}
    else:
        assert refusal(data) == {"x-deep" + "[0]" * 31: "is nested deeper than 32"}


def test_long_lists_and_many_values_are_limited() -> None:
    assert "501 entries" in refusal(json.dumps({**SOUND, "x-long": [0] * 501}).encode())["x-long"]
    many = refusal(json.dumps({**SOUND, "x-many": [[0] * 400] * 200}).encode())
    assert "more than 50000 values" in many[""]


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b[2J", "\x7f", "\x9b", "\u202e", "\u2066", "\u2028", "\ufeff"])
@pytest.mark.parametrize("place", ["title", "summary", "x-note"])
def test_control_and_bidi_characters_are_refused_even_where_lines_are_let_in(bad: str, place: str) -> None:
    assert list(refusal(json.dumps({**SOUND, place: f"a{bad}b"}).encode())) == [place]


def test_a_key_composed_in_two_ways_stands_twice() -> None:
    found = refusal(json.dumps({**SOUND, "x-\u00e9": 1, "x-e\u0301": 2}, ensure_ascii=False).encode())
    assert list(found.values()) == ["stands twice in this object, composed in two ways"]


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u3000", "\u200b\u200d", "\u3164"])
def test_a_text_that_nobody_would_see_is_empty(blank: str) -> None:
    assert "is empty" in refusal(json.dumps({**SOUND, "title": blank}).encode())["title"]


def test_a_hostile_key_is_told_harmlessly() -> None:
    found = refusal(json.dumps({**SOUND, "x-\x1b]0;pwned\x07": 1, "a b": 2}).encode())
    assert list(found) == ['["a b"]', '["x-\\u001b]0;pwned\\u0007"]']


def test_honest_text_is_let_in_and_composed() -> None:
    text = "e\u0301 👩‍👩‍👧‍👦 \u200fשלום\u200e می‌خواهم"
    template = check_bytes(json.dumps({**SOUND, "title": text, "summary": "a\r\nb\tc"}).encode(), "text.json")
    assert template.title == text.replace("e\u0301", "é")
    assert template.summary == "a\nb\tc"


def test_what_was_read_has_exact_numbers() -> None:
    document, flaws = parse(b'{"a": 0.1, "b": 1e2, "c": 12345678901234567890}', "numbers.json")
    assert flaws == []
    assert [str(value) for value in document.values()] == ["0.1", "1E+2", "12345678901234567890"]


def test_a_reader_leaves_no_file_open(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(b" " * 2 * SIZE_LIMIT)
    lowest = os.open(path, os.O_RDONLY)
    os.close(lowest)
    for _ in range(20):
        with pytest.raises(TemplateInvalid):
            read_bytes(path)
    handle = os.open(path, os.O_RDONLY)
    os.close(handle)
    assert handle == lowest


def test_a_pipe_with_a_writer_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "pipe.json"
    os.mkfifo(path)
    ready = threading.Event()

    def write() -> None:
        handle = os.open(path, os.O_RDWR)
        os.write(handle, b"{}")
        ready.set()
        done.wait(30)
        os.close(handle)

    done = threading.Event()
    writer = threading.Thread(target=write)
    writer.start()
    assert ready.wait(30)
    try:
        assert "a pipe or a device" in file_refusal(path)
    finally:
        done.set()
        writer.join()


SLOWER = {"near names", "dense circle", "wide trees", "needs", "rare rules", "impossible rules", "twice"}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.thorough) if name in SLOWER else name for name in NAMES]
)
def test_the_worst_files_are_refused_briefly(name: str) -> None:
    with pytest.raises(TemplateInvalid) as caught:
        check_bytes(heavy(name), name)
    problems = caught.value.problems
    assert 1 <= len(problems) <= MOST_FLAWS + 1
    assert sum(len(str(each)) for each in problems) <= 50_000, "nobody reads more"


@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_answered_with_problems(data: bytes) -> None:
    assert refusal(data)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.binary(min_size=0, max_size=3)), min_size=1, max_size=4))
def test_a_good_file_with_some_bytes_changed_is_read_or_refused_and_nothing_else(
    changes: list[tuple[int, bytes]],
) -> None:
    data = bytearray(GOOD)
    for at, new in changes:
        data[at : at + 1] = new
    try:
        template = check_bytes(bytes(data), "changed.json")
    except TemplateInvalid:
        return
    assert from_json(canonical(template)) == template
