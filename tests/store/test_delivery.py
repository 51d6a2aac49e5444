from __future__ import annotations

import json
import os
import stat
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import Busy, NewerFormat, SaveFailed, Unreadable
from planner.ports import LEASE, RETRIES, Delivery, DeliveryState, Outcome
from planner.store import durable
from planner.store.delivery import KEPT, FileDelivery, MemoryDelivery
from tests.files import as_written
from tests.store.claimers import end_of, start

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
YES = Outcome(True, "desktop")
NO = Outcome(False, "desktop", "nobody is there")


@pytest.fixture(params=["file", "memory"])
def delivery(request: pytest.FixtureRequest, tmp_path: Path) -> Delivery:
    return FileDelivery(tmp_path / "new") if request.param == "file" else MemoryDelivery()


def test_at_first_nothing_is_known(delivery: Delivery) -> None:
    assert delivery.load() == {}
    assert delivery.heartbeat() is None
    assert delivery.kept_aside() == []


def test_a_notice_is_claimed_once(delivery: Delivery) -> None:
    assert delivery.claim(["a", "b", "a"], "one", NOW) == ["a", "b"]
    assert delivery.claim(["a", "b", "c"], "two", NOW) == ["c"]
    assert delivery.load()["a"] == DeliveryState("leased", NOW, token="one", until=NOW + LEASE)


def test_what_was_sent_or_expired_is_never_claimed_again(delivery: Delivery) -> None:
    delivery.claim(["a"], "one", NOW)
    delivery.mark("one", {"a": YES}, NOW)
    delivery.expire(["b"], NOW)
    assert delivery.claim(["a", "b"], "two", NOW + timedelta(days=300)) == []
    assert delivery.load() == {
        "a": DeliveryState("sent", NOW, channel="desktop"),
        "b": DeliveryState("expired", NOW),
    }


def test_a_lease_ends_after_its_time(delivery: Delivery) -> None:
    delivery.claim(["a"], "one", NOW)
    assert delivery.claim(["a"], "two", NOW + LEASE - SECOND) == []
    assert delivery.claim(["a"], "two", NOW + LEASE) == ["a"]


def test_who_lost_a_lease_marks_nothing(delivery: Delivery) -> None:
    delivery.claim(["a"], "one", NOW)
    delivery.claim(["a"], "two", NOW + LEASE)
    delivery.mark("one", {"a": NO, "never claimed": YES}, NOW + LEASE)
    assert delivery.load() == {"a": DeliveryState("leased", NOW + LEASE, token="two", until=NOW + 2 * LEASE)}


@pytest.mark.parametrize("back", [timedelta(minutes=2), timedelta(days=1), timedelta(days=4000)])
def test_a_clock_that_is_set_back_leaves_no_lease_standing(delivery: Delivery, back: timedelta) -> None:
    delivery.claim(["a"], "one", NOW)
    assert delivery.claim(["a"], "two", NOW - back) == ["a"]


def test_a_clock_that_is_set_back_leaves_no_failure_waiting(delivery: Delivery) -> None:
    delivery.claim(["a"], "one", NOW)
    delivery.mark("one", {"a": NO}, NOW)
    assert delivery.claim(["a"], "two", NOW - timedelta(days=1)) == ["a"]


def test_a_clock_that_is_set_back_raises_nothing_again(delivery: Delivery) -> None:
    delivery.claim(["a"], "one", NOW)
    delivery.mark("one", {"a": YES}, NOW)
    assert delivery.claim(["a"], "two", NOW - timedelta(days=1)) == []


def test_failures_are_tried_again_ever_less_often(delivery: Delivery) -> None:
    now = NOW
    for tries, wait in enumerate([*RETRIES, RETRIES[-1], RETRIES[-1]]):
        assert delivery.claim(["a"], f"try {tries}", now) == ["a"]
        delivery.mark(f"try {tries}", {"a": NO}, now)
        assert delivery.load()["a"] == DeliveryState(
            "failed", now, tries=tries + 1, retry_at=now + wait, channel="desktop", detail="nobody is there"
        )
        assert delivery.claim(["a"], "too soon", now + wait - SECOND) == []
        now += wait


def test_what_is_held_or_sent_does_not_expire(delivery: Delivery) -> None:
    delivery.claim(["held", "sent"], "one", NOW)
    delivery.mark("one", {"sent": YES}, NOW)
    delivery.expire(["held", "sent", "new"], NOW)
    assert {key: state.state for key, state in delivery.load().items()} == {
        "held": "leased", "sent": "sent", "new": "expired",
    }  # fmt: skip


def test_old_marks_go(delivery: Delivery) -> None:
    delivery.expire(["old"], NOW)
    delivery.expire(["new"], NOW + KEPT)
    assert list(delivery.load()) == ["new"]


def test_the_heartbeat_is_when_something_was_written(delivery: Delivery) -> None:
    delivery.expire(["a"], NOW)
    delivery.claim(["a"], "one", NOW + SECOND)
    assert delivery.heartbeat() == NOW


@given(st.lists(st.tuples(st.sampled_from("cmfxt"), st.sampled_from("abc"), st.integers(0, 4000)), max_size=30))
def test_whatever_happens_nothing_is_sent_twice(steps: list[tuple[str, str, int]]) -> None:
    memory, now, held, sent = MemoryDelivery(), NOW, dict[str, str](), Counter[str]()
    for n, (step, key, seconds) in enumerate(steps):
        match step:
            case "c" if memory.claim([key], str(n), now):
                held[key] = str(n)
            case "m" if key in held:
                before = memory.load()[key].state
                memory.mark(held.pop(key), {key: YES}, now)
                sent[key] += before != "sent" and memory.load()[key].state == "sent"
            case "f" if key in held:
                memory.mark(held.pop(key), {key: NO}, now)
            case "x":
                memory.expire([key], now)
            case "t":
                now += timedelta(seconds=seconds + 1)
    assert all(count <= 1 for count in sent.values())


# ------------------------------------------------------------------------------------------------------- the file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "delivery.json"


def test_another_process_sees_it(path: Path) -> None:
    FileDelivery(path.parent).claim(["Ä|2026-11-24T18:00|P1D"], "one", NOW)
    assert FileDelivery(path.parent).load() == {
        "Ä|2026-11-24T18:00|P1D": DeliveryState("leased", NOW, token="one", until=NOW + LEASE)
    }


def test_the_file_is_small_plain_json_for_its_owner_only(path: Path) -> None:
    delivery = FileDelivery(path.parent)
    delivery.claim(["a"], "one", NOW)
    delivery.mark("one", {"a": YES}, NOW)
    assert json.loads(path.read_text()) == {
        "format": 1,
        "heartbeat": "2026-11-21T08:00:00Z",
        "notices": {"a": {"state": "sent", "at": "2026-11-21T08:00:00Z", "channel": "desktop"}},
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_is_written_when_nothing_changes(path: Path) -> None:
    delivery = FileDelivery(path.parent)
    delivery.claim(["a"], "one", NOW)
    before = as_written(path)
    assert delivery.claim(["a"], "two", NOW + SECOND) == []
    delivery.mark("two", {"a": YES}, NOW + SECOND)
    delivery.expire(["a"], NOW + SECOND)
    delivery.load()
    assert as_written(path) == before


def test_reading_makes_no_file(path: Path) -> None:
    FileDelivery(path.parent).load()
    FileDelivery(path.parent).heartbeat()
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"notices": 1}',
        b'{"format": "x"}',
        b'{"notices": {"a": {}}}',
        b'{"notices": {"a": {"state": "eaten", "at": "2026-11-21T08:00:00Z"}}}',
        b'{"notices": {"a": {"state": "sent", "at": "2026-11-21T08:00:00"}}}',
    ],
)
def test_a_file_that_makes_no_sense_is_kept_aside_and_a_fresh_one_begun(path: Path, broken: bytes) -> None:
    path.write_bytes(broken)
    delivery = FileDelivery(path.parent)
    assert delivery.load() == {}
    assert path.read_bytes() == broken  # a reader changes nothing
    assert delivery.claim(["a"], "one", NOW) == ["a"]
    assert list(delivery.load()) == ["a"]
    (aside,) = delivery.kept_aside()
    assert aside.read_bytes() == broken


def test_several_files_kept_aside_do_not_overwrite_each_other(path: Path) -> None:
    delivery = FileDelivery(path.parent)
    for n in range(3):
        path.write_text(f"broken {n}")
        delivery.claim(["a"], "one", NOW)
    assert [each.read_text() for each in delivery.kept_aside()] == ["broken 0", "broken 1", "broken 2"]


def test_a_file_of_a_newer_planner_is_left_alone(path: Path) -> None:
    path.write_text('{"format": 2, "notices": []}')
    with pytest.raises(NewerFormat):
        FileDelivery(path.parent).load()
    with pytest.raises(NewerFormat):
        FileDelivery(path.parent).claim(["a"], "one", NOW)
    assert path.read_text() == '{"format": 2, "notices": []}'


def test_what_cannot_even_be_read_is_left_alone(path: Path) -> None:
    path.mkdir()
    with pytest.raises(Unreadable):
        FileDelivery(path.parent).claim(["a"], "one", NOW)
    assert path.is_dir()


def test_a_disk_that_does_not_confirm_still_gives_the_lease(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoSync(durable.Calls):
        def fsync(self, fd: int) -> None:
            if stat.S_ISDIR(os.fstat(fd).st_mode):
                raise OSError(5, "Input/output error")

    monkeypatch.setattr(durable, "calls", NoSync())
    assert FileDelivery(path.parent).claim(["a"], "one", NOW) == ["a"]


def test_a_full_disk_gives_no_lease(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(durable.Calls):
        def write(self, *_: object) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "calls", Full())
    with pytest.raises(SaveFailed):
        FileDelivery(path.parent).claim(["a"], "one", NOW)
    assert not path.exists()


def test_text_of_strangers_in_a_failure_is_made_harmless(path: Path) -> None:
    delivery = FileDelivery(path.parent)
    delivery.claim(["a"], "one", NOW)
    delivery.mark("one", {"a": Outcome(False, "desktop", "\x1b]52;c;x\x07 \ud800")}, NOW)
    assert delivery.load()["a"].detail == "�]52;c;x� �"


# ------------------------------------------------------------------------------------------------ many processes


@pytest.mark.parametrize("processes", [4, 8])
def test_however_many_look_each_notice_is_shown_exactly_once(tmp_path: Path, processes: int) -> None:
    keys = [f"m{n}|2026-11-24|P1D" for n in range(60)]
    end_of([start(tmp_path, keys, name=str(n)) for n in range(processes)])
    shown = Counter((tmp_path / "shown").read_text().split())
    assert shown == Counter(keys)
    assert {state.state for state in FileDelivery(tmp_path).load().values()} == {"sent"}


@pytest.mark.parametrize(("dies", "times"), [("before showing", 1), ("before marking", 2)])
def test_a_pass_that_is_killed_loses_nothing(tmp_path: Path, dies: str, times: int) -> None:
    (killed,) = end_of([start(tmp_path, ["a", "b"], dies=dies)])
    assert killed == -9
    assert FileDelivery(tmp_path).load()["a"].state == "leased"
    end_of([start(tmp_path, ["a", "b"], name=str(n)) for n in range(4)])  # its lease still stands
    assert {state.state for state in FileDelivery(tmp_path).load().values()} == {"leased"}
    end_of([start(tmp_path, ["a", "b"], name=str(n), later=31) for n in range(4)])
    assert Counter((tmp_path / "shown").read_text().split()) == {"a": times, "b": 1}
    assert {state.state for state in FileDelivery(tmp_path).load().values()} == {"sent"}


def test_a_lock_that_is_held_too_long_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: Callable[..., object] = durable.locked
    monkeypatch.setattr("planner.store.delivery.locked", lambda path: held(path, timeout=0.1))
    with durable.locked(path), pytest.raises(Busy):
        FileDelivery(path.parent).claim(["a"], "one", NOW)
