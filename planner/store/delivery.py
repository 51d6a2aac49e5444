"""`delivery.json`: which notices this machine has shown, is showing, or has failed to show.

A file that makes no sense is kept aside and a fresh one begun: a reminder that comes twice is better than none.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from planner.domain.errors import NotDurable, SaveFailed
from planner.domain.text import clean
from planner.domain.values import replace
from planner.ports import LEASE, RETRIES, DeliveryState, Outcome, Said
from planner.store.durable import calls, ensure_folder, locked, read_file, replace_file

KEPT = timedelta(days=366)
"""How long a mark stays. Longer than any notice is asked for, so that none comes again when its mark goes."""

_T = TypeVar("_T")
_Ledger = dict[str, DeliveryState]


class FileDelivery:
    """Delivery in a file, for several processes at once. Its lock is held for a transaction, never while showing."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the data folder; it is made at the first write."""
        self._path = folder / "delivery.json"

    def load(self) -> Mapping[str, DeliveryState]:
        """By notice key; empty when the file is not there or makes no sense. Raises Unreadable, NewerFormat."""
        _, ledger = self._read() or (None, {})
        return ledger

    def claim(self, keys: Sequence[str], token: str, now: datetime) -> Sequence[str]:
        """Lease what nobody has sent or holds. Raises Busy, SaveFailed, Unreadable, NewerFormat."""
        return self._transact(lambda ledger: _claim(ledger, keys, token, now), now)

    def mark(self, token: str, outcomes: Mapping[str, Outcome], now: datetime) -> None:
        """Mark what `token` holds. Raises as `claim`."""
        self._transact(lambda ledger: _mark(ledger, token, outcomes, now), now)

    def told(self, token: str, keys: Sequence[str], outcome: Outcome, now: datetime) -> None:
        """Mark what `token` holds as shown by one channel. Raises as `claim`."""
        self._transact(lambda ledger: _told(ledger, token, keys, outcome), now)

    def expire(self, keys: Sequence[str], now: datetime) -> None:
        """Mark what nobody has sent or holds. Raises as `claim`."""
        self._transact(lambda ledger: _expire(ledger, keys, now), now)

    def heartbeat(self) -> datetime | None:
        """When something was last written. Raises as `load`."""
        heartbeat, _ = self._read() or (None, {})
        return heartbeat

    def kept_aside(self) -> Sequence[Path]:
        """Files that made no sense, oldest first."""
        return sorted(self._path.parent.glob(f"{self._path.name}.unreadable-*"))

    def _read(self) -> tuple[datetime | None, _Ledger] | None:
        """When it was last written, and the marks; None: there is nothing, or nothing that makes sense."""
        data = read_file(self._path)
        if data is None:
            return None
        from planner.store.marks_reading import as_written  # a pass with nothing due looks at no mark

        found = as_written(data)
        if found is not None:
            return found
        from planner.store import marks

        return marks.read(data, self._path)

    def _transact(self, act: Callable[[_Ledger], _T], now: datetime) -> _T:
        """Run `act` on what stands in the file, under the lock, and write what it changed, if it did."""
        ensure_folder(self._path.parent)
        with locked(self._path):
            content = self._read()
            if content is None:
                self._keep_aside(now)
            _, ledger = content or (None, {})
            before = dict(ledger)
            result = act(ledger)
            if ledger != before:
                self._write(ledger, now)
        return result

    def _write(self, ledger: _Ledger, now: datetime) -> None:
        from planner.store import marks

        kept = {key: state for key, state in ledger.items() if state.at > now - KEPT}
        try:
            replace_file(self._path, marks.written(kept, now))
        except NotDurable:
            # Everyone sees it. What a power failure may take away is a mark, and that costs a second reminder at most.
            return

    def _keep_aside(self, now: datetime) -> None:
        if not self._path.exists():
            return
        name = f"{self._path.name}.unreadable-{now:%Y%m%dT%H%M%S}"
        n, aside = 1, self._path.with_name(name)
        while aside.exists():
            n, aside = n + 1, self._path.with_name(f"{name}-{n + 1}")
        try:
            calls.replace(self._path, aside)
        except OSError as error:
            raise SaveFailed(
                f"{self._path} makes no sense and cannot be kept aside ({error.strerror or error}).",
                "Move it away yourself; reminders come again after that.",
            ) from error


class MemoryDelivery:
    """Delivery for one process, gone with it."""

    def __init__(self) -> None:
        self._ledger: _Ledger = {}
        self._heartbeat: datetime | None = None
        self._lock = threading.Lock()

    def load(self) -> Mapping[str, DeliveryState]:
        """By notice key."""
        with self._lock:
            return dict(self._ledger)

    def claim(self, keys: Sequence[str], token: str, now: datetime) -> Sequence[str]:
        """Lease what nobody has sent or holds."""
        return self._transact(lambda ledger: _claim(ledger, keys, token, now), now)

    def mark(self, token: str, outcomes: Mapping[str, Outcome], now: datetime) -> None:
        """Mark what `token` holds."""
        self._transact(lambda ledger: _mark(ledger, token, outcomes, now), now)

    def told(self, token: str, keys: Sequence[str], outcome: Outcome, now: datetime) -> None:
        """Mark what `token` holds as shown by one channel."""
        self._transact(lambda ledger: _told(ledger, token, keys, outcome), now)

    def expire(self, keys: Sequence[str], now: datetime) -> None:
        """Mark what nobody has sent or holds."""
        self._transact(lambda ledger: _expire(ledger, keys, now), now)

    def heartbeat(self) -> datetime | None:
        """When something was last written."""
        return self._heartbeat

    def kept_aside(self) -> Sequence[Path]:
        """None: there are no files."""
        return []

    def _transact(self, act: Callable[[_Ledger], _T], now: datetime) -> _T:
        with self._lock:
            before = dict(self._ledger)
            result = act(self._ledger)
            if self._ledger != before:
                self._ledger = {key: state for key, state in self._ledger.items() if state.at > now - KEPT}
                self._heartbeat = now
        return result


def _free(ledger: _Ledger, keys: Sequence[str], now: datetime) -> list[str]:
    return [key for key in dict.fromkeys(keys) if key not in ledger or ledger[key].is_free(now)]


def _claim(ledger: _Ledger, keys: Sequence[str], token: str, now: datetime) -> Sequence[str]:
    claimed = _free(ledger, keys, now)
    for key in claimed:
        before = ledger.get(key)
        tries, said = (before.tries, before.said) if before else (0, {})
        ledger[key] = DeliveryState("leased", now, token=token, until=now + LEASE, tries=tries, said=said)
    return claimed


def _mark(ledger: _Ledger, token: str, outcomes: Mapping[str, Outcome], now: datetime) -> None:
    for key, outcome in outcomes.items():
        held = ledger.get(key)
        if held is None or held.state != "leased" or held.token != token:
            continue  # it took too long, and now it is another's
        marked = replace(held, at=now, token="", until=None, channel=outcome.channel, detail=clean(outcome.detail))
        for part in outcome.parts:
            marked = _with(marked, part)
        if outcome.ok:
            ledger[key] = replace(marked, state="sent")
        else:
            wait = RETRIES[min(held.tries, len(RETRIES) - 1)]
            ledger[key] = replace(marked, state="failed", tries=held.tries + 1, retry_at=now + wait)


def _told(ledger: _Ledger, token: str, keys: Sequence[str], outcome: Outcome) -> None:
    for key in keys:
        held = ledger.get(key)
        if held is not None and held.state == "leased" and held.token == token:
            ledger[key] = _with(held, outcome)


def _with(state: DeliveryState, part: Outcome) -> DeliveryState:
    """With what one channel said; one that is absent has said nothing."""
    if part.absent:
        return state
    before = state.said.get(part.channel)
    tries = (before.tries if before else 0) + (not part.ok)
    said = Said(part.ok, tries, "" if part.ok else clean(part.detail))
    return replace(state, said={**state.said, part.channel: said})


def _expire(ledger: _Ledger, keys: Sequence[str], now: datetime) -> None:
    for key in _free(ledger, keys, now):
        ledger[key] = DeliveryState("expired", now)
