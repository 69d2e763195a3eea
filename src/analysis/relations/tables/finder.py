"""Cases from tables: structures that arithmetic proposes and labels confirm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np

from analysis.reading.model import Figure, Reading, Table
from analysis.relations import catalogue
from analysis.relations.judge import holds
from analysis.relations.model import Binding, Case, Relation
from analysis.relations.tables.composed import composed
from analysis.relations.tables.exceptions import exceptions, flat_exception
from analysis.relations.tables.forms import ALL, NONE, Equation, Form
from analysis.relations.tables.lines import PERCENT, Lines, lines_of
from analysis.relations.tables.norms import against_told
from analysis.relations.tables.sections import sections, side_by_side
from analysis.relations.tables.spreads import spreads
from analysis.relations.tables.structures import additions, changes_below, constants, portions, quotients
from analysis.units import currency

MOST_FLAT = 2  # columns of a flat table; with more of them its structure shows by itself
LEAST_FLAT = 3  # parts of a flat last total
PRECISE = 10_000  # steps from which one misprint is no accident, whatever the total stands over
#: The relation of a shape, and the roles of its result, first and second part.
_QUOTIENTS: dict[str, tuple[Relation, str, str, str]] = {
    "ratio": (catalogue.RATIO, "ratio", "numerator", "denominator"),
    "percent": (catalogue.SHARE, "percent", "part", "whole"),
    "change": (catalogue.CHANGE_PART, "fraction", "end", "start"),
    "growth": (catalogue.CHANGE, "percent", "end", "start"),
    "fall": (catalogue.CHANGE, "percent", "end", "start"),
    "cagr": (catalogue.CAGR, "rate", "end", "start"),
    "gap": (catalogue.GAP, "amount", "part", "whole"),
}


def in_tables(reading: Reading) -> Iterator[Case]:
    """The relations that hold in most lines of a table, with their exceptions."""
    for before, table in zip([None, *reading.tables], reading.tables, strict=False):
        yield from _of_table(table, _around(reading, table))
        if before is not None and (lines := _under(before, table)) is not None:
            yield from (case for one in changes_below(lines) for case in _cases(lines, one, set()))
        yield from spreads(table)
        yield from composed(table)
        yield from against_told(reading, table)


def _under(upper: Table, lower: Table) -> Lines | None:
    """The columns of two tables as one, where the lower repeats columns and row labels of the upper."""
    paths = [[column.path for column in table.columns.values()] for table in (upper, lower)]
    labels = {row.label for row in upper.rows.values()}
    named_alike = paths[0] == paths[1] or (len(paths[0]) == len(paths[1]) and not any(paths[1]))
    if not named_alike or not all(row.label in labels for row in lower.rows.values()):
        return None
    last = max(upper.rows, default=0)
    rows = upper.rows | {last + n: row for n, row in lower.rows.items()}
    cells = upper.cells | {(last + row, column): cell for (row, column), cell in lower.cells.items() if row}
    both = lines_of(replace(upper, rows=rows, cells=cells))
    return both.turned if both is not None else None


def _around(reading: Reading, table: Table) -> str:
    """Title and lead-in of a table, and the paragraphs right before and after it."""
    blocks = reading.article.blocks
    at = next((n for n, block in enumerate(blocks) if block is table.block), 0)
    near = (block.text for block in blocks[max(0, at - 1) : at + 2] if block.kind == "prose")
    return " ".join((table.title, table.block.intro, *near))


def _of_table(table: Table, about: str) -> Iterator[Case]:
    rows = lines_of(table, about)
    if rows is None:
        return
    views = [(lines, quotients(lines)) for lines in (rows, rows.turned, *sections(rows), *sections(rows.turned))]
    rates = {figure for lines, divisions in views for figure in _rates(lines, divisions)}
    for lines, divisions in views:
        added = additions(lines, divisions)
        for equation in (*added, *divisions, *constants(lines, added)):
            yield from _cases(lines, equation, rates)
        if lines.along == "column":
            yield from _flat(lines, added)
    for lines in side_by_side(rows):
        for equation in portions(lines):
            yield from _cases(lines, equation, rates)


def _rates(lines: Lines, divisions: list[Equation]) -> Iterator[Figure]:
    """The figures that are ratios or changes of others, so that no sum of them says anything."""
    for one in divisions:
        if one.whole != NONE or one.shape == "gap":
            continue
        place, divisor = one.result, one.parts[1]
        if not one.shift and one.shape in ("ratio", "change"):  # a product turned round: the coarsest is the rate
            with np.errstate(divide="ignore", invalid="ignore"):
                sides = [place, divisor]
                first, second = np.nanmedian((lines.halves / np.abs(lines.values))[one.fits][:, sides], axis=0)
            place = divisor if second > first else place
        yield from (f for line in np.flatnonzero(one.fits) if (f := lines.figures[line][place]) is not None)


def _cases(lines: Lines, equation: Equation, rates: set[Figure]) -> Iterator[Case]:
    """A case for each line in which an equation holds, and for each that is an exception to it."""
    held, failed = int(equation.fits.sum()), int(equation.fails.sum())
    why = f"holds in {held} of {held + failed} {lines.along}s"
    wrong = exceptions(lines, equation)
    yield from _points(lines, equation, why)
    for line in (int(line) for line in np.flatnonzero(equation.fits | equation.close | wrong)):
        case = _case(lines, equation, line, why)
        if case is not None and wrong[line] and equation.shape == "sum" and rates >= {f for _, f in case.pairs}:
            continue
        if case is not None and (wrong[line] or holds(case)):
            yield case


def _points(lines: Lines, equation: Equation, why: str) -> Iterator[Case]:
    """A line of percentages whose change is their difference, printed with the sign of percent."""
    others = equation.full & ~equation.fits & ~equation.close
    for line in np.flatnonzero(others) if equation.shape == "growth" and equation.whole == NONE else ():
        first, second = equation.parts
        row, other = lines.figures[line], lines.figures[line + equation.shift]
        result, end, start = row[equation.result], row[first], other[second]
        if result is None or end is None or start is None or "%" not in result.quote:
            continue
        units = {start.unit, end.unit, result.unit}
        if units == {"percent"} and result.interval().meets(end.interval() - start.interval()):
            roles = {"percent": (result,), "start": (start,), "end": (end,)}
            yield Case(catalogue.CHANGE, roles, Binding.TABLE, why, check="percent_points.difference")


def _flat(lines: Lines, added: list[Equation]) -> Iterator[Case]:
    """Totals named so in a table of few columns: they hold, or one misprint keeps one of them from adding up."""
    # A column of percentages makes a hundred whatever stands beside it: it neither holds nor fails for the amounts.
    known = {one.result for one in added if (lines.kinds[one.fits, one.result] != PERCENT).any()}
    told = [form for form in _totalled(lines) if len(form.parts) > 1]
    why = "a column with one total" if len(told) == 1 else "a column with its totals"
    for line in range(len(lines.figures)):
        cases = {form: case for form in told if (case := _case(lines, form, line, why)) is not None}
        cases = {form: case for form, case in cases.items() if _is_whole(form, case)}
        held = [form for form, case in cases.items() if holds(case)]
        yield from (cases[form] for form in held if form.result not in known)
        failed = [form for form in cases if form not in held and form.result not in known]
        if len(failed) != 1 or len(lines.figures) > MOST_FLAT or len(cases) == 2:
            continue
        total, parts = failed[0].result, failed[0].parts
        sure = (total > max(parts) and len(parts) >= LEAST_FLAT) or len(held) > 1
        sure = sure or lines.values[line, total] >= PRECISE * 2 * lines.halves[line, total]
        if sure and flat_exception(lines, line, failed[0]):
            yield cases[failed[0]]


def _is_whole(form: Form, case: Case) -> bool:
    """Whether all parts are there, in one unit."""
    return len({f.unit for _, f in case.pairs}) == 1 and len(case.pairs) == len(form.parts) + 1


def _totalled(lines: Lines) -> Iterator[Form]:
    """Totals with the positions they are of: all others of one that is last or first; subtotals and a last total.

    A subtotal is of what stands since the one before it, the last total of them and of what stands by itself; what is
    gross, of what is taken from it and what is left as net.
    """
    used, totals = lines.used(), sorted(lines.totals)
    gross, taken, net = lines.gross_to_net
    if gross >= 0:
        yield _sum(gross, [taken, net])
        yield _sum(gross, [p for p in used if p < gross])
        yield _sum(taken, [p for p in used if gross < p < taken])
    if len(totals) == 1 and len(used) > 2 and totals[0] in (used[0], used[-1]):
        yield _sum(totals[0], [p for p in used if p != totals[0]])
    since: list[int] = []
    last: list[int] = []
    for p in used if len(totals) > 1 else ():
        if p not in totals:
            since.append(p)
        elif p != used[-1]:
            if len(since) > 1:
                yield _sum(p, since)
            last, since = [*last, p], []
    if len(totals) > 1 and used[-1] in totals and len(last + since) > 1:
        yield _sum(used[-1], last + since)


def _sum(total: int, parts: list[int]) -> Form:
    return Form("sum", total, tuple(parts), (1,) * len(parts))


def _case(lines: Lines, form: Form, line: int, why: str) -> Case | None:
    """One line of an equation as a case; None where a figure that it needs is missing."""
    row = lines.figures[line]
    result = row[form.result]
    there = [(f, s) for p, s in zip(form.parts, form.signs, strict=True) if (f := row[p]) is not None]
    parts = tuple(f for f, _ in there)
    figures: dict[str, tuple[Figure, ...]]
    if form.shape == "weights":
        return Case(catalogue.WEIGHTS, figures := {"parts": parts}, Binding.TABLE, why, grains=_grains(lines, figures))
    if result is None or not parts:
        return None
    if form.shape in ("sum", "mean"):
        relation = catalogue.SUM if form.shape == "sum" else catalogue.AVERAGE
        head, many = relation.roles
        figures = {head: (result,), many: parts}
        taken = {many: tuple(s for _, s in there)} if -1 in form.signs else {}
        return Case(relation, figures, Binding.TABLE, why, taken, grains=_grains(lines, figures))
    if form.shape == "pay":
        figures, counts = {"longer": (result,), "shorter": parts}, {"times": form.times}
        check = "" if currency(parts[0].unit) == currency(result.unit) else "currencies.column"
        return Case(catalogue.PAY_PERIOD, figures, Binding.TABLE, why, counts=counts, check=check)
    relation, *roles = _QUOTIENTS[form.shape]
    first, second = form.parts
    top = row[first]
    if top is None:
        return None
    if form.whole == ALL:
        rest = tuple(f for n, other in enumerate(lines.figures) if n != line and (f := other[second]) is not None)
        figures = {"percent": (result,), "part": (top,), "rest": rest}
        return Case(catalogue.PHASE_SHARE, figures, Binding.TABLE, why, check=catalogue.SHARE.name)
    bottom = lines.figures[form.whole if form.whole >= 0 else line + form.shift][second]
    if bottom is None or (form.shape in ("change", "growth", "fall", "cagr") and top.unit != bottom.unit):
        return None
    filled = dict(zip(roles, ((result,), (top,), (bottom,)), strict=True))
    figures = {role: filled[role] for role in relation.roles}
    signs = {"percent": -1} if form.shape == "fall" else {}
    counts = {"cagr": {"years": form.times}, "ratio": {"factor": form.times}}.get(form.shape, {})
    check, grains = _growth_name(bottom, top) if relation is catalogue.CHANGE else "", _grains(lines, figures)
    return Case(relation, figures, Binding.TABLE, why, signs, counts=counts, grains=grains, check=check)


def _growth_name(start: Figure, end: Figure) -> str:
    """The check of a change from one figure to another, as far as their periods are known."""
    months = start.period.months_to(end.period) if start.period and end.period else None
    return "" if months is None else "growth.yoy" if abs(months) == 12 else "growth.total"


def _grains(lines: Lines, figures: dict[str, tuple[Figure, ...]]) -> dict[Figure, Fraction]:
    return {f: lines.grains[f] for group in figures.values() for f in group if f in lines.grains}
