"""Tables by HTML's own rules: row groups, column and row spans, nested tables left out; signs joined to figures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from lxml.etree import _Element

from analysis.errors import InputError
from analysis.source.limits import CELLS, WIDEST
from analysis.source.model import Cell, Grid
from analysis.source.text import is_hidden, own_text

Row = dict[int, Cell]

_SPAN = re.compile(r"\s*\+?(\d{1,6})")
_BEFORE = re.compile(r"[(+−–-]?\s?(?:[A-Z]{0,3}[$€£¥₹₫₩₱]|Rs\.?)\s?[(+−–-]?|[(+−–~<>≈±-]")
_AFTER = re.compile(r"[)%‰*†]{1,3}|%?\s?pts?\.?|pp|bps|[$€£¥₹]")
_MARK = re.compile(r"([^\W\d_]{0,3}\W{0,3}\d[^()\[\]]{0,40}?(?:\([^()]*\))?)\s((?:\[|\(|(?=\d\)))(\d{1,2}|[a-z])[)\]])")
_UNCLOSED = re.compile(r"[^()\w]{0,4}\(\s?[^()\w]{0,4}\d[\d.,\s]*")
_FIGURE = re.compile(r"[^\W\d_]*\W{0,3}\d|\W?[–—-]\W?$")
_MOVED_IN = re.compile(r"(?:padding-left|margin-left|text-indent)\s*:\s*([\d.]{1,6})\s*(px|pt|r?em|ch)?", re.IGNORECASE)
_LEVEL = re.compile(r"(?:^|[\s_-])(?:indent|level|lvl|pl)[_-]?(\d{1,2})\b", re.IGNORECASE)
_BLANKS = {"\u00a0": 1, "\u2002": 1, "\u2003": 2, "\u2001": 2, "\u3000": 2, "\u2007": 1}


def read_grid(table: _Element, place: str = "text") -> Grid:
    """The table's rows with every span filled.

    Columns in which no cell begins, or all of whose cells are empty, are left out, and a column of nothing but signs
    (`$ | 5,000`, `(1,200 | )`, `12 | %`) is joined to the figures beside it. Raises InputError, which names `place`,
    for more than `CELLS` grid positions.
    """
    rows: list[Row] = []
    room = CELLS
    for group in _row_groups(table):
        open_spans: dict[int, tuple[int, Cell]] = {}  # column -> rows still to fill, the spanning cell
        for position, element in enumerate(group):
            row = _place(element, len(rows), len(group) - position, open_spans)
            room -= len(row)
            if room < 0:
                raise InputError(place, f"a table of more than {CELLS:,} cells", "give the article alone, or split it")
            rows.append(row)
    return _compact(_joined(rows))


def caption(table: _Element) -> str:
    """The table's caption, or ''."""
    found = table.find("caption")
    return "" if found is None else own_text(found)


def without_marks(grid: Grid, noted: frozenset[str]) -> Grid:
    """The grid without marks of notes behind figures: `1,200 (2)`, `12% [a]`, `5 1)`.

    A number in round brackets is a mark where a note of that number is `noted` in the article, or where fewer than half
    of the figures of its column have one; else it is a second figure.
    """
    figures: dict[int, int] = {}
    marked: dict[int, int] = {}
    for cell in (cell for row in grid for cell in row if _FIGURE.match(cell.text)):
        figures[cell.column] = figures.get(cell.column, 0) + 1
        mark = _MARK.fullmatch(cell.text)
        marked[cell.column] = marked.get(cell.column, 0) + bool(mark and mark[2].startswith("("))
    few = {column for column, number in marked.items() if number * 2 < figures[column]}
    return tuple(tuple(_unmarked(cell, noted, cell.column in few) for cell in row) for row in grid)


def _unmarked(cell: Cell, noted: frozenset[str], few: bool) -> Cell:
    found = _MARK.fullmatch(cell.text)
    sure = found and (not found[2].startswith("(") or found[3] in noted or (few and len(found[3]) == 1))
    return replace(cell, text=found[1]) if found and sure else cell


def table_rows(table: _Element) -> Iterator[_Element]:
    """The rows of a table, without those of tables inside it."""
    return _within(table, ("tr",))


def text_grid(rows: Sequence[Sequence[str]], heads: int = 0) -> Grid:
    """A grid of texts; the first `heads` rows are marked as header."""
    return tuple(
        tuple(Cell(text.strip(), number < heads, number, column) for column, text in enumerate(row))
        for number, row in enumerate(rows)
    )


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
    """Descendants with one of the tags, without those of nested tables, of each other or that are not displayed."""
    for child in element:
        if child.tag in tags:
            if not is_hidden(child):
                yield child
        elif child.tag != "table":
            yield from _within(child, tags)


def _place(row: _Element, number: int, rows_left: int, open_spans: dict[int, tuple[int, Cell]]) -> Row:
    """One row's cells by column, those that spans of rows above fill included."""
    cells: Row = {}
    for column in list(open_spans):
        left, source = open_spans.pop(column)
        cells[column] = _again(source, number, column)
        if left > 1:
            open_spans[column] = (left - 1, source)
    taken = set(cells)
    in_head = any(parent.tag == "thead" for parent in row.iterancestors("thead", "table"))
    column = 0
    for element in _within(row, ("td", "th")):
        while column in taken:
            column += 1
        text = own_text(element)
        head = element.tag == "th" or in_head
        indent = _indent(element) if column < 2 else 0
        cell = Cell(text, head, number, column, True, indent, _strong(element))
        cells[column] = cell
        height = (_span(element, "rowspan", rows_left) or rows_left) if column < WIDEST else 1
        width = max(1, min(_span(element, "colspan", WIDEST), WIDEST - column))
        for covered in range(column, column + width):
            if covered != column and covered not in taken:
                cells[covered] = _again(cell, number, covered)
            if height > 1:
                open_spans[covered] = (height - 1, cell)
        column += width
    return cells


def _again(cell: Cell, row: int, column: int) -> Cell:
    return Cell(cell.text, cell.header, row, column, False, cell.indent, cell.strong)


def _span(element: _Element, name: str, most: int) -> int:
    """A span attribute as browsers read it: the digits it begins with, clamped; 0 stands for "to the end" of rows."""
    attribute = element.get(name)
    found = _SPAN.match(attribute) if attribute else None
    return min(int(found[1]), most) if found else 1


def _indent(element: _Element) -> int:
    """How far the text of a cell is moved in, in blanks: by blanks that do not break, by its style or its class."""
    first = element
    if not element.attrib and (element.text or "")[:1].isalnum():
        return 0
    for _ in range(3):
        if (first.text or "").strip(" \t\r\n") or not len(first):
            break
        first = first[0]
    text = (first.text or "").lstrip(" \t\r\n")
    blanks = sum(_BLANKS.get(sign, 0) for sign in text[: len(text) - len(text.lstrip())])
    for each in {element, first}:
        moved = _MOVED_IN.search(each.get("style") or "")
        if moved:
            blanks += round(float(moved[1].strip(".") or 0) * {"px": 0.15, "pt": 0.2}.get(moved[2] or "px", 2.0))
        level = _LEVEL.search(each.get("class") or "")
        blanks += 2 * int(level[1]) if level else 0
    return min(blanks, 99)


def _strong(element: _Element) -> bool:
    """Whether all of a cell is set in bold."""
    if (element.text or "").strip():
        return False
    child = next(iter(element), None)
    bold = child is not None and child.tag in {"b", "strong"} and not (child.tail or "").strip()
    return bold and child is not None and child.getnext() is None


# --- columns of signs and of nothing ----------------------------------------------------------------------------------


def _joined(rows: list[Row]) -> list[Row]:
    """The rows, columns of nothing but signs joined to the figures beside them, columns of nothing dropped."""
    texts: dict[int, set[str]] = {}
    for row in rows:
        for column, cell in row.items():
            if cell.origin:
                texts.setdefault(column, set()).add(cell.text)
    begun = sorted(texts)
    for column, beside in pairwise(begun):
        if _all_signs(rows, column, texts[column], _BEFORE):
            _move(rows, column, beside, before=True)
            texts[column] = {""}
    for beside, column in reversed(list(pairwise(begun))):
        if _all_signs(rows, column, texts[column], _AFTER):
            _move(rows, column, beside, before=False)
            texts[column] = {""}
    for row in rows:
        for column, cell in row.items():
            if "(" in cell.text and _UNCLOSED.fullmatch(cell.text):  # the bracket of a negative that nobody closed
                row[column] = replace(cell, text=f"{cell.text})")
    empty = {column for column, found in texts.items() if found == {""}}
    if not empty or len(empty) == len(texts):
        return rows
    return [{column: cell for column, cell in row.items() if column not in empty} for row in rows]


def _all_signs(rows: list[Row], column: int, texts: set[str], sign: re.Pattern[str]) -> bool:
    """Whether a column's cells below its header are signs or empty, and one of them is a sign."""
    if not any(text and sign.fullmatch(text) for text in texts):
        return False
    below = False
    for row in rows:
        cell = row.get(column)
        if cell is None or not cell.origin or not cell.text:
            continue
        if sign.fullmatch(cell.text):
            below = True
        elif below or (not cell.header and not _heads(row)):
            return False
    return below


def _heads(row: Row) -> bool:
    """Whether a row of plain cells heads the columns: no figure stands in it, or only years."""
    return not any(
        _FIGURE.match(cell.text) and not re.fullmatch(r"(?:19|20)\d\d\W*", cell.text) for cell in row.values()
    )


def _move(rows: list[Row], column: int, beside: int, *, before: bool) -> None:
    """Join each sign of a column to the cell beside it; a header that stands over the signs goes with them."""
    for row in rows:
        cell, figure = row.get(column), row.get(beside)
        if cell is None or not cell.text or not (cell.origin or before):
            continue
        if figure is None or not figure.text:
            row[beside] = replace(cell, column=beside, origin=True)
        elif not figure.origin:  # one header over both
            row[beside] = replace(figure, origin=cell.origin)
        elif cell.origin and not cell.header:
            row[beside] = replace(figure, text=f"{cell.text}{figure.text}" if before else f"{figure.text}{cell.text}")


def _compact(rows: list[Row]) -> Grid:
    """Columns numbered over those in which a cell begins, cells in column order."""
    begun = sorted({column for row in rows for column, cell in row.items() if cell.origin})
    number = {column: position for position, column in enumerate(begun)}
    if begun == list(range(len(begun))):
        return tuple(tuple(cell for _, cell in sorted(row.items()) if cell.column in number) for row in rows)
    return tuple(
        tuple(replace(cell, column=number[column]) for column, cell in sorted(row.items()) if column in number)
        for row in rows
    )
