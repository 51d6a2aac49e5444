"""The machine format: the keys of `--json` that others may rely on. More may be added, none goes away.

Days are `2026-11-24`, a day with its time `2026-11-24T18:00`, instants ISO with an offset; what is not there is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from typing import TYPE_CHECKING, Any

from planner.domain.dates import iso_due, iso_instant

if TYPE_CHECKING:
    from planner.domain.agenda import GoalLine, Line
    from planner.domain.build import Draft
    from planner.domain.change import Change
    from planner.domain.layout import DraftLine
    from planner.domain.running import Behind
    from planner.domain.template import Step, Template
    from planner.domain.walk import State, Touched
    from planner.ports import Backup, Incoming, Taken, TemplateEntry
    from planner.services.doctor import Finding
    from planner.services.queries import GoalDetail, MilestoneDetail

Shape = dict[str, Any]


def due(day: date | None, at: time | None) -> str | None:
    """`2026-11-24`, or `2026-11-24T18:00` with a time; None when undated."""
    return iso_due(day, at) if day else None


def instant(moment: datetime | None, zone: tzinfo) -> str | None:
    """An instant as ISO with the offset it has in `zone`."""
    return iso_instant(moment, zone) if moment else None


def line(row: Line, zone: tzinfo) -> Shape:
    """One milestone of `next`, `agenda`, `search` and of a goal."""
    milestone = row.milestone
    return {
        "id": milestone.id,
        "title": milestone.title,
        "goal": milestone.goal,
        "goal_title": row.goal.title if row.goal else None,
        "kind": milestone.kind,
        "status": milestone.status,
        "due": due(row.day or milestone.due, milestone.at),
        "due_at": instant(row.due_at, zone),
        "fixed": milestone.fixed,
        "overdue": row.overdue,
        "undated_until": row.undated_until,
        "blocked_by": list(row.blocked_by),
        "effort_minutes": milestone.effort,
        "tags": list(milestone.tags),
        "snoozed_until": milestone.snoozed_until.isoformat(timespec="minutes") if milestone.snoozed_until else None,
        "waiting_on": milestone.waiting_on or None,
        "projected": row.projected,
    }


def lines(rows: Iterable[Line], zone: tzinfo) -> list[Shape]:
    """A list of milestones."""
    return [line(row, zone) for row in rows]


def milestone(detail: MilestoneDetail, zone: tzinfo) -> Shape:
    """`show`: the milestone as in a list, with all there is to know of it."""
    from planner.cli import machine_path

    one = detail.line.milestone
    return line(detail.line, zone) | {
        "key": one.key,
        "balance": one.balance,
        "optional": one.optional,
        "expected": one.expected,
        "moment": one.moment,
        "zone": one.zone,
        "after": list(one.after),
        "before": [each.milestone.id for each in detail.before],
        "followed_by": [each.milestone.id for each in detail.after],
        "leads": list(detail.leads),
        "lead_sets": list(detail.lead_sets),
        "checklist": [{"title": item.title, "done": item.done} for item in one.checklist],
        "evidence": one.evidence,
        "why": one.why,
        "notes": one.notes,
        "skills": list(one.skills),
        "repeat": _repeat(detail),
        "done_on": one.done_on.isoformat() if one.done_on else None,
        "sources": [
            {"id": each.id, "title": each.title, "url": each.url, "class": each.class_, "as_of": each.as_of}
            for each in detail.sources
        ],
        "sourced": list(detail.sourced),
        "warning": detail.warning or None,
        **machine_path.room(detail.timing, critical=detail.critical),
    }


def _repeat(detail: MilestoneDetail) -> Shape | None:
    from planner.domain.durations import LAST_DAY
    from planner.domain.repeat import projected

    one = detail.line.milestone
    if one.repeat is None:
        return None
    if detail.missed is not None:
        following = detail.missed.next
    else:
        following = next(projected(one, one.due, LAST_DAY), None) if one.due else None
    return {
        "every": one.repeat.every,
        "rrule": one.repeat.rrule,
        "mode": one.repeat.mode,
        "count": one.repeat.count,
        "until": one.repeat.until.isoformat() if one.repeat.until else None,
        "until_moment": one.repeat.moment,
        "paused_on": one.repeat.paused_on.isoformat() if one.repeat.paused_on else None,
        "n": one.n,
        "scheduled": one.scheduled.isoformat() if one.scheduled else None,
        "missed": [day.isoformat() for day in detail.missed.days] if detail.missed and detail.missed.several else [],
        "next": following.isoformat() if following else None,
        "streak": detail.streak.now if detail.streak else 0,
        "best_streak": detail.streak.best if detail.streak else 0,
        "done_percent": detail.streak.percent if detail.streak else None,
        "strip": list(detail.streak.strip) if detail.streak else [],
        "closed": [
            {
                "id": each.id,
                "n": each.n,
                "scheduled": each.scheduled.isoformat() if each.scheduled else None,
                "due": due(each.due, each.at),
                "status": each.status,
                "missed": each.missed,
            }
            for each in one.occurrences
        ],
    }


def goal(row: GoalLine, behind: Sequence[Behind] = ()) -> Shape:
    """One goal of `goal list`; `behind` are those whose planned cycle is over."""
    from planner.cli import machine_forecast  # lists of milestones do without

    one = row.goal
    return {
        "id": one.id,
        "title": one.title,
        "template": one.template.id if one.template else None,
        "template_version": one.template.version if one.template else None,
        "status": one.status,
        "start": one.start.isoformat() if one.start else None,
        "target": one.target.isoformat() if one.target else None,
        "done": row.done,
        "total": row.total,
        "health": row.health,
        "effort_left_minutes": row.effort_left,
        "next": row.next.milestone.id if row.next else None,
        "muted": one.muted,
        "behind": next((_behind(each) for each in behind if each.goal.id == one.id), None),
        **machine_forecast.shape(row.forecast),
    }


def _behind(one: Behind) -> Shape:
    return {
        "cycle_ended": one.ended.isoformat(),
        "running_from": one.first.isoformat(),
        "running_until": one.last.isoformat(),
        "missed": [day.isoformat() for day in one.missed],
    }


def goal_detail(detail: GoalDetail, zone: tzinfo, *, newer: str | None = None, behind: Sequence[Behind] = ()) -> Shape:
    """`goal show`: the goal with its milestones, its answers and the questions that are still open; `newer` is a newer
    version of its template."""
    from planner.cli import machine_path

    one = detail.line.goal
    return goal(detail.line, behind) | {
        "answers": dict(one.answers),
        "without": list(one.without),
        "late_start": one.late_start,
        "notes": one.notes,
        "questions": [{"key": each.key, "ask": each.ask, "question": each.question} for each in detail.questions],
        "milestones": [machine_path.step(row, detail, zone) for row in detail.lines],
        "newer_version": newer,
        **machine_path.of_goal(detail),
    }


def draft(made: Draft) -> Shape:
    """`goal new --dry-run`: what the goal would be, nothing stored; its milestones have no goal to point to yet."""
    from planner.cli import machine_forecast

    chosen = [each for each in made.lines if each.ticked]
    return {
        "id": None,
        "title": made.goal.title,
        "template": made.template.id,
        "template_version": made.template.version,
        "status": made.goal.status,
        "start": made.goal.start.isoformat() if made.goal.start else None,
        "target": made.goal.target.isoformat() if made.goal.target else None,
        "done": 0,
        "total": sum(max(1, each.count) for each in chosen),
        "health": None,
        "effort_left_minutes": made.minutes,
        "next": None,
        "muted": made.goal.muted,
        "behind": None,
        **machine_forecast.NOTHING,
        "problems": list(made.problems),
        "past": list(made.past),
        "earliest_target": made.earliest_target.isoformat() if made.earliest_target else None,
        "shortest_days": made.shortest,
        "questions": [{"key": each.key, "ask": each.ask, "question": each.question} for each in made.questions],
        "milestones": [_draft_line(each, made.goal.title) for each in chosen],
        "not_chosen": [each.step.key for each in made.lines if not each.ticked],
    }


def _draft_line(row: DraftLine, goal_title: str) -> Shape:
    one = row.milestone
    return {
        "id": None,
        "title": one.title,
        "goal": None,
        "goal_title": goal_title,
        "kind": one.kind,
        "status": one.status,
        "due": due(one.due, one.at),
        "due_at": None,
        "fixed": one.fixed,
        "overdue": False,
        "undated_until": row.undated_until,
        "blocked_by": [],
        "effort_minutes": one.effort,
        "tags": list(one.tags),
        "key": row.step.key,
        "cycle": one.cycle,
        "past": row.past,
        "count": row.count,
    }


def template_entry(entry: TemplateEntry, *, newer: bool) -> Shape:
    """One template of `template list`; `newer`: a goal under way was made of an older version."""
    return {
        "id": entry.id,
        "title": entry.title,
        "category": entry.category,
        "version": entry.version,
        "source": entry.source,
        "milestones": entry.milestones,
        "stages": list(entry.stages),
        "summary": entry.summary,
        "duration": entry.duration,
        "plan_from": entry.plan_from,
        "effort_minutes": entry.effort,
        "least_effort_minutes": entry.least,
        "origin": entry.origin or None,
        "newer_available": newer,
        "newer_version": entry.version if newer else None,
    }


def incoming(one: Incoming) -> Shape:
    """One template of `template import --dry-run`: what it is and what it meets under its id."""
    from planner.domain.template_effort import template_effort  # other commands do without

    made, held = one.template, one.held
    return {
        "file": one.name,
        "id": made.id,
        "version": made.version,
        "title": made.title,
        "author": made.author or None,
        "license": made.license or None,
        "milestones": len(made.milestones),
        "effort_minutes": template_effort(made),
        "credentials": [rule.name for rule in made.credentials],
        "state": one.state,
        "held": {"version": held.version, "title": held.title, "source": held.source, "origin": held.origin or None}
        if held
        else None,
    }


def taken(one: Taken) -> Shape:
    """One template of `template import`: what became of it, and under which id it is there."""
    return incoming(one.incoming) | {"action": one.action, "stored_as": one.id if one.action != "declined" else None}


def template(one: Template) -> Shape:
    """`template show`: the template with its questions and steps, and what keeps its certificates."""
    from planner.cli.credentials_page import credentials

    return {
        "id": one.id,
        "title": one.title,
        "category": one.category,
        "version": one.version,
        "summary": one.summary,
        "stages": list(one.stages),
        "audience": one.audience,
        "outcome": one.outcome,
        "prerequisites": list(one.prerequisites),
        "plan_from": one.plan_from,
        "duration": one.duration,
        "verify_url": one.verify_url,
        "questions": [
            {
                "key": each.key,
                "ask": each.ask,
                "question": each.question,
                "options": [{"key": option.key, "title": option.title} for option in each.options],
            }
            for each in one.questions
        ],
        "milestones": [_step(each) for each in one.milestones],
        "credentials": credentials(one),
        "sources": [
            {"id": each.id, "title": each.title, "url": each.url, "class": each.class_, "as_of": each.as_of}
            for each in one.sources
        ],
    }


def _step(step: Step) -> Shape:
    return {
        "key": step.key,
        "title": step.title,
        "kind": step.kind,
        "when": step.when,
        "fixed": step.fixed,
        "optional": step.optional,
        "effort": step.effort,
        "after": list(step.after),
        "evidence": step.evidence,
        "why": step.why,
        "sources": list(step.sources),
        "sourced": list(step.sourced),
    }


def change(one: Change, state: State | None) -> Shape:
    """One Change of `history`; `state` says what became of what a person did, None of an undo and a redo."""
    return {
        "id": one.id,
        "name": one.name,
        "time": one.time.isoformat(timespec="seconds"),
        "writer": one.writer,
        "kind": one.kind,
        "of": one.of,
        "state": state,
        "generation": one.generation,
        "records": len(one.records),
    }


def touched(one: Touched) -> Shape:
    """One record of a Change, for `history CHANGE`."""
    return {
        "table": one.table,
        "id": one.id,
        "title": one.title,
        "how": one.how,
        "fields": {each.field: {"before": each.before, "after": each.after} for each in one.differences},
    }


def written(change_id: str | None, ids: Iterable[str]) -> Shape:
    """What every writing command prints: the Change (null = nothing was different) and the ids it is about."""
    return {"change": change_id, "ids": list(ids)}


def backup(one: Backup) -> Shape:
    """One backup."""
    return {
        "name": one.name,
        "made": one.made.isoformat(timespec="seconds"),
        "size": one.size,
        "generation": one.generation,
    }


def finding(one: Finding) -> Mapping[str, Any]:
    """One line of `doctor`."""
    return {"ok": one.ok, "area": one.area, "text": one.text, "fix": one.fix}
