"""The distribution as others get it: wheel and sdist built, the wheel installed with its runtime dependencies alone."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from analysis import paths
from analysis.datasets.fields import DATASETS

pytestmark = pytest.mark.packaging
ROOT = Path(__file__).parents[1]

LOAD_AND_JOIN = """
import analysis
from analysis.datasets.load import NAMES

figures = analysis.load("figures")
for name in NAMES:
    frame = analysis.load(name)
    assert len(frame) == dict(zip(analysis.catalog()["name"], analysis.catalog()["rows"]))[name] > 0, name
    if "figure_id" in frame:
        joined = frame.merge(figures, on="figure_id", suffixes=("", "_ledger"))
        assert len(joined) == len(frame), name
        assert len(analysis.load(name, source=True, findings=True)) == len(frame), name
assert analysis.load("salaries", currency="EUR")["eur_low"].notna().any()
assert analysis.parse("$10 – $20 per hour")[0].unit == "USD/hour"
text = "The surveying market grows from USD 2 billion in 2024 to USD 9 billion in 2030, at a CAGR of 10%."
assert len(analysis.audit(text).findings)
print(analysis.__file__, analysis.__version__, analysis.data_version())
"""
BUILD = """
from analysis.cli import main
assert main(["build", "--out", "out"]) == 0
"""


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    parts = [str(part) for part in command]
    return subprocess.run(parts, cwd=cwd, env=alone, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    made = run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    assert made.returncode == 0, made.stdout + made.stderr
    return out


UV = [sys.executable, "-m", "uv"]


def installed(wheel: Path, folder: Path, interpreter: str) -> Path:
    """The python of a new environment in a folder, with the wheel and what it needs to run."""
    python = folder / "venv" / "bin" / "python"
    made = run(*UV, "venv", "--quiet", "--python", interpreter, folder / "venv", cwd=folder)
    assert made.returncode == 0, made.stderr
    pinned = ["--constraint", ROOT / "requirements" / "dev.lock", wheel]
    made = run(*UV, "pip", "install", "--quiet", "--python", python, *pinned, cwd=folder)
    if made.returncode:  # a package index that only pip has been told of
        made = run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", wheel, cwd=folder)
    assert made.returncode == 0, made.stderr
    return python


@pytest.fixture(scope="module")
def elsewhere(built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder outside the checkout, and the python of an otherwise empty environment in it that has the wheel."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (wheel,) = built.glob("*.whl")
    return folder, installed(wheel, folder, sys.executable)


def test_the_wheel_carries_the_package_and_its_data_and_nothing_else(built):
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    carried = {name.removeprefix("analysis/data/processed/") for name in names if "/processed/" in name}
    assert carried == {path.name for path in paths.processed().iterdir()}
    assert "analysis/data/raw/articles.xml" in names
    assert {"analysis/py.typed", "analysis/report/templates/audit.css", "analysis/words/units.csv"} <= set(names)
    assert {name.partition("/")[0] for name in names} == {"analysis", names[-1].partition("/")[0]}


def test_the_sdist_can_be_built_and_tested_from(built):
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {
        "pyproject.toml",
        "requirements/report.lock",
        "Makefile",
        "LICENSE",
        "data/raw/articles.xml",
        "tests/test_packaging.py",
    }
    assert needed <= names
    assert not {name for name in names if name.endswith((".pyc", ".ipynb_checkpoints"))}


def test_the_wheel_works_in_an_empty_environment(elsewhere):
    folder, python = elsewhere
    result = run(python, "-c", LOAD_AND_JOIN, cwd=folder)
    assert result.returncode == 0, result.stderr
    assert str(folder) in result.stdout
    assert run(folder / "venv" / "bin" / "analysis", "check", cwd=folder).returncode == 0


@pytest.mark.parametrize("version", ["3.12", "3.13"] if os.environ.get("CI") else ["3.13"])
def test_the_wheel_works_under_newer_pythons(version, built, tmp_path):
    """The newest, and in .ci/run each: a new environment compiles pandas first."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    interpreters = sorted(pyenv.glob(f"versions/{version}.*/bin/python"))
    if not interpreters:
        pytest.skip(f"pyenv has no Python {version} here")
    (wheel,) = built.glob("*.whl")
    python = installed(wheel, tmp_path, str(interpreters[-1]))
    result = run(python, "-c", LOAD_AND_JOIN + BUILD, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    for committed in paths.processed().iterdir():
        assert (tmp_path / "out" / committed.name).read_bytes() == committed.read_bytes(), committed.name


@pytest.mark.parametrize(
    ("code", "extra"),
    [
        ("import analysis; analysis.plots.ladder('salaries')", "plots"),
        ("import analysis; analysis.load('salaries', units=True)", "units"),
        ("from pathlib import Path; from analysis.datasets.export import export; export(Path('out'))", "parquet"),
    ],
)
def test_what_needs_an_extra_says_which(code, extra, elsewhere):
    folder, python = elsewhere
    result = run(python, "-c", code, cwd=folder)
    assert result.returncode != 0
    assert f'pip install -e ".[{extra}]" in a clone' in result.stderr.splitlines()[-1]


def test_every_dataset_is_in_the_package():
    assert {path.name for path in paths.processed().iterdir()} == {f"{name}.csv" for name in DATASETS} | {
        "datapackage.json"
    }
