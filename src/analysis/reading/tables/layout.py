"""How a grid is laid out: header rows and their paths, label, rank and code columns, groups and roles of rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from analysis import words
from analysis.quantity import Quantity, parse
from analysis.reading.labels import says
from analysis.reading.period import is_year
from analysis.reading.unit_words import Said, said
from analysis.source import Cell

Cells = tuple[Cell, ...]
Rows = tuple[Cells, ...]

HEADER_ROWS = 6  # at most that many rows of plain cells head a table
EMPTY = frozenset({"n/a", "na", "n.a.", "none", "tbd", "nil"})  # and what has neither letter nor digit

#: A letter, star or number that points to a note: "(p)54.2", "112 r", "3.4*", "Total(1)".
_MARK = re.compile(
    r"^(?:±|\+/[-−]|\(?[a-z]\))\s*(?=[\d$€£(+-])|(?<=[\d%)])\s*(?:[*†‡§¹²³]+|\([a-z]\)|(?<=[\d)])[ ]?[repf]|(?<=\d)E)$"
)
_ARROW = re.compile(r"^([▲▼↑↓])\s*(?=[\d$€£])")
_NUMBERED = re.compile(r"(?<=[A-Za-z.)])\s?[\[(](\d{1,2}|[a-z])[\])]\s*$")
_DECIMAL_COMMA = re.compile(r"\d,(?:\d{1,2}|\d{4,})(?![\d,])|\d\.\d{3},\d")
_DECIMAL_POINT = re.compile(r"\d\.(?:\d{1,2}|\d{4,})(?![\d.])|\d,\d{3}\.\d|(?<!\d)0\.\d|\d,\d{3}(?![\d,])")
_THREE = re.compile(r"[-−(]?[1-9]\d\d\)?")
_DOTTED_THOUSANDS = re.compile(r"(?<![\d.])[1-9]\d{0,2}\.\d{3}(?!\d)")
_SHARE = re.compile(r"\d{1,2}\s?%")
_ITEM = re.compile(r"[A-Z]{0,3}\d{1,7}[A-Z]?(?:[-–./]\d{1,6})*\.?|[a-z]\)", re.IGNORECASE)


def is_empty(text: str) -> bool:
    """True for a cell that states nothing: blank, dashes, dots, `n/a`."""
    return not any(map(str.isalnum, text)) or text.lower() in EMPTY


def unmarked(text: str) -> str:
    """A cell's text with the letter or star that points to a note blanked, every character at its place.

    A margin of error loses its sign; an arrow down becomes a minus.

    >>> unmarked("(p)54.2"), unmarked("3.4*"), unmarked("$5m (est.)"), unmarked("▼ 2%"), unmarked("±0.4")
    ('   54.2', '3.4 ', '$5m (est.)', ' -2%', ' 0.4')
    """
    if len(text) >= 40:
        return text
    text = _ARROW.sub(lambda found: f"{'-' if found[1] in '▼↓' else '+':>{len(found[0])}}", text)
    return _MARK.sub(lambda found: " " * len(found[0]), text)


def without_note(label: str) -> str:
    """A label without the number in brackets that points to a note."""
    return _NUMBERED.sub("", label)


def is_note(text: str) -> bool:
    """True for `(5)`, which beside printed dollars is no amount."""
    return bool(re.fullmatch(r"\(\d{1,2}\)", text))


def note_mark(label: str) -> str:
    """The number or letter by which a label points to a note below the table, or ''.

    >>> note_mark("Labour force(1)"), note_mark("Net income")
    ('1', '')
    """
    found = _NUMBERED.search(label)
    return found[1] if found else ""


_BEFORE = (("hedges", "over", "under", "about"), ("ranges", "from"), ("statistics", "median", "mean"))


@lru_cache(maxsize=8192)
def _leads(before: str) -> bool:
    """Whether a text is nothing but signs and words such as "about", "up to", "median"."""
    for family, *classes in _BEFORE if any(map(str.isalnum, before)) else ():
        for hit in words.pattern(family, *classes).finditer(before):
            before = before[: hit.start()] + " " * len(hit.group()) + before[hit.end() :]
    return not re.search(r"\w", before)


def starts_with_value(text: str, quantity: Quantity) -> bool:
    """True where nothing but signs and words such as "about" stands before the quantity."""
    return quantity.start <= 40 and _leads(text[: quantity.start])


@lru_cache(maxsize=200_000)
def parsed(text: str, currency: str = "") -> tuple[Quantity, ...]:
    """The quantities of a cell by its own words."""
    return tuple(parse(text, currency=currency or None))


@lru_cache(maxsize=8192)
def is_value(text: str) -> bool:
    """True for a cell that begins with a figure, which is no year."""
    if not any(map(str.isdigit, text)) or is_year(text):
        return False
    text = unmarked(text)
    found = parsed(text)
    return bool(found) and starts_with_value(text, found[0])


@dataclass(frozen=True)
class Layout:
    """A grid parted into header and body. Columns are numbered from 0 here, body rows from 0."""

    header: Rows
    body: Rows

    @cached_property
    def width(self) -> int:
        """Number of grid columns."""
        return max((cell.column + 1 for row in (*self.header, *self.body) for cell in row), default=0)

    @cached_property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """The header cells over each column from the top, spans repeated, no text twice.

        An empty cell above others of the header is a span that was left out: it takes the text to its left. Over "10%"
        and "90%" stands the "Percentile" of their corner.
        """
        labels: list[list[str]] = [[] for _ in range(self.width)]
        begun: set[int] = set()  # columns at which a row above begins a cell of its own
        for number, row in enumerate(self.header):
            below = {cell.column for other in self.header[number + 1 :] for cell in other if cell.text}
            spread = ""
            for cell in row:
                text = cell.text.replace("\n", " ")
                if text or cell.column in begun:
                    spread = text if cell.column else ""
                text = text or (spread if cell.column in below else "")
                if text and text not in labels[cell.column]:
                    labels[cell.column].append(text)
            begun |= {cell.column for cell in row if cell.text}
        corner = next(iter(labels), [])[-1:]
        if corner and words.pattern("statistics", "percentile noun").search(corner[0]):
            labels = [[*corner, *path] if path and _SHARE.match(path[-1]) else path for path in labels]
        return tuple(map(tuple, labels))

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """The header of each column; the lines of a header of several rows are joined by " / "."""
        return tuple(map(" / ".join, self.paths))

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """What each column's header says."""
        return tuple(said(header) for header in self.headers)

    @cached_property
    def columns(self) -> tuple[list[str], ...]:
        """The texts below each header, without empty cells and rows that head a group."""
        texts: list[list[str]] = [[] for _ in range(self.width)]
        for number, row in enumerate(self.body):
            for cell in row if not self.headings[number] and number not in self.heads else ():
                if not is_empty(cell.text):
                    texts[cell.column].append(cell.text)
        return tuple(texts)

    @cached_property
    def values(self) -> tuple[int, ...]:
        """How many cells of each column begin with a figure."""
        return tuple(sum(map(is_value, texts)) for texts in self.columns)

    @cached_property
    def numbers(self) -> tuple[bool, ...]:
        """Whether most cells of a column are numbers, four plain digits among them."""
        counted = (sum(is_value(text) or is_year(text) for text in texts) for texts in self.columns)
        return tuple(many * 2 > len(texts) for many, texts in zip(counted, self.columns, strict=True))

    @cached_property
    def ranks(self) -> frozenset[int]:
        """Columns that only number the rows, or print a place in a list; neither names nor amounts."""
        return frozenset(column for column in range(self.width) if self._is_rank(column))

    @cached_property
    def codes(self) -> frozenset[int]:
        """Columns of codes: of industries, products, places."""
        return frozenset(column for column in range(self.width) if self._is_code(column))

    @cached_property
    def years(self) -> frozenset[int]:
        """Columns of years; of plain four-digit numbers only where nothing else is: in the first, or headed so."""
        found: set[int] = set()
        for column, texts in enumerate(self.columns):
            if column in self.codes or sum(map(is_year, texts)) * 2 <= len(texts):
                continue
            plain = all(text.isdigit() for text in texts if is_year(text))
            headed = self.said[column].years or not self.headers[column]
            recent = all(1900 <= int(text) <= 2100 for text in texts if text.isdigit())
            ends = recent and bool(words.pattern("headers", "window").fullmatch(self.headers[column]))
            if not plain or headed or ends or column == 0 or (not found and recent):
                found.add(column)
        return frozenset(found)

    @cached_property
    def stub(self) -> tuple[int, ...]:
        """The columns before the first one of values, without ranks and codes: they name the rows."""
        named: list[int] = []
        for column in range(self.width):
            if column in self.ranks | self.codes:
                continue
            if self.values[column] * 2 > len(self.columns[column]) and named:
                break
            named.append(column)
        return tuple(named)

    @cached_property
    def labels(self) -> tuple[int, ...]:
        """The two leading columns, where cells of the first span several rows that only both together tell apart."""
        unnamed = self.ranks | self.codes | self.years
        leading = (column for column in range(min(self.width, 4)) if column not in unnamed)
        named = [column for column in leading if not any(map(is_value, self.columns[column]))]
        first, second = (self.columns[column] for column in named[:2]) if len(named) > 1 else ((), ())
        pairs = list(zip(first, second, strict=False))
        together = len(first) == len(second) and len(set(first)) < len(set(pairs)) == len(pairs)
        spans = any(cell.column in named[:1] and not cell.origin for row in self.body for cell in row)
        return tuple(named[:2]) if together and spans else ()

    @cached_property
    def unit_column(self) -> int | None:
        """The column headed "Unit" or "Currency", which gives each row's unit."""
        unit = words.pattern("headers", "unit column")
        named = (column for column, header in enumerate(self.headers) if unit.fullmatch(header.strip()))
        return next(named, None)

    @cached_property
    def corner(self) -> tuple[str, ...]:
        """The header's texts over the columns that name the rows, and those across the whole table."""
        over = {
            cell.text: None
            for row in self.header
            for cell in row
            if cell.text and (cell.column in self.stub[:1] or _is_across(row, self.width))
        }
        return tuple(over)

    @cached_property
    def has_decimal_comma(self) -> bool:
        """Whether the table's numbers are printed with a decimal comma and dots between thousands."""
        texts = [text for column in self.columns for text in column if is_value(text)]
        if any(map(_DECIMAL_POINT.search, texts)):
            return False
        dotted = any(map(_DOTTED_THOUSANDS.search, texts))
        if any(map(_DECIMAL_COMMA.search, texts)) or (dotted and any("€" in text for text in texts)):
            return True
        columns = [column for column in self.columns if dotted and len([*filter(_DOTTED_THOUSANDS.search, column)]) > 1]
        return any(text != "100" and _THREE.fullmatch(text) for column in columns for text in column)  # 1.204 and 988

    @cached_property
    def heads(self) -> dict[int, Cells]:
        """Rows within the body that head the columns of the rows below anew: header cells, or years alone."""
        return {number: row for number, row in enumerate(self.body) if self.width > 2 and _heads_anew(row)}

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """For each body row the text it heads the rows below with: one cell across the table, or a label alone."""
        return tuple(self._heading(row) for row in self.body)

    def row_label(self, row: Cells) -> str:
        """The row's first cell that is neither empty nor a number or code; two where one does not tell rows apart."""
        if self.labels and len(both := [cell.text for cell in row if cell.column in self.labels and cell.text]) > 1:
            return " / ".join(both)
        cells = (cell for cell in row if not is_empty(cell.text) and cell.column not in self.ranks | self.codes)
        return next((cell.text for cell in cells), "")

    def across(self, row: Cells) -> str:
        """The text of a row that is one cell across the whole table, else ''."""
        return next(cell.text for cell in row if cell.origin) if _is_across(row, self.width) else ""

    def _heading(self, row: Cells) -> str:
        if text := self.across(row):
            return text
        filled = [cell for cell in row if cell.text]
        alone = self.width > 2 and len(filled) == 1 and filled[0].column == 0 and filled[0].origin
        return filled[0].text if alone and not is_value(filled[0].text) else ""

    def _is_rank(self, column: int) -> bool:
        texts, header = self.columns[column], self.headers[column]
        numbers = [text.strip("#.) =") for text in texts]
        if (not header or self.said[column].rank) and _counts_up(numbers):
            return True
        ranked = says("statistics", "rank", header) or (column == 0 and says("measures", "pay scale", header))
        return ranked and len(header) < 40 and all(number.isdigit() and len(number) < 4 for number in numbers)

    def _is_code(self, column: int) -> bool:
        texts, header = self.columns[column], self.headers[column]
        if not texts or column in self.ranks or not all(map(_ITEM.fullmatch, texts)):
            return False
        if words.pattern("headers", "code").search(header):
            return True
        beside = self.columns[column + 1] if column == 0 and column + 1 < self.width else []
        named = len(beside) >= len(texts) > 1 and not any(map(is_value, beside)) and not any(map(is_year, texts))
        sizes = {len(text) for text in texts}
        named = named and all(text.isdigit() for text in texts)
        return not header and named and len(set(texts)) == len(texts) and (len(sizes) == 1) and min(sizes) > 1


def lay_out(grid: Rows) -> Layout:
    """Part a grid: the header is thead and th, else leading rows without figures above rows with them.

    Rows below it that print only units ("'000", "% change"), or nothing over the labels, belong to the header.
    """
    rows = tuple(row for row in grid if any(cell.text for cell in row))
    size = _marked_header(rows) or _unmarked_header(rows)
    while 0 < size < min(len(rows) - 1, HEADER_ROWS) and _continues(rows[size], rows[size + 1 :]):
        size += 1
    return Layout(rows[:size], rows[size:])


def _marked_header(rows: Rows) -> int:
    """How many leading rows hold header cells only; a title across a row below the header is body."""
    size = 0
    while size < len(rows) and all(cell.header for cell in rows[size] if cell.text):
        size += 1
    if rows and size == len(rows):  # every cell is a header cell
        return min(1, size) if not any(is_value(cell.text) for cell in rows[0]) else 0
    width = max(map(len, rows), default=0)
    while size > 1 and _is_across(rows[size - 1], width) and not _is_across(rows[0], width):
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
        if all(cell.origin for cell in row) and sum(bool(cell.text) for cell in row) > 1:
            break
    figures_below = any(is_value(cell.text) for row in rows[size:] for cell in row)
    return size if figures_below else 0


def _continues(row: Cells, below: Rows) -> bool:
    """Whether a row under the header still heads its columns: nothing over the labels, and units or names beside."""
    texts = [cell.text for cell in row]
    named = [text for text in texts[1:] if text]
    if not named or texts[0] or any(map(is_value, texts)):
        return False
    return len(named) * 2 >= len(texts) - 1 and any(is_value(cell.text) for other in below[:8] for cell in other)


def _heads_anew(row: Cells) -> bool:
    """Header cells over several columns, or years in bold or over nothing: no `Founded | 1998 | 2004`."""
    texts = [cell.text for cell in row if cell.text and cell.origin and cell.column]
    if len(texts) < 2 or any(map(is_value, texts)):
        return False
    filled = [cell for cell in row if cell.text]
    named = not row[0].text or all(cell.strong for cell in filled)
    return all(cell.header for cell in filled) or (named and all(map(is_year, texts)))


def _is_across(row: Cells, width: int) -> bool:
    return sum(cell.origin for cell in row) == 1 and len(row) == width > 1


def _counts_up(numbers: Iterable[str]) -> bool:
    """True for 1, 2, 3 ... in order."""
    numbers = list(numbers)
    return len(numbers) > 1 and numbers == [str(number) for number in range(1, len(numbers) + 1)]
