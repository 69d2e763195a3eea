"""Workbooks (XLSX) to HTML: each sheet's tables, numbers printed as their formats print them."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from analysis.errors import InputError, optional
from analysis.source.delimited import fragments
from analysis.source.documents import broken
from analysis.source.limits import CELLS

_UNNAMED = re.compile(r"(?:sheet|tabelle|feuil|feuille|hoja|table)\s?\d*", re.IGNORECASE)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?,*(?:E[+-]0+)?|\.[0#?]+")


def workbook_html(content: bytes, place: str) -> str:
    """The visible sheets as HTML: a heading where a sheet has a name of its own, a table for each block of rows.

    Hidden sheets, rows and columns are left out, merged cells are repeated. Raises InputError, which names `place`.
    """
    openpyxl = optional("openpyxl", "documents", place, "reading it")
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    except Exception as error:  # what a broken file raises is not documented
        raise broken(place, "the workbook", error) from error
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    parts: list[str] = []
    for sheet in sheets:
        if not _UNNAMED.fullmatch(sheet.title):
            parts.append(f"<h3>{html.escape(sheet.title, quote=False)}</h3>")
        parts += fragments(_rows(sheet, place))
    return "\n".join(parts)


def printed(value: object, number_format: str = "General") -> str:
    """A cell's value as its format prints it.

    >>> printed(54500, '"$"#,##0'), printed(0.2854, "0.0%"), printed(-1200, "#,##0;(#,##0)")
    ('$54,500', '28.5%', '(1,200)')
    >>> printed(2240000000, '#,##0.00,,," bn"'), printed(12.5), printed(2024)
    ('2.24 bn', '12.5', '2024')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    sections = _sections(number_format)
    negative = value < 0 and len(sections) > 1
    section = sections[1] if negative else sections[0]
    number = Decimal(repr(value))
    return _formatted(abs(number) if negative else number, section)


def _sections(number_format: str) -> list[str]:
    """The format's sections: positive, negative, zero, text."""
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format)
    return parts if parts[0].strip() else ["General"]


def _formatted(number: Decimal, section: str) -> str:
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found[1] or found[2] or found[3] or "")
        return chr(0xE000 + len(literals) - 1)  # a sign that no format has, in the literal's place

    bare = _LITERAL.sub(keep, section)
    digits = _DIGITS.search(bare)
    if digits is None or "E" in digits.group():
        text = _general(number)
        bare = bare.replace("General", text, 1) if "General" in bare else text
    else:
        pattern = digits.group()
        whole, _, places = pattern.rstrip(",").partition(".")
        scale = len(pattern) - len(pattern.rstrip(","))
        shown = number * (100 if "%" in bare else 1) / (Decimal(1000) ** scale)
        text = _rounded(shown, len(places), places.count("0"), "," in whole)
        bare = bare[: digits.start()] + text + bare[digits.end() :]
    return re.sub(r"[\ue000-\uefff]", lambda found: literals[ord(found.group()) - 0xE000], bare).strip()


def _rounded(number: Decimal, most: int, least: int, grouped: bool) -> str:
    """A number with at least `least` and at most `most` decimals."""
    rounded = number.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP) if abs(number) < Decimal("1e20") else number
    text = f"{rounded:,f}" if grouped else f"{rounded:f}"
    whole, point, places = text.partition(".")
    while len(places) > least and places.endswith("0"):
        places = places[:-1]
    return f"{whole}{point}{places}" if places else whole


def _general(number: Decimal) -> str:
    """As a cell without a format prints it: eleven digits at most."""
    text = f"{float(number):.11g}"
    return f"{Decimal(text):f}" if "e" in text else text


def _rows(sheet: Any, place: str) -> Iterator[list[str]]:
    """The displayed rows of a sheet, from its first cell with a value to its last."""
    cells = {at: cell for at, cell in sheet._cells.items() if cell.value is not None}  # iter_rows makes empty ones
    for merged in sheet.merged_cells.ranges:
        first = cells.get((merged.min_row, merged.min_col))
        alone = sum(1 for at in cells if at[0] == merged.min_row) == 1  # a title over all columns stays one cell
        if first is not None and not alone and merged.size["rows"] * merged.size["columns"] <= 10_000:
            cells.update({at: first for row in merged.rows for at in row})
    if not cells:
        return
    rows = [row for row in _span(cells, 0) if not sheet.row_dimensions[row].hidden]
    columns = [column for column in _span(cells, 1) if not _hidden(sheet, column)]
    if len(rows) * len(columns) > CELLS:
        raise InputError(place, f"the sheet {sheet.title!r} spans more than {CELLS:,} cells", "split it")
    for row in rows:
        found = [cells.get((row, column)) for column in columns]
        yield ["" if cell is None else printed(cell.value, cell.number_format or "General") for cell in found]


def _span(cells: dict[tuple[int, int], Any], axis: int) -> range:
    numbers = {at[axis] for at in cells}
    return range(min(numbers), max(numbers) + 1)


def _hidden(sheet: Any, column: int) -> bool:
    """Whether a column is hidden, alone or in a group of columns."""
    return any(each.hidden and each.min <= column <= each.max for each in sheet.column_dimensions.values())
