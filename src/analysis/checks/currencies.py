"""One amount in two currencies: the rate it implies, its agreement within the article and with the market."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED, WITHIN_ROUNDING, Bounds
from analysis.checks.model import Fact, Finding, Ledger, currency, printed, value

Rates = Callable[[str, date, date], pd.DataFrame]
_TIMES = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1, "": 1}
#: Years of history searched for the last day on which the market stood where an article puts it.
_HISTORY = 6


def check(ledger: Ledger, rates: Rates) -> list[Finding]:
    """Implied exchange rates against each other and the market; headers' currencies against their cells'."""
    pairs = _pairs(ledger)
    return [*_market(ledger, pairs, rates), *_agreement(ledger, pairs), *_headers(ledger)]


def _pairs(ledger: Ledger) -> list[tuple[Fact, Fact]]:
    """(foreign amount, dollar amount) of one cell or sentence."""
    cells: dict[tuple[object, ...], list[Fact]] = {}
    for fact in ledger.where(lambda fact: bool(currency(fact.unit))):
        key = (
            fact.article,
            fact.block_kind,
            fact.block_index,
            str(fact.row),
            str(fact.column),
            fact.measure,
            fact.statistic,
            fact.role,
        )
        cells.setdefault(key, []).append(fact)
    pairs = []
    for facts in cells.values():
        dollars = [fact for fact in facts if currency(fact.unit) == "USD"]
        foreign = [fact for fact in facts if currency(fact.unit) != "USD"]
        if len(dollars) == len(foreign) == 1 and ("/" in dollars[0].unit) == ("/" in foreign[0].unit):
            pairs.append((foreign[0], dollars[0]))
    return pairs


def _implied(ledger: Ledger, pairs: Sequence[tuple[Fact, Fact]], reading: str) -> Bounds:
    """Units of the foreign currency per dollar."""
    times = [np.array([float(_TIMES[pair[side].unit.partition("/")[2]]) for pair in pairs]) for side in (0, 1)]
    foreign, dollars = (ledger.term(pair[side] for pair in pairs).bounds(reading) for side in (0, 1))  # type: ignore[arg-type]
    return foreign.scaled(times[0]) / dollars.scaled(times[1])


def _nominal(pair: tuple[Fact, Fact]) -> float:
    foreign, dollars = pair
    yearly = [value(fact) * _TIMES[fact.unit.partition("/")[2]] for fact in pair]
    return yearly[0] / yearly[1] if dollars is not foreign else np.nan


def _market(ledger: Ledger, pairs: Sequence[tuple[Fact, Fact]], rates: Rates) -> list[Finding]:
    """Where the market stood in the 12 months before publication (`currencies.market`)."""
    if not pairs:
        return []
    readings = [_implied(ledger, pairs, reading) for reading in ("printed", "rounded")]
    findings = []
    for row, (foreign, dollars) in enumerate(pairs):
        code, published = currency(foreign.unit), pd.Timestamp(foreign.published)
        low, high = (float(column[row]) for column in (readings[1].low, readings[1].high))
        text = f"{printed(foreign)} for {printed(dollars)} is {_nominal((foreign, dollars)):,.5g} {code} per USD"
        text += f" ({low:,.5g} to {high:,.5g})."
        finding = Finding("currencies.market", [("amount", foreign), ("in dollars", dollars)], UNDETERMINED, text,
                          ((low, high), (np.nan, np.nan)), f"{code}")  # fmt: skip
        if pd.isna(published):
            finding.explanation += " The article bears no date to look up the market's rate."
        else:
            _compare(finding, rates, code, published.date(), [(b.low[row], b.high[row]) for b in readings])
        findings.append(finding)
    return findings


def _compare(finding: Finding, rates: Rates, code: str, day: date, implied: list[tuple[float, float]]) -> None:
    year = rates(code, day - timedelta(days=365), day)
    if year.empty:
        finding.explanation += f" No market rate of {code} is known for the year before."
        return
    low, high = float(year["per_usd"].min()), float(year["per_usd"].max())
    finding.sides = (finding.sides[0], (low, high))
    for (first, last), verdict in zip(implied, (CONSISTENT, WITHIN_ROUNDING), strict=True):
        if first <= high and low <= last:
            finding.verdict = verdict
            finding.explanation += f" In the 12 months before {day} the market went from {low:,.5g} to {high:,.5g}."
            return
    few = " (the only days known)" if len(year) < 10 else ""
    finding.explanation += f" In the 12 months before {day} the market stood at {low:,.5g} to {high:,.5g}{few}."
    past = rates(code, day - timedelta(days=365 * _HISTORY), day)
    there = past[(past["per_usd"] >= implied[-1][0]) & (past["per_usd"] <= implied[-1][1])]
    finding.slip = f"an older rate: the market last stood there on {there['date'].max().date()}" if len(there) else ""


def _agreement(ledger: Ledger, pairs: Sequence[tuple[Fact, Fact]]) -> list[Finding]:
    """Whether all amounts of one article and currency can be converted at one rate (`currencies.agreement`)."""
    groups: dict[tuple[str, str], list[tuple[Fact, Fact]]] = {}
    for foreign, dollars in pairs:
        groups.setdefault((foreign.article, currency(foreign.unit)), []).append((foreign, dollars))
    findings = []
    for (_, code), group in groups.items():
        if len(group) < 2:
            continue
        verdict = INCONSISTENT
        for reading, found in (("rounded", WITHIN_ROUNDING), ("printed", CONSISTENT)):
            implied = _implied(ledger, group, reading)
            low, high = float(implied.low.max()), float(implied.high.min())
            verdict = found if low <= high else verdict
            common = (low, high) if low <= high else (float(implied.low.min()), float(implied.high.max()))
        text = f"The article's amounts imply {min(map(_nominal, group)):,.6g} to {max(map(_nominal, group)):,.6g} {code} per USD"
        text += (
            "; one rate fits them all."
            if verdict != INCONSISTENT
            else "; no one rate fits them all, but none is stated."
        )
        figures = [
            (role, fact) for foreign, dollars in group for role, fact in (("amount", foreign), ("in dollars", dollars))
        ]
        verdict = UNDETERMINED if verdict == INCONSISTENT else verdict
        findings.append(Finding("currencies.agreement", figures, verdict, text, (common, common), code))
    return findings


def _headers(ledger: Ledger) -> list[Finding]:
    """A header that names one currency over a cell that prints another (`currencies.header`)."""
    findings = []
    for fact in ledger.where(lambda fact: bool(currency(fact.header_unit)) and bool(currency(fact.unit))):
        header, own = currency(fact.header_unit), currency(fact.unit)
        if header != own and not any(other.Index != fact.Index and _beside(fact, other) for other in ledger.facts):
            text = f"{printed(fact)} stands under a header that says {header} ({fact.column_label})."
            sides = ((value(fact), value(fact, "high")),) * 2
            findings.append(Finding("currencies.header", [("cell", fact)], INCONSISTENT, text, sides, fact.unit, "mislabel",
                                    f"{own} where the header says {header}; the cell's own currency is taken"))  # fmt: skip
    return findings


def _beside(fact: Fact, other: Fact) -> bool:
    """An amount of the header's currency in the same cell, to which this one is the note."""
    place = ("article", "block_kind", "block_index", "row", "column")
    here = all(getattr(fact, name) == getattr(other, name) for name in place)
    return here and currency(other.unit) == currency(fact.header_unit)
