"""Bringing a goal to another version of its template: a three-way merge of the version it was built from, the new one,
and the milestones as they are.

What the person changed or completed stays as it is. What is as its step made it follows the new version. What was
changed on both sides is a conflict, and the person's to decide. Nothing is dated in the past, or before what it
follows, without being asked for. Pure: the same goal, templates, decisions, day and ids give the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from planner.domain.anchors import is_met
from planner.domain.answers import is_cycle_over, next_cycle
from planner.domain.plan import Goal, Milestone, Plan, TemplateRef
from planner.domain.template_diff import former_keys, with_keys
from planner.domain.upgrade_dates import Dating
from planner.domain.upgrade_merge import Decisions, Merge, renamed
from planner.domain.upgrade_order import in_order

if TYPE_CHECKING:
    from planner.domain.template import Question, Step, Template
    from planner.domain.upgrade_merge import Conflict, Update

Misfits = Literal["ask", "later", "leave", "anyway"]
"""What is to be done with what would lie in the past or before what it follows: ask first; put it on the first day that
fits; leave it as it is, or out; date it so anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redated:
    """A milestone that gets another day, or loses the one it had."""

    before: Milestone
    after: Milestone


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """What an upgrade would do; nothing is stored.

    `goal` and `put` are to be written, `gone` are the milestones that go. `comes` are new, `alone` are those whose step
    is gone and that stay, as the person's own. `left_out` are new optional steps, unticked at first. `past` are those
    that would newly lie before today; `problems` are sentences about what would newly come before something it follows.
    `asks` are new questions, `remarks` sentences about what else is to be known.
    """

    before: Template
    after: Template
    goal: Goal
    put: tuple[Milestone, ...]
    gone: tuple[Milestone, ...]
    comes: tuple[Milestone, ...]
    alone: tuple[Milestone, ...]
    left_out: tuple[Step, ...]
    updates: tuple[Update, ...]
    redated: tuple[Redated, ...]
    conflicts: tuple[Conflict, ...]
    past: tuple[Milestone, ...]
    problems: tuple[str, ...]
    asks: tuple[Question, ...]
    remarks: tuple[str, ...]

    @property
    def undecided(self) -> tuple[Conflict, ...]:
        """The conflicts that nobody has decided yet."""
        return tuple(conflict for conflict in self.conflicts if conflict.decided is None)

    @property
    def fits(self) -> bool:
        """Whether no date is to be asked about."""
        return not self.past and not self.problems


def upgrade(
    goal: Goal,
    before: Template,
    after: Template,
    plan: Plan,
    *,
    ref: TemplateRef,
    decisions: Decisions | None = None,
    misfits: Misfits = "ask",
    elsewhere: Mapping[str, str] | None = None,
    today: date,
    now: datetime,
    new_id: Callable[[], str],
) -> Upgrade:
    """Bring `goal` from `before`, which it was built from, to `after`; `ref` points to that one.
    `elsewhere` are by key the steps of `after` that another goal has already, with its title: they are left out.

    Raises WrongUsage where a date leaves 1970 to 2199.
    """
    task = _Task(
        goal=goal,
        before=before,
        after=after,
        plan=plan,
        ref=ref,
        misfits=misfits,
        elsewhere=elsewhere or {},
        today=today,
        now=now,
    )
    wanted = decisions or Decisions()
    ids = _Ids(new_id)
    while True:
        found, names = task.tried(wanted, ids.again())
        if misfits != "leave" or found.fits or names <= wanted.left:
            return found
        wanted = replace(wanted, left=wanted.left | names)


class _Ids:
    """The same ids each time the merge is tried anew."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self._given: list[str] = []

    def again(self) -> Callable[[], str]:
        """A source that begins with those that were given before."""
        at = -1

        def following() -> str:
            nonlocal at
            at += 1
            if at == len(self._given):
                self._given.append(self._new_id())
            return self._given[at]

        return following


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """What is to be merged, and what is known."""

    goal: Goal
    before: Template
    after: Template
    plan: Plan
    ref: TemplateRef
    misfits: Misfits
    elsewhere: Mapping[str, str]
    today: date
    now: datetime

    def tried(self, decisions: Decisions, new_id: Callable[[], str]) -> tuple[Upgrade, frozenset[str]]:
        """One try, and the names of what would have to be left as it is for the rest to fit."""
        keys = former_keys(self.before, self.after)
        base = with_keys(self.before, keys)
        old = self.plan.members(self.goal.id)
        mine = [renamed(milestone, keys) for milestone in old]
        new_goal, remarks = _new_goal(self.goal, base, self.after, keys, self.ref)
        merge = Merge(
            goal=self.goal,
            new_goal=new_goal,
            base=base,
            theirs=self.after,
            mine=mine,
            plan=self.plan,
            decisions=decisions,
            elsewhere=self.elsewhere,
        )
        merge.run()
        dating = Dating(merge, today=self.today, now=self.now)
        dating.existing()
        new_goal = dating.come(new_goal, new_id)
        dating.link()
        if self.misfits == "later":
            dating.put_later()
        past, problems, names = dating.misfits()
        rolled, more = self._rolled(new_goal, old, dating.members, new_id)
        final = {each.id: each for each in in_order([*dating.members, *more], old, base, self.after)}
        known = {milestone.id: milestone for milestone in old}
        found = Upgrade(
            before=self.before,
            after=self.after,
            goal=rolled,
            put=tuple(each for each in final.values() if known.get(each.id) != each),
            gone=tuple(known[each.id] for each in merge.gone),
            comes=tuple(final[each.id] for each in (*dating.comes, *more)),
            alone=tuple(final[each.id] for each in merge.alone),
            left_out=tuple(self.after.steps[key] for key in dating.left_out),
            updates=tuple(merge.updates),
            redated=tuple(
                Redated(before=known[each.id], after=each)
                for each in final.values()
                if each.id in known and (known[each.id].due, known[each.id].expected) != (each.due, each.expected)
            ),
            conflicts=tuple(merge.conflicts),
            past=tuple(past),
            problems=tuple(problems),
            asks=_asked_now(base, self.after, new_goal),
            remarks=(*remarks, *dating.remarks),
        )
        return found, names

    def _rolled(
        self, new_goal: Goal, old: Sequence[Milestone], members: Sequence[Milestone], new_id: Callable[[], str]
    ) -> tuple[Goal, tuple[Milestone, ...]]:
        """On to the next cycle, if what was left of this one has gone."""
        if is_cycle_over(self.goal, old) or not is_cycle_over(new_goal, members):
            return new_goal, ()
        return next_cycle(new_goal, self.after, members, now=self.now, today=self.today, new_id=new_id)


def _asked_now(base: Template, theirs: Template, goal: Goal) -> tuple[Question, ...]:
    """The questions that are new and may be answered."""
    return tuple(
        question
        for question in theirs.questions
        if question.key not in base.asked
        and question.key not in {"start", "target", *goal.answers}
        and is_met(question.if_, theirs, goal.answers) is not False
    )


def _new_goal(
    goal: Goal, base: Template, theirs: Template, keys: dict[str, str], ref: TemplateRef
) -> tuple[Goal, list[str]]:
    """The goal on the new version: its dates and its name are the person's, an answer that is none any more is asked
    again."""
    answers, remarks = {}, []
    for key, value in goal.answers.items():
        question = theirs.asked.get(key)
        if question is None or _still_answers(question, value):
            answers[key] = value
        else:
            remarks.append(f"“{question.title}” is asked again: “{value}” is no answer to it any more.")
    if base.duration != theirs.duration and goal.target is not None:
        remarks.append("The plan takes another time from start to target; yours stay where they are.")
    plan_from = theirs.plan_from if goal.plan_from == base.plan_from else goal.plan_from
    without = tuple(dict.fromkeys(keys.get(key, key) for key in goal.without))
    return replace(goal, template=ref, answers=answers, without=without, plan_from=plan_from), remarks


def _still_answers(question: Question, value: str) -> bool:
    if question.ask == "choice":
        return any(option.key == value for option in question.options)
    try:
        if question.ask == "date":
            date.fromisoformat(value)
        else:
            float(value)
    except ValueError:
        return False
    return True
