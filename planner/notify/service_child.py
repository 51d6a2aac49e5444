"""Run as a program of its own: tells one notification to one service through apprise, and says in one word how it went.

What apprise and its libraries print, log or leave behind stays here, and so does the address: what is said is a word
of ours, with the name of a variable or of a keyring's entry at most. Imports nothing of the planner, which starts it.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

_PLACE = re.compile(r"\$\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEYRING = "keyring:"


class Missing(Exception):
    """Something the address needs is not there; `word` says what kind of thing, `name` which."""

    def __init__(self, word: str, name: str) -> None:
        super().__init__(word)
        self.word = word
        self.name = name


def resolved(address: str, environ: Mapping[str, str], entry: Callable[[str], str]) -> str:
    """The address with its secrets in it. Raises Missing.

    `keyring:SERVICE/NAME` or `${PLACE}` alone stand for the whole of it; a place within it stands for one part, in
    which no character means anything. A place is the name of a variable or `keyring:SERVICE/NAME`.
    """

    def found(place: str) -> str:
        if place.startswith(_KEYRING):
            return entry(place.removeprefix(_KEYRING))
        if not _NAME.fullmatch(place):
            raise Missing("no-place", "")
        if not environ.get(place):
            raise Missing("no-variable", place)
        return environ[place]

    address = address.strip()
    if address.startswith(_KEYRING):
        return found(address)
    if (whole := _PLACE.fullmatch(address)) is not None:
        return found(whole[1])
    return _PLACE.sub(lambda match: quote(found(match[1]), safe=""), address)


def from_keyring(name: str) -> str:
    """An entry of the person's keyring, `SERVICE/NAME`. Raises Missing."""
    service, slash, user = name.partition("/")
    if not (service and slash and user):
        raise Missing("no-place", "")
    try:
        import keyring
    except ImportError:
        raise Missing("no-keyring-package", "") from None
    try:
        secret = keyring.get_password(service, user)
    except Exception:  # noqa: BLE001  # whatever its backends raise, there is no secret, and it may be in the message
        raise Missing("no-keyring", name) from None
    if not secret:
        raise Missing("no-entry", name)
    return secret


def answer(asked: Mapping[str, Any]) -> tuple[str, str]:
    """What became of it, as a word and the name it is about: `ok` and "" when all is well."""
    try:
        address = resolved(asked["address"], os.environ, from_keyring)
    except Missing as missing:
        return missing.word, missing.name
    heard = _Heard()
    logger = logging.getLogger("apprise")
    logger.addHandler(heard)
    logger.propagate = False
    try:
        import apprise
    except ImportError:
        return "no-apprise", ""
    # Nothing goes where the person did not send it; `?redirect=yes` in the address says otherwise.
    asset = apprise.AppriseAsset(http_redirects=False)
    service = apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True)
    if service is None:
        return "bad-address", ""
    if asked["act"] == "check":
        return "ok", ""
    every = apprise.Apprise(asset=asset)
    every.add(service)
    if every.notify(title=asked["title"], body=asked["body"], body_format=apprise.NotifyFormat.TEXT):
        return "ok", ""
    return heard.reason()


class _Heard(logging.Handler):
    """What apprise logs while it fails, from which only what is safe to tell is taken."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self._said.append(record.getMessage())

    def reason(self) -> tuple[str, str]:
        """The answer's number, that there was no connection, or no more than that it failed."""
        for said in self._said:
            if (number := re.search(r"\berror=([1-5]\d\d)\b", said)) is not None:
                return "answered", number[1]
        return ("unreachable", "") if any("onnection error" in said for said in self._said) else ("refused", "")


def main() -> None:
    """Read what is asked from standard input, and say the answer on standard output; nothing else gets there."""
    asked = json.load(sys.stdin)
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        said = answer(asked)
    except BaseException as error:  # noqa: BLE001  # its message may hold the address; its type does not
        said = "broke", type(error).__name__
    output.write(json.dumps(said))
    output.close()
    os._exit(0)  # without waiting for threads that the libraries left


if __name__ == "__main__":
    main()
