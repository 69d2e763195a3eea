"""Every line of the README runs: its Python as doctests, its commands as commands, its links to files that exist."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import analysis

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [
    line.split("#")[0].strip() for block in re.findall(r"```sh\n(.*?)```", README, re.S) for line in block.splitlines()
]


def test_the_python_in_the_readme() -> None:
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted >= 8
    assert result.failed == 0


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("make ")])
def test_make_knows_the_targets(command: str) -> None:
    run = subprocess.run([*shlex.split(command), "--dry-run"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("command", [command for command in COMMANDS if "nbconvert" in command])
def test_nbconvert_runs_a_notebook_from_another_folder(command: str, tmp_path: Path) -> None:
    program, *words = shlex.split(command.replace(" reports", f" {tmp_path}"))
    words = [str(ROOT / word) if word.startswith("notebooks/") else word for word in words]
    assert program == ".venv/bin/jupyter"
    run = subprocess.run([sys.executable, "-m", *words], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in (tmp_path / "02-salaries.html").read_text("utf-8")


@pytest.mark.parametrize("command", [command for command in COMMANDS if "papermill" in command])
def test_papermill_runs_a_notebook_with_other_settings(command: str, tmp_path: Path) -> None:
    pytest.importorskip("papermill", reason="needs papermill")
    _, *words = shlex.split(command)
    words = [str(ROOT / word) if word.startswith("notebooks/") else word for word in words]
    run = subprocess.run([sys.executable, "-m", "papermill", *words], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "Senior pay runs from €" in (tmp_path / "pay-in-euros.ipynb").read_text("utf-8")


FAMILIES = dict(re.findall(r"^\| `(\w+)` \| .+? \| (.+?) \|$", README, re.M))
QUOTED = {family: example[1:-1] for family, example in FAMILIES.items() if re.fullmatch("“[^“”]+”", example)}


def test_every_family_of_checks_is_listed() -> None:
    modules = (ROOT / "src" / "analysis" / "relations").rglob("*.py")
    named = {
        family for path in modules for family in re.findall(r'"([a-z_]+)\.(?:[a-z_]+"|\{)', path.read_text("utf-8"))
    }
    assert set(FAMILIES) == named


@pytest.mark.parametrize("family", QUOTED)
def test_a_sentence_quoted_for_a_family_is_not_let_pass(family: str) -> None:
    findings = analysis.audit(f"<p>{QUOTED[family]}</p>").findings
    failing = findings.loc[findings["verdict"] == "inconsistent", "check"]
    assert {check.split(".")[0] for check in failing} == {family}


def test_links_lead_to_files() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
