"""plyer on macOS and Windows, in a child process: its threads, prints, crashes and waits stay there."""

from __future__ import annotations

import json
import shutil
import sys

from planner.notify import programs
from planner.notify.texts import APP_NAME, SECONDS_SHOWN

# The child says what went wrong as JSON and closes its output. On Windows a thread of plyer's shows the balloon and
# keeps the child alive as long as it is seen; its errors (a text too long) would otherwise go unheard.
_CHILD = """
import json, os, sys, threading
asked = json.load(sys.stdin)
answer = os.fdopen(os.dup(1), "w")
nowhere = os.open(os.devnull, os.O_WRONLY)
os.dup2(nowhere, 1)
os.dup2(nowhere, 2)
wrong = []
threading.excepthook = lambda told: wrong.append(f"{told.exc_type.__name__}: {told.exc_value}")
try:
    from plyer import notification
    notification.notify(**asked)
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(0.5)
except BaseException as error:
    wrong.append(f"{type(error).__name__}: {error}")
answer.write(json.dumps(wrong))
answer.close()
"""

_OSASCRIPT = (
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)


def notify(title: str, body: str, seconds: float) -> str:
    """Raise one notification through plyer; returns what went wrong, "" when nothing did."""
    asked = {"title": title, "message": body, "app_name": APP_NAME, "timeout": SECONDS_SHOWN}
    try:
        answer = programs.run(
            [sys.executable, "-P", "-W", "ignore", "-c", _CHILD], seconds, text=json.dumps(asked), until_closed=True
        )
    except OSError as error:
        return f"plyer cannot be started ({error.strerror or error})"
    if answer.code is None:
        return "plyer gave no answer"
    try:
        wrong = json.loads(answer.output)
    except ValueError:
        return f"plyer broke off ({answer.output[-200:]})"
    return "; ".join(str(each) for each in wrong)


def notify_by_script(title: str, body: str, seconds: float) -> str:
    """The same on macOS without pyobjus, through osascript; the texts are arguments and never part of the script."""
    program = shutil.which("osascript")
    if program is None:
        return "osascript is not there"
    lines = [part for line in _OSASCRIPT for part in ("-e", line)]
    try:
        answer = programs.run([program, *lines, "--", title, body], seconds)
    except OSError as error:
        return f"osascript cannot be started ({error.strerror or error})"
    return "" if answer.code == 0 else f"osascript failed ({answer.output or 'no answer'})"
