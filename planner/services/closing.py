"""Closing milestones: the next occurrence, the next cycle, what is asked, offered, and may move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, TypeAlias

from planner.domain.anchors import is_met
from planner.domain.dependencies import open_before
from planner.domain.durations import parse_moment
from planner.domain.errors import Blocked, NotMet
from planner.domain.living import followers, redated
from planner.domain.missed import gone_on, gone_with, missed
from planner.domain.plan import Goal, Milestone, Plan
from planner.domain.repeat import close, followed
from planner.services.context import Context
from planner.services.cycles import rolled_on
from planner.services.results import Ask, Begun, Offer, ShiftOffer

SkipMissed: TypeAlias = Literal["one", "all", "but_last"]
"""Of a series that was missed several times: skip the open one only, all of them, or all but the last."""


class Closing:
    """Closing several milestones one after the other on one plan, with what that brings about."""

    def __init__(self, context: Context, plan: Plan, status: Literal["done", "skipped"], on: date) -> None:
        self._context = context
        self._plan = plan
        self._status = status
        self._on = on
        self._milestones: dict[str, Milestone] = {}
        self._begun: dict[str, Milestone] = {}
        self._goals: dict[str, Goal] = {}
        self.begun: list[Begun] = []
        """The cycles that came with it."""

    def records(self) -> tuple[Goal | Milestone, ...]:
        """Everything to write."""
        return (*self._goals.values(), *self._milestones.values())

    def _now(self, milestone_id: str) -> Milestone:
        return self._milestones.get(milestone_id) or self._plan.milestones[milestone_id]

    def close(self, milestone_id: str) -> None:
        """Close one, and do what follows from it. Raises NotMet when it is closed already."""
        milestone = self._now(milestone_id)
        refuse_closed(milestone)
        each = milestone.repeat.each if milestone.repeat else None
        source = self._now(each) if each and each in self._plan.milestones else None
        offset = parse_moment(milestone.moment).offset if milestone.moment else None
        closed = close(milestone, self._status, at=self._context.now(), on=self._on, source=source, offset=offset)
        self._milestones[milestone_id] = closed
        for other in following_series(self._context, self._plan, [closed], self._milestones):
            self._milestones[other.id] = other
        goal = self._plan.goals.get(closed.goal or "")
        if goal is not None:
            self._settle(closed, goal)
            self._roll(closed, goal)

    def go_on(self, milestone_id: str, which: SkipMissed = "all") -> bool:
        """Put on record as missed what was missed of a series, all or but the last: then that one, or the next, is
        open. False where all was missed and there is no next: the last is open then.

        Raises NotMet where nothing was missed.
        """
        milestone, now = self._now(milestone_id), self._context.now()
        late = missed(milestone, self._context.today())
        if late is None:
            raise NotMet(
                f"Nothing of “{milestone.title}” was missed.",
                "planner skip ID skips it as it stands, done completes it.",
            )
        day = late.days[-1] if which == "but_last" else late.next or late.last
        gone = gone_on(milestone, day, at=now)
        self._milestones[milestone_id] = gone
        for follower in self._with(gone):
            self._milestones[follower.id] = follower
        for other in following_series(self._context, self._plan, [gone], self._milestones):
            self._milestones[other.id] = other
        return which == "but_last" or late.next is not None

    def count_as_last(self, milestone_id: str) -> None:
        """Let what is closed next stand for the last of a series that has come by its day; what was before it was
        missed."""
        milestone = self._now(milestone_id)
        late = missed(milestone, self._on)
        if late is not None and late.several:
            gone = gone_on(milestone, late.last, at=self._context.now())
            self._milestones[milestone_id] = self._begun[milestone_id] = gone
            for follower in self._with(gone):
                self._milestones[follower.id] = follower

    def _with(self, source: Milestone) -> Iterator[Milestone]:
        """The series that follow one, past what was missed of that."""
        for follower_id in self._plan.successors.get(source.id, ()):
            follower = self._now(follower_id)
            if follower.repeat is not None and follower.repeat.each == source.id and follower.moment is not None:
                offset = parse_moment(follower.moment).offset
                gone = gone_with(follower, source, offset, at=self._context.now())
                if gone != follower:
                    yield gone

    def _members(self, goal: Goal) -> list[Milestone]:
        known = self._plan.members(goal.id)
        there = {each.id for each in known}
        new = (each for each in self._milestones.values() if each.goal == goal.id and each.id not in there)
        return [*(self._now(each.id) for each in known), *new]

    def _settle(self, closed: Milestone, goal: Goal) -> None:
        """Date what had no binding day yet and counts from this one: its day is known now."""
        if closed.key is not None and not closed.is_open:
            template = self._context.template_of(self._plan, goal)
            now = self._context.now()
            for other in redated(
                goal, template, self._members(goal), {closed.key}, now=now, by_person=frozenset(), only_waiting=True
            ):
                self._milestones[other.id] = other

    def _roll(self, closed: Milestone, goal: Goal) -> None:
        if closed.cycle:
            now = self._goals.get(goal.id, goal)
            rolled, added, begun = rolled_on(self._context, self._plan, now, self._members(goal))
            if begun is not None:
                self.begun.append(begun)
                self._goals[rolled.id] = rolled
                self._milestones.update({each.id: each for each in added})

    def asks(self, milestone_id: str) -> list[Ask]:
        """The questions its step puts to the person; those that are answered with that answer, which may have been
        for an earlier attempt or cycle."""
        milestone = self._plan.milestones[milestone_id]
        goal = self._plan.goals.get(milestone.goal or "")
        template = self._context.template_of(self._plan, goal)
        step = template.steps.get(milestone.key or "") if template else None
        if self._status != "done" or goal is None or template is None or step is None:
            return []
        questions = [template.asked[key] for key in step.asks]
        return [
            Ask(question=question, goal=goal.id, milestone=milestone_id, answer=goal.answers.get(question.key, ""))
            for question in questions
            if is_met(question.if_, template, goal.answers) is not False
        ]

    def offers(self, milestone_id: str) -> list[Offer]:
        """The template its step offers next, unless another goal that is under way was built from it."""
        milestone = self._plan.milestones[milestone_id]
        goal = self._plan.goals.get(milestone.goal or "")
        template = self._context.template_of(self._plan, goal)
        step = template.steps.get(milestone.key or "") if template else None
        if self._status != "done" or goal is None or step is None or not step.offers:
            return []
        others = (
            each for each in self._plan.goals.values() if each.id != goal.id and each.status in {"active", "paused"}
        )
        if any(each.template is not None and each.template.id == step.offers for each in others):
            return []
        return [Offer(template=step.offers, goal=goal.id)]

    def shift(self, milestone_id: str, day: date) -> list[ShiftOffer]:
        """The offer to move what counts from it, when it was done on another day than planned."""
        milestone = self._begun.get(milestone_id) or self._plan.milestones[milestone_id]
        if milestone.due is None or milestone.due == day:
            return []
        after = followers(milestone, self._plan.members(milestone.goal))
        if not after:
            return []
        days = (day - milestone.due).days
        return [ShiftOffer(milestone=milestone_id, days=days, followers=tuple(each.id for each in after))]


def following_series(
    context: Context, plan: Plan, changed: Sequence[Milestone], others: Mapping[str, Milestone] | None = None
) -> list[Milestone]:
    """Series that follow one of the changed ones and wait for the day that it gives them now; `others` stand in place
    of those of the plan too."""
    found = []
    now = {**(others or {}), **{milestone.id: milestone for milestone in changed}}
    for source in changed:
        for follower_id in plan.successors.get(source.id, ()) if source.repeat else ():
            follower = now.get(follower_id) or plan.milestones[follower_id]
            if follower.repeat is not None and follower.repeat.each == source.id and follower.moment is not None:
                offset = parse_moment(follower.moment).offset
                new = followed(follower, source, offset, at=context.now(), moving=False)
                if new != follower:
                    found.append(new)
    return found


def refuse_closed(milestone: Milestone) -> None:
    """Raise NotMet when it is done or skipped."""
    if not milestone.is_open:
        raise NotMet(f"“{milestone.title}” is {milestone.status} already.", "Reopen it first if that was a mistake.")


def refuse_blocked(plan: Plan, targets: Sequence[Milestone]) -> None:
    """Raise Blocked when one follows something open that is not closed together with it."""
    closing = {target.id for target in targets}
    for target in targets:
        open_ones = [each for each in open_before(target, plan.milestones) if each not in closing]
        if open_ones:
            names = ", ".join(f"“{plan.milestones[each].title}”" for each in open_ones[:3])
            more = f" and {len(open_ones) - 3} more" if len(open_ones) > 3 else ""
            raise Blocked(
                f"“{target.title}” follows {names}{more}, still open.", "Complete those first, or complete it anyway."
            )
