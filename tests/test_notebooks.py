"""The notebooks: clean as committed, and true when run, from any folder and with other parameters."""

import copy
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
jupyter_client = pytest.importorskip("jupyter_client")

FOLDER = Path(__file__).parents[1] / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
NAMES = [path.stem for path in PATHS]
DUMP = "print(pay.set_index('figure_id')[['period', 'currency', low, high]].to_json())"


def read(name: str):
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def code(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def text(notebook) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


@contextmanager
def kernel(folder: Path) -> Iterator[Callable]:
    """Runs notebooks in a folder, one after the other, each with nothing but the imported modules of those before.

    Pandas is imported once, not with each. `make report` runs each in a kernel of its own, and gives the same bytes.
    """
    manager = jupyter_client.KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(folder))
    talk = manager.blocking_client()
    talk.start_channels()
    talk.wait_for_ready(timeout=60)

    def run(notebook):
        talk.execute("get_ipython().reset()", store_history=False, reply=True, timeout=60)
        return nbclient.NotebookClient(notebook, km=manager, timeout=300).execute()

    try:
        yield run
    finally:
        talk.stop_channels()
        manager.shutdown_kernel(now=True)


def test_the_notebooks_are_there_in_order():
    expected = ["start-here", "tidy-data", "salaries", "market-forecasts", "demand", "cross-check", "check-your-own"]
    assert [f"{number:02d}-{name}" for number, name in enumerate(expected)] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_committed_with_its_results_small_and_in_order(name):
    notebook = read(name)
    nbformat.validate(notebook)
    assert (FOLDER / f"{name}.ipynb").stat().st_size < 600_000
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1)), "make report"
    assert [cell.id for cell in notebook.cells] == [str(number) for number in range(len(notebook.cells))]
    assert notebook.metadata.kernelspec.name == "python3"
    assert "widgets" not in notebook.metadata
    assert not any("execution" in cell.metadata for cell in notebook.cells)
    assert "No such finding" not in json.dumps(code(notebook))
    assert not re.search(r" at 0x[0-9a-f]{6,}|/tmp/|/home/", json.dumps(code(notebook)))


@pytest.mark.parametrize("name", NAMES)
def test_running_a_notebook_again_gives_the_committed_bytes(executed, name):
    """From another folder, too: nothing in it depends on where it is run, or when."""
    pages = pytest.importorskip("analysis.report.notebooks")
    ran = pages.settled(copy.deepcopy(executed[name]))
    added = [cell for cell in ran.cells if cell.source == DUMP]
    ran.cells = [cell for cell in ran.cells if cell not in added]
    assert [cell.outputs for cell in code(ran)] == [cell.outputs for cell in code(read(name))], "make report"


@pytest.mark.parametrize("name", NAMES)
def test_no_dollars_are_taken_for_a_formula(name):
    """JupyterLab sets what stands between two dollars of Markdown, or of HTML without a class that says no."""
    notebook = read(name)
    markdown = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    html = []
    for cell in code(notebook):
        data = [output.get("data", {}) for output in cell.outputs]
        markdown += [each["text/markdown"] for each in data if "text/markdown" in each]
        html += [each["text/html"] for each in data if "text/html" in each]
    assert [text for text in markdown if re.sub(r"`[^`]*`", "", text).count("$") > 1] == []
    for shown in html:
        body = re.sub(r"<style.*?</style>", "", shown, flags=re.DOTALL).lstrip()
        assert body.count("$") < 2 or "mathjax_ignore tex2jax_ignore" in body[: body.index(">")]


@pytest.mark.parametrize("name", NAMES)
def test_what_a_notebook_that_is_not_trusted_leaves_out_is_no_text(name):
    """JupyterLab and forges keep the words of a drawing that they do not show."""
    shown = [output.get("data", {}).get("text/html", "") for cell in code(read(name)) for output in cell.outputs]
    assert not any(tag in page for page in shown for tag in ("<svg", "<script"))


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_reads_like_an_essay(name):
    notebook = read(name)
    assert 15 <= len(notebook.cells) <= 25
    assert all(1 <= len(cell.source.splitlines()) <= 6 for cell in code(notebook))
    assert not any(re.search(r"^\s*(def|class|import \*|%|!)\b", cell.source, re.M) for cell in code(notebook))
    words = len(text(notebook).split())
    lines = sum(len(cell.source.splitlines()) for cell in code(notebook))
    assert 8 <= words / lines <= 28
    first = notebook.cells[0].source
    assert re.search(r"^# .+\?$", first, re.M), "the title is the question"
    assert "**The answer:**" in first
    assert "What to take from this" in notebook.cells[-1].source
    assert "cannot say" in text(notebook) or "never which" in text(notebook)
    assert "## Validation" in text(notebook)
    assert any("assert " in cell.source for cell in code(notebook))


@pytest.mark.parametrize("name", NAMES)
def test_links_between_notebooks_lead_somewhere(name):
    linked = set(re.findall(r"\]\(([\w-]+\.ipynb)\)", text(read(name))))
    assert {f"{other}.ipynb" for other in NAMES if other != name} <= linked
    assert all((FOLDER / link).is_file() for link in linked)


def parameters(notebook):
    return next(cell for cell in code(notebook) if "parameters" in cell.metadata.get("tags", []))


@pytest.fixture(scope="module")
def executed(tmp_path_factory) -> dict:
    """Every notebook as run in a folder that is not theirs, and the salaries again in euros with a shorter year."""
    folder = tmp_path_factory.mktemp("elsewhere")
    notebooks = {name: read(name) for name in NAMES}
    notebooks["euros"] = read("02-salaries")
    parameters(notebooks["euros"]).source = 'currency = "EUR"\nhours_per_year = 1800\narticle = "ai-auditor"'
    for name in ("02-salaries", "euros"):
        notebooks[name].cells.append(nbformat.v4.new_code_cell(DUMP))
    with kernel(folder) as run:
        return {name: run(notebook) for name, notebook in notebooks.items()}


def outputs(notebook, kind: str) -> list:
    return [output for cell in code(notebook) for output in cell.outputs if output.output_type == kind]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_without_a_warning(executed, name):
    notebook = executed[name]
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))
    assert not [stream.text for stream in outputs(notebook, "stream") if stream.name == "stderr"]


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_is_shown_with_its_text(executed, name):
    notebook = executed[name]
    drawing = [cell for cell in code(notebook) if re.search(r"^plots\.\w+\(.*\);$", cell.source, re.M)]
    assert drawing
    for cell in drawing:
        (image,) = [output for output in cell.outputs if "image/png" in output.get("data", {})]
        assert len(image.metadata["image/png"]["alt"]) > 40


def dumped(notebook) -> pd.DataFrame:
    last = notebook.cells[-1].outputs[0].text
    assert json.loads(last)
    frame = pd.read_json(io.StringIO(last)).set_axis(["period", "currency", "low", "high"], axis=1)
    return frame.dropna(subset=["low", "high"]).astype({"low": float, "high": float})


def test_other_parameters_change_the_right_numbers(executed):
    dollars, euros = dumped(executed["02-salaries"]), dumped(executed["euros"])
    assert list(dollars.index) == list(euros.index)
    ratio = euros["low"] / dollars["low"]
    hourly, own = dollars["period"] == "hour", dollars["currency"] == "EUR"
    rates = ratio[~hourly & ~own].groupby([name.split("/")[0] for name in ratio[~hourly & ~own].index])
    assert rates.agg(lambda part: part.max() - part.min()).max() < 1e-5, "one rate for each article"
    annotator = rates.first()["data-annotator"]
    assert ratio[hourly].tolist() == pytest.approx([annotator * 1800 / 2080] * hourly.sum(), rel=1e-5)
    assert hourly.any()
    assert (euros.loc[own, "low"] % 1000 == 0).all(), "what was stated in euros stays as stated"
    assert own.any()


def test_other_parameters_reach_the_pictures(executed):
    alts = [output.metadata["image/png"]["alt"] for output in outputs(executed["euros"], "display_data")]
    assert sum("€" in alt for alt in alts) >= 3
    assert not any(
        "€" in output.metadata["image/png"]["alt"] for output in outputs(executed["02-salaries"], "display_data")
    )
