"""Order: statistics of one distribution, pay by seniority, bands that follow one another, superlatives in a cell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED, WITHIN_ROUNDING, at_most
from analysis.checks.model import (
    End,
    Fact,
    Finding,
    Ledger,
    Option,
    amount,
    currency,
    is_open,
    is_range,
    precise,
    printed,
    value,
)
from analysis.checks.totals import columns
from analysis.fields import LEVELS

_RANKS = {"minimum": 0, "p25": 1, "median": 2, "p75": 3, "p90": 4, "maximum": 5}
_AROUND_MEAN = {"minimum": -1, "p25": -1, "p75": 1, "p90": 1, "maximum": 1}
_KEY = ("article", "role", "country", "region", "location", "industry", "component", "unit", "company_size_low")
_HIGHEST = re.compile(r"\b(?:highest|largest|biggest|most|top|best|fastest)\b", re.I)
_LOWEST = re.compile(r"\b(?:lowest|smallest|least|slowest)\b", re.I)


def check(ledger: Ledger) -> list[Finding]:
    """All relations of order."""
    return [*statistics(ledger), *seniority(ledger), *bands(ledger), *superlatives(ledger)]


def compare(
    ledger: Ledger, below: Sequence[Fact], above: Sequence[Fact], ends: tuple[End, End] = ("low", "low")
) -> list[int]:
    """Verdicts of "each of `below` is at most its fellow of `above`"; open ends count in their own direction."""
    codes = np.full(len(below), INCONSISTENT)
    for reading, code in (("rounded", WITHIN_ROUNDING), ("printed", CONSISTENT)):
        left, right = (ledger.term(facts, end).bounds(reading) for facts, end in zip((below, above), ends, strict=True))  # type: ignore[arg-type]
        codes[at_most(left, right)] = code
    for i, (left, right) in enumerate(zip(below, above, strict=True)):
        if (ends[1] == "high" and right.open_high) or (ends[0] == "low" and left.open_low):
            codes[i] = CONSISTENT
    return [int(code) for code in codes]


def statistics(ledger: Ledger) -> list[Finding]:
    """Percentiles, minimum and maximum in their order, the mean within its range, for one distribution in one place."""
    found = []
    for group in _grouped(ledger, lambda f: (*_places(f), *_keys(f), f.level, f.role_label)):
        by = {fact.statistic: fact for fact in group}
        chain = [by[name] for name in sorted(_RANKS.keys() & by.keys(), key=_RANKS.__getitem__)]
        if len(chain) > 1:
            steps = list(itertools.pairwise(chain))
            verdicts = compare(ledger, [low for low, _ in steps], [high for _, high in steps])
            found.append(_chain("order.percentiles", chain, max(verdicts), "statistic"))
        if "mean" in by:
            found += _mean(ledger, by)
    return found


def _mean(ledger: Ledger, by: dict[str, Fact]) -> list[Finding]:
    mean, findings = by["mean"], []
    if "range" in by and is_range(by["range"]):
        whole = by["range"]
        verdict = max(compare(ledger, [whole], [mean]) + compare(ledger, [mean], [whole], ("high", "high")))
        text = f"A mean of {printed(mean)} must lie within {printed(whole)}."
        figures = [("mean", mean), ("range", whole)]
        findings.append(_ordered("order.mean_in_range", figures, verdict, text, (value(whole), value(whole, "high"))))
    for name in ("p25", "p75", "minimum", "maximum"):
        if name in by:
            pair = [mean, by[name]] if _AROUND_MEAN[name] > 0 else [by[name], mean]
            verdict = compare(ledger, pair[:1], pair[1:])[0]
            text = f"Mean {printed(mean)} against {name} {printed(by[name])}."
            finding = _ordered("order.mean", [("mean", mean), (name, by[name])], verdict, text, (value(by[name]),) * 2)
            if verdict == INCONSISTENT and name in ("p25", "p75"):
                finding.verdict, finding.severity = UNDETERMINED, "definition"
                finding.explanation += " Only a very skewed distribution has its mean there."
            findings.append(finding)
    return findings


def seniority(ledger: Ledger) -> list[Finding]:
    """Pay that rises with seniority, low ends and high ends apart, within one table or list."""
    found = []
    for group in _grouped(ledger, lambda f: (*_lists(f), *_keys(f), f.statistic)):
        levels = {fact.level: fact for fact in group if fact.level in LEVELS[:4]}
        if len(levels) < 2 or len([fact for fact in group if fact.level in levels]) != len(levels):
            continue
        chain = [levels[level] for level in LEVELS[:4] if level in levels]
        steps = list(itertools.pairwise(chain))
        lower, upper = [low for low, _ in steps], [high for _, high in steps]
        failing = [
            (step, end) for end in ("low", "high")
            for step, verdict in zip(steps, compare(ledger, lower, upper, (end, end)), strict=True)  # type: ignore[arg-type]
            if verdict == INCONSISTENT
        ]  # fmt: skip
        finding = _chain("order.seniority", chain, INCONSISTENT if failing else CONSISTENT, "level")
        if failing:
            (junior, senior), end = failing[0]
            finding.severity = "definition"
            finding.figures = [(senior.level, senior), *(pair for pair in finding.figures if pair[1] is not senior)]
            finding.explanation += (
                f" The {end} end of {senior.level}, {amount(value(senior, end), senior.unit)}, lies below that of "  # type: ignore[arg-type]
                f"{junior.level}, {amount(value(junior, end), junior.unit)}; pay is expected to rise, but need not."  # type: ignore[arg-type]
            )
            need = value(junior, end)  # type: ignore[arg-type]
            finding.options = [
                Option(f"{precise(need, senior)} as the {end} end of {senior.level}", 0, senior.figure_id)
            ]
        found.append(finding)
    return found


def bands(ledger: Ledger) -> list[Finding]:
    """Bands of experience or staff that follow one another: years may share an end point, counts of people may not."""
    found = []
    for measure in ("experience", "firm_size"):
        for block in ledger.blocks:
            rows: dict[object, list[Fact]] = {}
            for fact in block:
                if fact.measure == measure:
                    rows.setdefault("header" if fact.row == 0 else fact.column, []).append(fact)
            found += [_bands(chain) for chain in rows.values() if len(chain) > 1]
    return found


def _bands(chain: list[Fact]) -> Finding:
    people = chain[0].measure == "firm_size"
    chain = sorted(chain, key=lambda fact: (value(fact), value(fact, "high")))
    text = f"{', '.join(printed(fact) for fact in chain)} follow one another."
    finding = Finding("order.bands", [("band", fact) for fact in chain], CONSISTENT, text, unit=chain[0].unit)
    for one, other in itertools.pairwise(chain):
        last, first = value(one, "high"), value(other)
        if first < last or (people and first == last and not is_open(other)):
            finding.verdict, finding.explanation = (
                INCONSISTENT,
                f"{printed(one)} and {printed(other)} both hold {first:,.0f}.",
            )
            finding.figures = [("band", other), *(pair for pair in finding.figures if pair[1] is not other)]
            finding.severity = "mislabel" if first == last else "contradiction"
            finding.options = [Option(f"{last + 1:,.0f} as the first of the band {printed(other)}", 0, other.figure_id)]
            return finding
        if first > last + 1:
            finding.verdict = UNDETERMINED
            finding.explanation = f"Nothing is said of what lies between {printed(one)} and {printed(other)}."
    return finding


def superlatives(ledger: Ledger) -> list[Finding]:
    """A cell that calls its figure the highest or lowest, against the other figures of its column."""
    found = []
    for column in (column for block in ledger.blocks for column in columns(block)):
        for fact in column:
            words = str(fact.cell).replace(fact.quote, "")
            for pattern, top in ((_HIGHEST, True), (_LOWEST, False)):
                others = [other for other in column if other is not fact and other.measure == fact.measure]
                if fact.cell and pattern.search(words) and others and fact.cell != fact.row_label:
                    found.append(_superlative(ledger, fact, others, top))
    return found


def _superlative(ledger: Ledger, fact: Fact, others: list[Fact], top: bool) -> Finding:
    """Violated where another figure lies wholly beyond it; in doubt where only a part of another's range does."""
    mine = [fact] * len(others)
    whole: tuple[End, End] = ("low", "high") if top else ("low", "high")
    beyond = compare(ledger, others, mine, whole) if top else compare(ledger, mine, others, whole)
    ends: tuple[End, End] = ("high", "high") if top else ("low", "low")
    partly = compare(ledger, others, mine, ends) if top else compare(ledger, mine, others, ends)
    against = [other for other, verdict in zip(others, beyond, strict=True) if verdict == INCONSISTENT]
    doubtful = [other for other, verdict in zip(others, partly, strict=True) if verdict == INCONSISTENT]
    verdict = INCONSISTENT if against else UNDETERMINED if doubtful else CONSISTENT
    word, side = ("highest", "above") if top else ("lowest", "below")
    text = f"{printed(fact)} is called the {word}; "
    text += (
        f"{', '.join(f'{printed(other)} ({other.row_label})' for other in (against or doubtful))} "
        f"{'lies' if len(against or doubtful) == 1 else 'lie'} {'wholly' if against else 'partly'} {side} it."
        if against or doubtful else f"no other figure of its column lies {side} it."
    )  # fmt: skip
    figures = [("called " + word, fact), *(("other", other) for other in others)]
    finding = Finding("order.superlative", figures, verdict, text, ((value(fact), value(fact, "high")),) * 2, fact.unit)
    if against:
        extreme = max(against, key=value) if top else min(against, key=value)
        finding.options = [Option(f"{extreme.row_label} as the {word}", 0)]
    return finding


def _chain(check: str, chain: list[Fact], verdict: int, part: str) -> Finding:
    text = " ≤ ".join(f"{printed(fact)} ({getattr(fact, part)})" for fact in chain)
    text = f"{text} {'holds' if verdict != INCONSISTENT else 'fails'}."
    return Finding(check, [(getattr(fact, part), fact) for fact in chain], verdict, text, unit=chain[0].unit)


def _ordered(
    check: str, figures: Sequence[tuple[str, Fact]], verdict: int, text: str, implied: tuple[float, float]
) -> Finding:
    main = figures[0][1]
    sides = ((value(main), value(main, "high")), implied)
    finding = Finding(check, figures, verdict, text, sides, main.unit)
    if verdict == INCONSISTENT:
        finding.options = [
            Option(f"{amount(implied[0], main.unit)} to {amount(implied[1], main.unit)} for {printed(main)}", 0)
        ]
    return finding


def _grouped(ledger: Ledger, key: Callable[[Fact], tuple[Any, ...]]) -> Iterable[list[Fact]]:
    groups: dict[str, list[Fact]] = {}
    for fact in ledger.where(lambda fact: fact.measure == "salary" and bool(currency(fact.unit))):
        groups.setdefault(str(key(fact)), []).append(fact)
    return [group for group in groups.values() if len(group) > 1]


def _keys(fact: Fact) -> tuple[Any, ...]:
    return tuple(getattr(fact, name) for name in _KEY)


def _places(fact: Fact) -> tuple[Any, ...]:
    return (fact.block_kind, fact.block_index, fact.row if fact.block_kind != "statement" else "")


def _lists(fact: Fact) -> tuple[Any, ...]:
    return (fact.block_kind, fact.block_index if fact.block_kind != "statement" else "")
