"""What a person does with milestones. Each method is one Change; several ids are all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from planner.domain.copies import fresh, loose
from planner.domain.dates import parse_date_phrase, parse_snooze
from planner.domain.dependencies import unlinked
from planner.domain.errors import NotMet
from planner.domain.living import followers, redated
from planner.domain.missed import paused, resumed
from planner.domain.plan import Edit, Milestone, Plan
from planner.domain.quickadd import QuickAdd, read_line
from planner.domain.repeat import reopen
from planner.domain.text import notes, title
from planner.services.closing import (
    Closing,
    SkipMissed,
    following_series,
    refuse_blocked,
    refuse_closed,
)
from planner.services.conflicts import refuse_changed
from planner.services.context import Context, find_kept_goal, find_milestone
from planner.services.edits import MilestoneEdit, edited, given_fields
from planner.services.lead_sets import checked_leads
from planner.services.leaving import last_order, leaving
from planner.services.results import Ask, Begun, Done, Offer, ShiftOffer

_JUST_AFTER = timedelta(microseconds=1)
Rule = Callable[[Plan, Milestone], Milestone]


class Milestones:
    """The acts; refs are ids, unique prefixes of ids, or ids of occurrences."""

    def __init__(self, context: Context) -> None:
        self._context = context

    # Adding

    def read(self, text: str, on: date | None = None, *, dates: bool = True) -> QuickAdd:
        """How a line would be read, on this day unless it says another; nothing is stored. Without `dates` its words
        are no date. Raises WrongUsage."""
        plan = self._context.store.load()
        goals = {goal.id: goal.title for goal in plan.goals.values() if goal.status != "dropped"}
        return read_line(text, self._context.today(), goals, on, dates=dates)

    def add(
        self,
        text: str,
        *,
        goal: str | None = None,
        due: str | None = None,
        on: date | None = None,
        leads: tuple[str, ...] | None = None,
    ) -> Done:
        """Add a line of quick add; `goal` wins over what the line says, with `due` no date is read from it, `on` is
        its day unless it says another. Raises WrongUsage, NotFound, and NotMet where the goal was dropped."""
        new_id = self._context.ids.new()

        def act(plan: Plan) -> Edit:
            read = self.read(text, on, dates=due is None)
            day, at = read.due, read.at
            if due is not None:
                phrase = parse_date_phrase(due, self._context.today())
                day, at = phrase.day, phrase.at
            owner = find_kept_goal(plan, goal).id if goal is not None else read.goal_id
            now = self._context.now()
            milestone = Milestone(
                id=new_id,
                title=title(read.title),
                created=now,
                dated_at=now,
                goal=owner,
                due=day,
                at=at,
                fixed=read.fixed,
                effort=read.effort,
                tags=read.tags,
                leads=checked_leads(leads, plan.profile.lead_sets),
                order=last_order(plan, owner),
            )
            return Edit(f"Add “{milestone.title}”", (milestone,))

        return Done(change=self._context.commit(act), ids=(new_id,))

    # Closing and opening

    def complete(
        self, refs: Sequence[str], *, force: bool = False, on: date | None = None, missed: bool = False
    ) -> Done:
        """Mark done, on `on` (default today). Raises Blocked, unless forced, when one follows something open.

        With `missed`, of a series that was missed several times the last one that has come is done, those before it
        stay on record as missed.
        """
        return self._close(refs, "done", force=force, on=on, as_last=missed)

    def skip(self, refs: Sequence[str], *, missed: SkipMissed = "one") -> Done:
        """Mark skipped: it need not be done; what follows it is free. Of a series that was missed several times it may
        be all of them, or all but the last. Raises NotMet where nothing was missed."""
        if missed == "one":
            return self._close(refs, "skipped", force=True, on=None)
        ids: list[str] = []
        begun: list[Begun] = []

        def act(plan: Plan) -> Edit:
            targets = [find_milestone(plan, ref) for ref in dict.fromkeys(refs)]
            ids[:] = dict.fromkeys(target.id for target in targets)
            closing = Closing(self._context, plan, "skipped", self._context.today())
            for target_id in ids:
                if not closing.go_on(target_id, missed):
                    closing.close(target_id)
            begun[:] = closing.begun
            return Edit(_named("Skip what was missed of", targets), closing.records())

        return Done(change=self._context.commit(act), ids=tuple(ids), begun=tuple(begun))

    def _close(
        self,
        refs: Sequence[str],
        status: Literal["done", "skipped"],
        *,
        force: bool,
        on: date | None,
        as_last: bool = False,
    ) -> Done:
        ids: list[str] = []
        asks: list[Ask] = []
        offers: list[Offer] = []
        shifts: list[ShiftOffer] = []
        begun: list[Begun] = []

        def act(plan: Plan) -> Edit:
            for results in (ids, asks, offers, shifts):
                results.clear()
            targets = [find_milestone(plan, ref) for ref in dict.fromkeys(refs)]
            ids.extend(dict.fromkeys(target.id for target in targets))
            day = on or self._context.today()
            closing = Closing(self._context, plan, status, day)
            if not force:
                refuse_blocked(plan, targets)
            for target_id in ids:
                if as_last:
                    closing.count_as_last(target_id)
                closing.close(target_id)
                asks.extend(closing.asks(target_id))
                offers.extend(closing.offers(target_id))
            if len(ids) == 1 and status == "done":
                shifts.extend(closing.shift(ids[0], day))
            begun[:] = closing.begun
            verb = "Complete" if status == "done" else "Skip"
            return Edit(_named(verb, targets), closing.records())

        change = self._context.commit(act)
        return Done(
            change=change,
            ids=tuple(ids),
            asks=tuple(asks),
            offers=tuple(offers),
            shift=shifts[0] if shifts else None,
            begun=tuple(begun),
        )

    def reopen(self, refs: Sequence[str]) -> Done:
        """Open again what was closed last. Raises NotMet where it is open, or a series went on already."""
        return self._each("Reopen", refs, lambda _plan, milestone: reopen(milestone, at=self._context.now()))

    # Resting

    def pause(self, refs: Sequence[str]) -> Done:
        """Let series rest: out of next, overdue, reminders, hours and calendars. Raises NotMet for what is none."""

        def rule(_plan: Plan, milestone: Milestone) -> Milestone:
            refuse_closed(milestone)
            if milestone.repeat is None:
                raise NotMet(
                    f"“{milestone.title}” does not repeat: only a series can rest.",
                    "planner snooze hides a single milestone, planner goal pause a whole goal.",
                )
            if milestone.is_paused:
                raise NotMet(f"“{milestone.title}” is paused already.", "planner resume lets it go on.")
            return paused(milestone, self._context.today())

        return self._each("Pause", refs, rule)

    def resume(self, refs: Sequence[str]) -> Done:
        """Let series that rest go on, with the next day of their rhythm from today. Raises NotMet."""

        def rule(_plan: Plan, milestone: Milestone) -> Milestone:
            if not milestone.is_paused:
                raise NotMet(f"“{milestone.title}” is not paused.", "planner goal resume lets a whole goal go on.")
            return resumed(milestone, self._context.today(), at=self._context.now())

        return self._each("Resume", refs, rule)

    # Status and notes

    def start(self, refs: Sequence[str]) -> Done:
        """Begin, or put back: todo and waiting become doing, doing becomes todo."""

        def begun(_plan: Plan, milestone: Milestone) -> Milestone:
            refuse_closed(milestone)
            return replace(milestone, status="todo" if milestone.status == "doing" else "doing", waiting_on="")

        return self._each("Start", refs, begun)

    def wait(self, ref: str, who: str) -> Done:
        """Someone else has the ball; `who` says who, in the person's words."""

        def waiting(_plan: Plan, milestone: Milestone) -> Milestone:
            refuse_closed(milestone)
            return replace(milestone, status="waiting", waiting_on=title(who, "word on who has the ball"))

        return self._each("Wait for someone on", [ref], waiting)

    def snooze(self, refs: Sequence[str], until: str) -> Done:
        """Hide from Today and next, and hold reminders, until then ("tomorrow", "1 hour", a date); "" wakes it."""
        wall, start = self._context.wall(), self._context.store.load().profile.day_start
        moment = parse_snooze(until, wall, start) if until.strip() else None

        def snoozed(_plan: Plan, milestone: Milestone) -> Milestone:
            refuse_closed(milestone)
            return replace(milestone, snoozed_until=moment)

        return self._each("Snooze" if moment else "Wake", refs, snoozed)

    def acknowledge(self, refs: Sequence[str]) -> Done:
        """Put what has reminded so far to rest: none of it comes again. Raises NotMet where nothing has come yet."""
        from planner.services.lead_sources import LeadSources

        now, zone = self._context.now(), self._context.clock.zone()

        def acknowledged(plan: Plan, milestone: Milestone) -> Milestone:
            refuse_closed(milestone)
            if not LeadSources(plan, self._context.templates).have_come(milestone, now, zone):
                raise NotMet(
                    f"No reminder of “{milestone.title}” has come that could be acknowledged.",
                    "planner remind list shows what will come, planner snooze holds it back.",
                )
            return replace(milestone, dated_at=now + _JUST_AFTER)  # what comes at this very instant has come

        return self._each("Acknowledge", refs, acknowledged)

    def note(self, ref: str, text: str) -> Done:
        """Append a paragraph to the notes. Raises WrongUsage when they grow too long."""

        def noted(_plan: Plan, milestone: Milestone) -> Milestone:
            return replace(milestone, notes=notes(f"{milestone.notes}\n\n{text}".strip()))

        return self._each("Note on", [ref], noted)

    def tick(self, ref: str, item: int) -> Done:
        """Tick or untick a line of the checklist, counted from 0. Raises NotMet."""

        def ticked(_plan: Plan, milestone: Milestone) -> Milestone:
            if not 0 <= item < len(milestone.checklist):
                raise NotMet(f"“{milestone.title}” has no line {item + 1} in its checklist.")
            items = list(milestone.checklist)
            items[item] = replace(items[item], done=not items[item].done)
            return replace(milestone, checklist=tuple(items))

        return self._each("Checklist of", [ref], ticked)

    # Editing

    def edit(self, ref: str, changes: MilestoneEdit, *, seen: Milestone | None = None) -> Done:
        """Change fields. A new date rewrites its offset from its anchor; what counts from it is offered to move.

        `seen` is the milestone as it was when the editing began. Raises ChangedMeanwhile where one of these fields is
        another one now.
        """
        shifts: list[ShiftOffer] = []

        def rule(plan: Plan, milestone: Milestone) -> Milestone:
            shifts.clear()
            new = edited(self._context, plan, milestone, changes)
            refuse_changed(seen, milestone, new, given_fields(changes))
            if new.due != milestone.due and new.due and milestone.due:
                after = followers(milestone, plan.members(milestone.goal))
                if after:
                    days = (new.due - milestone.due).days
                    shifts.append(
                        ShiftOffer(milestone=milestone.id, days=days, followers=tuple(each.id for each in after))
                    )
            return new

        done = self._each("Edit", [ref], rule)
        return replace(done, shift=shifts[0] if shifts else None)

    def shift_after(self, ref: str) -> Done:
        """Move the soft, open dates that count from this milestone to where its day puts them now."""
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            milestone = find_milestone(plan, ref)
            ids[:] = [milestone.id]
            goal = plan.goals.get(milestone.goal or "")
            if goal is None or milestone.key is None:
                return Edit(f"Move what follows “{milestone.title}”")
            members = plan.members(goal.id)
            template = self._context.template_of(plan, goal)
            moved = redated(goal, template, members, {milestone.key}, now=self._context.now(), by_person=frozenset())
            return Edit(f"Move what follows “{milestone.title}”", moved)

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def move(self, ref: str, goal: str | None) -> Done:
        """Move to another goal; None: to the inbox. It keeps its date and stops counting from the old goal's."""
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            milestone = find_milestone(plan, ref)
            ids[:] = [milestone.id]
            owner = find_kept_goal(plan, goal).id if goal is not None else None
            name = f"Move “{milestone.title}”"
            if owner == milestone.goal:
                return Edit(name)
            moved = replace(loose(milestone), goal=owner, order=last_order(plan, owner))
            return Edit(name, (moved, *leaving(self._context, plan, [milestone])))

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def duplicate(self, ref: str) -> Done:
        """A fresh, open copy with the same date, in the same goal."""
        new_id = self._context.ids.new()

        def act(plan: Plan) -> Edit:
            milestone = find_milestone(plan, ref)
            now = self._context.now()
            copy = fresh(loose(milestone), new_id, now=now, order=last_order(plan, milestone.goal))
            return Edit(f"Duplicate “{milestone.title}”", (copy,))

        return Done(change=self._context.commit(act), ids=(new_id,))

    def delete(self, refs: Sequence[str]) -> Done:
        """Delete. What followed them stays, unlinked; a template's step does not come back by itself."""
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            targets = [find_milestone(plan, ref) for ref in dict.fromkeys(refs)]
            ids[:] = dict.fromkeys(target.id for target in targets)
            gone = tuple(("milestones", each) for each in ids)
            left = leaving(self._context, plan, targets)
            return Edit(_named("Delete", targets), (*left, *unlink_from(plan, ids)), gone)

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def _each(self, verb: str, refs: Sequence[str], rule: Rule) -> Done:
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            targets = [find_milestone(plan, ref) for ref in dict.fromkeys(refs)]
            ids[:] = dict.fromkeys(target.id for target in targets)
            changed = [rule(plan, target) for target in targets]
            return Edit(_named(verb, targets), (*changed, *following_series(self._context, plan, changed)))

        return Done(change=self._context.commit(act), ids=tuple(ids))


def unlink_from(plan: Plan, gone: Collection[str]) -> list[Milestone]:
    """The milestones that pointed at ones that go, without those pointers."""
    pointing = {follower for each in gone for follower in plan.successors.get(each, ())}
    return [unlinked(plan.milestones[each], gone) for each in sorted(pointing - set(gone))]


def _named(verb: str, targets: Sequence[Milestone]) -> str:
    return f"{verb} “{targets[0].title}”" if len(targets) == 1 else f"{verb} {len(targets)} milestones"
