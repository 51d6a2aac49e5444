"""Lines of the person's crontab, where there is no systemd of their own."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from planner.background.files import remove, remove_empty, write
from planner.background.programs import must, run, step, there
from planner.domain.errors import NotMet
from planner.domain.schedule import MINUTES, Job, Schedule, Step, Trouble, next_pass

AGAIN = "planner remind install"
LONGEST = 990
"""Bytes of a line; cron itself takes a thousand for the command."""
_DAEMONS = {"cron", "crond", "fcron", "dcron"}
_NONE_YET = re.compile(rb"no crontab for|can't open .*: No such file", re.IGNORECASE)
_KEPT = "Your crontab is as it was. crontab -l says how it is."


class Cron:
    """The scheduler `cron`. Between two marks stands what is ours; every other byte stays as it is."""

    name = "cron"

    def __init__(self, local: Callable[[], datetime] = lambda: datetime.now(UTC).astimezone()) -> None:
        """`local` is the time on the wall, with its zone. Only tests give another."""
        self._local = local

    def absent(self) -> str:
        """Why it cannot be used here; "" when it can."""
        return "" if there("crontab") else "there is no cron here (apt install cron)"

    def install(self, job: Job, *, dry_run: bool = False) -> Sequence[Step]:
        """Put our lines at the end of the crontab; with `dry_run` only say so, also where there is no cron. Empty when
        all stands as it should.

        Raises NotMet, and then the crontab is as before.
        """
        before = b"" if dry_run and self.absent() else _read()
        mark = mark_file(job.name)
        others = without(before, job.name)
        after = _ended(others) + block(job, mark, others)
        if after == before:
            return []
        steps = [Step(act="write", what=str(mark)), step(["crontab", "-"], after.decode(errors="replace"))]
        if dry_run:
            return steps
        if not mark.parent.is_dir():
            write(mark, b"")  # makes the folder; the pass only writes into it
            remove(mark)
        _write(after, before)
        return steps

    def uninstall(self, job: Job, *, dry_run: bool = False) -> Sequence[Step]:
        """Take our lines out, and the mark of the last pass away. Raises NotMet."""
        before = b"" if self.absent() else _read()
        after = without(before, job.name)
        mark = mark_file(job.name)
        steps = []
        if after != before:
            line = ["crontab", "-"] if after else ["crontab", "-r"]
            steps.append(step(line, after.decode(errors="replace")))
        if mark.exists():
            steps.append(Step(act="remove", what=str(mark)))
        if dry_run:
            return steps
        if after != before:
            _write(after, before)
        if remove(mark):
            remove_empty(mark.parent)
        return steps

    def status(self, job: Job) -> Schedule:
        """As the crontab has it; when it last ran is the time of the mark that the line leaves."""
        text = b"" if self.absent() else _read()
        ours = _ours(text, job.name)
        if ours is None:
            return Schedule(installed=False)
        mark = mark_file(job.name)
        minutes = next((each for each in MINUTES if ours.find(b"\n" + _when(each).encode() + b" ") >= 0), None)
        wanted = minutes is not None and block(_at(job, minutes), mark, without(text, job.name)) == ours
        running = _daemon_runs()
        return Schedule(
            installed=True,
            minutes=minutes,
            last=_time_of(mark),
            next=next_pass(self._local(), minutes).astimezone(UTC) if minutes and running else None,
            troubles=tuple(_troubles(mark, wanted=wanted, running=running)),
            note="What was missed while the machine was off comes with the next look.",
        )


def block(job: Job, mark: Path, others: bytes) -> bytes:
    """Our lines, marks included. Raises NotMet for what a crontab cannot hold.

    A shell that `others` set for their lines is not ours to use, and is set again after our line.
    """
    variables = "".join(f"{name}={_word(value)} " for name, value in job.environ.items())
    command = " ".join(_word(each) for each in job.command)
    ended = f"{{ echo $? >{_word(str(mark))}; }} 2>/dev/null"
    line = os.fsencode(f"{_when(job.minutes)} {variables}{command} >/dev/null 2>&1; {ended}\n")
    if len(line) > LONGEST:
        raise NotMet(f"The line would be {len(line)} bytes long, and cron takes {LONGEST}.", "Use shorter paths.")
    shells = re.findall(rb"^[ \t]*SHELL[ \t]*=.*$", others, re.MULTILINE)
    if shells:
        line = b"SHELL=/bin/sh\n" + line + shells[-1] + b"\n"
    begin, end = _marks(job.name)
    return begin + line + end


def without(text: bytes, name: str) -> bytes:
    """The crontab without our lines. Raises NotMet where only one of the marks is left."""
    ours = _ours(text, name)
    return text if ours is None else text.replace(ours, b"", 1)


def mark_file(name: str) -> Path:
    """Where the line writes how a pass ended: not in the data folder, which may be copied to other machines."""
    given = os.environ.get("XDG_STATE_HOME", "")
    folder = Path(given) if given.startswith("/") else Path.home() / ".local/state"
    return folder / "planner" / f"{name}.last"


def _marks(name: str) -> tuple[bytes, bytes]:
    begin = f"# >>> {name}: written by planner remind install; planner remind uninstall takes it out\n"
    return begin.encode(), f"# <<< {name}\n".encode()


def _ours(text: bytes, name: str) -> bytes | None:
    """Our lines with their marks, None where there are none. Raises NotMet where somebody took one mark away."""
    begin, end = (mark.partition(b":")[0].rstrip(b"\n") for mark in _marks(name))
    found = re.search(rb"^%s:.*?\n(?:.*\n)*?%s\n" % (re.escape(begin), re.escape(end)), text, re.MULTILINE)
    if found:
        return found[0]
    if re.search(rb"^(?:%s:|%s$)" % (re.escape(begin), re.escape(end)), text, re.MULTILINE):
        fix = f"Take the lines of {name} out with crontab -e, then try again."
        raise NotMet("Your crontab holds only a part of what the planner wrote, so it is left alone.", fix)
    return None


def _when(minutes: int) -> str:
    return "* * * * *" if minutes == 1 else f"*/{minutes} * * * *"


def _at(job: Job, minutes: int) -> Job:
    return Job(name=job.name, command=job.command, environ=job.environ, minutes=minutes)


def _word(text: str) -> str:
    """One word for the shell without a percent sign: most crons make a line break of one, and some do not."""
    if "\n" in text or "\0" in text:
        raise NotMet(f"A crontab cannot hold the line break in {text!a}.", "planner --home NAME gives another.")
    parts = ("'" + part.replace("'", "'\"'\"'") + "'" for part in text.split("%"))
    return "\"$(printf '\\045')\"".join(parts)


def _ended(text: bytes) -> bytes:
    return text if not text or text.endswith(b"\n") else text + b"\n"


def _read() -> bytes:
    """The crontab as it is. Raises NotMet where it cannot be read, so that it is not taken for an empty one."""
    answer = run(["crontab", "-l"])
    if answer.ok:
        return answer.output
    if answer.code is not None and not answer.output and _NONE_YET.search(answer.errors.encode()):
        return b""
    raise NotMet(f"Your crontab cannot be read: {answer.said}", "crontab -l says the same; mend that first.")


def _write(after: bytes, before: bytes) -> None:
    """Put it in place and look whether it is there. Raises NotMet, with the old one back in its place."""
    if not after:
        must(["crontab", "-r"], _KEPT)
        return
    must(["crontab", "-"], _KEPT, data=after)
    # Some crontabs say well and keep the old one, and all of them may drop lines of comments at the top.
    if not _read().endswith(after[-400:]):
        run(["crontab", "-"], data=before)
        raise NotMet("Your crontab did not take the new lines.", _KEPT)


def _time_of(mark: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(mark.stat().st_mtime, UTC)
    except OSError:
        return None


def _troubles(mark: Path, *, wanted: bool, running: bool) -> Iterable[Trouble]:
    if not running:
        yield Trouble("no cron is running on this machine", "service cron start, or systemctl enable --now cron")
    if not wanted:
        yield Trouble("it starts another installation of the planner than this one", AGAIN)
    try:
        code = mark.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        code = ""
    if code not in {"", "0"}:
        yield Trouble(f"the last pass did not end well (exit code {code})", "planner remind run says why")
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if sys.platform == "linux" and address and not Path(f"/run/user/{os.getuid()}/bus").is_socket():
        yield Trouble(
            "a pass started by cron cannot find the session bus of your desktop", "apt install dbus-user-session"
        )


def _daemon_runs() -> bool:
    """Whether a cron is among the processes; where they cannot be listed, it is taken to be."""
    found = False
    for path in Path("/proc").glob("[0-9]*/comm"):
        try:
            found = True
            if path.read_text(errors="replace").strip() in _DAEMONS:
                return True
        except OSError:
            continue  # it has ended
    return not found
