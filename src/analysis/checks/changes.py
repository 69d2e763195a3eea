"""Changes told in one sentence: "rose 6% to 52,400, up from 49,000"; and a part given twice: "55% of them, or 7,843".

The sentence's own grammar says which figure is the start, the end and the rate; one that does not is left alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from analysis.checks.core import INCONSISTENT, Term, difference, judge
from analysis.checks.core import growth as relation
from analysis.checks.model import (
    Fact,
    Finding,
    Ledger,
    Sides,
    amount,
    instead,
    intervals,
    is_range,
    open_note,
    printed,
    smallest,
    span,
    value,
)  # fmt: skip
from analysis.checks.shares import Case, products

_YEAR = r"(?:19|20)\d\d(?!\d)"
#: Words between two figures: no other number but a year, and no other clause.
_GAP = rf"(?:(?!\b(?:while|whereas|but|although)\b)(?:[^⟦⟧\d;.]|\.(?=\S)|{_YEAR})){{0,80}}?"
_UP = (
    r"increas\w*|ris(?:e|es|en|ing)|rose|gr[eo]w\w*|growth|gain\w*|jump\w*|climb\w*|surg\w*|up|higher|advanc\w*|"
    r"expan\w+|plus|anstieg|zuwachs|stieg\w*|gestiegen|wuchs\w*|gewachsen|hausse|augment\w*|croissance|progress\w*"
)
_DOWN = (
    r"decreas\w*|declin\w*|drop\w*|f[ae]ll(?:s|en|ing)?|reduc\w+|cut|down|lower|shr[aiu]nk\w*|slip\w*|slump\w*|"
    r"minus|rückgang|sank|gesunken|baiss\w*|recul\w*|diminu\w*"
)
_TURN = rf"(?P<turn>\b(?:{_UP}|{_DOWN})\b)"
_ABOUT = r"(?:(?:of|by|von|um|de|d['’]|about|around|roughly|nearly|almost|some|a|an|the|further|environ|rund|etwa)\s*)*"
_RATE = r"⟦(?P<rate>\d+)⟧"
_LEAD = (
    r"(?:(?:an?|or|i\.e\.,?|that is|which (?:is|was)|represent(?:s|ing)|mark(?:s|ing)|equal to|equivalent to|with|soit|"
    r"eine?|une?|sharp|steep|total|overall|net|cumulative|average|annual|steady|year[- ]on[- ]year|compound)\s+)*"
)
#: ", an increase of 15%" and ", a 15% increase": behind a comma, a dash or a bracket, with no subject of its own.
_TAIL = (
    rf"(?:(?!,|\band\b)(?:[^⟦⟧\d;.,(]|{_YEAR})){{0,60}}?\s*[,:–—(-]+\s*{_LEAD}"
    rf"(?:{_TURN}(?:\s+(?!from\b|to\b|than\b|against\b)[^\W\d]+){{0,2}}?\s+{_ABOUT}{_RATE}"
    rf"|{_ABOUT}⟦(?P<rated>\d+)⟧\s+(?P<turned>{_UP}|{_DOWN})\b)"
)
_START, _END = r"⟦(?P<start>\d+)⟧", r"⟦(?P<end>\d+)⟧"
_SINCE = r"(?:(?:up|down)\s+)?(?:from|compared (?:with|to)|against|versus|vs\.?)\s+"
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"\b(?:from|von|de)\s+{_START}{_GAP}\b(?:to|auf|à)\s+{_END}{_TAIL}",
        rf"{_TURN}\s+{_ABOUT}{_RATE}{_GAP}\bto\s+{_END}{_GAP}\b{_SINCE}{_START}",
        rf"{_END}{_GAP}[,(–—]\s*{_TURN}\s+{_ABOUT}{_RATE}{_GAP}\b(?:from|compared (?:with|to)|on)\s+{_START}",
        rf"{_START}{_GAP}\b{_YEAR}{_GAP}\b(?:and|became|to)\b\s+{_END}{_GAP}\b{_YEAR}{_TAIL}",
        rf"{_START}{_GAP}\bbecame\s+{_END}{_TAIL}",
    )
)
_FALL = re.compile(_DOWN, re.I)
#: Rates that are no ratio of the two levels as printed.
_OTHERWISE = re.compile(
    r"\breal terms|\binflation|constant currenc|\borganic|like[- ]for[- ]like|\badjusted|\bper (?:capita|head)", re.I
)
_YEARLY = re.compile(
    r"\bcagr\b|\bcompound|\bannual(?:ly|i[sz]ed)?\b|\byearly\b|"
    r"\b(?:a|per|each|every) (?:year|annum|month|quarter|week)\b(?! (?:earlier|ago|before))|"
    r"\bjährlich|\bpro jahr\b|\bannuel\w*|\bpar an\b",
    re.I,
)
#: A rate counted from something else than the level told: "an increase of 8% on 2019".
_BASE = re.compile(r"\W*(?:\w+\s+){0,2}?(?:on|from|since|compared|than|versus|vs|against|over|above|below)\b", re.I)
_SHORTER = re.compile(r"\b(?:quarter|month|week)s?\b|\bq[1-4]\b", re.I)
_ON_YEAR = re.compile(
    r"\byear[- ]o(?:n|ver)[- ]year\b|\byoy\b|\by/y\b|\bon the year\b|\ba year (?:earlier|ago)\b", re.I
)
_PART = re.compile(
    r"⟦(?P<percent>\d+)⟧\s+of\s+(?:them|it|these|those|this|that|the total|the whole)\s*"
    r"(?:,|\(|–|—)\s*(?:or|i\.e\.,?|equal to|which is|that is|about|some|\s)*⟦(?P<part>\d+)⟧",
    re.I,
)
_COUNTS = frozenset({"count", "job", "employee"})


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence with its figures, and its text with ⟦i⟧ for each of them."""

    facts: list[Fact]
    text: str


def check(ledger: Ledger) -> list[Finding]:
    """Each change between two levels of one sentence against the rate it states."""
    return [finding for sentence in _sentences(ledger) for finding in _changes(ledger, sentence)]


def parts(ledger: Ledger) -> list[Finding]:
    """Each part against its share of a whole in one sentence (`shares.part`)."""
    return products(ledger, "shares.part", [case for sentence in _sentences(ledger) for case in _parts(sentence)])


def _sentences(ledger: Ledger) -> Iterator[_Told]:
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in ledger.where(lambda fact: fact.block_kind == "statement" and fact.cell != fact.quote):
        groups.setdefault((fact.article, fact.block_index, fact.cell), []).append(fact)
    for (*_, cell), facts in groups.items():
        facts = sorted(facts, key=lambda fact: int(fact.figure_id.rpartition("/")[2]))
        text, at = "", 0
        for i, fact in enumerate(facts):
            found = str(cell).find(fact.quote, at)
            if found < 0:
                break
            lead = re.match(r"(?:from|von|de)\s+", fact.quote, re.I)
            text += f"{str(cell)[at:found]}{lead.group() if lead else ''}⟦{i}⟧"
            at = found + len(fact.quote)
        else:
            if len(facts) > 2:
                yield _Told(facts, text + str(cell)[at:])


def _changes(ledger: Ledger, told: _Told) -> Iterator[Finding]:
    """The changes of a sentence, each rate once, by the first form of words that fits."""
    seen: set[str] = set()
    for found in (found for form in _FORMS for found in form.finditer(told.text)):
        words = found.groupdict()
        number = words["rate"] or words.get("rated") or ""
        start, end, rate = (told.facts[int(i)] for i in (words["start"], words["end"], number))
        behind = re.split(r"[⟦;]", told.text[found.end() :])[0][:40]
        years = _years(found.group(), f"{rate.quote}{behind}")
        if number in seen or years is None or _elsewhere(found.group(), behind):
            continue
        if not _comparable(start, end, rate):
            continue
        seen.add(number)
        falls = bool(_FALL.match(words.get("turn") or words.get("turned") or ""))
        judged = _difference if rate.unit != "percent" else _growth
        yield judged(ledger, start, end, rate, falls, years)


def _elsewhere(words: str, behind: str) -> bool:
    """Whether the rate may count from another level than the one told."""
    dates = set(re.findall(_YEAR, behind))
    other = _BASE.match(behind) and not (dates and dates <= set(re.findall(_YEAR, words)))
    return bool(
        other
        or _OTHERWISE.search(words + behind)
        or (_ON_YEAR.search(words + behind) and _SHORTER.search(words + behind))
    )


def _years(words: str, behind: str) -> int | None:
    """How often the rate is applied: once, or once a year between the two years; None where that is not said."""
    if not _YEARLY.search(words) and not _YEARLY.search(behind):
        return 1
    dates = sorted({int(year) for year in re.findall(_YEAR, re.sub(r"⟦\d+⟧", "", words))})
    return dates[1] - dates[0] if len(dates) == 2 else None


def _comparable(start: Fact, end: Fact, rate: Fact) -> bool:
    """Two points of one unit, and a rate that can be their change."""
    (one, _, its), (other, _, own) = start.unit.partition("/"), end.unit.partition("/")
    alike = (one == other or {one, other} <= _COUNTS) and (its == own or not its or not own)
    points = rate.unit == "percentage_point" and one == other == "percent"
    known = not any(map(is_range, (start, end))) and value(start) > 0
    return alike and known and (points or rate.unit == "percent")


def _levels(ledger: Ledger, start: Fact, end: Fact) -> dict[str, Term]:
    """The two levels; zeros of one are rounding no coarser than those of the other, as within a range."""
    sides = {"start": ledger.term([start]), "end": ledger.term([end])}
    if start.scale != end.scale:
        return sides
    finest = np.minimum(sides["start"].rounding, sides["end"].rounding)
    return {name: replace(side, rounding=np.maximum(side.resolution, finest)) for name, side in sides.items()}


def _stated(ledger: Ledger, rate: Fact, falls: bool) -> Term:
    """The rate, negative where its words say so and its sign does not."""
    term = ledger.term([rate])
    return replace(term, low=-term.high, high=-term.low) if falls and value(rate) > 0 else term


def _growth(ledger: Ledger, start: Fact, end: Fact, rate: Fact, falls: bool, years: int) -> Finding:
    sides = {"rate": _stated(ledger, rate, falls)} | _levels(ledger, start, end)
    judged = judge(relation, sides, {"years": [years]})
    verdict = int(judged.verdict[0])
    change = ((value(end) / value(start)) ** (1 / years) - 1) * 100
    bounds = [[(max(side, 0.0) ** (1 / years) - 1) * 100 for side in pair] for pair in intervals(judged, 0)]
    stated, implied = ((low, high) for low, high in bounds)
    kind = f"a year over {years} years" if years > 1 else "in all"
    text = f"{printed(start)} to {printed(end)} is {amount(change, 'percent')}"
    text += (
        f", {span(*implied, 'percent')} with rounding,"
        if amount(change, "percent") != span(*implied, "percent")
        else ""
    )
    text += f" {kind}; {printed(rate)} is stated.{open_note([start, end, rate])}"
    figures = [("rate", rate), ("start", start), ("end", end)]
    finding = Finding("growth.change", figures, verdict, text, (stated, implied), "percent")
    if verdict == INCONSISTENT:
        _explain(ledger, finding, falls, change, years)
    return finding


def _explain(ledger: Ledger, finding: Finding, falls: bool, change: float, years: int) -> None:
    rate, start, end = (fact for _, fact in finding.figures)
    size = abs(value(rate))
    stated = -size if falls else size
    if (stated < 0) == (change < 0):
        factor = (1 + stated / 100) ** years
        finding.options = smallest(
            [instead(rate, math.copysign(change, value(rate)), value(rate)), instead(end, value(start) * factor)]
            + ([instead(start, value(end) / factor)] if factor > 0 else [])
        )
    if start.unit == end.unit == "percent" and _points(ledger, start, end, rate, falls)[0] != INCONSISTENT:
        moved = abs(value(end) - value(start))
        finding.severity, finding.options = "mislabel", finding.options[:1]
        finding.slip = f"a difference of {moved:.4g} percentage points, labelled as a change in percent"


def _points(ledger: Ledger, start: Fact, end: Fact, rate: Fact, falls: bool) -> tuple[int, Sides]:
    sides = {"difference": _stated(ledger, rate, falls)} | _levels(ledger, start, end)
    judged = judge(difference, sides)
    return int(judged.verdict[0]), intervals(judged, 0)


def _difference(ledger: Ledger, start: Fact, end: Fact, rate: Fact, falls: bool, years: int) -> Finding:
    verdict, sides = _points(ledger, start, end, rate, falls)
    moved = value(end) - value(start)
    text = f"{printed(start)} to {printed(end)} is {moved:+.4g} points; {printed(rate)} is stated."
    figures = [("difference", rate), ("start", start), ("end", end)]
    finding = Finding("percent_points.difference", figures, verdict, text, sides, "percentage_point")
    if verdict == INCONSISTENT:
        finding.options = [instead(rate, math.copysign(moved, value(rate)))]
    return finding


def _parts(told: _Told) -> Iterator[Case]:
    """(percent, whole, part) of `... 14,260 ...; London accounted for 55% of them, or 7,843`."""
    for found in _PART.finditer(told.text):
        percent, part = (told.facts[int(found[name])] for name in ("percent", "part"))
        before = [fact for fact in told.facts[: int(found["percent"])] if _same_kind(fact, part)]
        before = [fact for fact in before if value(fact) > 0 and not is_range(fact)]
        if before and percent.unit == "percent" != part.unit and not is_range(part):
            # of several wholes it may mean, the one that fits best
            yield percent, min(before, key=lambda whole: abs(value(part) / value(whole) * 100 - value(percent))), part


def _same_kind(one: Fact, other: Fact) -> bool:
    return bool(one.unit == other.unit or {one.unit, other.unit} <= _COUNTS)
