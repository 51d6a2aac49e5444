"""One run of the command line: the planner, opened when first needed, the writer, and questions to the person."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from planner.cli.output import Writer, is_terminal
from planner.domain.errors import WrongUsage

if TYPE_CHECKING:
    from planner.wiring import Planner

Answer = TypeVar("Answer")


class Session:
    """One run of the command line. `given` is a planner that is already open; tests give one."""

    def __init__(self, *, given: Planner | None = None, interactive: bool | None = None) -> None:
        self.home: Path | None = None
        self.given = given
        self.as_json = False
        self.interactive = (
            interactive if interactive is not None else is_terminal(sys.stdin) and is_terminal(sys.stderr)
        )

    @cached_property
    def out(self) -> Writer:
        """The writer."""
        return Writer()

    @cached_property
    def planner(self) -> Planner:
        """The planner on the person's data; opened here so that `--help` and wrong usage cost nothing."""
        if self.given is not None:
            return self.given
        from planner.wiring import open_planner

        return open_planner(self.home, writer="cli")

    def day(self, text: str) -> date:
        """A day in the words of quick add (`2027-03-01`, `next fri`, `in 3 weeks`). Raises WrongUsage."""
        from planner.domain.dates import parse_day

        return parse_day(text, self.planner.queries.today())

    def asks(self) -> bool:
        """Whether a question may be put: a person sits at the terminal and no machine format was asked for."""
        return self.interactive and not self.as_json

    def confirm(self, question: str) -> bool:
        """Ask yes or no on standard error; enter means no. Only when `asks()`."""
        return self.choose(f"{question} [y/N]:", {"y": True, "yes": True, "n": False, "no": False, "": False})

    def choose(self, question: str, answers: Mapping[str, Answer]) -> Answer:
        """Ask on standard error until one of `answers` is typed. Only when `asks()`."""
        while (typed := self.prompt(question).lower()) not in answers:
            self.out.say(f"Type one of: {', '.join(each for each in answers if each)}.")
        return answers[typed]

    def prompt(self, question: str) -> str:
        """Ask for a line on standard error. Only when `asks()`. Raises click.Abort at the end of input."""
        # Not click's prompt: that one writes a space to standard output, where only data belongs.
        self.out.ask(question)
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError as error:
            raise WrongUsage("What was typed is not text in this terminal's encoding.") from error
        if not line:
            from click import Abort

            raise Abort
        return line.strip()
