"""One amount in two currencies: the rate it implies, its agreement within the article and with the market."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED, WITHIN_ROUNDING, Bounds, Reading
from analysis.checks.model import Fact, Finding, Ledger, currency, positive, printed, value
from analysis.checks.periods import TIMES, period

#: Currency, first day, last day → a frame of date and per_usd.
Rates = Callable[[str, date, date], pd.DataFrame]
Pair = tuple[Fact, Fact]
READINGS: tuple[Reading, Reading] = ("printed", "rounded")
#: Years of history searched for the last day on which the market stood where an article puts it.
_HISTORY = 6


def check(ledger: Ledger, rates: Rates) -> list[Finding]:
    """Implied exchange rates against each other and the market; headers' currencies against their cells'."""
    pairs = _pairs(ledger)
    return [*_market(ledger, pairs, rates), *_agreement(ledger, pairs), *_headers(ledger)]


def _pairs(ledger: Ledger) -> list[Pair]:
    """(foreign amount, dollar amount) of one cell or sentence."""
    cells: dict[str, list[Fact]] = {}
    for fact in ledger.where(lambda fact: bool(currency(fact.unit)) and positive(fact)):
        key = (
            fact.article,
            fact.block_kind,
            fact.block_index,
            fact.row,
            fact.column,
            fact.measure,
            fact.statistic,
            fact.role,
        )
        cells.setdefault(str(key), []).append(fact)
    pairs = []
    for facts in cells.values():
        dollars = [fact for fact in facts if currency(fact.unit) == "USD"]
        foreign = [fact for fact in facts if currency(fact.unit) != "USD"]
        if len(dollars) == len(foreign) == 1 and bool(period(dollars[0])) == bool(period(foreign[0])):
            pairs.append((foreign[0], dollars[0]))
    return pairs


def _implied(ledger: Ledger, pairs: Sequence[Pair], reading: Reading) -> Bounds:
    """Units of the foreign currency per dollar, by the working year."""
    sides = []
    for facts in zip(*pairs, strict=True):
        sides.append(ledger.term(facts).bounds(reading).scaled(np.array([TIMES[period(fact)] for fact in facts])))
    return sides[0] / sides[1]


def _nominal(pair: Pair) -> float:
    foreign, dollars = (value(fact) * TIMES[period(fact)] for fact in pair)
    return foreign / dollars


def _market(ledger: Ledger, pairs: Sequence[Pair], rates: Rates) -> list[Finding]:
    """Where the market stood in the 12 months before publication (`currencies.market`)."""
    readings = [_implied(ledger, pairs, reading) for reading in READINGS if pairs]
    findings = []
    for row, (foreign, dollars) in enumerate(pairs):
        code, published = currency(foreign.unit), pd.Timestamp(foreign.published)
        implied = [(float(bounds.low[row]), float(bounds.high[row])) for bounds in readings]
        text = f"{printed(foreign)} for {printed(dollars)} is {_nominal((foreign, dollars)):,.5g} {code} per USD"
        text += f" ({implied[1][0]:,.5g} to {implied[1][1]:,.5g} with rounding)."
        finding = Finding("currencies.market", [("amount", foreign), ("in dollars", dollars)], UNDETERMINED, text,
                          (implied[1], (np.nan, np.nan)), code)  # fmt: skip
        if pd.isna(published):
            finding.explanation += " The article bears no date to look up the market's rate."
        else:
            _compare(finding, rates, code, published.date(), implied)
        findings.append(finding)
    return findings


def _compare(finding: Finding, rates: Rates, code: str, day: date, implied: list[tuple[float, float]]) -> None:
    """The market's range of the 12 months before against the implied rate in both readings."""
    year = rates(code, day - timedelta(days=365), day)
    if year.empty:
        finding.explanation += f" No market rate of {code} is known for the year before."
        return
    low, high = float(year["per_usd"].min()), float(year["per_usd"].max())
    finding.sides = (finding.sides[0], (low, high))
    few = f" on the {len(year)} days known" if 1 < len(year) < 10 else " on the one day known" if len(year) == 1 else ""
    stood = f"{low:,.5g} to {high:,.5g}" if low < high else f"{low:,.5g}"
    finding.explanation += f" In the 12 months before {day} the market stood at {stood}{few}."
    for (first, last), verdict in zip(implied, (CONSISTENT, WITHIN_ROUNDING), strict=True):
        if first <= high and low <= last:
            finding.verdict = verdict
            return
    past = rates(code, day - timedelta(days=365 * _HISTORY), day)
    there = past[(past["per_usd"] >= implied[-1][0]) & (past["per_usd"] <= implied[-1][1])]
    finding.slip = f"an older rate: the market last stood there on {there['date'].max().date()}" if len(there) else ""


def _agreement(ledger: Ledger, pairs: Sequence[Pair]) -> list[Finding]:
    """Whether all amounts of one article and currency can be converted at one rate (`currencies.agreement`)."""
    groups: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs:
        groups.setdefault((pair[0].article, currency(pair[0].unit)), []).append(pair)
    findings = []
    for (_, code), group in groups.items():
        if len(group) < 2:
            continue
        verdict, common = INCONSISTENT, (np.nan, np.nan)
        for reading, found in ((READINGS[1], WITHIN_ROUNDING), (READINGS[0], CONSISTENT)):
            implied = _implied(ledger, group, reading)
            low, high = float(implied.low.max()), float(implied.high.min())
            if low <= high:
                verdict, common = found, (low, high)
        rates = sorted(f"{_nominal(pair):,.6g}" for pair in group)
        text = f"The article's amounts imply {' to '.join(dict.fromkeys((rates[0], rates[-1])))} {code} per USD"
        text += (
            "; one rate fits them all."
            if verdict != INCONSISTENT
            else "; no one rate fits them all, but none is stated."
        )
        figures = [(role, fact) for pair in group for role, fact in zip(("amount", "in dollars"), pair, strict=True)]
        verdict = UNDETERMINED if verdict == INCONSISTENT else verdict
        findings.append(Finding("currencies.agreement", figures, verdict, text, (common, common), code))
    return findings


def _headers(ledger: Ledger) -> list[Finding]:
    """A header that names one currency over the cells of a row that print another (`currencies.header`)."""
    rows: dict[str, list[Fact]] = {}
    for fact in ledger.where(lambda fact: bool(currency(fact.header_unit) and currency(fact.unit))):
        own = currency(fact.unit)
        if own not in (currency(fact.header_unit), "") and own not in fact.column_label and not _is_note(ledger, fact):
            key = (fact.article, fact.block_kind, fact.block_index, fact.row, fact.unit, fact.header_unit)
            rows.setdefault(str(key), []).append(fact)
    findings = []
    for facts in rows.values():
        own, header = currency(facts[0].unit), currency(facts[0].header_unit)
        text = f"{', '.join(printed(fact) for fact in facts)} ({facts[0].row_label}) under headers that say {header}."
        sides = ((value(facts[0]), value(facts[-1], "high")),) * 2
        slip = f"{own} where the header says {header}; the cell's own currency is taken"
        findings.append(Finding("currencies.header", [("cell", fact) for fact in facts], INCONSISTENT, text, sides,
                                facts[0].unit, "mislabel", slip))  # fmt: skip
    return findings


def _is_note(ledger: Ledger, fact: Fact) -> bool:
    """Whether the same cell states the amount in the header's currency too."""
    place = ("article", "block_kind", "block_index", "row", "column")
    return any(
        currency(other.unit) == currency(fact.header_unit) and all(getattr(fact, n) == getattr(other, n) for n in place)
        for other in ledger.where(lambda other: bool(currency(other.unit)), beside=fact)
    )
