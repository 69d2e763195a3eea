"""One amount in two currencies: the rate it implies, its agreement within the article and with the market."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from math import log
from statistics import median

import pandas as pd

from analysis.grouping import grouped
from analysis.quantity import Interval
from analysis.reading.model import Figure
from analysis.relations.figures import printed
from analysis.relations.judge import SEVERITY
from analysis.relations.keys import place
from analysis.relations.model import Binding, Finding
from analysis.units import WORKING_YEAR, currency, split

#: Currency, first day, last day → a frame of date and per_usd.
Rates = Callable[[str, date, date], pd.DataFrame]
Pair = tuple[Figure, Figure]
#: Two implied rates this far apart, as a ratio, are more than a market's movement within a year.
MOVES = 1.25
#: Years of history searched for the last day on which the market stood where an article puts it.
_HISTORY = 6
#: Pairs of an article that one rate must fit, where it does not fit all.
_MANY = 3


def currencies(figures: Sequence[Figure], told: Sequence[Pair], rates: Rates) -> Iterator[Finding]:
    """Implied exchange rates against each other and the market; `told`: pairs that a clause calls one amount."""
    pairs = _pairs(figures, told)
    for pair in pairs:
        yield _market(pair, rates)
    yield from _agreement(pairs)
    yield from _headers(figures)


def _pairs(figures: Sequence[Figure], told: Sequence[Pair]) -> list[Pair]:
    """(foreign amount, base amount) of one cell, or of one sentence; dollars are the base where they can."""
    amounts = (f for f in figures if f.is_money and f.value > 0 and (f.in_table or f.curated))
    cells = grouped(amounts, lambda f: (*place(f), f.row, f.column, f.measure, f.statistic, f.key("role")))
    pairs = []
    for group in cells.values():
        dollars = [f for f in group if currency(f.unit) == "USD"]
        foreign = [f for f in group if currency(f.unit) != "USD"]
        if len(dollars) == len(foreign) == 1 and ("/" in dollars[0].unit) == ("/" in foreign[0].unit):
            pairs.append((foreign[0], dollars[0]))
    for one, other in told:
        alike = one.is_range == other.is_range and one.value > 0 < other.value
        if alike and currency(one.unit) != currency(other.unit):
            pairs.append((other, one) if currency(one.unit) == "USD" else (one, other))
    return list(dict.fromkeys(pairs))


def _yearly(pair: Pair) -> tuple[int, int]:
    """By how much each counts for a year; one that is told without a period is of the other's."""
    periods = [split(figure.unit).period for figure in pair]
    first, second = (int(WORKING_YEAR.get(period, 1)) if all(periods) else 1 for period in periods)
    return first, second


def _implied(pair: Pair, precision: str) -> Interval:
    """Units of the foreign currency for one of the base, by the working year."""
    foreign, base = (f.interval(precision) * times for f, times in zip(pair, _yearly(pair), strict=True))  # type: ignore[arg-type]
    return foreign / base


def _nominal(pair: Pair) -> float:
    foreign, base = (f.value * times for f, times in zip(pair, _yearly(pair), strict=True))
    return foreign / base


def _market(pair: Pair, rates: Rates) -> Finding:
    """Where the market stood in the 12 months before publication (`currencies.market`)."""
    foreign, base = pair
    code, unit = currency(foreign.unit), currency(base.unit)
    implied = {name: _implied(pair, name).floats() for name in ("printed", "rounded")}
    low, high = implied["rounded"]
    text = f"{printed(foreign)} for {printed(base)} is {_nominal(pair):,.5g} {code} per {unit}"
    text += f" ({low:,.5g} to {high:,.5g} with rounding)."
    verdict, market, repair = "undetermined", (float("nan"),) * 2, ""
    if foreign.article.published is None:
        text += " The article bears no date to look up the market's rate."
    else:
        verdict, market, more, repair = _compare(implied, _against(rates, unit), code, foreign.article.published.date())
        text += more
    roles = (("amount", foreign), ("in dollars" if unit == "USD" else "in the other currency", base))
    return Finding("currencies.market", roles, verdict, SEVERITY[verdict], text, "one amount in two currencies",
                   Binding.CLAUSE, (low, high), (market[0], market[1]), code, repair)  # fmt: skip


def _against(rates: Rates, base: str) -> Rates:
    """The market's rates against another currency than the dollar."""
    if base == "USD":
        return rates

    def cross(code: str, first: date, last: date) -> pd.DataFrame:
        both = rates(code, first, last).merge(rates(base, first, last), on="date", suffixes=("", "_base"))
        return both.assign(per_usd=both["per_usd"] / both["per_usd_base"])

    return cross


def _compare(
    implied: dict[str, tuple[float, float]], rates: Rates, code: str, day: date
) -> tuple[str, tuple[float, float], str, str]:
    """Verdict, the market's range of the 12 months before, what to say of it, and the day it last stood there."""
    year = rates(code, day - timedelta(days=365), day)
    if year.empty:
        return "undetermined", (float("nan"),) * 2, f" No market rate of {code} is known for the year before.", ""
    low, high = float(year["per_usd"].min()), float(year["per_usd"].max())
    few = f" on the {len(year)} days known" if 1 < len(year) < 10 else " on the one day known" if len(year) == 1 else ""
    stood = f"{low:,.5g} to {high:,.5g}" if low < high else f"{low:,.5g}"
    text = f" In the 12 months before {day} the market stood at {stood}{few}."
    for name, verdict in (("printed", "consistent"), ("rounded", "consistent_within_rounding")):
        if implied[name][0] <= high and low <= implied[name][1]:
            return verdict, (low, high), text, ""
    past = rates(code, day - timedelta(days=365 * _HISTORY), day)
    there = past[(past["per_usd"] >= implied["rounded"][0]) & (past["per_usd"] <= implied["rounded"][1])]
    repair = f"an older rate: the market last stood there on {there['date'].max().date()}" if len(there) else ""
    return "undetermined", (low, high), text, repair


def _agreement(pairs: Sequence[Pair]) -> Iterator[Finding]:
    """All pairs of an article in two currencies imply one rate (`currencies.agreement`)."""
    groups = grouped(pairs, lambda pair: (pair[0].article.slug, currency(pair[0].unit), currency(pair[1].unit)))
    for (_, code, base), told in groups.items():
        if len(told) < 2:
            continue
        verdict, gap, group = "undetermined", 1.0, told
        for precision, word in (("rounded", "consistent_within_rounding"), ("printed", "consistent")):
            sides = [_implied(pair, precision).floats() for pair in told]
            least, most = max(low for low, _ in sides), min(high for _, high in sides)
            verdict = word if least <= most else verdict
            gap = least / most if precision == "rounded" else gap
        if verdict == "undetermined" and len(alike := _of_one_rate(told)) >= _MANY and 2 * len(alike) > len(told):
            verdict, gap, group = "consistent", 1.0, alike
        nominal = [_nominal(pair) for pair in group]
        low, high = min(nominal), max(nominal)
        apart = verdict == "undetermined" and gap > MOVES
        span = f"{low:,.6g} to {high:,.6g}" if low < high else f"{low:,.6g}"
        fits = "one rate fits them all" if group is told else f"one rate fits {len(group)} of {len(told)}"
        ends = "they were made with several rates" if verdict == "undetermined" else fits
        text = f"The article's amounts imply {span} {code} per {base}; "
        text += "no year's market moves so far, so one of them is wrong." if apart else f"{ends}."
        middle = median(nominal)
        ordered = sorted(group, key=lambda pair: -abs(log(_nominal(pair) / middle))) if apart else group
        roles = tuple(part for pair in ordered for part in (("amount", pair[0]), (f"in {base}", pair[1])))
        repair = f"{printed(ordered[0][0])} or {printed(ordered[0][1])} at the rate of the others" if apart else ""
        yield Finding(
            "currencies.agreement", roles, "inconsistent" if apart else verdict,
            "contradiction" if apart else SEVERITY[verdict], text, "amounts of one article in two currencies",
            Binding.CLAUSE, (low, high), (low, high), code, repair,
        )  # fmt: skip


def _of_one_rate(pairs: Sequence[Pair]) -> list[Pair]:
    """The most pairs that one rate fits as they are printed."""
    sides = {pair: _implied(pair, "printed").floats() for pair in pairs}
    return max(([pair for pair, (low, high) in sides.items() if low <= rate <= high] for rate, _ in sides.values()),
               key=len)  # fmt: skip


def _headers(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A header that names one currency over the cells of a row that print another (`currencies.header`)."""
    told = [(f, currency(f.unit), currency(f.key("header_unit"))) for f in figures if f.is_money]
    in_header = {(*place(f), f.row, f.column) for f, own, header in told if header in ("", own)}
    clashing = [
        f for f, own, header in told
        if header and own != header and own not in f.column_label and (*place(f), f.row, f.column) not in in_header
    ]  # fmt: skip
    rows = grouped(clashing, lambda f: (*place(f), f.row, currency(f.unit), currency(f.key("header_unit"))))
    for (*_, own, header), group in rows.items():
        text = f"{', '.join(map(printed, group))} ({group[0].row_label}) under headers that say {header}."
        whole = group[0].interval().hull(group[-1].interval()).floats()
        yield Finding(
            "currencies.header", tuple(("cell", f) for f in group), "inconsistent", "mislabel", text,
            "cells of one row and their headers", Binding.TABLE, whole, whole, group[0].unit,
            f"{own} where the header says {header}; the cell's own currency is taken",
        )  # fmt: skip
