"""What docs/templates.md says about versions is what the program says."""

from __future__ import annotations

import re
from pathlib import Path

from planner.cli.template_upgrade import WAYS, upgrade
from planner.domain.template_diff import diff
from planner.domain.template_diff_words import diff_words
from tests.domain.making import step, template

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "templates.md").read_text("utf-8")
VERSIONS = GUIDE.partition("\n## Versions\n")[2].partition("\n## ")[0]


def test_the_sentences_of_the_example_are_those_that_are_told() -> None:
    mock = step("mock2", "target-P2W", title="Mock exam 2", effort="PT4H")
    before = template(mock, step("tour", "target-P1W", title="Visit the test centre"))
    after = template(
        step("outline", "start+P1W", title="Read the new outline", effort="PT2H"),
        step("mock2", "target-P3W", title="Mock exam 2", effort="PT3H"),
    )
    shown = re.search(r"```\n\$ planner template diff.*?\n.*?\n(.*?)```", VERSIONS, re.DOTALL)
    assert shown is not None
    assert tuple(line.strip() for line in shown.group(1).splitlines()) == diff_words(diff(before, after))


def test_every_flag_that_decides_is_described_and_there() -> None:
    flags = {flag for parameter in upgrade.params for flag in parameter.opts if flag.startswith("--")}
    told = set(re.findall(r"--[a-z][a-z-]+", VERSIONS))
    assert told <= flags | {"--json"}
    assert flags - told <= {"--yes"}
    assert all(f"--misfits {way}`" in VERSIONS for way in WAYS)
