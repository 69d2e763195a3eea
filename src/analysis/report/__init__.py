"""The report: `index.html` to send to a colleague, `findings.md` to read on a forge, and the pictures as files.

Everything in it is made from the datasets; the same datasets give the same bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from analysis import paths, progress
from analysis.atomic import replacing
from analysis.datasets.fields import DATASETS
from analysis.errors import InputError, way_to

if TYPE_CHECKING:
    from analysis.plots import Picture

__all__ = ["dictionary", "report"]


def report(folder: Path | None = None, *, gallery: Mapping[str, Picture] | None = None) -> list[Path]:
    """Write `index.html`, `findings.md`, `data-dictionary.md` and `figures/`, all or none, with their `SHA256SUMS`.

    They go to `folder`, else to `reports/` in a checkout; returns the pages. `gallery` replaces the pictures of
    `reports/pictures.toml`.
    """
    try:
        from analysis.report.index import findings_md, render
        from analysis.report.material import gather
        from analysis.report.pictures import draw
    except ModuleNotFoundError as error:
        raise InputError("report", f"needs {error.name}, which is not installed", way_to("report")) from None

    root = paths.processed().parents[1]
    if folder is None and not (root / "pyproject.toml").is_file():
        raise InputError("report", "there is no checkout to write to", "name a folder: analysis.report.report(folder)")
    target = folder or root / "reports"
    target.mkdir(parents=True, exist_ok=True)  # before the work, which is long
    material = gather()
    with TemporaryDirectory() as temporary:
        drawn = draw(Path(temporary), gallery)
        progress.step("writing the pages")
        written = {"index.html": render(material, drawn, root), "findings.md": findings_md(material)}
        written["data-dictionary.md"] = dictionary()
        with replacing(target) as new:
            (new / "figures").mkdir()
            for path in Path(temporary).iterdir():
                shutil.copyfile(path, new / "figures" / path.name)
            for name, text in written.items():
                (new / name).write_text(text, encoding="utf-8", newline="\n")
    return [target / name for name in written]


def dictionary() -> str:
    """The data dictionary in Markdown: every dataset, every column, its type, unit, terms and meaning."""
    from analysis.report.render import environment

    return environment().get_template("data-dictionary.md").render(datasets=DATASETS.values())
