"""Templates: list, show, check, import, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli import machine
from planner.cli.errors import INVALID
from planner.cli.narrate import count
from planner.cli.output import Cell, Column
from planner.cli.session import Session, example, json_option, pass_session
from planner.domain.durations import parse_effort, show_effort
from planner.domain.errors import NotMet, TemplateInvalid

if TYPE_CHECKING:
    from planner.domain.template import Template

some_files = click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group(epilog=example("planner template list", "planner template show pmp"))
def template() -> None:
    """Templates: recipes for plans, as JSON files that can be shared."""


@template.command("list", epilog=example("planner template list --json"))
@json_option
@pass_session
def list_(session: Session) -> None:
    """Everything you can plan."""
    shelf = session.planner.templates
    entries = shelf.list()
    if session.as_json:
        session.out.json([machine.template_entry(each) for each in entries])
    else:
        columns = (Column(), Column(least=20), Column(), Column(right=True), Column(right=True), Column())
        session.out.table(
            columns,
            [
                (
                    Cell(each.id, "accent"),
                    each.title,
                    Cell(each.category, "dim"),
                    count(each.milestones, "milestone"),
                    show_effort(each.effort) if each.effort else "",
                    Cell(each.source if each.source != "shipped" else "", "dim"),
                )
                for each in entries
            ],
        )
        if not entries:
            session.out.say("There is no template here. planner template import FILE brings one in.")
    for broken in shelf.problems():
        session.out.say(Cell(f"Left out: {broken.message}. planner template check names every problem.", "warn"))


@template.command(epilog=example("planner template show pmp"))
@click.argument("id_", metavar="ID")
@json_option
@pass_session
def show(session: Session, id_: str) -> None:
    """A template: what it is for, its steps with effort and proof, its questions, its sources."""
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
    out.table((Column(), Column(least=20)), [(Cell(name, "dim"), text) for name, text in facts if text])
    rows = [
        (
            Cell(each.key, "accent"),
            each.title,
            each.when,
            show_effort(parse_effort(each.effort)) if each.effort else "",
            Cell(
                " · ".join(word for word, there in (("fixed", each.fixed), ("optional", each.optional)) if there), "dim"
            ),
            Cell(each.evidence, "dim"),
        )
        for each in one.milestones
    ]
    out.table((Column(least=6), Column(least=16), Column(least=8), Column(right=True), Column(), Column(least=8)), rows)
    if one.questions:
        out.line(Cell("Questions", "strong"))
        out.table((Column(), Column(least=20)), [(Cell(each.key, "accent"), each.question) for each in one.questions])
    if one.sources:
        out.line(Cell("Sources", "strong"), Cell(" (numbers that no source is named for are defaults)", "dim"))
        for source in one.sources:
            out.line("  ", source.title, f" ({source.as_of})" if source.as_of else "", f"  {source.url or ''}")


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


@template.command("import", epilog=example("planner template import my-plan.json"))
@some_files
@json_option
@pass_session
def import_(session: Session, files: tuple[Path, ...]) -> None:
    """Bring template files into your library. They are all checked first: one that is broken stops them all."""
    shelf = session.planner.templates
    for path in files:
        shelf.check(path)
    installed = [shelf.install(path) for path in files]
    if session.as_json:
        session.out.json(machine.written(None, [each.id for each in installed]))
        return
    for each in installed:
        session.out.say(f"Brought in “{each.title}”. planner goal new {each.id} makes a plan of it.")


@template.command(epilog=example("planner template export pmp -o my-pmp.json"))
@click.argument("goal", metavar="GOAL")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@click.option("--author", metavar="NAME", default="", help="The name the template is to bear.")
@click.option("--license", "license_name", metavar="L", default="", help="The licence, such as CC0-1.0.")
@json_option
@pass_session
def export(session: Session, /, goal: str, *, output: Path | None, force: bool, author: str, license_name: str) -> None:
    """Make a template of a goal, to share: steps and intervals leave, your dates and notes stay."""
    text, remarks = session.planner.templates.export(goal, author=author, license_name=license_name)
    text = _indented(text)
    if output is None:
        session.out.raw(text)
    else:
        _write(output, text, force=force)
        if session.as_json:
            session.out.json({"change": None, "ids": [], "file": str(output), "remarks": list(remarks)})
        else:
            session.out.say(f"Written to {output}.")
    if not session.as_json:
        for remark in remarks:
            session.out.say(remark)


def _indented(text: str) -> str:
    import msgspec  # formats without touching a number

    return msgspec.json.format(text.encode(), indent=2).decode()


def _write(path: Path, text: str, *, force: bool) -> None:
    try:
        with path.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(text.rstrip("\n") + "\n")
    except FileExistsError:
        raise NotMet(f"{path} is there already.", "Choose another name, or add --force to replace it.") from None
