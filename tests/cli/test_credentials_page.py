from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.cli.credentials_page import credentials, show_credentials
from planner.cli.output import Writer
from planner.library.checking import check_bytes
from tests.cli.conftest import Run
from tests.domain.ledgers import BLOCKS, document_of
from tests.strategies.spoiling import encoded

CREDITS = "60 PDU in 3 years (check): at least 35 Education, of which 8 each in Ways of Working, Power Skills and"


def test_a_certificate_is_shown_with_what_keeps_it(run: Run, planner: object, tmp_path: Path) -> None:
    path = tmp_path / "rule.json"
    path.write_bytes(encoded(document_of(BLOCKS["pmp"])))
    assert run("template", "import", str(path)).exit_code == 0
    shown = run("template", "show", "around-a-rule")
    assert "Keeping the PMP  PMI\n  Credits  " + CREDITS in shown.stdout
    (told,) = json.loads(run("template", "show", "around-a-rule", "--json").stdout)["credentials"]
    assert (told["id"], told["unit"], told["required"], told["unsure"]) == ("pmp", "PDU", 60, ["cycle"])
    assert told["rules"][0]["label"] == "Credits"
    assert told["rules"][0]["text"].startswith(CREDITS)


def test_on_a_terminal_no_word_of_a_rule_is_cut_and_a_label_stands_once(capsys: pytest.CaptureFixture[str]) -> None:
    out = Writer()
    out.columns = 60
    show_credentials(out, check_bytes(encoded(document_of(BLOCKS["asq-cssbb"])), "rule"))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 60
    told = " ".join(line[11:] for line in lines)
    assert "and still up to 6 months after the end. What is earned" in told
    assert sum("Rates" in line for line in lines) == 1


@pytest.mark.parametrize(("required", "told"), [(60, 60), (14.5, 14.5), (None, None)])
def test_what_is_required_is_a_number_in_data(required: float | None, told: float | None) -> None:
    block = {**BLOCKS["csm"], "required": required} if required else {"id": "x", **BLOCKS["aws-saa"]}
    (one,) = credentials(check_bytes(encoded(document_of(block)), "rule"))
    assert one["required"] == told


def test_markup_in_a_rule_is_shown_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "[b]Law[/b] [@click=app.quit]x[/] %s {0} <b>"
    block = {
        **BLOCKS["csm"],
        "name": hostile,
        "unit": hostile,
        "categories": [{"key": "a", "title": hostile, "max": 5}],
    }
    one = check_bytes(encoded(document_of(block)), "rule")
    show_credentials(Writer(), one)
    told = capsys.readouterr().out
    assert f"Keeping the {hostile}" in told
    assert f"at most 5 {hostile}." in told
