"""One amount in two currencies: the rate it implies, its agreement within the article and with the market."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED, WITHIN_ROUNDING, Bounds, Reading
from analysis.checks.model import Fact, Finding, Ledger, currency, is_range, positive, printed, value
from analysis.checks.periods import TIMES, period
from analysis.checks.told import ABOUT, form, mark, sentences

#: Currency, first day, last day → a frame of date and per_usd.
Rates = Callable[[str, date, date], pd.DataFrame]
Pair = tuple[Fact, Fact]
READINGS: tuple[Reading, Reading] = ("printed", "rounded")
#: Two implied rates this far apart, as a ratio, are more than a market's movement within a year.
MOVES = 1.25
_ROLE = {"USD": "in dollars"}
_IS = r"or|i\.e\.|equal to|equivalent to|which is|corresponds? to|equals?|comes? to"
_BESIDE = (form(rf"{mark('one')}\s*(?:\(|[,–—]?\s*(?:{_IS})\s|/)\s*{ABOUT}{mark('other')}"),)
#: Years of history searched for the last day on which the market stood where an article puts it.
_HISTORY = 6


def check(ledger: Ledger, rates: Rates) -> list[Finding]:
    """Implied exchange rates against each other and the market; headers' currencies against their cells'."""
    pairs = _pairs(ledger)
    return [*_market(ledger, pairs, rates), *_agreement(ledger, pairs), *_headers(ledger)]


def _pairs(ledger: Ledger) -> list[Pair]:
    """(foreign amount, base amount) of one cell, or side by side in a sentence; dollars are the base where they can."""
    cells: dict[str, list[Fact]] = {}
    for fact in ledger.where(lambda fact: bool(currency(fact.unit)) and positive(fact)):
        place = (fact.article, fact.block_kind, fact.block_index, fact.row, fact.column)
        cells.setdefault(str((*place, fact.measure, fact.statistic, fact.role)), []).append(fact)
    pairs: dict[tuple[int, int], Pair] = {}
    for facts in cells.values():
        dollars = [fact for fact in facts if currency(fact.unit) == "USD"]
        foreign = [fact for fact in facts if currency(fact.unit) != "USD"]
        if len(dollars) == len(foreign) == 1 and bool(period(dollars[0])) == bool(period(foreign[0])):
            pairs[foreign[0].Index, dollars[0].Index] = foreign[0], dollars[0]
    for told in sentences(ledger, 2):
        for found in told.find(*_BESIDE):
            one, other = told.facts[int(found["one"])], told.facts[int(found["other"])]
            codes = {currency(one.unit), currency(other.unit)} - {""}
            if len(codes) == 2 and positive(one, other) and is_range(one) == is_range(other):
                first, second = (other, one) if currency(one.unit) == "USD" else (one, other)
                pairs.setdefault((first.Index, second.Index), (first, second))
    return list(pairs.values())


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
        base = currency(dollars.unit)
        implied = [(float(bounds.low[row]), float(bounds.high[row])) for bounds in readings]
        text = f"{printed(foreign)} for {printed(dollars)} is {_nominal((foreign, dollars)):,.5g} {code} per {base}"
        text += f" ({implied[1][0]:,.5g} to {implied[1][1]:,.5g} with rounding)."
        figures = [("amount", foreign), (_ROLE.get(base, "in the other currency"), dollars)]
        sides = (implied[1], (np.nan, np.nan))
        finding = Finding("currencies.market", figures, UNDETERMINED, text, sides, code)
        if pd.isna(published):
            finding.explanation += " The article bears no date to look up the market's rate."
        else:
            _compare(finding, _against(rates, base), code, published.date(), implied)
        findings.append(finding)
    return findings


def _against(rates: Rates, base: str) -> Rates:
    """The market's rates against another currency than the dollar."""
    if base == "USD":
        return rates

    def cross(code: str, first: date, last: date) -> pd.DataFrame:
        both = rates(code, first, last).merge(rates(base, first, last), on="date", suffixes=("", "_base"))
        return both.assign(per_usd=both["per_usd"] / both["per_usd_base"])

    return cross


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
    groups: dict[tuple[str, str, str], list[Pair]] = {}
    for pair in pairs:
        groups.setdefault((pair[0].article, currency(pair[0].unit), currency(pair[1].unit)), []).append(pair)
    findings = []
    for (_, code, base), group in groups.items():
        if len(group) < 2:
            continue
        verdict, common, apart = INCONSISTENT, (np.nan, np.nan), 1.0
        for reading, found in ((READINGS[1], WITHIN_ROUNDING), (READINGS[0], CONSISTENT)):
            implied = _implied(ledger, group, reading)
            low, high = float(implied.low.max()), float(implied.high.min())
            apart = low / high if found == WITHIN_ROUNDING else apart
            if low <= high:
                verdict, common = found, (low, high)
        rates = [f"{_nominal(pair):,.6g}" for pair in sorted(group, key=_nominal)]
        text = f"The article's amounts imply {' to '.join(dict.fromkeys((rates[0], rates[-1])))} {code} per {base}"
        text += "; one rate fits them all." if verdict != INCONSISTENT else "; no one rate fits them all"
        if verdict == INCONSISTENT:
            text += ", and no market moves so far in a year." if apart > MOVES else ", but none is stated."
            verdict = INCONSISTENT if apart > MOVES else UNDETERMINED
        role = _ROLE.get(base, "in the other currency")
        ordered = _odd_first(group) if verdict == INCONSISTENT else group
        figures = [(name, fact) for pair in ordered for name, fact in zip(("amount", role), pair, strict=True)]
        findings.append(Finding("currencies.agreement", figures, verdict, text, (common, common), code))
    return findings


def _odd_first(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs by how far their rate lies from the median of all, the farthest first."""
    middle = float(np.median([_nominal(pair) for pair in pairs]))
    return sorted(pairs, key=lambda pair: -abs(np.log(_nominal(pair) / middle)))


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
