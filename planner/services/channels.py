"""Showing a reminder through every channel there is: none stops another, and none shows the same notice twice.

A notice is done when every channel has shown it. One that fails is asked again with the next try of the notice, up to
MOST_TRIES times; while no channel has shown it, nobody gives up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from planner.domain.values import dataclass, replace
from planner.ports import MOST_TRIES, Channel, DeliveryState, Notifier, Outcome, Said

_LONG = timedelta(seconds=1)
"""A failure that took longer is of one that does not answer: to ask it again would take as long."""
RECENT = timedelta(days=7)
"""How far back is told what a channel gave up on."""
NO_CHANNEL = "No channel is chosen. Name one in [notify] channels of config.toml."


@dataclass(frozen=True, slots=True)
class GaveUp:
    """A channel that has given up on `count` reminders, which others have shown, and what it said last."""

    channel: str
    count: int
    detail: str


class Channels:
    """The channels of this machine, made when they are first needed."""

    def __init__(self, make: Callable[[], Sequence[Channel]], now: Callable[[], datetime]) -> None:
        """`make` is called once; `now` gives instants in UTC."""
        self._make = make
        self._now = now
        self._made: Sequence[Channel] | None = None

    @property
    def all(self) -> Sequence[Channel]:
        """In the order they are asked."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def absent(self) -> bool:
        """Whether none of them is to be had where this process runs, while others may have one. Asks only those of
        which that can be."""
        return bool(self.all) and all(each.may_be_absent and each.notifier.check().absent for each in self.all)

    def round(self) -> Round:
        """For one pass."""
        return Round(self.all, self._now)

    def check(self) -> tuple[Outcome, ...]:
        """Whether each could show something now."""
        return tuple(self._each(lambda each: each.notifier.check()))

    def test(self, title: str, body: str) -> list[Outcome]:
        """Raise one through each, and what each answered."""
        return self._each(lambda each: each.notifier.notify(title, body, "test"))

    def _each(self, ask: Callable[[Channel], Outcome]) -> list[Outcome]:
        """What each answers, in their order; the slow ones are asked side by side."""
        slow = [each for each in self.all if each.slow]
        answers = {each.name: ask(each) for each in self.all if not each.slow or len(slow) == 1}
        if len(slow) > 1:
            from concurrent.futures import ThreadPoolExecutor  # only where there are several services

            with ThreadPoolExecutor(len(slow)) as pool:
                answers |= dict(zip([each.name for each in slow], pool.map(ask, slow), strict=True))
        return [_named(each, answers[each.name]) for each in self.all]


def only(notifier: Notifier) -> Sequence[Channel]:
    """The desktop and nothing else."""
    return (Channel("desktop", notifier),)


class Round:
    """The channels during one pass: one that was found to be in vain is not asked again in it."""

    def __init__(self, channels: Sequence[Channel], now: Callable[[], datetime]) -> None:
        self._channels = channels
        self._now = now
        self._vain: dict[str, Outcome] = {}

    @property
    def in_vain(self) -> Outcome | None:
        """What the channels say where no other notice could be shown either; None while one of them may."""
        if any(each.name not in self._vain for each in self._channels):
            return None
        return _together(self._channels, {}, [self._vain[each.name] for each in self._channels])

    def show(
        self, title: str, body: str, key: str, said: Mapping[str, Said], told: Callable[[Outcome], None]
    ) -> Outcome:
        """Raise it through the channels that have not shown it by what they `said` before.

        `told` is called with the yes of a channel as soon as it is there and another is still to be asked.
        """
        asked = [each for each in self._channels if not (each.name in said and said[each.name].ok)]
        parts = []
        for place, part in enumerate(self._parts(asked, title, body, key), 1):
            parts.append(part)
            if part.ok and place < len(asked):
                told(part)
        return _together(self._channels, said, parts)

    def _parts(self, asked: Sequence[Channel], title: str, body: str, key: str) -> Iterator[Outcome]:
        slow = [each for each in asked if each.slow and each.name not in self._vain]
        for each in asked:
            if each not in slow:
                yield self._ask(each, title, body, key)
        if len(slow) < 2:
            yield from (self._ask(each, title, body, key) for each in slow)
            return
        from concurrent.futures import ThreadPoolExecutor, as_completed  # only where there are several services

        with ThreadPoolExecutor(len(slow)) as pool:
            futures = [pool.submit(self._ask, each, title, body, key) for each in slow]
            yield from (future.result() for future in as_completed(futures))

    def _ask(self, channel: Channel, title: str, body: str, key: str) -> Outcome:
        if channel.name in self._vain:
            return self._vain[channel.name]
        began = self._now()
        outcome = _named(channel, channel.notifier.notify(title, body, key))
        if outcome.ok:
            return outcome
        if outcome.absent or channel.slow or self._now() - began > _LONG:
            self._vain[channel.name] = outcome
        else:
            check = _named(channel, channel.notifier.check())
            if not check.ok:
                self._vain[channel.name] = check
        return outcome


def gave_up(known: Mapping[str, DeliveryState], now: datetime) -> tuple[GaveUp, ...]:
    """What channels gave up on lately, by their names."""
    found: dict[str, GaveUp] = {}
    recent = [state for state in known.values() if state.state == "sent" and state.said and state.at > now - RECENT]
    for state in sorted(recent, key=lambda each: each.at):
        for name, said in state.said.items():
            if not said.ok:
                found[name] = GaveUp(name, found[name].count + 1 if name in found else 1, said.detail)
    return tuple(found[name] for name in sorted(found))


def unwell(checks: Sequence[Outcome]) -> list[Outcome]:
    """Those of `checks` that keep reminders from coming: an absent channel does only where no other is well."""
    if any(each.ok for each in checks):
        return [each for each in checks if not each.ok and not each.absent]
    return [each for each in checks if not each.ok] or [Outcome(False, "", NO_CHANNEL)]


def _named(channel: Channel, outcome: Outcome) -> Outcome:
    return outcome if outcome.channel == channel.name else replace(outcome, channel=channel.name)


def _together(channels: Sequence[Channel], said: Mapping[str, Said], parts: Sequence[Outcome]) -> Outcome:
    """What `parts` of the channels come to, after what all of them `said` before."""
    if not channels:
        return Outcome(False, "", NO_CHANNEL)
    if len(channels) == 1 and len(parts) == 1:
        return parts[0]
    ok = {part.channel for part in parts if part.ok}
    shown = [each.name for each in channels if each.name in ok or (each.name in said and said[each.name].ok)]
    failed = [part for part in parts if not part.ok and not part.absent]
    again = [part for part in failed if _tries(said, part.channel) + 1 < MOST_TRIES]
    if not shown and not failed:
        failed = list(parts)  # where all are absent, that is what keeps it from being shown
    return Outcome(
        bool(shown) and not again,
        ", ".join(shown),
        " · ".join(f"{part.channel}: {part.detail}" for part in failed),
        parts=tuple(parts),
    )


def _tries(said: Mapping[str, Said], channel: str) -> int:
    return said[channel].tries if channel in said else 0
