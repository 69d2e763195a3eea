"""The same quantity stated in two places: end with end, a point against a range by containment, precision respected."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.checks.core import CONSISTENT, INCONSISTENT, WITHIN_ROUNDING, Judged, Term, judge
from analysis.checks.model import (
    End,
    Fact,
    Finding,
    Ledger,
    Option,
    currency,
    intervals,
    is_open,
    is_range,
    open_note,
    printed,
    value,
    worst,
)

_PAY = ("role", "country", "location", "industry", "company_size_low", "company_size_high", "component", "population")
_KEYS: dict[str, tuple[str, ...]] = {
    "salary": (*_PAY, "level", "region", "experience_low", "experience_high", "statistic"),
    "pay_change": ("role", "level", "country", "region", "location", "component", "direction", "cause", "reference"),
    "market_size": ("market", "region", "scenario", "year"),
    "growth_rate": ("market", "role", "subject", "region", "scenario", "kind"),
    "job_count": ("role", "country", "region", "scenario", "year"),
    "experience": ("role", "level", "article"),
    "share": ("subject", "population", "market", "region", "year"),
}
_PLAIN = ("subject", "topic", "population", "year")
_NEEDED = {"salary": "role", "market_size": "market", "pay_change": "cause", "job_count": "role", "experience": "level"}
_EMPTY = {"level": "all", "region": "global", "component": "unspecified"}
_TIMES = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}


def check(ledger: Ledger) -> list[Finding]:
    """Every later statement of a quantity against the first one (`repeats.value`)."""
    groups: dict[tuple[Any, ...], list[Fact]] = {}
    for fact in ledger.facts:
        if key := _key(fact):
            groups.setdefault(key, []).append(fact)
    pairs = [pair for group in groups.values() for pair in _pairs(group)]
    if not pairs:
        return []
    judged = {end: _judge(ledger, pairs, end) for end in ("low", "high")}
    return [_finding(judged, row, first, again) for row, (first, again) in enumerate(pairs)] + _labels(ledger)


def _key(fact: Fact) -> tuple[Any, ...] | None:
    """What must be equal for two figures to state one quantity; None where too little is known to tell."""
    needed = _NEEDED.get(fact.measure, "subject")
    if not getattr(fact, needed) or (fact.measure == "growth_rate" and not (fact.market or fact.subject)):
        return None
    names = _KEYS.get(fact.measure, _PLAIN)
    if fact.measure == "growth_rate" and fact.market:
        names = tuple(name for name in names if name not in ("subject", "role"))
    unit = currency(fact.unit) or fact.unit
    return (fact.measure, unit, *(_part(fact, name) for name in names))


def _part(fact: Fact, name: str) -> object:
    found = getattr(fact, name)
    if isinstance(found, float):
        return "" if np.isnan(found) else found
    return "" if found == _EMPTY.get(name) else str(found).casefold()


def _pairs(group: list[Fact]) -> list[tuple[Fact, Fact]]:
    """The first statement with each later one in another place; none where one place states the key twice, differently."""
    places: dict[tuple[object, ...], set[tuple[float, float]]] = {}
    for fact in group:
        place = (fact.article, fact.block_kind, fact.block_index)
        places.setdefault(place, set()).add((_yearly(fact, "low"), _yearly(fact, "high")))
    if len(places) < 2 or any(len(stated) > 1 for stated in places.values()):
        return []
    first = group[0]
    place = (first.article, first.block_kind, first.block_index)
    rest = [fact for fact in group[1:] if (fact.article, fact.block_kind, fact.block_index) != place]
    return [(first, fact) for fact in rest if _same_time(first, fact) and ("/" in first.unit) == ("/" in fact.unit)]


def _same_time(one: Fact, other: Fact) -> bool:
    """Whether the years of the two agree as far as both are stated."""
    spans = ("start_year", "end_year") if one.measure == "growth_rate" else ("year",)
    return all(
        np.isnan(getattr(one, name)) or np.isnan(getattr(other, name)) or getattr(one, name) == getattr(other, name)
        for name in spans
    )


def _times(fact: Fact) -> int:
    return _TIMES.get(fact.unit.partition("/")[2], 1)


def _yearly(fact: Fact, end: End) -> float:
    return value(fact, end) * _times(fact)


def _judge(ledger: Ledger, pairs: list[tuple[Fact, Fact]], end: End) -> Judged:
    """One end of the first statement against the same end of the second; points against ranges by containment."""
    sides: dict[str, Term] = {}
    for name, mine, other in (("left", 0, 1), ("right", 1, 0)):
        whole = ledger.term(pair[mine] for pair in pairs)
        point = ledger.term((pair[mine] for pair in pairs), end)
        spread = np.array([is_range(pair[mine]) and not is_range(pair[other]) for pair in pairs])
        low, high = np.where(spread, whole.low, point.low), np.where(spread, whole.high, point.high)
        sides[name] = Term(low, high, whole.resolution, whole.rounding, whole.approximate)
    counts = {"of_left": [_times(first) for first, _ in pairs], "of_right": [_times(again) for _, again in pairs]}
    return judge(_equal, sides, counts)


def _equal(terms, counts):  # type: ignore[no-untyped-def]
    return terms["right"].scaled(counts["of_right"]), terms["left"].scaled(counts["of_left"])


def _finding(judged: dict[str, Judged], row: int, first: Fact, again: Fact) -> Finding:
    verdicts = {end: _unbounded(int(judged[end].verdict[row]), first, again, end) for end in ("low", "high")}
    verdict = worst(verdicts.values())
    stated, implied = (
        (intervals(judged["low"], row)[side][0], intervals(judged["high"], row)[side][1]) for side in (0, 1)
    )
    where = " in another article" if first.article != again.article else ""
    words = {CONSISTENT: "the same", WITHIN_ROUNDING: "the same within rounding", INCONSISTENT: "another value"}
    text = f"{printed(again)} here, {printed(first)} stated first{where}: {words[verdict]}."
    if is_range(first) != is_range(again) and verdict != INCONSISTENT:
        text = f"{printed(again)} here and {printed(first)} stated first{where}: the point lies within the range."
    if verdict == INCONSISTENT and is_range(first) != is_range(again):
        text = f"{printed(again)} here and {printed(first)} stated first{where}: the point lies outside the range."
    finding = Finding("repeats.value", [("again", again), ("first", first)], verdict, text + open_note([first, again]),
                      (stated, implied), again.unit)  # fmt: skip
    if verdict == INCONSISTENT:
        finding.options = [Option(f"{printed(first)} here, or {printed(again)} there", 0)]
        finding.severity = "definition" if again.measure == "experience" else "contradiction"
    return finding


def _unbounded(verdict: int, first: Fact, again: Fact, end: End) -> int:
    """An open end agrees with whatever lies beyond its printed bound."""
    if verdict != INCONSISTENT:
        return verdict
    for one, other in ((first, again), (again, first)):
        beyond = (one.open_high and end == "high" and _yearly(other, "high") >= _yearly(one, "high")) or (
            one.open_low and end == "low" and _yearly(other, "low") <= _yearly(one, "low")
        )
        lone = not is_range(one) and is_open(one)
        if beyond or (lone and is_range(other) and _yearly(other, "high") >= _yearly(one, "low") and one.open_high):
            return CONSISTENT
    return verdict


def _labels(ledger: Ledger) -> list[Finding]:
    """One range of pay printed for all levels in one place and for a single level in another (`repeats.label`)."""
    groups: dict[tuple[Any, ...], list[Fact]] = {}
    for fact in ledger.where(
        lambda fact: fact.measure == "salary" and is_range(fact) and bool(fact.role and fact.country)
    ):
        key = (fact.article, fact.role, fact.country, fact.location, fact.unit, fact.low, fact.high)
        groups.setdefault(key, []).append(fact)
    findings = []
    for group in groups.values():
        every = next((fact for fact in group if fact.level == "all" and fact.block_kind == "statement"), None)
        single = next((fact for fact in group if fact.level not in ("", "all")), None)
        if every and single:
            text = f"{printed(single)} stands here for {single.level} level and elsewhere for all levels."
            findings.append(Finding(
                "repeats.label", [("one level", single), ("all levels", every)], INCONSISTENT, text,
                ((single.low, single.high), (every.low, every.high)), single.unit, "mislabel",
                "a range of all levels labelled as that of one",
            ))  # fmt: skip
    return findings
