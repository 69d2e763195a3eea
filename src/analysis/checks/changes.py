"""Changes told in one sentence: "rose 6% to 52,400, up from 49,000", "doubled from 4,000 to 8,100".

The sentence's own grammar says which figure is the start, the end and the change; one that does not is left alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from analysis.checks.core import CONSISTENT, INCONSISTENT, WITHIN_ROUNDING, Term, difference, judge, ratio
from analysis.checks.core import growth as relation
from analysis.checks.model import (
    Fact,
    Finding,
    Ledger,
    Option,
    Sides,
    amount,
    currency,
    instead,
    intervals,
    is_range,
    little,
    open_note,
    printed,
    smallest,
    span,
    value,
)  # fmt: skip
from analysis.checks.told import ABOUT, COUNTS, GAP, YEAR, Told, mark, sentences

_UP = (
    r"increas\w*|ris(?:e|es|en|ing)|rose|gr[eo]w\w*|growth|gain\w*|jump\w*|climb\w*|surg\w*|soar\w*|up|higher|"
    r"advanc\w*|expan\w+|uplift|plus|more|anstieg|zuwachs|stieg\w*|gestiegen|wuchs\w*|gewachsen|hausse|augment\w*|"
    r"croissance|progress\w*"
)
_DOWN = (
    r"decreas\w*|declin\w*|drop\w*|f[ae]ll(?:s|en|ing)?|reduc\w+|cut|down|lower|less|fewer|shr[aiu]nk\w*|slip\w*|"
    r"slump\w*|plung\w*|tumbl\w*|minus|rückgang|sank|gesunken|baiss\w*|recul\w*|diminu\w*"
)
_TURN = rf"(?P<turn>\b(?:{_UP}|{_DOWN})\b)"
_TURNED = rf"(?P<turned>\b(?:{_UP}|{_DOWN})\b)"
_RATE, _START, _END = mark("rate"), mark("start"), mark("end")
_LEAD = (
    r"(?:(?:an?|or|i\.e\.,?|that is|which (?:is|was)|represent(?:s|ing)|mark(?:s|ing)|equal to|equivalent to|with|soit|"
    r"eine?|une?|sharp|steep|total|overall|net|cumulative|average|annual|steady|year[- ]on[- ]year|compound)\s+)*"
)
_ADVERBS = r"(?:\s+(?!from\b|to\b|than\b|against\b)[^\W\d]+){0,2}?"
_SINCE = r"(?:(?:up|down)\s+)?(?:from|compared (?:with|to)|against|versus|vs\.?)\s+"
#: Between a change and its levels no other subject may begin.
_ON = rf"(?:(?!\b(?:and|with|{_UP}|{_DOWN})\b)(?:[^⟦⟧\d;.]|\.(?=\S)|{YEAR})){{0,60}}?"
_NOUN = r"increase|rise|gain|jump|climb|surge|growth|uplift|decrease|decline|drop|fall|reduction|cut|slump|plunge"
#: ", an increase of 15%", ", a 15% increase", " (+15%)": with no subject of its own.
_TAIL = (
    rf"(?:(?:(?!,|\band\b)(?:[^⟦⟧\d;.,(]|{YEAR})){{0,60}}?\s*[,:–—(-]+\s*{_LEAD}"
    rf"(?:{_TURN}{_ADVERBS}\s+{ABOUT}{_RATE}|{ABOUT}⟦(?P<rated>\d+)⟧\s+(?:[\w-]+\s+)?{_TURNED})"
    r"|\s*\(\s*⟦(?P<signed>\d+)⟧\s*\))"
)
_FROM_TO = rf"\b(?:from|von|de)\s+{ABOUT}{_START}{GAP}\b(?:to|auf|à)\s+{ABOUT}{_END}"
_TO_FROM = rf"\bto\s+{ABOUT}{_END}{GAP}\b{_SINCE}{ABOUT}{_START}"
#: Changes in words, and how many times the start they make the end.
_WORDS = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadrupl": 4.0, "quintupl": 5.0, "halv": 0.5}
_MULTIPLE = (
    r"(?P<hedge>(?:more than|over|well over|nearly|almost|close to|about|around|roughly|(?:more or )?less than)\s+)?"
    rf"(?P<word>(?:{'|'.join(_WORDS)})(?:es?|ed|ing|e)?)\b"
)
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"{_FROM_TO}{_TAIL}",
        rf"{_TURN}\s+{ABOUT}{_RATE}{GAP}{_TO_FROM}",
        rf"{_END}{GAP}[,(–—]\s*{_TURN}\s+{ABOUT}{_RATE}{GAP}\b(?:from|compared (?:with|to)|on)\s+{ABOUT}{_START}",
        rf"{_START}{GAP}\b{YEAR}{GAP}\b(?:and|became|to)\b\s+{_END}{GAP}\b{YEAR}{_TAIL}",
        rf"{_START}{GAP}\bbecame\s+{_END}{_TAIL}",
        rf"{_TURN}{_ADVERBS}\s+{ABOUT}{_RATE}{_ON}{_FROM_TO}",
        rf"{_RATE}\s+(?:[\w-]+\s+)?(?P<turn>\b(?:{_NOUN})\b){_ON}{_FROM_TO}",
        rf"{_RATE}\s+(?:[\w-]+\s+)?(?P<turn>\b(?:{_NOUN})\b){_ON}{_TO_FROM}",
        rf"{_END}{GAP}\b{_SINCE}{ABOUT}{_START}{_TAIL}",
        rf"{_END}{GAP}[,(–—]\s*(?:or |a |some )*{_RATE}\s+{_TURN}\s+than\s+(?:[^\W\d]+\s+){{0,3}}?{_START}",
    )
)
_MULTIPLES = tuple(
    re.compile(form, re.I)
    for form in (
        rf"\b{_MULTIPLE}{_ON}{_FROM_TO}",
        rf"\b{_MULTIPLE}{_ON}{_TO_FROM}",
        rf"{_FROM_TO}(?:[^⟦⟧\d;.,(]|{YEAR}){{0,40}}?\s*[,:–—(-]+\s*{_LEAD}{_MULTIPLE}",
        rf"(?:\b(?:{_UP})\s+)?(?:by\s+)?(?:a factor of\s+)?{_RATE}{_ON}{_FROM_TO}",
        rf"(?:\b(?:{_UP})\s+)?(?:by\s+)?(?:a factor of\s+)?{_RATE}{_ON}{_TO_FROM}",
        rf"{_FROM_TO}(?:[^⟦⟧\d;.,(]|{YEAR}){{0,40}}?\s*[,:–—(-]+\s*{_LEAD}{_RATE}",
        rf"{_RATE} as (?:many|much|high|large|likely|often)\b[^⟦⟧;.()]{{0,40}}\({_END}\){GAP}\bas\b{GAP}\({_START}\)",
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


@dataclass(frozen=True, slots=True)
class Change:
    """Two levels of one sentence and the change stated between them, applied once or once a year."""

    start: Fact
    end: Fact
    rate: Fact
    falls: bool
    years: int


def check(ledger: Ledger) -> list[Finding]:
    """Each change between two levels of one sentence against the rate, the difference or the multiple it states."""
    return [finding for told in sentences(ledger) for finding in (*_changes(ledger, told), *_multiples(ledger, told))]


def _changes(ledger: Ledger, told: Told) -> Iterator[Finding]:
    """The changes of a sentence, each rate once, by the first form of words that fits."""
    seen: set[str] = set()
    for found in told.find(*_FORMS):
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
        or _OTHERWISE.search(words + behind)
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
    if not _levelled(start, end):
        return False
    own = start.unit.partition("/")[0]
    points = rate.unit == "percentage_point" and own == "percent"
    money = bool(currency(own)) and rate.unit.partition("/")[0] == own
    counts = own in COUNTS and rate.unit in COUNTS
    return points or money or counts or bool(rate.unit == "percent")


def _levelled(start: Fact, end: Fact) -> bool:
    """Whether two figures are points of one unit, above zero."""
    (one, _, its), (other, _, own) = start.unit.partition("/"), end.unit.partition("/")
    alike = (one == other or {one, other} <= COUNTS) and (its == own or not its or not own)
    return bool(alike and not any(map(is_range, (start, end))) and value(start) > 0)


def _levels(ledger: Ledger, start: Fact, end: Fact) -> dict[str, Term]:
    """The two levels; zeros of one are rounding no coarser than those of the other, as within a range."""
    sides = {"start": ledger.term([start]), "end": ledger.term([end])}
    if start.scale != end.scale:
        return sides
    finest = np.minimum(sides["start"].rounding, sides["end"].rounding)
    return {name: replace(side, rounding=np.maximum(side.resolution, finest)) for name, side in sides.items()}


def _stated(ledger: Ledger, change: Change) -> Term:
    """The change, negative where its words say so and its sign does not."""
    term = ledger.term([change.rate])
    return replace(term, low=-term.high, high=-term.low) if change.falls and value(change.rate) > 0 else term


def _growth(ledger: Ledger, told: Change) -> Finding:
    start, end, rate, years = told.start, told.end, told.rate, told.years
    judged = judge(relation, {"rate": _stated(ledger, told)} | _levels(ledger, start, end), {"years": [years]})
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
    judged = judge(difference, {"difference": _stated(ledger, told)} | _levels(ledger, told.start, told.end))
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


def _multiples(ledger: Ledger, told: Told) -> Iterator[Finding]:
    """`Nearly tripled from 3.1 to 9.0`, `grew 2.5 times, from …` (`growth.multiple`)."""
    seen: set[str] = set()
    for found in told.find(*_MULTIPLES):
        words = found.groupdict()
        start, end = told.facts[int(words["start"])], told.facts[int(words["end"])]
        rate = told.facts[int(words["rate"])] if words.get("rate") else None
        behind = re.split(r"[⟦;]", told.text[found.end() :])[0][:40]
        if words["end"] in seen or not _levelled(start, end) or _elsewhere(found.group(), behind):
            continue
        if rate is None or rate.unit == "multiple":
            seen.add(words["end"])
            yield _multiple(ledger, start, end, rate or f"{words['hedge'] or ''}{words['word']}")


def _multiple(ledger: Ledger, start: Fact, end: Fact, stated: Fact | str) -> Finding:
    """A multiple in words is good to half a unit, cut off to a whole one; halving is doubling the other way."""
    if in_words := isinstance(stated, str):
        times = next(times for word, times in _WORDS.items() if word in stated.casefold())
    else:
        times = value(stated)
    sides, factor = _levels(ledger, start, end), value(end) / value(start)
    if times < 1:
        sides, times, factor = {"start": sides["end"], "end": sides["start"]}, 1 / times, 1 / factor
    if isinstance(stated, str):
        term, said = _in_words(stated, times, factor), f'"{stated}"'
    else:
        term, said = ledger.term([stated]), printed(stated)
    judged = judge(ratio, sides | {"multiple": term})
    verdict, bounds = int(judged.verdict[0]), intervals(judged, 0)
    low, high = (f"{bound:.3g}" for bound in bounds[1])
    text = f"{printed(start)} to {printed(end)} is {factor:.3g} times{' less' if value(end) < value(start) else ''}"
    text += f", {low} to {high} with rounding" if low != high else ""
    text += f"; {said} is stated.{open_note([start, end])}"
    figures = [("end", end), ("start", start), *([] if in_words else [("multiple", stated)])]
    finding = Finding("growth.multiple", figures, verdict, text, bounds, "multiple")
    if verdict == INCONSISTENT:
        need = Option(f"{factor:.2g} times instead of {said}", abs(factor / times - 1))
        grown = value(start) * times if value(end) >= value(start) else value(start) / times
        finding.options = smallest([need, instead(end, grown)])
    return finding


def _in_words(stated: str, times: float, factor: float) -> Term:
    """All the multiples that words such as `more than doubled` stand for, as far as they matter for this one."""
    if re.search(r"less than", stated, re.I) and not re.search(r"more or less", stated, re.I):
        return Term.of([min(times, factor)], [times])
    if re.search(r"more than|over", stated, re.I):
        return Term.of([times], [max(times, factor)])
    return Term.of([times], [times], 0.5, 1.0)
