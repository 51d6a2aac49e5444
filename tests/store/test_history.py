from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.change import Change, RecordChange
from planner.domain.errors import Unreadable
from planner.store import durable, history
from planner.store.history import Damaged, History
from tests.contracts.material import NOW

ASIDE = "plan.history-dropped.jsonl"


def change(generation: int, note: str = "") -> Change:
    document = {"id": "m", "title": f"after {generation}", "notes": note}
    return Change(
        id=f"c{generation}",
        parent=f"c{generation - 1}" if generation > 1 else None,
        generation=generation,
        name=f"Change {generation} “x”",
        time=NOW,
        writer="test",
        records=(RecordChange(table="milestones", id="m", before=None, after=document),),
    )


def opened(folder: Path) -> History:
    return History(folder / "history.jsonl", 1, {})


def written(folder: Path, generations: Sequence[int], note: str = "") -> History:
    found = opened(folder)
    for generation in generations:
        found.settle(generation - 1, ASIDE)
        found.append(change(generation, note))
    return found


def generations(found: History, plan: int) -> list[int]:
    return [each.generation for each in found.newest_first(plan)]


def test_changes_read_back_as_they_were_newest_first(tmp_path: Path) -> None:
    found = written(tmp_path, [1, 2, 3])
    assert list(found.newest_first(3)) == [change(3), change(2), change(1)]
    assert (tmp_path / "history.jsonl").stat().st_mode & 0o777 == 0o600


@given(st.lists(st.integers(0, 400), min_size=1, max_size=12), st.integers(1, 64))
def test_lines_of_any_length_are_found_whatever_the_size_of_the_blocks(lengths: list[int], block: int) -> None:
    import tempfile

    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(history, "_BLOCK", block)
        path = Path(folder) / "lines"
        texts = [bytes([97 + n % 26]) * length for n, length in enumerate(lengths)]
        path.write_bytes(b"".join(text + b"\n" for text in texts))
        offsets = [sum(len(text) + 1 for text in texts[:n]) for n in range(len(texts))]
        with durable.reading(path) as fd:
            assert fd is not None
            found = list(history._lines(fd))
        assert found == [(offset, text) for offset, text in reversed(list(zip(offsets, texts, strict=True))) if text]


def test_the_newest_changes_are_found_without_reading_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = written(tmp_path, range(1, 400), "x" * 2000)
    read: list[int] = []

    class Counted(durable.Calls):
        def read(self, fd: int, size: int) -> bytes:
            read.append(size)
            return super().read(fd, size)

    monkeypatch.setattr(durable, "calls", Counted())
    assert next(found.newest_first(399)) == change(399, "x" * 2000)
    assert sum(read) < 200_000 < (tmp_path / "history.jsonl").stat().st_size


def test_a_line_beyond_the_plan_is_not_seen_and_goes_at_the_next_write(tmp_path: Path) -> None:
    written(tmp_path, [1, 2, 3])
    found = opened(tmp_path)
    assert generations(found, 2) == [2, 1]
    assert found.settle(2, ASIDE) == "c2"
    assert generations(found, 9) == [2, 1]
    assert not (tmp_path / ASIDE).exists()


@pytest.mark.parametrize(
    "torn", [b"{", b'{"id":"c3","parent":"c2","generation":3', b"\x00" * 300, b"\xff\xfe\n", b"\n\n"]
)
def test_a_torn_line_at_the_end_is_not_seen_and_goes_at_the_next_write(torn: bytes, tmp_path: Path) -> None:
    written(tmp_path, [1, 2])
    path = tmp_path / "history.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    found = opened(tmp_path)
    assert generations(found, 2) == [2, 1]
    assert found.settle(2, ASIDE) == "c2"
    found.append(change(3))
    assert generations(opened(tmp_path), 3) == [3, 2, 1]
    assert path.read_bytes().startswith(whole)


def test_the_first_line_torn_before_there_was_a_plan_goes(tmp_path: Path) -> None:
    (tmp_path / "history.jsonl").write_bytes(b'{"id":"c1","par')
    found = opened(tmp_path)
    assert generations(found, 0) == []
    assert found.settle(0, ASIDE) is None
    found.append(change(1))
    assert generations(opened(tmp_path), 1) == [1]


def test_a_last_line_that_lost_its_line_feed_stays_a_line(tmp_path: Path) -> None:
    written(tmp_path, [1, 2])
    path = tmp_path / "history.jsonl"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    found = opened(tmp_path)
    assert found.settle(2, ASIDE) == "c2"
    found.append(change(3))
    assert generations(opened(tmp_path), 3) == [3, 2, 1]


def test_more_than_one_line_beyond_the_plan_is_kept_aside(tmp_path: Path) -> None:
    written(tmp_path, [1, 2, 3, 4])
    path = tmp_path / "history.jsonl"
    dropped = path.read_bytes().split(b"\n", 2)[2]
    assert opened(tmp_path).settle(2, ASIDE) == "c2"
    assert (tmp_path / ASIDE).read_bytes() == dropped
    assert generations(opened(tmp_path), 9) == [2, 1]


def test_what_is_kept_aside_never_takes_the_place_of_what_was_kept_before(tmp_path: Path) -> None:
    for _ in range(2):
        written(tmp_path, [1, 2, 3])
        opened(tmp_path).settle(0, ASIDE)
    assert sorted(path.name for path in tmp_path.glob("plan.history*")) == [
        "plan.history-dropped-2.jsonl",
        "plan.history-dropped.jsonl",
    ]


def damage(path: Path, generation: int) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    lines[generation - 1] = b"###" + lines[generation - 1][3:]
    path.write_bytes(b"".join(lines))


def test_a_damaged_line_in_the_middle_is_told_when_it_is_reached_and_not_before(tmp_path: Path) -> None:
    written(tmp_path, [1, 2, 3, 4])
    damage(tmp_path / "history.jsonl", 2)
    changes = opened(tmp_path).newest_first(4)
    assert [next(changes).generation for _ in range(2)] == [4, 3]
    with pytest.raises(Damaged, match="damaged at byte") as caught:
        next(changes)
    assert "Your plan itself is fine" in caught.value.hint
    assert isinstance(caught.value, Unreadable)


@pytest.mark.parametrize("generation", [1, 2, 4])
def test_a_damaged_line_of_a_saved_change_is_never_dropped(generation: int, tmp_path: Path) -> None:
    written(tmp_path, [1, 2, 3, 4])
    path = tmp_path / "history.jsonl"
    damage(path, generation)
    before = path.read_bytes()
    found = opened(tmp_path)
    found.settle(4, ASIDE)
    found.append(change(5))
    assert path.read_bytes().startswith(before)
    assert next(opened(tmp_path).newest_first(5)) == change(5)
    with pytest.raises(Damaged):
        list(opened(tmp_path).newest_first(5))


def test_a_history_that_was_moved_away_begins_anew(tmp_path: Path) -> None:
    found = opened(tmp_path)
    assert generations(found, 50) == []
    assert found.settle(50, ASIDE) is None
    found.append(change(51))
    assert generations(opened(tmp_path), 51) == [51]


def test_an_open_history_sees_what_another_process_added(tmp_path: Path) -> None:
    found = written(tmp_path, [1])
    written(tmp_path, [2])
    assert found.settle(2, ASIDE) == "c2"
    found.append(change(3))
    assert generations(found, 3) == [3, 2, 1]


def test_documents_of_an_older_schema_are_migrated_on_the_way_in(tmp_path: Path) -> None:
    def step(table: str, document: dict[str, Any]) -> dict[str, Any]:
        return {**document, "title": f"{table} {document['title']}"}

    written(tmp_path, [1])
    [found] = History(tmp_path / "history.jsonl", 3, {1: step, 2: step}).newest_first(1)
    assert found.records[0].before is None
    assert found.records[0].after is not None
    assert found.records[0].after["title"] == "milestones milestones after 1"


def test_the_last_generation_is_that_of_the_last_line_that_makes_sense(tmp_path: Path) -> None:
    assert opened(tmp_path).last_generation() == 0
    written(tmp_path, [1, 2])
    with (tmp_path / "history.jsonl").open("ab") as file:
        file.write(b'{"id":')
    assert opened(tmp_path).last_generation() == 2
