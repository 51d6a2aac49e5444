"""What is new in a version of a template, and bringing a goal to it: a look first, then one Change."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.combine import address, identity
from planner.domain.errors import Infeasible, InThePast, NotFound, NotMet, WrongUsage
from planner.domain.plan import Edit, Goal, Milestone, Plan, TemplateCopy, TemplateRef
from planner.domain.template import version_key
from planner.domain.template_diff import TemplateDiff, diff
from planner.domain.text import shown
from planner.domain.upgrade import Misfits, Upgrade, upgrade
from planner.domain.upgrade_fields import FIELDS
from planner.domain.upgrade_merge import Decisions
from planner.services.context import Context, find_goal
from planner.services.results import Done

if TYPE_CHECKING:
    from planner.domain.template import Template


class Upgrading:
    """The acts; a ref of a goal is an id, a unique prefix of it, or a unique beginning of the title."""

    def __init__(self, context: Context) -> None:
        self._context = context

    # -- what there is

    def newer(self, ref: str) -> str | None:
        """The newest version of a goal's template, where it is newer than the one the goal was built from."""
        plan = self._context.store.load()
        return self._newer(find_goal(plan, ref))

    def _newer(self, goal: Goal) -> str | None:
        if goal.template is None:
            return None
        held = self._context.templates.versions(goal.template.id)
        newest = held[0].version if held else goal.template.version
        return newest if version_key(newest) > version_key(goal.template.version) else None

    def waiting(self) -> Mapping[str, str]:
        """By template id, the newest version, where a goal under way was built from an older one."""
        plan = self._context.store.load()
        newest = {entry.id: entry.version for entry in self._context.templates.list()}
        found = {}
        for goal in plan.goals.values():
            ref = goal.template if goal.status in {"active", "paused"} else None
            if ref and ref.id in newest and version_key(newest[ref.id]) > version_key(ref.version):
                found[ref.id] = newest[ref.id]
        return found

    # -- what is different

    def diff(self, before: str, after: str = "") -> TemplateDiff:
        """What changed between two templates. Each is a file, an id, `id@version`, or a goal: then the version it was
        built from. With `before` alone that is a goal, and it is compared with the newest version there is.

        Raises NotFound, Ambiguous, NotMet, TemplateInvalid.
        """
        if after:
            return diff(self._named(before), self._named(after))
        plan = self._context.store.load()
        goal = find_goal(plan, before)
        old = self._built_from(plan, goal)
        return diff(old, self._context.templates.get(old.id))

    def _named(self, ref: str) -> Template:
        templates = self._context.templates
        if ref.endswith(".json") or "/" in ref or "\\" in ref:
            return templates.check(Path(ref))
        template_id, at, version = ref.partition("@")
        if at:
            return templates.get(template_id, version)
        try:
            return templates.get(ref)
        except NotFound as missing:
            plan = self._context.store.load()
            try:
                goal = find_goal(plan, ref)
            except NotFound:
                raise missing from None
            return self._built_from(plan, goal)

    def _built_from(self, plan: Plan, goal: Goal) -> Template:
        if goal.template is None:
            raise NotMet(f"“{goal.title}” was not made from a template.", "Only a goal made from one can follow it.")
        template = self._context.template_of(plan, goal)
        if template is None:
            raise NotMet(
                f"The template that “{goal.title}” was built from cannot be read any more.",
                "planner doctor says what is wrong with it.",
            )
        return template

    # -- upgrading

    def preview(
        self, ref: str, *, to: str = "", decisions: Decisions | None = None, misfits: Misfits = "ask"
    ) -> Upgrade:
        """What bringing a goal to the newest version, or to `to`, would do; nothing is stored.

        Raises NotFound, Ambiguous, NotMet, WrongUsage.
        """
        plan = self._context.store.load()
        return self._merged(plan, find_goal(plan, ref), to, decisions or Decisions(), misfits)[0]

    def upgrade(self, ref: str, *, to: str = "", decisions: Decisions | None = None, misfits: Misfits = "ask") -> Done:
        """Bring a goal to the newest version of its template, or to `to`: one Change; ids[0] is the goal.

        Raises NotMet naming the conflicts that nobody decided, and InThePast and Infeasible unless `misfits` says what
        is to be done with what does not fit.
        """
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            goal = find_goal(plan, ref)
            ids[:] = [goal.id]
            found, text = self._merged(plan, goal, to, decisions or Decisions(), misfits)
            refuse_undecided(found)
            refuse_misfits(found, misfits)
            return _edit(plan, goal, found, text)

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def _merged(self, plan: Plan, goal: Goal, to: str, decisions: Decisions, misfits: Misfits) -> tuple[Upgrade, str]:
        if goal.status in {"achieved", "dropped"}:
            raise NotMet(f"“{goal.title}” is {goal.status}.", "Resume it first, then upgrade it.")
        before = self._built_from(plan, goal)
        after = self._target(goal, before, to)
        _refuse_unknown(decisions, before, after)
        text = self._context.templates.canonical(after)
        ref = TemplateRef(id=after.id, version=after.version, digest=hashlib.sha256(text.encode()).hexdigest())
        found = upgrade(
            goal,
            before,
            after,
            plan,
            ref=ref,
            decisions=decisions,
            misfits=misfits,
            elsewhere=self._elsewhere(plan, goal, after),
            today=self._context.today(),
            now=self._context.now(),
            new_id=self._context.ids.new,
        )
        return found, text

    def _elsewhere(self, plan: Plan, goal: Goal, after: Template) -> dict[str, str]:
        """By key, the steps of `after` that another goal has open or done, with its title. Two goals of one template
        share nothing."""
        others = {
            other.id: template
            for other in plan.goals.values()
            if other.id != goal.id and other.status != "dropped" and other.template and other.template.id != after.id
            if (template := self._context.template_of(plan, other)) is not None
        }
        known = {template.id: template for template in (*others.values(), after)}

        def same_as(name: str) -> str | None:
            template_id, _, key = name.partition("/")
            step = known[template_id].steps.get(key) if template_id in known else None
            return step.same_as if step is not None else None

        there: dict[str, str] = {}
        for other_id, template in others.items():
            for milestone in plan.members(other_id):
                if milestone.key is not None and milestone.status != "skipped":
                    name = identity(address(template.id, milestone.key), same_as)
                    there.setdefault(name, plan.goals[other_id].title)
        names = {step.key: identity(address(after.id, step.key), same_as) for step in after.milestones}
        return {key: there[name] for key, name in names.items() if name in there}

    def _target(self, goal: Goal, before: Template, to: str) -> Template:
        if to.strip():
            return self._context.templates.get(before.id, to.strip())
        newest = self._context.templates.get(before.id)
        if version_key(newest.version) < version_key(before.version):
            raise NotMet(
                f"“{goal.title}” was made of {before.id} {before.version}; the newest here is {newest.version}.",
                f"To go back to it, name it: --to {newest.version}.",
            )
        return newest


def is_up_to_date(found: Upgrade) -> bool:
    """Whether the goal was built from this very version already."""
    return found.before == found.after


def refuse_undecided(found: Upgrade) -> None:
    """Raise NotMet naming the conflicts that nobody decided."""
    if not found.undecided:
        return
    named = ", ".join(f"“{each.title}” ({each.name})" for each in found.undecided[:8])
    more = f" and {len(found.undecided) - 8} more" if len(found.undecided) > 8 else ""
    raise NotMet(
        f"You and version {found.after.version} both changed {named}{more}. Nothing was changed.",
        "Decide with --keep KEY (yours) or --take KEY (theirs), such as "
        f"--keep {found.undecided[0].name}; for all of them with --all-mine or --all-theirs.",
    )


def refuse_misfits(found: Upgrade, misfits: Misfits) -> None:
    """Raise InThePast or Infeasible about what does not fit and was not asked for."""
    if found.fits or misfits == "anyway":
        return
    if found.problems:
        more = f" So would {len(found.problems) - 1} more." if len(found.problems) > 1 else ""
        raise Infeasible(f"{found.problems[0]}{more}", ways_out())
    raise InThePast(past_words(found.past), ways_out())


def past_words(past: tuple[Milestone, ...]) -> str:
    """Which milestones would lie in the past."""
    due = past[0].due.isoformat() if past[0].due else ""
    more = f" and {len(past) - 1} more" if len(past) > 1 else ""
    return f"“{past[0].title}” ({due}){more} would lie before today."


def ways_out() -> str:
    """What can be done about dates that do not fit."""
    return (
        "Choose: the first day that fits (--misfits later); leave them as they are, or out (--misfits leave); "
        "or the dates of the new version all the same (--misfits anyway)."
    )


def _refuse_unknown(decisions: Decisions, before: Template, after: Template) -> None:
    keys = {*before.steps, *after.steps}
    for name in sorted({*decisions.take, *decisions.keep}):
        key, point, part = name.partition(".")
        if key not in keys or (point and part not in {*FIELDS, "after", "step"}):
            raise NotFound(
                f"There is nothing called “{shown(name)}” to decide about.",
                f"Name a step by its key, or one field of it, such as {after.milestones[0].key}.when.",
            )
    if both := sorted(decisions.take & decisions.keep):
        raise WrongUsage(f"“{shown(both[0])}” cannot be both taken and kept.", "Say one of the two.")


def _edit(plan: Plan, goal: Goal, found: Upgrade, text: str) -> Edit:
    """The records of an upgrade: goal and milestones, the new copy of the template, and the old one's end."""
    new, old = found.goal.template, goal.template
    assert new is not None
    assert old is not None
    copies = (
        ()
        if new.digest in plan.templates
        else (TemplateCopy(id=new.digest, template=new.id, version=new.version, text=text),)
    )
    drops = [("milestones", each.id) for each in found.gone]
    others = {other.template.digest for other in plan.goals.values() if other.template and other.id != goal.id}
    if old.digest != new.digest and old.digest not in others:
        drops.append(("templates", old.digest))
    return Edit(f"Upgrade “{goal.title}” to {new.version}", (found.goal, *found.put, *copies), tuple(drops))
