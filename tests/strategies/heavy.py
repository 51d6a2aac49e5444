"""Files of at most a mebibyte that are made to cost time or memory. None of them is a sound template."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

_BASE = {
    "format": 1, "id": "a", "version": "1", "title": "A", "summary": "S", "category": "craft", "stages": ["early"],
    "plan_from": "start",
}  # fmt: skip
_NEVER = {"cycle": {"ends": "never"}, "name": "N", "issuer": "I"}


def _step(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "title": "T", "kind": "learn", "when": "start", "evidence": "E", **more}


def _file(**more: Any) -> bytes:
    return json.dumps({**_BASE, "milestones": [_step("a")], **more}, separators=(",", ":")).encode()


def _steps(**each: Callable[[int], Any]) -> bytes:
    """500 milestones with these fields made from their numbers."""
    made = [_step(f"a_milestone_{n}", **{key: make(n) for key, make in each.items()}) for n in range(500)]
    return _file(milestones=made)


def _impossible(n: int) -> dict[str, str]:
    return {"rrule": f"FREQ=DAILY;INTERVAL={n + 1};BYMONTH=2;BYMONTHDAY=30"}


def _rare(n: int) -> dict[str, Any]:
    days = "MO,TU,WE,TH,FR,SA,SU"
    return {"rrule": f"FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29;BYDAY={days};BYSETPOS={1 + n % 2}", "count": n}


def _tree(deep: int) -> dict[str, Any]:
    node: dict[str, Any] = {"key": f"k{deep}", "title": "T", "min": 1}
    return node if deep > 28 else {**node, "children": [_tree(deep + 1)]}


_MIXED = [value for n in range(200) for value in (n, f"a{n}")]
_MAKERS: Mapping[str, Callable[[], bytes]] = {
    "lists": lambda: b"[" + b"[]," * 340_000 + b"[]]",
    "numbers": lambda: b'{"x-a":[' + b",".join([b"[" + b"1," * 490 + b"1]"] * 1000) + b"]}",
    "unknown keys": lambda: _file(milestones=[{f"k{n}": 1 for n in range(180)} for _ in range(500)]),
    "mixed lists": lambda: _file(milestones=[_step(f"s{n}", after=_MIXED) for n in range(300)]),
    "impossible rules": lambda: _steps(repeat=_impossible),
    "rare rules": lambda: _steps(repeat=_rare),
    "dense circle": lambda: _steps(after=lambda n: [f"a_milestone_{(n + k) % 500}" for k in range(1, 30)]),
    "near names": lambda: _steps(after=lambda n: [f"a_mileston_{n}{k}" for k in range(50)]),
    "long row": lambda: _steps(when=lambda n: f"a_milestone_{n - 1}+P1D" if n else "start"),
    "needs": lambda: _file(eligibility={
        "measures": [{"key": f"k{n}", "title": "T", "unit": "u"} for n in range(300)],
        "paths": [{"title": "T", "needs": {f"m{k}": 1 for k in range(n, n + 60)}} for n in range(400)]}),
    "wide trees": lambda: _file(credentials=[{**_NEVER, "id": f"c{n}", "categories": [
        {"key": f"k{j}", "title": "T", "children": [{"key": f"l{j}_{k}", "title": "T"} for k in range(30)]}
        for j in range(30)]} for n in range(8)]),
    "deep tree": lambda: _file(credentials=[{**_NEVER, "id": "c", "categories": [_tree(0)]}]),
    "long text": lambda: _file(title="e#", id="a-" * 200_000).replace(b"#", ("\u0301\u0327" * 90_000).encode()),
    "one link": lambda: _file(verify_url="http://" + "a" * 900_000 + " "),
    "links": lambda: _file(sources=[{"id": f"s{n}", "title": "T", "url": "http://" + "a" * 9000 + " "}
                                    for n in range(100)]),
    "long key": lambda: b'{"x-' + b"a" * 800_000 + b'":[' + b",".join([b"NaN"] * 499) + b"]}",
    "twice": lambda: b"{" + b",".join(b'"%04x":0,"%04x":0' % (n, n) for n in range(50_000)) + b"}",
    "controls": lambda: _file(**{"x-a": ["\0" * 300] * 400}),
    "quotes": lambda: b'"' + b'\\\\"' * 500_000,
    "digits": lambda: b'{"x-a":' + b"9" * 1_000_000 + b"}",
    "decimals": lambda: b'{"x-a":0.' + b"3" * 1_000_000 + b"}",
    "501 milestones": lambda: _file(milestones=[_step(f"s{n}") for n in range(501)]),
    "ten thousand milestones": lambda: _file(milestones=[{"key": f"s{n}"} for n in range(60_000)]),
}  # fmt: skip
NAMES = tuple(_MAKERS)


def heavy(name: str) -> bytes:
    """The file of this name; no longer than a mebibyte."""
    return _MAKERS[name]()[: 1 << 20]
