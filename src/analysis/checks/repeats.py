"""The same quantity stated in two places: end with end, a point against a range by containment, precision respected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.checks.core import CONSISTENT, INCONSISTENT, UNDETERMINED, WITHIN_ROUNDING, Term, same
from analysis.checks.model import (
    End,
    Ends,
    Fact,
    Finding,
    Ledger,
    Option,
    currency,
    is_named,
    is_open,
    is_range,
    may_differ,
    open_note,
    printed,
    value,
)

_KEYS: dict[str, tuple[str, ...]] = {
    "salary": (
        "role", "level", "country", "region", "location", "industry", "population", "component", "statistic",
        "company_size_low", "company_size_high", "experience_low", "experience_high",
    ),
    "pay_change": ("cause", "role", "level", "country", "region", "location", "component", "direction", "reference"),
    "market_size": ("market", "region", "scenario", "year"),
    "job_count": ("role", "region", "country", "scenario", "year"),
    "experience": ("level", "article"),
    "score": ("subject", "topic"),
    "duration": ("subject", "topic"),
}  # fmt: skip
_RATES = ("market", "role", "subject", "region", "scenario", "kind")
_EMPTY = {"level": "all", "region": "global", "component": "unspecified"}
_LEVELS = {
    "entry": "entry",
    "early": "entry",
    "junior": "entry",
    "mid": "mid",
    "senior": "senior",
    "executive": "executive",
}
_LEVEL = re.compile(rf"({'|'.join(_LEVELS)})(?:[- ](?:level|career|stage))?", re.I)


_ALL = re.compile(r"\ball (?:experience |seniority |career )?levels\b", re.I)


def check(ledger: Ledger) -> list[Finding]:
    """Every later statement of a quantity against the first one (`repeats.value`), and one range under two labels."""
    groups: dict[tuple[Any, ...], list[Fact]] = {}
    for fact in ledger.facts:
        if key := _key(fact):
            groups.setdefault(key, []).append(fact)
    pairs = [pair for group in groups.values() for pair in _pairs(group)]
    judged = Ends.judge(same, lambda end: _sides(ledger, pairs, end))
    found = (_finding(judged, row, first, again) for row, (first, again) in enumerate(pairs))
    return [finding for finding in found if finding] + _labels(ledger)


def subject(fact: Fact) -> str:
    """What a figure measures, without what its label adds in parentheses."""
    return re.sub(r"\s*\([^()]*\)", "", fact.subject).strip().casefold()


def _key(fact: Fact) -> tuple[Any, ...] | None:
    """What must be equal for two figures to state one quantity; None where too little is known to tell."""
    if fact.measure == "growth_rate":
        names = tuple(name for name in _RATES if not fact.market or name not in ("subject", "role"))
    else:
        names = _KEYS.get(fact.measure, ("subject",))
    parts = tuple(_part(fact, name) for name in names)
    known = parts[0] or (fact.measure == "growth_rate" and fact.role and parts[2])
    return (fact.measure, fact.unit, fact.signed, *parts) if known else None


def _part(fact: Fact, name: str) -> object:
    found = getattr(fact, name)
    if isinstance(found, float):
        return "" if np.isnan(found) else found
    if name == "subject":
        return subject(fact)
    if name == "level" and fact.measure == "experience":
        level = _LEVEL.fullmatch(subject(fact))
        return _LEVELS[level.group(1).casefold()] if level else subject(fact)
    if name == "statistic":
        return _statistic(fact)
    return "" if found == _EMPTY.get(name) else str(found).casefold()


def _statistic(fact: Fact) -> str:
    """The statistic of pay; a mean printed as two ends is a spread of means, unless its label says range."""
    label = f"{fact.column_label} {fact.row_label}".casefold()
    if fact.statistic == "range" and re.search(r"average|mean|median", label) and "range" not in label:
        return "range of means"
    return str(fact.statistic or "range")


def _place(fact: Fact) -> tuple[Any, ...]:
    return (fact.article, fact.block_kind, fact.block_index)


def _pairs(group: list[Fact]) -> list[tuple[Fact, Fact]]:
    """The first statement with each later one elsewhere; none where one place states the key twice, differently."""
    places: dict[tuple[Any, ...], set[tuple[float, float]]] = {}
    for fact in group:
        places.setdefault(_place(fact), set()).add((value(fact), value(fact, "high")))
    if any(len(stated) > 1 for stated in places.values()):
        return []
    rest = [fact for fact in group[1:] if _place(fact) != _place(group[0])]
    return [(group[0], fact) for fact in rest if _same_time(group[0], fact)]


def _same_time(one: Fact, other: Fact) -> bool:
    """Whether the years of the two agree as far as both are stated."""
    spans = ("start_year", "end_year") if one.measure == "growth_rate" else ("year",)
    years = [(getattr(one, name), getattr(other, name)) for name in spans]
    return all(np.isnan(mine) or np.isnan(its) or mine == its for mine, its in years)


def _dated_alike(one: Fact, other: Fact) -> bool:
    """Whether both are dated, or the dated one is of the year of publication, in which undated pay is meant."""
    if one.measure == "growth_rate":
        return not any(np.isnan((fact.start_year, fact.end_year)).any() for fact in (one, other))
    years = [fact.year for fact in (one, other) if not np.isnan(fact.year)]
    return len(years) != 1 or pd.isna(one.published) or years[0] == pd.Timestamp(one.published).year


def _sides(ledger: Ledger, pairs: list[tuple[Fact, Fact]], end: End) -> Mapping[str, Term]:
    """One end of both statements; a range whole where the other is a point."""
    sides: dict[str, Term] = {}
    for name, mine, other in (("left", 0, 1), ("right", 1, 0)):
        whole, point = ledger.term(pair[mine] for pair in pairs), ledger.term((pair[mine] for pair in pairs), end)
        spread = np.array([is_range(pair[mine]) and not is_range(pair[other]) for pair in pairs], dtype=bool)
        low, high = np.where(spread, whole.low, point.low), np.where(spread, whole.high, point.high)
        sides[name] = Term(low, high, whole.resolution, whole.rounding, whole.approximate)
    return sides


def _finding(judged: Ends, row: int, first: Fact, again: Fact) -> Finding | None:
    verdicts: dict[End, int] = {end: _unbounded(judged.verdict(row, end), first, again, end) for end in ("low", "high")}
    verdict = max(verdicts.values())
    end: End = "low" if verdicts["low"] == verdict else "high"
    loose = first.measure not in _KEYS and first.measure != "growth_rate"
    if verdict == INCONSISTENT and loose and (first.topic, first.population) != (again.topic, again.population):
        return None  # the same subject of another question is another quantity
    if verdict == INCONSISTENT and loose and not _measured_alike(first, again):
        return None  # two counts of one subject, of different things
    if verdict == INCONSISTENT and not _dated_alike(first, again):
        return None  # they may speak of different years
    apart = first.block_kind == again.block_kind == "statement" and first.section == again.section
    of_one = first.measure in ("salary", "market_size", "growth_rate") and subject(first) == subject(again)
    if verdict == INCONSISTENT and apart and not of_one:
        return None  # items of one list are of different things
    if verdict == INCONSISTENT and first.measure == "salary" and not (is_named(first) and is_named(again)):
        return None  # a role that prose inherits from its heading may be another's
    where = " in another article" if first.article != again.article else ""
    mixed = is_range(first) != is_range(again)
    ends = f"their {end} ends differ" if is_range(first) and not mixed else "they differ"
    words = {
        CONSISTENT: "the point lies within the range" if mixed else "they agree",
        WITHIN_ROUNDING: "the point lies within the range, rounded" if mixed else "they agree within rounding",
        INCONSISTENT: "the point lies outside the range" if mixed else ends,
    }
    text = f"{printed(again)} here and {printed(first)}{where or ' elsewhere'}: {words[verdict]}."
    finding = Finding("repeats.value", [("again", again), ("first", first)], verdict, text + open_note([first, again]),
                      (judged.side(row, 0), judged.side(row, 1)), again.unit)  # fmt: skip
    if verdict == INCONSISTENT:
        finding.options = [Option(f"{printed(first)} here, or {printed(again)} there", 0)]
        finding.severity = "definition" if again.measure == "experience" else ""
        if may_differ(first, again):
            finding.verdict, finding.explanation = UNDETERMINED, finding.explanation + " They may be two sources'."
    return finding


def _measured_alike(one: Fact, other: Fact) -> bool:
    """Whether the words that say what is measured are the same, where prose states both."""
    if not one.block_kind == other.block_kind == "statement" or one.cell == one.quote:
        return True
    return bool(one.column_label) and one.column_label.casefold() == other.column_label.casefold()


def _unbounded(verdict: int, first: Fact, again: Fact, end: End) -> int:
    """An open end agrees with whatever lies beyond its printed bound; two open bounds can both be true."""
    for one, other in ((first, again), (again, first)):
        both = is_open(one) and is_open(other) and not is_range(one) and not is_range(other)
        beyond = (one.open_high and end == "high" and value(other, "high") >= value(one, "high")) or (
            one.open_low and end == "low" and value(other) <= value(one)
        )
        point = (
            not is_range(one) and one.measure != "experience" and one.open_high and value(other, "high") >= value(one)
        )
        if both or beyond or point:
            return CONSISTENT
    return verdict


def _labels(ledger: Ledger) -> list[Finding]:
    """One range of pay printed for all levels in one place and for a single level in another (`repeats.label`)."""
    groups: dict[tuple[Any, ...], list[Fact]] = {}
    for fact in ledger.where(
        lambda fact: fact.measure == "salary" and is_range(fact) and bool(fact.role and fact.country)
    ):
        key = (fact.article, fact.role, fact.country, fact.location, currency(fact.unit), fact.low, fact.high)
        groups.setdefault(key, []).append(fact)
    findings = []
    for group in groups.values():
        every = next(
            (fact for fact in group if fact.level == "all" and (fact.cell == fact.quote or _ALL.search(fact.cell))),
            None,
        )
        single = next((fact for fact in group if fact.level not in ("", "all")), None)
        if every and single:
            text = f"{printed(single)} stands here for {single.level} level and elsewhere for all levels."
            sides = ((single.low, single.high), (every.low, every.high))
            findings.append(
                Finding("repeats.label", [("one level", single), ("all levels", every)], INCONSISTENT, text, sides,
                        single.unit, "mislabel", "a range of all levels, labelled as that of one")
            )  # fmt: skip
    return findings
