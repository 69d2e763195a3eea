"""Tables as equations: labelled tables (`cases/equations.json`), and laws of tables made from true values."""

import html
import json
from pathlib import Path

import pytest

import analysis

CASES = json.loads((Path(__file__).parent / "cases" / "equations.json").read_text(encoding="utf-8"))


def page(rows, title=""):
    """A page with one table; a row is a line of cells parted by bars, the first row the header."""
    cells = [[html.escape(cell.strip()) for cell in row.split("|")] for row in rows]
    tags = ["th", *["td"] * (len(cells) - 1)]
    lines = ["".join(f"<{tag}>{cell}</{tag}>" for cell in line) for line, tag in zip(cells, tags, strict=True)]
    return f"<h1>{title or 'Figures'}</h1><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def found(source):
    """The relations an audit confirms and those it denies, each as `check: figures`, in order of their roles."""
    audit = analysis.audit(source)
    quote = dict(zip(audit.figures["figure_id"], audit.figures["quote"], strict=True))
    holds, fails = set(), set()
    for one in audit.findings.itertuples():
        quotes = [quote[figure] for figure in one.figure_ids.split()]
        text = f"{one.check}: " + (
            f"{quotes[0]} = " + ", ".join(quotes[1:]) if one.check == "totals.sum" else ", ".join(quotes)
        )
        if one.verdict.startswith("consistent"):
            holds.add(text)
        elif one.verdict == "inconsistent":
            fails.add(text)
    return holds, fails


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_labelled_table(case):
    holds, fails = found(page(case["rows"], case["title"]))
    assert fails == set(case["fails"])
    assert set(case["holds"]) <= holds
