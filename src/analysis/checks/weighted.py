"""A total's growth against its parts': it lies between them, weighted by what each part was before it grew."""

from __future__ import annotations

import numpy as np

from analysis.checks.core import INCONSISTENT, Array, Bounds, Judged, judge
from analysis.checks.model import (
    Fact,
    Finding,
    Ledger,
    Option,
    amount,
    intervals,
    is_range,
    open_note,
    precise,
    printed,
    span,
    value,
)
from analysis.checks.totals import columns, is_total

Case = tuple[Fact, list[tuple[Fact, Fact]]]


def check(ledger: Ledger) -> list[Finding]:
    """Growth of a total row against the growth and the sizes of the rows it sums (`weighted.growth`)."""
    cases = [case for block in ledger.blocks if (case := _case(block))]
    if not cases:
        return []
    terms = {
        "total": ledger.term(total for total, _ in cases),
        "size": ledger.parts([[size for size, _ in rows] for _, rows in cases]),
        "rate": ledger.parts([[rate for _, rate in rows] for _, rows in cases]),
    }
    judged = judge(_weighted, terms)
    return [_finding(case, judged, row) for row, case in enumerate(cases)]


def _case(block: list[Fact]) -> Case | None:
    rates = next((c for c in columns(block) if all(fact.measure == "growth_rate" for fact in c) and len(c) > 2), None)
    sizes = next((c for c in columns(block) if c[0].measure in ("job_count", "market_size", "count")), None)
    if not rates or not sizes:
        return None
    total = next((fact for fact in rates if is_total(fact.row_label)), None)
    size = {fact.row: fact for fact in sizes}
    spans = {(fact.kind, fact.start_year, fact.end_year) for fact in rates if fact is not total}
    if total is None or len({str(found) for found in spans}) != 1 or not all(fact.row in size for fact in rates):
        return None
    return total, [(size[fact.row], fact) for fact in rates if fact is not total and not is_range(fact)]


def _weighted(terms: dict[str, Bounds], counts: object) -> tuple[Bounds, Bounds]:  # type: ignore[misc]
    """Σ size / Σ (size / factor), exact at its extremes: fast growers large and fast for the high end, else the reverse."""
    size, factor = terms["size"], terms["rate"].divided(100).shifted(1)
    closed = size.closed_low.all(axis=1) & size.closed_high.all(axis=1)
    low, high = _extreme(size, factor.low, lowest=True), _extreme(size, factor.high, lowest=False)
    implied = Bounds(low, high, closed & factor.closed_low.all(axis=1), closed & factor.closed_high.all(axis=1))
    return terms["total"].divided(100).shifted(1), implied


def _extreme(size: Bounds, factors: Array, *, lowest: bool) -> Array:
    """The extreme quotient: sizes are at one end for the factors up to some rank and at the other beyond it."""
    order = np.argsort(factors.astype(float), axis=1)
    ranked, low, high = (np.take_along_axis(column, order, axis=1) for column in (factors, size.low, size.high))
    found = []
    for split in range(ranked.shape[1] + 1):
        below = np.arange(ranked.shape[1]) < split
        sizes = np.where(below, high, low) if lowest else np.where(below, low, high)
        found.append(sizes.sum(axis=1) / (sizes / ranked).sum(axis=1))
    stacked = np.stack(found)
    return np.asarray(stacked.min(axis=0) if lowest else stacked.max(axis=0))


def _finding(case: Case, judged: Judged, row: int) -> Finding:
    total, rows = case
    before = sum(value(size) / (1 + value(rate) / 100) for size, rate in rows)
    nominal = (sum(value(size) for size, _ in rows) / before - 1) * 100
    sides = tuple(tuple(round((bound - 1) * 100, 10) for bound in side) for side in intervals(judged, row))
    verdict = int(judged.verdict[row])
    text = (
        f"The {len(rows)} parts, each grown by its own rate, stood at {amount(before, rows[0][0].unit)} before, so together "
        f"they grew {nominal:.4g}% ({span(*sides[1], 'percent')}); {printed(total)} is stated."
    )
    figures = [("total growth", total), *(pair for size, rate in rows for pair in (("size", size), ("growth", rate)))]
    finding = Finding("weighted.growth", figures, verdict, text + open_note(size for size, _ in rows), sides, "percent")  # type: ignore[arg-type]
    if verdict == INCONSISTENT:
        finding.options = [Option(f"{precise(nominal, total)} instead of {printed(total)}", 0, total.figure_id)]
    return finding
