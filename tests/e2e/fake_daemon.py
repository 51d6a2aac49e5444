"""A notification daemon that writes what it is asked to show as lines of JSON: fake_daemon.py LOG [hang|error|slow]."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from jeepney import HeaderFields, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection


def main(log: Path, *flags: str) -> None:
    connection = open_dbus_connection("SESSION")
    connection.send_and_get_reply(message_bus.RequestName("org.freedesktop.Notifications"))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    count = 0
    while True:
        message = connection.receive()
        if message.header.message_type is not MessageType.method_call:
            continue
        asked = message.header.fields.get(HeaderFields.member)
        if asked == "Notify" and "error" not in flags:
            count += 1
            write(log, count, message.body)
            reply = new_method_return(message, "u", (count,))
        elif asked == "GetServerInformation":
            reply = new_method_return(message, "ssss", ("fake", "test", "1", "1.2"))
        else:
            reply = new_error(message, "org.freedesktop.DBus.Error.Failed", "s", (f"no {asked}",))
        if "slow" in flags:
            time.sleep(0.5)
        if "hang" not in flags:
            connection.send(reply)


def write(log: Path, count: int, body: tuple[Any, ...]) -> None:
    app, _replaces, _icon, title, text, _actions, hints, expire = body
    shown = {"id": count, "app": app, "title": title, "body": text, "expire": expire}
    with log.open("a") as file:
        file.write(json.dumps({**shown, "hints": {name: value for name, (_, value) in hints.items()}}) + "\n")


main(Path(sys.argv[1]), *sys.argv[2:])
