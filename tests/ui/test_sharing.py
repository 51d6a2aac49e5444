"""Templates out of goals and in from files, in the app."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, Static

from planner.domain.template import Template
from planner.library.checking import check_file
from planner.library.conversion import canonical
from planner.ui.modals.template_import import ImportTemplate
from planner.ui.modals.template_incoming import IncomingTemplates
from planner.ui.modals.template_save import SaveTemplate
from planner.ui.screens.templates import TemplatesScreen
from tests.domain.making import step, template
from tests.services.people import a_planner
from tests.ui.driving import NARROW, WIDE, Person, filled, opened
from tests.ui.templates_app import Walk, at_templates, planner_with

pytestmark = pytest.mark.thorough


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's home, with a few files."""
    home = tmp_path / "person"
    (home / "Downloads" / "team").mkdir(parents=True)
    (home / ".config").mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    return home


def a_template(**fields: Any) -> Template:
    made = template(step("one", "start", title="Begin"), id="of-a-friend", title="Of a friend", version="2026.1")
    return replace(made, **{"author": "A friend", "license": "CC0-1.0", **fields})


def written(path: Path, **fields: Any) -> Path:
    path.write_text(canonical(a_template(**fields)), encoding="utf-8")
    return path


async def test_the_list_of_files_is_walked_by_keyboard_alone(folder: Path, tmp_path: Path) -> None:
    written(folder / "Downloads" / "team" / "friend.json")
    (folder / "notes.txt").write_text("not shown")
    (folder / ".hidden.json").write_text("{}")
    planner = planner_with(tmp_path / "home")
    async with at_templates(planner) as walk:
        await walk.press("i")
        assert "Downloads/" in walk.text
        assert "notes.txt" not in walk.text
        assert "hidden.json" not in walk.text
        await walk.press("enter", "enter")
        assert walk.app.screen.query_one("#path", Input).value == "~/Downloads/team/"
        await walk.press("enter")
        assert isinstance(walk.app.screen, IncomingTemplates)
        await walk.press("enter")
        await walk.until(lambda: isinstance(walk.app.screen, TemplatesScreen))
    assert planner.templates.get("of-a-friend").author == "A friend"


async def test_tab_completes_and_two_points_go_up(folder: Path, tmp_path: Path) -> None:
    for name in ("plan-one.json", "plan-two.json"):
        written(folder / "Downloads" / name)
    async with at_templates(planner_with(tmp_path / "home")) as walk:
        await walk.press("i")
        path = walk.app.screen.query_one("#path", Input)
        await walk.type("~/Dow")
        await walk.press("tab")
        assert path.value == "~/Downloads/"
        await walk.type("~/Downloads/p")
        await walk.press("tab")
        assert path.value == "~/Downloads/plan-"
        await walk.press("tab")
        assert path.value == "~/Downloads/plan-one.json"
        await walk.type("~/Downloads/")
        await walk.press("up", "up", "enter")
        assert path.value == f"{folder}/"


async def test_a_folder_that_is_not_there_is_said_and_nothing_breaks(folder: Path, tmp_path: Path) -> None:
    async with at_templates(planner_with(tmp_path / "home")) as walk:
        await walk.press("i")
        for typed in ("~/none/", "~nobody-here/", "/\x00/", "", "relative"):
            await walk.type(typed)
            await walk.press("tab")
        await walk.type("~/none/")
        assert "no such file or directory" in walk.said(".say")
        await walk.press("escape")
        assert isinstance(walk.app.screen, TemplatesScreen)


async def test_a_whole_folder_comes_in_with_each_conflict_decided(folder: Path, tmp_path: Path) -> None:
    planner = planner_with(tmp_path / "home")
    planner.catalog.install(written(folder / "mine.json"))
    written(folder / "Downloads" / "a.json", title="Of another friend")
    written(folder / "Downloads" / "b.json", id="other", title="Quite another")
    async with at_templates(planner) as walk:
        await walk.press("i")
        await walk.type("~/Downloads/")
        assert "All 2 files of this folder" in walk.text
        await walk.press("enter")
        assert isinstance(walk.app.screen, IncomingTemplates)
        await walk.press("enter")
        assert "Decide about “Of another friend” first" in walk.text
        await walk.press("b")
        assert "of-a-friend-2" in walk.text
        await walk.press("enter")
        await walk.until(lambda: isinstance(walk.app.screen, TemplatesScreen))
        await walk.rest()
    assert planner.templates.get("of-a-friend").title == "Of a friend"
    assert planner.templates.get("of-a-friend-2").title == "Of another friend"
    assert planner.templates.get("other").title == "Quite another"


@pytest.mark.thorough
@pytest.mark.parametrize(("key", "title", "kept"), [("k", "Of a friend", 1), ("t", "Of another friend", 2)])
async def test_a_conflict_is_kept_or_taken(folder: Path, tmp_path: Path, key: str, title: str, kept: int) -> None:
    planner = planner_with(tmp_path / "home")
    planner.catalog.install(written(folder / "mine.json"))
    async with at_templates(planner) as walk:
        await walk.press("i")
        await walk.type(str(written(folder / "theirs.json", title="Of another friend")))
        await walk.press("enter", key, "enter")
        await walk.until(lambda: isinstance(walk.app.screen, TemplatesScreen))
        await walk.rest()
    assert planner.templates.get("of-a-friend").title == title
    assert len(planner.templates.versions("of-a-friend")) == kept


async def test_escape_leaves_the_library_as_it_was(folder: Path, tmp_path: Path) -> None:
    written(folder / "friend.json")
    planner = planner_with(tmp_path / "home")
    async with at_templates(planner) as walk:
        await walk.press("i")
        await walk.type("~/friend.json")
        await walk.press("enter", "escape")
        assert isinstance(walk.app.screen, TemplatesScreen)
    assert not (tmp_path / "home" / "library").exists()


async def test_templates_of_a_shared_folder_bear_its_name(folder: Path, tmp_path: Path) -> None:
    written(folder / "Downloads" / "team" / "friend.json")
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text('[library]\nfolders = ["~/Downloads/team"]\ncolour = 1\n')
    async with at_templates(planner_with(home)) as walk:
        walk.gallery.gallery.go("of-a-friend")
        await walk.rest()
        row = next(each for each in walk.text.splitlines() if "▌" in each)
        assert "Of a friend" in row
        assert " team " in row
        assert "from the folder" in walk.text
        assert "config.toml, line 3: [library] has no “colour”" in walk.said("#unread")


# -- a goal as a template


async def at_goal(person: Person, title: str) -> None:
    await person.press("2")
    await person.go(title)
    await person.press("S")
    assert isinstance(person.app.screen, SaveTemplate)


async def test_a_goal_is_saved_as_a_template_after_what_leaves_was_shown(folder: Path, tmp_path: Path) -> None:
    async with opened(filled(tmp_path / "home")) as person:
        await at_goal(person, "Earn the certificate")
        assert "LEAVES" in person.screen
        assert "Send the application" in person.screen
        screen = person.app.screen
        assert screen.query_one("#file", Input).value == "~/earn-the-certificate.json"
        screen.query_one("#author", Input).value = "Somebody"
        screen.query_one("#title", Input).value = "How I earned it"
        await person.wait()
        assert screen.query_one("#file", Input).value == "~/how-i-earned-it.json"
        await person.press("ctrl+s")
        assert "Written to ~/how-i-earned-it.json" in person.toasts
    found = check_file(folder / "how-i-earned-it.json")
    assert (found.title, found.author, found.license) == ("How I earned it", "Somebody", "")
    assert "Ask for the form" not in (folder / "how-i-earned-it.json").read_text()


async def test_another_file_is_replaced_only_when_asked(folder: Path, tmp_path: Path) -> None:
    target = folder / "earn-the-certificate.json"
    target.write_text("mine")
    async with opened(filled(tmp_path / "home")) as person:
        await at_goal(person, "Earn the certificate")
        await person.press("ctrl+s", "n")
        assert isinstance(person.app.screen, SaveTemplate)
        assert target.read_text() == "mine"
        await person.press("ctrl+s", "y")
        assert "Written to" in person.toasts
    assert json.loads(target.read_text())["title"] == "Earn the certificate"


async def test_a_file_that_cannot_be_written_is_told_and_what_was_typed_comes_back(
    folder: Path, tmp_path: Path
) -> None:
    async with opened(filled(tmp_path / "home")) as person:
        await at_goal(person, "Earn the certificate")
        person.app.screen.query_one("#author", Input).value = "Somebody"
        person.app.screen.set_focus(person.app.screen.query_one("#file", Input))
        await person.type("~/none/here.json")
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, SaveTemplate)
        problem = person.app.screen.query_one(".problem", Static)
        assert "could not be written: no such file or directory" in str(problem.content)
        assert person.app.screen.query_one("#author", Input).value == "Somebody"
        await person.press("escape")
    assert sorted(path.name for path in folder.iterdir()) == [".config", "Downloads"]


async def test_a_goal_without_dates_says_why_it_cannot_be_a_template(folder: Path, tmp_path: Path) -> None:
    from planner.domain.plan import Edit
    from tests.domain.making import goal

    planner = a_planner(tmp_path / "home")
    planner.store.commit(lambda _: Edit("Add", (goal(1, title="Empty"),)))
    async with opened(planner) as person:
        await at_goal(person, "Empty")
        assert "has no step with a date" in person.screen
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, SaveTemplate)


@pytest.mark.thorough
@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_every_dialog_fits_the_terminal(folder: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    planner = planner_with(tmp_path / "home")
    planner.catalog.install(written(folder / "mine.json"))
    for n in range(30):
        written(folder / "Downloads" / f"plan-{n:02}.json", id=f"plan-{n}")
    written(folder / "Downloads" / "theirs.json", title="Of another friend " * 4)
    async with at_templates(planner, size) as walk:
        await walk.press("i")
        await walk.type("~/Downloads/")
        fits(walk)
        await walk.press("enter")
        assert isinstance(walk.app.screen, IncomingTemplates)
        await walk.press("end", "end")
        fits(walk)
    async with opened(filled(tmp_path / "other"), size) as person:
        await at_goal(person, "Earn the certificate")
        box = person.app.screen.query_one(".box").region
        keys = person.app.screen.query_one(".keys").region
        assert keys.bottom < box.bottom <= size[1]


def fits(walk: Walk) -> None:
    screen = walk.app.screen
    assert isinstance(screen, ImportTemplate | IncomingTemplates)
    box, keys = screen.query_one(".box").region, screen.query_one(".keys").region
    assert keys.bottom < box.bottom <= walk.app.size.height


async def test_names_and_texts_of_strangers_are_shown_literally(folder: Path, tmp_path: Path) -> None:
    downloads = folder / "Downloads"
    for name in ("[bold]x [2J\x1b[2J.json", "two\nlines.json", "\u202egnp.json", "[@click=app.quit]a.json"):
        written(downloads / name, title="[/foo] [b]x[/b] {x} %s", author="[@click=app.quit]me[/]")
    (downloads / "deep\x1b]0;x\x07").mkdir()
    os.close(os.open(os.fsencode(downloads) + b"/\xff\xfe.json", os.O_CREAT, 0o600))
    async with at_templates(planner_with(tmp_path / "home")) as walk:
        await walk.press("i")
        await walk.type("~/Downloads/")
        assert "[bold]x [2J" in walk.text
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e\ud800-\udfff]", walk.text)
        for _ in range(8):  # every line can be chosen; what cannot be read is said
            await walk.press("down", "enter")
            if isinstance(walk.app.screen, IncomingTemplates):
                assert "[/foo] [b]x[/b] {x} %s" in walk.text
                assert "by [@click=app.quit]me[/]" in walk.text
                assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e\ud800-\udfff]", walk.text)
                await walk.press("escape", "i")
            elif walk.app.screen.has_class("-refused"):
                await walk.press("escape")
            await walk.type("~/Downloads/")
