"""Tables told as text: `## name`, `key: value` lines, then rows of cells; behind `⇒` what a cell states.

And what is read of any source's tables: its figures, and their values in short.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.curation.knowledge import Knowledge
from analysis.reading.model import Figure
from analysis.reading.tables.reader import read_tables
from analysis.source import read


@dataclass
class Case:
    """One table: its page as HTML and as Markdown, and what its cells, columns and rows are."""

    name: str
    html: str
    markdown: str
    cells: dict[tuple[int, int], list[tuple[float, str]]] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


def read_cases(path: Path) -> list[Case]:
    """The cases of a file; `header: 2` says how many rows are of header cells (1 where nothing is said)."""
    return [_case(part) for part in re.split(r"(?m)^## ", path.read_text(encoding="utf-8"))[1:]]


def _case(text: str) -> Case:
    name, *lines = text.strip().splitlines()
    grid = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if line.startswith("|")]
    said = dict(line.split(": ", 1) for line in lines if not line.startswith("|") and ": " in line)
    header = int(said.get("header", "1"))
    case = Case(name, _page(said, grid, header), _markdown(said, grid))
    for row, cells in enumerate(grid[header:], 1):
        for column, cell in enumerate(cells, 1):
            stated = [one.split() for one in cell.partition("⇒")[2].split(";")]
            if any(stated):
                case.cells[row, column] = [(float(value), unit) for value, unit in stated]
    for key, found in (("columns", case.columns), ("rows", case.rows)):
        found += [one.strip() for one in said[key].split(";")] if key in said else []
    return case


def _page(said: dict[str, str], grid: list[list[str]], header: int) -> str:
    before = "".join(f"<p>{said[key]}</p>" for key in ("lead", "above") if key in said)
    caption = f"<caption>{said['title']}</caption>" if "title" in said else ""
    rows = "".join(_row(cells, "th" if number < header else "td") for number, cells in enumerate(grid))
    after = f"<p>{said['below']}</p>" if "below" in said else ""
    title = said.get("page", "A page")
    head = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
    return f"{head}{before}<table>{caption}{rows}</table>{after}</body></html>"


def _markdown(said: dict[str, str], grid: list[list[str]]) -> str:
    rows = ["| " + " | ".join(cell.partition("⇒")[0].strip() for cell in cells) + " |" for cells in grid]
    rows.insert(1, "|" + "---|" * len(grid[0]))
    before = (said[key] for key in ("lead", "above", "title") if key in said)
    return "\n\n".join([f"# {said.get('page', 'A page')}", *before, "\n".join(rows), said.get("below", "")])


def _row(cells: list[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{html.escape(cell.partition('⇒')[0].strip())}</{tag}>" for cell in cells) + "</tr>"


def figures(source: str | Path, context: pd.DataFrame | None = None) -> list[Figure]:
    """The figures of all tables of a source; curated rows are told with the article `x`."""
    found: list[Figure] = []
    for article in read(source):
        knowledge = Knowledge()
        if context is not None:
            knowledge = Knowledge(context=context.assign(article=article.slug))
        found += [figure for table in read_tables(article, knowledge) for figure in table.figures]
    return found


def brief(figure: Figure) -> tuple[object, ...]:
    """(row, column, nth, low, high, unit): the place and the value."""
    quantity = figure.quantity
    low, high = (None if end is None else float(end) for end in (quantity.low, quantity.high))
    return figure.row, figure.column, figure.nth, low, high, quantity.unit


def values(source: str) -> list[str]:
    """`row.column low..high unit` of each figure."""
    return [
        f"{row}.{column} {'' if low is None else f'{low:g}'}"
        + ("" if low == high else f"..{'' if high is None else f'{high:g}'}")
        + f" {unit}"
        for row, column, _, low, high, unit in map(brief, figures(source))
    ]
