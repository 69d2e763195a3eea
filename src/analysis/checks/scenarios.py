"""Forecasts of one market that cannot both be, and one target stated for two years."""

from __future__ import annotations

import itertools

import pandas as pd

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED
from analysis.checks.model import Fact, Finding, Ledger, dated, positive, printed, value
from analysis.checks.order import compare
from analysis.checks.repeats import subject


def check(ledger: Ledger) -> list[Finding]:
    """Sizes of one market that belong to rival forecasts, or fall although the market is said to grow."""
    markets: dict[tuple[str, ...], list[Fact]] = {}
    for fact in ledger.where(lambda f: f.measure == "market_size" and bool(f.market) and f.year > 0 and positive(f)):
        region = "" if fact.region == "global" else fact.region
        markets.setdefault((fact.article, fact.market, region, fact.unit), []).append(fact)
    findings = []
    for group in markets.values():
        unique = {(fact.year, value(fact), fact.scenario): fact for fact in reversed(group)}
        last = {fact.scenario: fact for fact in sorted(unique.values(), key=lambda fact: fact.year)}
        pairs = itertools.combinations(sorted(unique.values(), key=lambda fact: fact.year), 2)
        for one, other in (pair for pair in pairs if "unspecified" not in (pair[0].scenario, pair[1].scenario)):
            rivals = bool(one.scenario and other.scenario) and one.scenario != other.scenario
            if one.year < other.year and (not rivals or (one is last[one.scenario] and other is last[other.scenario])):
                findings += _rivals(ledger, one, other)
    return findings


def _rivals(ledger: Ledger, one: Fact, other: Fact) -> list[Finding]:
    figures, sides = [("later", other), ("earlier", one)], ((value(other),) * 2, (value(one),) * 2)
    if one.scenario and other.scenario and one.scenario != other.scenario:
        text = f"{dated(one)} ({one.scenario}) and {dated(other)} ({other.scenario}) are rivals: both cannot come true."
        return [Finding("scenarios.rivals", figures, UNDETERMINED, text, sides, other.unit)]
    rates = ledger.where(lambda fact: (fact.measure, fact.market) == ("growth_rate", one.market), beside=one)
    falls = compare(ledger, [one], [other])[0] == INCONSISTENT
    if not falls or not rates or min(map(value, rates)) <= 0 or one.scenario != other.scenario:
        return []
    text = f"{dated(other)} is below {dated(one)}, though the market is said to grow {printed(rates[0])}; "
    text += "they may be two forecasts."
    return [Finding("scenarios.falling", figures, UNDETERMINED, text, sides, other.unit)]


def deadlines(ledger: Ledger) -> list[Finding]:
    """One target stated twice, as a year and as years from now: both name the same year (`deadlines.year`)."""
    targets: dict[tuple[object, ...], list[Fact]] = {}
    for fact in ledger.where(lambda fact: fact.measure in ("adoption", "share", "usage") and bool(fact.subject)):
        published = pd.Timestamp(fact.published)
        if not pd.isna(published) and fact.year > published.year:
            targets.setdefault((fact.article, fact.measure, subject(fact), value(fact)), []).append(fact)
    findings = []
    for first, *rest in targets.values():
        for again in rest:
            verdict = CONSISTENT if again.year == first.year else INCONSISTENT
            text = f"{printed(again)} is due in {again.year:.0f} here and in {first.year:.0f} elsewhere."
            figures, sides = [("again", again), ("first", first)], ((again.year,) * 2, (first.year,) * 2)
            finding = Finding("deadlines.year", figures, verdict, text, sides, "year")
            finding.slip = f"{first.year:.0f} instead of {again.year:.0f}" if verdict == INCONSISTENT else ""
            findings.append(finding)
    return findings
