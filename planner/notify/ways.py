"""The channels that the settings name, in the order they are asked: this machine's first, then the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from planner.ports import Channel


def ways_of(
    names: Sequence[str], terminal: str, services: Mapping[str, str], write: Callable[[str], None] | None = None
) -> Sequence[Channel]:
    """`names` are of this machine's, `desktop` and `terminal`; `terminal` is the kind of sequence, or `auto`.

    `services` are addresses by name. `write` is for who has the terminal in hand; else it is opened.
    """
    ways = []
    for name in names:
        if name == "desktop":
            from planner.notify.desktop import DesktopNotifier

            ways.append(Channel(name, DesktopNotifier()))
        elif name == "terminal":
            from planner.notify.terminal import TerminalNotifier

            ways.append(Channel(name, TerminalNotifier(terminal, write=write), may_be_absent=True))
    for name, address in services.items():
        from planner.notify.services import ServiceNotifier

        ways.append(Channel(name, ServiceNotifier(name, address), slow=True))
    return ways
