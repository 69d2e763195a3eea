"""When a figure of prose holds: the year of a level; kind, span and sign of a growth rate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from analysis.figures.prose.mention import CAGR, DOWN, TO_COME, UP, Mention
from analysis.figures.prose.timing import is_year_on_year, says_year_before, span_of, year_after, year_before, years_in

_YEARLY = re.compile(
    r"\b(?:annual(?:ly|i[sz]ed)?|per year|per annum|(?:a|each|every) year|yearly|p\.a\.|jährlich|"
    r"pro jahr)(?! (?:earlier|ago|before))",
    re.I,
)
#: The year a rate counts from, printed behind it: `an increase of 8% on 2019`.
_BASE = re.compile(
    r"\s*(?:[\w-]+\s+){0,2}?(?:on|over|than(?: in)?|above|compared (?:to|with)|versus)\s+((?:19|20)\d\d)\b(?!\s*[-–])",
    re.I,
)
_BYGONE = re.compile(r"\b(?:was|were|stood|reached|totall?ed|had|rose|grew|fell|posted|accounted|held|came)\b", re.I)


def date_levels(mentions: Sequence[Mention], told: Sequence[Mention]) -> None:
    """The year of each figure that is no rate: the one behind it, else before it, else the sentence's first."""
    taken = 0  # how far into the words before the next figure its predecessor's year reaches
    last: int | None = None
    rate_year: int | None = None
    previous: Mention | None = None
    for mention in mentions:
        behind = year_after(mention.after)
        label_years = [timed.first for label in mention.labels for timed in years_in(label) if not timed.is_span]
        if mention.measure == "growth_rate":
            taken, rate_year = 0, year_before(mention.before)
            continue
        if says_year_before(mention.quantity.text[-7:] + mention.after) and last:
            mention.year = last - 1
        elif behind:
            mention.year = behind[0]
        else:
            mention.year = (
                year_before(mention.before, taken)
                or _end_of_period(mention, told)
                or (label_years[-1] if label_years else None)
                or _opening(mention)
            )
        span = next((timed for timed in years_in(mention.sentence) if timed.is_span), None)
        pair = [other for other in mentions if other.quantity.unit == mention.quantity.unit]
        if span and not mention.year and len(pair) == 2 and re.search(r"\bfrom\s*$", pair[0].before):
            mention.year = span.first if mention is pair[0] else span.last
        if not mention.year and re.match(r"\s*(?:to|auf|reaching)\b", mention.before):
            mention.year = rate_year
        if not mention.year and mention.measure == "share" and previous and previous.measure == "share":
            mention.year = previous.year
        previous = mention
        taken = behind[1] if behind else 0
        last = mention.year or last


def _end_of_period(mention: Mention, told: Sequence[Mention]) -> int | None:
    """The last year of the span that `reaching …` or `at the end of the period` goes back to."""
    spans = [timed.last for timed in years_in(mention.sentence) if timed.is_span]
    closes = re.search(r"\b(?:end|close|conclusion) of the (?:\w+ )?period", mention.after[:60], re.I)
    earlier = [year for other in told if isinstance(year := other.hints.get("end_year"), int)]
    if closes:
        return next(iter([*spans, *earlier[-1:]]), None)
    return spans[0] if spans and re.search(r"\breach\w*\b", mention.before[-25:], re.I) else None


def _opening(mention: Mention) -> int | None:
    found = re.match(
        r"\W*(?:in|by|during|as of|at the end of|im jahr|bis)\s+(?:\w+\s+){0,2}?((?:19|20)\d{2})\b(?!\s*[-–]|\s+to)",
        mention.sentence,
        re.I,
    )
    return int(found[1]) if found else None


def growth(
    mention: Mention, mentions: Sequence[Mention], published: int | None, before: Sequence[Mention]
) -> dict[str, object]:
    """Kind, span and sign of a growth rate."""
    label = " ".join(mention.labels)
    near = f"{label} § {mention.near}"
    _sign(mention)
    start, end, stated = _span(mention, mentions, published, before)
    behind = year_after(mention.after)
    single = (behind[0] if behind else None) or year_before(mention.before) or _opening(mention)
    if start is not None or end is not None:
        single = None
    on_year = is_year_on_year(f"{label} § {mention.after[:70]}")
    at_rate = re.search(
        r"\bat (?:an? )?(?:\w+ )?(?:(?:rate|pace) of )?(?:about |approximately |around |roughly |nearly )?$",
        mention.before,
    )
    if CAGR.search(near) or (_YEARLY.search(near) and not on_year) or at_rate:
        kind = "cagr"
    elif on_year or (start and end and end - start == 1):
        kind = "yoy"
    elif single and not TO_COME.search(mention.before):
        kind, start, end, stated = "yoy", single - 1, single, True
        return {"kind": kind, "year": single, "start_year": start, "end_year": end, "span_stated": stated}
    else:
        kind = "total"
        end = end or single
    return {
        "kind": kind,
        "year": end if kind == "yoy" else start,
        "start_year": start,
        "end_year": end,
        "span_stated": stated,
    }


def _span(
    mention: Mention, mentions: Sequence[Mention], published: int | None, before: Sequence[Mention]
) -> tuple[int | None, int | None, bool]:
    """(start, end, printed): of the rate itself, else of the levels it leads from and to, else of its label."""
    levels = _levels(mentions)
    whole = mention.sentence
    begin = mention.at - len(mention.before)
    behind = whole[mention.end :] if mention is mentions[-1] else mention.after
    found = span_of(whole[begin : mention.at], behind)
    if found and all(found):
        return found[0], found[1], True
    base = _BASE.match(behind)
    if base and levels and int(base[1]) not in levels and int(base[1]) < max(levels):
        return int(base[1]), max(levels), True
    opening = next((timed for timed in years_in(whole) if timed.is_span), None)
    if opening and CAGR.search(whole):
        return opening.first, opening.last, True
    if len(set(levels)) == 2:
        stated = bool(re.search(r"\bfrom\b", whole[: mention.at], re.I)) or not CAGR.search(mention.near)
        return min(levels), max(levels), stated
    if found and not (
        found[0] is None and found[1] in levels and len(set(levels)) < 2 and CAGR.search(mention.near) is None
    ):
        start, end = found
        if start and not end:
            end = next((year for year in levels if year > start), None)
        return start, end, bool(start and end)
    for label in mention.labels:
        within = span_of(label, "")
        if within:
            return within[0], within[1], all(within)
    if CAGR.search(mention.near) and levels:
        start = next((other.year for other in reversed(before) if other.measure == "market_size" and other.year), None)
        if start and start < levels[0]:
            return start, levels[0], False
        if (published or 9999) < levels[0]:
            return None, levels[0], False
    if (
        levels
        and not year_after(mention.after)
        and not CAGR.search(mention.near)
        and not TO_COME.search(mention.before)
    ):
        return levels[-1] - 1, levels[-1], True
    return None, None, False


def _levels(mentions: Sequence[Mention]) -> list[int]:
    """The years of the levels a rate can lead between: those of `from … to …` where the sentence says so, else all."""
    dated = [other for other in mentions if other.measure != "growth_rate" and other.year]
    for first, second in pairwise(dated):
        led = re.search(r"\bfrom\b", f"{first.before[-12:]}{first.quantity.text}", re.I)
        if led and re.search(r"\bto\s*$|^\s*to\b", second.before) and first.year and second.year:
            return [first.year, second.year]
    return [other.year for other in dated if other.year]


def _sign(mention: Mention) -> None:
    """A fall is a negative rate, whichever way it is printed."""
    quantity = mention.quantity
    downs = [found.end() for found in DOWN.finditer(mention.before)]
    ups = [found.end() for found in UP.finditer(mention.before)]
    after = re.match(
        r"\s*(?:[\w-]+\s+){0,2}?(?:decline|drop|decrease|fall|reduction|fewer|less|lower|"
        r"below)\b",
        mention.after,
        re.I,
    )
    falls = bool(after) or bool(downs and downs[-1] > max(ups, default=-1) and len(mention.before) - downs[-1] < 45)
    if not falls or quantity.signed or (quantity.low is not None and quantity.low < 0):
        return
    low, high = quantity.high, quantity.low
    mention.quantity = replace(
        quantity,
        low=None if low is None else -low,
        high=None if high is None else -high,
        open_low=quantity.open_high,
        open_high=quantity.open_low,
    )


def status(mention: Mention, published: int | None) -> str:
    """Projection, estimate or historical, by the words before the figure and its year; '' where neither says."""
    words = f"{' '.join(mention.labels)} § {mention.before}"
    if TO_COME.search(words) or (mention.year and published and mention.year > published):
        return "projection"
    if re.search(r"\bestimat|\best\.", words, re.I):
        return "estimate"
    if _BYGONE.search(words) or (mention.year and published and mention.year < published):
        return "historical"
    return "projection" if TO_COME.search(mention.sentence) and not mention.year else ""
