"""Templates: list, show, check; import and export are in template_share.py, new in template_new.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli import machine
from planner.cli.errors import INVALID
from planner.cli.narrate import count
from planner.cli.output import FACT_COLUMNS, Cell, Column, Text
from planner.cli.session import Group, Session, example, json_option, pass_session
from planner.cli.template_diff import diff
from planner.cli.template_new import new
from planner.cli.template_share import export, import_
from planner.cli.template_suggest import suggest
from planner.cli.template_upgrade import upgrade
from planner.domain.errors import TemplateInvalid
from planner.domain.signs import SOURCED

if TYPE_CHECKING:
    from planner.domain.template import Step, Template

_LIMITS = {"Earliest": "earliest: ", "Latest": "latest: "}
some_files = click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group(cls=Group, epilog=example("planner template list", "planner template show pmp"))
def template() -> None:
    """Templates: recipes for plans, as JSON files that can be shared."""


@template.command("list", epilog=example("planner template list --json"))
@json_option
@pass_session
def list_(session: Session) -> None:
    """Everything you can plan."""
    from planner.domain.template_words import ways_words  # the other commands do without

    shelf = session.planner.templates
    entries = shelf.list()
    if session.as_json:
        outdated = shelf.outdated()
        session.out.json([machine.template_entry(each, newer=each.id in outdated) for each in entries])
    else:
        columns = (
            Column(),
            Column(least=36, wraps=3),
            Column(folds=1, lost=True),
            Column(right=True, folds=2, lost=True),
            Column(right=True),
            Column(folds=3),
        )
        session.out.table(
            columns,
            [
                (
                    Cell(each.id, "accent"),
                    each.title,
                    Cell(each.category, "dim"),
                    count(each.milestones, "milestone"),
                    ways_words(each.least, each.effort),
                    Cell(each.origin or (each.source if each.source != "shipped" else ""), "dim"),
                )
                for each in entries
            ],
        )
        outdated = shelf.outdated()
        for each in entries:
            if each.id in outdated:
                session.out.say(
                    f"{each.version} of “{each.title}” is newer than what a goal of yours was made of: "
                    f"planner template upgrade {each.id} --dry-run"
                )
        if not entries:
            session.out.say("There is no template here. planner template import FILE brings one in.")
    for broken in shelf.problems():
        session.out.say(Cell(f"Left out: {broken.message}. planner template check names every problem.", "warn"))
    for problem in session.planner.settings.problems:
        session.out.say(Cell(str(problem), "warn"))


@template.command(epilog=example("planner template show pmp"))
@click.argument("id_", metavar="ID")
@json_option
@pass_session
def show(session: Session, id_: str) -> None:
    """A template: what it is for, its steps with effort and proof, what keeps a certificate, its sources."""
    found = session.planner.templates.get(id_)
    if session.as_json:
        session.out.json(machine.template(found))
    else:
        _page(session, found)


def _page(session: Session, one: Template) -> None:
    out = session.out
    out.line(Cell(one.title, "strong"), Cell(f"  {one.id} {one.version}", "dim"))
    out.paragraph(one.summary)
    facts = [("for", one.audience), ("at the end", one.outcome), ("check", one.verify_url or "")]
    facts[1:1] = [("needs", each) for each in one.prerequisites]
    out.table(FACT_COLUMNS, [(Cell(name, "dim"), text) for name, text in facts if text])
    out.line(
        Cell("Steps", "strong"), Cell(f" ({SOURCED} from the sources; other numbers are the author's defaults)", "dim")
    )
    out.table(FACT_COLUMNS, [row for step in one.milestones for row in _step(one, step)])
    if one.questions:
        out.line(Cell("Questions", "strong"))
        out.table(FACT_COLUMNS, [(Cell(each.key, "accent"), each.question) for each in one.questions])
    if one.credentials:
        from planner.cli.credentials_page import show_credentials  # only certificates need it

        show_credentials(out, one)
    if one.sources:
        out.line(Cell("Sources", "strong"))
        for source in one.sources:
            as_of = f" ({source.as_of})" if source.as_of else ""
            out.line("  ", Cell(source.id, "accent"), f"  {source.title}{as_of}", f"  {source.url or ''}")


def _step(one: Template, step: Step) -> Iterator[tuple[Text, Text]]:
    """A step: its title, its kind and numbers, why, the proof; numbers that have a source with their mark."""
    from planner.domain.template_words import step_facts  # the list does without

    yield Cell(step.key, "accent"), step.title
    said: list[str] = [step.kind]
    for fact in step_facts(one, step):
        words = f"{_LIMITS.get(fact.label, '')}{fact.text}"
        said.append(f"{words} {SOURCED}" if fact.sourced else words)
    said += [word for word, there in (("fixed", step.fixed), ("optional", step.optional)) if there]
    yield "", Cell(" · ".join(said), "dim")
    named = ", ".join(step.sources)
    backed = f"{SOURCED} {', '.join(step.sourced)}: {named}" if step.sourced else named
    for word, text in (("why", step.why), ("proof", step.evidence), ("sources", backed)):
        if text:
            yield "", Cell(f"{word}: {text}", "dim")


@template.command(epilog=example("planner template check my-plan.json"))
@some_files
@json_option
@pass_session
@click.pass_context
def check(ctx: click.Context, session: Session, files: tuple[Path, ...]) -> None:
    """Check template files; every problem is named with its place. Nothing is stored."""
    results: list[dict[str, Any]] = []
    for path in files:
        try:
            found = session.planner.templates.check(path)
        except TemplateInvalid as error:
            problems = [{"place": each.place, "message": each.message} for each in error.problems]
            results.append(
                {"file": str(path), "ok": False, "id": None, "version": None, "problems": problems, "warnings": []}
            )
            if not session.as_json:
                session.out.say(Cell(error.message, "warn"))
                for problem in error.problems:
                    session.out.say(f"  {problem}")
        else:
            warnings = session.planner.templates.warnings(found)
            doubts = [{"place": each.place, "message": each.message} for each in warnings]
            sound = {"file": str(path), "ok": True, "id": found.id, "version": found.version, "problems": []}
            results.append(sound | {"warnings": doubts})
            if not session.as_json:
                session.out.say(
                    f"{path}: {found.id} {found.version}, {count(len(found.milestones), 'milestone')}, fine."
                )
                for warning in warnings:
                    session.out.say(Cell(f"  worth a look: {warning}", "warn"))
    if session.as_json:
        session.out.json(results)
    if not all(each["ok"] for each in results):
        ctx.exit(INVALID)


template.add_command(import_)
template.add_command(export)
template.add_command(new)
template.add_command(suggest)
template.add_command(diff)
template.add_command(upgrade)
