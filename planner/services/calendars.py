"""Calendar files: written once, or kept up to date by the passes that look for reminders.

SEQUENCE is the generation of the plan, which grows with every Change, an undo and a restored backup included, so that
what was changed since the last file always has a higher one. Where the file that is replaced holds a higher one all
the same, as after a plan was begun anew, it goes on from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from planner.domain.errors import DataError, NotDurable, NotFound, NotMet, PlannerError, SaveFailed, Unreadable
from planner.domain.leads import Notice, notices_of
from planner.domain.plan import Milestone, Plan
from planner.domain.text import shown
from planner.domain.values import dataclass, replace
from planner.formats.calendar import PRODUCT, As, View, of_interest, written
from planner.ports import RETRIES
from planner.services.calendar_files import CalendarFiles, KeptCalendar
from planner.services.context import Context, find_goal
from planner.services.lead_sources import LeadSources
from planner.services.outputs import is_there, named, refuse_no_file

NAME = "planner"
_QUICK = timedelta(seconds=3)
_REST = 20
"""A file that is not written quickly is not written again for so many times as long as that took."""
_HEAD = 2048
_PRODUCT = PRODUCT.removesuffix("//EN").encode()
_SEQUENCE = re.compile(rb"^SEQUENCE:([0-9]{1,9})\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A calendar as it was written: how many milestones are in it, and the SEQUENCE they have."""

    data: bytes
    milestones: int
    sequence: int
    path: Path | None = None


class Calendars:
    """Writing calendars, and keeping them."""

    def __init__(self, context: Context, files: CalendarFiles) -> None:
        self._context = context
        self._files = files

    def export(self, as_: As = "todo", goal: str | None = None) -> Exported:
        """The calendar as it is now. `goal` as the person names it. Raises NotFound, Ambiguous, Unreadable."""
        plan = self._context.store.load()
        return self._made(plan, as_, find_goal(plan, goal).id if goal else None, plan.generation)

    def save(self, path: Path, as_: As = "todo", goal: str | None = None) -> Exported:
        """Write it to a file; one of ours that is there is brought up to date.

        Raises NotMet for a file that is not ours, SaveFailed, NotDurable, and as `export`.
        """
        plan = self._context.store.load()
        return self._save(plan, named(path), as_, find_goal(plan, goal).id if goal else None)

    def keep(self, path: Path, as_: As = "todo", goal: str | None = None) -> Exported:
        """Write it to a file and keep that up to date from now on. Raises as `save`, and Busy."""
        began = self._context.now()
        plan = self._context.store.load()
        found = find_goal(plan, goal).id if goal else None
        made = self._save(plan, named(path), as_, found)
        kept = KeptCalendar(
            path=named(path),
            as_=as_,
            goal=found,
            generation=plan.generation,
            not_before=self._after(began),
        )
        self._files.change(lambda before: [*(each for each in before if each.path != kept.path), kept])
        return made

    def forget(self, path: Path) -> None:
        """Keep a file up to date no longer; it stays as it is. Raises NotFound, and as `keep`."""
        wanted = named(path)
        if all(each.path != wanted for each in self._files.load()):
            raise NotFound(
                f"{shown(str(path))} is not kept up to date.", "See those that are: planner export ics --list"
            )
        self._files.change(lambda before: [each for each in before if each.path != wanted])

    def kept(self) -> Sequence[KeptCalendar]:
        """The files that are kept. Raises Unreadable, NewerFormat."""
        return self._files.load()

    def told(self) -> list[tuple[str, str]]:
        """How each kept file stands, with what mends it or "". Raises Unreadable, NewerFormat."""
        generation = self._context.store.load().generation
        found = []
        for each in self._files.load():
            again = f"planner export ics --keep “{each.path}”, or --forget for good"
            if each.problem:
                found.append((f"{each.path} could not be brought up to date", each.problem))
            elif not is_there(each.path):
                found.append((f"{each.path} is to follow the plan, and is gone", again))
            elif each.generation != generation:
                found.append((f"{each.path} is brought up to date by the next pass", ""))
            else:
                found.append((f"{each.path} is up to date", ""))
        return found

    def stale(self) -> bool:
        """Whether a kept file holds another generation than the plan's. Raises Unreadable, NewerFormat of the plan."""
        generation = self._context.store.load().generation
        try:
            return any(each.generation != generation for each in self._files.load())
        except DataError:
            return False  # which the doctor tells

    def refresh(self) -> None:
        """Write the kept files whose plan has changed. One that fails is noted, told by the doctor and tried again.

        Raises Unreadable, NewerFormat of the plan.
        """
        plan = self._context.store.load()
        try:
            kept = [each for each in self._files.load() if each.generation != plan.generation]
        except DataError:
            return  # as in `stale`
        results = {each.path: self._refreshed(plan, each) for each in kept if self._may(each)}
        if results:
            try:
                self._files.change(lambda before: [results.get(each.path, each) for each in before])
            except DataError:
                return  # the files are written; that they are is found out again by the next pass

    def _may(self, kept: KeptCalendar) -> bool:
        now = self._context.now()
        # A moment too far ahead was noted before the clock was set back.
        return kept.not_before is None or not now < kept.not_before <= now + 2 * RETRIES[-1]

    def _refreshed(self, plan: Plan, kept: KeptCalendar) -> KeptCalendar:
        began = self._context.now()
        try:
            if kept.goal is not None and kept.goal not in plan.goals:
                raise NotFound("Its goal is gone.", f"planner export ics --forget “{kept.path}”")
            self._save(plan, kept.path, kept.as_, kept.goal)
        except NotDurable:
            pass  # readers see it; should it be lost, the next change writes it again
        except PlannerError as error:
            wait = RETRIES[min(kept.tries, len(RETRIES) - 1)]
            problem = f"{error.message} {error.hint}".strip()
            return replace(kept, tries=kept.tries + 1, problem=problem, not_before=self._context.now() + wait)
        return replace(kept, generation=plan.generation, tries=0, problem="", not_before=self._after(began))

    def _after(self, began: datetime) -> datetime:
        now = self._context.now()
        took = now - began
        return now if took < _QUICK else now + min(_REST * took, RETRIES[-1])

    def _save(self, plan: Plan, path: Path, as_: As, goal: str | None) -> Exported:
        sequence = max(plan.generation, self._highest(path, plan.generation))
        made = self._made(plan, as_, goal, sequence)
        try:
            self._files.write(path, made.data)
        except SaveFailed as error:
            raise SaveFailed(error.message, "Check the folder, the permissions and the free space.") from error
        return replace(made, path=path)

    def _highest(self, path: Path, generation: int) -> int:
        """What SEQUENCE must be at least for the file that is to be replaced. Raises NotMet when it is not ours."""
        refuse_no_file(path, "Without a file the calendar is printed.")
        try:
            data = self._files.read(path)
        except Unreadable as error:
            raise NotMet(error.message, "Choose another name.") from error
        if not data:
            return 0
        if not (data.startswith(b"BEGIN:VCALENDAR") and _PRODUCT in data[:_HEAD]):
            raise NotMet(f"{path} is there already, and is no calendar of the planner.", "Choose another name.")
        highest = max((int(number) for number in _SEQUENCE.findall(data)), default=0)
        return highest + 1 if highest > generation else highest

    def _made(self, plan: Plan, as_: As, goal: str | None, sequence: int) -> Exported:
        zone = self._context.clock.zone()
        name = plan.goals[goal].title if goal is not None else NAME
        view = View(as_=as_, now=self._context.now(), zone=zone, sequence=sequence, name=name)
        milestones = of_interest(plan, view, goal)
        data = written(plan, milestones, self._notices(plan), view)
        return Exported(data=data, milestones=len(milestones), sequence=sequence)

    def _notices(self, plan: Plan) -> Callable[[Milestone], Sequence[Notice]]:
        sources = LeadSources(plan, self._context.templates)
        zone = self._context.clock.zone()

        def of(milestone: Milestone) -> Sequence[Notice]:
            return notices_of(
                milestone,
                sources.of(milestone),
                plan.profile.day_start,
                zone,
                sources.latest(milestone),
                renewal=sources.renewal(milestone) if milestone.cycle else None,
            )

        return of
