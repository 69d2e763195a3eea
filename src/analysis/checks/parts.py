"""Parts of a market: no segment or region is larger than the whole; the fastest region outgrows the whole."""

from __future__ import annotations

import itertools
import re

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED
from analysis.checks.model import Fact, Finding, Ledger, Option, amount, is_range, positive, printed, value
from analysis.checks.order import compare

_FASTEST = re.compile(r"\bfastest\b|\bhighest (?:growth|cagr)", re.I)


def check(ledger: Ledger) -> list[Finding]:
    """Segments and regions against their market, by the sizes stated and by those their rates imply."""
    sizes = ledger.where(
        lambda fact: fact.measure == "market_size" and bool(fact.market) and fact.year > 0 and positive(fact)
    )
    together: dict[str, list[Fact]] = {}
    for size in sizes:
        together.setdefault(str((size.article, size.unit, size.year)), []).append(size)
    cases: dict[tuple[object, ...], tuple[str, Fact, Fact]] = {}
    for group in together.values():
        for part, whole in itertools.permutations(group, 2):
            if name := _relation(part, whole):
                key = (name, part.article, part.market, part.region, part.year, value(part), value(whole))
                cases.setdefault(key, (name, part, whole))
    found = list(cases.values())
    verdicts = compare(ledger, [part for _, part, _ in found], [whole for *_, whole in found])
    findings = [_within(*case, verdict) for case, verdict in zip(found, verdicts, strict=True)]
    return [*findings, *_implied(ledger, sizes), *_fastest(ledger)]


def is_segment(part: str, whole: str) -> bool:
    """`generative-ai-in-audit` is a segment of `ai-in-audit`: the same name with words before it."""
    return bool(whole) and part != whole and part.endswith(f"-{whole}")


def _relation(part: Fact, whole: Fact) -> str:
    region, world = part.region not in ("", "global"), whole.region in ("", "global")
    if part.market == whole.market:
        return "parts.region" if region and world else ""
    return "parts.segment" if is_segment(part.market, whole.market) and (world or part.region == whole.region) else ""


def _within(name: str, part: Fact, whole: Fact, verdict: int) -> Finding:
    share = value(part) / value(whole) * 100
    text = f"{printed(part)} is {share:.3g}% of {printed(whole)}, the whole in {part.year:.0f}."
    sides = ((value(part), value(part)), (0.0, value(whole)))
    finding = Finding(name, [("part", part), ("whole", whole)], verdict, text, sides, part.unit)
    finding.options = [Option(f"at most {printed(whole)} for the part", 0)] if verdict == INCONSISTENT else []
    return finding


def _implied(ledger: Ledger, sizes: list[Fact]) -> list[Finding]:
    """A segment's size at the start of its rate's span, implied by rate and end, against its market's then."""
    findings = []
    for rate in ledger.where(
        lambda f: f.measure == "growth_rate" and f.kind == "cagr" and bool(f.span_stated) and value(f) > -100
    ):
        here = [fact for fact in sizes if fact.article == rate.article]
        end = next((f for f in here if (f.market, f.year) == (rate.market, rate.end_year)), None)
        whole = next((f for f in here if is_segment(rate.market, f.market) and f.year == rate.start_year), None)
        if end and whole and not is_range(rate) and end.unit == whole.unit:
            size = value(end) / (1 + value(rate) / 100) ** (rate.end_year - rate.start_year)
            verdict = CONSISTENT if size <= value(whole) else UNDETERMINED
            text = (
                f"{printed(end)} in {rate.end_year:.0f} at {printed(rate)} implies {amount(size, end.unit)} in "
                f"{rate.start_year:.0f}, {size / value(whole) * 100:.3g}% of its market's {printed(whole)}."
            )
            figures = [("rate", rate), ("end", end), ("whole", whole)]
            sides = ((size, size), (0.0, value(whole)))
            findings.append(Finding("parts.implied_size", figures, verdict, text, sides, end.unit))
    return findings


def _fastest(ledger: Ledger) -> list[Finding]:
    """The fastest-growing region cannot grow more slowly than the whole over the same years."""
    findings = []
    rates = ledger.where(lambda fact: fact.measure == "growth_rate" and bool(fact.market) and fact.unit == "percent")
    for region in (rate for rate in rates if rate.region not in ("", "global") and _FASTEST.search(rate.cell)):
        key = (region.article, region.market)
        wholes = [rate for rate in rates if (rate.article, rate.market) == key and rate.region in ("", "global")]
        verdicts = compare(ledger, wholes, [region] * len(wholes))
        slower = [whole for whole, verdict in zip(wholes, verdicts, strict=True) if verdict == INCONSISTENT]
        spans = (region.start_year, region.end_year)
        alike = [whole for whole in slower if whole.span_stated and (whole.start_year, whole.end_year) == spans]
        verdict = CONSISTENT if not slower else INCONSISTENT if alike and slower == wholes else UNDETERMINED
        text = f"{printed(region)} is called the fastest, so the whole must not grow faster; it is said to grow "
        text += ", ".join(dict.fromkeys(printed(whole) for whole in slower or wholes))
        text += ", over other years or in one of several forecasts." if verdict == UNDETERMINED else "."
        bounds = [bound for whole in wholes for bound in (value(whole), value(whole, "high"))]
        if wholes:
            sides = ((value(region), value(region, "high")), (min(bounds), max(bounds)))
            figures = [("fastest region", region), *(("whole", whole) for whole in wholes)]
            finding = Finding("parts.fastest", figures, verdict, text, sides, "percent")
            least = f"at least {printed(max(wholes, key=value))} for the region"
            finding.options = [Option(least, 0)] if verdict == INCONSISTENT else []
            findings.append(finding)
    return findings
