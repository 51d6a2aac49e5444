"""Notifications on the desktop, through plyer wherever it can be trusted to say what happened."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from planner.domain.text import clean
from planner.notify.texts import fit_body, fit_key, fit_title
from planner.ports import Outcome

CHANNEL = "desktop"
BUDGET = 1.5
"""Seconds for everything: who asks may count on two, on a busy machine as well."""

NO_BUS = (
    "No session bus was found, so nothing can be shown on a desktop. Log in to a desktop session; on a machine without"
    " one, install a bus and a notification service, e.g. `apt install dbus-user-session dunst`."
)
NO_SERVICE = "No notification service answers on the session bus. Install one, e.g. `apt install dunst`, and start it."
NO_ANSWER = "The notification service does not answer. Restart it, e.g. log out and in again."
NO_JEEPNEY = "The Python package jeepney is missing. Install the planner again, e.g. `pip install jeepney`."
NO_PLYER = "The Python package plyer is missing. Install the planner again, e.g. `pip install plyer`."
NO_PYOBJUS = "Neither pyobjus nor osascript was found. Install one, e.g. `pip install pyobjus`."


class DesktopNotifier:
    """The channel `desktop`: plyer over the session bus on Linux, plyer in a child process on macOS and Windows.

    Safe to use from several threads at once.
    """

    def __init__(self, platform: str = sys.platform, budget: float = BUDGET) -> None:
        """`platform` as `sys.platform` spells it; `budget` in seconds. Only tests give others."""
        self._platform = platform
        self._budget = budget

    def notify(self, title: str, body: str, key: str) -> Outcome:
        """Raise one notification; never raises, never takes over two seconds, never writes to the terminal.

        What is too long is cut. Two with the same `key` become one on desktops that know stacks (dunst, mako).
        """
        deadline = time.monotonic() + self._budget
        try:
            wrong = self._notify(fit_title(title), fit_body(body), fit_key(key), deadline)
        except Exception as error:  # noqa: BLE001  # plyer is others' code, and a reminder must not end the program
            wrong = f"The notification failed ({type(error).__name__}: {error})."
        return Outcome(not wrong, CHANNEL, clean(wrong))

    def check(self) -> Outcome:
        """Whether a notification could be raised now, without raising one; `detail` names the service or the mend."""
        try:
            return self._check()
        except Exception as error:  # noqa: BLE001  # as above
            return Outcome(
                False, CHANNEL, f"The notification service cannot be asked ({type(error).__name__}: {error})."
            )

    def _notify(self, title: str, body: str, key: str, deadline: float) -> str:
        if self._platform not in {"darwin", "win32"}:
            return _over_the_bus(title, body, key, deadline)
        from planner.notify import plyer_child

        wrong = plyer_child.notify(title, body, deadline - time.monotonic())
        left = deadline - time.monotonic()
        if wrong and self._platform == "darwin" and left > 0.1:
            second = plyer_child.notify_by_script(title, body, left)
            return second and f"{wrong}; {second}. {NO_PYOBJUS}"
        return wrong

    def _check(self) -> Outcome:
        import shutil  # 10 ms that nothing pays for when nothing is due
        from importlib.util import find_spec

        if self._platform == "win32":
            found = find_spec("plyer") is not None
            return Outcome(found, CHANNEL, "" if found else NO_PLYER)
        if self._platform == "darwin":
            found = find_spec("pyobjus") is not None or shutil.which("osascript") is not None
            return Outcome(found, CHANNEL, "" if found else NO_PYOBJUS)
        return _check_bus(time.monotonic() + self._budget)


def _over_the_bus(title: str, body: str, key: str, deadline: float) -> str:
    """Raise it; "" or what went wrong."""
    address = find_bus()
    if address is None:
        return NO_BUS
    try:
        from planner.notify import plyer_bus, session_bus
    except ImportError as error:
        first = f"{error}. {NO_JEEPNEY}"
    else:
        try:
            plyer_bus.notify(title, body, key, address, deadline)
        except session_bus.NoService:
            return NO_SERVICE
        except session_bus.NoAnswer:
            return NO_ANSWER  # and no second way: the first may still come to be shown
        except Exception as error:  # noqa: BLE001  # nothing was shown; another program may be luckier
            first = str(error)
        else:
            return ""
    from planner.notify import notify_send

    left = deadline - time.monotonic()
    second = notify_send.notify(title, body, key, address, left) if left > 0.1 else "no time was left for notify-send"
    return second and f"{first}; {second}"


def _check_bus(deadline: float) -> Outcome:
    address = find_bus()
    if address is None:
        return Outcome(False, CHANNEL, NO_BUS)
    try:
        from planner.notify import session_bus
    except ImportError:
        return Outcome(False, CHANNEL, NO_JEEPNEY)
    try:
        name, _vendor, version, *_ = session_bus.call(address, "GetServerInformation", None, (), deadline)
    except session_bus.NoService:
        return Outcome(False, CHANNEL, NO_SERVICE)
    except session_bus.NoAnswer:
        return Outcome(False, CHANNEL, NO_ANSWER)
    except session_bus.Refused:
        return Outcome(True, CHANNEL, "a notification service that gives no name")
    except session_bus.NoBus as error:
        return Outcome(False, CHANNEL, f"{str(error).capitalize()}. Log out and in again.")
    return Outcome(True, CHANNEL, f"{name} {version}")


def find_bus() -> str | None:
    """The address of the session bus. libdbus looks in all three places, jeepney only in the first; cron sets none."""
    if address := os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return address
    for folder in (os.environ.get("XDG_RUNTIME_DIR"), f"/run/user/{os.getuid()}"):
        if folder and (path := Path(folder, "bus")).is_socket():
            return f"unix:path={path}"
    return None
