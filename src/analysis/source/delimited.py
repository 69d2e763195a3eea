"""Tables as text (CSV, TSV): the dialect found, the rows as HTML."""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from analysis.errors import InputError
from analysis.source.limits import CELLS

_SAMPLE = 200  # lines that tell the dialect
_LONGEST_CELL = 80  # characters of a cell where the ending does not say that it is a table
_NUMBER = re.compile(r"[^\w]{0,3}(?:[A-Z]{3}\s?)?\d[\d.,\s%]*[^\W\d]{0,3}\W{0,2}")
_THOUSANDS = re.compile(r"(?<![\d\"])\d{1,3},\d{3}(?![\d\"])")  # a comma in a number parts no cells
_ITEM = re.compile(r"\s*[-*+•–·]\s")  # what opens an item of a list
_DELIMITERS = "\t;,|"

Rows = Sequence[Sequence[str]]


def table_html(text: str, place: str, ending: str = "") -> str:
    """The tables of a delimited text as HTML; '' where it is none.

    With the ending csv or tsv it always is one; else every line must have the same number of short cells, one in three
    of them a number. Lines of one cell above and below a table are its title and notes; an empty line parts tables.
    Raises InputError, which names `place`, for more than `CELLS` cells.
    """
    named = ending in {"csv", "tsv", "tab"}
    text = text.removeprefix("\ufeff")
    delimiter = _delimiter(text, named)
    if not delimiter:
        return ""
    rows = list(_rows(text, delimiter, place))
    if not named and (not _is_table(rows) or _is_prose(text, delimiter)):
        return ""
    return "\n".join(fragments(rows))


def fragments(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows as HTML: a `<table>` for each run of rows between empty ones, `<p>` for titles and notes around it."""
    part: list[list[str]] = []
    for row in [*rows, []]:
        if any(cell.strip() for cell in row):
            part.append([cell.strip() for cell in row])
        elif part:
            yield from _part(part)
            part = []


def _part(rows: list[list[str]]) -> Iterator[str]:
    single = [sum(map(bool, row)) == 1 for row in rows]
    first = next((number for number, alone in enumerate(single) if not alone), 0)
    last = next((number for number in range(len(rows), 0, -1) if not single[number - 1]), len(rows))
    if all(single):
        first, last = (len(rows), len(rows)) if max(map(len, rows)) > 1 or len(rows) == 1 else (0, len(rows))
    for row in rows[:first]:
        yield f"<p>{_escaped(next(filter(None, row)))}</p>"
    if rows[first:last]:
        cells = ("".join(f"<td>{_escaped(cell)}</td>" for cell in row) for row in rows[first:last])
        yield "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"
    for row in rows[last:]:
        yield f"<p>{_escaped(next(filter(None, row)))}</p>"


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def _delimiter(text: str, named: bool) -> str:
    """The sign that parts the cells: the one by which most lines have the same number of them."""
    lines = [line for line in text[:100_000].splitlines()[:_SAMPLE] if line.strip()]
    best, delimiter = (0.5 if named else 0.9, 1), ""
    for sign in _DELIMITERS if named else ";,":
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if row)
        except csv.Error:
            continue
        width, number = widths.most_common(1)[0] if widths else (0, 0)
        if width > 1 and (number / widths.total(), width) >= best:
            best, delimiter = (number / widths.total(), width), sign
    return delimiter or ("," if named else "")


def _rows(text: str, delimiter: str, place: str) -> Iterator[list[str]]:
    room = CELLS
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            room -= len(row)
            if room < 0:
                raise InputError(place, f"a table of more than {CELLS:,} cells", "split it")
            yield row
    except csv.Error as error:
        raise InputError(place, f"the table breaks off ({error})", "save it again as CSV") from error


def _is_prose(text: str, delimiter: str) -> bool:
    """Whether lines are a list of items, or their commas part thousands rather than cells."""
    lines = [line for line in text.splitlines() if line.strip()]
    if sum(bool(_ITEM.match(line)) for line in lines) * 2 > len(lines):
        return True
    return delimiter == "," and len(_THOUSANDS.findall(text)) * 3 > text.count(",")


def _is_table(rows: Rows) -> bool:
    """Whether rows of a text that no ending names are a table: short cells, a third of them numbers."""
    cells = [cell.strip() for row in rows[1:_SAMPLE] for cell in row]
    short = all(len(cell) <= _LONGEST_CELL and not cell.endswith((".", "!", "?")) for cell in cells)
    return len(rows) > 2 and short and sum(bool(_NUMBER.fullmatch(cell)) for cell in cells) * 3 >= len(cells)
