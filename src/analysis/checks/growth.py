"""Growth: a rate against the sizes at the ends of the span it is printed for.

A compound rate may count from the first year of its span, or from the year before it (the span then being the window of
the forecast). A rate without a printed span is inconsistent only if no pair of sizes it could mean fits.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED, WITHIN_ROUNDING, Judged, difference, judge
from analysis.checks.core import growth as relation
from analysis.checks.model import (
    ORDER,
    End,
    Fact,
    Finding,
    Ledger,
    Option,
    amount,
    dated,
    intervals,
    is_range,
    open_note,
    precise,
    printed,
    span,
    value,
)

#: A pass is called weak where the implied rate is wider than this many points.
WIDE = 5.0
Ends = dict[End, Judged]
_NOT_LEVELS = frozenset({"growth_rate", "pay_change", "experience", "firm_size", "ratio", "duration"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sizes a rate could be the growth between; `other` where they belong to another scenario than the rate."""

    rate: Fact
    start: Fact
    end: Fact
    other: bool = False

    @property
    def gap(self) -> int:
        """Years from start to end."""
        return int(self.end.year - self.start.year)

    @property
    def years(self) -> int:
        """How often the rate is applied: once, where it is the growth of the whole span."""
        return 1 if self.rate.kind == "total" else self.gap


def check(ledger: Ledger) -> list[Finding]:
    """Every growth rate that has sizes to be tested on."""
    groups = [(copies, pairs) for copies in _distinct(ledger) if (pairs := _pairs(ledger, copies[0]))]
    pairs = [pair for _, candidates in groups for pair in candidates]
    if not pairs:
        return []
    judged: Ends = {"low": _judge(ledger, pairs, "low"), "high": _judge(ledger, pairs, "high")}
    rows = iter(range(len(pairs)))
    findings = [_finding(ledger, copies, [(pair, next(rows)) for pair in group], judged) for copies, group in groups]
    return [*findings, *_steady(ledger, findings)]


def _judge(
    ledger: Ledger, pairs: Sequence[Pair], end: End, scale: float = 1.0, years: Sequence[int] | None = None
) -> Judged:
    terms = {
        "rate": ledger.term([pair.rate for pair in pairs], end),
        "start": ledger.term([pair.start for pair in pairs]),
        "end": ledger.term([pair.end for pair in pairs]).scaled(scale),
    }
    return judge(relation, terms, {"years": np.array([pair.years for pair in pairs] if years is None else years)})


def thing(fact: Fact) -> tuple[str, str] | None:
    """What a size or rate is about beyond its own block: a market, or the jobs of a role; and its region."""
    region = "" if fact.region == "global" else fact.region
    return (f"market {fact.market}", region) if fact.market else (f"role {fact.role}", region) if fact.role else None


def _distinct(ledger: Ledger) -> list[list[Fact]]:
    """Growth rates in percent; one that is repeated about the same thing is judged once, with its copies."""
    groups: dict[object, list[Fact]] = {}
    for fact in ledger.where(lambda fact: fact.measure == "growth_rate" and fact.unit == "percent"):
        where = thing(fact) if fact.market else (fact.block_kind, fact.block_index, fact.row, fact.column)
        stated = (fact.start_year, fact.end_year) if fact.span_stated else ""
        key = (fact.article, where, fact.scenario, fact.kind, value(fact), value(fact, "high"), stated)
        groups.setdefault(str(key), []).append(fact)
    return list(groups.values())


def _pairs(ledger: Ledger, rate: Fact) -> list[Pair]:
    """The pairs of sizes the rate could be the growth between; those of another scenario last."""
    pairs = []
    for start, end in itertools.permutations(_levels(ledger, rate), 2):
        fits = start.unit == end.unit and start.measure == end.measure and start.year < end.year and value(start) > 0
        near = bool(start.market) or (start.block_kind, start.block_index) == (end.block_kind, end.block_index)
        if fits and near and _compatible(start.scenario, end.scenario) and _spans(rate, int(start.year), int(end.year)):
            pairs.append(Pair(rate, start, end, not _compatible(rate.scenario, end.scenario or start.scenario)))
    return sorted(pairs, key=lambda pair: pair.other)


def _levels(ledger: Ledger, rate: Fact) -> list[Fact]:
    """Sizes with a year: those of the rate's own row, else of its block or, by market or role, of its article."""
    dated = [
        fact for fact in ledger.facts
        if fact.article == rate.article and fact.measure not in _NOT_LEVELS and not math.isnan(fact.year)
    ]  # fmt: skip
    block = [
        fact for fact in dated if (fact.block_kind, fact.block_index) == (rate.block_kind, rate.block_index)
        and rate.block_kind != "statement"
    ]  # fmt: skip
    row = [fact for fact in block if fact.row == rate.row and fact.column != rate.column]
    if len({fact.year for fact in row}) > 1:
        return row
    if rate.market:
        found = [fact for fact in dated if fact.measure == "market_size" and thing(fact) == thing(rate)]
    elif row and all(fact.measure != "market_size" for fact in row):
        found = [fact for fact in block if fact.column in {level.column for level in row}]
    else:
        found = [fact for fact in dated if fact.measure == "job_count" and rate.role and thing(fact) == thing(rate)]
    unique: dict[object, Fact] = {}
    for fact in sorted(found, key=lambda fact: fact not in block):
        unique.setdefault((fact.year, value(fact), value(fact, "high"), fact.scenario, fact.unit), fact)
    return list(unique.values())


def _compatible(one: str, other: str) -> bool:
    return not one or not other or one == other or "unspecified" in (one, other)


def _spans(rate: Fact, start: int, end: int) -> bool:
    """Whether the rate can be meant for these years: its printed span by either convention, else any."""
    if rate.span_stated:
        first = int(rate.start_year)
        return end == rate.end_year and (start == first or (rate.kind == "cagr" and start == first - 1))
    if rate.kind == "yoy":
        return end - start == 1
    return rate.kind != "total" or math.isnan(rate.end_year) or end == rate.end_year


def _finding(ledger: Ledger, copies: list[Fact], pairs: list[tuple[Pair, int]], judged: Ends) -> Finding:
    """The rate judged on the pair that fits best, of its own scenario if any is stated; a range by its worse end."""
    own = [(pair, row) for pair, row in pairs if not pair.other] or pairs

    def fit(end: End) -> tuple[int, int, Pair]:
        ranked = [(ORDER.index(int(judged[end].verdict[row])), row, pair) for pair, row in own]
        best = min(ranked, key=lambda trial: (trial[0], _preference(trial[2], end)))
        return ORDER[best[0]], best[1], best[2]

    end: End = max(("low", "high"), key=lambda end: ORDER.index(fit(end)[0]))
    verdict, row, pair = fit(end)
    stated, implied = (_as_rate(bounds, pair.years) for bounds in intervals(judged[end], row))
    again = [("rate again", copy) for copy in copies[1:]]
    finding = Finding(
        f"growth.{pair.rate.kind or 'cagr'}",
        [("rate", pair.rate), ("start", pair.start), ("end", pair.end), *again],
        verdict,
        _sentence(pair, implied, verdict, len(own)),
        (stated, implied),
        "percent",
    )
    if verdict == INCONSISTENT:
        if is_range(pair.rate):
            finding.explanation += f" Of the range, {amount(value(pair.rate, end), 'percent')} does not fit."
        fits = (other for other, row in pairs if other.other and int(judged[end].verdict[row]) != INCONSISTENT)
        _explain_failure(ledger, finding, pair, end, next(fits, None))
    return finding


def _preference(pair: Pair, which: End) -> tuple[bool, bool, bool, float]:
    """Among pairs that fit alike: up to the rate's own year, from the last past size, by the first convention, nearest."""
    rate, start, end = pair.rate, pair.start, pair.end
    beside = end.year == rate.end_year and (pair.gap > 1 or rate.kind != "cagr")
    off = abs(math.log(value(end) / value(start)) / pair.years - math.log1p(max(value(rate, which), -99) / 100))
    return (
        not beside,
        beside and start.status == "projection",
        rate.span_stated and start.year != rate.start_year,
        (-start.year if beside else off),
    )


def _as_rate(bounds: tuple[float, float], years: int) -> tuple[float, float]:
    low, high = (round((max(end, 0.0) ** (1 / years) - 1) * 100, 10) if math.isfinite(end) else end for end in bounds)
    return low, high


def _sentence(pair: Pair, implied: tuple[float, float], verdict: int, choices: int) -> str:
    rate, start, end = pair.rate, pair.start, pair.end
    kind = "in all" if rate.kind == "total" else f"a year over {pair.years} years" if pair.years > 1 else "in the year"
    text = (
        f"{dated(start)} to {dated(end)} is {span(*implied, 'percent')} {kind}; "
        f"{printed(rate)} is stated{'' if rate.span_stated else ', without a span'}."
    )
    if verdict != INCONSISTENT and not rate.span_stated and choices > 1:
        text += f" It could have meant any of {choices} pairs of sizes, so that one fits proves little."
    if verdict != INCONSISTENT and implied[1] - implied[0] > WIDE:
        text += f" The sizes leave {implied[1] - implied[0]:.0f} points of room, so this pass proves little."
    if verdict == INCONSISTENT and not rate.span_stated and choices > 1:
        text += f" None of the {choices} pairs of sizes it could mean fits."
    return text + open_note([start, end, rate])


def _explain_failure(ledger: Ledger, finding: Finding, pair: Pair, end: End, fits: Pair | None) -> None:
    """What each figure would have to be, and the slip that explains it."""
    finding.options = options(pair, end)
    if pair.start.unit == "percent" and not _misses(
        judge(difference, {"difference": ledger.term([pair.rate], "high"), "end": ledger.term([pair.end]),
                           "start": ledger.term([pair.start])})
    ):  # fmt: skip
        finding.check, finding.severity = "percent_points.difference", "mislabel"
        points = value(pair.end) - value(pair.start)
        finding.slip = f"a difference of {points:.4g} percentage points, labelled as growth in percent"
    elif fits:
        finding.slip = f"the rate fits another forecast: {dated(fits.start)} to {dated(fits.end)}"
    else:
        finding.slip = _slip(ledger, pair, end)


def _misses(judged: Judged) -> bool:
    return int(judged.verdict[0]) == INCONSISTENT


def options(pair: Pair, end: End = "low") -> list[Option]:
    """What each of start, end, rate and years would have to be, the smallest relative change first."""
    start, last = value(pair.start), value(pair.end)
    rate, years = value(pair.rate, end), pair.years
    factor = 1 + rate / 100
    wanted = [(pair.end, last, start * factor**years), (pair.start, start, last / factor**years),
              (pair.rate, rate, ((last / start) ** (1 / years) - 1) * 100)]  # fmt: skip
    found = [
        Option(f"{precise(need, fact)} instead of {dated(fact)}", abs(need / now - 1), fact.figure_id)
        for fact, now, need in wanted
        if now
    ]
    if pair.rate.kind != "total" and years > 1 and factor > 1 and last > start:
        need = math.log(last / start) / math.log(factor)
        found.append(Option(f"{need:.1f} years instead of {years}", abs(need / years - 1)))
    return sorted(found, key=lambda option: option.change)


def _slip(ledger: Ledger, pair: Pair, end: End) -> str:
    """A known slip that makes the relation hold, or ''."""
    for word, scale in (("thousand", 1e3), ("million", 1e6)):
        for factor, side in ((scale, "end"), (1 / scale, "start")):
            if not _misses(_judge(ledger, [pair], end, factor)):
                return f"one scale word off: it holds with the {side} a {word} times as large"
    if pair.gap > 1:
        whole, yearly = _judge(ledger, [pair], end, years=[1]), _judge(ledger, [pair], end, years=[pair.gap])
        if pair.rate.kind != "total" and not _misses(whole):
            return f"the growth of all {pair.gap} years taken for a yearly rate"
        if pair.rate.kind == "total" and not _misses(yearly):
            return f"a yearly rate taken for the growth of all {pair.gap} years"
        return _relabelled(pair)
    return ""


def _relabelled(pair: Pair) -> str:
    """The rate seems to count from the window's first year, whose size is not printed."""
    factor = 1 + value(pair.rate) / 100
    first = value(pair.end) / factor ** (pair.gap - 1)
    ratio = first / value(pair.start)
    if pair.rate.kind == "total" or abs(ratio / factor - 1) > 0.05:
        return ""
    return (
        f"the base year: from {pair.start.year + 1:.0f} the rate implies {amount(first, pair.end.unit)}, "
        f"{ratio:.3g} times the printed base and near 1 + the rate ({factor:.4g})"
    )


def _steady(ledger: Ledger, findings: Iterable[Finding]) -> list[Finding]:
    """Sizes inside the span of a compound rate that holds: on its path or not, which is no contradiction."""
    trials = []
    for finding in findings:
        parts = dict(finding.figures)
        rate, start, end = parts["rate"], parts["start"], parts["end"]
        if finding.check != "growth.cagr" or finding.verdict not in (CONSISTENT, WITHIN_ROUNDING) or is_range(rate):
            continue
        inner = [fact for fact in _levels(ledger, rate) if start.year < fact.year < end.year and fact.unit == end.unit]
        trials += [
            (Pair(rate, start, fact), end) for fact in inner
            if _compatible(fact.scenario, end.scenario) and fact.scenario != "unspecified"
        ]  # fmt: skip
    unique = {(pair.start.figure_id, pair.end.figure_id, end.figure_id): (pair, end) for pair, end in trials}
    if not unique:
        return []
    judged = _judge(ledger, [pair for pair, _ in unique.values()], "low")
    return [_path(judged, row, pair, end) for row, (pair, end) in enumerate(unique.values())]


def _path(judged: Judged, row: int, pair: Pair, end: Fact) -> Finding:
    verdict = int(judged.verdict[row])
    stated, implied = (_as_rate(bounds, pair.years) for bounds in intervals(judged, row))
    text = f"{dated(pair.start)} to {dated(pair.end)} is {span(*implied, 'percent')} a year; "
    text += f"{printed(pair.rate)} is the rate to {dated(end)}."
    if verdict == INCONSISTENT:
        verdict, text = UNDETERMINED, text + " The path is not steady, which a compound rate does not promise."
    figures = [("size inside", pair.end), ("start", pair.start), ("end", end), ("rate", pair.rate)]
    return Finding("growth.steady", figures, verdict, text, (stated, implied), "percent")
