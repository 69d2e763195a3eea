"""Parts of a market: no segment or region is larger than the whole; the fastest region outgrows the whole."""

from __future__ import annotations

import re

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED
from analysis.checks.model import Fact, Finding, Ledger, Option, amount, is_range, printed, value
from analysis.checks.order import compare

_FASTEST = re.compile(r"\bfastest\b|\bhighest (?:growth|cagr)", re.I)


def check(ledger: Ledger) -> list[Finding]:
    """Segments and regions against their market, by the sizes stated and by those their rates imply."""
    sizes = ledger.where(lambda fact: fact.measure == "market_size" and bool(fact.market) and fact.year == fact.year)
    cases: dict[tuple[object, ...], tuple[str, Fact, Fact]] = {}
    for part in sizes:
        for whole in sizes:
            same_time = (part.article, part.unit, part.year) == (whole.article, whole.unit, whole.year)
            name = (
                "parts.segment"
                if is_segment(part.market, whole.market)
                else "parts.region"
                if _is_region(part, whole)
                else ""
            )
            if same_time and name and part.region in ("", "global", whole.region, part.region):
                cases.setdefault(
                    (name, part.market, part.region, part.year, value(part), value(whole)), (name, part, whole)
                )
    if not cases:
        return [*_implied(ledger, sizes), *_fastest(ledger)]
    found = list(cases.values())
    verdicts = compare(ledger, [part for _, part, _ in found], [whole for _, _, whole in found])
    findings = [_within(*case, verdict) for case, verdict in zip(found, verdicts, strict=True)]
    return [*findings, *_implied(ledger, sizes), *_fastest(ledger)]


def is_segment(part: str, whole: str) -> bool:
    """`generative-ai-in-audit` is a segment of `ai-in-audit`: the same name with words before it."""
    return bool(whole) and part != whole and part.endswith(f"-{whole}")


def _is_region(part: Fact, whole: Fact) -> bool:
    return part.market == whole.market and part.region not in ("", "global") and whole.region in ("", "global")


def _within(name: str, part: Fact, whole: Fact, verdict: int) -> Finding:
    share = value(part) / value(whole) * 100
    text = f"{printed(part)} is {share:.3g}% of {printed(whole)}, the whole in {part.year:.0f}."
    sides = ((value(part), value(part)), (0.0, value(whole)))
    finding = Finding(name, [("part", part), ("whole", whole)], verdict, text, sides, part.unit)
    if verdict == INCONSISTENT:
        finding.options = [Option(f"at most {printed(whole)} for the part", 0, part.figure_id)]
    return finding


def _implied(ledger: Ledger, sizes: list[Fact]) -> list[Finding]:
    """A segment's size at the start of its rate's span, implied by rate and end, against its market's then."""
    findings = []
    for rate in ledger.where(
        lambda fact: fact.measure == "growth_rate" and fact.kind == "cagr" and bool(fact.span_stated)
    ):
        ends = [f for f in sizes if (f.article, f.market, f.year) == (rate.article, rate.market, rate.end_year)]
        wholes = [
            f
            for f in sizes
            if f.article == rate.article and is_segment(rate.market, f.market) and f.year == rate.start_year
        ]
        if ends and wholes and not is_range(rate):
            implied = value(ends[0]) / (1 + value(rate) / 100) ** (rate.end_year - rate.start_year)
            verdict = CONSISTENT if implied <= value(wholes[0]) else UNDETERMINED
            text = (
                f"{printed(ends[0])} in {rate.end_year:.0f} at {printed(rate)} implies {amount(implied, ends[0].unit)} in "
                f"{rate.start_year:.0f}, {implied / value(wholes[0]) * 100:.3g}% of its market's {printed(wholes[0])}."
            )
            figures = [("rate", rate), ("end", ends[0]), ("whole", wholes[0])]
            findings.append(
                Finding(
                    "parts.implied_size",
                    figures,
                    verdict,
                    text,
                    ((implied,) * 2, (0.0, value(wholes[0]))),
                    ends[0].unit,
                )
            )
    return findings


def _fastest(ledger: Ledger) -> list[Finding]:
    """The fastest-growing region cannot grow more slowly than the whole over the same years."""
    findings = []
    rates = ledger.where(lambda fact: fact.measure == "growth_rate" and bool(fact.market) and fact.unit == "percent")
    for region in rates:
        wholes = [
            f for f in rates if f.article == region.article and f.market == region.market and f.region in ("", "global")
        ]
        if region.region in ("", "global") or not _FASTEST.search(region.cell) or not wholes:
            continue
        verdicts = compare(ledger, wholes, [region] * len(wholes))
        slower = [whole for whole, verdict in zip(wholes, verdicts, strict=True) if verdict == INCONSISTENT]
        spans = (region.start_year, region.end_year)
        same = [whole for whole in slower if whole.span_stated and (whole.start_year, whole.end_year) == spans]
        verdict = CONSISTENT if not slower else INCONSISTENT if same and len(slower) == len(wholes) else UNDETERMINED
        text = f"{printed(region)} is called the fastest, so the whole must not grow faster; "
        text += f"it is said to grow {', '.join(dict.fromkeys(printed(whole) for whole in slower or wholes))}"
        text += " over other years or in one of several forecasts." if verdict == UNDETERMINED else "."
        figures = [("fastest region", region), *(("whole", whole) for whole in wholes)]
        finding = Finding("parts.fastest", figures, verdict, text, ((value(region), value(region, "high")),
                          (min(map(value, wholes)), max(value(whole, "high") for whole in wholes))), "percent")  # fmt: skip
        if verdict == INCONSISTENT:
            finding.options = [
                Option(f"at least {printed(max(slower, key=value))} for the region", 0, region.figure_id)
            ]
        findings.append(finding)
    return findings
