"""`index.html`: one page that needs nothing but itself."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from analysis.listing import count
from analysis.report.drawing import picture
from analysis.report.material import Material, Record
from analysis.report.pictures import Drawn
from analysis.report.stories import SHOWN, Story, heading, implied, stories
from analysis.report.words import between, printed, term

MEANINGS = {
    "contradiction": "cannot both be true",
    "mislabel": "true under another label",
    "definition": "depends on something unstated",
    "rounding": "holds within rounding",
    "ok": "holds",
}


def environment() -> Environment:
    """The templates of this package; a name that a template misspells is an error."""
    loader = PackageLoader("analysis.report")
    templates = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    templates.filters |= {"term": term, "count": count}
    return templates


def asset(name: str) -> Markup:
    """A style sheet or script of this package, to stand in a page."""
    return Markup((Path(__file__).parent / "templates" / name).read_text(encoding="utf-8"))


def render(material: Material, drawn: Sequence[Drawn], root: Path) -> str:
    """The page; `root` is the checkout whose notebooks and CITATION.cff it names."""
    told = stories(material)
    shown = told[:SHOWN]
    template = environment().get_template("index.html")
    return (
        template.render(
            style=asset("style.css"),
            script=asset("tables.js"),
            material=material,
            headline=headline(material),
            meanings=MEANINGS,
            stories=[_story(material, story) for story in shown],
            untold=len(told) - len(shown),
            findings=[finding_row(material, finding) for finding in material.gravest_first],
            figures=[_figure_row(material, figure) for figure in material.by_id.values()],
            pictures=[(each, _embedded(each.png)) for each in drawn],
            datasets=material.catalog.to_dict("records"),
            notebooks=notebooks(root / "notebooks"),
            citation=citation(root / "CITATION.cff"),
        )
        + "\n"
    )


@dataclass(frozen=True, slots=True)
class Headline:
    """The results in numbers."""

    articles: int
    figures: int
    datasets: int
    checked: int
    holding: int
    rounding: int
    failing: int
    contradictions: int
    undetermined: int


def headline(material: Material) -> Headline:
    """What was read and what became of every relation."""
    verdicts = material.verdicts()
    return Headline(
        articles=len(material.articles),
        figures=len(material.figures),
        datasets=len(material.catalog),
        checked=len(material.findings),
        holding=verdicts.get("consistent", 0),
        rounding=verdicts.get("consistent_within_rounding", 0),
        failing=verdicts.get("inconsistent", 0),
        contradictions=int((material.findings["severity"] == "contradiction").sum()),
        undetermined=verdicts.get("undetermined", 0),
    )


def _story(material: Material, story: Story) -> dict[str, Any]:
    return finding_row(material, story.finding) | {
        "heading": heading(material, story.finding),
        "picture": picture(material, story.finding),
        "also": [finding_row(material, finding) for finding in story.also],
    }


def finding_row(material: Material, finding: Record) -> dict[str, Any]:
    """A finding as people read it: what is stated, what is implied, the sum, the repair, and where it stands."""
    figures = material.figures_of(finding)
    again = finding["check"].startswith("repeats.") and len(figures) > 1
    return {
        "id": finding["finding_id"],
        "check": finding["check"],
        "severity": finding["severity"],
        "verdict": verdict(finding),
        "subject": finding["subject"] or term(finding["measure"] or "figure"),
        "articles": list(dict.fromkeys(figure["article"] for figure in figures)),
        "stated": printed(figures[0]),
        "against": "elsewhere" if again else "implied",
        "implied": printed(figures[1]) if again else implied(finding),
        "sum": finding["explanation"][:1].upper() + finding["explanation"][1:],
        "repair": finding["repair"] or "",
        "where": material.where(finding),
    }


def verdict(finding: Record) -> str:
    """The verdict in words; of a failure, what it means."""
    if finding["verdict"] == "inconsistent":
        return MEANINGS[finding["severity"]]
    words = {"consistent": "holds", "consistent_within_rounding": "holds within rounding"}
    return words.get(str(finding["verdict"]), str(finding["verdict"]))


def _figure_row(material: Material, figure: Record) -> dict[str, Any]:
    low, high = (float("nan") if figure[end] is None else float(figure[end]) for end in ("low", "high"))
    return {
        "quote": figure["quote"],
        "value": between(low, high, figure["unit"], bool(figure["open_low"]), bool(figure["open_high"])),
        "order": next((end for end in (low, high) if end == end), 0.0),
        "unit": figure["unit"],
        "measure": figure["measure"],
        "subject": figure["subject"] or figure["row_label"] or "",
        "year": figure["year"],
        "end_year": figure["end_year"] if figure["end_year"] != figure["year"] else None,
        "place": material.place(figure),
        "severity": material.contradicted.get(figure["figure_id"], ""),
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
    entries["authors"] = ", ".join(_names(re.findall(r"^ +-? *name: +(.+)$", text, re.MULTILINE)))
    return entries


def _names(found: Iterable[str]) -> list[str]:
    return [name.strip("\"' ") for name in found]
