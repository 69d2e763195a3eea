"""Sums: a total row against its parts, and sets of percentages that must make one hundred."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED, WITHIN_ROUNDING, Term, judge
from analysis.checks.core import total as relation
from analysis.checks.model import (
    SCALES,
    End,
    Ends,
    Fact,
    Finding,
    Ledger,
    Sides,
    amount,
    currency,
    instead,
    intervals,
    is_range,
    open_note,
    printed,
    smallest,
    span,
    value,
)  # fmt: skip

_TOTAL = re.compile(r"\b(?:grand |global |sub-?)?totals?\b|^(?:sum|in all|altogether)$", re.I)
_WHOLE = re.compile(r"^\W*(?:global|world(?:wide)?|all|overall|all regions|all countries)\W*$", re.I)
_WEIGHTS = re.compile(r"allocat|weight|breakdown|distribut|\bsplit\b|composition|\bmix\b", re.I)
#: Words that say the parts make a whole; without them parts may overlap.
_ONE_WHOLE = re.compile(rf"{_WEIGHTS.pattern}|\bshares?\b|% of|per ?cent of|proportion", re.I)
_SAVED = re.compile(r"\bsav(?:ed|ings?)\b|reduc|increas|improve|growth", re.I)
_BASE = re.compile(r"\bbas(?:e|ic)\b|\bfixed\b", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
#: A set whose sum lies farther off is no whole at all: its parts overlap, as answers of several choices do.
_PLAUSIBLE = (60.0, 140.0)
_ADDS_UP = frozenset({"job_count", "market_size", "amount", "count", "firm_size", "duration", "salary"})
FITS = (CONSISTENT, WITHIN_ROUNDING)
Case = tuple[str, Fact, list[Fact]]


def is_total(label: str) -> bool:
    """The label names a sum, or the whole of which the other rows are parts."""
    return bool(_TOTAL.search(label) or _WHOLE.match(label))


def columns(block: Iterable[Fact]) -> list[list[Fact]]:
    """The figures of each column of a block in one unit, the first of each cell, by row; header cells left out."""
    found: dict[tuple[int, str], dict[int, Fact]] = {}
    for fact in block:
        if fact.row > 0 and fact.column > 0:
            found.setdefault((int(fact.column), fact.unit), {}).setdefault(int(fact.row), fact)
    return [[rows[row] for row in sorted(rows)] for rows in found.values()]


def check(ledger: Ledger, told: Sequence[Case] = ()) -> list[Finding]:
    """Totals against the sum of their parts, low and high ends apart: total rows and columns, pay by its components.

    `told` are further cases, of prose.
    """
    cases = [case for block in ledger.blocks for column in columns(block) for case in _sums(ledger, block, column)]
    cases += [case for block in ledger.blocks for case in _across(ledger, block)]
    cases += [*_components(ledger), *told]
    findings = []
    for (name, total, parts), (verdict, sides) in zip(cases, judged(ledger, cases), strict=True):
        figures = [("total", total), *(("part", part) for part in parts)]
        findings.append(Finding(name, figures, verdict, _added(total, parts), sides, total.unit))
    for finding in findings:
        if finding.verdict == INCONSISTENT:
            _explain(finding, whole=_is_whole(finding) or _adds_up(finding, findings))
    return findings


def judged(ledger: Ledger, cases: Sequence[Case]) -> list[tuple[int, Sides]]:
    """Verdict and sides of each case, at its less favourable end."""
    ends = Ends.judge(
        relation,
        lambda end: {
            "total": ledger.term((total for _, total, _ in cases), end),
            "parts": ledger.parts([parts for *_, parts in cases], end),
        },
    )
    return [ends.worst(row)[1:] for row in range(len(cases))]


def _is_whole(finding: Finding) -> bool:
    """Whether words say that nothing is missing among the parts."""
    total = finding.figures[0][1]
    named = {fact.component for _, fact in finding.figures[1:]} >= {"base", "bonus", "equity"}
    told = finding.check == "totals.told" or (finding.check == "totals.components" and named)
    return bool(told or _TOTAL.search(f"{total.row_label} | {total.column_label}"))


def _adds_up(finding: Finding, others: Iterable[Finding]) -> bool:
    """Whether the same columns make the total in another row of the table, so that no part is missing."""

    def columns_of(one: Finding) -> list[tuple[str, float]]:
        return [(_place(fact), fact.column) for _, fact in one.figures]

    alike = (one for one in others if one is not finding and columns_of(one) == columns_of(finding))
    return finding.figures[0][1].block_kind != "statement" and any(one.verdict == CONSISTENT for one in alike)


def _place(fact: Fact) -> str:
    return str((fact.article, fact.block_kind, fact.block_index))


def _sums(ledger: Ledger, block: list[Fact], column: list[Fact]) -> list[Case]:
    """Totals and their parts: labelled total rows, or a last row that equals the rows above it."""
    measure, years = column[0].measure, sum(bool(_YEAR.match(fact.row_label)) for fact in column) > 1
    totals = [fact for fact in column if is_total(fact.row_label)]
    if totals and measure in ("share", "allocation", "weight") and value(totals[-1]) == 100:
        parts = [fact for fact in column if fact is not totals[-1]]
        return [("totals.sum", totals[-1], parts)] if len(parts) > 1 else []
    if measure not in _ADDS_UP or any(fact.measure != measure for fact in column) or years:
        return []
    if not totals:
        exact = len(column) > 3 and measure != "salary" and sum(map(value, column[:-1])) == value(column[-1])
        return [("totals.sum", column[-1], column[:-1])] if exact else []
    if len(totals) > 1:
        return list(_grouped(ledger, column, totals))
    total = totals[0]
    parts = [fact for fact in column if fact is not total]
    complete = {fact.row for fact in block if 0 < fact.row < total.row} <= {fact.row for fact in column}
    named = measure != "salary" or (
        _TOTAL.search(total.row_label) and sum(bool(_BASE.search(f.row_label)) for f in parts) == 1
    )
    return [("totals.sum", total, parts)] if len(parts) > 1 and complete and named else []


def _grouped(ledger: Ledger, column: list[Fact], totals: list[Fact]) -> Iterator[Case]:
    """Each of several totals with the rows since the total before it, unless all rows, or the totals, add up to it."""
    before = 0
    for total in totals:
        since = [fact for fact in column if before < fact.row < total.row]
        every = [fact for fact in column if fact.row < total.row and fact not in totals]
        earlier = [fact for fact in totals if fact.row < total.row]
        sets = [parts for parts in (since, every, earlier, [*earlier, *since]) if len(parts) > 1]
        cases: list[Case] = [("totals.sum", total, parts) for parts in sets]
        fitting = (case for case, (verdict, _) in zip(cases, judged(ledger, cases), strict=True) if verdict in FITS)
        before = total.row
        if total.measure != "salary" and (case := next(fitting, cases[0] if len(since) > 1 else None)):
            yield case


def _across(ledger: Ledger, block: list[Fact]) -> list[Case]:
    """A column headed as the total of the columns beside it, where at least one row and half of them add up."""
    rows: dict[float, list[Fact]] = {}
    for fact in block:
        if fact.row > 0 and fact.measure in _ADDS_UP and fact.measure != "salary":
            rows.setdefault(fact.row, []).append(fact)
    cases: list[Case] = []
    for facts in rows.values():
        total = next((fact for fact in facts if _TOTAL.search(fact.column_label)), None)
        parts = [fact for fact in facts if total and fact is not total and fact.unit == total.unit]
        if total and len(parts) > 1 and len({fact.column for fact in facts}) == len(facts):
            cases.append(("totals.sum", total, parts))
    fit = sum(verdict in FITS for verdict, _ in judged(ledger, cases)) if cases else 0
    return cases if fit and fit * 2 >= len(cases) else []


def _components(ledger: Ledger) -> list[Case]:
    """Total pay, base pay and the rest, stated in one row, or in the sentences of one block."""
    places: dict[tuple[object, ...], list[Fact]] = {}
    for fact in ledger.where(lambda fact: fact.measure == "salary" and bool(currency(fact.unit))):
        key = (fact.article, fact.block_kind, fact.block_index, str(fact.row), currency(fact.unit))
        places.setdefault(key, []).append(fact)
    return [case for facts in places.values() for offer in _offers(facts) if (case := _offer(offer))]


def _offers(facts: list[Fact]) -> Iterator[list[Fact]]:
    """The figures of a row; those of prose up to each total, and behind it where it comes first."""
    if facts[0].block_kind != "statement":
        yield facts
        return
    facts = sorted(facts, key=lambda fact: int(fact.figure_id.rpartition("/")[2]))
    totals = [i for i, fact in enumerate(facts) if fact.component == "total"]
    if totals[:1] == [0]:
        yield from (facts[i:j] for i, j in itertools.pairwise([*totals, len(facts)]))
    else:
        yield from (facts[i:j] for i, j in itertools.pairwise([0, *(at + 1 for at in totals)]))


def _offer(facts: list[Fact]) -> Case | None:
    """One base, one total and other components, in one period as far as it is said."""
    by = {fact.component: fact for fact in facts}
    periods = {fact.unit.partition("/")[2] for fact in facts} - {""}
    levels = {fact.level for fact in facts} - {"", "all"}
    whole = len(by) == len(facts) > 2 and {"base", "total"} <= by.keys() and "unspecified" not in by
    if not whole or len(periods) > 1 or len(levels) > 1:
        return None
    return "totals.components", by["total"], [fact for fact in facts if fact.component != "total"]


def _added(total: Fact, parts: Sequence[Fact]) -> str:
    ends: list[End] = ["low", "high"] if any(map(is_range, [total, *parts])) else ["low"]
    sums = "; ".join(
        f"{' + '.join(_plain(value(part, end), total) for part in parts)} = "
        f"{_plain(sum(value(part, end) for part in parts), total)}"
        for end in ends
    )
    lead = "Low ends, then high ends: " if len(ends) > 1 else ""
    return f"{lead}{sums}; {printed(total)} is stated as the total.{open_note([*parts, total])}"


def _plain(number: float, total: Fact) -> str:
    """A summand in the total's own scale; where that has no word, thousands of millions get theirs."""
    scaled = round(number / max(total.scale, 1), 10)
    size = max((size for size in SCALES if size >= 10**9 and abs(scaled) >= size), default=1)
    return f"{scaled / size:,.12g} {SCALES[size]}" if size > 1 else f"{scaled:,.12g}"


def _explain(finding: Finding, whole: object) -> None:
    """What to print instead; a sum that falls short is in doubt unless the parts are known to be the whole."""
    (_, total), *rest = finding.figures
    parts = [part for _, part in rest]
    ends: tuple[End, End] = ("low", "high")
    end = max(ends, key=lambda end: abs(value(total, end) - sum(value(part, end) for part in parts)))
    stated, summed = value(total, end), sum(value(part, end) for part in parts)
    if summed < stated and not whole:
        finding.verdict = UNDETERMINED
        finding.explanation += " The rows need not be all there are."
        return
    short = stated - summed
    changed = (
        instead(part, value(part, end) + short, value(part, end)) for part in parts if value(part, end) + short > 0
    )
    finding.options = smallest([instead(total, summed, stated), *changed])[:3]


def weights(ledger: Ledger, told: Sequence[list[Fact]] = ()) -> list[Finding]:
    """Percentages of one set against one hundred (`weights.sum`); `told` are sets of sentences that say so."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in ledger.where(lambda fact: fact.unit == "percent" and bool(fact.whole) and not is_total(fact.row_label)):
        groups.setdefault((fact.article, fact.whole), []).append(fact)
    for fact in ledger.where(_is_listed):
        groups.setdefault((fact.article, fact.section), []).append(fact)
    sets = [part for group in groups.values() for part in _sets(group)]
    sets += [column for block in ledger.blocks for column in columns(block) if _must_sum(column)]
    sets += told
    sets = [part for part in sets if _PLAUSIBLE[0] <= sum(map(value, part)) <= _PLAUSIBLE[1]]
    parts = ledger.parts(sets)
    # one list is one column: zeros of its parts are rounding no coarser than that of the finest
    finest = np.array([[min(fact.rounding for fact in part)] for part in sets]).reshape(len(sets), 1)
    parts = replace(parts, rounding=np.maximum(parts.resolution, np.minimum(parts.rounding, finest)))
    found = judge(relation, {"total": Term.of(np.full(len(sets), 100.0)), "parts": parts})
    findings = []
    for row, group in enumerate(sets):
        verdict, sides, summed = int(found.verdict[row]), intervals(found, row), sum(map(value, group))
        text = (
            f"{' + '.join(f'{value(fact):.10g}' for fact in group)} = {summed:.10g}; the parts of one whole make 100%."
        )
        if verdict != CONSISTENT:
            text += f" Rounding leaves {span(*sides[1], 'percent')}."
        finding = Finding("weights.sum", [("part", fact) for fact in group], verdict, text, sides, "percent")
        if verdict == INCONSISTENT:
            changed = (instead(fact, value(fact) + 100 - summed) for fact in group if value(fact) + 100 - summed > 0)
            finding.options = smallest(changed)[:1]
            over = f"the parts exceed the whole by {amount(summed - 100, 'percent')}: they may overlap"
            finding.slip = over if summed > 100 and group not in told else ""
            words = " | ".join(f"{fact.column_label} | {fact.title} | {fact.section}" for fact in group)
            of_one = group in told or group[0].whole or _ONE_WHOLE.search(words)
            finding.severity = "" if of_one else "definition"
        findings.append(finding)
    return findings


def _is_listed(fact: Fact) -> bool:
    """A percentage of a list whose heading says that its items share one whole."""
    plain = fact.block_kind == "statement" and fact.unit == "percent" and not fact.whole and not fact.signed
    return bool(plain and fact.measure in ("share", "allocation", "weight") and _WEIGHTS.search(fact.section))


def _sets(group: list[Fact]) -> list[list[Fact]]:
    """The sets of one whole: a list, or a table's columns, or its rows where those make 100; doubtful ones left out."""

    def by(name: str) -> list[list[Fact]]:
        keys = dict.fromkeys(str(getattr(fact, name)) for fact in group)
        return [[fact for fact in group if str(getattr(fact, name)) == key] for key in keys]

    def full(part: list[Fact]) -> bool:
        return bool(abs(sum(map(value, part)) - 100) <= sum(fact.resolution for fact in part) / 2)

    if sum(bool(_YEAR.match(fact.row_label)) for fact in group) > 1 and group[0].block_kind != "statement":
        return []
    rows, across = by("row"), [group] if group[0].block_kind == "statement" else by("column")
    chosen = rows if len(across) > 1 and all(map(full, rows)) else across
    labels = " | ".join(f"{fact.column_label} | {fact.title} | {fact.section}" for fact in group)
    named = _WEIGHTS.search(labels) and not _SAVED.search(labels)
    return [
        part
        for part in chosen
        if len(part) > 2 - bool(part[0].whole) and not any(map(is_range, part)) and (named or full(part))
    ]


def _must_sum(column: list[Fact]) -> bool:
    """A column nobody marked as a whole whose labels say that it is one."""
    fits = len(column) > 2 and all(fact.unit == "percent" and not fact.whole and not fact.signed for fact in column)
    shares = column[0].measure in ("share", "allocation", "weight") and not any(map(is_range, column))
    named = _WEIGHTS.search(f"{column[0].column_label} | {column[0].title}")
    return bool(
        fits and shares and named and not any(is_total(f.row_label) or _YEAR.match(f.row_label) for f in column)
    )
