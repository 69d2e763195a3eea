"""What a figure of a table measures, when and of whom, by its headers, its labels and its column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis import words
from analysis.datasets.fields import FIELDS
from analysis.reading.entity import entity_of
from analysis.reading.keys import Whose
from analysis.reading.labels import column_statistic, level, statistic
from analysis.reading.measure import KINDS
from analysis.reading.model import Column, Entity, Figure, Table
from analysis.reading.period import Period, base_of, basis_in, is_year
from analysis.reading.tables.keys import keys_of
from analysis.reading.tables.layout import without_note
from analysis.reading.tables.measure import measure_of, subject_of
from analysis.reading.tables.periods import is_against
from analysis.reading.timing import periods_in, told_in
from analysis.reading.unit_words import said
from analysis.source import Block

__all__ = ["Teller", "source_of"]

_CAPITALS = r"((?:[A-Z][\w&-]*\s?){1,3})"
_SOURCE = re.compile(
    rf"(?i:sources?|quelle|fuente)\s?:\s*([^.;,(\d]+)|(?i:according to|by)\s+{_CAPITALS}(?=[,.:(]|\s[a-z]|$)"
)
_NAMED = re.compile(r"([A-Z][\w&-]+(?:\s[A-Z][\w&-]+){0,2})(?=['’]s\b|,|\s[a-z])")
_TYPES = {"integer": int, "number": float}
#: Columns of the ledger that are attributes of a figure, not keys.
_ATTRIBUTES = frozenset({"measure", "subject", "statistic", "direction"})


@dataclass(slots=True)
class Teller:
    """Tells the figures of one article's tables: with its vocabulary, its occupation and its curated context."""

    whose: Whose
    context: Sequence[Mapping[Any, str]] = ()

    def tell(self, figure: Figure, table: Table) -> None:
        """Fill in what the figure measures, its period and its keys."""
        curated = self._curated(figure)
        column = table.columns.get(figure.column or 0)
        row = table.rows.get(figure.row or 0)
        heading = row.group[-1] if row and row.group and figure.unit == "percent" else ""
        moves = bool(figure.row and column and column.kind == "change")
        moves = moves or bool(words.pattern("headers", "movement").search(heading))
        figure.measure = str(curated.get("measure") or measure_of(figure))
        if figure.measure == "amount" and _paid_beside(figure, table):
            figure.measure = "salary"
        if moves and KINDS.get(figure.measure) == "share" and figure.unit == "percent":
            figure.measure = "growth_rate"
        figure.subject = str(curated.get("subject") or subject_of(figure))
        figure.kind_of = KINDS.get(figure.measure, "change" if moves else "level")
        if moves and column and not figure.base and figure.period == column.period:
            figure.base = column.base
        if figure.measure == "growth_rate":
            _date_growth(figure, column)
        else:
            _date(figure)
        if not figure.controlled:
            figure.entity = _entity(figure, table)
        keys: dict[str, object] = {"topic": figure.block.title or figure.block.section}
        keys |= keys_of(figure, self.whose)
        if figure.measure in {"salary", "pay_change"}:
            keys["is_subject"] = curated.get("role", keys["role"]) == self.whose.subject_role != ""
        if figure.measure == "salary":
            figure.statistic = _statistic(figure)
        figure.keys = {
            name: value
            for name, value in (figure.keys | keys | curated).items()
            if name not in _ATTRIBUTES and value not in (None, "")
        }

    def _curated(self, figure: Figure) -> dict[str, object]:
        """What `context.csv` says of the figure's place, beyond unit and period."""
        place = {"block_kind": figure.block.kind, "block_index": str(figure.block.index)}
        place |= {"row": str(figure.row), "column": str(figure.column)}
        return {
            row["what"]: _TYPES.get(FIELDS[row["what"]].type, str)(row["value"])
            for row in self.context
            if row["what"] not in {"unit", "period"} and all(row[name] in ("", own) for name, own in place.items())
        }


def _paid_beside(figure: Figure, table: Table) -> bool:
    """Whether a statistic stands in a row or column beside one of pay: "Lowest 10%" by "Average salary"."""
    if statistic(figure.row_label):
        return any(statistic(row.label) and said(row.label).pay for row in table.rows.values())
    heads = [column.label for column in table.columns.values() if column.index != figure.column]
    return bool(column_statistic(figure.column_label)) and any(said(head).pay or level(head) for head in heads)


def _entity(figure: Figure, table: Table) -> Entity:
    """What the row names, under its group; in rows of periods or totals what the header, or the caption, names."""
    row = table.rows.get(figure.row or 0)
    label = without_note(figure.row_label)
    if row is None or not label or row.period or is_year(label):
        return entity_of(without_note(figure.column_label), origin="header")
    if row.role in {"total", "subtotal"} and len(label.split()) < 2:
        return entity_of(table.title, origin="caption")
    return entity_of(label, origin="row")


def _statistic(figure: Figure) -> str:
    """The statistic of pay in a table: mean, median, percentile, minimum or maximum; two different ends are a range."""
    own = (figure.row_label, figure.cell, *(text for _, text in figure.row_cells))
    named = column_statistic(figure.column_label) or next(filter(None, map(statistic, own)), "")
    if figure.is_range:
        return "range" if named in {"", "mean", "median"} else named
    return named or statistic(figure.block.title) or statistic(figure.block.section)


def source_of(block: Block) -> str:
    """The house whose numbers a table gives, by its notes, caption or the sentence before it; '' where none is named.

    >>> source_of(Block("table", 1, (), "", "table", below=("Source: Gartner (May 2024)",)))
    'gartner'
    """
    for text in (*block.below, *reversed(block.above), block.title, block.lead):
        if found := _SOURCE.search(text):
            return (found[1] or found[2]).strip().casefold()
    for text in (block.lead, *reversed(block.above)):
        opening = _NAMED.match(text)
        if opening and words.pattern("verbs", "report").search(text):
            return opening[1].casefold()
    return ""


def _date_growth(figure: Figure, column: Column | None) -> None:
    """Basis and both ends of a growth rate: as its column tells, as a span printed beside it, else by its row's year.

    A compound rate in a year's row says only where it ends, unless the title has the span; in a row that is not later
    than the article, where it begins.
    """
    period = figure.period
    if column and column.kind == "change" and column.basis != "cagr" and period and not told_in(figure.cell):
        base = column.base if figure.period_origin == "header" else base_of(period, column.basis, column.years)
        if base and not period.is_span:
            figure.base, figure.basis = base, column.basis or _basis(period, base)
            figure.start_year, figure.end_year, figure.span_stated = base.in_year, period.in_year, True
            if figure.end_year - figure.start_year > 1:
                figure.period = Period.span(base, period)
            return
    near = (figure.cell, figure.column_label, figure.row_label, figure.block.title)
    figure.basis = next((basis for text in near if (basis := basis_in(text))), "total")
    if since := next((told_in(text)[0].in_year for text in near[:2] if is_against(text) and told_in(text)), None):
        figure.basis = "cagr" if figure.basis == "cagr" else "total"
    first, last = _growth_years(figure, since, column.years if column else 1)
    figure.start_year, figure.end_year, figure.span_stated = first, last, bool(first and last)
    if first and period and period.in_year == last and period.grain == "year" and figure.period_origin == "header":
        return
    if first:
        whole = Period.year(first)
        figure.period = Period.span(whole, Period.year(last)) if last and last > first else whole
        figure.period_origin = "row"
    elif figure.basis == "cagr" or figure.period_origin == "caption":
        figure.period, figure.period_origin = None, ""


def _growth_years(figure: Figure, since: int | None, years: int) -> tuple[int | None, int | None]:
    """First and last year of a growth rate as far as they are told.

    `since`: what its words count it from; `years`: how many its header counts.
    """
    block, is_compound = figure.block, figure.basis == "cagr"
    row = next((period.in_year for period in told_in(figure.row_label)), None)
    beside = (figure.cell, *(text for _, text in figure.row_cells), figure.column_label)
    around = () if row and not is_compound else (block.title,) if row else (block.title, block.section)
    if since:
        last = row or next((period.in_year for text in around for period in told_in(text)), None)
        return since, last if last and last > since else None
    if row and years > 1:
        return row - years, row
    for text in (*beside, *around):
        if span := next((period for period in told_in(text) if period.is_span), None):
            return span.start.year, span.end.year
    header = figure.period if figure.period and figure.period_origin == "header" else None
    if not is_compound:
        year = row or (header.in_year if header and header.grain == "year" else None)
        return (year - 1, year) if year else (None, None)
    published = figure.article.year
    if row and published and row <= published:
        return row, None
    return None, row or next((period.in_year for period in told_in(figure.cell)), None)


def _basis(period: Period, base: Period) -> str:
    """Against what a change between two periods is told, as far as they say."""
    if period.year_before() == base:
        return "yoy"
    step = {"quarter": "qoq", "month": "mom"}.get(period.grain)
    return step if step and period.earlier() == base else "total"


def _date(figure: Figure) -> None:
    """The period that the cell itself prints wins over what header, row or caption tell."""
    for span in periods_in(figure.cell, beside=figure.period):
        behind = span.start >= figure.quantity.end and not figure.cell[figure.quantity.end : span.start].strip(" (")
        its_own = span.start < figure.quantity.end and span.end > figure.quantity.start  # 2000 of something
        if span.period and not its_own and (behind or not span.relative):
            figure.period, figure.period_origin = span.period, "cell"
            return
