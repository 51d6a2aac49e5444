"""A timer of the person's own systemd, on Linux. Man pages: systemd.timer(5), systemd.service(5), systemd.syntax(7)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from planner.background.files import put_back, read, remove, remove_empty, write
from planner.background.programs import Answer, must, run, step, there
from planner.domain.errors import NotMet
from planner.domain.schedule import MINUTES, Job, Schedule, Step, Trouble, every

AGAIN = "planner remind install"
_OUT_OF_REACH = "the systemd of your login cannot be reached"
_LOG_IN = "log in at the desktop or by ssh, not with su or sudo, or let it run without a login: loginctl enable-linger"
_REFUSED = "Nothing was left behind. systemctl --user status says how it is; planner remind install tries again."


class Systemd:
    """The scheduler `systemd`. Its folder is the one of the units a person writes for themselves."""

    name = "systemd"

    def absent(self) -> str:
        """Why it cannot be used here; "" when it can."""
        if not there("systemctl"):
            return "there is no systemd here"
        answer = self._ask("show", "--property=Version")
        return "" if answer.ok else f"{_OUT_OF_REACH} ({answer.said}; {_LOG_IN})"

    def install(self, job: Job, *, dry_run: bool = False) -> Sequence[Step]:
        """Write both units and start the timer; with `dry_run` only say so. Empty when all stands as it should.

        Raises NotMet, and then everything is as before.
        """
        files = self._files(job)
        if self._stands(job, files):
            return []
        timer = f"{job.name}.timer"
        runs = [_ctl("daemon-reload"), _ctl("enable", timer), _ctl("restart", timer)]
        steps = [Step(act="write", what=str(path), text=text) for path, text in files.items()] + [step(r) for r in runs]
        if dry_run:
            return steps
        was_active = self._show(timer, "ActiveState").get("ActiveState") == "active"
        before = {path: read(path) for path in files}
        with ExitStack() as back:
            back.callback(self._settle, timer, was_active)
            for path, text in files.items():
                back.callback(put_back, path, before[path])
                write(path, text.encode())
            if not any(before.values()):
                back.callback(self._take_down, job.name)
            for arguments in runs:
                must(arguments, _REFUSED, environ=_reach())
            back.pop_all()
        return steps

    def uninstall(self, job: Job, *, dry_run: bool = False) -> Sequence[Step]:
        """Stop the timer and take away both units and the mark of its last run; works without a running systemd too.

        Raises NotMet where a file stays.
        """
        ours = (*self._files(job), self._link(job.name), *_stamps(job.name))
        paths = [path for path in ours if path.exists() or path.is_symlink()]
        if not paths:
            return []
        steps = [step(_ctl("disable", "--now", f"{job.name}.timer"))]
        steps += [Step(act="remove", what=str(path)) for path in paths]
        steps.append(step(_ctl("daemon-reload")))
        if dry_run:
            return steps
        self._take_down(job.name)
        for path in paths:
            remove(path)
        for path in ours:
            remove_empty(path.parent)
            remove_empty(path.parent.parent)
        self._ask("daemon-reload")
        self._ask("reset-failed", f"{job.name}.service")
        return steps

    def status(self, job: Job) -> Schedule:
        """As the timer and the service tell it."""
        files = self._files(job)
        found = {path: read(path) for path in files}
        if not any(found.values()):
            return Schedule(installed=False)
        if self.absent():
            return Schedule(installed=True, troubles=(Trouble(_OUT_OF_REACH, _LOG_IN),))
        timer = self._show(
            f"{job.name}.timer", "ActiveState", "UnitFileState", "LastTriggerUSec", "NextElapseUSecRealtime"
        )
        service = self._show(f"{job.name}.service", "Result", "ExecMainStatus", "ExecMainExitTimestamp", "ActiveState")
        ran = [_instant(timer.get("LastTriggerUSec")), _instant(service.get("ExecMainExitTimestamp"))]
        unit, clockwork = files
        return Schedule(
            installed=True,
            minutes=_minutes_of(found[clockwork]),
            last=max((each for each in ran if each), default=None),
            next=_instant(timer.get("NextElapseUSecRealtime")),
            troubles=tuple(self._troubles(job, timer, service, as_wanted=found[unit] == files[unit].encode())),
            note="" if _lingers() else "It runs while you are logged in; loginctl enable-linger lets it run without.",
        )

    def _troubles(
        self, job: Job, timer: Mapping[str, str], service: Mapping[str, str], *, as_wanted: bool
    ) -> Iterable[Trouble]:
        if timer.get("ActiveState") != "active" or timer.get("UnitFileState") != "enabled":
            yield Trouble(f"the timer {job.name}.timer is not switched on", AGAIN)
        if not as_wanted:
            yield Trouble("it starts another installation of the planner than this one", AGAIN)
        if service.get("Result", "success") != "success":
            what = {"exit-code": f"exit code {service.get('ExecMainStatus')}"}.get(service["Result"], service["Result"])
            yield Trouble(f"the last pass did not end well ({what})", f"journalctl --user -u {job.name}.service")
        if not self._finds_bus():
            yield Trouble(
                "a pass in the background cannot find the session bus of your desktop",
                "dbus-update-activation-environment --systemd DBUS_SESSION_BUS_ADDRESS, or install dbus-user-session",
            )

    def _finds_bus(self) -> bool:
        """Whether a pass would: the manager hands the address on, or the bus is in the place everyone looks."""
        if Path(_runtime_folder(), "bus").is_socket():
            return True
        lines = self._ask("show-environment").text.splitlines()
        return any(line.startswith("DBUS_SESSION_BUS_ADDRESS=") for line in lines)

    def _stands(self, job: Job, files: Mapping[Path, str]) -> bool:
        if any(read(path) != text.encode() for path, text in files.items()):
            return False
        timer = self._show(f"{job.name}.timer", "ActiveState", "UnitFileState", "NeedDaemonReload")
        wanted = {"ActiveState": "active", "UnitFileState": "enabled", "NeedDaemonReload": "no"}
        return timer == wanted

    def _files(self, job: Job) -> dict[Path, str]:
        folder = self._folder()
        return {folder / f"{job.name}.service": service_text(job), folder / f"{job.name}.timer": timer_text(job)}

    def _link(self, name: str) -> Path:
        return self._folder() / "timers.target.wants" / f"{name}.timer"

    def _folder(self) -> Path:
        """Where the manager looks: a variable that only the shell has does not count."""
        usual = Path.home() / ".config/systemd/user"
        named = os.environ.get("XDG_CONFIG_HOME", "")
        if not named.startswith("/") or Path(named, "systemd/user") == usual:
            return usual
        looked_in = self._show("", "UnitPath").get("UnitPath", "")
        return usual if looked_in and named not in looked_in else Path(named, "systemd/user")

    def _take_down(self, name: str) -> None:
        """Whatever of it is there; that some is not, or that no manager runs, does not matter."""
        self._ask("disable", "--now", f"{name}.timer")
        for path in (self._link(name), *_stamps(name)):
            remove(path)
        remove_empty(self._link(name).parent)

    def _settle(self, timer: str, was_active: bool) -> None:
        """After the files were put back."""
        self._ask("daemon-reload")
        if was_active:
            self._ask("restart", timer)

    def _ask(self, *arguments: str) -> Answer:
        return run(_ctl(*arguments), environ=_reach())

    def _show(self, unit: str, *properties: str) -> dict[str, str]:
        names = [f"--property={each}" for each in properties]
        text = self._ask("show", *names, *([unit] if unit else [])).text
        pairs = (line.partition("=") for line in text.splitlines())
        return {name: value for name, _, value in pairs if name in properties}


def service_text(job: Job) -> str:
    """The unit of one pass. Raises NotMet for what systemd cannot be told.

    The levels keep a line a minute out of the journal; what the pass itself says and that it failed stays in.
    """
    variables = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in job.environ.items())
    return (
        "# Written by planner remind install; planner remind uninstall removes it.\n"
        "[Unit]\n"
        "Description=Planner: one look for reminders that are due\n"
        "\n"
        "[Service]\n"
        "Type=oneshot\n"
        f"ExecStart=:{' '.join(_quoted(each) for each in _startable(job.command))}\n"
        f"{variables}"
        "TimeoutStartSec=120\n"
        "Nice=10\n"
        "SyslogLevel=notice\n"
        "LogLevelMax=notice\n"
    )


def timer_text(job: Job) -> str:
    """The unit that starts it by the wall clock: once at login or after sleep for what was missed."""
    return (
        "# Written by planner remind install; planner remind uninstall removes it.\n"
        "[Unit]\n"
        f"Description=Planner: reminders, {every(job.minutes)}\n"
        "\n"
        "[Timer]\n"
        f"OnCalendar=*:0/{job.minutes}\n"
        "AccuracySec=10s\n"
        "Persistent=true\n"
        "\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )


def _startable(command: Sequence[str]) -> Sequence[str]:
    """Quotes, backslashes and what cannot be printed are refused in the name of a program, not in an argument."""
    return ["/usr/bin/env", *command] if re.search(r"['\"\\\x00-\x1f\x7f]", command[0]) else command


def _quoted(text: str) -> str:
    """One word; the colon before the program keeps dollars as they are."""
    if not text.isprintable() and any(0xD800 <= ord(sign) <= 0xDFFF for sign in text):
        raise NotMet(f"systemd takes UTF-8 names only, and {text!a} is none.", "planner --home NAME gives another.")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    escaped = "".join(f"\\x{ord(sign):02x}" if ord(sign) < 0x20 or ord(sign) == 0x7F else sign for sign in escaped)
    return f'"{escaped}"'


def _stamps(name: str) -> list[Path]:
    """Where the manager may keep when the timer last ran; it knows a variable of the shell, or it does not."""
    named = os.environ.get("XDG_DATA_HOME", "")
    folders = dict.fromkeys([Path.home() / ".local/share", *([Path(named)] if named.startswith("/") else [])])
    return [folder / "systemd/timers" / f"stamp-{name}.timer" for folder in folders]


def _ctl(*arguments: str) -> list[str]:
    return ["systemctl", "--user", *arguments]


def _runtime_folder() -> str:
    return os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"


def _reach() -> dict[str, str]:
    """What systemctl needs to find the manager, in a language and a zone that can be read."""
    folder = _runtime_folder()
    found = {"XDG_RUNTIME_DIR": folder} if Path(folder).is_dir() else {}
    return {"TZ": "UTC", "SYSTEMD_COLORS": "0", "SYSTEMD_PAGER": "cat", **found}


def _instant(text: str | None) -> datetime | None:
    """`Sun 2026-11-22 02:35:00 UTC`, as systemctl writes it in UTC; None for `n/a` and the like."""
    try:
        return datetime.strptime(text or "", "%a %Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC)
    except ValueError:
        return None


def _minutes_of(timer: bytes | None) -> int | None:
    found = re.search(rb"^OnCalendar=\*:0/(\d+)$", timer or b"", re.MULTILINE)
    return int(found[1]) if found and int(found[1]) in MINUTES else None


def _lingers() -> bool:
    import pwd  # there is none on Windows

    return Path("/var/lib/systemd/linger", pwd.getpwuid(os.getuid()).pw_name).exists()
