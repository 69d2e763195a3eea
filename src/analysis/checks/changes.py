"""Changes told in one sentence: "rose 6% to 52,400, up from 49,000", "fell by 7 points".

The sentence's own grammar says which figure is the start, the end and the change; one that does not is left alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from analysis.checks.core import CONSISTENT, INCONSISTENT, WITHIN_ROUNDING, Term, difference, judge
from analysis.checks.core import growth as relation
from analysis.checks.model import (
    Fact,
    Finding,
    Ledger,
    Sides,
    amount,
    currency,
    instead,
    intervals,
    little,
    open_note,
    printed,
    smallest,
    span,
    value,
)  # fmt: skip
from analysis.checks.told import (
    ABOUT,
    COUNTS,
    DOWN,
    FROM_TO,
    GAP,
    NOW,
    ON,
    OTHERWISE,
    PAST,
    SINCE,
    TO_FROM,
    UP,
    YEAR,
    Told,
    form,
    levelled,
    levels,
    mark,
    paragraphs,
    sentences,
)  # fmt: skip

_TURN = rf"(?P<turn>\b(?:{UP}|{DOWN})\b)"
_TURNED = rf"(?P<turned>\b(?:{UP}|{DOWN})\b)"
_RATE, _START, _END = mark("rate"), mark("start"), mark("end")
_LEAD = (
    r"(?:(?:an?|or|i\.e\.,?|that is|(?:which|that) (?:is|was|means|makes|gives)|meaning|making|represent(?:s|ing)|"
    r"mark(?:s|ing)|equal to|equivalent to|with|soit|eine?|une?|sharp|steep|total|overall|net|cumulative|average|"
    r"annual|steady|year[- ]on[- ]year|compound)\s+)*"
)
_ADVERBS = r"(?:\s+(?!from\b|to\b|than\b|against\b)[^\W\d]+){0,2}?"
_NOUN = r"increase|rise|gain|jump|climb|surge|growth|uplift|decrease|decline|drop|fall|reduction|cut|slump|plunge"
#: ", an increase of 15%", ", a 15% increase", " (+15%)": with no subject of its own.
_TAIL = (
    rf"(?:(?:(?!,|\band\b)(?:[^⟦⟧\d;.,(]|{YEAR})){{0,60}}?\s*[,:–—(-]+\s*{_LEAD}"
    rf"(?:{_TURN}{_ADVERBS}\s+{ABOUT}{_RATE}|{ABOUT}⟦(?P<rated>\d+)⟧\s+(?:[\w-]+\s+)?{_TURNED})"
    r"|\s*\(\s*⟦(?P<signed>\d+)⟧\s*\))"
)
#: ", so the sector grew by 29%": what follows from two levels, whoever is named again.
_SO = (
    rf"(?:[^⟦⟧.;\d]|{YEAR}){{0,40}}?[,;–—]\s*(?:so|thus|hence|which means|meaning)\b[^⟦⟧.;\d]{{0,60}}?"
    rf"{_TURN}{_ADVERBS}\s+{ABOUT}{_RATE}"
)
_WAS = r"(?:was|were|stood at|had been|had|reached|came to|counted)"
_FORMS = tuple(
    map(
        form,
        (
            rf"{FROM_TO}{_TAIL}",
            rf"{_TURN}\s+{ABOUT}{_RATE}{GAP}{TO_FROM}",
            rf"{_END}{GAP}[,(–—]\s*{_TURN}\s+{ABOUT}{_RATE}{GAP}\b(?:from|compared (?:with|to)|on)\s+{ABOUT}{_START}",
            rf"{_START}{GAP}\b{YEAR}{GAP}\b(?:and|became|to)\b\s+{_END}{GAP}\b{YEAR}{_TAIL}",
            rf"{_START}{GAP}\b{YEAR}{GAP}\band\b{GAP}{_END}{GAP}\b{YEAR},\s*which\s+(?:is|was|means|would be|makes)\s+"
            rf"{ABOUT}{_TURN}\s+{ABOUT}{_RATE}",
            rf"{_START}{GAP}\bbecame\s+{_END}{_TAIL}",
            rf"{_TURN}{_ADVERBS}\s+{ABOUT}{_RATE}{ON}{FROM_TO}",
            rf"{_RATE}\s+(?:[\w-]+\s+)?(?P<turn>\b(?:{_NOUN})\b){ON}{FROM_TO}",
            rf"{_RATE}\s+(?:[\w-]+\s+)?(?P<turn>\b(?:{_NOUN})\b){ON}{TO_FROM}",
            rf"{_END}{GAP}\b{SINCE}{ABOUT}{_START}{_TAIL}",
            rf"{_END}{GAP}[,(–—]\s*(?:or |a |some )*{_RATE}\s+{_TURN}\s+than\s+(?:[^\W\d]+\s+){{0,3}}?{_START}",
            # fell from 61 to 54, i.e. by 7
            rf"{_TURN}{ON}{FROM_TO}\s*[,(–—]\s*(?:i\.e\.,?|that is,?|or|so|thus)?\s*by\s+{ABOUT}{_RATE}",
            # begin on 38,500 and go to 41,600 after probation, 8% more
            rf"{_START}{GAP}\b(?:and|then)\s+(?:\w+\s+){{0,2}}?(?:go|ris|mov|climb)\w*\s+to\s+{ABOUT}{_END}{_TAIL}",
            # 2,840 the year before, 2,556 were counted now, which means a decline of 10%
            rf"{_START}{GAP}\b{PAST}{GAP}{_END}{GAP}\b{NOW}{_TAIL}",
            rf"\b{PAST}{GAP}{_START}{GAP}\b{NOW}{GAP}{_END}{_TAIL}",
        ),
    )
)
#: Told over two sentences: "It is 399. A year ago it was 362, so it has gone up by 10%".
_LONGER = (
    form(
        rf"{_END}(?:[^⟦⟧.;\d]|{YEAR}){{0,60}}?[.;,]\s+(?:and\s+)?{PAST}(?:[^⟦⟧.;\d]|{YEAR}){{0,40}}?\b{_WAS}\s+"
        rf"{ABOUT}{_START}{_SO}"
    ),
)
_FALL = re.compile(DOWN, re.I)
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


@dataclass(frozen=True, slots=True)
class Change:
    """Two levels of one sentence and the change stated between them, applied once or once a year."""

    start: Fact
    end: Fact
    rate: Fact
    falls: bool
    years: int


def check(ledger: Ledger) -> list[Finding]:
    """Each change between two levels of one sentence against the rate or the difference it states."""
    found = [finding for told in sentences(ledger, 3) for finding in _changes(ledger, told, _FORMS)]
    longer = [finding for told in paragraphs(ledger) for finding in _changes(ledger, told, _LONGER)]
    judged = {finding.figures[0][1].figure_id for finding in found}
    return [*found, *(finding for finding in longer if finding.figures[0][1].figure_id not in judged)]


def _changes(ledger: Ledger, told: Told, forms: Iterable[re.Pattern[str]]) -> Iterator[Finding]:
    """The changes of a sentence, each rate once, by the first form of words that fits."""
    seen: set[str] = set()
    for found in told.find(*forms):
        words = found.groupdict()
        number = next(mark for name in ("rate", "rated", "signed") if (mark := words.get(name)))
        start, end, rate = (told.facts[int(i)] for i in (words["start"], words["end"], number))
        behind = re.split(r"[⟦;]", told.text[found.end() :])[0][:40]
        years = _years(found.group(), f"{rate.quote}{behind}")
        if number in seen or years is None or _elsewhere(found.group(), behind):
            continue
        if not _comparable(start, end, rate):
            continue
        seen.add(number)
        turn = words.get("turn") or words.get("turned") or ""
        change = Change(start, end, rate, bool(_FALL.match(turn)), years)
        yield _growth(ledger, change) if rate.unit == "percent" else _difference(ledger, change)


def _elsewhere(words: str, behind: str) -> bool:
    """Whether the rate may count from another level than the one told."""
    dates = set(re.findall(YEAR, behind))
    other = _BASE.match(behind) and not (dates and dates <= set(re.findall(YEAR, words)))
    return bool(
        other
        or OTHERWISE.search(words + behind)
        or (_ON_YEAR.search(words + behind) and _SHORTER.search(words + behind))
    )


def _years(words: str, behind: str) -> int | None:
    """How often the rate is applied: once, or once a year between the two years; None where that is not said."""
    if not _YEARLY.search(words) and not _YEARLY.search(behind):
        return 1
    dates = sorted({int(year) for year in re.findall(YEAR, re.sub(r"⟦\d+⟧", "", words))})
    return dates[1] - dates[0] if len(dates) == 2 else None


def _comparable(start: Fact, end: Fact, rate: Fact) -> bool:
    """Two points of one unit, and a rate or a difference that can be their change."""
    if not levelled(start, end):
        return False
    own = start.unit.partition("/")[0]
    points = rate.unit == "percentage_point" and own == "percent"
    money = bool(currency(own)) and rate.unit.partition("/")[0] == own
    counts = own in COUNTS and rate.unit in COUNTS
    return points or money or counts or bool(rate.unit == "percent")


def _stated(ledger: Ledger, change: Change) -> Term:
    """The change, negative where its words say so and its sign does not."""
    term = ledger.term([change.rate])
    return replace(term, low=-term.high, high=-term.low) if change.falls and value(change.rate) > 0 else term


def _growth(ledger: Ledger, told: Change) -> Finding:
    start, end, rate, years = told.start, told.end, told.rate, told.years
    judged = judge(relation, {"rate": _stated(ledger, told)} | levels(ledger, start, end), {"years": [years]})
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
    text += f" {kind}; {printed(rate)} is stated."
    text += little(implied) if verdict in (CONSISTENT, WITHIN_ROUNDING) else ""
    figures = [("rate", rate), ("start", start), ("end", end)]
    text += open_note([start, end, rate])
    finding = Finding("growth.change", figures, verdict, text, (stated, implied), "percent")
    if verdict == INCONSISTENT:
        _explain(ledger, finding, told, change)
    return finding


def _explain(ledger: Ledger, finding: Finding, told: Change, change: float) -> None:
    rate, start, end = told.rate, told.start, told.end
    size = abs(value(rate))
    stated = -size if told.falls else value(rate)
    if (stated < 0) == (change < 0):
        factor = (1 + stated / 100) ** told.years
        finding.options = smallest(
            [instead(rate, math.copysign(change, value(rate)), value(rate)), instead(end, value(start) * factor)]
            + ([instead(start, value(end) / factor)] if factor > 0 else [])
        )
    if start.unit == end.unit == "percent" and _points(ledger, told)[0] != INCONSISTENT:
        moved = abs(value(end) - value(start))
        finding.severity, finding.options = "mislabel", finding.options[:1]
        finding.slip = f"a difference of {moved:.4g} percentage points, labelled as a change in percent"


def _points(ledger: Ledger, told: Change) -> tuple[int, Sides]:
    judged = judge(difference, {"difference": _stated(ledger, told)} | levels(ledger, told.start, told.end))
    return int(judged.verdict[0]), intervals(judged, 0)


def _difference(ledger: Ledger, told: Change) -> Finding:
    """A change in points or in the levels' own unit (`percent_points.difference`, `growth.difference`)."""
    verdict, sides = _points(ledger, told)
    start, end, rate = told.start, told.end, told.rate
    moved = value(end) - value(start)
    points = rate.unit == "percentage_point"
    by = f"{moved:+.4g} points" if points else f"{'+' if moved > 0 else ''}{amount(moved, rate.unit)}"
    text = f"{printed(start)} to {printed(end)} is {by}; {printed(rate)} is stated.{open_note([start, end, rate])}"
    figures = [("difference", rate), ("start", start), ("end", end)]
    name = "percent_points.difference" if points else "growth.difference"
    finding = Finding(name, figures, verdict, text, sides, rate.unit)
    if verdict == INCONSISTENT:
        finding.options = [instead(rate, math.copysign(moved, value(rate)))]
    return finding
