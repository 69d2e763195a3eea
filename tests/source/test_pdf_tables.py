"""Tables without lines in a PDF, from words at the places they have on a page: no PDF is needed."""

import re
from typing import Any

import pytest

pytest.importorskip("pdfplumber")

from analysis.source.pdf import _lines, _ordered, _parts, _unmarked
from analysis.source.pdftable import Item, with_tables

WIDTH, SIZE = 5.0, 10.0  # of a character, and of the type


def page(text: str, steps: dict[int, float] | None = None) -> list[Item]:
    """The lines of a page as typed: a word stands where its characters do; `steps`: heights of lines other than 2."""
    words: list[dict[str, Any]] = []
    bottom = 100.0
    for number, line in enumerate(text.strip("\n").split("\n")):
        bottom += SIZE * (steps or {}).get(number, 2.0)
        for found in re.finditer(r"\S+", line):
            x0, x1 = found.start() * WIDTH, found.end() * WIDTH
            words.append({"text": found[0], "x0": x0, "x1": x1, "top": bottom - SIZE, "bottom": bottom, "size": SIZE})
    return _lines(words)


def read(text: str, steps: dict[int, float] | None = None) -> list[str | list[list[str]]]:
    return [item.rows or item.text for item in with_tables(page(text, steps))]


def test_cells_that_stand_below_each_other() -> None:
    text = """
Jobs by town
Town           2023     2024
Kiel          1,200      900
Bonn              8   10,000
That is all there is to say about it."""
    rows = [["Town", "2023", "2024"], ["Kiel", "1,200", "900"], ["Bonn", "8", "10,000"]]
    assert read(text) == ["Jobs by town", rows, "That is all there is to say about it."]


def test_a_row_over_several_lines() -> None:
    text = """
Item           First     Second
              quarter   quarter
Income before    25.0       27.5
tax
Tax               5.0        6.0
and duties"""
    rows = [
        ["Item", "First quarter", "Second quarter"],
        ["Income before tax", "25.0", "27.5"],
        ["Tax and duties", "5.0", "6.0"],
    ]
    assert read(text, {1: 1.2, 3: 1.2, 5: 1.2}) == [rows]


def test_a_heading_within_a_table_and_a_cell_left_out() -> None:
    text = """
Town      2023   2024
North
Kiel        12     14
Bonn               16"""
    assert read(text) == [[["Town", "2023", "2024"], ["North", "", ""], ["Kiel", "12", "14"], ["Bonn", "", "16"]]]


def test_a_head_over_several_columns() -> None:
    text = """
            Sales          Jobs
Town     2023   2024   2023   2024
Kiel       12     14     16     18"""
    assert read(text) == [
        [
            ["", "Sales", "Sales", "Jobs", "Jobs"],
            ["Town", "2023", "2024", "2023", "2024"],
            ["Kiel", "12", "14", "16", "18"],
        ]
    ]


def test_running_text_in_two_columns_is_no_table_and_is_read_column_by_column() -> None:
    left = "one two three four five six 7"
    lines = "\n".join(f"{left} {n}          right side of the text again {n}" for n in range(9))
    items = _ordered(page(lines), width=70 * WIDTH)
    assert [item.text for item in with_tables(items)] == [
        *(f"{left} {n}" for n in range(9)),
        *(f"right side of the text again {n}" for n in range(9)),
    ]


def test_a_table_that_runs_over_a_page_is_one() -> None:
    head = "Town      2023     2024\n"
    pages = [page(f"{head}Kiel        12       14\nBonn        15       16"), page(f"{head}Ulm         17       18")]
    (table,) = _parts(pages)
    assert re.findall(r"<td>(\w*)</td>", table)[::3] == ["Town", "Kiel", "Bonn", "Ulm"]


def test_lines_of_a_heading_of_a_paragraph_and_of_a_list() -> None:
    lines = page(
        """
What fitters
earn
Fitters in Kiel earn more than those of any other town, the
survey says, and have done so since the year in which it be-
gan.
     Entry: 5
     Senior: 9""",
        {1: 1.2, 2: 1.9, 3: 1.2, 4: 1.2, 6: 1.2},
    )
    for line in lines[:2]:
        line.size = 16.0
    text = (
        "Fitters in Kiel earn more than those of any other town, the survey says, and have done so since the year in "
    )
    assert [*_parts([lines])] == [
        "<h1>What fitters earn</h1>",
        f"<p>{text}which it began.</p>",
        "<ul><li>Entry: 5</li><li>Senior: 9</li></ul>",
    ]


def test_a_number_beside_larger_type_in_the_other_column_is_no_mark() -> None:
    left = [f"the stations of the town no {n} stand in" for n in range(10)]
    lines = page("\n".join(f"{text:<60}and what was said of them there {n}" for n, text in enumerate(left)))
    for word in lines[4].words[-7:]:
        word |= {"size": 2 * SIZE, "bottom": word["bottom"] + 4}  # a heading in the second column
    lines[4].size = 2 * SIZE
    assert [_unmarked(item).text for item in _ordered(lines, 600.0)][:10] == left
