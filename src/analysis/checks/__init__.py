"""Every relation among the figures, judged with their precision: `check(facts)` → findings.

Families are found by structure (labels, units, years, keys), never by the number of a table, so that they fire on any
article. Each family is a module with `check(ledger)`; its errors are kept apart from what it finds in the data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import pandas as pd

from analysis.checks import (
    changes,
    currencies,
    growth,
    multiples,
    order,
    parts,
    periods,
    portions,
    repeats,
    rows,
    scenarios,
    shares,
    sums,
    superlatives,
    totals,
    weighted,
)
from analysis.checks.claims import Claims
from analysis.checks.core import CONSISTENT, WITHIN_ROUNDING
from analysis.checks.currencies import Rates
from analysis.checks.model import Finding, Ledger
from analysis.checks.superlatives import Sentence
from analysis.curation.knowledge import Knowledge
from analysis.datasets.fields import DATASETS

__all__ = ["Result", "check"]

Family = Callable[[Ledger], list[Finding]]
#: Relations whose holding vouches for a figure: a repair that changes it is offered last.
_ANCHORS = ("growth.cagr", "growth.yoy", "growth.total", "totals.", "derived.", "shares.", "weighted.")
_REASONS = {
    "growth_rate": "no sizes are stated at the ends of its span, and nothing repeats it",
    "market_size": "no rate, share or second statement concerns this market and year",
    "salary": "nothing states the same pay again, and no part, total or neighbouring level stands beside it",
    "score": "a score of its own; nothing repeats it",
}
_NO_RELATION = "it need not add up with its neighbours, and nothing repeats it"


@dataclass(frozen=True)
class Result:
    """What was checked: findings and their figures, how many cases each family applied to, and what stayed unchecked.

    `applied` has the columns family, cases, error; `unchecked` has figure_id, measure, reason.
    """

    findings: pd.DataFrame
    finding_figures: pd.DataFrame
    applied: pd.DataFrame
    unchecked: pd.DataFrame


def check(
    facts: pd.DataFrame,
    *,
    knowledge: Knowledge | None = None,
    rates: Rates | None = None,
    prose: Sequence[Sentence] = (),
) -> Result:
    """Check every relation among the figures of a wide ledger (columns `analysis.datasets.fields.FACTS`).

    `knowledge` brings the curated claims, `prose` the sentences to look for claims in; `rates(currency, first, last)`,
    a frame of date and per_usd, replaces the market's exchange rates.
    """
    ledger = Ledger(_named(facts))
    market = cache(rates or _market)
    families: dict[str, Family] = {
        "growth": lambda ledger: _with(growth.check(ledger), [*changes.check(ledger), *multiples.check(ledger)]),
        "totals": lambda ledger: totals.check(ledger, sums.told(ledger)),
        "weights": lambda ledger: totals.weights(ledger, portions.wholes(ledger)),
        "weighted": weighted.check,
        "shares": lambda ledger: _with(shares.check(ledger), portions.check(ledger)),
        "derived": lambda ledger: [*shares.derived(ledger), *sums.averages(ledger)],
        "repeats": lambda ledger: _with(repeats.check(ledger), rows.check(ledger)),
        "order": order.check,
        "periods": periods.check,
        "currencies": lambda ledger: currencies.check(ledger, market),
        "parts": parts.check,
        "scenarios": scenarios.check,
        "deadlines": scenarios.deadlines,
        "claims": lambda ledger: [
            *Claims(ledger, market).check((knowledge or Knowledge()).claims),
            *superlatives.check(ledger, prose),
        ],
    }
    found: dict[str, list[Finding]] = {}
    errors: dict[str, str] = {}
    for family, run in families.items():
        try:
            found[family] = _identified(run(ledger))
        except Exception as problem:  # a family's own error must not look like a result, nor stop the others
            found[family], errors[family] = [], f"{type(problem).__name__}: {problem}"
    found["order"] = _unclaimed(found["order"], found["claims"])
    applied = [
        {"family": family, "cases": len(cases), "error": errors.get(family, "")} for family, cases in found.items()
    ]
    return _result(ledger, [finding for cases in found.values() for finding in cases], pd.DataFrame(applied))


def _named(facts: pd.DataFrame) -> pd.DataFrame:
    """Sizes and compound rates of a market that nobody names are of one market where one heading lists them."""
    of_market = (facts["measure"] == "market_size") | ((facts["measure"] == "growth_rate") & (facts["kind"] == "cagr"))
    unnamed = of_market & (facts["market"] == "") & (facts["role"] == "") & (facts["block_kind"] == "statement")
    headings = facts.loc[unnamed, ["article", "section", "subject"]].agg(" / ".join, axis=1)
    return facts.assign(market=facts["market"].where(~unnamed, headings)) if unnamed.any() else facts


def _unclaimed(found: list[Finding], claims: list[Finding]) -> list[Finding]:
    """Without the superlatives in cells that a curated claim speaks of."""
    claimed = {f.figures[0][1].figure_id for f in claims if f.check in ("claims.highest", "claims.lowest")}
    return [f for f in found if f.check != "order.superlative" or f.figures[0][1].figure_id not in claimed]


def _with(found: list[Finding], told: list[Finding]) -> list[Finding]:
    """What a family found, and what sentences tell of figures that it has not judged."""
    judged = {finding.figures[0][1].figure_id for finding in found}
    return [*found, *(finding for finding in told if finding.figures[0][1].figure_id not in judged)]


def _market(currency: str, first: date, last: date) -> pd.DataFrame:
    from analysis.units import rates_between

    return rates_between(currency, first, last)


def _identified(findings: list[Finding]) -> list[Finding]:
    """Findings of one check with the same main figure are told apart by their second figure."""
    times = Counter(finding.finding_id for finding in findings)
    for finding in findings:
        if times[finding.finding_id] > 1 and len(finding.figures) > 1:
            finding.key = finding.figures[1][1].figure_id
    return list({finding.finding_id: finding for finding in findings}.values())


def _result(ledger: Ledger, findings: list[Finding], applied: pd.DataFrame) -> Result:
    vouched = {
        fact.figure_id: finding.check
        for finding in findings
        if finding.verdict in (CONSISTENT, WITHIN_ROUNDING) and finding.check.startswith(_ANCHORS)
        for _, fact in finding.figures
    }
    records = [finding.record(_repair(finding, vouched)) for finding in findings]
    figures = [
        {"finding_id": finding.finding_id, "figure_id": fact.figure_id, "part": role}
        for finding in findings
        for role, fact in finding.figures
    ]
    used = {figure["figure_id"] for figure in figures}
    unchecked = [
        {"figure_id": fact.figure_id, "measure": fact.measure, "reason": _REASONS.get(fact.measure, _NO_RELATION)}
        for fact in ledger.facts
        if fact.figure_id not in used
    ]
    return Result(
        _frame(records, DATASETS["findings"].columns, ["finding_id"]),
        _frame(figures, DATASETS["finding_figures"].columns, ["finding_id", "figure_id", "part"]).drop_duplicates(),
        applied,
        pd.DataFrame(unchecked, columns=["figure_id", "measure", "reason"]),
    )


def _frame(records: Sequence[Mapping[str, object]], columns: Sequence[str], by: list[str]) -> pd.DataFrame:
    return pd.DataFrame(records, columns=list(columns)).sort_values(by, ignore_index=True)


def _repair(finding: Finding, vouched: dict[str, str]) -> str:
    """The slip that explains a failure, then the smallest changes; those that would break another relation last."""
    if not finding.options:
        return finding.slip
    free = [option for option in finding.options if option.figure_id not in vouched]
    texts = [option.text for option in free]
    texts += [
        f"{option.text} (which would break {vouched[option.figure_id]})"
        for option in finding.options
        if option.figure_id in vouched
    ]
    changes = "; or ".join(texts)
    return f"{finding.slip}; else {changes}" if finding.slip else changes
