"""Tables and charts as rows and columns of figures: header tree, units, periods and kinds of columns, roles of rows."""

from __future__ import annotations

from analysis.figures.layout import is_year, lay_out
from analysis.reading.model import Column, Figure, Reading, Row, Table
from analysis.reading.period import Period


def read_tables(reading: Reading) -> list[Table]:
    """The tables and charts of an article that hold figures."""
    return [_table(figures) for figures in reading.by_block.values() if figures[0].in_table]


def _table(figures: list[Figure]) -> Table:
    block = figures[0].block
    table = Table(block, title=block.title)
    cells: dict[tuple[int, int], list[Figure]] = {}
    for figure in figures:
        row, column = figure.row or 0, figure.column or 0
        if row:
            cells.setdefault((row, column), []).append(figure)
            table.rows.setdefault(row, Row(row, figure.row_label))
        table.columns.setdefault(column, _column(figure, column))
    table.cells = {place: tuple(found) for place, found in cells.items()}
    if block.grid:
        _group(table)
    return table


def _column(figure: Figure, index: int) -> Column:
    label = figure.column_label
    period = Period.year(int(label.strip()[:4])) if is_year(label) and label.strip()[:4].isdigit() else None
    return Column(index, (label,), figure.kind_of, figure.unit, figure.statistic, period, basis=figure.basis)


def _group(table: Table) -> None:
    """Headings across the whole table group the rows below them."""
    layout = lay_out(table.block.grid)
    group: tuple[str, ...] = ()
    for number, row in enumerate(layout.body, 1):
        if text := layout.group(row):
            group = (text,)
        elif number in table.rows:
            table.rows[number].group = group
