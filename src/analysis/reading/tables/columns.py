"""Columns and rows of a table: kind, period, base, basis, statistic; nesting, role; what a change is counted from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal

from analysis import words
from analysis.reading.labels import column_statistic
from analysis.reading.model import Column, Figure, Kind, Row
from analysis.reading.period import Period, base_of, basis_in
from analysis.reading.tables.layout import Layout
from analysis.reading.tables.periods import Periods, is_against
from analysis.reading.tables.units import SAMPLE, Units, nature
from analysis.reading.timing import told_in
from analysis.reading.unit_words import pay_period
from analysis.source import Block, Cell
from analysis.units import DAYS, PERCENT

Role = Literal["item", "total", "subtotal", "part", "memo", "statistic", "rate", "heading"]

_ROUNDED = Decimal("0.15")  # percent points by which a printed share may miss
_SAME = re.compile(r"\bsame\b", re.IGNORECASE)
_DASH = re.compile(r"[-–—/]")
_LEADING = re.compile(r"^[\s\u00a0·•–—-]*")
_BASES = frozenset({"yoy", "qoq", "mom"})
_ADJECTIVES = {"year": "yoy", "month": "mom"}


@dataclass(eq=False)
class Outline:
    """What the header tree and the labels of a table say, apart from its figures' values."""

    layout: Layout
    units: Units
    block: Block
    periods: Periods
    columns: dict[int, Column] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    #: the period that caption, corner, lines above or headings name for the whole table
    period: Period | None = None

    @classmethod
    def of(cls, units: Units, figures: Sequence[Figure], published: date | None) -> Outline:
        """Read the columns and rows of a table whose figures are known."""
        outline = cls(units.layout, units, units.block, Periods(units.layout, units.block, published))
        outline.period = outline.periods.whole
        outline._read_columns(figures)
        outline._read_rows()
        return outline

    # --- periods ------------------------------------------------------------------------------------------------------

    def period_of(self, row: int, column: int) -> tuple[Period | None, Literal["", "row", "header", "caption"]]:
        """The period of a cell (1-based; row 0 the header) and what told it: header, row or caption."""
        mine, line = self.columns.get(column), self.rows.get(row)
        group = self._group_period(row)
        beside = (line.period if line else None) or group
        header = mine.path if mine else ()
        if anew := self._anew(row, column):
            return anew, "header"
        if mine and mine.period:
            if mine.period.grain == "year" and line and len(line.label) < 20 and not told_in(line.label):
                within = self.periods.told(line.label, mine.period)  # rows of months under a year
                return (within[0] if within else mine.period), "header"
            if told_in(" ".join(header)) or beside is None:
                return mine.period, "header"
        if mine and mine.kind == "level" and (own := self._in_pairs(row, column)):
            return own, "row"
        if beside is not None:
            told = self.periods.of_path(header, beside)
            return (told[0] if told and beside.grain == "year" else beside), "row"
        return self.period, "caption" if self.period else ""

    def _in_pairs(self, row: int, column: int) -> Period | None:
        """The period of a cell in a row that dates two sizes and tells the rate between them.

        `Base year | Base | Target year | Target | CAGR`, also with the years behind, side by side or as one span.
        """
        if self._paired is None or row not in self.rows:
            return None
        first, second, places = self._paired
        if column not in (first, second):
            return None
        told = [self.periods.told(cell.text) for cell in self.layout.body[row - 1] if cell.column in places]
        dates = [period for periods in told for period in periods[:1]]
        ends = _ends_of(dates[0]) if len(dates) == 1 and dates[0].is_span else tuple(dates)
        if len(ends) != 2 or any(period.is_span for period in ends):
            return None
        return ends[column == second]

    @cached_property
    def _paired(self) -> tuple[int, int, frozenset[int]] | None:
        """The two columns of sizes and those of years of a table whose rows tell the compound rate between them."""
        levels = [column for column in self.columns.values() if column.kind == "level"]
        rates = [column for column in self.columns.values() if column.kind == "rate"]
        undated = not any(column.period for column in levels)
        if len(levels) != 2 or len({column.unit for column in levels}) != 1 or len(rates) != 1 or not undated:
            return None
        return levels[0].index, levels[1].index, self.layout.years

    def _anew(self, row: int, column: int) -> Period | None:
        """The period that a row of headers within the body tells over this column."""
        above = [number for number in self.layout.heads if number + 1 < row]
        cells = self.layout.heads[above[-1]] if above else ()
        told = next((self.periods.told(cell.text) for cell in cells if cell.column == column - 1), ())
        return told[0] if len(told) == 1 else None

    def _group_period(self, row: int) -> Period | None:
        for heading in reversed(self.rows[row].group if row in self.rows else ()):
            told = self.periods.told(heading)
            if len(told) == 1:
                return told[0]
        return None

    # --- columns ------------------------------------------------------------------------------------------------------

    def _read_columns(self, figures: Sequence[Figure]) -> None:
        units: dict[int, Counter[str]] = {}
        spans = {f.column: int(f.value) for f in figures if f.row == 0 and f.unit == "year" and not f.is_range}
        for figure in figures:
            if figure.row and figure.column:
                units.setdefault(figure.column, Counter())[figure.unit] += 1
        beside = self.period  # what a header without a year is told against: the table's year, else the column before
        for index in range(1, self.layout.width + 1):
            path = self.layout.paths[index - 1]
            unit, times = units[index].most_common(1)[0] if index in units else ("", 0)
            column = Column(index, path, unit=unit)
            column.kind = self._kind(index - 1, column)
            if index in units and times * 2 <= units[index].total():
                column.unit = ""  # rows of several units
            self.columns[index] = column
            if column.kind in {"", "label", "rank", "code"}:
                continue
            column.statistic = column_statistic(column.label)
            column.basis = basis_in(column.label)
            column.years = spans.get(index, 1) if column.kind in {"change", "rate"} else 1
            if column.kind == "change" and not column.basis:  # "Monthly change"
                column.basis = _ADJECTIVES.get(pay_period(column.label), "")
            moves = column.kind in {"change", "rate"}
            told = self.periods.of_path(path, beside if _SAME.search(column.label) else self.period or beside, moves)
            is_based = column.basis not in _BASES and is_against(" ".join(path))
            if column.kind == "change" and not is_based and not told_in(" ".join(path)):
                told = ()  # "Three months ended March 31" over 2024, 2023 and the change; "on the year before"
            if len(told) == 1 and column.kind == "change" and not told[0].is_span:  # "1Q22-1Q21", later first
                parts = [self.periods.told(part) for part in _DASH.split(column.label)]
                told = tuple(dict.fromkeys(period for part in parts for period in part)) or told
            if len(told) == 1 and column.kind == "change" and is_against(" ".join(path)):
                column.base = told[0]  # "Growth compared to 2023"
            elif len(told) == 1:
                column.period = told[0]
            elif len(told) == 2 and moves:
                column.base, column.period = sorted(told, key=lambda period: period.end)
            beside = column.period if column.period and column.kind == "level" else beside
        for column in self.columns.values():
            if column.kind in {"change", "rate"}:
                self._bind_change(column)
            elif column.kind == "share":
                self._bind_share(column)

    def _kind(self, place: int, column: Column) -> Kind | Literal["label", ""]:
        if place in self.layout.ranks:
            return "rank"
        if place in self.layout.codes:
            return "code"
        if place == self.layout.unit_column:
            return ""
        layout, first = self.layout, place in self.layout.stub[:1]
        names = (place in layout.stub and len(layout.stub) > 1) or (first and layout.width > 1)
        if names or not column.unit or place in layout.years:
            return "label" if first or place in layout.labels or place in layout.years else ""
        is_bare = not any(map(str.isalpha, column.label))  # years alone: what they are of stands in the title
        kind = kind_of(f"{column.label} {self.block.title}" if is_bare else column.label, column.unit)
        if kind == "share" and not words.pattern("headers", "portion").search(column.label):
            return "change" if self.units.movement(place)[0] == "percent" else kind
        return kind

    def _bind_change(self, column: Column) -> None:
        """Its period and base as far as told, and the columns of levels of both."""
        if column.period and column.period.is_span and column.kind == "change":  # "2022-2023", "Jul '16 to Aug '16"
            column.base, column.period = _ends_of(column.period)
        levels = self._levels_beside(column)
        dated = sorted({other.period for other in levels if other.period}, key=lambda p: p.end)
        if column.period is None and column.base is None and dated and column.kind == "change":
            counted = column.basis in _BASES or column.years > 1
            base = base_of(dated[-1], column.basis, column.years) if counted else None
            if len(dated) == 2 and dated[0].grain == dated[1].grain and base in {None, dated[0]}:
                column.period, column.base = dated[1], dated[0]
            elif counted:
                column.period = dated[-1]
        if column.basis in _BASES and not dated:
            column.period = column.period or self.period
        if column.period is None and column.base:
            column.period = next((p for p in reversed(dated) if p != column.base), self.period)
        if column.period and column.base is None and not column.period.is_span:
            column.base = base_of(column.period, column.basis, column.years)
        if column.period is None and not dated:
            plain = [other.index for other in self.columns.values() if other.kind == "level"]
            column.of = self._alike(tuple(plain)) if len(plain) == 2 else ()
            return
        wanted = [period for period in (column.period, column.base) if period]
        if column.period and column.period.is_span and not column.base:
            wanted = [Period.year(column.period.start.year), Period.year(column.period.end.year)]
        first = min(levels, key=lambda other: other.index, default=column)
        same_side = [other for other in levels if (other.index < column.index) == (first.index < self._first_change)]
        for near in (same_side, levels):  # "2024 | 2023 | Change | 2024 | 2023 | Change": the two before each
            found = [self._nearest(near, period, column) for period in wanted]
            if all(found):
                break
        column.of = self._alike(tuple(sorted(index for index in found if index)))

    @cached_property
    def _first_change(self) -> int:
        """The first column of changes."""
        return min((one.index for one in self.columns.values() if one.kind in {"change", "rate"}), default=0)

    def _levels_beside(self, column: Column) -> list[Column]:
        """The dated columns of levels under the same span of the header, else all; of shares where no level is."""
        dated = [other for other in self.columns.values() if other.period and other is not column]
        levels = [other for other in dated if other.kind == "level"] or [c for c in dated if c.kind == "share"]
        span = column.path[:-1]
        return [other for other in levels if span and other.path[: len(span)] == span] or levels

    def _alike(self, columns: tuple[int, ...]) -> tuple[int, ...]:
        """The columns, where they are of one unit."""
        return columns if len({self.columns[index].unit for index in columns}) == 1 else ()

    def _bind_share(self, column: Column) -> None:
        """The column of levels it is the share of: of the period it prints, else the one it is proportional to."""
        levels = [other for other in self.columns.values() if other.kind == "level" and other.unit != "percent"]
        fitting = [other for other in levels if self._proportional(column, other)]
        if column.period and (not fitting or told_in(" ".join(column.path))):
            fitting = [other for other in levels if other.period == column.period]
        elif not fitting and len(levels) == 1:
            fitting = levels
        near = self._nearest(fitting, None, column)
        column.of = (near,) if near else ()
        if near:
            column.period = self.columns[near].period or column.period

    def _proportional(self, one: Column, other: Column) -> bool:
        """Whether the numbers of two columns keep one ratio, as far as they are printed."""
        parts, levels = self.units.numbers[one.index - 1], self.units.numbers[other.index - 1]
        rows = [row for row in list(parts)[:SAMPLE] if levels.get(row)]
        if len(rows) < 3:
            return False
        largest = max(rows, key=lambda row: abs(levels[row]))
        ratio = parts[largest] / levels[largest]
        close = sum(abs(parts[row] - ratio * levels[row]) <= _ROUNDED for row in rows)
        return close * 4 >= len(rows) * 3

    @staticmethod
    def _nearest(levels: Iterable[Column], period: Period | None, column: Column) -> int:
        """The column of levels of a period (of any where None) nearest to one, left before right; 0 for none."""
        same = [other.index for other in levels if period is None or other.period == period]
        return min(same, key=lambda index: (abs(index - column.index), index > column.index), default=0)

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _read_rows(self) -> None:
        """Labels, groups by headings and indentation, and what their words make of them."""
        indents = sorted({_indent(cells[0].text, cells[0].indent) for cells in self.layout.body if cells})
        open_: list[tuple[int, str]] = []  # the headings a row stands under, with their depth
        for number, (cells, label) in enumerate(zip(self.layout.body, self.units.labels, strict=True), 1):
            depth = indents.index(_indent(cells[0].text, cells[0].indent)) if cells else 0
            heading = self.layout.headings[number - 1]
            while open_ and (open_[-1][0] > depth or (open_[-1][0] == depth and heading)):
                open_.pop()
            heading = heading or (label if number - 1 in self.layout.heads else "")
            row = Row(number, label, tuple(text for _, text in open_), "heading" if heading else role_of(label))
            spanned = self._spanned(cells, label)
            row.group += (spanned,) if spanned and spanned not in row.group else ()
            self.rows[number] = row
            told = self.periods.told(label, self._group_period(number) or self.period) if not heading else ()
            row.period = told[0] if len(told) == 1 else self._dated(cells)
            if heading:
                open_.append((depth, heading))
            elif row.role in {"total", "subtotal"} and open_ and _names(label, open_[-1][1]):
                open_.pop()

    def _spanned(self, cells: Sequence[Cell], label: str) -> str:
        """The first column's text, where a later one names the row."""
        stub = [column for column in self.layout.stub if column != self.layout.unit_column]
        first = next((cell.text for cell in cells if cell.column in stub[:1]), "")
        return first if len(stub) > 1 and first and first != label else ""

    def _dated(self, cells: Sequence[Cell]) -> Period | None:
        """The period in a column of years or dates."""
        for cell in cells:
            if cell.column in self.layout.years and (told := self.periods.told(cell.text)):
                return told[0] if len(told) == 1 else None
        return None


def _ends_of(span: Period) -> tuple[Period, Period]:
    """The first and last period of a span of years or of months."""
    first, last = Period.year(span.start.year), Period.year(span.end.year)
    if Period.span(first, last) == span:
        return first, last
    return Period.month(span.start.year, span.start.month), Period.month(span.end.year, span.end.month)


@lru_cache(maxsize=4096)
def kind_of(label: str, unit: str) -> Kind:
    """What a column of a unit states by its header: level, share, change, rate; score, duration, multiple by the unit.

    >>> kind_of("2023 Growth (%)", "percent"), kind_of("Market Share", "percent"), kind_of("Revenue", "USD")
    ('change', 'share', 'level')
    >>> kind_of("CAGR 2024-2030", "percent"), kind_of("Unemployment rate", "percent"), kind_of("Change", "USD")
    ('rate', 'level', 'change')
    """
    moves = bool(words.pattern("headers", "movement").search(label)) or basis_in(label) in {"yoy", "qoq", "mom"}
    if unit in PERCENT:
        if basis_in(label) == "cagr":
            return "rate"
        return "change" if moves else "level" if words.pattern("headers", "level rate").search(label) else "share"
    if unit == "score":
        return "score"
    if unit == "multiple":
        return "multiple"
    return "change" if moves else "duration" if unit in DAYS else "level"


@lru_cache(maxsize=8192)
def role_of(label: str) -> Role:
    """What a row's label makes of it.

    >>> role_of("Total revenue"), role_of("of which: exports"), role_of("Gross margin"), role_of("Europe")
    ('total', 'part', 'rate', 'item')
    """
    plain = label.strip(" :–—-•·").casefold()
    if words.pattern("totals", "subtotal").match(plain):
        return "subtotal"
    if words.pattern("totals", "of which").match(plain):
        return "part"
    if words.pattern("headers", "memo").match(plain):
        return "memo"
    if nature(label) in {"percent", "ratio"} or words.pattern("headers", "movement").search(label):
        return "rate"
    if words.pattern("totals", "total").match(plain) or _ends_with_total(plain):
        return "total"
    if words.pattern("statistics", "median", "mean", "percentile").match(plain):
        return "statistic"
    return "item"


def _ends_with_total(label: str) -> bool:
    tail = re.split(r"[\s,(–—-]+", label.rstrip(")"))[-1]
    found = words.lookup("totals", tail)
    return bool(found and found.cls == "total" and len(label) > len(tail))


def _indent(text: str, indent: int) -> int:
    found = _LEADING.match(text)
    return max(indent, len(found[0]) if found else 0)


def _names(total: str, heading: str) -> bool:
    """Whether a total's label names its heading: "Total other income" closes "Other income:"."""
    return heading.casefold().strip(" :(),") in total.casefold()
