"""Notebooks, run, kept with their results and written as pages: `python -m analysis.report.notebooks [NOTEBOOK …]`.

A notebook is written back with its outputs, small and the same bytes each time, so that a forge shows them.

nbconvert's own page loads MathJax, RequireJS and Mermaid from the net, so only its `basic` body is taken, in a frame
and with a style sheet of ours.
"""

from __future__ import annotations

import asyncio
import base64
import io
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from analysis import progress
from analysis.errors import InputError
from analysis.report.render import asset, environment

#: Notebooks that run at the same time, each in a kernel of its own.
JOBS = 2
_WIDGET = "application/vnd.jupyter.widget-view+json"
#: Seconds a cell may take.
PATIENCE = 300


def write_pages(notebooks: Sequence[Path], folder: Path, jobs: int = JOBS) -> list[Path]:
    """Run the notebooks and write each as a page to `folder`; returns the pages.

    An InputError names the first notebook that fails, its cell and the error; the others are written all the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return asyncio.run(_all(notebooks, folder, jobs))


async def _all(notebooks: Sequence[Path], folder: Path, jobs: int) -> list[Path]:
    places = asyncio.Semaphore(jobs)

    async def one(number: int, notebook: Path) -> Path:
        import nbformat

        async with places:
            progress.step(f"notebook {number} of {len(notebooks)}: running {notebook.name}")
            start = time.monotonic()
            page = folder / f"{notebook.stem}.html"
            ran = settled(await _executed(notebook))
            text: str = nbformat.writes(ran)  # type: ignore[no-untyped-call]
            _write(notebook, text.rstrip("\n") + "\n")
            _write(page, as_page(ran, notebook.stem))
            progress.step(f"notebook {number} of {len(notebooks)}: {page.name} in {time.monotonic() - start:.1f} s")
            return page

    tasks = [one(number, notebook) for number, notebook in enumerate(notebooks, start=1)]
    done = await asyncio.gather(*tasks, return_exceptions=True)
    for result in done:
        if isinstance(result, BaseException):
            raise result
    return [page for page in done if isinstance(page, Path)]


def _write(path: Path, text: str) -> None:
    """Write a file unless it holds that already: make looks at its time."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")


def settled(notebook: Any) -> Any:
    """The notebook without what differs from run to run, its pictures as small as they can be.

    No times, no addresses of objects, no Python version, no state of widgets: a form is there once the notebook runs.
    """
    import nbformat

    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook.metadata = nbformat.NotebookNode(  # type: ignore[no-untyped-call]
        {"kernelspec": kernel, "language_info": {"name": "python"}}
    )
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [each for each in cell.outputs if _WIDGET not in each.get("data", {})]
            for output in cell.outputs:
                _settle(output.get("data", {}))
    return notebook


def _settle(data: dict[str, Any]) -> None:
    if "text/html" in data or "image/png" in data:
        data.pop("text/plain", None)
    if "image/png" in data:
        data["image/png"] = _small(data["image/png"])


def _small(png: str) -> str:
    """A picture with a palette of its own: a third of the size, no difference to see."""
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(png))) as image:
        packed = io.BytesIO()
        colours = image.convert("RGB").quantize(96, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        colours.save(packed, "PNG", optimize=True)
    return base64.b64encode(packed.getvalue()).decode()


async def _executed(path: Path) -> Any:
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    where = {"metadata": {"path": str(path.parent)}}
    try:
        quiet = ["--IPKernelApp.log_level=40"]
        client = NotebookClient(
            notebook, timeout=PATIENCE, kernel_name="python3", resources=where, extra_arguments=quiet
        )
        await client.async_execute()
    except CellExecutionError as error:
        way = f"open notebooks/{path.name} and run it up to there"
        raise InputError(path.name, f"stops with {error.ename}: {error.evalue}", way) from error
    return notebook


def as_page(notebook: Any, name: str) -> str:
    """An executed notebook as a page; links to other notebooks lead to their pages."""
    from nbconvert import HTMLExporter

    exporter: Any = HTMLExporter(template_name="basic", embed_images=True)  # type: ignore[no-untyped-call]
    exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
    body, _ = exporter.from_notebook_node(notebook)
    body = re.sub(r'href="(?:\./)?([\w-]+)\.ipynb(#[^"]*)?"', r'href="\1.html\2"', body)
    heading = re.search(r"<h1[^>]*>(.*?)<a class", body, re.DOTALL)
    title = re.sub(r"<[^>]+>", "", heading[1]).strip() if heading else name
    template = environment().get_template("notebook.html")
    style = asset("notebook.css") + Markup(_highlighting())
    return template.render(title=Markup(title), name=name, body=Markup(body), style=style) + "\n"


def _highlighting() -> str:
    """The colours of code."""
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]

    rules: str = HtmlFormatter(style="xcode", nobackground=True).get_style_defs(".highlight")
    return rules


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the notebooks named, or all of `notebooks/`, into `reports/` beside it."""
    named = [Path(each).resolve() for each in (sys.argv[1:] if arguments is None else arguments)]
    notebooks = named or sorted(Path("notebooks").resolve().glob("[0-9]*.ipynb"))
    progress.show()
    if not notebooks:
        return 0
    try:
        write_pages(notebooks, notebooks[0].parents[1] / "reports")
    except InputError as error:
        print(f"notebooks: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
