"""Tables by HTML's own rules: row groups, column and row spans, nested tables left out."""

from collections.abc import Iterator

from lxml.etree import _Element

from analysis.source.model import Cell, Grid
from analysis.source.text import own_text

WIDEST = 1000  # columns a span may reach; HTML's own limit
REPEATS_AT_MOST = 100_000  # grid positions filled by spans, over a whole table


def read_grid(table: _Element, place: str = "text") -> Grid:
    """The table's rows with every span filled; columns in which no cell begins are left out."""
    rows: list[dict[int, Cell]] = []
    repeats = 0
    for group in _row_groups(table):
        open_spans: dict[int, tuple[int, Cell]] = {}  # column -> rows still to fill, the spanning cell
        for position, element in enumerate(group):
            row, filled = _place(element, len(rows), len(group) - position, open_spans, REPEATS_AT_MOST - repeats)
            repeats += filled
            rows.append(row)
    return _compact(rows)


def caption(table: _Element) -> str:
    """The table's caption, or ''."""
    found = table.find("caption")
    return "" if found is None else own_text(found)


def _row_groups(table: _Element) -> list[list[_Element]]:
    """Rows as rendered: each head, body and foot a group that no span leaves; the foot comes last."""
    groups: dict[_Element, list[_Element]] = {}
    for row in _within(table, ("tr",)):
        parent = row.getparent()
        groups.setdefault(table if parent is None else parent, []).append(row)
    if not groups and any(True for _ in _within(table, ("td", "th"))):
        return [[table]]
    return [rows for _, rows in sorted(groups.items(), key=lambda item: item[0].tag == "tfoot")]


def _within(element: _Element, tags: tuple[str, ...]) -> Iterator[_Element]:
    """Descendants with one of the tags, without those of nested tables or of each other."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag != "table":
            yield from _within(child, tags)


def _place(
    row: _Element, number: int, rows_left: int, open_spans: dict[int, tuple[int, Cell]], budget: int
) -> tuple[dict[int, Cell], int]:
    """One row's cells by column, and how many positions spans filled."""
    cells: dict[int, Cell] = {}
    filled = 0

    def fill(column: int, source: Cell) -> None:
        nonlocal filled
        if filled < budget:
            cells[column] = Cell(source.text, source.header, number, column, origin=False)
            filled += 1

    for column in list(open_spans):
        left, source = open_spans.pop(column)
        fill(column, source)
        if left > 1:
            open_spans[column] = (left - 1, source)
    taken = set(cells) | set(open_spans)
    in_head = any(parent.tag == "thead" for parent in row.iterancestors("thead", "table"))
    column = 0
    for element in _within(row, ("td", "th")):
        while column in taken:
            column += 1
        cell = Cell(own_text(element), element.tag == "th" or in_head, number, column)
        cells[column] = cell
        height = (_span(element, "rowspan", rows_left) or rows_left) if column < WIDEST else 1
        width = max(1, min(_span(element, "colspan", WIDEST), WIDEST - column))
        for covered in range(column, column + width):
            if covered != column and covered not in taken:
                fill(covered, cell)
            if height > 1:
                open_spans[covered] = (height - 1, cell)
        column += width
    return cells, filled


def _span(element: _Element, name: str, most: int) -> int:
    """A span attribute, clamped; 0 stands for "to the end" and is kept for rows, 1 for what is no number."""
    digits = (element.get(name) or "1").strip()
    if not digits.isdecimal():
        return 1
    return min(int(digits[:6]), most)


def _compact(rows: list[dict[int, Cell]]) -> Grid:
    """Columns numbered over those in which a cell begins, cells in column order."""
    begun = sorted({column for row in rows for column, cell in row.items() if cell.origin})
    number = {column: position for position, column in enumerate(begun)}
    return tuple(
        tuple(
            Cell(cell.text, cell.header, cell.row, number[column], cell.origin)
            for column, cell in sorted(row.items())
            if column in number
        )
        for row in rows
    )
