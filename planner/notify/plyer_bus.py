"""plyer's own NotifyDbus on Linux, which asks for dbus-python: it gets a stand-in that speaks through jeepney.

dbus-python would have to be compiled; without it plyer starts notify-send, which reads titles as options, waits up
to 75 seconds and reports success whatever happens. Imported only inside functions.
"""

from __future__ import annotations

import html
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import Any

from planner.notify import session_bus
from planner.notify.texts import APP_NAME, SECONDS_SHOWN

_call: ContextVar[tuple[str, float]] = ContextVar("the address of the bus and the deadline of the call")
_lock = threading.Lock()
_users = 0
_before: ModuleType | None = None


def notify(title: str, body: str, key: str, address: str, deadline: float) -> None:
    """Raise one notification. Raises what `session_bus.call` raises, and ImportError without plyer."""
    from plyer.platforms.linux.notification import NotifyDbus

    token = _call.set((address, deadline))
    try:
        with _stand_in():
            NotifyDbus().notify(
                title=title,
                message=html.escape(body, quote=False),  # daemons read the body, and only it, as markup
                app_name=APP_NAME,
                timeout=SECONDS_SHOWN,
                hints={"urgency": 1, "x-dunst-stack-tag": key},
            )
    finally:
        _call.reset(token)


class _SessionBus:
    """As much of `dbus.SessionBus` as plyer uses."""

    def get_object(self, name: str, path: str) -> tuple[str, str]:
        return name, path


class _Interface:
    """As much of `dbus.Interface` as plyer uses: it is only ever asked for the notification service."""

    def __init__(self, _object: tuple[str, str], _interface: str) -> None:
        pass

    def Notify(self, *arguments: Any) -> int:  # noqa: N802  # the method's name on the bus
        app, replaces, icon, title, body, actions, hints, milliseconds = arguments
        typed = {name: ("y" if isinstance(value, int) else "s", value) for name, value in hints.items()}
        values = (app, replaces, icon, title, body, list(actions), typed, milliseconds)
        address, deadline = _call.get()
        return int(session_bus.call(address, "Notify", "susssasa{sv}i", values, deadline)[0])


@contextmanager
def _stand_in() -> Iterator[None]:
    """`import dbus` finds the stand-in, in every thread, while at least one is in here."""
    global _users, _before  # noqa: PLW0603  # sys.modules is as global as these
    with _lock:
        if not _users:
            _before = sys.modules.get("dbus")
            module = ModuleType("dbus")
            vars(module).update(SessionBus=_SessionBus, Interface=_Interface)
            sys.modules["dbus"] = module
        _users += 1
    try:
        yield
    finally:
        with _lock:
            _users -= 1
            if not _users:
                if _before is None:
                    del sys.modules["dbus"]
                else:
                    sys.modules["dbus"] = _before
