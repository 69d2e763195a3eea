"""Grids: HTML by the web's rules, and tables drawn in text."""

import json
from pathlib import Path

import pytest

from analysis.source import Block, read

ROWS = json.loads((Path(__file__).parent / "grids.json").read_text(encoding="utf-8"))


def grids(source: str) -> list[Block]:
    (article,) = read(source)
    return [block for block in article.blocks if block.grid]


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_rows(row: dict[str, str | list[list[str]]]) -> None:
    found = [[[cell.text for cell in cells] for cells in block.grid] for block in grids(str(row["source"]))]
    assert found == ([row["rows"]] if row["rows"] else [])


INDENTED = [
    ("<td>Rent", 0),
    ("<td>&nbsp;&nbsp;Rent", 2),
    ("<td>&emsp;Rent", 2),
    ("<td style='padding-left: 20px'>Rent", 3),
    ("<td><p style='margin-left:2em'>Rent</p>", 4),
    ("<td class='label indent-2'>Rent", 4),
]


@pytest.mark.parametrize(("cell", "indent"), INDENTED)
def test_how_far_a_label_is_moved_in(cell: str, indent: int) -> None:
    (table,) = grids(f"<table><tr>{cell}</td><td>5</td></tr></table>")
    assert (table.grid[0][0].text, table.grid[0][0].indent) == ("Rent", indent)


def test_what_is_set_in_bold() -> None:
    (table,) = grids("<table><tr><td><b>Total</b></td><td><strong>5</strong> or 6</td></tr></table>")
    assert [cell.strong for cell in table.grid[0]] == [True, False]


def test_the_header_of_a_text_table_is_marked() -> None:
    (table,) = grids("Town  |  Jobs\n------|------\nKiel  |  5\nBonn  |  6")
    assert [row[0].header for row in table.grid] == [True, False, False]
