"""Nothing a terminal obeys gets through, honest text stays, and ids are found by their prefix."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import text
from planner.domain.errors import Ambiguous, NotFound, WrongUsage
from planner.domain.plan import NOTES_LIMIT, TITLE_LIMIT

ANY = st.text(
    st.one_of(st.characters(), st.sampled_from("\x1b\x9b\x07\r\n\t \u202e\u2066\u200f\u200d\u0301\u0327e\udc80"))
)
# Spelled out anew, number by number, so that a slip in the rule's own list shows.
OBEYED = frozenset(
    [
        *range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x061C, 0x2028, 0x2029, *range(0x202A, 0x202F),
        *range(0x2066, 0x206A), *range(0xD800, 0xE000), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080),
    ]
)  # fmt: skip


@given(ANY, st.booleans())
def test_cleaning_twice_changes_nothing_more(given: str, lines: bool) -> None:
    once = text.clean(given, lines=lines)
    assert text.clean(once, lines=lines) == once


@given(ANY, st.booleans())
def test_nothing_a_terminal_obeys_is_left(given: str, lines: bool) -> None:
    cleaned = text.clean(given, lines=lines)
    assert not OBEYED & {ord(char) for char in cleaned}
    cleaned.encode("utf-8")
    assert unicodedata.is_normalized("NFC", cleaned)


@given(ANY)
def test_a_title_is_one_line_with_single_spaces(given: str) -> None:
    cleaned = text.clean(given)
    assert cleaned == " ".join(cleaned.split())


def test_each_forbidden_character_becomes_the_replacement() -> None:
    for number in sorted(OBEYED):
        assert text.clean(f"a{chr(number)}b") == "a\ufffdb", hex(number)
        assert text.clean(f"a{chr(number)}b", lines=True) == "a\ufffdb", hex(number)


def test_an_escape_sequence_is_broken() -> None:
    assert text.clean("\x1b]52;c;UFdORUQ=\x1b\\") == "\ufffd]52;c;UFdORUQ=\ufffd\\"


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u200c", "\u200d"])
def test_marks_that_honest_text_needs_stay(mark: str) -> None:
    assert text.clean(f"a{mark}b") == f"a{mark}b"


def test_emoji_families_and_markup_stay_as_they_are() -> None:
    for honest in ("👩‍👩‍👧‍👦 dinner", "[/foo] [b]x[/]", "[@click=app.quit]x[/]", "می‌خواهم", "a & b <c>"):
        assert text.clean(honest) == honest


def test_letters_are_composed() -> None:
    assert text.clean("Cafe\u0301") == "Café"


def test_newlines_and_tabs_stay_in_notes_only() -> None:
    assert text.clean(" a\n\tb  c ", lines=True) == " a\n\tb  c "
    assert text.clean(" a\n\tb  c ") == "a b c"
    assert text.clean(" ä\n\tb  c ") == "ä b c"


def test_a_windows_line_end_is_a_newline() -> None:
    assert text.clean("a\r\nb", lines=True) == "a\nb"
    assert text.clean("a\r\nb") == "a b"


def test_a_long_run_of_marks_out_of_order_is_cut_short_and_quick() -> None:
    zalgo = "a" + "\u0301\u0316" * 200_000  # in order it would take minutes
    cleaned = text.clean(zalgo)
    assert len(cleaned) == len(zalgo) - 1  # a and its first mark are one letter now
    assert cleaned.endswith("\ufffd")


def test_a_title_of_the_limit_fits_and_one_more_is_refused_with_its_length() -> None:
    assert text.title("x" * TITLE_LIMIT) == "x" * TITLE_LIMIT
    with pytest.raises(WrongUsage, match="201 characters; at most 200"):
        text.title("x" * (TITLE_LIMIT + 1))


def test_white_space_around_a_title_does_not_count() -> None:
    assert text.title(" " * 500 + "x" * TITLE_LIMIT) == "x" * TITLE_LIMIT


def test_a_text_far_too_long_is_refused_unread() -> None:
    with pytest.raises(WrongUsage, match="10,000,000 characters; at most 200"):
        text.title(" " * 10_000_000)
    with pytest.raises(WrongUsage, match="10,000,000 characters; at most 10,000"):
        text.notes("x" * 10_000_000)


@pytest.mark.parametrize("empty", ["", " ", "\n\t ", "\u2003"])
def test_an_empty_title_is_refused(empty: str) -> None:
    with pytest.raises(WrongUsage, match="title is empty"):
        text.title(empty)


def test_notes_may_be_empty_and_reach_their_limit() -> None:
    assert text.notes("") == ""
    assert text.notes("ü" * NOTES_LIMIT) == "ü" * NOTES_LIMIT
    with pytest.raises(WrongUsage, match="10,001 characters; at most 10,000"):
        text.notes("ü" * (NOTES_LIMIT + 1))


def test_a_tag_is_one_word_without_its_sign() -> None:
    assert text.tag("#networking") == "networking"
    assert text.tag(" Führung ") == "Führung"
    for wrong in ("", "#", "two words", " "):
        with pytest.raises(WrongUsage, match="not a tag"):
            text.tag(wrong)
    with pytest.raises(WrongUsage, match="51 characters; at most 50"):
        text.tag("x" * 51)


BLANK = ["", " ", "\u00a0", "\u3000", "\u200b\u200d", "\u3164", "\u2800 \u2800", "\u0301", "\ufe0f"]


@pytest.mark.parametrize("blank", BLANK)
def test_what_nobody_would_see_is_blank(blank: str) -> None:
    assert text.is_blank(blank)


@pytest.mark.parametrize("seen", ["a", "?", "生", "👩‍👩‍👧‍👦", " . ", "\u200fש"])
def test_what_shows_anything_is_not_blank(seen: str) -> None:
    assert not text.is_blank(seen)


def test_what_is_quoted_in_a_message_is_short_and_clean() -> None:
    assert text.shown("\x1b[2J" + "x" * 1000) == "\ufffd[2J" + "x" * 35 + "…"


IDS = st.sets(st.text("0123456789abcdef", min_size=32, max_size=32), max_size=60)
NEAR = st.sets(st.text("ab", min_size=8, max_size=8).map(lambda tail: "a" * 24 + tail), max_size=60)


@given(IDS | NEAR)
def test_short_ids_are_unique_shortest_and_found_again(ids: set[str]) -> None:
    short = text.short_ids(ids)
    some = sorted(ids)[::3]
    assert all(text.short_ids(ids, some)[each] == short[each] for each in some)
    assert set(short) == ids
    assert len(set(short.values())) == len(ids)
    for each, prefix in short.items():
        assert text.resolve(prefix, ids) == each
        assert len(prefix) >= text.SHORTEST_PREFIX
        if len(prefix) > text.SHORTEST_PREFIX:
            assert sum(other.startswith(prefix[:-1]) for other in ids) > 1


def test_any_unique_prefix_is_accepted_even_in_capitals() -> None:
    ids = ["abcd1234", "b0001111"]
    assert text.resolve("b", ids) == "b0001111"
    assert text.resolve(" ABC ", ids) == "abcd1234"


def test_an_id_that_is_the_beginning_of_another_is_found() -> None:
    assert text.resolve("abcd", {"abcd", "abcde"}) == "abcd"


def test_an_unknown_or_empty_prefix_is_not_found() -> None:
    for wrong in ("ffff", "", "   ", "\x1b"):
        with pytest.raises(NotFound, match="There is no goal"):
            text.resolve(wrong, ["abcd1234"], "goal")


def test_an_ambiguous_prefix_lists_the_candidates_and_not_too_many() -> None:
    with pytest.raises(Ambiguous, match="any of 2 milestones") as two:
        text.resolve("abc", ["abcd1234", "abcd9999", "ffff0000"])
    assert "abcd1, abcd9" in two.value.hint
    with pytest.raises(Ambiguous) as many:
        text.resolve("a", [f"a{n:04}" for n in range(1000)])
    assert many.value.hint.count(",") == 8
