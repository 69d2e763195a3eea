"""When a figure holds: its year, or the span of a growth rate."""

from __future__ import annotations

import re
from typing import Any

from analysis.figures.model import Figure
from analysis.figures.words import dated_words, first_match, rules

_YEAR = re.compile(r"(?<![\d.,$€£¥₹/-])(?:19|20)\d{2}(?![\d%]|[.,]\d)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:[-–—]|to|through|until|and)\s*((?:19|20)?\d{2})(?!\d)")
_SINCE = re.compile(
    r"\b(?:from|since|compared (?:to|with)|versus|vs\.?|over|relative to|on)\s+((?:19|20)\d{2})\b", re.I
)
_UNTIL = re.compile(r"\b(?:by|through|until|till|to|in)\s+((?:19|20)\d{2})\b", re.I)
_AHEAD = re.compile(r"(?:reach|hit|become|rise to|grow to)\s+$", re.I)
_WITHIN = re.compile(r"\b(?:in|within)\s+(\d{1,2}|one|two|three|four|five|ten)\s+years?\b", re.I)
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d\s?[aefp]?", re.I)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_KINDS = rules(
    ("cagr", r"cagr|compound"),
    ("yoy", r"\byoy\b|y/y|year[- ]o(?:n|ver)[- ]year|annual growth|growth per year|(?:a|per|each|every) year|annually"),
)


def span_in(text: str) -> tuple[int, int] | None:
    """The first span of years in a text: `2024–2032`, `from 2024 to 2032`, `2024-32`."""
    found = _SPAN.search(text)
    if not found:
        return None
    start, end = int(found.group(1)), found.group(2)
    last = int(end) if len(end) == 4 else start // 100 * 100 + int(end)
    return (start, last) if start < last < start + 100 else None


def year_in(text: str) -> int | None:
    """The first year in a text, or None."""
    found = _YEAR.search(text)
    return int(found.group()) if found else None


def is_year(text: str) -> bool:
    """The label begins with a year: `2030 (est.)`."""
    return bool(_YEAR.match(text.strip()))


def year_of(figure: Figure, *, beside_spans: bool) -> dict[str, Any]:
    """The year of a figure that is no rate; with `beside_spans` words that give a span of years do not count."""
    for words in dated_words(figure):
        if not beside_spans and span_in(words):
            continue
        year = year_in(words)
        if year:
            return {"year": year}
    return {}


def years_ahead(figure: Figure) -> int:
    """`expected to reach 99% in 3 years`: how many years after its row's year the figure holds; else 0."""
    before, after = figure.cell[: figure.quantity.start], figure.cell[figure.quantity.end :]
    within = _WITHIN.search(after)
    if not within or not _AHEAD.search(before):
        return 0
    return _WORDS.get(within.group(1).casefold()) or int(within.group(1))


def growth_kind(figure: Figure) -> str:
    """Compound, year-on-year or total growth, by the words nearest to the rate."""
    for words in (figure.cell, figure.column_label, figure.row_label, figure.block.title):
        kind = first_match(_KINDS, words)
        if kind:
            return "total" if kind == "yoy" and words != figure.cell and _SINCE.search(figure.cell) else kind
    return "total"


def growth_span(figure: Figure) -> dict[str, Any]:
    """Kind and span of a growth rate.

    The span is what is printed with the rate, in its row or by its two level columns; a year-on-year rate spans the
    year of its row; a compound rate in a year's row otherwise says only where it ends, unless the title has the span;
    in a row not later than the article, where it begins.
    """
    kind = growth_kind(figure)
    if kind != "cagr" and _YEAR_ALONE.fullmatch(figure.column_label.strip()):  # years head the columns
        own = int(figure.column_label.strip()[:4])
        return _stated("yoy", own - 1, own) | {"year": own}
    for words in (figure.cell, *(text for _, text in figure.row_cells), figure.column_label):
        span = span_in(words)
        if span:
            return _stated(kind, *span)
    row_year = year_in(figure.row_label)
    since = _SINCE.search(figure.cell) or _SINCE.search(figure.column_label)
    if since:
        return _since(figure, kind, int(since.group(1)), row_year)
    columns = sorted({year for header, _ in figure.row_cells if (year := year_in(header))})
    if kind != "cagr" and row_year is None and len(columns) == 2:
        return _stated("total", *columns)
    if row_year and kind != "cagr":
        return _stated("yoy", row_year - 1, row_year) | {"year": row_year}
    span = span_in(figure.block.title) or (None if row_year else span_in(figure.block.section))
    if span:
        return _stated(kind, *span)
    until = _UNTIL.search(figure.cell)
    published = figure.article.published.year if figure.article.published else None
    if row_year and published and row_year <= published:
        return {"kind": kind, "year": row_year, "start_year": row_year, "span_stated": False}
    end = row_year or (int(until.group(1)) if until else None)
    return {"kind": kind, "span_stated": False} | ({"end_year": end} if end else {})


def _since(figure: Figure, kind: str, start: int, row_year: int | None) -> dict[str, Any]:
    end = row_year or year_in(figure.block.title) or year_in(figure.block.section)
    kind = "cagr" if kind == "cagr" else "total"
    if end and end > start:
        return _stated(kind, start, end)
    return {"kind": kind, "year": start, "start_year": start, "span_stated": False}


def _stated(kind: str, start: int, end: int) -> dict[str, Any]:
    return {"kind": kind, "year": start, "start_year": start, "end_year": end, "span_stated": True}
