"""The marks of notices to and from the bytes of `delivery.json`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec

from planner.domain.errors import NewerFormat
from planner.ports import DeliveryState, Said

FORMAT = 1

_Instant = Annotated[datetime, msgspec.Meta(tz=True)]
_State = Literal["leased", "sent", "failed", "expired"]
_STATES: Mapping[str, _State] = {state: state for state in get_args(_State)}


class _Said(msgspec.Struct, omit_defaults=True):
    ok: bool
    tries: int = 0
    detail: str = ""


class _Mark(msgspec.Struct, omit_defaults=True):
    state: _State
    at: _Instant
    token: str = ""
    until: _Instant | None = None
    tries: int = 0
    retry_at: _Instant | None = None
    channel: str = ""
    detail: str = ""
    said: dict[str, _Said] = {}


class _Content(msgspec.Struct):
    format: int = FORMAT
    heartbeat: _Instant | None = None
    notices: dict[str, _Mark] = {}


class _Version(msgspec.Struct):
    format: int = FORMAT


def read(data: bytes, path: Path) -> tuple[datetime | None, dict[str, DeliveryState]] | None:
    """When it was written, and the marks by key; None where it makes no sense. Raises NewerFormat, with the path."""
    try:
        if msgspec.json.decode(data, type=_Version).format > FORMAT:
            raise NewerFormat(f"{path} was written by a newer planner.", "Install the newest one to be reminded again.")
        content = msgspec.json.decode(data, type=_Content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return content.heartbeat, _states(content)


def written(ledger: Mapping[str, DeliveryState], now: datetime) -> bytes:
    """The bytes of these marks, written at `now`."""
    notices = {key: _mark_of(state) for key, state in ledger.items()}
    return msgspec.json.encode(_Content(heartbeat=now.astimezone(UTC), notices=notices))


def _states(content: _Content) -> dict[str, DeliveryState]:
    return {
        key: DeliveryState(
            mark.state,
            mark.at,
            mark.token,
            mark.until,
            mark.tries,
            mark.retry_at,
            mark.channel,
            mark.detail,
            {name: Said(said.ok, said.tries, said.detail) for name, said in mark.said.items()} if mark.said else {},
        )
        for key, mark in content.notices.items()
    }


def _mark_of(state: DeliveryState) -> _Mark:
    return _Mark(
        state=_STATES[state.state],
        at=state.at,
        token=state.token,
        until=state.until,
        tries=state.tries,
        retry_at=state.retry_at,
        channel=state.channel,
        detail=state.detail,
        said={name: _Said(said.ok, said.tries, said.detail) for name, said in state.said.items()},
    )
