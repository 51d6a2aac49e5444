"""Services that apprise knows (e-mail, ntfy, Slack, …), each asked in a child process that can be given up on.

The address of a service is a secret. It is handed to the child on its standard input, and nothing that is said or
raised here holds any of it.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from planner.domain.text import shown
from planner.notify import programs
from planner.notify.texts import fit_body, fit_title
from planner.ports import SLOW, Outcome

_CHILD = Path(__file__).with_name("service_child.py")
INSTALL = f'"{sys.executable}" -m pip install apprise keyring'
NO_APPRISE = f"Services need the extra planner[notify]. Install it: {INSTALL}"
_NEEDS_UP = "Reminders that the system starts see no variables of your shell: the keyring serves both."
_WORDS = {
    "no-apprise": NO_APPRISE,
    "no-keyring-package": f"Its address is in the keyring, which needs the package keyring. Install it: {INSTALL}",
    "no-keyring": "The keyring could not be asked for “{0}”; it may be locked. Unlock it, e.g. by logging in.",
    "no-entry": "The keyring has no “{0}”. Put it there: keyring set {1}",
    "no-variable": "The variable {0} is not set here. " + _NEEDS_UP,
    "no-place": "Its address has a ${{…}} that names neither a variable nor keyring:SERVICE/NAME.",
    "bad-address": "Its address in [notify.services] is none that apprise can read.",
    "answered": "It answered with error {0}.",
    "unreachable": "It could not be reached.",
    "refused": "It did not take the notification.",
    "broke": "Asking it broke off ({0}).",
}


class ServiceNotifier:
    """The channel of one service."""

    def __init__(self, name: str, address: str, budget: float = SLOW.total_seconds()) -> None:
        """`address` is apprise's, with `${VARIABLE}` or `keyring:SERVICE/NAME` for its secrets; `budget` in seconds."""
        self._name = name
        self._address = address
        self._budget = budget

    def notify(self, title: str, body: str, key: str) -> Outcome:  # noqa: ARG002  no service replaces by key
        """Tell it, within its time. One that gives no answer may have taken it all the same."""
        return self._ask({"act": "send", "title": fit_title(title), "body": fit_body(body) or fit_title(title)})

    def check(self) -> Outcome:
        """Whether its address can be read and its secrets are there; nothing goes out."""
        return self._ask({"act": "check"})

    def _ask(self, asked: dict[str, str]) -> Outcome:
        if find_spec("apprise") is None:
            return Outcome(False, self._name, NO_APPRISE)
        wrong = self._said({**asked, "address": self._address})
        return Outcome(not wrong, self._name, wrong)

    def _said(self, asked: dict[str, str]) -> str:
        """What went wrong; "" when nothing did."""
        command = [sys.executable, "-P", "-W", "ignore", str(_CHILD)]
        try:
            answer = programs.run(command, self._budget, text=json.dumps(asked), until_closed=True)
        except OSError as error:
            return f"It could not be asked: {error.strerror or 'no program can be started'}."
        if answer.code is None:
            return f"It gave no answer within {self._budget:g} s."
        try:
            word, name = json.loads(answer.output)
        except ValueError:
            return "Asking it broke off."
        if word == "ok":
            return ""
        return _WORDS.get(word, _WORDS["refused"]).format(shown(name), shown(name).replace("/", " ", 1))
