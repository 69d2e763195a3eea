"""Tables without lines in a PDF: cells that stand below each other, rows that may run over several lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from analysis.source.textgrid import stretches

CELL_GAP = 0.7  # times the size of the type: a wider gap parts two cells
ROW_GAP = 1.35  # times the size: a wider step begins a row, where narrower ones are between the lines of one
LOOSE = 3.5  # times the size: a wider step ends a table
LONG = 5  # words of a cell; where half of them have more, it is text in columns

Columns = list[tuple[float, float]]


@dataclass(slots=True, eq=False)
class Item:
    """A line, or a table, with its place on the page."""

    top: float
    bottom: float
    left: float
    right: float
    size: float = 0.0
    words: list[dict[str, Any]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words of a line."""
        return " ".join(word["text"] for word in self.words)

    @property
    def cells(self) -> list[Item]:
        """The stretches of a line between wide gaps."""
        cells: list[Item] = []
        for word in self.words:
            if cells and word["x0"] - cells[-1].right <= CELL_GAP * self.size:
                cells[-1].words.append(word)
                cells[-1].right = word["x1"]
            else:
                cells.append(Item(self.top, self.bottom, word["x0"], word["x1"], self.size, [word]))
        return cells


def with_tables(items: Sequence[Item]) -> Iterator[Item]:
    """The items, lines that make a table replaced by it."""
    at = 0
    while at < len(items):
        end = _region(items, at)
        table = _table(items[at:end]) if end - at > 1 else None
        if table:
            yield table
            at = end
        else:
            yield items[at]
            at += 1


def _region(items: Sequence[Item], at: int) -> int:
    """Where the lines end that may be a table from a line on: lines of several cells, and short ones between them."""
    if items[at].rows or len(items[at].cells) < 2:
        return at
    end = last = at + 1
    left, right = items[at].left, items[at].right
    while end < len(items) and end - last < 3:
        line, above = items[end], items[end - 1]
        step = line.bottom - above.bottom
        if line.rows or not -line.size < step <= LOOSE * max(line.size, above.size):
            break
        several = len(line.cells) > 1
        if not several and line.right - line.left > 0.6 * (right - left):
            break
        end += 1
        if several:
            last, left, right = end, min(left, line.left), max(right, line.right)
    while last < len(items) and _ends_a_cell(items[last], items[last - 1]):
        last += 1
    return last


def _ends_a_cell(line: Item, above: Item) -> bool:
    """Whether a line is the rest of the first cell of a row."""
    cells = above.cells
    step = line.bottom - above.bottom
    return not line.rows and len(cells) > 1 and 0 < step < ROW_GAP * line.size and line.right < cells[1].left


def _table(lines: Sequence[Item]) -> Item | None:
    """The table that lines make; None where their cells do not stand below each other, or are running text."""
    cells = [line.cells for line in lines]
    most = max(map(len, cells))
    full = [line for line in cells if len(line) * 5 >= most * 3 and len(line) > 1]
    columns = stretches((cell.left, cell.right) for line in full for cell in line)
    if len(columns) < 2:
        return None
    rows = [
        _spread(row, columns) if n < 2 and _spans(row, columns) else _filled(row, columns)
        for n, row in enumerate(_rows(lines))
    ]
    figures = sum(any(sign.isdigit() for sign in "".join(row)) for row in rows)
    if len(rows) < (3 if len(columns) < 3 else 2) or not figures or _is_text(full):
        return None
    first, last = lines[0], lines[-1]
    return Item(first.top, last.bottom, columns[0][0], columns[-1][1], rows=rows)


def _is_text(lines: Sequence[Sequence[Item]]) -> bool:
    """Whether what stands side by side is running text: the cells behind the first are long, and so are the first."""
    first = median(len(line[0].words) for line in lines)
    others = median(len(cell.words) for line in lines for cell in line[1:])
    return others > LONG and first > LONG - 1


def _spans(row: Sequence[Item], columns: Columns) -> bool:
    """Whether the cells of a row are heads that stand over several columns each."""
    heads = [cell for line in row for cell in line.cells if cell.right > columns[1][0]]
    return 2 <= len(heads) <= (len(columns) - 1) / 2 and not any(cell.text[-1:].isdigit() for cell in heads)


def _spread(row: Sequence[Item], columns: Columns) -> list[str]:
    """The texts of such heads, over each column the one whose middle is nearest."""
    cells = [cell for line in row for cell in line.cells]
    heads = [cell for cell in cells if cell.right > columns[1][0]]
    nearest = (min(heads, key=lambda cell: abs(sum(column) - cell.left - cell.right)) for column in columns[1:])
    return [" ".join(cell.text for cell in cells if cell not in heads), *(cell.text for cell in nearest)]


def _rows(lines: Sequence[Item]) -> list[list[Item]]:
    """The lines by the row they belong to: where steps are narrow and wide, only a wide one begins a row."""
    ordered = sorted(lines, key=lambda line: line.bottom)
    steps = [(below.bottom - above.bottom) / below.size for above, below in pairwise(ordered)]
    wide = ROW_GAP if any(step > ROW_GAP for step in steps) else 0.9
    rows = [[ordered[0]]]
    for line, step in zip(ordered[1:], steps, strict=True):
        if step > wide:
            rows.append([line])
        else:
            rows[-1].append(line)
    return rows


def _filled(row: Sequence[Item], columns: Columns) -> list[str]:
    """The texts of a row by column; a cell over several columns fills each, where the row holds no figure."""
    found: list[list[str]] = [[] for _ in columns]
    heads = not any(sign.isdigit() for line in row for sign in line.text)
    for cell in (cell for line in row for cell in line.cells):
        across = [n for n, (left, right) in enumerate(columns) if cell.left < right and cell.right > left]
        if not across:
            across = [min(range(len(columns)), key=lambda n: abs(columns[n][0] - cell.left))]
        for column in across if (heads and len(row) > 1) or (heads and len(across) < len(columns)) else across[:1]:
            found[column].append(cell.text)
    return [" ".join(texts) for texts in found]
