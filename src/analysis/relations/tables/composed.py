"""What else the rows of a table make of each other: totals of ranges, growth of a whole, amounts told in percent."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from analysis.grouping import gathered
from analysis.reading.labels import says
from analysis.reading.model import Figure, Table
from analysis.relations.catalogue import AMOUNT_OF_WHOLE, RATIO, SUM, WEIGHTED_GROWTH
from analysis.relations.judge import holds
from analysis.relations.model import Case

_LETTER = re.compile(r"\(([A-Z])\)\s*$")
_FORMULA = re.compile(r"[(=]\s*([A-Z](?:\s*[+−–-]\s*[A-Z])+)\s*\)?\s*$")
_TERM = re.compile(r"([+−–-]?)\s*([A-Z])")
_MINUS = ("−", "–", "-")
LEAST = 3  # parts of a total that has no sibling to witness for it
CHANCE = 100  # of so many averages of that size one might fit by accident
_COUNTED = ("count", "employee", "job")
_RATIO = re.compile(r"^ratio of\b|\bratio\b")
_BY = re.compile(r"\s*[/:]\s*|\s+(?:to|by|vs\.?)\s+")


def composed(table: Table) -> Iterator[Case]:
    """Cases of relations that a single line must show by itself: those that hold, and ratios that name their sides."""
    columns: dict[int, dict[int, Figure]] = {}
    for (row, column), figure in table.alone.items():
        columns.setdefault(column, {})[row] = figure
    total = _last_total(table)
    cases = [*_totals(columns, total), *_growth(columns, total), *_portions(table, columns), *_averages(table, columns)]
    cases += _formulas(table, columns)
    yield from filter(holds, cases)
    yield from _named_ratios(table, columns)


def _last_total(table: Table) -> int:
    """The last row, where it alone is a total; else 0."""
    totals = [row.index for row in table.rows.values() if row.role == "total"]
    return totals[0] if totals == [max(table.rows, default=0)] else 0


def _totals(columns: dict[int, dict[int, Figure]], total: int) -> Iterator[Case]:
    """A column with ranges above its total: low ends make the low end, high ends the high end."""
    for column in columns.values():
        parts = [f for row, f in column.items() if row != total]
        if total in column and len(parts) >= LEAST and any(f.is_range for f in parts):
            alike = {(f.unit, f.kind_of) for f in column.values()}
            if len(alike) == 1:
                yield Case.of(SUM, column[total], parts, why="a column with one last total")


def _growth(columns: dict[int, dict[int, Figure]], total: int) -> Iterator[Case]:
    """Levels with their total, growth beside both: what the parts grew from makes what the total grew from."""
    for levels in columns.values():
        for rates in columns.values():
            if not total or levels is rates or set(levels) != set(rates) or total not in levels:
                continue
            rows = [row for row in levels if row != total]
            told = all(rates[row].unit == "percent" and rates[row].kind_of in ("rate", "change") for row in levels)
            if told and len(rows) > 1 and all(levels[row].kind_of == "level" for row in levels):
                parts, grown = (tuple(column[row] for row in rows) for column in (levels, rates))
                why = "a total and its parts, each with its growth"
                yield Case.of(WEIGHTED_GROWTH, rates[total], levels[total], parts, grown, why=why)


def _portions(table: Table, columns: dict[int, dict[int, Figure]]) -> Iterator[Case]:
    """A row whose label says so many percent ("Bonus (15%)"): its amount is that part of a row above."""
    for row in table.rows.values():
        own = [figure for column in columns.values() if (figure := column.get(row.index))]
        percents = [figure for figure in own if figure.unit == "percent" and figure.cell == row.label != ""]
        for column in columns.values():
            amount = column.get(row.index)
            if len(percents) != 1 or amount is None or amount in percents:
                continue
            for above, whole in column.items():
                if above < row.index and whole.unit == amount.unit and not whole.is_range:
                    yield Case.of(AMOUNT_OF_WHOLE, amount, percents[0], whole, why="a row label with its percent")


def _averages(table: Table, columns: dict[int, dict[int, Figure]]) -> Iterator[Case]:
    """A row called an average: one amount of its column by one count, where that is no accident."""
    for row in table.rows.values():
        for column in columns.values() if says("statistics", "mean", row.label) else ():
            mean = column.get(row.index)
            if mean is None or not mean.is_money:
                continue
            amounts = [f for f in column.values() if f is not mean and f.unit == mean.unit.split("/")[0]]
            counts = [f for f in column.values() if f.unit in _COUNTED and not f.is_range and f.value > 1]
            for amount, count in itertools.product(amounts, counts):
                step = float(mean.quantity.resolution) + mean.value / count.value
                if mean.value > CHANCE * len(amounts) * len(counts) * step and not amount.is_range:
                    yield Case.of(RATIO, mean, amount, count, why="a row called an average")


def _named_ratios(table: Table, columns: dict[int, dict[int, Figure]]) -> Iterator[Case]:
    """A row labelled as the ratio of two others by their names: "Senior / Entry ratio"."""
    rows = gathered((row.label.casefold().strip(), row.index) for row in table.rows.values())
    for row in table.rows.values():
        sides = [rows.get(side.strip(), []) for side in _BY.split(_RATIO.sub("", row.label.casefold()).strip())]
        if len(sides) != 2 or any(len(side) != 1 for side in sides):
            continue
        for column in columns.values():
            ratio, top, bottom = (column.get(index) for index in (row.index, *(side[0] for side in sides)))
            if ratio and top and bottom and ratio.unit == "multiple" and top.unit == bottom.unit:
                yield Case.of(RATIO, ratio, top, bottom, why="a row that names both sides of its ratio")


def _formulas(table: Table, columns: dict[int, dict[int, Figure]]) -> Iterator[Case]:
    """A row whose label says what it is made of: "Net pay (A - C)", below "Gross pay (A)" and "Deductions (C)"."""
    letters = {found[1]: row.index for row in table.rows.values() if (found := _LETTER.search(row.label))}
    for row in table.rows.values():
        terms = _TERM.findall(found[1]) if (found := _FORMULA.search(row.label)) else []
        named = [(sign, letters[letter]) for sign, letter in terms if letter in letters]
        for column in columns.values() if terms and len(named) == len(terms) else ():
            if row.index in column and all(index in column for _, index in named):
                total, parts = [column[row.index]], list[Figure]()
                for sign, index in named:
                    (total if sign in _MINUS else parts).append(column[index])
                if 1 in (len(total), len(parts)):  # A + B = total, or A = total + C
                    sides = (total, parts) if len(total) == 1 else (parts, total)
                    yield Case.of(SUM, *sides, why="a row label with its formula")
