"""Templates of one's own, from a terminal and from a script."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from planner.library.checking import check_bytes, check_file
from planner.library.drafting import skeleton, without_help
from planner.wiring import Planner

Run = Callable[..., Result]

FIELDS = "Give a talk\n\nFrom an idea to a talk.\nsoft\nearly, mid\ntarget\n10w\n"
STEPS = "Write the idea down +0d ~1h\nThe sentence\nRehearse aloud every 1w x4 -4w\n\nGive the talk -0d !fixed\n\n\n"


def drafts(planner: Planner) -> list[str]:
    folder = planner.paths.library / "drafts"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """An editor that puts the next of `texts` into the file each time it is opened (None: leaves it as it is)."""

    def make(*texts: str | None, code: int = 0, name: str = "my editor.py") -> Path:
        script, queue, log = tmp_path / name, tmp_path / "queue.json", tmp_path / "log.txt"
        queue.write_text(json.dumps(texts), encoding="utf-8")
        script.write_text(
            "import json, pathlib, sys\n"
            f"queue, log = pathlib.Path({str(queue)!r}), pathlib.Path({str(log)!r})\n"
            "path = pathlib.Path(sys.argv[-1])\n"
            "log.open('a').write(path.read_text('utf-8') + '\\0')\n"
            "first, *rest = json.loads(queue.read_text('utf-8')) or [None]\n"
            "queue.write_text(json.dumps(rest), 'utf-8')\n"
            "if first is not None: path.write_text(first, 'utf-8')\n"
            f"sys.exit({code})\n"
        )
        monkeypatch.setenv("VISUAL", shlex.join([sys.executable, str(script)]))
        return log

    return make


SOUND = skeleton("first-try", year=2026).replace("Give your first talk", "My own")
BROKEN = SOUND.replace("target-P4W", "someday")


# -- a script


def test_a_script_gets_a_sound_skeleton_that_explains_itself(run: Run, tmp_path: Path) -> None:
    result = run("template", "new")
    assert result.exit_code == 0
    assert "x-help" in result.stdout
    assert check_bytes(result.stdout.encode(), "skeleton").id == "my-plan"
    target = tmp_path / "mine.json"
    assert run("template", "new", "my-own", "-o", str(target)).exit_code == 0
    assert check_file(target).id == "my-own"
    assert run("template", "new", "-o", str(target)).exit_code == 1
    assert json.loads(run("template", "new", "-o", str(target), "--force", "--json").stdout)["file"] == str(target)


def test_an_id_that_is_none_is_refused(run: Run, planner: Planner) -> None:
    for wrong in ("../x", "A", "a--b", "a" * 65, "é"):
        assert run("template", "new", wrong).exit_code == 2
    assert not planner.paths.library.exists()


def test_what_explains_is_left_behind_and_the_rest_stays() -> None:
    bare = json.loads(without_help(SOUND.encode()))
    assert "x-help" not in json.dumps(bare)
    assert check_bytes(json.dumps(bare).encode(), "bare").milestones == check_bytes(SOUND.encode(), "own").milestones


# -- line by line


def test_a_person_is_asked_line_by_line_and_can_plan_it_at_once(run: Run, planner: Planner) -> None:
    result = run("template", "new", person=True, typed=FIELDS + STEPS)
    assert result.exit_code == 0, result.stderr
    made = planner.templates.get("give-a-talk")
    assert (made.title, made.category, made.stages) == ("Give a talk", "soft-skill", ("early", "mid"))
    assert (made.plan_from, made.duration) == ("target", "P10W")
    assert [(step.key, step.when, step.kind, step.fixed) for step in made.milestones] == [
        ("write_the_idea_down", "start", "write", False),
        ("rehearse_aloud", "target-P4W", "practice", False),
        ("give_the_talk", "target", "present", True),
    ]
    assert made.milestones[0].evidence == "The sentence"
    assert "“Rehearse aloud” · practice · 4 weeks before the target · every week, 4 times" in result.stderr
    assert run("goal", "new", "give-a-talk", "--target", "2027-06-01").exit_code == 0
    assert drafts(planner) == []


def test_what_cannot_be_read_is_asked_again_and_a_line_can_be_taken_back(run: Run, planner: Planner) -> None:
    typed = "\nA plan\nNo id!\nmy-plan\nWhat happens\nzzz\ncraft\nnever\n\nx\nstart\nsoon\n12w\n"
    typed += "-\nOne +1w\n\nTwo ~much\nTwo +2w\n\n-\n\n"
    result = run("template", "new", person=True, typed=typed)
    assert result.exit_code == 0, result.stderr
    assert [step.title for step in planner.templates.get("my-plan").milestones] == ["One"]


def test_interrupted_it_keeps_what_there_is_as_a_draft_and_names_it(run: Run, planner: Planner) -> None:
    result = run("template", "new", person=True, typed=FIELDS + "One +1w\n\n")
    assert result.exit_code == 130
    assert drafts(planner) == ["give-a-talk.json"]
    assert str(planner.paths.library / "drafts" / "give-a-talk.json") in result.stderr
    kept = json.loads((planner.paths.library / "drafts" / "give-a-talk.json").read_text(encoding="utf-8"))
    assert [step["title"] for step in kept["milestones"]] == ["One"]
    assert not any(each.source == "library" for each in planner.templates.list())


def test_without_a_milestone_there_is_no_template(run: Run, planner: Planner) -> None:
    result = run("template", "new", person=True, typed=FIELDS + "\n")
    assert (result.exit_code, drafts(planner)) == (1, [])


def test_one_that_is_there_already_is_a_conflict_and_the_draft_is_kept(run: Run, planner: Planner) -> None:
    run("template", "new", person=True, typed=FIELDS + STEPS)
    typed = FIELDS + "Another step\n\n\nk\n"
    result = run("template", "new", person=True, typed=typed)
    assert result.exit_code == 1
    assert drafts(planner) == ["give-a-talk.json"]
    assert len(planner.templates.get("give-a-talk").milestones) == 3


# -- the editor


def test_the_editor_opens_a_skeleton_and_what_is_sound_comes_into_the_library(
    run: Run, planner: Planner, editor: Callable[..., Path]
) -> None:
    log = editor(SOUND)
    result = run("template", "new", "first-try", "--editor", person=True)
    assert result.exit_code == 0, result.stderr
    assert log.read_text(encoding="utf-8").rstrip("\0") == skeleton("first-try", year=2026)
    assert planner.templates.get("first-try").title == "My own"
    (there,) = planner.templates.versions("first-try")
    assert "x-help" not in there.path.read_text(encoding="utf-8")
    assert drafts(planner) == []


def test_errors_are_shown_with_their_places_and_the_editor_opens_the_same_text_again(
    run: Run, planner: Planner, editor: Callable[..., Path]
) -> None:
    log = editor(BROKEN, "{ half", SOUND)
    result = run("template", "new", "--editor", person=True, typed="\n\n")
    assert result.exit_code == 0, result.stderr
    assert "milestones[1].when" in result.stderr
    assert "line 1, column 3" in result.stderr
    opened = log.read_text(encoding="utf-8").split("\0")
    assert opened[1:3] == [BROKEN, "{ half"]
    assert planner.templates.get("first-try").title == "My own"


@pytest.mark.parametrize(("typed", "code"), [("q\n", 4), ("", 130)])
def test_a_draft_that_is_given_up_is_kept_and_named_and_can_be_gone_on_with(
    run: Run, planner: Planner, editor: Callable[..., Path], typed: str, code: int
) -> None:
    editor(BROKEN)
    result = run("template", "new", "first-try", "--editor", person=True, typed=typed)
    assert result.exit_code == code
    kept = planner.paths.library / "drafts" / "first-try.json"
    assert kept.read_text(encoding="utf-8") == BROKEN
    assert f"Your draft is kept: {kept}" in result.stderr
    editor(SOUND)
    assert run("template", "new", "--from", str(kept), person=True).exit_code == 0
    assert planner.templates.get("first-try").title == "My own"
    assert drafts(planner) == []


def test_what_was_not_touched_becomes_nothing_and_leaves_nothing(
    run: Run, planner: Planner, editor: Callable[..., Path]
) -> None:
    editor(None)
    result = run("template", "new", "--editor", person=True, typed="q\n")
    assert (result.exit_code, drafts(planner)) == (1, [])
    assert "Nothing was changed" in result.stderr


def test_an_editor_that_does_not_wait_can_be_waited_for(
    run: Run, planner: Planner, editor: Callable[..., Path]
) -> None:
    editor(None, SOUND)
    result = run("template", "new", "--editor", person=True, typed="c\n\n")
    assert result.exit_code == 0, result.stderr
    assert planner.templates.get("first-try").title == "My own"


def test_a_script_with_an_editor_gets_the_errors_and_the_name_of_the_draft(
    run: Run, planner: Planner, editor: Callable[..., Path]
) -> None:
    editor(BROKEN)
    result = run("template", "new", "--editor")
    assert result.exit_code == 4
    assert "milestones[1].when" in result.stderr
    assert drafts(planner) == ["draft.json"]


def test_a_file_that_is_there_is_not_replaced_and_the_draft_stays(
    run: Run, planner: Planner, editor: Callable[..., Path], tmp_path: Path
) -> None:
    target = tmp_path / "mine.json"
    target.write_text("mine")
    editor(SOUND)
    assert run("template", "new", "--editor", "-o", str(target), person=True).exit_code == 1
    assert target.read_text() == "mine"
    assert drafts(planner) == ["draft.json"]
    kept = planner.paths.library / "drafts" / "draft.json"
    editor(None)
    assert run("template", "new", "--from", str(kept), "-o", str(target), "--force", person=True).exit_code == 0
    assert check_file(target).title == "My own"
    assert drafts(planner) == []


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        ("'unclosed", 2, "its quotes do not close"),
        ("/no/such/editor", 1, "could not be started"),
        ("/", 1, "could not be started"),
        ("$(touch hacked); true", 1, "could not be started"),
    ],
)
def test_an_editor_that_is_none_is_told_and_no_shell_ever_sees_it(
    run: Run, planner: Planner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, said: str, code: int, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VISUAL", said)
    result = run("template", "new", "--editor", person=True)
    assert result.exit_code == code
    assert told in result.stderr
    assert not (tmp_path / "hacked").exists()
    assert drafts(planner) == []


def test_an_editor_that_fails_loses_nothing(run: Run, planner: Planner, editor: Callable[..., Path]) -> None:
    editor(BROKEN, code=3)
    result = run("template", "new", "--editor", person=True, typed="q\n")
    assert "The editor ended with 3." in result.stderr
    assert drafts(planner) == ["draft.json"]
