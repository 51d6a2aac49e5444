"""The system's time and zone: the only place that asks for them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_ZONE_FILES = ("localtime", "timezone")
_REGISTRY_SECONDS = 30
"""How long Windows' answer is kept: its registry has no file to look at."""


class SystemClock:
    """Now, and the machine's zone as it is now: a journey or a changed setting is noticed at the next call."""

    def __init__(self, etc: Path = Path("/etc"), environ: Mapping[str, str] = os.environ) -> None:
        """`etc` holds `localtime` and `timezone`; `environ` may hold `TZ`. Only tests give others."""
        self._etc = etc
        self._environ = environ
        self._known: tuple[object, tzinfo] | None = None

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC)

    def zone(self) -> tzinfo:
        """The machine's zone: a ZoneInfo wherever there is a name for it, else what the C library makes of it."""
        signature = self._signature()
        if self._known is None or self._known[0] != signature:
            if hasattr(time, "tzset"):
                time.tzset()  # the C library, too, keeps the zone it began with
            self._known = signature, self._find()
        return self._known[1]

    def place(self) -> list[object] | None:
        """As JSON, what is another when the zone or its rules may be another; None where that cannot be seen."""
        if sys.platform == "win32":
            return None
        files = [self._etc / name for name in _ZONE_FILES]
        return [self._environ.get("TZ"), *map(_look_at, files), _look_at(files[0], follow=True)]

    def _signature(self) -> object:
        """Something cheap that is another one when the zone may have changed."""
        if sys.platform == "win32":
            return self._environ.get("TZ"), int(time.monotonic() / _REGISTRY_SECONDS)
        return self._environ.get("TZ"), *(_look_at(self._etc / name) for name in _ZONE_FILES)

    def _find(self) -> tzinfo:
        variable = self._environ.get("TZ")
        named = _by_name(variable.removeprefix(":")) if variable else self._linked()
        return named or _asked_of_tzlocal() or _of_the_c_library()

    def _linked(self) -> ZoneInfo | None:
        """The zone `localtime` is a link to, as on nearly every Linux and on macOS."""
        try:
            target = (self._etc / _ZONE_FILES[0]).readlink()
        except OSError:
            return None
        return _by_name(target.as_posix().partition("zoneinfo/")[2])


def _by_name(name: str) -> ZoneInfo | None:
    from zoneinfo import ZoneInfo  # 3 ms that a pass of reminders with nothing to look at need not pay

    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):  # no such zone, an impossible name, a folder of zones
        return None


def _asked_of_tzlocal() -> tzinfo | None:
    """What tzlocal finds in the rarer places."""
    # 40 ms, which the two usual places spare the command line.
    import logging
    import warnings

    import tzlocal

    logging.getLogger("tzlocal").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they would land in the middle of the screen
        try:
            return tzlocal.reload_localzone()
        except (ValueError, OSError, LookupError):
            return None


def _of_the_c_library() -> tzinfo:
    """A zone without a name, such as `TZ=CET-1CEST,M3.5.0,M10.5.0/3`."""
    from dateutil.tz import tzlocal as libc_zone

    return libc_zone()


def _look_at(path: Path, *, follow: bool = False) -> list[int] | None:
    try:
        status = path.stat() if follow else path.lstat()
    except OSError:
        return None
    return [status.st_mtime_ns, status.st_ino, status.st_size]
