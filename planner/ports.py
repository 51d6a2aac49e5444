"""What the services need from the outside, as Protocols. Adapters in store/, notify/ and wiring implement them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from planner.domain.change import Change
from planner.domain.errors import TemplateInvalid
from planner.domain.plan import Edit, Plan
from planner.domain.values import dataclass, field

if TYPE_CHECKING:
    from planner.domain.schedule import Job, Schedule, Step
    from planner.domain.template import Template


class Clock(Protocol):
    """The time and the place. Nothing else in the house asks the system."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...

    def zone(self) -> tzinfo:
        """The machine's zone as it is now (it changes on a journey); a ZoneInfo wherever there is a name for it."""
        ...


class Ids(Protocol):
    """New record ids."""

    def new(self) -> str:
        """A uuid4 in hex, never given before."""
        ...


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup of the plan; `name` is what `restore` takes, `made` is in UTC."""

    name: str
    made: datetime
    size: int
    generation: int


class Store(Protocol):
    """Where the plan is kept. One suite, tests/contracts/store.py, holds for every implementation."""

    def load(self) -> Plan:
        """The plan as it is on disk now; cached until the file changes. Takes no lock.

        Raises Unreadable or NewerFormat. A store that was never written is an empty Plan of generation 0.
        """
        ...

    def changed(self) -> bool:
        """Whether the disk holds another plan than the last `load` or `commit` here gave. Cheap; raises nothing."""
        ...

    def commit(self, act: Callable[[Plan], Edit]) -> Change | None:
        """Run `act` on the plan under the lock and save its Edit as one Change.

        When this returns, the Change is on disk; None = the Edit changed nothing and nothing was written. If
        `act` raises, nothing is written. Raises SaveFailed (nothing changed), NotDurable (changed, durability
        unknown), Busy, Unreadable, NewerFormat.
        """
        ...

    def undo(self) -> Change:
        """Revert the newest Change that is not undone; returns the undo. Raises NothingToUndo, UndoRefused."""
        ...

    def redo(self) -> Change:
        """Make the last undone Change again. Raises NothingToUndo, UndoRefused."""
        ...

    def history(self, limit: int = 0) -> Sequence[Change]:
        """The Changes, newest first; 0 = all. Raises Unreadable where a line of the history is damaged."""
        ...

    def backup(self) -> Backup:
        """Make a backup now. Raises NotMet when nothing was saved yet, Unreadable, SaveFailed."""
        ...

    def backups(self) -> Sequence[Backup]:
        """All backups that can be read, newest first."""
        ...

    def restore(self, name: str) -> Change:
        """Bring a backup back as a new Change on top, after backing up what is there.

        `name` may be a unique beginning. Raises NotFound, Ambiguous, Unreadable.
        """
        ...


class Remembered(Protocol):
    """What the app keeps of choices about this machine, such as its theme: texts by name. Never a Change."""

    def load(self) -> Mapping[str, str]:
        """All of them; none where they cannot be read. Raises nothing."""
        ...

    def save(self, key: str, value: str) -> None:
        """Remember one. Raises SaveFailed."""
        ...


class Templates(Protocol):
    """The templates that can be picked: shipped, in shared folders, and in the person's library."""

    def list(self) -> Sequence[TemplateEntry]:
        """All readable ones, by title; one per id, the newest version; of one version the library's before those of
        shared folders before the shipped one."""
        ...

    def get(self, template_id: str, version: str | None = None) -> Template:
        """The newest, or that version, also an older one that is kept. Raises NotFound (with near names in the hint)
        or TemplateInvalid."""
        ...

    def versions(self, template_id: str) -> Sequence[Held]:
        """Every version that can be read, newest first; of one version that which is picked first."""
        ...

    def parse(self, text: str) -> Template:
        """A stored canonical text back into a Template. Raises TemplateInvalid."""
        ...

    def canonical(self, template: Template) -> str:
        """The template's canonical JSON: sorted keys, no spaces; equal templates give equal text."""
        ...

    def check(self, path: Path) -> Template:
        """Read and check a file of a stranger. Raises TemplateInvalid with every problem."""
        ...

    def problems(self) -> Sequence[TemplateInvalid]:
        """The files of the library and of shared folders that cannot be read, and folders that cannot."""
        ...

    def install(self, path: Path) -> Template:
        """Check a file and copy it into the library. Raises TemplateInvalid, NotMet (same version, other content)."""
        ...

    def incoming(self, given: Sequence[Path | tuple[str, bytes]]) -> Sequence[Incoming]:
        """Check files, all templates of a folder, or texts with a name for them; nothing is stored.

        Raises TemplateInvalid with what is wrong in all of them; NotMet where there is nothing to bring in.
        """
        ...

    def take_in(self, decided: Sequence[Decided]) -> Sequence[Taken]:
        """Store what was looked at, all of it or nothing; what gives way is kept as an older version.

        Raises NotMet for a conflict that nobody decided, or when the library is another one than when it was looked at.
        """
        ...


TemplateSource: TypeAlias = Literal["shipped", "folder", "library", "older"]
IncomingState: TypeAlias = Literal["new", "newer", "same", "older", "conflict"]
"""Of a template beside those of its id: none is there; it is newer; equal to one; older; of one's version and other."""
Resolution: TypeAlias = Literal["ask", "keep", "take", "rename"]
"""Of a conflict: nobody decided; mine stays; theirs comes and mine is kept as older; theirs comes under another id."""
TakenAction: TypeAlias = Literal["stored", "replaced", "kept_older", "renamed", "unchanged", "declined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A version of a template that is there. `source` is `shipped`, `folder` (`origin` names it), `library` or
    `older`: in the library, kept and not listed."""

    id: str
    version: str
    title: str
    source: TemplateSource
    origin: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A checked template on its way into the library; `name` says where it comes from, `data` is what stands there.

    `held` is what it meets under its id, and `free_id` an id under which both can be.
    """

    name: str
    data: bytes
    template: Template
    state: IncomingState
    held: Held | None
    free_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """An incoming template with what the person decided, should it be in conflict; `new_id` is for `rename`."""

    incoming: Incoming
    resolution: Resolution = "ask"
    new_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of an incoming template, and under which id."""

    incoming: Incoming
    action: TakenAction
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateEntry:
    """A line of the gallery. `source` is `shipped`, `folder` or `library`; `effort` is minutes of its longest way."""

    id: str
    title: str
    summary: str
    category: str
    version: str
    source: str
    milestones: int
    stages: tuple[str, ...]
    effort: int
    least: int  # minutes of its shortest way
    duration: str | None
    plan_from: str
    origin: str = ""
    """The name of the shared folder it lies in."""
    skills: tuple[str, ...] = ()
    """The names of what it practises."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one channel said. `channel` is `desktop`, `terminal`, …; `detail` says what failed and how to mend it.

    `absent`: the channel is not to be had where this process runs, and nobody waits for it. What several channels said
    together is in `parts`; then `ok` says that none of them is to be asked again.
    """

    ok: bool
    channel: str
    detail: str = ""
    absent: bool = False
    parts: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What one channel has said of one notice so far: whether it has shown it, and how often it failed to."""

    ok: bool
    tries: int = 0
    detail: str = ""


class Notifier(Protocol):
    """A channel that shows a notification."""

    def notify(self, title: str, body: str, key: str) -> Outcome:
        """Raise one notification; never raises, never takes longer than its channel may, writes on no screen of ours.

        Two with the same `key` replace each other where the desktop can do that.
        """
        ...

    def check(self) -> Outcome:
        """Whether a notification could be raised now, without raising one."""
        ...


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to a person, by the name the settings have for it. One on this machine answers within two seconds, one
    that is `slow` within SLOW; one that `may_be_absent` is not there for every process."""

    name: str
    notifier: Notifier
    slow: bool = False
    may_be_absent: bool = False


SLOW = timedelta(seconds=8)
LEASE = timedelta(seconds=30)
"""How long a pass may hold a notice that it is about to show: longer than all channels together may take."""
RETRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60))
"""How long to wait after a first, second, … failure; the last holds for all further ones."""
MOST_TRIES = 12
"""So often, over half a day, a channel may fail to show a notice that another one has shown; then it gives up."""


@dataclass(frozen=True, slots=True)
class DeliveryState:
    """What `delivery.json` knows of one notice. Instants in UTC."""

    state: str
    """`leased`, `sent`, `failed`, `expired`"""
    at: datetime
    token: str = ""
    until: datetime | None = None
    tries: int = 0
    retry_at: datetime | None = None
    channel: str = ""
    detail: str = ""
    said: Mapping[str, Said] = field(default_factory=dict)
    """By channel, where there are several."""

    def is_free(self, now: datetime) -> bool:
        """Whether it may be claimed: its lease is over, or its time to try again has come.

        A moment too far ahead was written before the clock was set back, and holds nothing up.
        """
        match self.state:
            case "leased":
                return self.until is None or not now < self.until <= now + 2 * LEASE
            case "failed":
                return self.retry_at is None or not now < self.retry_at <= now + 2 * RETRIES[-1]
            case _:
                return False


class LookAhead(Protocol):
    """What a pass of reminders that found nothing to raise notes for those after it."""

    def look(self) -> object:
        """What a pass goes by, as it is now: to be asked before the pass reads any of it. None: not to be noted."""
        ...

    def note(self, seen: object, now: datetime, until: datetime) -> None:
        """Note that a pass at `now` that went by `seen` had nothing to raise, nor will one before `until`.

        Raises nothing: where it cannot be written the passes go on looking.
        """
        ...


class Delivery(Protocol):
    """The leases and marks of notices on this machine, under a lock of their own."""

    def load(self) -> Mapping[str, DeliveryState]:
        """By notice key. Takes no lock."""
        ...

    def claim(self, keys: Sequence[str], token: str, now: datetime) -> Sequence[str]:
        """In one transaction lease those of `keys` that nobody has sent or holds and whose retry has come."""
        ...

    def mark(self, token: str, outcomes: Mapping[str, Outcome], now: datetime) -> None:
        """Mark leased notices sent or failed (tries + 1, retry with back-off); leases of others are left alone."""
        ...

    def told(self, token: str, keys: Sequence[str], outcome: Outcome, now: datetime) -> None:
        """Mark that one channel has shown leased notices, while others are still to; the lease stays."""
        ...

    def expire(self, keys: Sequence[str], now: datetime) -> None:
        """Mark notices that will not be shown any more."""
        ...

    def heartbeat(self) -> datetime | None:
        """When the last background pass that wrote something ran."""
        ...

    def kept_aside(self) -> Sequence[Path]:
        """Files that held leases and marks and could not be read: their notices may have come twice."""
        ...


class Scheduler(Protocol):
    """A scheduler of the operating system, which starts a pass while nothing of ours runs."""

    name: str
    """`systemd`, `cron`, `launchd`, `task`: what the person may choose by."""

    def absent(self) -> str:
        """Why it cannot be used on this machine; "" when it can."""
        ...

    def install(self, job: Job, *, dry_run: bool = False) -> Sequence[Step]:
        """Set `job` up, or as it is now instead of as it was; gives what was done, nothing when all stood already.

        With `dry_run` gives what would be done and does nothing. Raises NotMet, and then all is as before.
        """
        ...

    def uninstall(self, job: Job, *, dry_run: bool = False) -> Sequence[Step]:
        """Take everything of the job of this name away; nothing when there is none. Raises NotMet."""
        ...

    def status(self, job: Job) -> Schedule:
        """How the job of this name goes, and whether it is `job`. Raises NotMet where it cannot be known."""
        ...
