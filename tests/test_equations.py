"""Tables as equations: labelled tables, and laws of tables made from true values.

`cases/equations.json`: what holds in a table as it is, and what fails. `cases/small_tables.json`: small tables as pay
and market pages have them, in different markup; what holds, and what is said once one cell has a slip.
"""

import html
import itertools
import json
from pathlib import Path

import pytest
import shown
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

FOLDER = Path(__file__).parent / "cases"
CASES = json.loads((FOLDER / "equations.json").read_text(encoding="utf-8"))
SMALL = json.loads((FOLDER / "small_tables.json").read_text(encoding="utf-8"))


def page(rows, title=""):
    """A page with one table; a row is a line of cells parted by bars, the first row the header."""
    cells = [[html.escape(cell.strip()) for cell in row.split("|")] for row in rows]
    tags = ["th", *["td"] * (len(cells) - 1)]
    lines = ["".join(f"<{tag}>{cell}</{tag}>" for cell in line) for line, tag in zip(cells, tags, strict=True)]
    return f"<h1>{title or 'Figures'}</h1><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def marked_up(case, rows):
    """A page with one table in the markup of a case: `th` for the header, for the labels too ("both"), in two rows
    ("two"), nowhere ("td"), or Markdown. A cell "<" belongs to the one on its left, "^" to the one above.
    """
    grid, markup = [[cell.strip() for cell in row.split("|")] for row in rows], case["markup"]
    if markup == "markdown":
        lines = [f"| {' | '.join(row)} |" for row in [grid[0], ["---"] * len(grid[0]), *grid[1:]]]
        return "\n".join(["# " + case["title"], "", case["lead"], "", *lines])
    heads = {"td": 0, "two": 2}.get(markup, 1)
    lines = []
    for number, row in enumerate(grid):
        line = ""
        for column, text in enumerate(row):
            wide = len(list(itertools.takewhile("<".__eq__, row[column + 1 :])))
            tall = len(list(itertools.takewhile("^".__eq__, (below[column] for below in grid[number + 1 :]))))
            tag = "th" if number < heads or (markup == "both" and not column) else "td"
            spans = f' colspan="{wide + 1}" rowspan="{tall + 1}"' if wide or tall else ""
            line += f"<{tag}{spans}>{html.escape(text)}</{tag}>" if text not in ("<", "^") else ""
        lines.append(f"<tr>{line}</tr>")
    return f"<h1>{case['title']}</h1><p>{case['lead']}</p><table>{''.join(lines)}</table>"


def relations(source):
    """The relations that are confirmed and those that are denied, each as `check: figures`, in order of their roles."""
    found = shown.found(source)
    holds, fails = set(), set()
    for one in found.findings:
        first, *more = [found.quotes[figure] for figure in one.figure_ids.split()]
        text = f"{one.check}: {first}{' = ' if one.check == 'totals.sum' else ', '}{', '.join(more)}"
        if one.verdict.startswith("consistent"):
            holds.add(text)
        elif one.verdict == "inconsistent":
            fails.add(text)
    return holds, fails


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_labelled_table(case):
    holds, fails = relations(page(case["rows"], case["title"]))
    assert fails == set(case["fails"])
    assert set(case["holds"]) <= holds


@pytest.mark.parametrize("case", SMALL, ids=[case["name"] for case in SMALL])
def test_a_small_table_and_a_slip_in_it(case):
    holds, fails = relations(marked_up(case, case["rows"]))
    assert not fails
    assert set(case["holds"]) <= holds
    printed, slipped = case["slip"]
    at, row = next((at, row) for at, row in enumerate(case["rows"]) if printed in row)
    head, _, tail = row.rpartition(printed)
    rows = [*case["rows"][:at], head + slipped + tail, *case["rows"][at + 1 :]]
    assert relations(marked_up(case, rows))[1] == set(case["found"])


NUMBERS = st.integers(20_011, 89_989).filter(lambda number: number % 5)  # none as small as the misprint below


@st.composite
def tables(draw):
    """Rows of true values, with a total row and a total column."""
    columns, rows = draw(st.integers(3, 5)), draw(st.integers(3, 6))
    numbers = st.lists(NUMBERS, min_size=columns, max_size=columns, unique=True)
    values = draw(st.lists(numbers, min_size=rows, max_size=rows))
    values = [[*row, sum(row)] for row in values]
    return [*values, [sum(column) for column in zip(*values, strict=True)]]


def printed(values, *, tenths=False):
    """The lines of such a table as printed: as they are, or as tenths rounded."""
    names = ["Apples", "Barley", "Clover", "Dates", "Elder", "Figs"][: len(values) - 1]
    shown = [[f"{(number / 10 if tenths else number):,.0f}" for number in row] for row in values]
    head = " | ".join(["Crop", *[f"Farm {letter}" for letter in "ABCDE"[: len(values[0]) - 1]], "Total"])
    return [head, *(" | ".join([name, *row]) for name, row in zip([*names, "Total"], shown, strict=True))]


@settings(max_examples=15, phases=(Phase.explicit, Phase.generate))
@given(tables(), st.booleans())
def test_true_values_as_printed_are_never_blamed(values, tenths):
    holds, fails = relations(page(printed(values, tenths=tenths)))
    assert not fails
    if not tenths:
        lines = [*values, *(list(column) for column in zip(*values, strict=True))]
        assert {
            f"totals.sum: {line[-1]:,} = {', '.join(f'{number:,}' for number in line[:-1])}" for line in lines
        } <= holds


@settings(max_examples=15, phases=(Phase.explicit, Phase.generate))
@given(tables(), st.data())
def test_a_misprint_is_found_whatever_stands_beside_it_and_its_repair_makes_it_hold(values, data):
    """One leading digit raised: its row and its column witness; a repair they name puts both right."""
    row, column = data.draw(st.integers(0, len(values) - 2)), data.draw(st.integers(0, len(values[0]) - 2))
    right = values[row][column]
    wrong = right + 10_000
    values[row][column] = wrong
    rows = printed(values)
    denied = shown.found(page(rows)).denied
    cell = f"/{row + 1}/{column + 2}/1"
    assert len(denied) == 2
    assert all(any(figure.endswith(cell) for figure in one.figure_ids.split()) for one in denied)
    assert all(f"{right:,} instead of {wrong:,}" in one.repair for one in denied)
    fails = relations(page(rows))[1]
    assert (
        fails == relations(page(f"{line} | {note}" for line, note in zip(rows, ["Soil", *"3719428"], strict=False)))[1]
    )
    assert fails == relations(page([*rows, "Prices of seed |" + " |" * len(values[0])]))[1]
    values[row][column] = right
    assert not relations(page(printed(values)))[1]
