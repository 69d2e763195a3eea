"""How a table is laid out: which rows are its header, which columns label, and what the columns say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from analysis.figures.wording import Said, said
from analysis.quantity import Quantity, parse
from analysis.source import Cell

Rows = tuple[tuple[Cell, ...], ...]

_YEAR = r"(?:(?:fy|cy|h[12]|q[1-4]|ye)[ -]?)?(?:1[89]|20|21)\d\d(?:/\d\d)?\s?[aefp]?"
_YEAR_CELL = re.compile(
    r"(?:(?:by|in|from|since|q[1-4]|h[12]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z.]*) )*"
    rf"{_YEAR}(?:\s?(?:[-–—/]|to)\s?(?:{_YEAR}|\d\d))?\+?(?:\s*[(\[][^()\d]*[)\]])?[*†]?",
    re.IGNORECASE,
)
_BEFORE_VALUE = re.compile(
    r"[^\w]*(?:(?:about|approx(?:imately|\.)?|around|nearly|roughly|circa|ca?\.|up to|over|under|from|between|at least"
    r"|at most|more than|less than|above|below|est\.?|avg\.?|average|median|mean)[^\w]*)*",
    re.IGNORECASE,
)
EMPTY = frozenset({"", "-", "–", "—", "−", "n/a", "na", "n.a.", "none", "tbd", "...", "…", "?", "nil"})


def is_year(text: str) -> bool:
    """True for a cell that names years only: `2024`, `2024–2033`, `FY2025`, `2030 (est.)`."""
    return len(text) < 60 and bool(_YEAR_CELL.fullmatch(text.strip()))


def starts_with_value(text: str, quantity: Quantity) -> bool:
    """True where nothing but signs and words such as "about" stands before the quantity."""
    return quantity.start <= 40 and bool(_BEFORE_VALUE.fullmatch(text[: quantity.start]))


def is_value(text: str) -> bool:
    """True for a cell that begins with a figure, which is no year."""
    if not any(character.isdigit() for character in text) or is_year(text):
        return False
    found = parse(text)
    return bool(found) and starts_with_value(text, found[0])


@dataclass(frozen=True)
class Layout:
    """A grid parted into header and body. Columns are numbered from 0 here."""

    header: Rows
    body: Rows

    @cached_property
    def width(self) -> int:
        """Number of grid columns."""
        return max((cell.column + 1 for row in (*self.header, *self.body) for cell in row), default=0)

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """The header of each column; the lines of a header of several rows are joined by " / "."""
        labels: list[list[str]] = [[] for _ in range(self.width)]
        for row in self.header:
            for cell in row:
                text = cell.text.replace("\n", " ")
                if text and text not in labels[cell.column]:
                    labels[cell.column].append(text)
        return tuple(" / ".join(label) for label in labels)

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """What each column's header says."""
        return tuple(said(header) for header in self.headers)

    @cached_property
    def columns(self) -> tuple[list[str], ...]:
        """The texts below each header, without empty cells and rows that head a group."""
        texts: list[list[str]] = [[] for _ in range(self.width)]
        for cell in (cell for row in self.body if not self.group(row) for cell in row):
            if cell.text.lower() not in EMPTY:
                texts[cell.column].append(cell.text)
        return tuple(texts)

    @cached_property
    def ranks(self) -> frozenset[int]:
        """Columns that only number the rows."""
        return frozenset(
            column
            for column in range(self.width)
            if (self.said[column].rank or not self.headers[column]) and _counts_rows(self.columns[column])
        )

    @cached_property
    def years(self) -> frozenset[int]:
        """Columns of years."""
        return frozenset(
            column
            for column in range(self.width)
            if sum(map(is_year, self.columns[column])) * 2 > len(self.columns[column])
        )

    @cached_property
    def money(self) -> frozenset[int]:
        """Columns whose cells print a currency of their own."""
        return frozenset(
            column
            for column, texts in enumerate(self.columns)
            if sum(any(q.unit[:3].isupper() for q in parse(text)) for text in texts) * 2 > len(texts)
        )

    @cached_property
    def labels(self) -> tuple[int, ...]:
        """The two leading columns, where cells of the first span several rows that only both together tell apart."""
        named = [
            column
            for column, texts in enumerate(self.columns[:3])
            if column not in self.ranks | self.years and not any(map(is_value, texts))
        ]
        first, second = (self.columns[column] for column in named[:2]) if len(named) > 1 else ((), ())
        pairs = list(zip(first, second, strict=False))
        together = named[:2] == [0, 1] and len(first) == len(second) and len(set(first)) < len(set(pairs)) == len(pairs)
        spans = any(cell.column == 0 and not cell.origin for row in self.body for cell in row)
        return tuple(named[:2]) if together and spans else ()

    @cached_property
    def unit_column(self) -> int | None:
        """The column headed "Unit", which gives each row's unit."""
        named = (column for column, header in enumerate(self.headers) if re.fullmatch(r"(?i)units?", header.strip()))
        return next(named, None)

    def row_label(self, row: tuple[Cell, ...]) -> str:
        """The row's first cell that is neither empty nor a mere row number; two where one does not tell rows apart."""
        if self.labels and len(both := [cell.text for cell in row if cell.column in self.labels and cell.text]) > 1:
            return " / ".join(both)
        cells = (cell for cell in row if cell.text.lower() not in EMPTY and cell.column not in self.ranks)
        return next((cell.text for cell in cells), "")

    def group(self, row: tuple[Cell, ...]) -> str:
        """The text of a row that is one cell across the whole table, else ''."""
        begun = [cell for cell in row if cell.origin]
        return begun[0].text if self.width > 1 and len(begun) == 1 and len(row) == self.width else ""


def lay_out(grid: Rows) -> Layout:
    """Part a grid: the header is thead and th, else a first row without figures above rows with them."""
    rows = tuple(row for row in grid if any(cell.text for cell in row))
    size = _marked_header(rows) or _unmarked_header(rows)
    return Layout(rows[:size], rows[size:])


def _marked_header(rows: Rows) -> int:
    """How many leading rows hold header cells only; a title across a row below the header is body."""
    size = 0
    while size < len(rows) and all(cell.header for cell in rows[size] if cell.text):
        size += 1
    if rows and size == len(rows):  # every cell is a header cell
        return min(1, size) if not any(is_value(cell.text) for cell in rows[0]) else 0
    while size > 1 and _across(rows[size - 1], rows) and not _across(rows[0], rows):
        size -= 1
    return size


def _unmarked_header(rows: Rows) -> int:
    """How many leading rows of plain cells head the rows below: the first without figures, and a title above it.

    Cells of it that span several columns are headed apart by the row below, if that has no figures either.
    """
    size = 0
    for row in rows[:3]:
        if any(is_value(cell.text) for cell in row):
            break
        size += 1
        if all(cell.origin for cell in row):
            break
    figures_below = any(is_value(cell.text) for row in rows[size:] for cell in row)
    return size if figures_below else 0


def _across(row: tuple[Cell, ...], rows: Rows) -> bool:
    return sum(cell.origin for cell in row) == 1 and len(row) == max(map(len, rows)) > 1


def _counts_rows(texts: list[str]) -> bool:
    """True for 1, 2, 3 ... in order."""
    numbers = [text.strip("#.) ") for text in texts]
    return len(numbers) > 1 and numbers == [str(number) for number in range(1, len(numbers) + 1)]
