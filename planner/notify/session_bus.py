"""Calls to the notification service of a Linux desktop over its session bus, in a given time and with a clear answer.

Imported only inside functions: jeepney is a Linux dependency, and most runs need none of this.
"""

from __future__ import annotations

import socket
import time
from typing import Any, cast

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call
from jeepney.bus import get_connectable_addresses
from jeepney.io.blocking import DBusConnection, prep_socket
from jeepney.low_level import Message

SERVICE = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
_NOBODY = {
    "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.NameHasNoOwner",
}
_CANNOT_START = "org.freedesktop.DBus.Error.Spawn."


class NoBus(Exception):
    """The bus cannot be found or spoken to: someone else may be luckier."""


class NoService(Exception):
    """The bus is there and nobody on it shows notifications."""


class NoAnswer(Exception):
    """The time is over. Whether the notification will be shown is not known."""


class Refused(Exception):
    """The service answered with an error."""


def call(address: str, method: str, signature: str | None, body: tuple[Any, ...], deadline: float) -> tuple[Any, ...]:
    """Call a method of the notification service; `deadline` is of `time.monotonic`.

    Raises NoBus, NoService, NoAnswer, Refused, and ValueError or TypeError for what D-Bus cannot carry.
    """
    message = new_method_call(SERVICE, method, signature, body)
    with _connect(address, deadline) as connection:
        try:
            reply = connection.send_and_get_reply(message)
        except TimeoutError as error:
            raise NoAnswer("the notification service does not answer") from error
        except OSError as error:
            raise NoAnswer(f"the session bus broke off ({error.strerror or error})") from error
    if reply.header.message_type is not MessageType.error:
        return cast("tuple[Any, ...]", reply.body)
    name = str(reply.header.fields.get(HeaderFields.error_name, "an unnamed error"))
    if name in _NOBODY or name.startswith(_CANNOT_START):
        raise NoService(name)
    if name.endswith((".NoReply", ".Timeout", ".TimedOut", ".Disconnected")):
        raise NoAnswer("the notification service broke off")
    said = " ".join(str(part) for part in reply.body)
    raise Refused(f"{name}: {said}" if said else name)


class _Bounded(DBusConnection):  # type: ignore[misc]  # jeepney has no types
    """A connection whose every wait, the greeting included, ends at the deadline."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._deadline = deadline
        super().__init__(sock)

    def receive(self, *, timeout: float | None = None) -> Message:
        left = max(0.0, self._deadline - time.monotonic())
        return super().receive(timeout=left if timeout is None else min(left, timeout))


def _connect(address: str, deadline: float) -> _Bounded:
    sock = None
    try:
        path = next(get_connectable_addresses(address))
        sock = prep_socket(path, timeout=max(0.0, deadline - time.monotonic()))
        sock.settimeout(max(0.01, deadline - time.monotonic()))  # sending, too, may not hang
        return _Bounded(sock, deadline)
    except Exception as error:  # jeepney raises KeyError, ValueError, RuntimeError, OSError and errors of its own
        if sock is not None:
            sock.close()
        raise NoBus(f"the session bus at {address} cannot be used ({_reason(error)})") from error


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or "no answer"
