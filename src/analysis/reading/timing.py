"""When a text speaks of: the periods it tells, and those it tells against another: "a year earlier", "in May"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from analysis import words
from analysis.reading.period import MONTHS, Period
from analysis.reading.printed import Printed, ending, grain_of, printed

_COMPARED = (
    r"(?i){periods base}\W+(?:[a-z'’-]+,?\s+){0,5}$"
    r"|\b(?:from|against|than|after|versus|compared (?:with|to))\s+\S*\d\S*\s+"
    r"(?:\w+\s+)?(?:(?:in|during|for)\s+)?(?:the\s+)?$"
)
_AIM = re.compile(r"\b(?:by|until|through|bis)\s+(?:the\s+end\s+of\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """A period as it is told at start:end of a text, without the preposition before it.

    `relative`: it was told against another period ("a year earlier", "in May"). `period` is None where the text names
    none to tell it against. `shift`: of "a year earlier" and its like, how far it lies behind that other; `now`: of
    "last year", behind the day of publication.
    """

    start: int
    end: int
    period: Period | None
    relative: bool = False
    shift: tuple[str, int] | None = None
    now: bool = False


@lru_cache(maxsize=8192)
def periods_in(text: str, *, published: date | None = None, beside: Period | None = None) -> tuple[PeriodSpan, ...]:
    """The periods a text tells, in its order.

    Relative words are told against the period before them in the text, else `beside` (what the text stands under),
    else the next of the text, else the day of publication; "this year" and "last month" against that day first.

    >>> [span.period for span in periods_in("$84 billion in Q3 2024, up 23% from the same period last year")]
    [2024-Q3, 2023-Q3]
    >>> [span.period for span in periods_in("for the nine months ended September 30, 2014 and 2013")]
    [2014-01/2014-09, 2013-01/2013-09]
    >>> [str(span.period) for span in periods_in("from 2023 to 2030; in 1H23, FY24 and the year to June 2025")]
    ['2023/2030', '2023-H1', '2024', '2024-07/2025-06']
    >>> periods_in("a net gain of 1933 people, half of them in the top quarter")
    ()
    """
    told = printed(text)
    resolved: list[PeriodSpan] = []
    near = beside
    ahead = next((found for item in told if (found := _absolute(item)) and not _is_compared(text, item.start)), None)
    aims = {_absolute(item) for item in told if _AIM.search(text[max(0, item.start - 60) : item.start])}
    for item in told:
        told_by = near or ahead
        if item.now and not published:  # "this year" before "by 2030", or before another year, is neither
            told_by = None if near in aims else near
        period = _resolved(item, text, near, told_by, published)
        relative = item.shift is not None or item.year is None
        resolved.append(PeriodSpan(item.start, item.end, period, relative, item.shift, item.now))
        if period and item.shift is None and not (near and _is_compared(text, item.start)):
            near = period
    return tuple(resolved)


@lru_cache(maxsize=8192)
def told_in(text: str) -> tuple[Period, ...]:
    """The periods that a text tells by itself, without those told against another.

    >>> told_in("Q3 2024, up from last year")
    (2024-Q3,)
    """
    return tuple(span.period for span in periods_in(text) if span.period and not span.relative)


def _is_compared(text: str, start: int) -> bool:
    """Whether words of comparison lead to a period: "above the rate of", "from 4 billion in"."""
    return bool(words.regex(_COMPARED).search(text[max(0, start - 60) : start]))


def _absolute(item: Printed) -> Period | None:
    """The period where everything is printed."""
    return None if item.year is None or item.shift or item.grain == "same" else item.of(item.year)


def _resolved(
    item: Printed, text: str, near: Period | None, beside: Period | None, published: date | None
) -> Period | None:
    """The period, told against another one where it must be."""
    if item.now and published and item.shift and not (near and _is_compared(text, item.start)):
        grain = grain_of(item.shift[0])
        today = Period.nth(grain, published.year, 1 + (published.month - 1) // MONTHS[grain])
        return _within(item, _shifted(today, item.shift))
    if item.grain == "so far":
        return _so_far(item, beside)
    if item.shift:
        if item.now and item.shift[1] and not published and not item.number and not _is_compared(text, item.start):
            return None  # last year, but of which day?
        anchor = beside or (Period.year(published.year) if published else None)
        period = _within(item, _shifted(anchor, item.shift) if anchor else None)
        whole = period and item.now and item.shift == ("year", 0) and not item.number
        return Period.year(period.in_year) if whole and period else period
    if item.grain == "same" and beside and item.year:
        return None if beside.is_span else beside.year_before(beside.in_year - item.year)
    return item.of(item.year) if item.year is not None else _nearest(item, beside, published)


def _within(item: Printed, period: Period | None) -> Period | None:
    """The part of a period's year that is printed, "the first quarter of last year"; the period where none is."""
    return item.of(period.in_year) if item.number and period else period


def _so_far(item: Printed, beside: Period | None) -> Period | None:
    """The months up to the end of a period told beside, or its whole year."""
    if beside is None or beside.is_span:
        return None
    if item.months == 12:
        return Period.year(beside.in_year, fiscal=beside.fiscal)
    return ending(beside, item.months) if beside.grain != "year" else None


def _nearest(item: Printed, beside: Period | None, published: date | None) -> Period | None:
    """The month, quarter or half of that name which lies nearest, none that ends after publication began."""
    middle = beside.end if beside else published
    if middle is None:
        return None
    if beside and beside.grain == "year":
        return item.of(beside.in_year)
    near = [item.of(year) for year in (middle.year, middle.year - 1, middle.year + 1)]
    near = [period for period in near if not published or period.start <= published] or near[:1]
    if beside is None:  # the latest that was over
        near = [period for period in near if period.end <= middle] or near
    return min(near, key=lambda period: abs((period.end - middle).days))


def _shifted(period: Period, shift: tuple[str, int]) -> Period | None:
    """A period moved by so many years, quarters or months; None where it is no part of one such."""
    grain, steps = shift
    if not steps:
        return period
    if grain == "year":
        return None if period.is_span else period.year_before(-steps)
    return period.earlier(-steps) if period.grain == grain else None
