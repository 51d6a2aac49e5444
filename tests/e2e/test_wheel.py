"""What `pip install .` gives: the templates are in the wheel and found there."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.system


def test_the_wheel_holds_the_templates_and_finds_them(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(tmp_path)]
    subprocess.run([*pip, str(ROOT)], check=True, capture_output=True, timeout=110)
    (wheel,) = tmp_path.glob("planner-*.whl")
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    shipped = {path.name for path in (ROOT / "templates").glob("*.json")}
    assert {path.name for path in (unpacked / "planner" / "_templates").glob("*.json")} == shipped
    assert (unpacked / "planner" / "ui" / "app.tcss").exists()
    code = "from planner.cli.main import main; main()"
    environ = {"PYTHONPATH": str(unpacked), "PLANNER_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}
    listed = subprocess.run(
        [sys.executable, "-P", "-c", code, "template", "list", "--json"],
        env=environ,
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert '"id": "pmp"' in listed.stdout or '"id":"pmp"' in listed.stdout
