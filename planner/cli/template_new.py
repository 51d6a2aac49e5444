"""A template of one's own: asked line by line, or written in the editor until it is sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from planner.cli.errors import INVALID
from planner.cli.output import Cell
from planner.cli.session import Session, example, json_option, pass_session
from planner.domain.errors import NotMet, PlannerError, TemplateInvalid, WrongUsage
from planner.domain.text import clean

if TYPE_CHECKING:
    from planner.domain.stepline import StepLine

T = TypeVar("T")
STAGES = ("early", "mid", "senior")


@click.command(epilog=example("planner template new", "planner template new my-plan --editor"))
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--editor", is_flag=True, help="Write it in $VISUAL or $EDITOR, from a skeleton that explains itself.")
@click.option(
    "--from",
    "draft",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Go on with this draft, in the editor.",
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@json_option
@pass_session
def new(
    session: Session, /, id_: str | None, *, editor: bool, draft: Path | None, output: Path | None, force: bool
) -> None:
    """Write a template: at a terminal it is asked line by line; in a script a skeleton is printed.

    What is sound comes into your library, or with -o into a file. What is not yet is kept as a draft.
    """
    from planner.library.drafting import DRAFTS, checked_id, keep_draft, skeleton

    if id_ is not None:
        checked_id(id_)
    year = session.planner.queries.today().year
    if editor or draft is not None:
        begun = "" if draft else skeleton(id_ or "my-plan", year=year)
        library = session.planner.paths.library
        if draft is not None and draft.absolute().parent == library / DRAFTS:
            path = draft
        else:
            path = keep_draft(library, id_ or "draft", _draft_text(draft) if draft else begun)
        _in_editor(session, path, begun, output, force=force)
    elif session.asks():
        _asked(session, id_, output, force=force, year=year)
    elif output is None:
        session.out.raw(skeleton(id_ or "my-plan", year=year))
    else:
        session.planner.templates.write(output, skeleton(id_ or "my-plan", year=year), replace=force)
        if session.as_json:
            session.out.json({"change": None, "ids": [], "file": str(output)})
        else:
            session.out.say(f"Written to {output}. planner template check {output} says whether it is sound.")


def _draft_text(path: Path) -> str:
    from planner.library.reading import read_bytes

    try:
        return read_bytes(path).decode()
    except UnicodeDecodeError as error:
        raise WrongUsage(f"{path} is not a text file.", "Give a draft that planner kept.") from error


# -- in the editor


def _in_editor(session: Session, path: Path, begun: str, output: Path | None, *, force: bool) -> None:
    """Until it is sound or given up. The draft stays where it is and is named, unless nothing was written."""
    from planner.editor import edit

    try:
        again = True
        while again:
            if code := edit(path):
                session.out.say(Cell(f"The editor ended with {code}.", "warn"))
            again = _checked_again(session, path, begun)
    except PlannerError as error:
        if _is_untouched(path, begun):
            path.unlink()
            raise
        _say_kept(session, path)
        raise error from None
    except (click.Abort, KeyboardInterrupt):
        _say_kept(session, path)
        raise
    _finish(session, path, output, force=force)


def _checked_again(session: Session, path: Path, begun: str) -> bool:
    """Whether the editor is to be opened again. Raises TemplateInvalid or NotMet when the person gives up."""
    while True:
        untouched = _is_untouched(path, begun)
        try:
            session.planner.templates.check(path)
            problem: PlannerError = NotMet("Nothing was changed, so no template was made.", "")
            if not untouched:
                return False
        except TemplateInvalid as error:
            problem = error
        if not session.asks():
            raise problem
        session.out.say(Cell(problem.message, "warn"))
        for each in getattr(problem, "problems", ()):
            session.out.say(f"  {each}")
        ways = {"": "open", "o": "open", "c": "check", "q": "quit"}
        way = session.choose("Open it again (enter), check what is saved by now (c), or give up (q)?", ways)
        if way == "quit":
            raise problem
        if way == "open":
            return True


def _is_untouched(path: Path, begun: str) -> bool:
    try:
        return path.read_bytes() == begun.encode()
    except OSError:  # moved or taken away in the editor
        return False


def _say_kept(session: Session, path: Path) -> None:
    if path.exists():
        session.out.say(f"Your draft is kept: {path}")
        session.out.say("  planner template new --from DRAFT goes on with it.")


# -- where it goes


def _finish(session: Session, path: Path, output: Path | None, *, force: bool) -> None:
    """A sound draft into the library or a file; it is kept when that does not succeed."""
    from planner.cli.template_share import take_in_own
    from planner.library.drafting import without_help

    try:
        text = without_help(path.read_bytes())
        if output is None:
            take_in_own(session, path.name, text)
        else:
            session.planner.templates.write(output, text, replace=force)
            if session.as_json:
                session.out.json({"change": None, "ids": [], "file": str(output)})
            else:
                session.out.say(f"Written to {output}.")
    except (PlannerError, OSError, click.Abort, KeyboardInterrupt):
        _say_kept(session, path)
        raise
    path.unlink(missing_ok=True)


# -- line by line


def _asked(session: Session, id_: str | None, output: Path | None, *, force: bool, year: int) -> None:
    from planner.library.drafting import drafted, keep_draft

    fields: dict[str, Any] = {}
    steps: list[tuple[StepLine, str]] = []
    session.out.say("A new template, line by line. ctrl+c keeps what there is as a draft.")
    try:
        _ask_fields(session, fields, id_, year)
        _ask_steps(session, steps)
    except (click.Abort, KeyboardInterrupt):
        if "title" in fields:
            kept = keep_draft(session.planner.paths.library, fields.get("id", "draft"), drafted(fields, steps))
            session.out.say("")
            _say_kept(session, kept)
        raise
    if not steps:
        raise NotMet("A template has at least one milestone; nothing was stored.", "Begin again when you know one.")
    text = drafted(fields, steps)
    path = keep_draft(session.planner.paths.library, fields["id"], text)
    try:
        found = session.planner.templates.check(path)
    except TemplateInvalid as error:  # what only all the lines together can show
        session.out.say(Cell(error.message, "warn"))
        for problem in error.problems:
            session.out.say(f"  {problem}")
        if not session.confirm("Mend it in the editor?"):
            _say_kept(session, path)
            raise click.exceptions.Exit(INVALID) from None
        _in_editor(session, path, "", output, force=force)
        return
    for warning in session.planner.templates.warnings(found):
        session.out.say(Cell(f"Worth a look: {warning}", "warn"))
    _finish(session, path, output, force=force)


def _ask_fields(session: Session, fields: dict[str, Any], id_: str | None, year: int) -> None:
    from planner.domain.stepline import read_span
    from planner.domain.template import Category
    from planner.library.drafting import checked_id, slug

    title = _until(session, "Title:", _line)
    fields["title"] = title
    usual = slug(title)
    fields["id"] = id_ or _until(session, f"Id (enter: {usual}):", lambda text: checked_id(text or usual))
    fields["version"] = f"{year}.1"
    fields["summary"] = _until(session, "What happens, in a sentence or two:", _line_of(2000))
    categories = get_args(Category)
    session.out.say(f"  {', '.join(categories)}")
    fields["category"] = _until(session, "Category (enter: craft):", lambda text: _one_of(text or "craft", categories))
    fields["stages"] = _until(session, "For which stages: early, mid, senior (enter: all)?", _stages)
    word = "Does one know its start or its target first, start or target (enter: start)?"
    fields["plan_from"] = _until(session, word, lambda text: _one_of(text or "start", ("start", "target")))
    fields["duration"] = _until(session, "How long from start to target (12w, 90d, 6m)?", read_span)


def _ask_steps(session: Session, steps: list[tuple[StepLine, str]]) -> None:
    from planner.domain.stepline import read_step
    from planner.library.drafting import OWN_EVIDENCE

    say = session.out.say
    say("Now its milestones, one a line: Read the handbook +2w ~3h")
    say("  +2w after the start, -4w before the target, ~2h effort, :exam kind, !fixed, every 1w x6")
    say("  - takes the last one back, enter ends")
    while True:
        usual = steps[-1][0].when if steps else "start"
        typed = session.prompt(f"{len(steps) + 1}:")
        if not typed:
            return
        if typed == "-":
            if steps:
                say(f"  Taken back: {steps.pop()[0].title}")
            continue
        try:
            step = read_step(typed, usual)
        except WrongUsage as error:
            say(Cell(f"  {error.message} {error.hint}", "warn"))
            continue
        say(Cell(f"  {step.reading}", "dim"))
        proof = _until(session, f"  What proves it? (enter: {OWN_EVIDENCE})", _line_of(2000, may_be_empty=True))
        steps.append((step, proof))


def _until(session: Session, question: str, read: Callable[[str], T]) -> T:
    """Ask until the answer can be read."""
    while True:
        try:
            return read(session.prompt(question))
        except WrongUsage as error:
            session.out.say(Cell(f"  {error.message} {error.hint}", "warn"))


def _line(text: str) -> str:
    return _line_of(90)(text)


def _line_of(most: int, *, may_be_empty: bool = False) -> Callable[[str], str]:
    def read(text: str) -> str:
        cleaned = clean(text[: most * 4])
        if not cleaned and not may_be_empty:
            raise WrongUsage("It is empty.", "Write a few words.")
        if len(cleaned) > most:
            raise WrongUsage(f"It has {len(cleaned):,} characters; at most {most:,} fit.", "Shorten it.")
        return cleaned

    return read


def _one_of(text: str, words: tuple[str, ...]) -> str:
    wanted = text.strip().lower()
    fitting = [word for word in words if word == wanted] or [word for word in words if word.startswith(wanted)]
    if len(fitting) != 1:
        raise WrongUsage(f"“{clean(text[:40])}” is none of them.", f"Type one of: {', '.join(words)}.")
    return fitting[0]


def _stages(text: str) -> list[str]:
    words = text.replace(",", " ").split()
    chosen = {_one_of(word, STAGES) for word in words}
    return [stage for stage in STAGES if stage in chosen or not words]
