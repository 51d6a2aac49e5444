"""[notify] in config.toml: channels, and services whose addresses are told nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.settings import NotifySettings, Secret, Settings, read_settings

SECRET = "ntfys://very-secret-topic-7f"


def settings_of(folder: Path, text: str) -> Settings:
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return read_settings(folder)


def test_without_it_the_desktop_reminds_and_nothing_else(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "").notify == NotifySettings()
    assert NotifySettings().channels == ("desktop",)


def test_channels_and_services_are_read(tmp_path: Path) -> None:
    found = settings_of(
        tmp_path,
        f"""[notify]
channels = ["terminal", "desktop", "ntfy", "terminal"]
terminal = "osc777"
[notify.services]
ntfy = "{SECRET}"
mail = "keyring:planner/mail"
""",
    )
    assert found.problems == ()
    assert found.notify.channels == ("terminal", "desktop")
    assert found.notify.terminal == "osc777"
    assert {name: secret.text for name, secret in found.notify.services.items()} == {
        "ntfy": SECRET,
        "mail": "keyring:planner/mail",
    }
    assert settings_of(tmp_path, "[notify]\nchannels = []\n").notify.channels == ()


def test_an_address_is_shown_by_nothing(tmp_path: Path) -> None:
    found = settings_of(tmp_path, f'[notify.services]\nntfy = "{SECRET}"\n')
    for text in (repr(found), str(found.notify), f"{found.notify.services['ntfy']}", f"{Secret(SECRET)!r}"):
        assert "secret-topic" not in text


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[notify]\nchannels = ["dekstop"]\n', 2, "“channels” names “dekstop”, which is neither desktop nor terminal"),
        ('[notify]\nterminal = "osc8"\n', 2, "“terminal” is not one of "),
        (f'[notify]\nservices = "{SECRET}"\n', 2, "“services” is not a section of its own, [notify.services]"),
        (f'[notify.services]\n"my ntfy" = "{SECRET}"\n', 2, "the name of a service is a word"),
        (f'[notify.services]\ndesktop = "{SECRET}"\n', 2, "the name of a service is a word"),
        (f'[notify.services]\nntfy = ["{SECRET}"]\n', 2, "“ntfy” is not an address in quotes"),
        (f'[notify.services]\nntfy = "{SECRET}\\n"\nother = ""\n', 3, "“other” is not an address in quotes"),
        (f'[notify.services]\nntfy = "{SECRET}\n', 2, "is not TOML: "),
        (f'[notify.services]\nntfy = "a"\nntfy = "{SECRET}"\n', 3, "is not TOML: "),
        (f"[notify.services]\nntfy = {SECRET}\n", 2, "is not TOML: "),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_without_the_secret(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    (problem,) = settings_of(tmp_path, text).problems
    assert problem.line == line
    assert problem.message.startswith(message)
    assert "secret-topic" not in repr(problem)
