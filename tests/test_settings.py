from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.config import Paths
from planner.settings import SIZE_LIMIT, Settings, Table, line_of, read_settings
from planner.wiring import Planner


def settings_of(folder: Path, text: str | bytes) -> Settings:
    data = text.encode() if isinstance(text, str) else text
    (folder / "config.toml").write_bytes(data)
    return read_settings(folder)


def told(settings: Settings) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in settings.problems]


def test_without_a_file_everything_is_as_usual(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == Settings()
    assert read_settings(tmp_path / "nowhere") == Settings()


def test_folders_may_begin_at_home_at_the_root_or_beside_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setenv("USERPROFILE", "/home/ada")
    found = settings_of(tmp_path, '[library]\nfolders = ["~/team", "/srv/shared/", "beside", "~/team"]\n')
    assert found.library.folders == (Path("/home/ada/team"), Path("/srv/shared"), tmp_path / "beside")
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[library]\n\nfolder = []\n", 3, "[library] has no “folder”; did you mean “folders”?"),
        ("# mine\n[libary]\nfolders = []\n", 2, "there is no section or key “libary”; did you mean “library”?"),
        ('[library]\nfolders = "~/team"\n', 2, "“folders” is not a list of texts"),
        ("[library]\nfolders = [1]\n", 2, "“folders” is not a list of texts"),
        ("[library]\nfolders = [\n  '',\n]\n", 2, "“folders” names no folder with “”: expected a path on one line"),
        ('[library]\nfolders = ["a\\u001b[2Jb"]\n', 2, "“folders” names no folder with “a\ufffd[2Jb”"),
        ("library = 7\n", 1, "“library” is not a section; write [library] on a line of its own"),
        ("[library]\nfolders = [\n", 2, "is not TOML: "),
        ("[library]\nfolders = []\nfolders = []\n", 3, "is not TOML: Cannot overwrite a value"),
        ('"li\\u0062"=1\n', 1, "there is no section or key “lib”"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line_and_has_its_usual_value(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    found = settings_of(tmp_path, text)
    ((at, said),) = told(found)
    assert (at, said[: len(message)]) == (line, message)
    assert found.library.folders == ()
    assert str(found.problems[0]).startswith(f"{tmp_path / 'config.toml'}, line {line}: ")


def test_a_wrong_line_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    found = settings_of(tmp_path, '[library]\nfolders = ["/srv/a", "", "/srv/b"]\ncolour = 1\n')
    assert found.library.folders == (Path("/srv/a"), Path("/srv/b"))
    assert [line for line, _ in told(found)] == [2, 3]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe[\0", "is not UTF-8 text"),
        (b"#" * (SIZE_LIMIT + 1), "is larger than 64 KiB"),
        (b"a = " + b"[" * 20_000, ""),
    ],
)
def test_a_file_that_is_no_settings_file_is_told_as_a_whole(tmp_path: Path, data: bytes, message: str) -> None:
    (problem,) = settings_of(tmp_path, data).problems
    assert message in problem.message


def test_a_folder_or_a_pipe_in_its_place_is_told_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "one" / "config.toml").mkdir(parents=True)
    (problem,) = read_settings(tmp_path / "one").problems
    assert problem.message.startswith("cannot be read: ")
    (tmp_path / "two").mkdir()
    os.mkfifo(tmp_path / "two" / "config.toml")
    (problem,) = read_settings(tmp_path / "two").problems
    assert problem.message == "cannot be read: it is not an ordinary file"


def test_a_file_behind_a_link_is_read(tmp_path: Path) -> None:
    (tmp_path / "dotfiles.toml").write_text('[library]\nfolders = ["/srv/a"]\n')
    (tmp_path / "config.toml").symlink_to("dotfiles.toml")
    assert read_settings(tmp_path).library.folders == (Path("/srv/a"),)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    found = settings_of(tmp_path, b'\xef\xbb\xbf[library]\r\nfolders = ["/srv/a"]\r\nx = 1\r\n')
    assert found.library.folders == (Path("/srv/a"),)
    assert [line for line, _ in told(found)] == [3]


@pytest.mark.parametrize(
    ("text", "keys", "line"),
    [
        ('a = """\nx = 1\n"""\nx = 2\n', ("x",), 4),
        ("[s]\nlist = [\n  1,\n]\nx = 1\n[t]\nx = 2\n", ("t", "x"), 7),
        ("s.x = 1\n", ("s", "x"), 1),
        ("s = {y = 1, x = 2}\n", ("s", "x"), 1),
        ("x = 1\n", ("y",), 0),
    ],
)
def test_the_line_of_a_key_is_where_its_value_begins(text: str, keys: tuple[str, ...], line: int) -> None:
    assert line_of(text, keys) == line


def test_a_file_of_many_wrong_lines_is_told_in_short_time(tmp_path: Path) -> None:
    began = time.monotonic()
    found = settings_of(tmp_path, "[library]\n" + "".join(f"folders{n} = 1\n" for n in range(3000)))
    assert 1 <= len(found.problems) <= 20
    assert time.monotonic() - began < 60


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_file_whatever_makes_reading_fail(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    settings_of(tmp_path_factory.getbasetemp(), data)


def test_every_kind_of_value_is_read_or_told() -> None:
    said: list[str] = []
    values = {"yes": True, "n": 5, "word": "dark", "text": " a ", "bad": [], "day": "25:00"}
    table = Table("ui", values, lambda _, message: said.append(message), lambda _keys: 0)
    assert table.flag("yes", usual=False) is True
    assert table.flag("bad", usual=True) is True
    assert table.number("n", 1, least=1, most=9) == 5
    assert table.number("yes", 1, least=1, most=9) == 1
    assert table.choice("word", "light", among=("light", "dark")) == "dark"
    assert table.choice("text", "light", among=("light", "dark")) == "light"
    assert table.text("text", "") == "a"
    assert table.text("missing", "usual") == "usual"
    assert table.read("day", "09:00", lambda text: time.strptime(text, "%H:%M"), "a time such as 09:00") == "09:00"
    table.finish()
    assert said == [
        "“bad” is not true or false",
        "“yes” is not a whole number from 1 to 9",
        '“text” is not one of "light", "dark"',
        "“day” is not a time such as 09:00",
    ]


def test_settings_are_read_when_they_are_first_asked_for_and_then_kept(tmp_path: Path) -> None:
    planner = Planner(Paths(tmp_path, tmp_path))
    settings_of(tmp_path, '[library]\nfolders = ["/srv/a"]\n')
    assert planner.settings.library.folders == (Path("/srv/a"),)
    assert planner.settings is planner.settings


@pytest.mark.parametrize("command", [["next"], ["remind", "run"], ["agenda"]])
def test_a_quick_command_does_not_read_the_settings(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "config.toml").write_text("[library]\nfolders = 7\n")
    program = (
        "import json, sys\nfrom planner.cli.main import cli\n"
        f"code = cli.main({[*command, '--json']!r}, standalone_mode=False)\n"
        "print(json.dumps([code, sorted({'planner.settings', 'tomllib'} & set(sys.modules))]), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PLANNER_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(result.stderr.splitlines()[-1]) == [0, []]
