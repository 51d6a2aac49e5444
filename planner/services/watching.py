"""Reminding from the foreground, for people without a scheduler: sleep until the next notice, raise it, sleep again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from planner.domain.errors import DataError
from planner.ports import Clock, Store
from planner.services.reminders import PassResult, Reminders, Upcoming

NAP = timedelta(seconds=5)
"""The longest sleep at a time: so late at most what another process wrote, a clock that jumped, or the end of the
machine's own sleep is noticed. What is looked at then costs a hundredth of a millisecond."""
LOOK_AGAIN = timedelta(minutes=5)
"""After this a pass is made anyway: the zone may have changed, or the clock have been set back."""

SHORTEST = timedelta(seconds=1)
"""Between two passes at least, whatever is still to be done."""
AFTER_ERROR = timedelta(minutes=1)

Sleep = Callable[[float], bool]
"""Sleeps for so many seconds and says whether to go on; it comes back at once when not."""


class Watch:
    """Passes of reminders, one after the other, each when it is time."""

    def __init__(
        self, reminders: Reminders, store: Store, clock: Clock, sleep: Sleep, also: Callable[[], None] | None = None
    ) -> None:
        """`also` is done after each pass; it raises no other errors than a pass does."""
        self._reminders = reminders
        self._also = also
        self._store = store
        self._clock = clock
        self._sleep = sleep

    def next(self) -> Upcoming | None:
        """The next reminder of the coming week. Raises Unreadable, NewerFormat."""
        return next(iter(self._reminders.list(7)), None)

    def passes(self) -> Iterator[PassResult | DataError]:
        """What each pass raised and failed to, leaving out those that did nothing, until `sleep` says to stop.

        Data that cannot be read or written for a while does not end it: the error is given, and a later pass tries
        again. Only where the first pass meets one it is raised: Unreadable, NewerFormat, Busy, SaveFailed.
        """
        result = self._pass()
        while True:
            if result.raised or result.failed:
                yield result
            try:
                if not self._sleep_until(self._wake()):
                    return
                result = self._pass()
            except DataError as error:
                yield error
                result = PassResult()
                # Not until the plan changes: what cannot be read may look changed all the time.
                if not self._sleep(AFTER_ERROR.total_seconds()):
                    return

    def _pass(self) -> PassResult:
        result = self._reminders.run()
        if self._also is not None:
            self._also()
        return result

    def _wake(self) -> datetime:
        """When the next pass is due: when one may have something to do, or LOOK_AGAIN from now."""
        now = self._clock.now()
        moment = self._reminders.next_moment()
        # What has come due since the pass looked waits for a nap, so that no trouble can keep the machine busy.
        return now + NAP if moment <= now else min(moment, now + LOOK_AGAIN)

    def _sleep_until(self, wake: datetime) -> bool:
        """Whether to go on; ends early when the plan is another one, and after LOOK_AGAIN whatever the clock says."""
        for _ in range(LOOK_AGAIN // NAP):
            left = wake - self._clock.now()
            if left <= timedelta() or self._store.changed():
                break
            if not self._sleep(min(left, NAP).total_seconds()):
                return False
        return self._sleep(0)
