"""notify-send, checked: what plyer would start, but with its options closed off, a time, and a look at its answer."""

from __future__ import annotations

import html
import os
import shutil

from planner.notify import programs
from planner.notify.texts import APP_NAME, SECONDS_SHOWN


def notify(title: str, body: str, key: str, address: str, seconds: float) -> str:
    """Raise one notification through the bus at `address`; returns what went wrong, "" when nothing did."""
    program = shutil.which("notify-send")
    if program is None:
        return "notify-send is not installed"
    # The bus is always named: without one notify-send may start a bus and a daemon of its own and call it success.
    environ = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address}
    milliseconds = str(SECONDS_SHOWN * 1000)
    # It reads the body as markup, and before that undoes escapes of backslashes.
    text = html.escape(body, quote=False).replace("\\", "\\\\")
    options = ["-a", APP_NAME, "-t", milliseconds, "-h", f"string:x-dunst-stack-tag:{key}"]
    try:
        answer = programs.run([program, *options, "--", title, text], seconds, environ=environ)
    except OSError as error:
        return f"notify-send cannot be started ({error.strerror or error})"
    if answer.code is None:
        return "notify-send did not come to an end"
    return "" if answer.code == 0 else f"notify-send failed ({answer.output or answer.code})"
