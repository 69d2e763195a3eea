"""Sums: a total row against its parts, and sets of percentages that must make one hundred."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED, Term, judge
from analysis.checks.core import total as relation
from analysis.checks.model import (
    End,
    Fact,
    Finding,
    Ledger,
    Option,
    amount,
    currency,
    intervals,
    is_range,
    open_note,
    precise,
    printed,
    span,
    value,
    worst,
)

_TOTAL = re.compile(r"\b(?:grand |global |sub-?)?totals?\b|^(?:sum|in all|altogether)$", re.I)
_WHOLE = re.compile(r"^\W*(?:global|world(?:wide)?|all|overall|all regions|all countries)\W*$", re.I)
_WEIGHTS = re.compile(r"allocat|weight|breakdown|distribut|\bsplit\b|composition|\bmix\b", re.I)
_ADDS_UP = frozenset({"job_count", "market_size", "amount", "count", "firm_size", "duration", "salary"})


def is_total(label: str) -> bool:
    """The label names a sum, or the whole of which the other rows are parts."""
    return bool(_TOTAL.search(label) or _WHOLE.match(label))


def columns(block: Iterable[Fact]) -> list[list[Fact]]:
    """The figures of each column of a block, the first of each cell, by row; header cells left out."""
    found: dict[tuple[int, str], dict[int, Fact]] = {}
    for fact in block:
        if fact.row > 0:
            found.setdefault((int(fact.column), fact.unit), {}).setdefault(int(fact.row), fact)
    return [[rows[row] for row in sorted(rows)] for rows in found.values()]


def check(ledger: Ledger) -> list[Finding]:
    """Total rows against the sum of the rows above them (`totals.sum`), low and high ends apart."""
    cases = [case for block in ledger.blocks for column in columns(block) if (case := _sum(block, column))]
    if not cases:
        return []
    totals, parts = [total for total, _ in cases], [rows for _, rows in cases]
    ends: tuple[End, End] = ("low", "high")
    judged = {
        end: judge(relation, {"total": ledger.term(totals, end), "parts": ledger.parts(parts, end)}) for end in ends
    }
    findings = []
    for row, (total, rows) in enumerate(cases):
        verdicts = {end: int(judged[end].verdict[row]) for end in ends}
        verdict = worst(verdicts.values())
        end = next(end for end in ends if verdicts[end] == verdict)
        finding = Finding(
            "totals.sum", [("total", total), *(("part", part) for part in rows)], verdict, _added(total, rows),
            intervals(judged[end], row), total.unit,
        )  # fmt: skip
        if verdict == INCONSISTENT:
            _explain(finding, total, rows, end)
        findings.append(finding)
    return findings


def _sum(block: list[Fact], column: list[Fact]) -> tuple[Fact, list[Fact]] | None:
    """A total and its parts: a labelled total row, or a last row that equals the rows above it."""
    measure = column[0].measure
    total = next((fact for fact in column if is_total(fact.row_label)), None)
    if measure not in _ADDS_UP or any(fact.measure != measure for fact in column):
        return None
    if total is None:
        exact = len(column) > 3 and not _years(column) and sum(map(value, column[:-1])) == value(column[-1])
        return (column[-1], column[:-1]) if exact and measure != "salary" else None
    parts = [fact for fact in column if fact is not total and not is_total(fact.row_label)]
    rows = {fact.row for fact in block if 0 < fact.row < total.row}
    whole = rows <= {part.row for part in parts} and (measure != "salary" or _TOTAL.search(total.row_label))
    return (total, parts) if len(parts) > 1 and whole and not _years(column) else None


def _years(column: list[Fact]) -> bool:
    """Whether the rows are years, which do not add up."""
    return sum(bool(re.match(r"(?:19|20)\d\d", fact.row_label)) for fact in column) > 1


def _added(total: Fact, parts: list[Fact]) -> str:
    ends: list[End] = ["low", "high"] if any(map(is_range, [total, *parts])) else ["low"]
    sums = "; ".join(
        f"{' + '.join(f'{value(part, end):,.10g}' for part in parts)} = {sum(value(part, end) for part in parts):,.10g}"
        for end in ends
    )
    lead = "Low ends, then high ends: " if len(ends) > 1 else ""
    return f"{lead}{sums}; {printed(total)} is stated as the total.{open_note([*parts, total])}"


def _explain(finding: Finding, total: Fact, parts: list[Fact], end: End) -> None:
    stated, summed = value(total, end), sum(value(part, end) for part in parts)
    if summed < stated and not _TOTAL.search(total.row_label):
        finding.verdict = UNDETERMINED
        finding.explanation += " The rows need not be all there are."
        return
    wanted = [
        (total, stated, summed),
        *((part, value(part, end), value(part, end) + stated - summed) for part in parts),
    ]
    finding.options = sorted(
        (
            Option(f"{precise(need, fact)} instead of {printed(fact)}", abs(need / now - 1), fact.figure_id)
            for fact, now, need in wanted if now and need > 0
        ),
        key=lambda option: option.change,
    )[:3]  # fmt: skip


def weights(ledger: Ledger) -> list[Finding]:
    """Percentages of one set against one hundred (`weights.sum`)."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in ledger.where(lambda fact: fact.unit == "percent" and bool(fact.whole)):
        groups.setdefault((fact.article, fact.whole), []).append(fact)
    sets = [group for group in groups.values() if len(group) > 1 and not any(map(is_range, group))]
    sets += [column for block in ledger.blocks for column in columns(block) if _must_sum(column)]
    if not sets:
        return []
    hundred = Term.of(np.full(len(sets), 100.0))
    judged = judge(relation, {"total": hundred, "parts": ledger.parts(sets)})
    return [_hundred(judged_row, intervals(judged, row), group)
            for row, (judged_row, group) in enumerate(zip(map(int, judged.verdict), sets, strict=True))]  # fmt: skip


def _must_sum(column: list[Fact]) -> bool:
    labels = f"{column[0].column_label} | {column[0].title}"
    fits = len(column) > 2 and all(fact.unit == "percent" and not fact.whole and not fact.signed for fact in column)
    shares = column[0].measure in ("share", "allocation", "weight") and not any(map(is_range, column))
    return fits and shares and bool(_WEIGHTS.search(labels)) and not any(is_total(fact.row_label) for fact in column)


def _hundred(verdict: int, sides: tuple[tuple[float, float], tuple[float, float]], group: list[Fact]) -> Finding:
    summed = sum(map(value, group))
    text = f"{' + '.join(f'{value(fact):.10g}' for fact in group)} = {summed:.10g}; the parts of one whole make 100%."
    if verdict != CONSISTENT:
        text += f" Rounding leaves {span(*sides[1], 'percent')}."
    finding = Finding("weights.sum", [("part", fact) for fact in group], verdict, text, sides, "percent")
    if verdict == INCONSISTENT:
        largest = max(group, key=value)
        need = value(largest) + 100 - summed
        if need > 0:
            finding.options = [Option(f"{precise(need, largest)} instead of {printed(largest)}", 0, largest.figure_id)]
        else:
            finding.slip = f"the parts exceed the whole by {amount(summed - 100, 'percent')}: they may overlap"
    return finding


def components(ledger: Ledger) -> list[Finding]:
    """Total pay against base pay and bonus stated in one sentence or row (`totals.components`)."""
    places: dict[tuple[object, ...], list[Fact]] = {}
    for fact in ledger.where(lambda fact: fact.measure == "salary" and bool(currency(fact.unit))):
        row = None if fact.block_kind == "statement" else fact.row
        places.setdefault((fact.article, fact.block_kind, fact.block_index, row, fact.unit, fact.level), []).append(
            fact
        )
    cases = []
    for facts in places.values():
        by = {fact.component: fact for fact in facts}
        if len(by) == len(facts) > 2 and {"base", "total"} <= set(by) and "unspecified" not in by:
            cases.append((by["total"], [fact for fact in facts if fact.component != "total"]))
    if not cases:
        return []
    terms = {"total": ledger.term(total for total, _ in cases), "parts": ledger.parts([parts for _, parts in cases])}
    judged = judge(relation, terms)
    findings = []
    for row, (total, parts) in enumerate(cases):
        figures = [("total", total), *((part.component, part) for part in parts)]
        finding = Finding("totals.components", figures, int(judged.verdict[row]), _added(total, parts),
                          intervals(judged, row), total.unit)  # fmt: skip
        if finding.verdict == INCONSISTENT:
            _explain(finding, total, parts, "low")
        findings.append(finding)
    return findings
