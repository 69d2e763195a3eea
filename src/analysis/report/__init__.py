"""The report: `index.html` to send to a colleague, `findings.md` to read on a forge, and the pictures as files.

Everything in it is made from the datasets; the same datasets give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import paths, progress
from analysis.errors import InputError

if TYPE_CHECKING:
    from analysis.plots import Picture

__all__ = ["report"]


def report(folder: Path | None = None, *, gallery: Mapping[str, Picture] | None = None) -> list[Path]:
    """Write `index.html`, `findings.md` and `figures/` to `folder` (`reports/` of the checkout); returns the pages.

    `gallery` replaces the pictures of `analysis.plots.GALLERY`.
    """
    try:
        from analysis.report.markdown import findings_md
        from analysis.report.material import gather
        from analysis.report.page import render
        from analysis.report.pictures import draw
    except ModuleNotFoundError as error:
        way = 'pip install "ai-career-figures[notebooks]"'
        raise InputError("report", f"needs {error.name}, which is not installed", way) from None

    root = paths.processed().parents[1]
    if folder is None and not (root / "pyproject.toml").is_file():
        raise InputError("report", "there is no checkout to write to", "name a folder: analysis.report.report(folder)")
    target = folder or root / "reports"
    target.mkdir(parents=True, exist_ok=True)
    material = gather()
    drawn = draw(target / "figures", gallery)
    progress.step("writing index.html and findings.md")
    written = {"index.html": render(material, drawn, root), "findings.md": findings_md(material)}
    for name, text in written.items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")
    return [target / name for name in written]
