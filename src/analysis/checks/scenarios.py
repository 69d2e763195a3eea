"""Forecasts of one market: within a scenario sizes follow the growth that is printed; different scenarios cannot both be."""

from __future__ import annotations

import itertools
import re

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED
from analysis.checks.model import Fact, Finding, Ledger, Option, dated, printed, value
from analysis.checks.order import compare

_REACH = re.compile(r"\b(?:reach|hit|achieve|attain|by (?:19|20)\d\d|within|in \w+ years?)\b", re.I)


def check(ledger: Ledger) -> list[Finding]:
    """Forecasts of one market against each other."""
    markets: dict[tuple[str, ...], list[Fact]] = {}
    for fact in ledger.where(
        lambda fact: fact.measure == "market_size" and bool(fact.market) and fact.year == fact.year
    ):
        region = "" if fact.region == "global" else fact.region
        markets.setdefault((fact.article, fact.market, region, fact.unit), []).append(fact)
    findings = []
    for group in markets.values():
        unique = {(fact.year, value(fact), fact.scenario): fact for fact in reversed(group)}
        sizes = sorted(unique.values(), key=lambda fact: fact.year)
        for one, other in itertools.combinations(sizes, 2):
            if one.year < other.year and "unspecified" not in (one.scenario, other.scenario):
                findings += _pair(ledger, one, other)
    return findings


def _pair(ledger: Ledger, one: Fact, other: Fact) -> list[Finding]:
    """A later size below an earlier one: rivals if their scenarios differ, else a fall that a growing market denies."""
    grows = compare(ledger, [one], [other])[0] != INCONSISTENT
    rivals = bool(one.scenario and other.scenario) and one.scenario != other.scenario
    if not rivals and grows:
        return []
    figures = [("later", other), ("earlier", one)]
    sides = ((value(other),) * 2, (value(one),) * 2)
    if rivals:
        text = f"{dated(one)} and {dated(other)} belong to rival forecasts ({one.scenario}, {other.scenario}): both cannot come true."
        return [Finding("scenarios.rivals", figures, UNDETERMINED, text, sides, other.unit)]
    rates = ledger.where(
        lambda fact: fact.measure == "growth_rate" and fact.market == one.market and fact.article == one.article
    )
    if one.scenario != other.scenario or not rates or min(map(value, rates)) <= 0:
        return []
    text = f"{dated(other)} is below {dated(one)}, though the market is said to grow {printed(rates[0])}; they may be two forecasts."
    return [Finding("scenarios.falling", figures, UNDETERMINED, text, sides, other.unit)]


def deadlines(ledger: Ledger) -> list[Finding]:
    """One target stated twice, as a year and as a number of years from now: both name the same year (`deadlines.year`)."""
    targets: dict[tuple[object, ...], list[Fact]] = {}
    for fact in ledger.where(
        lambda fact: fact.measure in ("adoption", "share", "usage") and bool(fact.subject) and fact.year == fact.year
    ):
        if _REACH.search(fact.cell):
            targets.setdefault((fact.article, fact.measure, fact.subject.casefold(), value(fact)), []).append(fact)
    findings = []
    for first, *rest in targets.values():
        for again in rest:
            verdict = CONSISTENT if again.year == first.year else INCONSISTENT
            text = f"{printed(again)} is due in {again.year:.0f} here and in {first.year:.0f} there."
            finding = Finding("deadlines.year", [("again", again), ("first", first)], verdict, text,
                              ((again.year,) * 2, (first.year,) * 2), "year")  # fmt: skip
            if verdict == INCONSISTENT:
                finding.options = [Option(f"{first.year:.0f} instead of {again.year:.0f}", 0, again.figure_id)]
            findings.append(finding)
    return findings
