"""The one place that prints errors: a sentence, what to do next, and the exit code.

0 done · 1 the request can't be met · 2 wrong usage · 3 the data can't be read or written ·
4 a template or import file is invalid · 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from planner.cli.output import Cell, Writer
from planner.domain.errors import PlannerError, TemplateInvalid

if TYPE_CHECKING:
    import click

DONE, NOT_MET, WRONG_USAGE, DATA, INVALID, INTERRUPTED = 0, 1, 2, 3, 4, 130

_T = TypeVar("_T")


def flushed(act: Callable[[], _T]) -> _T | int:
    """Run a command and flush what it wrote; a reader of our output that has gone ends it quietly."""
    try:
        result = act()
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        leave_quietly()
        return DONE
    return result


def ended(act: Callable[[], int | None]) -> int:
    """Run a command to its exit code: the one place where every error ends."""
    try:
        return act() or DONE
    except Exception as error:  # noqa: BLE001  the one place where every error ends
        return report(error)
    except KeyboardInterrupt as error:
        return report(error)


def report(error: BaseException) -> int:
    """Print `error` to standard error and return the exit code. An unexpected one is printed with its traceback."""
    writer = Writer()
    match error:
        case TemplateInvalid():
            writer.say(Cell(error.message, "warn"))
            for problem in error.problems:
                writer.say(f"  {problem}")
            return error.exit_code
        case PlannerError():
            writer.say(Cell(error.message, "warn"))
            if error.hint:
                writer.say(f"  {error.hint}")
            return error.exit_code
        case KeyboardInterrupt():
            return _report_interrupt(writer)
        case OSError():
            leave_quietly()
            writer.say(Cell(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}", "warn"))
            writer.say("  Check the path, the permissions and the free space.")
            return DATA
        case _:
            return _report_other(error, writer)


def _report_other(error: BaseException, writer: Writer) -> int:
    import click  # not needed by the commands that run without it, until here

    match error:
        case click.exceptions.NoArgsIsHelpError():
            for line in error.format_message().split("\n"):
                writer.say(line)
            return WRONG_USAGE
        case click.ClickException():
            return _report_usage(error, writer)
        case click.Abort():
            return _report_interrupt(writer)
        case _:
            import traceback

            writer.say(Cell("This should not have happened. What follows helps whoever mends it:", "warn"))
            for line in "".join(traceback.format_exception(error)).rstrip().split("\n"):
                writer.say(line)
            return NOT_MET


def _report_interrupt(writer: Writer) -> int:
    writer.say("Interrupted.")
    return INTERRUPTED


def _report_usage(error: click.ClickException, writer: Writer) -> int:
    writer.say(Cell(error.format_message(), "warn"))
    context = getattr(error, "ctx", None)
    if context is not None:
        writer.say(f"  {context.command_path} --help says how it is written.")
    import click

    if isinstance(error, click.NoSuchOption) and context is not None and not error.option_name.startswith("--"):
        writer.say(f'  Text that begins with a minus goes behind --: {context.command_path} -- "{error.option_name}…"')
    return error.exit_code


def leave_quietly() -> None:
    """Let nothing more be written to a reader that has gone (`planner history | head -1`) or a disk that is full."""
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            continue
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def fill_closed_streams() -> None:
    """Give a closed standard stream its number back, so that no file of ours gets it."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
