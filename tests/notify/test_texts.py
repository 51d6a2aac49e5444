from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.clipping import cut
from planner.notify.texts import fit_body, fit_key, fit_title


@given(st.text(max_size=60), st.integers(2, 40))
def test_a_cut_text_fits_and_is_a_beginning(text: str, units: int) -> None:
    found = cut(text, units)
    assert len(found.encode("utf-16-le", "surrogatepass")) <= units * 2
    if found != text:
        assert found.endswith("…")
        assert text.startswith(found[:-1])


@pytest.mark.parametrize(
    ("text", "units", "kept"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("abc defg", 5, "abc…"),
        ("ab👩‍👩‍👧‍👦cd", 6, "ab…"),  # a family of seven code points is one to a reader
        ("ab👍🏽cd", 5, "ab…"),
        ("abcde\u0301\u0302f", 6, "abcd…"),
        ("a🇩🇪🇫🇷b", 6, "a🇩🇪…"),
        ("a❤\ufe0fbcd", 3, "a…"),
        ("👩‍👩‍👧‍👦" * 3, 8, "…"),
    ],
)
def test_what_a_reader_sees_as_one_is_never_split(text: str, units: int, kept: str) -> None:
    assert cut(text, units) == kept


def test_a_title_is_one_clean_line_and_never_empty() -> None:
    assert fit_title(" \n\t ") == "Reminder"
    assert fit_title("one\ntwo\x1b]52;c;x\x07") == "one two�]52;c;x�"


def test_a_body_keeps_its_lines() -> None:
    assert fit_body("one\ntwo\u202e") == "one\ntwo�"


@given(st.text())
def test_a_key_can_always_be_sent(key: str) -> None:
    assert b"\0" not in fit_key(key).encode()
