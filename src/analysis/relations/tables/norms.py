"""Rows measured by a figure told beside their table: "16.2% above the national median" of a sentence before it."""

from __future__ import annotations

from collections.abc import Iterator

from analysis import words
from analysis.reading.model import Column, Figure, Reading, Table
from analysis.relations.catalogue import CHANGE
from analysis.relations.model import Case
from analysis.relations.tables.spreads import witnessed
from analysis.units import split

LEAST = 3  # rows of a column that must be told so


def against_told(reading: Reading, table: Table) -> Iterator[Case]:
    """Percent differences that a header counts from an average told in prose, where most rows hold."""
    for column in table.columns.values():
        named = _average(column.label)
        if column.kind not in ("change", "share") or not (
            named and words.pattern("totals", "world").search(column.label)
        ):
            continue
        told = [figure for figure in reading.figures if not figure.in_table and figure.is_money and not figure.is_range]
        for levels in (other for other in table.columns.values() if other.kind == "level" and other is not column):
            for base in {figure.value: figure for figure in told if named <= _average(figure.cell)}.values():
                cases = list(_cases(table, column, levels, base))
                if len(cases) >= LEAST:
                    yield from witnessed(cases, "row")


def _average(text: str) -> frozenset[str]:
    """The averages that a text names."""
    return frozenset(found.word.cls for found in words.find("statistics", text, "mean", "median"))


def _cases(table: Table, column: Column, levels: Column, base: Figure) -> Iterator[Case]:
    for row in table.rows:
        percent, level = (table.cells.get((row, at.index), ()) for at in (column, levels))
        if len(percent) != 1 or len(level) != 1 or percent[0].unit != "percent" or level[0].is_range:
            continue
        if split(level[0].unit)[0] == split(base.unit)[0]:
            yield Case.of(CHANGE, percent, base, level)
