"""A total's growth against its parts': it lies between them, weighted by what each part was before it grew."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.checks.core import INCONSISTENT, Array, Bounds, judge
from analysis.checks.model import (
    Fact,
    Finding,
    Ledger,
    amount,
    instead,
    intervals,
    is_range,
    open_note,
    positive,
    printed,
    span,
    value,
)  # fmt: skip
from analysis.checks.totals import columns, is_total

_SIZES = frozenset({"job_count", "market_size", "count"})
Case = tuple[Fact, list[tuple[Fact, Fact]]]


def check(ledger: Ledger) -> list[Finding]:
    """Growth of a total row against the growth and the sizes of the rows it sums (`weighted.growth`)."""
    cases = [case for block in ledger.blocks if (case := _case(block))]
    terms = {
        "total": ledger.term(total for total, _ in cases),
        "size": ledger.parts([[size for size, _ in rows] for _, rows in cases]),
        "rate": ledger.parts([[rate for _, rate in rows] for _, rows in cases]),
    }
    years = [_years(total) for total, _ in cases]
    judged = judge(weighted, terms, {"years": years})
    findings = []
    for row, (total, rows) in enumerate(cases):
        n = years[row]
        stated, implied = (
            (low ** (1 / n) * 100 - 100, high ** (1 / n) * 100 - 100) for low, high in intervals(judged, row)
        )
        before = sum(value(size) / (1 + value(rate) / 100) ** n for size, rate in rows)
        nominal = ((sum(value(size) for size, _ in rows) / before) ** (1 / n) - 1) * 100
        verdict = int(judged.verdict[row])
        text = (
            f"The {len(rows)} parts, each taken back by its own rate, were {amount(before, rows[0][0].unit)} before, "
            f"so they grew {amount(nominal, 'percent')} together ({span(*implied, 'percent')} with rounding); "
            f"{printed(total)} is stated."
        )
        figures = [("total growth", total)]
        figures += [part for size, rate in rows for part in (("size", size), ("growth", rate))]
        finding = Finding("weighted.growth", figures, verdict, text + open_note(size for size, _ in rows),
                          (stated, implied), "percent")  # fmt: skip
        finding.options = [instead(total, nominal)] if verdict == INCONSISTENT else []
        findings.append(finding)
    return findings


def _case(block: list[Fact]) -> Case | None:
    """Rates and sizes of one table, at the end of the rates' span, whose parts are all of the total."""
    found = columns(block)
    rates = next((c for c in found if all(fact.measure == "growth_rate" for fact in c) and len(c) > 2), [])
    total = next((fact for fact in rates if is_total(fact.row_label)), None)
    spans = {str((fact.kind, fact.start_year, fact.end_year)) for fact in rates}
    if total is None or len(spans) != 1 or any(map(is_range, rates)) or min(map(value, rates)) <= -100:
        return None
    last = (c for c in found if c[0].measure in _SIZES and not c[0].year < total.end_year)
    size = {fact.row: fact for fact in next(last, [])}
    if size.keys() != {fact.row for fact in rates} or not positive(*size.values()):
        return None
    parts = sum(value(fact) for fact in size.values() if fact.row != total.row)
    exhaustive = abs(parts - value(size[total.row])) <= 0.01 * value(size[total.row])
    return (total, [(size[fact.row], fact) for fact in rates if fact is not total]) if exhaustive else None


def _years(total: Fact) -> int:
    """How often the rates are applied: compound ones once for each year of their span."""
    compound = total.kind == "cagr" and total.end_year > total.start_year
    return int(total.end_year - total.start_year) if compound else 1


def weighted(terms: Mapping[str, Bounds], counts: Mapping[str, Array]) -> tuple[Bounds, Bounds]:
    """The total's growth factor against Σ size / Σ (size / factor) over the parts."""
    size, years = terms["size"], counts["years"]
    factor = terms["rate"].divided(100).shifted(1) ** years[:, None]
    closed = np.asarray(size.closed_low.all(axis=1) & size.closed_high.all(axis=1))
    low, high = _extreme(size, factor.low, lowest=True), _extreme(size, factor.high, lowest=False)
    closed_low, closed_high = (
        np.asarray(closed & flags.all(axis=1)) for flags in (factor.closed_low, factor.closed_high)
    )
    return terms["total"].divided(100).shifted(1) ** years, Bounds(low, high, closed_low, closed_high)


def _extreme(size: Bounds, factors: Array, *, lowest: bool) -> Array:
    """The extreme quotient: sizes stand at one end for the factors up to some rank and at the other beyond it."""
    order = np.argsort(factors.astype(float), axis=1)
    ranked, low, high = (np.take_along_axis(column, order, axis=1) for column in (factors, size.low, size.high))
    found = []
    for split in range(ranked.shape[1] + 1):
        below = np.arange(ranked.shape[1]) < split
        sizes = np.where(below, high, low) if lowest else np.where(below, low, high)
        found.append(sizes.sum(axis=1) / (sizes / ranked).sum(axis=1))
    return np.asarray(np.min(found, axis=0) if lowest else np.max(found, axis=0))
