"""The dates and links of an upgraded goal: what moves with the new version, what comes, and what then does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from planner.domain.anchors import Anchors, counted_from, is_cyclic, is_met, rewritten
from planner.domain.build import GoalRequest, ticked_keys
from planner.domain.dependencies import comes_late, disorder, find_loop, unlinked
from planner.domain.layout import Layout, begun_today, followed_by
from planner.domain.living import anchors_of, dated_by_hand, keyed, placed_anew
from planner.domain.plan import Goal, Milestone
from planner.domain.spoken import listed_words
from planner.domain.upgrade_merge import At, Merge, Update, is_known

if TYPE_CHECKING:
    from planner.domain.template import Step


class Dating:
    """Works on what `merge` left, in this order: `existing`, `come`, `link`, perhaps `put_later`."""

    def __init__(self, merge: Merge, *, today: date, now: datetime) -> None:
        self._merge = merge
        self._goal = merge.new_goal
        self._theirs = merge.theirs
        self._today = today
        self._at = now
        self._old = {milestone.id: milestone for milestone in merge.mine}
        self._all = {milestone.id: milestone for milestone in merge.members}
        self._new: list[str] = []
        self.left_out: list[str] = []
        """Keys of new steps that do not come."""
        self.remarks: list[str] = []

    @property
    def members(self) -> list[Milestone]:
        """All that the goal has now, what is new at the end."""
        return list(self._all.values())

    @property
    def comes(self) -> list[Milestone]:
        """What is new."""
        return [self._all[each] for each in self._new]

    def _anchors(self) -> Anchors:
        return anchors_of(self._goal, self._theirs, keyed(self.members))

    # -- what is there already

    def existing(self) -> None:
        """Date what has another moment, and what counts from it; what the person dated stays on its day."""
        then = anchors_of(self._merge.goal, self._merge.base, keyed(self._merge.mine))
        for milestone in self.members:
            if milestone.id in self._merge.dated and milestone.fixed:
                # nothing moves a fixed day but the person, who has decided so
                self._all[milestone.id] = replace(milestone, due=None, expected=False)
        self._settle(set(self._merge.dated), then)
        for each in self._merge.dated:
            self._all[each] = self._begun_today(self._all[each])
        self._hold(then)

    def _settle(self, own: set[str], then: Anchors) -> None:
        """Count anew those of `own`, and then whatever counts from a day that is another one than it was."""
        members = keyed(self.members)
        fresh: set[At] = {at for at, milestone in members.items() if milestone.id in own}
        while True:
            anchors = anchors_of(self._goal, self._theirs, members, fresh=fresh)
            more = {
                at
                for at, milestone in members.items()
                if at not in fresh and self._may_move(milestone) and _is_moved(milestone, then, anchors)
            }
            if not more:
                break
            fresh |= more
        for moved in placed_anew(self._goal, self._theirs, members, fresh, now=self._at):
            self._all[moved.id] = moved

    def _may_move(self, milestone: Milestone) -> bool:
        if not milestone.is_open or milestone.moment is None or milestone.id in self._merge.held:
            return False
        return not (milestone.fixed and milestone.due is not None and not milestone.expected)

    def _begun_today(self, milestone: Milestone) -> Milestone:
        """A series of a running cycle that has not begun yet begins with an occurrence that is not past."""
        repeat = milestone.repeat
        if not milestone.cycle or repeat is None or milestone.n > 1 or milestone.due != milestone.scheduled:
            return milestone
        begun = begun_today(repeat, self._today)
        if begun == repeat:
            return milestone
        count = None if begun.count is None else max(1, begun.count)
        return replace(milestone, due=begun.first, scheduled=begun.first, repeat=replace(begun, count=count))

    def _hold(self, then: Anchors) -> None:
        """Days that the person chose stay: their moments are counted anew from where their anchors are now."""
        anchors = self._anchors()
        for milestone in self.members:
            if not milestone.is_open or milestone.key is None:
                continue
            held = self._tied(milestone)
            if held.moment is not None and held.id in self._merge.held and not held.fixed:
                held = self._kept(held, then, anchors)
            self._all[held.id] = held

    def _kept(self, milestone: Milestone, then: Anchors, anchors: Anchors) -> Milestone:
        day = (milestone.repeat.first if milestone.repeat else None) or milestone.due
        if day is None or not _is_moved(milestone, then, anchors):
            return milestone
        return replace(milestone, moment=rewritten(anchors, milestone.moment, milestone.cycle, day))

    def _tied(self, milestone: Milestone) -> Milestone:
        """Without moments that count from what is no longer there."""
        moment, repeat = milestone.moment, milestone.repeat
        if repeat is not None and not is_known(repeat.moment, self._theirs):
            repeat = replace(repeat, moment=None)
        if not is_known(moment, self._theirs):
            step = self._theirs.steps.get(milestone.key or "")
            day = (repeat.first if repeat else None) or milestone.due
            moment = rewritten(self._anchors(), step.when, milestone.cycle, day) if step and day else None
        return replace(
            milestone,
            moment=moment,
            earliest=milestone.earliest if is_known(milestone.earliest, self._theirs) else None,
            latest=milestone.latest if is_known(milestone.latest, self._theirs) else None,
            repeat=repeat,
        )

    # -- what comes

    def come(self, goal: Goal, new_id: Callable[[], str]) -> Goal:
        """Lay out the new steps by the builder's rules; the goal remembers which of them were left out."""
        new = [step for step in self._theirs.milestones if self._is_new(step)]
        if not new:
            return goal
        decisions = self._merge.decisions
        request = GoalRequest(
            template=self._theirs.id,
            start=goal.start,
            target=goal.target,
            answers=goal.answers,
            without=goal.without,
            also=tuple(step.key for step in new if decisions.of(step.key, "step") == "theirs"),
        )
        anchors = self._anchors()
        ticked = ticked_keys(self._theirs, request, anchors, self._today)
        wanted = {step.key for step in new if step.key in ticked and self._is_wanted(step)}
        out = [step.key for step in new if step.key not in wanted]
        self.left_out = [key for key in out if key not in goal.without and self._is_in_question(key)]
        self._goal = goal = replace(goal, without=tuple(dict.fromkeys((*goal.without, *out))))
        existing = {each.key: each.id for each in self.members if each.key and each.cycle in {0, goal.cycle}}
        layout = Layout(
            anchors=anchors, template=self._theirs, goal=goal, now=self._at, today=self._today, existing=existing
        )
        for line in layout.lines(wanted, new_id, only=wanted):
            self._all[line.milestone.id] = line.milestone
            self._new.append(line.milestone.id)
        return goal

    def _is_wanted(self, step: Step) -> bool:
        side = self._merge.decisions.of(step.key, "step")
        if side is None and step.key in self._merge.elsewhere:
            self.remarks.append(f"“{step.title}” is in “{self._merge.elsewhere[step.key]}” already and is left out.")
            return False
        return side != "mine"

    def _is_new(self, step: Step) -> bool:
        cycle = self._goal.cycle if is_cyclic(step.key, self._theirs) else 0
        if any(each.key == step.key and each.cycle in {0, cycle} for each in self._merge.mine):
            return False
        before = self._merge.base.steps.get(step.key)
        if before is None:
            return True
        lost = is_met(before.if_, self._merge.base, self._merge.goal.answers) is False
        return lost and self._is_in_question(step.key)

    def _is_in_question(self, key: str) -> bool:
        return is_met(self._theirs.steps[key].if_, self._theirs, self._goal.answers) is not False

    # -- what follows what

    def link(self) -> None:
        """Follow what the new version follows; links that the person made or took away stay so."""
        gone = {milestone.id for milestone in self._merge.gone}
        for milestone in self.members:
            self._all[milestone.id] = unlinked(milestone, gone)
        for milestone in self.members:
            if milestone.id in self._old and milestone.is_open and milestone.key in self._theirs.steps:
                self._linked(milestone)

    def _linked(self, milestone: Milestone) -> None:
        key = milestone.key or ""
        before = self._merge.base.steps.get(key)
        if before is None or self._merge.decisions.of(key, "after") == "mine":
            return
        was = followed_by(before, self._merge.base, self._old[milestone.id].moment)
        now = followed_by(self._theirs.steps[key], self._theirs, milestone.moment)
        lost = {each.id for each in self._old.values() if each.key in was and each.key not in now}
        after = tuple(each for each in milestone.after if each not in lost)
        linked = replace(milestone, after=after)
        for other in self.members:
            comes = other.key in now and (other.key not in was or other.id in self._new)
            if not comes or other.cycle not in {0, milestone.cycle} or other.id in linked.after:
                continue
            tried = replace(linked, after=(*linked.after, other.id))
            if find_loop(tried.id, {**self._merge.plan.milestones, **self._all, tried.id: tried}) is None:
                linked = tried
            else:
                self.remarks.append(
                    f"“{milestone.title}” does not follow “{other.title}”: by your own order it comes before it."
                )
        if set(linked.after) != set(milestone.after):
            self._all[linked.id] = linked
            self._merge.updates.append(
                Update(
                    milestone=linked.id,
                    key=key,
                    title=linked.title,
                    field="after",
                    before=self._titles(milestone.after),
                    after=self._titles(linked.after),
                )
            )

    def _titles(self, ids: tuple[str, ...]) -> str:
        there = {**self._merge.plan.milestones, **self._all}
        return listed_words([f"“{there[each].title}”" for each in ids if each in there]) or "nothing"

    # -- what does not fit

    def misfits(self) -> tuple[list[Milestone], list[str], frozenset[str]]:
        """What would newly lie in the past; sentences about what would newly come before what it follows; and the names
        of what would have to be left as it is."""
        past = [milestone for milestone in self.members if self._falls_into_past(milestone)]
        pairs = list(self._disordered())
        names = {name for milestone in past for name in self._to_leave(milestone)}
        for first, milestone in pairs:
            names |= self._to_part(first, milestone)
        return past, [disorder(*pair) for pair in pairs], frozenset(names)

    def _falls_into_past(self, milestone: Milestone) -> bool:
        if milestone.due is None or milestone.due >= self._today or milestone.expected or not milestone.is_open:
            return False
        old = self._old.get(milestone.id)
        return old is None or old.due is None or old.expected or milestone.due < old.due

    def _disordered(self) -> Iterator[tuple[Milestone, Milestone]]:
        there = {**self._merge.plan.milestones, **self._all}
        ids = {*self._all, *(each for one in self._all for each in self._merge.plan.successors.get(one, ()))}
        for milestone in (there[each] for each in sorted(ids, key=lambda one: (there[one].order, one))):
            for first in (there[each] for each in milestone.after if each in there):
                if not comes_late(first, milestone) or self._was_so(first, milestone):
                    continue
                if first.cycle and first.repeat is not None and milestone.due and milestone.due < self._today:
                    continue  # what is left of a running cycle's series begins no earlier than today
                yield first, milestone

    def _was_so(self, first: Milestone, milestone: Milestone) -> bool:
        before = {**self._merge.plan.milestones, **self._old}
        old, old_first = before.get(milestone.id), before.get(first.id)
        return old is not None and old_first is not None and first.id in old.after and comes_late(old_first, old)

    def _to_leave(self, milestone: Milestone) -> set[str]:
        if milestone.id in self._new:
            return {f"{milestone.key}.step"}
        return {f"{milestone.key}.when", f"{milestone.key}.repeat"} if milestone.key is not None else set()

    def _to_part(self, first: Milestone, milestone: Milestone) -> set[str]:
        """What keeps two from getting into the wrong order."""
        for each in (first, milestone):
            if each.id in self._new:
                return self._to_leave(each)
        old = self._old.get(milestone.id)
        if old is not None and first.id not in old.after:
            return {f"{milestone.key}.after"}
        return self._to_leave(first) | self._to_leave(milestone)

    def put_later(self) -> None:
        """Put what does not fit on the first day that is neither past nor before what it follows, where it may move."""
        for _ in range(len(self._all) + 1):
            then = self._anchors()
            moved = self._later()
            if moved is None:
                return
            self._all[moved.id] = moved
            self._settle(set(), then)

    def _later(self) -> Milestone | None:
        """The first that does not fit and may move, on a day that fits."""
        past, pairs = [each for each in self.members if self._falls_into_past(each)], [*self._disordered()]
        anchors = self._anchors()
        for milestone in [*past, *(pair[1] for pair in pairs)]:
            if milestone.id not in self._all or milestone.fixed or milestone.n > 1 or milestone.moment is None:
                continue
            if milestone.id in self._merge.held:
                continue
            firsts = (self._all[each] for each in milestone.after if each in self._all)
            day = max([self._today, *(each.due for each in firsts if each.is_open and each.due is not None)])
            if milestone.due is None or milestone.due >= day:
                continue
            if milestone.repeat is None:
                return replace(dated_by_hand(milestone, anchors, day), dated_at=self._at)
            if milestone.repeat.each is None:
                moment = rewritten(anchors, milestone.moment, milestone.cycle, day)
                repeat = replace(milestone.repeat, first=day)
                return replace(milestone, due=day, scheduled=day, moment=moment, repeat=repeat, dated_at=self._at)
        return None


def _is_moved(milestone: Milestone, then: Anchors, now: Anchors) -> bool:
    """Whether something that its date counts from is on another day."""
    sources = {counted_from(text) for text in (milestone.moment, milestone.earliest, milestone.latest)}
    return any(_day(then, source, milestone.cycle) != _day(now, source, milestone.cycle) for source in sources - {None})


def _day(anchors: Anchors, source: str | None, cycle: int) -> tuple[date | None, bool]:
    known = anchors.anchor(source or "", cycle)
    return known.day, known.expected
