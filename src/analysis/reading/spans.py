"""The years of a growth rate in a table, and the year of any other figure, where its header and row do not date it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from analysis import words
from analysis.reading.column import basis_in
from analysis.reading.labels import says
from analysis.reading.model import Figure

__all__ = ["Span", "growth_span", "span_in", "year_in", "year_of", "years_ahead"]

_YEAR = re.compile(r"(?<![\d.,$€£¥₹/-])(?:19|20)\d{2}(?![\d%]|[.,]\d)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:[-–—]|to|through|until|and)\s*((?:19|20)?\d{2})(?!\d)")
_UNTIL = re.compile(r"\b(?:by|through|until|till|to|in)\s+((?:19|20)\d{2})\b", re.I)
_AHEAD = re.compile(r"(?:reach|hit|become|rise to|grow to)\s+$", re.I)
_WITHIN = re.compile(r"\b(?:in|within)\s+(\d{1,2}|one|two|three|four|five|ten)\s+years?\b", re.I)
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d\s?[aefp]?", re.I)
_EVERY_YEAR = re.compile(r"(?:a|per|each|every) year|annually|annual growth|growth per year", re.I)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}


@dataclass(frozen=True, slots=True)
class Span:
    """Of a growth rate: its kind (cagr, yoy, total) and years as far as told; `stated`: both ends are printed."""

    kind: str
    start: int | None = None
    end: int | None = None
    stated: bool = False
    year: int | None = None  # the year its figure is filed under


@cache
def _since() -> re.Pattern[str]:
    """ "Growth since 2019", "+130% from 2025"."""
    return re.compile(rf"(?:{words.pattern('headers', 'against').pattern}|\b(?i:on))\s+((?:19|20)\d{{2}})\b")


def span_in(text: str) -> tuple[int, int] | None:
    """The first span of years in a text.

    >>> span_in("2024–2032"), span_in("from 2024 to 32"), span_in("2024")
    ((2024, 2032), (2024, 2032), None)
    """
    found = _SPAN.search(text)
    if not found:
        return None
    start, end = int(found[1]), found[2]
    last = int(end) if len(end) == 4 else start // 100 * 100 + int(end)
    return (start, last) if start < last < start + 100 else None


def year_in(text: str) -> int | None:
    """The first year in a text, or None."""
    found = _YEAR.search(text)
    return int(found[0]) if found else None


def year_of(figure: Figure, *, beside_spans: bool) -> int | None:
    """The year of a figure that is no rate; with `beside_spans` words that give a span of years do not count."""
    for around in _dated(figure):
        if not (beside_spans and span_in(around)) and (year := year_in(around)):
            return year
    return None


def _dated(figure: Figure) -> Iterator[str]:
    """Where a figure's year may stand: its cell, its row's label and period, its column, the title, the section."""
    yield figure.cell
    yield figure.row_label
    for header, text in figure.row_cells:
        if says("measures", "dated", header) or re.fullmatch(r"(?:19|20)\d\d", text.strip()):
            yield text
    yield figure.column_label
    yield figure.block.title
    yield figure.block.section


def years_ahead(figure: Figure) -> int:
    """`expected to reach 99% in 3 years`: how many years after its row's year the figure holds; else 0."""
    before, after = figure.cell[: figure.quantity.start], figure.cell[figure.quantity.end :]
    within = _WITHIN.search(after)
    if not within or not _AHEAD.search(before):
        return 0
    return _WORDS.get(within[1].casefold()) or int(within[1])


def _kind(figure: Figure) -> str:
    """Compound, year-on-year or total growth, by the words nearest to the rate."""
    for around in (figure.cell, figure.column_label, figure.row_label, figure.block.title):
        found = basis_in(around)
        if found == "cagr":
            return "cagr"
        if found == "yoy" or _EVERY_YEAR.search(around):
            return "total" if around != figure.cell and _since().search(figure.cell) else "yoy"
    return "total"


def growth_span(figure: Figure) -> Span:
    """Kind and span of a growth rate in a table.

    The span is what is printed with the rate, in its row or by its two level columns; a year-on-year rate spans the
    year of its row; a compound rate in a year's row otherwise says only where it ends, unless the title has the span;
    in a row not later than the article, where it begins.
    """
    kind = _kind(figure)
    if kind != "cagr" and _YEAR_ALONE.fullmatch(figure.column_label.strip()):  # years head the columns
        own = int(figure.column_label.strip()[:4])
        return Span("yoy", own - 1, own, True, own)
    for around in (figure.cell, *(text for _, text in figure.row_cells), figure.column_label):
        if span := span_in(around):
            return _stated(kind, *span)
    row_year = year_in(figure.row_label)
    since = _since().search(figure.cell) or _since().search(figure.column_label)
    if since:
        return _from_year(figure, kind, int(since[1]), row_year)
    columns = sorted({year for header, _ in figure.row_cells if (year := year_in(header))})
    if kind != "cagr" and row_year is None and len(columns) == 2:
        return _stated("total", *columns)
    if row_year and kind != "cagr":
        return Span("yoy", row_year - 1, row_year, True, row_year)
    span = span_in(figure.block.title) or (None if row_year else span_in(figure.block.section))
    if span:
        return _stated(kind, *span)
    until = _UNTIL.search(figure.cell)
    published = figure.article.year
    if row_year and published and row_year <= published:
        return Span(kind, row_year, None, False, row_year)
    return Span(kind, None, row_year or (int(until[1]) if until else None))


def _from_year(figure: Figure, kind: str, start: int, row_year: int | None) -> Span:
    end = row_year or year_in(figure.block.title) or year_in(figure.block.section)
    kind = "cagr" if kind == "cagr" else "total"
    return _stated(kind, start, end) if end and end > start else Span(kind, start, None, False, start)


def _stated(kind: str, start: int, end: int) -> Span:
    return Span(kind, start, end, True, start)
