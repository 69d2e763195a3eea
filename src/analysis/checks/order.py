"""Order: statistics of one distribution, pay by seniority, bands that follow one another, superlatives in a cell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED, WITHIN_ROUNDING, at_most
from analysis.checks.model import (
    End,
    Fact,
    Finding,
    Ledger,
    Option,
    amount,
    currency,
    is_named,
    is_open,
    is_range,
    may_differ,
    precise,
    printed,
    value,
)  # fmt: skip
from analysis.checks.totals import columns
from analysis.datasets.fields import LEVELS
from analysis.figures.labels import column_statistic, statistic

_RANKS = ("minimum", "p25", "median", "mean", "p75", "p90", "maximum")
_KEY = (
    "article",
    "role",
    "level",
    "country",
    "region",
    "location",
    "industry",
    "component",
    "unit",
    "company_size_low",
)
_REST = r"(?:[ -](?:avg\.?|average|pay(?:ing)?|salary|growth|growing|overall|share|market|rate))*\s*(?:\)|$)"
_SUPERLATIVES = (
    (re.compile(rf"[(–—-]\s*(?:the )?(?:highest|largest|biggest|fastest){_REST}", re.I), "highest", "above"),
    (re.compile(rf"[(–—-]\s*(?:the )?(?:lowest|smallest|slowest){_REST}", re.I), "lowest", "below"),
)


def check(ledger: Ledger) -> list[Finding]:
    """All relations of order."""
    return [*statistics(ledger), *means(ledger), *seniority(ledger), *bands(ledger), *superlatives(ledger)]


def compare(
    ledger: Ledger, below: Sequence[Fact], above: Sequence[Fact], ends: tuple[End, End] = ("low", "low")
) -> list[int]:
    """Verdicts of "each of `below` is at most its fellow of `above`"; open ends count in their own direction."""
    left, right = ledger.term(below, ends[0]), ledger.term(above, ends[1])
    codes = np.full(len(below), INCONSISTENT)
    codes[at_most(left.bounds("rounded"), right.bounds("rounded"))] = WITHIN_ROUNDING
    codes[at_most(left.bounds("printed"), right.bounds("printed"))] = CONSISTENT
    free = [
        bool((ends[1] == "high" or not is_range(high)) and high.open_high)
        or bool((ends[0] == "low" or not is_range(low)) and low.open_low)
        for low, high in zip(below, above, strict=True)
    ]
    return [CONSISTENT if unbounded else int(code) for unbounded, code in zip(free, codes, strict=True)]


def statistics(ledger: Ledger) -> list[Finding]:
    """Minimum, percentiles, mean and maximum of one distribution, in one row or sentence (`order.statistics`)."""
    groups: dict[str, list[Fact]] = {}
    for fact in ledger.where(lambda fact: fact.measure != "growth_rate" and bool(_statistic(fact))):
        if fact.block_kind != "statement" or (_is_pay(fact) and fact.role):
            down = fact.block_kind != "statement" and statistic(fact.row_label) and not statistic(fact.column_label)
            place = (fact.block_kind, fact.block_index, f"column {fact.column:.0f}") if down else _place(fact)
            key = (*place, _heading(fact), fact.measure, fact.role_label, *_key(fact))
            groups.setdefault(str(key), []).append(fact)
    steps = [chain for group in groups.values() if (chain := _chain(group))]
    return [_statistics(ledger, chain) for chain in steps]


def _statistic(fact: Fact) -> str:
    """The statistic of pay, or the one that the header of a column of anything names; two ends are a range."""
    if fact.statistic or fact.block_kind == "statement":
        return str(fact.statistic)
    return "range" if is_range(fact) else column_statistic(fact.column_label) or statistic(fact.row_label)


def _is_pay(fact: Fact) -> bool:
    return bool(fact.measure == "salary" and currency(fact.unit))


#: (at most, at least, which ends are compared)
Step = tuple[Fact, Fact, tuple[End, End]]


def _chain(group: list[Fact]) -> list[Step]:
    """What must not exceed what in one distribution; nothing where two figures are of one statistic."""
    by = {_statistic(fact): fact for fact in group}
    if len(by) < len(group):
        return []  # which goes with which is not said
    points = {name: fact for name, fact in by.items() if name != "range" and not (name == "mean" and is_range(fact))}
    chain = [points[name] for name in _RANKS if name in points and not (name == "mean" and "median" in points)]
    steps: list[Step] = [(low, high, ("low", "low")) for low, high in itertools.pairwise(chain)]
    if whole := by.get("range"):
        inside = [name for name in ("median", "mean") if name in points and not (name == "mean" and _is_pay(whole))]
        steps += [(points["minimum"], whole, ("low", "low"))] if "minimum" in points else []
        steps += [(whole, points["maximum"], ("high", "high"))] if "maximum" in points else []
        for name in inside:  # a mean of pay and its range are another relation, for they may stand apart
            steps += [(whole, points[name], ("low", "low")), (points[name], whole, ("high", "high"))]
    return steps


def _statistics(ledger: Ledger, steps: list[Step]) -> Finding:
    verdicts = [compare(ledger, [low], [high], ends)[0] for low, high, ends in steps]
    facts = list({fact.figure_id: fact for low, high, _ in steps for fact in (low, high)}.values())
    wrong = [step for step, verdict in zip(steps, verdicts, strict=True) if verdict == INCONSISTENT]
    text = " and ".join(dict.fromkeys(_said(low, high, bool(wrong)) for low, high, _ in wrong or steps))
    figures = [(_statistic(fact), fact) for fact in facts]
    finding = Finding("order.statistics", figures, max(verdicts), f"{text}.", unit=facts[0].unit)
    for low, high, _ in wrong[:1]:
        names = {_statistic(low), _statistic(high)}
        need = f"at most {printed(high)} as {_statistic(low)}"
        if "range" in names and names & {"median", "mean"}:
            need = f"a {' '.join(names - {'range'})} within {printed(low if _statistic(low) == 'range' else high)}"
        finding.options = _exchanged(ledger, steps) or [Option(need, 0)]
        if "mean" in names and {"p25", "p75"} & names and len(wrong) == 1:
            finding.verdict, finding.severity = UNDETERMINED, "definition"
            finding.explanation += " Only a very skewed distribution has its mean there."
    return finding


def _said(low: Fact, high: Fact, wrong: bool) -> str:
    """The step in words: two statistics in their order, or a median and the range it lies in."""
    point, whole = (low, high) if _statistic(high) == "range" else (high, low)
    if _statistic(whole) == "range" and _statistic(point) in ("median", "mean"):
        return f"{_named(point)} lies {'outside' if wrong else 'within'} {printed(whole)}"
    return f"{_named(low)} {'>' if wrong else '≤'} {_named(high)}"


def _named(fact: Fact) -> str:
    return f"{printed(fact)} ({_statistic(fact)})"


def _exchanged(ledger: Ledger, steps: list[Step]) -> list[Option]:
    """The pairs of labels that only need to change places."""
    chain = list({fact.figure_id: fact for low, high, _ in steps for fact in (low, high)}.values())
    found = []
    for one, other in itertools.combinations(chain, 2):
        swap = {one.figure_id: other, other.figure_id: one}
        swapped = [(swap.get(low.figure_id, low), swap.get(high.figure_id, high), ends) for low, high, ends in steps]
        fits = all(compare(ledger, [low], [high], ends)[0] != INCONSISTENT for low, high, ends in swapped)
        if fits and not is_range(one) and not is_range(other):
            found.append(Option(f"the labels {_statistic(one)} and {_statistic(other)} exchanged", 0))
    return found


def means(ledger: Ledger) -> list[Finding]:
    """A mean lies within the range stated for the same pay, in one place or in two (`order.mean_in_range`)."""
    findings = []
    for group in _grouped(ledger, _key):
        ranges = {(f.low, f.high): f for f in reversed(group) if f.statistic == "range" and is_range(f)}
        means = {value(f): f for f in reversed(group) if f.statistic == "mean" and not is_range(f)}
        for whole, mean in itertools.product(ranges.values(), means.values()):
            together = _place(whole) == _place(mean)
            alike = np.isnan(whole.year) or np.isnan(mean.year) or whole.year == mean.year
            known = alike and whole.role and whole.level not in ("", "all") and is_named(whole) and is_named(mean)
            if together or (known and not may_differ(whole, mean) and not _in_company(ranges.values(), mean)):
                verdict = max(compare(ledger, [whole], [mean]) + compare(ledger, [mean], [whole], ("high", "high")))
                inside = "within" if verdict != INCONSISTENT else "outside"
                text = f"The mean {printed(mean)} lies {inside} {printed(whole)}{'' if together else ' elsewhere'}"
                text += ", but only as far as both are rounded." if verdict == WITHIN_ROUNDING else "."
                sides = ((value(mean),) * 2, (value(whole), value(whole, "high")))
                figures = [("mean", mean), ("range", whole)]
                finding = Finding("order.mean_in_range", figures, verdict, text, sides, mean.unit)
                finding.options = [Option(f"a mean within {printed(whole)}", 0)] if verdict == INCONSISTENT else []
                findings.append(finding)
    return findings


def _in_company(ranges: Iterable[Fact], mean: Fact) -> bool:
    """Whether a range of its own stands beside the mean."""
    return any(_place(whole) == _place(mean) for whole in ranges)


def seniority(ledger: Ledger) -> list[Finding]:
    """Pay that rises with seniority within one table or list, low and high ends apart (`order.seniority`)."""
    found = []
    for group in _grouped(ledger, lambda fact: (*_list(fact), fact.statistic, *_key(fact, "level"))):
        levels = {fact.level: fact for fact in group if fact.level in LEVELS[:4] and is_named(fact)}
        if len(levels) < 2 or sum(fact.level in levels for fact in group) != len(levels):
            continue
        chain = [levels[level] for level in LEVELS[:4] if level in levels]
        steps = list(itertools.pairwise(chain))
        ends: tuple[End, End] = ("low", "high")
        failing = [
            (low, high, end) for end in ends for low, high in steps
            if compare(ledger, [low], [high], (end, end))[0] == INCONSISTENT
        ]  # fmt: skip
        text = " ≤ ".join(f"{printed(fact)} ({fact.level})" for fact in chain)
        text = (
            f"{text} {'fails' if failing else 'holds'} at {'both ends' if any(map(is_range, chain)) else 'each step'}."
        )
        finding = Finding(
            "order.seniority", [(fact.level, fact) for fact in chain], CONSISTENT, text, unit=chain[0].unit
        )
        if failing:
            _unranked(finding, *failing[0])
        found.append(finding)
    return found


def _unranked(finding: Finding, junior: Fact, senior: Fact, end: End) -> None:
    low, high = (amount(value(fact, end), fact.unit) for fact in (junior, senior))
    finding.verdict, finding.severity = INCONSISTENT, "definition"
    finding.sides = ((value(senior, end),) * 2, (value(junior, end), float("inf")))
    finding.figures = sorted(finding.figures, key=lambda part: part[1] is not senior)
    finding.explanation = (
        f"The {end} end of {senior.level} pay, {high}, lies below that of {junior.level}, {low}; "
        "pay is expected to rise with seniority, but need not."
    )
    text = f"{precise(value(junior, end), senior)} or more as the {end} end of {senior.level}"
    finding.options = [Option(text, 0, senior.figure_id)]


def bands(ledger: Ledger) -> list[Finding]:
    """Bands of experience or staff that follow one another: years may share an end point, counts of people may not."""
    found = []
    for measure, block in itertools.product(("experience", "firm_size"), ledger.blocks):
        rows: dict[object, list[Fact]] = {}
        for fact in block:
            if fact.measure == measure:
                rows.setdefault("header" if fact.row == 0 else fact.column, []).append(fact)
        found += [_bands(chain) for chain in rows.values() if len(chain) > 1 and _is_scale(chain)]
    return found


def _is_scale(chain: list[Fact]) -> bool:
    """Whether the bands are labels of their own rows or columns, and no mere property of them."""
    ranges = [fact for fact in chain if is_range(fact) or is_open(fact)]
    return len(ranges) == len(chain) and all(fact.row == 0 or fact.cell == fact.row_label for fact in chain)


def _bands(chain: list[Fact]) -> Finding:
    people = chain[0].measure == "firm_size"
    chain = sorted(chain, key=lambda fact: (value(fact), value(fact, "high")))
    text = f"{', '.join(printed(fact) for fact in chain)} follow one another."
    finding = Finding("order.bands", [("band", fact) for fact in chain], CONSISTENT, text, unit=chain[0].unit)
    for one, other in itertools.pairwise(chain):
        last, first = value(one, "high"), value(other)
        if first < last or (people and first == last and not is_open(other)):
            finding.verdict, finding.explanation = (
                INCONSISTENT,
                f"{printed(one)} and {printed(other)} both hold {first:,.0f}.",
            )
            finding.figures = sorted(finding.figures, key=lambda part: part[1] is not other)
            finding.severity = "mislabel" if first == last else "contradiction"
            finding.options = [Option(f"{last + 1:,.0f} as the first of the band {printed(other)}", 0, other.figure_id)]
            break
        if first > last + 1:
            finding.verdict = UNDETERMINED
            finding.explanation = f"Nothing is said of what lies between {printed(one)} and {printed(other)}."
    return finding


def superlatives(ledger: Ledger) -> list[Finding]:
    """A cell that calls its figure the highest or lowest, against the other figures of its column."""
    found = []
    for column in (column for block in ledger.blocks for column in columns(block)):
        for fact, superlative in itertools.product(column, _SUPERLATIVES):
            others = [other for other in column if other is not fact and other.measure == fact.measure]
            words = str(fact.cell).replace(fact.quote, "")
            if others and fact.cell != fact.row_label and superlative[0].search(words):
                found.append(_superlative(ledger, fact, others, *superlative[1:]))
    return found


def _superlative(ledger: Ledger, fact: Fact, others: list[Fact], word: str, side: str) -> Finding:
    """Denied where another figure lies wholly beyond it; in doubt where only a part of another's range does."""

    def beyond(whole: bool) -> list[Fact]:
        ends: tuple[End, End] = ("low", "high") if whole else ("high", "high") if word == "highest" else ("low", "low")
        mine = [fact] * len(others)
        verdicts = compare(ledger, others, mine, ends) if word == "highest" else compare(ledger, mine, others, ends)
        return [other for other, verdict in zip(others, verdicts, strict=True) if verdict == INCONSISTENT]

    against, doubtful = beyond(True), beyond(False)
    verdict = INCONSISTENT if against else UNDETERMINED if doubtful else CONSISTENT
    text = ", ".join(f"{printed(other)} ({other.row_label})" for other in against or doubtful) or "no other figure"
    text = f"{printed(fact)} is called the {word}; {text} lies {'partly ' if verdict == UNDETERMINED else ''}{side} it."
    figures = [(f"called {word}", fact), *(("other", other) for other in others)]
    finding = Finding("order.superlative", figures, verdict, text, ((value(fact), value(fact, "high")),) * 2, fact.unit)
    if against:
        extreme = max(against, key=value) if word == "highest" else min(against, key=value)
        finding.options = [Option(f"{extreme.row_label} as the {word}", 0)]
    return finding


def _grouped(ledger: Ledger, key: Callable[[Fact], tuple[Any, ...]]) -> Iterable[list[Fact]]:
    """Pay by a key, groups of two and more."""
    groups: dict[str, list[Fact]] = {}
    for fact in ledger.where(lambda fact: _is_pay(fact) and bool(fact.role or fact.block_kind != "statement")):
        groups.setdefault(str(key(fact)), []).append(fact)
    return [group for group in groups.values() if len(group) > 1]


def _key(fact: Fact, without: str = "") -> tuple[Any, ...]:
    parts = (getattr(fact, name) for name in _KEY if name != without)
    return tuple("" if part in ("global", "all", "unspecified") else part for part in parts)


def _place(fact: Fact) -> tuple[Any, ...]:
    return (fact.block_kind, fact.block_index, fact.row if fact.block_kind != "statement" else "")


def _heading(fact: Fact) -> str:
    """What a header of two levels says besides the statistic: `London` of `London / Min`."""
    levels = str(fact.column_label).split(" / ") if fact.block_kind == "table" else []
    return " / ".join(level for level in levels if not column_statistic(level)) if len(levels) > 1 else ""


def _list(fact: Fact) -> tuple[Any, ...]:
    return (fact.block_kind, fact.block_index if fact.block_kind != "statement" else "")
