"""`index.html`, one page that needs nothing but itself, and `findings.md` for those who read on a forge."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.report.drawing import picture
from analysis.report.material import Material
from analysis.report.pictures import Drawn
from analysis.report.render import asset, environment
from analysis.report.stories import SHOWN, stories
from analysis.report.view import FigureView
from analysis.report.words import between


def render(material: Material, drawn: Sequence[Drawn], root: Path) -> str:
    """The page; `root` is the checkout whose notebooks and CITATION.cff it names."""
    view = material.view
    told = stories(view.failing)
    template = environment().get_template("index.html")
    return (
        template.render(
            style=asset("style.css"),
            script=asset("tables.js"),
            material=material,
            view=view,
            headline=headline(material),
            stories=[(story, picture(story.finding)) for story in told[:SHOWN]],
            untold=len(told) - SHOWN,
            figures=[_figure_row(material, figure) for figure in view.figures.values()],
            pictures=[(each, _embedded(each.png)) for each in drawn],
            datasets=material.catalog.to_dict("records"),
            notebooks=notebooks(root / "notebooks"),
            citation=citation(root / "CITATION.cff"),
        )
        + "\n"
    )


def findings_md(material: Material) -> str:
    """What cannot hold in full, what is open in short, and what holds in one table."""
    counts = material.figures["article"].value_counts()
    figures = {each["slug"]: int(counts.get(each["slug"], 0)) for each in material.articles}
    template = environment().get_template("findings.md")
    return (
        template.render(material=material, view=material.view, headline=headline(material), figures=figures).rstrip()
        + "\n"
    )


@dataclass(frozen=True, slots=True)
class Headline:
    """The results in numbers."""

    articles: int
    figures: int
    compared: int
    datasets: int
    checked: int
    failing: int
    contradictions: int


def headline(material: Material) -> Headline:
    """What was read and what became of every relation."""
    view = material.view
    return Headline(
        articles=len(material.articles),
        figures=len(view.figures),
        compared=len(view.of_figure),
        datasets=len(material.catalog),
        checked=len(view.findings),
        failing=len(view.failing),
        contradictions=len(view.groups.get("contradiction", [])),
    )


def _figure_row(material: Material, figure: FigureView) -> dict[str, Any]:
    row = figure.row
    low, high = (float("nan") if row[end] is None else float(row[end]) for end in ("low", "high"))
    return {
        "figure": figure,
        "value": "about " * bool(row["approximate"])
        + between(low, high, row["unit"], bool(row["open_low"]), bool(row["open_high"])),
        "order": next((end for end in (low, high) if end == end), 0.0),
        "measure": row["measure"],
        "subject": row["subject"] or row["row_label"] or "",
        "year": row["year"],
        "end_year": row["end_year"] if row["end_year"] != row["year"] else None,
        "outcome": material.contradicted.get(figure.key, ""),
    }


def _embedded(png: Path) -> tuple[str, int, int]:
    """A picture as a data address, without loss but a third of its size, with its width and height in CSS pixels."""
    from PIL import Image

    with Image.open(png) as image:
        packed = io.BytesIO()
        image.convert("RGB").save(packed, "WEBP", lossless=True, method=4)
        width, height = image.size
    return f"data:image/webp;base64,{base64.b64encode(packed.getvalue()).decode()}", width, height


def notebooks(folder: Path) -> list[dict[str, str]]:
    """The notebooks in reading order: file name without ending, and the first heading."""
    found = []
    for path in sorted(folder.glob("[0-9]*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        title = re.search(r"^#+ +(.+)$", text, re.MULTILINE)
        found.append({"name": path.stem, "title": title[1].strip() if title else path.stem})
    return found


def citation(path: Path) -> dict[str, str]:
    """The plain entries of CITATION.cff, with `authors` joined; empty where there is no such file."""
    if not path.is_file():
        return {}
    text = path.read_text(encoding="utf-8")
    entries = dict(re.findall(r"^([a-z-]+): +([^>|\s].*)$", text, re.MULTILINE))
    names = re.findall(r"^ +-? *name: +(.+)$", text, re.MULTILINE)
    entries["authors"] = ", ".join(name.strip("\"' ") for name in names)
    return entries
