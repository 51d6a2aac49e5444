"""Work off the loop: one thread for what touches the store, another for what may be slow (notifying, exporting).

A call runs in its thread and touches no widget; its result comes back as a `Finished` message, and only there, on the
loop, is it shown. Errors of the person's world are given to `failed`; anything else is a defect and ends the app.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from textual.message import Message

from planner.domain.errors import PlannerError

if TYPE_CHECKING:
    from textual.app import App

T = TypeVar("T")


class Finished(Message):
    """A call has ended; `deliver` shows its result and runs on the loop."""

    def __init__(self, deliver: Callable[[], None]) -> None:
        super().__init__()
        self.deliver = deliver


class Work:
    """The two threads of the app."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._store = ThreadPoolExecutor(1, thread_name_prefix="planner-store")
        self._slow = ThreadPoolExecutor(1, thread_name_prefix="planner-slow")
        self.pending = 0
        """Calls whose result has not been shown yet. Only the loop counts."""
        self.at_rest: Callable[[], None] | None = None
        """Is called once, on the loop, when all that was asked for first is shown."""
        self._closed = False
        self._last: Future[Any] | None = None

    @property
    def saving(self) -> bool:
        """Whether the store's thread has something to do; from any thread."""
        return self._last is not None and not self._last.done()

    def run(
        self,
        call: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[PlannerError], None],
        *,
        slow: bool = False,
    ) -> None:
        """Run `call` in its thread, then `then` or `failed` on the loop. To be called on the loop.

        Once the work is closed nothing is begun any more: a timer may still ring while the app goes down.
        """
        if self._closed:
            return
        self.pending += 1
        future = (self._slow if slow else self._store).submit(call)
        if not slow:
            self._last = future  # one thread: once the last one is done all are
        future.add_done_callback(
            lambda done: self._app.post_message(Finished(lambda: self._deliver(done, then, failed)))
        )

    def _deliver(self, done: Future[T], then: Callable[[T], None], failed: Callable[[PlannerError], None]) -> None:
        self.pending -= 1
        error = done.exception()
        if error is None:
            then(done.result())
            at_rest = self.at_rest
            if at_rest is not None and not self.pending:
                self.at_rest = None
                at_rest()
        elif isinstance(error, PlannerError):
            failed(error)
        else:
            raise error

    def close(self) -> None:
        """Take no more work. What was begun ends: a save is never cut short."""
        self._closed = True
        self._store.shutdown(wait=False)
        self._slow.shutdown(wait=False, cancel_futures=True)
